use std::sync::Arc;

use jiff::SignedDuration;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::account::Vendor;
use crate::attempt::{Attempt, AttemptId, State};
use crate::money::decimal;
use crate::policy::{Cancellation, Policy, PolicyId, PolicyStatus, Source};
use crate::portfolio::Group;
use crate::quote::Tariff;
use crate::reservation::Dated;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn now() -> Timestamp {
    at("2026-06-15T12:00:00Z")
}

fn hours(hours: i64) -> SignedDuration {
    SignedDuration::from_hours(hours)
}

/// So many hours from now.
fn hour(number: i64) -> Timestamp {
    now() + hours(number)
}

fn account(number: u128, label: &str) -> Account {
    Account { id: AccountId(Uuid::from_u128(number)), label: label.into(), ..Account::sample() }
}

fn window_of(start: i64, end: i64) -> Option<Window> {
    let moment = |number: i64| Moment::parse(&hour(number).to_string()).unwrap();
    Window::new(moment(start), moment(end)).ok()
}

/// A bought window from one hour to another, counted from now.
fn policy(account: &Account, id: &str, start: i64, end: i64) -> PolicyRecord {
    let mut policy = Policy::unknown(PolicyId::parse(id).unwrap());
    policy.status = Some(PolicyStatus::Active);
    policy.window = window_of(start, end);
    PolicyRecord::new(account.id, policy, Source::Reserved, hour(-1000))
}

fn renewing(record: PolicyRecord, renewal: Renewal) -> PolicyRecord {
    let mut record = record;
    record.policy.configuration = renewal.confirmed(&record.policy.configuration);
    record
}

fn portfolio(accounts: Vec<Account>, policies: Vec<PolicyRecord>, open: Vec<Attempt>) -> Portfolio {
    Portfolio::new(None, accounts, Arc::new(policies.into_iter().map(Arc::new).collect()), open, Vec::new())
}

fn range(from: i64, to: i64) -> Range {
    Range::new(hour(from), hour(to)).unwrap()
}

fn shown(portfolio: &Portfolio, reserved: &[Reserved], query: &Query, range: Range) -> Timeline {
    let query = Timeline::query(query.clone());
    let standing = portfolio.standing(now());
    let found = standing.find(portfolio, &query);
    Timeline::new(portfolio, &standing, &found, reserved.to_vec(), &query, range, now())
}

/// Ids of policies, subjects of attempts, numbers of reservations, in order.
fn names(portfolio: &Portfolio, timeline: &Timeline) -> Vec<String> {
    let name = |lane: &Lane| match lane {
        Lane::Card(number) => match portfolio.card(*number).unwrap() {
            Card::Policy { record, .. } => record.policy.id.to_string(),
            Card::Loose { attempt, .. } => attempt.subject.clone(),
        },
        Lane::Reserved(at) => format!("#{}", timeline.reserved[*at].id.unwrap_or(0)),
    };
    timeline.lanes.iter().map(name).collect()
}

fn reserve(account: &Account, subject: &str, request: serde_json::Value) -> Attempt {
    Attempt {
        id: AttemptId(Uuid::from_u128(7)),
        account: account.id,
        operation: Operation::Reserve,
        subject: subject.into(),
        state: State::Unknown,
        price_seen: None,
        request,
        recorded_at: now(),
        sent_at: None,
        sends: 0,
        changed_at: now(),
        answer: None,
        note: None,
    }
}

fn order(start: i64, end: i64) -> Order {
    Order {
        cloud_account: "123456789012".into(),
        zone: "usw2-az1".into(),
        name: "asked".into(),
        instance_type: "c5.large".into(),
        platform: "Linux/UNIX".into(),
        window: window_of(start, end).unwrap(),
        quantity: 2,
    }
}

fn reservation(id: i64, from: &str, to: &str) -> Reservation {
    Reservation {
        id,
        name: Some("Fleet".into()),
        status: Some(ReservationStatus::Activated),
        for_customer: None,
        next: Vec::new(),
        created_at: None,
        from: from.parse().ok(),
        to: to.parse().ok(),
        months: Some(12),
        region: Some(7),
        region_name: Some("Sines-3".into()),
        currency: "EUR".parse().ok(),
        commit: Some(Tariff {
            per_hour: decimal("1").unwrap(),
            per_month: decimal("720").unwrap(),
            total: decimal("8640").unwrap(),
        }),
        overcommit: None,
        rows: Vec::new(),
        error: None,
        eta: None,
        reminder: None,
    }
}

