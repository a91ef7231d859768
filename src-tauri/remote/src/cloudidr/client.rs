//! Cloudidr's requests, each sent once, and what its answers prove (see [`crate::conclusion`]).

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use berth_core::account::{Origin, Vendor};
use berth_core::draft::Order;
use berth_core::launch::{Launch, Renewal};
use berth_core::policy::{Policy, PolicyId};
use berth_core::ports::{
    Access, Capacity, Clock, Doubt, NotSent, Outcome, Refusal, RefusalKind, Reserved, Sentence, Session, Wanted,
};
use berth_core::secret::Secret;
use jiff::{SignedDuration, Timestamp};
use reqwest::Method;
use serde::Serialize;

use super::wire::{self, ConfigureRequest, IdRequest, RenewRequest, ReserveRequest, SignInRequest, Words};
use crate::conclusion::{conclude, unreadable};
use crate::http::{self, Answer, BuildError, Call, Deadlines, Http, Lookup, ONE, Purpose, Sent};

const SIGN_IN: &str = "/external/api/v1/sign-in";
const RESERVE: &str = "/external/api/v1/flexcompute/reserve";
const PURCHASE: &str = "/external/api/v1/flexcompute/purchase";
const CONFIGURE: &str = "/external/api/v1/flexcompute/capacity-configuration";
const RENEW: &str = "/external/api/v1/flexcompute/capacity/auto-renewal";
const CANCEL: &str = "/external/api/v1/flexcompute/cancel";

/// The only status of a success that this vendor prints.
const DONE: &[u16] = &[200];

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

    /// Sends what is wanted with a token, once.
    async fn send(&self, access: &Access, wanted: Wanted<'_>) -> Sent {
        let deadline = match wanted {
            Wanted::Reserve(_) => self.deadlines.reserve,
            Wanted::Purchase(_) => self.deadlines.purchase,
            Wanted::Cancel(_) => self.deadlines.cancel,
            Wanted::Configure(..) | Wanted::Renew(..) => self.deadlines.change,
        };
        let built = http::authorization("Bearer", &access.token).and_then(|value| Ok((value, worded(wanted)?)));
        match built {
            Ok((authorization, worded)) => {
                let call = call(access.origin, worded, deadline);
                self.http.send(&Call { authorization: Some(authorization), ..call }).await
            }
            Err(why) => Sent::No(why),
        }
    }
}

/// Method, path and body.
type Worded = (Method, &'static str, Vec<u8>);

fn worded(wanted: Wanted<'_>) -> Result<Worded, NotSent> {
    fn with(method: Method, path: &'static str, body: &impl Serialize) -> Result<Worded, NotSent> {
        let body = serde_json::to_vec(body).map_err(|error| NotSent::Build(error.to_string()))?;
        Ok((method, path, body))
    }
    match wanted {
        Wanted::Reserve(order) => {
            let impossible = || NotSent::Build("the window cannot be said in whole hours and quarters".into());
            with(Method::POST, RESERVE, &ReserveRequest::new(order).ok_or_else(impossible)?)
        }
        Wanted::Purchase(id) => with(Method::POST, PURCHASE, &IdRequest { cidr_id: id.as_str() }),
        Wanted::Cancel(id) => with(Method::POST, CANCEL, &IdRequest { cidr_id: id.as_str() }),
        Wanted::Configure(id, launch) => with(Method::PUT, CONFIGURE, &ConfigureRequest::new(id, launch)),
        Wanted::Renew(id, renewal) => with(Method::PUT, RENEW, &RenewRequest::new(id, renewal)),
    }
}

/// A request without a token yet.
fn call(origin: Origin, (method, path, body): Worded, deadline: Duration) -> Call<'static> {
    Call {
        method,
        origin,
        path: path.into(),
        template: path,
        authorization: None,
        body: Some(body),
        deadline,
        most: ONE,
    }
}

#[async_trait]
impl Capacity for HttpCapacity {
    fn wording(&self, wanted: Wanted<'_>) -> String {
        match worded(wanted) {
            Ok((method, path, body)) => format!("{method} {path}\n{}", String::from_utf8_lossy(&body)),
            Err(why) => why.to_string(),
        }
    }

    async fn sign_in(&self, origin: Origin, user: &str, password: &Secret) -> Outcome<Session> {
        // EXPOSE: into the body of the one request that trades it for a token.
        let body = serde_json::to_vec(&SignInRequest { username: user, password: password.expose() });
        let sent = match body {
            Ok(body) => self.http.send(&call(origin, (Method::POST, SIGN_IN, body), self.deadlines.sign_in)).await,
            Err(error) => Sent::No(NotSent::Build(error.to_string())),
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
        reserved(self.send(access, Wanted::Reserve(order)).await, &access.token)
    }

    async fn purchase(&self, access: &Access, id: &PolicyId) -> Outcome<Policy> {
        // MONEY: the one line of the program that buys. Nothing above or below it sends twice.
        let sent = self.send(access, Wanted::Purchase(id)).await;
        described(sent, &access.token, id)
    }

    async fn cancel(&self, access: &Access, id: &PolicyId) -> Outcome<Sentence> {
        cancelled(self.send(access, Wanted::Cancel(id)).await, &access.token, id)
    }

    async fn configure(&self, access: &Access, id: &PolicyId, launch: &Launch) -> Outcome<Policy> {
        described(self.send(access, Wanted::Configure(id, launch)).await, &access.token, id)
    }

    async fn renew(&self, access: &Access, id: &PolicyId, renewal: Renewal) -> Outcome<Sentence> {
        // MONEY: turned on, this buys again and again by itself.
        renewed(self.send(access, Wanted::Renew(id, renewal)).await, &access.token, id)
    }
}

/// What came of a sign-in that ended at `now`.
pub(crate) fn signed_in(sent: Sent, password: &Secret, now: Timestamp) -> Outcome<Session> {
    // SECURITY: the answer holds the token, so nothing of it is kept, not even of one that says no.
    let record = |answer: &Answer| answer.raw_with(WITHHELD.to_owned());
    conclude(sent, password, DONE, wire::read_error, record, |answer| {
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
            let shown = message.map(|text| http::shown(&text, token));
            // What is left of marks that cannot be seen is no sentence.
            Ok(Sentence { message: shown.filter(|text| !text.is_empty()) })
        }
        Words::About(other) => Err(Doubt::AnotherPolicy(other)),
    }
}

/// Whether a refusal to cancel says that there is nothing left to cancel. Only the words can tell, and every such refusal
/// begins with "Cancellation not allowed", so it is "already" beside "canceled" that counts: what is already *completed*
/// or *running* was not cancelled by anybody.
fn already_cancelled(refusal: &Refusal) -> bool {
    let message = refusal.message.to_lowercase();
    let words: Vec<_> = message.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    let says_so = |pair: &[&str]| {
        let cancelled = |word: &str| matches!(word, "canceled" | "cancelled");
        matches!(pair, [one, other] if *one == "already" && cancelled(other) || cancelled(one) && *other == "already")
    };
    let words: Vec<_> = words.into_iter().filter(|word| *word != "been").collect();
    refusal.kind == RefusalKind::Other && matches!(refusal.status, 400 | 409 | 422) && words.windows(2).any(says_so)
}

fn conclude_for<T>(sent: Sent, token: &Secret, read: impl FnOnce(&Answer) -> Result<T, Doubt>) -> Outcome<T> {
    conclude(sent, token, DONE, wire::read_error, |answer| answer.raw(token), read)
}
