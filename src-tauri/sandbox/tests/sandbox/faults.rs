//! Each fault does to the wire, and to the state, what it says.

use std::{
    io::ErrorKind,
    time::{Duration, Instant},
};

use berth_sandbox::{Fault, Injection, Operation, RetryAfter, Sandbox};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::{sleep, timeout},
};

use crate::client::{
    CLOUDIDR, GCORE, Heard, Reply, exchange, flexcompute, frozen, gcore_get, purchase, request, reserved, send,
};

fn purchase_bytes(id: &str) -> Vec<u8> {
    let body = json!({ "cidrId": id }).to_string();
    request("POST", &flexcompute("purchase"), Some(CLOUDIDR), Some(&body))
}

/// What a purchase under this fault sounds like, and how often it was charged afterwards.
async fn purchase_under(injection: Injection) -> (Heard, u64) {
    let sandbox = frozen().await;
    let id = reserved(&sandbox).await;
    sandbox.inject(injection.on(Operation::Purchase));
    let heard = exchange(&sandbox, &purchase_bytes(&id)).await;
    (heard, sandbox.charges()[&id])
}

async fn reply_under(injection: Injection) -> (Reply, u64) {
    let (heard, charges) = purchase_under(injection).await;
    assert_eq!(heard.broken, None);
    (Reply::read(&heard.bytes), charges)
}

#[tokio::test]
async fn a_dropped_call_gets_not_a_byte_and_may_or_may_not_have_been_done() {
    for (injection, charged) in [(Injection::new(Fault::Drop), 0), (Injection::new(Fault::Drop).committed(), 1)] {
        let (heard, charges) = purchase_under(injection).await;
        assert_eq!((heard.bytes.len(), heard.broken, charges), (0, None, charged));
    }
}

#[tokio::test]
async fn a_reset_call_ends_in_a_reset_and_may_or_may_not_have_been_done() {
    for (injection, charged) in [(Injection::new(Fault::Reset), 0), (Injection::new(Fault::Reset).committed(), 1)] {
        let (heard, charges) = purchase_under(injection).await;
        assert_eq!((heard.bytes.len(), heard.broken, charges), (0, Some(ErrorKind::ConnectionReset), charged));
    }
}

#[tokio::test]
async fn a_connection_reset_at_once_never_becomes_a_request() {
    let sandbox = frozen().await;
    let id = reserved(&sandbox).await;
    let before = (sandbox.connections(), sandbox.received().len());
    sandbox.inject(Injection::new(Fault::ResetOnConnect));
    let heard = exchange(&sandbox, &purchase_bytes(&id)).await;
    assert_eq!(heard.bytes.len(), 0);
    assert!(matches!(heard.broken, Some(ErrorKind::ConnectionReset | ErrorKind::BrokenPipe)), "{heard:?}");
    assert_eq!((sandbox.connections(), sandbox.received().len()), (before.0 + 1, before.1));
    assert_eq!(purchase(&sandbox, &id).await.status, 200, "only the next connection is struck");
}

#[tokio::test]
async fn a_status_strikes_once_or_always_and_leaves_other_operations_alone() {
    let sandbox = frozen().await;
    let id = reserved(&sandbox).await;
    sandbox.inject(Injection::new(Fault::status(401)).on(Operation::Purchase));
    assert_eq!(gcore_get(&sandbox, "/iam/clients/me").await.status, 200);
    assert_eq!(purchase(&sandbox, &id).await.status, 401);
    assert_eq!(purchase(&sandbox, &id).await.status, 200);
    sandbox.inject(Injection::new(Fault::status(401)).always());
    for _ in 0..3 {
        assert_eq!(gcore_get(&sandbox, "/iam/clients/me").await.status, 401);
    }
    sandbox.clear_faults();
    sandbox.inject(Injection::new(Fault::status(503)).times(2));
    let mut seen = Vec::new();
    for _ in 0..3 {
        seen.push(gcore_get(&sandbox, "/iam/clients/me").await.status);
    }
    assert_eq!((seen, sandbox.faults().len()), (vec![503, 503, 200], 0));
}

