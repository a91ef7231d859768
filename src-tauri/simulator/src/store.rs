//! The ledger in memory, which enforces what the SQLite schema enforces and fails as a disk does.
//!
//! What a process learnt from a call and what the disk holds are two things: a write may fail before or after it took
//! effect, and a file system that failed once is not written to again by the same process.

use std::sync::Arc;

use async_trait::async_trait;
use berth_core::account::{Account, AccountId, Realm};
use berth_core::attempt::{Attempt, AttemptId, Operation, State};
use berth_core::policy::{PolicyId, PolicyRecord};
use berth_core::ports::{Entry, Ledger, LedgerError, LoggedEntry, Policies, Reworded};
use berth_core::quote::Quote;
use jiff::Timestamp;
use serde_json::Value;

use crate::coverage::{Situation, Write};
use crate::invariants::{self, Invariant};
use crate::world::{Machine, PROCESSES, World};

/// How a write fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum WriteFault {
    /// It did not take effect; the next one may.
    Busy,
    /// It did not take effect, and nothing is written any more.
    BrokeBefore,
    /// It took effect, and nothing is written any more.
    BrokeAfter,
    /// It took effect, nobody was told, and the next one may.
    LostWord,
}

impl WriteFault {
    pub(crate) const ALL: [Self; 4] = [Self::Busy, Self::BrokeBefore, Self::BrokeAfter, Self::LostWord];

    fn took_effect(self) -> bool {
        matches!(self, Self::BrokeAfter | Self::LostWord)
    }

    fn spoils(self) -> bool {
        matches!(self, Self::BrokeBefore | Self::BrokeAfter)
    }
}

/// One line of the activity log, as far as it is judged.
#[derive(Clone)]
pub(crate) struct Line {
    at: Timestamp,
    subject: String,
    pub(crate) attempt: Option<AttemptId>,
    pub(crate) kind: &'static str,
}

/// What the disk holds.
#[derive(Clone, Default)]
pub(crate) struct Book {
    pub(crate) accounts: Vec<Account>,
    pub(crate) policies: Vec<PolicyRecord>,
    pub(crate) attempts: Vec<Attempt>,
    pub(crate) quotes: Vec<Quote>,
    pub(crate) lines: Vec<Line>,
}

/// The disk and what is wrong with it.
#[derive(Default)]
pub(crate) struct Store {
    pub(crate) book: Book,
    /// Per process: nothing can be written any more.
    pub(crate) read_only: [bool; PROCESSES],
    /// The rule of one open attempt a subject was left out.
    pub(crate) without_rule: bool,
    /// Commits are not on the disk when they return: what a crash falls back to.
    pub(crate) behind: Option<Box<Book>>,
}

