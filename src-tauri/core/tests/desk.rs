//! The money path over a world in memory: what is sent, how often, what the ledger says, and what the user reads.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop where it stands")]

#[path = "desk/accounts.rs"]
mod accounts;
#[path = "desk/borders.rs"]
mod borders;
#[path = "desk/catalogue.rs"]
mod catalogue;
#[path = "desk/commitments.rs"]
mod commitments;
#[path = "desk/compare.rs"]
mod compare;
#[path = "desk/free_cancel.rs"]
mod free_cancel;
#[path = "desk/notes.rs"]
mod notes;
mod support;

use berth_core::account::{Keep, Realm};
use berth_core::attempt::{Operation, State, Verdict};
use berth_core::desk::{
    ChangeReceipt, Configure, ConfirmPurchase, Credentials, Evidence, FreeCancel, Imported, PurchaseReceipt, Reserve,
};
use berth_core::draft::Draft;
use berth_core::error::{Code, Effect, Failure};
use berth_core::launch::{LaunchDraft, Renewal};
use berth_core::money::decimal;
use berth_core::policy::{CancelFee, PolicyStatus, Reason, Source, Stage};
use berth_core::ports::{Clock as _, VaultError};
use berth_core::secret::Secret;
use jiff::SignedDuration;
use support::*;

async fn buy(world: &World) -> Result<PurchaseReceipt, Failure> {
    let review = world.desk.begin_purchase(world.account, &policy_id()).await?;
    world.wait(2);
    let confirm = ConfirmPurchase { attempt: review.attempt, typed_id: String::new(), reason: Reason::default() };
    world.desk.confirm_purchase(confirm).await
}

async fn cancel(world: &World, typed: &str) -> Result<berth_core::desk::CancelReceipt, Failure> {
    let review = world.desk.begin_cancel(world.account, &policy_id()).await?;
    world.wait(2);
    world.desk.confirm_cancel(review.attempt, typed).await
}

fn draft() -> Draft {
    Draft {
        cloud_account: "014876987943".into(),
        zone: "usw2-az1".into(),
        name: "Volod test policy".into(),
        instance_type: "c5.large".into(),
        platform: "Linux/UNIX".into(),
        start_date: "2026-01-10".into(),
        start_time: "00:00".into(),
        end_date: "2026-01-12".into(),
        end_time: "23:15".into(),
        utc_offset_hours: "-8".into(),
        quantity: "2".into(),
    }
}

#[tokio::test]
async fn a_purchase_is_recorded_then_sent_once_then_confirmed() {
    let world = World::new().await;
    world.vendor.will(Script::Bought(bought()));
    let receipt = buy(&world).await.unwrap();
    assert_eq!(receipt.record.price_seen, receipt.record.price_charged);
    assert_eq!(world.vendor.deliveries(), 1);
    let record = world.ledger.record_of(POLICY);
    assert_eq!(record.stage(world.desk.now()), Stage::Scheduled);
    assert_eq!(record.policy.pricing.card_fee, Some(decimal("0.55").unwrap()), "told before, null after, kept");
    assert_eq!(world.ledger.kinds(), ["purchase_recorded", "purchase_sent", "purchase_learnt"]);
}

#[tokio::test]
async fn a_timeout_leaves_a_doubt_that_blocks_a_second_purchase() {
    let mut world = World::new().await;
    world.vendor.will(Script::TimedOut);
    let failure = buy(&world).await.unwrap_err();
    assert_eq!((failure.code, failure.effect, failure.retryable), (Code::OutcomeUnknown, Effect::Unknown, false));
    assert_eq!(buy(&world).await.unwrap_err().code, Code::AlreadyRunning);
    world.restart().await;
    assert_eq!(buy(&world).await.unwrap_err().code, Code::AlreadyRunning);
    assert_eq!(world.vendor.deliveries(), 1);
}

#[tokio::test]
async fn a_review_works_once() {
    let world = World::new().await;
    world.vendor.will(Script::Bought(bought()));
    let review = world.desk.begin_purchase(world.account, &policy_id()).await.unwrap();
    world.wait(2);
    let confirm = ConfirmPurchase { attempt: review.attempt, typed_id: String::new(), reason: Reason::default() };
    world.desk.confirm_purchase(confirm.clone()).await.unwrap();
    assert_eq!(world.desk.confirm_purchase(confirm).await.unwrap_err().code, Code::InvalidInput);
    assert_eq!(world.vendor.deliveries(), 1);
}

#[tokio::test]
async fn two_reviews_confirmed_at_once_buy_once() {
    let world = World::new().await;
    world.vendor.will(Script::Bought(bought()));
    let one = world.desk.begin_purchase(world.account, &policy_id()).await.unwrap();
    let two = world.desk.begin_purchase(world.account, &policy_id()).await.unwrap();
    world.wait(2);
    let confirm = |attempt| {
        let desk = world.desk.clone();
        tokio::spawn(async move {
            desk.confirm_purchase(ConfirmPurchase { attempt, typed_id: String::new(), reason: Reason::default() }).await
        })
    };
    let (one, two) = (confirm(one.attempt), confirm(two.attempt));
    let results = [one.await.unwrap(), two.await.unwrap()];
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
    let refused = results.into_iter().find_map(Result::err).unwrap();
    assert!(matches!(refused.code, Code::AlreadyRunning | Code::Refused), "{refused:?}");
    assert_eq!(world.vendor.deliveries(), 1);
}

