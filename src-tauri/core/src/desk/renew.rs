//! Renew: sets whether a policy buys its successor by itself. Turning it on is a purchase that repeats, so it asks like one:
//! safe mode stops it, the limits weigh one renewal, and the id is typed when nobody can tell what that will cost.

use jiff::Timestamp;

use super::Desk;
use super::access::Freshness;
use super::configure::ChangeReceipt;
use super::review::{Review, changed, gone};
use crate::account::{Account, AccountId};
use crate::attempt::{AttemptId, Operation, Proof};
use crate::error::Failure;
use crate::guard::{self, Limit};
use crate::launch::{Exposure, Renewal};
use crate::money::Money;
use crate::policy::{PolicyId, PolicyRecord};
use crate::ports::{Outcome, Sentence, Wanted};
use crate::savings;

/// What the user sees before deciding, frozen.
#[derive(Clone, Debug)]
pub struct RenewReview {
    /// Names this review.
    pub attempt: AttemptId,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// Who pays.
    pub account: Account,
    /// What renews itself. Its configuration is the one before.
    pub record: PolicyRecord,
    /// What is asked for.
    pub renewal: Renewal,
    /// What this window costs, if known. What the next one will cost is not documented.
    pub price: Option<Money>,
    /// What the tightest limit leaves, when it is turned on.
    pub limit: Option<(Limit, Money)>,
    /// What it will spend in 7, 30 and 90 days if nobody acts. Empty when the window's start is not known.
    pub exposure: Vec<Exposure>,
    /// Whether the id must be typed: when it is turned on and the price is not known.
    pub type_id: bool,
}

impl Desk {
    /// Opens a review of a change of auto-renewal.
    pub async fn begin_renew(
        &self,
        account: AccountId,
        id: &PolicyId,
        renewal: Renewal,
    ) -> Result<RenewReview, Failure> {
        let review = self.review_renew(account, id, renewal).await?;
        self.keep_review(review.attempt, Review::Renew(Box::new(review.clone())));
        Ok(review)
    }

    async fn review_renew(&self, account: AccountId, id: &PolicyId, renewal: Renewal) -> Result<RenewReview, Failure> {
        let (account, record) = self.changeable(account, id).await?;
        let price = savings::price(&account, &record);
        let on = renewal != Renewal::Off;
        let spent = self.spent(&account).await?;
        if on {
            self.untouched_elsewhere(&account, id).await?;
            guard::allow(&account, &spent, price)?;
        }
        Ok(RenewReview {
            attempt: self.fresh_attempt(),
            opened_at: self.now(),
            limit: if on { guard::left(&account, &spent)? } else { None },
            type_id: on && price.is_none(),
            exposure: record
                .policy
                .window
                .map_or_else(Vec::new, |window| renewal.exposure(price, window.start, self.now())),
            account,
            record,
            renewal,
            price,
        })
    }

    /// MONEY: sends the change that was reviewed, once.
    pub async fn confirm_renew(&self, attempt: AttemptId, typed_id: &str) -> Result<ChangeReceipt, Failure> {
        let Review::Renew(review) = self.take_review(attempt, typed_id)? else { return Err(gone()) };
        let id = &review.record.policy.id;
        let _lock = self.locks.take(id.as_str())?;
        let fresh = self.review_renew(review.account.id, id, review.renewal).await?;
        if fresh.price != review.price || fresh.record.policy.configuration != review.record.policy.configuration {
            return Err(changed());
        }
        let RenewReview { account, mut record, renewal, price, .. } = fresh;
        let access = self.access(&account, Freshness::Kept).await?;
        let request = serde_json::json!({ "policy": id, "renewal": renewal });
        let mut attempt = self.draft_attempt(&account, Operation::Renew, id.as_str(), price, request);
        attempt.id = review.attempt;
        match renewal {
            Renewal::Off => self.record(&mut attempt).await?,
            _ => self.record_within_limits(&account, &mut attempt, price).await?,
        }
        let capacity = &self.roles.capacity;
        let outcome = self.send(
            &account,
            &mut attempt,
            access,
            capacity.wording(Wanted::Renew(id, renewal)),
            |access| async move { capacity.renew(&access, id, renewal).await },
        );
        match outcome.await? {
            Outcome::Done(Sentence { message }, answer) => {
                let account = self.clocked(account, &answer, attempt.asked_at());
                record.policy.configuration = renewal.confirmed(&record.policy.configuration);
                record.seen_at = self.now();
                self.learn(&mut attempt, Proof::Done, Some(answer), None, Some(&record)).await?;
                self.note_clock(account.id, attempt.answer.as_ref(), attempt.asked_at()).await;
                Ok(ChangeReceipt { attempt, account, record, message })
            }
            outcome => Err(self.not_done(&account, &mut attempt, outcome).await),
        }
    }
}
