//! What an answer proves of a request that can change something.
//!
//! | answer | conclusion |
//! |---|---|
//! | 200 that can be read | done |
//! | 200 that cannot, or is about something else | in doubt |
//! | 400, 403, 404, 409, 422, 429 | refused: nothing was done |
//! | 401 | nothing was done, for nobody was recognised |
//! | anything else, 5xx and 3xx above all | in doubt |
//!
//! The six refusals stand whatever their body says. HTTP gives them that meaning, and where the body is a proxy's page
//! the request got no further than that proxy. A 500 is no refusal: Cloudidr prints one that may follow a charge. A
//! 204 counts as a 200 only where the vendor is not known to answer with anything.

use berth_core::attempt::RawAnswer;
use berth_core::ports::{Doubt, Outcome, Refusal, RefusalKind};
use berth_core::secret::Secret;

use crate::field::AnswerError;
use crate::http::{self, Answer, Sent};

/// What follows from a request, by the table above. `done` are the statuses of a success; `words` reads the vendor's sentence in a refusal, and whether the body
/// is the vendor's own; `record` is what is kept of an answer.
pub(crate) fn conclude<T>(
    sent: Sent,
    secret: &Secret,
    done: &[u16],
    words: impl FnOnce(&str) -> (String, bool),
    record: impl Fn(&Answer) -> RawAnswer,
    read: impl FnOnce(&Answer) -> Result<T, Doubt>,
) -> Outcome<T> {
    let answer = match sent {
        Sent::No(why) => return Outcome::NotSent(why),
        Sent::Maybe(doubt, part) => return Outcome::Unknown(doubt, part.as_ref().map(record)),
        Sent::Yes(answer) => answer,
    };
    let raw = record(&answer);
    match answer.status {
        status if done.contains(&status) => match read(&answer) {
            Ok(done) => Outcome::Done(done, raw),
            Err(doubt) => Outcome::Unknown(discreet(doubt, secret), Some(raw)),
        },
        401 => Outcome::Unauthorized(raw),
        status @ (400 | 403 | 404 | 409 | 422 | 429) => {
            let text = answer.text();
            let (message, from_vendor) = words(&text);
            let kind = match status {
                // A page that is not there says nothing about what was asked for.
                404 if from_vendor => RefusalKind::NotFound,
                429 => RefusalKind::RateLimited { retry_after: answer.retry_after },
                _ => RefusalKind::Other,
            };
            let message = http::shown(&message, secret);
            Outcome::Refused(Refusal { status, kind, message }, raw)
        }
        status => Outcome::Unknown(Doubt::Status(status), Some(raw)),
    }
}

pub(crate) fn unreadable(error: AnswerError) -> Doubt {
    Doubt::Unreadable(error.0)
}

/// SECURITY: a doubt quotes what could not be read, and goes to the log.
fn discreet(doubt: Doubt, secret: &Secret) -> Doubt {
    match doubt {
        Doubt::Unreadable(why) => Doubt::Unreadable(http::redact(&why, secret).into_owned()),
        Doubt::AnotherPolicy(id) => Doubt::AnotherPolicy(http::redact(&id, secret).into_owned()),
        doubt @ (Doubt::TimedOut | Doubt::Broken(_) | Doubt::Status(_)) => doubt,
    }
}
