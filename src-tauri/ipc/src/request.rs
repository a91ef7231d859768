//! What the page may ask for.

use std::collections::BTreeMap;

use berth_core::account::{Colour, Keep, Payment, Vendor};
use berth_core::attempt::Verdict;
use berth_core::secret::{Secret, SecretError};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::wall::WallRequest;

/// A secret on its way in. It can be read from a message and taken out once; it cannot be printed or written.
#[derive(Deserialize)]
#[serde(transparent)]
pub struct SecretText(String);

impl SecretText {
    /// The secret, if it has the shape of one.
    pub fn parse(self) -> Result<Secret, SecretError> {
        Secret::parse(self.0)
    }
}

/// How a new account proves itself.
#[derive(Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CredentialsRequest {
    /// A pasted token.
    Token {
        /// The token.
        #[ts(type = "string")]
        token: SecretText,
    },
    /// Cloudidr user name and password.
    Password {
        /// User name or e-mail address.
        user: String,
        /// The password.
        #[ts(type = "string")]
        password: SecretText,
    },
}

/// A new account.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConnectRequest {
    /// Who sells.
    #[ts(type = "Vendor")]
    pub vendor: Vendor,
    /// Its name.
    pub label: String,
    /// Its colour.
    #[ts(type = "Colour")]
    pub colour: Colour,
    /// `null` for the vendor's own host, else `http://127.0.0.1:PORT` or `http://[::1]:PORT`.
    pub endpoint: Option<String>,
    /// How it proves itself.
    pub credentials: CredentialsRequest,
    /// Where the secret is kept.
    #[ts(type = "Keep")]
    pub keep: Keep,
    /// Three letters; for Cloudidr an assumption of the user's.
    pub currency: String,
    /// How it is paid.
    #[ts(type = "Payment")]
    pub payment: Payment,
}

/// What may be changed of an account.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChangeAccountRequest {
    /// Which.
    pub account: String,
    /// Its name.
    pub label: String,
    /// Its colour.
    #[ts(type = "Colour")]
    pub colour: Colour,
    /// How it is paid.
    #[ts(type = "Payment")]
    pub payment: Payment,
}

/// New credentials for an account.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReplaceCredentialsRequest {
    /// Which.
    pub account: String,
    /// How it proves itself from now on.
    pub credentials: CredentialsRequest,
    /// Where the secret is kept.
    #[ts(type = "Keep")]
    pub keep: Keep,
}

/// Spending limits as typed: decimal text, or `null` for none.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LimitsRequest {
    /// Which account.
    pub account: String,
    /// The most one purchase may cost.
    pub per_purchase: Option<String>,
    /// The most that may be spent in one UTC day.
    pub per_day: Option<String>,
    /// The most that may be spent in one UTC month.
    pub per_month: Option<String>,
}

/// The eleven fields of a window as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "core's draft documents the fields")]
pub struct DraftRequest {
    pub cloud_account: String,
    pub zone: String,
    pub name: String,
    pub instance_type: String,
    pub platform: String,
    pub start_date: String,
    pub start_time: String,
    pub end_date: String,
    pub end_time: String,
    pub utc_offset_hours: String,
    pub quantity: String,
}

impl From<DraftRequest> for berth_core::draft::Draft {
    fn from(request: DraftRequest) -> Self {
        Self {
            cloud_account: request.cloud_account,
            zone: request.zone,
            name: request.name,
            instance_type: request.instance_type,
            platform: request.platform,
            start_date: request.start_date,
            start_time: request.start_time,
            end_date: request.end_date,
            end_time: request.end_time,
            utc_offset_hours: request.utc_offset_hours,
            quantity: request.quantity,
        }
    }
}

impl From<berth_core::draft::Draft> for DraftRequest {
    fn from(draft: berth_core::draft::Draft) -> Self {
        Self {
            cloud_account: draft.cloud_account,
            zone: draft.zone,
            name: draft.name,
            instance_type: draft.instance_type,
            platform: draft.platform,
            start_date: draft.start_date,
            start_time: draft.start_time,
            end_date: draft.end_date,
            end_time: draft.end_time,
            utc_offset_hours: draft.utc_offset_hours,
            quantity: draft.quantity,
        }
    }
}

