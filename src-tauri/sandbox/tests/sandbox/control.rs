//! The switches over HTTP.

use serde_json::{Value, json};

use crate::client::{Reply, bought, cancel, frozen, gcore_get, purchase, reserved, send};

async fn switch(sandbox: &berth_sandbox::Sandbox, method: &str, last: &str, body: Option<Value>) -> Reply {
    send(sandbox, method, &format!("/_sandbox/{last}"), None, body).await
}

#[tokio::test]
async fn time_can_be_moved() {
    let sandbox = frozen().await;
    let moved = switch(&sandbox, "POST", "clock", Some(json!({ "advance_seconds": 3600 }))).await.json();
    assert_eq!(moved, json!({ "now": "2026-01-08T16:20:15.64868Z", "frozen": true }));
    let set = json!({ "set": "2026-02-01T00:00:00Z", "advance_seconds": -60 });
    assert_eq!(switch(&sandbox, "POST", "clock", Some(set)).await.json()["now"], "2026-01-31T23:59:00Z");
    let running = switch(&sandbox, "POST", "clock", Some(json!({ "frozen": false }))).await.json();
    assert_eq!(running["frozen"], false);
    tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    let later = switch(&sandbox, "GET", "clock", None).await.json();
    assert!(later["now"].as_str().unwrap() > running["now"].as_str().unwrap());
    assert_eq!(switch(&sandbox, "POST", "clock", Some(json!({ "sooner": 1 }))).await.status, 422);
}

#[tokio::test]
async fn faults_can_be_switched_on_listed_and_off() {
    let sandbox = frozen().await;
    let id = reserved(&sandbox).await;
    let wanted = json!({ "fault": { "kind": "status", "code": 500 }, "operation": "purchaseCapacity", "commit": true });
    let listed = switch(&sandbox, "POST", "faults", Some(wanted)).await.json();
    assert_eq!((&listed[0]["times"], listed.as_array().unwrap().len()), (&json!(1), 1));
    assert_eq!((purchase(&sandbox, &id).await.status, sandbox.charges()[&id]), (500, 1));
    let always = json!({ "fault": { "kind": "status", "code": 429, "retry_after": { "seconds": 3 } }, "times": null });
    switch(&sandbox, "POST", "faults", Some(always)).await;
    for _ in 0..2 {
        let reply = gcore_get(&sandbox, "/iam/clients/me").await;
        assert_eq!((reply.status, reply.header("retry-after")), (429, Some("3")));
    }
    assert_eq!(switch(&sandbox, "DELETE", "faults", None).await.status, 204);
    assert_eq!(switch(&sandbox, "GET", "faults", None).await.json(), json!([]));
    assert_eq!(gcore_get(&sandbox, "/iam/clients/me").await.status, 200);
}

#[tokio::test]
async fn every_fault_has_a_name_over_http() {
    let sandbox = frozen().await;
    for fault in [
        json!({ "kind": "delay", "ms": 1 }),
        json!({ "kind": "late_answer", "ms": 1 }),
        json!({ "kind": "hang" }),
        json!({ "kind": "drop" }),
        json!({ "kind": "reset" }),
        json!({ "kind": "status", "code": 403 }),
        json!({ "kind": "status", "code": 429, "retry_after": { "date_in_seconds": 9 } }),
        json!({ "kind": "truncated_json" }),
        json!({ "kind": "cut_body" }),
        json!({ "kind": "wrong_types" }),
        json!({ "kind": "unknown_words" }),
        json!({ "kind": "unknown_fields" }),
        json!({ "kind": "html", "status": 502 }),
        json!({ "kind": "empty" }),
        json!({ "kind": "redirect", "status": 308, "to": "https://elsewhere.invalid/" }),
        json!({ "kind": "big_body", "megabytes": 100 }),
        json!({ "kind": "slow", "ms_per_byte": 1000 }),
        json!({ "kind": "glued_bodies" }),
        json!({ "kind": "glued_answers" }),
        json!({ "kind": "price_moved", "by": "1.00" }),
        json!({ "kind": "reset_on_connect" }),
    ] {
        let listed = switch(&sandbox, "POST", "faults", Some(json!({ "fault": fault }))).await;
        assert_eq!((listed.status, &listed.json()[0]["fault"]), (200, &fault));
        sandbox.clear_faults();
    }
}

#[tokio::test]
async fn log_charges_and_state_can_be_read() {
    let sandbox = frozen().await;
    let id = bought(&sandbox).await;
    let log = switch(&sandbox, "GET", "received", None).await.json();
    assert_eq!((log.as_array().unwrap().len(), &log[1]["operation"]), (2, &json!("purchaseCapacity")));
    assert_eq!(switch(&sandbox, "GET", "charges", None).await.json(), json!({ id.as_str(): 1 }));
    let state = switch(&sandbox, "GET", "state", None).await;
    assert_eq!(state.json()["policies"][0]["cidrId"], id.as_str());
    assert_eq!(switch(&sandbox, "DELETE", "received", None).await.status, 204);
    assert_eq!(switch(&sandbox, "GET", "received", None).await.json(), json!([]));
}

#[tokio::test]
async fn habits_can_be_changed_and_everything_be_forgotten() {
    let sandbox = frozen().await;
    let id = bought(&sandbox).await;
    let lax = json!({ "strictness": "lax", "free_cancel_body": "braces" });
    assert_eq!(switch(&sandbox, "POST", "habits", Some(lax)).await.status, 204);
    assert_eq!((purchase(&sandbox, &id).await.status, sandbox.charges()[&id]), (200, 2));
    assert_eq!(cancel(&sandbox, &id).await.body, "{}");
    sandbox.advance(99).unwrap();
    assert_eq!(switch(&sandbox, "POST", "reset", None).await.status, 204);
    assert!(sandbox.charges().is_empty() && sandbox.received().is_empty());
    assert_eq!(sandbox.now(), crate::client::SAMPLE_INSTANT.parse().unwrap());
    assert_eq!(sandbox.state()["strictness"], "strict");
}

#[tokio::test]
async fn the_first_state_is_there_over_http_too() {
    let sandbox = crate::client::start(crate::client::frozen_options()).await;
    let seeds = switch(&sandbox, "GET", "first-state", None).await.json();
    assert_eq!(seeds, serde_json::to_value(sandbox.first_state()).unwrap());
}

#[tokio::test]
async fn a_page_in_a_browser_cannot_reach_the_switches() {
    let sandbox = frozen().await;
    let id = reserved(&sandbox).await;
    let bytes = crate::client::request("POST", "/_sandbox/reset", None, None);
    let from_page =
        String::from_utf8(bytes).unwrap().replacen("\r\n\r\n", "\r\norigin: https://elsewhere.invalid\r\n\r\n", 1);
    let heard = crate::client::exchange(&sandbox, from_page.as_bytes()).await;
    assert_eq!(Reply::read(&heard.bytes).status, 403);
    assert!(sandbox.charges().contains_key(&id));
}
