//! Torn connections, late and endless answers. Whatever happens, each call reaches the server once.

use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use berth_core::account::{Loopback, Origin, Vendor as Seller};
use berth_core::ports::{Access, Capacity as _, Outcome, Prices as _, ReadError};
use berth_core::quote::Term;
use berth_core::secret::Secret;
use berth_remote::{HttpCapacity, HttpPrices};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use crate::cloudidr::{id, order};
use crate::contract::Contract;
use crate::gcore::basket;
use crate::vendor::{Act, Still, TOKEN, Vendor, answer, answer_with, capacity, prices, said, short};

/// What each operation that may change something makes of a vendor.
async fn all(capacity: &HttpCapacity, access: &Access) -> [String; 4] {
    let (id, order) = (id(), order());
    let (sign_in, reserve, purchase, cancel) = tokio::join!(
        capacity.sign_in(access.origin, "user@example.com", &access.token),
        capacity.reserve(access, &order),
        capacity.purchase(access, &id),
        capacity.cancel(access, &id),
    );
    [said(&sign_in), said(&reserve), said(&purchase), said(&cancel)]
}

fn swift() -> HttpCapacity {
    HttpCapacity::with_deadlines(Arc::new(Still), short()).unwrap()
}

fn swift_prices() -> HttpPrices {
    HttpPrices::with_deadlines(Arc::new(Still), short()).unwrap()
}

fn bought() -> String {
    Contract::cloudidr().sample("purchaseCapacity", 200, "").to_string()
}

#[tokio::test]
async fn after_the_request_has_left_every_fault_is_unknown_and_nothing_is_sent_twice() {
    let broken = "unknown: the connection broke";
    let late = "unknown: no answer in time";
    let unreadable = "unknown: the answer cannot be read";
    let body = bought();
    let whole = answer(200, &body);
    let cases: Vec<(&str, Act, &str)> = vec![
        ("closed after reading", Act::Close, broken),
        ("reset after reading", Act::Reset, broken),
        ("never answered", Act::Hang, late),
        ("ends within the status line", Act::Say(b"HTTP/1.1 2".to_vec()), broken),
        ("ends within the headers", Act::Say(b"HTTP/1.1 200 OK\r\ncontent-le".to_vec()), broken),
        ("ends within the body", Act::Say(whole[..whole.len() - 20].to_vec()), broken),
        ("is no HTTP", Act::Say(b"220 mail.example ESMTP\r\n".to_vec()), broken),
        ("drips", Act::Drip(whole.clone()), late),
        ("stalls within the body", Act::Stall(whole[..whole.len() - 20].to_vec()), late),
        ("is longer than a megabyte", Act::Say(answer(200, &" ".repeat(1_100_000))), unreadable),
        (
            "redirects",
            Act::Say(answer_with(307, "location: http://127.0.0.1:9/\r\n", b"")),
            "unknown: status 307 proves nothing",
        ),
        ("has failed", Act::Say(answer(500, "{}")), "unknown: status 500 proves nothing"),
        ("was too busy", Act::Say(answer_with(503, "retry-after: 1\r\n", b"")), "unknown: status 503 proves nothing"),
        (
            "switches protocols",
            Act::Say(b"HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n".to_vec()),
            "unknown: status 101 proves nothing",
        ),
    ];
    for (name, act, wanted) in cases {
        let vendor = Vendor::new([act]).await;
        assert_eq!(all(&swift(), &vendor.access()).await, [wanted; 4], "{name}");
        assert_eq!((vendor.requests().len(), vendor.connections()), (4, 4), "{name}: one delivery for each call");
    }
}

#[tokio::test]
async fn of_a_hundred_megabytes_no_more_is_taken_in_than_an_answer_may_be_long() {
    const WHOLE: usize = 100_000_000;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let pours = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let head = format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {WHOLE}\r\n\r\n");
        assert!(stream.read(&mut [0; 4096]).await.unwrap() > 0, "an answer before the request is no answer");
        stream.write_all(head.as_bytes()).await.unwrap();
        let piece = [b' '; 16 * 1024];
        let mut poured = 0;
        while poured < WHOLE && stream.write_all(&piece).await.is_ok() {
            poured += piece.len();
        }
        poured
    });
    let access = Access { origin: Origin::Loopback(Loopback::v4(port)), token: Secret::parse(TOKEN.into()).unwrap() };
    let outcome = capacity().purchase(&access, &id()).await;
    assert_eq!(said(&outcome), "unknown: the answer cannot be read");
    let Outcome::Unknown(_, Some(raw)) = outcome else { panic!("{outcome:?}") };
    assert!(raw.body.len() <= 256 * 1024, "the ledger keeps {} bytes", raw.body.len());
    // A megabyte is read; the rest lay in the buffers of the two sockets when the client hung up.
    let poured = pours.await.unwrap();
    assert!(poured < WHOLE / 5, "{poured} bytes were taken in");
}

