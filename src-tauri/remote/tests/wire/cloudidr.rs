//! Cloudidr's habits. The list is the one of the notes on the contract.

use std::slice;

use berth_core::draft::Order;
use berth_core::launch::{Launch, Renewal};
use berth_core::policy::{Policy, PolicyId, PolicyStatus};
use berth_core::ports::{Capacity as _, Doubt, NotSent, Outcome, RefusalKind};
use berth_core::secret::Secret;
use berth_core::window::{Moment, Window};
use berth_remote::cloudidr::{read_policy, read_reserve};
use serde_json::{Value, json};

use crate::contract::Contract;
use crate::vendor::{Act, TOKEN, Vendor, answer, answer_with, capacity, now, said};

const ID: &str = "sc_830349911839";

pub(crate) fn id() -> PolicyId {
    PolicyId::parse(ID).unwrap()
}

pub(crate) fn order() -> Order {
    Order {
        cloud_account: "014876987943".into(),
        zone: "usw2-az1".into(),
        name: "Volod test policy".into(),
        instance_type: "c5.large".into(),
        platform: "Linux/UNIX".into(),
        window: Window::new(
            Moment::parse("2026-01-10T00:00:00-08:00").unwrap(),
            Moment::parse("2026-01-12T23:15:00-08:00").unwrap(),
        )
        .unwrap(),
        quantity: 2,
    }
}

/// The vendor's printed sample.
pub(crate) fn launch() -> Launch {
    Launch {
        vpc: Some("vpc-12345678".into()),
        security_group: Some("sg-12345678".into()),
        image: Some("ami-12345678".into()),
        key_pair: Some("keypair-name".into()),
        disk: Some(30),
    }
}

fn bought() -> Value {
    Contract::cloudidr().sample("purchaseCapacity", 200, "")
}

fn policy(body: &Value) -> Policy {
    read_policy(&body.to_string()).unwrap()
}

fn text(figure: Option<impl ToString>) -> String {
    figure.unwrap().to_string()
}

async fn cancelled(bytes: Vec<u8>) -> Outcome<berth_core::ports::Sentence> {
    let vendor = Vendor::new([Act::Say(bytes)]).await;
    capacity().cancel(&vendor.access(), &id()).await
}

async fn cancel_sentence(bytes: Vec<u8>) -> Option<String> {
    match cancelled(bytes).await {
        Outcome::Done(cancelled, _) => cancelled.message,
        outcome => panic!("{outcome:?}"),
    }
}

// The samples

#[tokio::test]
async fn every_printed_sample_is_understood() {
    let contract = Contract::cloudidr();
    let operations =
        ["signIn", "reserveCapacity", "purchaseCapacity", "cancelCapacity", "configureCapacity", "setAutoRenewal"];
    let mut counted = 0;
    for operation in operations {
        for (status, name, body) in contract.samples(operation) {
            let vendor = Vendor::answering(status, body.to_string()).await;
            let (access, capacity) = (vendor.access(), capacity());
            let password = Secret::parse("your_password".into()).unwrap();
            let found = match operation {
                "signIn" => said(&capacity.sign_in(vendor.origin(), "user@example.com", &password).await),
                "reserveCapacity" => said(&capacity.reserve(&access, &order()).await),
                "purchaseCapacity" => said(&capacity.purchase(&access, &id()).await),
                "configureCapacity" => said(&capacity.configure(&access, &id(), &launch()).await),
                "setAutoRenewal" => said(&capacity.renew(&access, &id(), Renewal::OneWeek).await),
                _ => said(&capacity.cancel(&access, &id()).await),
            };
            let wanted = match status {
                200 => "done",
                400 if operation == "cancelCapacity" => "already cancelled: 400",
                400 => "refused: 400",
                401 => "unauthorized: 401",
                404 => "not found: 404",
                _ => "unknown: status 500 proves nothing",
            };
            assert_eq!(found, wanted, "{operation} {status} {name}");
            assert_eq!(vendor.requests().len(), 1, "{operation} {status} {name}");
            counted += 1;
        }
    }
    assert_eq!(counted, 30, "a sample of the contract is not tried");
}

