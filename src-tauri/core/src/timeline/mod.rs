//! The timeline: what a query finds, as windows on an axis of instants. Whatever lies before or after the part of the axis
//! that is looked at is counted, so that a hundred thousand windows cost no more than those that are seen.
//!
//! Windows stand where the vendor wrote them, by its clock; what is reckoned here (the end of free cancelling) by this
//! machine's. Nothing is invented: a window that is not known has no place on the axis and is listed as such.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _};

use crate::account::{Account, AccountId};
use crate::attempt::Operation;
use crate::desk::{free_cancel_deadline, later_free_cancel_deadline};
use crate::draft::Order;
use crate::launch::{HORIZON, Renewal};
use crate::money::Money;
use crate::policy::{PolicyRecord, Stage};
use crate::portfolio::{Card, Portfolio, Standing};
use crate::reservation::{Commitment, Listing, Older, Reservation, ReservationStatus};
use crate::wall::{Beside, By, Found, Key, Query, Sort};
use crate::window::{Moment, Window};

/// A part of the axis, from an instant up to another, which is no longer in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// Its first instant.
    pub from: Timestamp,
    /// Its end.
    pub to: Timestamp,
}

impl Range {
    /// A part with a length.
    pub fn new(from: Timestamp, to: Timestamp) -> Option<Self> {
        (from < to).then_some(Self { from, to })
    }

    fn side(self, from: Timestamp, to: Timestamp) -> Side {
        if to <= self.from {
            Side::Before
        } else if from >= self.to {
            Side::After
        } else {
            Side::Within
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Before,
    Within,
    After,
}

/// What stands on a policy's lane beside its window.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// Until when the capacity is held: the window's end, or the cancellation if that came first. `None` when the policy was
    /// cancelled before it began, or nobody knows when.
    pub held_until: Option<Timestamp>,
    /// When it was cancelled, by this machine's clock.
    pub cancelled_at: Option<Timestamp>,
    /// Until when cancelling is free by the earlier reading, by this machine's clock.
    pub free_until: Option<Timestamp>,
    /// Until when it may be free, by the later reading, where that is later.
    pub maybe_until: Option<Timestamp>,
    /// When it buys its successors in the days that are foreseen ([`HORIZON`]), if nobody acts: reckoned, and no promise of
    /// the vendor's.
    pub renewals: Vec<Timestamp>,
    /// Whether it renews itself in a way that is not known.
    pub renews_somehow: bool,
}

impl Marks {
    /// What stands on the lane of a policy at `now`, by this machine's clock.
    pub fn of(account: &Account, record: &PolicyRecord, now: Timestamp) -> Self {
        let window = record.policy.window;
        let stage = record.stage(account.vendor_time(now));
        let cancelled_at = record.cancelled.as_ref().map(|cancelled| cancelled.at);
        let held_until = window.and_then(|window| match cancelled_at {
            Some(at) => Some(at.min(window.end.at)).filter(|at| *at > window.start.at),
            None if stage == Stage::Cancelled => None,
            None => Some(window.end.at),
        });
        let mut marks = Self { held_until, cancelled_at, ..Self::default() };
        if matches!(stage, Stage::Ready | Stage::Scheduled | Stage::Running) {
            marks.free_until = free_cancel_deadline(account, record);
            let later = later_free_cancel_deadline(record);
            marks.maybe_until = later.filter(|later| marks.free_until.is_some_and(|until| until < *later));
        }
        if matches!(stage, Stage::Scheduled | Stage::Running) {
            let renewal = Renewal::of(&record.policy.configuration);
            marks.renews_somehow = renewal.is_none() && record.policy.configuration.auto_renewal == Some(true);
            let coming = renewing(record).map(|(renewal, start)| renewal.coming(start, now, HORIZON));
            marks.renewals = coming.into_iter().flatten().collect();
        }
        marks
    }
}

/// The window of a card, if it is known: of a policy, or the one that a request in doubt asked for.
pub fn window(card: &Card<'_>) -> Option<Window> {
    match card {
        Card::Policy { record, .. } => record.policy.window,
        Card::Loose { .. } => asked_for(card).map(|order| order.window),
    }
}

/// What a request that has no policy yet asked for.
pub fn asked_for(card: &Card<'_>) -> Option<Order> {
    let Card::Loose { attempt, .. } = card else { return None };
    let request = attempt.request.clone();
    (attempt.operation == Operation::Reserve).then(|| serde_json::from_value(request).ok())?
}

/// Where a card stands on the axis, as far as that is the same until its portfolio stands otherwise: reckoned once, and not
/// with every look at a part of the axis.
#[derive(Debug)]
pub(crate) struct Place {
    window: Option<(Timestamp, Timestamp)>,
    /// What its window brings next.
    turn: Option<Event>,
    /// Its free cancelling, if that has not ended. Hardly any card has one.
    free: Option<Box<Free>>,
    /// Its renewals, if it renews itself.
    renews: Option<Box<Renews>>,
}

#[derive(Debug)]
struct Free {
    until: Timestamp,
    maybe_until: Option<Timestamp>,
}

/// The first and the last of the renewals that are foreseen, and until when they are: the days that are looked ahead go on with
/// time.
#[derive(Debug)]
struct Renews {
    ends: Option<(Timestamp, Timestamp)>,
    until: Timestamp,
}

impl Renews {
    fn of(renewal: Renewal, start: Moment, now: Timestamp) -> Self {
        let mut coming = renewal.coming(start, now, HORIZON);
        let ends = coming.next().map(|first| (first, coming.last().unwrap_or(first)));
        let horizon = SignedDuration::from_hours(24 * HORIZON);
        let ahead = |at: Timestamp| at.checked_sub(horizon).unwrap_or(now);
        // The next one that comes into sight; where none does for as long, none does until then.
        let next = renewal.coming(start, now, 2 * HORIZON).find(|at| now < ahead(*at));
        let comes = next.map_or_else(|| now.checked_add(horizon).unwrap_or(now), ahead);
        Self { ends, until: ends.map_or(comes, |(first, _)| first.min(comes)) }
    }
}

impl Place {
    pub(crate) fn of(card: &Card<'_>, now: Timestamp) -> Self {
        let window = window(card).map(|window| (window.start.at, window.end.at));
        let Some(record) = card.record() else { return Self { window, turn: None, free: None, renews: None } };
        let turn = match record.stage(card.account().vendor_time(now)) {
            Stage::Scheduled => Some(Event::Starts),
            Stage::Running => Some(Event::Ends),
            _ => None,
        };
        let marks = Marks::of(card.account(), record, now);
        let free = marks.free_until.map(|until| Free { until, maybe_until: marks.maybe_until });
        let free = free.filter(|free| now < free.last()).map(Box::new);
        let renews = renewing(record).filter(|_| turn.is_some());
        Self { window, turn, free, renews: renews.map(|(renewal, start)| Box::new(Renews::of(renewal, start, now))) }
    }

