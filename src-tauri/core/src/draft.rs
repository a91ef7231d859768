//! A window as a person fills it in, and the order that comes out of it once every field holds.

use jiff::civil::{Date, Time};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::policy::Policy;
use crate::said::Said;
use crate::say;
use crate::window::{Moment, Window};

/// The eleven fields as typed. Dates are `YYYY-MM-DD`, times `HH:MM`, both in the offset given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are the vendor's eleven; `Field` documents them")]
pub struct Draft {
    pub cloud_account: String,
    pub zone: String,
    pub name: String,
    pub instance_type: String,
    pub platform: String,
    pub start_date: String,
    pub start_time: String,
    pub end_date: String,
    pub end_time: String,
    pub utc_offset_hours: String,
    pub quantity: String,
}

/// Which field a complaint is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// AWS account number, twelve digits.
    CloudAccount,
    /// Availability zone id.
    Zone,
    /// Policy name.
    Name,
    /// EC2 instance type.
    InstanceType,
    /// Operating system offering.
    Platform,
    /// First day.
    StartDate,
    /// Launch time.
    StartTime,
    /// Last day.
    EndDate,
    /// End time.
    EndTime,
    /// Offset from UTC in whole hours.
    UtcOffsetHours,
    /// How many machines.
    Quantity,
}

/// A complaint about a field, as a sentence to show beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// Which field.
    pub field: Field,
    /// What is wrong, and what would be right.
    pub message: Said,
}

/// A window that can be asked for: every field holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// AWS account number; text, because of its leading zeros.
    pub cloud_account: String,
    /// Availability zone id.
    pub zone: String,
    /// Policy name.
    pub name: String,
    /// EC2 instance type.
    pub instance_type: String,
    /// Operating system offering.
    pub platform: String,
    /// From when to when, both ends in one offset of whole hours.
    pub window: Window,
    /// How many machines, at least one.
    pub quantity: u32,
}

impl Order {
    /// The offset of the window in whole hours.
    pub fn offset_hours(&self) -> i32 {
        self.window.start.offset.seconds() / 3600
    }
}

impl Draft {
    /// The order, or every complaint at once.
    pub fn check(&self, now: Timestamp) -> Result<Order, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut fail = |field, message| errors.push(FieldError { field, message });

