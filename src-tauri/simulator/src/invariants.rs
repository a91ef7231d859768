//! What must hold in every history: one small function a rule, asked at the moment at which it can first be broken.
//!
//! I1 to I10 are the rules of a client that spends money; those after them belong to this desk. I7, that the log's chain of
//! hashes is whole, is missing: the chain is the file's, and is asked for where there is a file, in `local` and `proof`.
//! Where a second process writes to the same ledger, which the real one's file lock prevents, only those are asked that the
//! ledger itself upholds; the others lean on there being one desk.

use std::fmt;

use berth_core::account::Account;
use berth_core::attempt::{Attempt, AttemptId, Operation, State};
use berth_core::desk::{CancelReview, FreeCancel, Overview, may_buy};
use berth_core::error::Effect;
use berth_core::policy::{Cancellation, Drift, FREE_CANCEL, PolicyRecord, Stage};
use berth_core::ports::Entry;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;

use crate::clock::Since;
use crate::coverage::{Deed, Situation};
use crate::history::ACCOUNT;
use crate::store::{Change, blocks};
use crate::world::{ErrandId, World};

/// A rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Invariant {
    I1,
    I2,
    I3,
    I4,
    I5,
    I6,
    I8,
    I9,
    I10,
    Order,
    Once,
    Limits,
    SafeMode,
    Allowed,
    WholeTerm,
    Settings,
    Kept,
    FreeCancel,
    VendorClock,
    Schema,
    Rest,
}

impl Invariant {
    fn sentence(self) -> &'static str {
        match self {
            Self::I1 => "a confirmation is charged, and commits, at most once",
            Self::I2 => "whatever was done at the vendor is in the ledger",
            Self::I3 => "nothing is confirmed that was not done",
            Self::I4 => "nothing is refused or absent that was done",
            Self::I5 => "a doubt is never shown as failed or as bought",
            Self::I6 => "recovery leaves nothing on its way, and nothing to do for a second one",
            Self::I8 => "a charge other than the price seen stands in the record and is flagged",
            Self::I9 => "a confirmation is delivered once, or once more after a 401",
            Self::I10 => "an open attempt blocks a second one on its subject",
            Self::Order => "nothing leaves before it is recorded and marked as sent",
            Self::Once => "a policy is paid for once",
            Self::Limits => "no limit is passed",
            Self::SafeMode => "nothing is bought in safe mode",
            Self::Allowed => "what is documented only in part is asked for where the account allows it",
            Self::WholeTerm => "a commitment is weighed with its whole term, as its vendor told last",
            Self::Settings => "a change of an account changes what it says and nothing else",
            Self::Kept => "what was confirmed stays in the policy's record",
            Self::FreeCancel => "free cancellation is never promised for too long",
            Self::VendorClock => "the vendor's clock is never taken for earlier than it is",
            Self::Schema => "the database's own rules are never run into",
            Self::Rest => "once faults stop, everything comes to rest",
        }
    }
}

impl fmt::Display for Invariant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?} ({})", self.sentence())
    }
}

/// A rule that was broken, and how.
#[derive(Clone, Debug)]
pub(crate) struct Broken {
    pub(crate) invariant: Invariant,
    pub(crate) what: String,
}

/// What the user was told in the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    /// It was done.
    Done,
    /// It failed, with this effect.
    Failed(Effect),
}

type Holds = Result<(), String>;

fn holds(condition: bool, what: impl FnOnce() -> String) -> Holds {
    if condition { Ok(()) } else { Err(what()) }
}

/// Asked when a request leaves.
pub(crate) fn at_departure(world: &mut World, attempt: Option<AttemptId>) {
    let holds = recorded_and_marked_before_it_leaves(world, attempt);
    world.expect(Invariant::Order, holds);
    let holds = attempt.map_or(Ok(()), |attempt| delivered_once(world, attempt));
    world.expect(Invariant::I9, holds);
}

