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
///
/// MONEY: a number that cannot be kept to its last digit is refused. Rounded in silence it would be another price.
pub fn decimal(text: &str) -> Result<Decimal, MoneyError> {
    let text = text.trim();
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let of_digits = |text: &str, marks: &[u8]| text.bytes().all(|byte| byte.is_ascii_digit() || marks.contains(&byte));
    let power = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    if text.len() > 64 || !of_digits(mantissa, b".+-") || !of_digits(power, b"") {
        return Err(MoneyError::NotANumber);
    }
    let exact = Decimal::from_str_exact(mantissa);
    let exact = if mantissa == text { exact } else { exact.and_then(|_| Decimal::from_scientific(text)) };
    exact.map_err(|_| MoneyError::NotANumber)
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
        assert!(matches!(eur("1").minus(usd), Err(MoneyError::TwoCurrencies(..))));
    }

    #[test]
    fn a_sum_beyond_the_range_is_refused_not_wrapped() {
        let huge = Money::new(Decimal::MAX, Currency::USD);
        assert_eq!(huge.plus(huge), Err(MoneyError::TooLarge));
    }

    #[test]
    fn a_currency_is_three_letters_and_is_written_as_its_code() {
        let euro: Currency = " eur ".parse().unwrap();
        assert_eq!((euro.code(), euro.to_string(), format!("{euro:?}")), ("EUR", "EUR".into(), "EUR".into()));
        assert_eq!(serde_json::to_string(&euro).unwrap(), r#""EUR""#);
        for text in ["", "EU", "EURO", "E1R", "€€€"] {
            assert_eq!(text.parse::<Currency>(), Err(MoneyError::NotACurrency), "{text:?}");
        }
        assert_eq!(eur("1234.5").to_string(), "1234.50 EUR");
    }

    #[test]
    fn a_share_is_shown_in_hundredths_of_a_percent() {
        let percent = |text| Ratio(decimal(text).unwrap()).percent().map(|percent| percent.to_string());
        assert_eq!(percent("0.29975"), Some("29.98".into()));
        assert_eq!(percent("-0.16714"), Some("-16.71".into()));
        assert_eq!(percent("1"), Some("100.00".into()));
        assert_eq!(Ratio(Decimal::MAX).percent(), None);
    }

    #[test]
    fn a_price_per_nothing_is_not_told() {
        assert_eq!(eur("8.48").per(decimal("4").unwrap()), Some(eur("2.12")));
        assert_eq!(eur("8.48").per(Decimal::ZERO), None);
    }

    #[test]
    fn a_number_with_more_digits_than_can_be_kept_is_refused_not_rounded() {
        let nines = "0.99999999999999999999999999999";
        assert_eq!(decimal(nines), Err(MoneyError::NotANumber));
        assert_eq!(decimal("123456789012345678901234567890"), Err(MoneyError::NotANumber));
        for text in ["1e-29", "0.0000000000000000000000000001e-1", "1.00000000000000000000000000001e3"] {
            assert_eq!(decimal(text), Err(MoneyError::NotANumber), "{text}");
        }
        assert_eq!(decimal("0.9999999999999999999999999999").unwrap().scale(), 28);
    }

    #[test]
    fn text_that_is_no_number_is_refused() {
        let longest = "1".repeat(20);
        assert_eq!(decimal(&format!("  {longest}  ")).unwrap().to_string(), longest);
        let far = format!("0.{}", "0".repeat(63));
        for text in
            ["", "NaN", "inf", "1,5", "0x10", "1.2.3", "--1", "1e9999", "١٢", "1_000", "1_0e2", ".", "-", "e5", &far]
        {
            assert_eq!(decimal(text), Err(MoneyError::NotANumber), "{text:?}");
        }
        assert_eq!(decimal("1.5e2").unwrap(), decimal("150").unwrap());
        let padded = |length| format!("{:0>length$}", "7");
        assert_eq!(decimal(&padded(64)).unwrap().to_string(), "7");
        assert_eq!(
            (decimal(&padded(65)), decimal(&padded(66))),
            (Err(MoneyError::NotANumber), Err(MoneyError::NotANumber))
        );
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

        #[test]
        fn a_sum_does_not_hang_on_the_order_of_its_parts(parts in prop::collection::vec((any::<i32>(), 0u32..8), 2..20)) {
            let parts: Vec<_> =
                parts.into_iter().map(|(digits, scale)| Money::new(Decimal::new(digits.into(), scale), Currency::USD)).collect();
            let sum = |parts: &[Money]| {
                parts.iter().try_fold(Money::zero(Currency::USD), |sum, part| sum.plus(*part)).unwrap()
            };
            let backwards: Vec<_> = parts.iter().rev().copied().collect();
            prop_assert_eq!(sum(&parts), sum(&backwards));
            let (left, right) = parts.split_at(parts.len() / 2);
            prop_assert_eq!(sum(&parts), sum(left).plus(sum(right)).unwrap());
        }

        #[test]
        fn two_currencies_are_refused_whatever_the_amounts(a in any::<i64>(), b in any::<i64>(), code in "[A-Z]{3}") {
            let other: Currency = code.parse().unwrap();
            prop_assume!(other != Currency::USD);
            let (a, b) = (Money::new(Decimal::new(a, 2), Currency::USD), Money::new(Decimal::new(b, 2), other));
            prop_assert_eq!(a.plus(b), Err(MoneyError::TwoCurrencies(Currency::USD, other)));
            prop_assert_eq!(b.minus(a), Err(MoneyError::TwoCurrencies(other, Currency::USD)));
        }

        #[test]
        fn what_is_shown_is_the_nearest_and_a_half_goes_away_from_zero(digits in -1_000_000_000i64..1_000_000_000, scale in 0u32..8) {
            let amount = Decimal::new(digits, scale);
            let shown = Money::new(amount, Currency::USD).rounded();
            prop_assert_eq!(shown.scale(), 2);
            let off = (shown - amount).abs();
            prop_assert!(off <= Decimal::new(5, 3));
            prop_assert!(off < Decimal::new(5, 3) || shown.abs() > amount.abs());
        }

        #[test]
        fn money_survives_the_ledger_digit_for_digit(digits in any::<i64>(), scale in 0u32..19) {
            let money = Money::new(Decimal::new(digits, scale), Currency::USD);
            let json = serde_json::to_string(&money).unwrap();
            let again: Money = serde_json::from_str(&json).unwrap();
            prop_assert_eq!(again.amount.to_string(), money.amount.to_string());
        }
    }
}
