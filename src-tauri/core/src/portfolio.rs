//! A realm's policies and open attempts as the wall shows them: each in a group, in the order in which they ask for a look,
//! with the sums over all of them.
//!
//! There may be a hundred thousand, so whatever holds until the ledger changes is reckoned once ([`Portfolio`]), whatever
//! holds until a moment passes once until then ([`Standing`]), and a search goes over texts that are lowercase already.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::account::{Account, AccountId};
use crate::attempt::{Attempt, State};
use crate::bases::Bases;
use crate::desk::{free_cancel_deadline, may_cancel};
use crate::money::{Currency, Money};
use crate::policy::{Drift, Policy, PolicyId, PolicyRecord, Stage};
use crate::ports::Policies;
use crate::quote::Quote;
use crate::savings::{self, Totals};
use crate::timeline::Place;
use crate::wall::{Found, Query};

/// What a card asks of whoever looks at it, the most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// Nobody knows what became of a request.
    Doubt,
    /// A request is on its way.
    Underway,
    /// Charged more than was shown, or bought and still free to cancel.
    Attention,
    /// Reserved and priced, not bought.
    Ready,
    /// Bought, between start and end.
    Running,
    /// Bought, not started.
    Scheduled,
    /// Nothing is known that tells.
    Unknown,
    /// Reserved, not bought, and its start has passed.
    Lapsed,
    /// Bought and over.
    Ended,
    /// Cancelled.
    Cancelled,
}

impl Group {
    /// All of them, in their order.
    pub const ALL: [Self; 10] = [
        Self::Doubt,
        Self::Underway,
        Self::Attention,
        Self::Ready,
        Self::Running,
        Self::Scheduled,
        Self::Unknown,
        Self::Lapsed,
        Self::Ended,
        Self::Cancelled,
    ];
}

impl From<Stage> for Group {
    fn from(stage: Stage) -> Self {
        match stage {
            Stage::Ready => Self::Ready,
            Stage::Lapsed => Self::Lapsed,
            Stage::Scheduled => Self::Scheduled,
            Stage::Running => Self::Running,
            Stage::Ended => Self::Ended,
            Stage::Cancelled => Self::Cancelled,
            Stage::Unknown => Self::Unknown,
        }
    }
}

/// A card: a policy with what stands open on it, or an open attempt that has no policy to stand on.
#[derive(Clone, Copy, Debug)]
pub enum Card<'a> {
    /// A policy.
    Policy {
        /// Whose.
        account: &'a Account,
        /// The record.
        record: &'a PolicyRecord,
        /// The attempt that locks it.
        open: Option<&'a Attempt>,
    },
    /// A reserve whose policy nobody knows yet, or what was asked of Gcore.
    Loose {
        /// Whose.
        account: &'a Account,
        /// The attempt.
        attempt: &'a Attempt,
    },
}

