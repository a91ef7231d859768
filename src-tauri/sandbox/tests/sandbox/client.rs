//! A client that shows every byte.

use std::{io, time::Duration};

use berth_sandbox::{FirstState, Sandbox, SandboxOptions, Start};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::timeout,
};

/// Credentials that always work.
pub(crate) const CLOUDIDR: &str = "Bearer sandbox-tests";
pub(crate) const GCORE: &str = "APIKey 1234$abcdef";

/// The instant of the printed sample.
pub(crate) const SAMPLE_INSTANT: &str = "2026-01-08T15:20:15.64868Z";

/// No test waits longer than this for a byte.
const PATIENCE: Duration = Duration::from_secs(20);

/// What came back, with the connection's end.
#[derive(Debug)]
pub(crate) struct Heard {
    pub(crate) bytes: Vec<u8>,
    /// `None` for an orderly end.
    pub(crate) broken: Option<io::ErrorKind>,
}

/// One HTTP answer.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Reply {
    pub(crate) fn read(bytes: &[u8]) -> Self {
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no HTTP answer: {text:?}"));
        let mut lines = head.lines();
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let headers = lines
            .map(|line| line.split_once(": ").unwrap())
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect();
        Self { status, headers, body: body.to_owned() }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|fault| panic!("{fault} in {:?}", self.body))
    }

    /// Cloudidr's sentence about what is wrong.
    #[track_caller]
    pub(crate) fn complaint(&self) -> String {
        self.json()["error"]["details"]["description"].as_str().unwrap().to_owned()
    }
}

/// An empty sandbox whose clock stands still at the instant of the printed sample.
pub(crate) async fn frozen() -> Sandbox {
    start(SandboxOptions { first_state: FirstState::Empty, ..frozen_options() }).await
}

pub(crate) fn frozen_options() -> SandboxOptions {
    SandboxOptions { now: Start::Frozen(SAMPLE_INSTANT.parse().unwrap()), seed: Some(7), ..SandboxOptions::default() }
}

pub(crate) async fn start(options: SandboxOptions) -> Sandbox {
    Sandbox::start(options).await.unwrap()
}

pub(crate) fn request(method: &str, path: &str, authorization: Option<&str>, body: Option<&str>) -> Vec<u8> {
    let authorization = authorization.map(|value| format!("authorization: {value}\r\n")).unwrap_or_default();
    let content = body
        .map(|body| format!("content-type: application/json\r\ncontent-length: {}\r\n", body.len()))
        .unwrap_or_default();
    let head =
        format!("{method} {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n{authorization}{content}\r\n");
    [head.as_str(), body.unwrap_or_default()].concat().into_bytes()
}

/// Everything that comes back on a connection of its own.
pub(crate) async fn exchange(sandbox: &Sandbox, request: &[u8]) -> Heard {
    let mut stream = TcpStream::connect(("127.0.0.1", sandbox.port())).await.unwrap();
    let mut bytes = Vec::new();
    let mut broken = stream.write_all(request).await.err().map(|fault| fault.kind());
    if broken.is_none() {
        let read = timeout(PATIENCE, stream.read_to_end(&mut bytes)).await.expect("the sandbox went silent");
        broken = read.err().map(|fault| fault.kind());
    }
    Heard { bytes, broken }
}

pub(crate) async fn send(
    sandbox: &Sandbox,
    method: &str,
    path: &str,
    authorization: Option<&str>,
    body: Option<Value>,
) -> Reply {
    let body = body.map(|body| body.to_string());
    let heard = exchange(sandbox, &request(method, path, authorization, body.as_deref())).await;
    assert_eq!(heard.broken, None, "{method} {path}");
    Reply::read(&heard.bytes)
}

/// A Cloudidr call, signed in.
pub(crate) async fn cloudidr(sandbox: &Sandbox, method: &str, last: &str, body: Value) -> Reply {
    send(sandbox, method, &flexcompute(last), Some(CLOUDIDR), Some(body)).await
}

pub(crate) fn flexcompute(last: &str) -> String {
    format!("/external/api/v1/flexcompute/{last}")
}

pub(crate) async fn gcore_get(sandbox: &Sandbox, path: &str) -> Reply {
    send(sandbox, "GET", path, Some(GCORE), None).await
}

pub(crate) async fn gcore_post(sandbox: &Sandbox, path: &str, body: Value) -> Reply {
    send(sandbox, "POST", path, Some(GCORE), Some(body)).await
}

/// The printed request.
pub(crate) fn sample_request() -> Value {
    json!({
        "accountId": "014876987943",
        "zoneId": "usw2-az1",
        "policyName": "Volod test policy",
        "instanceType": "c5.large",
        "platform": "Linux/UNIX",
        "startDate": "01/10/2026",
        "endDate": "01/12/2026",
        "startTime": "00:00",
        "endTime": "23:15",
        "utcOffsetHours": "-8",
        "quantity": 2,
    })
}

/// Reserves the printed window and gives its id.
pub(crate) async fn reserved(sandbox: &Sandbox) -> String {
    let reply = cloudidr(sandbox, "POST", "reserve", sample_request()).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    reply.json()["myPolicy"]["cidrId"].as_str().unwrap().to_owned()
}

pub(crate) async fn bought(sandbox: &Sandbox) -> String {
    let id = reserved(sandbox).await;
    assert_eq!(purchase(sandbox, &id).await.status, 200);
    id
}

pub(crate) async fn purchase(sandbox: &Sandbox, id: &str) -> Reply {
    cloudidr(sandbox, "POST", "purchase", json!({ "cidrId": id })).await
}

pub(crate) async fn cancel(sandbox: &Sandbox, id: &str) -> Reply {
    cloudidr(sandbox, "POST", "cancel", json!({ "cidrId": id })).await
}

/// `policyStatus` and `policyOperatingState`, as the vendor would answer them now.
pub(crate) fn status_of(sandbox: &Sandbox, id: &str) -> (String, String) {
    let state = sandbox.state();
    let policy = state["policies"].as_array().unwrap().iter().find(|policy| policy["cidrId"] == id).unwrap();
    let word = |name: &str| policy[name].as_str().unwrap().to_owned();
    (word("policyStatus"), word("policyOperatingState"))
}
