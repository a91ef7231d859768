//! What the user says of a policy: who answers for it, why it was bought, and whatever else is worth writing down.
//!
//! No vendor ever sees it, and no vendor's answer changes it. What is kept is read as it is, however odd: a record whose
//! note does not hold is still the only record of its policy. What is typed is checked before it is kept.

use crate::said::Said;
use crate::say;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;
use thiserror::Error;

/// Characters of an owner, a ticket or a purpose at most.
pub const LONGEST_WORD: usize = 200;
/// Characters of a note at most.
pub const LONGEST_NOTE: usize = 4000;
/// Characters of a tag at most.
pub const LONGEST_TAG: usize = 64;
/// Tags of one policy at most.
pub const MOST_TAGS: usize = 20;

/// Who bought it and why, in the user's words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// Who answers for it.
    pub owner: Option<String>,
    /// The ticket that asked for it.
    pub ticket: Option<String>,
    /// What it is for.
    pub purpose: Option<String>,
    /// Whatever else is worth knowing, on as many lines as it takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Labels such as `prod` or `team=data`, in the order in which they were given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// When any of it was last written, by our clock. Unknown for what a Berth wrote that did not keep it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said_at: Option<Timestamp>,
}

/// A part of what is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "`Reason` documents them")]
pub enum Part {
    Owner,
    Ticket,
    Purpose,
    Note,
    Tags,
}

impl Part {
    /// Its name for messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Owner => "Owner",
            Self::Ticket => "Ticket",
            Self::Purpose => "Purpose",
            Self::Note => "Note",
            Self::Tags => "Tags",
        }
    }
}

/// A part that cannot be kept as it was typed, and why.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{why}")]
pub struct ReasonError {
    /// Which.
    pub part: Part,
    /// Why.
    pub why: Unfit,
}

/// Why a part cannot be kept. As text, a sentence to show beside the field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// It has more than so many characters.
    TooLong {
        /// How many it has.
        is: usize,
        /// How many there may be.
        most: usize,
    },
    /// A line break or another control character stands in it.
    Unseen,
    /// A character that is not a line break and cannot be seen stands in it.
    UnseenInLines,
    /// A character that turns the direction of writing stands in it, behind which another text could hide.
    Turning,
    /// A tag has a comma in it, which is what separates tags.
    Comma {
        /// The tag.
        tag: String,
    },
    /// A tag is too long.
    LongTag {
        /// Its beginning.
        begins: String,
        /// How many it may have.
        most: usize,
    },
    /// More tags than a policy may have.
    TooMany {
        /// How many policies would have them.
        policies: usize,
        /// How many a policy may have.
        most: usize,
    },
}

impl Unfit {
    /// The sentence.
    pub fn said(&self) -> Said {
        match self {
            Self::TooLong { is, most } => {
                say!(
                    "This is {is} characters long. At most {most} are kept.",
                    is = is.to_string(),
                    most = most.to_string()
                )
            }
            Self::Unseen => {
                say!("This has a line break or another character that cannot be seen. Write it on one line.")
            }
            Self::UnseenInLines => {
                say!("This has a character that cannot be seen. Type it anew instead of pasting it.")
            }
            Self::Turning => {
                say!("This has a character that turns the direction of writing. Type it anew instead of pasting it.")
            }
            Self::Comma { tag } => {
                say!("The tag {tag} has a comma in it. A comma separates two tags.", tag = format!("{tag:?}"))
            }
            Self::LongTag { begins, most } => say!(
                "The tag that begins with {begins} has more than {most} characters.",
                begins = format!("{begins:?}"),
                most = most.to_string(),
            ),
            Self::TooMany { policies: 1, most } => {
                say!("The policy would have more than {most} tags. Take some away first.", most = most.to_string())
            }
            Self::TooMany { policies, most } => say!(
                "{policies} of the policies would have more than {most} tags. Take some away first.",
                policies = policies.to_string(),
                most = most.to_string(),
            ),
        }
    }
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.said())
    }
}

