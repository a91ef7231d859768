//! A world small enough to hold in the hand: a clock that is set, a ledger in memory that can be made to fail, and a
//! vendor that answers what the test says and checks, at each delivery, that the ledger already knows of it.

use std::collections::{HashMap, VecDeque};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use berth_core::account::*;
use berth_core::attempt::*;
use berth_core::catalogue::{CostTotals, Flavor, FlavorKind, Month, Project};
use berth_core::desk::{Desk, Roles};
use berth_core::draft::Order;
use berth_core::guard::Limits;
use berth_core::launch::{Launch, Renewal};
use berth_core::money::Currency;
use berth_core::policy::*;
use berth_core::ports::*;
use berth_core::quote::*;
use berth_core::reservation::{self, Commitment, CommitmentOrder, Reservation};
use berth_core::secret::Secret;
use berth_core::window::{Moment, Window};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

/// A clock that stands where it is put, the run of the machine under it, and how far somebody set it off the true time.
pub(crate) struct SetClock(Mutex<Times>);

struct Times {
    now: Timestamp,
    boot: Boot,
    off: SignedDuration,
}

impl SetClock {
    fn at(now: Timestamp) -> Self {
        let boot = Boot { id: Uuid::from_u128(1), at: now };
        Self(Mutex::new(Times { now, boot, off: SignedDuration::ZERO }))
    }

    /// Time passes, whether the machine sleeps or not.
    pub(crate) fn advance(&self, by: SignedDuration) {
        let mut times = self.0.lock().unwrap();
        times.now = times.now.checked_add(by).unwrap();
    }

    /// Somebody sets the clock; no time passes.
    pub(crate) fn set(&self, by: SignedDuration) {
        let mut times = self.0.lock().unwrap();
        times.now = times.now.checked_add(by).unwrap();
        times.boot.at = times.boot.at.checked_add(by).unwrap();
        times.off = times.off.checked_add(by).unwrap();
    }

    /// The machine starts anew; no time passes.
    pub(crate) fn reboot(&self) {
        let mut times = self.0.lock().unwrap();
        times.boot = Boot { id: Uuid::from_u128(times.boot.id.as_u128() + 1), at: times.now };
    }

    /// The vendor's clock, which nobody here can set.
    pub(crate) fn vendors(&self) -> Timestamp {
        let times = self.0.lock().unwrap();
        times.now.checked_sub(times.off).unwrap()
    }

    pub(crate) fn now_plus(&self, seconds: i64) -> Timestamp {
        self.now().checked_add(SignedDuration::from_secs(seconds)).unwrap()
    }
}

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        self.0.lock().unwrap().now
    }

    fn boot(&self) -> Option<Boot> {
        Some(self.0.lock().unwrap().boot)
    }
}

#[derive(Default)]
pub(crate) struct Counting(AtomicU64);

impl Ids for Counting {
    fn next(&self) -> Uuid {
        Uuid::from_u64_pair(0, self.0.fetch_add(1, Ordering::SeqCst) + 1000)
    }
}

pub(crate) struct Here;

#[async_trait]
impl Origins for Here {
    async fn resolve(&self, _: &Account) -> Result<Origin, String> {
        Ok(Origin::Loopback(Loopback::v4(9)))
    }
}

#[derive(Default)]
pub(crate) struct PocketVault {
    /// By account and by where it is kept: the two are different places.
    pub(crate) kept: Mutex<HashMap<(AccountId, Keep), Secret>>,
    pub(crate) failing: Mutex<Option<VaultError>>,
}

impl PocketVault {
    fn check(&self) -> Result<(), VaultError> {
        self.failing.lock().unwrap().clone().map_or(Ok(()), Err)
    }
}

#[async_trait]
impl Vault for PocketVault {
    async fn store(&self, account: &Account, secret: Secret) -> Result<(), VaultError> {
        self.check()?;
        // A keychain may ask its user something first; others go on meanwhile.
        tokio::task::yield_now().await;
        self.kept.lock().unwrap().insert((account.id, account.keep), secret);
        Ok(())
    }

    async fn read(&self, account: &Account) -> Result<Option<Secret>, VaultError> {
        self.check()?;
        Ok(self.kept.lock().unwrap().get(&(account.id, account.keep)).cloned())
    }

