//! The free-cancel window against the clocks: the vendor's, this machine's, and a person who changes the latter.
//!
//! The policy of these tests is created at 15:20:15.64868 by the vendor's clock, so its window ends at 15:35:15.64868.

use berth_core::desk::{FreeCancel, free_cancel, free_cancel_deadline};
use berth_core::launch::Renewal;
use berth_core::policy::PolicyRecord;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use crate::renew;
use crate::support::*;

/// An answer of the vendor's comes, and with it its clock.
async fn hear(world: &World) {
    world.vendor.will(Script::Renewed("Successfully"));
    renew(world, Renewal::Off).await.unwrap();
}

/// How far the vendor's clock is ahead of this machine's.
fn ahead(world: &World) -> SignedDuration {
    world.clock.vendors().duration_since(world.desk.now())
}

async fn free(world: &World) -> FreeCancel {
    world.desk.begin_cancel(world.account, &policy_id()).await.unwrap().free_cancel
}

#[tokio::test]
async fn a_clock_that_is_wrong_from_the_start_does_not_move_the_end_of_the_window() {
    for minutes in [-600, -7, 7, 600] {
        let world = World::new().await;
        world.clock.set(SignedDuration::from_mins(minutes));
        hear(&world).await;
        let FreeCancel::Open { until } = free(&world).await else { panic!("some fourteen minutes are left") };
        let end = until.checked_add(ahead(&world)).unwrap();
        let promised: Timestamp = "2026-01-08T15:35:15.64868Z".parse().unwrap();
        let early = promised.duration_since(end);
        assert!((SignedDuration::ZERO..=SignedDuration::from_secs(1)).contains(&early), "{early}: never too late");
    }
}

#[tokio::test]
async fn the_window_closes_during_a_sleep_as_it_does_awake() {
    let world = World::new().await;
    hear(&world).await;
    world.wait(14 * 60);
    assert!(matches!(free(&world).await, FreeCancel::Open { .. }));
    world.wait(3600);
    assert!(matches!(free(&world).await, FreeCancel::Passed { .. }), "nothing ran meanwhile, and nothing had to");
}

#[tokio::test]
async fn the_vendor_s_clock_is_remembered_over_a_restart() {
    let mut world = World::new().await;
    world.clock.set(SignedDuration::from_mins(-10));
    hear(&world).await;
    let before = free(&world).await;
    world.restart().await;
    assert_eq!(free(&world).await, before);
    world.wait(15 * 60);
    assert!(world.clock.vendors() > "2026-01-08T15:35:16Z".parse().unwrap());
    assert!(matches!(free(&world).await, FreeCancel::Passed { .. }));
}

#[tokio::test]
async fn another_time_zone_is_the_same_instant() {
    let world = World::new().await;
    let account = world.ledger.book.lock().unwrap().accounts[0].clone();
    let record = world.ledger.record_of(POLICY);
    let now = world.desk.now();
    let elsewhere = now.to_zoned(jiff::tz::TimeZone::get("Australia/Lord_Howe").unwrap()).timestamp();
    assert_eq!(free_cancel(&account, &record, now), free_cancel(&account, &record, elsewhere));
}

#[tokio::test]
async fn a_clock_that_was_set_is_found_out_by_the_next_answer() {
    let world = World::new().await;
    hear(&world).await;
    world.wait(16 * 60);
    world.clock.set(SignedDuration::from_mins(-10));
    hear(&world).await;
    assert!(matches!(free(&world).await, FreeCancel::Passed { .. }));
}

#[tokio::test]
async fn a_clock_that_was_set_back_does_not_open_the_window_again() {
    let world = World::new().await;
    hear(&world).await;
    world.wait(16 * 60);
    assert!(matches!(free(&world).await, FreeCancel::Passed { .. }));
    world.clock.set(SignedDuration::from_mins(-10));
    assert!(!matches!(free(&world).await, FreeCancel::Open { .. }), "it closed by the vendor's clock a minute ago");
}

#[tokio::test]
async fn a_clock_that_was_set_back_over_a_restart_does_not_open_the_window_again() {
    let mut world = World::new().await;
    hear(&world).await;
    world.wait(16 * 60);
    world.clock.set(SignedDuration::from_mins(-10));
    world.restart().await;
    assert!(!matches!(free(&world).await, FreeCancel::Open { .. }));
}