#[tokio::test]
async fn a_connection_closed_before_anything_is_read_is_a_doubt_too() {
    // Whether a byte left is not known here: the kernel takes them before the peer's close is seen.
    let vendor = Vendor::new([Act::CloseUnread]).await;
    for said in all(&swift(), &vendor.access()).await {
        assert!(said.starts_with("unknown: "), "{said}");
    }
    assert_eq!((vendor.requests().len(), vendor.connections()), (0, 4), "and it is not tried again");
}

#[tokio::test]
async fn where_nobody_listens_nothing_was_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let access = Access { origin: Origin::Loopback(Loopback::v4(port)), token: Secret::parse(TOKEN.into()).unwrap() };
    assert_eq!(all(&swift(), &access).await, ["not sent: no connection"; 4]);
    assert!(matches!(swift_prices().holder(&access).await, Err(ReadError::Offline(_))));
}

#[tokio::test]
async fn refusals_are_definite_whoever_says_them() {
    for status in [400, 403, 404, 409, 422] {
        let page = answer_with(status, "content-type: text/html\r\n", b"<html>no</html>");
        let vendor = Vendor::new([Act::Say(page)]).await;
        let wanted = format!("refused: {status}");
        assert_eq!(all(&swift(), &vendor.access()).await, [(); 4].map(|()| wanted.clone()));
        assert_eq!(vendor.requests().len(), 4);
    }
}

#[tokio::test]
async fn every_other_status_proves_nothing() {
    for status in
        [201, 202, 204, 206, 300, 301, 302, 303, 304, 308, 402, 405, 408, 410, 418, 451, 499, 500, 502, 504, 599]
    {
        let vendor = Vendor::answering(status, "").await;
        let wanted = format!("unknown: status {status} proves nothing");
        assert_eq!(all(&swift(), &vendor.access()).await, [(); 4].map(|()| wanted.clone()));
        assert_eq!(vendor.requests().len(), 4);
    }
}

#[tokio::test]
async fn two_answers_in_one_are_one_answer() {
    let glued = [answer(200, &bought()), answer(500, "{}")].concat();
    let vendor = Vendor::new([Act::Say(glued)]).await;
    assert_eq!(said(&capacity().purchase(&vendor.access(), &id()).await), "done");
    // Two bodies in one answer are no answer.
    let vendor = Vendor::answering(200, bought().repeat(2)).await;
    let outcome = capacity().purchase(&vendor.access(), &id()).await;
    assert_eq!(said(&outcome), "unknown: the answer cannot be read");
}

#[tokio::test]
async fn the_part_of_an_answer_that_came_is_kept_as_evidence() {
    let whole = answer(200, &bought());
    let vendor = Vendor::new([Act::Say(whole[..whole.len() - 20].to_vec())]).await;
    let outcome = capacity().reserve(&vendor.access(), &order()).await;
    let Outcome::Unknown(_, Some(raw)) = outcome else { panic!("{outcome:?}") };
    assert_eq!(raw.status, 200);
    assert!(raw.body.contains("sc_830349911839"), "the id is the only handle there will ever be");
}

#[tokio::test]
async fn a_redirect_takes_neither_the_request_nor_the_token_elsewhere() {
    let elsewhere = Vendor::answering(200, bought()).await;
    for status in [301, 302, 303, 307, 308] {
        let location = format!("location: http://127.0.0.1:{}/taken\r\n", elsewhere.port);
        let vendor = Vendor::new([Act::Say(answer_with(status, &location, b""))]).await;
        let wanted = format!("unknown: status {status} proves nothing");
        assert_eq!(all(capacity(), &vendor.access()).await, [(); 4].map(|()| wanted.clone()));
        let read = prices().holder(&vendor.access()).await;
        assert!(matches!(read, Err(ReadError::Unreadable(_))), "{read:?}");
    }
    assert_eq!(elsewhere.connections(), 0);
}

