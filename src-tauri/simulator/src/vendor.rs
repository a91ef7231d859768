//! The vendors, and Cloudidr of them: what it sold, charged and cancelled in truth, whatever its answers say.
//!
//! It is the judge of every history, so it keeps who caused what: each charge, reservation and cancellation carries the
//! attempt of the request that brought it about, which no real vendor could know.

use berth_core::attempt::{AttemptId, Operation};
use berth_core::policy::{FREE_CANCEL, Policy, PolicyId, PolicyStatus, Pricing};
use berth_core::reservation::Reservation;
use berth_core::window::{Moment, Window};
use jiff::Timestamp;
use jiff::tz::Offset;
use rust_decimal::Decimal;

use crate::gcore::Gcore;

/// Money that was taken.
pub(crate) struct Charge {
    pub(crate) attempt: Option<AttemptId>,
    pub(crate) price: Decimal,
    /// The price in the answer, which leaves it out now and then.
    pub(crate) told: Option<Decimal>,
    /// Whether all of it was given back.
    pub(crate) given_back: bool,
}

/// A policy.
pub(crate) struct Sold {
    pub(crate) id: PolicyId,
    pub(crate) price: Decimal,
    pub(crate) created_at: Timestamp,
    pub(crate) reserved_by: Option<AttemptId>,
    pub(crate) charges: Vec<Charge>,
    pub(crate) cancelled: bool,
    pub(crate) cancelled_by: Option<AttemptId>,
    /// Who changed its configuration or its renewal.
    pub(crate) changed_by: Vec<Option<AttemptId>>,
}

/// What the vendor says when it understood.
pub(crate) enum Reply {
    Policy(Box<Policy>),
    /// Nothing was free.
    Full,
    /// Cancelled, or renewing or not, with or without a sentence.
    Sentence(Option<String>),
    AlreadyCancelled,
    /// A reservation at Gcore as it was filed.
    Reservation(Box<Reservation>),
    /// One that is there no more.
    Withdrawn,
    NotFound,
    /// Not possible in this state.
    No,
}

/// The vendor's books.
pub(crate) struct Vendor {
    /// A second purchase of one policy is refused if so, and charged again if not. The documents promise neither.
    pub(crate) strict: bool,
    /// Nobody is recognised for the time being.
    pub(crate) locked_out: bool,
    pub(crate) sold: Vec<Sold>,
    pub(crate) gcore: Gcore,
    pub(crate) window: Option<Window>,
}

impl Vendor {
    pub(crate) fn new(strict: bool, gcore: Gcore) -> Self {
        let moment = |second| Moment { at: Timestamp::from_second(second).unwrap_or_default(), offset: Offset::UTC };
        // June 2027: far enough that no history reaches it.
        let window = Window::new(moment(1_812_000_000), moment(1_812_256_500)).ok();
        Self { strict, locked_out: false, sold: Vec::new(), gcore, window }
    }

    pub(crate) fn policy(&self, id: &str) -> Option<&Sold> {
        self.sold.iter().find(|sold| sold.id.as_str() == id)
    }

    /// Whether a request of this attempt had an effect.
    pub(crate) fn done_by(&self, attempt: AttemptId) -> bool {
        let sold = self.sold.iter().any(|sold| {
            sold.reserved_by == Some(attempt)
                || sold.cancelled_by == Some(attempt)
                || sold.changed_by.contains(&Some(attempt))
                || sold.charges.iter().any(|charge| charge.attempt == Some(attempt))
        });
        sold || self.gcore.done_by(attempt)
    }

    pub(crate) fn reserve(&mut self, attempt: Option<AttemptId>, price: Decimal, now: Timestamp) -> Option<Policy> {
        let id = PolicyId::parse(&format!("sc_{}", self.sold.len() + 1)).ok()?;
        self.sold.push(Sold {
            id,
            price,
            created_at: now,
            reserved_by: attempt,
            charges: Vec::new(),
            cancelled: false,
            cancelled_by: None,
            changed_by: Vec::new(),
        });
        self.sold.last().map(|sold| self.described(sold, Some(price)))
    }

    /// Carries out a request on a policy. Says whether anything changed, and what is answered.
    pub(crate) fn execute(
        &mut self,
        operation: Operation,
        attempt: Option<AttemptId>,
        id: &str,
        hides_price: bool,
        now: Timestamp,
    ) -> (bool, Reply) {
        let Some(at) = self.sold.iter().position(|sold| sold.id.as_str() == id) else {
            return (false, Reply::NotFound);
        };
        match operation {
            Operation::Cancel => self.cancel(at, attempt, now),
            Operation::Configure | Operation::Renew => self.change(at, operation, attempt),
            Operation::Purchase => self.purchase(at, attempt, hides_price),
            Operation::Reserve | Operation::Create | Operation::Withdraw => (false, Reply::NotFound),
        }
    }

    fn purchase(&mut self, at: usize, attempt: Option<AttemptId>, hides_price: bool) -> (bool, Reply) {
        let strict = self.strict;
        let sold = &mut self.sold[at];
        if sold.cancelled || (strict && !sold.charges.is_empty()) {
            return (false, Reply::No);
        }
        let told = (!hides_price).then_some(sold.price);
        sold.charges.push(Charge { attempt, price: sold.price, told, given_back: false });
        (true, Reply::Policy(Box::new(self.described(&self.sold[at], told))))
    }

    fn cancel(&mut self, at: usize, attempt: Option<AttemptId>, now: Timestamp) -> (bool, Reply) {
        let sold = &mut self.sold[at];
        if sold.cancelled {
            return (false, Reply::AlreadyCancelled);
        }
        sold.cancelled = true;
        sold.cancelled_by = attempt;
        if now.duration_since(sold.created_at) < FREE_CANCEL {
            sold.charges.iter_mut().for_each(|charge| charge.given_back = true);
            return (true, Reply::Sentence(None));
        }
        // Three wordings, by policy: a figure, a figure that cannot be read, and no word of a fee where there is none.
        let fee = match (sold.charges.is_empty(), at % 3) {
            (true, 0) => "",
            (true, _) => " Early-cancellation fee = 0",
            (false, 2) => " Early-cancellation fee = 1,004.50",
            (false, _) => " Early-cancellation fee = 4",
        };
        (true, Reply::Sentence(Some(format!("Policy canceled successfully.{fee}"))))
    }

    fn change(&mut self, at: usize, operation: Operation, attempt: Option<AttemptId>) -> (bool, Reply) {
        let sold = &mut self.sold[at];
        if sold.cancelled {
            return (false, Reply::No);
        }
        sold.changed_by.push(attempt);
        if operation == Operation::Renew {
            return (true, Reply::Sentence(Some("Successfully update auto renewal information".to_owned())));
        }
        let sold = &self.sold[at];
        (true, Reply::Policy(Box::new(self.described(sold, Some(sold.price)))))
    }

    fn described(&self, sold: &Sold, price: Option<Decimal>) -> Policy {
        let status = if sold.charges.is_empty() { PolicyStatus::ReadyForPurchase } else { PolicyStatus::Active };
        Policy {
            status: Some(status),
            created_at: Some(sold.created_at),
            window: self.window,
            pricing: Pricing { price, ..Pricing::default() },
            ..Policy::unknown(sold.id.clone())
        }
    }
}