#[test]
fn the_printed_policy_comes_through_unchanged() {
    let policy = policy(&bought());
    assert_eq!(policy.id.as_str(), ID);
    assert_eq!(policy.name.as_deref(), Some("Volod test policy"));
    assert_eq!(policy.cloud_account.as_deref(), Some("personal AWS"));
    assert_eq!(policy.status, Some(PolicyStatus::Active));
    assert_eq!(policy.operating.as_deref(), Some("QUEUED_FOR_START"));
    assert_eq!(policy.instance.kind.as_deref(), Some("c5.large"));
    assert_eq!(policy.instance.platform.as_deref(), Some("Linux/UNIX"));
    assert_eq!(policy.instance.tenancy.as_deref(), Some("DEDICATED"));
    assert_eq!((policy.instance.vcpu, policy.instance.gpu, policy.instance.quantity), (Some(2), Some(0), Some(2)));
    assert_eq!(text(policy.instance.memory), "4");
    assert_eq!(text(policy.instance.gpu_memory), "0");
    assert_eq!(policy.place.region.as_deref(), Some("us-west-2"));
    assert_eq!(policy.place.kind.as_deref(), Some("PRIMARY"));
    assert_eq!(policy.place.zone.as_deref(), Some("usw2-az1"));
    assert_eq!(policy.window.unwrap().hours().to_string(), "71.25");
    assert_eq!(policy.window.unwrap().start.to_string(), "2026-01-10T00:00:00-08:00");
    assert_eq!(policy.configuration.auto_renewal, Some(false));
    assert_eq!(text(policy.pricing.price), "8.48");
    assert_eq!(text(policy.pricing.list), "12.11");
    assert_eq!(text(policy.pricing.savings), "3.63");
}

// The oddities, 1 to 14

