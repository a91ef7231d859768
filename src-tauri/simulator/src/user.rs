//! The user: impatient, forgetful, and honest.
//!
//! Everything is clicked twice now and then, reviews are confirmed too early, too late or again, ids are mistyped,
//! settings are changed while something is on its way. What is in doubt is settled as the vendor's books have it, once
//! nothing of it is in the air any more; and now and then the user cancels instead.

use std::future::Future;
use std::rc::Rc;
use std::sync::Arc;

use berth_core::account::{AccountId, Keep, Realm};
use berth_core::attempt::{AttemptId, Operation, State, Verdict};
use berth_core::desk::{Configure, ConfirmPurchase, Credentials, Desk, Reserve};
use berth_core::draft::Draft;
use berth_core::error::{Code, Effect, Failure};
use berth_core::guard::Limits;
use berth_core::launch::{LaunchDraft, Renewal};
use berth_core::money::{Currency, Money};
use berth_core::policy::{PolicyId, Reason};
use berth_core::quote::{QuoteId, Term};
use berth_core::secret::Secret;
use rust_decimal::Decimal;
use uuid::Uuid;

use crate::coverage::{Deed, Situation};
use crate::gcore::{BASKETS, basket};
use crate::history::{ACCOUNT, GCORE, History, honest};
use crate::invariants::{self, Invariant, Told};
use crate::world::{ErrandId, PROCESSES, Purpose, Shared, World};

/// A review before the user's eyes.
#[derive(Clone)]
pub(crate) struct Held {
    pub(crate) process: usize,
    attempt: AttemptId,
    wish: Wish,
    /// Opened over a purchase in doubt.
    doubt: bool,
    /// Confirmed before.
    used: bool,
}

/// What a review is opened for.
#[derive(Clone, Debug)]
enum Wish {
    Purchase(PolicyId),
    Cancel(PolicyId),
    Configure(PolicyId),
    Renew(PolicyId, Renewal),
    Create(QuoteId, Term, &'static str),
    Withdraw(i64),
}

impl Wish {
    fn operation(&self) -> Operation {
        match self {
            Self::Purchase(_) => Operation::Purchase,
            Self::Cancel(_) => Operation::Cancel,
            Self::Configure(_) => Operation::Configure,
            Self::Renew(..) => Operation::Renew,
            Self::Create(..) => Operation::Create,
            Self::Withdraw(_) => Operation::Withdraw,
        }
    }

    /// What has to be typed, where anything has to.
    fn letters(&self) -> String {
        match self {
            Self::Purchase(id) | Self::Cancel(id) | Self::Configure(id) | Self::Renew(id, _) => id.to_string(),
            Self::Create(_, _, name) => (*name).to_owned(),
            Self::Withdraw(id) => id.to_string(),
        }
    }
}

impl History {
    /// One act of the user, or of the world around.
    pub(crate) fn act(&mut self) {
        self.world.with(|world| world.polled = 0);
        let running: Vec<usize> = (0..PROCESSES).filter(|&process| self.desks.borrow()[process].is_some()).collect();
        let process =
            self.world.with(|world| running.get(world.chance.usize(0..PROCESSES.min(running.len().max(1)))).copied());
        let desk = process.and_then(|process| Some((process, self.desks.borrow()[process].clone()?)));
        let Some((process, desk)) = desk else {
            if !self.runs(0) {
                self.start(0);
            }
            return;
        };
        match self.world.with(|world| world.chance.u8(0..124)) {
            0..11 => self.open_review(process, &desk, Operation::Purchase),
            11..46 => self.confirm(process, &desk),
            46..49 => self.look(process, &desk),
            49..59 => self.open_review(process, &desk, Operation::Cancel),
            59..63 => self.open_review(process, &desk, Operation::Configure),
            63..67 => self.open_review(process, &desk, Operation::Renew),
            67..72 => self.reserve(process, &desk),
            72..83 => self.open_review(process, &desk, Operation::Create),
            83..89 => self.open_review(process, &desk, Operation::Withdraw),
            89..91 => self.price(process, &desk),
            91..100 => self.settle(process, &desk),
            100..103 => self.change_limits(process, &desk),
            103..106 => self.switch_safe_mode(process, &desk),
            106..108 => self.switch_partly_documented(process, &desk),
            108..110 => self.change_credentials(process, &desk),
            110..112 => self.track(process, &desk),
            112 => self.drop_review(&desk),
            113..117 => self.wait(),
            117..121 => self.world.with(weather),
            121 if self.second && !self.runs(1) => self.start(1),
            122 => self.restart_the_machine(),
            _ => self.kill(process),
        }
    }