#[tokio::test]
async fn a_clock_that_runs_a_second_late_does_not_lengthen_the_window() {
    let world = World::new().await;
    world.clock.set(SignedDuration::from_millis(-900));
    hear(&world).await;
    let FreeCancel::Open { until } = free(&world).await else { panic!("it has just begun") };
    let end = until.checked_add(ahead(&world)).unwrap();
    assert!(end <= "2026-01-08T15:35:15.64868Z".parse().unwrap(), "{end} is promised");
}

#[tokio::test]
async fn a_reading_of_the_clock_is_noted_once_if_it_is_higher_at_all_or_lower_by_two_seconds() {
    // A reading adds a second to what the vendor's header says, so that it is never too low.
    for (milliseconds, noted) in [(1, true), (-999, true), (-1000, false), (-2999, false), (-3000, true)] {
        let world = World::new().await;
        world.change_account(|account| account.skew = SignedDuration::ZERO);
        *world.vendor.ahead.lock().unwrap() = SignedDuration::from_millis(milliseconds);
        hear(&world).await;
        hear(&world).await;
        let kept = world.ledger.book.lock().unwrap().accounts[0].skew;
        let read = SignedDuration::from_millis(milliseconds + 1000);
        assert_eq!(kept, if noted { read } else { SignedDuration::ZERO }, "{milliseconds} ms ahead");
        let lines = world.ledger.kinds().iter().filter(|kind| **kind == "clock_read").count();
        assert_eq!(lines, usize::from(noted));
    }
}

#[tokio::test]
async fn up_to_fifteen_minutes_after_the_purchase_it_may_still_be_free() {
    let world = World::new().await;
    world.change_account(|account| account.skew = SignedDuration::ZERO);
    let account = world.ledger.book.lock().unwrap().accounts[0].clone();
    let mut record = world.ledger.record_of(POLICY);
    let time = |text: &str| text.parse::<Timestamp>().unwrap();
    let until = time("2026-01-08T15:35:15.64868Z");
    assert_eq!(free_cancel_deadline(&account, &record), Some(until));
    let at = |record: &PolicyRecord, text: &str| free_cancel(&account, record, time(text));
    assert_eq!(at(&record, "2026-01-08T15:35:15.648679999Z"), FreeCancel::Open { until });
    assert_eq!(at(&record, "2026-01-08T15:35:15.64868Z"), FreeCancel::Passed { since: until });
    record.bought_at = Some(time("2026-01-08T15:30:00Z"));
    let later = time("2026-01-08T15:45:00Z");
    assert_eq!(at(&record, "2026-01-08T15:35:15.64868Z"), FreeCancel::Maybe { until: later });
    assert_eq!(at(&record, "2026-01-08T15:44:59.999999999Z"), FreeCancel::Maybe { until: later });
    assert_eq!(at(&record, "2026-01-08T15:45:00Z"), FreeCancel::Passed { since: until });
    record.policy.created_at = None;
    assert_eq!(at(&record, "2026-01-08T15:35:00Z"), FreeCancel::Unknown);
}

proptest! {
    #[test]
    fn it_is_called_open_only_while_the_vendor_s_clock_says_so(
        skew in -100_000i64..100_000,
        since in -1_000i64..2_000,
        bought in prop::option::of(0i64..900),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let world = runtime.block_on(World::new());
        let mut account = world.ledger.book.lock().unwrap().accounts[0].clone();
        let mut record = world.ledger.record_of(POLICY);
        account.skew = SignedDuration::from_secs(skew);
        let created = record.policy.created_at.unwrap();
        let ours = |seconds: i64| created.checked_add(SignedDuration::from_secs(seconds - skew)).unwrap();
        record.bought_at = bought.map(ours);
        let free = free_cancel(&account, &record, ours(since));
        prop_assert_eq!(matches!(free, FreeCancel::Open { .. }), since < 900);
        let maybe = since >= 900 && bought.is_some_and(|bought| since < bought + 900);
        prop_assert_eq!(matches!(free, FreeCancel::Maybe { .. }), maybe);
        prop_assert_eq!(matches!(free, FreeCancel::Passed { .. }), since >= 900 && !maybe);
    }
}