#[tokio::test]
async fn a_401_signs_in_again_and_sends_once_more() {
    let world = World::new().await;
    world.vendor.will(Script::Unauthorized);
    world.vendor.will(Script::Bought(bought()));
    let receipt = buy(&world).await.unwrap();
    assert_eq!(receipt.attempt.sends, 2);
    assert_eq!(world.vendor.deliveries(), 2);
}

#[tokio::test]
async fn a_second_401_ends_it() {
    let world = World::new().await;
    world.vendor.will(Script::Unauthorized);
    world.vendor.will(Script::Unauthorized);
    let failure = buy(&world).await.unwrap_err();
    assert_eq!((failure.code, failure.effect), (Code::Unauthorized, Effect::None));
    assert_eq!(world.vendor.deliveries(), 2);
    assert_eq!(world.ledger.attempts()[0].state, State::Refused);
}

#[tokio::test]
async fn a_pasted_token_is_never_tried_twice() {
    let world = World::new().await;
    world.change_account(|account| account.sign_in = berth_core::account::SignIn::Token);
    world.vendor.will(Script::Unauthorized);
    assert_eq!(buy(&world).await.unwrap_err().code, Code::Unauthorized);
    assert_eq!(world.vendor.deliveries(), 1);
}

#[tokio::test]
async fn what_never_left_can_be_tried_again() {
    let world = World::new().await;
    world.vendor.will(Script::NotSent);
    let failure = buy(&world).await.unwrap_err();
    assert_eq!((failure.code, failure.effect, failure.retryable), (Code::Offline, Effect::None, true));
    world.vendor.will(Script::Bought(bought()));
    buy(&world).await.unwrap();
    assert_eq!(world.vendor.deliveries(), 1);
}

#[tokio::test]
async fn safe_mode_and_limits_stop_a_purchase_before_it_is_recorded() {
    let world = World::new().await;
    world.change_account(|account| account.safe_mode = true);
    assert_eq!(buy(&world).await.unwrap_err().code, Code::SafeMode);
    world.change_account(|account| {
        account.safe_mode = false;
        account.limits.per_purchase = Some(decimal("8.47").unwrap());
    });
    let failure = buy(&world).await.unwrap_err();
    assert_eq!(failure.code, Code::OverLimit);
    assert!(failure.message.contains("8.47 USD"), "{}", failure.message);
    assert!(world.ledger.attempts().is_empty());
}

#[tokio::test]
async fn safe_mode_turned_on_while_the_review_was_open_stops_it() {
    let world = World::new().await;
    let review = world.desk.begin_purchase(world.account, &policy_id()).await.unwrap();
    world.desk.set_safe_mode(world.account, true).await.unwrap();
    world.wait(2);
    let confirm = ConfirmPurchase { attempt: review.attempt, typed_id: String::new(), reason: Reason::default() };
    assert_eq!(world.desk.confirm_purchase(confirm).await.unwrap_err().code, Code::SafeMode);
    assert_eq!(world.vendor.deliveries(), 0);
}

#[tokio::test]
async fn a_purchase_in_doubt_counts_as_spent() {
    let world = World::new().await;
    world.change_account(|account| account.limits.per_day = Some(decimal("10").unwrap()));
    world.vendor.will(Script::TimedOut);
    buy(&world).await.unwrap_err();
    let mut other = sample();
    other.id = berth_core::policy::PolicyId::parse("sc_2").unwrap();
    let id = other.id.clone();
    let record = berth_core::policy::PolicyRecord::new(world.account, other, Source::Reserved, world.desk.now());
    world.ledger.book.lock().unwrap().policies.push(record);
    let failure = world.desk.begin_purchase(world.account, &id).await.unwrap_err();
    assert_eq!(failure.code, Code::OverLimit);
    assert!(failure.message.contains("leaves 1.52 USD"), "{}", failure.message);
}

#[tokio::test]
async fn a_price_that_moved_under_the_review_stops_it() {
    let world = World::new().await;
    let review = world.desk.begin_purchase(world.account, &policy_id()).await.unwrap();
    world.ledger.book.lock().unwrap().policies[0].policy.pricing.price = Some(decimal("9.48").unwrap());
    world.wait(2);
    let confirm = ConfirmPurchase { attempt: review.attempt, typed_id: String::new(), reason: Reason::default() };
    assert_eq!(world.desk.confirm_purchase(confirm).await.unwrap_err().code, Code::PriceChanged);
    assert_eq!(world.vendor.deliveries(), 0);
}

#[tokio::test]
async fn a_higher_charge_is_kept_beside_the_price_seen() {
    let world = World::new().await;
    let mut dearer = bought();
    dearer.pricing.price = Some(decimal("9.48").unwrap());
    world.vendor.will(Script::Bought(dearer));
    let record = buy(&world).await.unwrap().record;
    assert_eq!(record.price_seen.unwrap().rounded().to_string(), "8.48");
    assert_eq!(record.price_charged.unwrap().rounded().to_string(), "9.48");
}

