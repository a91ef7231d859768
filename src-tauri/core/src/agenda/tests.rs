use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::tz::TimeZone;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::account::{Account, Endpoint, Realm};
use crate::attempt::{Attempt, AttemptId};
use crate::policy::{Cancellation, Policy, PolicyId, PolicyRecord, PolicyStatus, Source};
use crate::window::{Moment, Window};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Noon; the window of the policies here is from two to six.
fn noon() -> Timestamp {
    at("2026-06-15T12:00:00Z")
}

fn minutes(minutes: i64) -> SignedDuration {
    SignedDuration::from_mins(minutes)
}

fn moment(at: Timestamp) -> Moment {
    Moment::parse(&at.to_string()).unwrap()
}

/// A bought window, created at `created`, from so many minutes past noon, so many minutes long.
fn bought(id: &str, created: Timestamp, starts: i64, long: i64) -> PolicyRecord {
    let mut policy = Policy::unknown(PolicyId::parse(id).unwrap());
    policy.status = Some(PolicyStatus::Active);
    policy.created_at = Some(created);
    policy.name = Some(format!("batch {id}"));
    policy.instance.kind = Some("c5.large".into());
    policy.instance.quantity = Some(2);
    let start = noon() + minutes(starts);
    policy.window = Window::new(moment(start), moment(start + minutes(long))).ok();
    PolicyRecord::new(Account::sample().id, policy, Source::Reserved, created)
}

fn renewing(mut record: PolicyRecord) -> PolicyRecord {
    record.policy.configuration.auto_renewal = Some(true);
    record
}

fn doubt(number: u128, subject: &str, operation: Operation) -> Attempt {
    Attempt {
        id: AttemptId(Uuid::from_u128(number)),
        account: Account::sample().id,
        operation,
        subject: subject.into(),
        state: State::Unknown,
        price_seen: None,
        request: serde_json::json!({ "name": "Weekly" }),
        recorded_at: noon(),
        sent_at: None,
        sends: 0,
        changed_at: noon(),
        answer: None,
        note: None,
    }
}

fn portfolio_of(account: Account, policies: Vec<PolicyRecord>, open: Vec<Attempt>) -> Portfolio {
    Portfolio::new(None, vec![account], Arc::new(policies.into_iter().map(Arc::new).collect()), open, Vec::new())
}

fn portfolio(policies: Vec<PolicyRecord>) -> Portfolio {
    portfolio_of(Account::sample(), policies, Vec::new())
}

fn all(_: Kind) -> bool {
    true
}

/// Looks, notes what was found, and says which kinds of which cards.
fn tell(told: &mut Told, portfolio: &Portfolio, now: Timestamp) -> Vec<(Kind, bool)> {
    let look = told.look(portfolio, now, all);
    told.note(&look);
    look.due.iter().map(|due| (due.kind, due.missed)).collect()
}

fn titles(told: &Told, portfolio: &Portfolio, now: Timestamp) -> Vec<String> {
    let look = told.look(portfolio, now, all);
    notices(&look, Realm::Live, now, &utc()).into_iter().map(|notice| notice.title.into_text()).collect()
}

#[test]
fn a_day_in_the_life_of_a_policy_is_told_as_it_comes() {
    let portfolio = portfolio(vec![renewing(bought("sc_1", noon(), 120, 240))]);
    let mut told = Told::default();
    let mut heard = Vec::new();
    let mut now = noon();
    // As the shell does it: asleep until the next event.
    for _ in 0..9 {
        let look = told.look(&portfolio, now, all);
        heard.extend(look.due.iter().map(|due| (due.kind, now.duration_since(noon()).as_mins())));
        told.note(&look);
        let Some(next) = look.next else { break };
        now = next;
    }
    let expected =
        [(Kind::FreeFive, 10), (Kind::FreeTwo, 13), (Kind::Start, 120), (Kind::Renewal, 120), (Kind::End, 360)];
    assert_eq!(heard, expected);
}

#[test]
fn what_was_over_before_the_first_look_is_not_told() {
    let policies =
        vec![bought("sc_1", noon() - minutes(9000), -600, 300), bought("sc_2", noon() - minutes(9000), -60, 300)];
    assert_eq!(tell(&mut Told::default(), &portfolio(policies), noon()), []);
}

#[test]
fn a_closed_window_is_never_told_as_open_after_a_sleep() {
    let portfolio = portfolio(vec![bought("sc_1", noon(), 120, 240)]);
    let mut told = Told::default();
    assert_eq!(tell(&mut told, &portfolio, noon() + minutes(9)), []);
    // Asleep over both.
    assert_eq!(tell(&mut told, &portfolio, noon() + minutes(15)), []);

    let mut told = Told::default();
    assert_eq!(tell(&mut told, &portfolio, noon() + minutes(9)), []);
    // Asleep over the first: what is told is the time that is left.
    let late = noon() + minutes(14);
    assert_eq!(titles(&told, &portfolio, late), ["Less than 1 min to cancel batch sc_1 for free"]);
    assert_eq!(tell(&mut told, &portfolio, late), [(Kind::FreeTwo, false)]);
    assert_eq!(tell(&mut told, &portfolio, late), []);
}

