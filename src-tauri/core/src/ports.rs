//! What the rules need from the world, as roles. Adapters fill them; tests and the simulator fill them too.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use async_trait::async_trait;
use jiff::Timestamp;
use thiserror::Error;

use crate::account::{Account, AccountId, Boot, Origin, Realm};
use crate::attempt::{Attempt, AttemptId, RawAnswer};
use crate::catalogue::{CostTotals, Flavor, FlavorKind, Month, Project};
use crate::draft::Order;
use crate::launch::{Launch, Renewal};
use crate::policy::{Policy, PolicyId, PolicyRecord, Reason};
use crate::quote::{Basket, Holder, Offer, Quote, Region, Reservable, Term};
use crate::reservation::{Commitment, CommitmentOrder, Reservation};
use crate::secret::Secret;

/// The time. The only place where the rules learn what time it is.
pub trait Clock: Send + Sync {
    /// This machine's wall clock.
    fn now(&self) -> Timestamp;
    /// This run of the machine by that clock, where the system can tell.
    fn boot(&self) -> Option<Boot>;
}

/// Fresh ids, so that tests and the simulator can foresee them.
pub trait Ids: Send + Sync {
    /// A UUID that sorts after every earlier one.
    fn next(&self) -> uuid::Uuid;
}

/// Where an account's requests go right now. Starts the sandbox when it is asked for.
#[async_trait]
pub trait Origins: Send + Sync {
    /// The origin, or why there is none, as a sentence for the log.
    async fn resolve(&self, account: &Account) -> Result<Origin, String>;
}

/// The keychain, or memory for those who chose it. Every call has a deadline inside.
#[async_trait]
pub trait Vault: Send + Sync {
    /// Stores a secret and reads it back. Replaces what was there.
    async fn store(&self, account: &Account, secret: Secret) -> Result<(), VaultError>;
    /// Reads it. `None` when there is none.
    async fn read(&self, account: &Account) -> Result<Option<Secret>, VaultError>;
    /// Removes it. `false` when there was none.
    async fn remove(&self, account: &Account) -> Result<bool, VaultError>;
}

/// Four ways in which a keychain fails, each with a remedy of its own.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum VaultError {
    /// There is no keychain service, or it has no default collection.
    #[error("no keychain: {0}")]
    Missing(String),
    /// It is locked and was not unlocked.
    #[error("keychain locked: {0}")]
    Locked(String),
    /// It refused, or the user did.
    #[error("keychain denied: {0}")]
    Denied(String),
    /// It did not answer in time.
    #[error("keychain timed out")]
    TimedOut,
    /// It answered with something that is not what was stored.
    #[error("keychain unreliable: {0}")]
    Unreliable(String),
}

/// Proof of identity for one request.
#[derive(Clone, Debug)]
pub struct Access {
    /// Where the request goes.
    pub origin: Origin,
    /// The token to send.
    pub token: Secret,
}

/// A short-lived token got by signing in.
#[derive(Clone, Debug)]
pub struct Session {
    /// The token.
    pub token: Secret,
    /// When it runs out, by our clock.
    pub expires_at: Timestamp,
}

/// What came of a request that may change something. The variants are ordered by what is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome<T> {
    /// No byte of it left this machine. Nothing was done.
    NotSent(NotSent),
    /// It left, or may have, and no answer proves anything.
    Unknown(Doubt, Option<RawAnswer>),
    /// 401: nothing was done, because the vendor did not know who asked.
    Unauthorized(RawAnswer),
    /// The vendor refused. Nothing was done.
    Refused(Refusal, RawAnswer),
    /// It was done.
    Done(T, RawAnswer),
}

/// Why nothing left this machine.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NotSent {
    /// The request could not be built.
    #[error("the request could not be built: {0}")]
    Build(String),
    /// The host's name could not be resolved.
    #[error("the host was not found: {0}")]
    Dns(String),
    /// No connection, or no TLS that can be trusted.
    #[error("no connection: {0}")]
    Connect(String),
}