#[tokio::test]
async fn a_slip_of_the_hand_and_a_stale_review_are_refused() {
    let world = World::new().await;
    for (seconds, code, says) in
        [(0, Code::InvalidInput, "the moment it was shown"), (61, Code::PriceChanged, "older than a minute")]
    {
        let review = world.desk.begin_purchase(world.account, &policy_id()).await.unwrap();
        world.wait(seconds);
        let confirm = ConfirmPurchase { attempt: review.attempt, typed_id: String::new(), reason: Reason::default() };
        let failure = world.desk.confirm_purchase(confirm).await.unwrap_err();
        assert_eq!(failure.code, code);
        assert!(failure.message.contains(says), "{}", failure.message);
    }
    assert_eq!(world.vendor.deliveries(), 0);
}

#[tokio::test]
async fn a_policy_without_a_price_asks_for_its_id() {
    let world = World::new().await;
    let id = berth_core::policy::PolicyId::parse("sc_9").unwrap();
    world.desk.track(world.account, id.clone()).await.unwrap();
    let review = world.desk.begin_purchase(world.account, &id).await.unwrap();
    assert!(review.type_id);
    world.wait(2);
    let confirm =
        |typed: &str| ConfirmPurchase { attempt: review.attempt, typed_id: typed.into(), reason: Reason::default() };
    assert_eq!(world.desk.confirm_purchase(confirm("sc_8")).await.unwrap_err().code, Code::InvalidInput);
    world.vendor.will(Script::Refused(404));
    assert_eq!(world.desk.confirm_purchase(confirm("sc_9")).await.unwrap_err().code, Code::NotFound);
}

#[tokio::test]
async fn a_list_of_ids_is_tracked_in_one_step_with_a_word_on_every_row() {
    let world = World::new().await;
    let known = world.ledger.book.lock().unwrap().policies[0].policy.id.clone();
    let list = format!("id,name\nsc_77,one\n{known},two\nnot an id,three\nsc_77,four\nsc_78,\n");
    let rows = world.desk.import(world.account, &list).await.unwrap();
    let told: Vec<_> = rows.iter().map(|row| (row.line, row.outcome)).collect();
    let expected = [Imported::Tracked, Imported::Known, Imported::NotAnId, Imported::Repeated, Imported::Tracked];
    assert_eq!(told, (2..).zip(expected).collect::<Vec<_>>());
    let tracked = |id: &str| {
        let book = world.ledger.book.lock().unwrap();
        book.policies
            .iter()
            .filter(|record| record.policy.id.as_str() == id)
            .map(|record| record.source)
            .collect::<Vec<_>>()
    };
    assert_eq!(tracked("sc_77"), [Source::Tracked]);
    assert_eq!(tracked("sc_78"), [Source::Tracked]);
    assert_eq!(tracked(known.as_str()), [Source::Reserved], "what is known stays as it is");
    let again = world.desk.import(world.account, &list).await.unwrap();
    assert!(again.iter().all(|row| row.outcome != Imported::Tracked));
    assert_eq!(world.vendor.deliveries(), 0);

    // All of it or nothing.
    *world.ledger.writes_left.lock().unwrap() = Some(0);
    let failure = world.desk.import(world.account, "sc_80\nsc_81\n").await.unwrap_err();
    assert_eq!((failure.code, tracked("sc_80")), (Code::LedgerFailed, vec![]));
}

#[tokio::test]
async fn what_an_answer_brings_while_an_id_is_tracked_is_not_written_over() {
    let world = World::new().await;
    let answered = |id: &str| {
        let mut record = world.ledger.book.lock().unwrap().policies[0].clone();
        record.policy.id = berth_core::policy::PolicyId::parse(id).unwrap();
        *world.ledger.meanwhile.lock().unwrap() = Some(record.clone());
        record
    };
    let first = answered("sc_91");
    let tracked = world.desk.track(world.account, first.policy.id.clone()).await.unwrap();
    assert_eq!((&tracked, &world.ledger.record_of("sc_91")), (&first, &first));

    let second = answered("sc_92");
    let rows = world.desk.import(world.account, "sc_92\nsc_93\n").await.unwrap();
    assert_eq!(rows.iter().map(|row| row.outcome).collect::<Vec<_>>(), [Imported::Known, Imported::Tracked]);
    assert_eq!(world.ledger.record_of("sc_92"), second);
    assert_eq!(world.ledger.record_of("sc_93").source, Source::Tracked);
    assert_eq!(world.ledger.kinds().iter().filter(|kind| ["tracked", "imported"].contains(kind)).count(), 1);
    assert_eq!(world.vendor.deliveries(), 0);
}

#[tokio::test]
async fn a_full_disk_stops_a_purchase_before_it_is_sent() {
    for writes in [0, 1] {
        let world = World::new().await;
        *world.ledger.writes_left.lock().unwrap() = Some(writes);
        let failure = buy(&world).await.unwrap_err();
        assert_eq!((failure.code, failure.effect), (Code::LedgerFailed, Effect::None), "after {writes} writes");
        assert_eq!(world.vendor.deliveries(), 0);
    }
}

