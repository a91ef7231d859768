use std::collections::HashSet;
use std::sync::Arc;

use jiff::SignedDuration;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::account::{Account, Endpoint};
use crate::attempt::{Attempt, AttemptId, Operation, State};
use crate::money::decimal;
use crate::policy::{Policy, PolicyStatus, Source, Stage};
use crate::portfolio::is_overcharged;
use crate::ports::Policies;
use crate::window::{Moment, Window};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn now() -> Timestamp {
    at("2026-06-15T12:00:00Z")
}

fn hours(hours: i64) -> SignedDuration {
    SignedDuration::from_hours(hours)
}

fn account(number: u128, label: &str, currency: &str) -> Account {
    let currency = currency.parse().unwrap();
    Account { id: AccountId(Uuid::from_u128(number)), label: label.into(), currency, ..Account::sample() }
}

/// A bought window that begins so many hours from now, for so many hours.
fn policy(account: &Account, id: &str, starts_in: i64, long: i64) -> PolicyRecord {
    let mut policy = Policy::unknown(PolicyId::parse(id).unwrap());
    policy.status = Some(PolicyStatus::Active);
    let moment = |at: Timestamp| Moment::parse(&at.to_string()).unwrap();
    let start = now() + hours(starts_in);
    policy.window = Window::new(moment(start), moment(start + hours(long))).ok();
    PolicyRecord::new(account.id, policy, Source::Reserved, now() - hours(1000))
}

fn priced(record: PolicyRecord, price: &str, list: &str) -> PolicyRecord {
    let mut record = record;
    record.policy.pricing.price = decimal(price).ok();
    record.policy.pricing.list = decimal(list).ok();
    record
}

fn attempt(account: &Account, subject: &str, state: State) -> Attempt {
    Attempt {
        id: AttemptId(Uuid::from_u128(7)),
        account: account.id,
        operation: Operation::Purchase,
        subject: subject.into(),
        state,
        price_seen: None,
        request: serde_json::json!({ "name": "Weekly" }),
        recorded_at: now() - hours(2),
        sent_at: None,
        sends: 0,
        changed_at: now(),
        answer: None,
        note: None,
    }
}

fn portfolio(accounts: Vec<Account>, policies: Vec<PolicyRecord>, open: Vec<Attempt>) -> Portfolio {
    Portfolio::new(None, accounts, Arc::new(policies.into_iter().map(Arc::new).collect()), open, Vec::new())
}

/// What a query finds: ids of policies, and subjects of loose attempts.
fn found(portfolio: &Portfolio, query: &Query) -> Vec<String> {
    named(portfolio, &portfolio.standing(now()).find(portfolio, query).numbers)
}

fn named(portfolio: &Portfolio, numbers: &[u32]) -> Vec<String> {
    let name = |number: &u32| match portfolio.card(*number).unwrap() {
        Card::Policy { record, .. } => record.policy.id.to_string(),
        Card::Loose { attempt, .. } => attempt.subject.clone(),
    };
    numbers.iter().map(name).collect()
}

fn query() -> Query {
    Query::default()
}

#[test]
fn what_asks_for_a_look_comes_first_and_in_a_group_what_is_due_next() {
    let own = account(1, "Team", "USD");
    let mut over = policy(&own, "ended_long_ago", -100, 10);
    over.policy.status = Some(PolicyStatus::Completed);
    let mut ready = policy(&own, "ready", 5, 10);
    ready.policy.status = Some(PolicyStatus::ReadyForPurchase);
    let mut dearer = policy(&own, "dearer", 3, 10);
    dearer.price_seen = Some(Money::new(decimal("8.48").unwrap(), Currency::USD));
    dearer.price_charged = Some(Money::new(decimal("9.48").unwrap(), Currency::USD));
    let all = vec![
        over,
        policy(&own, "ended_lately", -20, 10),
        policy(&own, "starts_later", 9, 10),
        policy(&own, "starts_soon", 2, 10),
        policy(&own, "ends_later", -5, 20),
        policy(&own, "ends_soon", -5, 6),
        ready,
        dearer,
        policy(&own, "in_doubt", 4, 10),
    ];
    let open = vec![attempt(&own, "in_doubt", State::Unknown), attempt(&own, "draft", State::Sent)];
    let portfolio = portfolio(vec![own], all, open);
    assert_eq!(
        found(&portfolio, &query()),
        [
            "in_doubt",
            "draft",
            "dearer",
            "ready",
            "ends_soon",
            "ends_later",
            "starts_soon",
            "starts_later",
            "ended_lately",
            "ended_long_ago"
        ]
    );
    let standing = portfolio.standing(now());
    assert_eq!(standing.counts()[..3], [(Group::Doubt, 1), (Group::Underway, 1), (Group::Attention, 1)]);
    assert_eq!(named(&portfolio, &standing.of_group(Group::Running).collect::<Vec<_>>()), ["ends_soon", "ends_later"]);
    assert_eq!(standing.unfinished.values().copied().collect::<Vec<_>>(), [7], "loose ones are no policies");
}

