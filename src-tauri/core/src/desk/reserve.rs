//! Reserve: ask for a window, and get a priced, unpaid policy. Spends nothing, but makes something at the vendor whose
//! id must not be lost, so it goes through an attempt like a purchase does.

use super::Desk;
use super::access::Freshness;
use crate::account::{Account, AccountId, Vendor};
use crate::attempt::{Operation, Proof};
use crate::draft::{Draft, FieldError, Order};
use crate::error::{self, Code, Failure};
use crate::policy::{Policy, PolicyId, PolicyRecord, Source};
use crate::ports::{Outcome, Reserved, Wanted};
use crate::say;

/// What came of a reserve.
#[derive(Clone, Debug)]
pub enum Reserve {
    /// Nothing was sent: these fields do not hold.
    Invalid(Vec<FieldError>),
    /// A policy was made and priced, and is in the ledger.
    Priced {
        /// Whose.
        account: Box<Account>,
        /// The policy.
        record: Box<PolicyRecord>,
        /// What else could be booked: the vendor's lists by name.
        alternatives: Vec<(String, Vec<serde_json::Value>)>,
    },
    /// Nothing was free.
    Unavailable {
        /// What could be booked instead.
        alternatives: Vec<(String, Vec<serde_json::Value>)>,
    },
}

impl Desk {
    /// A draft like a policy that is known, in the first week to come.
    pub async fn draft_like(&self, account: AccountId, id: &PolicyId) -> Result<Draft, Failure> {
        Ok(Draft::like(&self.policy_record(account, id).await?.policy, self.now()))
    }

    /// Reserves a window. `draft_id` names the form it was typed in: one request a draft may be open.
    pub async fn reserve(&self, account: AccountId, draft_id: uuid::Uuid, draft: &Draft) -> Result<Reserve, Failure> {
        let account = self.cloudidr(account).await?;
        let order = match draft.check(account.vendor_time(self.now())) {
            Ok(order) => order,
            Err(errors) => return Ok(Reserve::Invalid(errors)),
        };
        let subject = draft_id.to_string();
        let _lock = self.locks.take(&subject)?;
        let access = self.access(&account, Freshness::Kept).await?;
        let mut attempt = self.draft_attempt(&account, Operation::Reserve, &subject, None, described(&order));
        self.record(&mut attempt).await?;
        let capacity = &self.roles.capacity;
        let order = &order;
        let outcome =
            self.send(&account, &mut attempt, access, capacity.wording(Wanted::Reserve(order)), |access| async move {
                capacity.reserve(&access, order).await
            });
        match outcome.await? {
            Outcome::Done(Reserved { policy, available: _, alternatives }, answer) => {
                let account = self.clocked(account, &answer, attempt.asked_at());
                let record = match policy {
                    Some(policy) => Some(self.reserved(&account, policy).await),
                    None => None,
                };
                let note = record.is_none().then(|| "Nothing was free.".to_owned());
                self.learn(&mut attempt, Proof::Done, Some(answer), note, record.as_ref()).await?;
                self.note_clock(account.id, attempt.answer.as_ref(), attempt.asked_at()).await;
                Ok(match record {
                    Some(record) => {
                        Reserve::Priced { account: Box::new(account), record: Box::new(record), alternatives }
                    }
                    None => Reserve::Unavailable { alternatives },
                })
            }
            outcome => Err(self.not_done(&account, &mut attempt, outcome).await),
        }
    }

    /// The record of what was reserved. An id that is known already keeps what is known of it: whatever the vendor means by
    /// handing it out again, it does not unsay a purchase.
    async fn reserved(&self, account: &Account, policy: Policy) -> PolicyRecord {
        let now = self.now();
        let record = PolicyRecord::new(account.id, policy.heard_at(account.vendor_time(now)), Source::Reserved, now);
        // MONEY: a ledger that cannot be read is no reason to lose the new id; writing it will say what is wrong.
        let known = self.roles.ledger.policy(account.id, &record.policy.id).await.unwrap_or_default();
        match known {
            Some(known) => record.joined(&known),
            None => record,
        }
    }

    /// The account, if it is one that sells windows.
    pub(super) async fn cloudidr(&self, id: AccountId) -> Result<Account, Failure> {
        let account = self.account(id).await?;
        match account.vendor {
            Vendor::Cloudidr => Ok(account),
            Vendor::Gcore => Err(Failure::new(
                Code::InvalidInput,
                say!(
                    "This account is at Gcore, which has no FlexCompute policies. Nothing was sent. Choose a Cloudidr account."
                ),
            )),
        }
    }

    /// Writes down an outcome other than done, and explains it.
    pub(super) async fn not_done<T>(
        &self,
        account: &Account,
        attempt: &mut crate::attempt::Attempt,
        outcome: Outcome<T>,
    ) -> Failure {
        let (proof, answer, failure) = match outcome {
            Outcome::NotSent(why) => (Proof::NotDone, None, error::not_sent(account.vendor, &why)),
            Outcome::Unauthorized(answer) => (Proof::NotDone, Some(answer), error::unauthorized(account.vendor)),
            Outcome::Refused(refusal, answer) => {
                (Proof::NotDone, Some(answer), error::refused(account.vendor, &refusal))
            }
            Outcome::Unknown(why, answer) => {
                (Proof::Nothing, answer, error::in_doubt(account.vendor, attempt.operation.noun(), &why))
            }
            Outcome::Done(_, answer) => {
                (Proof::Nothing, Some(answer), Failure::internal("a done outcome was taken for another"))
            }
        };
        let note = Some(failure.message.to_string());
        if let Err(unwritten) = self.learn(attempt, proof, answer, note, None).await {
            return unwritten;
        }
        self.note_clock(account.id, attempt.answer.as_ref(), attempt.asked_at()).await;
        failure
    }
}

fn described(order: &Order) -> serde_json::Value {
    serde_json::to_value(order).unwrap_or_default()
}
