//! Gcore's reads: sent up to three times, for they change nothing. The price is asked for with a POST and is a read too.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher as _, Hasher as _};
use std::sync::Arc;

use async_trait::async_trait;
use berth_core::account::Vendor;
use berth_core::catalogue::{CostTotals, Flavor, FlavorKind, Month, Project};
use berth_core::ports::{Access, Clock, Doubt, NotSent, Prices, ReadError};
use berth_core::quote::{Basket, Holder, Offer, Region, Reservable, Term};
use berth_core::reservation::{Commitment, Reservation};
use berth_core::secret::Secret;
use reqwest::Method;
use tokio::sync::Semaphore;

use super::wire::{self, Page, PriceRequest, TotalsRequest};
use crate::field::AnswerError;
use crate::http::{self, Answer, BuildError, Call, Deadlines, Http, LIST, Lookup, ONE, Purpose, Sent};
use crate::retry;

/// Rows asked for at a time: the vendor's maximum.
const PAGE: usize = 1000;

/// Pages read at most. The vendor has a few dozen regions, so an answer that goes on and on is a fault.
const PAGES: usize = 100;

/// Requests under way at most, of all accounts together: the vendor's patience is not known, and no view needs more.
const AT_A_TIME: usize = 3;

/// A list that is read page by page.
struct List {
    path: Cow<'static, str>,
    /// The path as the log has it.
    template: &'static str,
    /// What is asked beside the page, each with `&` behind it.
    asking: &'static str,
}

impl List {
    fn at(path: &'static str) -> Self {
        Self { path: path.into(), template: path, asking: "" }
    }

    fn of_flavors(kind: FlavorKind, project: i64, region: i64) -> Self {
        let (path, template, asking) = match kind {
            FlavorKind::BareMetal => (
                format!("/cloud/v1/bmflavors/{project}/{region}"),
                "/cloud/v1/bmflavors/{project}/{region}",
                "include_prices=true&include_capacity=true&include_reservation_stock=true&",
            ),
            FlavorKind::GpuBareMetal => (
                format!("/cloud/v3/gpu/baremetal/{project}/{region}/flavors"),
                "/cloud/v3/gpu/baremetal/{project}/{region}/flavors",
                "include_prices=true&",
            ),
            FlavorKind::GpuVirtual => (
                format!("/cloud/v3/gpu/virtual/{project}/{region}/flavors"),
                "/cloud/v3/gpu/virtual/{project}/{region}/flavors",
                "include_prices=true&",
            ),
        };
        Self { path: path.into(), template, asking }
    }
}

/// Gcore over HTTP.
pub struct HttpPrices {
    http: Http,
    deadlines: Deadlines,
    turns: Semaphore,
}

