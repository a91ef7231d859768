//! The timeline: the lanes that reach into the part of the axis that is looked at, a page of them at a time.

use berth_core::account::Realm;
use berth_core::policy::Stage;
use berth_core::portfolio::{Card, Group, Portfolio, Standing};
use berth_core::savings;
use berth_core::timeline::{self, Event, Lane, Marks, Range, Reserved, Section, Timeline};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::listing::{StatusView, machines};
use crate::view::{AttemptView, MoneyView, WindowView, brief};
use crate::wall::{WallRequest, word};

/// The most lanes of one page.
const LONGEST_PAGE: u32 = 240;

/// What to show of the timeline.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TimelineRequest {
    /// Of which realm.
    #[ts(type = "Realm")]
    pub realm: Realm,
    /// What is looked for. Its order is not the timeline's; its groups are.
    pub wall: WallRequest,
    /// Where the part of the axis begins, RFC 3339.
    pub from: String,
    /// Where it ends, RFC 3339; after its beginning.
    pub to: String,
    /// The place of the first lane, counted from 0.
    pub first: u32,
    /// How many lanes, 240 at most.
    pub count: u32,
}

impl TimelineRequest {
    /// The part of the axis, or the name of what is none.
    pub fn range(&self) -> Result<Range, &'static str> {
        let from = self.from.parse().map_err(|_| "from")?;
        let to = self.to.parse().map_err(|_| "to")?;
        Range::new(from, to).ok_or("to")
    }
}

/// How many lanes lie on one side of the part that is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OutsideView {
    /// How many.
    pub count: usize,
    /// Where the nearest of them ends or begins, RFC 3339 in UTC.
    pub at: Option<String>,
}

impl From<(usize, Option<Timestamp>)> for OutsideView {
    fn from((count, at): (usize, Option<Timestamp>)) -> Self {
        Self { count, at: at.map(|at| at.to_string()) }
    }
}

/// From where to where something reaches, RFC 3339 in UTC.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReachView {
    /// Its beginning.
    pub from: String,
    /// Its end.
    pub to: String,
}

impl From<(Timestamp, Timestamp)> for ReachView {
    fn from((from, to): (Timestamp, Timestamp)) -> Self {
        Self { from: from.to_string(), to: to.to_string() }
    }
}

/// The next thing that time brings to what was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NextView {
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// What.
    #[ts(type = "TimelineEvent")]
    pub event: Event,
    /// Whose policy.
    pub account: String,
    /// Its id.
    pub policy: String,
    /// Its name.
    pub name: Option<String>,
}

/// A section of the lanes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum LaneSectionView {
    /// Cards that were put together.
    Cards {
        /// As a section of the wall: a group, an account's id, a vendor, or a region, family or owner; `null` where that is
        /// not known.
        key: Option<String>,
        /// How many lanes it has.
        count: usize,
    },
    /// What an account has reserved at Gcore.
    Reserved {
        /// The account's id.
        account: String,
        /// How many lanes it has.
        count: usize,
    },
    /// Their windows are not known.
    Unknown {
        /// How many lanes it has.
        count: usize,
    },
}

/// A lane.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum LaneView {
    /// A policy.
    Policy {
        /// The policy.
        policy: Box<LanePolicyView>,
    },
    /// An open attempt that has no policy to stand on.
    Loose {
        /// What it asks of whoever looks at it.
        #[ts(type = "Group")]
        group: Group,
        /// The attempt.
        attempt: Box<AttemptView>,
        /// What it asked for, as far as it can be read.
        asked: Option<Box<AskedView>>,
    },
    /// A row of what is reserved at Gcore.
    Reserved {
        /// The row.
        reserved: Box<LaneReservedView>,
    },
}

/// A policy on its lane. Instants are RFC 3339 in UTC.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "`PolicyView` and core's `Marks` document the fields")]
pub struct LanePolicyView {
    pub account: String,
    pub id: String,
    pub name: Option<String>,
    #[ts(type = "Stage")]
    pub stage: Stage,
    #[ts(type = "Group")]
    pub group: Group,
    pub instance_type: Option<String>,
    pub quantity: Option<u32>,
    pub region: Option<String>,
    pub price: Option<MoneyView>,
    pub window: Option<WindowView>,
    pub held_until: Option<String>,
    pub cancelled_at: Option<String>,
    pub free_until: Option<String>,
    pub maybe_until: Option<String>,
    pub renewals: Vec<String>,
    pub renews_somehow: bool,
}

/// What a request in doubt asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "`PolicyView` documents the fields")]
pub struct AskedView {
    pub name: String,
    pub instance_type: String,
    pub quantity: u32,
    pub zone: String,
    pub window: WindowView,
}

/// A row of what is reserved at Gcore on its lane.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LaneReservedView {
    /// Whose.
    pub account: String,
    /// Gcore's number of it, as text; `null` in the list that tells none.
    pub id: Option<String>,
    /// The label the user chose.
    pub name: Option<String>,
    /// Its machines, such as `3 × bm1-hf-medium_min`.
    pub machines: Vec<String>,
    /// The region's name, or its number.
    pub region: Option<String>,
    /// How far it has come; `null` in the list that tells none.
    pub status: Option<StatusView>,
    /// From when to when; days of UTC in the older list.
    pub reach: Option<ReachView>,
    /// What it costs for the whole term.
    pub total: Option<MoneyView>,
}