fn commitment(resource: &str, from: Option<Timestamp>, to: Option<Timestamp>) -> Commitment {
    let dated = Dated { from, to, per_hour: None, per_month: None, total: decimal("10").ok() };
    Commitment {
        resource: resource.into(),
        count: Some(3),
        region: Some("Sines-3".into()),
        commit: Some(dated),
        overcommit: None,
        hardware: Vec::new(),
        unit: None,
        hours_per_month: None,
    }
}

#[test]
fn what_reaches_into_the_part_is_listed_by_its_start_and_the_rest_is_counted_on_its_side() {
    let own = account(1, "Team");
    let all = vec![
        policy(&own, "touches_the_start", -20, -10),
        policy(&own, "ends_in_it", -20, -9),
        policy(&own, "spans_it", -100, 100),
        policy(&own, "within", 0, 1),
        policy(&own, "starts_in_it", 9, 30),
        policy(&own, "touches_the_end", 10, 11),
        policy(&own, "later", 50, 60),
        policy(&own, "unknown", 5, 5),
    ];
    let portfolio = portfolio(vec![own.clone()], all, Vec::new());
    let timeline = shown(&portfolio, &[], &Query::default(), range(-10, 10));
    assert_eq!(names(&portfolio, &timeline), ["spans_it", "ends_in_it", "within", "starts_in_it", "unknown"]);
    assert_eq!(timeline.sections, [(Section::Cards(Key::Account(own.id)), 4), (Section::Unknown, 1)]);
    assert_eq!(timeline.before, (1, Some(hour(-10))));
    assert_eq!(timeline.after, (2, Some(hour(10))));
    assert_eq!((timeline.found, timeline.extent), (8, Some((hour(-100), hour(100)))));
    assert_eq!(Range::new(now(), now()), None, "a part has a length");
}

#[test]
fn the_walls_filters_and_groups_are_the_timelines_and_its_order_is_not() {
    let (own, other) = (account(1, "b team"), account(2, "A team"));
    let all = vec![policy(&own, "late", 5, 6), policy(&own, "early", 1, 2), policy(&other, "other", 3, 4)];
    let portfolio = portfolio(vec![own.clone(), other.clone()], all, Vec::new());
    let whole = range(-100, 100);
    let by_account = shown(&portfolio, &[], &Query::default(), whole);
    assert_eq!(names(&portfolio, &by_account), ["other", "early", "late"]);
    let query = Query { sort: Sort::Price, descending: true, by: Some(By::Status), ..Query::default() };
    let by_status = shown(&portfolio, &[], &query, whole);
    assert_eq!(names(&portfolio, &by_status), ["early", "other", "late"]);
    assert_eq!(by_status.sections, [(Section::Cards(Key::Status(Group::Scheduled)), 3)]);
    let query = Query { text: "LATE".into(), ..Query::default() };
    let found = shown(&portfolio, &[], &query, whole);
    assert_eq!((names(&portfolio, &found), found.found), (vec!["late".to_owned()], 1));
    let query = Query { accounts: vec![other.id], groups: vec![Group::Running], ..Query::default() };
    assert_eq!(shown(&portfolio, &[], &query, whole), Timeline::default());
}

#[test]
fn a_renewal_ahead_reaches_further_than_its_window() {
    let own = account(1, "Team");
    let all = vec![
        renewing(policy(&own, "weekly", -24, 24), Renewal::OneWeek),
        renewing(policy(&own, "off", -24, 24), Renewal::Off),
        renewing(policy(&own, "over", -48, -24), Renewal::OneDay),
    ];
    let portfolio = portfolio(vec![own], all, Vec::new());
    // Seven days after the start of the first.
    let week = shown(&portfolio, &[], &Query::default(), range(6 * 24, 6 * 24 + 1));
    assert_eq!(names(&portfolio, &week), ["weekly"]);
    assert_eq!((week.before.0, week.after.0), (2, 0));
    assert_eq!(week.next, Some(Next { at: hour(24), event: Event::Ends, card: 0 }));
    let marks = |number: u32| {
        let card = portfolio.card(number).unwrap();
        Marks::of(card.account(), card.record().unwrap(), now())
    };
    assert_eq!(marks(0).renewals.len(), 13, "every seven days in ninety");
    assert_eq!(marks(0).renewals[..2], [hour(6 * 24), hour(13 * 24)]);
    assert_eq!((marks(1).renewals, marks(2).renewals), (Vec::new(), Vec::new()));
}