#[tokio::test]
async fn a_disk_that_fills_up_after_the_send_is_told_and_found_again() {
    let mut world = World::new().await;
    *world.ledger.writes_left.lock().unwrap() = Some(2);
    world.vendor.will(Script::Bought(bought()));
    let failure = buy(&world).await.unwrap_err();
    assert_eq!((failure.code, failure.effect), (Code::LedgerFailed, Effect::Applied));
    assert!(failure.message.contains(POLICY), "{}", failure.message);
    *world.ledger.writes_left.lock().unwrap() = None;
    world.restart().await;
    assert_eq!(world.ledger.attempts()[0].state, State::Unknown);
    assert_eq!(buy(&world).await.unwrap_err().code, Code::AlreadyRunning);
}

#[tokio::test]
async fn each_keychain_failure_stops_a_purchase_with_its_own_message() {
    for (error, code) in [
        (VaultError::Missing(String::new()), Code::VaultMissing),
        (VaultError::Locked(String::new()), Code::VaultLocked),
        (VaultError::Denied(String::new()), Code::VaultDenied),
        (VaultError::TimedOut, Code::VaultTimeout),
    ] {
        let world = World::new().await;
        *world.vault.failing.lock().unwrap() = Some(error);
        let failure = buy(&world).await.unwrap_err();
        assert_eq!((failure.code, failure.effect), (code, Effect::None));
        assert!(world.ledger.attempts().is_empty(), "nothing was sent, so nothing is left open");
    }
}

#[tokio::test]
async fn a_doubt_is_settled_by_the_user_s_evidence() {
    for (verdict, state, bought) in [(Verdict::Done, State::Confirmed, true), (Verdict::NotDone, State::Absent, false)]
    {
        let world = World::new().await;
        world.vendor.will(Script::TimedOut);
        buy(&world).await.unwrap_err();
        let attempt = world.ledger.attempts()[0].id;
        let evidence = |note: &str| Evidence { attempt, verdict, note: note.into(), policy: None };
        assert_eq!(world.desk.settle(evidence(" ")).await.unwrap_err().code, Code::InvalidInput);
        world.desk.settle(evidence("seen in the console")).await.unwrap();
        assert_eq!(world.ledger.attempts()[0].state, state);
        assert_eq!(world.ledger.record_of(POLICY).bought(), bought);
        assert_eq!(world.desk.settle(evidence("again")).await.unwrap_err().code, Code::Refused);
    }
}

#[tokio::test]
async fn cancelling_inside_the_free_window_needs_no_id_and_costs_nothing() {
    let world = World::new().await;
    world.vendor.will(Script::Bought(bought()));
    buy(&world).await.unwrap();
    world.vendor.will(Script::Cancelled(None));
    let receipt = cancel(&world, "").await.unwrap();
    let cancelled = receipt.record.cancelled.unwrap();
    assert!(cancelled.free && cancelled.message.is_none() && cancelled.fee.is_none());
    assert_eq!(world.ledger.record_of(POLICY).policy.status, Some(PolicyStatus::Canceled));
}

#[tokio::test]
async fn cancelling_later_needs_the_id_and_keeps_the_sentence() {
    let world = World::new().await;
    world.vendor.will(Script::Bought(bought()));
    buy(&world).await.unwrap();
    world.wait(3600);
    assert_eq!(cancel(&world, "").await.unwrap_err().code, Code::InvalidInput);
    world.vendor.will(Script::Cancelled(Some("Policy canceled successfully. Early-cancellation fee = 50")));
    let cancelled = cancel(&world, POLICY).await.unwrap().record.cancelled.unwrap();
    assert!(!cancelled.free);
    assert_eq!(cancelled.fee, Some(CancelFee::Amount { value: decimal("50").unwrap() }));
    assert_eq!(
        cancelled.message.as_deref(),
        Some("Policy canceled successfully. Early-cancellation fee = 50"),
        "word for word"
    );
}

#[tokio::test]
async fn a_free_window_that_closes_over_the_open_review_stops_the_cancel() {
    let world = World::new().await;
    world.vendor.will(Script::Bought(bought()));
    buy(&world).await.unwrap();
    world.wait(14 * 60);
    let review = world.desk.begin_cancel(world.account, &policy_id()).await.unwrap();
    assert!(matches!(review.free_cancel, FreeCancel::Open { .. }) && !review.type_id);
    world.wait(120);
    assert_eq!(world.desk.confirm_cancel(review.attempt, "").await.unwrap_err().code, Code::PriceChanged);
    assert_eq!(world.vendor.deliveries(), 1);
}

#[tokio::test]
async fn already_cancelled_is_success() {
    let world = World::new().await;
    world.vendor.will(Script::AlreadyCancelled);
    let receipt = cancel(&world, "").await.unwrap();
    assert!(receipt.already);
    assert_eq!(receipt.attempt.state, State::Confirmed);
    assert_eq!(world.ledger.record_of(POLICY).stage(world.desk.now()), Stage::Cancelled);
}

