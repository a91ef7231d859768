//! Decimals on their way into JSON, as number tokens or as text, never through a binary float.

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Serialize, Serializer, ser::Error as _};
use serde_json::value::RawValue;

/// A decimal that is written as a JSON number, digit for digit and without trailing zeros: 8.48, 0.3, 20.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Amount(pub(crate) Decimal);

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        RawValue::from_string(self.0.normalize().to_string()).map_err(S::Error::custom)?.serialize(serializer)
    }
}

/// Rounds half away from zero, as both printed samples do.
pub(crate) fn rounded(value: Decimal, digits: u32) -> Decimal {
    value.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero)
}

/// Exactly `digits` digits after the point: `1404.000000`.
pub(crate) fn fixed(value: Decimal, digits: u32) -> String {
    let mut fixed = rounded(value, digits);
    fixed.rescale(digits);
    fixed.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_written_digit_for_digit() {
        for (text, token) in [
            ("8.480", "8.48"),
            ("20.00", "20"),
            ("0.30", "0.3"),
            ("79228162514264.337593543950335", "79228162514264.337593543950335"),
        ] {
            let amount = Amount(text.parse().unwrap());
            assert_eq!(serde_json::to_string(&amount).unwrap(), token);
        }
    }

    #[test]
    fn fixed_text_keeps_its_zeros() {
        assert_eq!(fixed(Decimal::from(1404), 6), "1404.000000");
        assert_eq!(fixed(Decimal::new(157_258_784, 9), 8), "0.15725878");
    }
}