    async fn remove(&self, account: &Account) -> Result<bool, VaultError> {
        self.check()?;
        Ok(self.kept.lock().unwrap().remove(&(account.id, account.keep)).is_some())
    }
}

#[derive(Default)]
pub(crate) struct Book {
    pub(crate) accounts: Vec<Account>,
    pub(crate) policies: Vec<PolicyRecord>,
    pub(crate) attempts: Vec<Attempt>,
    pub(crate) entries: Vec<Entry>,
    pub(crate) quotes: Vec<Quote>,
}

#[derive(Default)]
pub(crate) struct MemoryLedger {
    pub(crate) book: Mutex<Book>,
    /// How many more writes succeed before the disk is full.
    pub(crate) writes_left: Mutex<Option<u32>>,
    /// The attempts that a restored backup would hold.
    pub(crate) backup: Mutex<Option<Vec<Attempt>>>,
    /// After how many writes one fails, as a disk does that recovers.
    pub(crate) fail_next: Mutex<Option<u32>>,
    /// What an answer of the vendor's brings, just before policies are added.
    pub(crate) meanwhile: Mutex<Option<PolicyRecord>>,
}

impl MemoryLedger {
    fn write(&self) -> Result<(), LedgerError> {
        let mut next = self.fail_next.lock().unwrap();
        if let Some(0) = *next {
            *next = None;
            return Err(LedgerError::Failed("the disk did not answer".into()));
        }
        *next = next.map(|writes| writes - 1);
        drop(next);
        match self.writes_left.lock().unwrap().as_mut() {
            Some(0) => Err(LedgerError::ReadOnly("the disk is full".into())),
            Some(left) => {
                *left -= 1;
                Ok(())
            }
            None => Ok(()),
        }
    }

    pub(crate) fn attempts(&self) -> Vec<Attempt> {
        self.book.lock().unwrap().attempts.clone()
    }

    pub(crate) fn record_of(&self, id: &str) -> PolicyRecord {
        let book = self.book.lock().unwrap();
        book.policies.iter().find(|record| record.policy.id.as_str() == id).cloned().unwrap()
    }

    pub(crate) fn kinds(&self) -> Vec<&'static str> {
        self.book.lock().unwrap().entries.iter().map(|entry| entry.kind).collect()
    }
}

/// A cancellation in doubt does not stand in the way of another one.
fn blocks(attempt: &Attempt) -> bool {
    attempt.state.open() && !(attempt.operation == Operation::Cancel && attempt.state == State::Unknown)
}

fn put(policies: &mut Vec<PolicyRecord>, record: &PolicyRecord) {
    policies.retain(|other| (other.account, &other.policy.id) != (record.account, &record.policy.id));
    policies.push(record.clone());
}

#[async_trait]
impl Ledger for MemoryLedger {
    async fn accounts(&self) -> Result<Vec<Account>, LedgerError> {
        Ok(self.book.lock().unwrap().accounts.clone())
    }

    async fn put_account(&self, account: &Account, entry: &Entry) -> Result<(), LedgerError> {
        self.write()?;
        let mut book = self.book.lock().unwrap();
        book.accounts.retain(|other| other.id != account.id);
        book.accounts.push(account.clone());
        book.entries.push(entry.clone());
        Ok(())
    }

    async fn policies(&self, realm: Realm) -> Result<Policies, LedgerError> {
        let book = self.book.lock().unwrap();
        let here = |id| book.accounts.iter().any(|account| account.id == id && account.realm() == realm);
        let here = book.policies.iter().filter(|record| here(record.account)).cloned();
        Ok(Arc::new(here.map(Arc::new).collect()))
    }

    async fn policy(&self, account: AccountId, id: &PolicyId) -> Result<Option<PolicyRecord>, LedgerError> {
        let book = self.book.lock().unwrap();
        Ok(book.policies.iter().find(|record| record.account == account && &record.policy.id == id).cloned())
    }

