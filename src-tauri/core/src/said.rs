//! What Berth says of its own accord below the page: sentences in English, each with the parts of which the page makes the
//! same sentence in another language.
//!
//! A sentence is made by [`say!`](crate::say) and by nothing else, so that all of them can be listed from the source: the
//! page's types name every one (`ipc/tests/types.rs`), and a language that lacks one does not compile.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use jiff::Timestamp;

/// A sentence, ready to be read in English; it can be used wherever text can.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    text: Cow<'static, str>,
    english: &'static str,
    values: Vec<(&'static str, Value)>,
}

/// What stands at a place in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Data, or a word that tells which of several things is meant.
    Text(String),
    /// Another sentence, or a part of one.
    Said(Said),
    /// A moment.
    Time(Time),
}

/// A moment as a sentence tells of it. How times are written is each language's own affair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Time {
    /// The moment.
    pub at: Timestamp,
    /// As what it is told.
    pub form: TimeForm,
    /// How it reads in English.
    pub english: String,
}

/// As what a moment is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeForm {
    /// The time of day, and the day unless it is today: "14:30 on 3 Dec".
    Clock,
    /// How long it is until then: "in 2 h".
    Left,
}

/// A sentence in English, with `{name}` where a value belongs. The English is also what the sentence is known by, so it is
/// written out where it is said.
///
/// ```
/// let vendor = "Gcore";
/// assert_eq!(&*berth_core::say!("{vendor} refused.", vendor = vendor), "Gcore refused.");
/// ```
#[macro_export]
macro_rules! say {
    ($english:literal $(,)?) => {
        $crate::said::Said::plain($english)
    };
    ($english:literal, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::said::Said::with($english, vec![$((stringify!($name), $crate::said::Value::from($value))),+])
    };
}

impl Said {
    /// For [`say!`](crate::say) alone.
    #[doc(hidden)]
    pub const fn plain(english: &'static str) -> Self {
        Self { text: Cow::Borrowed(english), english, values: Vec::new() }
    }

    /// For [`say!`](crate::say) alone.
    #[doc(hidden)]
    pub fn with(english: &'static str, values: Vec<(&'static str, Value)>) -> Self {
        Self { text: Cow::Owned(filled(english, &values)), english, values }
    }

    /// The English with its places open, by which the sentence is known.
    pub fn english(&self) -> &'static str {
        self.english
    }

    /// The sentence as it reads in English.
    pub fn into_text(self) -> String {
        self.text.into_owned()
    }

    /// What stands at which place.
    pub fn values(&self) -> &[(&'static str, Value)] {
        &self.values
    }
}

impl Deref for Said {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

impl PartialEq<str> for Said {
    fn eq(&self, other: &str) -> bool {
        **self == *other
    }
}

impl PartialEq<&str> for Said {
    fn eq(&self, other: &&str) -> bool {
        **self == **other
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Said> for Value {
    fn from(sentence: Said) -> Self {
        Self::Said(sentence)
    }
}

impl From<Time> for Value {
    fn from(time: Time) -> Self {
        Self::Time(time)
    }
}

impl Deref for Value {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Said(sentence) => sentence,
            Self::Time(time) => &time.english,
        }
    }
}

/// The sentence with its values in their places. What a value holds is not looked through again.
fn filled(english: &str, values: &[(&'static str, Value)]) -> String {
    let mut text = String::with_capacity(english.len() + 32);
    let mut rest = english;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        let value = values.iter().find(|(place, _)| *place == name);
        debug_assert!(value.is_some(), "nothing is given for {{{name}}} in: {english}");
        text.push_str(value.map_or("", |(_, value)| value));
        rest = after;
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use crate::said::Value;

    #[test]
    fn a_sentence_reads_in_english_and_keeps_its_parts() {
        let inner = say!("It says: {words}", words = "{vendor}");
        let sentence = say!("{vendor} refused. {inner}", vendor = "Gcore", inner = inner.clone());
        assert_eq!(sentence, "Gcore refused. It says: {vendor}", "what is put in is not filled again");
        assert_eq!(sentence.english(), "{vendor} refused. {inner}");
        assert_eq!(sentence.values(), [("vendor", Value::from("Gcore")), ("inner", Value::Said(inner))]);
        assert_eq!(say!("Nothing was sent.").values(), []);
    }
}
