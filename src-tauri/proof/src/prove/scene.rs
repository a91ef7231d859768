//! What lies there before a run: a ledger and a vendor's books that belong together, made once and copied for each point.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, bail, ensure};
use berth_core::attempt::{Attempt, AttemptId, State};
use berth_core::error::Failure;
use berth_core::policy::{PolicyId, Reason};
use berth_core::quote::{Basket, BasketLine, QuoteId, Term};
use berth_core::reservation::{self, CommitmentOrder};
use berth_proof::{ACCOUNT, GCORE, NAME, Rig, basket, order_draft, quote};
use berth_remote::Deadlines;
use berth_sandbox::{Fault, FirstState, Injection, Operation, Received, Sandbox, SandboxOptions, Start, Strictness};
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OpenFlags};
use serde_json::Value;
use uuid::Uuid;

use crate::disk::Files;

/// When everything happens: a Monday like any other.
const NOW: Timestamp = Timestamp::constant(1_793_620_800, 0);

/// The ledger's name in the folder of a scene or a point.
const LEDGER: &str = "ledger.db";
/// SQLite's log beside it.
const LEDGER_LOG: &str = "ledger.db-wal";
/// The right to write to it.
const LOCK: &str = "ledger.lock";
/// The vendor's books beside it.
const BOOKS: &str = "vendor.json";

/// The hour of a run: the first makes the scene, the second is the run that is broken, the third sets it right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hour {
    Before,
    Run,
    After,
}

impl Hour {
    /// A time that is the same for Berth and the vendor, so that no clock has to be put right.
    pub(crate) fn at(self) -> Timestamp {
        let minutes = match self {
            Self::Before => 0,
            Self::Run => 1,
            Self::After => 2,
        };
        NOW.saturating_add(SignedDuration::from_mins(minutes)).unwrap_or(NOW)
    }
}

/// A request that reached the vendor and may have changed something there.
#[derive(Clone, Debug)]
pub(crate) struct Delivery {
    pub(crate) operation: berth_core::attempt::Operation,
    /// What it was about, as the ledger calls it; `None` for a reserve, whose draft no vendor knows.
    pub(crate) subject: Option<String>,
    /// Whether the vendor did it.
    pub(crate) done: bool,
    /// Whether it answered with 401, which proves that nothing was done and lets the same request go again, once.
    pub(crate) unauthorized: bool,
}

impl Delivery {
    fn of(received: &Received) -> Option<Self> {
        let asked = Asked::of(received.operation?, &received.path, received.body.as_ref())?;
        Some(Self {
            operation: asked.operation,
            subject: asked.subject,
            done: received.committed,
            unauthorized: received.status == Some(401),
        })
    }
}

/// What a request that may change something asks for.
pub(crate) struct Asked {
    pub(crate) operation: berth_core::attempt::Operation,
    /// As in [`Delivery`].
    pub(crate) subject: Option<String>,
}

impl Asked {
    /// `None` for a request that changes nothing.
    pub(crate) fn of(call: Operation, path: &str, body: Option<&Value>) -> Option<Self> {
        let operation = operation(call)?;
        let subject = match call {
            Operation::CreateReservation => body.and_then(commitment).map(|order| order.subject()),
            Operation::DeleteReservation => {
                path.rsplit('/').next().and_then(|id| id.parse().ok()).map(reservation::subject)
            }
            _ => body.and_then(|body| body.get("cidrId")?.as_str()).map(ToOwned::to_owned),
        };
        Some(Self { operation, subject })
    }
}

/// The commitment that a request to Gcore asks for.
fn commitment(body: &Value) -> Option<CommitmentOrder> {
    let line = |resource: &Value| {
        let count = u32::try_from(resource["resource_value"].as_u64()?).ok()?;
        Some(BasketLine { resource: resource["resource_name"].as_str()?.to_owned(), count })
    };
    let months = body["period"].as_str()?.trim_start_matches("MONTHS").parse().ok()?;
    Some(CommitmentOrder {
        name: body["name"].as_str()?.to_owned(),
        basket: Basket {
            region: body["region_id"].as_i64()?,
            lines: body["resources"].as_array()?.iter().map(line).collect::<Option<_>>()?,
            windows_licences: body["has_windows"].as_bool()?,
        },
        term: Term::of_months(months)?,
    })
}

/// A folder with a ledger and the vendor's books, and what is known of them.
#[derive(Debug)]
pub(crate) struct Scene {
    folder: PathBuf,
    /// The policies in it, in the order in which they were reserved; or the commitment that can be asked for and the one
    /// that can be withdrawn, as the ledger calls them.
    pub(crate) subjects: Vec<String>,
    /// Its attempts.
    pub(crate) attempts: BTreeMap<AttemptId, Attempt>,
    /// What has reached the vendor so far.
    pub(crate) delivered: Vec<Delivery>,
}

