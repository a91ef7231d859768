//! Where one thing ends and the next begins: limits at midnight, reviews at their first half second and their last, what is
//! in the way of what, and what a failure says at each of them.

use berth_core::account::{Account, Realm, Vendor};
use berth_core::attempt::{Attempt, Operation, State, Verdict};
use berth_core::desk::{ConfirmPurchase, Evidence, FreeCancel, may_buy, may_cancel, may_change};
use berth_core::error::{Code, Effect};
use berth_core::guard::Limits;
use berth_core::launch::Renewal;
use berth_core::money::{Money, decimal};
use berth_core::policy::{CancelFee, Cancellation, PolicyId, PolicyRecord, PolicyStatus, Reason, Source};
use berth_core::say;
use jiff::SignedDuration;
use serde_json::json;

use crate::support::*;
use crate::{buy, cancel, configure, draft, renew};

/// Another policy that is ready to buy, at a price.
fn another(world: &World, id: &str, price: Option<&str>) -> PolicyId {
    let mut policy = sample();
    policy.id = PolicyId::parse(id).unwrap();
    policy.pricing.price = price.map(|price| decimal(price).unwrap());
    let id = policy.id.clone();
    let record = PolicyRecord::new(world.account, policy, Source::Reserved, world.desk.now());
    world.ledger.book.lock().unwrap().policies.push(record);
    id
}

fn change_policy(world: &World, change: impl FnOnce(&mut PolicyRecord)) {
    change(&mut world.ledger.book.lock().unwrap().policies[0]);
}

fn at(world: &World, time: &str) {
    let then: jiff::Timestamp = time.parse().unwrap();
    world.clock.advance(then.duration_since(world.desk.now()));
}

async fn refusal_to_buy(world: &World, id: &PolicyId) -> Option<String> {
    world.desk.begin_purchase(world.account, id).await.err().map(|failure| failure.message.to_string())
}

#[tokio::test]
async fn a_day_s_limit_is_whole_again_at_midnight_utc_and_a_month_s_on_the_first() {
    let world = World::new().await;
    at(&world, "2026-01-31T23:59:50Z");
    change_policy(&world, |record| record.policy.window = None);
    let other = another(&world, "sc_2", Some("8.48"));
    change_policy(&world, |record| record.policy.status = Some(PolicyStatus::Other("ODD".into())));
    world.ledger.book.lock().unwrap().policies[1].policy.window = None;
    world.vendor.will(Script::Bought(bought()));
    buy(&world).await.unwrap();
    world.change_account(|account| account.limits.per_day = Some(decimal("10").unwrap()));
    at(&world, "2026-01-31T23:59:59.999Z");
    assert!(refusal_to_buy(&world, &other).await.unwrap().contains("one day (UTC)"));
    at(&world, "2026-02-01T00:00:00Z");
    assert_eq!(refusal_to_buy(&world, &other).await, None, "another day");

    at(&world, "2026-01-31T23:59:59.999Z");
    world.change_account(|account| {
        account.limits.per_day = None;
        account.limits.per_month = Some(decimal("10").unwrap());
    });
    assert!(refusal_to_buy(&world, &other).await.unwrap().contains("one month (UTC)"));
    at(&world, "2026-02-01T00:00:00Z");
    assert_eq!(refusal_to_buy(&world, &other).await, None, "another month");
}

#[tokio::test]
async fn what_was_spent_yesterday_counts_for_the_month_only() {
    let world = World::new().await;
    let other = another(&world, "sc_2", Some("8.48"));
    world.vendor.will(Script::Bought(bought()));
    buy(&world).await.unwrap();
    at(&world, "2026-01-09T00:00:00Z");
    world.change_account(|account| {
        account.limits.per_day = Some(decimal("10").unwrap());
        account.limits.per_month = Some(decimal("20").unwrap());
    });
    let review = world.desk.begin_purchase(world.account, &other).await.unwrap();
    let (_, left) = review.limit.unwrap();
    assert_eq!(left.amount, decimal("10").unwrap(), "all of the day, and 11.52 of the month");
    world.change_account(|account| account.limits.per_month = Some(decimal("16").unwrap()));
    assert!(refusal_to_buy(&world, &other).await.unwrap().contains("leaves 7.52 USD"));
}