/// A change of what is said, as typed. What is left out stays as it is; an empty text takes it away.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "`Reason` documents the parts")]
pub struct ReasonDraft {
    pub owner: Option<String>,
    pub ticket: Option<String>,
    pub purpose: Option<String>,
    pub note: Option<String>,
    /// Tags to give, behind those that are there. One that is there already stays where it is.
    pub add_tags: Vec<String>,
    /// Tags to take away, before any is given.
    pub remove_tags: Vec<String>,
}

/// A change of what is said, every part of which can be kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReasonChange {
    draft: ReasonDraft,
}

impl ReasonDraft {
    /// The change, or every complaint at once.
    pub fn check(&self) -> Result<ReasonChange, Vec<ReasonError>> {
        let mut complaints = Vec::new();
        let mut kept = |part: Part, text: &Option<String>, check: fn(&str) -> Result<String, Unfit>| match text {
            None => None,
            Some(text) => check(text).map_err(|why| complaints.push(ReasonError { part, why })).ok(),
        };
        let draft = Self {
            owner: kept(Part::Owner, &self.owner, word),
            ticket: kept(Part::Ticket, &self.ticket, word),
            purpose: kept(Part::Purpose, &self.purpose, word),
            note: kept(Part::Note, &self.note, note),
            add_tags: Vec::new(),
            remove_tags: self.remove_tags.clone(),
        };
        let add_tags = tags(&self.add_tags).map_err(|why| complaints.push(ReasonError { part: Part::Tags, why }));
        match add_tags {
            Ok(add_tags) if complaints.is_empty() => Ok(ReasonChange { draft: Self { add_tags, ..draft } }),
            _ => Err(complaints),
        }
    }
}

impl ReasonChange {
    /// Owner, ticket and purpose by themselves, as a purchase asks for them.
    pub fn words(&self) -> Reason {
        let said = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        Reason {
            owner: said(&self.draft.owner),
            ticket: said(&self.draft.ticket),
            purpose: said(&self.draft.purpose),
            ..Reason::default()
        }
    }

    /// What is said after the change, written at `now`. What is the same afterwards was not written anew.
    ///
    /// # Errors
    /// When there would be more tags than there may be.
    pub fn of(&self, before: &Reason, now: Timestamp) -> Result<Reason, ReasonError> {
        let ReasonDraft { owner, ticket, purpose, note, add_tags, remove_tags } = &self.draft;
        let set = |wanted: &Option<String>, known: &Option<String>| match wanted.as_deref() {
            None => known.clone(),
            Some("") => None,
            Some(text) => Some(text.to_owned()),
        };
        let mut tags: Vec<String> = before.tags.iter().filter(|tag| !remove_tags.contains(tag)).cloned().collect();
        for tag in add_tags {
            if !tags.contains(tag) {
                tags.push(tag.clone());
            }
        }
        // Two ledgers that were joined may have left more; taking some away is always possible.
        if tags.len() > MOST_TAGS.max(before.tags.len()) {
            return Err(ReasonError { part: Part::Tags, why: Unfit::TooMany { policies: 1, most: MOST_TAGS } });
        }
        let after = Reason {
            owner: set(owner, &before.owner),
            ticket: set(ticket, &before.ticket),
            purpose: set(purpose, &before.purpose),
            note: set(note, &before.note),
            tags,
            said_at: before.said_at,
        };
        Ok(after.written(before, now))
    }
}

impl Reason {
    /// Owner, ticket and purpose alone: what a purchase asks for.
    #[must_use]
    pub fn words(&self) -> Self {
        Self {
            owner: self.owner.clone(),
            ticket: self.ticket.clone(),
            purpose: self.purpose.clone(),
            ..Self::default()
        }
    }

    /// What is said once a purchase was confirmed that named owner, ticket and purpose, by somebody who saw `seen`.
    /// A word that was left as it was seen is no word against what has been written since.
    #[must_use]
    pub fn bought(&self, seen: &Self, asked: &Self, now: Timestamp) -> Self {
        Self {
            owner: later(&seen.owner, &self.owner, &asked.owner),
            ticket: later(&seen.ticket, &self.ticket, &asked.ticket),
            purpose: later(&seen.purpose, &self.purpose, &asked.purpose),
            ..self.clone()
        }
        .written(self, now)
    }