/// Asked when a request arrives.
pub(crate) fn at_arrival(world: &mut World) {
    let holds = charged_once_a_confirmation(world);
    world.expect(Invariant::I1, holds);
    if !world.two_writers {
        let holds = paid_for_once(world);
        world.expect(Invariant::Once, holds);
    }
}

/// Asked before a transaction is committed, of the book as it is.
pub(crate) fn at_commit(world: &mut World, change: Change<'_>, entry: &Entry) {
    // Whether free cancellation is promised for too long is a question of the clock of the vendor that has it.
    if entry.kind == "clock_read" && entry.account == ACCOUNT {
        let began_at = world.errands[world.polled].began_at;
        world.clocks.note_reading(began_at);
    }
    match change {
        Change::Record(attempt) => {
            let holds = alone_on_its_subject(world, attempt).and_then(|()| alone_on_its_basket(world, attempt));
            world.expect(Invariant::I10, holds);
            if spends(attempt) && !world.two_writers {
                let holds = not_in_safe_mode(world, attempt);
                world.expect(Invariant::SafeMode, holds);
                let holds = within_limits(world, attempt);
                world.expect(Invariant::Limits, holds);
            }
            if attempt.operation == Operation::Create {
                let holds = weighed_with_its_whole_term(world, attempt);
                world.expect(Invariant::WholeTerm, holds);
            }
            if matches!(attempt.operation, Operation::Create | Operation::Withdraw) && !world.two_writers {
                let holds = allowed(world, attempt);
                world.expect(Invariant::Allowed, holds);
            }
        }
        Change::Account(account) if !world.two_writers => {
            let holds = changes_what_it_says(world, account, entry.kind);
            world.expect(Invariant::Settings, holds);
            let holds = vendor_is_not_taken_for_early(world, account, entry.kind);
            world.expect(Invariant::VendorClock, holds);
        }
        Change::Advance(attempt, _) => {
            let holds = holds(entry.attempt == Some(attempt.id), || format!("{} names no attempt", entry.kind));
            world.expect(Invariant::Order, holds);
        }
        Change::Account(_) | Change::Policies(_) | Change::Reasons(_) | Change::Quote(_) => {}
    }
}

/// Asked when a use case that sends has ended.
pub(crate) fn when_told(world: &mut World, errand: ErrandId, told: Told) {
    let holds = told_the_truth(world, errand, told);
    world.expect(Invariant::I5, holds);
}

/// Asked when a review of a cancellation is shown.
pub(crate) fn when_promised(world: &mut World, review: &CancelReview) {
    let FreeCancel::Open { until } = review.free_cancel else { return };
    let holds = free_cancel_is_not_promised_too_long(world, review, until);
    world.expect(Invariant::FreeCancel, holds);
    match world.clocks.since_the_reading(world.errands[world.polled].began_at) {
        Since::Set => world.saw(Situation::User(Deed::IsPromisedAfterTheClockWasSet)),
        Since::Restarted => world.saw(Situation::User(Deed::IsPromisedAfterARestart)),
        Since::Nothing | Since::Anything => {}
    }
}

/// Asked when the desk was looked at, of what was open in the ledger when the look began.
pub(crate) fn when_looked(world: &mut World, before: &[(AttemptId, State)], overview: &Overview) {
    let holds = doubts_are_shown(world, before, overview);
    world.expect(Invariant::I5, holds);
    let doubts = before.iter().filter(|(_, state)| *state == State::Unknown).count();
    if world.storm && doubts > 0 {
        world.saw(Situation::User(Deed::SeesADoubt));
    }
}

/// Asked when a desk has opened, alone or beside another process.
pub(crate) fn after_recovery(world: &mut World, alone: bool) {
    if alone {
        let holds = nothing_is_left_on_its_way(world);
        world.expect(Invariant::I6, holds);
    }
    books_agree(world);
}