/// A window to be reserved.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReserveRequest {
    /// Whose money.
    pub account: String,
    /// The page's id of this draft, a UUID made when the form was opened: one open request a draft.
    pub draft_id: String,
    /// The fields.
    pub draft: DraftRequest,
}

/// One line of a basket.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BasketLineRequest {
    /// Machine type.
    pub resource: String,
    /// How many, as typed.
    pub count: String,
}

/// A basket to be priced at Gcore for both terms.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BasketRequest {
    /// Whose billing plan.
    pub account: String,
    /// Gcore's number of the region, as text.
    pub region: String,
    /// Machine types and counts.
    pub lines: Vec<BasketLineRequest>,
    /// Whether Windows licences are wanted.
    pub windows_licences: bool,
}

/// Why something is bought, in the user's words; empty text is none.
#[derive(Clone, Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReasonRequest {
    /// Who answers for it.
    pub owner: String,
    /// The ticket that asked for it.
    pub ticket: String,
    /// What it is for.
    pub purpose: String,
}

/// MONEY: the go-ahead for a purchase that was reviewed. It names the review, never a price.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConfirmPurchaseRequest {
    /// The review's attempt.
    pub attempt: String,
    /// The policy's id as typed, where the review asks for it.
    pub typed_id: String,
    /// Why.
    pub reason: ReasonRequest,
}

/// The go-ahead for a cancellation that was reviewed.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConfirmCancelRequest {
    /// The review's attempt.
    pub attempt: String,
    /// The policy's id as typed, where the review asks for it.
    pub typed_id: String,
}

/// The user's evidence on an attempt in doubt.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SettleRequest {
    /// Which.
    pub attempt: String,
    /// What the evidence says.
    #[ts(type = "Verdict")]
    pub verdict: Verdict,
    /// Where it was seen; must not be empty.
    pub note: String,
    /// For a reserve that was done: the policy's id, as the vendor's console shows it.
    pub policy: Option<String>,
}

/// A folder of Berth's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OwnFolder {
    /// Where the ledger lies.
    Data,
    /// Where the logs do.
    Logs,
}

/// How the desk looks, for the next start to show before any script has run.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PaintingRequest {
    /// The fingerprint of the desk that was drawn.
    pub of: String,
    /// What of the wall was asked for with that desk.
    pub wall: WallRequest,
    /// When time alone will make it look different, RFC 3339; never without.
    pub until: Option<String>,
    /// What was drawn, without what ticks.
    pub nodes: Vec<PaintedNode>,
}

/// An element or a text. No markup crosses: whoever writes it as HTML decides what may be in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(untagged)]
pub enum PaintedNode {
    /// A text.
    Text(String),
    /// An element: its name, its attributes, its children.
    Element(String, BTreeMap<String, String>, Vec<PaintedNode>),
}

/// Settings as the page changes them: what is not there stays as it is.
#[derive(Clone, Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct SettingsRequest {
    /// Light or dark.
    #[ts(optional, type = "\"system\" | \"light\" | \"dark\"")]
    pub theme: Option<String>,
    /// The realm to show.
    #[ts(optional, type = "Realm")]
    pub realm: Option<berth_core::account::Realm>,
    /// How many hours a month is taken to have; `actual` for those of the month in question.
    #[ts(optional, type = "\"730\" | \"744\" | \"actual\"")]
    pub hours_per_month: Option<String>,
    /// The currency offered for a new account whose vendor names none: three letters.
    #[ts(optional)]
    pub currency: Option<String>,
    /// How the hours of a day are counted.
    #[ts(optional, type = "\"system\" | \"12\" | \"24\"")]
    pub clock: Option<String>,
    /// Whose clock stands first where two are shown: that of the capacity's place, or the user's.
    #[ts(optional, type = "\"place\" | \"mine\"")]
    pub zone_first: Option<String>,
    /// How much is written to the log.
    #[ts(optional, type = "\"error\" | \"warn\" | \"info\" | \"debug\"")]
    pub log_level: Option<String>,
    /// Whether the tour of the first start was taken or declined.
    #[ts(optional)]
    pub tour_over: Option<bool>,
}
