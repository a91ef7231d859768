//! Cancel: gives a policy back. What it costs is told afterwards, in a sentence, so the review says that it is not known.
//!
//! It is the one request that may go out while another is in doubt, because repeating it harms nobody: a cancel that
//! answers settles the doubts about the policy. Two answers settle all but a purchase, and leave that to the user's
//! evidence: "already canceled", which does not tell what the cancellation before it gave back or kept, and a sentence
//! whose figure cannot be read.

use jiff::Timestamp;
use rust_decimal::Decimal;

use super::Desk;
use super::access::Freshness;
use super::free::{FreeCancel, free_cancel};
use super::review::{Review, blocked, gone};
use crate::account::{Account, AccountId};
use crate::attempt::{Attempt, AttemptId, Event, Operation, Proof, RawAnswer, State, Verdict};
use crate::error::{Code, Effect, Failure};
use crate::money::Money;
use crate::policy::{CancelFee, Cancellation, Policy, PolicyId, PolicyRecord, PolicyStatus, Stage};
use crate::ports::{Outcome, RefusalKind, Sentence, Wanted};
use crate::said::Said;
use crate::savings;
use crate::say;
use crate::window;

/// What the user sees before deciding, frozen.
#[derive(Clone, Debug)]
pub struct CancelReview {
    /// Names this review.
    pub attempt: AttemptId,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// Whose it is.
    pub account: Account,
    /// What is given up.
    pub record: PolicyRecord,
    /// The requests in doubt that this would settle.
    pub doubts: Vec<Attempt>,
    /// Whether it is free.
    pub free_cancel: FreeCancel,
    /// Hours of the window still ahead.
    pub hours_left: Option<Decimal>,
    /// Whether the id must be typed: always, unless it is free for certain.
    pub type_id: bool,
    /// Earlier cancellations of this account with a word on their fee, newest first, at most five.
    pub past: Vec<PolicyRecord>,
}

/// What speaks for keeping a policy, and for cancelling it, when so many hours of it are still needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Worth {
    /// What keeping it spares: those hours on demand.
    pub kept: Money,
    /// The fee below which cancelling pays: the price, provided that all of it but the fee is given back, less what those
    /// hours would cost on demand. Below zero where no fee is that low.
    pub highest_fee: Money,
}

impl CancelReview {
    /// What so many of the hours that are left are worth. More than are left are those that are left. `None` where a figure
    /// for it is missing.
    pub fn worth(&self, hours: Decimal) -> Option<Worth> {
        let Policy { window, instance, .. } = &self.record.policy;
        let (window, machines) = ((*window)?, instance.quantity?);
        let needed = hours.clamp(Decimal::ZERO, self.hours_left?).checked_mul(machines.into())?;
        let paid = self.record.bought().then(|| savings::price(&self.account, &self.record))??;
        let list = savings::list(&self.account, &self.record)?;
        let highest_fee = savings::highest_fee(paid, needed, list, window.instance_hours(machines)?)?;
        Some(Worth { kept: paid.minus(highest_fee).ok()?, highest_fee })
    }
}

/// A cancellation that the vendor confirmed.
#[derive(Clone, Debug)]
pub struct CancelReceipt {
    /// The attempt.
    pub attempt: Attempt,
    /// Whose it was.
    pub account: Account,
    /// What was given up.
    pub record: PolicyRecord,
    /// Whether the vendor said that it had been cancelled before.
    pub already: bool,
}

/// Whether a policy can be cancelled at `now`, or why not, as a sentence.
pub fn may_cancel(
    account: &Account,
    record: &PolicyRecord,
    open: Option<&Attempt>,
    now: Timestamp,
) -> Result<(), Said> {
    if account.forgotten_at.is_some() {
        return Err(say!("The account's credentials were removed."));
    }
    if open.is_some_and(|attempt| attempt.state != State::Unknown) {
        return Err(say!("A request is under way."));
    }
    match record.stage(account.vendor_time(now)) {
        Stage::Cancelled => Err(say!("It is cancelled.")),
        Stage::Ended => Err(say!("It is over; there is nothing left to cancel.")),
        Stage::Ready | Stage::Lapsed | Stage::Scheduled | Stage::Running | Stage::Unknown => Ok(()),
    }
}