/// Asked after every recovery and at the end: the ledger's books against the vendor's.
pub(crate) fn books_agree(world: &mut World) {
    let holds = what_was_done_is_in_the_ledger(world);
    world.expect(Invariant::I2, holds);
    let holds = what_is_confirmed_was_done(world);
    world.expect(Invariant::I3, holds);
    let holds = what_is_refused_was_not_done(world);
    world.expect(Invariant::I4, holds);
    if !world.two_writers {
        let holds = another_price_is_visible(world);
        world.expect(Invariant::I8, holds);
        let holds = confirmed_stays_in_the_record(world);
        world.expect(Invariant::Kept, holds);
    }
}

/// Whether an attempt is weighed: a purchase, a commitment, and turning on auto-renewal, which buys later.
fn spends(attempt: &Attempt) -> bool {
    let renewal = attempt.request.get("renewal").and_then(|renewal| renewal.as_str());
    matches!(attempt.operation, Operation::Purchase | Operation::Create)
        || renewal.is_some_and(|renewal| renewal != "off")
}

/// I1: no two charges carry one attempt, and no two commitments.
fn charged_once_a_confirmation(world: &World) -> Holds {
    for sold in &world.vendor.sold {
        for (at, charge) in sold.charges.iter().enumerate() {
            let again = sold.charges[..at].iter().any(|other| other.attempt == charge.attempt);
            holds(!again, || format!("{} was charged twice for one confirmation", sold.id))?;
        }
    }
    let committed = &world.vendor.gcore.committed;
    for (at, one) in committed.iter().enumerate().filter(|(_, one)| one.made_by.is_some()) {
        let again = committed[..at].iter().any(|other| other.made_by == one.made_by);
        holds(!again, || format!("reservation {} was made by a confirmation that had made one", one.id))?;
    }
    Ok(())
}

/// Once: no policy is charged twice, by whichever confirmations.
fn paid_for_once(world: &World) -> Holds {
    world.vendor.sold.iter().try_for_each(|sold| {
        holds(sold.charges.len() <= 1, || format!("{} was paid for {} times", sold.id, sold.charges.len()))
    })
}

/// I2: behind every reservation, charge, cancellation, commitment and withdrawal stands an attempt that says it was sent, or more; and behind
/// every confirmed reservation its policy.
fn what_was_done_is_in_the_ledger(world: &World) -> Holds {
    let book = &world.store.book;
    let known = |attempt: Option<AttemptId>, what: &str, id: &str| -> Result<Option<State>, String> {
        let state = attempt.and_then(|attempt| book.attempt(attempt)).map(|attempt| attempt.state);
        holds(!matches!(state, None | Some(State::Recorded | State::Drafted)), || {
            format!("{id} was {what}, and the ledger says {state:?}")
        })?;
        Ok(state)
    };
    for sold in &world.vendor.sold {
        let id = sold.id.as_str();
        if sold.reserved_by.is_some() && known(sold.reserved_by, "reserved", id)? == Some(State::Confirmed) {
            holds(book.record(id).is_some(), || format!("{id} was reserved, and the ledger does not hold it"))?;
        }
        if sold.cancelled {
            known(sold.cancelled_by, "cancelled", id)?;
        }
        for charge in &sold.charges {
            known(charge.attempt, "charged", id)?;
        }
        for &attempt in &sold.changed_by {
            known(attempt, "changed", id)?;
        }
    }
    for one in &world.vendor.gcore.committed {
        // Of old are those that the account had before this history.
        if one.made_by.is_some() {
            known(one.made_by, "made", &one.id.to_string())?;
        }
        if one.withdrawn {
            known(one.withdrawn_by, "withdrawn", &one.id.to_string())?;
        }
    }
    Ok(())
}

