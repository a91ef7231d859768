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
        if offset.seconds() % 60 != 0 {
            // RFC 3339 has no such offset, and writing it out again would lose the seconds.
            return Err(WindowError::NotATime);
        }
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

    #[test]
    fn hours_are_those_that_pass_and_not_those_on_the_clock() {
        // Each from midnight to midnight on the clocks of the place, over a change of them, or over none.
        for (zone, day, hours) in [
            ("America/Los_Angeles", "2026-03-08", "23"),
            ("America/Los_Angeles", "2026-11-01", "25"),
            ("Europe/Berlin", "2026-03-29", "23"),
            ("Europe/Berlin", "2026-10-25", "25"),
            ("Australia/Lord_Howe", "2026-10-04", "23.5"),
            ("Australia/Lord_Howe", "2026-04-05", "24.5"),
            ("Asia/Kolkata", "2026-03-29", "24"),
        ] {
            let zone = jiff::tz::TimeZone::get(zone).unwrap();
            let day: jiff::civil::Date = day.parse().unwrap();
            let [start, end] = [day, day.tomorrow().unwrap()].map(|day| {
                let midnight = day.to_zoned(zone.clone()).unwrap();
                Moment { at: midnight.timestamp(), offset: midnight.offset() }
            });
            let window = Window::new(start, end).unwrap();
            assert_eq!(window.hours().to_string(), hours, "{zone:?} on {day}");
            let written = [start, end].map(|moment| Moment::parse(&moment.to_string()).unwrap());
            assert_eq!(written, [start, end], "each end keeps the offset it was written in");
        }
    }

    #[test]
    fn an_offset_that_cannot_be_written_to_the_second_is_no_time() {
        assert_eq!(Moment::parse("2026-01-10T00:00:00+05:30:15"), Err(WindowError::NotATime));
        assert_eq!(Moment::parse("2026-01-10T00:00:00+05:45").unwrap().to_string(), "2026-01-10T00:00:00+05:45");
    }

    proptest! {
        #[test]
        fn a_window_in_any_zone_is_as_long_as_the_time_between_its_ends(
            zone in prop::sample::select(&["America/Los_Angeles", "Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe"][..]),
            start in 1_767_225_600i64 / 900..1_798_761_600 / 900,
            quarters in 1i64..3_000,
        ) {
            let zone = jiff::tz::TimeZone::get(zone).unwrap();
            let moment = |quarter: i64| {
                let at = Timestamp::from_second(quarter * 900).unwrap();
                Moment { at, offset: zone.to_offset(at) }
            };
            let window = Window::new(moment(start), moment(start + quarters)).unwrap();
            prop_assert_eq!(window.hours() * Decimal::from(4), Decimal::from(quarters));
            let again: Window = serde_json::from_str(&serde_json::to_string(&window).unwrap()).unwrap();
            prop_assert_eq!(again, window);
        }

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
