//! The life of a FlexCompute policy while time is moved, and what the six operations refuse.

use berth_sandbox::{FirstState, FreeCancelBody, SandboxOptions, Strictness};
use serde_json::{Value, json};

use crate::client::{
    CLOUDIDR, bought, cancel, cloudidr, exchange, flexcompute, frozen, frozen_options, purchase, request, reserved,
    sample_request, send, start, status_of,
};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;

fn words(status: &str, operating: &str) -> (String, String) {
    (status.to_owned(), operating.to_owned())
}

#[tokio::test]
async fn a_policy_goes_from_ready_through_queued_and_running_to_completed() {
    let sandbox = frozen().await;
    let id = reserved(&sandbox).await;
    assert_eq!(status_of(&sandbox, &id), words("READY_FOR_PURCHASE", "IDLE"));
    assert_eq!(purchase(&sandbox, &id).await.status, 200);
    assert_eq!(status_of(&sandbox, &id), words("ACTIVE", "QUEUED_FOR_START"));
    sandbox.set_time("2026-01-09T23:59:59-08:00".parse().unwrap()).unwrap();
    assert_eq!(status_of(&sandbox, &id), words("ACTIVE", "QUEUED_FOR_START"));
    sandbox.advance(1).unwrap();
    assert_eq!(status_of(&sandbox, &id), words("ACTIVE", "RUNNING"));
    sandbox.advance(71 * HOUR + 15 * MINUTE).unwrap();
    assert_eq!(status_of(&sandbox, &id), words("COMPLETED", "IDLE"));
    let late = cancel(&sandbox, &id).await;
    assert_eq!((late.status, late.complaint().contains("already completed")), (400, true));
}

#[tokio::test]
async fn a_policy_nobody_bought_stays_ready_and_cannot_be_bought_after_its_end() {
    let sandbox = frozen().await;
    let id = reserved(&sandbox).await;
    sandbox.advance(90 * 24 * HOUR).unwrap();
    assert_eq!(status_of(&sandbox, &id), words("READY_FOR_PURCHASE", "IDLE"));
    assert_eq!(purchase(&sandbox, &id).await.status, 400);
    assert_eq!(sandbox.charges()[&id], 0);
}

#[tokio::test]
async fn a_second_purchase_is_refused_when_strict_and_charged_again_when_lax() {
    let sandbox = frozen().await;
    let id = bought(&sandbox).await;
    let again = purchase(&sandbox, &id).await;
    assert_eq!((again.status, sandbox.charges()[&id]), (400, 1));
    sandbox.set_strictness(Strictness::Lax).unwrap();
    let again = purchase(&sandbox, &id).await;
    assert_eq!((again.status, sandbox.charges()[&id]), (200, 2));
}

#[tokio::test]
async fn cancelling_inside_fifteen_minutes_answers_with_no_body_at_all() {
    let sandbox = frozen().await;
    let id = bought(&sandbox).await;
    sandbox.advance(15 * MINUTE).unwrap();
    let reply = cancel(&sandbox, &id).await;
    assert_eq!((reply.status, reply.body.as_str()), (200, ""));
    assert_eq!((reply.header("content-type"), reply.header("content-length")), (None, Some("0")));
    assert_eq!(status_of(&sandbox, &id), words("CANCELED", "IDLE"));
}

#[tokio::test]
async fn the_free_cancellation_can_be_told_to_answer_with_braces() {
    let options = SandboxOptions { free_cancel_body: FreeCancelBody::Braces, ..frozen_options() };
    let sandbox = start(options).await;
    let id = bought(&sandbox).await;
    let reply = cancel(&sandbox, &id).await;
    assert_eq!((reply.status, reply.body.as_str()), (200, "{}"));
}

#[tokio::test]
async fn cancelling_later_hides_the_fee_in_a_sentence() {
    for (wait, sentence) in [
        (15 * MINUTE + 1, "Policy canceled successfully. Early-cancellation fee = 25"),
        (30 * HOUR, "Policy canceled successfully. Early-cancellation fee = 50"),
        (48 * HOUR, "Policy canceled successfully. Refund=25%"),
    ] {
        let sandbox = frozen().await;
        let id = bought(&sandbox).await;
        sandbox.advance(wait).unwrap();
        let reply = cancel(&sandbox, &id).await;
        assert_eq!((reply.status, reply.json()), (200, json!({ "message": sentence })), "after {wait} s");
    }
}