/// I3: a confirmed purchase was charged, a confirmed cancellation cancelled, a confirmed reservation made or answered
/// with "nothing is free", a confirmed commitment made, and what a confirmed withdrawal is about withdrawn.
fn what_is_confirmed_was_done(world: &World) -> Holds {
    let confirmed = world.store.book.attempts.iter().filter(|attempt| attempt.state == State::Confirmed);
    for attempt in confirmed {
        let sold = world.vendor.policy(&attempt.subject);
        let of_it = |other: Option<AttemptId>| other == Some(attempt.id);
        let done = match attempt.operation {
            Operation::Purchase => sold.is_some_and(|sold| sold.charges.iter().any(|charge| of_it(charge.attempt))),
            Operation::Cancel => sold.is_some_and(|sold| sold.cancelled),
            Operation::Configure | Operation::Renew | Operation::Create => world.vendor.done_by(attempt.id),
            Operation::Withdraw => world.vendor.gcore.about(&attempt.subject).is_some_and(|one| one.withdrawn),
            Operation::Reserve => {
                world.vendor.sold.iter().any(|sold| of_it(sold.reserved_by))
                    || world.flights.iter().any(|flight| of_it(flight.attempt) && flight.found_nothing())
            }
        };
        holds(done, || format!("{:?} of {} is confirmed and was not done", attempt.operation, attempt.subject))?;
    }
    Ok(())
}

/// I4: no request of a refused or absent attempt had an effect. A purchase whose money was given back whole by a
/// cancellation may be absent, for nothing remains paid; so may a change of a policy that is cancelled, for nothing remains
/// changed.
fn what_is_refused_was_not_done(world: &World) -> Holds {
    let over = |attempt: &&Attempt| matches!(attempt.state, State::Refused | State::Absent);
    for attempt in world.store.book.attempts.iter().filter(over) {
        let sold = world.vendor.policy(&attempt.subject);
        let undone = attempt.state == State::Absent
            && sold.is_some_and(|sold| match attempt.operation {
                Operation::Purchase => sold.charges.iter().all(|charge| charge.given_back),
                Operation::Configure | Operation::Renew => sold.cancelled,
                Operation::Reserve | Operation::Cancel | Operation::Create | Operation::Withdraw => false,
            });
        holds(undone || !world.vendor.done_by(attempt.id), || {
            format!("{:?} of {} is {:?} and was done", attempt.operation, attempt.subject, attempt.state)
        })?;
    }
    Ok(())
}

/// I5: "nothing was done" is said only of what was not done and cannot be done any more, "done" only of what was, and
/// "nobody can tell" only of what left.
fn told_the_truth(world: &World, errand: ErrandId, told: Told) -> Holds {
    let errand = &world.errands[errand];
    let flights = || errand.flights.iter().map(|&flight| &world.flights[flight]);
    let done = flights().any(|flight| {
        flight.changed()
            || flight.found_nothing()
            || (flight.operation == Operation::Cancel
                && world.vendor.policy(&flight.subject).is_some_and(|sold| sold.cancelled))
    });
    let true_enough = match told {
        Told::Done | Told::Failed(Effect::Applied) => done,
        Told::Failed(Effect::None) => !flights().any(crate::network::Flight::may_have_changed),
        Told::Failed(Effect::Unknown) => flights().next().is_some(),
    };
    holds(true_enough, || format!("the user was told {told:?} of {:?}, which is not so", errand.purpose))
}

/// I5, on the desk: every attempt that was open all the while is shown once, a doubt as a doubt, and its policy neither as
/// bought because of it nor as one that could be bought.
fn doubts_are_shown(world: &World, before: &[(AttemptId, State)], overview: &Overview) -> Holds {
    let now = world.clocks.machine();
    let portfolio = &overview.portfolio;
    let shown = || portfolio.cards().filter_map(|card| card.open());
    for attempt in world.store.book.attempts.iter().filter(|attempt| attempt.state.open()) {
        // The ledger is read in several steps, between which others write: what has begun meanwhile may be missing.
        let Some((_, earlier)) = before.iter().find(|(id, _)| *id == attempt.id) else { continue };
        let for_what_it_is = |other: &&Attempt| match earlier {
            State::Unknown => other.state == State::Unknown,
            _ => other.state.open(),
        };
        let times = shown().filter(|other| other.id == attempt.id).filter(for_what_it_is).count();
        holds(times == 1, || {
            format!("{earlier:?} {:?} of {} is shown {times} times", attempt.operation, attempt.subject)
        })?;
        for card in portfolio.cards().filter(|_| attempt.operation == Operation::Purchase) {
            let Some(record) = card.record().filter(|record| record.policy.id.as_str() == attempt.subject) else {
                continue;
            };
            let bought = matches!(record.stage(now), Stage::Scheduled | Stage::Running);
            holds(!bought, || format!("{} is shown as bought", attempt.subject))?;
            let offered = |account| may_buy(account, record, card.open(), now).is_ok();
            holds(!portfolio.accounts().iter().any(offered), || format!("{} is offered again", attempt.subject))?;
        }
    }
    Ok(())
}

