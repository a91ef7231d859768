//! Gcore's answers: prices only where the vendor shows them, digit for digit; and what those to a commitment prove.

use berth_core::catalogue::{Flavor, FlavorKind, OrdinaryPrice};
use berth_core::ports::{Outcome, ReadError};
use berth_core::quote::{Basket, BasketLine, Offer, PriceStatus, Term};
use berth_core::reservation::{CommitmentOrder, Dated};
use rust_decimal::Decimal;

use crate::answer::{self, fit_to_show, proven};
use crate::readers::same_again;

/// Which request is answered.
pub(crate) const HOLDER: u8 = 0;
pub(crate) const REGIONS: u8 = 1;
pub(crate) const RESERVABLE: u8 = 2;
pub(crate) const PRICE: u8 = 3;
pub(crate) const COMMITMENTS: u8 = 4;
pub(crate) const RESERVATIONS: u8 = 5;
pub(crate) const PROJECTS: u8 = 6;
pub(crate) const FLAVORS: u8 = 7;
pub(crate) const TOTALS: u8 = 8;
pub(crate) const RESERVATION: u8 = 9;
pub(crate) const CREATE: u8 = 10;
pub(crate) const WITHDRAW: u8 = 11;

/// The region that is asked about: the printed sample's.
const REGION: i64 = 76;

/// Any answer of Gcore's.
pub fn gcore(data: &[u8]) {
    let Some((request, given)) = answer::split(data, 12) else { return };
    let (status, token) = (given.status, answer::token());
    match request {
        HOLDER => drop(read(status, given.to_holder(&token))),
        REGIONS => drop(read(status, given.to_regions(&token))),
        RESERVABLE => {
            for kind in read(status, given.to_reservable(&token)).unwrap_or_default() {
                assert!(!kind.name.is_empty(), "a type that cannot be asked for");
                same_again(&kind);
            }
        }
        COMMITMENTS => {
            for one in read(status, given.to_commitments(&token)).unwrap_or_default() {
                let backwards = |dated: Dated| dated.from.zip(dated.to).is_some_and(|(from, to)| to <= from);
                assert!(!one.resource.is_empty() && !one.commit.is_some_and(backwards), "{one:?}");
                same_again(&one);
            }
        }
        RESERVATIONS => {
            for one in read(status, given.to_reservations(&token)).unwrap_or_default() {
                one.error.as_deref().into_iter().for_each(fit_to_show);
                same_again(&one);
            }
        }
        RESERVATION => {
            if let Some(one) = read(status, given.to_reservation(&token)) {
                same_again(&one);
            }
        }
        CREATE => {
            let order = order();
            let outcome = given.to_create(&token, &order);
            if let Outcome::Done(filed, _) = &outcome {
                assert!(
                    filed.name.as_deref().is_none_or(|name| name.trim() == order.name),
                    "another one was taken for ours"
                );
                same_again(filed);
            }
            proven(status, &[200], &outcome);
        }
        WITHDRAW => proven(status, &[200, 204], &given.to_withdraw(&token)),
        PROJECTS => {
            for one in read(status, given.to_projects(&token)).unwrap_or_default() {
                same_again(&one);
            }
        }
        FLAVORS => {
            for kind in FlavorKind::ALL {
                read(status, given.to_flavors(&token, kind)).unwrap_or_default().iter().for_each(listed);
            }
        }
        TOTALS => {
            if let Some(totals) = read(status, given.to_totals(&token)) {
                same_again(&totals);
            }
        }
        _ => {
            for term in Term::ALL {
                if let Some((offer, region)) = read(status, given.to_price(&token, REGION, term)) {
                    assert!(!region.is_empty());
                    assert_eq!(offer.term, term);
                    priced(&offer);
                }
            }
        }
    }
}

/// What is asked for, under the printed answer's name.
fn order() -> CommitmentOrder {
    let line = BasketLine { resource: "bm1-hf-medium".into(), count: 2 };
    CommitmentOrder {
        name: "Test_name_TestReservation_1733140407.738675".into(),
        basket: Basket { region: REGION, lines: vec![line], windows_licences: false },
        term: Term::Months12,
    }
}

/// What was read, if anything. A read that came to nothing says why, fit to be shown.
fn read<T>(status: u16, read: Result<T, ReadError>) -> Option<T> {
    match &read {
        Ok(_) => assert_eq!(status, 200),
        Err(ReadError::Unauthorized(why)) => {
            assert_eq!(status, 401);
            fit_to_show(why);
        }
        Err(ReadError::RateLimited { .. }) => assert_eq!(status, 429),
        Err(ReadError::Refused { status: said, message }) => {
            assert!(*said == status && (400..500).contains(&status));
            fit_to_show(message);
        }
        Err(ReadError::Failed(said)) => assert!(*said == status && (500..600).contains(&status)),
        Err(ReadError::Unreadable(why)) => fit_to_show(why),
        Err(error) => panic!("an answer came, and is told as {error:?}"),
    }
    read.ok()
}

/// MONEY: a price is above zero, and stands beside the word `show`.
fn listed(flavor: &Flavor) {
    assert!(!flavor.name.is_empty(), "a type that has no name");
    let OrdinaryPrice { status, per_hour, per_month, .. } = &flavor.price;
    let shown = *status == Some(PriceStatus::Show);
    assert!(shown || (per_hour.is_none() && per_month.is_none()), "{flavor:?}");
    for money in [flavor.price.hour(), flavor.price.month()].into_iter().flatten() {
        assert!(shown && money.amount > Decimal::ZERO, "{flavor:?}");
    }
    same_again(flavor);
}

/// MONEY: an amount without the word `show` beside it is no price, and one that is shown is whole.
fn priced(offer: &Offer) {
    let shown = offer.status == PriceStatus::Show;
    let figures = [offer.commit_per_month(), offer.overcommit_per_month(), offer.commitment()];
    assert!(figures.iter().all(|figure| figure.is_some() == shown), "{offer:?}");
    assert!(shown || (offer.commit.is_none() && offer.overcommit.is_none() && offer.rows.is_empty()), "{offer:?}");
    for tariff in offer.rows.iter().flat_map(|row| [row.commit, row.overcommit]) {
        for figure in [tariff.per_hour, tariff.per_month, tariff.total] {
            assert_eq!(figure.to_string().parse(), Ok::<Decimal, rust_decimal::Error>(figure));
        }
    }
    same_again(offer);
}
