//! One cell: an operation is carried out while one thing goes wrong, and everybody is asked what came of it.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use berth_core::account::{AccountId, Loopback, Origin, Realm, Vendor};
use berth_core::attempt::{Attempt, Operation, State};
use berth_core::desk::{Configure, ConfirmPurchase, Reserve};
use berth_core::error::{Effect, Failure};
use berth_core::launch::{LaunchDraft, Renewal};
use berth_core::policy::{PolicyId, Reason};
use berth_core::ports::{Chain, Clock as _, Ledger as _};
use berth_core::quote::{QuoteId, Term};
use berth_core::reservation::{self, CommitmentOrder};
use berth_proof::{ACCOUNT, GCORE, NAME, Rig, basket, order_draft, quote};
use berth_remote::{Deadlines, Lookup};
use berth_sandbox::{Fault, FirstState, Injection, Operation as Call, Sandbox, SandboxOptions, Start, Strictness};
use jiff::{SignedDuration, Timestamp};
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::house::{self, House};
use crate::tls::Handshake;

/// What goes wrong.
#[derive(Clone, Debug)]
pub(crate) enum Trouble {
    /// Nobody listens at the vendor's port.
    Nobody,
    /// The vendor's name is not found.
    NoName,
    /// The vendor's name leads to a machine with which no TLS comes about.
    Tls(Handshake),
    /// The vendor's machine takes the request in and resets the connection before anybody there has read it.
    Unread,
    /// What the stand-in does to requests; without an operation of its own, to those of the row's.
    StandIn(Vec<Injection>),
}

/// How far things have come when the trouble begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// The account is signed in, and all that was to be read for the operation was read.
    Ready,
    /// Berth has just been started: the operation begins with a sign-in.
    SignedOut,
    /// The review is open, and what it shows is going to be read once more.
    Reviewed,
}

/// A line of the table: a fault, and what must come of it for some operations.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) fault: &'static str,
    pub(crate) trouble: Trouble,
    pub(crate) stage: Stage,
    pub(crate) met: Vec<(&'static [Operation], Cell)>,
}

/// What can be said of one operation that met one fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    /// Whether the vendor did it, by the vendor's own books.
    pub(crate) done: bool,
    /// How many requests for it the vendor read.
    pub(crate) requests: usize,
    /// How many sign-ins it read meanwhile.
    pub(crate) sign_ins: usize,
    pub(crate) ending: Ending,
    /// The attempt's rows in the activity log, in their order.
    pub(crate) rows: String,
    /// What comes of asking for the same again, after a restart and with the fault gone.
    pub(crate) again: String,
    /// Where the first attempt stands after that.
    pub(crate) at_last: Option<State>,
}

/// How it ends for the user and in the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ending {
    /// Where the attempt stands, before and after a restart. `None`: none was recorded.
    pub(crate) state: Option<State>,
    pub(crate) effect: Effect,
    /// The error's code, or `done`.
    pub(crate) code: String,
}

/// A cell as it was found beside what the table says.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) fault: &'static str,
    pub(crate) operation: Operation,
    pub(crate) cell: Cell,
    stated: Cell,
    strictness: Strictness,
}

impl Found {
    /// The difference to what the table says, if there is one.
    pub(crate) fn differs(&self) -> Option<String> {
        let Self { fault, operation, cell, stated, strictness } = self;
        (cell != stated)
            .then(|| format!("{operation:?}, {fault} ({strictness:?}):\n   found {cell:?}\n  stated {stated:?}"))
    }
}

/// How long an operation waits that is meant to wait in vain. The others are given all the time a busy machine needs.
pub(crate) const SHORT: Duration = Duration::from_secs(3);

/// How long the test itself waits for what must come.
const LONG: Duration = Duration::from_mins(1);

/// Later than `SHORT`: a vendor that does the work when nobody waits for it any more.
pub(crate) const TOO_LATE_MS: u64 = 4_000;

/// Finds out every cell of the rows, in their order.
pub(crate) async fn all(rows: Vec<Row>, house: &Arc<House>) -> Vec<Found> {
    let mut running = JoinSet::new();
    for (number, row) in rows.into_iter().enumerate() {
        for (operations, stated) in row.met {
            for operation in operations {
                for &strictness in habits(*operation, row.stage) {
                    let (house, trouble, stated) = (Arc::clone(house), row.trouble.clone(), stated.clone());
                    running.spawn(async move {
                        let _place = house.place(trouble.waits(), trouble.strikes()).await;
                        let scene = Scene { operation: *operation, trouble, stage: row.stage, strictness };
                        // A task of its own, so that what must be true of every cell can say of which it is not.
                        let played = tokio::spawn(scene.play(Arc::clone(&house))).await;
                        let cell = played.unwrap_or_else(|_| panic!("that was {operation:?}, {}", row.fault));
                        (number, Found { fault: row.fault, operation: *operation, cell, stated, strictness })
                    });
                }
            }
        }
    }
    let mut found = running.join_all().await;
    found.sort_by_key(|(number, found)| (*number, found.operation as u8, found.strictness == Strictness::Lax));
    found.into_iter().map(|(_, found)| found).collect()
}

