//! Every operation of the two contracts, by the operation id it has there.

use serde::{Deserialize, Serialize};

/// Whose operation it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Vendor {
    /// Cloudidr FlexCompute.
    Cloudidr,
    /// Gcore Cloud.
    Gcore,
}

/// An operation of one of the two contracts. In JSON it is the contract's `operationId`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Operation {
    /// Cloudidr: trade user name and password for a token.
    #[serde(rename = "signIn")]
    SignIn,
    /// Cloudidr: a priced, unpaid policy.
    #[serde(rename = "reserveCapacity")]
    Reserve,
    /// Cloudidr: pay for a policy.
    #[serde(rename = "purchaseCapacity")]
    Purchase,
    /// Cloudidr: give a policy back.
    #[serde(rename = "cancelCapacity")]
    Cancel,
    /// Cloudidr: network, image, key and disk.
    #[serde(rename = "configureCapacity")]
    Configure,
    /// Cloudidr: automatic renewal on or off.
    #[serde(rename = "setAutoRenewal")]
    AutoRenewal,
    /// Gcore: what a reservation would cost.
    #[serde(rename = "priceReservation")]
    PriceReservation,
    /// Gcore: reservations with prices (v2).
    #[serde(rename = "listReservations")]
    ListReservations,
    /// Gcore: reservations with ids and statuses (v1).
    #[serde(rename = "listReservationsV1")]
    ListReservationsV1,
    /// Gcore: ask for a reservation.
    #[serde(rename = "createReservation")]
    CreateReservation,
    /// Gcore: one reservation (v1).
    #[serde(rename = "getReservationV1")]
    GetReservationV1,
    /// Gcore: withdraw a reservation.
    #[serde(rename = "deleteReservation")]
    DeleteReservation,
    /// Gcore: bare-metal types that can be reserved.
    #[serde(rename = "listReservableBareMetal")]
    ListReservableBareMetal,
    /// Gcore: regions.
    #[serde(rename = "listRegions")]
    ListRegions,
    /// Gcore: projects.
    #[serde(rename = "listProjects")]
    ListProjects,
    /// Gcore: bare-metal types with pay-as-you-go prices.
    #[serde(rename = "listBareMetalFlavors")]
    ListBareMetalFlavors,
    /// Gcore: GPU bare-metal types.
    #[serde(rename = "listGpuBareMetalFlavors")]
    ListGpuBareMetalFlavors,
    /// Gcore: GPU virtual-machine types.
    #[serde(rename = "listGpuVirtualFlavors")]
    ListGpuVirtualFlavors,
    /// Gcore: what this month cost.
    #[serde(rename = "monthlyCostTotals")]
    MonthlyCostTotals,
    /// Gcore: whose token is this?
    #[serde(rename = "whoAmI")]
    WhoAmI,
}

impl Operation {
    /// All of them, in the contracts' order.
    pub const ALL: [Self; 20] = [
        Self::SignIn,
        Self::Reserve,
        Self::Purchase,
        Self::Cancel,
        Self::Configure,
        Self::AutoRenewal,
        Self::PriceReservation,
        Self::ListReservations,
        Self::ListReservationsV1,
        Self::CreateReservation,
        Self::GetReservationV1,
        Self::DeleteReservation,
        Self::ListReservableBareMetal,
        Self::ListRegions,
        Self::ListProjects,
        Self::ListBareMetalFlavors,
        Self::ListGpuBareMetalFlavors,
        Self::ListGpuVirtualFlavors,
        Self::MonthlyCostTotals,
        Self::WhoAmI,
    ];

    /// Whose it is.
    pub fn vendor(self) -> Vendor {
        match self {
            Self::SignIn | Self::Reserve | Self::Purchase | Self::Cancel | Self::Configure | Self::AutoRenewal => {
                Vendor::Cloudidr
            }
            _ => Vendor::Gcore,
        }
    }

    /// Method and path template, as the contract writes them.
    pub fn route(self) -> (&'static str, &'static str) {
        match self {
            Self::SignIn => ("POST", "/external/api/v1/sign-in"),
            Self::Reserve => ("POST", "/external/api/v1/flexcompute/reserve"),
            Self::Purchase => ("POST", "/external/api/v1/flexcompute/purchase"),
            Self::Cancel => ("POST", "/external/api/v1/flexcompute/cancel"),
            Self::Configure => ("PUT", "/external/api/v1/flexcompute/capacity-configuration"),
            Self::AutoRenewal => ("PUT", "/external/api/v1/flexcompute/capacity/auto-renewal"),
            Self::PriceReservation => ("POST", "/cloud/v1/pricing/{region_id}/billing_reservation"),
            Self::ListReservations => ("GET", "/cloud/v2/reservations"),
            Self::ListReservationsV1 => ("GET", "/cloud/v1/reservations"),
            Self::CreateReservation => ("POST", "/cloud/v1/reservations"),
            Self::GetReservationV1 => ("GET", "/cloud/v1/reservations/{reservation_id}"),
            Self::DeleteReservation => ("DELETE", "/cloud/v1/reservations/{reservation_id}"),
            Self::ListReservableBareMetal => ("GET", "/cloud/v1/bm_reservation_flavors/{region_id}"),
            Self::ListRegions => ("GET", "/cloud/v1/regions"),
            Self::ListProjects => ("GET", "/cloud/v1/projects"),
            Self::ListBareMetalFlavors => ("GET", "/cloud/v1/bmflavors/{project_id}/{region_id}"),
            Self::ListGpuBareMetalFlavors => ("GET", "/cloud/v3/gpu/baremetal/{project_id}/{region_id}/flavors"),
            Self::ListGpuVirtualFlavors => ("GET", "/cloud/v3/gpu/virtual/{project_id}/{region_id}/flavors"),
            Self::MonthlyCostTotals => ("POST", "/cloud/v1/reservation_cost_report/totals"),
            Self::WhoAmI => ("GET", "/iam/clients/me"),
        }
    }
}