#[test]
fn what_may_still_be_undone_for_nothing_reaches_to_now() {
    let own = account(1, "Team");
    let bought = |minutes: i64, later: Option<i64>| {
        let ago = |minutes: i64| now() - SignedDuration::from_mins(minutes);
        let mut record = policy(&own, "ahead", 50, 60);
        record.policy.created_at = Some(ago(minutes));
        record.bought_at = later.map(ago);
        let portfolio = portfolio(vec![own.clone()], vec![record], Vec::new());
        shown(&portfolio, &[], &Query::default(), range(-1, 1)).lanes.len()
    };
    assert_eq!(bought(14, None), 1);
    assert_eq!(bought(15, None), 0, "its time is over");
    assert_eq!(bought(20, Some(14)), 1, "it may be free");
    assert_eq!(bought(20, Some(15)), 0);
}

#[test]
fn a_renewal_in_a_new_word_is_told_and_has_no_place() {
    let own = account(1, "Team");
    let mut record = policy(&own, "yearly", -1, 1);
    record.policy.configuration.auto_renewal = Some(true);
    record.policy.configuration.frequency = Some("one-year".into());
    let marks = Marks::of(&own, &record, now());
    assert!(marks.renews_somehow && marks.renewals.is_empty());
    record.policy.window = window_of(-3, -1);
    assert!(!Marks::of(&own, &record, now()).renews_somehow, "what is over renews no more");
}

#[test]
fn cancelling_ends_a_window_where_it_fell_and_one_that_never_began_was_never_held() {
    let own = account(1, "Team");
    let cancelled = |at: Option<i64>| {
        let mut record = policy(&own, "cancelled", -10, 10);
        record.policy.status = Some(PolicyStatus::Canceled);
        record.policy.created_at = Some(hour(-20));
        record.cancelled = at.map(|number| Cancellation { at: hour(number), message: None, fee: None, free: true });
        Marks::of(&own, &record, now())
    };
    assert_eq!(cancelled(Some(-4)).held_until, Some(hour(-4)));
    assert_eq!(cancelled(Some(-10)).held_until, None);
    assert_eq!(cancelled(Some(-15)).held_until, None);
    assert_eq!(cancelled(Some(11)).held_until, Some(hour(10)), "a window is over at its end");
    assert_eq!((cancelled(None).held_until, cancelled(None).cancelled_at), (None, None), "nobody knows when");
    assert_eq!(cancelled(Some(-15)).cancelled_at, Some(hour(-15)));
    assert_eq!(cancelled(Some(-4)).free_until, None, "there is nothing left to cancel");
    let kept = Marks::of(&own, &policy(&own, "kept", -10, 10), now());
    assert_eq!((kept.held_until, kept.cancelled_at), (Some(hour(10)), None));
}

#[test]
fn the_end_of_free_cancelling_is_the_earlier_reading_and_the_later_one_only_maybe() {
    let own = account(1, "Team");
    let mut record = policy(&own, "bought", 5, 6);
    record.policy.created_at = Some(hour(-1));
    assert_eq!(Marks::of(&own, &record, now()).maybe_until, None);
    record.bought_at = Some(hour(-1) + SignedDuration::from_mins(10));
    let marks = Marks::of(&own, &record, now());
    assert_eq!(marks.free_until, Some(hour(-1) + SignedDuration::from_mins(15)));
    assert_eq!(marks.maybe_until, Some(hour(-1) + SignedDuration::from_mins(25)));
    record.bought_at = record.policy.created_at;
    assert_eq!(Marks::of(&own, &record, now()).maybe_until, None, "both readings are the same");
    record.policy.created_at = None;
    assert_eq!(Marks::of(&own, &record, now()), Marks { held_until: Some(hour(6)), ..Marks::default() });
    // The vendor's clock is ahead: by this machine's, the window closes sooner.
    record.policy.created_at = Some(hour(-1));
    let ahead = Account { skew: SignedDuration::from_secs(60), ..own };
    let until = Marks::of(&ahead, &record, now()).free_until;
    assert_eq!(until, Some(hour(-1) + SignedDuration::from_mins(14)));
}