    async fn add_policies(&self, records: &[PolicyRecord], entry: &Entry) -> Result<(), LedgerError> {
        self.write()?;
        let mut book = self.book.lock().unwrap();
        book.policies.extend(self.meanwhile.lock().unwrap().take());
        let same = |one: &&PolicyRecord, other: &PolicyRecord| {
            (one.account, &one.policy.id) == (other.account, &other.policy.id)
        };
        if let Some(there) = records.iter().find(|record| book.policies.iter().any(|other| same(record, other))) {
            return Err(LedgerError::There(there.policy.id.clone()));
        }
        book.policies.extend(records.iter().cloned());
        book.entries.push(entry.clone());
        Ok(())
    }

    async fn put_reasons(&self, reworded: &[Reworded]) -> Result<(), LedgerError> {
        self.write()?;
        let mut book = self.book.lock().unwrap();
        let mut policies = book.policies.clone();
        for Reworded { account, policy, before, after, .. } in reworded {
            let kept = policies.iter_mut().find(|kept| (kept.account, &kept.policy.id) == (*account, policy));
            let Some(kept) = kept.filter(|kept| kept.reason == *before) else {
                return Err(LedgerError::Reworded(policy.clone()));
            };
            kept.reason = after.clone();
        }
        book.policies = policies;
        book.entries.extend(reworded.iter().map(|one| one.entry.clone()));
        Ok(())
    }

    async fn record(&self, attempt: &Attempt, entry: &Entry) -> Result<(), LedgerError> {
        self.write()?;
        let mut book = self.book.lock().unwrap();
        let same = |other: &&Attempt| {
            blocks(other)
                && (other.account, &other.subject, other.operation == Operation::Cancel)
                    == (attempt.account, &attempt.subject, attempt.operation == Operation::Cancel)
        };
        if let Some(open) = book.attempts.iter().find(same) {
            return Err(LedgerError::Open(open.id));
        }
        book.attempts.push(attempt.clone());
        book.entries.push(entry.clone());
        Ok(())
    }

    async fn advance(
        &self,
        attempt: &Attempt,
        policy: Option<&PolicyRecord>,
        entry: &Entry,
    ) -> Result<(), LedgerError> {
        self.write()?;
        let mut book = self.book.lock().unwrap();
        let kept =
            book.attempts.iter_mut().find(|other| other.id == attempt.id).expect("advanced before it was recorded");
        *kept = attempt.clone();
        if let Some(record) = policy {
            put(&mut book.policies, record);
        }
        book.entries.push(entry.clone());
        Ok(())
    }

    async fn attempt(&self, id: AttemptId) -> Result<Option<Attempt>, LedgerError> {
        Ok(self.book.lock().unwrap().attempts.iter().find(|attempt| attempt.id == id).cloned())
    }

    async fn open_attempts(&self) -> Result<Vec<Attempt>, LedgerError> {
        Ok(self.attempts().into_iter().filter(|attempt| attempt.state.open()).collect())
    }

    async fn spending_since(&self, account: AccountId, since: Timestamp) -> Result<Vec<Attempt>, LedgerError> {
        let spends = |attempt: &Attempt| {
            attempt.account == account
                && matches!(attempt.operation, Operation::Purchase | Operation::Create)
                && attempt.recorded_at >= since
        };
        Ok(self.attempts().into_iter().filter(spends).collect())
    }

    async fn put_quote(&self, quote: &Quote, entry: &Entry) -> Result<(), LedgerError> {
        self.write()?;
        let mut book = self.book.lock().unwrap();
        book.quotes.insert(0, quote.clone());
        book.entries.push(entry.clone());
        Ok(())
    }

    async fn quotes(&self, _: Realm) -> Result<Vec<Quote>, LedgerError> {
        Ok(self.book.lock().unwrap().quotes.clone())
    }

    async fn activity(&self, account: AccountId, subject: &str) -> Result<Vec<LoggedEntry>, LedgerError> {
        let book = self.book.lock().unwrap();
        let about = book.entries.iter().enumerate().filter(|(_, e)| e.account == account && e.subject == subject);
        Ok(about
            .map(|(at, entry)| LoggedEntry {
                number: i64::try_from(at).unwrap() + 1,
                at: entry.at,
                attempt: entry.attempt,
                kind: entry.kind.to_owned(),
                body: entry.body.clone(),
            })
            .collect())
    }
}

