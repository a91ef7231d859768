//! A window of time as a vendor states it: two instants, each with the offset it was written in.

use std::fmt;

use jiff::fmt::temporal::Pieces;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// An instant and the offset it was written with, so that it can be shown in its own zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Moment {
    /// The instant.
    pub at: Timestamp,
    /// The offset from UTC it was written in.
    pub offset: Offset,
}

impl Moment {
    /// Reads an RFC 3339 text. One without an offset is taken as UTC, as Cloudidr's older pages print it.
    pub fn parse(text: &str) -> Result<Self, WindowError> {
        let pieces = Pieces::parse(text.trim()).map_err(|_| WindowError::NotATime)?;
        let time = pieces.time().ok_or(WindowError::NotATime)?;
        let offset = pieces.to_numeric_offset().unwrap_or(Offset::UTC);
        let at = offset.to_timestamp(pieces.date().to_datetime(time)).map_err(|_| WindowError::NotATime)?;
        Ok(Self { at, offset })
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.at.display_with_offset(self.offset))
    }
}

impl TryFrom<String> for Moment {
    type Error = WindowError;

    fn try_from(text: String) -> Result<Self, WindowError> {
        Self::parse(&text)
    }
}

impl From<Moment> for String {
    fn from(moment: Moment) -> Self {
        moment.to_string()
    }
}

/// From when to when capacity is held. The end lies after the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// The launch instant.
    pub start: Moment,
    /// The end instant.
    pub end: Moment,
}

impl Window {
    /// A window, if it has a length.
    pub fn new(start: Moment, end: Moment) -> Result<Self, WindowError> {
        if end.at > start.at { Ok(Self { start, end }) } else { Err(WindowError::EndBeforeStart) }
    }

    /// Its length.
    pub fn length(&self) -> SignedDuration {
        self.end.at.duration_since(self.start.at)
    }

    /// Its length in hours, exact for every window on quarter hours.
    pub fn hours(&self) -> Decimal {
        hours(self.length())
    }

    /// Hours times machines: what the price is for. Absent when it cannot be told.
    pub fn instance_hours(&self, quantity: u32) -> Option<Decimal> {
        self.hours().checked_mul(Decimal::from(quantity)).map(|hours| hours.normalize())
    }
}

/// A duration as hours.
pub fn hours(length: SignedDuration) -> Decimal {
    let seconds = Decimal::from(length.as_secs());
    seconds.checked_div(Decimal::from(3600)).map_or(Decimal::ZERO, |hours| hours.normalize())
}

/// Why a text or a pair of instants is no window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum WindowError {
    /// Not an RFC 3339 date and time.
    #[error("not a date and time")]
    NotATime,
    /// The end is not after the start.
    #[error("the end is not after the start")]
    EndBeforeStart,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_printed_sample_is_71_25_hours_and_142_5_instance_hours() {
        let window = Window::new(
            Moment::parse("2026-01-10T00:00:00-08:00").unwrap(),
            Moment::parse("2026-01-12T23:15:00-08:00").unwrap(),
        )
        .unwrap();
        assert_eq!(window.hours().to_string(), "71.25");
        assert_eq!(window.instance_hours(2).unwrap().to_string(), "142.5");
        assert_eq!(window.start.to_string(), "2026-01-10T00:00:00-08:00");
    }

    #[test]
    fn five_fractional_digits_and_a_missing_zone_are_read() {
        assert_eq!(Moment::parse("2026-01-08T15:20:15.64868Z").unwrap().at.to_string(), "2026-01-08T15:20:15.64868Z");
        assert_eq!(Moment::parse("2024-12-02T11:53:33.127371").unwrap().offset, Offset::UTC);
        assert_eq!(Moment::parse("2026-01-08"), Err(WindowError::NotATime));
    }

    #[test]
    fn a_window_has_a_length() {
        let at = Moment::parse("2026-01-10T00:00:00Z").unwrap();
        assert_eq!(Window::new(at, at), Err(WindowError::EndBeforeStart));
    }

    proptest! {
        #[test]
        fn quarter_hours_are_exact(quarters in 1i64..100_000, quantity in 1u32..1_000) {
            let start = Moment::parse("2026-01-10T00:00:00+05:00").unwrap();
            let end = Moment { at: start.at.checked_add(SignedDuration::from_mins(quarters * 15)).unwrap(), offset: start.offset };
            let window = Window::new(start, end).unwrap();
            prop_assert_eq!(window.hours() * Decimal::from(4), Decimal::from(quarters));
            prop_assert_eq!(window.instance_hours(quantity).unwrap() * Decimal::from(4), Decimal::from(quarters) * Decimal::from(quantity));
        }
    }
}
