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
use berth_core::policy::{Policy, PolicyId};
use berth_core::ports::{
    Access, Cancelled, Capacity, Clock, Doubt, NotSent, Outcome, Refusal, RefusalKind, Reserved, Session,
};
use berth_core::secret::Secret;
use jiff::SignedDuration;
use reqwest::Method;
use serde::Serialize;

use super::wire::{self, CancelWords, IdRequest, ReserveRequest, SignInRequest};
use crate::field::AnswerError;
use crate::http::{self, Answer, BuildError, Call, Deadlines, Http, ONE, Purpose, Sent};
use crate::words;

const SIGN_IN: &str = "/external/api/v1/sign-in";
const RESERVE: &str = "/external/api/v1/flexcompute/reserve";
const PURCHASE: &str = "/external/api/v1/flexcompute/purchase";
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
        let http = Http::new(Vendor::Cloudidr, Purpose::Spending, deadlines.connect, Arc::clone(&clock))?;
        Ok(Self { http, deadlines, clock })
    }

    /// Posts a body with a token, once.
    async fn post(&self, access: &Access, path: &'static str, body: &impl Serialize, deadline: Duration) -> Sent {
        let authorization = match http::authorization("Bearer", &access.token) {
            Ok(value) => value,
            Err(why) => return Sent::No(why),
        };
        match call(access.origin, path, body, deadline) {
            Ok(call) => self.http.send(&Call { authorization: Some(authorization), ..call }).await,
            Err(why) => Sent::No(why),
        }
    }
}

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
        // SECURITY: the answer holds the token, so nothing of it is kept, not even of one that says no.
        let record = |answer: &Answer| answer.raw_with(WITHHELD.to_owned());
        conclude(sent, password, record, |answer| {
            let unusable = || Doubt::Unreadable("the answer holds no token that can be used".into());
            let (token, seconds) = wire::read_sign_in(&answer.text()).ok_or_else(unusable)?;
            let token = Secret::issued(token).map_err(|_| unusable())?;
            let now = self.clock.now();
            let expires_at = now.checked_add(SignedDuration::from_secs(seconds)).unwrap_or(now);
            Ok(Session { token, expires_at })
        })
    }

    async fn reserve(&self, access: &Access, order: &Order) -> Outcome<Reserved> {
        let Some(request) = ReserveRequest::new(order) else {
            return Outcome::NotSent(NotSent::Build("the window cannot be said in whole hours and quarters".into()));
        };
        let sent = self.post(access, RESERVE, &request, self.deadlines.reserve).await;
        conclude_for(sent, access, |answer| wire::read_reserve(&answer.text()).map_err(unreadable))
    }

    async fn purchase(&self, access: &Access, id: &PolicyId) -> Outcome<Policy> {
        let request = IdRequest { cidr_id: id.as_str() };
        // MONEY: the one line of the program that buys. Nothing above or below it sends twice.
        let sent = self.post(access, PURCHASE, &request, self.deadlines.purchase).await;
        conclude_for(sent, access, |answer| {
            let policy = wire::read_policy(&answer.text()).map_err(unreadable)?;
            if policy.id == *id { Ok(policy) } else { Err(Doubt::AnotherPolicy(policy.id.to_string())) }
        })
    }

    async fn cancel(&self, access: &Access, id: &PolicyId) -> Outcome<Cancelled> {
        let request = IdRequest { cidr_id: id.as_str() };
        let sent = self.post(access, CANCEL, &request, self.deadlines.cancel).await;
        let outcome = conclude_for(sent, access, |answer| {
            let text = answer.text();
            if !text.trim().is_empty() && answer.is_html() {
                return Err(Doubt::Unreadable("a web page instead of an answer".into()));
            }
            match wire::read_cancel(&text, id).map_err(unreadable)? {
                CancelWords::Done(cancelled) => Ok(Cancelled {
                    message: cancelled.message.map(|text| words::plain(&http::redact(&text, &access.token))),
                }),
                CancelWords::About(other) => Err(Doubt::AnotherPolicy(other)),
            }
        });
        match outcome {
            Outcome::Refused(refusal, answer) if already_cancelled(&refusal) => {
                Outcome::Refused(Refusal { kind: RefusalKind::AlreadyCancelled, ..refusal }, answer)
            }
            outcome => outcome,
        }
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

fn conclude_for<T>(sent: Sent, access: &Access, read: impl FnOnce(&Answer) -> Result<T, Doubt>) -> Outcome<T> {
    conclude(sent, &access.token, |answer| answer.raw(&access.token), read)
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
            Err(doubt) => Outcome::Unknown(doubt, Some(raw)),
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
