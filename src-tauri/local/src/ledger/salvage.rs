//! What can be read of a damaged ledger, brought into a new one.
//!
//! The damaged file is only read. What is found in it (see `pages`) is a record if every part of it is there: its columns
//! agree with its JSON, and that is one that the rules can read. A line of the activity log also has to be what its own
//! hash was reckoned from. Nothing is guessed: a record of which a part is missing is counted as lost, and a policy
//! of which no more than the id was found is named, for an id is all it takes to track and cancel it.
//!
//! The one thing that is made up is an account whose own row is lost while records of it are there, because they
//! cannot stand without: it has its old id, so that the keychain's entry still fits, and can do nothing until somebody
//! enters its credentials again.
//!
//! Lines of the old log keep their numbers and hashes, in a table of their own. In the new log they could only stand if
//! none were missing; and a log that is spliced together by the program that verifies it proves nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use berth_core::account::{Account, AccountId, Colour, Endpoint, Keep, Payment, SignIn, Vendor};
use berth_core::attempt::{Attempt, AttemptId, Operation};
use berth_core::guard::Limits;
use berth_core::money::Currency;
use berth_core::policy::{PolicyId, PolicyRecord};
use berth_core::quote::{Quote, QuoteId};
use jiff::{SignedDuration, Timestamp};
use rusqlite::types::Value;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use super::archive::{Stop, sha256};
use super::book::{self, word};
use super::chain::{self, Line, Link};
use super::joining::{self, Records};
use super::pages::{Pages, Row};
use super::{open, schema};
use crate::files::{self, Draft};

/// How much of one kind of record came back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Share {
    /// Records that were read whole and are in the new ledger.
    pub recovered: usize,
    /// Records of which there are traces, and no more. There may have been others.
    pub lost: usize,
}

/// What was recovered of a damaged ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Recovery {
    /// SHA-256, in hex, of the damaged file.
    pub sha256: String,
    /// Accounts. A lost one of which there are records is there again under its id, without its particulars.
    pub accounts: Share,
    /// Policies.
    pub policies: Share,
    /// Policies of which only the id is left: to be tracked by it.
    pub bare_policies: Vec<(AccountId, PolicyId)>,
    /// Attempts. What was open is open.
    pub attempts: Share,
    /// Quotes.
    pub quotes: Share,
    /// Lines of the activity log.
    pub activity: Share,
    /// Whether the lines form the whole chain, from the first to the last one of which there is a trace.
    pub chain_holds: bool,
}

/// Makes a new ledger at `path`, where none is, of what can be read of the damaged one.
pub(super) fn recover(path: &Path, damaged: &Path, now: Timestamp) -> Result<Recovery, Stop> {
    let fingerprint = sha256(damaged)?;
    let file = fs::read(damaged)?;
    let log = fs::read(files::beside(damaged, "-wal")).unwrap_or_default();
    let mut finds = Finds::default();
    for row in Pages::of(&file, &log).rows() {
        finds.take(&row);
    }
    let stand_ins = finds.stand_ins(now);
    let records = Records {
        accounts: finds.accounts.values().chain(&stand_ins).cloned().collect(),
        policies: finds.policies_in_order(),
        attempts: finds.attempts.values().cloned().collect(),
        quotes: finds.quotes.values().cloned().collect(),
    };

    let (draft, _) = Draft::of(path)?;
    let mut db = open::draft(draft.path())?;
    schema::migrate(&mut db, schema::STEPS)?;
    let tx = db.transaction()?;
    let joined = joining::join(&tx, &Records::default(), &records)?;
    for ((former, _), link) in &finds.lines {
        joining::keep_line(&tx, former.as_deref().unwrap_or(&fingerprint), link)?;
    }
    let kept = chain::verify_former(&tx)?.into_iter().find(|log| log.ledger == fingerprint);
    let recovery =
        finds.tell(fingerprint, stand_ins.len(), joined.attempts.len(), kept.is_some_and(|log| log.gaps == 0));
    let body = json!({
        "set_aside": damaged.file_name().map(|name| name.to_string_lossy()),
        "recovery": recovery,
    });
    book::append(&tx, book::line_of_the_ledger(now, "ledger_recovered", &body))?;
    tx.commit()?;
    db.close().map_err(|(_, error)| error)?;
    draft.replace(path)?;
    Ok(recovery)
}