impl Desk {
    /// Opens a review of a cancellation.
    pub async fn begin_cancel(&self, account: AccountId, id: &PolicyId) -> Result<CancelReview, Failure> {
        let review = self.review_cancel(account, id).await?;
        self.keep_review(review.attempt, Review::Cancel(Box::new(review.clone())));
        Ok(review)
    }

    /// What so many hours of what is under review are worth.
    pub fn weigh_cancel(&self, attempt: AttemptId, hours: Decimal) -> Result<Option<Worth>, Failure> {
        match self.reviews().get(&attempt) {
            Some(Review::Cancel(review)) => Ok(review.worth(hours)),
            _ => Err(gone()),
        }
    }

    async fn review_cancel(&self, account: AccountId, id: &PolicyId) -> Result<CancelReview, Failure> {
        let account = self.cloudidr(account).await?;
        let record = self.policy_record(account.id, id).await?;
        let now = self.now();
        let mut open = self.open_on(account.id, id).await?;
        // Only what is under way blocks, so that is to be looked at first.
        open.sort_by_key(|attempt| attempt.state == State::Unknown);
        may_cancel(&account, &record, open.first(), now).map_err(|why| blocked("cancelled", why, &open))?;
        let vendor_now = account.vendor_time(now);
        let free_cancel = free_cancel(&account, &record, now);
        let hours_left = record.policy.window.map(|whole| {
            let from = whole.start.at.max(vendor_now);
            window::hours(whole.end.at.duration_since(from)).max(Decimal::ZERO)
        });
        let past = self.roles.ledger.policies(account.realm()).await?;
        let mut past: Vec<_> = past
            .iter()
            .filter(|other| other.account == account.id)
            .filter(|other| other.cancelled.as_ref().is_some_and(|cancelled| cancelled.message.is_some()))
            .collect();
        past.sort_by_key(|other| std::cmp::Reverse(other.cancelled.as_ref().map(|cancelled| cancelled.at)));
        past.truncate(5);
        Ok(CancelReview {
            attempt: self.fresh_attempt(),
            opened_at: now,
            type_id: !matches!(free_cancel, FreeCancel::Open { .. }),
            account,
            record,
            doubts: open,
            free_cancel,
            hours_left,
            past: past.into_iter().map(|record| PolicyRecord::clone(record)).collect(),
        })
    }

    /// Cancels what was reviewed. If the free window has closed since the review was opened, and the id was not typed,
    /// it stops: the user decided on another price.
    pub async fn confirm_cancel(&self, attempt: AttemptId, typed_id: &str) -> Result<CancelReceipt, Failure> {
        let Review::Cancel(review) = self.take_review(attempt, typed_id)? else { return Err(gone()) };
        let id = &review.record.policy.id;
        let _lock = self.locks.take(id.as_str())?;
        let fresh = self.review_cancel(review.account.id, id).await?;
        if fresh.type_id && typed_id.trim() != id.as_str() {
            return Err(Failure::new(
                Code::PriceChanged,
                say!(
                    "The time for free cancellation has run out since you opened this. Nothing was sent. Open it again and decide with the fee in mind."
                ),
            ));
        }
        let CancelReview { account, record, doubts, .. } = fresh;
        let access = self.access(&account, Freshness::Kept).await?;
        let request = serde_json::json!({ "policy": id, "free_cancel": fresh.free_cancel });
        let mut attempt = self.draft_attempt(&account, Operation::Cancel, id.as_str(), None, request);
        attempt.id = review.attempt;
        self.record(&mut attempt).await?;
        let capacity = &self.roles.capacity;
        let outcome =
            self.send(&account, &mut attempt, access, capacity.wording(Wanted::Cancel(id)), |access| async move {
                capacity.cancel(&access, id).await
            });
        match outcome.await? {
            Outcome::Done(Sentence { message }, answer) => {
                self.cancelled(account, record, doubts, attempt, message, answer, false).await
            }
            Outcome::Refused(refusal, answer) if refusal.kind == RefusalKind::AlreadyCancelled => {
                self.cancelled(account, record, doubts, attempt, Some(refusal.message), answer, true).await
            }
            outcome => Err(self.not_done(&account, &mut attempt, outcome).await),
        }
    }