/// Why nobody can tell.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Doubt {
    /// No answer in time.
    #[error("no answer in time")]
    TimedOut,
    /// The connection broke.
    #[error("the connection broke: {0}")]
    Broken(String),
    /// A status that proves nothing: 5xx, 3xx, or one that is not documented.
    #[error("status {0} proves nothing")]
    Status(u16),
    /// A 200 whose body is not what was promised.
    #[error("the answer cannot be read: {0}")]
    Unreadable(String),
    /// A 200 about another policy than the one asked for.
    #[error("the answer is about {0}")]
    AnotherPolicy(String),
}

/// A definite no.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// HTTP status.
    pub status: u16,
    /// Which kind of no.
    pub kind: RefusalKind,
    /// The vendor's words, plain text, at most 500 characters.
    pub message: String,
}

/// Which kind of no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusalKind {
    /// Cancel of a policy that is cancelled already: as good as done.
    AlreadyCancelled,
    /// The id is not known.
    NotFound,
    /// Too many requests.
    RateLimited {
        /// Seconds the vendor asks to wait, if it says.
        retry_after: Option<u64>,
    },
    /// Anything else.
    Other,
}

/// What `reserve` answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reserved {
    /// The policy made. `None` when nothing was free.
    pub policy: Option<Policy>,
    /// Whether the capacity exists, if the vendor says.
    pub available: Option<bool>,
    /// What could be booked instead: the vendor's three untyped lists, by name.
    pub alternatives: Vec<(String, Vec<serde_json::Value>)>,
}

/// What the vendor says where it answers with a sentence and no policy: `cancel` and auto-renewal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its words, plain text. `None` when there was no body.
    pub message: Option<String>,
}

