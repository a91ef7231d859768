//! Settle: the user's evidence on an attempt in doubt, with a note on where it was seen.

use serde::de::DeserializeOwned;

use super::Desk;
use crate::attempt::{Attempt, AttemptId, Event, Operation, State, Verdict};
use crate::error::{Code, Failure};
use crate::launch::{Launch, Renewal};
use crate::policy::{Cancellation, Configuration, Policy, PolicyId, PolicyRecord, PolicyStatus, Source};
use crate::say;

/// What the user saw.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// Which attempt.
    pub attempt: AttemptId,
    /// What it says.
    pub verdict: Verdict,
    /// Where it was seen.
    pub note: String,
    /// For a reserve that was done: the policy's id.
    pub policy: Option<PolicyId>,
}

impl Desk {
    /// Settles an attempt in doubt. Nothing is sent.
    pub async fn settle(&self, evidence: Evidence) -> Result<(), Failure> {
        let note = evidence.note.trim();
        if note.is_empty() || note.chars().count() > 2000 {
            return Err(Failure::new(
                Code::InvalidInput,
                say!("Write down where you saw it, in at most 2000 characters."),
            ));
        }
        let attempt = self.roles.ledger.attempt(evidence.attempt).await?;
        let mut attempt = attempt.ok_or_else(|| Failure::missing("request"))?;
        let _lock = self.locks.take(&attempt.subject)?;
        if attempt.state != State::Unknown {
            return Err(Failure::new(Code::Refused, say!("This request is not in doubt. Nothing was changed.")));
        }
        // What was reserved may be known already, and its record is written whole: nothing else may write it meanwhile.
        let _policy = match (attempt.operation, &evidence.policy) {
            (Operation::Reserve, Some(id)) => Some(self.locks.take(id.as_str())?),
            _ => None,
        };
        let now = self.now();
        let record =
            match (attempt.operation, evidence.verdict) {
                (Operation::Reserve, Verdict::Done) => {
                    let id = evidence.policy.ok_or_else(|| {
                        Failure::new(
                            Code::InvalidInput,
                            say!("Enter the policy's id as the vendor's console shows it: it is its only handle."),
                        )
                    })?;
                    let known = self.roles.ledger.policy(attempt.account, &id).await?;
                    Some(known.unwrap_or_else(|| {
                        PolicyRecord::new(attempt.account, Policy::unknown(id), Source::Tracked, now)
                    }))
                }
                (Operation::Purchase, Verdict::Done) => {
                    let mut record = self.subject_record(&attempt).await?;
                    record.bought_at = Some(attempt.asked_at());
                    record.price_seen = attempt.price_seen;
                    record.reason = record.reason.settled(&attempt.reason_before(), &attempt.reason(), now);
                    record.policy.status = Some(PolicyStatus::Active);
                    Some(record)
                }
                (Operation::Cancel, Verdict::Done) => {
                    let mut record = self.subject_record(&attempt).await?;
                    record.policy.status = Some(PolicyStatus::Canceled);
                    record.cancelled = Some(Cancellation { at: now, message: None, fee: None, free: false });
                    Some(record)
                }
                (Operation::Configure, Verdict::Done) => {
                    let mut record = self.subject_record(&attempt).await?;
                    let launch: Launch = asked_for(&attempt, "launch")?;
                    let before = record.policy.configuration;
                    record.policy.configuration = launch.confirmed(Configuration::default(), &before);
                    Some(record)
                }
                (Operation::Renew, Verdict::Done) => {
                    let mut record = self.subject_record(&attempt).await?;
                    let renewal: Renewal = asked_for(&attempt, "renewal")?;
                    record.policy.configuration = renewal.confirmed(&record.policy.configuration);
                    Some(record)
                }
                // What is reserved at Gcore is read from Gcore; the attempt is all that is remembered of it here.
                (Operation::Create | Operation::Withdraw, Verdict::Done) | (_, Verdict::NotDone) => None,
            };
        attempt.step(Event::Settle(evidence.verdict), now).map_err(Failure::internal)?;
        attempt.note = Some(note.to_owned());
        let subject = record.as_ref().map_or_else(|| attempt.subject.clone(), |record| record.policy.id.to_string());
        let mut entry = self.entry(attempt.account, subject, "settled_by_user");
        entry.attempt = Some(attempt.id);
        entry.body = serde_json::json!({ "operation": attempt.operation, "verdict": evidence.verdict, "note": note });
        self.roles.ledger.advance(&attempt, record.as_ref(), &entry).await?;
        Ok(())
    }

    async fn subject_record(&self, attempt: &Attempt) -> Result<PolicyRecord, Failure> {
        let id = PolicyId::parse(&attempt.subject).map_err(Failure::internal)?;
        self.policy_record(attempt.account, &id).await
    }
}

/// What an attempt asked for, read back from its record.
fn asked_for<T: DeserializeOwned>(attempt: &Attempt, name: &str) -> Result<T, Failure> {
    let part = attempt.request.get(name).cloned().unwrap_or_default();
    serde_json::from_value(part).map_err(Failure::internal)
}