/// A vendor may refuse a second purchase or charge it again; Berth must not depend on which.
fn habits(operation: Operation, stage: Stage) -> &'static [Strictness] {
    match (operation, stage) {
        (Operation::Purchase, Stage::Ready) => &[Strictness::Strict, Strictness::Lax],
        _ => &[Strictness::Strict],
    }
}

impl Trouble {
    pub(crate) fn strikes(&self) -> &[Injection] {
        match self {
            Self::StandIn(strikes) => strikes,
            _ => &[],
        }
    }

    /// Whether it ends with the client's patience.
    pub(crate) fn waits(&self) -> bool {
        *self == Handshake::Silent || self.strikes().iter().any(in_vain)
    }

    /// Whether the vendor does the work when the client has gone.
    fn comes_late(&self) -> bool {
        self.strikes().iter().any(|strike| matches!(strike.fault, Fault::Delay { .. }))
    }

    pub(crate) fn lookup(&self, house: &House) -> Lookup {
        match self {
            Self::Tls(handshake) => Lookup::At(house.tls.address(*handshake)),
            _ => Lookup::Nothing,
        }
    }

    /// Begins it, for the calls to a vendor of which it is about one.
    pub(crate) fn strike(&self, rig: &Rig, sandbox: &Sandbox, (vendor, call): (Vendor, Call), house: &House) {
        // What changes something at Gcore comes after a reading, which is not to be what fails.
        let after_a_reading = matches!(call, Call::CreateReservation | Call::DeleteReservation);
        let lead = |to| if after_a_reading { rig.way.lead_commitments(to) } else { rig.way.lead(to) };
        let lead_to = |port| lead(Origin::Loopback(Loopback::v4(port)));
        match self {
            Self::Nobody => lead_to(house.closed.port()),
            Self::Unread => lead_to(house.unread.port()),
            Self::NoName | Self::Tls(_) => lead(Origin::Vendor(vendor)),
            Self::StandIn(strikes) => {
                for strike in strikes {
                    let mut strike = strike.clone();
                    strike.operation.get_or_insert(call);
                    if let Fault::Redirect { to, .. } = &mut strike.fault {
                        *to = format!("http://127.0.0.1:{}/taken", house.elsewhere.port());
                    }
                    sandbox.inject(strike);
                }
            }
        }
    }
}

/// Whether a client that meets this waits until its deadline.
fn in_vain(strike: &Injection) -> bool {
    matches!(strike.fault, Fault::Hang | Fault::Delay { .. } | Fault::Slow { .. })
}

impl PartialEq<Handshake> for Trouble {
    fn eq(&self, other: &Handshake) -> bool {
        matches!(self, Self::Tls(handshake) if handshake == other)
    }
}

/// An operation and its trouble, ready to be played.
struct Scene {
    operation: Operation,
    trouble: Trouble,
    stage: Stage,
    strictness: Strictness,
}

/// What is operated on.
enum Subject {
    Draft(Uuid),
    Policy(PolicyId),
    Quote(QuoteId),
    Reservation(i64),
}

impl Subject {
    fn policy(&self) -> &PolicyId {
        let Self::Policy(id) = self else { panic!("this is about no policy") };
        id
    }

    /// As the ledger calls it.
    fn name(&self) -> String {
        match self {
            Self::Draft(id) => id.to_string(),
            Self::Policy(id) => id.to_string(),
            Self::Quote(_) => CommitmentOrder { name: NAME.to_owned(), basket: basket(), term: TERM }.subject(),
            Self::Reservation(id) => reservation::subject(*id),
        }
    }
}

/// For how long every commitment is asked for.
const TERM: Term = Term::Months12;

/// When every cell begins.
pub(crate) fn begin() -> Timestamp {
    "2026-01-08T15:20:00Z".parse().unwrap()
}