impl<'a> Card<'a> {
    /// Whose it is.
    pub fn account(&self) -> &'a Account {
        match self {
            Self::Policy { account, .. } | Self::Loose { account, .. } => account,
        }
    }

    /// The attempt that stands open.
    pub fn open(&self) -> Option<&'a Attempt> {
        match self {
            Self::Policy { open, .. } => *open,
            Self::Loose { attempt, .. } => Some(attempt),
        }
    }

    /// The policy.
    pub fn record(&self) -> Option<&'a PolicyRecord> {
        match self {
            Self::Policy { record, .. } => Some(record),
            Self::Loose { .. } => None,
        }
    }

    /// The group it is in at `now`, by this machine's clock.
    pub fn group(&self, now: Timestamp) -> Group {
        if let Some(attempt) = self.open() {
            return if attempt.state == State::Unknown { Group::Doubt } else { Group::Underway };
        }
        let Self::Policy { account, record, .. } = self else { return Group::Underway };
        let stage = record.stage(account.vendor_time(now));
        let undoable = || record.cancelled.is_none() && record.bought() && is_free_to_cancel(account, record, now);
        if is_overcharged(record, stage) || undoable() { Group::Attention } else { stage.into() }
    }

    /// What its clock runs towards, or what it tells happened; later ones first where that lies behind.
    fn due(&self, group: Group) -> (i8, i128) {
        let Self::Policy { account, record, open } = self else {
            return soonest(self.open().map(|attempt| attempt.recorded_at));
        };
        let window = record.policy.window;
        let seen = record.seen_at;
        match group {
            Group::Doubt | Group::Underway => soonest(open.map(|attempt| attempt.recorded_at)),
            Group::Attention => soonest(free_cancel_deadline(account, record).or(Some(seen))),
            Group::Running => soonest(window.map(|window| window.end.at).or(Some(seen))),
            Group::Ready | Group::Scheduled => soonest(window.map(|window| window.start.at).or(Some(seen))),
            Group::Cancelled => latest(record.cancelled.as_ref().map_or(seen, |cancelled| cancelled.at)),
            Group::Unknown | Group::Lapsed | Group::Ended => latest(window.map_or(seen, |window| window.end.at)),
        }
    }

    /// The moments, by this machine's clock, at which time alone changes it.
    fn boundaries(&self) -> impl Iterator<Item = Timestamp> + use<> {
        let found = self.record().map_or([None; 3], |record| {
            let account = self.account();
            // A stage is reckoned on the vendor's clock.
            let here = |at: Timestamp| at.checked_sub(account.skew).ok();
            let window = record.policy.window;
            [
                free_cancel_deadline(account, record),
                window.and_then(|window| here(window.start.at)),
                window.and_then(|window| here(window.end.at)),
            ]
        });
        found.into_iter().flatten()
    }
}

fn soonest(at: Option<Timestamp>) -> (i8, i128) {
    at.map_or((1, 0), |at| (0, at.as_nanosecond()))
}

fn latest(at: Timestamp) -> (i8, i128) {
    (0, -at.as_nanosecond())
}

/// Whether more was charged than was shown, as long as something can be done about it.
pub fn is_overcharged(record: &PolicyRecord, stage: Stage) -> bool {
    record.drift() == Some(Drift::Higher) && record.cancelled.is_none() && stage != Stage::Ended
}

fn is_free_to_cancel(account: &Account, record: &PolicyRecord, now: Timestamp) -> bool {
    free_cancel_deadline(account, record).is_some_and(|until| now < until)
        && record.stage(account.vendor_time(now)) != Stage::Lapsed
        && may_cancel(account, record, None, now).is_ok()
}

/// What a row is searched by, in lowercase.
#[derive(Debug)]
pub(crate) struct Words {
    /// Everything that is searched.
    pub(crate) text: Box<str>,
    /// Its name, or its id where it has none.
    pub(crate) name: Box<str>,
}

#[derive(Debug)]
struct Row {
    of: Of,
    /// Index of the account.
    account: u32,
    words: Arc<Words>,
}

#[derive(Clone, Copy, Debug)]
enum Of {
    /// Indexes of the policy and of its open attempt.
    Policy(u32, Option<u32>),
    /// Index of the open attempt.
    Loose(u32),
}

/// Everything the wall of a realm is made of, as the ledger had it at one moment.
#[derive(Debug, Default)]
pub struct Portfolio {
    accounts: Vec<Account>,
    policies: Policies,
    open: Vec<Attempt>,
    quotes: Vec<Quote>,
    bases: Bases,
    rows: Vec<Row>,
    standing: Mutex<Option<Arc<Standing>>>,
}