    /// What is said once a purchase that was in doubt is settled as done: what it asked for, but for the words that were
    /// changed since. `before` is what was said when it was asked.
    #[must_use]
    pub fn settled(&self, before: &Self, asked: &Self, now: Timestamp) -> Self {
        Self {
            owner: later(&before.owner, &asked.owner, &self.owner),
            ticket: later(&before.ticket, &asked.ticket, &self.ticket),
            purpose: later(&before.purpose, &asked.purpose, &self.purpose),
            ..self.clone()
        }
        .written(self, now)
    }

    /// What two ledgers say of the same policy: what was written later, and whatever only the other one says. A tag that
    /// was taken away in one of them comes back, for nothing tells that from one that it never had.
    #[must_use]
    pub fn joined(&self, other: &Self) -> Self {
        let (newer, older) = if other.said_at > self.said_at { (other, self) } else { (self, other) };
        let either = |new: &Option<String>, old: &Option<String>| new.clone().or_else(|| old.clone());
        let more = older.tags.iter().filter(|tag| !newer.tags.contains(tag));
        Self {
            owner: either(&newer.owner, &older.owner),
            ticket: either(&newer.ticket, &older.ticket),
            purpose: either(&newer.purpose, &older.purpose),
            note: either(&newer.note, &older.note),
            tags: newer.tags.iter().chain(more).cloned().collect(),
            said_at: newer.said_at,
        }
    }

    fn written(self, before: &Self, now: Timestamp) -> Self {
        if self == *before { self } else { Self { said_at: Some(now), ..self } }
    }
}

/// The later word, unless it is the one that stood there before both.
fn later<T: PartialEq + Clone>(before: &T, early: &T, late: &T) -> T {
    if late == before { early.clone() } else { late.clone() }
}

/// A text on one line, without what surrounds it.
fn word(text: &str) -> Result<String, Unfit> {
    let text = text.trim();
    if text.chars().any(breaks) {
        return Err(Unfit::Unseen);
    }
    fit(text, LONGEST_WORD)
}

/// A text on several lines. However they were ended, they end with a line feed.
fn note(text: &str) -> Result<String, Unfit> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = text.trim();
    if text.chars().any(|letter| letter.is_control() && !matches!(letter, '\n' | '\t')) {
        return Err(Unfit::UnseenInLines);
    }
    fit(text, LONGEST_NOTE)
}

fn fit(text: &str, most: usize) -> Result<String, Unfit> {
    let is = text.chars().count();
    if text.chars().any(turns) {
        Err(Unfit::Turning)
    } else if is > most {
        Err(Unfit::TooLong { is, most })
    } else {
        Ok(text.to_owned())
    }
}

/// Tags as they are kept: none that is empty, none twice.
fn tags(typed: &[String]) -> Result<Vec<String>, Unfit> {
    let mut kept: Vec<String> = Vec::new();
    for tag in typed.iter().map(|tag| tag.trim()).filter(|tag| !tag.is_empty()) {
        if tag.chars().any(breaks) {
            return Err(Unfit::Unseen);
        }
        if tag.chars().any(turns) {
            return Err(Unfit::Turning);
        }
        if tag.contains(',') {
            return Err(Unfit::Comma { tag: beginning(tag) });
        }
        if tag.chars().count() > LONGEST_TAG {
            return Err(Unfit::LongTag { begins: beginning(tag), most: LONGEST_TAG });
        }
        if !kept.iter().any(|known| known == tag) {
            kept.push(tag.to_owned());
        }
    }
    if kept.len() > MOST_TAGS {
        return Err(Unfit::TooMany { policies: 1, most: MOST_TAGS });
    }
    Ok(kept)
}

/// As much of a tag as tells which one is meant.
fn beginning(tag: &str) -> String {
    tag.chars().take(20).collect()
}

/// Whether a character has no place on a line: a control character, or a separator of lines or paragraphs.
fn breaks(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}')
}