    /// The first and the last of its renewals that are foreseen.
    fn renewals(&self, card: &Card<'_>, now: Timestamp) -> Option<(Timestamp, Timestamp)> {
        let renews = self.renews.as_ref()?;
        if now < renews.until {
            return renews.ends;
        }
        let (renewal, start) = renewing(card.record()?)?;
        Renews::of(renewal, start, now).ends
    }

    /// From where to where it reaches on its lane: its window, and the renewals that are foreseen. What may still be undone
    /// for nothing concerns whoever looks at now, however far ahead its window lies.
    fn reach(&self, renewals: Option<(Timestamp, Timestamp)>, now: Timestamp) -> Option<(Timestamp, Timestamp)> {
        let (start, end) = self.window?;
        let free = self.free.as_ref().is_some_and(|free| now < free.last());
        let first = if free { start.min(now) } else { start };
        // A renewal is an instant, and stands on the axis itself.
        let last = renewals.map(|(_, last)| last.checked_add(1.second()).unwrap_or(last));
        Some((first, last.map_or(end, |last| last.max(end))))
    }

    /// The next thing that happens to it, if time alone brings one.
    fn next(&self, renewals: Option<(Timestamp, Timestamp)>, now: Timestamp) -> Option<(Timestamp, Event)> {
        let turn = self.turn.zip(self.window).map(|(turn, (start, end))| match turn {
            Event::Starts => (start, turn),
            _ => (end, turn),
        });
        let free = self.free.as_ref().map(|free| (free.until, Event::FreeEnds));
        let renewal = renewals.map(|(first, _)| (first, Event::Renews));
        [turn, free, renewal].into_iter().flatten().filter(|(at, _)| *at > now).min()
    }
}

impl Free {
    /// Until when cancelling may be free, by whichever reading.
    fn last(&self) -> Timestamp {
        self.maybe_until.map_or(self.until, |maybe| maybe.max(self.until))
    }
}

/// How a policy renews itself, and the start that is counted from.
fn renewing(record: &PolicyRecord) -> Option<(Renewal, Moment)> {
    Renewal::of(&record.policy.configuration).zip(record.policy.window.map(|window| window.start))
}

/// What an account has reserved at Gcore, as one row of the vendor's lists.
///
/// The older list has ids and statuses, and stands for the account where it answers; nothing ties a row of one list to a row
/// of the other, so showing both would show everything twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reserved {
    /// Whose.
    pub account: AccountId,
    /// Gcore's number of it.
    pub id: Option<i64>,
    /// The label the user chose.
    pub name: Option<String>,
    /// Its machine types, and how many of each.
    pub machines: Vec<(String, Option<u32>)>,
    /// The region's name, or its number.
    pub region: Option<String>,
    /// How far it has come.
    pub status: Option<ReservationStatus>,
    /// From when to when. Gcore writes days without a zone; they are taken as UTC, the last one as a whole.
    pub window: Option<(Timestamp, Timestamp)>,
    /// What it costs for the whole term.
    pub total: Option<Money>,
}