impl Scene {
    /// No ledger yet, and a vendor that knows nobody.
    pub(crate) async fn blank(folder: PathBuf) -> Result<Self> {
        fs::create_dir_all(&folder)?;
        open_books(&folder, Strictness::Lax, Hour::Before).await?.stop().await;
        Self::known(folder, Vec::new(), Vec::new())
    }

    /// Two policies, the first of them as far on as `story` says.
    pub(crate) async fn after(folder: PathBuf, story: Story) -> Result<Self> {
        let (vendor, rig) = begin(&folder).await?;
        let mut policies = Vec::new();
        for _ in 0..2 {
            let made = rig.desk.reserve(ACCOUNT, Uuid::new_v4(), &order_draft(Hour::Before.at())).await;
            match made.map_err(|failure| explained(&failure))? {
                berth_core::desk::Reserve::Priced { record, .. } => policies.push(record.policy.id.to_string()),
                other => bail!("the scene's policy was not made: {other:?}"),
            }
        }
        if story != Story::Reserved {
            if story == Story::InDoubt {
                vendor.inject(Injection::new(Fault::Drop).committed().on(Operation::Purchase));
            }
            let bought = buy(&rig, &policies[0]).await;
            ensure!(bought.is_ok() == (story == Story::Bought), "the scene's purchase came to {bought:?}");
        }
        let delivered = end(vendor, rig).await;
        Self::known(folder, policies, delivered)
    }

    /// A quote of Gcore's: one of its terms is committed to, the other is not yet.
    pub(crate) async fn committed(folder: PathBuf) -> Result<Self> {
        let (vendor, rig) = begin(&folder).await?;
        let quoted = quote(&rig).await.map_err(|failure| explained(&failure))?;
        let made = commit(&rig, quoted, Term::Months36).await.map_err(|failure| explained(&failure))?;
        let delivered = end(vendor, rig).await;
        let order = CommitmentOrder { name: NAME.to_owned(), basket: basket(), term: TERM };
        Self::known(folder, vec![order.subject(), reservation::subject(made)], delivered)
    }

    /// What a run that was killed left behind.
    pub(crate) fn left(folder: PathBuf, subjects: Vec<String>, delivered: Vec<Delivery>) -> Result<Self> {
        Self::known(folder, subjects, delivered)
    }

    fn known(folder: PathBuf, subjects: Vec<String>, delivered: Vec<Delivery>) -> Result<Self> {
        // A copy is read, so that looking at a ledger that was left open does not put it in order.
        let aside = tempfile::tempdir_in(&folder)?;
        copy(&folder, aside.path())?;
        let attempts =
            if begun(&aside.path().join(LEDGER))? { attempts(&aside.path().join(LEDGER))? } else { Vec::new() };
        let attempts = attempts.into_iter().map(|attempt| (attempt.id, attempt)).collect();
        Ok(Self { folder, subjects, attempts, delivered })
    }

    /// A copy of it to be broken.
    pub(crate) fn copy_to(&self, folder: &Path) -> Result<()> {
        fs::create_dir_all(folder)?;
        copy(&self.folder, folder)
    }

    /// Its ledger's files, under the names that they have when it was copied to `place`. What SQLite shares in memory
    /// does not survive a power cut.
    pub(crate) fn files_as_in(&self, place: &Path) -> Result<Files> {
        let mut files = Files::new();
        for name in [LEDGER, LEDGER_LOG, LOCK] {
            let from = self.folder.join(name);
            if from.exists() {
                files.insert(place.join(name), fs::read(from)?);
            }
        }
        Ok(files)
    }
}

/// A vendor that knows nobody and a desk over an empty ledger, before the run.
async fn begin(folder: &Path) -> Result<(Sandbox, Rig)> {
    fs::create_dir_all(folder)?;
    let vendor = open_books(folder, Strictness::Lax, Hour::Before).await?;
    let rig = Rig::open(&folder.join(LEDGER), vendor.port(), Hour::Before.at(), Deadlines::default()).await;
    Ok((vendor, rig.map_err(|failure| explained(&failure))?))
}

/// Closes both, and says what was delivered.
async fn end(vendor: Sandbox, rig: Rig) -> Vec<Delivery> {
    rig.close();
    let delivered = delivered(&vendor).await;
    vendor.stop().await;
    delivered
}

/// How far on the first policy of a scene is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Story {
    Reserved,
    Bought,
    InDoubt,
}

/// Reviews a purchase, reads it for a second, and confirms it.
pub(crate) async fn buy(rig: &Rig, policy: &str) -> Result<(), Failure> {
    let id = PolicyId::parse(policy).map_err(Failure::internal)?;
    let review = rig.desk.begin_purchase(ACCOUNT, &id).await?;
    rig.clock.advance(SignedDuration::from_secs(1));
    let confirm = berth_core::desk::ConfirmPurchase {
        attempt: review.attempt,
        typed_id: policy.to_owned(),
        reason: Reason::default(),
    };
    rig.desk.confirm_purchase(confirm).await.map(drop)
}

