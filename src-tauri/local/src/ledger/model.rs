//! Random histories of calls, held against a ledger of the simplest kind: lists in memory.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use berth_core::attempt::{Event, Operation, Proof, RawAnswer, State, Verdict};
use berth_core::policy::Reason;
use proptest::prelude::*;

use super::samples::{account, any_answer, any_attempt, any_policy, any_reason, entry, id, now, quote};
use super::*;

/// One call, or a restart.
#[derive(Clone, Debug)]
enum Step {
    PutAccount {
        number: u128,
        label: String,
    },
    AddPolicies(Vec<PolicyRecord>),
    /// Of the policies of these numbers; or by somebody who does not know what was said last.
    PutReasons {
        which: Vec<usize>,
        after: Box<Reason>,
        stale: bool,
    },
    Record(Attempt),
    Advance {
        which: usize,
        event: Event,
        answer: Option<RawAnswer>,
        policy: Option<Box<PolicyRecord>>,
    },
    PutQuote {
        number: u128,
        account: u128,
        second: i64,
    },
    Reopen,
}

/// Whether two attempts stand in each other's way.
fn same_lock(one: &Attempt, other: &Attempt) -> bool {
    let key = |attempt: &Attempt| (attempt.account, attempt.subject.clone(), attempt.operation == Operation::Cancel);
    key(one) == key(other)
}

fn same_policy(one: &PolicyRecord, other: &PolicyRecord) -> bool {
    (one.account, &one.policy.id) == (other.account, &other.policy.id)
}

/// A cancellation in doubt does not stand in the way of another one.
fn blocks(attempt: &Attempt) -> bool {
    attempt.state.open() && !(attempt.operation == Operation::Cancel && attempt.state == State::Unknown)
}

/// What a ledger ought to hold.
#[derive(Default)]
struct Model {
    accounts: BTreeMap<AccountId, Account>,
    policies: Vec<PolicyRecord>,
    attempts: Vec<Attempt>,
    quotes: Vec<Quote>,
    activity: Vec<Entry>,
}

impl Model {
    fn put_policy(&mut self, record: &PolicyRecord) {
        match self.policies.iter_mut().find(|old| same_policy(old, record)) {
            Some(old) => *old = record.clone(),
            None => self.policies.push(record.clone()),
        }
    }

    fn realm(&self, account: AccountId) -> Option<Realm> {
        self.accounts.get(&account).map(Account::realm)
    }
}

