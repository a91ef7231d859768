//! Gcore: what was committed to and withdrawn in truth, and what is read of it.
//!
//! As with the other vendor, each reservation and each withdrawal carries the attempt of the request that brought it about.

use async_trait::async_trait;
use berth_core::attempt::{AttemptId, Operation};
use berth_core::catalogue::{CostTotals, Flavor, FlavorKind, Month, Project};
use berth_core::money::Currency;
use berth_core::ports::{Access, Commitments, Outcome, Prices, ReadError, WantedCommitment};
use berth_core::quote::{Basket, BasketLine, Holder, Offer, PriceStatus, Region, Reservable, Tariff, Term};
use berth_core::reservation::{self, Commitment, CommitmentOrder, Reservation, ReservationStatus};
use rust_decimal::Decimal;

use crate::vendor::Reply;
use crate::world::{Machine, World};

/// A reservation.
pub(crate) struct Committed {
    pub(crate) id: i64,
    pub(crate) name: String,
    status: ReservationStatus,
    pub(crate) made_by: Option<AttemptId>,
    pub(crate) withdrawn: bool,
    pub(crate) withdrawn_by: Option<AttemptId>,
}

/// Gcore's books.
pub(crate) struct Gcore {
    /// What any one machine costs a month.
    pub(crate) per_machine: Decimal,
    /// Whether prices are shown.
    pub(crate) shows: bool,
    pub(crate) committed: Vec<Committed>,
}

impl Gcore {
    pub(crate) fn new(per_machine: Decimal) -> Self {
        Self { per_machine, shows: true, committed: Vec::new() }
    }

    /// What a commitment comes to, month by month for its whole term.
    pub(crate) fn total(&self, basket: &Basket, term: Term) -> Decimal {
        self.per_month(basket) * Decimal::from(term.months())
    }

    fn per_month(&self, basket: &Basket) -> Decimal {
        self.per_machine * Decimal::from(basket.lines.iter().map(|line| line.count).sum::<u32>())
    }

    pub(crate) fn offer(&self, basket: &Basket, term: Term) -> Offer {
        let tariff = |factor: u32| {
            let per_month = self.per_month(basket) * Decimal::from(factor);
            let total = per_month * Decimal::from(term.months());
            Tariff { per_hour: per_month / Decimal::from(744), per_month, total }
        };
        Offer {
            term,
            status: if self.shows { PriceStatus::Show } else { PriceStatus::Hide },
            currency: Some(Currency::USD),
            commit: self.shows.then(|| tariff(1)),
            overcommit: self.shows.then(|| tariff(2)),
            rows: Vec::new(),
        }
    }

    /// The reservation that a withdrawal is about.
    pub(crate) fn about(&self, subject: &str) -> Option<&Committed> {
        self.committed.iter().find(|one| reservation::subject(one.id) == subject)
    }

    /// Whether a request of this attempt had an effect.
    pub(crate) fn done_by(&self, attempt: AttemptId) -> bool {
        self.committed.iter().any(|one| one.made_by == Some(attempt) || one.withdrawn_by == Some(attempt))
    }

    /// Files a reservation.
    pub(crate) fn create(&mut self, attempt: Option<AttemptId>, name: &str) -> Reply {
        let id = self.committed.last().map_or(10_218, |last| last.id + 1);
        let filed = Committed {
            id,
            name: name.to_owned(),
            status: ReservationStatus::Created,
            made_by: attempt,
            withdrawn: false,
            withdrawn_by: None,
        };
        let reply = Reply::Reservation(Box::new(filed.described()));
        self.committed.push(filed);
        reply
    }

    /// Withdraws one, unless it is active. Says whether anything changed, and what is answered.
    pub(crate) fn withdraw(&mut self, attempt: Option<AttemptId>, subject: &str) -> (bool, Reply) {
        let found = self.committed.iter_mut().find(|one| reservation::subject(one.id) == subject && !one.withdrawn);
        let Some(found) = found else { return (false, Reply::NotFound) };
        if found.status == ReservationStatus::Activated {
            return (false, Reply::No);
        }
        found.withdrawn = true;
        found.withdrawn_by = attempt;
        (true, Reply::Withdrawn)
    }

    /// A person at Gcore decides about a reservation, or its first day comes.
    pub(crate) fn moves_on(&mut self, at: usize) {
        let count = self.committed.len().max(1);
        if let Some(one) = self.committed.get_mut(at % count) {
            one.status = match one.status {
                ReservationStatus::Created => ReservationStatus::Approved,
                ReservationStatus::Approved => ReservationStatus::Reserved,
                _ => ReservationStatus::Activated,
            };
        }
    }
}