impl HttpPrices {
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
        let http = Http::new(Vendor::Gcore, Purpose::Reading, deadlines.connect, lookup, clock)?;
        Ok(Self { http, deadlines, turns: Semaphore::new(AT_A_TIME) })
    }

    /// A GET without its path.
    fn get(&self, access: &Access, most: usize) -> Result<Call<'static>, ReadError> {
        let authorization = http::authorization("apikey", &access.token)
            // No such token can be right, so the remedy is that of a wrong one.
            .map_err(|why| ReadError::Unauthorized(why.to_string()))?;
        Ok(Call {
            method: Method::GET,
            origin: access.origin,
            path: "/".into(),
            template: "/",
            authorization: Some(authorization),
            body: None,
            deadline: self.deadlines.read,
            most,
        })
    }

    /// Reads a list page by page, until nothing new comes.
    async fn pages<T, K: Ord>(
        &self,
        access: &Access,
        list: List,
        read: impl Fn(&str) -> Result<Page<T>, AnswerError>,
        key: impl Fn(&T) -> K,
    ) -> Result<Vec<T>, ReadError> {
        let mut found = Vec::new();
        let mut known = BTreeSet::new();
        for _ in 0..PAGES {
            let call = Call {
                path: format!("{}?{}limit={PAGE}&offset={}", list.path, list.asking, found.len()).into(),
                template: list.template,
                ..self.get(access, LIST)?
            };
            let answer = self.read(call, &access.token).await?;
            let page = read(&answer.text()).map_err(|error| unreadable(&error, &access.token))?;
            let before = found.len();
            found.extend(page.rows.into_iter().filter(|row| known.insert(key(row))));
            let total = page.total.and_then(|total| usize::try_from(total).ok());
            // A page that brings nothing new ends it as well, whatever the count says.
            if found.len() == before || total.is_some_and(|total| found.len() >= total) {
                break;
            }
        }
        Ok(found)
    }

    /// Sends a read once, when it is its turn. Whoever pauses between two tries has given the turn back, and whoever is
    /// dropped while waiting or reading, too.
    async fn send(&self, call: &Call<'_>) -> Sent {
        // Nobody closes it, so there is always a turn to be had.
        let _turn = self.turns.acquire().await;
        self.http.send(call).await
    }

    /// Sends a read, again if that may help, and returns the body of a 200.
    async fn read(&self, call: Call<'_>, token: &Secret) -> Result<Answer, ReadError> {
        let mut tries = 0;
        loop {
            let sent = self.send(&call).await;
            tries += 1;
            match retry::pause(tries, &sent, random()) {
                Some(pause) => tokio::time::sleep(pause).await,
                None => return conclude(sent, token),
            }
        }
    }
}

#[async_trait]
impl Prices for HttpPrices {
    async fn holder(&self, access: &Access) -> Result<Holder, ReadError> {
        const PATH: &str = "/iam/clients/me";
        let call = Call { path: PATH.into(), template: PATH, ..self.get(access, ONE)? };
        let answer = self.read(call, &access.token).await?;
        wire::read_holder(&answer.text()).map_err(|error| unreadable(&error, &access.token))
    }

    async fn regions(&self, access: &Access) -> Result<Vec<Region>, ReadError> {
        self.pages(access, List::at("/cloud/v1/regions"), wire::read_regions, |region| region.id).await
    }

    async fn reservable(&self, access: &Access, region: i64) -> Result<Vec<Reservable>, ReadError> {
        let call = Call {
            path: format!("/cloud/v1/bm_reservation_flavors/{region}").into(),
            template: "/cloud/v1/bm_reservation_flavors/{region}",
            ..self.get(access, LIST)?
        };
        let answer = self.read(call, &access.token).await?;
        wire::read_reservable(&answer.text()).map_err(|error| unreadable(&error, &access.token))
    }

    async fn price(&self, access: &Access, basket: &Basket, term: Term) -> Result<(Offer, String), ReadError> {
        let body = serde_json::to_vec(&PriceRequest::new(basket, term))
            .map_err(|error| not_sent(&NotSent::Build(error.to_string())))?;
        let call = Call {
            method: Method::POST,
            path: format!("/cloud/v1/pricing/{}/billing_reservation", basket.region).into(),
            template: "/cloud/v1/pricing/{region}/billing_reservation",
            body: Some(body),
            ..self.get(access, ONE)?
        };
        let answer = self.read(call, &access.token).await?;
        wire::read_price(&answer.text(), basket.region, term).map_err(|error| unreadable(&error, &access.token))
    }

    async fn commitments(&self, access: &Access) -> Result<Vec<Commitment>, ReadError> {
        const PATH: &str = "/cloud/v2/reservations";
        let call = Call { path: PATH.into(), template: PATH, ..self.get(access, LIST)? };
        let answer = self.read(call, &access.token).await?;
        wire::read_commitments(&answer.text()).map_err(|error| unreadable(&error, &access.token))
    }

