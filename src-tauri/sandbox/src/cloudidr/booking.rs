//! What the vendor keeps of a policy, and which status that gives at an instant.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::price::Price;
use crate::first_state::Label;

/// Everything the vendor keeps.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Books {
    /// By cidrId.
    pub(crate) bookings: BTreeMap<String, Booking>,
    /// Tokens that were given out, with the instant they run out.
    pub(crate) sessions: BTreeMap<String, Timestamp>,
}

/// A policy. Its status is not kept: it follows from the instants and the clock.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Booking {
    pub(crate) cidr_id: String,
    pub(crate) name: String,
    pub(crate) account_name: String,
    pub(crate) machine: String,
    pub(crate) platform: String,
    pub(crate) zone: String,
    pub(crate) quantity: u32,
    pub(crate) launch: Timestamp,
    pub(crate) end: Timestamp,
    /// Hours, as the client sent them; both instants are answered in this offset.
    pub(crate) utc_offset: i8,
    pub(crate) created: Timestamp,
    /// What reserve said.
    pub(crate) quoted: Price,
    /// What the last purchase charged.
    pub(crate) charged: Option<Price>,
    /// Every purchase that was charged.
    pub(crate) purchases: Vec<Timestamp>,
    pub(crate) cancellation: Option<Cancellation>,
    pub(crate) network: Network,
    /// The renewal word, while renewal is on.
    pub(crate) renewal: Option<String>,
    /// Present on policies of the first state.
    pub(crate) label: Option<Label>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Cancellation {
    pub(crate) at: Timestamp,
    /// The sentence of the answer; none inside the first fifteen minutes.
    pub(crate) message: Option<String>,
}

/// "Not set" is a word here, never null.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Network {
    pub(crate) vpc: String,
    pub(crate) security_groups: String,
    pub(crate) ami_image: String,
    pub(crate) ssh_pair_key: String,
    pub(crate) ebs_volume_size: u32,
}

impl Default for Network {
    fn default() -> Self {
        Self {
            vpc: "default".to_owned(),
            security_groups: "none".to_owned(),
            ami_image: "default".to_owned(),
            ssh_pair_key: "none".to_owned(),
            ebs_volume_size: 10,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    ReadyForPurchase,
    Queued,
    Running,
    Completed,
    Canceled,
}

impl Booking {
    pub(crate) fn status(&self, now: Timestamp) -> Status {
        if self.cancellation.is_some() {
            Status::Canceled
        } else if self.purchases.is_empty() {
            Status::ReadyForPurchase
        } else if now >= self.end {
            Status::Completed
        } else if now >= self.launch {
            Status::Running
        } else {
            Status::Queued
        }
    }

    pub(crate) fn price(&self) -> Price {
        self.charged.unwrap_or(self.quoted)
    }
}

impl Status {
    /// `policyStatus` and `policyOperatingState`. RUNNING is a word of ours: the contract says that a running state must
    /// exist, and nobody has printed it.
    pub(crate) fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::ReadyForPurchase => ("READY_FOR_PURCHASE", "IDLE"),
            Self::Queued => ("ACTIVE", "QUEUED_FOR_START"),
            Self::Running => ("ACTIVE", "RUNNING"),
            Self::Completed => ("COMPLETED", "IDLE"),
            Self::Canceled => ("CANCELED", "IDLE"),
        }
    }
}