/// A request that can change something, as it is wanted.
#[derive(Clone, Copy, Debug)]
pub enum Wanted<'a> {
    /// A window.
    Reserve(&'a Order),
    /// To buy a policy.
    Purchase(&'a PolicyId),
    /// To cancel one.
    Cancel(&'a PolicyId),
    /// To change its launch details.
    Configure(&'a PolicyId, &'a Launch),
    /// To set whether it buys its successor by itself.
    Renew(&'a PolicyId, Renewal),
}

/// Cloudidr FlexCompute. Every call is sent at most once; nothing here tries again.
#[async_trait]
pub trait Capacity: Send + Sync {
    /// The request to the letter, for the record: method, path, and the body that will be sent. No secret is in it.
    fn wording(&self, wanted: Wanted<'_>) -> String;
    /// Trades user name and password for a token.
    async fn sign_in(&self, origin: Origin, user: &str, password: &Secret) -> Outcome<Session>;
    /// Asks for a window.
    async fn reserve(&self, access: &Access, order: &Order) -> Outcome<Reserved>;
    /// MONEY: buys a policy.
    async fn purchase(&self, access: &Access, id: &PolicyId) -> Outcome<Policy>;
    /// Cancels a policy.
    async fn cancel(&self, access: &Access, id: &PolicyId) -> Outcome<Sentence>;
    /// Changes a policy's launch details.
    async fn configure(&self, access: &Access, id: &PolicyId, launch: &Launch) -> Outcome<Policy>;
    /// MONEY: sets whether a policy buys its successor by itself.
    async fn renew(&self, access: &Access, id: &PolicyId, renewal: Renewal) -> Outcome<Sentence>;
}

/// Gcore's requests that change something. Every call is sent at most once; nothing here tries again.
#[async_trait]
pub trait Commitments: Send + Sync {
    /// The request to the letter, for the record: method, path, and the body that will be sent, if any. No secret is in it.
    fn wording(&self, wanted: WantedCommitment<'_>) -> String;
    /// MONEY: asks for a commitment, which is paid month by month for its whole term.
    async fn create(&self, access: &Access, order: &CommitmentOrder) -> Outcome<Reservation>;
    /// Withdraws a reservation.
    async fn withdraw(&self, access: &Access, id: i64) -> Outcome<()>;
}

/// A request to Gcore that can change something, as it is wanted.
#[derive(Clone, Copy, Debug)]
pub enum WantedCommitment<'a> {
    /// A commitment.
    Create(&'a CommitmentOrder),
    /// To withdraw the reservation of this number.
    Withdraw(i64),
}

/// Gcore's reads. They change nothing, so the adapter may try again, politely.
#[async_trait]
pub trait Prices: Send + Sync {
    /// Whose token this is: the vendor's own test of a token.
    async fn holder(&self, access: &Access) -> Result<Holder, ReadError>;
    /// All regions.
    async fn regions(&self, access: &Access) -> Result<Vec<Region>, ReadError>;
    /// Bare-metal types that can be reserved in a region.
    async fn reservable(&self, access: &Access, region: i64) -> Result<Vec<Reservable>, ReadError>;
    /// Prices of a basket over a term, and the region's name.
    async fn price(&self, access: &Access, basket: &Basket, term: Term) -> Result<(Offer, String), ReadError>;
    /// All commitments, those that are over included: the current list (v2).
    async fn commitments(&self, access: &Access) -> Result<Vec<Commitment>, ReadError>;
    /// All reservations with their status: the older list (v1), which may answer "not found" one day.
    async fn reservations(&self, access: &Access) -> Result<Vec<Reservation>, ReadError>;
    /// One reservation with its status, from the same older part of the vendor's interface.
    async fn reservation(&self, access: &Access, id: i64) -> Result<Reservation, ReadError>;
    /// All projects of the account.
    async fn projects(&self, access: &Access) -> Result<Vec<Project>, ReadError>;
    /// Machine types of one list, with their ordinary tariff and their stock, for a project in a region.
    async fn flavors(
        &self,
        access: &Access,
        kind: FlavorKind,
        project: i64,
        region: i64,
    ) -> Result<Vec<Flavor>, ReadError>;
    /// What a month's reservations came to. A read, though the vendor wants a POST.
    async fn cost_totals(&self, access: &Access, month: Month) -> Result<CostTotals, ReadError>;
}

/// Why nothing could be read. Nothing was changed either way.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ReadError {
    /// The request could not be built: a mistake of ours.
    #[error("the request could not be built: {0}")]
    Build(String),
    /// No connection.
    #[error("offline: {0}")]
    Offline(String),
    /// No answer in time.
    #[error("no answer in time")]
    TimedOut,
    /// The token was not accepted.
    #[error("unauthorized: {0}")]
    Unauthorized(String),
    /// Too many requests.
    #[error("rate limited")]
    RateLimited {
        /// Seconds the vendor asks to wait, if it says.
        retry_after: Option<u64>,
    },
    /// The vendor said no.
    #[error("refused with {status}: {message}")]
    Refused {
        /// HTTP status.
        status: u16,
        /// The vendor's words, plain text.
        message: String,
    },
    /// The vendor failed.
    #[error("the vendor failed with {0}")]
    Failed(u16),
    /// The answer cannot be read; says where in it.
    #[error("unreadable answer: {0}")]
    Unreadable(String),
}

/// The policies of a realm, in the order in which they came. What did not change is shared with what was read before.
pub type Policies = Arc<Vec<Arc<PolicyRecord>>>;

/// The record of everything. Every method that changes something is one transaction, durable when it returns.
#[async_trait]
pub trait Ledger: Send + Sync {
    /// All accounts, forgotten ones included.
    async fn accounts(&self) -> Result<Vec<Account>, LedgerError>;
    /// Adds an account or replaces it.
    async fn put_account(&self, account: &Account, entry: &Entry) -> Result<(), LedgerError>;

    /// All policies of a realm.
    async fn policies(&self, realm: Realm) -> Result<Policies, LedgerError>;
    /// One policy.
    async fn policy(&self, account: AccountId, id: &PolicyId) -> Result<Option<PolicyRecord>, LedgerError>;
    /// Adds policies: all of them, or none when one is there already, whatever brought it.
    async fn add_policies(&self, records: &[PolicyRecord], entry: &Entry) -> Result<(), LedgerError>;

    /// Changes what the user says of policies, and nothing else of them: all of them, each with an entry of its own, or
    /// none. What is said now is looked at in the same transaction, and when it is not what was said `before`, refused.
    async fn put_reasons(&self, reworded: &[Reworded]) -> Result<(), LedgerError>;

    /// Records an attempt. Refused when the subject has an open one, cancellations counted apart: the lock that also holds
    /// across processes.
    async fn record(&self, attempt: &Attempt, entry: &Entry) -> Result<(), LedgerError>;
    /// Moves an attempt on, and with it the policy it changed.
    async fn advance(&self, attempt: &Attempt, policy: Option<&PolicyRecord>, entry: &Entry)
    -> Result<(), LedgerError>;
    /// One attempt.
    async fn attempt(&self, id: AttemptId) -> Result<Option<Attempt>, LedgerError>;
    /// All open attempts: recorded, sent or unknown.
    async fn open_attempts(&self) -> Result<Vec<Attempt>, LedgerError>;
    /// Every purchase and every commitment of an account recorded at or after `since`, whatever came of it.
    async fn spending_since(&self, account: AccountId, since: Timestamp) -> Result<Vec<Attempt>, LedgerError>;

    /// Keeps a quote.
    async fn put_quote(&self, quote: &Quote, entry: &Entry) -> Result<(), LedgerError>;
    /// The quotes of a realm, newest first.
    async fn quotes(&self, realm: Realm) -> Result<Vec<Quote>, LedgerError>;

    /// The activity of one subject, oldest first.
    async fn activity(&self, account: AccountId, subject: &str) -> Result<Vec<LoggedEntry>, LedgerError>;
}

/// What the user says of a policy, before a change and after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reworded {
    /// Whose policy.
    pub account: AccountId,
    /// Which.
    pub policy: PolicyId,
    /// What was said when the change was made up.
    pub before: Reason,
    /// What is to be said.
    pub after: Reason,
    /// What the activity log tells of it.
    pub entry: Entry,
}

/// One line of the activity log, to be appended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// When, by our clock.
    pub at: Timestamp,
    /// Whose.
    pub account: AccountId,
    /// About what: a policy, a draft, or the account itself.
    pub subject: String,
    /// Which attempt, if any.
    pub attempt: Option<AttemptId>,
    /// What happened, such as `purchase_sent`.
    pub kind: &'static str,
    /// Particulars; never a secret.
    pub body: serde_json::Value,
}

/// One line of the activity log, as kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggedEntry {
    /// Its number, counted from 1 without gaps.
    pub number: i64,
    /// When, by our clock.
    pub at: Timestamp,
    /// Which attempt, if any.
    pub attempt: Option<AttemptId>,
    /// What happened.
    pub kind: String,
    /// Particulars.
    pub body: serde_json::Value,
}

/// What can be done with the ledger as a whole: look through it, check it, take it elsewhere, bring it back. None of it but
/// the restoring holds up a change.
#[async_trait]
pub trait Archive: Send + Sync {
    /// Why nothing can be written, if so: from the start, or since a write failed. It holds until the program ends.
    async fn read_only_because(&self) -> Result<Option<String>, LedgerError>;
    /// A page of the activity log, newest first.
    async fn activity_page(&self, wanted: &ActivityQuery) -> Result<Vec<ActivityLine>, LedgerError>;
    /// Walks along the activity log's chain of hashes, and through the logs of former ledgers.
    async fn integrity(&self) -> Result<Integrity, LedgerError>;
    /// Writes the activity log to a new file as JSON Lines (`docs/activity-log.md`). Returns how many lines of activity.
    async fn export_activity(&self, target: &Path) -> Result<u64, ArchiveError>;
    /// Writes the whole ledger to a new file and checks what was written.
    async fn back_up(&self, target: &Path) -> Result<Contents, ArchiveError>;
    /// Checks a backup and says what restoring it would do. Changes nothing.
    async fn examine(&self, backup: &Path) -> Result<Examined, ArchiveError>;
    /// Puts a backup in the place of the present ledger, which is kept under another name. What the present one knows and
    /// the backup does not is brought into it. `now` names what is set aside, and stands in the activity log.
    async fn restore(&self, backup: &Path, now: Timestamp) -> Result<Restored, ArchiveError>;
}

/// Which lines of the activity log to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActivityQuery {
    /// Of the accounts of this realm. Lines about the ledger itself belong to each.
    pub realm: Realm,
    /// Of this account only.
    pub account: Option<AccountId>,
    /// About this subject only.
    pub subject: Option<String>,
    /// Of the kinds that begin like this, such as `purchase`.
    pub kind: Option<String>,
    /// Older than the line of this number: the last one of the page before.
    pub before: Option<i64>,
    /// How many at most.
    pub limit: u16,
}

