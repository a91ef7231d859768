//! The door for the fuzz targets, open in no build that ships: what each answer proves, without a socket before it.

use berth_core::catalogue::{CostTotals, Flavor, FlavorKind, Project};
use berth_core::policy::{Policy, PolicyId};
use berth_core::ports::{Outcome, ReadError, Reserved, Sentence, Session};
use berth_core::quote::{Holder, Offer, Region, Reservable, Term};
use berth_core::reservation::{Commitment, CommitmentOrder, Reservation};
use berth_core::secret::Secret;
use jiff::Timestamp;
use reqwest::header::{CONTENT_TYPE, DATE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};

use crate::cloudidr::client as cloudidr;
use crate::field::AnswerError;
use crate::gcore::{client as gcore, commitments, wire};
use crate::http::{Answer, Sent};

/// An answer that came to its end. A header that HTTP could not carry is not there.
#[derive(Clone, Debug, Default)]
#[expect(missing_docs, reason = "the parts of an HTTP answer")]
pub struct Given<'a> {
    pub status: u16,
    pub content_type: &'a [u8],
    pub date: &'a [u8],
    pub retry_after: &'a [u8],
    pub body: &'a [u8],
    pub received_at: Timestamp,
}

impl Given<'_> {
    fn answer(&self) -> Answer {
        let mut headers = HeaderMap::new();
        let mut put = |name: HeaderName, value: &[u8]| {
            if let Ok(value) = HeaderValue::from_bytes(value) {
                headers.insert(name, value);
            }
        };
        put(CONTENT_TYPE, self.content_type);
        put(DATE, self.date);
        put(RETRY_AFTER, self.retry_after);
        Answer::whole(self.status, &headers, self.body.to_owned(), self.received_at)
    }

    fn sent(&self) -> Sent {
        Sent::Yes(self.answer())
    }

    /// Cloudidr's answer to a sign-in.
    pub fn to_sign_in(&self, password: &Secret) -> Outcome<Session> {
        cloudidr::signed_in(self.sent(), password, self.received_at)
    }

    /// Cloudidr's answer to a reserve.
    pub fn to_reserve(&self, token: &Secret) -> Outcome<Reserved> {
        cloudidr::reserved(self.sent(), token)
    }

    /// Cloudidr's answer to a purchase, and to a change of launch details.
    pub fn to_purchase(&self, token: &Secret, id: &PolicyId) -> Outcome<Policy> {
        cloudidr::described(self.sent(), token, id)
    }

    /// Cloudidr's answer to a cancellation.
    pub fn to_cancel(&self, token: &Secret, id: &PolicyId) -> Outcome<Sentence> {
        cloudidr::cancelled(self.sent(), token, id)
    }

    /// Cloudidr's answer to a change of auto-renewal.
    pub fn to_renew(&self, token: &Secret, id: &PolicyId) -> Outcome<Sentence> {
        cloudidr::renewed(self.sent(), token, id)
    }

    /// Gcore's answer to whose token it is.
    pub fn to_holder(&self, token: &Secret) -> Result<Holder, ReadError> {
        self.read(token, wire::read_holder)
    }

    /// Gcore's answer to which regions there are, and how many it says there are.
    pub fn to_regions(&self, token: &Secret) -> Result<(Vec<Region>, Option<i64>), ReadError> {
        self.read(token, |text| wire::read_regions(text).map(|page| (page.rows, page.total)))
    }

    /// Gcore's answer to what can be reserved.
    pub fn to_reservable(&self, token: &Secret) -> Result<Vec<Reservable>, ReadError> {
        self.read(token, wire::read_reservable)
    }

    /// Gcore's answer to what a basket costs.
    pub fn to_price(&self, token: &Secret, region: i64, term: Term) -> Result<(Offer, String), ReadError> {
        self.read(token, |text| wire::read_price(text, region, term))
    }

    /// Gcore's answer to which commitments there are.
    pub fn to_commitments(&self, token: &Secret) -> Result<Vec<Commitment>, ReadError> {
        self.read(token, wire::read_commitments)
    }

    /// Gcore's answer to which reservations there are.
    pub fn to_reservations(&self, token: &Secret) -> Result<Vec<Reservation>, ReadError> {
        self.read(token, |text| wire::read_reservations(text).map(|page| page.rows))
    }

    /// Gcore's answer to one reservation.
    pub fn to_reservation(&self, token: &Secret) -> Result<Reservation, ReadError> {
        self.read(token, wire::read_reservation)
    }

    /// Gcore's answer to a commitment that was asked for.
    pub fn to_create(&self, token: &Secret, order: &CommitmentOrder) -> Outcome<Reservation> {
        commitments::created(self.sent(), token, order)
    }

    /// Gcore's answer to a withdrawal.
    pub fn to_withdraw(&self, token: &Secret) -> Outcome<()> {
        commitments::withdrawn(self.sent(), token)
    }

    /// Gcore's answer to which projects there are.
    pub fn to_projects(&self, token: &Secret) -> Result<Vec<Project>, ReadError> {
        self.read(token, |text| wire::read_projects(text).map(|page| page.rows))
    }

    /// Gcore's answer to which machine types one of its lists holds.
    pub fn to_flavors(&self, token: &Secret, kind: FlavorKind) -> Result<Vec<Flavor>, ReadError> {
        self.read(token, |text| wire::read_flavors(text, kind).map(|page| page.rows))
    }

    /// Gcore's answer to what a month came to.
    pub fn to_totals(&self, token: &Secret) -> Result<CostTotals, ReadError> {
        self.read(token, wire::read_totals)
    }

    fn read<T>(&self, token: &Secret, read: impl FnOnce(&str) -> Result<T, AnswerError>) -> Result<T, ReadError> {
        let answer = gcore::conclude(self.sent(), token)?;
        read(&answer.text()).map_err(|error| gcore::unreadable(&error, token))
    }
}
