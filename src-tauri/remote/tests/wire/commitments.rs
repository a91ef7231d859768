//! The two requests that change something at Gcore: as printed, once, and what their answers prove.

use std::sync::{Arc, LazyLock};

use berth_core::ports::{Commitments as _, Doubt, Outcome, Prices as _, ReadError, WantedCommitment};
use berth_core::quote::{Basket, BasketLine, Term};
use berth_core::reservation::{CommitmentOrder, Reservation, ReservationStatus};
use berth_remote::HttpCommitments;
use serde_json::{Value, json};

use crate::contract::Contract;
use crate::sandbox::{access, sandbox, shipped};
use crate::vendor::{Act, Still, TOKEN, Vendor, answer, answer_with, prices, said, short};

fn commitments() -> &'static HttpCommitments {
    static COMMITMENTS: LazyLock<HttpCommitments> =
        LazyLock::new(|| HttpCommitments::with_deadlines(Arc::new(Still), short()).unwrap());
    &COMMITMENTS
}

/// The printed request.
fn order() -> CommitmentOrder {
    let line = BasketLine { resource: "bm1-hf-medium".into(), count: 2 };
    CommitmentOrder {
        name: "my-reservation".into(),
        basket: Basket { region: 4, lines: vec![line], windows_licences: false },
        term: Term::Months12,
    }
}

/// The printed answer, under the name that was asked for.
fn filed() -> Value {
    let mut filed = Contract::gcore().sample("createReservation", 200, "");
    filed["name"] = json!("my-reservation");
    filed
}

async fn created(act: Act) -> (Outcome<Reservation>, usize) {
    let vendor = Vendor::new([act]).await;
    let outcome = commitments().create(&vendor.access(), &order()).await;
    (outcome, vendor.connections())
}

async fn withdrawn(act: Act) -> (Outcome<()>, usize) {
    let vendor = Vendor::new([act]).await;
    let outcome = commitments().withdraw(&vendor.access(), 10_218).await;
    (outcome, vendor.connections())
}

#[tokio::test]
async fn the_requests_are_the_documented_ones_and_stand_so_in_the_record() {
    let vendor = Vendor::answering(200, filed().to_string()).await;
    let Outcome::Done(reservation, raw) = commitments().create(&vendor.access(), &order()).await else {
        panic!("not done")
    };
    assert_eq!((reservation.id, reservation.status), (10_218, Some(ReservationStatus::Created)));
    assert_eq!(reservation.next, [ReservationStatus::Approved, ReservationStatus::Rejected]);
    assert_eq!(serde_json::from_str::<Value>(&raw.body).unwrap(), filed(), "kept as it came");
    let request = vendor.request();
    assert_eq!(request.line(), "POST /cloud/v1/reservations");
    assert_eq!(request.header("authorization"), Some(format!("apikey {TOKEN}").as_str()));
    let printed = json!({
        "has_windows": false, "name": "my-reservation", "period": "MONTHS12", "region_id": 4,
        "resources": [{"resource_name": "bm1-hf-medium", "resource_type": "flavor", "resource_value": 2}],
    });
    assert_eq!(request.json(), printed);
    let wording = commitments().wording(WantedCommitment::Create(&order()));
    let (line, body) = wording.split_once('\n').unwrap();
    assert_eq!((line, serde_json::from_str::<Value>(body).unwrap()), ("POST /cloud/v1/reservations", printed));
    assert!(!wording.contains(TOKEN));

    let vendor = Vendor::new([Act::Say(answer_with(204, "", b""))]).await;
    assert_eq!(said(&commitments().withdraw(&vendor.access(), 10_218).await), "done");
    assert_eq!(vendor.request().line(), "DELETE /cloud/v1/reservations/10218");
    let wording = commitments().wording(WantedCommitment::Withdraw(10_218));
    assert_eq!(wording, "DELETE /cloud/v1/reservations/10218");
}

#[tokio::test]
async fn every_printed_sample_is_understood() {
    let contract = Contract::gcore();
    let mut counted = 0;
    for operation in ["createReservation", "deleteReservation"] {
        for (status, name, mut body) in contract.samples(operation) {
            if status == 200 {
                body["name"] = json!("my-reservation");
            }
            let act = Act::Say(answer_with(status, "retry-after: 61\r\n", body.to_string().as_bytes()));
            let found = match operation {
                "createReservation" => said(&created(act).await.0),
                _ => said(&withdrawn(act).await.0),
            };
            let wanted = match status {
                200 | 204 => "done".to_owned(),
                401 => "unauthorized: 401".into(),
                404 => "not found: 404".into(),
                429 => "rate limited: Some(61)".into(),
                500 => "unknown: status 500 proves nothing".into(),
                status => format!("refused: {status}"),
            };
            assert_eq!(found, wanted, "{operation} {status} {name}");
            counted += 1;
        }
    }
    for (status, name, body) in contract.samples("getReservationV1") {
        let vendor = Vendor::answering(status, body.to_string()).await;
        let found = prices().reservation(&vendor.access(), 10_218).await;
        match status {
            200 => assert_eq!(found.unwrap().id, 10_218),
            401 => assert!(matches!(found, Err(ReadError::Unauthorized(_))), "{name}"),
            404 => assert!(matches!(found, Err(ReadError::Refused { status: 404, .. })), "{name}"),
            429 => assert!(matches!(found, Err(ReadError::RateLimited { .. })), "{name}"),
            _ => assert_eq!(found, Err(ReadError::Failed(status)), "{name}"),
        }
        counted += 1;
    }
    assert_eq!(counted, 20, "a sample of the contract is not tried");
}