impl Portfolio {
    /// The portfolio of a realm: its accounts, its policies in the ledger's order, all open attempts of the realm, and its
    /// quotes, newest first. What `before` had reckoned of the same records is taken over.
    ///
    /// A policy whose account is not among the accounts is left out.
    pub fn new(
        before: Option<&Self>,
        accounts: Vec<Account>,
        policies: Policies,
        open: Vec<Attempt>,
        quotes: Vec<Quote>,
    ) -> Self {
        let by_id: HashMap<AccountId, u32> = (0..).zip(&accounts).map(|(at, account)| (account.id, at)).collect();
        let mut locks: HashMap<(AccountId, &str), u32> = HashMap::with_capacity(open.len());
        for (at, attempt) in (0..).zip(&open) {
            locks.entry((attempt.account, attempt.subject.as_str())).or_insert(at);
        }
        let same_names = before.filter(|before| labels(&before.accounts).eq(labels(&accounts)));
        let mut rows = Vec::with_capacity(policies.len() + open.len());
        let mut held = vec![false; open.len()];
        for (at, record) in (0..).zip(policies.iter()) {
            let Some(account) = by_id.get(&record.account).copied() else { continue };
            let lock = locks.get(&(record.account, record.policy.id.as_str())).copied();
            if let Some(held) = lock.and_then(|lock| held.get_mut(lock as usize)) {
                *held = true;
            }
            let known = same_names.and_then(|before| before.words_of(rows.len(), record));
            let words = known.unwrap_or_else(|| Arc::new(words(&accounts[account as usize].label, record)));
            rows.push(Row { of: Of::Policy(at, lock), account, words });
        }
        for ((at, attempt), held) in (0..).zip(&open).zip(held) {
            let Some(account) = by_id.get(&attempt.account).copied().filter(|_| !held) else { continue };
            let words = Arc::new(loose_words(&accounts[account as usize].label, attempt));
            rows.push(Row { of: Of::Loose(at), account, words });
        }
        let bases = Bases::new(&accounts, policies.iter().map(AsRef::as_ref), &quotes);
        Self { accounts, policies, open, quotes, bases, rows, standing: Mutex::default() }
    }

    /// Whether these are the same accounts, policies, attempts and quotes, so that nothing needs to be reckoned anew.
    pub fn is_of(&self, accounts: &[Account], policies: &Policies, open: &[Attempt], quotes: &[Quote]) -> bool {
        Arc::ptr_eq(&self.policies, policies) && self.accounts == accounts && self.open == open && self.quotes == quotes
    }

    /// Accounts of the realm.
    pub fn accounts(&self) -> &[Account] {
        &self.accounts
    }

    /// Its policies, in the ledger's order.
    pub fn policies(&self) -> &Policies {
        &self.policies
    }

    /// Its quotes, newest first.
    pub fn quotes(&self) -> &[Quote] {
        &self.quotes
    }

    /// What the bases of savings are set against.
    pub fn bases(&self) -> &Bases {
        &self.bases
    }

    /// All cards, in no order that means anything.
    pub fn cards(&self) -> impl Iterator<Item = Card<'_>> {
        self.rows.iter().map(|row| self.card_of(row))
    }

    /// Open attempts that have no policy to stand on.
    pub fn loose(&self) -> impl Iterator<Item = &Attempt> {
        self.cards().filter_map(|card| match card {
            Card::Loose { attempt, .. } => Some(attempt),
            Card::Policy { .. } => None,
        })
    }

    /// The cards of these policies, with their numbers, as far as they are here.
    pub fn cards_of<'a>(&'a self, wanted: &HashSet<(AccountId, &str)>) -> impl Iterator<Item = (u32, Card<'a>)> {
        (0..).zip(self.cards()).filter(|(_, card)| {
            !wanted.is_empty()
                && card.record().is_some_and(|record| wanted.contains(&(record.account, record.policy.id.as_str())))
        })
    }

    /// The policy that was made last before this one, of the same instance in the same place, with a price and a length.
    pub fn last_like(&self, account: AccountId, id: &PolicyId) -> Option<Card<'_>> {
        let made = |record: &PolicyRecord| record.policy.created_at.unwrap_or(record.seen_at);
        let (_, this) = self.cards_of(&HashSet::from([(account, id.as_str())])).next()?;
        let this = this.record()?;
        let like = |card: &Card<'_>| {
            card.record().is_some_and(|other| {
                let hours = || other.policy.window?.instance_hours(other.policy.instance.quantity?);
                other.policy.id != this.policy.id
                    && made(other) < made(this)
                    && same_thing(&other.policy, &this.policy)
                    && savings::price(card.account(), other).is_some()
                    && hours().is_some()
            })
        };
        self.cards().filter(like).max_by_key(|card| card.record().map(made))
    }

    /// How many cards there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The card of a number, as a [`Found`] lists them.
    pub fn card(&self, number: u32) -> Option<Card<'_>> {
        self.rows.get(number as usize).map(|row| self.card_of(row))
    }

    pub(crate) fn words(&self, number: u32) -> &Words {
        &self.rows[number as usize].words
    }

    /// How things stand at `now`, by this machine's clock.
    pub fn standing(&self, now: Timestamp) -> Arc<Standing> {
        let mut kept = self.standing.lock().unwrap_or_else(PoisonError::into_inner);
        match &*kept {
            Some(standing) if standing.holds(now) => Arc::clone(standing),
            _ => Arc::clone(kept.insert(Arc::new(Standing::new(self, now)))),
        }
    }

    fn card_of(&self, row: &Row) -> Card<'_> {
        let account = &self.accounts[row.account as usize];
        let attempt = |at: u32| &self.open[at as usize];
        match row.of {
            Of::Policy(at, open) => {
                Card::Policy { account, record: &self.policies[at as usize], open: open.map(attempt) }
            }
            Of::Loose(at) => Card::Loose { account, attempt: attempt(at) },
        }
    }

    /// The words of the row in the same place, if it is of the very same record.
    fn words_of(&self, place: usize, record: &Arc<PolicyRecord>) -> Option<Arc<Words>> {
        let row = self.rows.get(place)?;
        let Of::Policy(at, _) = row.of else { return None };
        Arc::ptr_eq(&self.policies[at as usize], record).then(|| Arc::clone(&row.words))
    }
}

