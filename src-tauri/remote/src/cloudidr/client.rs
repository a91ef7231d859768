//! What Cloudidr's answers prove.
//!
//! | answer | conclusion |
//! |---|---|
//! | 200 that can be read | done |
//! | 200 that cannot, or is about another policy | in doubt |
//! | 400, 403, 404, 409, 422, 429 | refused: nothing was done |
//! | 401 | nothing was done, for nobody was recognised |
//! | anything else, 5xx and 3xx above all | in doubt |
//!
//! The five refusals stand whatever their body says. HTTP gives them that meaning, and where the body is a proxy's page
//! the request got no further than that proxy. A 500 is no refusal: the vendor prints one that may follow a charge.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use berth_core::account::{Origin, Vendor};
use berth_core::attempt::RawAnswer;
use berth_core::draft::Order;
use berth_core::launch::{Launch, Renewal};
use berth_core::policy::{Policy, PolicyId};
use berth_core::ports::{
    Access, Capacity, Clock, Doubt, NotSent, Outcome, Refusal, RefusalKind, Reserved, Sentence, Session,
};
use berth_core::secret::Secret;
use jiff::{SignedDuration, Timestamp};
use reqwest::Method;
use serde::Serialize;

use super::wire::{self, ConfigureRequest, IdRequest, RenewRequest, ReserveRequest, SignInRequest, Words};
use crate::field::AnswerError;
use crate::http::{self, Answer, BuildError, Call, Deadlines, Http, Lookup, ONE, Purpose, Sent};
use crate::words;

const SIGN_IN: &str = "/external/api/v1/sign-in";
const RESERVE: &str = "/external/api/v1/flexcompute/reserve";
const PURCHASE: &str = "/external/api/v1/flexcompute/purchase";
const CONFIGURE: &str = "/external/api/v1/flexcompute/capacity-configuration";
const RENEW: &str = "/external/api/v1/flexcompute/capacity/auto-renewal";
const CANCEL: &str = "/external/api/v1/flexcompute/cancel";

/// What stands in the record where the body of a sign-in was.
const WITHHELD: &str = "(not kept: answers to a sign-in hold the token)";

/// Cloudidr over HTTP. Every request is sent at most once.
pub struct HttpCapacity {
    http: Http,
    deadlines: Deadlines,
    clock: Arc<dyn Clock>,
}

impl HttpCapacity {
    /// A client for all Cloudidr accounts. To be made once: it reads the system's certificate authorities.
    pub fn new(clock: Arc<dyn Clock>) -> Result<Self, BuildError> {
        Self::with_deadlines(clock, Deadlines::default())
    }

    /// The same, for tests that cannot wait.
    #[doc(hidden)]
    pub fn with_deadlines(clock: Arc<dyn Clock>, deadlines: Deadlines) -> Result<Self, BuildError> {
        Self::with_lookup(clock, deadlines, Lookup::System)
    }

    /// The same, for tests of what lies between the vendor's name and its answer.
    #[doc(hidden)]
    pub fn with_lookup(clock: Arc<dyn Clock>, deadlines: Deadlines, lookup: Lookup) -> Result<Self, BuildError> {
        let http = Http::new(Vendor::Cloudidr, Purpose::Spending, deadlines.connect, lookup, Arc::clone(&clock))?;
        Ok(Self { http, deadlines, clock })
    }

    /// Posts a body with a token, once.
    async fn post(&self, access: &Access, path: &'static str, body: &impl Serialize, deadline: Duration) -> Sent {
        self.send(Method::POST, access, path, body, deadline).await
    }

    /// Puts a change of a policy with a token, once.
    async fn put(&self, access: &Access, path: &'static str, body: &impl Serialize) -> Sent {
        self.send(Method::PUT, access, path, body, self.deadlines.change).await
    }

    async fn send(
        &self,
        method: Method,
        access: &Access,
        path: &'static str,
        body: &impl Serialize,
        deadline: Duration,
    ) -> Sent {
        let authorization = match http::authorization("Bearer", &access.token) {
            Ok(value) => value,
            Err(why) => return Sent::No(why),
        };
        match call(access.origin, path, body, deadline) {
            Ok(call) => self.http.send(&Call { method, authorization: Some(authorization), ..call }).await,
            Err(why) => Sent::No(why),
        }
    }
}

