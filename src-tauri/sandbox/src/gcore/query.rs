//! Reads query parameters the way [`crate::fields::Fields`] reads a body.

use std::str::FromStr;

use super::Refused;
use crate::{call::Call, fields::Complaints};

pub(super) struct Query {
    left: Vec<(String, String)>,
    complaints: Vec<(String, String)>,
}

impl Query {
    pub(super) fn of(call: &Call) -> Self {
        Self { left: call.query.clone(), complaints: Vec::new() }
    }

    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        let at = self.left.iter().position(|(key, _)| key == name)?;
        Some(self.left.remove(at).1)
    }

    /// Every value of a key that may be repeated.
    pub(super) fn texts(&mut self, name: &str) -> Vec<String> {
        std::iter::from_fn(|| self.text(name)).collect()
    }

    pub(super) fn parsed<T: FromStr>(&mut self, name: &str, sentence: &str) -> Option<T> {
        let text = self.text(name)?;
        let parsed = text.parse().ok();
        self.check(name, parsed.is_some(), sentence);
        parsed
    }

    pub(super) fn integer(&mut self, name: &str) -> Option<i64> {
        self.parsed(name, "Must be a whole number")
    }

    pub(super) fn boolean(&mut self, name: &str) -> Option<bool> {
        self.parsed(name, "Must be true or false")
    }

    /// One word of a closed list.
    pub(super) fn word(&mut self, name: &str, words: &[&str]) -> Option<String> {
        let word = self.text(name)?;
        self.check(name, words.contains(&word.as_str()), &format!("Must be one of {}", words.join(", ")));
        Some(word)
    }

    /// `limit` and `offset`: how many rows to pass over and how many to give.
    pub(super) fn page(&mut self, default_limit: usize) -> Page {
        const MOST: usize = 1000;
        let limit: Option<usize> = self.parsed("limit", "Must be a whole number");
        let offset: Option<usize> = self.parsed("offset", "Must be a whole number");
        self.check("limit", limit.is_none_or(|limit| (1..=MOST).contains(&limit)), "Must be from 1 to 1000");
        Page { limit: limit.unwrap_or(default_limit), offset: offset.unwrap_or(0) }
    }

    pub(super) fn check(&mut self, name: &str, holds: bool, sentence: &str) {
        if !holds && self.complaints.iter().all(|(field, _)| field != name) {
            self.complaints.push((name.to_owned(), sentence.to_owned()));
        }
    }

    /// Refuses the call if anything was wrong with it, parameters the contract does not name included.
    pub(super) fn finish(mut self) -> Result<(), Refused> {
        for (name, _) in self.left {
            self.complaints.push((name, "Unknown parameter".to_owned()));
        }
        if self.complaints.is_empty() { Ok(()) } else { Err(Refused::Invalid(Complaints(self.complaints))) }
    }
}

pub(super) struct Page {
    limit: usize,
    offset: usize,
}

impl Page {
    pub(super) fn of<T>(&self, rows: Vec<T>) -> super::List<T> {
        super::List { count: rows.len(), results: rows.into_iter().skip(self.offset).take(self.limit).collect() }
    }
}