/// I6: after a recovery no attempt is on its way.
fn nothing_is_left_on_its_way(world: &World) -> Holds {
    let left = |attempt: &&Attempt| matches!(attempt.state, State::Recorded | State::Sent);
    match world.store.book.attempts.iter().find(left) {
        Some(attempt) => Err(format!("{:?} of {} is {:?}", attempt.operation, attempt.subject, attempt.state)),
        None => Ok(()),
    }
}

/// `Order`: before a request leaves, the log holds that it was recorded and that it was marked as sent, in that order.
fn recorded_and_marked_before_it_leaves(world: &World, attempt: Option<AttemptId>) -> Holds {
    let kind_at = |suffix: &str| {
        world.store.book.lines.iter().position(|line| line.attempt == attempt && line.kind.ends_with(suffix))
    };
    let known = attempt.is_some() && matches!((kind_at("_recorded"), kind_at("_sent")), (Some(a), Some(b)) if a < b);
    holds(known, || "a request left of which the ledger does not know".to_owned())
}

/// I8: where the answer named a price, the record holds it beside the price that was seen, and says how they differ.
fn another_price_is_visible(world: &World) -> Holds {
    let book = &world.store.book;
    let settled = |attempt: AttemptId| {
        book.lines.iter().any(|line| line.attempt == Some(attempt) && line.kind.starts_with("settled"))
    };
    for sold in &world.vendor.sold {
        for charge in &sold.charges {
            let Some(attempt) = charge.attempt.and_then(|attempt| book.attempt(attempt)) else { continue };
            if attempt.state != State::Confirmed || settled(attempt.id) {
                continue;
            }
            let record = book.record(sold.id.as_str());
            let visible = record.is_some_and(|record| {
                record.price_seen == attempt.price_seen
                    && record.price_charged.map(|charged| charged.amount) == charge.told
                    && attempt.price_seen.zip(charge.told).is_none_or(|(seen, told)| flags(record, told - seen.amount))
            });
            holds(visible, || format!("{} was charged {}, and the record does not say so", sold.id, charge.price))?;
        }
    }
    Ok(())
}

/// Whether a record says that so much more was charged than was seen. Less than a cent may be rounding.
fn flags(record: &PolicyRecord, more: Decimal) -> bool {
    match record.drift() {
        None => false,
        Some(Drift::Same) => more.abs() < Decimal::new(1, 2),
        Some(Drift::Higher) => more > Decimal::ZERO,
        Some(Drift::Lower) => more < Decimal::ZERO,
    }
}

/// I9: of the requests of one attempt, all but one were answered with a 401, and there are at most two.
fn delivered_once(world: &World, attempt: AttemptId) -> Holds {
    let earlier = || world.flights.iter().filter(|flight| flight.attempt == Some(attempt));
    let proven_undone = earlier().all(|flight| flight.fate == crate::network::Fate::Unauthorized);
    holds(earlier().count() <= 1 && proven_undone, || "one confirmation was delivered again".to_owned())
}

/// I10: nothing else is open on the subject.
fn alone_on_its_subject(world: &World, attempt: &Attempt) -> Holds {
    match world.store.book.attempts.iter().find(|other| blocks(other, attempt)) {
        Some(other) => {
            Err(format!("{:?} of {} beside one that is {:?}", attempt.operation, attempt.subject, other.state))
        }
        None => Ok(()),
    }
}