#[test]
fn a_standing_holds_until_the_next_moment_that_changes_a_card_and_no_longer() {
    let ahead = account(1, "Ahead", "USD");
    let behind = Account { id: AccountId(Uuid::from_u128(2)), skew: SignedDuration::from_secs(90), ..ahead.clone() };
    let all = vec![policy(&ahead, "a", 3, 10), policy(&behind, "b", 3, 10)];
    let portfolio = portfolio(vec![ahead, behind], all, Vec::new());
    let first = portfolio.standing(now());
    // The vendor's clock runs ninety seconds ahead, so there the hour comes earlier.
    let until = now() + hours(3) - SignedDuration::from_secs(90);
    assert_eq!(first.until, Some(until));
    assert!(Arc::ptr_eq(&first, &portfolio.standing(until - SignedDuration::from_nanos(1))));
    let then = portfolio.standing(until);
    assert_eq!(then.counts(), [(Group::Running, 1), (Group::Scheduled, 1)]);
    assert!(!Arc::ptr_eq(&then, &portfolio.standing(now())), "a clock that was set back is believed");
}

#[test]
fn free_to_cancel_asks_for_a_look_and_says_until_when() {
    let own = account(1, "Team", "EUR");
    let mut fresh = priced(policy(&own, "fresh", 3, 10), "1", "2");
    fresh.policy.created_at = Some(now() - SignedDuration::from_mins(5));
    let mut unbought = priced(policy(&own, "unbought", 3, 10), "1", "2");
    unbought.policy.status = Some(PolicyStatus::ReadyForPurchase);
    unbought.policy.created_at = Some(now() - SignedDuration::from_mins(9));
    let euro = own.currency;
    let portfolio = portfolio(vec![own], vec![fresh, unbought], Vec::new());
    let standing = portfolio.standing(now());
    assert_eq!(standing.counts(), [(Group::Attention, 1), (Group::Ready, 1)]);
    assert_eq!(standing.free_until.get(&euro), Some(&(now() + SignedDuration::from_mins(10))));
    assert_eq!(standing.until, Some(now() + SignedDuration::from_mins(6)));
    assert_eq!(portfolio.standing(now() + SignedDuration::from_mins(10)).counts()[1], (Group::Scheduled, 1));
}

#[test]
fn every_word_of_a_search_has_to_be_held_by_something_that_a_person_knows() {
    let own = account(1, "Team Blue", "USD");
    let mut one = policy(&own, "sc_1", 1, 10);
    one.policy.name = Some("Nightly Batch".into());
    one.policy.instance.kind = Some("c5.large".into());
    one.policy.place.region = Some("us-west-2".into());
    one.reason.owner = Some("Ada".into());
    one.reason.ticket = Some("FIN-7".into());
    let other = policy(&own, "sc_2", 1, 10);
    let loose = attempt(&own, "draft", State::Unknown);
    let portfolio = portfolio(vec![own], vec![one, other], vec![loose]);
    let text = |text: &str| found(&portfolio, &Query { text: text.into(), ..query() });
    for held in ["nightly", "BATCH night", "c5 west", "ada fin-7", " sc_1 ", "team sc_1"] {
        assert_eq!(text(held), ["sc_1"], "{held}");
    }
    assert_eq!(text("blue"), ["draft", "sc_1", "sc_2"]);
    assert_eq!(text("weekly draft"), ["draft"], "what was asked for");
    assert_eq!(text("nightly ada2"), [""; 0]);
}