        let cloud_account = self.cloud_account.trim();
        if cloud_account.len() != 12 || !cloud_account.bytes().all(|byte| byte.is_ascii_digit()) {
            fail(Field::CloudAccount, say!("An AWS account number has twelve digits."));
        }
        let zone = self.zone.trim();
        if !word(zone) || !zone.contains("-az") {
            fail(
                Field::Zone,
                say!("A zone id such as usw2-az1 is needed; a zone name such as us-west-2a is something else."),
            );
        }
        let name = self.name.trim();
        if name.is_empty() {
            fail(Field::Name, say!("Give the policy a name that you will know it by."));
        } else if name.chars().count() > 200 || name.chars().any(char::is_control) {
            fail(Field::Name, say!("A name is one line of at most 200 characters."));
        }
        let instance_type = self.instance_type.trim();
        if !word(instance_type) || !instance_type.contains('.') {
            fail(Field::InstanceType, say!("An instance type such as c5.large is needed."));
        }
        let platform = self.platform.trim();
        if platform.is_empty() || platform.chars().count() > 64 || platform.chars().any(char::is_control) {
            fail(Field::Platform, say!("Choose an operating system."));
        }
        let quantity = self.quantity.trim().parse::<u32>().ok().filter(|count| (1..=10_000).contains(count));
        if quantity.is_none() {
            fail(Field::Quantity, say!("How many machines: a whole number from 1 to 10000."));
        }
        let offset = offset(&self.utc_offset_hours);
        if offset.is_none() {
            fail(
                Field::UtcOffsetHours,
                say!(
                    "Cloudidr takes whole hours from UTC, from -12 to 14. How half hours are meant is not documented."
                ),
            );
        }
        let start_date = date(&self.start_date);
        if start_date.is_none() {
            fail(Field::StartDate, say!("A date is needed."));
        }
        let start_time = time(&self.start_time);
        if start_time.is_none() {
            fail(Field::StartTime, say!("Times lie on a quarter hour: 00, 15, 30 or 45 minutes."));
        }
        let end_date = date(&self.end_date);
        if end_date.is_none() {
            fail(Field::EndDate, say!("A date is needed."));
        }
        let end_time = time(&self.end_time);
        if end_time.is_none() {
            fail(Field::EndTime, say!("Times lie on a quarter hour: 00, 15, 30 or 45 minutes."));
        }
        let moment = |date: Option<Date>, time: Option<Time>| {
            let at = offset?.to_timestamp(date?.to_datetime(time?)).ok()?;
            Some(Moment { at, offset: offset? })
        };
        let start = moment(start_date, start_time);
        let end = moment(end_date, end_time);
        if start.is_some_and(|start| start.at <= now) {
            fail(Field::StartDate, say!("The start has passed."));
        }
        let window = start.zip(end).map(|(start, end)| Window::new(start, end));
        if matches!(window, Some(Err(_))) {
            fail(Field::EndDate, say!("The end lies after the start."));
        }
        for (field, date, moment) in [(Field::StartDate, start_date, start), (Field::EndDate, end_date, end)] {
            if date.is_some() && moment.is_none() && start_time.and(end_time).and(offset).is_some() {
                fail(field, say!("This date is too far away."));
            }
        }
        match (window, quantity) {
            (Some(Ok(window)), Some(quantity)) if errors.is_empty() => Ok(Order {
                cloud_account: cloud_account.to_owned(),
                zone: zone.to_owned(),
                name: name.to_owned(),
                instance_type: instance_type.to_owned(),
                platform: platform.to_owned(),
                window,
                quantity,
            }),
            _ => Err(errors),
        }
    }

    /// One like a policy, on the same days of the first week that is still to come. What is not known of it stays empty, and
    /// so does the AWS account's number, of which the vendor only ever tells the name.
    pub fn like(policy: &Policy, now: Timestamp) -> Self {
        let text = |word: &Option<String>| word.clone().unwrap_or_default();
        let mut draft = Self {
            zone: text(&policy.place.zone),
            name: text(&policy.name),
            instance_type: text(&policy.instance.kind),
            platform: text(&policy.instance.platform),
            quantity: policy.instance.quantity.map_or_else(String::new, |quantity| quantity.to_string()),
            ..Self::default()
        };
        let Some(Window { start, end }) = policy.window else { return draft };
        draft.begin(start);
        draft.end(Moment { offset: start.offset, ..end });
        let passed = now.duration_since(start.at).as_hours().max(0) / (7 * 24);
        draft.shifted(i32::try_from(7 * (passed + 1)).unwrap_or(0))
    }

    /// The same with what the vendor offers instead, as far as its names are those of its requests and answers. `None` when
    /// nothing in it is a field, or when a field in it cannot be read.
    pub fn taking(&self, offer: &Value) -> Option<Self> {
        let word = |names: &[&str]| {
            let found = names.iter().find_map(|name| offer.get(name))?;
            match found {
                Value::String(text) => Some(text.trim().to_owned()),
                Value::Number(number) => Some(number.to_string()),
                _ => None,
            }
        };
        let mut draft = self.clone();
        for (field, names) in [
            (&mut draft.quantity, ["quantity", "qty"]),
            (&mut draft.instance_type, ["instanceType", "instanceType"]),
            (&mut draft.zone, ["zoneId", "availabilityZoneId"]),
            (&mut draft.platform, ["platform", "platformCode"]),
            (&mut draft.start_date, ["startDate", "startDate"]),
            (&mut draft.start_time, ["startTime", "startTime"]),
            (&mut draft.end_date, ["endDate", "endDate"]),
            (&mut draft.end_time, ["endTime", "endTime"]),
            (&mut draft.utc_offset_hours, ["utcOffsetHours", "utcOffsetHours"]),
        ] {
            if let Some(word) = word(&names) {
                *field = word;
            }
        }
        for day in [&mut draft.start_date, &mut draft.end_date] {
            *day = iso(day)?;
        }
        match (word(&["launchDateTime"]), word(&["endDateTime"])) {
            (Some(start), Some(end)) => {
                let start = Moment::parse(&start).ok()?;
                draft.begin(start);
                draft.end(Moment { offset: start.offset, ..Moment::parse(&end).ok()? });
            }
            (None, None) => {}
            // Half a window would be completed by a guess.
            _ => return None,
        }
        (draft != *self && draft.window().is_some() && draft.quantity != "0").then_some(draft)
    }

    fn begin(&mut self, start: Moment) {
        self.utc_offset_hours = (start.offset.seconds() / 3600).to_string();
        (self.start_date, self.start_time) = written(start);
    }

    fn end(&mut self, end: Moment) {
        (self.end_date, self.end_time) = written(end);
    }

    /// The window alone, as soon as its fields hold, whatever the others say: for the live length.
    pub fn window(&self) -> Option<Window> {
        let offset = offset(&self.utc_offset_hours)?;
        let moment = |day: &str, clock: &str| {
            let at = offset.to_timestamp(date(day)?.to_datetime(time(clock)?)).ok()?;
            Some(Moment { at, offset })
        };
        Window::new(moment(&self.start_date, &self.start_time)?, moment(&self.end_date, &self.end_time)?).ok()
    }

    /// The same window a number of days later.
    #[must_use]
    pub fn shifted(mut self, days: i32) -> Self {
        let length = SignedDuration::from_hours(i64::from(days) * 24);
        for day in [&mut self.start_date, &mut self.end_date] {
            if let Some(moved) = date(day).and_then(|date| date.checked_add(length).ok()) {
                *day = moved.to_string();
            }
        }
        self
    }
}