#[tokio::test]
async fn every_status_comes_in_the_shape_of_its_vendor() {
    let sandbox = frozen().await;
    for code in [401, 403, 404, 409, 422, 429, 500, 502, 503] {
        sandbox.inject(Injection::new(Fault::status(code)).times(2));
        let cloudidr = purchase(&sandbox, "sc_1").await;
        assert_eq!((cloudidr.status, &cloudidr.json()["error"]["code"]), (code, &json!(code.to_string())));
        let gcore = gcore_get(&sandbox, "/cloud/v1/regions").await;
        assert_eq!(gcore.status, code);
        assert!(gcore.json()["message"].is_string());
    }
}

#[tokio::test]
async fn too_many_requests_says_how_long_to_wait_in_both_forms() {
    for (wait, header) in [
        (None, None),
        (Some(RetryAfter::Seconds(7)), Some("7")),
        (Some(RetryAfter::DateInSeconds(90)), Some("Thu, 08 Jan 2026 15:21:45 GMT")),
    ] {
        let (reply, charges) = reply_under(Injection::new(Fault::too_many(wait))).await;
        assert_eq!((reply.status, reply.header("retry-after"), charges), (429, header, 0));
    }
}

#[tokio::test]
async fn a_failure_of_the_server_may_come_before_or_after_the_work() {
    for (injection, charged) in
        [(Injection::new(Fault::status(500)), 0), (Injection::new(Fault::status(500)).committed(), 1)]
    {
        let (reply, charges) = reply_under(injection).await;
        assert_eq!((reply.status, charges), (500, charged));
        assert_eq!(reply.complaint(), "Unexpected error. Our team is working on it");
    }
}

#[tokio::test]
async fn truncated_json_is_a_complete_answer_that_cannot_be_read() {
    let (reply, charges) = reply_under(Injection::new(Fault::TruncatedJson)).await;
    assert_eq!((reply.status, charges), (200, 1));
    assert_eq!(reply.header("content-length").unwrap(), reply.body.len().to_string());
    assert!(reply.body.starts_with('{') && serde_json::from_str::<Value>(&reply.body).is_err());
}

#[tokio::test]
async fn a_cut_body_is_shorter_than_was_promised() {
    let (reply, charges) = reply_under(Injection::new(Fault::CutBody)).await;
    let promised: usize = reply.header("content-length").unwrap().parse().unwrap();
    assert_eq!((reply.status, charges, reply.body.len()), (200, 1, promised / 2));
}

