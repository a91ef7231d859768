//! Reads a JSON request field by field and collects every complaint, as both vendors answer with all of them at once.
//!
//! A getter returns a neutral value when the field is missing or of the wrong type and notes the complaint;
//! [`Fields::finish`] then refuses the whole request, so no neutral value is ever used.

use serde_json::{Map, Value};

use crate::{answer::JSON, call::Call};

/// What is wrong with a request: field names (empty: the body as a whole) and sentences.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Complaints(pub(crate) Vec<(String, String)>);

impl Complaints {
    pub(crate) fn about(field: &str, sentence: &str) -> Self {
        Self(vec![(field.to_owned(), sentence.to_owned())])
    }
}

#[derive(Debug)]
pub(crate) struct Fields {
    left: Map<String, Value>,
    complaints: Vec<(String, String)>,
}

impl Fields {
    pub(crate) fn of(call: &Call) -> Result<Self, Complaints> {
        let media = call.content_type.as_deref().unwrap_or_default();
        if !media.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case(JSON) {
            return Err(Complaints::about("", "The body must be sent as application/json"));
        }
        match serde_json::from_slice(&call.body) {
            Ok(Value::Object(left)) => Ok(Self { left, complaints: Vec::new() }),
            Ok(_) => Err(Complaints::about("", "The body must be a JSON object")),
            Err(_) => Err(Complaints::about("", "The body is not valid JSON")),
        }
    }

    /// The fields of an object inside the body.
    pub(crate) fn inside(value: Value) -> Result<Self, Complaints> {
        match value {
            Value::Object(left) => Ok(Self { left, complaints: Vec::new() }),
            _ => Err(Complaints::about("", "Must be an object")),
        }
    }

    pub(crate) fn text(&mut self, name: &str) -> String {
        match self.left.remove(name) {
            Some(Value::String(text)) => text,
            found => self.wrong(name, found.as_ref(), "Must be a text"),
        }
    }

    pub(crate) fn optional_text(&mut self, name: &str) -> Option<String> {
        self.left.contains_key(name).then(|| self.text(name))
    }

    pub(crate) fn integer(&mut self, name: &str) -> i64 {
        match self.left.remove(name) {
            Some(Value::Number(number)) if number.is_i64() => number.as_i64().unwrap_or_default(),
            found => self.wrong(name, found.as_ref(), "Must be a whole number"),
        }
    }

    pub(crate) fn optional_integer(&mut self, name: &str) -> Option<i64> {
        self.left.contains_key(name).then(|| self.integer(name))
    }

    pub(crate) fn optional_boolean(&mut self, name: &str) -> Option<bool> {
        match self.left.remove(name) {
            None => None,
            Some(Value::Bool(value)) => Some(value),
            found => Some(self.wrong(name, found.as_ref(), "Must be true or false")),
        }
    }

    pub(crate) fn list(&mut self, name: &str) -> Vec<Value> {
        match self.left.remove(name) {
            Some(Value::Array(items)) => items,
            found => self.wrong(name, found.as_ref(), "Must be a list"),
        }
    }

    pub(crate) fn optional_list(&mut self, name: &str) -> Vec<Value> {
        if self.left.contains_key(name) { self.list(name) } else { Vec::new() }
    }

    /// Takes a field away without looking at it when it is null, which the contract allows for it.
    pub(crate) fn allow_null(&mut self, name: &str) {
        if self.left.get(name).is_some_and(Value::is_null) {
            self.left.remove(name);
        }
    }

    /// Notes `sentence` unless `holds`. A field that was complained about already is left alone.
    pub(crate) fn check(&mut self, name: &str, holds: bool, sentence: &str) {
        if !holds && self.complaints.iter().all(|(field, _)| field != name) {
            self.complaints.push((name.to_owned(), sentence.to_owned()));
        }
    }

    pub(crate) fn add(&mut self, complaints: Complaints) {
        self.complaints.extend(complaints.0);
    }

    /// Refuses the request if anything was wrong with it, fields that nobody asked for included.
    pub(crate) fn finish(mut self) -> Result<(), Complaints> {
        for (name, _) in self.left {
            self.complaints.push((name, "Unknown field".to_owned()));
        }
        if self.complaints.is_empty() { Ok(()) } else { Err(Complaints(self.complaints)) }
    }

    fn wrong<T: Default>(&mut self, name: &str, found: Option<&Value>, sentence: &str) -> T {
        self.check(name, false, if found.is_some() { sentence } else { "Field required" });
        T::default()
    }
}