#[tokio::test]
async fn a_cancel_that_answers_settles_a_purchase_in_doubt() {
    for (message, state) in
        [(None, State::Absent), (Some("Policy canceled successfully. Early-cancellation fee = 50"), State::Confirmed)]
    {
        let world = World::new().await;
        world.vendor.will(Script::TimedOut);
        buy(&world).await.unwrap_err();
        world.vendor.will(Script::Cancelled(message));
        cancel(&world, "").await.unwrap();
        let attempts = world.ledger.attempts();
        assert_eq!(attempts.iter().find(|a| a.operation == Operation::Purchase).unwrap().state, state);
        assert!(attempts.iter().all(|attempt| !attempt.state.open()));
    }
}

#[tokio::test]
async fn a_reserve_without_an_answer_locks_its_draft_until_it_is_settled() {
    let world = World::new().await;
    let draft_id = uuid::Uuid::from_u128(7);
    world.vendor.will(Script::TimedOut);
    let failure = world.desk.reserve(world.account, draft_id, &draft()).await.unwrap_err();
    assert_eq!(failure.code, Code::OutcomeUnknown);
    let again = world.desk.reserve(world.account, draft_id, &draft()).await.unwrap_err();
    assert_eq!(again.code, Code::AlreadyRunning);
    assert_eq!(world.desk.portfolio(Realm::Live).await.unwrap().loose().count(), 1);
    let attempt = world.ledger.attempts()[0].id;
    let evidence = |policy| Evidence { attempt, verdict: Verdict::Done, note: "console".into(), policy };
    assert_eq!(world.desk.settle(evidence(None)).await.unwrap_err().code, Code::InvalidInput);
    let id = berth_core::policy::PolicyId::parse("sc_77").unwrap();
    world.desk.settle(evidence(Some(id))).await.unwrap();
    assert_eq!(world.ledger.record_of("sc_77").stage(world.desk.now()), Stage::Unknown);
}

#[tokio::test]
async fn a_reserve_is_in_the_ledger_before_it_is_shown() {
    let world = World::new().await;
    let mut fresh = sample();
    fresh.id = berth_core::policy::PolicyId::parse("sc_5").unwrap();
    world.vendor.will(Script::Reserved(fresh));
    let reserve = world.desk.reserve(world.account, uuid::Uuid::from_u128(8), &draft()).await.unwrap();
    assert!(matches!(reserve, Reserve::Priced { .. }));
    assert_eq!(world.ledger.record_of("sc_5").policy.pricing.price, Some(decimal("8.48").unwrap()));
    world.vendor.will(Script::Full);
    let reserve = world.desk.reserve(world.account, uuid::Uuid::from_u128(9), &draft()).await.unwrap();
    assert!(matches!(reserve, Reserve::Unavailable { .. }));
}

#[tokio::test]
async fn safe_mode_still_lets_one_price() {
    let world = World::new().await;
    world.change_account(|account| account.safe_mode = true);
    world.vendor.will(Script::Full);
    world.desk.reserve(world.account, uuid::Uuid::from_u128(9), &draft()).await.unwrap();
}

#[tokio::test]
async fn the_overview_has_sums_by_currency_and_the_doubt_on_its_card() {
    let world = World::new().await;
    world.vendor.will(Script::TimedOut);
    buy(&world).await.unwrap_err();
    let portfolio = world.desk.portfolio(Realm::Live).await.unwrap();
    assert_eq!(portfolio.card(0).unwrap().open().unwrap().state, State::Unknown);
    assert_eq!(portfolio.loose().count(), 0);
    assert!(world.desk.portfolio(Realm::Sandbox).await.unwrap().is_empty(), "realms never mix");
}

#[tokio::test]
async fn forgetting_removes_the_secret_and_keeps_the_ledger() {
    let world = World::new().await;
    world.desk.forget(world.account).await.unwrap();
    assert!(world.vault.kept.lock().unwrap().is_empty());
    assert_eq!(world.desk.portfolio(Realm::Live).await.unwrap().policies().len(), 1);
    let failure = buy(&world).await.unwrap_err();
    assert_eq!(failure.effect, Effect::None);
    let token = Credentials::Token(Secret::parse("again".into()).unwrap());
    let account = world.desk.replace(world.account, token, Keep::Keychain).await.unwrap();
    assert!(account.forgotten_at.is_none() && account.tested_at.is_none());
}

#[tokio::test]
async fn a_fast_clock_at_the_vendor_shortens_the_countdown() {
    let world = World::new().await;
    world.change_account(|account| account.skew = SignedDuration::from_mins(5));
    world.wait(11 * 60);
    let review = world.desk.begin_cancel(world.account, &policy_id()).await.unwrap();
    assert!(matches!(review.free_cancel, FreeCancel::Passed { .. }));
}

#[tokio::test]
async fn a_cancel_in_doubt_may_be_followed_by_another_that_settles_it() {
    for (second, state) in [(Script::AlreadyCancelled, State::Confirmed), (Script::Cancelled(None), State::Absent)] {
        let world = World::new().await;
        world.vendor.will(Script::TimedOut);
        assert_eq!(cancel(&world, "").await.unwrap_err().code, Code::OutcomeUnknown);
        assert_eq!(buy(&world).await.unwrap_err().code, Code::AlreadyRunning, "a doubt locks whatever could spend");
        world.vendor.will(second);
        cancel(&world, "").await.unwrap();
        let states: Vec<_> = world.ledger.attempts().iter().map(|attempt| attempt.state).collect();
        assert_eq!(states, [state, State::Confirmed]);
    }
}