/// I10, for what the vendor sees: no other commitment to the same machines is open, whatever its name and the order of its
/// lines. That the subjects are the same is what the desk goes by.
fn alone_on_its_basket(world: &World, attempt: &Attempt) -> Holds {
    let basket = |attempt: &Attempt| {
        let request = &attempt.request;
        let lines = request["machines"].as_array().into_iter().flatten();
        let mut machines: Vec<_> = lines.map(ToString::to_string).collect();
        machines.sort_unstable();
        (request["region"].clone(), request["months"].clone(), request["windows_licences"].clone(), machines)
    };
    let creates = |attempt: &Attempt| attempt.operation == Operation::Create;
    let open = world.store.book.attempts.iter().filter(|other| creates(other) && other.state.open());
    let beside = open.filter(|_| creates(attempt)).find(|other| basket(other) == basket(attempt));
    holds(beside.is_none(), || format!("the machines of {} are asked for already", attempt.subject))
}

/// `WholeTerm`: what is written down as the price of a commitment, and so counts, is what the vendor told in this errand.
fn weighed_with_its_whole_term(world: &World, attempt: &Attempt) -> Holds {
    let told = world.errands[world.polled].priced;
    let weighed = attempt.price_seen.map(|price| price.amount);
    holds(told.is_some() && weighed == told, || format!("a commitment of {told:?} is weighed as {weighed:?}"))
}

/// Allowed: the account allows it at this moment.
fn allowed(world: &World, attempt: &Attempt) -> Holds {
    let mut accounts = world.store.book.accounts.iter();
    let allowed = accounts.any(|account| account.id == attempt.account && account.partly_documented);
    holds(allowed, || format!("{:?} of {} is not allowed", attempt.operation, attempt.subject))
}

/// Limits: with this purchase, what counts as spent in its UTC day and month is within the limits of this moment, and
/// so is its own price. An unknown price is beyond every limit.
fn within_limits(world: &World, attempt: &Attempt) -> Holds {
    let book = &world.store.book;
    let Some(account) = book.accounts.iter().find(|account| account.id == attempt.account) else { return Ok(()) };
    let limits = account.limits;
    let all = [limits.per_purchase, limits.per_day, limits.per_month];
    if all.iter().all(Option::is_none) {
        return Ok(());
    }
    let Some(price) = attempt.price_seen else { return Err("a price that is not known went past a limit".to_owned()) };
    let date = |at: Timestamp| Offset::UTC.to_datetime(at).date();
    let day = date(attempt.recorded_at);
    let spent = |same: fn(jiff::civil::Date, jiff::civil::Date) -> bool| {
        let counts = |other: &&Attempt| {
            other.account == attempt.account
                && matches!(other.operation, Operation::Purchase | Operation::Create)
                && !matches!(other.state, State::Refused | State::Absent)
                && same(date(other.recorded_at), day)
        };
        let amount = |other: &Attempt| {
            let record = book.record(&other.subject);
            let cancelled = record.and_then(|record| record.cancelled.as_ref());
            if cancelled.is_some_and(Cancellation::cost_nothing) {
                return Decimal::ZERO;
            }
            let charged = record.and_then(|record| record.price_charged);
            charged.or(other.price_seen).map_or(Decimal::ZERO, |price| price.amount)
        };
        book.attempts.iter().filter(counts).map(amount).sum::<Decimal>() + price.amount
    };
    let sums = [
        price.amount,
        spent(|one, other| one == other),
        spent(|one, other| one.first_of_month() == other.first_of_month()),
    ];
    all.into_iter().zip(sums).try_for_each(|(limit, sum)| {
        holds(limit.is_none_or(|limit| sum <= limit), || format!("{sum} went past a limit of {limit:?}"))
    })
}