#[test]
fn what_was_slept_through_is_told_as_past_and_in_one() {
    let policies = vec![
        bought("sc_1", noon() - minutes(900), 60, 600),
        bought("sc_2", noon() - minutes(900), -60, 120),
        bought("sc_3", noon() - minutes(900), 60, 60),
    ];
    let portfolio = portfolio(policies);
    let mut told = Told::default();
    assert_eq!(tell(&mut told, &portfolio, noon()), []);
    let morning = noon() + minutes(480);
    let look = told.look(&portfolio, morning, all);
    let [notice] = notices(&look, Realm::Sandbox, morning, &utc()).try_into().unwrap();
    // Of the third that it began is no news: it is over.
    assert_eq!(notice.title, "Sandbox: While nobody was looking: 1 policy has started, 2 policies have ended");
    assert_eq!(notice.body, "batch sc_1, batch sc_2, batch sc_3");
    assert_eq!(notice.keys.len(), 3);
    told.note(&look);
    assert_eq!(tell(&mut told, &portfolio, morning), []);
}

#[test]
fn too_much_at_once_is_one_notification() {
    let many = |count: i64| (0..count).map(|number| bought(&format!("sc_{number}"), noon(), 120, 240)).collect();
    let now = noon() + minutes(10);
    assert_eq!(titles(&Told::default(), &portfolio(many(3)), now).len(), 3);
    let four = "Several at once: 4 free-cancel windows close within 5 min";
    assert_eq!(titles(&Told::default(), &portfolio(many(4)), now), [four]);
}

#[test]
fn what_was_cancelled_or_never_bought_has_no_events() {
    let mut cancelled = bought("sc_1", noon(), 120, 240);
    cancelled.cancelled = Some(Cancellation { at: noon(), message: None, fee: None, free: true });
    let mut reserved = bought("sc_2", noon(), 120, 240);
    reserved.policy.status = Some(PolicyStatus::ReadyForPurchase);
    let portfolio = portfolio(vec![cancelled, reserved]);
    let look = Told::default().look(&portfolio, noon() + minutes(11), all);
    assert!(look.due.is_empty() && look.next.is_none(), "{look:?}");
    assert!(upcoming(&portfolio, noon()).is_none());
}

#[test]
fn a_doubt_is_told_once_until_it_is_another_one() {
    let policy = || vec![bought("sc_1", noon() - minutes(900), 120, 240)];
    let open = vec![doubt(7, "sc_1", Operation::Configure), doubt(8, "draft", Operation::Reserve)];
    let portfolio = portfolio_of(Account::sample(), policy(), open);
    let mut told = Told::default();
    let said = titles(&told, &portfolio, noon());
    assert_eq!(said, ["In doubt: change of launch details of batch sc_1", "In doubt: reserving of Weekly"]);
    assert_eq!(tell(&mut told, &portfolio, noon()).len(), 2);
    assert_eq!(tell(&mut told, &portfolio, noon() + minutes(60)), []);
    let again = portfolio_of(Account::sample(), policy(), vec![doubt(9, "sc_1", Operation::Configure)]);
    assert_eq!(tell(&mut told, &again, noon() + minutes(60)), [(Kind::Doubt, false)]);
}

#[test]
fn a_cancellation_in_doubt_takes_the_reminder_of_it_away() {
    let policy = vec![bought("sc_1", noon(), 120, 240)];
    let portfolio = portfolio_of(Account::sample(), policy, vec![doubt(7, "sc_1", Operation::Cancel)]);
    assert_eq!(tell(&mut Told::default(), &portfolio, noon() + minutes(11)), [(Kind::Doubt, false)]);
}

#[test]
fn times_are_the_vendors_and_told_by_this_machines_clock() {
    // The vendor's clock is three minutes ahead.
    let account = Account { skew: minutes(3), ..Account::sample() };
    let portfolio = portfolio_of(account, vec![bought("sc_1", noon(), 120, 240)], Vec::new());
    let mut told = Told::default();
    let look = told.look(&portfolio, noon(), all);
    assert_eq!(look.next, Some(noon() + minutes(7)));
    told.note(&look);
    let now = noon() + minutes(7);
    let look = told.look(&portfolio, now, all);
    let [notice] = notices(&look, Realm::Live, now, &utc()).try_into().unwrap();
    assert_eq!(notice.title, "Less than 5 min to cancel batch sc_1 for free");
    assert_eq!(notice.body, "c5.large × 2. Cancelling costs nothing until 12:12. After that it may.");
    assert_eq!(notice.opens, Some((Account::sample().id, PolicyId::parse("sc_1").unwrap())));
}

