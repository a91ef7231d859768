//! One history: a seed, and everything that follows from it.
//!
//! The user acts; between two acts the tasks, the network and the crashes have their turns, in an order that chance
//! decides. At the end faults stop, everything has to come to rest, the program starts once more, and an honest user
//! settles what is in doubt; then the ledger must say what the vendor's books say.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use berth_core::account::{Account, AccountId, Colour, Endpoint, Keep, Payment, SignIn, Vendor as AccountVendor};
use berth_core::attempt::{Attempt, Operation, State, Verdict};
use berth_core::desk::{Desk, Evidence};
use berth_core::guard::Limits;
use berth_core::money::Currency;
use berth_core::policy::{PolicyRecord, Source};
use berth_core::quote::{Quote, QuoteId, Term};
use berth_core::wrong;
use fastrand::Rng;
use jiff::SignedDuration;
use rust_decimal::Decimal;
use uuid::Uuid;

use crate::clock::Clocks;
use crate::coverage::{Coverage, Deed, Point, Situation};
use crate::executor::Executor;
use crate::gcore::{BASKETS, Gcore, basket};
use crate::invariants::{self, Broken, Invariant};
use crate::protocol::{self, Twist};
use crate::store::{Book, Store};
use crate::user::Held;
use crate::vendor::Vendor;
use crate::world::{Errand, ErrandId, Machine, PROCESSES, Purpose, Shared, World};

/// The account of every history at Cloudidr.
pub(crate) const ACCOUNT: AccountId = AccountId(Uuid::from_u128(1));
/// The one at Gcore.
pub(crate) const GCORE: AccountId = AccountId(Uuid::from_u128(2));

/// Turns after which what is still not at rest hangs. A use case takes some thirty.
const TURNS_TO_REST: usize = 5_000;

/// How a history ended.
pub(crate) struct Ending {
    pub(crate) broken: Option<Broken>,
    pub(crate) seen: Coverage,
    /// Line by line, if it was asked for.
    pub(crate) story: Vec<String>,
}

/// A history under way.
pub(crate) struct History {
    pub(crate) world: Shared,
    pub(crate) executor: Executor,
    pub(crate) desks: Rc<RefCell<[Option<Arc<Desk>>; PROCESSES]>>,
    /// The reviews the user has before the eyes.
    pub(crate) hand: Rc<RefCell<Vec<Held>>>,
    /// Whether a second process may be started.
    pub(crate) second: bool,
    twist: Option<Twist>,
}

/// Goes through the history of a seed.
pub(crate) fn run(seed: u64, twist: Option<Twist>, told: bool) -> Ending {
    wrong::switch(match twist {
        Some(Twist::Core(wrong)) => Some(wrong),
        _ => None,
    });
    let mut history = History::begin(seed, twist, told);
    let steps = history.world.with(|world| world.chance.u64(8..24));
    for _ in 0..steps {
        history.act();
        history.pass_some_turns();
        if history.found() {
            break;
        }
    }
    if !history.found() {
        history.close();
    }
    // A desk holds the world; letting go of it here lets the world go too.
    history.executor = Executor::default();
    history.desks.take();
    history.world.with(|world| {
        world.seen.histories += 1;
        world.seen.steps += steps;
        Ending { broken: world.broken.take(), seen: std::mem::take(&mut world.seen), story: world.story() }
    })
}

impl History {
    fn begin(seed: u64, twist: Option<Twist>, told: bool) -> Self {
        let mut chance = Rng::with_seed(seed);
        let tells_runs = chance.u8(0..8) > 0;
        let clocks = Clocks::new(chance.i64(0..14_400_000), chance.i64(-120_000..120_000), tells_runs);
        let mut vendor = Vendor::new(chance.bool(), Gcore::new(Decimal::new(chance.i64(10_000_000..30_000_000), 6)));
        let mut book = Book::default();
        let account = account(&mut chance, &clocks);
        for _ in 0..chance.u8(1..4) {
            let price = Decimal::new(chance.i64(1_000_000..30_000_000), 6);
            let policy = vendor.reserve(None, price, clocks.vendor());
            let record = policy.map(|policy| PolicyRecord::new(ACCOUNT, policy, Source::Reserved, clocks.machine()));
            book.policies.extend(record);
        }
        book.accounts.extend([account, gcore_account(&mut chance, &clocks)]);
        let quoted = basket(BASKETS[chance.usize(0..BASKETS.len())]);
        book.quotes.push(Quote {
            id: QuoteId(Uuid::from_u128(3)),
            account: GCORE,
            region_name: "somewhere".to_owned(),
            taken_at: clocks.machine(),
            offers: Term::ALL.map(|term| vendor.gcore.offer(&quoted, term)).into(),
            shapes: BTreeMap::new(),
            basket: quoted,
        });
        if chance.bool() {
            vendor.gcore.create(None, "of old");
        }
        let behind = (twist == Some(Twist::CommitsAreNotDurable)).then(|| Box::new(book.clone()));
        let without_rule = twist == Some(Twist::NoRuleInTheLedger);
        let store = Store { book, without_rule, behind, ..Store::default() };
        let second = chance.u8(0..8) == 0;
        let world = Shared::new(World::new(chance, clocks, store, vendor, told));
        let mut history =
            Self { world, executor: Executor::default(), desks: Rc::default(), hand: Rc::default(), second, twist };
        history.start(0);
        history
    }