/// A request that posts a body, without a token yet.
fn call(
    origin: Origin,
    path: &'static str,
    body: &impl Serialize,
    deadline: Duration,
) -> Result<Call<'static>, NotSent> {
    let body = serde_json::to_vec(body).map_err(|error| NotSent::Build(error.to_string()))?;
    Ok(Call {
        method: Method::POST,
        origin,
        path: path.into(),
        template: path,
        authorization: None,
        body: Some(body),
        deadline,
        most: ONE,
    })
}

#[async_trait]
impl Capacity for HttpCapacity {
    async fn sign_in(&self, origin: Origin, user: &str, password: &Secret) -> Outcome<Session> {
        // EXPOSE: into the body of the one request that trades it for a token.
        let body = SignInRequest { username: user, password: password.expose() };
        let sent = match call(origin, SIGN_IN, &body, self.deadlines.sign_in) {
            Ok(call) => self.http.send(&call).await,
            Err(why) => Sent::No(why),
        };
        match signed_in(sent, password, self.clock.now()) {
            // A sign-in names no id that could be unknown.
            Outcome::Refused(refusal, answer) if refusal.kind == RefusalKind::NotFound => {
                Outcome::Refused(Refusal { kind: RefusalKind::Other, ..refusal }, answer)
            }
            outcome => outcome,
        }
    }

    async fn reserve(&self, access: &Access, order: &Order) -> Outcome<Reserved> {
        let Some(request) = ReserveRequest::new(order) else {
            return Outcome::NotSent(NotSent::Build("the window cannot be said in whole hours and quarters".into()));
        };
        let sent = self.post(access, RESERVE, &request, self.deadlines.reserve).await;
        reserved(sent, &access.token)
    }

    async fn purchase(&self, access: &Access, id: &PolicyId) -> Outcome<Policy> {
        let request = IdRequest { cidr_id: id.as_str() };
        // MONEY: the one line of the program that buys. Nothing above or below it sends twice.
        let sent = self.post(access, PURCHASE, &request, self.deadlines.purchase).await;
        described(sent, &access.token, id)
    }

    async fn cancel(&self, access: &Access, id: &PolicyId) -> Outcome<Sentence> {
        let request = IdRequest { cidr_id: id.as_str() };
        let sent = self.post(access, CANCEL, &request, self.deadlines.cancel).await;
        cancelled(sent, &access.token, id)
    }

    async fn configure(&self, access: &Access, id: &PolicyId, launch: &Launch) -> Outcome<Policy> {
        let sent = self.put(access, CONFIGURE, &ConfigureRequest::new(id, launch)).await;
        described(sent, &access.token, id)
    }

    async fn renew(&self, access: &Access, id: &PolicyId, renewal: Renewal) -> Outcome<Sentence> {
        // MONEY: turned on, this buys again and again by itself.
        let sent = self.put(access, RENEW, &RenewRequest::new(id, renewal)).await;
        renewed(sent, &access.token, id)
    }
}

/// What came of a sign-in that ended at `now`.
pub(crate) fn signed_in(sent: Sent, password: &Secret, now: Timestamp) -> Outcome<Session> {
    // SECURITY: the answer holds the token, so nothing of it is kept, not even of one that says no.
    let record = |answer: &Answer| answer.raw_with(WITHHELD.to_owned());
    conclude(sent, password, record, |answer| {
        let unusable = || Doubt::Unreadable("the answer holds no token that can be used".into());
        let (token, seconds) = wire::read_sign_in(&answer.text()).ok_or_else(unusable)?;
        let token = Secret::issued(token).map_err(|_| unusable())?;
        let expires_at = now.checked_add(SignedDuration::from_secs(seconds)).unwrap_or(now);
        Ok(Session { token, expires_at })
    })
}

/// What came of a reserve.
pub(crate) fn reserved(sent: Sent, token: &Secret) -> Outcome<Reserved> {
    conclude_for(sent, token, |answer| wire::read_reserve(&answer.text()).map_err(unreadable))
}