#[test]
fn what_is_off_is_not_told_and_not_told_later_as_if_it_were_news() {
    let portfolio = portfolio(vec![bought("sc_1", noon() - minutes(900), 120, 240)]);
    let mut told = Told::default();
    for now in [noon(), noon() + minutes(121)] {
        let look = told.look(&portfolio, now, |kind| kind != Kind::Start);
        assert!(look.due.is_empty());
        told.note(&look);
    }
    assert_eq!(tell(&mut told, &portfolio, noon() + minutes(122)), []);
}

#[test]
fn the_words_cannot_be_bent_by_a_name() {
    let mut record = bought("sc_1", noon(), 120, 240);
    record.policy.name = Some(format!("a\u{202e}b\n{}", "x".repeat(500)));
    let [title] = titles(&Told::default(), &portfolio(vec![record]), noon() + minutes(10)).try_into().unwrap();
    assert_eq!(title, format!("Less than 5 min to cancel ab {}… for free", "x".repeat(56)));
    let mut record = bought("sc_1", noon(), 120, 240);
    record.policy.name = Some("\u{feff}".into());
    let [title] = titles(&Told::default(), &portfolio(vec![record]), noon() + minutes(10)).try_into().unwrap();
    assert_eq!(title, "Less than 5 min to cancel c5.large × 2 for free");
}

/// Those of a test.
fn utc() -> Clocks {
    Clocks { zone: TimeZone::UTC, twelve: false }
}

#[test]
fn hours_are_counted_as_the_settings_say() {
    let portfolio = portfolio(vec![bought("sc_1", noon(), 120, 240)]);
    let clocks = Clocks { twelve: true, ..utc() };
    let line = |now| upcoming_line(upcoming(&portfolio, now).as_ref(), Realm::Live, now, &clocks);
    assert_eq!(line(noon() + minutes(20)), "batch sc_1 starts at 2:00 pm (in 100 min)");
    let look = Told::default().look(&portfolio, noon() + minutes(10), all);
    let [notice] = notices(&look, Realm::Live, noon() + minutes(10), &clocks).try_into().unwrap();
    assert!(notice.body.contains("until 12:15 pm"), "{}", notice.body);
}

#[test]
fn the_tray_says_what_comes_next() {
    let policies = vec![renewing(bought("sc_1", noon(), 120, 240)), bought("sc_2", noon() - minutes(900), 600, 9000)];
    let portfolio = portfolio(policies);
    let line = |now| upcoming_line(upcoming(&portfolio, now).as_ref(), Realm::Live, now, &utc());
    assert_eq!(line(noon()), "batch sc_1 is free to cancel until 12:15 (in 15 min)");
    assert_eq!(line(noon() + minutes(15)), "batch sc_1 starts at 14:00 (in 105 min)");
    assert_eq!(line(noon() + minutes(120)), "batch sc_1 renews by itself at 18:00 (in 4 h)");
    assert_eq!(line(noon() + minutes(360)), "batch sc_2 starts at 22:00 (in 4 h)");
    assert_eq!(line(noon() + minutes(600)), "batch sc_2 ends at 04:00 on 22 Jun (in 6 d)");
    assert_eq!(line(noon() + minutes(99_999)), "Nothing is coming");
    let sandbox = Account { endpoint: Endpoint::Sandbox, ..Account::sample() };
    let portfolio = portfolio_of(sandbox, vec![bought("sc_1", noon(), 120, 240)], Vec::new());
    let line = upcoming_line(upcoming(&portfolio, noon()).as_ref(), Realm::Sandbox, noon(), &utc());
    assert_eq!(line, "Sandbox: batch sc_1 is free to cancel until 12:15 (in 15 min)");
}

#[test]
fn what_is_remembered_has_an_end_and_begins_with_the_oldest() {
    let mut told = Told::default();
    told.note_keys((0..REMEMBERED + 5).map(|number| Key(number.to_string())));
    assert_eq!(told.keys.len(), REMEMBERED);
    assert_eq!(told.keys.front(), Some(&Key("5".into())));
}