    /// Starts an errand, now and then twice.
    fn click<F: Future<Output = ()> + 'static>(
        &mut self,
        process: usize,
        purpose: Purpose,
        what: &str,
        errand: impl Fn(ErrandId) -> F,
    ) {
        let twice = self.world.with(|world| world.storm && world.chance.u8(0..4) == 0);
        for time in 0..=usize::from(twice) {
            let number = self.world.with(|world| {
                if time > 0 {
                    world.saw(Situation::User(Deed::ClicksTwice));
                }
                world.tell(|| format!("the user {what}{}", if time > 0 { " again" } else { "" }));
                world.begin_errand(process, purpose)
            });
            self.executor.spawn(process, number, errand(number));
        }
    }

    /// Something to wish for of a kind, if there is anything.
    fn wish(&self, operation: Operation) -> Option<Wish> {
        self.world.with(|world| {
            let mut any = |of: usize| world.chance.usize(0..of.max(1));
            let book = &world.store.book;
            match operation {
                Operation::Create => {
                    let quote = book.quotes.get(any(book.quotes.len()))?.id;
                    return Some(Wish::Create(quote, Term::ALL[any(2)], ["one", "two"][any(2)]));
                }
                Operation::Withdraw => {
                    let committed = &world.vendor.gcore.committed;
                    return committed.get(any(committed.len())).map(|one| Wish::Withdraw(one.id));
                }
                _ => {}
            }
            let policy = book.policies.get(any(book.policies.len()))?.policy.id.clone();
            Some(match operation {
                Operation::Cancel => Wish::Cancel(policy),
                Operation::Configure => Wish::Configure(policy),
                Operation::Renew => Wish::Renew(policy, [Renewal::OneWeek, Renewal::Off][any(2)]),
                _ => Wish::Purchase(policy),
            })
        })
    }

    fn open_review(&mut self, process: usize, desk: &Arc<Desk>, operation: Operation) {
        let Some(wish) = self.wish(operation) else { return };
        let (desk, world, hand) = (Arc::clone(desk), self.world.clone(), Rc::clone(&self.hand));
        self.click(process, Purpose::Other, &format!("opens the review of {wish:?}"), move |_| {
            let (desk, world, hand, wish) = (Arc::clone(&desk), world.clone(), Rc::clone(&hand), wish.clone());
            async move {
                match review(&desk, &world, &wish).await {
                    Ok((attempt, doubt)) => {
                        hand.borrow_mut().push(Held { process, attempt, wish, doubt, used: false });
                    }
                    Err(failure) => world.with(|world| hear(world, &failure)),
                }
            }
        });
    }

    fn confirm(&mut self, process: usize, desk: &Arc<Desk>) {
        let mine = |held: &&mut Held| held.process == process;
        let held = {
            let mut hand = self.hand.borrow_mut();
            let count = hand.iter_mut().filter(mine).count();
            let chosen = self.world.with(|world| world.chance.usize(0..count.max(1)));
            hand.iter_mut().filter(mine).nth(chosen).map(|held| {
                let before = held.clone();
                held.used = true;
                before
            })
        };
        let Some(held) = held else { return self.open_review(process, desk, Operation::Purchase) };
        let typed = self.world.with(|world| {
            if held.used {
                world.saw(Situation::User(Deed::ConfirmsTwice));
            }
            if held.doubt {
                world.saw(Situation::User(Deed::CancelsADoubt));
            }
            // Most read what they confirm, and some leave it open over lunch.
            let reading = match world.chance.u8(0..40) {
                0..8 => 0,
                8..39 => world.chance.i64(500..20_000),
                _ => world.chance.i64(600_000..1_200_000),
            };
            world.clocks.pass(reading);
            match world.chance.u8(0..20) {
                0 => "sc_999".to_owned(),
                1..4 => String::new(),
                _ => held.wish.letters(),
            }
        });
        let again = self.world.with(|world| world.chance.u8(0..3) == 0);
        if !again {
            self.hand.borrow_mut().retain(|other| other.attempt != held.attempt);
        }
        let (desk, world) = (Arc::clone(desk), self.world.clone());
        let (operation, attempt) = (held.wish.operation(), held.attempt);
        let what = format!("confirms {:?}", held.wish);
        self.click(process, Purpose::Carry(operation), &what, move |errand| {
            let (desk, world, typed) = (Arc::clone(&desk), world.clone(), typed.clone());
            async move {
                let told = confirmed(&desk, operation, attempt, typed).await;
                tell(&world, errand, told);
            }
        });
    }

