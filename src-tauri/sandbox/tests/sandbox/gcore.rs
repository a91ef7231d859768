//! Gcore: catalogue, prices and reservations.

use serde_json::{Value, json};

use crate::client::{GCORE, frozen, frozen_options, gcore_get, gcore_post, send, start};

const DAY: i64 = 24 * 60 * 60;

fn basket(name: &str, count: u32) -> Value {
    json!({
        "period": "MONTHS12",
        "resources": [{ "resource_name": name, "resource_type": "flavor", "resource_value": count }],
    })
}

fn price_path(region: u32) -> String {
    format!("/cloud/v1/pricing/{region}/billing_reservation")
}

fn decimal(value: &Value) -> rust_decimal::Decimal {
    value.as_str().unwrap().parse().unwrap()
}

#[tokio::test]
async fn both_spellings_of_the_scheme_are_accepted() {
    let sandbox = frozen().await;
    for scheme in ["apikey", "APIKey", "APIKEY"] {
        let me = send(&sandbox, "GET", "/iam/clients/me", Some(&format!("{scheme} 1234$abcdef")), None).await;
        assert_eq!((me.status, &me.json()["status"]), (200, &json!("active")));
    }
}

#[tokio::test]
async fn rows_are_for_one_machine_and_sums_for_all() {
    let sandbox = frozen().await;
    let answer = gcore_post(&sandbox, &price_path(4), basket("bm1-hf-medium", 3)).await.json();
    assert_eq!(answer["resources"][0]["commit_price_per_month"], "434.15190000");
    assert_eq!(answer["amount_prices"]["commit_price_per_month"], "1302.45570000");
    assert_eq!(answer["amount_prices"]["commit_price_total"], "15629.468400");
    assert_eq!(answer["resources"][0]["resource_name"], "bm1-hf-medium_min");
}

#[tokio::test]
async fn the_hourly_price_times_744_misses_the_monthly_one_in_the_last_digits() {
    let sandbox = frozen().await;
    let answer = gcore_post(&sandbox, &price_path(76), basket("bm1-infrastructure-medium", 1)).await.json();
    let row = &answer["resources"][0];
    let month = decimal(&row["commit_price_per_month"]);
    let off = decimal(&row["commit_price_per_unit"]) * rust_decimal::Decimal::from(744) - month;
    assert!(!off.is_zero() && off.abs() < "0.001".parse().unwrap(), "off by {off}");
}

#[tokio::test]
async fn three_years_are_cheaper_than_one_and_both_than_the_ordinary_tariff() {
    let sandbox = frozen().await;
    for region in [4, 7, 84, 172] {
        let path = format!("/cloud/v1/bm_reservation_flavors/{region}");
        for flavor in gcore_get(&sandbox, &path).await.json().as_array().unwrap() {
            let mut body = basket(flavor["flavor_name"].as_str().unwrap(), 3);
            let one = gcore_post(&sandbox, &price_path(region), body.clone()).await.json();
            body["period"] = json!("MONTHS36");
            let three = gcore_post(&sandbox, &price_path(region), body).await.json();
            let (one, three) = (&one["amount_prices"], &three["amount_prices"]);
            assert!(decimal(&three["commit_price_per_month"]) < decimal(&one["commit_price_per_month"]));
            assert!(decimal(&one["commit_price_per_month"]) < decimal(&one["overcommit_price_per_month"]));
        }
    }
}

#[tokio::test]
async fn hidden_and_failed_prices_are_zeros_that_mean_nothing() {
    let sandbox = frozen().await;
    for (name, status) in [("bm1-infrastructure-medium", "hide"), ("bm1-hf-large", "error")] {
        let answer = gcore_post(&sandbox, &price_path(180), basket(name, 1)).await.json();
        assert_eq!((&answer["price_status"], &answer["resources"]), (&json!(status), &json!([])));
        assert_eq!(answer["amount_prices"]["commit_price_total"], "0");
    }
}

#[tokio::test]
async fn a_price_is_refused_for_what_the_contract_does_not_allow() {
    let sandbox = frozen().await;
    let mut no_period = basket("bm1-hf-medium", 1);
    no_period.as_object_mut().unwrap().remove("period");
    let mut odd_period = basket("bm1-hf-medium", 1);
    odd_period["period"] = json!("MONTHS24");
    let mut odd_type = basket("bm1-hf-medium", 1);
    odd_type["resources"][0]["resource_type"] = json!("disk");
    let mut odd_client = basket("bm1-hf-medium", 1);
    odd_client["client_id"] = json!("8");
    let empty = json!({ "period": "MONTHS12", "resources": [] });
    let refused =
        [no_period, odd_period, odd_type, odd_client, empty, basket("bm1-hf-medium", 0), basket("no-such-type", 1)];
    for body in refused {
        let reply = gcore_post(&sandbox, &price_path(7), body.clone()).await;
        let answer = reply.json();
        assert_eq!((reply.status, &answer["exception_class"]), (400, &json!("ValidationError")), "{body}");
        assert!(!answer["invalid_fields"].as_object().unwrap().is_empty());
        assert_eq!(answer["request_id"].as_str().unwrap().len(), 32);
    }
    let mut reseller = basket("bm1-hf-medium", 1);
    reseller["client_id"] = Value::Null;
    assert_eq!(gcore_post(&sandbox, &price_path(7), reseller).await.status, 200);
    assert_eq!(gcore_post(&sandbox, &price_path(9999), basket("bm1-hf-medium", 1)).await.status, 404);
}