#[test]
fn the_next_thing_is_the_soonest_of_what_was_found_wherever_it_lies() {
    let own = account(1, "Team");
    let mut free = policy(&own, "free", 50, 60);
    free.policy.created_at = Some(now() - SignedDuration::from_mins(5));
    let all = vec![policy(&own, "running", -5, 3), policy(&own, "scheduled", 2, 9), free];
    let portfolio = portfolio(vec![own], all, Vec::new());
    let next = |text: &str| {
        let query = Query { text: text.into(), ..Query::default() };
        shown(&portfolio, &[], &query, range(500, 501)).next.map(|next| (next.event, next.at))
    };
    let ten_minutes = now() + SignedDuration::from_mins(10);
    assert_eq!(next(""), Some((Event::FreeEnds, ten_minutes)));
    assert_eq!(next("running"), Some((Event::Ends, hour(3))));
    assert_eq!(next("scheduled"), Some((Event::Starts, hour(2))));
    assert_eq!(next("nothing"), None);
}

#[test]
fn a_request_in_doubt_stands_where_it_asked_for_and_one_that_tells_no_window_is_unknown() {
    let own = account(1, "Team");
    let mut told = reserve(&own, "told", serde_json::to_value(order(2, 3)).unwrap());
    told.id = AttemptId(Uuid::from_u128(8));
    let untold = reserve(&own, "untold", serde_json::json!({ "odd": true }));
    let portfolio = portfolio(vec![own], vec![policy(&account(1, ""), "later", 4, 5)], vec![told, untold]);
    let timeline = shown(&portfolio, &[], &Query::default(), range(0, 10));
    let names = names(&portfolio, &timeline);
    assert_eq!(names.iter().filter(|name| *name != "later").collect::<Vec<_>>(), ["told", "untold"]);
    assert_eq!(names.last().map(String::as_str), Some("untold"));
}

#[test]
fn what_is_reserved_at_gcore_has_its_own_section_whole_days_in_utc_and_no_currency_of_its_own() {
    let own = Account { vendor: Vendor::Gcore, ..account(1, "Metal") };
    let mut listing = Listing {
        read_at: now(),
        commitments: vec![
            commitment("bm1-hf-medium", Some(hour(0)), Some(hour(24))),
            commitment("bm1-odd", Some(hour(0)), None),
        ],
        older: Older::Read(vec![
            reservation(9, "2026-07-01", "2027-06-30"),
            reservation(4, "2026-06-01", "2027-05-31"),
            reservation(5, "2026-06-01", "nothing"),
        ]),
    };
    let portfolio = portfolio(vec![own.clone()], Vec::new(), Vec::new());
    let older = Reserved::all(own.id, &listing);
    assert_eq!(older[0].window, Some((at("2026-07-01T00:00:00Z"), at("2027-07-01T00:00:00Z"))));
    assert_eq!(older[0].total, Some(Money::new(decimal("8640").unwrap(), "EUR".parse().unwrap())));
    let year = range(-24, 365 * 24);
    let timeline = shown(&portfolio, &older, &Query::default(), year);
    assert_eq!(names(&portfolio, &timeline), ["#4", "#9", "#5"]);
    assert_eq!(timeline.sections, [(Section::Reserved(own.id), 2), (Section::Unknown, 1)]);
    let found = |query: Query| shown(&portfolio, &older, &query, year).found;
    assert_eq!(found(Query { text: "sines activated".into(), ..Query::default() }), 3);
    assert_eq!(found(Query { text: "frankfurt".into(), ..Query::default() }), 0);
    assert_eq!(found(Query { groups: vec![Group::Running], ..Query::default() }), 0, "it has no status of ours");
    assert_eq!(found(Query { owners: vec![None], ..Query::default() }), 3);
    assert_eq!(found(Query { owners: vec![Some("data".into())], ..Query::default() }), 0);
    assert_eq!(found(Query { vendors: vec![Vendor::Cloudidr], ..Query::default() }), 0);
    assert_eq!(found(Query { from: Some(at("2027-06-15T00:00:00Z")), ..Query::default() }), 1);

    listing.older = Older::Gone;
    let current = Reserved::all(own.id, &listing);
    assert_eq!(current.iter().map(|row| row.window).collect::<Vec<_>>(), [Some((hour(0), hour(24))), None]);
    assert_eq!(current[0].total, None, "an amount without a currency is no money");
    let stranger = Reserved { account: AccountId(Uuid::from_u128(99)), ..current[0].clone() };
    assert_eq!(shown(&portfolio, &[stranger], &Query::default(), year).found, 0);
}

