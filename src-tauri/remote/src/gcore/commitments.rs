//! Gcore's two requests that change something, each sent once. Both are documented only in part: the answers are concluded
//! from as everywhere ([`crate::conclusion`]), and what proves nothing stays in doubt.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use berth_core::account::Vendor;
use berth_core::ports::{Access, Clock, Commitments, Doubt, NotSent, Outcome, WantedCommitment};
use berth_core::reservation::{CommitmentOrder, Reservation};
use berth_core::secret::Secret;
use reqwest::Method;
use serde::de::IgnoredAny;

use super::wire::{self, CreateRequest};
use crate::conclusion::{conclude, unreadable};
use crate::http::{self, Answer, BuildError, Call, Deadlines, Http, Lookup, ONE, Purpose, Sent};

/// What can change something at Gcore, over HTTP.
pub struct HttpCommitments {
    http: Http,
    deadlines: Deadlines,
}

impl HttpCommitments {
    /// A client for all Gcore accounts. To be made once: it reads the system's certificate authorities.
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
        let http = Http::new(Vendor::Gcore, Purpose::Spending, deadlines.connect, lookup, clock)?;
        Ok(Self { http, deadlines })
    }

    async fn send(&self, access: &Access, wanted: WantedCommitment<'_>) -> Sent {
        let deadline = match wanted {
            WantedCommitment::Create(_) => self.deadlines.purchase,
            WantedCommitment::Withdraw(_) => self.deadlines.cancel,
        };
        let built = http::authorization("apikey", &access.token).and_then(|value| Ok((value, worded(wanted)?)));
        match built {
            Ok((authorization, worded)) => {
                let call = call(access, worded, deadline);
                self.http.send(&Call { authorization: Some(authorization), ..call }).await
            }
            Err(why) => Sent::No(why),
        }
    }
}

/// Method, path, the path as the log has it, and body.
type Worded = (Method, Cow<'static, str>, &'static str, Option<Vec<u8>>);

fn worded(wanted: WantedCommitment<'_>) -> Result<Worded, NotSent> {
    const CREATE: &str = "/cloud/v1/reservations";
    match wanted {
        WantedCommitment::Create(order) => {
            let body = serde_json::to_vec(&CreateRequest::new(order));
            let body = body.map_err(|error| NotSent::Build(error.to_string()))?;
            Ok((Method::POST, CREATE.into(), CREATE, Some(body)))
        }
        WantedCommitment::Withdraw(id) => {
            let path = format!("/cloud/v1/reservations/{id}").into();
            Ok((Method::DELETE, path, wire::ONE_RESERVATION, None))
        }
    }
}

/// A request without a token yet.
fn call(access: &Access, (method, path, template, body): Worded, deadline: Duration) -> Call<'static> {
    Call { method, origin: access.origin, path, template, authorization: None, body, deadline, most: ONE }
}

#[async_trait]
impl Commitments for HttpCommitments {
    fn wording(&self, wanted: WantedCommitment<'_>) -> String {
        match worded(wanted) {
            Ok((method, path, _, None)) => format!("{method} {path}"),
            Ok((method, path, _, Some(body))) => format!("{method} {path}\n{}", String::from_utf8_lossy(&body)),
            Err(why) => why.to_string(),
        }
    }

    async fn create(&self, access: &Access, order: &CommitmentOrder) -> Outcome<Reservation> {
        // MONEY: the one line of the program that commits to years. Nothing above or below it sends twice.
        let sent = self.send(access, WantedCommitment::Create(order)).await;
        created(sent, &access.token, order)
    }

    async fn withdraw(&self, access: &Access, id: i64) -> Outcome<()> {
        withdrawn(self.send(access, WantedCommitment::Withdraw(id)).await, &access.token)
    }
}

/// What came of asking for a commitment.
pub(crate) fn created(sent: Sent, token: &Secret, order: &CommitmentOrder) -> Outcome<Reservation> {
    conclude_for(sent, token, &[200], |answer| {
        let filed = wire::read_reservation(&answer.text()).map_err(unreadable)?;
        // No id of the request's own comes back. What it does tell of what was asked for has to be that.
        let another = filed.name.as_deref().is_some_and(|name| name.trim() != order.name)
            || filed.months.is_some_and(|months| months != order.term.months())
            || filed.region.is_some_and(|region| region != order.basket.region);
        if another { Err(Doubt::AnotherPolicy(format!("reservation {}", filed.id))) } else { Ok(filed) }
    })
}

/// What came of a withdrawal. Its answer is not documented, but that nobody reads a body of it.
pub(crate) fn withdrawn(sent: Sent, token: &Secret) -> Outcome<()> {
    conclude_for(sent, token, &[200, 204], |answer| {
        let text = answer.text();
        if !text.trim().is_empty() && serde_json::from_str::<IgnoredAny>(&text).is_err() {
            return Err(Doubt::Unreadable("neither nothing nor JSON".into()));
        }
        Ok(())
    })
}

fn conclude_for<T>(
    sent: Sent,
    token: &Secret,
    done: &[u16],
    read: impl FnOnce(&Answer) -> Result<T, Doubt>,
) -> Outcome<T> {
    conclude(sent, token, done, wire::read_error, |answer| answer.raw(token), read)
}
