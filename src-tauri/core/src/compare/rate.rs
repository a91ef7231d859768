//! A rate of exchange, as the user enters it: Berth asks nobody for one, so each has the day that the user says it is of.

use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;

use super::times;
use crate::money::{Currency, Money, decimal};
use crate::said::Said;
use crate::say;

/// What the user says one currency is worth in another, and when it was so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// The currency that is converted.
    pub from: Currency,
    /// The currency it becomes.
    pub to: Currency,
    /// How many units of `to` one unit of `from` is.
    pub value: Decimal,
    /// The day of the rate.
    pub on: Date,
}

impl Rate {
    /// The amount in the other currency; nothing for an amount in a third one, or one beyond 28 digits.
    pub fn convert(&self, money: Money) -> Option<Money> {
        if money.currency != self.from {
            return None;
        }
        times(Money::new(money.amount, self.to), self.value)
    }
}

/// A rate as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateDraft {
    /// The currency that is converted.
    pub from: Currency,
    /// A decimal number; empty for no rate.
    pub rate: String,
    /// `YYYY-MM-DD`.
    pub on: String,
}

/// Which field of a rate a complaint is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RateField {
    /// The number.
    Rate,
    /// Its day.
    On,
}

/// A complaint about a rate, as a sentence to show beside its field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateError {
    /// Which rate.
    pub from: Currency,
    /// Which field of it.
    pub field: RateField,
    /// What is wrong, and what would be right.
    pub message: Said,
}

impl RateDraft {
    /// The rate, or none where nothing was typed.
    pub fn check(&self, to: Currency, now: Timestamp) -> Result<Option<Rate>, RateError> {
        if self.rate.trim().is_empty() {
            return Ok(None);
        }
        let complain = |field, message| RateError { from: self.from, field, message };
        let value = decimal(&self.rate).ok().filter(|value| *value > Decimal::ZERO);
        let value =
            value.ok_or_else(|| complain(RateField::Rate, say!("A rate is a number above zero, such as 1.0845.")))?;
        let on: Result<Date, _> = self.on.trim().parse();
        let on = on.map_err(|_| complain(RateField::On, say!("Say which day the rate is of.")))?;
        if on > latest_day(now) {
            return Err(complain(RateField::On, say!("This day has not come yet.")));
        }
        Ok(Some(Rate { from: self.from, to, value, on }))
    }
}

/// The day that it is now where it is latest on Earth.
fn latest_day(now: Timestamp) -> Date {
    let ahead = now.checked_add(SignedDuration::from_hours(14)).unwrap_or(now);
    Offset::UTC.to_datetime(ahead).date()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: &str = "2026-11-28T12:00:00Z";

    fn euro() -> Currency {
        "EUR".parse().unwrap()
    }

    fn check(rate: &str, on: &str) -> Result<Option<Rate>, RateError> {
        RateDraft { from: euro(), rate: rate.into(), on: on.into() }.check(Currency::USD, NOW.parse().unwrap())
    }

    #[test]
    fn a_rate_is_a_number_above_zero_and_a_day_that_has_come() {
        let rate = check(" 1.0845 ", "2026-11-28").unwrap().unwrap();
        assert_eq!((rate.from, rate.to, rate.on.to_string()), (euro(), Currency::USD, "2026-11-28".into()));
        let euros = Money::new(decimal("1302.46").unwrap(), euro());
        assert_eq!(rate.convert(euros).unwrap().to_string(), "1412.52 USD");
        assert_eq!(rate.convert(Money::zero(Currency::USD)), None, "a third currency, or the same twice");
        for (text, on, field) in [
            ("0", "2026-11-28", RateField::Rate),
            ("-1", "2026-11-28", RateField::Rate),
            ("1,08", "2026-11-28", RateField::Rate),
            ("1.08", "", RateField::On),
            ("1.08", "2026-02-30", RateField::On),
            ("1.08", "2026-11-30", RateField::On),
        ] {
            let error = check(text, on).unwrap_err();
            assert_eq!((error.from, error.field), (euro(), field), "{text} of {on}");
        }
        assert!(check("1.08", "2026-11-29").unwrap().is_some(), "it is the 29th already in the far east");
    }

    #[test]
    fn nothing_typed_is_no_rate_and_no_mistake() {
        assert_eq!(check("", ""), Ok(None));
        assert_eq!(check("  ", "2026-11-28"), Ok(None));
    }

    proptest! {
        #[test]
        fn a_rate_keeps_order_and_every_digit(one in 0i64..10_000_000, other in 0i64..10_000_000, rate in 1i64..1_000_000) {
            let rate = Rate { from: euro(), to: Currency::USD, value: Decimal::new(rate, 4), on: Date::constant(2026, 1, 1) };
            let at = |cents| rate.convert(Money::new(Decimal::new(cents, 2), euro())).unwrap();
            prop_assert_eq!(at(one).amount.cmp(&at(other).amount), one.cmp(&other));
            prop_assert_eq!(at(one).plus(at(other)).unwrap(), at(one + other));
        }
    }
}