#[tokio::test]
async fn a_cancelled_policy_can_neither_be_cancelled_nor_bought_nor_changed() {
    let sandbox = frozen().await;
    let id = reserved(&sandbox).await;
    assert_eq!(cancel(&sandbox, &id).await.status, 200);
    let again = cancel(&sandbox, &id).await;
    assert_eq!(again.status, 400);
    assert_eq!(again.complaint(), "Cancellation not allowed, reason: Policy is already canceled.");
    assert_eq!(purchase(&sandbox, &id).await.status, 400);
    let configure = cloudidr(&sandbox, "PUT", "capacity-configuration", json!({ "cidrId": id })).await;
    let renew = json!({ "cidrId": id, "autoRenewalEnabled": true, "frequency": "one-day" });
    let renew = cloudidr(&sandbox, "PUT", "capacity/auto-renewal", renew).await;
    assert_eq!((configure.status, renew.status), (400, 400));
    assert_eq!(sandbox.charges()[&id], 0);
}

#[tokio::test]
async fn an_unknown_id_is_answered_with_404_and_without_its_prefix() {
    let sandbox = frozen().await;
    for (method, last) in
        [("POST", "purchase"), ("POST", "cancel"), ("PUT", "capacity-configuration"), ("PUT", "capacity/auto-renewal")]
    {
        let reply = cloudidr(&sandbox, method, last, json!({ "cidrId": "sc_1235674554" })).await;
        assert_eq!((reply.status, reply.complaint()), (404, "Cidr 1235674554 not found".to_owned()), "{last}");
    }
}

#[tokio::test]
async fn a_token_is_good_until_its_hour_is_over() {
    let sandbox = frozen().await;
    let path = "/external/api/v1/sign-in";
    let signed_in =
        send(&sandbox, "POST", path, None, Some(json!({ "username": "ann@example.com", "password": "x" }))).await;
    let answer = signed_in.json();
    assert_eq!((&answer["token_type"], &answer["expires_in"]), (&json!("Bearer"), &json!(3600)));
    let token = answer["access_token"].as_str().unwrap();
    assert_eq!(token.split('.').count(), 3);
    let bearer = format!("Bearer {token}");
    let body = || Some(json!({ "cidrId": "sc_1" }));
    sandbox.advance(HOUR - 1).unwrap();
    assert_eq!(send(&sandbox, "POST", &flexcompute("cancel"), Some(&bearer), body()).await.status, 404);
    sandbox.advance(1).unwrap();
    assert_eq!(send(&sandbox, "POST", &flexcompute("cancel"), Some(&bearer), body()).await.status, 401);
}

#[tokio::test]
async fn wrong_passwords_and_strange_tokens_are_refused() {
    let sandbox = frozen().await;
    let path = "/external/api/v1/sign-in";
    let sign_in = |body: Value| send(&sandbox, "POST", path, None, Some(body));
    assert_eq!(sign_in(json!({ "username": "ann", "password": "wrong" })).await.status, 401);
    assert_eq!(sign_in(json!({ "username": "ann" })).await.status, 400);
    assert_eq!(sign_in(json!({ "username": "ann", "password": 1 })).await.status, 400);
    for token in ["Bearer made.up.token", "Bearer sandbox-expired", "Bearer", "apikey sandbox-tests"] {
        let reply = send(&sandbox, "POST", &flexcompute("reserve"), Some(token), Some(sample_request())).await;
        assert_eq!(reply.status, 401, "{token}");
    }
    assert_eq!(sandbox.state()["policies"], json!([]));
}

#[tokio::test]
async fn reserve_refuses_every_field_that_is_missing_wrong_or_too_much() {
    let sandbox = frozen().await;
    let wrong = [
        ("accountId", vec![json!(14_876_987_943_i64), json!("14876987943"), json!("01487698794x")]),
        ("policyName", vec![json!(""), json!(1)]),
        ("instanceType", vec![json!("c5.enormous"), json!(null)]),
        ("platform", vec![json!("Linux"), json!(true)]),
        ("zoneId", vec![json!("us-west-2a"), json!("usw2-az9")]),
        ("quantity", vec![json!("2"), json!(0), json!(-1), json!(1.5)]),
        ("startDate", vec![json!("2026-01-10"), json!("1/10/2026"), json!("02/30/2026"), json!("13/01/2026")]),
        ("endDate", vec![json!("01/09/2026"), json!("01/10/26")]),
        ("startTime", vec![json!("00:10"), json!("24:00"), json!("0:00")]),
        ("endTime", vec![json!("23:59"), json!("23:15:00")]),
        ("utcOffsetHours", vec![json!(-8), json!("5.5"), json!("-08:00"), json!("15"), json!("")]),
    ];
    for (field, values) in wrong {
        let mut missing = sample_request();
        missing.as_object_mut().unwrap().remove(field);
        for body in std::iter::once(missing).chain(values.into_iter().map(|value| {
            let mut body = sample_request();
            body[field] = value;
            body
        })) {
            let shown = body.to_string();
            let reply = cloudidr(&sandbox, "POST", "reserve", body).await;
            assert_eq!(reply.status, 400, "{shown}");
            assert!(reply.complaint().contains(field), "{} for {shown}", reply.complaint());
        }
    }
    let mut extra = sample_request();
    extra["note"] = json!("x");
    assert_eq!(cloudidr(&sandbox, "POST", "reserve", extra).await.status, 400);
    let text = sample_request().to_string();
    for broken in [&text[1..], "[]", ""] {
        let heard = exchange(&sandbox, &request("POST", &flexcompute("reserve"), Some(CLOUDIDR), Some(broken))).await;
        assert!(heard.bytes.starts_with(b"HTTP/1.1 400"), "{broken}");
    }
    assert_eq!(sandbox.state()["policies"], json!([]));
}

