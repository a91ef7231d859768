//! One HTTP request over a plain socket to this machine: enough for a driver and for the sandbox's switches.

use std::{
    io::{Read as _, Write as _},
    net::{Ipv4Addr, TcpStream},
    time::Duration,
};

use anyhow::{bail, Context as _, Result};
use serde_json::Value;

/// The longest that one answer may take. A script that waits for longer than this has to be asked again.
const PATIENCE: Duration = Duration::from_secs(40);

/// Sends a request with a JSON body (none for null) to 127.0.0.1 and returns the JSON of the answer (null for none),
/// whatever its status.
pub(crate) fn call(port: u16, method: &str, path: &str, body: &Value) -> Result<Value> {
    call_within(PATIENCE, port, method, path, body)
}

/// The same with another patience.
pub(crate) fn call_within(patience: Duration, port: u16, method: &str, path: &str, body: &Value) -> Result<Value> {
    let body = if body.is_null() { String::new() } else { body.to_string() };
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).context("nobody listens there")?;
    stream.set_read_timeout(Some(patience))?;
    let length = body.len();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\nconnection: close\r\n\
         content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}",
    )?;
    let answer = read_body(&mut stream).with_context(|| format!("{method} {path} had no answer"))?;
    if answer.is_empty() {
        return Ok(Value::Null);
    }
    serde_json::from_slice(&answer).with_context(|| format!("{method} {path} did not answer JSON"))
}

/// The body by its stated length: a driver leaves connections open whatever it is asked.
fn read_body(stream: &mut TcpStream) -> Result<Vec<u8>> {
    let mut received = Vec::new();
    let mut chunk = [0; 16 * 1024];
    loop {
        if let Some(end) = received.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&received[..end]).to_ascii_lowercase();
            let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
            let length: usize = length.map_or(Ok(0), |length| length.trim().parse())?;
            let body = &received[end + 4..];
            if body.len() >= length {
                return Ok(body[..length].to_vec());
            }
        }
        match stream.read(&mut chunk)? {
            0 => bail!("the connection was closed"),
            count => received.extend_from_slice(&chunk[..count]),
        }
    }
}