async fn apply(ledger: &SqliteLedger, model: &mut Model, step: Step) -> Result<(), TestCaseError> {
    match step {
        Step::PutAccount { number, label } => {
            let account = Account { label, ..account(number) };
            let log = entry(account.id, "account", "account_changed");
            prop_assert_eq!(ledger.put_account(&account, &log).await, Ok(()));
            model.accounts.insert(account.id, account);
            model.activity.push(log);
        }
        Step::AddPolicies(records) => {
            let account = records.first().map_or(AccountId(id(0)), |record| record.account);
            let log = entry(account, "policies", "policies_added");
            let done = ledger.add_policies(&records, &log).await;
            let mut added: Vec<&PolicyRecord> = vec![];
            let there = records.iter().find(|record| {
                let known = model.policies.iter().chain(added.iter().copied()).any(|other| same_policy(other, record));
                added.push(record);
                known
            });
            if let Some(there) = there.filter(|_| model.realm(account).is_some()) {
                prop_assert_eq!(done, Err(LedgerError::There(there.policy.id.clone())));
            } else {
                prop_assert_eq!(done.is_ok(), model.realm(account).is_some());
                if done.is_ok() {
                    model.policies.extend(records);
                    model.activity.push(log);
                }
            }
        }
        Step::PutReasons { which, after, stale } => {
            let mut chosen: Vec<_> = which.iter().filter_map(|one| one.checked_rem(model.policies.len())).collect();
            chosen.sort_unstable();
            chosen.dedup();
            let last = chosen.last().copied();
            let change = |at: usize| {
                let record = &model.policies[at];
                let known = Some(at) != last || !stale;
                let before =
                    if known { record.reason.clone() } else { Reason { said_at: Some(now()), ..Reason::default() } };
                let entry = entry(record.account, record.policy.id.as_str(), "annotated");
                let (account, policy) = (record.account, record.policy.id.clone());
                Reworded { account, policy, before, after: after.as_ref().clone(), entry }
            };
            let reworded: Vec<_> = chosen.iter().map(|at| change(*at)).collect();
            let other = chosen.iter().zip(&reworded).find(|(at, one)| model.policies[**at].reason != one.before);
            let expected = other.map_or(Ok(()), |(_, one)| Err(LedgerError::Reworded(one.policy.clone())));
            prop_assert_eq!(ledger.put_reasons(&reworded).await, expected.clone());
            if expected.is_ok() {
                for (at, one) in chosen.into_iter().zip(reworded) {
                    model.policies[at].reason = one.after;
                    model.activity.push(one.entry);
                }
            }
        }
        Step::Record(attempt) => {
            let log = Entry { attempt: Some(attempt.id), ..entry(attempt.account, &attempt.subject, "recorded") };
            let open = model.attempts.iter().find(|old| same_lock(old, &attempt) && blocks(old));
            let done = ledger.record(&attempt, &log).await;
            if let Some(open) = open {
                prop_assert_eq!(done, Err(LedgerError::Open(open.id)));
            } else if model.realm(attempt.account).is_none() || model.attempts.iter().any(|old| old.id == attempt.id) {
                prop_assert!(matches!(done, Err(LedgerError::Failed(_))));
            } else {
                prop_assert_eq!(done, Ok(()));
                model.attempts.push(attempt);
                model.activity.push(log);
            }
        }
        Step::Advance { which, event, answer, policy } => {
            let Some(index) = which.checked_rem(model.attempts.len()) else { return Ok(()) };
            let mut attempt = model.attempts[index].clone();
            if attempt.step(event, now()).is_err() {
                return Ok(());
            }
            attempt.answer = answer;
            let policy = policy.filter(|record| model.realm(record.account).is_some());
            let log = Entry { attempt: Some(attempt.id), ..entry(attempt.account, &attempt.subject, "advanced") };
            prop_assert_eq!(ledger.advance(&attempt, policy.as_deref(), &log).await, Ok(()));
            if let Some(record) = policy {
                model.put_policy(&record);
            }
            model.attempts[index] = attempt;
            model.activity.push(log);
        }
        Step::PutQuote { number, account, second } => {
            let account = AccountId(id(account));
            let quote = quote(number, account, Timestamp::from_second(second).unwrap());
            let log = entry(account, "quote", "quoted");
            let done = ledger.put_quote(&quote, &log).await;
            prop_assert_eq!(done.is_ok(), model.realm(account).is_some());
            if done.is_ok() {
                model.quotes.retain(|old| old.id != quote.id);
                model.quotes.push(quote);
                model.activity.push(log);
            }
        }
        Step::Reopen => {}
    }
    Ok(())
}

