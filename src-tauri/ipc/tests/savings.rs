//! What goes out of the savings is bounded, and each figure that goes out can be asked for its policies.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::sync::Arc;

use berth_core::account::{Account, AccountId, Colour, Endpoint, Keep, Payment, Realm, SignIn, Vendor};
use berth_core::guard::Limits;
use berth_core::money::{Currency, decimal};
use berth_core::policy::{Policy, PolicyId, PolicyRecord, PolicyStatus, Source};
use berth_core::report::{BUCKETS, Bucket, Dimension, GROUPS};
use berth_core::window::{Moment, Window};
use berth_ipc::savings::{FigureRequest, SavedRowsRequest, SavedRowsView, SavingsRequest, SavingsView};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use uuid::Uuid;

const NOW: &str = "2026-03-18T12:00:00Z";

fn now() -> Timestamp {
    NOW.parse().unwrap()
}

fn account(at: u128, currency: &str) -> Account {
    Account {
        id: AccountId(Uuid::from_u128(at)),
        vendor: Vendor::Cloudidr,
        label: format!("account {at}"),
        colour: Colour::Blue,
        endpoint: Endpoint::Sandbox,
        sign_in: SignIn::Token,
        keep: Keep::UntilQuit,
        currency: currency.parse().unwrap(),
        payment: Payment::Card,
        safe_mode: false,
        limits: Limits::default(),
        partly_documented: false,
        tested_at: None,
        skew: SignedDuration::ZERO,
        skew_since: None,
        created_at: now(),
        forgotten_at: None,
    }
}

/// A policy of 8 for 10 that was kept for an hour, so many hours ago.
fn kept(account: &Account, number: usize, hours_ago: i64) -> PolicyRecord {
    let mut policy = Policy::unknown(PolicyId::parse(&format!("sc_{number}")).unwrap());
    let moment = |hours: i64| Moment { at: now() - SignedDuration::from_hours(hours), offset: Offset::UTC };
    policy.status = Some(PolicyStatus::Active);
    policy.window = Window::new(moment(hours_ago), moment(hours_ago - 1)).ok();
    policy.instance.kind = Some("c5.large".into());
    policy.pricing.price = decimal("8.00").ok();
    policy.pricing.list = decimal("10.00").ok();
    policy.pricing.card_fee = decimal("0.50").ok();
    PolicyRecord::new(account.id, policy, Source::Reserved, now())
}

fn asked(bucket: Bucket, by: Dimension) -> SavingsRequest {
    SavingsRequest { realm: Realm::Sandbox, bucket, by }
}

fn rows(figure: FigureRequest, skip: u32) -> SavedRowsRequest {
    SavedRowsRequest { realm: Realm::Sandbox, currency: "USD".into(), figure, skip }
}

#[test]
fn what_goes_out_is_bounded_however_many_policies_owners_and_days_there_are() {
    let account = account(1, "USD");
    let records: Vec<_> = (0..6_000)
        .map(|at| {
            let mut record = kept(&account, at, 24 * i64::try_from(at).unwrap());
            record.reason.owner = Some(format!("owner {at}"));
            Arc::new(record)
        })
        .collect();
    let view = SavingsView::new(asked(Bucket::Day, Dimension::Owner), &[account], &records, now());
    let [dollars] = &view.currencies[..] else { panic!("{} currencies", view.currencies.len()) };
    assert_eq!((dollars.steps.len(), dollars.groups.len()), (BUCKETS, GROUPS));
    assert_eq!(dollars.rest.as_ref().unwrap().groups, 6_000 - GROUPS);
    assert_eq!(dollars.earlier.as_ref().unwrap().policies as usize, 6_000 - BUCKETS);
    assert_eq!(dollars.steps.last().unwrap().so_far, dollars.totals.realised);
    assert_eq!(dollars.totals.realised.shown, "9000.00", "2.00 less a fee of 0.50, six thousand times");
    let size = serde_json::to_string(&view).unwrap().len();
    assert!(size < 1_200_000, "{size} bytes");
}