#[tokio::test]
async fn what_was_cancelled_free_is_not_spent_and_what_cost_a_fee_is() {
    for (message, fee, spent) in [(None, None, false), (Some("Early-cancellation fee = 50"), Some("50"), true)] {
        let world = World::new().await;
        world.vendor.will(Script::Bought(bought()));
        buy(&world).await.unwrap();
        world.vendor.will(Script::Cancelled(message));
        let cancelled = cancel(&world, "").await.unwrap().record.cancelled.unwrap();
        assert_eq!(cancelled.fee, fee.map(|fee| CancelFee::Amount { value: decimal(fee).unwrap() }));
        assert_eq!(cancelled.free, !spent);
        world.change_account(|account| account.limits.per_day = Some(decimal("10").unwrap()));
        assert_eq!(refusal_to_buy(&world, &another(&world, "sc_2", Some("8.48"))).await.is_some(), spent);
    }
    // Neither a late cancellation whose fee nobody told, nor one that was thought free and had a fee, gives anything back.
    let fifty = CancelFee::Amount { value: decimal("50").unwrap() };
    for (free, fee) in [(false, None), (true, Some(fifty))] {
        let world = World::new().await;
        world.vendor.will(Script::Bought(bought()));
        buy(&world).await.unwrap();
        let at = world.desk.now();
        change_policy(&world, |record| record.cancelled = Some(Cancellation { at, message: None, fee, free }));
        world.change_account(|account| account.limits.per_day = Some(decimal("10").unwrap()));
        assert!(refusal_to_buy(&world, &another(&world, "sc_2", Some("8.48"))).await.is_some(), "free: {free}");
    }
}

#[tokio::test]
async fn one_purchase_whose_price_nobody_knows_closes_the_limits() {
    let world = World::new().await;
    change_policy(&world, |record| record.policy.pricing.price = None);
    let review = world.desk.begin_purchase(world.account, &policy_id()).await.unwrap();
    world.wait(2);
    let mut answered = bought();
    answered.pricing.price = None;
    world.vendor.will(Script::Bought(answered));
    let confirm = ConfirmPurchase { attempt: review.attempt, typed_id: POLICY.into(), reason: Reason::default() };
    world.desk.confirm_purchase(confirm).await.unwrap();
    let other = another(&world, "sc_2", Some("1"));
    assert_eq!(refusal_to_buy(&world, &other).await, None);
    world.change_account(|account| account.limits.per_day = Some(decimal("1000").unwrap()));
    assert!(refusal_to_buy(&world, &other).await.unwrap().contains("the price is not known"));
}

#[tokio::test]
async fn a_review_holds_from_half_a_second_to_a_minute_or_to_ten_where_it_spends_nothing() {
    for (age, holds) in [(499, false), (500, true), (600_000, true), (600_001, false), (-1, false)] {
        let world = World::new().await;
        let review = world.desk.begin_cancel(world.account, &policy_id()).await.unwrap();
        world.clock.advance(SignedDuration::from_millis(age));
        world.vendor.will(Script::Cancelled(None));
        let confirmed = world.desk.confirm_cancel(review.attempt, POLICY).await;
        assert_eq!(confirmed.is_ok(), holds, "after {age} ms: {:?}", confirmed.err());
        assert_eq!(world.vendor.deliveries(), usize::from(holds));
    }
    for (age, holds) in [(499, false), (500, true), (60_000, true), (60_001, false), (-1, false)] {
        let world = World::new().await;
        let review = world.desk.begin_renew(world.account, &policy_id(), Renewal::Off).await.unwrap();
        world.clock.advance(SignedDuration::from_millis(age));
        world.vendor.will(Script::Renewed("Successfully"));
        let confirmed = world.desk.confirm_renew(review.attempt, "").await;
        assert_eq!(confirmed.is_ok(), holds, "after {age} ms: {:?}", confirmed.err());
        assert_eq!(world.vendor.deliveries(), usize::from(holds));
    }
}

#[tokio::test]
async fn a_review_that_was_dropped_and_one_that_grew_old_are_gone_and_a_young_one_stays() {
    let world = World::new().await;
    let dropped = world.desk.begin_cancel(world.account, &policy_id()).await.unwrap();
    world.desk.drop_review(dropped.attempt);
    world.wait(2);
    assert_eq!(world.desk.confirm_cancel(dropped.attempt, "").await.unwrap_err().code, Code::InvalidInput);
    let old = world.desk.begin_cancel(world.account, &policy_id()).await.unwrap();
    world.wait(599);
    let kept = world.desk.begin_cancel(world.account, &policy_id()).await.unwrap();
    let young = world.desk.begin_cancel(world.account, &policy_id()).await.unwrap();
    world.wait(2);
    let another = world.desk.begin_cancel(world.account, &policy_id()).await.unwrap();
    assert_ne!(another.attempt, young.attempt);
    let confirm = async |attempt| world.desk.confirm_cancel(attempt, "").await;
    for gone in [dropped.attempt, old.attempt] {
        let failure = confirm(gone).await.unwrap_err();
        assert_eq!(failure.code, Code::InvalidInput);
        assert_eq!(failure.message, "This review is no longer open. Nothing was sent. Open it again.");
    }
    world.vendor.will(Script::Cancelled(None));
    confirm(kept.attempt).await.unwrap();
    assert_eq!(
        confirm(young.attempt).await.unwrap_err().code,
        Code::Refused,
        "kept, and there is nothing left to cancel"
    );
}