#[tokio::test]
async fn an_answer_can_be_mangled_without_the_work_being_kept() {
    let (reply, charges) = reply_under(Injection::new(Fault::TruncatedJson).uncommitted()).await;
    assert_eq!((reply.status, charges), (200, 0));
    assert!(reply.body.starts_with(r#"{"cidrId":"sc_"#), "it looks like a purchase all the same");
}

#[tokio::test]
async fn wrong_types_are_wrong_everywhere() {
    let (reply, charges) = reply_under(Injection::new(Fault::WrongTypes)).await;
    let answer = reply.json();
    assert_eq!((reply.status, charges), (200, 1));
    assert!(answer["cidrId"].is_number() && answer["pricing"]["ourPrice"].is_object());
    assert!(answer["capacityConfiguration"]["autoRenewalEnabled"].is_string());
}

#[tokio::test]
async fn unknown_words_replace_the_enumerations_and_nothing_else() {
    let (reply, charges) = reply_under(Injection::new(Fault::UnknownWords)).await;
    let answer = reply.json();
    assert_eq!((reply.status, charges), (200, 1));
    assert_eq!(answer["policyStatus"], "A_WORD_OF_TOMORROW");
    assert_eq!(answer["pricing"]["ourPrice"].to_string(), "8.48");
    assert_eq!(answer["policyName"], "Volod test policy");
}

#[tokio::test]
async fn unknown_fields_are_added_to_every_object() {
    let (reply, _) = reply_under(Injection::new(Fault::UnknownFields)).await;
    let answer = reply.json();
    assert!(answer["aFieldOfTomorrow"].is_object() && answer["pricing"]["aFieldOfTomorrow"].is_object());
    assert_eq!(answer["pricing"]["cspProviderPrice"].to_string(), "12.11");
}

#[tokio::test]
async fn html_an_empty_200_and_a_redirect_come_without_json() {
    let (html, charges) = reply_under(Injection::new(Fault::Html { status: 200 })).await;
    assert_eq!((html.status, html.header("content-type"), charges), (200, Some("text/html; charset=utf-8"), 0));
    assert!(html.body.starts_with("<!doctype html>"));
    let (empty, charges) = reply_under(Injection::new(Fault::Empty)).await;
    assert_eq!((empty.status, empty.body.as_str(), empty.header("content-type"), charges), (200, "", None, 1));
    let (redirect, charges) = reply_under(Injection::new(Fault::redirect())).await;
    assert_eq!((redirect.status, charges), (307, 0));
    assert_eq!(redirect.header("location"), Some("https://elsewhere.invalid/taken"));
}

#[tokio::test]
async fn a_big_body_is_as_big_as_it_was_asked_for_and_still_json() {
    let (reply, charges) = reply_under(Injection::new(Fault::BigBody { megabytes: 3 })).await;
    assert_eq!((reply.status, reply.body.len(), charges), (200, 3_000_000, 1));
    assert_eq!(reply.json()["policyStatus"], "ACTIVE");
}

#[tokio::test]
async fn a_slow_answer_sends_its_head_at_once_and_its_body_byte_by_byte() {
    let sandbox = frozen().await;
    let id = reserved(&sandbox).await;
    sandbox.inject(Injection::new(Fault::Slow { ms_per_byte: 40 }).on(Operation::AutoRenewal));
    let body = json!({ "cidrId": id }).to_string();
    let bytes = request("PUT", &flexcompute("capacity/auto-renewal"), Some(CLOUDIDR), Some(&body));
    let mut stream = TcpStream::connect(("127.0.0.1", sandbox.port())).await.unwrap();
    stream.write_all(&bytes).await.unwrap();
    let begun = Instant::now();
    let mut heard = Vec::new();
    while !heard.ends_with(b"\r\n\r\n") {
        heard.push(stream.read_u8().await.unwrap());
    }
    assert!(begun.elapsed() < Duration::from_secs(2), "at 40 ms a byte the head alone would take five seconds");
    let begun = Instant::now();
    let mut bytes = 0;
    while bytes < 10 {
        let mut piece = [0_u8; 64];
        bytes += stream.read(&mut piece).await.unwrap();
    }
    // The first pause may have begun before this clock.
    let due = begun.elapsed().as_millis() / 40 + 2;
    assert!(bytes as u128 <= due, "{bytes} bytes came when {due} were due");
}

#[tokio::test]
async fn two_bodies_are_glued_into_one_answer() {
    let (reply, charges) = reply_under(Injection::new(Fault::GluedBodies)).await;
    let half = reply.body.len() / 2;
    assert_eq!((reply.status, charges), (200, 1));
    assert_eq!(reply.body[..half], reply.body[half..]);
    assert!(serde_json::from_str::<Value>(&reply.body).is_err());
}

#[tokio::test]
async fn two_whole_answers_are_glued_on_the_wire() {
    let (heard, charges) = purchase_under(Injection::new(Fault::GluedAnswers)).await;
    let half = heard.bytes.len() / 2;
    assert_eq!(heard.bytes[..half], heard.bytes[half..]);
    assert_eq!((Reply::read(&heard.bytes[..half]).status, charges), (200, 1));
}

#[tokio::test]
async fn a_moved_price_is_charged_and_its_savings_still_add_up() {
    for (by, ours, savings, fraction) in [("1.02", "9.5", "2.61", "0.22"), ("-0.48", "8", "4.11", "0.34")] {
        let (reply, charges) = reply_under(Injection::new(Fault::PriceMoved { by: by.parse().unwrap() })).await;
        assert!(
            reply.body.contains(&format!(
                r#""ourPrice":{ours},"cspProviderPrice":12.11,"savings":{savings},"savingsPercentage":{fraction}"#
            )),
            "{}",
            reply.body
        );
        assert_eq!(charges, 1);
    }
}

#[tokio::test]
async fn a_delayed_call_is_done_even_if_the_client_has_left() {
    let sandbox = frozen().await;
    let id = reserved(&sandbox).await;
    sandbox.inject(Injection::new(Fault::Delay { ms: 800 }).on(Operation::Purchase));
    let mut stream = TcpStream::connect(("127.0.0.1", sandbox.port())).await.unwrap();
    stream.write_all(&purchase_bytes(&id)).await.unwrap();
    sleep(Duration::from_millis(100)).await;
    drop(stream);
    assert_eq!(sandbox.charges()[&id], 0, "nothing is done yet when the client leaves");
    settled(&sandbox, &id, 1).await;
}

#[tokio::test]
async fn a_late_answer_comes_long_after_the_work() {
    let sandbox = frozen().await;
    let id = reserved(&sandbox).await;
    sandbox.inject(Injection::new(Fault::LateAnswer { ms: 400 }).on(Operation::Purchase));
    let bytes = purchase_bytes(&id);
    let answered = async {
        let heard = exchange(&sandbox, &bytes).await;
        (heard, Instant::now())
    };
    let charged = async {
        settled(&sandbox, &id, 1).await;
        Instant::now()
    };
    let ((heard, answered), charged) = tokio::join!(answered, charged);
    assert_eq!(Reply::read(&heard.bytes).status, 200);
    let between = answered.saturating_duration_since(charged);
    assert!(between >= Duration::from_millis(200), "only {between:?} between the work and the answer");
}

#[tokio::test]
async fn a_late_answer_comes_when_the_faults_are_switched_off() {
    let sandbox = frozen().await;
    let id = reserved(&sandbox).await;
    sandbox.inject(Injection::new(Fault::LateAnswer { ms: 3_600_000 }).on(Operation::Purchase));
    let bytes = purchase_bytes(&id);
    let switched_off = async {
        settled(&sandbox, &id, 1).await;
        sandbox.clear_faults();
    };
    let both = async { tokio::join!(exchange(&sandbox, &bytes), switched_off) };
    let (heard, ()) = timeout(Duration::from_secs(5), both).await.expect("the answer comes");
    assert_eq!(Reply::read(&heard.bytes).status, 200);
}

/// Waits until a policy was charged so many times.
async fn settled(sandbox: &Sandbox, id: &str, times: u64) {
    let charged = async {
        while sandbox.charges()[id] != times {
            sleep(Duration::from_millis(10)).await;
        }
    };
    timeout(Duration::from_secs(5), charged).await.expect("the work is done in the end");
}

#[tokio::test]
async fn a_hanging_call_is_never_answered_and_ends_with_the_sandbox() {
    for (injection, charged) in [(Injection::new(Fault::Hang), 0), (Injection::new(Fault::Hang).committed(), 1)] {
        let sandbox = frozen().await;
        let id = reserved(&sandbox).await;
        sandbox.inject(injection.on(Operation::Purchase));
        let mut stream = TcpStream::connect(("127.0.0.1", sandbox.port())).await.unwrap();
        stream.write_all(&purchase_bytes(&id)).await.unwrap();
        let mut byte = [0_u8];
        assert!(timeout(Duration::from_millis(300), stream.read(&mut byte)).await.is_err());
        settled(&sandbox, &id, charged).await;
        let last = sandbox.received().pop().unwrap();
        assert_eq!((last.committed, last.status, last.fault), (charged == 1, None, Some(Fault::Hang)));
        timeout(Duration::from_secs(5), sandbox.stop()).await.expect("a hanging call does not keep the sandbox alive");
        let end = timeout(Duration::from_secs(5), stream.read(&mut byte)).await.unwrap();
        assert!(matches!(end, Ok(0) | Err(_)));
    }
}

#[tokio::test]
async fn waiting_and_failing_can_strike_the_same_call() {
    let sandbox = frozen().await;
    let id = reserved(&sandbox).await;
    sandbox.inject(Injection::new(Fault::Delay { ms: 120 }));
    sandbox.inject(Injection::new(Fault::status(500)));
    let begun = Instant::now();
    assert_eq!(purchase(&sandbox, &id).await.status, 500);
    assert!(begun.elapsed() >= Duration::from_millis(120));
    assert_eq!(sandbox.faults().len(), 0);
}

#[tokio::test]
async fn the_log_tells_what_was_committed_and_hides_secrets() {
    let sandbox = frozen().await;
    let id = reserved(&sandbox).await;
    sandbox.inject(Injection::new(Fault::Drop).on(Operation::Purchase).committed());
    exchange(&sandbox, &purchase_bytes(&id)).await;
    let body = json!({ "username": "ann@example.com", "password": "a secret of hers" });
    send(&sandbox, "POST", "/external/api/v1/sign-in", None, Some(body)).await;
    send(&sandbox, "GET", "/nowhere", Some(GCORE), None).await;
    let log = sandbox.received();
    let seen: Vec<_> = log.iter().map(|entry| (entry.number, entry.operation, entry.committed, entry.status)).collect();
    assert_eq!(
        seen,
        [
            (1, Some(Operation::Reserve), true, Some(200)),
            (2, Some(Operation::Purchase), true, None),
            (3, Some(Operation::SignIn), true, Some(200)),
            (4, None, false, Some(404)),
        ]
    );
    let text = serde_json::to_string(&log).unwrap();
    assert!(
        !text.contains("a secret of hers") && !text.contains("abcdef") && !text.contains("sandbox-tests"),
        "{text}"
    );
    assert_eq!(log[1].body, Some(json!({ "cidrId": id })));
}

#[tokio::test]
async fn the_date_of_an_answer_follows_the_moved_clock() {
    let sandbox = frozen().await;
    sandbox.advance(3600).unwrap();
    let reply = gcore_get(&sandbox, "/iam/clients/me").await;
    assert_eq!(reply.header("date"), Some("Thu, 08 Jan 2026 16:20:15 GMT"));
}

#[tokio::test]
async fn one_connection_serves_many_calls_and_a_fault_strikes_only_one_of_them() {
    let sandbox = frozen().await;
    let bytes = String::from_utf8(request("GET", "/iam/clients/me", Some(GCORE), None)).unwrap();
    let kept_open = bytes.replace("connection: close\r\n", "");
    sandbox.inject(Injection::new(Fault::Slow { ms_per_byte: 1 }));
    let mut stream = TcpStream::connect(("127.0.0.1", sandbox.port())).await.unwrap();
    for _ in 0..3 {
        stream.write_all(kept_open.as_bytes()).await.unwrap();
        let mut heard = Vec::new();
        while !heard.ends_with(b"}") {
            heard.push(stream.read_u8().await.unwrap());
        }
        assert_eq!(Reply::read(&heard).status, 200);
    }
    assert_eq!((sandbox.connections(), sandbox.received().len()), (1, 3));
}

#[tokio::test]
async fn nothing_listens_any_more_after_a_stop_or_a_drop() {
    let sandbox = frozen().await;
    let port = sandbox.port();
    sandbox.stop().await;
    assert!(TcpStream::connect(("127.0.0.1", port)).await.is_err());

    let sandbox = frozen().await;
    let port = sandbox.port();
    drop(sandbox);
    let gone = async {
        while TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
            sleep(Duration::from_millis(10)).await;
        }
    };
    timeout(Duration::from_secs(5), gone).await.expect("a dropped sandbox stops listening");
}
