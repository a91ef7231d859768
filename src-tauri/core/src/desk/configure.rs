//! Configure: changes a policy's launch details. Spends nothing, so safe mode lets it through; what it changes is what
//! machines start with, so it is reviewed as a difference and goes through an attempt.

use jiff::Timestamp;

use super::Desk;
use super::access::Freshness;
use super::lock::unlocked;
use super::review::{Review, blocked, gone};
use crate::account::{Account, AccountId};
use crate::attempt::{Attempt, AttemptId, Operation, Proof};
use crate::error::Failure;
use crate::launch::{Launch, LaunchDraft, LaunchError};
use crate::policy::{Configuration, PolicyId, PolicyRecord, Stage};
use crate::ports::{Outcome, Wanted};
use crate::said::Said;
use crate::say;

/// What came of beginning a change.
#[derive(Clone, Debug)]
pub enum Configure {
    /// These fields do not hold.
    Invalid(Vec<LaunchError>),
    /// The change, to be looked at and confirmed.
    Review(Box<ConfigureReview>),
}

/// What the user sees before deciding, frozen.
#[derive(Clone, Debug)]
pub struct ConfigureReview {
    /// Names this review.
    pub attempt: AttemptId,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// Whose it is.
    pub account: Account,
    /// What is changed. Its configuration is the one before.
    pub record: PolicyRecord,
    /// What is sent; nothing else is.
    pub launch: Launch,
    /// What will be known of the configuration if the vendor confirms this and tells no more.
    pub after: Configuration,
}

/// A change that the vendor confirmed.
#[derive(Clone, Debug)]
pub struct ChangeReceipt {
    /// The attempt.
    pub attempt: Attempt,
    /// Whose it is.
    pub account: Account,
    /// The policy as it is now.
    pub record: PolicyRecord,
    /// The vendor's sentence, if it gave one.
    pub message: Option<String>,
}

/// Whether a policy's configuration or auto-renewal can be changed at `now`, or why not, as a sentence.
pub fn may_change(
    account: &Account,
    record: &PolicyRecord,
    open: Option<&Attempt>,
    now: Timestamp,
) -> Result<(), Said> {
    unlocked(account, open)?;
    match record.stage(account.vendor_time(now)) {
        Stage::Ready | Stage::Scheduled | Stage::Running | Stage::Unknown => Ok(()),
        Stage::Lapsed => Err(say!("Its start has passed and it was not bought.")),
        Stage::Ended => Err(say!("It is over.")),
        Stage::Cancelled => Err(say!("It is cancelled.")),
    }
}

impl Desk {
    /// What a change of launch details begins with.
    pub async fn known_launch(&self, account: AccountId, id: &PolicyId) -> Result<LaunchDraft, Failure> {
        Ok(LaunchDraft::of(&self.policy_record(account, id).await?.policy.configuration))
    }

    /// Opens a review of a change of launch details.
    pub async fn begin_configure(
        &self,
        account: AccountId,
        id: &PolicyId,
        draft: &LaunchDraft,
    ) -> Result<Configure, Failure> {
        let launch = match draft.check() {
            Ok(launch) => launch,
            Err(errors) => return Ok(Configure::Invalid(errors)),
        };
        let review = self.review_configure(account, id, launch).await?;
        self.keep_review(review.attempt, Review::Configure(Box::new(review.clone())));
        Ok(Configure::Review(Box::new(review)))
    }

    async fn review_configure(
        &self,
        account: AccountId,
        id: &PolicyId,
        launch: Launch,
    ) -> Result<ConfigureReview, Failure> {
        let (account, record) = self.changeable(account, id).await?;
        Ok(ConfigureReview {
            attempt: self.fresh_attempt(),
            opened_at: self.now(),
            after: launch.confirmed(Configuration::default(), &record.policy.configuration),
            account,
            record,
            launch,
        })
    }

    /// The account and the record of a policy that may be changed now.
    pub(super) async fn changeable(
        &self,
        account: AccountId,
        id: &PolicyId,
    ) -> Result<(Account, PolicyRecord), Failure> {
        let account = self.cloudidr(account).await?;
        let record = self.policy_record(account.id, id).await?;
        let open = self.open_on(account.id, id).await?;
        may_change(&account, &record, open.first(), self.now()).map_err(|why| blocked("changed", why, &open))?;
        Ok((account, record))
    }

    /// Sends the change that was reviewed, once.
    pub async fn confirm_configure(&self, attempt: AttemptId) -> Result<ChangeReceipt, Failure> {
        let Review::Configure(review) = self.take_review(attempt, "")? else { return Err(gone()) };
        let id = &review.record.policy.id;
        let _lock = self.locks.take(id.as_str())?;
        let fresh = self.review_configure(review.account.id, id, review.launch).await?;
        if fresh.record.policy.configuration != review.record.policy.configuration {
            return Err(super::review::changed());
        }
        let ConfigureReview { account, mut record, launch, .. } = fresh;
        let access = self.access(&account, Freshness::Kept).await?;
        let request = serde_json::json!({ "policy": id, "launch": launch });
        let mut attempt = self.draft_attempt(&account, Operation::Configure, id.as_str(), None, request);
        attempt.id = review.attempt;
        self.record(&mut attempt).await?;
        let (capacity, launch) = (&self.roles.capacity, &launch);
        let outcome = self.send(
            &account,
            &mut attempt,
            access,
            capacity.wording(Wanted::Configure(id, launch)),
            |access| async move { capacity.configure(&access, id, launch).await },
        );
        match outcome.await? {
            Outcome::Done(policy, answer) => {
                let account = self.clocked(account, &answer, attempt.asked_at());
                let configuration = launch.confirmed(policy.configuration.clone(), &record.policy.configuration);
                record.policy = policy.heard_at(account.vendor_time(self.now())).or(&record.policy);
                record.policy.configuration = configuration;
                record.seen_at = self.now();
                self.learn(&mut attempt, Proof::Done, Some(answer), None, Some(&record)).await?;
                self.note_clock(account.id, attempt.answer.as_ref(), attempt.asked_at()).await;
                Ok(ChangeReceipt { attempt, account, record, message: None })
            }
            outcome => Err(self.not_done(&account, &mut attempt, outcome).await),
        }
    }
}
