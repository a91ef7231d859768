//! The readers of text: what people type, what a row of the ledger holds. The first byte says which.

use std::fmt::Debug;
use std::net::SocketAddr;

use berth_core::account::{Account, Loopback};
use berth_core::attempt::Attempt;
use berth_core::draft::{Draft, Order};
use berth_core::launch::LaunchDraft;
use berth_core::money::{Currency, Money, decimal};
use berth_core::policy::{CancelFee, PolicyId, PolicyRecord};
use berth_core::quote::Quote;
use berth_core::window::Moment;
use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Which reader, as a digit.
pub(crate) const DECIMAL: u8 = 0;
pub(crate) const FEE: u8 = 1;
pub(crate) const POLICY_ID: u8 = 2;
pub(crate) const LOOPBACK: u8 = 3;
pub(crate) const DRAFT: u8 = 4;
pub(crate) const MOMENT: u8 = 5;
pub(crate) const LAUNCH: u8 = 6;
pub(crate) const ACCOUNT: u8 = 7;
pub(crate) const POLICY: u8 = 8;
pub(crate) const ATTEMPT: u8 = 9;
pub(crate) const QUOTE: u8 = 10;
const KINDS: u8 = 11;

/// Any text, for any of the readers.
pub fn readers(data: &[u8]) {
    let Some((&kind, data)) = data.split_first() else { return };
    let Ok(text) = std::str::from_utf8(data) else { return };
    match kind.wrapping_sub(b'0') % KINDS {
        DECIMAL => amount(text),
        FEE => fee(text),
        POLICY_ID => policy_id(text),
        LOOPBACK => loopback(text),
        DRAFT => draft(text),
        MOMENT => moment(text),
        LAUNCH => launch(text),
        ACCOUNT => record::<Account>(text),
        POLICY => record::<PolicyRecord>(text),
        ATTEMPT => record::<Attempt>(text),
        _ => record::<Quote>(text),
    }
}

/// A value that came from JSON goes back to JSON, and is the same when it comes again: a row of the ledger that was read
/// and written is the row that was there.
#[track_caller]
pub(crate) fn same_again<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    let json = serde_json::to_string(value).expect("what was read can be written");
    let again: T = serde_json::from_str(&json).unwrap_or_else(|error| panic!("written, and not read: {error}\n{json}"));
    assert_eq!(&again, value, "{json}");
    assert_eq!(serde_json::to_string(&again).ok().as_deref(), Some(json.as_str()));
}

fn record<T: Serialize + DeserializeOwned + PartialEq + Debug>(text: &str) {
    if let Ok(value) = serde_json::from_str::<T>(text) {
        same_again(&value);
    }
}

/// MONEY: a number that is taken is the number that was written, digit for digit.
fn amount(text: &str) {
    let Ok(amount) = decimal(text) else { return };
    let (negative, digits, point) = figures(text.trim());
    let (ours_negative, ours, our_point) = figures(&amount.to_string());
    assert_eq!((&digits, point), (&ours, our_point), "{text:?} was taken for {amount}");
    assert!(negative == ours_negative || digits.is_empty(), "{text:?} was taken for {amount}");
    let money = Money::new(amount, Currency::USD);
    let shown = money.rounded();
    if amount.abs() < Decimal::from(1_u64 << 60) {
        assert!((shown - amount).abs() * Decimal::from(200) <= Decimal::ONE, "{amount} is shown as {shown}");
        assert_eq!(shown.scale(), 2, "{amount} is shown as {shown}");
    }
}

/// A number's sign, its digits without zeros at either end, and where the point stands after the first of them; reckoned
/// from the text alone.
fn figures(text: &str) -> (bool, String, i64) {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().expect("an exponent that was taken")),
        None => (text, 0),
    };
    let negative = mantissa.starts_with('-');
    let mantissa = mantissa.trim_start_matches(['+', '-']);
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = format!("{whole}{fraction}");
    assert!(all.bytes().all(|byte| byte.is_ascii_digit()), "{text:?} is no number");
    let point = i64::try_from(whole.len()).unwrap_or(i64::MAX).saturating_add(exponent);
    let leading = all.len() - all.trim_start_matches('0').len();
    let digits = all.trim_matches('0').to_owned();
    let point = if digits.is_empty() { 0 } else { point - i64::try_from(leading).unwrap_or(i64::MAX) };
    (negative, digits, point)
}