#[tokio::test]
async fn the_fee_below_which_cancelling_pays_is_what_was_paid_less_what_is_still_needed() {
    let world = World::new().await;
    world.vendor.will(Script::Bought(bought()));
    buy(&world).await.unwrap();
    let review = world.desk.begin_cancel(world.account, &policy_id()).await.unwrap();
    let worth = |hours: &str| world.desk.weigh_cancel(review.attempt, decimal(hours).unwrap()).unwrap();
    let shown = |hours: &str| worth(hours).unwrap().highest_fee.rounded().to_string();
    assert_eq!(shown("0"), "8.48", "what was paid");
    // 10 of 71.25 hours of two machines: 20 of 142.5 instance-hours of $12.11.
    assert_eq!(shown("10"), "6.78");
    let kept = |hours: &str| worth(hours).unwrap().kept.rounded().to_string();
    assert_eq!([kept("0"), kept("10"), kept("71.25"), kept("1000")], ["0.00", "1.70", "12.11", "12.11"]);
    assert_eq!(shown("71.25"), "-3.63", "all of it is needed, and cheaper than on demand");
    assert_eq!(
        (shown("-5"), shown("1000")),
        (shown("0"), shown("71.25")),
        "nobody needs less than nothing or more than is left"
    );
    assert_eq!(
        world.desk.weigh_cancel(world.ledger.attempts()[0].id, decimal("1").unwrap()).unwrap_err().code,
        Code::InvalidInput
    );

    let unpaid = World::new().await;
    let review = unpaid.desk.begin_cancel(unpaid.account, &policy_id()).await.unwrap();
    assert_eq!(unpaid.desk.weigh_cancel(review.attempt, decimal("1").unwrap()).unwrap(), None, "nothing was paid");
}

#[tokio::test]
async fn a_review_of_one_kind_is_not_confirmed_as_another() {
    let world = World::new().await;
    let review = world.desk.begin_cancel(world.account, &policy_id()).await.unwrap();
    world.wait(2);
    let confirmed = world.desk.confirm_renew(review.attempt, "").await.unwrap_err();
    assert_eq!(confirmed.code, Code::InvalidInput);
    assert_eq!(world.vendor.deliveries(), 0);
}

#[tokio::test]
async fn what_is_in_the_way_is_said_in_its_own_words() {
    let world = World::new().await;
    world.vendor.will(Script::TimedOut);
    buy(&world).await.unwrap_err();
    let account = world.ledger.book.lock().unwrap().accounts[0].clone();
    let mut attempt = world.ledger.attempts()[0].clone();
    let (record, now) = (world.ledger.record_of(POLICY), world.desk.now());
    let doubt = Err(say!("An earlier request is in doubt. Settle it first."));
    assert_eq!(may_buy(&account, &record, Some(&attempt), now), doubt);
    assert_eq!(may_change(&account, &record, Some(&attempt), now), doubt);
    assert_eq!(may_cancel(&account, &record, Some(&attempt), now), Ok(()), "cancelling is the way out");
    attempt.state = State::Sent;
    let under_way = Err(say!("A request is under way."));
    assert_eq!(may_buy(&account, &record, Some(&attempt), now), under_way);
    assert_eq!(may_change(&account, &record, Some(&attempt), now), under_way);
    assert_eq!(may_cancel(&account, &record, Some(&attempt), now), under_way);
    let failure = world.desk.begin_purchase(world.account, &policy_id()).await.unwrap_err();
    assert_eq!(
        failure.message,
        "This policy cannot be bought. An earlier request is in doubt. Settle it first. Nothing was sent."
    );
}

#[tokio::test]
async fn an_attempt_on_another_policy_or_another_account_is_not_in_the_way() {
    let world = World::new().await;
    let other = another(&world, "sc_2", Some("1"));
    world.vendor.will(Script::TimedOut);
    buy(&world).await.unwrap_err();
    assert_eq!(refusal_to_buy(&world, &other).await, None);
    world.ledger.book.lock().unwrap().attempts[0].account = berth_core::account::AccountId(uuid::Uuid::from_u128(99));
    assert_eq!(refusal_to_buy(&world, &policy_id()).await, None);
}

#[tokio::test]
async fn the_desk_is_busy_while_something_is_under_way_and_only_then() {
    let world = World::new().await;
    assert!(!world.desk.busy());
    world.vendor.will(Script::Bought(bought()));
    let review = world.desk.begin_purchase(world.account, &policy_id()).await.unwrap();
    world.wait(2);
    let desk = world.desk.clone();
    let confirm = ConfirmPurchase { attempt: review.attempt, typed_id: String::new(), reason: Reason::default() };
    let buying = tokio::spawn(async move { desk.confirm_purchase(confirm).await });
    while world.vendor.deliveries() == 0 {
        tokio::task::yield_now().await;
    }
    assert!(world.desk.busy());
    buying.await.unwrap().unwrap();
    assert!(!world.desk.busy());
}