impl From<&Reserved> for LaneReservedView {
    fn from(row: &Reserved) -> Self {
        Self {
            account: row.account.to_string(),
            id: row.id.map(|id| id.to_string()),
            name: row.name.as_deref().map(brief),
            machines: row.machines.iter().map(|(resource, count)| machines(resource, *count)).collect(),
            region: row.region.as_deref().map(brief),
            status: row.status.as_ref().map(StatusView::from),
            reach: row.window.map(ReachView::from),
            total: row.total.map(MoneyView::from),
        }
    }
}

/// What was found in a part of the axis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TimelineView {
    /// How many were found, wherever they lie.
    pub found: usize,
    /// How many of them have a lane: they reach into the part, or their window is not known.
    pub shown: usize,
    /// How many lie before the part.
    pub before: OutsideView,
    /// How many lie after it.
    pub after: OutsideView,
    /// From where to where all of them reach.
    pub extent: Option<ReachView>,
    /// The next thing that happens to what was found.
    pub next: Option<NextView>,
    /// The sections of the lanes, one after the other.
    pub sections: Vec<LaneSectionView>,
    /// The place of the first lane of this page, counted from 0.
    pub first: u32,
    /// The lanes from there on.
    pub lanes: Vec<LaneView>,
}

impl TimelineView {
    /// The page that begins at `first`.
    pub fn new(
        portfolio: &Portfolio,
        standing: &Standing,
        timeline: &Timeline,
        first: u32,
        count: u32,
        now: Timestamp,
    ) -> Self {
        let lanes = timeline.lanes.iter().skip(first as usize).take(count.min(LONGEST_PAGE) as usize);
        let next = timeline.next.and_then(|next| {
            let record = portfolio.card(next.card)?.record()?;
            Some(NextView {
                at: next.at.to_string(),
                event: next.event,
                account: record.account.to_string(),
                policy: record.policy.id.to_string(),
                name: record.policy.name.as_deref().map(brief),
            })
        });
        Self {
            found: timeline.found,
            shown: timeline.lanes.len(),
            before: timeline.before.into(),
            after: timeline.after.into(),
            extent: timeline.extent.map(ReachView::from),
            next,
            sections: timeline.sections.iter().map(section).collect(),
            first,
            lanes: lanes.filter_map(|lane| lane_view(portfolio, standing, timeline, *lane, now)).collect(),
        }
    }
}

fn section((section, count): &(Section, usize)) -> LaneSectionView {
    let count = *count;
    match section {
        Section::Cards(key) => LaneSectionView::Cards { key: word(key), count },
        Section::Reserved(account) => LaneSectionView::Reserved { account: account.to_string(), count },
        Section::Unknown => LaneSectionView::Unknown { count },
    }
}

fn lane_view(
    portfolio: &Portfolio,
    standing: &Standing,
    timeline: &Timeline,
    lane: Lane,
    now: Timestamp,
) -> Option<LaneView> {
    let number = match lane {
        Lane::Card(number) => number,
        Lane::Reserved(at) => {
            let reserved = timeline.reserved.get(at)?;
            return Some(LaneView::Reserved { reserved: Box::new(reserved.into()) });
        }
    };
    let card = portfolio.card(number)?;
    let group = standing.group(number)?;
    Some(match card {
        Card::Policy { .. } => LaneView::Policy { policy: Box::new(policy(&card, group, now)?) },
        Card::Loose { attempt, .. } => {
            let asked = timeline::asked_for(&card).map(|order| AskedView {
                name: brief(&order.name),
                instance_type: brief(&order.instance_type),
                quantity: order.quantity,
                zone: brief(&order.zone),
                window: WindowView::new(order.window, Some(order.quantity)),
            });
            LaneView::Loose { group, attempt: Box::new(attempt.into()), asked: asked.map(Box::new) }
        }
    })
}

fn policy(card: &Card<'_>, group: Group, now: Timestamp) -> Option<LanePolicyView> {
    let (account, record) = (card.account(), card.record()?);
    let policy = &record.policy;
    let marks = Marks::of(account, record, now);
    let instant = |at: Option<Timestamp>| at.map(|at| at.to_string());
    Some(LanePolicyView {
        account: record.account.to_string(),
        id: policy.id.to_string(),
        name: policy.name.as_deref().map(brief),
        stage: record.stage(account.vendor_time(now)),
        group,
        instance_type: policy.instance.kind.as_deref().map(brief),
        quantity: policy.instance.quantity,
        region: policy.place.region.as_deref().map(brief),
        price: savings::price(account, record).map(MoneyView::from),
        window: policy.window.map(|window| WindowView::new(window, policy.instance.quantity)),
        held_until: instant(marks.held_until),
        cancelled_at: instant(marks.cancelled_at),
        free_until: instant(marks.free_until),
        maybe_until: instant(marks.maybe_until),
        renewals: marks.renewals.iter().map(Timestamp::to_string).collect(),
        renews_somehow: marks.renews_somehow,
    })
}