/// A fee is a number that stands in the sentence as a whole, not the beginning of another.
fn fee(text: &str) {
    let Some(fee) = CancelFee::read(text) else { return };
    let (CancelFee::Amount { value } | CancelFee::RefundPercent { value }) = fee;
    assert!(value.is_sign_positive(), "{text:?} says {value}");
    let numbers =
        text.split(|letter: char| !letter.is_ascii_alphanumeric() && !matches!(letter, '.' | ',' | '\'' | '_'));
    let stands = |number: &str| {
        let number = number.trim_end_matches(|letter: char| !letter.is_ascii_digit());
        decimal(number) == Ok(value) && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
    };
    assert!(numbers.into_iter().any(stands), "{text:?} says {value}");
    same_again(&fee);
}

fn policy_id(text: &str) {
    let Ok(id) = PolicyId::parse(text) else { return };
    assert_eq!(id.as_str(), text.trim());
    assert!(id.as_str().bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')));
    same_again(&id);
}

/// SECURITY: a token goes to the vendor or to this machine, whatever an address looks like.
fn loopback(text: &str) {
    let Ok(address) = text.parse::<Loopback>() else { return };
    let written = address.to_string();
    let socket: SocketAddr = written.trim_start_matches("http://").parse().expect("an address and a port");
    assert!(socket.ip().is_loopback() && socket.port() != 0, "{text:?} leads to {socket}");
    same_again(&address);
}

/// The eleven fields, a line each.
fn draft(text: &str) {
    let mut lines = text.split('\n').map(str::to_owned);
    let mut line = || lines.next().unwrap_or_default();
    let draft = Draft {
        cloud_account: line(),
        zone: line(),
        name: line(),
        instance_type: line(),
        platform: line(),
        start_date: line(),
        start_time: line(),
        end_date: line(),
        end_time: line(),
        utc_offset_hours: line(),
        quantity: line(),
    };
    let now = Timestamp::UNIX_EPOCH;
    match draft.check(now) {
        Ok(order) => ordered(&draft, &order, now),
        Err(complaints) => assert!(!complaints.is_empty(), "refused without a reason: {draft:?}"),
    }
    for days in [-1, 7, i32::MAX] {
        let _ = draft.clone().shifted(days).window();
    }
}

fn ordered(draft: &Draft, order: &Order, now: Timestamp) {
    let (start, end) = (order.window.start, order.window.end);
    assert!(now < start.at && start.at < end.at);
    assert_eq!(start.offset, end.offset);
    assert_eq!(start.offset.seconds() % 3600, 0);
    assert_eq!(Ok(order.offset_hours()), draft.utc_offset_hours.trim().parse());
    for (moment, date, time) in [(start, &draft.start_date, &draft.start_time), (end, &draft.end_date, &draft.end_time)]
    {
        assert_eq!(moment.at.as_second() % 900, 0);
        let typed = format!("{} {}", date.trim(), time.trim());
        assert_eq!(moment.offset.to_datetime(moment.at).strftime("%Y-%m-%d %H:%M").to_string(), typed);
    }
    let hours = order.window.instance_hours(order.quantity).expect("what can be ordered can be reckoned");
    assert!(hours >= Decimal::new(25, 2) && (hours * Decimal::from(4)).is_integer());
    assert_eq!(draft.window(), Some(order.window));
    same_again(order);
}

fn moment(text: &str) {
    let Ok(moment) = Moment::parse(text) else { return };
    let again = Moment::parse(&moment.to_string());
    assert_eq!(again, Ok(moment), "{text:?} was written as {moment}");
}

/// The five fields, a line each.
fn launch(text: &str) {
    let mut lines = text.split('\n').map(str::to_owned);
    let mut line = || lines.next().unwrap_or_default();
    let draft = LaunchDraft { vpc: line(), security_group: line(), image: line(), key_pair: line(), disk: line() };
    match draft.check() {
        Ok(launch) => {
            for (id, prefix) in [(&launch.vpc, "vpc-"), (&launch.security_group, "sg-"), (&launch.image, "ami-")] {
                assert!(id.as_ref().is_none_or(|id| id.starts_with(prefix) && id.len() > prefix.len()), "{launch:?}");
            }
            assert!(launch.disk.is_none_or(|disk| disk > 0));
            assert_ne!(launch, berth_core::launch::Launch::default(), "a request that asks for nothing");
            same_again(&launch);
        }
        Err(complaints) => assert!(!complaints.is_empty(), "refused without a reason: {draft:?}"),
    }
}