    fn found(&self) -> bool {
        self.world.with(|world| world.broken.is_some())
    }

    /// Starts the program. Its desk is there once it has recovered.
    pub(crate) fn start(&mut self, process: usize) {
        let errand = self.world.with(|world| {
            world.two_writers |= process > 0;
            if process > 0 {
                world.saw(Situation::User(Deed::OpensASecondProcess));
            }
            world.tell(|| format!("process {process} starts"));
            world.begin_errand(process, Purpose::Start)
        });
        let machine = Arc::new(Machine { world: self.world.clone(), process });
        let (desks, twist) = (Rc::clone(&self.desks), self.twist);
        self.executor.spawn(process, errand, async move {
            if twist == Some(Twist::RecoverySendsAgain) {
                protocol::send_again(&machine).await;
            }
            let opened = Desk::open(protocol::roles(machine.clone(), twist)).await;
            machine.world.with(|world| match &opened {
                Ok(_) => invariants::after_recovery(world, !world.two_writers),
                Err(failure) => world.tell(|| format!("process {process} does not open: {}", failure.detail)),
            });
            desks.borrow_mut()[process] = opened.ok().map(Arc::new);
        });
    }

    /// Whether a process is up, or coming up.
    pub(crate) fn runs(&self, process: usize) -> bool {
        let up = self.desks.borrow()[process].is_some();
        up || self.world.with(|world| {
            let starts = |errand: &Errand| errand.process == process && errand.purpose == Purpose::Start;
            world.errands.iter().any(|errand| starts(errand) && !errand.over)
        })
    }

    /// The process dies, in the middle of whatever it is doing.
    pub(crate) fn kill(&mut self, process: usize) {
        let died = self.executor.kill(process);
        self.desks.borrow_mut()[process] = None;
        self.hand.borrow_mut().retain(|held| held.process != process);
        self.world.with(|world| {
            world.tell(|| format!("process {process} dies"));
            world.seen.crashes += u64::from(world.storm);
            for errand in died {
                match world.errands[errand].purpose {
                    Purpose::Start => world.saw(Situation::User(Deed::DiesInRecovery)),
                    Purpose::Carry(operation) => {
                        let point = point(world, errand);
                        world.saw(Situation::Crash(operation, point));
                    }
                    Purpose::Other => {}
                }
                world.errands[errand].over = true;
            }
            world.lose_what_is_not_on_disk(process);
        });
    }

    fn pass_some_turns(&mut self) {
        let turns = self.world.with(|world| if world.chance.bool() { 200 } else { world.chance.usize(0..24) });
        for _ in 0..turns {
            if !self.turn() || self.found() {
                return;
            }
            let dies = self.world.with(|world| world.fault(300).then(|| world.chance.usize(0..PROCESSES)));
            if let Some(process) = dies.filter(|&process| self.desks.borrow()[process].is_some() || self.runs(process))
            {
                self.kill(process);
            }
        }
    }

    /// One task is polled, or one flight lands. `false` when there is nothing of either.
    fn turn(&mut self) -> bool {
        let tasks = self.executor.len();
        let landing = self.world.with(|world| {
            let pass = world.chance.i64(0..60);
            world.clocks.pass(pass);
            let in_the_air = world.flights.iter().filter(|flight| flight.may_land()).count();
            if tasks + in_the_air == 0 {
                return None;
            }
            let chosen = world.chance.usize(0..tasks + in_the_air);
            if chosen < tasks {
                return Some(Err(chosen));
            }
            let mut landing = (0..).zip(&world.flights).filter(|(_, flight)| flight.may_land());
            landing.nth(chosen - tasks).map(|(number, _)| Ok(number))
        });
        match landing {
            None => return false,
            Some(Ok(number)) => self.world.with(|world| world.land(number)),
            Some(Err(task)) => self.poll(task),
        }
        true
    }

    fn poll(&mut self, task: usize) {
        let errand = self.executor.errand(task);
        self.world.with(|world| world.polled = errand);
        if self.executor.poll(task).is_ready() {
            self.world.with(|world| world.errands[errand].over = true);
        }
    }

    /// Lets everything come to rest, and finds what does not.
    fn come_to_rest(&mut self) {
        let turns = (0..TURNS_TO_REST).take_while(|_| self.turn()).count();
        if turns == TURNS_TO_REST {
            self.world.with(|world| world.expect(Invariant::Rest, Err("something never ends".to_owned())));
        }
    }