/// The memory has no file: what is done with the file is tried where there is one.
#[async_trait]
impl Archive for MemoryLedger {
    async fn read_only_because(&self) -> Result<Option<String>, LedgerError> {
        Ok((*self.writes_left.lock().unwrap() == Some(0)).then(|| "the disk is full".into()))
    }

    async fn activity_page(&self, wanted: &ActivityQuery) -> Result<Vec<ActivityLine>, LedgerError> {
        let book = self.book.lock().unwrap();
        let mut lines: Vec<_> = (1..).zip(&book.entries).collect();
        lines.retain(|(number, _)| wanted.before.is_none_or(|before| *number < before));
        let line = |(number, entry): (i64, &Entry)| ActivityLine {
            account: Some(entry.account),
            subject: entry.subject.clone(),
            entry: LoggedEntry {
                number,
                at: entry.at,
                attempt: entry.attempt,
                kind: entry.kind.to_owned(),
                body: entry.body.clone(),
            },
        };
        Ok(lines.into_iter().rev().map(line).take(wanted.limit.into()).collect())
    }

    async fn integrity(&self) -> Result<Integrity, LedgerError> {
        let entries = i64::try_from(self.book.lock().unwrap().entries.len()).unwrap();
        Ok(Integrity { log: Chain::Whole { entries }, former: vec![] })
    }

    async fn export_activity(&self, _: &Path) -> Result<u64, ArchiveError> {
        Err(ArchiveError::Unwritable("a ledger in memory".into()))
    }

    async fn back_up(&self, _: &Path) -> Result<Contents, ArchiveError> {
        Err(ArchiveError::Unwritable("a ledger in memory".into()))
    }

    async fn examine(&self, _: &Path) -> Result<Examined, ArchiveError> {
        Err(ArchiveError::Unfit("a ledger in memory".into()))
    }

    /// Becomes what the test prepared as `backup`: the same entries, and attempts that were on their way then.
    async fn restore(&self, _: &Path, _: Timestamp) -> Result<Restored, ArchiveError> {
        let Some(attempts) = self.backup.lock().unwrap().take() else {
            return Err(ArchiveError::Unfit("a ledger in memory".into()));
        };
        let contents = Contents {
            accounts: self.book.lock().unwrap().accounts.clone(),
            policies: 0,
            attempts: attempts.len(),
            open: attempts.iter().filter(|attempt| attempt.state.open()).count(),
            quotes: 0,
            newest: None,
            log: Chain::Whole { entries: 0 },
        };
        self.book.lock().unwrap().attempts = attempts;
        Ok(Restored { contents, set_aside: "set aside".into() })
    }
}