    fn reserve(&mut self, process: usize, desk: &Arc<Desk>) {
        let (desk, world) = (Arc::clone(desk), self.world.clone());
        let draft_id = self.world.with(|world| Uuid::from_u128(world.chance.u128(2..6)));
        self.click(process, Purpose::Carry(Operation::Reserve), "reserves a window", move |errand| {
            let (desk, world) = (Arc::clone(&desk), world.clone());
            async move {
                match desk.reserve(ACCOUNT, draft_id, &draft()).await {
                    Ok(Reserve::Invalid(errors)) => {
                        world.with(|world| world.tell(|| format!("the form is refused: {errors:?}")));
                    }
                    Ok(_) => tell(&world, errand, Ok(Vec::new())),
                    Err(failure) => tell(&world, errand, Err(failure)),
                }
            }
        });
    }

    fn settle(&mut self, process: usize, desk: &Arc<Desk>) {
        let evidence = self.world.with(|world| {
            let doubts = || world.store.book.attempts.iter().filter(|attempt| attempt.state == State::Unknown);
            let calm = doubts().find(|attempt| world.quiet(attempt.id)).map(|attempt| honest(world, attempt));
            let waits = calm.is_none() && doubts().next().is_some();
            if waits {
                world.saw(Situation::User(Deed::WaitsForTheNetwork));
            }
            calm
        });
        let Some(evidence) = evidence else { return };
        let (desk, world) = (Arc::clone(desk), self.world.clone());
        self.click(process, Purpose::Other, "settles a doubt", move |_| {
            let (desk, world, evidence) = (Arc::clone(&desk), world.clone(), evidence.clone());
            async move {
                let done = evidence.verdict == Verdict::Done;
                match desk.settle(evidence).await {
                    Ok(()) => {
                        let deed = if done { Deed::SettlesAsDone } else { Deed::SettlesAsNotDone };
                        world.with(|world| world.saw(Situation::User(deed)));
                    }
                    Err(failure) => world.with(|world| hear(world, &failure)),
                }
            }
        });
    }

    /// Whose settings are changed.
    fn any_account(&self) -> AccountId {
        self.world.with(|world| if world.chance.u8(0..3) == 0 { GCORE } else { ACCOUNT })
    }

    fn change_limits(&mut self, process: usize, desk: &Arc<Desk>) {
        let account = self.any_account();
        let limits = self.world.with(|world| {
            world.saw(Situation::User(Deed::ChangesLimits));
            let mut any = || limit(world, account);
            Limits { per_purchase: any(), per_day: any(), per_month: any() }
        });
        let (desk, world) = (Arc::clone(desk), self.world.clone());
        self.click(process, Purpose::Other, "changes the limits", move |_| {
            let (desk, world) = (Arc::clone(&desk), world.clone());
            async move { hear_if(&world, desk.set_limits(account, limits).await) }
        });
    }

    fn switch_safe_mode(&mut self, process: usize, desk: &Arc<Desk>) {
        let account = self.any_account();
        let on = self.world.with(|world| {
            let on = world.chance.u8(0..3) == 0;
            world.saw(Situation::User(if on { Deed::TurnsSafeModeOn } else { Deed::TurnsSafeModeOff }));
            on
        });
        let (desk, world) = (Arc::clone(desk), self.world.clone());
        let what = if on { "turns safe mode on" } else { "turns safe mode off" };
        self.click(process, Purpose::Other, what, move |_| {
            let (desk, world) = (Arc::clone(&desk), world.clone());
            async move { hear_if(&world, desk.set_safe_mode(account, on).await) }
        });
    }

    fn switch_partly_documented(&mut self, process: usize, desk: &Arc<Desk>) {
        let on = self.world.with(|world| {
            let on = world.chance.u8(0..3) > 0;
            let deed = if on { Deed::AllowsWhatIsPartlyDocumented } else { Deed::ForbidsWhatIsPartlyDocumented };
            world.saw(Situation::User(deed));
            on
        });
        let (desk, world) = (Arc::clone(desk), self.world.clone());
        let what = if on { "allows what is partly documented" } else { "forbids what is partly documented" };
        self.click(process, Purpose::Other, what, move |_| {
            let (desk, world) = (Arc::clone(&desk), world.clone());
            async move { hear_if(&world, desk.set_partly_documented(GCORE, on).await) }
        });
    }