#[tokio::test]
async fn oddity_01_a_200_to_a_cancel_may_have_no_usable_body() {
    assert_eq!(cancel_sentence(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n".to_vec()).await, None);
    assert_eq!(cancel_sentence(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n".to_vec()).await, None);
    assert_eq!(cancel_sentence(answer(200, "{}")).await, None);
    assert_eq!(cancel_sentence(answer(200, "null")).await, None);
    assert_eq!(cancel_sentence(answer(200, " \r\n ")).await, None);
    assert_eq!(cancel_sentence(answer(200, r#"{"message": null, "code": 7}"#)).await, None);
}

#[tokio::test]
async fn oddity_02_a_fee_is_only_in_a_sentence_which_is_kept_word_for_word() {
    for (name, sentence) in [
        ("withFee", "Policy canceled successfully. Early-cancellation fee = 50"),
        ("refundWording", "Policy canceled successfully. Refund=25%"),
    ] {
        let body = Contract::cloudidr().sample("cancelCapacity", 200, name).to_string();
        assert_eq!(cancel_sentence(answer(200, &body)).await.as_deref(), Some(sentence));
        let plain = answer_with(200, "content-type: text/plain\r\n", sentence.as_bytes());
        assert_eq!(cancel_sentence(plain).await.as_deref(), Some(sentence));
        assert_eq!(cancel_sentence(answer(200, &format!("\"{sentence}\""))).await.as_deref(), Some(sentence));
    }
}

#[test]
fn oddity_03_the_savings_percentage_is_a_fraction_and_stays_one() {
    assert_eq!(text(policy(&bought()).pricing.savings_fraction), "0.3");
}

#[test]
fn oddity_04_processing_fees_are_absent_after_the_purchase_not_zero() {
    let reserved = Contract::cloudidr().sample("reserveCapacity", 200, "available").to_string();
    let before = read_reserve(&reserved).unwrap().policy.unwrap().pricing;
    assert_eq!((text(before.card_fee), text(before.bank_fee)), ("0.55".into(), "0.07".into()));
    let after = policy(&bought()).pricing;
    assert_eq!((after.card_fee, after.bank_fee), (None, None));
}

#[test]
fn oddity_05_prices_keep_the_digits_of_the_json_number() {
    let body = r#"{"cidrId": "sc_1", "pricing": {"ourPrice": 22.470273, "cspProviderPrice": 3e1, "savings": 8.50}}"#;
    let pricing = read_policy(body).unwrap().pricing;
    assert_eq!(text(pricing.price), "22.470273");
    assert_eq!(text(pricing.list), "30");
    assert_eq!(text(pricing.savings), "8.50");
}

#[tokio::test]
async fn oddity_06_the_http_status_counts_not_the_code_or_time_in_the_body() {
    let body = json!({"error": {"code": "404", "message": "Not Found", "details": {"timestamp": "2025-03-04T17:01:01", "description": "odd"}}});
    let vendor = Vendor::answering(400, body.to_string()).await;
    let outcome = capacity().purchase(&vendor.access(), &id()).await;
    let Outcome::Refused(refusal, _) = outcome else { panic!("{outcome:?}") };
    assert_eq!((refusal.status, refusal.kind, refusal.message.as_str()), (400, RefusalKind::Other, "odd"));
}

#[test]
fn oddity_07_times_have_five_digits_an_offset_or_no_zone() {
    let created = |text: &str| policy(&json!({"cidrId": "sc_1", "createdDate": text})).created_at;
    assert_eq!(text(created("2026-01-08T15:20:15.64868Z")), "2026-01-08T15:20:15.64868Z");
    assert_eq!(text(created("2024-12-02T11:53:33.127371")), "2024-12-02T11:53:33.127371Z");
    assert_eq!(created("yesterday"), None);
    let window = policy(&bought()).window.unwrap();
    assert_eq!(window.end.to_string(), "2026-01-12T23:15:00-08:00");
}

#[test]
fn oddity_07_the_older_product_keeps_the_window_at_the_top() {
    let old = policy(&json!({
        "cidrId": "sc_1", "operatingState": "IDLE",
        "launchDateTime": "2026-01-10T00:00:00-08:00", "endDateTime": "2026-01-12T23:15:00-08:00",
        "capacityConfiguration": {"vpc": "default"},
    }));
    assert_eq!(old.window, policy(&bought()).window);
    assert_eq!(old.operating.as_deref(), Some("IDLE"));
}

#[tokio::test]
async fn oddity_08_the_request_names_things_in_its_own_way() {
    let vendor =
        Vendor::answering(200, Contract::cloudidr().sample("reserveCapacity", 200, "available").to_string()).await;
    let outcome = capacity().reserve(&vendor.access(), &order()).await;
    let Outcome::Done(reserved, _) = outcome else { panic!("{outcome:?}") };
    let request = vendor.request();
    assert_eq!(request.line(), "POST /external/api/v1/flexcompute/reserve");
    assert_eq!(request.header("authorization"), Some(format!("Bearer {TOKEN}").as_str()));
    assert_eq!(request.header("content-type"), Some("application/json"));
    // The printed request, field for field.
    assert_eq!(
        request.json(),
        json!({
            "accountId": "014876987943", "zoneId": "usw2-az1", "policyName": "Volod test policy",
            "instanceType": "c5.large", "platform": "Linux/UNIX", "startDate": "01/10/2026", "endDate": "01/12/2026",
            "startTime": "00:00", "endTime": "23:15", "utcOffsetHours": "-8", "quantity": 2,
        })
    );
    let policy = reserved.policy.unwrap();
    assert_eq!(policy.instance.quantity, Some(2));
    assert_eq!(policy.instance.platform.as_deref(), Some("Linux/UNIX"));
    assert_eq!(policy.place.zone.as_deref(), Some("usw2-az1"));
}

#[tokio::test]
async fn oddity_08_the_configuration_s_request_is_the_printed_one_and_leaves_out_what_is_not_asked_for() {
    let sample = Contract::cloudidr().sample("configureCapacity", 200, "");
    for (launch, sent) in [
        (
            launch(),
            json!({
                "cidrId": ID, "vpc": "vpc-12345678", "securityGroup": "sg-12345678", "amiImage": "ami-12345678",
                "sshPairKey": "keypair-name", "ebsVolumeSize": 30,
            }),
        ),
        (Launch { disk: Some(30), ..Launch::default() }, json!({ "cidrId": ID, "ebsVolumeSize": 30 })),
    ] {
        let vendor = Vendor::answering(200, sample.to_string()).await;
        let outcome = capacity().configure(&vendor.access(), &id(), &launch).await;
        let Outcome::Done(policy, _) = outcome else { panic!("{outcome:?}") };
        assert_eq!(policy.configuration.security_group.as_deref(), Some("sg-12345678"));
        assert_eq!(vendor.request().line(), "PUT /external/api/v1/flexcompute/capacity-configuration");
        assert_eq!(vendor.request().json(), sent);
    }
}

#[test]
fn oddity_08_security_group_is_read_in_singular_and_plural() {
    for name in ["securityGroups", "securityGroup"] {
        let body = json!({"cidrId": "sc_1", "capacityConfiguration": {name: "sg-12345678"}});
        assert_eq!(policy(&body).configuration.security_group.as_deref(), Some("sg-12345678"));
    }
}

#[test]
fn oddity_09_what_is_not_set_is_the_word_default_or_none() {
    let configuration = policy(&bought()).configuration;
    assert_eq!(configuration.vpc.as_deref(), Some("default"));
    assert_eq!(configuration.security_group.as_deref(), Some("none"));
    assert_eq!(configuration.image.as_deref(), Some("default"));
    assert_eq!(configuration.key_pair.as_deref(), Some("none"));
    assert_eq!(configuration.frequency, None);
    assert_eq!(text(configuration.disk), "10");
}

#[test]
fn oddity_10_reserve_wraps_the_policy_and_purchase_does_not() {
    let wrapped = Contract::cloudidr().sample("reserveCapacity", 200, "available").to_string();
    let reserved = read_reserve(&wrapped).unwrap();
    assert_eq!(reserved.policy.unwrap().id, policy(&bought()).id);
    assert_eq!(reserved.available, Some(true));
    assert!(reserved.alternatives.is_empty());
    assert!(read_policy(&wrapped).is_err());
    assert!(read_reserve(&bought().to_string()).is_err());
}

#[tokio::test]
async fn oddity_10_auto_renewal_answers_a_sentence_and_nothing_less_is_believed() {
    let sentence = Contract::cloudidr().sample("setAutoRenewal", 200, "").to_string();
    for (renewal, sent) in [
        (Renewal::OneWeek, json!({ "cidrId": ID, "autoRenewalEnabled": true, "frequency": "one-week" })),
        (Renewal::Off, json!({ "cidrId": ID, "autoRenewalEnabled": false })),
    ] {
        let vendor = Vendor::answering(200, sentence.clone()).await;
        let outcome = capacity().renew(&vendor.access(), &id(), renewal).await;
        let Outcome::Done(said, _) = outcome else { panic!("{outcome:?}") };
        assert!(said.message.unwrap().starts_with("Successfully update auto renewal"));
        assert_eq!(vendor.request().line(), "PUT /external/api/v1/flexcompute/capacity/auto-renewal");
        assert_eq!(vendor.request().json(), sent);
    }
    for body in ["", "{}", "null", "[]", "done", "<p>ok</p>", r#"{"error": {"message": "no"}, "message": "ok"}"#] {
        let vendor = Vendor::answering(200, body).await;
        let outcome = capacity().renew(&vendor.access(), &id(), Renewal::Off).await;
        assert!(matches!(outcome, Outcome::Unknown(Doubt::Unreadable(_), _)), "{body:?}: {outcome:?}");
    }
    let vendor = Vendor::answering(200, r#"{"message": "ok", "cidrId": "sc_2"}"#).await;
    let outcome = capacity().renew(&vendor.access(), &id(), Renewal::Off).await;
    assert!(matches!(outcome, Outcome::Unknown(Doubt::AnotherPolicy(_), _)), "{outcome:?}");
}

#[tokio::test]
async fn oddity_11_the_account_number_keeps_its_leading_zero_and_the_zone_is_an_id() {
    let vendor = Vendor::answering(400, "{}").await;
    capacity().reserve(&vendor.access(), &order()).await;
    let body = vendor.request().body;
    assert!(body.contains(r#""accountId":"014876987943""#), "{body}");
    assert!(body.contains(r#""zoneId":"usw2-az1""#), "{body}");
}

#[tokio::test]
async fn oddity_12_only_whole_hours_from_utc_can_be_sent() {
    let vendor = Vendor::answering(400, "{}").await;
    let window =
        |start: &str, end: &str| Window::new(Moment::parse(start).unwrap(), Moment::parse(end).unwrap()).unwrap();
    for odd in [
        window("2026-01-10T00:00:00+05:30", "2026-01-12T00:00:00+05:30"),
        window("2026-01-10T00:10:00Z", "2026-01-12T00:00:00Z"),
        window("2026-01-10T00:00:30Z", "2026-01-12T00:00:00Z"),
    ] {
        let outcome = capacity().reserve(&vendor.access(), &Order { window: odd, ..order() }).await;
        assert_eq!(said(&outcome), "not sent: the request could not be built");
    }
    assert_eq!(vendor.connections(), 0);

    // An end written in another offset is said in that of the start, which is the only one that is sent.
    let across = window("2026-03-07T12:00:00-08:00", "2026-03-09T12:00:00-07:00");
    capacity().reserve(&vendor.access(), &Order { window: across, ..order() }).await;
    let request = vendor.request().json();
    assert_eq!((&request["utcOffsetHours"], &request["endTime"]), (&json!("-8"), &json!("11:00")));
}

#[tokio::test]
async fn oddity_12_offsets_are_sent_as_bare_text() {
    for (offset, sent) in [("+00:00", "0"), ("+05:00", "5"), ("-11:00", "-11")] {
        let vendor = Vendor::answering(400, "{}").await;
        let moment = |text: &str| Moment::parse(&format!("{text}{offset}")).unwrap();
        let window = Window::new(moment("2026-01-10T00:00:00"), moment("2026-12-31T23:45:00")).unwrap();
        capacity().reserve(&vendor.access(), &Order { window, ..order() }).await;
        let request = vendor.request().json();
        assert_eq!(request["utcOffsetHours"], sent);
        assert_eq!((&request["startDate"], &request["endDate"]), (&json!("01/10/2026"), &json!("12/31/2026")));
    }
}

#[tokio::test]
async fn oddity_13_an_id_may_lack_its_prefix_and_is_sent_as_it_is() {
    let odd = PolicyId::parse("rFVrfliRmYgD1").unwrap();
    let body = Contract::cloudidr().sample("purchaseCapacity", 404, "").to_string();
    let vendor = Vendor::answering(404, body).await;
    let outcome = capacity().purchase(&vendor.access(), &odd).await;
    let Outcome::Refused(refusal, _) = outcome else { panic!("{outcome:?}") };
    assert_eq!((refusal.kind, refusal.message.as_str()), (RefusalKind::NotFound, "Cidr rFVrfliRmYgD1 not found"));
    assert_eq!(vendor.request().json(), json!({"cidrId": "rFVrfliRmYgD1"}));
}

#[tokio::test]
async fn a_404_to_a_sign_in_says_nothing_of_an_id() {
    let body = Contract::cloudidr().sample("purchaseCapacity", 404, "").to_string();
    let vendor = Vendor::answering(404, body).await;
    let access = vendor.access();
    assert_eq!(said(&capacity().sign_in(access.origin, "user@example.com", &access.token).await), "refused: 404");
}

#[tokio::test]
async fn oddity_13_an_answer_about_another_policy_is_a_doubt() {
    let vendor = Vendor::answering(200, bought().to_string()).await;
    let outcome = capacity().purchase(&vendor.access(), &PolicyId::parse("sc_1235674554").unwrap()).await;
    let Outcome::Unknown(Doubt::AnotherPolicy(other), Some(raw)) = outcome else { panic!("{outcome:?}") };
    assert_eq!(other, ID);
    assert!(raw.body.contains(ID), "the evidence is kept");
}

#[tokio::test]
async fn oddity_14_a_token_that_ran_out_is_told_and_nothing_is_sent_again() {
    let body = Contract::cloudidr().sample("purchaseCapacity", 401, "").to_string();
    let vendor = Vendor::answering(401, body).await;
    let outcome = capacity().purchase(&vendor.access(), &id()).await;
    assert_eq!(said(&outcome), "unauthorized: 401");
    assert_eq!((vendor.requests().len(), vendor.connections()), (1, 1));
}

// What else an answer may be

#[tokio::test]
async fn nothing_free_is_an_answer_and_silence_about_it_is_a_doubt() {
    let nothing = json!({"myPolicy": null, "capacityAvailable": false, "alternativeQtyRecommendations": [1, {"qty": 3, "price": 4.20}]});
    let reserved = read_reserve(&nothing.to_string()).unwrap();
    assert_eq!((reserved.policy, reserved.available), (None, Some(false)));
    assert_eq!(reserved.alternatives.len(), 1);
    assert_eq!(reserved.alternatives[0].0, "alternativeQtyRecommendations");
    for open in [
        json!({}),
        json!({"myPolicy": null}),
        json!({"myPolicy": null, "capacityAvailable": true}),
        json!({"myPolicy": {}, "capacityAvailable": true}),
        json!({"myPolicy": {"cidrId": null}, "capacityAvailable": false}),
        json!({"message": "ok"}),
        json!([]),
    ] {
        let vendor = Vendor::answering(200, open.to_string()).await;
        let outcome = capacity().reserve(&vendor.access(), &order()).await;
        let Outcome::Unknown(Doubt::Unreadable(_), Some(raw)) = outcome else { panic!("{open}: {outcome:?}") };
        assert_eq!(raw.body, open.to_string(), "the evidence is kept");
    }
}

#[test]
fn one_field_of_another_type_does_not_lose_the_policy() {
    let mut body = bought();
    body["policyInstance"]["memory"] = json!("lots");
    body["policyInstance"]["vcpu"] = json!(-1);
    body["policyInstance"]["qty"] = json!(4_294_967_296_u64);
    body["cspRegion"] = json!("us-west-2");
    body["capacityConfiguration"]["launchDateTime"] = json!(1_767_900_000);
    body["pricing"]["savings"] = json!({"usd": 3.63});
    body["somethingNew"] = json!([1, 2, 3]);
    let policy = policy(&body);
    assert_eq!(policy.instance.memory, None);
    assert_eq!(policy.instance.vcpu, None);
    assert_eq!(policy.instance.quantity, None);
    assert_eq!(policy.place.region, None);
    assert_eq!(policy.window, None);
    assert_eq!(policy.pricing.savings, None);
    assert_eq!(text(policy.pricing.price), "8.48");
    assert_eq!(policy.instance.kind.as_deref(), Some("c5.large"));
}

#[test]
fn unknown_words_survive_as_text() {
    let mut body = bought();
    body["policyStatus"] = json!("PENDING_REVIEW");
    body["policyOperatingState"] = json!("Läuft");
    body["policyInstance"]["tenancyCode"] = json!("HOST");
    let policy = policy(&body);
    assert_eq!(policy.status, Some(PolicyStatus::Other("PENDING_REVIEW".into())));
    assert_eq!(policy.operating.as_deref(), Some("Läuft"));
    assert_eq!(policy.instance.tenancy.as_deref(), Some("HOST"));
}

#[test]
fn a_policy_without_a_usable_id_is_refused_and_the_error_says_where() {
    for id in [json!(null), json!(7), json!("../x"), json!("")] {
        let mut body = bought();
        body["cidrId"] = id;
        let why = read_policy(&body.to_string()).unwrap_err().to_string();
        assert!(why.contains("cidrId"), "{why}");
    }
}

#[tokio::test]
async fn a_sentence_of_nothing_that_can_be_seen_is_none() {
    assert_eq!(cancel_sentence(answer(200, "{\"message\": \"\\u202e\\u0000 \"}")).await, None);
}

#[test]
fn a_policy_beside_an_error_is_no_answer() {
    let mut body = bought();
    body["error"] = json!({"code": "500", "message": "Internal Server Error"});
    assert!(read_policy(&body.to_string()).unwrap_err().to_string().contains("error"));
    body["error"] = json!(null);
    assert!(read_policy(&body.to_string()).is_ok());
}

#[tokio::test]
async fn every_wording_of_already_cancelled_is_as_good_as_done() {
    for (status, words) in [
        (400, "Cancellation not allowed, reason: Policy is already canceled."),
        (400, "POLICY ALREADY CANCELLED"),
        (400, "This was cancelled already"),
        (400, "Policy has already been canceled"),
        (409, "already Canceled"),
    ] {
        let body = json!({"error": {"code": "400", "message": "Bad Request", "details": {"description": words}}});
        assert_eq!(said(&cancelled(answer(status, &body.to_string())).await), format!("already cancelled: {status}"));
    }
    for (status, words) in [
        (400, "Policy has already started"),
        (400, "Cancellation not allowed, reason: Policy is already completed."),
        (400, "Cancellation not allowed, reason: Policy is already running."),
        (400, "Cancellation not allowed, reason: Policy has already started."),
        (400, "The policy already exists and cannot be canceled"),
        (403, "already canceled"),
        (404, "cancel"),
    ] {
        let body = json!({"error": {"message": words}});
        let said = said(&cancelled(answer(status, &body.to_string())).await);
        assert!(!said.starts_with("already"), "{words}: {said}");
    }
}

#[tokio::test]
async fn a_200_to_a_cancel_that_is_no_cancellation_is_a_doubt() {
    let page = b"<!doctype html><html><body>Sign in to this network</body></html>";
    for bytes in [
        answer_with(200, "content-type: text/html\r\n", page),
        answer(200, "<html>"),
        answer_with(200, "content-type: text/html\r\n", b"Please accept our terms"),
        answer(200, r#"{"message": "Policy canceled suc"#),
        answer(200, r#"{"error": {"message": "Internal Server Error"}}"#),
        answer(200, r#"{"cidrId": "sc_999", "message": "Policy canceled"}"#),
        answer(200, r#"{"message": "a"}{"message": "b"}"#),
        answer(200, "[]"),
        answer(200, r#"{"message": 42}"#),
        answer(200, r#"{"success": false}"#),
        answer(200, r#"{"cidrId": 7, "status": "QUEUED"}"#),
        answer(200, "Service unavailable"),
        answer(200, r#""OK""#),
        answer(204, ""),
        answer(202, r#"{"message": "queued"}"#),
    ] {
        let outcome = cancelled(bytes.clone()).await;
        assert!(matches!(outcome, Outcome::Unknown(_, Some(_))), "{}: {outcome:?}", String::from_utf8_lossy(&bytes));
    }
}

#[tokio::test]
async fn a_vendors_words_are_plain_text_of_bounded_length() {
    let words = format!("no \u{202e}\u{7}\r\n{}", "x".repeat(600));
    let body = json!({"error": {"message": "Bad Request", "details": {"description": words}}});
    let vendor = Vendor::answering(400, body.to_string()).await;
    let outcome = capacity().purchase(&vendor.access(), &id()).await;
    let Outcome::Refused(refusal, _) = outcome else { panic!("{outcome:?}") };
    assert!(refusal.message.starts_with("no xxx"), "{}", refusal.message);
    assert_eq!(refusal.message.chars().count(), 500);
}

#[tokio::test]
async fn a_reason_falls_back_to_the_message_and_a_page_has_none() {
    for (body, words) in [
        (r#"{"error": {"message": "Not Found", "details": {"description": null}}}"#, "Not Found"),
        (r#"{"error": {"message": "Not Found", "details": "gone"}}"#, "Not Found"),
        (r#"{"message": "Forbidden"}"#, "Forbidden"),
        ("Forbidden", "Forbidden"),
        ("<html><h1>403</h1></html>", ""),
        ("", ""),
    ] {
        let vendor = Vendor::answering(403, body).await;
        let outcome = capacity().purchase(&vendor.access(), &id()).await;
        let Outcome::Refused(refusal, raw) = outcome else { panic!("{outcome:?}") };
        assert_eq!((refusal.message.as_str(), raw.body.as_str()), (words, body));
    }
}

#[tokio::test]
async fn a_404_that_is_not_the_vendors_says_nothing_about_the_id() {
    let vendor = Vendor::answering(404, "<html>no such page</html>").await;
    assert_eq!(said(&capacity().purchase(&vendor.access(), &id()).await), "refused: 404");
}

#[tokio::test]
async fn a_wait_is_told_in_seconds_whichever_way_the_vendor_says_it() {
    for (headers, wait) in [
        ("retry-after: 30\r\n", Some(30)),
        ("date: Thu, 08 Jan 2026 15:00:00 GMT\r\nretry-after: Thu, 08 Jan 2026 15:02:00 GMT\r\n", Some(120)),
        ("retry-after: Thu, 08 Jan 2026 15:21:00 GMT\r\n", Some(60)),
        ("retry-after: later\r\n", None),
        ("", None),
    ] {
        let vendor = Vendor::new([Act::Say(answer_with(429, headers, b"{}"))]).await;
        let outcome = capacity().purchase(&vendor.access(), &id()).await;
        assert_eq!(said(&outcome), format!("rate limited: {wait:?}"), "{headers}");
        assert_eq!(vendor.requests().len(), 1);
    }
}

#[tokio::test]
async fn the_record_has_the_vendors_clock_and_ours() {
    let headers = "Date: Thu, 08 Jan 2026 15:20:15 GMT\r\n";
    let vendor = Vendor::new([Act::Say(answer_with(200, headers, bought().to_string().as_bytes()))]).await;
    let outcome = capacity().purchase(&vendor.access(), &id()).await;
    let Outcome::Done(_, raw) = outcome else { panic!("{outcome:?}") };
    assert_eq!(raw.date.unwrap().to_string(), "2026-01-08T15:20:15Z");
    assert_eq!((raw.received_at, raw.status), (now(), 200));
    assert_eq!(raw.body, bought().to_string());
}

#[tokio::test]
async fn a_record_is_cut_to_what_the_ledger_keeps() {
    let body = format!("{{\"note\": \"{}\"}}", "ü".repeat(300_000));
    let vendor = Vendor::answering(200, body).await;
    let outcome = capacity().reserve(&vendor.access(), &order()).await;
    let Outcome::Unknown(_, Some(raw)) = outcome else { panic!("not a doubt") };
    assert!((256 * 1024 - 4..=256 * 1024).contains(&raw.body.len()), "{}", raw.body.len());
}

// Secrets

#[tokio::test]
async fn a_token_that_the_vendor_echoes_is_not_written_down() {
    let body = json!({"error": {"message": "Unauthorized", "details": {"description": format!("bad token {TOKEN}")}}});
    for status in [401, 403, 500] {
        let vendor = Vendor::answering(status, body.to_string()).await;
        let outcome = capacity().purchase(&vendor.access(), &id()).await;
        let printed = format!("{outcome:?}");
        assert!(!printed.contains(TOKEN), "{printed}");
        assert!(printed.contains("[secret]"), "{printed}");
    }
}

#[tokio::test]
async fn a_sign_in_gives_a_token_and_when_it_runs_out_and_no_record_of_it() {
    let password = Secret::parse("correct horse".into()).unwrap();
    for (lifetime, seconds) in [
        (json!(3600), 3540),
        (json!("600"), 540),
        (Value::Null, 3540),
        (json!("soon"), 3540),
        (json!(10), 0),
        (json!(-5), 0),
        (json!(31_536_000), 86_340),
    ] {
        let body = json!({"access_token": "aaaa.bbbb.cccc", "token_type": "Bearer", "expires_in": lifetime});
        let vendor = Vendor::answering(200, body.to_string()).await;
        let outcome = capacity().sign_in(vendor.origin(), "user@example.com", &password).await;
        assert!(!format!("{outcome:?}").contains("bbbb"), "the token is in the record");
        let Outcome::Done(session, _) = outcome else { panic!("not signed in") };
        // EXPOSE: a made-up token, to see that it came through.
        assert_eq!(session.token.expose(), "aaaa.bbbb.cccc");
        assert_eq!(session.expires_at.duration_since(now()).as_secs(), seconds, "{lifetime}");
        let request = vendor.request();
        assert_eq!(request.line(), "POST /external/api/v1/sign-in");
        assert_eq!(request.header("authorization"), None);
        assert_eq!(request.json(), json!({"username": "user@example.com", "password": "correct horse"}));
    }
}

#[tokio::test]
async fn a_sign_in_that_fails_keeps_nothing_of_the_answer_either() {
    let password = Secret::parse("correct horse".into()).unwrap();
    for (status, body, wanted) in [
        (200, r#"{"access_token": ""}"#, "unknown: the answer cannot be read"),
        (200, r#"{"access_token": 7}"#, "unknown: the answer cannot be read"),
        (200, "<html>", "unknown: the answer cannot be read"),
        (400, r#"{"error": {"message": "no user with correct horse"}}"#, "refused: 400"),
        (401, r#"{"error": {"message": "correct horse"}}"#, "unauthorized: 401"),
        (500, "correct horse", "unknown: status 500 proves nothing"),
    ] {
        let vendor = Vendor::answering(status, body).await;
        let outcome = capacity().sign_in(vendor.origin(), "user@example.com", &password).await;
        assert_eq!(said(&outcome), wanted);
        assert!(!format!("{outcome:?}").contains("correct horse"), "{outcome:?}");
    }
}

#[tokio::test]
async fn a_token_that_cannot_be_sent_stops_before_the_connection() {
    let vendor = Vendor::answering(200, bought().to_string()).await;
    let access = berth_core::ports::Access { token: Secret::parse("tök en".into()).unwrap(), ..vendor.access() };
    let outcome = capacity().purchase(&access, &id()).await;
    assert!(matches!(slice::from_ref(&outcome), [Outcome::NotSent(NotSent::Build(_))]), "{outcome:?}");
    assert_eq!(vendor.connections(), 0);
}