#[tokio::test]
async fn regions_come_in_pages_and_some_rows_have_two_fields_only() {
    let sandbox = frozen().await;
    let all = gcore_get(&sandbox, "/cloud/v1/regions").await.json();
    let total = all["count"].as_u64().unwrap();
    assert_eq!((total, all["results"].as_array().unwrap().len()), (14, 14));
    assert!(all["results"].as_array().unwrap().iter().any(|row| row.as_object().unwrap().len() == 2));
    let mut ids = Vec::new();
    for offset in [0, 5, 10, 15] {
        let page = gcore_get(&sandbox, &format!("/cloud/v1/regions?limit=5&offset={offset}")).await.json();
        assert_eq!(page["count"], total, "count is the number on all pages");
        ids.extend(page["results"].as_array().unwrap().iter().map(|row| row["id"].as_i64().unwrap()));
    }
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 14);
    let one = gcore_get(&sandbox, "/cloud/v1/regions?display_name=ed-10").await.json();
    assert_eq!((&one["count"], &one["results"][0]["id"]), (&json!(1), &json!(7)));
    for query in ["limit=0", "limit=1001", "limit=x", "order_by=id.asc", "product=cdn", "colour=red"] {
        assert_eq!(gcore_get(&sandbox, &format!("/cloud/v1/regions?{query}")).await.status, 400, "{query}");
    }
}

#[tokio::test]
async fn reservable_types_are_a_bare_array_with_terms_as_a_list() {
    let sandbox = frozen().await;
    let list = gcore_get(&sandbox, "/cloud/v1/bm_reservation_flavors/7").await.json();
    let rows = list.as_array().unwrap();
    assert!(rows.iter().all(|row| row["activity_period_length"] == json!([12, 36])));
    assert!(rows.iter().any(|row| row.get("flavor_id").is_none()), "no field is mandatory");
    let windows = gcore_get(&sandbox, "/cloud/v1/bm_reservation_flavors/4?windows_os=true").await.json();
    assert!(windows.as_array().unwrap().iter().all(|row| row["os_type"] == "windows"));
    assert_eq!(gcore_get(&sandbox, "/cloud/v1/bm_reservation_flavors/148").await.json(), json!([]));
}

