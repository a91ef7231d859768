//! An answer as bytes, so that both a person and a fuzzer can write one: what was asked, the status, an age for the
//! headers, a line of headers, and the body.
//!
//! ```text
//! 20 Fri, 20 Nov 2026 12:00:00 GMT|30|application/json
//! {"cidrId": "sc_1"}
//! ```

use std::fmt::Debug;

use berth_core::attempt::RawAnswer;
use berth_core::ports::{Doubt, Outcome, RefusalKind};
use berth_core::secret::Secret;
use berth_remote::fuzzing::Given;
use jiff::Timestamp;

use crate::readers::same_again;

/// The token that was sent. It must not come back in anything that is kept.
pub(crate) const TOKEN: &str = "canary-4f1d";

/// Every status that has a meaning of its own, and some that have none.
pub(crate) const STATUSES: [u16; 16] = [200, 400, 401, 403, 404, 409, 422, 429, 500, 502, 503, 204, 201, 302, 307, 418];

/// What was asked, as a number below `kinds`, and the answer. A digit stands for itself.
pub(crate) fn split(data: &[u8], kinds: u8) -> Option<(u8, Given<'_>)> {
    let (&[kind, status], rest) = data.split_first_chunk()?;
    let end = rest.iter().position(|&byte| byte == b'\n')?;
    let mut headers = rest[..end].trim_ascii().splitn(3, |&byte| byte == b'|');
    let mut header = || headers.next().unwrap_or_default();
    let given = Given {
        status: STATUSES[usize::from(digit(status)) % STATUSES.len()],
        date: header(),
        retry_after: header(),
        content_type: header(),
        body: &rest[end + 1..],
        received_at: received_at(),
    };
    Some((digit(kind) % kinds, given))
}

fn digit(byte: u8) -> u8 {
    byte.wrapping_sub(b'0')
}

/// An answer of that form.
pub(crate) fn written(kind: u8, status: u16, body: &str) -> Vec<u8> {
    let status = STATUSES.iter().position(|&known| known == status).unwrap_or_default();
    let status = b'0'.wrapping_add(u8::try_from(status).unwrap_or_default());
    let head = [b'0' + kind, status];
    let headers = b" Fri, 20 Nov 2026 12:00:00 GMT|30|application/json\n";
    [&head, &headers[..], body.as_bytes()].concat()
}

pub(crate) fn token() -> Secret {
    Secret::parse(TOKEN.to_owned()).expect("one line, not long")
}

pub(crate) fn received_at() -> Timestamp {
    Timestamp::constant(1_795_176_000, 0)
}

/// A vendor's words, and ours around them: one line, not long, that does not turn the direction of writing, without our token.
#[track_caller]
pub(crate) fn fit_to_show(words: &str) {
    assert!(words.chars().count() <= 600, "too long: {words:?}");
    assert!(
        !words.chars().any(|letter| letter.is_control() || ('\u{202a}'..='\u{202e}').contains(&letter)),
        "{words:?}"
    );
    assert!(!words.contains(TOKEN), "the token is shown: {words:?}");
}

/// MONEY: what an outcome claims must follow from the status, whatever the body says. `done` are those of a success.
pub(crate) fn proven<T: Debug>(status: u16, done: &[u16], outcome: &Outcome<T>) {
    let raw = match outcome {
        Outcome::Done(_, raw) => {
            assert!(done.contains(&status), "done by that status: {outcome:?}");
            raw
        }
        Outcome::Unauthorized(raw) => {
            assert_eq!(status, 401, "{outcome:?}");
            raw
        }
        Outcome::Refused(refusal, raw) => {
            assert!(matches!(status, 400 | 403 | 404 | 409 | 422 | 429), "a refusal that proves nothing: {outcome:?}");
            assert!(refusal.kind != RefusalKind::AlreadyCancelled || matches!(status, 400 | 409 | 422), "{outcome:?}");
            fit_to_show(&refusal.message);
            raw
        }
        Outcome::Unknown(doubt, raw) => {
            assert!(done.contains(&status) || *doubt == Doubt::Status(status), "{outcome:?}");
            fit_to_show(&doubt.to_string());
            raw.as_ref().expect("an answer that came is kept as evidence")
        }
        Outcome::NotSent(_) => panic!("an answer to what was not sent: {outcome:?}"),
    };
    kept(status, raw);
}

/// What goes into the ledger as the answer.
fn kept(status: u16, raw: &RawAnswer) {
    assert_eq!(raw.status, status);
    assert!(raw.body.len() <= 256 * 1024);
    assert!(!raw.body.contains(TOKEN), "the token was kept");
    same_again(raw);
}
