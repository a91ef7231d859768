//! Import: takes policies that were bought elsewhere into the ledger by a list of their ids, all in one step.

use std::collections::{BTreeSet, HashSet};

use csv::{ReaderBuilder, StringRecord};
use serde_json::json;

use super::Desk;
use crate::account::AccountId;
use crate::error::{Code, Failure};
use crate::policy::{Policy, PolicyId, PolicyRecord, Source};
use crate::ports::LedgerError;
use crate::say;

/// What the activity log has the line under: it is about many policies.
const SUBJECT: &str = "policies";
/// Rows taken from one list at most.
const MOST: usize = 20_000;
/// What separates the columns: whatever the first line has most of.
const SEPARATORS: [u8; 3] = *b",;\t";
/// How a column of ids is called, in small letters and without what is between the words.
const TITLES: [&str; 4] = ["cidrid", "policyid", "policy", "id"];

/// What came of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportRow {
    /// The line it begins on, counted from 1.
    pub line: u64,
    /// What stands where the id should.
    pub text: String,
    /// What came of it.
    pub outcome: Imported,
}

/// What came of a row's id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Imported {
    /// It is tracked from now on.
    Tracked,
    /// It was in the ledger already, and stays as it is.
    Known,
    /// It stands in the list twice.
    Repeated,
    /// It cannot be an id.
    NotAnId,
}

impl Desk {
    /// Tracks every id of a list: one on each line, or a column of a table with commas, semicolons or tabs. The column is
    /// the one whose title says so, or the first. Nothing is sent: the vendor has no way to ask.
    pub async fn import(&self, account: AccountId, list: &str) -> Result<Vec<ImportRow>, Failure> {
        let account = self.cloudidr(account).await?;
        let found = ids(list)?;
        loop {
            let known = self.roles.ledger.policies(account.realm()).await?;
            let known = known.iter().filter(|record| record.account == account.id).map(|record| &record.policy.id);
            let (rows, fresh) = told_apart(&found, &known.collect());
            if fresh.is_empty() {
                return Ok(rows);
            }
            let mut entry = self.entry(account.id, SUBJECT, "imported");
            entry.body = json!({ "policies": fresh });
            let record = |id| PolicyRecord::new(account.id, Policy::unknown(id), Source::Tracked, self.now());
            let records: Vec<_> = fresh.into_iter().map(record).collect();
            match self.roles.ledger.add_policies(&records, &entry).await {
                // An answer of the vendor's has brought one of them meanwhile, so that it is known by now.
                Err(LedgerError::There(_)) => {}
                added => return Ok(added.map(|()| rows)?),
            }
        }
    }
}

/// What comes of each row, and the ids that are new.
fn told_apart(found: &[(u64, String)], known: &HashSet<&PolicyId>) -> (Vec<ImportRow>, BTreeSet<PolicyId>) {
    let mut fresh = BTreeSet::new();
    let rows = found.iter().map(|(line, text)| {
        let outcome = match PolicyId::parse(text) {
            Err(_) => Imported::NotAnId,
            Ok(id) if known.contains(&id) => Imported::Known,
            Ok(id) => {
                if fresh.insert(id) {
                    Imported::Tracked
                } else {
                    Imported::Repeated
                }
            }
        };
        ImportRow { line: *line, text: text.clone(), outcome }
    });
    (rows.collect(), fresh)
}

/// What stands where the ids should, with the lines. Empty lines are none, nor is the line of titles.
fn ids(list: &str) -> Result<Vec<(u64, String)>, Failure> {
    let list = list.strip_prefix('\u{feff}').unwrap_or(list);
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator(list)).from_reader(list.as_bytes());
    let mut column = None;
    let mut found = Vec::new();
    let mut lines = Lines { list: list.as_bytes(), at: 0, line: 1 };
    for record in reader.records() {
        let record = record.map_err(|error| unreadable().detail(error))?;
        if column.is_none() {
            let titled = record.iter().position(is_title);
            column = Some(titled.unwrap_or(0));
            if titled.is_some() {
                continue;
            }
        }
        let text = record.get(column.unwrap_or(0)).unwrap_or("").trim();
        if !text.is_empty() || !is_empty(&record) {
            found.push((lines.of(&record), text.to_owned()));
        }
        if found.len() > MOST {
            return Err(Failure::new(
                Code::InvalidInput,
                say!("This list has more than 20,000 rows. Nothing was tracked. Split it into several."),
            ));
        }
    }
    if found.is_empty() {
        return Err(Failure::new(
            Code::InvalidInput,
            say!("This list is empty. Nothing was tracked. Choose another file."),
        ));
    }
    Ok(found)
}