#[tokio::test]
async fn what_is_found_at_a_start_says_so_and_what_was_in_doubt_before_is_left_as_it_was() {
    let mut world = World::new().await;
    *world.ledger.writes_left.lock().unwrap() = Some(2);
    world.vendor.will(Script::Bought(bought()));
    buy(&world).await.unwrap_err();
    *world.ledger.writes_left.lock().unwrap() = None;
    world.restart().await;
    let found = world.ledger.attempts()[0].clone();
    assert_eq!(found.note.as_deref(), Some("Berth ended before the answer came."));
    assert_eq!(world.ledger.kinds().last(), Some(&"found_at_start"));
    let lines = world.ledger.kinds().len();
    world.wait(60);
    world.restart().await;
    assert_eq!(world.ledger.attempts()[0], found);
    assert_eq!(world.ledger.kinds().len(), lines);
}

#[tokio::test]
async fn what_was_on_its_way_is_shown_as_in_doubt_where_that_cannot_be_written_down() {
    let mut world = World::new().await;
    world.vendor.will(Script::TimedOut);
    buy(&world).await.unwrap_err();
    world.ledger.book.lock().unwrap().attempts[0].state = State::Sent;
    world.restart_looking();
    *world.ledger.writes_left.lock().unwrap() = Some(0);
    let shown = world.desk.overview(Realm::Live).await.unwrap();
    let card = shown.portfolio.card(0).unwrap();
    assert_eq!(card.open().map(|attempt| attempt.state), Some(State::Unknown));
    assert_eq!(shown.realms.iter().find(|realm| realm.realm == Realm::Live).unwrap().doubts, 1);
    let failure = world.desk.begin_purchase(world.account, &policy_id()).await.unwrap_err();
    assert!(failure.message.contains("in doubt"), "{}", failure.message);
}

#[tokio::test]
async fn a_mark_that_could_not_be_written_closes_the_attempt_as_not_sent() {
    let world = World::new().await;
    *world.ledger.writes_left.lock().unwrap() = Some(1);
    buy(&world).await.unwrap_err();
    assert_eq!(world.ledger.attempts()[0].state, State::Recorded, "the disk is full, so it stays open");

    let world = World::new().await;
    *world.ledger.fail_next.lock().unwrap() = Some(1);
    let failure = buy(&world).await.unwrap_err();
    assert_eq!((failure.code, failure.effect), (Code::LedgerFailed, Effect::None));
    let attempt = world.ledger.attempts()[0].clone();
    assert_eq!((attempt.state, attempt.sends, attempt.sent_at), (State::Refused, 0, None));
    assert_eq!(attempt.note.as_deref(), Some("Nothing was sent."));
    assert_eq!(world.vendor.deliveries(), 0);
    world.vendor.will(Script::Bought(bought()));
    buy(&world).await.unwrap();
}

#[tokio::test]
async fn a_full_disk_after_the_answer_is_told_by_what_was_at_stake() {
    for (script, effect, words) in [
        (Script::Bought(bought()), Effect::Applied, "The purchase took effect, but the ledger could not be written."),
        (Script::TimedOut, Effect::Unknown, "The purchase is in doubt, but the ledger could not be written."),
        (Script::Refused(404), Effect::None, "The purchase did not take effect, but the ledger could not be written."),
    ] {
        let world = World::new().await;
        *world.ledger.writes_left.lock().unwrap() = Some(2);
        world.vendor.will(script);
        let failure = buy(&world).await.unwrap_err();
        assert_eq!(failure.effect, effect);
        assert!(failure.message.starts_with(words), "{}", failure.message);
    }
}

#[tokio::test]
async fn every_kind_of_doubt_names_what_is_in_doubt() {
    async fn reserve(world: &World) -> Option<berth_core::error::Failure> {
        world.desk.reserve(world.account, uuid::Uuid::from_u128(7), &draft()).await.err()
    }
    let mut told = Vec::new();
    for operation in [Operation::Reserve, Operation::Cancel, Operation::Configure, Operation::Renew] {
        let world = World::new().await;
        world.vendor.will(Script::TimedOut);
        let failure = match operation {
            Operation::Cancel => cancel(&world, "").await.err(),
            Operation::Configure => configure(&world).await.err(),
            Operation::Renew => renew(&world, Renewal::Off).await.err(),
            _ => reserve(&world).await,
        };
        told.push(failure.unwrap().message.split(" took effect").next().unwrap().to_owned());
        let kinds = world.ledger.kinds();
        let name = serde_json::to_value(operation).unwrap();
        assert!(kinds.iter().all(|kind| kind.starts_with(name.as_str().unwrap())), "{kinds:?}");
        let entry = world.ledger.book.lock().unwrap().entries[0].clone();
        assert_eq!(entry.attempt, Some(world.ledger.attempts()[0].id));
        assert_eq!(entry.body["state"], "recorded");
        assert_ne!(entry.body["request"], serde_json::Value::Null, "what was asked for is in the log");
    }
    let nouns =
        ["the reservation", "the cancellation", "the change of the configuration", "the change of the auto-renewal"];
    for (told, noun) in told.iter().zip(nouns) {
        assert!(told.ends_with(noun), "{told}");
    }
}

