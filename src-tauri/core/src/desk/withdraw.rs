//! Withdraw: take back a reservation at Gcore. Which ones may be, and whether money is owed, is not documented, so an account
//! must allow it first, the reservation is read anew, and its number is typed.

use jiff::Timestamp;

use super::Desk;
use super::review::{Review, gone};
use crate::account::{Account, AccountId};
use crate::attempt::{Attempt, AttemptId, Operation, Proof};
use crate::error::{self, Code, Failure};
use crate::ports::{Access, Outcome, WantedCommitment};
use crate::reservation::{self, Reservation};
use crate::say;

/// What the user sees before deciding, frozen.
#[derive(Clone, Debug)]
pub struct WithdrawReview {
    /// Names this review.
    pub attempt: AttemptId,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// Whose it is.
    pub account: Account,
    /// What is withdrawn, as the vendor tells now.
    pub reservation: Reservation,
}

/// A withdrawal that the vendor confirmed.
#[derive(Clone, Debug)]
pub struct WithdrawReceipt {
    /// The attempt.
    pub attempt: Attempt,
    /// Whose it was.
    pub account: Account,
    /// The reservation as it was.
    pub reservation: Reservation,
}

impl Desk {
    /// Opens a review of a withdrawal.
    pub async fn begin_withdraw(&self, account: AccountId, id: i64) -> Result<WithdrawReview, Failure> {
        let (review, _) = self.review_withdraw(account, id).await?;
        self.keep_review(review.attempt, Review::Withdraw(Box::new(review.clone())));
        Ok(review)
    }

    async fn review_withdraw(&self, account: AccountId, id: i64) -> Result<(WithdrawReview, Access), Failure> {
        let account = self.committing(account).await?;
        self.free_subject(&account, &reservation::subject(id)).await?;
        let (account, access) = self.gcore(account.id).await?;
        let read = self.roles.prices.reservation(&access, id).await;
        let reservation = read.map_err(|error| error::unread(account.vendor, &error))?;
        let review = WithdrawReview { attempt: self.fresh_attempt(), opened_at: self.now(), account, reservation };
        Ok((review, access))
    }

    /// Withdraws what was reviewed, once.
    pub async fn confirm_withdraw(&self, attempt: AttemptId, typed_id: &str) -> Result<WithdrawReceipt, Failure> {
        let Review::Withdraw(review) = self.take_review(attempt, typed_id)? else { return Err(gone()) };
        let id = review.reservation.id;
        let subject = reservation::subject(id);
        let _lock = self.locks.take(&subject)?;
        let (fresh, access) = self.review_withdraw(review.account.id, id).await?;
        if fresh.reservation != review.reservation {
            return Err(Failure::new(
                Code::PriceChanged,
                say!("The reservation is no longer as you saw it. Nothing was withdrawn. Open the review again."),
            ));
        }
        let WithdrawReview { account, reservation, .. } = fresh;
        let request = serde_json::json!({
            "reservation": id,
            "name": reservation.name,
            "status": reservation.status,
        });
        let mut attempt = self.draft_attempt(&account, Operation::Withdraw, &subject, None, request);
        attempt.id = review.attempt;
        self.record_allowed(&mut attempt).await?;
        let commitments = &self.roles.commitments;
        let wording = commitments.wording(WantedCommitment::Withdraw(id));
        let outcome = self.send(&account, &mut attempt, access, wording, |access| async move {
            commitments.withdraw(&access, id).await
        });
        match outcome.await? {
            Outcome::Done((), answer) => {
                let account = self.clocked(account, &answer, attempt.asked_at());
                self.learn(&mut attempt, Proof::Done, Some(answer), None, None).await?;
                self.note_clock(account.id, attempt.answer.as_ref(), attempt.asked_at()).await;
                Ok(WithdrawReceipt { attempt, account, reservation })
            }
            outcome => Err(self.not_done(&account, &mut attempt, outcome).await),
        }
    }
}
