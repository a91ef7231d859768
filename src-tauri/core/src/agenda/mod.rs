//! What is coming, and what of it is to be told: deadlines, starts, ends, renewals, and requests in doubt.
//!
//! Whether an event is due is reckoned on the vendor's clock, account by account, for that is the clock its times are by.
//! An event is told once. [`Told`] remembers which were, and up to which moment was looked; both survive a restart. Between
//! two looks may lie a restart, a night's sleep or a clock that was set, so that a look tells only what is still true: of a
//! free-cancel window that closed meanwhile nothing, of starts and ends that something *has* happened.

mod words;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashSet, VecDeque};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

pub use words::{Clocks, Notice, notices, sample, upcoming_line};

use crate::account::AccountId;
use crate::attempt::{Operation, State};
use crate::desk::may_cancel;
use crate::policy::Stage;
use crate::portfolio::{Card, Portfolio};

/// What happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The free-cancel window of a bought policy closes in five minutes.
    FreeFive,
    /// It closes in two.
    FreeTwo,
    /// A bought window begins.
    Start,
    /// It ends.
    End,
    /// The vendor will buy a successor by itself, within a day.
    Renewal,
    /// Nobody knows what became of a request.
    Doubt,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::FreeFive, Self::FreeTwo, Self::Start, Self::End, Self::Renewal, Self::Doubt];

    /// How long the free-cancel window is open at most that this tells of.
    pub fn closes_within(self) -> Option<SignedDuration> {
        match self {
            Self::FreeFive => Some(FIVE),
            Self::FreeTwo => Some(TWO),
            Self::Start | Self::End | Self::Renewal | Self::Doubt => None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::FreeFive => "free-5",
            Self::FreeTwo => "free-2",
            Self::Start => "start",
            Self::End => "end",
            Self::Renewal => "renewal",
            Self::Doubt => "doubt",
        }
    }
}

const FIVE: SignedDuration = SignedDuration::from_mins(5);
const TWO: SignedDuration = SignedDuration::from_mins(2);

/// How long before it a renewal is told: it costs money, and can be turned off until then.
const BEFORE_RENEWAL: SignedDuration = SignedDuration::from_hours(24);

/// How much later a start or an end may be told as if it happened now.
const FRESH: SignedDuration = SignedDuration::from_mins(10);

/// How many events are remembered as told: the latest. A year of a busy desk.
const REMEMBERED: usize = 4096;

/// Tells one event from every other, whenever it is looked at.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Key(String);

/// One event of a card. Instants are by the vendor's clock.
#[derive(Clone, Copy, Debug)]
struct Event {
    kind: Kind,
    at: Timestamp,
    /// For what holds for a while: when it is no longer true. It is told at any moment until then. Anything else is told
    /// only if it happened since the last look.
    until: Option<Timestamp>,
}

/// An event that is to be told.
#[derive(Clone, Debug)]
pub struct Due<'a> {
    /// Of what.
    pub card: Card<'a>,
    /// What.
    pub kind: Kind,
    /// When it happened, by this machine's clock.
    pub at: Timestamp,
    /// Whether it is told so late that it must be told as past.
    pub missed: bool,
    /// Its key.
    pub key: Key,
}

/// What a look at a portfolio found.
#[derive(Clone, Debug)]
pub struct Look<'a> {
    /// What is to be told, the earliest first.
    pub due: Vec<Due<'a>>,
    /// When the next event comes, by this machine's clock.
    pub next: Option<Timestamp>,
    looked: BTreeMap<AccountId, Timestamp>,
}

/// What was told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Up to when was looked, by each vendor's clock. Before the first look at an account nothing of it counts as missed.
    #[serde(default)]
    looked: BTreeMap<AccountId, Timestamp>,
    /// The latest, oldest first.
    #[serde(default)]
    keys: VecDeque<Key>,
}

impl Told {
    /// What is to be told at `now`, by this machine's clock, of the kinds that the user wants.
    pub fn look<'a>(&self, portfolio: &'a Portfolio, now: Timestamp, wanted: impl Fn(Kind) -> bool) -> Look<'a> {
        let known: HashSet<&Key> = self.keys.iter().collect();
        let mut due = Vec::new();
        let mut next: Option<Timestamp> = None;
        for card in portfolio.cards() {
            let account = card.account();
            let there = account.vendor_time(now);
            let looked = self.looked.get(&account.id).copied().unwrap_or(there);
            for event in events(&card, now).into_iter().flatten().filter(|event| wanted(event.kind)) {
                let here = event.at.checked_sub(account.skew).unwrap_or(event.at);
                if there < event.at {
                    next = Some(next.map_or(here, |next| next.min(here)));
                } else if event.until.map_or(looked < event.at, |until| there < until) {
                    let key = key(&card, event);
                    if !known.contains(&key) {
                        let missed = event.until.is_none() && there.duration_since(event.at) > FRESH;
                        due.push(Due { card, kind: event.kind, at: here, missed, key });
                    }
                }
            }
        }
        due.sort_by_key(|due| (due.at, due.kind));
        let looked = portfolio.accounts().iter().map(|account| (account.id, account.vendor_time(now))).collect();
        Look { due, next, looked }
    }

    /// Remembers that a look was taken, and that all it found is told.
    pub fn note(&mut self, look: &Look<'_>) {
        self.looked.extend(&look.looked);
        self.note_keys(look.due.iter().map(|due| due.key.clone()));
    }

    /// Remembers that these are told, and nothing of the look that found them.
    pub fn note_keys(&mut self, keys: impl IntoIterator<Item = Key>) {
        self.keys.extend(keys);
        let surplus = self.keys.len().saturating_sub(REMEMBERED);
        self.keys.drain(..surplus);
    }
}

