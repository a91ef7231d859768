//! The log of every request that reached the sandbox, for tests that count deliveries instead of believing a client.

use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{fault::Fault, operation::Operation};

/// How many requests are remembered; the oldest go first.
const REMEMBERED: usize = 10_000;

/// A request that reached the sandbox. Requests to `/_sandbox/` are not among them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Received {
    /// Sequence number, from 1, in the order in which the requests were read.
    pub number: u64,
    /// The sandbox's clock when it was read.
    pub at: Timestamp,
    /// HTTP method.
    pub method: String,
    /// Path and query.
    pub path: String,
    /// Which operation it was; `None` for a path or method no contract has.
    pub operation: Option<Operation>,
    /// Scheme of the `Authorization` header; the credential is left out.
    pub authorization: Option<String>,
    /// The JSON body with secrets masked; the length alone when it was not JSON.
    pub body: Option<Value>,
    /// Whether it changed the sandbox's state for good.
    pub committed: bool,
    /// What went wrong on purpose.
    pub fault: Option<Fault>,
    /// Status of the answer that was made; `None` while none is, or when the connection was closed instead.
    pub status: Option<u16>,
}

#[derive(Debug, Default)]
pub(crate) struct ReceivedLog(Mutex<Entries>);

#[derive(Debug, Default)]
struct Entries {
    last_number: u64,
    entries: Vec<Received>,
}

impl ReceivedLog {
    /// Notes a request and gives it its number.
    pub(crate) fn note(&self, mut received: Received) -> u64 {
        let mut log = self.lock();
        log.last_number += 1;
        received.number = log.last_number;
        if log.entries.len() >= REMEMBERED {
            log.entries.remove(0);
        }
        log.entries.push(received);
        log.last_number
    }

    pub(crate) fn update(&self, number: u64, change: impl FnOnce(&mut Received)) {
        let mut log = self.lock();
        if let Ok(at) = log.entries.binary_search_by_key(&number, |entry| entry.number) {
            change(&mut log.entries[at]);
        }
    }

    pub(crate) fn list(&self) -> Vec<Received> {
        self.lock().entries.clone()
    }

    /// Forgets the entries; the numbering goes on, so a request still under way cannot be taken for a later one.
    pub(crate) fn clear(&self) {
        self.lock().entries.clear();
    }

    fn lock(&self) -> MutexGuard<'_, Entries> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A body fit for the log.
pub(crate) fn masked(body: &[u8]) -> Option<Value> {
    if body.is_empty() {
        return None;
    }
    Some(serde_json::from_slice(body).map_or_else(
        |_| Value::from(format!("{} bytes that are not JSON", body.len())),
        |mut value| {
            mask(&mut value);
            value
        },
    ))
}

/// SECURITY: whatever a field of such a name holds never reaches the log.
fn mask(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                let name = name.to_ascii_lowercase();
                if ["password", "token", "secret", "authorization", "apikey"].iter().any(|word| name.contains(word)) {
                    *inner = Value::from("***");
                } else {
                    mask(inner);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(mask),
        _ => {}
    }
}
