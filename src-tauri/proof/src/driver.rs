//! Berth without a window, for those who kill it: does what its arguments say with the real desk, says on a line of JSON
//! each what it was told, and ends.
//!
//! One thread runs the desk and one the ledger, as few as there can be, so that the system calls of a run are those of
//! the money path and hardly any others, in nearly the same order each time. Nothing waits: the half second for which a
//! confirmation is held back passes on a clock of its own.
//!
//! `--pause ledger-open` has it wait there for a line on standard input, so that somebody can begin to watch it.
//!
//! `--wrong` makes it a Berth that makes a mistake: `log-after-call` writes an attempt down when its answer has come,
//! `ignore-write-errors` goes on when the ledger could not be written. The sweeps must find both out, or they are worth
//! nothing.

use std::io::{BufRead as _, Write as _};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use async_trait::async_trait;
use berth_core::account::{Account, AccountId, Realm};
use berth_core::attempt::{Attempt, AttemptId, State, Verdict};
use berth_core::desk::{Configure, ConfirmPurchase, Evidence, Reserve};
use berth_core::error::{Code, Failure};
use berth_core::launch::{LaunchDraft, Renewal};
use berth_core::policy::{PolicyId, PolicyRecord, Reason};
use berth_core::ports::{Entry, Ledger, LedgerError, LoggedEntry, Policies, Reworded};
use berth_core::quote::{Quote, QuoteId, Term};
use berth_core::reservation::CommitmentOrder;
use berth_local::ledger::SqliteLedger;
use berth_proof::{ACCOUNT, GCORE, Kept, Line, NAME, Rig, Told, order_draft};
use berth_remote::Deadlines;
use jiff::{SignedDuration, Timestamp};
use rustix::process::{PTracer, set_ptracer};
use uuid::Uuid;

fn main() -> Result<()> {
    let orders = Orders::read(std::env::args().skip(1))?;
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(drive(&orders))
}

/// What the arguments ask for.
struct Orders {
    ledger: PathBuf,
    port: u16,
    now: Timestamp,
    deadlines: Deadlines,
    pause: bool,
    mistake: Option<Mistake>,
    steps: Vec<String>,
}

impl Orders {
    fn read(mut arguments: impl Iterator<Item = String>) -> Result<Self> {
        let mut orders = Self {
            ledger: PathBuf::new(),
            port: 0,
            now: Timestamp::UNIX_EPOCH,
            deadlines: Deadlines::default(),
            pause: false,
            mistake: None,
            steps: Vec::new(),
        };
        while let Some(name) = arguments.next() {
            let value = arguments.next().with_context(|| format!("{name} needs a value"))?;
            match name.as_str() {
                "--ledger" => orders.ledger = value.into(),
                "--port" => orders.port = value.parse()?,
                "--now" => orders.now = value.parse()?,
                "--deadline-ms" => orders.deadlines = all_of(Duration::from_millis(value.parse()?)),
                "--pause" if value == "ledger-open" => orders.pause = true,
                "--wrong" if value == "log-after-call" => orders.mistake = Some(Mistake::LogAfterCall),
                "--wrong" if value == "ignore-write-errors" => orders.mistake = Some(Mistake::IgnoreWriteErrors),
                "--step" => orders.steps.push(value),
                _ => bail!("{name} {value} is unknown"),
            }
        }
        Ok(orders)
    }
}

/// One deadline for everything but the sign-in, so that an answer that comes late is waited for no longer than need be.
fn all_of(deadline: Duration) -> Deadlines {
    Deadlines { reserve: deadline, purchase: deadline, cancel: deadline, change: deadline, ..Deadlines::default() }
}

async fn drive(orders: &Orders) -> Result<()> {
    let Orders { ledger, port, now, deadlines, pause, mistake, steps } = orders;
    let between = |ledger| {
        let _said = say(&Line::LedgerOpen);
        if *pause {
            wait_to_be_watched();
        }
        Arc::new(Witness { ledger, mistake: *mistake, held: Mutex::default() })
    };
    let rig = match Rig::open_through(between, ledger, *port, *now, *deadlines).await {
        Ok(rig) => rig,
        Err(failure) => return say(&Line::Told(told("open", None, Err(failure)))),
    };
    say(&Line::Told(Told { read_only: rig.opened.read_only.clone(), ..told("open", None, Ok(None)) }))?;
    for step in steps {
        let (verb, subject) = step.split_once(' ').unwrap_or((step, ""));
        say(&Line::Told(told(verb, Some(subject), carry_out(&rig, verb, subject).await)))?;
    }
    rig.close();
    Ok(())
}