impl Reserved {
    /// The rows of a listing.
    pub fn all(account: AccountId, listing: &Listing) -> Vec<Self> {
        match &listing.older {
            Older::Read(rows) => rows.iter().map(|row| Self::older(account, row)).collect(),
            Older::Gone | Older::Unread(_) => {
                listing.commitments.iter().map(|row| Self::current(account, row)).collect()
            }
        }
    }

    fn older(account: AccountId, row: &Reservation) -> Self {
        let midnight = |day: Date| day.to_zoned(TimeZone::UTC).ok().map(|day| day.timestamp());
        let window = || span(midnight(row.from?)?, midnight(row.to?.tomorrow().ok()?)?);
        Self {
            account,
            id: Some(row.id),
            name: row.name.clone(),
            machines: row.rows.iter().map(|machine| (machine.resource.clone(), machine.count)).collect(),
            region: row.region_name.clone().or_else(|| row.region.map(|number| number.to_string())),
            status: row.status.clone(),
            window: window(),
            total: row.commit.zip(row.currency).map(|(tariff, currency)| Money::new(tariff.total, currency)),
        }
    }

    fn current(account: AccountId, row: &Commitment) -> Self {
        let window = || span(row.commit?.from?, row.commit?.to?);
        Self {
            account,
            id: None,
            name: None,
            machines: vec![(row.resource.clone(), row.count)],
            region: row.region.clone(),
            status: None,
            window: window(),
            // This list names no currency, and without one an amount is no money.
            total: None,
        }
    }

    fn text(&self, account: &Account) -> String {
        let id = self.id.map(|id| id.to_string());
        let status = self.status.clone().map(String::from);
        let held = [Some(&account.label), id.as_ref(), self.name.as_ref(), self.region.as_ref(), status.as_ref()];
        let machines = self.machines.iter().map(|(resource, _)| resource);
        let held: Vec<&str> = held.into_iter().flatten().chain(machines).map(String::as_str).collect();
        held.join(" ").to_lowercase()
    }
}

fn span(from: Timestamp, to: Timestamp) -> Option<(Timestamp, Timestamp)> {
    (from < to).then_some((from, to))
}

/// A line of the timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// A card, by its number in the portfolio.
    Card(u32),
    /// A row of [`Timeline::reserved`].
    Reserved(usize),
}

/// What the lanes of one section have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Section {
    /// What the cards were put together by.
    Cards(Key),
    /// What an account has reserved at Gcore.
    Reserved(AccountId),
    /// Their windows are not known.
    Unknown,
}

/// What happens to a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// The time in which it can be cancelled for nothing ends, by the earlier reading.
    FreeEnds,
    /// What was bought starts.
    Starts,
    /// What was bought ends.
    Ends,
    /// It buys its successor, if nobody acts.
    Renews,
}

impl Event {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::FreeEnds, Self::Starts, Self::Ends, Self::Renews];
}

/// The next thing that time brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Next {
    /// When.
    pub at: Timestamp,
    /// What.
    pub event: Event,
    /// To which card.
    pub card: u32,
}

