//! Sentences of Berth's below the page, as they cross: the page says them in the language it speaks.

use std::collections::BTreeMap;

use berth_core::said::{Said, Time, TimeForm, Value};
use serde::Serialize;
use ts_rs::TS;

/// A sentence and what stands at its places.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(rename = "Said")]
pub struct SaidView {
    /// The English, with `{name}` where a value belongs; the sentence is known by it.
    #[ts(type = "keyof Sentences")]
    pub english: &'static str,
    /// By the names of the places.
    pub values: BTreeMap<&'static str, ValueView>,
}

/// What stands at a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(untagged)]
#[ts(rename = "SaidValue")]
pub enum ValueView {
    /// Data, or a word that tells which of several things is meant.
    Text(String),
    /// Another sentence, or a part of one.
    Said(SaidView),
    /// A moment.
    Time(TimeView),
}

/// A moment that a sentence tells of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(rename = "SaidTime")]
pub struct TimeView {
    /// The moment, RFC 3339.
    pub at: String,
    /// `clock`: the time of day, and the day unless it is today. `left`: how long it is until then.
    #[ts(type = "\"clock\" | \"left\"")]
    pub form: &'static str,
}

impl From<&Said> for SaidView {
    fn from(said: &Said) -> Self {
        let values = said.values().iter().map(|(name, value)| (*name, value.into())).collect();
        Self { english: said.english(), values }
    }
}

impl From<&Value> for ValueView {
    fn from(value: &Value) -> Self {
        match value {
            Value::Text(text) => Self::Text(text.clone()),
            Value::Said(said) => Self::Said(said.into()),
            Value::Time(Time { at, form, english: _ }) => Self::Time(TimeView {
                at: at.to_string(),
                form: match form {
                    TimeForm::Clock => "clock",
                    TimeForm::Left => "left",
                },
            }),
        }
    }
}
