//! Changes of a policy that is there: its launch details and its auto-renewal.

use berth_core::desk::{ChangeReceipt, Configure, ConfigureReview, RenewReview};
use berth_core::launch::{Exposure, LaunchDraft, LaunchError, LaunchField, Renewal};
use berth_core::policy::Configuration;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::said::SaidView;
use crate::view::{AccountView, AttemptView, LimitLeftView, MoneyView, PolicyView, brief};

/// The five launch details as typed. An empty one is not sent.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "core's `LaunchField` documents the fields")]
pub struct LaunchRequest {
    pub vpc: String,
    pub security_group: String,
    pub image: String,
    pub key_pair: String,
    pub disk: String,
}

impl From<LaunchRequest> for LaunchDraft {
    fn from(request: LaunchRequest) -> Self {
        let LaunchRequest { vpc, security_group, image, key_pair, disk } = request;
        Self { vpc, security_group, image, key_pair, disk }
    }
}

impl From<LaunchDraft> for LaunchRequest {
    fn from(draft: LaunchDraft) -> Self {
        let LaunchDraft { vpc, security_group, image, key_pair, disk } = draft;
        Self { vpc, security_group, image, key_pair, disk }
    }
}

/// The go-ahead for a change of auto-renewal that was reviewed.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConfirmRenewRequest {
    /// The review's attempt.
    pub attempt: String,
    /// The policy's id as typed, where the review asks for it.
    pub typed_id: String,
}

/// A field, named as in `LaunchRequest`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "core's `LaunchField` documents them")]
pub enum LaunchFieldView {
    Vpc,
    SecurityGroup,
    Image,
    KeyPair,
    Disk,
}

impl From<LaunchField> for LaunchFieldView {
    fn from(field: LaunchField) -> Self {
        match field {
            LaunchField::Vpc => Self::Vpc,
            LaunchField::SecurityGroup => Self::SecurityGroup,
            LaunchField::Image => Self::Image,
            LaunchField::KeyPair => Self::KeyPair,
            LaunchField::Disk => Self::Disk,
        }
    }
}

/// A complaint about a launch detail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LaunchErrorView {
    /// Which field.
    #[ts(type = "LaunchField")]
    pub field: LaunchFieldView,
    /// What is wrong, and what would be right.
    pub message: SaidView,
}

impl From<LaunchError> for LaunchErrorView {
    fn from(error: LaunchError) -> Self {
        Self { field: error.field.into(), message: (&error.message).into() }
    }
}

/// What came of beginning a change of launch details.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ConfigureView {
    /// These fields do not hold.
    Invalid {
        /// The complaints.
        errors: Vec<LaunchErrorView>,
    },
    /// The change, to be looked at and confirmed.
    Review {
        /// Frozen under its attempt's id.
        review: Box<ConfigureReviewView>,
    },
}

impl ConfigureView {
    /// What came of it at `now`.
    pub fn new(configure: Configure, now: Timestamp) -> Self {
        match configure {
            Configure::Invalid(errors) => {
                Self::Invalid { errors: errors.into_iter().map(LaunchErrorView::from).collect() }
            }
            Configure::Review(review) => Self::Review { review: Box::new(ConfigureReviewView::new(&review, now)) },
        }
    }
}

/// A change of launch details to be reviewed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConfigureReviewView {
    /// Names this review when it is confirmed; works once.
    pub attempt: String,
    /// Whose it is.
    pub account: AccountView,
    /// The policy as it is known now.
    pub policy: PolicyView,
    /// One line for each detail that is sent or was known.
    pub changes: Vec<DetailChangeView>,
}

impl ConfigureReviewView {
    fn new(review: &ConfigureReview, now: Timestamp) -> Self {
        Self {
            attempt: review.attempt.to_string(),
            account: (&review.account).into(),
            policy: PolicyView::new(&review.account, &review.record, None, now),
            changes: changes(review),
        }
    }
}

/// One launch detail before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DetailChangeView {
    /// Which field.
    #[ts(type = "LaunchField")]
    pub field: LaunchFieldView,
    /// What is known of it now.
    pub before: Option<String>,
    /// What is sent. `null` when nothing is, and then what the vendor makes of it is not documented.
    pub sent: Option<String>,
}

fn changes(ConfigureReview { record, launch, .. }: &ConfigureReview) -> Vec<DetailChangeView> {
    let Configuration { vpc, security_group, image, key_pair, disk, .. } = &record.policy.configuration;
    let text = |word: &Option<String>| word.as_deref().map(brief);
    let rows = [
        (LaunchFieldView::Vpc, text(vpc), text(&launch.vpc)),
        (LaunchFieldView::SecurityGroup, text(security_group), text(&launch.security_group)),
        (LaunchFieldView::Image, text(image), text(&launch.image)),
        (LaunchFieldView::KeyPair, text(key_pair), text(&launch.key_pair)),
        (
            LaunchFieldView::Disk,
            disk.map(|disk| disk.normalize().to_string()),
            launch.disk.map(|disk| disk.to_string()),
        ),
    ];
    let touched = rows.into_iter().filter(|(_, before, sent)| before.is_some() || sent.is_some());
    touched.map(|(field, before, sent)| DetailChangeView { field, before, sent }).collect()
}

/// A change of auto-renewal to be reviewed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RenewReviewView {
    /// Names this review when it is confirmed; works once.
    pub attempt: String,
    /// Who pays.
    pub account: AccountView,
    /// What renews itself, as it is known now.
    pub policy: PolicyView,
    /// What is asked for.
    #[ts(type = "Renewal")]
    pub renewal: Renewal,
    /// What it spends if nobody acts; empty when the window's start is not known.
    pub exposure: Vec<ExposureView>,
    /// What the tightest limit leaves, when it is turned on.
    pub limit: Option<LimitLeftView>,
    /// Whether the policy's id must be typed, its price not being known.
    pub type_id: bool,
}

impl RenewReviewView {
    /// A review at `now`.
    pub fn new(review: &RenewReview, now: Timestamp) -> Self {
        Self {
            attempt: review.attempt.to_string(),
            account: (&review.account).into(),
            policy: PolicyView::new(&review.account, &review.record, None, now),
            renewal: review.renewal,
            exposure: review.exposure.iter().map(ExposureView::from).collect(),
            limit: review.limit.map(|(limit, left)| LimitLeftView { limit, left: left.into() }),
            type_id: review.type_id,
        }
    }
}

/// What auto-renewal spends in some days to come, as this machine reckons it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExposureView {
    /// How many days, of 24 hours.
    #[ts(type = "number")]
    pub days: i64,
    /// How many windows are bought in them.
    #[ts(type = "number")]
    pub renewals: usize,
    /// What they cost together; `null` when the price of one is not known.
    pub amount: Option<MoneyView>,
}

impl From<&Exposure> for ExposureView {
    fn from(exposure: &Exposure) -> Self {
        Self { days: exposure.days, renewals: exposure.renewals, amount: exposure.amount.map(MoneyView::from) }
    }
}

/// A change that the vendor confirmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChangeReceiptView {
    /// Its attempt.
    pub attempt: AttemptView,
    /// The policy as it is now.
    pub policy: PolicyView,
    /// The vendor's sentence, if it gave one.
    pub message: Option<String>,
}

impl ChangeReceiptView {
    /// A receipt at `now`.
    pub fn new(receipt: &ChangeReceipt, now: Timestamp) -> Self {
        Self {
            attempt: (&receipt.attempt).into(),
            policy: PolicyView::new(&receipt.account, &receipt.record, None, now),
            message: receipt.message.as_deref().map(brief),
        }
    }
}