    /// Prices a basket and keeps what was offered.
    fn price(&mut self, process: usize, desk: &Arc<Desk>) {
        let wanted = self.world.with(|world| basket(BASKETS[world.chance.usize(0..BASKETS.len())]));
        let (desk, world) = (Arc::clone(desk), self.world.clone());
        self.click(process, Purpose::Other, "prices a basket", move |_| {
            let (desk, world, wanted) = (Arc::clone(&desk), world.clone(), wanted.clone());
            async move {
                let kept = match desk.price(GCORE, wanted).await {
                    Ok(quote) => desk.keep_quote(&quote).await,
                    Err(failure) => Err(failure),
                };
                match kept {
                    Ok(()) => world.with(|world| world.saw(Situation::User(Deed::PricesABasket))),
                    Err(failure) => world.with(|world| hear(world, &failure)),
                }
            }
        });
    }

    fn change_credentials(&mut self, process: usize, desk: &Arc<Desk>) {
        let account = self.any_account();
        let forgets = self.world.with(|world| {
            world.saw(Situation::User(Deed::ChangesCredentials));
            world.chance.u8(0..4) == 0
        });
        let (desk, world) = (Arc::clone(desk), self.world.clone());
        let what = if forgets { "forgets the credentials" } else { "replaces the credentials" };
        self.click(process, Purpose::Other, what, move |_| {
            let (desk, world) = (Arc::clone(&desk), world.clone());
            async move {
                if forgets {
                    return hear_if(&world, desk.forget(account).await);
                }
                if let Ok(secret) = Secret::parse("password".to_owned()) {
                    let credentials = match account {
                        GCORE => Credentials::Token(secret),
                        _ => Credentials::Password { user: "user@example.com".to_owned(), password: secret },
                    };
                    hear_if(&world, desk.replace(account, credentials, Keep::Keychain).await);
                    hear_if(&world, desk.test(account).await);
                }
            }
        });
    }

    /// Looks at the desk: whatever is open all the while has to be shown for what it is.
    pub(crate) fn look(&mut self, process: usize, desk: &Arc<Desk>) {
        let (desk, world) = (Arc::clone(desk), self.world.clone());
        self.click(process, Purpose::Other, "looks at the desk", move |_| {
            let (desk, world) = (Arc::clone(&desk), world.clone());
            async move {
                let before = world.with(|world| {
                    world.saw(Situation::User(Deed::LooksAtTheDesk));
                    world.store.book.open()
                });
                match desk.overview(Realm::Live).await {
                    Ok(overview) => world.with(|world| invariants::when_looked(world, &before, &overview)),
                    Err(failure) => world.with(|world| {
                        let calm = !world.storm;
                        world.expect(Invariant::Rest, if calm { Err(failure.detail) } else { Ok(()) });
                    }),
                }
            }
        });
    }

    fn track(&mut self, process: usize, desk: &Arc<Desk>) {
        let id = self.world.with(|world| {
            let at = world.chance.usize(0..world.vendor.sold.len().max(1));
            world.vendor.sold.get(at).map(|sold| sold.id.clone())
        });
        let Some(id) = id else { return };
        let (desk, world) = (Arc::clone(desk), self.world.clone());
        self.click(process, Purpose::Other, "tracks an id", move |_| {
            let (desk, world, id) = (Arc::clone(&desk), world.clone(), id.clone());
            world.with(|world| world.saw(Situation::User(Deed::Tracks)));
            async move { hear_if(&world, desk.track(ACCOUNT, id).await) }
        });
    }

    fn drop_review(&mut self, desk: &Desk) {
        if let Some(held) = self.hand.borrow_mut().pop() {
            desk.drop_review(held.attempt);
            self.world.with(|world| world.saw(Situation::User(Deed::DropsAReview)));
        }
    }

    /// The machine is started anew, which takes all that ran on it, and now and then the right time.
    fn restart_the_machine(&mut self) {
        for process in (0..PROCESSES).filter(|&process| self.runs(process)).collect::<Vec<_>>() {
            self.kill(process);
        }
        self.world.with(|world| {
            let off = world.chance.i64(20_000..400_000);
            world.clocks.pass(off);
            world.clocks.restart();
            world.saw(Situation::User(Deed::RestartsTheMachine));
            world.tell(|| "the machine is restarted".to_owned());
            if world.chance.u8(0..3) == 0 {
                let hours = world.chance.i64(-2..3);
                world.clocks.set_machine(hours * 3_600_000);
            }
        });
    }