/// What has been found so far. Of two versions of one record, as a spoilt log can leave them, the further one counts.
#[derive(Default)]
struct Finds {
    accounts: BTreeMap<AccountId, Account>,
    policies: BTreeMap<(AccountId, PolicyId), (i64, PolicyRecord)>,
    attempts: BTreeMap<AttemptId, Attempt>,
    quotes: BTreeMap<QuoteId, Quote>,
    /// By the former ledger they are from, if it is not this one, and their number.
    lines: BTreeMap<(Option<String>, i64), Link>,
    /// Policies that an index names.
    named: BTreeSet<(AccountId, PolicyId)>,
    /// The highest number that was seen of a row of each table. Rows are never deleted, so there were as many.
    most: Most,
}

#[derive(Default)]
struct Most {
    policies: i64,
    attempts: i64,
    quotes: i64,
    lines: i64,
}

impl Finds {
    fn take(&mut self, row: &Row) {
        match row.number {
            Some(number) => {
                let _ = self.take_record(number, &row.values);
            }
            None => self.take_trace(&row.values),
        }
    }

    /// Keeps a row that is a record of ours. `None` if it is something else, or not whole.
    fn take_record(&mut self, number: i64, values: &[Value]) -> Option<()> {
        use Value::{Integer, Text};

        match values {
            [Text(id), Text(second), Text(text)] => {
                if let Some(account) = parse::<Account>(text) {
                    let agrees = account.id.to_string() == *id && says(&account.realm(), second);
                    return agrees.then(|| drop(self.accounts.insert(account.id, account)));
                }
                let record: PolicyRecord = parse(text)?;
                if record.account.to_string() != *id || record.policy.id.as_str() != second {
                    return None;
                }
                self.most.policies = self.most.policies.max(number);
                let key = (record.account, record.policy.id.clone());
                let known = self.policies.remove(&key);
                let both = known.map_or_else(|| record.clone(), |(_, known)| record.joined(&known));
                self.policies.insert(key, (number, both));
            }
            [Text(id), Text(account), Integer(_), Text(text)] => {
                let quote: Quote = parse(text)?;
                if quote.id.0.to_string() != *id || quote.account.to_string() != *account {
                    return None;
                }
                self.most.quotes = self.most.quotes.max(number);
                self.quotes.insert(quote.id, quote);
            }
            [Text(id), Text(account), Text(subject), Text(operation), Text(state), Integer(_), Text(text)] => {
                let attempt: Attempt = parse(text)?;
                let agrees = (attempt.id.to_string(), attempt.account.to_string()) == (id.clone(), account.clone())
                    && attempt.subject == *subject
                    && says(&attempt.operation, operation)
                    && says(&attempt.state, state);
                if !agrees {
                    return None;
                }
                self.most.attempts = self.most.attempts.max(number);
                let further = match self.attempts.get(&attempt.id) {
                    Some(known) => attempt.joined(known).cloned()?,
                    None => attempt,
                };
                self.attempts.insert(further.id, further);
            }
            [Value::Null, rest @ ..] => {
                let link = link(number, rest)?;
                self.most.lines = self.most.lines.max(number);
                self.lines.insert((None, number), link);
            }
            [Text(ledger), Integer(number), rest @ ..] => {
                let link = link(*number, rest)?;
                self.lines.insert((Some(ledger.clone()), *number), link);
            }
            _ => return None,
        }
        Some(())
    }

    /// Keeps what a row of an index tells of rows that may be lost.
    fn take_trace(&mut self, values: &[Value]) {
        use Value::{Integer, Text};

        match values {
            [Text(account), Text(id), Integer(row)] => {
                if let (Ok(account), Ok(id)) = (account.parse(), PolicyId::parse(id)) {
                    self.named.insert((account, id));
                    self.most.policies = self.most.policies.max(*row);
                }
            }
            [Text(account), Integer(_), Integer(row)] if account.parse::<AccountId>().is_ok() => {
                self.most.quotes = self.most.quotes.max(*row);
            }
            [_, Text(_), Integer(number), Integer(row)] if number == row => {
                self.most.lines = self.most.lines.max(*number);
            }
            [Text(_), Text(_), Integer(_), Integer(row)] => self.most.attempts = self.most.attempts.max(*row),
            _ => {}
        }
    }

    /// As they stood in the old ledger: by when they came into it.
    fn policies_in_order(&self) -> Vec<PolicyRecord> {
        let mut policies: Vec<_> = self.policies.values().collect();
        policies.sort_by_key(|(number, _)| *number);
        policies.into_iter().map(|(_, record)| record.clone()).collect()
    }