    /// The end: calm, rest, a last start, another that has nothing to do, and an honest user who settles every doubt.
    fn close(&mut self) {
        self.world.with(|world| {
            world.storm = false;
            world.vendor.locked_out = false;
            world.tell(|| "the storm is over".to_owned());
        });
        self.come_to_rest();
        for process in 0..PROCESSES {
            self.kill(process);
        }
        if self.recovered().is_none() {
            return;
        }
        let lines = self.world.with(|world| {
            invariants::after_recovery(world, true);
            world.store.book.lines.len()
        });
        let Some(desk) = self.recovered() else { return };
        self.world.with(|world| {
            let idle = world.store.book.lines.len() == lines;
            world.expect(
                Invariant::I6,
                if idle { Ok(()) } else { Err("a second recovery changed something".to_owned()) },
            );
        });
        self.look(0, &desk);
        self.come_to_rest();
        self.settle_everything(&desk);
        self.world.with(invariants::books_agree);
    }

    /// The desk after a start over what the disk holds.
    fn recovered(&mut self) -> Option<Arc<Desk>> {
        self.kill(0);
        self.start(0);
        self.come_to_rest();
        let desk = self.desks.borrow()[0].clone();
        if desk.is_none() {
            self.world.with(|world| world.expect(Invariant::I6, Err("a recovery without faults failed".to_owned())));
        }
        desk
    }

    fn settle_everything(&mut self, desk: &Arc<Desk>) {
        let doubts = self.world.with(|world| {
            let open = world.store.book.attempts.iter().filter(|attempt| attempt.state == State::Unknown);
            let doubts: Vec<Evidence> = open.map(|attempt| honest(world, attempt)).collect();
            world.seen.doubts += doubts.len() as u64;
            doubts
        });
        for evidence in doubts {
            let (world, desk) = (self.world.clone(), Arc::clone(desk));
            let errand = world.with(|world| world.begin_errand(0, Purpose::Other));
            self.executor.spawn(0, errand, async move {
                if let Err(failure) = desk.settle(evidence).await {
                    world.with(|world| world.expect(Invariant::Rest, Err(failure.message.to_string())));
                }
            });
            self.come_to_rest();
        }
    }
}

/// What an honest user with the vendor's console before the eyes says about a doubt.
pub(crate) fn honest(world: &World, attempt: &Attempt) -> Evidence {
    let sold = &world.vendor.sold;
    let of_it = |sold: &&crate::vendor::Sold| sold.reserved_by == Some(attempt.id);
    let (done, policy) = match attempt.operation {
        Operation::Reserve => {
            let made = sold.iter().find(of_it);
            (made.is_some(), made.map(|sold| sold.id.clone()))
        }
        Operation::Cancel => (world.vendor.policy(&attempt.subject).is_some_and(|sold| sold.cancelled), None),
        Operation::Withdraw => (world.vendor.gcore.about(&attempt.subject).is_some_and(|one| one.withdrawn), None),
        _ => (world.vendor.done_by(attempt.id), None),
    };
    let verdict = if done { Verdict::Done } else { Verdict::NotDone };
    Evidence { attempt: attempt.id, verdict, note: "seen in the console".to_owned(), policy }
}

/// How far an errand had come.
fn point(world: &World, errand: ErrandId) -> Point {
    let errand = &world.errands[errand];
    let state = errand.attempt.and_then(|attempt| world.store.book.attempt(attempt)).map(|attempt| attempt.state);
    let landed = errand.flights.last().map(|&flight| world.flights[flight].landing.is_some());
    match (state, landed) {
        (None | Some(State::Drafted), _) => Point::Unrecorded,
        (Some(State::Recorded), _) => Point::Recorded,
        (Some(State::Sent), None) => Point::Marked,
        (Some(State::Sent), Some(false)) => Point::Flying,
        (Some(State::Sent), Some(true)) => Point::Landed,
        (Some(_), _) => Point::Learnt,
    }
}

fn account(chance: &mut Rng, clocks: &Clocks) -> Account {
    let sign_in = match chance.u8(0..4) {
        0 => SignIn::Token,
        _ => SignIn::Password { user: "user@example.com".to_owned() },
    };
    Account {
        id: ACCOUNT,
        vendor: AccountVendor::Cloudidr,
        label: "personal".to_owned(),
        colour: Colour::Blue,
        endpoint: Endpoint::Vendor,
        sign_in,
        keep: Keep::Keychain,
        currency: Currency::USD,
        payment: Payment::Unknown,
        safe_mode: chance.u8(0..8) == 0,
        limits: Limits::default(),
        partly_documented: false,
        tested_at: None,
        skew: SignedDuration::ZERO,
        skew_since: None,
        created_at: clocks.machine(),
        forgotten_at: None,
    }
}

fn gcore_account(chance: &mut Rng, clocks: &Clocks) -> Account {
    Account {
        id: GCORE,
        vendor: AccountVendor::Gcore,
        label: "machines".to_owned(),
        sign_in: SignIn::Token,
        safe_mode: chance.u8(0..8) == 0,
        // Of the size of what histories commit to, so that one or two pass it.
        limits: Limits { per_month: chance.bool().then(|| Decimal::from(chance.u32(300..3_000))), ..Limits::default() },
        partly_documented: chance.u8(0..8) > 0,
        ..account(chance, clocks)
    }
}