fn launch_draft() -> LaunchDraft {
    LaunchDraft { vpc: "vpc-12345678".into(), disk: "30".into(), ..LaunchDraft::default() }
}

async fn configure(world: &World) -> Result<ChangeReceipt, Failure> {
    let attempt = match world.desk.begin_configure(world.account, &policy_id(), &launch_draft()).await? {
        Configure::Review(review) => Some(review.attempt),
        Configure::Invalid(_) => None,
    };
    world.wait(2);
    world.desk.confirm_configure(attempt.expect("the draft holds")).await
}

async fn renew(world: &World, renewal: Renewal) -> Result<ChangeReceipt, Failure> {
    let review = world.desk.begin_renew(world.account, &policy_id(), renewal).await?;
    world.wait(2);
    world.desk.confirm_renew(review.attempt, "").await
}

#[tokio::test]
async fn a_change_of_launch_details_is_recorded_sent_once_and_claims_no_more_than_was_said() {
    let world = World::new().await;
    world.change_account(|account| account.safe_mode = true);
    let mut answered = bought();
    answered.configuration.vpc = Some("vpc-12345678".into());
    answered.configuration.image = None;
    world.ledger.book.lock().unwrap().policies[0].policy.configuration.image = Some("ami-1".into());
    world.vendor.will(Script::Configured(Box::new(answered)));
    let receipt = configure(&world).await.unwrap();
    let configuration = world.ledger.record_of(POLICY).policy.configuration;
    assert_eq!(receipt.record.policy.configuration, configuration);
    assert_eq!(configuration.vpc.as_deref(), Some("vpc-12345678"));
    assert_eq!(configuration.disk, Some(decimal("30").unwrap()), "sent, and not answered otherwise");
    assert_eq!(configuration.image, None, "neither sent nor answered");
    assert_eq!(world.ledger.kinds(), ["configure_recorded", "configure_sent", "configure_learnt"]);
}

#[tokio::test]
async fn a_draft_of_launch_details_that_does_not_hold_sends_nothing() {
    let world = World::new().await;
    let wrong = LaunchDraft { vpc: "vpc".into(), ..LaunchDraft::default() };
    let begun = world.desk.begin_configure(world.account, &policy_id(), &wrong).await.unwrap();
    assert!(matches!(begun, Configure::Invalid(errors) if errors.len() == 1));
}

#[tokio::test]
async fn auto_renewal_asks_like_a_purchase_and_is_free_to_turn_off() {
    let world = World::new().await;
    world.change_account(|account| account.safe_mode = true);
    assert_eq!(renew(&world, Renewal::OneWeek).await.unwrap_err().code, Code::SafeMode);
    world.change_account(|account| {
        account.safe_mode = false;
        account.limits.per_purchase = Some(decimal("8.47").unwrap());
    });
    assert_eq!(renew(&world, Renewal::OneWeek).await.unwrap_err().code, Code::OverLimit);
    assert!(world.ledger.attempts().is_empty());
    world.change_account(|account| account.limits.per_purchase = None);
    world.vendor.will(Script::Renewed("Successfully update auto renewal information for policy sc_830349911839"));
    let receipt = renew(&world, Renewal::OneWeek).await.unwrap();
    assert!(receipt.message.unwrap().starts_with("Successfully"));
    let configuration = world.ledger.record_of(POLICY).policy.configuration;
    assert_eq!((configuration.auto_renewal, configuration.frequency.as_deref()), (Some(true), Some("one-week")));
    world.change_account(|account| account.safe_mode = true);
    world.vendor.will(Script::Renewed("Successfully"));
    renew(&world, Renewal::Off).await.unwrap();
    assert_eq!(world.ledger.record_of(POLICY).policy.configuration.auto_renewal, Some(false));
}

#[tokio::test]
async fn auto_renewal_of_a_policy_without_a_price_asks_for_its_id() {
    let world = World::new().await;
    world.ledger.book.lock().unwrap().policies[0].policy.pricing.price = None;
    let review = world.desk.begin_renew(world.account, &policy_id(), Renewal::OneDay).await.unwrap();
    assert!(review.type_id);
    world.wait(2);
    assert_eq!(world.desk.confirm_renew(review.attempt, "sc_1").await.unwrap_err().code, Code::InvalidInput);
    assert!(!world.desk.begin_renew(world.account, &policy_id(), Renewal::Off).await.unwrap().type_id);
}