/// One transaction.
#[derive(Clone, Copy)]
pub(crate) enum Change<'a> {
    Account(&'a Account),
    Policies(&'a [PolicyRecord]),
    Reasons(&'a [Reworded]),
    Quote(&'a Quote),
    Record(&'a Attempt),
    Advance(&'a Attempt, Option<&'a PolicyRecord>),
}

/// Whether an attempt stands in the way of another on its subject. A cancellation does so only to another, and in doubt
/// not even to that: repeating it harms nobody.
pub(crate) fn blocks(one: &Attempt, other: &Attempt) -> bool {
    let cancels = |attempt: &Attempt| attempt.operation == Operation::Cancel;
    one.state.open()
        && one.account == other.account
        && one.subject == other.subject
        && cancels(one) == cancels(other)
        && !(cancels(one) && one.state == State::Unknown)
}

impl Book {
    pub(crate) fn attempt(&self, id: AttemptId) -> Option<&Attempt> {
        self.attempts.iter().find(|attempt| attempt.id == id)
    }

    pub(crate) fn record(&self, id: &str) -> Option<&PolicyRecord> {
        self.policies.iter().find(|record| record.policy.id.as_str() == id)
    }

    /// Every open attempt, and how it stands.
    pub(crate) fn open(&self) -> Vec<(AttemptId, State)> {
        let open = self.attempts.iter().filter(|attempt| attempt.state.open());
        open.map(|attempt| (attempt.id, attempt.state)).collect()
    }

    fn open_beside(&self, attempt: &Attempt) -> Option<AttemptId> {
        let other = self.attempts.iter().find(|other| blocks(other, attempt));
        other.map(|other| other.id)
    }

    /// What the triggers say to a change.
    fn forbids(&self, change: Change<'_>) -> Option<&'static str> {
        match change {
            Change::Record(attempt) => {
                let begins = attempt.state == State::Recorded && self.attempt(attempt.id).is_none();
                (!begins).then_some("an attempt begins once, as recorded")
            }
            Change::Advance(attempt, _) => {
                let Some(old) = self.attempt(attempt.id) else { return Some("an attempt moves once it was recorded") };
                let moves = matches!(
                    (old.state, attempt.state),
                    (State::Recorded, State::Sent | State::Refused | State::Unknown)
                        | (State::Sent, State::Confirmed | State::Refused | State::Unknown)
                        | (State::Unknown, State::Confirmed | State::Absent)
                );
                if old.state != attempt.state && !moves {
                    return Some("an attempt cannot move that way");
                }
                let keeps = (old.account, &old.subject, old.operation, old.recorded_at)
                    == (attempt.account, &attempt.subject, attempt.operation, attempt.recorded_at)
                    && (old.price_seen, &old.request) == (attempt.price_seen, &attempt.request);
                (!keeps).then_some("what an attempt asked for is never changed")
            }
            Change::Account(_) | Change::Policies(_) | Change::Reasons(_) | Change::Quote(_) => None,
        }
    }

    fn apply(&mut self, change: Change<'_>) {
        match change {
            Change::Account(account) => {
                self.accounts.retain(|other| other.id != account.id);
                self.accounts.push(account.clone());
            }
            Change::Policies(records) => records.iter().for_each(|record| self.put(record)),
            Change::Reasons(reworded) => {
                for one in reworded {
                    if let Some(kept) = self.policies.iter_mut().find(|record| record.policy.id == one.policy) {
                        kept.reason = one.after.clone();
                    }
                }
            }
            Change::Quote(quote) => self.quotes.push(quote.clone()),
            Change::Record(attempt) => self.attempts.push(attempt.clone()),
            Change::Advance(attempt, policy) => {
                if let Some(old) = self.attempts.iter_mut().find(|old| old.id == attempt.id) {
                    *old = attempt.clone();
                }
                if let Some(record) = policy {
                    self.put(record);
                }
            }
        }
    }

    fn put(&mut self, record: &PolicyRecord) {
        match self.policies.iter_mut().find(|old| old.policy.id == record.policy.id) {
            Some(old) => *old = record.clone(),
            None => self.policies.push(record.clone()),
        }
    }
}

impl World {
    /// A process is gone; what is not on the disk is gone with it.
    pub(crate) fn lose_what_is_not_on_disk(&mut self, process: usize) {
        self.store.read_only[process] = false;
        if let Some(behind) = &self.store.behind {
            self.store.book = behind.as_ref().clone();
        }
    }

    fn commit(&mut self, process: usize, change: Change<'_>, entry: &Entry) -> Result<(), LedgerError> {
        if self.store.read_only[process] {
            return Err(LedgerError::ReadOnly("the disk failed".to_owned()));
        }
        let fault = self.fault(60).then(|| WriteFault::ALL[self.chance.usize(0..WriteFault::ALL.len())]);
        if let Some(fault) = fault {
            self.saw(Situation::Write(Write::of(entry.kind), fault));
            self.tell(|| format!("  writing {} fails: {fault:?}", entry.kind));
            self.store.read_only[process] |= fault.spoils();
        }
        if fault.is_none_or(WriteFault::took_effect) {
            self.enforce(change, entry)?;
            if self.store.behind.is_some() && self.chance.bool() {
                self.store.behind = Some(Box::new(self.store.book.clone()));
            }
            self.store.book.apply(change);
            let several = if let Change::Reasons(reworded) = change { reworded } else { &[] };
            for entry in std::iter::once(entry).chain(several.iter().skip(1).map(|one| &one.entry)) {
                self.store.book.lines.push(Line {
                    at: entry.at,
                    subject: entry.subject.clone(),
                    attempt: entry.attempt,
                    kind: entry.kind,
                });
            }
            if let Change::Record(attempt) | Change::Advance(attempt, _) = change {
                self.tell(|| format!("  ledger: {} {} is {:?}", entry.kind, attempt.subject, attempt.state));
            } else {
                self.tell(|| format!("  ledger: {}", entry.kind));
            }
        }
        match fault {
            None => Ok(()),
            Some(fault) if fault.spoils() => Err(LedgerError::ReadOnly("writing failed".to_owned())),
            Some(_) => Err(LedgerError::Failed("writing failed".to_owned())),
        }
    }

    /// What the database refuses, and what ought never to have come to it. With one writer the rules are to hold before
    /// the database has to say so; with two it is the database that holds them.
    fn enforce(&mut self, change: Change<'_>, entry: &Entry) -> Result<(), LedgerError> {
        if let Change::Record(attempt) = change {
            let errand = self.polled;
            self.errands[errand].attempt = Some(attempt.id);
            let open = self.store.book.open_beside(attempt).filter(|_| !self.store.without_rule);
            if let Some(open) = open {
                if !self.two_writers && attempt.operation != Operation::Reserve {
                    let what = format!("{:?} of {} was left to the ledger's rule", attempt.operation, attempt.subject);
                    self.expect(Invariant::I10, Err(what));
                }
                self.errands[errand].attempt = None;
                return Err(LedgerError::Open(open));
            }
        }
        if let Change::Policies(records) = change
            && let Some(there) = records.iter().find(|one| self.store.book.record(one.policy.id.as_str()).is_some())
        {
            return Err(LedgerError::There(there.policy.id.clone()));
        }
        if let Change::Reasons(reworded) = change {
            let said = |one: &&Reworded| self.store.book.record(one.policy.as_str()).map(|record| &record.reason);
            if let Some(other) = reworded.iter().find(|one| said(one) != Some(&one.before)) {
                return Err(LedgerError::Reworded(other.policy.clone()));
            }
        }
        if let Some(rule) = self.store.book.forbids(change) {
            if !self.two_writers {
                self.expect(Invariant::Schema, Err(format!("{}: {rule}", entry.kind)));
            }
            return Err(LedgerError::Failed(rule.to_owned()));
        }
        invariants::at_commit(self, change, entry);
        Ok(())
    }
}

impl Machine {
    async fn write(&self, change: Change<'_>, entry: &Entry) -> Result<(), LedgerError> {
        self.rest().await;
        let written = self.world.with(|world| world.commit(self.process, change, entry));
        self.rest().await;
        written
    }

    async fn read<R>(&self, look: impl FnOnce(&Book) -> R) -> Result<R, LedgerError> {
        self.rest().await;
        self.world.with(|world| {
            if world.fault(400) {
                return Err(LedgerError::Failed("reading failed".to_owned()));
            }
            Ok(look(&world.store.book))
        })
    }
}

#[async_trait]
impl Ledger for Machine {
    async fn accounts(&self) -> Result<Vec<Account>, LedgerError> {
        self.read(|book| book.accounts.clone()).await
    }

    async fn put_account(&self, account: &Account, entry: &Entry) -> Result<(), LedgerError> {
        self.write(Change::Account(account), entry).await
    }

    async fn policies(&self, _: Realm) -> Result<Policies, LedgerError> {
        self.read(|book| Arc::new(book.policies.iter().cloned().map(Arc::new).collect())).await
    }

    async fn policy(&self, _: AccountId, id: &PolicyId) -> Result<Option<PolicyRecord>, LedgerError> {
        self.read(|book| book.record(id.as_str()).cloned()).await
    }

    async fn add_policies(&self, records: &[PolicyRecord], entry: &Entry) -> Result<(), LedgerError> {
        self.write(Change::Policies(records), entry).await
    }

    async fn put_reasons(&self, reworded: &[Reworded]) -> Result<(), LedgerError> {
        match reworded.first() {
            Some(first) => self.write(Change::Reasons(reworded), &first.entry).await,
            None => Ok(()),
        }
    }

    async fn record(&self, attempt: &Attempt, entry: &Entry) -> Result<(), LedgerError> {
        self.write(Change::Record(attempt), entry).await
    }

    async fn advance(
        &self,
        attempt: &Attempt,
        policy: Option<&PolicyRecord>,
        entry: &Entry,
    ) -> Result<(), LedgerError> {
        self.write(Change::Advance(attempt, policy), entry).await
    }

    async fn attempt(&self, id: AttemptId) -> Result<Option<Attempt>, LedgerError> {
        self.read(|book| book.attempt(id).cloned()).await
    }

    async fn open_attempts(&self) -> Result<Vec<Attempt>, LedgerError> {
        self.read(|book| book.attempts.iter().filter(|attempt| attempt.state.open()).cloned().collect()).await
    }

    async fn spending_since(&self, account: AccountId, since: Timestamp) -> Result<Vec<Attempt>, LedgerError> {
        let spends = |attempt: &&Attempt| {
            attempt.account == account
                && matches!(attempt.operation, Operation::Purchase | Operation::Create)
                && attempt.recorded_at >= since
        };
        self.read(|book| book.attempts.iter().filter(spends).cloned().collect()).await
    }

    async fn put_quote(&self, quote: &Quote, entry: &Entry) -> Result<(), LedgerError> {
        self.write(Change::Quote(quote), entry).await
    }

    async fn quotes(&self, _: Realm) -> Result<Vec<Quote>, LedgerError> {
        self.read(|book| book.quotes.iter().rev().cloned().collect()).await
    }

    async fn activity(&self, _: AccountId, subject: &str) -> Result<Vec<LoggedEntry>, LedgerError> {
        self.read(|book| {
            let lines = (1..).zip(&book.lines).filter(|(_, line)| line.subject == subject);
            lines
                .map(|(number, line)| LoggedEntry {
                    number,
                    at: line.at,
                    attempt: line.attempt,
                    kind: line.kind.to_owned(),
                    body: Value::Null,
                })
                .collect()
        })
        .await
    }
}
