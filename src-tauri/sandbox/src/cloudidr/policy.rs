//! A policy as the vendor answers it, in the order of the printed samples.

use jiff::{Timestamp, tz};
use rust_decimal::Decimal;
use serde::Serialize;

use super::{
    booking::Booking,
    catalogue::{Machine, Region},
    price::Price,
};
use crate::money::Amount;

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Policy<'a> {
    cidr_id: &'a str,
    policy_name: &'a str,
    csp_account_name: &'a str,
    policy_status: &'static str,
    policy_operating_state: &'static str,
    policy_instance: Instance<'a>,
    csp_region: CspRegion<'a>,
    created_date: String,
    capacity_configuration: Configuration<'a>,
    pricing: Pricing,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Instance<'a> {
    id: u32,
    instance_type: &'a str,
    platform_code: &'a str,
    tenancy_code: &'static str,
    vcpu: u32,
    memory: u32,
    gpu: u32,
    gpu_memory: u32,
    qty: u32,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct CspRegion<'a> {
    region_code: &'static str,
    region_type: &'static str,
    availability_zone_id: &'a str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Configuration<'a> {
    launch_date_time: String,
    end_date_time: String,
    auto_renewal_enabled: bool,
    frequency: Option<&'a str>,
    vpc: &'a str,
    security_groups: &'a str,
    ami_image: &'a str,
    ssh_pair_key: &'a str,
    ebs_volume_size: u32,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Pricing {
    our_price: Amount,
    csp_provider_price: Amount,
    savings: Amount,
    savings_percentage: Amount,
    credit_card_processing_fee: Option<Amount>,
    bank_account_processing_fee: Option<Amount>,
}

impl<'a> Policy<'a> {
    /// `fees` is false after purchase and after configure, where the vendor answers null for both.
    pub(crate) fn of(booking: &'a Booking, now: Timestamp, fees: bool) -> Self {
        let (policy_status, policy_operating_state) = booking.status(now).words();
        let machine = Machine::named(&booking.machine);
        let network = &booking.network;
        Self {
            cidr_id: &booking.cidr_id,
            policy_name: &booking.name,
            csp_account_name: &booking.account_name,
            policy_status,
            policy_operating_state,
            policy_instance: Instance {
                id: machine.map_or(0, Machine::row),
                instance_type: &booking.machine,
                platform_code: &booking.platform,
                tenancy_code: "DEDICATED",
                vcpu: machine.map_or(0, |machine| machine.vcpu),
                memory: machine.map_or(0, |machine| machine.memory),
                gpu: machine.map_or(0, |machine| machine.gpu),
                gpu_memory: machine.map_or(0, |machine| machine.gpu_memory),
                qty: booking.quantity,
            },
            csp_region: CspRegion {
                region_code: Region::of_zone(&booking.zone).map_or("", |region| region.code),
                region_type: "PRIMARY",
                availability_zone_id: &booking.zone,
            },
            created_date: created_date(booking.created),
            capacity_configuration: Configuration {
                launch_date_time: in_offset(booking.launch, booking.utc_offset),
                end_date_time: in_offset(booking.end, booking.utc_offset),
                auto_renewal_enabled: booking.renewal.is_some(),
                frequency: booking.renewal.as_deref(),
                vpc: &network.vpc,
                security_groups: &network.security_groups,
                ami_image: &network.ami_image,
                ssh_pair_key: &network.ssh_pair_key,
                ebs_volume_size: network.ebs_volume_size,
            },
            pricing: Pricing::of(booking.price(), fees && booking.purchases.is_empty()),
        }
    }

    /// The policy as reserve once answered it.
    pub(crate) fn as_reserved(booking: &'a Booking) -> Self {
        Self {
            policy_status: "READY_FOR_PURCHASE",
            policy_operating_state: "IDLE",
            pricing: Pricing::of(booking.quoted, true),
            ..Self::of(booking, booking.created, true)
        }
    }
}

impl Pricing {
    pub(crate) fn of(price: Price, fees: bool) -> Self {
        let fee = |fee: Decimal| fees.then_some(Amount(fee));
        Self {
            our_price: Amount(price.ours),
            csp_provider_price: Amount(price.aws),
            savings: Amount(price.savings()),
            savings_percentage: Amount(price.fraction()),
            credit_card_processing_fee: fee(price.card_fee()),
            bank_account_processing_fee: fee(price.bank_fee()),
        }
    }
}

/// UTC with five fractional digits.
fn created_date(at: Timestamp) -> String {
    at.to_zoned(tz::TimeZone::UTC).strftime("%Y-%m-%dT%H:%M:%S%.5fZ").to_string()
}

/// An instant in the offset the client asked for.
pub(crate) fn in_offset(at: Timestamp, hours: i8) -> String {
    at.to_zoned(tz::TimeZone::fixed(tz::offset(hours))).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}