#[tokio::test]
async fn a_session_is_used_until_it_runs_out_and_not_a_moment_longer() {
    let world = World::new().await;
    // Each confirmation is two seconds after its review; the first one signs in, for an hour.
    for (pause, sign_ins) in [(0, 1), (3595, 1), (1, 2)] {
        world.wait(pause);
        world.vendor.will(Script::Renewed("Successfully"));
        renew(&world, Renewal::Off).await.unwrap();
        assert_eq!(world.vendor.sign_ins.load(std::sync::atomic::Ordering::SeqCst), sign_ins);
    }
}

#[tokio::test]
async fn a_note_of_two_thousand_letters_is_taken_and_one_more_is_not() {
    let world = World::new().await;
    world.vendor.will(Script::TimedOut);
    buy(&world).await.unwrap_err();
    let attempt = world.ledger.attempts()[0].id;
    let settle = async |length: usize| {
        let evidence = Evidence { attempt, verdict: Verdict::NotDone, note: "ü".repeat(length), policy: None };
        world.desk.settle(evidence).await.err().map(|failure| failure.code)
    };
    assert_eq!(settle(2001).await, Some(Code::InvalidInput));
    assert_eq!(settle(2000).await, None);
}

#[tokio::test]
async fn the_last_five_fees_are_shown_newest_first_and_only_those_that_were_told() {
    let world = World::new().await;
    for number in 0..7_i64 {
        let id = another(&world, &format!("sc_past_{number}"), None);
        let mut book = world.ledger.book.lock().unwrap();
        let record = book.policies.iter_mut().find(|record| record.policy.id == id).unwrap();
        let at = world.clock.now_plus(number);
        let message = (number != 3).then(|| format!("fee = {number}"));
        record.cancelled = Some(Cancellation { at, message, fee: None, free: false });
        if number == 5 {
            record.account = berth_core::account::AccountId(uuid::Uuid::from_u128(99));
        }
    }
    let mut elsewhere = world.ledger.book.lock().unwrap().accounts[0].clone();
    elsewhere.id = berth_core::account::AccountId(uuid::Uuid::from_u128(99));
    world.ledger.book.lock().unwrap().accounts.push(elsewhere);
    let review = world.desk.begin_cancel(world.account, &policy_id()).await.unwrap();
    let past: Vec<_> = review.past.iter().map(|record| record.policy.id.as_str()).collect();
    assert_eq!(past, ["sc_past_6", "sc_past_4", "sc_past_2", "sc_past_1", "sc_past_0"]);
}

#[tokio::test]
async fn a_policy_that_had_been_cancelled_before_was_not_cancelled_free_by_this() {
    let world = World::new().await;
    world.vendor.will(Script::AlreadyCancelled);
    let receipt = cancel(&world, "").await.unwrap();
    assert!(!receipt.record.cancelled.unwrap().free);
    assert_eq!(receipt.attempt.note.as_deref(), Some("It had been cancelled before."));
}

#[tokio::test]
async fn a_refused_cancellation_is_no_cancellation() {
    let world = World::new().await;
    world.vendor.will(Script::Refused(400));
    assert_eq!(cancel(&world, "").await.unwrap_err().code, Code::Refused);
    assert!(world.ledger.record_of(POLICY).cancelled.is_none());
}

#[tokio::test]
async fn the_free_window_may_close_between_the_review_and_its_confirmation() {
    let world = World::new().await;
    world.wait(14 * 60);
    let review = world.desk.begin_cancel(world.account, &policy_id()).await.unwrap();
    assert!(!review.type_id);
    world.wait(2 * 60);
    assert_eq!(world.desk.confirm_cancel(review.attempt, "").await.unwrap_err().code, Code::PriceChanged);
    assert_eq!(world.vendor.deliveries(), 0);
    let review = world.desk.begin_cancel(world.account, &policy_id()).await.unwrap();
    assert!(matches!(review.free_cancel, FreeCancel::Passed { .. }) && review.type_id);
    world.wait(2);
    world.vendor.will(Script::Cancelled(None));
    assert!(!world.desk.confirm_cancel(review.attempt, POLICY).await.unwrap().record.cancelled.unwrap().free);
}