#[test]
fn filters_hold_together_and_what_is_not_known_can_be_asked_for() {
    let (own, other) = (account(1, "One", "USD"), account(2, "Two", "USD"));
    let mut west = policy(&own, "west", 1, 10);
    west.policy.instance.kind = Some("c5.large".into());
    west.policy.place.region = Some("us-west-2".into());
    let mut east = policy(&other, "east", 30, 10);
    east.policy.instance.kind = Some("u-6tb1.metal".into());
    east.policy.place.region = Some("us-east-1".into());
    east.reason.owner = Some(" Ada ".into());
    let mut nowhere = policy(&own, "nowhere", 50, 10);
    nowhere.policy.window = None;
    let ids = (own.id, other.id);
    let portfolio = portfolio(vec![own, other], vec![west, east, nowhere], Vec::new());
    let finds = |query: Query, expected: &[&str]| {
        let mut ids = found(&portfolio, &query);
        ids.sort();
        assert_eq!(ids, expected, "{query:?}");
    };
    let some = |text: &str| vec![Some(text.to_owned())];
    finds(Query { accounts: vec![ids.0], ..query() }, &["nowhere", "west"]);
    finds(Query { accounts: vec![ids.0], regions: some("us-east-1"), ..query() }, &[]);
    finds(Query { families: some("c5"), ..query() }, &["west"]);
    finds(Query { families: some("u-6tb1"), ..query() }, &["east"]);
    finds(Query { families: vec![None], ..query() }, &["nowhere"]);
    finds(Query { regions: vec![None, Some("us-west-2".into())], ..query() }, &["nowhere", "west"]);
    finds(Query { owners: some("Ada"), ..query() }, &["east"]);
    finds(Query { owners: vec![None], ..query() }, &["nowhere", "west"]);
    finds(Query { vendors: vec![Vendor::Gcore], ..query() }, &[]);
    finds(Query { groups: vec![Group::Scheduled], ..query() }, &["east", "nowhere", "west"]);
    // A window of the hours 1 to 11, and one of 30 to 40.
    finds(Query { from: Some(now() + hours(11)), ..query() }, &["east"]);
    finds(Query { from: Some(now() + hours(10)), ..query() }, &["east", "west"]);
    finds(Query { until: Some(now() + hours(30)), ..query() }, &["west"]);
    finds(Query { until: Some(now() + hours(31)), ..query() }, &["east", "west"]);
    let facets = Facets::new(&portfolio);
    assert_eq!(facets.families, [(None, 1), (Some("c5".into()), 1), (Some("u-6tb1".into()), 1)].into());
    assert_eq!(facets.owners, [(None, 2), (Some("Ada".into()), 1)].into());
    assert_eq!(facets.accounts, [(ids.0, 2), (ids.1, 1)].into());
}

#[test]
fn two_currencies_are_never_compared_and_what_is_not_known_is_last_both_ways() {
    let (dollars, euros) = (account(1, "One", "USD"), account(2, "Two", "EUR"));
    let all = vec![
        priced(policy(&dollars, "d5", 1, 10), "5", "10"),
        priced(policy(&euros, "e9", 1, 10), "9", "10"),
        policy(&dollars, "unpriced", 1, 10),
        priced(policy(&dollars, "d10", 1, 10), "10.00", "100"),
        priced(policy(&euros, "e1", 1, 10), "1", "2"),
    ];
    let portfolio = portfolio(vec![dollars, euros], all, Vec::new());
    let by = |sort, descending| found(&portfolio, &Query { sort, descending, ..query() });
    assert_eq!(by(Sort::Price, false), ["e1", "e9", "d5", "d10", "unpriced"]);
    assert_eq!(by(Sort::Price, true), ["d10", "d5", "e9", "e1", "unpriced"]);
    assert_eq!(by(Sort::Saving, true), ["d10", "d5", "e1", "e9", "unpriced"]);
    assert_eq!(by(Sort::Name, true), ["unpriced", "e9", "e1", "d5", "d10"]);
}

#[test]
fn sections_follow_one_another_by_what_they_have_in_common() {
    let (zebra, ant) = (account(1, "zebra", "USD"), account(2, "Ant", "USD"));
    let mut all = vec![policy(&zebra, "z1", 3, 10), policy(&ant, "a2", 2, 10), policy(&zebra, "z0", 1, 10)];
    all[1].policy.place.region = Some("eu-1".into());
    let ids = (zebra.id, ant.id);
    let portfolio = portfolio(vec![zebra, ant], all, Vec::new());
    let standing = portfolio.standing(now());
    let by = |by| standing.find(&portfolio, &Query { by: Some(by), ..query() });
    let accounts = by(By::Account);
    assert_eq!(accounts.sections, [(Key::Account(ids.1), 1), (Key::Account(ids.0), 2)]);
    assert_eq!(named(&portfolio, &accounts.numbers), ["a2", "z0", "z1"]);
    let regions = by(By::Region);
    assert_eq!(regions.sections, [(Key::Text("eu-1".into()), 1), (Key::Unknown, 2)]);
    assert_eq!(by(By::Status).sections, [(Key::Status(Group::Scheduled), 3)]);
    assert_eq!(by(By::Owner).sections, [(Key::Unknown, 3)]);
}