/// Every read, against the model.
async fn compare(ledger: &SqliteLedger, model: &Model) -> Result<(), TestCaseError> {
    let accounts: Vec<_> = model.accounts.values().cloned().collect();
    prop_assert_eq!(ledger.accounts().await.unwrap(), accounts);
    for realm in [Realm::Sandbox, Realm::Live, Realm::Test] {
        let here = |account| model.realm(account) == Some(realm);
        let policies: Vec<_> = model.policies.iter().filter(|record| here(record.account)).cloned().collect();
        let known = ledger.policies(realm).await.unwrap();
        prop_assert_eq!(known.iter().map(|record| PolicyRecord::clone(record)).collect::<Vec<_>>(), policies);
        let mut quotes: Vec<_> = model.quotes.iter().filter(|quote| here(quote.account)).cloned().collect();
        quotes.sort_by_key(|quote| Reverse((quote.taken_at, quote.id)));
        prop_assert_eq!(ledger.quotes(realm).await.unwrap(), quotes);
    }
    for record in &model.policies {
        prop_assert_eq!(ledger.policy(record.account, &record.policy.id).await.unwrap(), Some(record.clone()));
    }
    let mut attempts = model.attempts.clone();
    attempts.sort_by_key(|attempt| (attempt.recorded_at, attempt.id));
    let open: Vec<_> = attempts.iter().filter(|attempt| attempt.state.open()).cloned().collect();
    let mut found = ledger.open_attempts().await.unwrap();
    found.sort_by_key(|attempt| (attempt.recorded_at, attempt.id));
    prop_assert_eq!(found, open);
    for attempt in &model.attempts {
        prop_assert_eq!(ledger.attempt(attempt.id).await.unwrap(), Some(attempt.clone()));
        let since = attempt.recorded_at;
        let mut found = ledger.spending_since(attempt.account, since).await.unwrap();
        found.sort_by_key(|attempt| (attempt.recorded_at, attempt.id));
        let counts = |one: &&Attempt| {
            one.account == attempt.account
                && matches!(one.operation, Operation::Purchase | Operation::Create)
                && one.recorded_at >= since
        };
        prop_assert_eq!(found, attempts.iter().filter(counts).cloned().collect::<Vec<_>>());
    }
    for line in &model.activity {
        let ours = (1..)
            .zip(&model.activity)
            .filter(|(_, entry)| (entry.account, &entry.subject) == (line.account, &line.subject));
        let expected: Vec<_> = ours
            .map(|(number, entry)| LoggedEntry {
                number,
                at: entry.at,
                attempt: entry.attempt,
                kind: entry.kind.to_owned(),
                body: entry.body.clone(),
            })
            .collect();
        prop_assert_eq!(ledger.activity(line.account, &line.subject).await.unwrap(), expected);
    }
    let entries = i64::try_from(model.activity.len()).unwrap();
    prop_assert_eq!(ledger.integrity().await.unwrap().log, Chain::Whole { entries });
    Ok(())
}

fn number() -> impl Strategy<Value = u128> {
    0_u128..3
}

fn owner() -> impl Strategy<Value = AccountId> {
    number().prop_map(|number| AccountId(id(number)))
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        3 => Just(Event::Send),
        1 => Just(Event::Learn(Proof::Done)),
        1 => Just(Event::Learn(Proof::NotDone)),
        1 => Just(Event::Learn(Proof::Nothing)),
        1 => Just(Event::Restart),
        1 => Just(Event::Settle(Verdict::Done)),
        1 => Just(Event::Settle(Verdict::NotDone)),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let policy = || owner().prop_flat_map(any_policy).prop_map(Box::new).boxed();
    let policies = owner().prop_flat_map(|owner| prop::collection::vec(any_policy(owner), 0..3)).boxed();
    let attempt = (0_u128..40, owner()).prop_flat_map(|(number, owner)| any_attempt(number, owner)).boxed();
    prop_oneof![
        2 => (number(), "\\PC{0,8}").prop_map(|(number, label)| Step::PutAccount { number, label }),
        3 => policies.prop_map(Step::AddPolicies),
        3 => (prop::collection::vec(any::<usize>(), 0..4), any_reason().prop_map(Box::new), prop::bool::weighted(0.2))
            .prop_map(|(which, after, stale)| Step::PutReasons { which, after, stale }),
        4 => attempt.prop_map(Step::Record),
        6 => (any::<usize>(), event(), prop::option::of(any_answer().boxed()), prop::option::of(policy()))
            .prop_map(|(which, event, answer, policy)| Step::Advance { which, event, answer, policy }),
        1 => (0_u128..5, number(), 0_i64..4).prop_map(|(number, account, second)| Step::PutQuote { number, account, second }),
        1 => Just(Step::Reopen),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_history_reads_back_as_it_was_written(history in prop::collection::vec(step(), 1..40)) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.db");
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let mut model = Model::default();
            let mut ledger = SqliteLedger::open(&path, now()).unwrap().0;
            for step in history {
                if let Step::Reopen = step {
                    ledger.close();
                    ledger = SqliteLedger::open(&path, now()).unwrap().0;
                }
                // What is known of policies is then kept up to date rather than read.
                for realm in [Realm::Sandbox, Realm::Live, Realm::Test] {
                    ledger.policies(realm).await.unwrap();
                }
                apply(&ledger, &mut model, step).await?;
            }
            compare(&ledger, &model).await?;
            ledger.close();
            compare(&SqliteLedger::open(&path, now()).unwrap().0, &model).await
        })?;
    }
}
