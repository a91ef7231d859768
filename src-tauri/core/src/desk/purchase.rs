//! Purchase: the one place where money is spent.
//!
//! `begin` freezes what the user sees and names it with an attempt's id; `confirm` takes that id, once. Between the two
//! lie the user's eyes; after the second lie the lock, the guard, the record, the send, and what was learnt.

use jiff::Timestamp;

use super::Desk;
use super::access::Freshness;
use super::create::allowed;
use super::free::{FreeCancel, free_cancel};
use super::lock::unlocked;
use super::review::{Review, blocked, gone};
use crate::account::{Account, AccountId};
use crate::attempt::{Attempt, AttemptId, Operation, Proof, State};
use crate::error::{Code, Failure};
use crate::guard::{self, Limit, Spent};
use crate::money::Money;
use crate::policy::{Cancellation, PolicyId, PolicyRecord, PolicyStatus, Reason, Stage};
use crate::ports::{Outcome, Wanted};
use crate::said::Said;
use crate::savings;
use crate::say;

/// What the user sees before deciding, frozen.
#[derive(Clone, Debug)]
pub struct PurchaseReview {
    /// Names this review.
    pub attempt: AttemptId,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// Who pays.
    pub account: Account,
    /// What is bought.
    pub record: PolicyRecord,
    /// The price, if it is known.
    pub price: Option<Money>,
    /// Whether free cancel is still open.
    pub free_cancel: FreeCancel,
    /// What the tightest limit leaves before this purchase.
    pub limit: Option<(Limit, Money)>,
    /// Whether the id must be typed, the price not being known.
    pub type_id: bool,
}

/// The user's go-ahead.
#[derive(Clone, Debug)]
pub struct ConfirmPurchase {
    /// The review.
    pub attempt: AttemptId,
    /// The policy's id as typed.
    pub typed_id: String,
    /// Why it is bought.
    pub reason: Reason,
}

/// A purchase that the vendor confirmed.
#[derive(Clone, Debug)]
pub struct PurchaseReceipt {
    /// The attempt.
    pub attempt: Attempt,
    /// Who paid.
    pub account: Account,
    /// What was bought. Its `price_seen` and `price_charged` tell whether the price moved.
    pub record: PolicyRecord,
}

/// Whether a policy can be bought at `now`, or why not, as a sentence. Safe mode and limits are the guard's to tell.
pub fn may_buy(account: &Account, record: &PolicyRecord, open: Option<&Attempt>, now: Timestamp) -> Result<(), Said> {
    unlocked(account, open)?;
    match record.stage(account.vendor_time(now)) {
        Stage::Ready | Stage::Unknown => Ok(()),
        Stage::Lapsed => Err(say!("Its start has passed. Reserve a new window instead.")),
        Stage::Scheduled | Stage::Running => Err(say!("It is bought already.")),
        Stage::Ended => Err(say!("It is over.")),
        Stage::Cancelled => Err(say!("It is cancelled.")),
    }
}

impl Desk {
    /// Opens a review of a purchase.
    pub async fn begin_purchase(&self, account: AccountId, id: &PolicyId) -> Result<PurchaseReview, Failure> {
        let review = self.review_purchase(account, id).await?;
        self.keep_review(review.attempt, Review::Purchase(Box::new(review.clone())));
        Ok(review)
    }

    async fn review_purchase(&self, account: AccountId, id: &PolicyId) -> Result<PurchaseReview, Failure> {
        let account = self.cloudidr(account).await?;
        let record = self.policy_record(account.id, id).await?;
        let now = self.now();
        let open = self.open_on(account.id, id).await?;
        may_buy(&account, &record, open.first(), now).map_err(|why| blocked("bought", why, &open))?;
        self.untouched_elsewhere(&account, id).await?;
        let price = savings::price(&account, &record);
        let spent = self.spent(&account).await?;
        guard::allow(&account, &spent, price)?;
        Ok(PurchaseReview {
            attempt: self.fresh_attempt(),
            opened_at: now,
            free_cancel: free_cancel(&account, &record, now),
            limit: guard::left(&account, &spent)?,
            type_id: price.is_none(),
            account,
            record,
            price,
        })
    }

    /// MONEY: buys what was reviewed, once.
    pub async fn confirm_purchase(&self, confirm: ConfirmPurchase) -> Result<PurchaseReceipt, Failure> {
        let Review::Purchase(review) = self.take_review(confirm.attempt, &confirm.typed_id)? else {
            return Err(gone());
        };
        let id = &review.record.policy.id;
        let _lock = self.locks.take(id.as_str())?;
        let fresh = self.review_purchase(review.account.id, id).await?;
        if fresh.price != review.price || fresh.record.policy.pricing != review.record.policy.pricing {
            return Err(Failure::new(
                Code::PriceChanged,
                say!("The price is no longer the one you saw. Nothing was sent. Open the review again."),
            ));
        }
        let PurchaseReview { account, mut record, price, .. } = fresh;
        let before = record.reason.words();
        record.reason = record.reason.bought(&review.record.reason, &confirm.reason, self.now());
        let access = self.access(&account, Freshness::Kept).await?;
        let mut request = serde_json::json!({ "policy": id, "reason": record.reason.words() });
        if before != Reason::default() {
            // Should it end in doubt: what is said of the policy until it is settled is told from what was said before.
            request["reason_before"] = serde_json::to_value(before).map_err(Failure::internal)?;
        }
        let mut attempt = self.draft_attempt(&account, Operation::Purchase, id.as_str(), price, request);
        attempt.id = review.attempt;
        self.record_within_limits(&account, &mut attempt, price).await?;
        let capacity = &self.roles.capacity;
        let outcome =
            self.send(&account, &mut attempt, access, capacity.wording(Wanted::Purchase(id)), |access| async move {
                capacity.purchase(&access, id).await
            });
        match outcome.await? {
            Outcome::Done(policy, answer) => {
                let account = self.clocked(account, &answer, attempt.asked_at());
                let charged = policy.pricing.price.map(|amount| Money::new(amount, account.currency));
                record.policy = policy.heard_at(account.vendor_time(self.now())).or(&record.policy);
                if matches!(record.policy.status, Some(PolicyStatus::ReadyForPurchase)) {
                    // The vendor said 200 and left its old word standing; the 200 is the stronger of the two.
                    record.policy.status = Some(PolicyStatus::Active);
                }
                record.seen_at = self.now();
                record.bought_at = Some(record.seen_at);
                record.price_seen = price;
                record.price_charged = charged;
                self.learn(&mut attempt, Proof::Done, Some(answer), None, Some(&record)).await?;
                self.note_clock(account.id, attempt.answer.as_ref(), attempt.asked_at()).await;
                Ok(PurchaseReceipt { attempt, account, record })
            }
            outcome => Err(self.not_done(&account, &mut attempt, outcome).await),
        }
    }

