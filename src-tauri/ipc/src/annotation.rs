//! What the user says of policies: owner, ticket, purpose, a note and tags.

use berth_core::desk::Annotated;
use berth_core::policy::Reason;
use berth_core::reason::{Part, ReasonDraft, ReasonError};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::said::SaidView;
use crate::wall::PolicyRef;

/// A change of what is said of policies, as typed. `null` leaves a part as it is, an empty text takes it away.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "core's `ReasonDraft` documents the parts")]
pub struct AnnotateRequest {
    /// Of which policies: all of them are changed, or none.
    pub policies: Vec<PolicyRef>,
    pub owner: Option<String>,
    pub ticket: Option<String>,
    pub purpose: Option<String>,
    pub note: Option<String>,
    pub add_tags: Vec<String>,
    pub remove_tags: Vec<String>,
}

impl AnnotateRequest {
    /// The policies, and the change.
    pub fn split(self) -> (Vec<PolicyRef>, ReasonDraft) {
        let Self { policies, owner, ticket, purpose, note, add_tags, remove_tags } = self;
        (policies, ReasonDraft { owner, ticket, purpose, note, add_tags, remove_tags })
    }
}

/// What is said of a policy, in the user's words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "core's `Reason` documents the fields")]
pub struct ReasonView {
    pub owner: Option<String>,
    pub ticket: Option<String>,
    pub purpose: Option<String>,
    pub note: Option<String>,
    pub tags: Vec<String>,
    /// When any of it was last written, RFC 3339 in UTC.
    pub said_at: Option<String>,
}

impl From<&Reason> for ReasonView {
    fn from(reason: &Reason) -> Self {
        let Reason { owner, ticket, purpose, note, tags, said_at } = reason.clone();
        Self { owner, ticket, purpose, note, tags, said_at: said_at.map(|at| at.to_string()) }
    }
}

/// A complaint about a part of what is said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReasonErrorView {
    /// Which part.
    #[ts(type = "ReasonPart")]
    pub part: Part,
    /// What is wrong, and what would be right.
    pub message: SaidView,
}

impl From<ReasonError> for ReasonErrorView {
    fn from(error: ReasonError) -> Self {
        Self { part: error.part, message: (&error.why.said()).into() }
    }
}

/// What came of annotating policies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AnnotatedView {
    /// Nothing was changed: these parts do not hold.
    Invalid {
        /// The complaints.
        errors: Vec<ReasonErrorView>,
    },
    /// It was written down.
    Saved {
        /// Of how many policies something else is said now.
        #[ts(type = "number")]
        changed: usize,
    },
}

impl From<Annotated> for AnnotatedView {
    fn from(annotated: Annotated) -> Self {
        match annotated {
            Annotated::Invalid(errors) => {
                Self::Invalid { errors: errors.into_iter().map(ReasonErrorView::from).collect() }
            }
            Annotated::Saved { changed } => Self::Saved { changed },
        }
    }
}
