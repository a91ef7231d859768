//! Annotate: what the user says of policies, one or many, in one step. It is known to this machine alone, so nothing is
//! sent, and safe mode has nothing to say to it.
//!
//! A request that is under way on a policy has its record in hand and writes all of it with the answer. So each policy
//! is locked meanwhile, as any request locks it: what is written here is never written over by an answer that was asked
//! for before. The other way about, the ledger changes what is said and nothing else of the record, in one transaction.
//! Each policy's history has a line of its own, for that is where its owner looks.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::Desk;
use crate::account::AccountId;
use crate::error::{Code, Failure};
use crate::policy::PolicyId;
use crate::ports::{LedgerError, Reworded};
use crate::reason::{Part, Reason, ReasonDraft, ReasonError, Unfit};
use crate::say;

/// Policies that are annotated in one step at most.
const MOST: usize = 20_000;

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Annotated {
    /// Nothing was changed: these parts do not hold.
    Invalid(Vec<ReasonError>),
    /// It was written down.
    Saved {
        /// Of how many policies something else is said now.
        changed: usize,
    },
}

impl Desk {
    /// Changes what is said of policies: of all of them, or of none. What is left out of the change stays as it is.
    pub async fn annotate(
        &self,
        policies: &[(AccountId, PolicyId)],
        draft: &ReasonDraft,
    ) -> Result<Annotated, Failure> {
        let change = match draft.check() {
            Ok(change) => change,
            Err(complaints) => return Ok(Annotated::Invalid(complaints)),
        };
        if policies.len() > MOST {
            return Err(Failure::new(
                Code::InvalidInput,
                say!("These are more than 20,000 policies. Nothing was changed. Choose fewer of them."),
            ));
        }
        // Each once, and each id once: two accounts may have the same one, and a lock is on the id.
        let policies: BTreeSet<_> = policies.iter().collect();
        let ids: BTreeSet<_> = policies.iter().map(|(_, id)| id).collect();
        let _locks = ids
            .into_iter()
            .map(|id| self.locks.take(id.as_str()).map_err(|_| under_way(id)))
            .collect::<Result<Vec<_>, _>>()?;
        let now = self.now();
        let (mut reworded, mut full) = (Vec::new(), 0);
        for (account, id) in policies {
            let before = self.policy_record(*account, id).await?.reason;
            let Ok(after) = change.of(&before, now) else {
                full += 1;
                continue;
            };
            if after == before {
                continue;
            }
            let mut entry = self.entry(*account, id.as_str(), "annotated");
            entry.body = difference(&before, &after)?;
            reworded.push(Reworded { account: *account, policy: id.clone(), before, after, entry });
        }
        if full > 0 {
            let why = Unfit::TooMany { policies: full, most: crate::reason::MOST_TAGS };
            return Ok(Annotated::Invalid(vec![ReasonError { part: Part::Tags, why }]));
        }
        if !reworded.is_empty() {
            self.roles.ledger.put_reasons(&reworded).await.map_err(unwritten)?;
        }
        Ok(Annotated::Saved { changed: reworded.len() })
    }
}

/// The parts that differ, as they were and as they are. The rest would only make the log long.
fn difference(before: &Reason, after: &Reason) -> Result<Value, Failure> {
    let parts = |reason: &Reason| {
        let Reason { owner, ticket, purpose, note, tags, .. } = reason;
        serde_json::json!({ "owner": owner, "ticket": ticket, "purpose": purpose, "note": note, "tags": tags })
    };
    let (before, after) = (parts(before), parts(after));
    let differing = |one: &Value, other: &Value| {
        let parts = one.as_object().ok_or_else(|| Failure::internal("what is said is no object"))?;
        let differs = |(name, _): &(&String, &Value)| other.get(name.as_str()) != one.get(name.as_str());
        let found: Map<_, _> = parts.iter().filter(differs).map(|(name, part)| (name.clone(), part.clone())).collect();
        Ok::<_, Failure>(Value::Object(found))
    };
    Ok(serde_json::json!({ "before": differing(&before, &after)?, "after": differing(&after, &before)? }))
}

fn under_way(id: &PolicyId) -> Failure {
    Failure::new(
        Code::AlreadyRunning,
        say!("A request on {id} is under way, and its answer may change it. Nothing was saved. Wait for the answer, then save again.", id = id.as_str()),
    )
    .retryable()
}

/// The ledger's own words speak of requests, of which there is none here.
fn unwritten(error: LedgerError) -> Failure {
    match error {
        LedgerError::ReadOnly(_) => Failure::new(
            Code::LedgerFailed,
            say!("The ledger can be read but not written, so nothing was saved. What was there is as it was. Make room on the disk, give Berth the right to write or install the newest Berth, then restart it."),
        )
        .detail(error),
        error => error.into(),
    }
}
