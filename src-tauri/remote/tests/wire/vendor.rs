//! A vendor of one's own making: each connection plays the next act of a script, and every request is counted.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use berth_core::account::{Boot, Loopback, Origin};
use berth_core::ports::{Access, Clock, Outcome, RefusalKind};
use berth_core::secret::Secret;
use berth_remote::{Deadlines, HttpCapacity, HttpPrices};
use jiff::Timestamp;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

pub(crate) const TOKEN: &str = "1234$abcdef0123456789";

/// What a connection does.
#[derive(Clone, Debug)]
pub(crate) enum Act {
    /// Closes before anything is read.
    CloseUnread,
    /// Reads the request and resets the connection.
    Reset,
    /// Reads the request and closes in order.
    Close,
    /// Reads the request and says nothing, for as long as the client stays.
    Hang,
    /// Reads the request, sends these bytes and closes.
    Say(Vec<u8>),
    /// Reads the request, sends these bytes and then nothing more, for as long as the client stays.
    Stall(Vec<u8>),
    /// Reads the request and sends these bytes one by one.
    Drip(Vec<u8>),
}

/// A request as it came.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Request {
    /// The value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (found, value) = line.split_once(':')?;
            found.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }

    /// Method and path.
    pub(crate) fn line(&self) -> &str {
        self.head.lines().next().unwrap().trim_end_matches(" HTTP/1.1")
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

pub(crate) struct Vendor {
    pub(crate) port: u16,
    accepted: Arc<AtomicUsize>,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl Vendor {
    /// Starts listening. The last act repeats.
    pub(crate) async fn new(script: impl IntoIterator<Item = Act>) -> Self {
        let script: Vec<Act> = script.into_iter().collect();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let accepted = Arc::new(AtomicUsize::new(0));
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (count, log) = (Arc::clone(&accepted), Arc::clone(&requests));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let number = count.fetch_add(1, Ordering::SeqCst);
                let act = script.get(number).or(script.last()).unwrap().clone();
                tokio::spawn(play(stream, act, Arc::clone(&log)));
            }
        });
        Self { port, accepted, requests }
    }

    /// One that answers every request with a status and a JSON body.
    pub(crate) async fn answering(status: u16, body: impl AsRef<str>) -> Self {
        Self::new([Act::Say(answer(status, body.as_ref()))]).await
    }

    pub(crate) fn origin(&self) -> Origin {
        Origin::Loopback(Loopback::v4(self.port))
    }

    pub(crate) fn access(&self) -> Access {
        Access { origin: self.origin(), token: Secret::parse(TOKEN.into()).unwrap() }
    }

    pub(crate) fn connections(&self) -> usize {
        self.accepted.load(Ordering::SeqCst)
    }

    /// Every request that was read whole.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }

    /// The one request there was.
    pub(crate) fn request(&self) -> Request {
        let requests = self.requests();
        assert_eq!(requests.len(), 1, "{requests:?}");
        requests[0].clone()
    }
}

/// An answer of JSON.
pub(crate) fn answer(status: u16, body: &str) -> Vec<u8> {
    answer_with(status, "content-type: application/json\r\n", body.as_bytes())
}

/// An answer with headers of its own.
pub(crate) fn answer_with(status: u16, headers: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let mut bytes = format!("HTTP/1.1 {status} Said\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n")
        .into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

async fn play(mut stream: TcpStream, act: Act, log: Arc<Mutex<Vec<Request>>>) {
    if matches!(act, Act::CloseUnread) {
        return;
    }
    let Some(request) = read_request(&mut stream).await else { return };
    log.lock().unwrap().push(request);
    match act {
        Act::CloseUnread | Act::Close => {}
        Act::Reset => stream.set_zero_linger().unwrap(),
        Act::Hang => {
            let mut byte = [0];
            let _left = stream.read(&mut byte).await;
        }
        Act::Say(bytes) => {
            // A client that has heard enough may be gone already.
            let _said = stream.write_all(&bytes).await;
            let _closed = stream.shutdown().await;
        }
        Act::Stall(bytes) => {
            stream.write_all(&bytes).await.unwrap();
            let mut byte = [0];
            let _left = stream.read(&mut byte).await;
        }
        Act::Drip(bytes) => {
            for byte in bytes {
                if stream.write_all(&[byte]).await.is_err() {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
}

/// Reads one request to the end of the body it announces.
async fn read_request(stream: &mut TcpStream) -> Option<Request> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    let head_end = loop {
        if let Some(at) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break at + 4;
        }
        let read = stream.read(&mut buffer).await.ok().filter(|read| *read > 0)?;
        bytes.extend_from_slice(&buffer[..read]);
    };
    let head = String::from_utf8(bytes[..head_end].to_vec()).unwrap();
    let mut request = Request { head, body: String::new() };
    let length: usize = request.header("content-length").map_or(0, |length| length.parse().unwrap());
    while bytes.len() < head_end + length {
        let read = stream.read(&mut buffer).await.ok().filter(|read| *read > 0)?;
        bytes.extend_from_slice(&buffer[..read]);
    }
    request.body = String::from_utf8(bytes[head_end..].to_vec()).unwrap();
    Some(request)
}

/// The clock of every test: it stands still.
pub(crate) struct Still;

pub(crate) fn now() -> Timestamp {
    "2026-01-08T15:20:00Z".parse().unwrap()
}

impl Clock for Still {
    fn now(&self) -> Timestamp {
        now()
    }

    fn boot(&self) -> Option<Boot> {
        None
    }
}

/// Deadlines that a test can wait for.
pub(crate) fn short() -> Deadlines {
    let short = Duration::from_secs(1);
    Deadlines {
        connect: short / 2,
        sign_in: short,
        reserve: short,
        purchase: short,
        cancel: short,
        change: short,
        read: short,
    }
}

/// The client with the deadlines that ship. Made once, as in the program.
pub(crate) fn capacity() -> &'static HttpCapacity {
    static CAPACITY: LazyLock<HttpCapacity> = LazyLock::new(|| HttpCapacity::new(Arc::new(Still)).unwrap());
    &CAPACITY
}

/// The same for reads.
pub(crate) fn prices() -> &'static HttpPrices {
    static PRICES: LazyLock<HttpPrices> = LazyLock::new(|| HttpPrices::new(Arc::new(Still)).unwrap());
    &PRICES
}

/// What an outcome says, in a few words.
pub(crate) fn said<T>(outcome: &Outcome<T>) -> String {
    match outcome {
        Outcome::NotSent(why) => format!("not sent: {}", first(&why.to_string())),
        Outcome::Unknown(why, _) => format!("unknown: {}", first(&why.to_string())),
        Outcome::Unauthorized(answer) => format!("unauthorized: {}", answer.status),
        Outcome::Refused(refusal, _) => match refusal.kind {
            RefusalKind::AlreadyCancelled => format!("already cancelled: {}", refusal.status),
            RefusalKind::NotFound => format!("not found: {}", refusal.status),
            RefusalKind::RateLimited { retry_after } => format!("rate limited: {retry_after:?}"),
            RefusalKind::Other => format!("refused: {}", refusal.status),
        },
        Outcome::Done(..) => "done".into(),
    }
}

/// The part of a sentence that does not vary.
fn first(sentence: &str) -> &str {
    sentence.split(':').next().unwrap_or(sentence)
}