/// Whether a character changes the direction of the text around it. The marks that languages written from the right
/// need (U+200E, U+200F, U+061C) change nothing beyond themselves.
fn turns(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_an_older_berth_wrote_is_read_and_written_as_it_was() {
        let old = r#"{"owner":"Ada","ticket":null,"purpose":null}"#;
        let reason: Reason = serde_json::from_str(old).unwrap();
        assert_eq!(reason, Reason { owner: Some("Ada".into()), ..Reason::default() });
        assert_eq!(serde_json::to_string(&reason).unwrap(), old);
    }

    #[test]
    fn a_complaint_is_a_sentence() {
        for (why, sentence) in [
            (Unfit::TooLong { is: 201, most: 200 }, "This is 201 characters long. At most 200 are kept."),
            (Unfit::Comma { tag: "a,b".into() }, r#"The tag "a,b" has a comma in it. A comma separates two tags."#),
            (
                Unfit::TooMany { policies: 1, most: 20 },
                "The policy would have more than 20 tags. Take some away first.",
            ),
            (
                Unfit::TooMany { policies: 3, most: 20 },
                "3 of the policies would have more than 20 tags. Take some away first.",
            ),
        ] {
            assert_eq!(ReasonError { part: Part::Tags, why }.to_string(), sentence);
        }
    }

    prop_compose! {
        fn reason()(
            owner in prop::option::of("[ab]"), ticket in prop::option::of("[ab]"), purpose in prop::option::of("[ab]"),
            note in prop::option::of("[ab]\n?"), tags in prop::sample::subsequence(vec!["a", "b", "c", "d"], 0..4).prop_shuffle(),
            said_at in prop::option::of(0_i64..3),
        ) -> Reason {
            let tags = tags.into_iter().map(ToOwned::to_owned).collect();
            let said_at = said_at.map(|second| Timestamp::from_second(second).unwrap());
            Reason { owner, ticket, purpose, note, tags, said_at }
        }
    }

    fn parts(reason: &Reason) -> [&Option<String>; 4] {
        [&reason.owner, &reason.ticket, &reason.purpose, &reason.note]
    }

    proptest! {
        #[test]
        fn of_two_ledgers_the_later_word_holds_and_whatever_only_one_of_them_says(one in reason(), other in reason()) {
            let joined = one.joined(&other);
            let newer = if other.said_at > one.said_at { &other } else { &one };
            prop_assert_eq!(joined.said_at, one.said_at.max(other.said_at));
            for ((both, new), pair) in parts(&joined).into_iter().zip(parts(newer)).zip(parts(&one).into_iter().zip(parts(&other))) {
                prop_assert_eq!(both.is_some(), pair.0.is_some() || pair.1.is_some());
                prop_assert!(new.is_none() || both == new);
            }
            prop_assert!(joined.tags.starts_with(&newer.tags));
            prop_assert!(one.tags.iter().chain(&other.tags).all(|tag| joined.tags.contains(tag)));
            prop_assert!((1..joined.tags.len()).all(|at| !joined.tags[..at].contains(&joined.tags[at])));
            prop_assert_eq!(joined.joined(&other), joined.clone(), "the same once more tells nothing new");
            prop_assert_eq!(one.joined(&one), one);
        }

        #[test]
        fn a_change_that_holds_once_holds_again_and_changes_nothing_then(
            before in reason(), owner in prop::option::of("\\PC{0,5}"), note in prop::option::of(".{0,9}"),
            add_tags in prop::collection::vec("[a-e]| ?\\PC{0,3}", 0..4), remove_tags in prop::collection::vec("[a-e]", 0..3),
        ) {
            let keep = add_tags.clone();
            let remove_tags = remove_tags.into_iter().filter(|tag| !keep.iter().any(|kept| kept.trim() == tag)).collect();
            let draft = ReasonDraft { owner, note, add_tags, remove_tags, ..ReasonDraft::default() };
            let (first, second) = (Timestamp::from_second(10).unwrap(), Timestamp::from_second(11).unwrap());
            if let Ok(change) = draft.check() {
                let after = change.of(&before, first).unwrap();
                prop_assert_eq!(change.of(&after, second).unwrap(), after.clone());
                prop_assert_eq!((&after.ticket, &after.purpose), (&before.ticket, &before.purpose));
            }
        }
    }
}