    #[expect(clippy::too_many_arguments, reason = "everything that the answer settles, written in one place")]
    async fn cancelled(
        &self,
        account: Account,
        mut record: PolicyRecord,
        doubts: Vec<Attempt>,
        mut attempt: Attempt,
        message: Option<String>,
        answer: RawAnswer,
        already: bool,
    ) -> Result<CancelReceipt, Failure> {
        let account = self.clocked(account, &answer, attempt.asked_at());
        let now = self.now();
        let fee = message.as_deref().and_then(CancelFee::read);
        record.policy.status = Some(PolicyStatus::Canceled);
        record.seen_at = now;
        let mut cancellation = Cancellation { at: now, message, fee, free: false };
        // A policy that was cancelled before was cancelled at a time, and for a fee, that this answer does not tell.
        let charged = if already { None } else { cancellation.charged() };
        let in_time = matches!(free_cancel(&account, &record, now), FreeCancel::Open { .. });
        cancellation.free = charged == Some(false) && in_time;
        record.cancelled = Some(cancellation);
        let note = already.then(|| "It had been cancelled before.".to_owned());
        self.learn(&mut attempt, Proof::Done, Some(answer), note, Some(&record)).await?;
        for doubt in doubts {
            self.settle_by_cancel(doubt, &mut record, already, charged).await?;
        }
        self.note_clock(account.id, attempt.answer.as_ref(), attempt.asked_at()).await;
        Ok(CancelReceipt { attempt, account, record, already })
    }

    /// What the answer to a cancellation says of an earlier request in doubt on the same policy.
    async fn settle_by_cancel(
        &self,
        mut doubt: Attempt,
        record: &mut PolicyRecord,
        already: bool,
        charged: Option<bool>,
    ) -> Result<(), Failure> {
        let (done, note) = match (doubt.operation, charged) {
            // MONEY: a fee presupposes a purchase; where none is named nothing remains paid, so the purchase is put down as
            // absent. Where the answer does not tell which, it stays in doubt, and counts as spent.
            // The last two are about a reservation at Gcore, never about a policy.
            (Operation::Purchase, None) | (Operation::Create | Operation::Withdraw, _) => return Ok(()),
            (Operation::Purchase, Some(charged)) => (
                charged,
                "Settled by a cancellation that was answered. Look at the vendor's bill for what was charged.",
            ),
            (Operation::Cancel, _) if already => {
                (true, "Settled by a later one, to which the vendor said that it had been cancelled.")
            }
            (Operation::Cancel, _) => (false, "Settled by a later one, which the vendor carried out."),
            (Operation::Reserve | Operation::Configure | Operation::Renew, _) => {
                (false, "Whether it took effect no longer matters: the policy was cancelled.")
            }
        };
        let verdict = if done { Verdict::Done } else { Verdict::NotDone };
        doubt.step(Event::Settle(verdict), self.now()).map_err(Failure::internal)?;
        doubt.note = Some(note.to_owned());
        if done && doubt.operation == Operation::Purchase {
            record.bought_at = doubt.sent_at;
            record.price_seen = doubt.price_seen;
            record.reason = record.reason.settled(&doubt.reason_before(), &doubt.reason(), self.now());
        }
        let mut entry = self.entry(doubt.account, doubt.subject.clone(), "settled_by_cancel");
        entry.attempt = Some(doubt.id);
        entry.body = serde_json::json!({ "verdict": verdict });
        self.roles.ledger.advance(&doubt, Some(record), &entry).await.map_err(|error| {
            Failure::new(
                Code::LedgerFailed,
                say!("The cancellation took effect and is in the ledger, but the request in doubt could not be settled by it. Settle it on the card once the ledger can be written again."),
            )
            .effect(Effect::Applied)
            .detail(error)
        })
    }
}
