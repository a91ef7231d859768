//! The user: impatient, forgetful, and honest.
//!
//! Everything is clicked twice now and then, reviews are confirmed too early, too late or again, ids are mistyped,
//! settings are changed while something is on its way. What is in doubt is settled as the vendor's books have it, once
//! nothing of it is in the air any more; and now and then the user cancels instead.

use std::future::Future;
use std::rc::Rc;
use std::sync::Arc;

use berth_core::account::{Keep, Realm};
use berth_core::attempt::{AttemptId, Operation, State, Verdict};
use berth_core::desk::{Configure, ConfirmPurchase, Credentials, Desk, Reserve};
use berth_core::draft::Draft;
use berth_core::error::{Code, Effect, Failure};
use berth_core::guard::Limits;
use berth_core::launch::{LaunchDraft, Renewal};
use berth_core::money::{Currency, Money};
use berth_core::policy::{PolicyId, Reason};
use berth_core::secret::Secret;
use rust_decimal::Decimal;
use uuid::Uuid;

use crate::coverage::{Deed, Situation};
use crate::history::{ACCOUNT, History, honest};
use crate::invariants::{self, Invariant, Told};
use crate::world::{ErrandId, PROCESSES, Purpose, Shared, World};

/// A review before the user's eyes.
#[derive(Clone)]
pub(crate) struct Held {
    pub(crate) process: usize,
    attempt: AttemptId,
    operation: Operation,
    policy: PolicyId,
    /// Opened over a purchase in doubt.
    doubt: bool,
    /// Confirmed before.
    used: bool,
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
        match self.world.with(|world| world.chance.u8(0..100)) {
            0..11 => self.open_review(process, &desk, Operation::Purchase),
            11..43 => self.confirm(process, &desk),
            43..46 => self.look(process, &desk),
            46..56 => self.open_review(process, &desk, Operation::Cancel),
            56..60 => self.open_review(process, &desk, Operation::Configure),
            60..64 => self.open_review(process, &desk, Operation::Renew),
            64..69 => self.reserve(process, &desk),
            69..78 => self.settle(process, &desk),
            78..81 => self.change_limits(process, &desk),
            81..84 => self.switch_safe_mode(process, &desk),
            84..86 => self.change_credentials(process, &desk),
            86..88 => self.track(process, &desk),
            88 => self.drop_review(&desk),
            89..93 => self.wait(),
            93..97 => self.world.with(weather),
            97 if self.second && !self.runs(1) => self.start(1),
            98 => self.restart_the_machine(),
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

    fn any_policy(&self) -> Option<PolicyId> {
        self.world.with(|world| {
            let policies = &world.store.book.policies;
            let at = world.chance.usize(0..policies.len().max(1));
            policies.get(at).map(|record| record.policy.id.clone())
        })
    }

    fn open_review(&mut self, process: usize, desk: &Arc<Desk>, operation: Operation) {
        let Some(policy) = self.any_policy() else { return };
        let renewal = self.world.with(|world| if world.chance.bool() { Renewal::OneWeek } else { Renewal::Off });
        let (desk, world, hand) = (Arc::clone(desk), self.world.clone(), Rc::clone(&self.hand));
        let what = format!("opens the review of {operation:?} of {policy}");
        self.click(process, Purpose::Other, &what, move |_| {
            let (desk, world, hand, policy) = (Arc::clone(&desk), world.clone(), Rc::clone(&hand), policy.clone());
            async move {
                match review(&desk, &world, operation, &policy, renewal).await {
                    Ok((attempt, doubt)) => {
                        hand.borrow_mut().push(Held { process, attempt, operation, policy, doubt, used: false });
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
                _ => held.policy.to_string(),
            }
        });
        let again = self.world.with(|world| world.chance.u8(0..3) == 0);
        if !again {
            self.hand.borrow_mut().retain(|other| other.attempt != held.attempt);
        }
        let (desk, world) = (Arc::clone(desk), self.world.clone());
        let (operation, attempt) = (held.operation, held.attempt);
        let what = format!("confirms {operation:?} of {}", held.policy);
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

    fn change_limits(&mut self, process: usize, desk: &Arc<Desk>) {
        let limits = self.world.with(|world| {
            world.saw(Situation::User(Deed::ChangesLimits));
            Limits { per_purchase: limit(world), per_day: limit(world), per_month: limit(world) }
        });
        let (desk, world) = (Arc::clone(desk), self.world.clone());
        self.click(process, Purpose::Other, "changes the limits", move |_| {
            let (desk, world) = (Arc::clone(&desk), world.clone());
            async move { hear_if(&world, desk.set_limits(ACCOUNT, limits).await) }
        });
    }

    fn switch_safe_mode(&mut self, process: usize, desk: &Arc<Desk>) {
        let on = self.world.with(|world| {
            let on = world.chance.u8(0..3) == 0;
            world.saw(Situation::User(if on { Deed::TurnsSafeModeOn } else { Deed::TurnsSafeModeOff }));
            on
        });
        let (desk, world) = (Arc::clone(desk), self.world.clone());
        let what = if on { "turns safe mode on" } else { "turns safe mode off" };
        self.click(process, Purpose::Other, what, move |_| {
            let (desk, world) = (Arc::clone(&desk), world.clone());
            async move { hear_if(&world, desk.set_safe_mode(ACCOUNT, on).await) }
        });
    }

    fn change_credentials(&mut self, process: usize, desk: &Arc<Desk>) {
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
                    return hear_if(&world, desk.forget(ACCOUNT).await);
                }
                if let Ok(password) = Secret::parse("password".to_owned()) {
                    let credentials = Credentials::Password { user: "user@example.com".to_owned(), password };
                    hear_if(&world, desk.replace(ACCOUNT, credentials, Keep::Keychain).await);
                    hear_if(&world, desk.test(ACCOUNT).await);
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
    match world.chance.u8(0..4) {
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
fn limit(world: &mut World) -> Option<Decimal> {
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
async fn review(
    desk: &Desk,
    world: &Shared,
    operation: Operation,
    policy: &PolicyId,
    renewal: Renewal,
) -> Result<(AttemptId, bool), Failure> {
    match operation {
        Operation::Cancel => {
            let review = desk.begin_cancel(ACCOUNT, policy).await?;
            world.with(|world| invariants::when_promised(world, &review));
            Ok((review.attempt, !review.doubts.is_empty()))
        }
        Operation::Configure => {
            let draft = LaunchDraft { disk: "30".to_owned(), ..LaunchDraft::default() };
            match desk.begin_configure(ACCOUNT, policy, &draft).await? {
                Configure::Review(review) => Ok((review.attempt, false)),
                Configure::Invalid(errors) => Err(Failure::internal(format!("{errors:?}"))),
            }
        }
        Operation::Renew => Ok((desk.begin_renew(ACCOUNT, policy, renewal).await?.attempt, false)),
        Operation::Purchase | Operation::Reserve => Ok((desk.begin_purchase(ACCOUNT, policy).await?.attempt, false)),
    }
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