/// Letters, digits, `.`, `-`: what instance types and zone ids are made of.
fn word(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'))
}

fn offset(text: &str) -> Option<Offset> {
    let text = text.trim();
    let hours: i8 = text.strip_prefix('+').unwrap_or(text).parse().ok()?;
    (-12..=14).contains(&hours).then(|| Offset::from_hours(hours).ok()).flatten()
}

/// The date and the time of day of a moment, as they are typed.
fn written(moment: Moment) -> (String, String) {
    let clock = moment.offset.to_datetime(moment.at);
    (clock.date().to_string(), clock.strftime("%H:%M").to_string())
}

/// A date as it is typed, from that or from the vendor's own MM/DD/YYYY.
fn iso(text: &str) -> Option<String> {
    let parsed = date(text).or_else(|| Date::strptime("%m/%d/%Y", text).ok())?;
    Some(parsed.to_string())
}

fn date(text: &str) -> Option<Date> {
    let text = text.trim();
    let date: Date = text.parse().ok()?;
    // What else the library reads, such as a date by its week, is not what is asked for.
    (date.to_string() == text).then_some(date)
}

fn time(text: &str) -> Option<Time> {
    let (hour, minute) = text.trim().split_once(':')?;
    if [hour, minute].iter().any(|part| part.len() != 2 || !part.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    let (hour, minute): (i8, i8) = (hour.parse().ok()?, minute.parse().ok()?);
    (minute % 15 == 0).then(|| Time::new(hour, minute, 0, 0).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use jiff::civil::DateTime;
    use proptest::prelude::*;

    use super::*;

    fn sample() -> Draft {
        Draft {
            cloud_account: "014876987943".into(),
            zone: "usw2-az1".into(),
            name: "Volod test policy".into(),
            instance_type: "c5.large".into(),
            platform: "Linux/UNIX".into(),
            start_date: "2026-01-10".into(),
            start_time: "00:00".into(),
            end_date: "2026-01-12".into(),
            end_time: "23:15".into(),
            utc_offset_hours: "-8".into(),
            quantity: "2".into(),
        }
    }

    fn before() -> Timestamp {
        "2026-01-08T00:00:00Z".parse().unwrap()
    }

    #[test]
    fn the_printed_sample_is_an_order() {
        let order = sample().check(before()).unwrap();
        assert_eq!(order.window.start.to_string(), "2026-01-10T00:00:00-08:00");
        assert_eq!(order.offset_hours(), -8);
        assert_eq!(order.window.instance_hours(order.quantity).unwrap().to_string(), "142.5");
    }

    #[test]
    fn every_bad_field_is_named_at_once() {
        let errors = Draft::default().check(before()).unwrap_err();
        assert_eq!(errors.len(), 11);
    }

    #[test]
    fn each_field_has_its_complaint() {
        type Change = fn(&mut Draft);
        let cases: [(Field, Change); 11] = [
            (Field::CloudAccount, |d| d.cloud_account = "14876987943".into()),
            (Field::Zone, |d| d.zone = "us-west-2a".into()),
            (Field::Name, |d| d.name = "two\nlines".into()),
            (Field::InstanceType, |d| d.instance_type = "c5 large".into()),
            (Field::Platform, |d| d.platform = " ".into()),
            (Field::StartDate, |d| d.start_date = "2025-01-10".into()),
            (Field::StartTime, |d| d.start_time = "00:10".into()),
            (Field::EndDate, |d| d.end_date = "2026-01-09".into()),
            (Field::EndTime, |d| d.end_time = "24:00".into()),
            (Field::UtcOffsetHours, |d| d.utc_offset_hours = "5.5".into()),
            (Field::Quantity, |d| d.quantity = "0".into()),
        ];
        for (field, change) in cases {
            let mut draft = sample();
            change(&mut draft);
            let errors = draft.check(before()).unwrap_err();
            assert_eq!(errors.iter().map(|error| error.field).collect::<Vec<_>>(), vec![field]);
        }
    }

    /// A clock of the years 2000 to 2099, to the minute.
    fn clock() -> impl Strategy<Value = DateTime> {
        (2000_i16..2100, 1_i8..=12, 1_i8..=28, 0_i8..24, 0_i8..60)
            .prop_map(|(year, month, day, hour, minute)| jiff::civil::date(year, month, day).at(hour, minute, 0, 0))
    }

    proptest! {
        /// What is accepted, and only that: whole hours from UTC, quarter hours, a start to come, and a length. What comes
        /// out is what was typed, in the offset that was typed.
        #[test]
        fn a_window_is_an_order_iff_the_vendor_takes_it(
            offset in -20_i8..=20, start in clock(), end in clock(), now in clock(), on_quarters in any::<bool>(),
        ) {
            let on_quarter = |clock: DateTime| clock.with().minute(clock.minute() / 15 * 15).build().unwrap();
            let (start, end) = if on_quarters { (on_quarter(start), on_quarter(end)) } else { (start, end) };
            let now = Offset::UTC.to_timestamp(now).unwrap();
            let mut draft = sample();
            draft.utc_offset_hours = format!("{offset:+}");
            draft.start_date = start.date().to_string();
            draft.end_date = end.date().to_string();
            draft.start_time = start.strftime("%H:%M").to_string();
            draft.end_time = end.strftime("%H:%M").to_string();

            // On the clock alone, apart from the library's reckoning with offsets.
            let utc = now.to_zoned(jiff::tz::TimeZone::UTC).datetime();
            let to_come = start.duration_since(utc).as_mins() > i64::from(offset) * 60;
            let taken = (-12..=14).contains(&offset)
                && [start, end].iter().all(|clock| clock.minute() % 15 == 0)
                && to_come
                && end > start;
            let order = draft.check(now);
            prop_assert_eq!(order.is_ok(), taken, "{:?}", order);
            if let Ok(order) = order {
                prop_assert_eq!(order.offset_hours(), i32::from(offset));
                for (moment, clock) in [(order.window.start, start), (order.window.end, end)] {
                    prop_assert_eq!(moment.offset.to_datetime(moment.at), clock);
                }
                prop_assert_eq!(draft.window(), Some(order.window));
            }
        }
    }

    #[test]
    fn a_draft_that_is_refused_says_why_even_at_the_end_of_time() {
        let mut draft = sample();
        draft.end_date = "9999-12-31".into();
        draft.utc_offset_hours = "-12".into();
        let errors = draft.check(before()).unwrap_err();
        assert_eq!(errors.iter().map(|error| error.field).collect::<Vec<_>>(), [Field::EndDate]);
    }

    #[test]
    fn dates_and_times_are_taken_in_one_spelling_only() {
        for date in ["2026-W02-6", "20260110", "-002026-01", "2026-1-10", "2026-01-10Z"] {
            assert_eq!(super::date(date), None, "{date}");
        }
        for time in ["+1:00", "01:+0", "-0:00", "1:00", "01:00:00", "01:15 "] {
            assert_eq!(super::time(time).is_some(), time == "01:15 ", "{time}");
        }
    }

    fn running() -> Policy {
        let mut policy = Policy::unknown(crate::policy::PolicyId::parse("sc_1").unwrap());
        policy.name = Some("nightly".into());
        policy.instance.kind = Some("p4d.24xlarge".into());
        policy.instance.quantity = Some(3);
        policy.window = Some(
            Window::new(
                Moment::parse("2026-01-10T22:00:00-05:00").unwrap(),
                Moment::parse("2026-01-11T08:15:00-05:00").unwrap(),
            )
            .unwrap(),
        );
        policy
    }

    #[test]
    fn one_like_another_lies_on_the_same_days_of_the_first_week_to_come() {
        let like = |now: &str| Draft::like(&running(), now.parse().unwrap());
        let draft = like("2026-01-08T00:00:00Z");
        assert_eq!((draft.start_date.as_str(), draft.start_time.as_str()), ("2026-01-17", "22:00"));
        assert_eq!((draft.end_date.as_str(), draft.end_time.as_str()), ("2026-01-18", "08:15"));
        assert_eq!((draft.utc_offset_hours.as_str(), draft.quantity.as_str()), ("-5", "3"));
        assert_eq!((draft.instance_type.as_str(), draft.zone.as_str()), ("p4d.24xlarge", ""), "unknown stays empty");
        assert_eq!(like("2026-01-11T12:00:00Z").start_date, "2026-01-17", "it has begun");
        assert_eq!(
            like("2026-01-18T03:00:00Z").start_date,
            "2026-01-24",
            "at the very start of the next it has passed"
        );
        let unknown = Policy::unknown(crate::policy::PolicyId::parse("sc_1").unwrap());
        assert_eq!(Draft::like(&unknown, before()), Draft::default());
    }

    #[test]
    fn what_is_offered_instead_becomes_a_draft_where_its_names_are_known() {
        let taking = |offer: Value| sample().taking(&offer);
        let fewer = taking(serde_json::json!({ "quantity": 1, "pricing": { "ourPrice": 4.24 } })).unwrap();
        assert_eq!(fewer, Draft { quantity: "1".into(), ..sample() });
        let elsewhere =
            taking(serde_json::json!({ "instanceType": "m6i.large", "availabilityZoneId": "usw2-az2" })).unwrap();
        assert_eq!((elsewhere.instance_type.as_str(), elsewhere.zone.as_str()), ("m6i.large", "usw2-az2"));
        let later = serde_json::json!({
            "startDate": "01/11/2026", "startTime": "00:00", "endDate": "01/13/2026", "endTime": "23:15",
            "utcOffsetHours": "-8", "availableQuantity": 2,
        });
        let later = taking(later).unwrap();
        assert_eq!((later.start_date.as_str(), later.end_date.as_str()), ("2026-01-11", "2026-01-13"));
        let moments = serde_json::json!({
            "launchDateTime": "2026-01-12T00:00:00+02:00", "endDateTime": "2026-01-12T10:00:00Z",
        });
        let moments = taking(moments).unwrap();
        assert_eq!(
            (moments.utc_offset_hours.as_str(), moments.end_time.as_str()),
            ("2", "12:00"),
            "both ends in one offset"
        );
    }

    #[test]
    fn what_is_offered_in_another_shape_is_shown_and_not_guessed_at() {
        for offer in [
            serde_json::json!(0),
            serde_json::json!("usw2-az2"),
            serde_json::json!(null),
            serde_json::json!({ "qty": 0 }),
            serde_json::json!({ "availableQuantity": 2 }),
            serde_json::json!({ "startDate": "some day" }),
            serde_json::json!({ "launchDateTime": "2026-01-12T00:00:00+02:00" }),
            serde_json::json!({ "quantity": 2, "zoneId": "usw2-az1" }),
        ] {
            assert_eq!(sample().taking(&offer), None, "{offer}");
        }
    }

    #[test]
    fn a_window_moves_by_whole_days() {
        let next = sample().shifted(7);
        assert_eq!((next.start_date.as_str(), next.end_date.as_str()), ("2026-01-17", "2026-01-19"));
    }
}