/// What can happen between two looks.
#[derive(Clone, Debug)]
enum Step {
    /// Time passes: a while, a night, or the clock is set back.
    Move(i64),
    /// The program ends and starts again.
    Restart,
    /// The user turns a kind on or off.
    Toggle(usize),
    /// The vendor's clock turns out to be another one.
    Skew(i64),
    /// Another policy is bought.
    Buy(i64, i64, bool),
    /// A request comes into doubt.
    Doubt,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (1_i64..400).prop_map(Step::Move),
        2 => (3_600_i64..200_000).prop_map(Step::Move),
        1 => (-200_000_i64..0).prop_map(Step::Move),
        2 => Just(Step::Restart),
        1 => (0..Kind::ALL.len()).prop_map(Step::Toggle),
        1 => (-90_i64..90).prop_map(Step::Skew),
        2 => (1_i64..500, 1_i64..2_000, any::<bool>()).prop_map(|(starts, long, renews)| Step::Buy(starts, long, renews)),
        1 => Just(Step::Doubt),
    ]
}

proptest! {
    #[test]
    fn whatever_happens_nothing_is_told_twice_or_early_or_falsely_or_unasked(steps in proptest::collection::vec(step(), 1..120)) {
        let mut account = Account::sample();
        let (mut policies, mut open) = (Vec::new(), Vec::new());
        let mut off = [false; Kind::ALL.len()];
        let mut told = Told::default();
        let mut now = noon();
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for step in steps {
            match step {
                Step::Move(seconds) => now += SignedDuration::from_secs(seconds),
                Step::Restart => told = serde_json::from_str(&serde_json::to_string(&told).unwrap()).unwrap(),
                Step::Toggle(kind) => off[kind] = !off[kind],
                Step::Skew(seconds) => account.skew = SignedDuration::from_secs(seconds),
                Step::Buy(starts, long, renews) => {
                    let created = account.vendor_time(now);
                    let starts = starts + created.duration_since(noon()).as_mins();
                    let record = bought(&format!("sc_{}", policies.len()), created, starts, long);
                    policies.push(if renews { renewing(record) } else { record });
                }
                Step::Doubt => {
                    let number = open.len();
                    open.push(doubt(number as u128, &format!("draft {number}"), Operation::Reserve));
                }
            }
            let portfolio = portfolio_of(account.clone(), policies.clone(), open.clone());
            let wanted = |kind| !off[Kind::ALL.iter().position(|one| *one == kind).unwrap()];
            let look = told.look(&portfolio, now, wanted);
            let there = account.vendor_time(now);
            for due in &look.due {
                *counts.entry(due.key.0.clone()).or_default() += 1;
                prop_assert!(wanted(due.kind));
                let Some(record) = due.card.record() else { continue };
                let free_for = record.free_cancel_until().unwrap().duration_since(there);
                let window = record.policy.window.unwrap();
                match due.kind {
                    Kind::FreeFive => prop_assert!(free_for <= FIVE && free_for > TWO),
                    Kind::FreeTwo => prop_assert!(free_for <= TWO && free_for > SignedDuration::ZERO),
                    Kind::Start => prop_assert!(window.start.at <= there && there < window.end.at),
                    Kind::End => prop_assert!(window.end.at <= there),
                    Kind::Renewal => prop_assert!(window.start.at <= there && there < window.end.at && window.end.at.duration_since(there) <= BEFORE_RENEWAL),
                    Kind::Doubt => {}
                }
            }
            prop_assert!(look.next.is_none_or(|next| now < next));
            let notices = notices(&look, Realm::Live, now, &utc());
            prop_assert!(notices.len() <= 1 + 3, "{} at once", notices.len());
            let said: usize = notices.iter().map(|notice| notice.keys.len()).sum();
            prop_assert_eq!(said, look.due.len());
            told.note(&look);
            prop_assert!(told.look(&portfolio, now, wanted).due.is_empty());
        }
        prop_assert!(counts.values().all(|count| *count == 1), "{counts:?}");
    }

    #[test]
    fn while_time_only_passes_every_start_and_end_is_told(moves in proptest::collection::vec(1_i64..90_000, 1..40)) {
        let portfolio = portfolio(vec![bought("sc_1", noon() - minutes(900), 120, 240)]);
        let mut told = Told::default();
        let mut heard = Vec::new();
        let mut now = noon();
        heard.extend(tell(&mut told, &portfolio, now));
        let mut inside = false;
        for seconds in moves {
            now += SignedDuration::from_secs(seconds);
            inside |= (minutes(120)..minutes(360)).contains(&now.duration_since(noon()));
            heard.extend(tell(&mut told, &portfolio, now));
        }
        let over = now.duration_since(noon()) >= minutes(360);
        let kinds: Vec<Kind> = heard.iter().map(|(kind, _)| *kind).collect();
        // A start that was slept through to the end is no news; the end is.
        let expected = [inside.then_some(Kind::Start), over.then_some(Kind::End)];
        prop_assert_eq!(kinds, expected.into_iter().flatten().collect::<Vec<_>>());
    }
}