/// The term that a run asks for.
pub(crate) const TERM: Term = Term::Months12;

/// Reviews a commitment, reads it for a second, and confirms it. Returns the number of the reservation.
pub(crate) async fn commit(rig: &Rig, quote: QuoteId, term: Term) -> Result<i64, Failure> {
    let review = rig.desk.begin_create(GCORE, quote, term, NAME).await?;
    rig.clock.advance(SignedDuration::from_secs(1));
    rig.desk.confirm_create(review.attempt, NAME).await.map(|receipt| receipt.reservation.id)
}

/// The same for a withdrawal.
pub(crate) async fn withdraw(rig: &Rig, id: i64) -> Result<(), Failure> {
    let review = rig.desk.begin_withdraw(GCORE, id).await?;
    rig.clock.advance(SignedDuration::from_secs(1));
    rig.desk.confirm_withdraw(review.attempt, &id.to_string()).await.map(drop)
}

/// The vendor over the books in a folder.
pub(crate) async fn open_books(folder: &Path, strictness: Strictness, hour: Hour) -> Result<Sandbox> {
    let options = SandboxOptions {
        state_file: Some(folder.join(BOOKS)),
        strictness,
        first_state: FirstState::Empty,
        now: Start::Frozen(hour.at()),
        seed: Some(7),
        ..SandboxOptions::default()
    };
    Ok(Sandbox::start(options).await?)
}

/// The ledger in a folder.
pub(crate) fn ledger_in(folder: &Path) -> PathBuf {
    folder.join(LEDGER)
}

/// What reached a vendor, once no request of a process that has ended is on its way any more.
///
/// Loopback delivers what was written before the writer's death, so two looks between which the runtime was idle and
/// nothing came suffice.
pub(crate) async fn delivered(vendor: &Sandbox) -> Vec<Delivery> {
    let mut before = (u64::MAX, usize::MAX);
    loop {
        tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        let received = vendor.received();
        let now = (vendor.connections(), received.len());
        let answered = received.iter().all(|one| one.status.is_some() || one.committed || one.fault.is_some());
        if now == before && answered {
            return received.iter().filter_map(Delivery::of).collect();
        }
        before = now;
    }
}

/// Whether there is a ledger that can hold attempts; its first start may have died before.
fn begun(ledger: &Path) -> Result<bool> {
    let db = Connection::open(ledger)?;
    Ok(db.query_row("SELECT count(*) FROM sqlite_schema WHERE name = 'attempt'", [], |row| row.get::<_, i64>(0))? > 0)
}

/// Every attempt in a ledger's file, read past the desk.
pub(crate) fn attempts(ledger: &Path) -> Result<Vec<Attempt>> {
    let db = Connection::open_with_flags(ledger, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let mut statement = db.prepare("SELECT record FROM attempt ORDER BY id")?;
    let texts: Vec<String> = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    texts.iter().map(|text| serde_json::from_str(text).context("an attempt cannot be read")).collect()
}

/// Whether a state means that its request may have left.
pub(crate) fn sent(state: State) -> bool {
    !matches!(state, State::Drafted | State::Recorded)
}

/// The operation in the ledger that a call of the vendor's belongs to, if it changes anything.
fn operation(of: Operation) -> Option<berth_core::attempt::Operation> {
    use berth_core::attempt::Operation as Attempted;
    match of {
        Operation::Reserve => Some(Attempted::Reserve),
        Operation::Purchase => Some(Attempted::Purchase),
        Operation::Cancel => Some(Attempted::Cancel),
        Operation::Configure => Some(Attempted::Configure),
        Operation::AutoRenewal => Some(Attempted::Renew),
        Operation::CreateReservation => Some(Attempted::Create),
        Operation::DeleteReservation => Some(Attempted::Withdraw),
        _ => None,
    }
}

/// An operation as the driver and the ledger call it.
pub(crate) fn word(operation: berth_core::attempt::Operation) -> &'static str {
    use berth_core::attempt::Operation as Attempted;
    match operation {
        Attempted::Reserve => "reserve",
        Attempted::Purchase => "purchase",
        Attempted::Cancel => "cancel",
        Attempted::Configure => "configure",
        Attempted::Renew => "renew",
        Attempted::Create => "create",
        Attempted::Withdraw => "withdraw",
    }
}

pub(crate) fn explained(failure: &Failure) -> anyhow::Error {
    anyhow!("{:?}: {} ({})", failure.code, failure.message, failure.detail)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    for file in fs::read_dir(from)? {
        let file = file?;
        if file.file_type()?.is_file() {
            fs::copy(file.path(), to.join(file.file_name()))?;
        }
    }
    Ok(())
}
