//! A page of the timeline is bounded, begins where it was asked to, and a part of the axis has a length.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::sync::Arc;

use berth_core::account::{Account, AccountId, Colour, Endpoint, Keep, Payment, SignIn, Vendor};
use berth_core::guard::Limits;
use berth_core::policy::{Policy, PolicyId, PolicyRecord, PolicyStatus, Source};
use berth_core::portfolio::Portfolio;
use berth_core::timeline::Timeline;
use berth_core::wall::Query;
use berth_core::window::{Moment, Window};
use berth_ipc::timeline::{LaneSectionView, LaneView, TimelineRequest, TimelineView};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use uuid::Uuid;

fn now() -> Timestamp {
    "2026-03-18T12:00:00Z".parse().unwrap()
}

fn account() -> Account {
    Account {
        id: AccountId(Uuid::from_u128(1)),
        vendor: Vendor::Cloudidr,
        label: "Team".into(),
        colour: Colour::Blue,
        endpoint: Endpoint::Sandbox,
        sign_in: SignIn::Token,
        keep: Keep::UntilQuit,
        currency: "USD".parse().unwrap(),
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

/// A bought window that begins so many minutes from now, for an hour.
fn policy(number: i64) -> PolicyRecord {
    let mut policy = Policy::unknown(PolicyId::parse(&format!("sc_{number}")).unwrap());
    let moment = |minutes: i64| Moment { at: now() + SignedDuration::from_mins(minutes), offset: Offset::UTC };
    policy.status = Some(PolicyStatus::Active);
    policy.window = Window::new(moment(number), moment(number + 60)).ok();
    policy.name = Some("x".repeat(5000));
    PolicyRecord::new(account().id, policy, Source::Reserved, now())
}

fn request(from: &str, to: &str) -> TimelineRequest {
    let list: [(); 0] = [];
    let wall = json!({
        "text": "", "groups": list, "accounts": list, "vendors": list, "regions": list, "families": list, "owners": list,
        "from": null, "until": null, "sort": "urgency", "descending": false, "by": null,
    });
    let request = json!({ "realm": "sandbox", "wall": wall, "from": from, "to": to, "first": 0, "count": 10 });
    serde_json::from_value(request).unwrap()
}

#[test]
fn a_page_is_bounded_and_begins_where_it_was_asked_to() {
    let records = (1..=1000).map(|number| Arc::new(policy(number))).collect();
    let portfolio = Portfolio::new(None, vec![account()], Arc::new(records), Vec::new(), Vec::new());
    let standing = portfolio.standing(now());
    let query = Timeline::query(Query::default());
    let range = request("2026-03-18T00:00:00Z", "2026-03-20T00:00:00Z").range().unwrap();
    let timeline =
        Timeline::new(&portfolio, &standing, &standing.find(&portfolio, &query), Vec::new(), &query, range, now());
    let page = |first: u32, count: u32| TimelineView::new(&portfolio, &standing, &timeline, first, count, now());
    let ids = |view: &TimelineView| -> Vec<String> {
        let id = |lane: &LaneView| match lane {
            LaneView::Policy { policy } => policy.id.clone(),
            LaneView::Loose { .. } | LaneView::Reserved { .. } => unreachable!("only policies are there"),
        };
        view.lanes.iter().map(id).collect()
    };
    let all = page(0, u32::MAX);
    assert_eq!((all.lanes.len(), all.shown, all.found), (240, 1000, 1000));
    let key = Some(account().id.to_string());
    assert_eq!(all.sections, [LaneSectionView::Cards { key, count: 1000 }]);
    assert_eq!(ids(&page(500, 2)), ["sc_501", "sc_502"]);
    assert_eq!(ids(&page(999, 50)), ["sc_1000"]);
    assert!(page(u32::MAX, 50).lanes.is_empty());
    assert!(serde_json::to_vec(&all).unwrap().len() < 1 << 20, "names of vendors are cut");
    let next = all.next.unwrap();
    assert_eq!((next.policy.as_str(), next.at.as_str()), ("sc_1", "2026-03-18T12:01:00Z"));
}

#[test]
fn a_part_of_the_axis_has_a_beginning_and_an_end_after_it() {
    let range = |from: &str, to: &str| request(from, to).range();
    assert!(range("2026-03-18T00:00:00Z", "2026-03-18T00:00:00.001Z").is_ok());
    assert_eq!(range("2026-03-18T00:00:00Z", "2026-03-18T00:00:00Z"), Err("to"));
    assert_eq!(range("2026-03-19T00:00:00Z", "2026-03-18T00:00:00Z"), Err("to"));
    assert_eq!(range("yesterday", "2026-03-18T00:00:00Z"), Err("from"));
    assert_eq!(range("2026-03-18T00:00:00Z", ""), Err("to"));
}