#[tokio::test]
async fn a_purchase_in_doubt_that_a_fee_proves_is_put_down_as_bought_when_it_was_sent() {
    for (message, bought) in [(Some("Early-cancellation fee = 50"), true), (None, false)] {
        let world = World::new().await;
        world.vendor.will(Script::TimedOut);
        buy(&world).await.unwrap_err();
        let sent_at = world.ledger.attempts()[0].sent_at;
        world.vendor.will(Script::Cancelled(message));
        cancel(&world, "").await.unwrap();
        let record = world.ledger.record_of(POLICY);
        assert_eq!(record.bought_at, sent_at.filter(|_| bought));
        assert_eq!(record.price_seen.is_some(), bought);
    }
}

#[tokio::test]
async fn a_fee_of_nothing_proves_no_purchase_and_one_that_cannot_be_read_leaves_it_in_doubt() {
    for (message, state) in [
        ("Policy canceled successfully. Early-cancellation fee = 0", State::Absent),
        ("Policy canceled successfully. Early-cancellation fee = 1,234.50", State::Unknown),
    ] {
        let world = World::new().await;
        world.vendor.will(Script::TimedOut);
        buy(&world).await.unwrap_err();
        world.vendor.will(Script::Cancelled(Some(message)));
        let receipt = cancel(&world, "").await.unwrap();
        let purchase = world.ledger.attempts().into_iter().find(|one| one.operation == Operation::Purchase).unwrap();
        assert_eq!(purchase.state, state, "{message}");
        assert_eq!(world.ledger.record_of(POLICY).bought_at, None);
        assert_eq!(receipt.record.cancelled.unwrap().free, state == State::Absent, "{message}");
        world.change_account(|account| account.limits.per_day = Some(decimal("10").unwrap()));
        let other = another(&world, "sc_2", Some("8.48"));
        assert_eq!(refusal_to_buy(&world, &other).await.is_some(), state == State::Unknown, "a doubt counts as spent");
    }
}

#[tokio::test]
async fn who_bought_and_why_is_kept_when_a_doubt_is_settled_as_done() {
    let reason = Reason { owner: Some("Ada".into()), ticket: Some("OPS-7".into()), ..Reason::default() };
    for by_cancel in [false, true] {
        let world = World::new().await;
        world.vendor.will(Script::TimedOut);
        let review = world.desk.begin_purchase(world.account, &policy_id()).await.unwrap();
        world.wait(2);
        let go = ConfirmPurchase { attempt: review.attempt, typed_id: String::new(), reason: reason.clone() };
        world.desk.confirm_purchase(go).await.unwrap_err();
        if by_cancel {
            world.vendor.will(Script::Cancelled(Some("Early-cancellation fee = 50")));
            cancel(&world, "").await.unwrap();
        } else {
            let note = "seen in the console".into();
            let evidence = Evidence { attempt: review.attempt, verdict: Verdict::Done, note, policy: None };
            world.desk.settle(evidence).await.unwrap();
        }
        assert_eq!(world.ledger.record_of(POLICY).reason.words(), reason);
    }
}

#[tokio::test]
async fn a_policy_bought_under_one_account_is_not_bought_again_under_another() {
    let world = World::new().await;
    let twin = berth_core::account::AccountId(uuid::Uuid::from_u128(77));
    {
        let mut book = world.ledger.book.lock().unwrap();
        let other = Account { id: twin, label: "Twin".into(), ..book.accounts[0].clone() };
        let record = PolicyRecord { account: twin, ..book.policies[0].clone() };
        book.accounts.push(other);
        book.policies.push(record);
    }
    world.vendor.will(Script::TimedOut);
    let early = world.desk.begin_purchase(twin, &policy_id()).await.unwrap();
    buy(&world).await.unwrap_err();
    let failure = world.desk.begin_purchase(twin, &policy_id()).await.unwrap_err();
    assert_eq!(failure.code, Code::AlreadyRunning);
    world.wait(1);
    let go = ConfirmPurchase { attempt: early.attempt, typed_id: String::new(), reason: Reason::default() };
    assert_eq!(world.desk.confirm_purchase(go).await.unwrap_err().code, Code::AlreadyRunning);

    let attempt = world.ledger.attempts()[0].id;
    let evidence = Evidence { attempt, verdict: Verdict::Done, note: "console".into(), policy: None };
    world.desk.settle(evidence).await.unwrap();
    let failure = world.desk.begin_purchase(twin, &policy_id()).await.unwrap_err();
    assert_eq!(failure.code, Code::Refused);
    assert!(failure.message.contains("bought already"), "{}", failure.message);
    assert_eq!(world.vendor.deliveries(), 1);

    // In another world the same id is another policy.
    let address = berth_core::account::Loopback::v4(9);
    world.ledger.book.lock().unwrap().accounts[1].endpoint = berth_core::account::Endpoint::Loopback { address };
    world.desk.begin_purchase(twin, &policy_id()).await.unwrap();
}