impl Committed {
    fn described(&self) -> Reservation {
        Reservation {
            id: self.id,
            name: Some(self.name.clone()),
            status: Some(self.status.clone()),
            for_customer: None,
            next: Vec::new(),
            created_at: None,
            from: None,
            to: None,
            months: None,
            region: None,
            region_name: None,
            currency: None,
            commit: None,
            overcommit: None,
            rows: Vec::new(),
            error: None,
            eta: None,
            reminder: None,
        }
    }
}

/// The baskets that histories price. The first two are the same machines.
pub(crate) const BASKETS: [&[(&str, u32)]; 3] = [&[("bm1", 1), ("bm2", 2)], &[("bm2", 2), ("bm1", 1)], &[("bm1", 2)]];

/// One of them.
pub(crate) fn basket(lines: &[(&str, u32)]) -> Basket {
    let line = |(resource, count): &(&str, u32)| BasketLine { resource: (*resource).to_owned(), count: *count };
    Basket { region: 7, lines: lines.iter().map(line).collect(), windows_licences: false }
}

#[async_trait]
impl Commitments for Machine {
    fn wording(&self, _: WantedCommitment<'_>) -> String {
        String::new()
    }

    async fn create(&self, _: &Access, order: &CommitmentOrder) -> Outcome<Reservation> {
        self.request(Operation::Create, &order.subject(), Some(&order.name), |reply| match reply {
            Reply::Reservation(filed) => Some(filed.as_ref().clone()),
            _ => None,
        })
        .await
    }

    async fn withdraw(&self, _: &Access, id: i64) -> Outcome<()> {
        self.request(Operation::Withdraw, &reservation::subject(id), None, |reply| {
            matches!(reply, Reply::Withdrawn).then_some(())
        })
        .await
    }
}

impl Machine {
    /// Asks something that changes nothing.
    async fn ask<R>(&self, look: impl FnOnce(&mut World) -> Result<R, ReadError>) -> Result<R, ReadError> {
        self.rest().await;
        let read = self.world.with(|world| {
            if world.vendor.locked_out {
                return Err(ReadError::Unauthorized("who is it?".to_owned()));
            }
            if world.fault(30) { Err(ReadError::TimedOut) } else { look(world) }
        });
        self.rest().await;
        read
    }
}

#[async_trait]
impl Prices for Machine {
    async fn holder(&self, _: &Access) -> Result<Holder, ReadError> {
        self.ask(|_| Ok(Holder { status: None, email: None })).await
    }

    async fn regions(&self, _: &Access) -> Result<Vec<Region>, ReadError> {
        Err(ReadError::TimedOut)
    }

    async fn reservable(&self, _: &Access, _: i64) -> Result<Vec<Reservable>, ReadError> {
        Err(ReadError::TimedOut)
    }

    async fn price(&self, _: &Access, basket: &Basket, term: Term) -> Result<(Offer, String), ReadError> {
        self.ask(|world| {
            let (gcore, errand) = (&world.vendor.gcore, world.polled);
            world.errands[errand].priced = Some(gcore.total(basket, term));
            Ok((gcore.offer(basket, term), "somewhere".to_owned()))
        })
        .await
    }

    async fn commitments(&self, _: &Access) -> Result<Vec<Commitment>, ReadError> {
        Err(ReadError::TimedOut)
    }

    async fn reservations(&self, _: &Access) -> Result<Vec<Reservation>, ReadError> {
        Err(ReadError::TimedOut)
    }

    async fn reservation(&self, _: &Access, id: i64) -> Result<Reservation, ReadError> {
        self.ask(|world| {
            let found = world.vendor.gcore.about(&reservation::subject(id)).filter(|one| !one.withdrawn);
            let gone = || ReadError::Refused { status: 404, message: "not found".to_owned() };
            found.map(Committed::described).ok_or_else(gone)
        })
        .await
    }

    async fn projects(&self, _: &Access) -> Result<Vec<Project>, ReadError> {
        Err(ReadError::TimedOut)
    }

    async fn flavors(&self, _: &Access, _: FlavorKind, _: i64, _: i64) -> Result<Vec<Flavor>, ReadError> {
        Err(ReadError::TimedOut)
    }

    async fn cost_totals(&self, _: &Access, _: Month) -> Result<CostTotals, ReadError> {
        Err(ReadError::TimedOut)
    }
}