    /// Weighs the limits and records in one step of the account, so that two purchases cannot both pass the same limit.
    pub(super) async fn record_within_limits(
        &self,
        account: &Account,
        attempt: &mut Attempt,
        price: Option<Money>,
    ) -> Result<(), Failure> {
        let _account = self.locks.take_account(account.id)?;
        // The keychain or the vendor may have kept us waiting; what the user has changed meanwhile counts.
        let account = self.account(account.id).await?;
        if attempt.operation == Operation::Create {
            allowed(&account)?;
        }
        let spent = self.spent(&account).await?;
        guard::allow(&account, &spent, price)?;
        self.record(attempt).await
    }

    /// What this account has spent in this UTC day and month, commitments with their whole term. Both begin when they have begun by this machine's clock and
    /// by the vendor's: setting a clock ahead makes no limit whole again. Whatever is not proven undone counts.
    pub(super) async fn spent(&self, account: &Account) -> Result<Spent, Failure> {
        let now = self.now();
        let (ours, vendors) = (day_and_month(now), day_and_month(account.vendor_time(now)));
        let (day, month) = (ours.0.min(vendors.0), ours.1.min(vendors.1));
        let zero = Money::zero(account.currency);
        let mut spent = Spent { today: zero, this_month: zero, unpriced: 0 };
        for attempt in self.roles.ledger.spending_since(account.id, month).await? {
            if matches!(attempt.state, State::Refused | State::Absent | State::Drafted) {
                continue;
            }
            let record = match PolicyId::parse(&attempt.subject) {
                Ok(id) => self.roles.ledger.policy(account.id, &id).await?,
                Err(_) => None,
            };
            let given_back = record.as_ref().and_then(|record| record.cancelled.as_ref());
            if given_back.is_some_and(Cancellation::cost_nothing) {
                continue;
            }
            let price = record.and_then(|record| record.price_charged).or(attempt.price_seen);
            let Some(price) = price else {
                spent.unpriced += 1;
                continue;
            };
            let add = |sum: Money| sum.plus(price).map_err(|_| guard::GuardError::NotComparable);
            spent.this_month = add(spent.this_month)?;
            if attempt.recorded_at >= day {
                spent.today = add(spent.today)?;
            }
        }
        Ok(spent)
    }

    /// MONEY: an id that was bought, or may have been, under another account of the same world is not bought again under
    /// this one: both may sign in as the same customer.
    pub(super) async fn untouched_elsewhere(&self, account: &Account, id: &PolicyId) -> Result<(), Failure> {
        let same_world = |other: &Account| other.vendor == account.vendor && other.realm() == account.realm();
        for other in self.accounts().await?.into_iter().filter(|other| other.id != account.id && same_world(other)) {
            let refused = |code, what: Said| {
                Err(Failure::new(
                    code,
                    say!(
                        "Your account {label} has this policy too, and there {what}. Nothing was sent. Go on there.",
                        label = other.label.as_str(),
                        what = what
                    ),
                ))
            };
            if !self.open_on(other.id, id).await?.is_empty() {
                return refused(Code::AlreadyRunning, say!("a request on it is open or in doubt"));
            }
            if self.roles.ledger.policy(other.id, id).await?.is_some_and(|record| record.bought()) {
                return refused(Code::Refused, say!("it is bought already"));
            }
        }
        Ok(())
    }

    pub(super) async fn policy_record(&self, account: AccountId, id: &PolicyId) -> Result<PolicyRecord, Failure> {
        self.roles.ledger.policy(account, id).await?.ok_or_else(|| Failure::missing("policy"))
    }

    /// Open attempts on a policy.
    pub(super) async fn open_on(&self, account: AccountId, id: &PolicyId) -> Result<Vec<Attempt>, Failure> {
        let open = self.open_attempts().await?;
        Ok(open.into_iter().filter(|attempt| attempt.account == account && attempt.subject == id.as_str()).collect())
    }
}

/// The starts of the UTC day and month.
fn day_and_month(now: Timestamp) -> (Timestamp, Timestamp) {
    let date = jiff::tz::Offset::UTC.to_datetime(now).date();
    let start = |date: jiff::civil::Date| {
        let midnight = date.to_datetime(jiff::civil::Time::midnight());
        jiff::tz::Offset::UTC.to_timestamp(midnight).unwrap_or(now)
    };
    (start(date), start(date.first_of_month()))
}
