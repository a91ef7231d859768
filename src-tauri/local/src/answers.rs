//! What vendors answered last, each answer with the moment it came: one file for each account and question.
//!
//! It may be lost, for it can be asked for again; it is what a view shows before anybody is asked, and when nobody can be.

use std::io;
use std::path::{Path, PathBuf};

use berth_core::account::AccountId;
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::cache;

/// Bytes of an answer that are read back at most.
const LONGEST: u64 = 8 << 20;

/// What was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Where the vendor has machines.
    Regions,
    /// Which machines can be reserved in the region of this number.
    Reservable(i64),
    /// What the account has reserved.
    Reservations,
}

impl Question {
    /// Its part of a file's name.
    fn word(self) -> String {
        match self {
            Self::Regions => "regions".to_owned(),
            Self::Reservable(region) => format!("reservable-{region}"),
            Self::Reservations => "reservations".to_owned(),
        }
    }
}

/// An answer and when it came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered<T> {
    /// When, by our clock.
    pub read_at: Timestamp,
    /// What.
    pub answer: T,
}

/// The answers of a folder.
#[derive(Clone, Copy, Debug)]
pub struct Answers<'a>(&'a Path);

impl<'a> Answers<'a> {
    /// Those in this folder, which need not be there.
    pub fn within(folder: &'a Path) -> Self {
        Self(folder)
    }

    /// The last answer, whichever run got it. `None` also when it cannot be read, or has the form of another version.
    pub fn recall<T: DeserializeOwned>(&self, account: AccountId, question: Question) -> Option<Answered<T>> {
        serde_json::from_slice(&cache::read(&self.file(account, question), LONGEST)?).ok()
    }

    /// Keeps an answer in place of the one before.
    pub fn keep<T: Serialize>(&self, account: AccountId, question: Question, answer: &Answered<T>) -> io::Result<()> {
        cache::write(&self.file(account, question), &serde_json::to_vec(answer)?)
    }

    /// Forgets whatever was answered to an account: with other credentials it may be another customer's.
    pub fn forget(&self, account: AccountId) -> io::Result<()> {
        let entries = match std::fs::read_dir(self.0) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            entries => entries?,
        };
        let own = format!("{account}.");
        for entry in entries {
            let entry = entry?;
            if entry.file_name().to_string_lossy().starts_with(&own) {
                std::fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }

    fn file(&self, account: AccountId, question: Question) -> PathBuf {
        self.0.join(format!("{account}.{}.json", question.word()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANA: AccountId = AccountId(uuid::Uuid::from_u128(1));
    const BEN: AccountId = AccountId(uuid::Uuid::from_u128(2));

    fn at(second: i64, answer: &[&str]) -> Answered<Vec<String>> {
        let answer = answer.iter().map(|&row| row.to_owned()).collect();
        Answered { read_at: Timestamp::from_second(second).unwrap(), answer }
    }

    #[test]
    fn each_account_and_question_has_its_last_answer_with_its_moment() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("listings");
        let answers = Answers::within(&path);
        assert_eq!(answers.recall::<Vec<String>>(ANA, Question::Regions), None);
        for (account, question, second, rows) in [
            (ANA, Question::Regions, 1, &["Luxembourg"][..]),
            (ANA, Question::Regions, 2, &["Luxembourg", "Sines"]),
            (ANA, Question::Reservable(7), 3, &["bm1"]),
            (ANA, Question::Reservable(-7), 4, &["bm2"]),
            (BEN, Question::Regions, 5, &[]),
        ] {
            answers.keep(account, question, &at(second, rows)).unwrap();
        }
        assert_eq!(answers.recall(ANA, Question::Regions), Some(at(2, &["Luxembourg", "Sines"])));
        assert_eq!(answers.recall(ANA, Question::Reservable(7)), Some(at(3, &["bm1"])));
        assert_eq!(answers.recall(ANA, Question::Reservable(-7)), Some(at(4, &["bm2"])));
        assert_eq!(answers.recall(BEN, Question::Regions), Some(at(5, &[])));
        assert_eq!(answers.recall::<Vec<String>>(BEN, Question::Reservations), None);
    }

    #[test]
    fn an_account_is_forgotten_with_all_its_answers_and_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let answers = Answers::within(folder.path());
        for account in [ANA, BEN] {
            answers.keep(account, Question::Regions, &at(1, &["a"])).unwrap();
            answers.keep(account, Question::Reservations, &at(1, &["b"])).unwrap();
        }
        answers.forget(ANA).unwrap();
        for question in [Question::Regions, Question::Reservations] {
            assert_eq!(answers.recall::<Vec<String>>(ANA, question), None);
            assert!(answers.recall::<Vec<String>>(BEN, question).is_some());
        }
        Answers::within(&folder.path().join("never made")).forget(ANA).unwrap();
    }

    #[test]
    fn an_answer_of_another_form_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let answers = Answers::within(folder.path());
        answers.keep(ANA, Question::Regions, &at(1, &["a"])).unwrap();
        assert_eq!(answers.recall::<Vec<u32>>(ANA, Question::Regions), None);
        std::fs::write(answers.file(ANA, Question::Regions), "half of i").unwrap();
        assert_eq!(answers.recall::<Vec<String>>(ANA, Question::Regions), None);
    }
}