    async fn reservations(&self, access: &Access) -> Result<Vec<Reservation>, ReadError> {
        self.pages(access, List::at("/cloud/v1/reservations"), wire::read_reservations, |one| one.id).await
    }

    async fn reservation(&self, access: &Access, id: i64) -> Result<Reservation, ReadError> {
        let call = Call {
            path: format!("/cloud/v1/reservations/{id}").into(),
            template: wire::ONE_RESERVATION,
            ..self.get(access, ONE)?
        };
        let answer = self.read(call, &access.token).await?;
        let reservation = wire::read_reservation(&answer.text()).map_err(|error| unreadable(&error, &access.token))?;
        if reservation.id != id {
            let other = reservation.id;
            return Err(ReadError::Unreadable(format!("id: the answer is about reservation {other}")));
        }
        Ok(reservation)
    }

    async fn projects(&self, access: &Access) -> Result<Vec<Project>, ReadError> {
        self.pages(access, List::at("/cloud/v1/projects"), wire::read_projects, |project| project.id).await
    }

    async fn flavors(
        &self,
        access: &Access,
        kind: FlavorKind,
        project: i64,
        region: i64,
    ) -> Result<Vec<Flavor>, ReadError> {
        let list = List::of_flavors(kind, project, region);
        let read = |json: &str| wire::read_flavors(json, kind);
        // A type for two systems may stand there twice.
        self.pages(access, list, read, |flavor| (flavor.name.clone(), flavor.os.clone())).await
    }

    async fn cost_totals(&self, access: &Access, month: Month) -> Result<CostTotals, ReadError> {
        const PATH: &str = "/cloud/v1/reservation_cost_report/totals";
        let body = serde_json::to_vec(&TotalsRequest::new(month))
            .map_err(|error| not_sent(&NotSent::Build(error.to_string())))?;
        let call = Call {
            method: Method::POST,
            path: PATH.into(),
            template: PATH,
            body: Some(body),
            ..self.get(access, LIST)?
        };
        let answer = self.read(call, &access.token).await?;
        wire::read_totals(&answer.text()).map_err(|error| unreadable(&error, &access.token))
    }
}

/// Some number. The keys of a new hash map are random enough to keep two desks from coming back in step.
fn random() -> u64 {
    RandomState::new().build_hasher().finish()
}

/// SECURITY: what could not be read is quoted, and goes to the log.
pub(crate) fn unreadable(error: &AnswerError, token: &Secret) -> ReadError {
    ReadError::Unreadable(http::redact(&error.0, token).into_owned())
}

fn not_sent(why: &NotSent) -> ReadError {
    match why {
        NotSent::Build(why) => ReadError::Build(why.clone()),
        NotSent::Dns(_) | NotSent::Connect(_) => ReadError::Offline(why.to_string()),
    }
}

/// What came of a read.
pub(crate) fn conclude(sent: Sent, token: &Secret) -> Result<Answer, ReadError> {
    let answer = match sent {
        Sent::No(why) => return Err(not_sent(&why)),
        Sent::Maybe(Doubt::TimedOut, _) => return Err(ReadError::TimedOut),
        Sent::Maybe(Doubt::Unreadable(why), _) => return Err(ReadError::Unreadable(why)),
        Sent::Maybe(doubt, _) => return Err(ReadError::Offline(doubt.to_string())),
        Sent::Yes(answer) => answer,
    };
    let status = answer.status;
    if status == 200 {
        if answer.is_html() {
            return Err(ReadError::Unreadable("a web page instead of an answer".into()));
        }
        return Ok(answer);
    }
    let message = http::shown(&wire::read_error(&answer.text()).0, token);
    Err(match status {
        401 => ReadError::Unauthorized(message),
        429 => ReadError::RateLimited { retry_after: answer.retry_after },
        400..=499 => ReadError::Refused { status, message },
        500..=599 => ReadError::Failed(status),
        _ => ReadError::Unreadable(format!("status {status} is not one that this vendor gives")),
    })
}