#[tokio::test]
async fn a_change_in_doubt_locks_the_policy_until_evidence_settles_it() {
    for (verdict, state, renewal) in
        [(Verdict::Done, State::Confirmed, Some(true)), (Verdict::NotDone, State::Absent, None)]
    {
        let world = World::new().await;
        world.vendor.will(Script::TimedOut);
        assert_eq!(renew(&world, Renewal::OneDay).await.unwrap_err().code, Code::OutcomeUnknown);
        for blocked in [buy(&world).await.err(), configure(&world).await.err(), renew(&world, Renewal::Off).await.err()]
        {
            assert_eq!(blocked.unwrap().code, Code::AlreadyRunning);
        }
        let attempt = world.ledger.attempts()[0].id;
        world.desk.settle(Evidence { attempt, verdict, note: "console".into(), policy: None }).await.unwrap();
        assert_eq!(world.ledger.attempts()[0].state, state);
        assert_eq!(world.ledger.record_of(POLICY).policy.configuration.auto_renewal, renewal);
        assert_eq!(world.vendor.deliveries(), 1);
    }
}

#[tokio::test]
async fn a_configuration_in_doubt_that_was_done_is_put_down_as_it_was_asked_for() {
    let world = World::new().await;
    world.vendor.will(Script::TimedOut);
    configure(&world).await.unwrap_err();
    let attempt = world.ledger.attempts()[0].id;
    let seen = Evidence { attempt, verdict: Verdict::Done, note: "console".into(), policy: None };
    world.desk.settle(seen).await.unwrap();
    let configuration = world.ledger.record_of(POLICY).policy.configuration;
    assert_eq!((configuration.vpc.as_deref(), configuration.key_pair), (Some("vpc-12345678"), None));
}

#[tokio::test]
async fn a_cancel_that_answers_leaves_no_doubt_about_the_policy() {
    let world = World::new().await;
    world.vendor.will(Script::TimedOut);
    configure(&world).await.unwrap_err();
    world.vendor.will(Script::Cancelled(None));
    cancel(&world, "").await.unwrap();
    assert!(world.ledger.attempts().iter().all(|attempt| !attempt.state.open()));
}

#[tokio::test]
async fn a_change_that_was_reviewed_on_another_configuration_is_not_sent() {
    let world = World::new().await;
    let review = world.desk.begin_renew(world.account, &policy_id(), Renewal::OneDay).await.unwrap();
    world.ledger.book.lock().unwrap().policies[0].policy.configuration.auto_renewal = Some(true);
    world.wait(2);
    assert_eq!(world.desk.confirm_renew(review.attempt, "").await.unwrap_err().code, Code::PriceChanged);
    assert_eq!(world.vendor.deliveries(), 0);
}

/// Sixteen minutes after its creation a policy's free window is over, whatever was done to this machine meanwhile.
#[tokio::test]
async fn the_free_window_closes_when_the_vendor_closes_it() {
    type Meddle = fn(&World);
    let meddling: [(&str, Meddle); 4] = [
        ("nothing", |_| {}),
        ("the clock is set back", |world| world.clock.set(SignedDuration::from_hours(-1))),
        ("the clock is set forward", |world| world.clock.set(SignedDuration::from_hours(1))),
        ("the machine starts anew", |world| world.clock.reboot()),
    ];
    for (what, meddle) in meddling {
        for restarted in [false, true] {
            let mut world = World::new().await;
            world.vendor.will(Script::Bought(bought()));
            buy(&world).await.unwrap();
            meddle(&world);
            if restarted {
                world.restart().await;
            }
            world.wait(10 * 60);
            let review = world.desk.begin_cancel(world.account, &policy_id()).await.unwrap();
            assert!(matches!(review.free_cancel, FreeCancel::Open { .. }), "{what}, restarted: {restarted}");
            world.wait(6 * 60);
            let review = world.desk.begin_cancel(world.account, &policy_id()).await.unwrap();
            assert!(!matches!(review.free_cancel, FreeCancel::Open { .. }), "{what}, restarted: {restarted}");
        }
    }
}

#[tokio::test]
async fn an_answer_after_the_clock_was_set_corrects_the_reading_and_not_twice() {
    let world = World::new().await;
    world.vendor.will(Script::Bought(bought()));
    buy(&world).await.unwrap();
    world.clock.set(SignedDuration::from_hours(-1));
    world.desk.set_safe_mode(world.account, true).await.unwrap();
    let skew = async || world.desk.portfolio(Realm::Live).await.unwrap().accounts()[0].skew;
    let read = skew().await;
    assert_eq!(read, SignedDuration::from_secs(3601));
    world.vendor.will(Script::Cancelled(None));
    cancel(&world, "").await.unwrap();
    assert_eq!(skew().await, read, "the answer agrees to the second");
}

#[tokio::test]
async fn an_answer_after_the_machine_started_anew_is_a_reading_of_this_run() {
    let world = World::new().await;
    world.vendor.will(Script::Bought(bought()));
    buy(&world).await.unwrap();
    world.clock.reboot();
    world.vendor.will(Script::Cancelled(None));
    cancel(&world, "").await.unwrap();
    let since = world.desk.portfolio(Realm::Live).await.unwrap().accounts()[0].skew_since;
    assert_eq!(since.map(|boot| boot.id), world.clock.boot().map(|boot| boot.id));
}