#[tokio::test]
async fn oddity_15_a_commitment_and_a_withdrawal_are_sent_once_whatever_happens() {
    let broken = "unknown: the connection broke";
    let whole = answer(200, &filed().to_string());
    let cases = [
        (Act::Close, broken),
        (Act::Reset, broken),
        (Act::Hang, "unknown: no answer in time"),
        (Act::Say(whole[..whole.len() - 20].to_vec()), broken),
        (Act::Say(answer(500, "{}")), "unknown: status 500 proves nothing"),
        (Act::Say(answer(503, "{}")), "unknown: status 503 proves nothing"),
        (Act::Say(answer_with(302, "location: /elsewhere\r\n", b"")), "unknown: status 302 proves nothing"),
        (
            Act::Say(answer_with(200, "content-type: text/html\r\n", b"<html>hi</html>")),
            "unknown: the answer cannot be read",
        ),
    ];
    for (act, wanted) in cases {
        let (outcome, connections) = created(act.clone()).await;
        assert_eq!((said(&outcome).as_str(), connections), (wanted, 1), "{act:?}");
        let (outcome, connections) = withdrawn(act.clone()).await;
        assert_eq!((said(&outcome).as_str(), connections), (wanted, 1), "{act:?}");
    }
    // Asked to slow down, neither waits and comes back by itself.
    let slower = Act::Say(answer_with(429, "retry-after: 0\r\n", b"{}"));
    assert_eq!(created(slower.clone()).await.1, 1);
    assert_eq!(withdrawn(slower).await.1, 1);
}

#[tokio::test]
async fn a_success_without_a_body_ends_a_withdrawal_and_proves_no_commitment() {
    for (status, body, of_withdrawal) in [
        (200, "", "done"),
        (200, "{}", "done"),
        (204, "", "done"),
        (200, r#"{"id": 10218"#, "unknown: the answer cannot be read"),
        (200, "gone", "unknown: the answer cannot be read"),
        (202, "", "unknown: status 202 proves nothing"),
        (201, "", "unknown: status 201 proves nothing"),
    ] {
        let act = Act::Say(answer(status, body));
        assert_eq!(said(&withdrawn(act.clone()).await.0), of_withdrawal, "{status}");
        let of_commitment = said(&created(act).await.0);
        assert!(of_commitment.starts_with("unknown: "), "{status} {body:?}: {of_commitment}");
    }
}

#[tokio::test]
async fn an_answer_about_another_reservation_proves_nothing_and_one_without_a_name_is_taken() {
    for (field, value) in
        [("name", json!("somebody-elses")), ("activity_period_length", json!(36)), ("region_id", json!(7))]
    {
        let mut other = filed();
        other[field] = value;
        let (outcome, _) = created(Act::Say(answer(200, &other.to_string()))).await;
        let about =
            matches!(&outcome, Outcome::Unknown(Doubt::AnotherPolicy(which), Some(_)) if which == "reservation 10218");
        assert!(about, "{field}: {outcome:?}");
    }
    let (outcome, _) = created(Act::Say(answer(200, r#"{"id": 7}"#))).await;
    assert!(matches!(&outcome, Outcome::Done(Reservation { id: 7, .. }, _)), "{outcome:?}");
    let (outcome, _) = created(Act::Say(answer(200, r#"{"name": "my-reservation"}"#))).await;
    assert_eq!(said(&outcome), "unknown: the answer cannot be read", "without its number");
    let vendor = Vendor::answering(200, r#"{"id": 8}"#).await;
    let read = prices().reservation(&vendor.access(), 7).await.unwrap_err();
    assert!(read.to_string().contains("about reservation 8"), "{read}");
}

#[tokio::test]
async fn a_token_that_the_vendor_echoes_is_neither_kept_nor_told() {
    let echo = json!({"exception_class": "ValidationError", "message": format!("bad token {TOKEN}")}).to_string();
    let (outcome, _) = created(Act::Say(answer(400, &echo))).await;
    let Outcome::Refused(refusal, raw) = outcome else { panic!("not refused") };
    assert!(!refusal.message.contains(TOKEN) && !raw.body.contains(TOKEN), "{refusal:?}");
    let (outcome, _) = created(Act::Say(answer(200, &json!({"id": 1, "name": TOKEN}).to_string()))).await;
    assert!(!format!("{outcome:?}").contains(TOKEN), "{outcome:?}");
}

#[tokio::test]
async fn the_sandbox_files_a_commitment_and_takes_it_back_and_keeps_what_runs() {
    let sandbox = sandbox().await;
    let access = access(&sandbox, "1234$abcdef");
    let outcome = commitments().create(&access, &order()).await;
    let Outcome::Done(filed, _) = outcome else { panic!("{outcome:?}") };
    assert_eq!(filed.name.as_deref(), Some("my-reservation"));
    assert_eq!(prices().reservation(&access, filed.id).await.unwrap(), filed);
    assert_eq!(said(&commitments().withdraw(&access, filed.id).await), "done");
    assert_eq!(said(&commitments().withdraw(&access, filed.id).await), "not found: 404");
    assert!(matches!(prices().reservation(&access, filed.id).await, Err(ReadError::Refused { status: 404, .. })));
    let mut too_many = order();
    too_many.basket.lines[0].count = 51;
    assert_eq!(said(&commitments().create(&access, &too_many).await), "refused: 403");

    let sandbox = shipped().await;
    let access = crate::sandbox::access(&sandbox, "1234$abcdef");
    let all = prices().reservations(&access).await.unwrap();
    let active = all.iter().find(|one| one.status == Some(ReservationStatus::Activated)).unwrap();
    assert_eq!(said(&commitments().withdraw(&access, active.id).await), "refused: 409");
    assert_eq!(prices().reservations(&access).await.unwrap().len(), all.len());
}