#[tokio::test]
async fn an_account_that_is_not_linked_is_not_found() {
    let sandbox = frozen().await;
    let mut body = sample_request();
    body["accountId"] = json!("000000000000");
    assert_eq!(cloudidr(&sandbox, "POST", "reserve", body).await.status, 404);
}

#[tokio::test]
async fn a_shortage_answers_without_a_policy_and_with_something_instead() {
    let sandbox = frozen().await;
    for (field, value, list) in [
        ("zoneId", json!("usw2-az4"), "alternativeTypeRecommendations"),
        ("quantity", json!(1000), "alternativeQtyRecommendations"),
    ] {
        let mut body = sample_request();
        body[field] = value;
        let answer = cloudidr(&sandbox, "POST", "reserve", body).await.json();
        assert_eq!((&answer["myPolicy"], &answer["capacityAvailable"]), (&Value::Null, &json!(false)));
        assert!(!answer[list].as_array().unwrap().is_empty(), "{list}");
    }
    let mut body = sample_request();
    body["instanceType"] = json!("p5.48xlarge");
    body["zoneId"] = json!("eun1-az1");
    let answer = cloudidr(&sandbox, "POST", "reserve", body).await.json();
    assert_eq!(answer["capacityAvailable"], false);
    assert!(!answer["alternativeTypeRecommendations"].as_array().unwrap().is_empty());
    assert_eq!(sandbox.state()["policies"], json!([]), "a shortage books nothing");
}

#[tokio::test]
async fn windows_costs_more_than_linux() {
    let sandbox = frozen().await;
    let mut body = sample_request();
    body["platform"] = json!("Windows Server");
    let policy = cloudidr(&sandbox, "POST", "reserve", body).await.json()["myPolicy"].take();
    // 142.5 machine hours × (0.085 + 2 × 0.046), 30 % off.
    assert_eq!(policy["pricing"]["cspProviderPrice"].to_string(), "25.22");
    assert_eq!(policy["pricing"]["ourPrice"].to_string(), "17.66");
    assert_eq!(policy["policyInstance"]["platformCode"], "Windows Server");
}

#[tokio::test]
async fn configuring_checks_prefixes_and_keeps_what_is_left_out() {
    let sandbox = frozen().await;
    let id = bought(&sandbox).await;
    for (field, value) in [
        ("vpc", json!("default")),
        ("securityGroup", json!("group-1")),
        ("amiImage", json!("image-1")),
        ("ebsVolumeSize", json!(0)),
        ("ebsVolumeSize", json!("30")),
        ("sshPairKey", json!(7)),
        ("securityGroups", json!("sg-1")),
    ] {
        let mut body = json!({ "cidrId": id });
        body[field] = value;
        let reply = cloudidr(&sandbox, "PUT", "capacity-configuration", body).await;
        assert_eq!(reply.status, 400, "{field}");
    }
    let body = json!({ "cidrId": id, "vpc": "vpc-1" });
    assert_eq!(cloudidr(&sandbox, "PUT", "capacity-configuration", body).await.status, 200);
    let body = json!({ "cidrId": id, "ebsVolumeSize": 64 });
    let configuration =
        cloudidr(&sandbox, "PUT", "capacity-configuration", body).await.json()["capacityConfiguration"].take();
    assert_eq!(configuration["vpc"], "vpc-1");
    assert_eq!((&configuration["ebsVolumeSize"], &configuration["securityGroups"]), (&json!(64), &json!("none")));
}