/// Whether two policies are of the same instance in the same place.
fn same_thing(one: &Policy, other: &Policy) -> bool {
    let thing = |policy: &Policy| {
        let Policy { instance, place, .. } = policy.clone();
        (instance.kind, instance.platform, instance.tenancy, place.region, place.zone)
    };
    one.instance.kind == other.instance.kind && thing(one) == thing(other)
}

fn labels(accounts: &[Account]) -> impl Iterator<Item = (AccountId, &str)> {
    accounts.iter().map(|account| (account.id, account.label.as_str()))
}

fn words(label: &str, record: &PolicyRecord) -> Words {
    let policy = &record.policy;
    let name = policy.name.as_deref().unwrap_or(policy.id.as_str());
    let held = [
        Some(label),
        Some(policy.id.as_str()),
        policy.name.as_deref(),
        policy.instance.kind.as_deref(),
        policy.place.region.as_deref(),
        policy.place.zone.as_deref(),
        policy.cloud_account.as_deref(),
        policy.instance.platform.as_deref(),
        record.reason.owner.as_deref(),
        record.reason.ticket.as_deref(),
        record.reason.purpose.as_deref(),
        record.reason.note.as_deref(),
    ];
    let tags = record.reason.tags.iter().map(AsRef::as_ref);
    let held: Vec<&str> = held.into_iter().flatten().chain(tags).collect();
    Words { text: held.join(" ").to_lowercase().into(), name: name.to_lowercase().into() }
}

fn loose_words(label: &str, attempt: &Attempt) -> Words {
    let text = format!("{label} {} {}", attempt.subject, attempt.request).to_lowercase();
    Words { text: text.into(), name: attempt.subject.to_lowercase().into() }
}

/// How many answers to queries a [`Standing`] keeps.
const ANSWERS: usize = 2;

/// How the cards of a portfolio stand, until a moment passes that changes one.
#[derive(Debug)]
pub struct Standing {
    /// When this was reckoned.
    pub at: Timestamp,
    /// When it no longer holds; `None` if time alone changes nothing more.
    pub until: Option<Timestamp>,
    /// Sums by currency.
    pub totals: BTreeMap<Currency, Totals>,
    /// The soonest end of a free-cancel window among what was bought in a currency.
    pub free_until: BTreeMap<Currency, Timestamp>,
    /// Policies of each account that are not over, or on which something stands open.
    pub unfinished: BTreeMap<AccountId, usize>,
    /// By the number of the card.
    pub(crate) groups: Vec<Group>,
    /// Numbers of the cards, the most urgent first.
    pub(crate) order: Vec<u32>,
    /// What was looked for lately, and found, the latest last.
    lately: Mutex<Vec<(Query, Arc<Found>)>>,
    /// Where the cards stand on the axis of time, by their numbers, as soon as anybody asks.
    places: OnceLock<Vec<Place>>,
}

