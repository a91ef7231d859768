//! Reviews: what the user was shown and has not yet decided on. Each works once, in its time, and for what it showed.

use std::borrow::Cow;

use jiff::{SignedDuration, Timestamp};

use super::cancel::CancelReview;
use super::configure::ConfigureReview;
use super::create::CreateReview;
use super::purchase::PurchaseReview;
use super::renew::RenewReview;
use super::withdraw::WithdrawReview;
use super::{Desk, Reviews};
use crate::attempt::{Attempt, AttemptId};
use crate::error::{Code, Failure};
use crate::policy::PolicyId;
use crate::said::Said;
use crate::say;
use crate::wrong::{self, Wrong};

/// How long a review holds. Longer, and what the user decides on may no longer be what is there.
const HOLDS: SignedDuration = SignedDuration::from_mins(10);
/// How long one holds that spends: its price is a minute old at most.
const HOLDS_A_PRICE: SignedDuration = SignedDuration::from_secs(60);
/// A confirmation sooner than this after the review was opened is a slip of the hand, not a decision.
const TOO_SOON: SignedDuration = SignedDuration::from_millis(500);

/// An open review.
#[derive(Clone)]
pub(super) enum Review {
    Purchase(Box<PurchaseReview>),
    Cancel(Box<CancelReview>),
    Configure(Box<ConfigureReview>),
    Renew(Box<RenewReview>),
    Create(Box<CreateReview>),
    Withdraw(Box<WithdrawReview>),
}

impl Review {
    /// When it was opened and how long it holds from then.
    fn time(&self) -> (Timestamp, SignedDuration) {
        match self {
            Self::Purchase(review) => (review.opened_at, HOLDS_A_PRICE),
            Self::Renew(review) => (review.opened_at, HOLDS_A_PRICE),
            Self::Create(review) => (review.opened_at, HOLDS_A_PRICE),
            Self::Cancel(review) => (review.opened_at, HOLDS),
            Self::Configure(review) => (review.opened_at, HOLDS),
            Self::Withdraw(review) => (review.opened_at, HOLDS),
        }
    }

    /// What must be typed, if anything: what it is, and its letters.
    fn typed(&self) -> Option<(&'static str, Cow<'_, str>)> {
        let id = |id: &'_ PolicyId| ("id typed is not this policy's", Cow::Owned(id.to_string()));
        match self {
            Self::Purchase(review) => review.type_id.then(|| id(&review.record.policy.id)),
            Self::Cancel(review) => review.type_id.then(|| id(&review.record.policy.id)),
            Self::Renew(review) => review.type_id.then(|| id(&review.record.policy.id)),
            Self::Configure(_) => None,
            Self::Create(review) => Some(("name typed is not this commitment's", review.order.name.as_str().into())),
            Self::Withdraw(review) => {
                Some(("number typed is not this reservation's", review.reservation.id.to_string().into()))
            }
        }
    }
}

impl Desk {
    /// Puts a review away unused. Nothing was recorded for it, so nothing is left behind.
    pub fn drop_review(&self, attempt: AttemptId) {
        self.reviews().remove(&attempt);
    }

    /// Keeps a review until it is confirmed or dropped. Those that no longer hold are let go of meanwhile.
    pub(super) fn keep_review(&self, attempt: AttemptId, review: Review) {
        let now = self.now();
        let mut reviews = self.reviews();
        reviews.retain(|_, kept| in_time(kept, now).err().is_none_or(|why| why.code == Code::InvalidInput));
        reviews.insert(attempt, review);
    }

    /// Takes a review out, so that it can be confirmed only once. A wrong id or a slip of the hand leaves it open.
    pub(super) fn take_review(&self, attempt: AttemptId, typed: &str) -> Result<Review, Failure> {
        let now = self.now();
        let mut reviews: Reviews<'_> = self.reviews();
        let review = reviews.get(&attempt).ok_or_else(gone)?;
        if let Some((what, _)) = review.typed().filter(|(_, letters)| typed.trim() != letters) {
            return Err(Failure::new(
                Code::InvalidInput,
                say!("The {what}. Nothing was sent. Type it exactly as shown.", what = what),
            ));
        }
        in_time(review, now)?;
        let review =
            if wrong::on(Wrong::ReviewTwice) { reviews.get(&attempt).cloned() } else { reviews.remove(&attempt) };
        review.ok_or_else(gone)
    }
}

/// A review that is no longer there: used, dropped, or of an earlier run.
pub(super) fn gone() -> Failure {
    Failure::new(Code::InvalidInput, say!("This review is no longer open. Nothing was sent. Open it again."))
}

/// What was reviewed is no longer what is there.
pub(super) fn changed() -> Failure {
    Failure::new(
        Code::PriceChanged,
        say!("The policy is no longer as you saw it. Nothing was sent. Open the review again."),
    )
}

/// Why a review could not be opened. `what` is a participle, such as "bought".
pub(super) fn blocked(what: &str, why: Said, open: &[Attempt]) -> Failure {
    let code = if open.is_empty() { Code::Refused } else { Code::AlreadyRunning };
    Failure::new(code, say!("This policy cannot be {what}. {why} Nothing was sent.", what = what, why = why))
}

/// Whether a review may be confirmed now. A clock that went backwards proves nothing, so it counts as too old.
fn in_time(review: &Review, now: Timestamp) -> Result<(), Failure> {
    let (opened_at, holds) = review.time();
    let age = now.duration_since(opened_at);
    if age < SignedDuration::ZERO || age > holds {
        let minutes = if holds == HOLDS { say!("ten minutes") } else { say!("a minute") };
        return Err(Failure::new(
            Code::PriceChanged,
            say!(
                "This review is older than {minutes}, so what it shows may no longer hold. Nothing was sent. Open it again.",
                minutes = minutes
            ),
        ));
    }
    if age < TOO_SOON {
        return Err(Failure::new(
            Code::InvalidInput,
            say!("This was confirmed the moment it was shown. Nothing was sent. Read it, then confirm."),
        ));
    }
    Ok(())
}
