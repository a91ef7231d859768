//! Exact money: a decimal and the currency it is in.
//!
//! Vendors send amounts with two to eight digits after the point. The digits they sent are kept; rounding happens only
//! for the eye, half away from zero, to the currency's own number of minor digits. Amounts of two currencies never meet
//! in one sum, and an overflow is an absent result, never a wrapped or clipped one.

use std::fmt;
use std::str::FromStr;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// An ISO 4217 code: three upper-case letters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

impl Currency {
    /// The currency assumed for Cloudidr accounts, whose vendor names none.
    pub const USD: Self = Self(*b"USD");

    /// Digits after the point that people expect in this currency (ISO 4217 minor unit).
    pub fn minor_digits(self) -> u32 {
        match &self.0 {
            b"BIF" | b"CLP" | b"DJF" | b"GNF" | b"ISK" | b"JPY" | b"KMF" | b"KRW" | b"PYG" | b"RWF" | b"UGX"
            | b"VND" | b"VUV" | b"XAF" | b"XOF" | b"XPF" => 0,
            b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
            _ => 2,
        }
    }

    /// The three letters.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }
}

impl FromStr for Currency {
    type Err = MoneyError;

    fn from_str(text: &str) -> Result<Self, MoneyError> {
        let upper = text.trim().to_ascii_uppercase();
        let letters: [u8; 3] = upper.as_bytes().try_into().map_err(|_| MoneyError::NotACurrency)?;
        if letters.iter().all(u8::is_ascii_uppercase) { Ok(Self(letters)) } else { Err(MoneyError::NotACurrency) }
    }
}

impl TryFrom<String> for Currency {
    type Error = MoneyError;

    fn try_from(text: String) -> Result<Self, MoneyError> {
        text.parse()
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.code().to_owned()
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// An amount and its currency. The amount keeps every digit it came with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// The exact amount, in units of the currency (not cents).
    pub amount: Decimal,
    /// What it is counted in.
    pub currency: Currency,
}

impl Money {
    /// An amount in a currency.
    pub fn new(amount: Decimal, currency: Currency) -> Self {
        Self { amount, currency }
    }

    /// Nothing, in a currency. For the start of a sum, never as a stand-in for an unknown amount.
    pub fn zero(currency: Currency) -> Self {
        Self::new(Decimal::ZERO, currency)
    }

    /// The sum, or why there is none.
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        self.same_currency(other)?;
        self.amount.checked_add(other.amount).map(|sum| Self::new(sum, self.currency)).ok_or(MoneyError::TooLarge)
    }

    /// The difference, or why there is none.
    pub fn minus(self, other: Self) -> Result<Self, MoneyError> {
        self.same_currency(other)?;
        self.amount.checked_sub(other.amount).map(|rest| Self::new(rest, self.currency)).ok_or(MoneyError::TooLarge)
    }

    /// The amount per one of `units`, or nothing when that cannot be told (no units, or out of range).
    pub fn per(self, units: Decimal) -> Option<Self> {
        self.amount.checked_div(units).map(|each| Self::new(each, self.currency))
    }

    /// Rounded for the eye: the currency's minor digits, half away from zero, trailing zeros kept (`117.00`).
    pub fn rounded(self) -> Decimal {
        let digits = self.currency.minor_digits();
        let mut shown = self.amount.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero);
        shown.rescale(digits);
        shown
    }

    /// Whether two amounts read the same once rounded to the cent, give or take half a cent of the vendor's rounding.
    pub fn same_to_the_cent(self, other: Self) -> bool {
        self.currency == other.currency && self.rounded() == other.rounded()
    }

    fn same_currency(self, other: Self) -> Result<(), MoneyError> {
        if self.currency == other.currency {
            Ok(())
        } else {
            Err(MoneyError::TwoCurrencies(self.currency, other.currency))
        }
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.rounded(), self.currency)
    }
}

/// A share of something: `0.2998` is 29.98 %.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Ratio(pub Decimal);