impl Scene {
    async fn play(self, house: Arc<House>) -> Cell {
        let folder = tempfile::tempdir().unwrap();
        let ledger = folder.path().join("ledger.db");
        let options = SandboxOptions {
            first_state: FirstState::Empty,
            now: Start::Frozen(begin()),
            strictness: self.strictness,
            ..SandboxOptions::default()
        };
        let sandbox = Sandbox::start(options).await.unwrap();
        let lookup = self.trouble.lookup(&house);
        let open = |now, deadlines| Rig::open_with(&ledger, sandbox.port(), now, deadlines, lookup);

        let mut rig = open(begin(), Deadlines::default()).await.unwrap();
        let subject = self.prepare(&rig, &sandbox).await;
        if self.stage == Stage::SignedOut || self.trouble.waits() {
            let now = rig.clock.now();
            let deadlines = if self.trouble.waits() { self.impatient() } else { Deadlines::default() };
            rig.close();
            rig = open(now, deadlines).await.unwrap();
        }
        if self.stage != Stage::SignedOut {
            rig.desk.test(self.account()).await.unwrap();
        }
        sandbox.forget_received();
        let before = self.spent(&sandbox);
        let strike = |call| self.trouble.strike(&rig, &sandbox, (self.vendor(), call), &house);
        let asked = if self.stage == Stage::Reviewed {
            self.ask(&rig, &subject, || strike(self.reading())).await
        } else {
            strike(self.call());
            self.ask(&rig, &subject, || ()).await
        };
        if self.trouble.comes_late() {
            let late = async {
                while !sandbox.received().iter().any(|request| request.committed) {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
            };
            tokio::time::timeout(LONG, late).await.expect("the vendor never did it");
        }
        sandbox.clear_faults();
        let (requests, sign_ins) = self.on_the_wire(&sandbox);
        let (attempt, rows) = self.recorded(&rig, &subject).await;
        let cell = Cell {
            done: self.was_done(&sandbox, &subject),
            requests,
            sign_ins,
            ending: Ending {
                state: attempt.as_ref().map(|attempt| attempt.state),
                effect: asked.as_ref().map_or_else(|failure| failure.effect, |()| Effect::Applied),
                code: code(&asked),
            },
            rows,
            again: String::new(),
            at_last: None,
        };
        if cell.ending.state == Some(State::Unknown) && self.operation != Operation::Cancel {
            let second = self.ask(&rig, &subject, || ()).await;
            assert_eq!(code(&second), "already_running", "{:?} is not locked", self.operation);
            assert_eq!(self.on_the_wire(&sandbox), (requests, sign_ins), "what is locked was sent");
        }
        house::holds(&cell, asked.as_ref().err(), &sandbox.received(), self.call());
        house::keeps_secrets(asked.as_ref().err(), folder.path());
        if self.spends() {
            assert_eq!(self.spent(&sandbox) - before, usize::from(cell.done), "charged more than once");
        }

        let now = rig.clock.now();
        rig.close();
        let rig = Rig::open(&ledger, sandbox.port(), now, Deadlines::default()).await.unwrap();
        assert_eq!(self.state_of(&rig, attempt.as_ref()).await, cell.ending.state, "a restart changed the attempt");
        sandbox.forget_received();
        let again = self.ask(&rig, &subject, || ()).await;
        assert_eq!(self.on_the_wire(&sandbox).0, usize::from(again.is_ok()), "again: {again:?}");
        if self.operation == Operation::Purchase {
            assert!(self.spent(&sandbox) - before <= 1, "bought twice");
        }
        let at_last = self.state_of(&rig, attempt.as_ref()).await;
        let log = rig.desk.integrity().await.expect("the log can be read").log;
        assert!(matches!(log, Chain::Whole { .. }), "the activity log is broken");
        house::keeps_secrets(again.as_ref().err(), folder.path());
        rig.close();
        Cell { again: code(&again), at_last, ..cell }
    }

    /// Short only for the one request that is meant to wait in vain, so that a slow machine makes no fault of its own.
    fn impatient(&self) -> Deadlines {
        let mut deadlines = Deadlines::default();
        if self.trouble == Handshake::Silent {
            deadlines.connect = SHORT;
        } else if self.stage == Stage::SignedOut {
            deadlines.sign_in = SHORT;
        } else if self.stage == Stage::Reviewed {
            deadlines.read = SHORT;
        } else {
            match self.operation {
                Operation::Reserve => deadlines.reserve = SHORT,
                Operation::Purchase | Operation::Create => deadlines.purchase = SHORT,
                Operation::Cancel | Operation::Withdraw => deadlines.cancel = SHORT,
                Operation::Configure | Operation::Renew => deadlines.change = SHORT,
            }
        }
        deadlines
    }

    fn call(&self) -> Call {
        match self.operation {
            Operation::Reserve => Call::Reserve,
            Operation::Purchase => Call::Purchase,
            Operation::Cancel => Call::Cancel,
            Operation::Configure => Call::Configure,
            Operation::Renew => Call::AutoRenewal,
            Operation::Create => Call::CreateReservation,
            Operation::Withdraw => Call::DeleteReservation,
        }
    }

    /// What is read anew before it.
    fn reading(&self) -> Call {
        match self.operation {
            Operation::Create => Call::PriceReservation,
            Operation::Withdraw => Call::GetReservationV1,
            other => panic!("nothing is read before {other:?}"),
        }
    }

    fn vendor(&self) -> Vendor {
        match self.operation {
            Operation::Create | Operation::Withdraw => Vendor::Gcore,
            _ => Vendor::Cloudidr,
        }
    }

    fn account(&self) -> AccountId {
        match self.vendor() {
            Vendor::Cloudidr => ACCOUNT,
            Vendor::Gcore => GCORE,
        }
    }

    fn spends(&self) -> bool {
        matches!(self.operation, Operation::Purchase | Operation::Create)
    }

    /// All that was paid for or committed to at the vendor.
    fn spent(&self, sandbox: &Sandbox) -> usize {
        match self.vendor() {
            Vendor::Cloudidr => usize::try_from(sandbox.charges().values().sum::<u64>()).unwrap(),
            Vendor::Gcore => reservations(sandbox),
        }
    }

    /// Makes what is operated on: a policy to buy, or one that is bought and past its free cancellation, so that a
    /// cancellation is answered with a sentence; a quote to ask for, or a commitment that is made.
    async fn prepare(&self, rig: &Rig, sandbox: &Sandbox) -> Subject {
        match self.operation {
            Operation::Reserve => return Subject::Draft(Uuid::new_v4()),
            Operation::Create => return Subject::Quote(quote(rig).await.unwrap()),
            Operation::Withdraw => {
                let made = commit(rig, quote(rig).await.unwrap(), || ()).await.unwrap();
                return Subject::Reservation(made);
            }
            Operation::Purchase | Operation::Cancel | Operation::Configure | Operation::Renew => {}
        }
        let Reserve::Priced { record, .. } =
            rig.desk.reserve(ACCOUNT, Uuid::new_v4(), &order_draft(begin())).await.unwrap()
        else {
            panic!("the stand-in sells this window")
        };
        if self.operation != Operation::Purchase {
            buy(rig, &record.policy.id).await.unwrap();
            rig.clock.advance(SignedDuration::from_mins(20));
            sandbox.advance(20 * 60).unwrap();
        }
        Subject::Policy(record.policy.id)
    }

    /// Does what a user does for the operation. `reviewed` happens at Gcore while the review is open.
    async fn ask(&self, rig: &Rig, subject: &Subject, reviewed: impl FnOnce() + Send) -> Result<(), Failure> {
        let desk = &rig.desk;
        match (self.operation, subject) {
            (Operation::Reserve, Subject::Draft(draft)) => {
                match desk.reserve(ACCOUNT, *draft, &order_draft(begin())).await? {
                    Reserve::Priced { .. } => Ok(()),
                    other => panic!("{other:?}"),
                }
            }
            (Operation::Create, Subject::Quote(id)) => commit(rig, *id, reviewed).await.map(drop),
            (Operation::Withdraw, Subject::Reservation(id)) => {
                let review = desk.begin_withdraw(GCORE, *id).await?;
                look(rig);
                reviewed();
                desk.confirm_withdraw(review.attempt, &id.to_string()).await.map(drop)
            }
            (Operation::Purchase, Subject::Policy(id)) => buy(rig, id).await,
            (Operation::Cancel, Subject::Policy(id)) => {
                let review = desk.begin_cancel(ACCOUNT, id).await?;
                look(rig);
                desk.confirm_cancel(review.attempt, id.as_str()).await.map(drop)
            }
            (Operation::Configure, Subject::Policy(id)) => {
                let draft = LaunchDraft { vpc: VPC.to_owned(), ..LaunchDraft::default() };
                let Configure::Review(review) = desk.begin_configure(ACCOUNT, id, &draft).await? else {
                    panic!("{draft:?} holds")
                };
                look(rig);
                desk.confirm_configure(review.attempt).await.map(drop)
            }
            (Operation::Renew, Subject::Policy(id)) => {
                let review = desk.begin_renew(ACCOUNT, id, Renewal::OneWeek).await?;
                look(rig);
                desk.confirm_renew(review.attempt, id.as_str()).await.map(drop)
            }
            _ => panic!("{:?} is not about this", self.operation),
        }
    }

    /// Requests for the operation, and sign-ins, that the vendor read.
    fn on_the_wire(&self, sandbox: &Sandbox) -> (usize, usize) {
        let received = sandbox.received();
        let count = |call| received.iter().filter(|request| request.operation == Some(call)).count();
        (count(self.call()), count(Call::SignIn))
    }

    /// Whether the vendor did it, by its own books.
    fn was_done(&self, sandbox: &Sandbox, subject: &Subject) -> bool {
        let books = sandbox.state();
        let policies = books["policies"].as_array().unwrap();
        let policy = || policies.iter().find(|policy| policy["cidrId"] == subject.policy().as_str()).unwrap();
        match self.operation {
            Operation::Reserve => !policies.is_empty(),
            Operation::Purchase => policy()["policyStatus"] == "ACTIVE",
            Operation::Cancel => policy()["policyStatus"] == "CANCELED",
            Operation::Configure => policy()["capacityConfiguration"]["vpc"] == VPC,
            Operation::Renew => policy()["capacityConfiguration"]["autoRenewalEnabled"] == true,
            Operation::Create => reservations(sandbox) > 0,
            Operation::Withdraw => reservations(sandbox) == 0,
        }
    }

    /// The attempt, if one was recorded, and its rows in the activity log. A reserve's last row may stand under the
    /// policy that came of it.
    async fn recorded(&self, rig: &Rig, subject: &Subject) -> (Option<Attempt>, String) {
        let policies = rig.ledger.policies(Realm::Test).await.unwrap();
        let mut subjects: BTreeSet<String> = policies.iter().map(|record| record.policy.id.to_string()).collect();
        subjects.insert(subject.name());
        let mut log = Vec::new();
        for subject in subjects {
            log.extend(rig.ledger.activity(self.account(), &subject).await.unwrap());
        }
        log.sort_by_key(|line| line.number);
        let name = serde_json::to_value(self.operation).unwrap();
        let prefix = format!("{}_", name.as_str().unwrap());
        let Some(id) = log.iter().rev().find(|line| line.kind.starts_with(&prefix)).and_then(|line| line.attempt)
        else {
            return (None, String::new());
        };
        let attempt = rig.ledger.attempt(id).await.unwrap().unwrap();
        let rows: Vec<_> = log
            .iter()
            .filter(|line| line.attempt == Some(id))
            .map(|line| line.kind.trim_start_matches(&prefix))
            .collect();
        (Some(attempt), rows.join(" "))
    }

    async fn state_of(&self, rig: &Rig, attempt: Option<&Attempt>) -> Option<State> {
        match attempt {
            Some(attempt) => rig.ledger.attempt(attempt.id).await.unwrap().map(|attempt| attempt.state),
            None => None,
        }
    }
}

/// A VPC no policy begins with.
const VPC: &str = "vpc-0a1b2c3d";

async fn buy(rig: &Rig, id: &PolicyId) -> Result<(), Failure> {
    let review = rig.desk.begin_purchase(ACCOUNT, id).await?;
    look(rig);
    let confirm = ConfirmPurchase { attempt: review.attempt, typed_id: String::new(), reason: Reason::default() };
    rig.desk.confirm_purchase(confirm).await.map(drop)
}

/// The time a person takes to read a review.
fn look(rig: &Rig) {
    rig.clock.advance(SignedDuration::from_secs(1));
}

/// Commits to what was quoted. Returns the number of the reservation.
async fn commit(rig: &Rig, id: QuoteId, reviewed: impl FnOnce() + Send) -> Result<i64, Failure> {
    let review = rig.desk.begin_create(GCORE, id, TERM, NAME).await?;
    look(rig);
    reviewed();
    rig.desk.confirm_create(review.attempt, NAME).await.map(|receipt| receipt.reservation.id)
}

/// How many reservations there are at Gcore.
fn reservations(sandbox: &Sandbox) -> usize {
    sandbox.state()["reservations"].as_array().unwrap().len()
}

/// The error's code, or `done`.
pub(crate) fn code<T>(result: &Result<T, Failure>) -> String {
    match result {
        Ok(_) => "done".to_owned(),
        Err(failure) => word(&failure.code),
    }
}

/// A word as it is kept and sent to the page.
pub(crate) fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).unwrap().as_str().unwrap().to_owned()
}