#[test]
fn what_was_chosen_is_summed_by_currency_and_what_is_not_known_is_counted() {
    let (dollars, euros) = (account(1, "One", "USD"), account(2, "Two", "EUR"));
    let mut unlisted = priced(policy(&dollars, "unlisted", 1, 10), "5", "10");
    unlisted.policy.pricing.list = None;
    let all = vec![
        priced(policy(&dollars, "d", 1, 10), "8.48", "12.11"),
        unlisted,
        policy(&dollars, "unpriced", 1, 10),
        priced(policy(&euros, "e", 1, 10), "1", "2"),
        priced(policy(&euros, "left_out", 1, 10), "100", "200"),
    ];
    let wanted: Vec<_> = all[..4].iter().map(|record| (record.account, record.policy.id.clone())).collect();
    let euro = euros.currency;
    let portfolio = portfolio(vec![dollars, euros], all, Vec::new());
    let chosen = Chosen::new(&portfolio, &wanted);
    let money = |text: &str, currency| Some(Money::new(decimal(text).unwrap(), currency));
    let sum = |price, saving, unlisted, currency| ChosenSum {
        price: money(price, currency),
        saving: money(saving, currency),
        unlisted,
    };
    assert_eq!((chosen.count, chosen.unpriced), (4, 1));
    assert_eq!(chosen.sums[&Currency::USD], sum("13.48", "3.63", 1, Currency::USD));
    assert_eq!(chosen.sums[&euro], sum("1", "1", 0, euro));
}

#[test]
fn what_one_realm_holds_is_never_on_the_wall_of_another() {
    let own = account(1, "One", "USD");
    let foreign = Account { endpoint: Endpoint::Sandbox, ..account(2, "Two", "USD") };
    let all = vec![policy(&own, "own", 1, 10), policy(&foreign, "foreign", 1, 10)];
    let open = vec![attempt(&foreign, "foreign", State::Unknown)];
    let portfolio = portfolio(vec![own], all, open);
    assert_eq!(found(&portfolio, &query()), ["own"]);
    assert_eq!(portfolio.loose().count(), 0);
}

/// A made-up portfolio of up to forty policies, and attempts on some of them.
fn anything() -> impl Strategy<Value = (Vec<PolicyRecord>, Vec<Attempt>)> {
    let one = (0_u8..3, -30_i64..30, 1_i64..20, 0_u8..4, proptest::option::of(1_u32..500), 0_u8..5);
    proptest::collection::vec(one, 0..40).prop_map(|all| {
        let accounts = accounts();
        let mut open = Vec::new();
        let records = all.into_iter().enumerate().map(|(at, (owner, start, long, status, price, extra))| {
            let own = &accounts[usize::from(owner)];
            let id = format!("sc_{at}");
            let mut record = policy(own, &id, start, long);
            record.policy.status = match status {
                0 => Some(PolicyStatus::ReadyForPurchase),
                1 => Some(PolicyStatus::Canceled),
                2 => None,
                _ => Some(PolicyStatus::Active),
            };
            record.policy.pricing.price = price.map(Decimal::from);
            record.policy.pricing.list = price.map(|price| Decimal::from(price + 7));
            record.policy.place.region = (extra > 2).then(|| format!("r-{extra}"));
            record.policy.created_at = (extra == 4).then(|| now() - SignedDuration::from_mins(5));
            if extra == 0 {
                open.push(attempt(own, &id, if at % 2 == 0 { State::Unknown } else { State::Sent }));
            }
            record
        });
        (records.collect(), open)
    })
}

fn accounts() -> Vec<Account> {
    vec![account(1, "One", "USD"), account(2, "Two", "EUR"), account(3, "Three", "USD")]
}

fn any_query() -> impl Strategy<Value = Query> {
    let sorts = [Sort::Urgency, Sort::Name, Sort::Start, Sort::End, Sort::Price, Sort::Saving, Sort::Created];
    let bys = [By::Status, By::Account, By::Vendor, By::Region, By::Family, By::Owner];
    let text = prop_oneof![Just(""), Just("sc_1"), Just("one r-3"), Just("nothing")];
    (
        text,
        proptest::sample::select(sorts.to_vec()),
        any::<bool>(),
        proptest::option::of(proptest::sample::select(bys.to_vec())),
        proptest::option::of(proptest::sample::select(Group::ALL.to_vec())),
    )
        .prop_map(|(text, sort, descending, by, group)| Query {
            text: text.to_owned(),
            sort,
            descending,
            by,
            groups: group.into_iter().collect(),
            ..Query::default()
        })
}