    fn wait(&mut self) {
        self.world.with(|world| {
            let by = [1_000, 30_000, 300_000, 1_000_000, 4_000_000, 40_000_000][world.chance.usize(0..6)];
            world.clocks.pass(by);
            world.saw(Situation::User(Deed::Suspends));
            world.tell(|| format!("{} seconds pass", by / 1000));
        });
    }
}

/// What befalls the user.
fn weather(world: &mut World) {
    match world.chance.u8(0..5) {
        0 => {
            let by = world.chance.i64(1_000..100_000_000);
            world.clocks.set_machine(by);
            world.saw(Situation::User(Deed::SetsTheClockForward));
            world.tell(|| format!("the clock is set {} seconds forward", by / 1000));
        }
        1 => {
            let by = world.chance.i64(1_000..100_000_000);
            world.clocks.set_machine(-by);
            world.saw(Situation::User(Deed::SetsTheClockBack));
            world.tell(|| format!("the clock is set {} seconds back", by / 1000));
        }
        2 => {
            world.vendor.locked_out = !world.vendor.locked_out;
            world.saw(Situation::User(Deed::IsLockedOut));
        }
        3 => {
            let moved = Decimal::new(world.chance.i64(10_000_000..30_000_000), 6);
            let at = world.chance.usize(0..8);
            let gcore = &mut world.vendor.gcore;
            match at {
                0 | 1 => gcore.shows = !gcore.shows,
                2..5 => gcore.per_machine = moved,
                _ => gcore.moves_on(at),
            }
            world.saw(Situation::User(Deed::SeesGcoreMove));
        }
        _ => {
            let price = Decimal::new(world.chance.i64(1_000_000..30_000_000), 6);
            // By less than a coin, by a little more, or to another price altogether.
            let by = Decimal::new(world.chance.i64(-25_000..25_000), 6);
            let a_little = world.chance.bool();
            let at = world.chance.usize(0..world.vendor.sold.len().max(1));
            if let Some(sold) = world.vendor.sold.get_mut(at) {
                sold.price = if a_little { sold.price + by } else { price };
            }
            world.saw(Situation::User(Deed::SeesThePriceMove));
        }
    }
}

/// A limit as people set them: none, a round sum, or just what a card shows.
fn limit(world: &mut World, account: AccountId) -> Option<Decimal> {
    if account == GCORE {
        let term = Term::ALL[world.chance.usize(0..2)];
        let total = world.vendor.gcore.total(&basket(BASKETS[world.chance.usize(0..BASKETS.len())]), term);
        return match world.chance.u8(0..6) {
            0 => Some(Decimal::from(world.chance.u32(0..4_000))),
            1 => Some(Money::new(total, Currency::USD).rounded()),
            2 => Some(total + total),
            _ => None,
        };
    }
    let at = world.chance.usize(0..world.store.book.policies.len().max(1));
    match world.chance.u8(0..6) {
        0 => Some(Decimal::from(world.chance.u32(0..60))),
        1 | 2 => {
            let price = world.store.book.policies.get(at)?.policy.pricing.price?;
            Some(Money::new(price, Currency::USD).rounded())
        }
        _ => None,
    }
}

/// Opens a review: which it is, and whether it stands over a doubt.
async fn review(desk: &Desk, world: &Shared, wish: &Wish) -> Result<(AttemptId, bool), Failure> {
    let attempt = match wish {
        Wish::Purchase(policy) => desk.begin_purchase(ACCOUNT, policy).await?.attempt,
        Wish::Cancel(policy) => {
            let review = desk.begin_cancel(ACCOUNT, policy).await?;
            world.with(|world| invariants::when_promised(world, &review));
            return Ok((review.attempt, !review.doubts.is_empty()));
        }
        Wish::Configure(policy) => {
            let draft = LaunchDraft { disk: "30".to_owned(), ..LaunchDraft::default() };
            match desk.begin_configure(ACCOUNT, policy, &draft).await? {
                Configure::Review(review) => review.attempt,
                Configure::Invalid(errors) => return Err(Failure::internal(format!("{errors:?}"))),
            }
        }
        Wish::Renew(policy, renewal) => desk.begin_renew(ACCOUNT, policy, *renewal).await?.attempt,
        Wish::Create(quote, term, name) => desk.begin_create(GCORE, *quote, *term, name).await?.attempt,
        Wish::Withdraw(id) => desk.begin_withdraw(GCORE, *id).await?.attempt,
    };
    Ok((attempt, false))
}