#[tokio::test]
async fn a_reserve_that_hands_out_a_known_id_unsays_no_purchase() {
    let world = World::new().await;
    world.vendor.will(Script::Bought(bought()));
    buy(&world).await.unwrap();
    let before = world.ledger.record_of(POLICY);
    world.vendor.will(Script::Reserved(sample()));
    world.desk.reserve(world.account, uuid::Uuid::from_u128(8), &draft()).await.unwrap();
    let after = world.ledger.record_of(POLICY);
    assert_eq!((after.bought_at, after.policy.status), (before.bought_at, before.policy.status));
    assert!(refusal_to_buy(&world, &policy_id()).await.is_some());
}

#[tokio::test]
async fn a_clock_that_was_set_ahead_makes_no_limit_whole_again() {
    let world = World::new().await;
    let other = another(&world, "sc_2", Some("8.48"));
    for policy in &mut world.ledger.book.lock().unwrap().policies {
        policy.policy.window = None;
        policy.policy.status = Some(PolicyStatus::Other("ODD".into()));
    }
    world.vendor.will(Script::Bought(bought()));
    buy(&world).await.unwrap();
    world.change_account(|account| account.limits.per_month = Some(decimal("10").unwrap()));
    world.clock.set(SignedDuration::from_hours(31 * 24));
    assert!(refusal_to_buy(&world, &other).await.unwrap().contains("one month (UTC)"));
    world.clock.set(SignedDuration::from_hours(-62 * 24));
    assert!(refusal_to_buy(&world, &other).await.unwrap().contains("one month (UTC)"), "nor one that was set back");
}

#[tokio::test]
async fn the_log_holds_each_request_to_the_letter_and_every_answer_to_it() {
    let world = World::new().await;
    world.vendor.will(Script::Unauthorized);
    world.vendor.will(Script::Bought(bought()));
    buy(&world).await.unwrap();
    let entries = world.ledger.book.lock().unwrap().entries.clone();
    let sent: Vec<_> = entries.iter().filter(|entry| entry.kind == "purchase_sent").collect();
    assert!(sent.iter().all(|entry| entry.body["sent"].as_str().unwrap().contains(POLICY)), "{sent:?}");
    assert_eq!(
        sent.iter().map(|entry| &entry.body["answer"]["status"]).collect::<Vec<_>>(),
        [&json!(null), &json!(401)]
    );
    let learnt = entries.iter().find(|entry| entry.kind == "purchase_learnt").unwrap();
    assert_eq!(learnt.body["answer"]["status"], 200);
}

#[tokio::test]
async fn raised_limits_and_a_safe_mode_that_was_left_stand_in_the_log_with_what_was_before() {
    let world = World::new().await;
    let limits = |day: &str| Limits { per_day: Some(decimal(day).unwrap()), ..Limits::default() };
    world.desk.set_limits(world.account, limits("10")).await.unwrap();
    world.desk.set_limits(world.account, limits("500")).await.unwrap();
    world.desk.set_safe_mode(world.account, true).await.unwrap();
    world.desk.set_safe_mode(world.account, false).await.unwrap();
    let entries = world.ledger.book.lock().unwrap().entries.clone();
    let kinds: Vec<_> = entries.iter().map(|entry| entry.kind).collect();
    assert_eq!(kinds, ["limits_set", "limits_set", "safe_mode_on", "safe_mode_off"]);
    let raised = &entries[1].body;
    assert_eq!((&raised["limits_before"]["per_day"], &raised["limits"]["per_day"]), (&json!("10"), &json!("500")));
}

#[tokio::test]
async fn a_configuration_in_doubt_proves_no_purchase_whatever_the_cancellation_cost() {
    let world = World::new().await;
    world.vendor.will(Script::TimedOut);
    configure(&world).await.unwrap_err();
    world.vendor.will(Script::Cancelled(Some("Early-cancellation fee = 50")));
    cancel(&world, "").await.unwrap();
    assert_eq!(world.ledger.record_of(POLICY).bought_at, None);
}

#[tokio::test]
async fn a_fee_told_before_the_purchase_moves_the_price_too() {
    let world = World::new().await;
    let review = world.desk.begin_purchase(world.account, &policy_id()).await.unwrap();
    change_policy(&world, |record| record.policy.pricing.card_fee = Some(decimal("5.00").unwrap()));
    world.wait(2);
    let confirm = ConfirmPurchase { attempt: review.attempt, typed_id: String::new(), reason: Reason::default() };
    assert_eq!(world.desk.confirm_purchase(confirm).await.unwrap_err().code, Code::PriceChanged);
    assert_eq!(world.vendor.deliveries(), 0);
}

