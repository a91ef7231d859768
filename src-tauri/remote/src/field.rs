//! Reading a field as the vendors really send it.
//!
//! No answer's shape is promised, and an answer to a purchase must not be lost because a field nobody needs has changed
//! its type. So a field is taken from the text of the JSON, digit for digit and without any binary float between, and
//! one that cannot be read is absent. Only what an answer is useless without is demanded.

use std::fmt;

use berth_core::money;
use berth_core::window::Moment;
use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use serde::de::{DeserializeOwned, Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_json::value::RawValue;
use thiserror::Error;

/// Why a body cannot be read: where in it, and what is wrong there.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{0}")]
pub struct AnswerError(pub(crate) String);

/// Reads a whole body.
pub(crate) fn read<'a, T: Deserialize<'a>>(json: &'a str) -> Result<T, AnswerError> {
    read_part(json, "")
}

/// Reads a part of a body that has a name.
pub(crate) fn read_part<'a, T: Deserialize<'a>>(json: &'a str, name: &str) -> Result<T, AnswerError> {
    let mut json = serde_json::Deserializer::from_str(json);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = error.path().to_string();
        let place = match (name, path.as_str()) {
            ("", "." | "?") => String::new(),
            ("", path) => format!("{path}: "),
            (name, "." | "?") => format!("{name}: "),
            (name, path) => format!("{name}.{path}: "),
        };
        AnswerError(crate::words::plain(&format!("{place}{}", error.into_inner())))
    })?;
    json.end().map_err(|error| AnswerError(format!("something follows the answer: {error}")))?;
    Ok(value)
}

/// A value that can be told from the text of its JSON.
pub(crate) trait Told: Sized {
    /// The value, or nothing when the text says something else.
    fn told(json: &str) -> Option<Self>;
}

/// A field that is absent when it is missing, null, or not what it should be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lenient<T>(pub(crate) Option<T>);

impl<T> Default for Lenient<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<'de, T: Told> Deserialize<'de> for Lenient<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <&RawValue>::deserialize(deserializer).map(|raw| Self(T::told(raw.get())))
    }
}

/// A decimal that must be there, as text or as a number.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Exact(pub(crate) Decimal);

impl<'de> Deserialize<'de> for Exact {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&RawValue>::deserialize(deserializer)?;
        Decimal::told(raw.get()).map(Self).ok_or_else(|| D::Error::custom("not a decimal number"))
    }
}

/// An object inside an object, empty when it is missing, null, or something else.
pub(crate) fn object<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: DeserializeOwned + Default,
    D: Deserializer<'de>,
{
    <&RawValue>::deserialize(deserializer).map(|raw| serde_json::from_str(raw.get()).unwrap_or_default())
}

impl Told for String {
    fn told(json: &str) -> Option<Self> {
        serde_json::from_str(json).ok()
    }
}

impl Told for bool {
    fn told(json: &str) -> Option<Self> {
        serde_json::from_str(json).ok()
    }
}

impl Told for Decimal {
    fn told(json: &str) -> Option<Self> {
        if json.starts_with('"') { money::decimal(&String::told(json)?).ok() } else { money::decimal(json).ok() }
    }
}

impl Told for i64 {
    fn told(json: &str) -> Option<Self> {
        let number = Decimal::told(json)?;
        number.is_integer().then(|| number.to_i64()).flatten()
    }
}

impl Told for u32 {
    fn told(json: &str) -> Option<Self> {
        i64::told(json)?.try_into().ok()
    }
}

/// A day; of a moment, the day that is written there.
impl Told for Date {
    fn told(json: &str) -> Option<Self> {
        let text = String::told(json)?;
        text.trim().split(['T', 't', ' ']).next()?.parse().ok()
    }
}

impl Told for Moment {
    fn told(json: &str) -> Option<Self> {
        Self::parse(&String::told(json)?).ok()
    }
}

/// The fields of an object in the order in which they came, each with its value to the letter.
#[derive(Debug, Default)]
pub(crate) struct Pairs<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Pairs<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(InOrder).map(Self)
    }
}

struct InOrder;

impl<'de> Visitor<'de> for InOrder {
    type Value = Vec<(String, &'de RawValue)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = map.next_entry()? {
            pairs.push(pair);
        }
        Ok(pairs)
    }
}

impl<'a> Pairs<'a> {
    /// Those of an object; none of anything else.
    pub(crate) fn of(raw: Option<&'a RawValue>) -> Self {
        raw.and_then(|raw| serde_json::from_str(raw.get()).ok()).unwrap_or_default()
    }

    /// Takes out a field, if it is what it should be.
    pub(crate) fn take<T: Told>(&mut self, name: &str) -> Option<T> {
        let at = self.0.iter().position(|(found, _)| found == name)?;
        let told = T::told(self.0[at].1.get())?;
        self.0.remove(at);
        Some(told)
    }

    /// Each as text: see [`as_sent`].
    pub(crate) fn texts(&self) -> Vec<(String, Option<String>)> {
        self.0.iter().map(|(name, value)| (name.clone(), as_sent(value))).collect()
    }
}