#[tokio::test]
async fn ordinary_prices_are_json_numbers_and_only_there_when_asked_for() {
    let sandbox = frozen().await;
    let bare = gcore_get(&sandbox, "/cloud/v1/bmflavors/1/4").await.json();
    assert!(bare["results"][0].get("price_per_hour").is_none() && bare["results"][0].get("capacity").is_none());
    let full = gcore_get(&sandbox, "/cloud/v1/bmflavors/1/4?include_prices=true&include_capacity=true").await;
    assert!(full.body.contains(r#""price_per_hour":1.37124,"price_per_month":1020.20256"#), "{}", full.body);
    let gpu = gcore_get(&sandbox, "/cloud/v3/gpu/baremetal/1/76/flavors?include_prices=true").await.json();
    assert!(gpu["results"][0]["price"]["price_per_hour"].is_number());
    let virt = gcore_get(&sandbox, "/cloud/v3/gpu/virtual/1/76/flavors").await.json();
    assert!(virt["results"][0]["hardware_description"]["ram"].is_number() && virt["results"][0].get("price").is_none());
    assert_eq!(gcore_get(&sandbox, "/cloud/v1/bmflavors/1904/4").await.status, 404, "a deleted project");
}

#[tokio::test]
async fn a_reservation_moves_on_with_time_and_ends() {
    let sandbox = frozen().await;
    let mut body = basket("bm1-hf-medium", 2);
    body["name"] = json!("my-reservation");
    body["region_id"] = json!(4);
    let created = gcore_post(&sandbox, "/cloud/v1/reservations", body).await.json();
    assert_eq!((&created["status"], &created["next_statuses"]), (&json!("CREATED"), &json!(["APPROVED", "REJECTED"])));
    let path = format!("/cloud/v1/reservations/{}", created["id"]);
    let mut status = Vec::new();
    for seconds in [3 * 3600, DAY, DAY, 6 * DAY, 365 * DAY] {
        sandbox.advance(seconds).unwrap();
        status.push(gcore_get(&sandbox, &path).await.json()["status"].take());
    }
    assert_eq!(status, ["APPROVED", "RESERVED", "WAITING_FOR_PAYMENT", "ACTIVATED", "EXPIRED"]);
    let delete = send(&sandbox, "DELETE", &path, Some(GCORE), None).await;
    assert_eq!(delete.status, 409);
}

#[tokio::test]
async fn a_new_reservation_can_be_withdrawn_and_is_gone() {
    let sandbox = frozen().await;
    let mut body = basket("bm1-hf-medium", 2);
    body["name"] = json!("please reject");
    body["region_id"] = json!(4);
    let id = gcore_post(&sandbox, "/cloud/v1/reservations", body.clone()).await.json()["id"].take();
    let path = format!("/cloud/v1/reservations/{id}");
    sandbox.advance(2 * 3600).unwrap();
    let rejected = gcore_get(&sandbox, &path).await.json();
    assert_eq!(rejected["status"], "REJECTED");
    assert!(rejected["error"].is_string());
    let delete = send(&sandbox, "DELETE", &path, Some(GCORE), None).await;
    assert_eq!((delete.status, delete.body.as_str()), (204, ""));
    assert_eq!(gcore_get(&sandbox, &path).await.status, 404);
    body["resources"][0]["resource_value"] = json!(51);
    let sold_out = gcore_post(&sandbox, "/cloud/v1/reservations", body).await;
    assert_eq!((sold_out.status, &sold_out.json()["exception_class"]), (403, &json!("ForbiddenError")));
}

#[tokio::test]
async fn the_first_reservations_show_every_status() {
    let sandbox = start(frozen_options()).await;
    let list = gcore_get(&sandbox, "/cloud/v1/reservations?limit=100").await.json();
    let rows = list["results"].as_array().unwrap();
    for status in
        ["CREATED", "APPROVED", "REJECTED", "RESERVED", "WAITING_FOR_PAYMENT", "ACTIVATED", "EXPIRED", "COPIED"]
    {
        assert!(rows.iter().any(|row| row["status"] == status), "{status}");
    }
    assert!(rows.iter().any(|row| row["remind_expiration_message"].is_string()));
    assert!(rows.iter().any(|row| row["eta"].is_string()));
    assert!(rows.iter().any(|row| row["resources"][0]["cpu"].is_null()));
    let some = gcore_get(&sandbox, "/cloud/v1/reservations?status=CREATED&status=EXPIRED").await.json();
    assert_eq!(some["count"], 2);
}

#[tokio::test]
async fn the_new_list_takes_a_period_of_31_days_and_no_page() {
    let sandbox = start(frozen_options()).await;
    let count = async |query: &str| {
        let reply = gcore_get(&sandbox, &format!("/cloud/v2/reservations?{query}")).await;
        (reply.status, reply.json()["count"].as_u64())
    };
    assert_eq!(count("").await, (200, Some(4)));
    assert_eq!(count("show_inactive=false").await, (200, Some(3)));
    assert_eq!(count("metric_name=bm2-hf-medium_min").await, (200, Some(1)));
    assert_eq!(count("time_from=2026-01-01T00:00:00Z&time_to=2026-02-01T00:00:00Z").await, (200, Some(3)));
    for refused in [
        "time_from=2026-01-01T00:00:00Z",
        "time_from=2026-01-01T00:00:00Z&time_to=2026-02-02T00:00:00Z",
        "limit=10",
        "region_id=x",
    ] {
        assert_eq!(count(refused).await.0, 400, "{refused}");
    }
}

#[tokio::test]
async fn the_cost_report_adds_up_what_is_active() {
    let sandbox = start(frozen_options()).await;
    let path = "/cloud/v1/reservation_cost_report/totals";
    let report = gcore_post(&sandbox, path, json!({ "year_month": "2026-01", "types": ["baremetal"] })).await.json();
    assert_eq!((&report["count"], &report["price_status"]), (&json!(3), &json!("show")));
    let none = gcore_post(&sandbox, path, json!({ "types": ["instance"] })).await.json();
    assert_eq!(none["count"], 0);
    for body in [json!({ "year_month": "2026-1" }), json!({ "types": ["boats"] }), json!({ "regions": ["4"] })] {
        assert_eq!(gcore_post(&sandbox, path, body.clone()).await.status, 400, "{body}");
    }
}

#[tokio::test]
async fn two_currencies_can_be_met() {
    let sandbox = frozen().await;
    for (region, currency) in [(4, "EUR"), (172, "USD")] {
        let answer = gcore_post(&sandbox, &price_path(region), basket("bm1-hf-medium", 1)).await.json();
        assert_eq!(answer["amount_prices"]["currency_code"], currency);
    }
}