#[tokio::test]
async fn a_renewal_reviewed_at_another_price_is_not_turned_on_and_shows_what_a_limit_leaves() {
    let world = World::new().await;
    world.change_account(|account| account.limits.per_purchase = Some(decimal("10").unwrap()));
    let review = world.desk.begin_renew(world.account, &policy_id(), Renewal::OneDay).await.unwrap();
    assert_eq!(review.limit.map(|(_, left)| left.amount), Some(decimal("10").unwrap()));
    assert!(!review.type_id, "the price is known");
    let off = world.desk.begin_renew(world.account, &policy_id(), Renewal::Off).await.unwrap();
    assert_eq!(off.limit, None);
    change_policy(&world, |record| record.policy.pricing.price = Some(decimal("9").unwrap()));
    world.wait(2);
    let failure = world.desk.confirm_renew(review.attempt, "").await.unwrap_err();
    assert_eq!(failure.code, Code::PriceChanged);
    assert_eq!(failure.message, "The policy is no longer as you saw it. Nothing was sent. Open the review again.");
}

#[tokio::test]
async fn renewal_is_turned_on_within_the_limits_of_the_moment_and_off_in_any() {
    let world = World::new().await;
    let review = world.desk.begin_renew(world.account, &policy_id(), Renewal::OneDay).await.unwrap();
    world.wait(2);
    world.change_account(|account| account.safe_mode = true);
    assert_eq!(world.desk.confirm_renew(review.attempt, "").await.unwrap_err().code, Code::SafeMode);
    assert!(world.ledger.attempts().is_empty());
}

#[tokio::test]
async fn a_configuration_that_moved_under_its_review_is_not_changed() {
    let world = World::new().await;
    let begun = world.desk.begin_configure(world.account, &policy_id(), &crate::launch_draft()).await.unwrap();
    let berth_core::desk::Configure::Review(review) = begun else { unreachable!("the draft holds") };
    assert_eq!(review.after.vpc.as_deref(), Some("vpc-12345678"));
    change_policy(&world, |record| record.policy.configuration.vpc = Some("vpc-9".into()));
    world.wait(2);
    assert_eq!(world.desk.confirm_configure(review.attempt).await.unwrap_err().code, Code::PriceChanged);
    assert_eq!(world.vendor.deliveries(), 0);
}

#[tokio::test]
async fn a_gcore_account_sells_no_windows() {
    let world = World::new().await;
    world.change_account(|account| account.vendor = Vendor::Gcore);
    assert_eq!(buy(&world).await.unwrap_err().code, Code::InvalidInput);
    assert_eq!(cancel(&world, "").await.unwrap_err().code, Code::InvalidInput);
}

#[tokio::test]
async fn what_a_reserve_asked_for_is_in_its_attempt() {
    let world = World::new().await;
    world.vendor.will(Script::Full);
    world.desk.reserve(world.account, uuid::Uuid::from_u128(9), &draft()).await.unwrap();
    let attempt = world.ledger.attempts()[0].clone();
    assert_eq!(attempt.request["zone"], "usw2-az1");
    assert_eq!(attempt.note.as_deref(), Some("Nothing was free."));
    assert_eq!(attempt.price_seen, None::<Money>);
}

#[tokio::test]
async fn a_cancellation_under_way_stands_in_the_way_of_another_whatever_else_is_in_doubt() {
    for under_way_first in [false, true] {
        let world = World::new().await;
        world.vendor.will(Script::TimedOut);
        buy(&world).await.unwrap_err();
        let doubt = world.ledger.attempts().remove(0);
        let under_way = Attempt { operation: Operation::Cancel, state: State::Sent, ..doubt.clone() };
        let mut both = vec![doubt, under_way];
        both.rotate_left(usize::from(under_way_first));
        world.ledger.book.lock().unwrap().attempts = both;
        let failure = world.desk.begin_cancel(world.account, &policy_id()).await.unwrap_err();
        assert_eq!(failure.code, Code::AlreadyRunning);
        assert!(failure.message.contains("A request is under way."), "{failure:?}");
    }
}

#[tokio::test]
async fn a_change_of_launch_details_begins_with_those_that_are_known() {
    let world = World::new().await;
    change_policy(&world, |record| record.policy.configuration.vpc = Some("vpc-9".into()));
    let begun = world.desk.known_launch(world.account, &policy_id()).await.unwrap();
    assert_eq!(begun.vpc, "vpc-9");
}

#[tokio::test]
async fn a_draft_like_a_policy_that_is_known_asks_for_the_same_in_the_days_to_come() {
    let world = World::new().await;
    let like = world.desk.draft_like(world.account, &policy_id()).await.unwrap();
    assert_eq!((like.instance_type.as_str(), like.quantity.as_str()), ("c5.large", "2"));
    assert_eq!((like.start_date.as_str(), like.end_date.as_str()), ("2026-01-17", "2026-01-19"), "a week later");
    let unknown = PolicyId::parse("sc_2").unwrap();
    assert_eq!(world.desk.draft_like(world.account, &unknown).await.unwrap_err().code, Code::NotFound);
}