proptest! {
    #[test]
    fn what_was_reckoned_earlier_holds_as_long_as_the_cards_stand_as_they_did(
        // Hardly any of them is still free to cancel: what ends within minutes lets nothing else happen before.
        windows in prop::collection::vec((-700i64..100, 0i64..3000, 0u8..4, prop_oneof![-40i64..40, -9000i64..-100]), 0..3),
        from in -220i64..220,
        long in 1i64..200,
        later in prop_oneof![0i64..3000, 0i64..1_000_000, 0i64..3_000_000],
    ) {
        let own = account(1, "Team");
        let policies: Vec<_> = windows.iter().enumerate().map(|(at, (start, length, renewal, bought))| {
            let mut record = policy(&own, &format!("sc_{at}"), *start, start + length);
            record.policy.created_at = Some(now() + SignedDuration::from_mins(*bought));
            record.bought_at = record.policy.created_at.map(|at| at + SignedDuration::from_mins(3));
            match renewal {
                0 => record,
                1 => renewing(record, Renewal::OneDay),
                2 => renewing(record, Renewal::OneWeek),
                _ => renewing(record, Renewal::OneMonth),
            }
        }).collect();
        let fresh = || portfolio(vec![own.clone()], policies.clone(), Vec::new());
        let (earlier, query, range) = (fresh(), Timeline::query(Query::default()), range(from, from + long));
        let standing = earlier.standing(now());
        let short = standing.until.map_or(i64::MAX, |until| until.duration_since(now()).as_secs() - 1);
        let later = now() + SignedDuration::from_secs(later.min(short));
        let told = |of: &Portfolio, standing: &Standing| {
            Timeline::new(of, standing, &standing.find(of, &query), Vec::new(), &query, range, later)
        };
        // Once before it, so that it is what was reckoned then.
        Timeline::new(&earlier, &standing, &standing.find(&earlier, &query), Vec::new(), &query, range, now());
        let anew = fresh();
        prop_assert_eq!(told(&earlier, &standing), told(&anew, &anew.standing(later)));
    }

    #[test]
    fn every_lane_is_before_within_after_or_unknown_and_in_order(
        windows in prop::collection::vec((-200i64..200, 0i64..60, 0u8..2, 0u8..3), 0..40),
        from in -220i64..220,
        long in 1i64..200,
    ) {
        let accounts = vec![account(1, "b"), account(2, "a")];
        let policies: Vec<_> = windows.iter().enumerate().map(|(at, (start, length, owner, renewal))| {
            let record = policy(&accounts[usize::from(*owner)], &format!("sc_{at}"), *start, start + length);
            match renewal {
                0 => record,
                1 => renewing(record, Renewal::OneDay),
                _ => renewing(record, Renewal::OneMonth),
            }
        }).collect();
        let range = range(from, from + long);
        let portfolio = portfolio(accounts, policies, Vec::new());
        let timeline = shown(&portfolio, &[], &Query::default(), range);
        prop_assert_eq!(timeline.found, windows.len());
        prop_assert_eq!(timeline.lanes.len() + timeline.before.0 + timeline.after.0, timeline.found);
        prop_assert_eq!(timeline.sections.iter().map(|(_, count)| count).sum::<usize>(), timeline.lanes.len());

        let mut place = 0;
        for (section, count) in &timeline.sections {
            let mut last = None;
            for lane in &timeline.lanes[place..place + count] {
                let Lane::Card(number) = lane else { panic!("nothing is reserved") };
                let card = portfolio.card(*number).unwrap();
                let record = card.record().unwrap();
                let known = record.policy.window;
                prop_assert_eq!(known.is_none(), *section == Section::Unknown);
                if let Some(window) = known {
                    prop_assert_eq!(section, &Section::Cards(Key::Account(record.account)));
                    prop_assert!(last <= Some(window.start.at));
                    last = Some(window.start.at);
                    let renewals = Marks::of(card.account(), record, now()).renewals;
                    let touches = window.start.at < range.to && window.end.at > range.from;
                    let renews = renewals.iter().any(|at| *at >= range.from);
                    prop_assert!(touches || renews);
                    prop_assert!(window.start.at < range.to);
                }
            }
            place += count;
        }

        // Two parts that meet show what reaches over where they meet in both, and nothing is in neither.
        let middle = from + long / 2;
        if let (Some(first), Some(second)) = (Range::new(range.from, hour(middle)), Range::new(hour(middle), range.to)) {
            let ids = |range| {
                let timeline = shown(&portfolio, &[], &Query::default(), range);
                names(&portfolio, &timeline).into_iter().collect::<std::collections::BTreeSet<_>>()
            };
            let both: std::collections::BTreeSet<_> = ids(first).union(&ids(second)).cloned().collect();
            prop_assert_eq!(both, ids(range));
        }
    }
}