impl Standing {
    fn new(portfolio: &Portfolio, now: Timestamp) -> Self {
        let mut until: Option<Timestamp> = None;
        let mut free_until: BTreeMap<Currency, Timestamp> = BTreeMap::new();
        let mut unfinished = BTreeMap::new();
        let mut groups = Vec::with_capacity(portfolio.len());
        let mut due = Vec::with_capacity(portfolio.len());
        for card in portfolio.cards() {
            let group = card.group(now);
            groups.push(group);
            due.push((group, card.due(group)));
            for boundary in card.boundaries().filter(|boundary| *boundary > now) {
                until = Some(until.map_or(boundary, |until| until.min(boundary)));
            }
            if card.record().is_some() && !matches!(group, Group::Lapsed | Group::Ended | Group::Cancelled) {
                *unfinished.entry(card.account().id).or_default() += 1;
            }
            if let Some((currency, at)) = undoable(&card, now) {
                free_until.entry(currency).and_modify(|until| *until = at.min(*until)).or_insert(at);
            }
        }
        let mut order: Vec<u32> = (0..).take(groups.len()).collect();
        // Two that are due at once stay in the ledger's order, so that cards do not change places by themselves.
        order.sort_by_key(|number| due[*number as usize]);
        let owned = portfolio.cards().filter_map(|card| Some((card.account(), card.record()?)));
        let totals = savings::totals(owned, now);
        Self {
            at: now,
            until,
            totals,
            free_until,
            unfinished,
            groups,
            order,
            lately: Mutex::default(),
            places: OnceLock::new(),
        }
    }

    fn holds(&self, now: Timestamp) -> bool {
        self.at <= now && self.until.is_none_or(|until| now < until)
    }

    /// The group of a card.
    pub fn group(&self, number: u32) -> Option<Group> {
        self.groups.get(number as usize).copied()
    }

    /// How many cards each group has, those without one left out.
    pub fn counts(&self) -> Vec<(Group, usize)> {
        let count = |group: &Group| self.groups.iter().filter(|other| *other == group).count();
        let counts = Group::ALL.iter().map(|group| (*group, count(group)));
        counts.filter(|(_, count)| *count > 0).collect()
    }

    /// Numbers of the cards of a group, the most urgent first.
    pub fn of_group(&self, group: Group) -> impl Iterator<Item = u32> {
        self.order.iter().copied().filter(move |number| self.groups[*number as usize] == group)
    }

    /// Where the cards of its portfolio stand on the axis of time.
    pub(crate) fn places(&self, portfolio: &Portfolio) -> &[Place] {
        self.places.get_or_init(|| portfolio.cards().map(|card| Place::of(&card, self.at)).collect())
    }

    /// What a query finds. The last two answers are kept: whoever scrolls asks the same again, and the wall is read with
    /// every reading of the desk while the timeline is looked at.
    pub fn find(&self, portfolio: &Portfolio, query: &Query) -> Arc<Found> {
        let mut lately = self.lately.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, found)) = lately.iter().find(|(asked, _)| asked == query) {
            return Arc::clone(found);
        }
        let found = Arc::new(Found::new(portfolio, self, query));
        if lately.len() >= ANSWERS {
            lately.remove(0);
        }
        lately.push((query.clone(), Arc::clone(&found)));
        found
    }
}

/// Until when a bought policy can be cancelled free of charge, and the currency of its price.
fn undoable(card: &Card<'_>, now: Timestamp) -> Option<(Currency, Timestamp)> {
    let Card::Policy { account, record, .. } = card else { return None };
    let until = free_cancel_deadline(account, record).filter(|until| now < *until)?;
    let kept = record.bought() && record.cancelled.is_none();
    let price: Option<Money> = savings::price(account, record).filter(|_| kept);
    Some((price?.currency, until))
}