#[tokio::test]
async fn what_a_restored_backup_holds_as_on_its_way_is_in_doubt_and_no_review_outlives_it() {
    let world = World::new().await;
    let review = world.desk.begin_purchase(world.account, &policy_id()).await.unwrap();
    world.vendor.will(Script::TimedOut);
    buy(&world).await.unwrap_err();
    let mut sent = world.ledger.attempts().remove(0);
    sent.state = State::Sent;
    world.ledger.book.lock().unwrap().attempts.clear();
    *world.ledger.backup.lock().unwrap() = Some(vec![sent.clone()]);
    world.desk.restore_backup("backup.db".as_ref()).await.unwrap();
    assert_eq!(world.ledger.attempts()[0].state, State::Unknown);

    world.wait(2);
    let confirm = ConfirmPurchase { attempt: review.attempt, typed_id: String::new(), reason: Reason::default() };
    assert!(world.desk.confirm_purchase(confirm).await.is_err());
    assert_eq!(world.vendor.deliveries(), 1, "nothing was sent again");
}

#[tokio::test]
async fn a_disk_that_fails_after_the_restoring_is_not_told_as_if_nothing_had_happened() {
    let world = World::new().await;
    world.vendor.will(Script::TimedOut);
    buy(&world).await.unwrap_err();
    let mut sent = world.ledger.attempts().remove(0);
    sent.state = State::Sent;
    *world.ledger.backup.lock().unwrap() = Some(vec![sent]);
    *world.ledger.writes_left.lock().unwrap() = Some(0);
    let failure = world.desk.restore_backup("backup.db".as_ref()).await.unwrap_err();
    assert_eq!((failure.code, failure.effect), (Code::LedgerFailed, Effect::Applied));
    assert!(failure.message.starts_with("The backup was restored"), "{}", failure.message);
    assert_eq!(buy(&world).await.unwrap_err().code, Code::AlreadyRunning, "what was on its way stays locked");
}

#[tokio::test]
async fn a_backup_is_not_restored_while_a_request_is_on_its_way() {
    let world = World::new().await;
    world.vendor.will(Script::Bought(bought()));
    *world.ledger.backup.lock().unwrap() = Some(vec![]);
    let (bought, restored) = tokio::join!(buy(&world), async {
        while !world.desk.busy() {
            tokio::task::yield_now().await;
        }
        world.desk.restore_backup("backup.db".as_ref()).await
    });
    bought.unwrap();
    let refused = restored.unwrap_err();
    assert_eq!((refused.code, refused.effect), (Code::AlreadyRunning, Effect::None));
    assert_eq!(world.ledger.attempts().len(), 1, "the ledger is as it was");
}

#[tokio::test]
async fn a_backup_is_named_after_its_day() {
    let world = World::new().await;
    assert_eq!(world.desk.backup_name(), format!("berth-ledger-{}.db", world.desk.now().strftime("%Y-%m-%d")));
    assert_eq!(world.desk.backup_name().len(), "berth-ledger-2026-11-20.db".len());
}

#[tokio::test]
async fn a_slow_answer_does_not_lengthen_the_countdown() {
    let world = World::new().await;
    world.vendor.will(Script::BoughtSlowly(bought()));
    buy(&world).await.unwrap();
    let review = world.desk.begin_cancel(world.account, &policy_id()).await.unwrap();
    let created_at = review.record.policy.created_at.unwrap();
    let FreeCancel::Open { until } = review.free_cancel else { panic!("{:?}", review.free_cancel) };
    // Both clocks agree in this world, so the end that is shown may not lie after the vendor's.
    assert!(until.duration_since(created_at) <= SignedDuration::from_mins(15), "{until}");
}

#[tokio::test]
async fn an_answer_that_never_came_says_nothing_of_the_vendors_clock() {
    let world = World::new().await;
    world.change_account(|account| account.skew = SignedDuration::from_mins(-5));
    world.vendor.will(Script::TimedOut);
    buy(&world).await.unwrap_err();
    // The sign-in before the purchase was answered, and its reading is the last there is.
    assert_eq!(world.ledger.book.lock().unwrap().accounts[0].skew, SignedDuration::from_secs(1));
}

#[tokio::test]
async fn safe_mode_turned_on_while_the_keychain_asks_stays_on() {
    let world = World::new().await;
    let token = Credentials::Token(Secret::parse("again".into()).unwrap());
    let (replaced, _) = tokio::join!(
        world.desk.replace(world.account, token, Keep::Keychain),
        world.desk.set_safe_mode(world.account, true),
    );
    assert!(replaced.unwrap().safe_mode);
    assert_eq!(buy(&world).await.unwrap_err().code, Code::SafeMode);
}

#[tokio::test]
async fn already_cancelled_does_not_tell_whether_the_purchase_in_doubt_was_paid() {
    let world = World::new().await;
    world.vendor.will(Script::TimedOut);
    buy(&world).await.unwrap_err();
    world.vendor.will(Script::TimedOut);
    cancel(&world, "").await.unwrap_err();
    world.vendor.will(Script::AlreadyCancelled);
    cancel(&world, "").await.unwrap();
    let states: Vec<_> = world.ledger.attempts().iter().map(|attempt| attempt.state).collect();
    assert_eq!(states, [State::Unknown, State::Confirmed, State::Confirmed]);
}