/// What came of a request that answers with the policy it is about: a purchase, a change of launch details.
pub(crate) fn described(sent: Sent, token: &Secret, id: &PolicyId) -> Outcome<Policy> {
    conclude_for(sent, token, |answer| {
        let policy = wire::read_policy(&answer.text()).map_err(unreadable)?;
        if policy.id == *id { Ok(policy) } else { Err(Doubt::AnotherPolicy(policy.id.to_string())) }
    })
}

/// What came of a cancellation.
pub(crate) fn cancelled(sent: Sent, token: &Secret, id: &PolicyId) -> Outcome<Sentence> {
    let outcome = conclude_for(sent, token, |answer| {
        let text = answer.text();
        if !text.trim().is_empty() && answer.is_html() {
            return Err(Doubt::Unreadable("a web page instead of an answer".into()));
        }
        said(wire::read_cancel(&text, id).map_err(unreadable)?, token)
    });
    match outcome {
        Outcome::Refused(refusal, answer) if already_cancelled(&refusal) => {
            Outcome::Refused(Refusal { kind: RefusalKind::AlreadyCancelled, ..refusal }, answer)
        }
        outcome => outcome,
    }
}

/// What came of a change of auto-renewal.
pub(crate) fn renewed(sent: Sent, token: &Secret, id: &PolicyId) -> Outcome<Sentence> {
    conclude_for(sent, token, |answer| said(wire::read_renew(&answer.text(), id).map_err(unreadable)?, token))
}

/// The vendor's sentence, fit to be kept and shown.
fn said(words: Words, token: &Secret) -> Result<Sentence, Doubt> {
    match words {
        Words::Done(Sentence { message }) => {
            Ok(Sentence { message: message.map(|text| words::plain(&http::redact(&text, token))) })
        }
        Words::About(other) => Err(Doubt::AnotherPolicy(other)),
    }
}

/// Whether a refusal to cancel says that there is nothing left to cancel. Only the words can tell.
fn already_cancelled(refusal: &Refusal) -> bool {
    let words = refusal.message.to_lowercase();
    refusal.kind == RefusalKind::Other
        && matches!(refusal.status, 400 | 409 | 422)
        && words.contains("already")
        && words.contains("cancel")
}

fn unreadable(error: AnswerError) -> Doubt {
    Doubt::Unreadable(error.0)
}

fn conclude_for<T>(sent: Sent, token: &Secret, read: impl FnOnce(&Answer) -> Result<T, Doubt>) -> Outcome<T> {
    conclude(sent, token, |answer| answer.raw(token), read)
}

/// SECURITY: a doubt quotes what could not be read, and goes to the log.
fn discreet(doubt: Doubt, secret: &Secret) -> Doubt {
    match doubt {
        Doubt::Unreadable(why) => Doubt::Unreadable(http::redact(&why, secret).into_owned()),
        Doubt::AnotherPolicy(id) => Doubt::AnotherPolicy(http::redact(&id, secret).into_owned()),
        doubt @ (Doubt::TimedOut | Doubt::Broken(_) | Doubt::Status(_)) => doubt,
    }
}

/// What follows from a request, by the table at the top of this file.
fn conclude<T>(
    sent: Sent,
    secret: &Secret,
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
        200 => match read(&answer) {
            Ok(done) => Outcome::Done(done, raw),
            Err(doubt) => Outcome::Unknown(discreet(doubt, secret), Some(raw)),
        },
        401 => Outcome::Unauthorized(raw),
        status @ (400 | 403 | 404 | 409 | 422 | 429) => {
            let text = answer.text();
            let (message, from_vendor) = wire::read_error(&text);
            let kind = match status {
                // A page that is not there says nothing about the policy.
                404 if from_vendor => RefusalKind::NotFound,
                429 => RefusalKind::RateLimited { retry_after: answer.retry_after },
                _ => RefusalKind::Other,
            };
            let message = words::plain(&http::redact(&message, secret));
            Outcome::Refused(Refusal { status, kind, message }, raw)
        }
        status => Outcome::Unknown(Doubt::Status(status), Some(raw)),
    }
}