/// The events of a card that time brings or that stand.
fn events(card: &Card<'_>, now: Timestamp) -> [Option<Event>; 6] {
    let doubt = card.open().filter(|attempt| attempt.state == State::Unknown).map(|_| Event {
        kind: Kind::Doubt,
        at: Timestamp::MIN,
        until: Some(Timestamp::MAX),
    });
    let Some(record) = card.record().filter(|record| record.bought()) else {
        return [doubt, None, None, None, None, None];
    };
    let there = card.account().vendor_time(now);
    if record.stage(there) == Stage::Cancelled {
        return [doubt, None, None, None, None, None];
    }
    let before = |at: Timestamp, span| at.checked_sub(span).ok();
    let free = record.free_cancel_until().filter(|_| is_cancellable(card, now));
    let free_between = |kind, from: SignedDuration, to: SignedDuration| {
        Some(Event { kind, at: before(free?, from)?, until: before(free?, to) })
    };
    let window = record.policy.window;
    // Of a window that is over, the start is no news.
    let start = window.filter(|window| there < window.end.at).map(|window| window.start.at);
    let renewal = window.filter(|_| record.policy.configuration.auto_renewal == Some(true)).and_then(|window| {
        let at = before(window.end.at, BEFORE_RENEWAL)?.max(window.start.at);
        Some(Event { kind: Kind::Renewal, at, until: Some(window.end.at) })
    });
    [
        doubt,
        free_between(Kind::FreeFive, FIVE, TWO),
        free_between(Kind::FreeTwo, TWO, SignedDuration::ZERO),
        start.map(|at| Event { kind: Kind::Start, at, until: None }),
        window.map(|window| Event { kind: Kind::End, at: window.end.at, until: None }),
        renewal,
    ]
}

/// Whether a cancellation could be asked for and none was.
fn is_cancellable(card: &Card<'_>, now: Timestamp) -> bool {
    let asked = card.open().is_some_and(|attempt| attempt.operation == Operation::Cancel);
    !asked && card.record().is_some_and(|record| may_cancel(card.account(), record, card.open(), now).is_ok())
}

fn key(card: &Card<'_>, event: Event) -> Key {
    let (account, kind) = (card.account().id, event.kind.name());
    let subject = match (event.kind, card.open(), card.record()) {
        (Kind::Doubt, Some(attempt), _) => return Key(format!("{kind} {}", attempt.id)),
        (_, _, Some(record)) => record.policy.id.as_str(),
        (_, open, None) => open.map_or("", |attempt| attempt.subject.as_str()),
    };
    match event.kind {
        // A policy has one such window; when exactly it closes, the vendor's next answer may tell better.
        Kind::FreeFive | Kind::FreeTwo => Key(format!("{kind} {account} {subject}")),
        // A window that was moved begins and ends anew.
        Kind::Start | Kind::End | Kind::Renewal | Kind::Doubt => {
            Key(format!("{kind} {account} {subject} {}", event.at.as_second()))
        }
    }
}

/// The next thing that happens.
#[derive(Clone, Copy, Debug)]
pub struct Upcoming<'a> {
    /// To what.
    pub card: Card<'a>,
    /// What.
    pub what: Coming,
    /// When, by this machine's clock.
    pub at: Timestamp,
}

/// What comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Coming {
    /// The free-cancel window of a bought policy closes, by the earlier reading.
    FreeCancel,
    /// A bought window begins.
    Start,
    /// It ends.
    End,
    /// It ends and the vendor buys a successor by itself.
    Renewal,
}

/// What happens next in a portfolio, after `now` by this machine's clock, whatever the user wants to be told.
pub fn upcoming(portfolio: &Portfolio, now: Timestamp) -> Option<Upcoming<'_>> {
    let coming = portfolio.cards().flat_map(|card| {
        let of = move |event: Event| {
            // The closing itself, not the reminder of it, which the later of both stands for.
            let what = match event.kind {
                Kind::FreeTwo => (Coming::FreeCancel, event.until?),
                Kind::Start => (Coming::Start, event.at),
                Kind::End => (Coming::End, event.at),
                Kind::Renewal => (Coming::Renewal, event.until?),
                Kind::FreeFive | Kind::Doubt => return None,
            };
            let at = what.1.checked_sub(card.account().skew).ok().filter(|at| now < *at)?;
            Some(Upcoming { card, what: what.0, at })
        };
        events(&card, now).into_iter().flatten().filter_map(of)
    });
    // At one moment a renewal says more than an end.
    coming.min_by_key(|upcoming| (upcoming.at, std::cmp::Reverse(upcoming.what)))
}