#[tokio::test]
async fn auto_renewal_needs_a_frequency_only_when_it_is_switched_on() {
    let sandbox = frozen().await;
    let id = bought(&sandbox).await;
    let renew = |body: Value| cloudidr(&sandbox, "PUT", "capacity/auto-renewal", body);
    assert_eq!(renew(json!({ "cidrId": id, "autoRenewalEnabled": true })).await.status, 400);
    let odd = json!({ "cidrId": id, "autoRenewalEnabled": true, "frequency": "one-year" });
    assert_eq!(renew(odd).await.status, 400);
    let on = json!({ "cidrId": id, "autoRenewalEnabled": true, "frequency": "one-month" });
    assert_eq!(renew(on).await.status, 200);
    let configuration = || sandbox.state()["policies"][0]["capacityConfiguration"].take();
    assert_eq!(
        (&configuration()["autoRenewalEnabled"], &configuration()["frequency"]),
        (&json!(true), &json!("one-month"))
    );
    assert_eq!(renew(json!({ "cidrId": id })).await.status, 200);
    assert_eq!((&configuration()["autoRenewalEnabled"], &configuration()["frequency"]), (&json!(false), &Value::Null));
}

#[tokio::test]
async fn ids_come_from_the_seed_and_never_repeat() {
    let (one, other) = (frozen().await, frozen().await);
    assert_eq!(reserved(&one).await, reserved(&other).await);
    assert_ne!(reserved(&one).await, reserved(&one).await);
    let unseeded = SandboxOptions { seed: None, first_state: FirstState::Empty, ..frozen_options() };
    let fresh = start(unseeded).await;
    assert_ne!(reserved(&fresh).await, reserved(&other).await);
}

#[tokio::test]
async fn the_first_state_has_every_status_and_is_as_fresh_as_the_start() {
    let sandbox = start(SandboxOptions { seed: Some(1), ..SandboxOptions::default() }).await;
    let seeds = sandbox.first_state();
    assert_eq!(seeds.len(), 13);
    let count = |status: &str, operating: &str| {
        seeds
            .iter()
            .filter(|seed| seed.policy["policyStatus"] == status && seed.policy["policyOperatingState"] == operating)
            .count()
    };
    assert_eq!(count("READY_FOR_PURCHASE", "IDLE"), 2);
    assert_eq!(count("ACTIVE", "QUEUED_FOR_START"), 3);
    assert_eq!(count("ACTIVE", "RUNNING"), 3);
    assert_eq!(count("COMPLETED", "IDLE"), 3);
    assert_eq!(count("CANCELED", "IDLE"), 2);

    let mut free = 0;
    for seed in &seeds {
        let created: jiff::Timestamp = seed.policy["createdDate"].as_str().unwrap().parse().unwrap();
        let open = sandbox.now().duration_since(created).as_mins() < 15;
        free += usize::from(open && seed.cancelled.is_none());
        assert_eq!(seed.reserve["myPolicy"]["policyStatus"], "READY_FOR_PURCHASE");
        assert!(seed.reserve["myPolicy"]["pricing"]["creditCardProcessingFee"].is_number());
        assert_eq!(seed.policy["cidrId"], seed.reserve["myPolicy"]["cidrId"]);
        assert_eq!(seed.purchased_at.is_some(), seed.policy["policyStatus"] != "READY_FOR_PURCHASE");
        assert_eq!(seed.policy["pricing"]["creditCardProcessingFee"].is_null(), seed.purchased_at.is_some());
        let launch = seed.policy["capacityConfiguration"]["launchDateTime"].as_str().unwrap();
        assert!(["00:00", "15:00", "30:00", "45:00"].contains(&&launch[14..19]), "{launch} is on a quarter hour");
    }
    assert_eq!(free, 2, "one to buy and one just bought can still be given back for nothing");
    let messages: Vec<_> = seeds.iter().filter_map(|seed| Some(seed.cancelled.as_ref()?.message.is_some())).collect();
    assert!(messages.contains(&true) && messages.contains(&false));
    for machine in ["p4d.24xlarge", "p5.48xlarge", "g5.xlarge"] {
        assert!(seeds.iter().any(|seed| seed.policy["policyInstance"]["instanceType"] == machine), "{machine}");
    }
    assert!(seeds.iter().any(|seed| seed.policy["policyInstance"]["platformCode"] == "Windows Server"));
    assert!(seeds.iter().any(|seed| seed.policy["capacityConfiguration"]["autoRenewalEnabled"] == true));
    assert!(seeds.iter().any(|seed| seed.policy["policyInstance"]["qty"] == 16));

    let ready = seeds.iter().find(|seed| seed.policy["policyStatus"] == "READY_FOR_PURCHASE").unwrap();
    let id = ready.policy["cidrId"].as_str().unwrap();
    assert_eq!(purchase(&sandbox, id).await.status, 200, "the shipped policies are real to the vendor");
}

#[tokio::test]
async fn prices_of_the_first_state_print_with_two_digits_at_most() {
    let sandbox = start(frozen_options()).await;
    for seed in sandbox.first_state() {
        for (name, value) in seed.reserve["myPolicy"]["pricing"].as_object().unwrap() {
            let digits = value.to_string().split_once('.').map_or(0, |(_, digits)| digits.len());
            assert!(digits <= 2, "{name} is {value}");
        }
    }
}