/// Confirms a review, and says what the receipt shows.
async fn confirmed(
    desk: &Desk,
    operation: Operation,
    attempt: AttemptId,
    typed_id: String,
) -> Result<Vec<Deed>, Failure> {
    match operation {
        Operation::Cancel => {
            let cancelled = desk.confirm_cancel(attempt, &typed_id).await?.record.cancelled;
            let free = cancelled.is_some_and(|cancelled| cancelled.free);
            Ok(vec![if free { Deed::CancelsForFree } else { Deed::CancelsAtAFee }])
        }
        Operation::Configure => desk.confirm_configure(attempt).await.map(|_| vec![Deed::Configures]),
        Operation::Renew => desk.confirm_renew(attempt, &typed_id).await.map(|_| vec![Deed::ChangesTheRenewal]),
        Operation::Create => desk.confirm_create(attempt, &typed_id).await.map(|_| vec![Deed::Commits]),
        Operation::Withdraw => desk.confirm_withdraw(attempt, &typed_id).await.map(|_| vec![Deed::Withdraws]),
        Operation::Purchase | Operation::Reserve => {
            let confirm = ConfirmPurchase { attempt, typed_id, reason: Reason::default() };
            let record = desk.confirm_purchase(confirm).await?.record;
            let moved = record.price_charged.is_some_and(|paid| Some(paid) != record.price_seen);
            Ok(if moved { vec![Deed::Buys, Deed::PaysAnotherPrice] } else { vec![Deed::Buys] })
        }
    }
}

/// What a use case that sends tells in the end.
fn tell(world: &Shared, errand: ErrandId, told: Result<Vec<Deed>, Failure>) {
    world.with(|world| {
        let told = match told {
            Ok(deeds) => {
                for deed in deeds {
                    world.saw(Situation::User(deed));
                }
                Told::Done
            }
            Err(failure) => {
                hear(world, &failure);
                Told::Failed(failure.effect)
            }
        };
        world.tell(|| format!("the user is told: {told:?}"));
        invariants::when_told(world, errand, told);
    });
}

fn hear_if<T>(world: &Shared, result: Result<T, Failure>) {
    if let Err(failure) = result {
        world.with(|world| hear(world, &failure));
    }
}

/// Notes why something did not go ahead.
fn hear(world: &mut World, failure: &Failure) {
    world.tell(|| format!("the user reads: {:?}, {}", failure.code, failure.message));
    let says = |words: &str| failure.message.contains(words);
    let deed = match failure.code {
        Code::OverLimit => Deed::IsStoppedByALimit,
        Code::SafeMode => Deed::IsStoppedBySafeMode,
        Code::AlreadyRunning if says("in doubt") => Deed::IsStoppedByADoubt,
        Code::AlreadyRunning => Deed::IsStoppedByAnotherClick,
        Code::InvalidInput if says("the moment it was shown") => Deed::ConfirmsTooEarly,
        Code::InvalidInput if says("typed") => Deed::TypesTheWrongId,
        Code::PriceChanged if failure.effect == Effect::None && says("older") => Deed::ConfirmsTooLate,
        Code::PriceChanged if says("Nothing was reserved") => Deed::IsStoppedByAnotherOffer,
        Code::PriceChanged if says("Nothing was withdrawn") => Deed::IsStoppedByAnotherStatus,
        Code::Refused if says("does not allow such requests") => Deed::IsStoppedByTheSwitch,
        Code::Refused if says("shows no price") => Deed::IsShownNoPrice,
        _ => return,
    };
    world.saw(Situation::User(deed));
}

fn draft() -> Draft {
    Draft {
        cloud_account: "014876987943".into(),
        zone: "usw2-az1".into(),
        name: "a window".into(),
        instance_type: "c5.large".into(),
        platform: "Linux/UNIX".into(),
        start_date: "2027-06-02".into(),
        start_time: "00:00".into(),
        end_date: "2027-06-04".into(),
        end_time: "23:15".into(),
        utc_offset_hours: "0".into(),
        quantity: "2".into(),
    }
}
