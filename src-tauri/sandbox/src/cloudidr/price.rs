//! What a window costs: hours × machines × hourly price, rounded once, to the cent.

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::catalogue::{Machine, Region};
use crate::money::rounded;

/// Both totals in US dollars, to the cent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Price {
    pub(crate) ours: Decimal,
    pub(crate) aws: Decimal,
}

impl Price {
    pub(crate) fn of(
        machine: &Machine,
        region: &Region,
        windows: bool,
        quantity: u32,
        launch: Timestamp,
        end: Timestamp,
    ) -> Self {
        // Windows are whole quarter hours, so this is exact.
        let hours = Decimal::from(end.duration_since(launch).as_secs()) / Decimal::from(3600);
        let exact = machine.hourly(region, windows) * hours * Decimal::from(quantity);
        Self { ours: rounded(exact * machine.share(), 2), aws: rounded(exact, 2) }
    }

    pub(crate) fn savings(&self) -> Decimal {
        self.aws - self.ours
    }

    /// Savings as a fraction with two digits, which the vendor calls a percentage.
    pub(crate) fn fraction(&self) -> Decimal {
        if self.aws.is_zero() { Decimal::ZERO } else { rounded(self.savings() / self.aws, 2) }
    }

    /// 2.9 % and 30 cents: the arithmetic of the printed sample.
    pub(crate) fn card_fee(&self) -> Decimal {
        rounded(self.ours * Decimal::new(29, 3) + Decimal::new(30, 2), 2)
    }

    /// 0.8 %: the arithmetic of the printed sample.
    pub(crate) fn bank_fee(&self) -> Decimal {
        rounded(self.ours * Decimal::new(8, 3), 2)
    }

    /// The same policy at another price, never below 0.
    pub(crate) fn moved(self, by: Decimal) -> Self {
        Self { ours: (self.ours + by).max(Decimal::ZERO), ..self }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::cloudidr::catalogue::MACHINES;

    #[test]
    fn the_printed_sample_comes_out_to_the_cent() {
        let machine = Machine::named("c5.large").unwrap();
        let region = Region::of_zone("usw2-az1").unwrap();
        let (launch, end) =
            ("2026-01-10T00:00:00-08:00".parse().unwrap(), "2026-01-12T23:15:00-08:00".parse().unwrap());
        let price = Price::of(machine, region, false, 2, launch, end);
        assert_eq!((price.ours.to_string(), price.aws.to_string()), ("8.48".into(), "12.11".into()));
        assert_eq!((price.savings().to_string(), price.fraction().to_string()), ("3.63".into(), "0.30".into()));
        assert_eq!((price.card_fee().to_string(), price.bank_fee().to_string()), ("0.55".into(), "0.07".into()));
        assert_eq!(machine.row(), 1688);
    }

    proptest! {
        #[test]
        fn no_window_costs_more_than_aws(
            machine in 0..MACHINES.len(),
            zone in prop::sample::select(vec!["usw2-az1", "euc1-az2", "sae1-az3", "apne1-az4", "usw1-az3"]),
            windows: bool,
            quantity in 1_u32..200,
            quarters in 1_i64..4 * 24 * 400,
        ) {
            let launch: Timestamp = "2026-03-01T00:00:00Z".parse().unwrap();
            let end = launch + jiff::SignedDuration::from_mins(15 * quarters);
            let price = Price::of(&MACHINES[machine], Region::of_zone(zone).unwrap(), windows, quantity, launch, end);
            prop_assert!(price.ours <= price.aws);
            prop_assert_eq!(price.savings(), price.aws - price.ours);
            prop_assert!(price.ours.scale() <= 2 && price.aws.scale() <= 2);
            if price.aws >= Decimal::ONE {
                let fraction = price.fraction();
                prop_assert!(fraction >= Decimal::new(17, 2) && fraction <= Decimal::new(46, 2), "{fraction}");
            }
        }
    }
}