/// `SafeMode`: a purchase is not recorded while the account is in safe mode.
fn not_in_safe_mode(world: &World, attempt: &Attempt) -> Holds {
    let safe = world.store.book.accounts.iter().any(|account| account.id == attempt.account && account.safe_mode);
    holds(!safe, || format!("{} is bought in safe mode", attempt.subject))
}

/// Settings: whoever changes one thing about an account leaves the others as they are.
fn changes_what_it_says(world: &World, new: &Account, kind: &str) -> Holds {
    let Some(old) = world.store.book.accounts.iter().find(|old| old.id == new.id) else { return Ok(()) };
    // How far the vendor's clock is away is put right whenever an account is looked at.
    let mut meant = Account { skew: new.skew, skew_since: new.skew_since, ..old.clone() };
    match kind {
        "safe_mode_on" => meant.safe_mode = true,
        "safe_mode_off" => meant.safe_mode = false,
        "limits_set" => meant.limits = new.limits,
        "partly_documented_on" => meant.partly_documented = true,
        "partly_documented_off" => meant.partly_documented = false,
        "clock_read" => {}
        "tested" => meant.tested_at = new.tested_at,
        "credentials_replaced" => {
            meant.sign_in = new.sign_in.clone();
            meant.keep = new.keep;
            meant.tested_at = None;
            meant.forgotten_at = None;
        }
        "forgotten" => {
            meant.tested_at = None;
            meant.forgotten_at = new.forgotten_at;
        }
        _ => {
            meant.label.clone_from(&new.label);
            meant.colour = new.colour;
            meant.payment = new.payment;
        }
    }
    holds(meant == *new, || format!("{kind} also changed something else"))
}

/// Kept: the record of a policy whose purchase or cancellation is confirmed says so.
fn confirmed_stays_in_the_record(world: &World) -> Holds {
    let book = &world.store.book;
    for attempt in book.attempts.iter().filter(|attempt| attempt.state == State::Confirmed) {
        let record = book.record(&attempt.subject);
        let kept = match attempt.operation {
            Operation::Purchase => record.is_some_and(|record| record.bought_at.is_some()),
            Operation::Cancel => record.is_some_and(|record| record.cancelled.is_some()),
            _ => true,
        };
        holds(kept, || format!("{:?} of {} was overwritten", attempt.operation, attempt.subject))?;
    }
    Ok(())
}

/// `FreeCancel`: the end that is shown is not later than the vendor's, by the vendor's clock as the ledger knows it; and by
/// that clock itself, unless nobody can tell what became of this machine's since the two were compared.
fn free_cancel_is_not_promised_too_long(world: &World, review: &CancelReview, until: Timestamp) -> Holds {
    let id = review.record.policy.id.as_str();
    let Some(sold) = world.vendor.policy(id) else { return Err(format!("{id} does not exist")) };
    let promised = review.account.vendor_time(until).duration_since(sold.created_at);
    holds(promised <= FREE_CANCEL, || format!("{id} is promised to be free for {promised}"))?;
    let clocks = &world.clocks;
    let began_at = world.errands[world.polled].began_at;
    if world.two_writers || clocks.since_the_reading(began_at) == Since::Anything {
        return Ok(());
    }
    let promised = until.duration_since(sold.created_at) + SignedDuration::from_millis(clocks.skew());
    holds(promised <= FREE_CANCEL, || format!("{id} is promised to be free for {promised} of the vendor's time"))
}

/// `VendorClock`: a reading of the vendor's clock, unless a clock was set since its errand began, is not behind it.
fn vendor_is_not_taken_for_early(world: &World, account: &Account, kind: &str) -> Holds {
    let began_at = world.errands[world.polled].began_at;
    if kind != "clock_read" || world.clocks.set_since(began_at) {
        return Ok(());
    }
    let behind = SignedDuration::from_millis(world.clocks.skew()) - account.skew;
    holds(behind <= SignedDuration::ZERO, || format!("the vendor's clock is taken for {behind} earlier than it is"))
}