/// What a query finds in a part of the axis.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timeline {
    /// The lanes that reach into the part, and those whose window is not known, in order.
    pub lanes: Vec<Lane>,
    /// The sections they are in, one after the other, with how many lanes each has.
    pub sections: Vec<(Section, usize)>,
    /// What is reserved, as far as it was found.
    pub reserved: Vec<Reserved>,
    /// How many were found in all.
    pub found: usize,
    /// How many lie before the part, and where the last of them ends.
    pub before: (usize, Option<Timestamp>),
    /// How many lie after the part, and where the first of them begins.
    pub after: (usize, Option<Timestamp>),
    /// From where to where all that was found reaches.
    pub extent: Option<(Timestamp, Timestamp)>,
    /// The next thing that happens to what was found, wherever it lies.
    pub next: Option<Next>,
}

impl Timeline {
    /// The query by which the cards of a timeline are found: by their start, and together as the wall has them, by account
    /// where it does not put them together.
    pub fn query(query: Query) -> Query {
        Query { sort: Sort::Start, descending: false, by: query.by.or(Some(By::Account)), ..query }
    }

    /// What `query` found ([`Self::query`]) in a part of the axis, with what is reserved beside it.
    pub fn new(
        portfolio: &Portfolio,
        standing: &Standing,
        found: &Found,
        reserved: Vec<Reserved>,
        query: &Query,
        range: Range,
        now: Timestamp,
    ) -> Self {
        let mut timeline = Self::default();
        let mut unknown = Vec::new();
        let places = standing.places(portfolio);
        let mut numbers = found.numbers.iter();
        for (key, count) in &found.sections {
            let first = timeline.lanes.len();
            for number in numbers.by_ref().take(*count) {
                let Some((card, place)) = portfolio.card(*number).zip(places.get(*number as usize)) else { continue };
                let renewals = place.renewals(&card, now);
                let next = place.next(renewals, now).map(|(at, event)| Next { at, event, card: *number });
                let both = timeline.next.into_iter().chain(next);
                timeline.next = both.min_by_key(|next| (next.at, next.event));
                timeline.put(Lane::Card(*number), place.reach(renewals, now), range, &mut unknown);
            }
            timeline.close(Section::Cards(key.clone()), first);
        }
        timeline.put_reserved(portfolio, reserved, query, range, &mut unknown);
        let first = timeline.lanes.len();
        timeline.lanes.append(&mut unknown);
        timeline.close(Section::Unknown, first);
        timeline
    }

    fn put_reserved(
        &mut self,
        portfolio: &Portfolio,
        reserved: Vec<Reserved>,
        query: &Query,
        range: Range,
        unknown: &mut Vec<Lane>,
    ) {
        let mut by_account: BTreeMap<(String, AccountId), Vec<Reserved>> = BTreeMap::new();
        for row in reserved {
            let account = portfolio.accounts().iter().find(|account| account.id == row.account);
            let Some(account) = account else { continue };
            let text = row.text(account);
            let (region, window) = (row.region.as_deref(), row.window);
            if query.finds_beside(Beside { account, region, window, text: &text }) {
                by_account.entry((account.label.to_lowercase(), account.id)).or_default().push(row);
            }
        }
        for ((_, account), mut rows) in by_account {
            let first = self.lanes.len();
            rows.sort_by_key(|row| (row.window.is_none(), row.window, row.id));
            for row in rows {
                self.put(Lane::Reserved(self.reserved.len()), row.window, range, unknown);
                self.reserved.push(row);
            }
            self.close(Section::Reserved(account), first);
        }
    }

    fn put(&mut self, lane: Lane, reach: Option<(Timestamp, Timestamp)>, range: Range, unknown: &mut Vec<Lane>) {
        self.found += 1;
        let Some((from, to)) = reach else {
            unknown.push(lane);
            return;
        };
        self.extent = Some(self.extent.map_or((from, to), |(first, last)| (first.min(from), last.max(to))));
        match range.side(from, to) {
            Side::Within => self.lanes.push(lane),
            Side::Before => self.before = (self.before.0 + 1, self.before.1.max(Some(to))),
            Side::After => {
                let first = self.after.1.map_or(from, |first| first.min(from));
                self.after = (self.after.0 + 1, Some(first));
            }
        }
    }

    /// Ends a section that began at a lane, unless nothing is in it.
    fn close(&mut self, section: Section, first: usize) {
        let count = self.lanes.len() - first;
        if count > 0 {
            self.sections.push((section, count));
        }
    }
}

#[cfg(test)]
mod tests;