/// A text is itself, null is nothing, anything else is its JSON to the letter.
pub(crate) fn as_sent(value: &RawValue) -> Option<String> {
    let json = value.get();
    if json == "null" {
        return None;
    }
    Some(String::told(json).unwrap_or_else(|| json.to_owned()))
}

/// How deep an untyped value may nest before the rest of it is kept as text.
const DEPTH: usize = 16;

/// A value nobody has described, for showing: numbers that are not whole become text, so that no digit is lost.
#[derive(Debug)]
pub(crate) struct Untyped(pub(crate) Value);

impl Told for Untyped {
    fn told(json: &str) -> Option<Self> {
        Some(Self(untyped(json, DEPTH)))
    }
}

fn untyped(json: &str, depth: usize) -> Value {
    let json = json.trim();
    let text = || Value::String(json.to_owned());
    if depth == 0 {
        return text();
    }
    match json.as_bytes().first() {
        Some(b'[') => serde_json::from_str::<Vec<&RawValue>>(json)
            .map_or_else(|_| text(), |items| items.iter().map(|item| untyped(item.get(), depth - 1)).collect()),
        Some(b'{') => serde_json::from_str::<std::collections::BTreeMap<String, &RawValue>>(json).map_or_else(
            |_| text(),
            |fields| fields.into_iter().map(|(name, value)| (name, untyped(value.get(), depth - 1))).collect(),
        ),
        Some(b'-' | b'0'..=b'9') => json.parse::<i64>().map_or_else(|_| text(), Value::from),
        _ => serde_json::from_str(json).unwrap_or_else(|_| text()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_decimal_keeps_its_digits_as_text_and_as_a_number() {
        for text in ["8.48", "117.00000000", "22.470273", "744", "0.15725878", "265859.100000"] {
            assert_eq!(Decimal::told(text).unwrap().to_string(), text);
            assert_eq!(Decimal::told(&format!("\"{text}\"")).unwrap().to_string(), text);
        }
        assert_eq!(Decimal::told("1e2"), Decimal::told("100"));
        for text in ["null", "true", "\"lots\"", "{}", "[1]", "\"\"", "1e999"] {
            assert_eq!(Decimal::told(text), None, "{text}");
        }
    }

    #[test]
    fn a_count_out_of_range_is_absent_not_wrapped() {
        assert_eq!(u32::told("2"), Some(2));
        assert_eq!(u32::told("\"2\""), Some(2));
        assert_eq!(u32::told("2.0"), Some(2));
        for text in ["-1", "4294967296", "2.5", "1e30", "null", "\"two\""] {
            assert_eq!(u32::told(text), None, "{text}");
        }
        assert_eq!(i64::told("9223372036854775807"), Some(i64::MAX));
        assert_eq!(i64::told("9223372036854775808"), None);
    }

    #[test]
    fn an_untyped_value_loses_no_digit() {
        let Untyped(value) = Untyped::told(r#"[{"price": 8.50, "qty": 2, "free": true, "why": null}]"#).unwrap();
        assert_eq!(value, serde_json::json!([{"price": "8.50", "qty": 2, "free": true, "why": null}]));
    }

    #[test]
    fn an_object_s_fields_keep_their_order_and_their_letters() {
        let json = r#"{"z": 1.50, "a": "b\"c", "n": null, "o": {"k":[1, 2]}, "z": true}"#;
        let mut pairs: Pairs<'_> = serde_json::from_str(json).unwrap();
        let texts: Vec<_> = pairs.texts().into_iter().map(|(name, value)| format!("{name}={value:?}")).collect();
        assert_eq!(
            texts,
            [r#"z=Some("1.50")"#, r#"a=Some("b\"c")"#, "n=None", r#"o=Some("{\"k\":[1, 2]}")"#, r#"z=Some("true")"#]
        );
        assert_eq!((pairs.take::<i64>("z"), pairs.take::<String>("a")), (None, Some("b\"c".to_owned())));
        assert_eq!(pairs.texts().len(), 4);
        assert!(serde_json::from_str::<Pairs<'_>>("[1]").is_err());
    }

    #[test]
    fn a_value_nested_without_end_is_survived() {
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(Untyped::told(&deep).is_some());
    }

    #[test]
    fn an_error_says_where() {
        #[derive(Debug, Deserialize)]
        struct Row {
            #[expect(dead_code, reason = "only its reading is looked at")]
            price: Exact,
        }
        let AnswerError(text) = read_part::<Vec<Row>>(r#"[{"price": "1"}, {"price": "x"}]"#, "rows").unwrap_err();
        assert!(text.starts_with("rows.[1].price: not a decimal number"), "{text}");
        let AnswerError(text) = read::<Vec<Row>>("[] []").unwrap_err();
        assert!(text.starts_with("something follows the answer"), "{text}");
    }

    proptest! {
        #[test]
        fn any_text_is_survived(text in any::<String>()) {
            let _ = (Decimal::told(&text), i64::told(&text), Moment::told(&text), Untyped::told(&text));
        }

        #[test]
        fn digits_in_are_digits_out(whole in 0u64..1_000_000_000_000, fraction in "[0-9]{1,8}") {
            let text = format!("{whole}.{fraction}");
            prop_assert_eq!(Decimal::told(&text).unwrap().to_string(), text);
        }
    }
}