/// A line of the activity log by itself, away from its subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActivityLine {
    /// Whose; `None` when it is about the ledger itself.
    pub account: Option<AccountId>,
    /// About what.
    pub subject: String,
    /// What.
    pub entry: LoggedEntry,
}

/// What a walk along the activity log's chain of hashes found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chain {
    /// Every line is as it was written. That lines are missing at the end, no chain can tell.
    Whole {
        /// How many there are.
        entries: i64,
    },
    /// A line was changed, taken out or slipped in.
    Broken(Broken),
}

/// The first line that does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Its number.
    pub number: i64,
    /// Its date, if that can be read.
    pub at: Option<Timestamp>,
    /// Its kind, as it stands there now.
    pub kind: String,
}

/// Whether the activity log, and what there is of former ones, is as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Integrity {
    /// The log.
    pub log: Chain,
    /// The logs of former ledgers, as far as they were brought in.
    pub former: Vec<FormerLog>,
}

/// What there is of a former ledger's activity log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormerLog {
    /// SHA-256, in hex, of the file that was set aside.
    pub ledger: String,
    /// How many of its lines there are.
    pub lines: i64,
    /// How often a line does not follow the one before it: lines between them could not be read.
    pub gaps: i64,
    /// The first line that is no longer what its own hash was reckoned from.
    pub broken: Option<Broken>,
}