/// Counts lines as an editor does. The reader's own count lags behind where lines are empty.
struct Lines<'a> {
    list: &'a [u8],
    at: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line on which a record begins. Records come in order.
    fn of(&mut self, record: &StringRecord) -> u64 {
        let begun = record.position().and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or(self.at);
        let ahead = self.list.get(begun..).unwrap_or_default();
        let begins = begun + ahead.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let passed = self.list.get(self.at..begins).unwrap_or_default();
        self.line += passed.iter().map(|byte| u64::from(*byte == b'\n')).sum::<u64>();
        self.at = begins;
        self.line
    }
}

fn unreadable() -> Failure {
    Failure::new(
        Code::InvalidInput,
        say!("This file is no list of ids. Nothing was tracked. Put one id on each line, or save the table as CSV."),
    )
}

fn separator(list: &str) -> u8 {
    let first = list.lines().find(|line| !line.trim().is_empty()).unwrap_or("");
    let count = |separator: &u8| first.bytes().filter(|byte| byte == separator).count();
    SEPARATORS.into_iter().rev().max_by_key(count).unwrap_or(b',')
}

fn is_title(field: &str) -> bool {
    let letters: String = field.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    TITLES.contains(&letters.as_str())
}

fn is_empty(record: &StringRecord) -> bool {
    record.iter().all(|field| field.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(list: &str) -> Vec<(u64, String)> {
        ids(list).unwrap()
    }

    fn rows(rows: &[(u64, &str)]) -> Vec<(u64, String)> {
        rows.iter().map(|(line, text)| (*line, (*text).to_owned())).collect()
    }

    #[test]
    fn a_text_has_an_id_on_each_line() {
        assert_eq!(read("sc_1\n\n  sc_2 \r\nsc_3"), rows(&[(1, "sc_1"), (3, "sc_2"), (4, "sc_3")]));
    }

    #[test]
    fn a_table_has_them_in_the_column_that_says_so_or_in_the_first() {
        let titled = "\u{feff}Name;Policy ID;Owner\n\"a; b\";sc_1;Ines\nc;sc_2;\n;;\nd;;\n";
        assert_eq!(read(titled), rows(&[(2, "sc_1"), (3, "sc_2"), (5, "")]));
        assert_eq!(read("cidrId\tname\nsc_1\tone"), rows(&[(2, "sc_1")]));
        assert_eq!(read("sc_1,first\nsc_2,\"se\ncond\"\nsc_3,third"), rows(&[(1, "sc_1"), (2, "sc_2"), (4, "sc_3")]));
    }

    #[test]
    fn a_list_without_rows_or_with_too_many_is_refused() {
        for list in ["", " \n\n", "id\n", "\u{feff}"] {
            assert_eq!(ids(list).unwrap_err().code, Code::InvalidInput, "{list:?}");
        }
        assert!(ids(&"sc_1\n".repeat(MOST)).is_ok());
        assert!(ids(&"sc_1\n".repeat(MOST + 1)).is_err());
    }

    proptest! {
        #[test]
        fn whatever_the_list_it_is_read_or_refused(list in "\\PC*|([a-z_0-9]{0,6}[,;\t\"\r\n]{0,2}){0,60}") {
            if let Ok(found) = ids(&list) {
                prop_assert!(!found.is_empty());
                prop_assert!(found.windows(2).all(|pair| pair[0].0 <= pair[1].0));
            }
        }

        #[test]
        fn every_id_of_a_table_comes_out_in_its_order(
            wanted in prop::collection::vec("[a-z]{1,3}_[0-9]{1,9}", 1..40), separator in prop::sample::select(vec![",", ";", "\t"]),
        ) {
            let rows: Vec<_> = wanted.iter().map(|id| format!("\"x,;\ty\"{separator}{id}")).collect();
            let found = ids(&format!("name{separator}id\n{}", rows.join("\r\n"))).unwrap();
            prop_assert_eq!(found.into_iter().map(|(_, id)| id).collect::<Vec<_>>(), wanted);
        }
    }
}