#[tokio::test]
async fn a_token_stays_with_its_vendor() {
    let access = |seller| Access { origin: Origin::Vendor(seller), token: Secret::parse(TOKEN.into()).unwrap() };
    let wanted = "not sent: the request could not be built";
    assert_eq!(all(&swift(), &access(Seller::Gcore)).await, [wanted; 4]);
    let read = swift_prices().holder(&access(Seller::Cloudidr)).await;
    assert!(matches!(&read, Err(ReadError::Build(_))), "{read:?}");
}

#[tokio::test]
async fn a_read_is_sent_three_times_and_then_given_up() {
    for (act, wanted) in [
        (Act::Close, "offline"),
        (Act::Hang, "no answer in time"),
        (Act::Say(answer(502, "<html>")), "the vendor failed with 502"),
        (Act::Say(answer_with(429, "retry-after: 0\r\n", b"{}")), "rate limited"),
    ] {
        let vendor = Vendor::new([act]).await;
        let error = swift_prices().holder(&vendor.access()).await.unwrap_err();
        assert!(error.to_string().starts_with(wanted), "{error}");
        assert_eq!(vendor.requests().len(), 3, "{wanted}");
    }
}

#[tokio::test]
async fn a_read_waits_as_long_as_it_is_asked_to_and_no_longer_than_a_minute() {
    let good = Contract::gcore().sample("whoAmI", 200, "").to_string();
    let wait = |seconds: u32| Act::Say(answer_with(429, &format!("retry-after: {seconds}\r\n"), b"{}"));
    let begun = tokio::time::Instant::now();
    let vendor = Vendor::new([wait(1), Act::Say(answer(200, &good))]).await;
    prices().holder(&vendor.access()).await.unwrap();
    assert!(begun.elapsed() >= Duration::from_secs(1));

    let vendor = Vendor::new([wait(61)]).await;
    let error = prices().holder(&vendor.access()).await.unwrap_err();
    assert_eq!(error, ReadError::RateLimited { retry_after: Some(61) });
    assert_eq!(vendor.requests().len(), 1);
}

#[tokio::test]
async fn a_read_that_was_refused_or_cannot_be_read_is_not_sent_again() {
    for act in [Act::Say(answer(400, "{}")), Act::Say(answer(200, "{")), Act::Say(answer(200, &" ".repeat(1_100_000)))]
    {
        let vendor = Vendor::new([act]).await;
        assert!(prices().price(&vendor.access(), &basket(), Term::Months12).await.is_err());
        assert_eq!(vendor.requests().len(), 1);
    }
}

#[tokio::test]
async fn a_list_may_be_longer_than_an_answer_about_one_thing() {
    let vendor = Vendor::answering(200, format!("[]{}", " ".repeat(2_000_000))).await;
    assert!(prices().reservable(&vendor.access(), 7).await.unwrap().is_empty());
}

/// Set for the child process of the next test only: the port of its vendor.
const CHILD: &str = "BERTH_TEST_VENDOR_PORT";

#[tokio::test]
async fn a_proxy_of_the_environment_is_not_used() {
    if let Ok(port) = std::env::var(CHILD) {
        let access = Access {
            origin: Origin::Loopback(Loopback::v4(port.parse().unwrap())),
            token: Secret::parse(TOKEN.into()).unwrap(),
        };
        assert_eq!(said(&capacity().purchase(&access, &id()).await), "done");
        prices().price(&access, &basket(), Term::Months12).await.unwrap_err();
        return;
    }
    let proxy = Vendor::answering(200, bought()).await;
    let vendor = Vendor::answering(200, bought()).await;
    let address = format!("http://127.0.0.1:{}", proxy.port);
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", "faults::a_proxy_of_the_environment_is_not_used"]).env(CHILD, vendor.port.to_string());
    for name in ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
        child.env(name, &address);
    }
    child.env_remove("NO_PROXY").env_remove("no_proxy");
    let output = tokio::task::spawn_blocking(move || child.output().unwrap()).await.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    assert_eq!((proxy.connections(), vendor.requests().len()), (0, 2));
}