#[test]
fn the_policies_of_a_figure_come_a_hundred_at_a_time_the_newest_first() {
    let account = account(1, "USD");
    let records: Vec<_> = (0..250).map(|at| kept(&account, at, i64::try_from(at).unwrap() + 1)).collect();
    let accounts = [account];
    let page = |skip| SavedRowsView::new(&rows(FigureRequest::Realised, skip), &accounts, &records, now()).unwrap();
    let first = page(0);
    assert_eq!((first.rows.len(), first.more), (100, 150));
    assert_eq!((first.rows[0].policy.as_str(), first.rows[99].policy.as_str()), ("sc_0", "sc_99"));
    let row = &first.rows[0];
    assert_eq!(row.net.as_ref().unwrap().shown, "1.50");
    assert_eq!((row.share.as_deref(), row.at.as_deref()), (Some("15.00"), Some("2026-03-18T11:00:00Z")));
    assert_eq!((page(200).rows.len(), page(200).more), (50, 0));
    assert_eq!((page(250).rows.len(), page(999).more), (0, 0));
}

#[test]
fn a_group_s_key_finds_its_policies_again_and_a_longer_one_is_cut_the_same_way() {
    let account = account(1, "USD");
    let mut records: Vec<_> = (0..3).map(|at| kept(&account, at, 30)).collect();
    records[0].reason.owner = Some("x".repeat(5_000));
    records[1].reason.owner = Some("  data  ".into());
    let accounts = [account];
    let view = SavingsView::new(asked(Bucket::Month, Dimension::Owner), &accounts, &records, now());
    let groups = &view.currencies[0].groups;
    assert_eq!(groups.len(), 3);
    for group in groups {
        let figure = FigureRequest::Group { by: Dimension::Owner, key: group.key.clone() };
        let found = SavedRowsView::new(&rows(figure, 0), &accounts, &records, now()).unwrap();
        assert_eq!(found.rows.len(), 1, "{:?}", group.key);
        assert!(group.key.as_ref().is_none_or(|key| key.chars().count() <= 201));
    }
}

#[test]
fn two_currencies_are_two_views_and_their_policies_do_not_mix() {
    let accounts = [account(1, "USD"), account(2, "EUR")];
    let records = [kept(&accounts[0], 1, 30), kept(&accounts[1], 2, 30), kept(&accounts[1], 3, 30)];
    let view = SavingsView::new(asked(Bucket::Week, Dimension::Account), &accounts, &records, now());
    let sums: Vec<_> = view
        .currencies
        .iter()
        .map(|own| (own.totals.realised.currency.as_str(), own.totals.realised.shown.as_str()))
        .collect();
    assert_eq!(sums, [("EUR", "3.00"), ("USD", "1.50")]);
    let found = SavedRowsView::new(&rows(FigureRequest::Realised, 0), &accounts, &records, now()).unwrap();
    assert_eq!(found.rows.iter().map(|row| row.policy.as_str()).collect::<Vec<_>>(), ["sc_1"]);
    assert!(
        SavingsView::new(asked(Bucket::Day, Dimension::Region), &accounts, &[] as &[PolicyRecord], now())
            .currencies
            .is_empty()
    );
}

#[test]
fn what_is_paid_ahead_has_a_price_and_no_saving() {
    let account = account(1, "USD");
    let records = [kept(&account, 1, -24 * 20)];
    let accounts = [account];
    let view = SavingsView::new(asked(Bucket::Month, Dimension::Vendor), &accounts, &records, now());
    let ahead = serde_json::to_value(&view.currencies[0].ahead).unwrap();
    assert_eq!(ahead[0]["start"], json!({ "kind": "month", "first": "2026-04-01" }));
    let figure: FigureRequest = serde_json::from_value(json!({ "kind": "ahead", "start": ahead[0]["start"] })).unwrap();
    let found = SavedRowsView::new(&rows(figure, 0), &accounts, &records, now()).unwrap();
    let row = &found.rows[0];
    assert_eq!(
        (row.price.as_ref().unwrap().shown.as_str(), &row.net, row.realised, row.ahead),
        ("8.00", &None, false, true)
    );
}

#[test]
fn what_is_no_date_and_no_currency_is_refused() {
    let none: [PolicyRecord; 0] = [];
    let ask = |request: &SavedRowsRequest| SavedRowsView::new(request, &[], &none, now());
    let step = |first: &str| FigureRequest::Step { bucket: Bucket::Day, first: first.into() };
    assert!(ask(&rows(step("2026-03-18"), 0)).is_ok());
    for first in ["", "2026-13-01", "yesterday", "2026-02-30"] {
        assert_eq!(ask(&rows(step(first), 0)), Err("figure"), "{first}");
    }
    let nowhere = SavedRowsRequest { currency: "dollars".into(), ..rows(FigureRequest::Drift, 0) };
    assert_eq!(ask(&nowhere), Err("currency"));
    assert_eq!(Currency::USD.code(), rows(FigureRequest::Drift, 0).currency);
}