/// Waits for a line. Whatever comes instead is as good.
fn wait_to_be_watched() {
    // On some systems only a parent may watch a process, unless that one says otherwise. On others this says nothing.
    let _allowed = set_ptracer(PTracer::Any);
    let _heard = std::io::stdin().lock().read_line(&mut String::new());
}

/// Begins an operation, lets the clock pass its half second, and confirms it. Returns the policy that came of it.
async fn carry_out(rig: &Rig, verb: &str, subject: &str) -> Result<Option<PolicyId>, Failure> {
    let desk = &rig.desk;
    let read = || rig.clock.advance(SignedDuration::from_secs(1));
    let policy = |text: &str| PolicyId::parse(text).map_err(Failure::internal);
    match verb {
        "reserve" => match desk.reserve(ACCOUNT, Uuid::new_v4(), &order_draft(desk.now())).await? {
            Reserve::Priced { record, .. } => Ok(Some(record.policy.id)),
            Reserve::Unavailable { .. } => Ok(None),
            Reserve::Invalid(errors) => Err(Failure::internal(format!("{errors:?}"))),
        },
        "purchase" => {
            let review = desk.begin_purchase(ACCOUNT, &policy(subject)?).await?;
            read();
            let confirm =
                ConfirmPurchase { attempt: review.attempt, typed_id: subject.to_owned(), reason: Reason::default() };
            Ok(Some(desk.confirm_purchase(confirm).await?.record.policy.id))
        }
        "cancel" => {
            let review = desk.begin_cancel(ACCOUNT, &policy(subject)?).await?;
            read();
            Ok(Some(desk.confirm_cancel(review.attempt, subject).await?.record.policy.id))
        }
        "configure" => {
            let draft = LaunchDraft { key_pair: "proof".to_owned(), disk: "40".to_owned(), ..LaunchDraft::default() };
            match desk.begin_configure(ACCOUNT, &policy(subject)?, &draft).await? {
                Configure::Review(review) => {
                    read();
                    Ok(Some(desk.confirm_configure(review.attempt).await?.record.policy.id))
                }
                Configure::Invalid(errors) => Err(Failure::internal(format!("{errors:?}"))),
            }
        }
        "renew" => {
            let review = desk.begin_renew(ACCOUNT, &policy(subject)?, Renewal::OneWeek).await?;
            read();
            Ok(Some(desk.confirm_renew(review.attempt, subject).await?.record.policy.id))
        }
        "create" => {
            let (quote, term) = quoted(rig, subject).await?;
            let review = desk.begin_create(GCORE, quote, term, NAME).await?;
            read();
            desk.confirm_create(review.attempt, NAME).await.map(|_| None)
        }
        "withdraw" => {
            let id = subject.rsplit('/').next().and_then(|id| id.parse().ok());
            let review = desk.begin_withdraw(GCORE, id.ok_or_else(|| Failure::missing("reservation"))?).await?;
            read();
            let typed = review.reservation.id.to_string();
            desk.confirm_withdraw(review.attempt, &typed).await.map(|_| None)
        }
        "settle" => {
            let open = rig.ledger.open_attempts().await?;
            let doubt = open.iter().find(|attempt| attempt.subject == subject);
            let attempt = doubt.ok_or_else(|| Failure::missing("request in doubt"))?.id;
            let note = "Seen in the vendor's console.".to_owned();
            desk.settle(Evidence { attempt, verdict: Verdict::Done, note, policy: None }).await?;
            Ok(None)
        }
        unknown => {
            Err(Failure::new(Code::InvalidInput, berth_core::say!("There is no step {unknown}.", unknown = unknown)))
        }
    }
}

/// The kept quote and the term that a commitment of this subject is asked for with.
async fn quoted(rig: &Rig, subject: &str) -> Result<(QuoteId, Term), Failure> {
    let quotes = rig.ledger.quotes(Realm::Test).await?;
    let mut offers = quotes.iter().flat_map(|quote| Term::ALL.map(|term| (quote, term)));
    let order = |quote: &Quote, term| CommitmentOrder { name: NAME.to_owned(), basket: quote.basket.clone(), term };
    let found = offers.find(|(quote, term)| order(quote, *term).subject() == subject);
    found.map(|(quote, term)| (quote.id, term)).ok_or_else(|| Failure::missing("quote"))
}

fn told(verb: &str, subject: Option<&str>, result: Result<Option<PolicyId>, Failure>) -> Told {
    let (policy, failure) = match result {
        Ok(policy) => (policy, None),
        Err(failure) => (None, Some(failure)),
    };
    Told {
        step: verb.to_owned(),
        subject: subject.filter(|subject| !subject.is_empty()).map(ToOwned::to_owned),
        policy,
        code: failure.as_ref().map(|failure| failure.code),
        effect: failure.as_ref().map(|failure| failure.effect),
        detail: failure.map(|failure| failure.detail),
        read_only: None,
    }
}