impl Ratio {
    /// The percentage with two digits after the point, half away from zero, or nothing when it is out of range.
    pub fn percent(self) -> Option<Decimal> {
        let mut percent =
            self.0.checked_mul(Decimal::ONE_HUNDRED)?.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
        percent.rescale(2);
        Some(percent)
    }
}

/// Reads a decimal from the text of a vendor or a person. Plain and scientific notation, nothing else; never a float.
pub fn decimal(text: &str) -> Result<Decimal, MoneyError> {
    let text = text.trim();
    if text.len() > 64 || text.is_empty() {
        return Err(MoneyError::NotANumber);
    }
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+'));
    if plain {
        Decimal::from_str_exact(text).or_else(|_| Decimal::from_str(text)).map_err(|_| MoneyError::NotANumber)
    } else {
        Decimal::from_scientific(text).map_err(|_| MoneyError::NotANumber)
    }
}

/// Why an amount could not be read or reckoned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum MoneyError {
    /// Not three letters.
    #[error("a currency is three letters, such as USD or EUR")]
    NotACurrency,
    /// Not a decimal number.
    #[error("not a decimal number")]
    NotANumber,
    /// Two currencies in one sum.
    #[error("{0} and {1} cannot be added together")]
    TwoCurrencies(Currency, Currency),
    /// Beyond 28 significant digits.
    #[error("the amount is too large to reckon with exactly")]
    TooLarge,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn eur(text: &str) -> Money {
        Money::new(decimal(text).unwrap(), "EUR".parse().unwrap())
    }

    #[test]
    fn amounts_keep_the_digits_they_came_with() {
        assert_eq!(decimal("117.00000000").unwrap().to_string(), "117.00000000");
        assert_eq!(decimal("22.470273").unwrap().to_string(), "22.470273");
    }

    #[test]
    fn half_a_cent_is_rounded_away_from_zero() {
        assert_eq!(eur("22154.92500000").rounded().to_string(), "22154.93");
        assert_eq!(eur("-0.005").rounded().to_string(), "-0.01");
        assert_eq!(eur("117").rounded().to_string(), "117.00");
    }

    #[test]
    fn yen_have_no_cents_and_dinars_have_three_digits() {
        let amount = decimal("12.3456").unwrap();
        assert_eq!(Money::new(amount, "JPY".parse().unwrap()).rounded().to_string(), "12");
        assert_eq!(Money::new(amount, "KWD".parse().unwrap()).rounded().to_string(), "12.346");
    }

    #[test]
    fn two_currencies_never_meet_in_one_sum() {
        let usd = Money::new(Decimal::ONE, Currency::USD);
        assert!(matches!(eur("1").plus(usd), Err(MoneyError::TwoCurrencies(..))));
        assert!(!eur("1").same_to_the_cent(usd));
    }

    #[test]
    fn a_sum_beyond_the_range_is_refused_not_wrapped() {
        let huge = Money::new(Decimal::MAX, Currency::USD);
        assert_eq!(huge.plus(huge), Err(MoneyError::TooLarge));
    }

    #[test]
    fn text_that_is_no_number_is_refused() {
        for text in ["", "NaN", "inf", "1,5", "0x10", "1.2.3", "--1", "1e9999", "١٢"] {
            assert_eq!(decimal(text), Err(MoneyError::NotANumber), "{text:?}");
        }
        assert_eq!(decimal("1.5e2").unwrap(), decimal("150").unwrap());
    }

    proptest! {
        #[test]
        fn text_in_is_text_out(whole in 0u64..10_000_000_000, fraction in "[0-9]{0,8}") {
            let text = if fraction.is_empty() { whole.to_string() } else { format!("{whole}.{fraction}") };
            prop_assert_eq!(decimal(&text).unwrap().to_string(), text);
        }

        #[test]
        fn adding_then_subtracting_gives_back_the_amount(a in -1_000_000_000i64..1_000_000_000, b in -1_000_000_000i64..1_000_000_000) {
            let (a, b) = (Money::new(Decimal::new(a, 6), Currency::USD), Money::new(Decimal::new(b, 4), Currency::USD));
            prop_assert_eq!(a.plus(b).unwrap().minus(b).unwrap().amount, a.amount);
        }
    }
}