proptest! {
    #[test]
    fn nothing_is_lost_and_nothing_shown_twice((records, open) in anything(), query in any_query()) {
        let portfolio = portfolio(accounts(), records, open);
        let standing = portfolio.standing(now());
        prop_assert_eq!(standing.counts().iter().map(|(_, count)| count).sum::<usize>(), portfolio.len());
        let found = standing.find(&portfolio, &query);
        let mut numbers = found.numbers.clone();
        numbers.sort_unstable();
        let holds = |number: &u32| {
            let group = standing.group(*number).unwrap();
            let text = &portfolio.words(*number).text;
            (query.groups.is_empty() || query.groups.contains(&group))
                && query.text.split_whitespace().all(|word| text.contains(word))
        };
        let expected: Vec<u32> = (0..).take(portfolio.len()).filter(holds).collect();
        prop_assert_eq!(numbers, expected);
        if query.by.is_some() {
            prop_assert_eq!(found.sections.iter().map(|(_, count)| count).sum::<usize>(), found.numbers.len());
            let keys: HashSet<_> = found.sections.iter().map(|(key, _)| key).collect();
            prop_assert_eq!(keys.len(), found.sections.len());
        } else {
            prop_assert!(found.sections.is_empty());
        }
        prop_assert!(Arc::ptr_eq(&found, &standing.find(&portfolio, &query)), "asked again, it is not looked for again");
    }

    #[test]
    fn what_is_taken_over_is_what_would_be_reckoned_anew((records, open) in anything(), (mut later, _) in anything()) {
        let before = portfolio(accounts(), records.clone(), open.clone());
        // Some are the very same records; some are others in their place.
        let shared = before.policies().iter().zip(&mut later).enumerate().map(|(at, (same, other))| {
            if at % 3 == 0 { Arc::new(other.clone()) } else { Arc::clone(same) }
        });
        let policies: Policies = Arc::new(shared.collect());
        let taken = Portfolio::new(Some(&before), accounts(), Arc::clone(&policies), open.clone(), Vec::new());
        let anew = Portfolio::new(None, accounts(), policies, open, Vec::new());
        prop_assert_eq!(found(&taken, &query()), found(&anew, &query()));
        for number in (0..).take(anew.len()) {
            prop_assert_eq!(&taken.words(number).text, &anew.words(number).text);
        }
    }

    #[test]
    fn until_a_standing_ends_every_card_is_what_it_would_be_reckoned_to_be((records, open) in anything(), share in 0_i64..100) {
        let portfolio = portfolio(accounts(), records, open);
        let standing = portfolio.standing(now());
        let end = standing.until.unwrap_or(now() + hours(100));
        let later = now() + SignedDuration::from_nanos(((end.as_nanosecond() - now().as_nanosecond() - 1) * i128::from(share) / 100).try_into().unwrap());
        for (number, card) in (0..).zip(portfolio.cards()) {
            prop_assert_eq!(standing.group(number), Some(card.group(later)));
        }
    }
}

#[test]
fn what_cannot_be_undone_any_more_is_not_told_as_overcharged() {
    let own = account(1, "One", "USD");
    let mut dearer = policy(&own, "dearer", -20, 10);
    dearer.price_seen = Some(Money::new(decimal("8.48").unwrap(), Currency::USD));
    dearer.price_charged = Some(Money::new(decimal("9.48").unwrap(), Currency::USD));
    assert!(is_overcharged(&dearer, Stage::Running));
    assert!(!is_overcharged(&dearer, Stage::Ended));
}

#[test]
fn the_last_of_the_same_kind_is_the_one_that_was_made_before_and_has_a_price() {
    let own = account(1, "One", "USD");
    let made = |id: &str, minutes: i64| {
        let mut record = priced(policy(&own, id, 1, 10), "1", "2");
        record.policy.instance.kind = Some("c5.large".into());
        record.policy.instance.quantity = Some(2);
        record.policy.created_at = Some(now() - SignedDuration::from_mins(minutes));
        record
    };
    let mut elsewhere = made("elsewhere", 2);
    elsewhere.policy.place.zone = Some("usw2-az1".into());
    let mut unpriced = made("unpriced", 3);
    unpriced.policy.pricing.price = None;
    let all = vec![made("this", 1), made("older", 9), made("last", 5), elsewhere, unpriced, made("later", 0)];
    let id = |id: &str| PolicyId::parse(id).unwrap();
    let account = own.id;
    let portfolio = portfolio(vec![own], all, Vec::new());
    let last =
        |of: &str| portfolio.last_like(account, &id(of)).map(|card| card.record().unwrap().policy.id.to_string());
    assert_eq!(last("this").as_deref(), Some("last"));
    assert_eq!(last("older"), None);
    assert_eq!(last("elsewhere"), None);
    assert_eq!(last("not_here"), None);
}