/// One write a line, so that whoever reads it has all of it or nothing.
fn say(line: &Line) -> Result<()> {
    let line = format!("{}\n", serde_json::to_string(line)?);
    Ok(std::io::stdout().write_all(line.as_bytes())?)
}

/// What everything here exists to prevent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mistake {
    /// What is on its way is kept in memory until its answer is there.
    LogAfterCall,
    /// What the ledger could not take is taken for written.
    IgnoreWriteErrors,
}

/// The ledger, and aloud what it says is kept of an attempt. Or the one of a Berth that makes a mistake.
struct Witness {
    ledger: Arc<SqliteLedger>,
    mistake: Option<Mistake>,
    held: Mutex<Vec<(Attempt, Entry)>>,
}

impl Witness {
    fn hold(&self, attempt: &Attempt, entry: &Entry) {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).push((attempt.clone(), entry.clone()));
    }

    /// Says that the ledger took an attempt, if it did. What a wrong Berth believes is not said: it must be found out by
    /// what it does.
    fn heard(&self, attempt: &Attempt, taken: Result<(), LedgerError>) -> Result<(), LedgerError> {
        match self.mistake {
            Some(Mistake::IgnoreWriteErrors) => return Ok(()),
            Some(Mistake::LogAfterCall) => return taken,
            None => taken?,
        }
        let kept = Kept { attempt: attempt.id, state: attempt.state };
        say(&Line::Kept(kept)).map_err(|error| LedgerError::Failed(error.to_string()))
    }
}

#[async_trait]
impl Ledger for Witness {
    async fn record(&self, attempt: &Attempt, entry: &Entry) -> Result<(), LedgerError> {
        if self.mistake == Some(Mistake::LogAfterCall) {
            self.hold(attempt, entry);
            return Ok(());
        }
        self.heard(attempt, self.ledger.record(attempt, entry).await)
    }

    async fn advance(
        &self,
        attempt: &Attempt,
        policy: Option<&PolicyRecord>,
        entry: &Entry,
    ) -> Result<(), LedgerError> {
        if self.mistake == Some(Mistake::LogAfterCall) && attempt.state == State::Sent {
            self.hold(attempt, entry);
            return Ok(());
        }
        let held = std::mem::take(&mut *self.held.lock().unwrap_or_else(PoisonError::into_inner));
        for (attempt, entry) in held {
            match attempt.state {
                State::Recorded => self.ledger.record(&attempt, &entry).await?,
                _ => self.ledger.advance(&attempt, None, &entry).await?,
            }
        }
        self.heard(attempt, self.ledger.advance(attempt, policy, entry).await)
    }

    async fn accounts(&self) -> Result<Vec<Account>, LedgerError> {
        self.ledger.accounts().await
    }

    async fn put_account(&self, account: &Account, entry: &Entry) -> Result<(), LedgerError> {
        self.ledger.put_account(account, entry).await
    }

    async fn policies(&self, realm: Realm) -> Result<Policies, LedgerError> {
        self.ledger.policies(realm).await
    }

    async fn policy(&self, account: AccountId, id: &PolicyId) -> Result<Option<PolicyRecord>, LedgerError> {
        self.ledger.policy(account, id).await
    }

    async fn add_policies(&self, records: &[PolicyRecord], entry: &Entry) -> Result<(), LedgerError> {
        self.ledger.add_policies(records, entry).await
    }

    async fn put_reasons(&self, reworded: &[Reworded]) -> Result<(), LedgerError> {
        self.ledger.put_reasons(reworded).await
    }

    async fn attempt(&self, id: AttemptId) -> Result<Option<Attempt>, LedgerError> {
        self.ledger.attempt(id).await
    }

    async fn open_attempts(&self) -> Result<Vec<Attempt>, LedgerError> {
        self.ledger.open_attempts().await
    }

    async fn spending_since(&self, account: AccountId, since: Timestamp) -> Result<Vec<Attempt>, LedgerError> {
        self.ledger.spending_since(account, since).await
    }

    async fn put_quote(&self, quote: &Quote, entry: &Entry) -> Result<(), LedgerError> {
        self.ledger.put_quote(quote, entry).await
    }

    async fn quotes(&self, realm: Realm) -> Result<Vec<Quote>, LedgerError> {
        self.ledger.quotes(realm).await
    }

    async fn activity(&self, account: AccountId, subject: &str) -> Result<Vec<LoggedEntry>, LedgerError> {
        self.ledger.activity(account, subject).await
    }
}