    /// Accounts for the records whose own account is lost.
    fn stand_ins(&self, now: Timestamp) -> Vec<Account> {
        let owners = self.policies.keys().map(|(account, _)| *account);
        let owners = owners.chain(self.attempts.values().map(|attempt| attempt.account));
        let at_cloudidr: BTreeSet<_> = owners.collect();
        let at_gcore = self.quotes.values().map(|quote| quote.account);
        let of = |vendor| move |id| (id, vendor);
        let all: BTreeMap<_, _> =
            at_gcore.map(of(Vendor::Gcore)).chain(at_cloudidr.iter().copied().map(of(Vendor::Cloudidr))).collect();
        let lost = all.into_iter().filter(|(id, _)| !self.accounts.contains_key(id));
        lost.map(|(id, vendor)| self.stand_in(id, vendor, now)).collect()
    }

    fn stand_in(&self, id: AccountId, vendor: Vendor, now: Timestamp) -> Account {
        let own = || self.lines.values().rev().filter(|link| link.line.subject == id.to_string());
        let label = own().find_map(|link| {
            let body: serde_json::Value = serde_json::from_str(&link.line.body).ok()?;
            Some(body.get("label")?.as_str()?.to_owned())
        });
        // The sandbox's first state leaves a line of its own. Where nothing tells, it is taken for real money.
        let sandbox = own().any(|link| link.line.kind == "furnished");
        Account {
            id,
            vendor,
            label: label.unwrap_or_else(|| "Recovered account".to_owned()),
            colour: Colour::Teal,
            endpoint: if sandbox { Endpoint::Sandbox } else { Endpoint::Vendor },
            sign_in: SignIn::Token,
            keep: Keep::Keychain,
            currency: Currency::USD,
            payment: Payment::Unknown,
            safe_mode: true,
            limits: Limits::default(),
            partly_documented: false,
            tested_at: None,
            skew: SignedDuration::ZERO,
            skew_since: None,
            created_at: now,
            forgotten_at: Some(now),
        }
    }

    fn tell(&self, sha256: String, stand_ins: usize, attempts: usize, follows: bool) -> Recovery {
        let share = |recovered: usize, most: i64| {
            let were = usize::try_from(most).unwrap_or_default();
            Share { recovered, lost: were.saturating_sub(recovered) }
        };
        let bought = self
            .attempts
            .values()
            .filter(|attempt| matches!(attempt.operation, Operation::Purchase | Operation::Cancel));
        let bought = bought.filter_map(|attempt| Some((attempt.account, PolicyId::parse(&attempt.subject).ok()?)));
        let named: BTreeSet<_> = self.named.iter().cloned().chain(bought).collect();
        let own_lines = self.lines.keys().filter(|(former, _)| former.is_none()).count();
        let in_the_log = self.lines.values().filter_map(|link| link.line.attempt.as_ref()?.parse().ok());
        let unknown: BTreeSet<AttemptId> = in_the_log.filter(|id| !self.attempts.contains_key(id)).collect();
        let told = share(attempts, self.most.attempts);
        let bare: Vec<_> = named.into_iter().filter(|key| !self.policies.contains_key(key)).collect();
        let policies = share(self.policies.len(), self.most.policies);
        let activity = share(own_lines, self.most.lines);
        Recovery {
            sha256,
            accounts: Share { recovered: self.accounts.len(), lost: stand_ins },
            policies: Share { lost: policies.lost.max(bare.len()), ..policies },
            bare_policies: bare,
            attempts: Share { lost: told.lost.max(unknown.len()), ..told },
            quotes: share(self.quotes.len(), self.most.quotes),
            activity,
            chain_holds: follows && activity.lost == 0,
        }
    }
}

/// A line of a log, if it is what its own hash was reckoned from.
fn link(number: i64, columns: &[Value]) -> Option<Link> {
    let [at, account, subject, attempt, kind, body, previous, hash] = columns else { return None };
    let text = |value: &Value| if let Value::Text(text) = value { Some(text.clone()) } else { None };
    let perhaps = |value: &Value| if *value == Value::Null { Some(None) } else { text(value).map(Some) };
    let hash_of = |value: &Value| if let Value::Blob(bytes) = value { bytes.as_slice().try_into().ok() } else { None };
    let line = Line {
        number,
        at: text(at)?,
        account: perhaps(account)?,
        subject: text(subject)?,
        attempt: perhaps(attempt)?,
        kind: text(kind)?,
        body: text(body)?,
    };
    let found = Link { line, previous: hash_of(previous)?, hash: hash_of(hash)? };
    found.genuine().then_some(found)
}

fn parse<R: DeserializeOwned>(text: &str) -> Option<R> {
    serde_json::from_str(text).ok()
}

/// Whether a column says the same as a part of the record.
fn says(part: &impl Serialize, column: &str) -> bool {
    word(part).is_ok_and(|word| word == column)
}