/// What a ledger's file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contents {
    /// All accounts.
    pub accounts: Vec<Account>,
    /// How many policies.
    pub policies: usize,
    /// How many attempts.
    pub attempts: usize,
    /// How many of them are open.
    pub open: usize,
    /// How many quotes.
    pub quotes: usize,
    /// When the newest line of its activity log was written.
    pub newest: Option<Timestamp>,
    /// Whether that log is whole.
    pub log: Chain,
}

/// A backup that can be read, beside the present ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Examined {
    /// What it holds.
    pub contents: Contents,
    /// Policies that only the backup knows: what restoring it brings back.
    pub regained: Vec<(AccountId, PolicyId)>,
    /// Policies of which the present ledger knows more, or which only it knows. They are kept.
    pub kept_policies: Vec<(AccountId, PolicyId)>,
    /// Attempts of which the present ledger knows more, or which only it knows. They are kept.
    pub kept_attempts: Vec<AttemptId>,
    /// Attempts on which both disagree, so that it cannot be restored.
    pub contradictions: Vec<AttemptId>,
}

/// What restoring did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// The ledger as it is now.
    pub contents: Contents,
    /// Where the one before was put.
    pub set_aside: PathBuf,
}

/// Why the ledger's archive did not do what it was asked. The ledger is as it was, but for [`ArchiveError::Unsettled`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ArchiveError {
    /// A file of that name is there already, and is not overwritten.
    #[error("a file of that name exists")]
    Exists,
    /// The file could not be written, and why.
    #[error("the file cannot be written: {0}")]
    Unwritable(String),
    /// The file is no backup that can be restored, and why.
    #[error("the file is no sound backup: {0}")]
    Unfit(String),
    /// The present ledger and the backup contradict each other on these attempts.
    #[error("{} attempts contradict each other", .0.len())]
    Contradiction(Vec<AttemptId>),
    /// The disk failed when the backup took the ledger's place, and why: the next start finds out which of both is there.
    #[error("the backup and the ledger changed places, or not: {0}")]
    Unsettled(String),
    /// The ledger itself.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

/// Why the ledger did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum LedgerError {
    /// Another attempt on the same subject is open.
    #[error("attempt {0} is open on the same subject")]
    Open(AttemptId),
    /// The policy is there already.
    #[error("policy {0} is there already")]
    There(PolicyId),
    /// Something else is said of the policy by now, or it is not there.
    #[error("what is said of policy {0} is not what it was")]
    Reworded(PolicyId),
    /// It can be read but not written, and why.
    #[error("the ledger is read-only: {0}")]
    ReadOnly(String),
    /// A newer Berth wrote it, and not all of it can be read here: what is not known.
    #[error("the ledger is a newer Berth's: {0}")]
    Newer(String),
    /// Reading or writing failed, and why.
    #[error("the ledger failed: {0}")]
    Failed(String),
}