/// What the scripted vendor does with the next request.
#[derive(Clone)]
pub(crate) enum Script {
    Bought(Policy),
    /// Half a minute passes between the answer's writing and its arrival.
    BoughtSlowly(Policy),
    Reserved(Policy),
    Full,
    Cancelled(Option<&'static str>),
    AlreadyCancelled,
    Configured(Box<Policy>),
    Renewed(&'static str),
    Created(Box<Reservation>),
    Withdrawn,
    Unauthorized,
    Refused(u16),
    TimedOut,
    NotSent,
}

pub(crate) struct ScriptedVendor {
    pub(crate) clock: Arc<SetClock>,
    pub(crate) ledger: Arc<MemoryLedger>,
    pub(crate) script: Mutex<VecDeque<Script>>,
    pub(crate) delivered: Mutex<Vec<(Operation, String)>>,
    pub(crate) sign_ins: AtomicU64,
    pub(crate) sign_in_works: AtomicBool,
    /// How far its clock is ahead of ours.
    pub(crate) ahead: Mutex<SignedDuration>,
}

impl ScriptedVendor {
    pub(crate) fn will(&self, script: Script) {
        self.script.lock().unwrap().push_back(script);
    }

    pub(crate) fn deliveries(&self) -> usize {
        self.delivered.lock().unwrap().len()
    }

    fn answer(&self, status: u16) -> RawAnswer {
        let date = self.clock.vendors().checked_add(*self.ahead.lock().unwrap()).ok();
        RawAnswer { status, body: "{}".into(), date, received_at: self.clock.now() }
    }

    fn deliver<T>(&self, operation: Operation, subject: &str, read: impl Fn(Script) -> Option<T>) -> Outcome<T> {
        let known = self.ledger.attempts().into_iter().any(|attempt| {
            attempt.operation == operation
                && attempt.state == State::Sent
                && (attempt.subject == subject || operation == Operation::Reserve)
        });
        assert!(known, "a request left before the ledger knew of it");
        let script = self.script.lock().unwrap().pop_front().expect("a request that the test did not foresee");
        if !matches!(script, Script::NotSent) {
            self.delivered.lock().unwrap().push((operation, subject.to_owned()));
        }
        match script {
            Script::Unauthorized => Outcome::Unauthorized(self.answer(401)),
            Script::TimedOut => Outcome::Unknown(Doubt::TimedOut, None),
            Script::NotSent => Outcome::NotSent(NotSent::Connect("refused".into())),
            Script::AlreadyCancelled => {
                let refusal = Refusal {
                    status: 400,
                    kind: RefusalKind::AlreadyCancelled,
                    message: "Cancellation not allowed, reason: Policy is already canceled.".into(),
                };
                Outcome::Refused(refusal, self.answer(400))
            }
            Script::Refused(status) => {
                let kind = if status == 404 { RefusalKind::NotFound } else { RefusalKind::Other };
                Outcome::Refused(Refusal { status, kind, message: "no".into() }, self.answer(status))
            }
            Script::BoughtSlowly(policy) => {
                let written = self.answer(200);
                self.clock.advance(SignedDuration::from_secs(30));
                let arrived = RawAnswer { received_at: self.clock.now(), ..written };
                Outcome::Done(read(Script::Bought(policy)).expect("an answer of another operation"), arrived)
            }
            other => Outcome::Done(read(other).expect("an answer of another operation"), self.answer(200)),
        }
    }
}

#[async_trait]
impl Commitments for ScriptedVendor {
    fn wording(&self, wanted: WantedCommitment<'_>) -> String {
        format!("{wanted:?}")
    }

    async fn create(&self, _: &Access, order: &CommitmentOrder) -> Outcome<Reservation> {
        self.deliver(Operation::Create, &order.subject(), |script| match script {
            Script::Created(reservation) => Some(*reservation),
            _ => None,
        })
    }

    async fn withdraw(&self, _: &Access, id: i64) -> Outcome<()> {
        self.deliver(Operation::Withdraw, &reservation::subject(id), |script| match script {
            Script::Withdrawn => Some(()),
            _ => None,
        })
    }
}

#[async_trait]
impl Capacity for ScriptedVendor {
    fn wording(&self, wanted: Wanted<'_>) -> String {
        format!("{wanted:?}")
    }

    async fn sign_in(&self, _: Origin, _: &str, _: &Secret) -> Outcome<Session> {
        self.sign_ins.fetch_add(1, Ordering::SeqCst);
        if !self.sign_in_works.load(Ordering::SeqCst) {
            return Outcome::Unauthorized(self.answer(401));
        }
        let expires_at = self.clock.now().checked_add(SignedDuration::from_hours(1)).unwrap();
        Outcome::Done(Session { token: Secret::parse("a.b.c".into()).unwrap(), expires_at }, self.answer(200))
    }

    async fn reserve(&self, _: &Access, order: &Order) -> Outcome<Reserved> {
        self.deliver(Operation::Reserve, &order.name, |script| match script {
            Script::Reserved(policy) => {
                Some(Reserved { policy: Some(policy), available: Some(true), alternatives: vec![] })
            }
            Script::Full => Some(Reserved { policy: None, available: Some(false), alternatives: vec![] }),
            _ => None,
        })
    }

    async fn purchase(&self, _: &Access, id: &PolicyId) -> Outcome<Policy> {
        let outcome = self.deliver(Operation::Purchase, id.as_str(), |script| match script {
            Script::Bought(policy) => Some(policy),
            _ => None,
        });
        // Lets a second click in while the first is under way.
        tokio::task::yield_now().await;
        outcome
    }

    async fn cancel(&self, _: &Access, id: &PolicyId) -> Outcome<Sentence> {
        self.deliver(Operation::Cancel, id.as_str(), |script| match script {
            Script::Cancelled(message) => Some(Sentence { message: message.map(str::to_owned) }),
            _ => None,
        })
    }

    async fn configure(&self, _: &Access, id: &PolicyId, _: &Launch) -> Outcome<Policy> {
        self.deliver(Operation::Configure, id.as_str(), |script| match script {
            Script::Configured(policy) => Some(*policy),
            _ => None,
        })
    }

    async fn renew(&self, _: &Access, id: &PolicyId, _: Renewal) -> Outcome<Sentence> {
        self.deliver(Operation::Renew, id.as_str(), |script| match script {
            Script::Renewed(message) => Some(Sentence { message: Some(message.to_owned()) }),
            _ => None,
        })
    }
}

pub(crate) struct NoPrices;

#[async_trait]
impl Prices for NoPrices {
    async fn holder(&self, _: &Access) -> Result<Holder, ReadError> {
        Ok(Holder { status: Some("active".into()), email: Some("user@example.com".into()) })
    }

    async fn regions(&self, _: &Access) -> Result<Vec<Region>, ReadError> {
        Err(ReadError::TimedOut)
    }

    async fn reservable(&self, _: &Access, _: i64) -> Result<Vec<Reservable>, ReadError> {
        Err(ReadError::TimedOut)
    }

    async fn price(&self, _: &Access, _: &Basket, _: Term) -> Result<(Offer, String), ReadError> {
        Err(ReadError::Unauthorized("no".into()))
    }

    async fn commitments(&self, _: &Access) -> Result<Vec<Commitment>, ReadError> {
        Err(ReadError::TimedOut)
    }

    async fn reservations(&self, _: &Access) -> Result<Vec<Reservation>, ReadError> {
        Err(ReadError::TimedOut)
    }

    async fn reservation(&self, _: &Access, _: i64) -> Result<Reservation, ReadError> {
        Err(ReadError::TimedOut)
    }

    async fn projects(&self, _: &Access) -> Result<Vec<Project>, ReadError> {
        Err(ReadError::TimedOut)
    }

    async fn flavors(&self, _: &Access, _: FlavorKind, _: i64, _: i64) -> Result<Vec<Flavor>, ReadError> {
        Err(ReadError::TimedOut)
    }

    async fn cost_totals(&self, _: &Access, _: Month) -> Result<CostTotals, ReadError> {
        Err(ReadError::TimedOut)
    }
}

pub(crate) struct World {
    pub(crate) clock: Arc<SetClock>,
    pub(crate) ledger: Arc<MemoryLedger>,
    pub(crate) vault: Arc<PocketVault>,
    pub(crate) vendor: Arc<ScriptedVendor>,
    pub(crate) desk: Arc<Desk>,
    pub(crate) account: AccountId,
}

pub(crate) const POLICY: &str = "sc_830349911839";

impl World {
    /// A live Cloudidr account that may spend, and one policy that is ready to buy, reserved just now.
    pub(crate) async fn new() -> Self {
        let clock = Arc::new(SetClock::at("2026-01-08T15:20:16Z".parse().unwrap()));
        let ledger = Arc::new(MemoryLedger::default());
        let vault = Arc::new(PocketVault::default());
        let vendor = Arc::new(ScriptedVendor {
            clock: clock.clone(),
            ledger: ledger.clone(),
            script: Mutex::default(),
            delivered: Mutex::default(),
            sign_ins: AtomicU64::new(0),
            sign_in_works: AtomicBool::new(true),
            ahead: Mutex::default(),
        });
        let account = account(&clock);
        vault.kept.lock().unwrap().insert((account.id, account.keep), Secret::parse("hunter2".into()).unwrap());
        let id = account.id;
        {
            let mut book = ledger.book.lock().unwrap();
            book.policies.push(PolicyRecord::new(id, sample(), Source::Reserved, clock.now()));
            book.accounts.push(account);
        }
        let desk = Desk::open(roles(&clock, &ledger, &vault, &vendor)).await.unwrap();
        Self { clock, ledger, vault, vendor, desk: Arc::new(desk), account: id }
    }

    /// The program ends and starts again over the same ledger.
    pub(crate) async fn restart(&mut self) {
        let roles = roles(&self.clock, &self.ledger, &self.vault, &self.vendor);
        self.desk = Arc::new(Desk::open(roles).await.unwrap());
    }

    /// The program starts again, and the ledger cannot be written.
    pub(crate) fn restart_looking(&mut self) {
        self.desk = Arc::new(Desk::look_only(roles(&self.clock, &self.ledger, &self.vault, &self.vendor)));
    }

    /// The program starts again beside a Gcore that answers like this, and the account is there.
    pub(crate) async fn restart_at_gcore(&mut self, prices: Arc<dyn Prices>) {
        self.change_account(|account| {
            account.vendor = Vendor::Gcore;
            account.sign_in = SignIn::Token;
        });
        let roles = Roles { prices, ..roles(&self.clock, &self.ledger, &self.vault, &self.vendor) };
        self.desk = Arc::new(Desk::open(roles).await.unwrap());
    }

    pub(crate) fn change_account(&self, change: impl FnOnce(&mut Account)) {
        change(&mut self.ledger.book.lock().unwrap().accounts[0]);
    }

    pub(crate) fn wait(&self, seconds: i64) {
        self.clock.advance(SignedDuration::from_secs(seconds));
    }
}

fn roles(
    clock: &Arc<SetClock>,
    ledger: &Arc<MemoryLedger>,
    vault: &Arc<PocketVault>,
    vendor: &Arc<ScriptedVendor>,
) -> Roles {
    Roles {
        clock: clock.clone(),
        ids: Arc::new(Counting::default()),
        origins: Arc::new(Here),
        vault: vault.clone(),
        ledger: ledger.clone(),
        archive: ledger.clone(),
        capacity: vendor.clone(),
        prices: Arc::new(NoPrices),
        commitments: vendor.clone(),
    }
}

fn account(clock: &SetClock) -> Account {
    Account {
        id: AccountId(Uuid::from_u128(1)),
        vendor: Vendor::Cloudidr,
        label: "personal".into(),
        colour: Colour::Blue,
        endpoint: Endpoint::Vendor,
        sign_in: SignIn::Password { user: "user@example.com".into() },
        keep: Keep::Keychain,
        currency: Currency::USD,
        payment: Payment::Unknown,
        safe_mode: false,
        limits: Limits::default(),
        partly_documented: false,
        tested_at: None,
        // As an answer would tell that was written in this very second.
        skew: SignedDuration::from_secs(1),
        skew_since: clock.boot(),
        created_at: clock.now(),
        forgotten_at: None,
    }
}

pub(crate) fn policy_id() -> PolicyId {
    PolicyId::parse(POLICY).unwrap()
}

/// The vendor's printed sample, as `reserve` answers it.
pub(crate) fn sample() -> Policy {
    let decimal = |text: &str| Some(text.parse().unwrap());
    Policy {
        name: Some("Volod test policy".into()),
        cloud_account: Some("personal AWS".into()),
        status: Some(PolicyStatus::ReadyForPurchase),
        operating: Some("IDLE".into()),
        instance: Instance { kind: Some("c5.large".into()), quantity: Some(2), ..Instance::default() },
        place: Place { region: Some("us-west-2".into()), kind: Some("PRIMARY".into()), zone: Some("usw2-az1".into()) },
        created_at: Some("2026-01-08T15:20:15.64868Z".parse().unwrap()),
        window: Window::new(
            Moment::parse("2026-01-10T00:00:00-08:00").unwrap(),
            Moment::parse("2026-01-12T23:15:00-08:00").unwrap(),
        )
        .ok(),
        pricing: Pricing {
            price: decimal("8.48"),
            list: decimal("12.11"),
            savings: decimal("3.63"),
            savings_fraction: decimal("0.3"),
            card_fee: decimal("0.55"),
            bank_fee: decimal("0.07"),
        },
        ..Policy::unknown(policy_id())
    }
}

/// The same, as `purchase` answers it.
pub(crate) fn bought() -> Policy {
    let mut policy = sample();
    policy.status = Some(PolicyStatus::Active);
    policy.operating = Some("QUEUED_FOR_START".into());
    policy.pricing.card_fee = None;
    policy.pricing.bank_fee = None;
    policy
}
