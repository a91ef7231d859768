//! The hash that ties each line of the activity log to the one before it.
//!
//! It is SHA-256 over every field of the line, each with its length before it, so that no two lines can be written the
//! same way, and over the hash before. The first line follows thirty-two zero bytes. Whoever changes, removes or slips in
//! a line has to rewrite every line after it; what a chain cannot show is that lines are missing at its end.
//! `docs/activity-log.md` describes it for others.

use berth_core::ports::{Broken, Chain, FormerLog};
use rusqlite::{Connection, Row};
use sha2::{Digest, Sha256};

/// A link of the chain.
pub(super) type Hash = [u8; 32];

/// What the first line follows.
pub(super) const ORIGIN: Hash = [0; 32];

/// One line, as the text that the ledger holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) number: i64,
    pub(super) at: String,
    /// `None` for a line about the ledger itself.
    pub(super) account: Option<String>,
    pub(super) subject: String,
    pub(super) attempt: Option<String>,
    pub(super) kind: String,
    pub(super) body: String,
}

impl Line {
    /// Its link, given the one before.
    pub(super) fn hash(&self, previous: &Hash) -> Hash {
        let mut digest = Sha256::new();
        digest.update(b"berth activity 1\n");
        digest.update(previous);
        digest.update(self.number.to_be_bytes());
        let mut field = |text: &str| {
            digest.update((text.len() as u64).to_be_bytes());
            digest.update(text);
        };
        field(&self.at);
        // An id is never empty, so an empty field can only mean that there is none.
        field(self.account.as_deref().unwrap_or_default());
        field(&self.subject);
        field(self.attempt.as_deref().unwrap_or_default());
        field(&self.kind);
        field(&self.body);
        digest.finalize().into()
    }

    fn broken(&self) -> Broken {
        Broken { number: self.number, at: self.at.parse().ok(), kind: self.kind.clone() }
    }
}

/// A line in its place: between the hash it says it follows and its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) line: Line,
    pub(super) previous: Hash,
    pub(super) hash: Hash,
}

/// The columns of [`Link::read`], in both tables that hold lines.
pub(super) const COLUMNS: &str = "number, at, account, subject, attempt, kind, body, previous, hash";

/// How many lines are read at once: a reader in between holds up neither a writer nor the folding-in of its log.
const STRETCH: i64 = 4096;

impl Link {
    /// Reads [`COLUMNS`].
    pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let line = Line {
            number: row.get(0)?,
            at: row.get(1)?,
            account: row.get(2)?,
            subject: row.get(3)?,
            attempt: row.get(4)?,
            kind: row.get(5)?,
            body: row.get(6)?,
        };
        Ok(Self { line, previous: row.get(7)?, hash: row.get(8)? })
    }

    /// Whether the line is what its hash was reckoned from.
    pub(super) fn genuine(&self) -> bool {
        self.line.hash(&self.previous) == self.hash
    }
}

/// Walks the whole chain of the activity log. A break is an answer, not an error.
pub(super) fn verify(db: &Connection) -> rusqlite::Result<Chain> {
    let (mut number, mut previous, mut broken) = (0, ORIGIN, None);
    walk(db, None, |link| {
        let holds = link.line.number == number + 1 && link.previous == previous && link.genuine();
        (number, previous) = (link.line.number, link.hash);
        if !holds {
            broken = Some(link.line.broken());
        }
        Ok::<_, rusqlite::Error>(holds)
    })?;
    Ok(broken.map_or(Chain::Whole { entries: number }, Chain::Broken))
}

/// Looks through what was brought in of the logs of former ledgers. A gap is where a line does not follow the one before
/// it, in its own log or in the present one, with which it may have its beginning in common.
pub(super) fn verify_former(db: &Connection) -> rusqlite::Result<Vec<FormerLog>> {
    let look_through = |ledger: String| {
        let mut found = FormerLog { ledger, lines: 0, gaps: 0, broken: None };
        let mut before = (0, ORIGIN);
        let name = found.ledger.clone();
        walk(db, Some(&name), |link| {
            let follows = (link.line.number - 1, link.previous);
            if follows != before && !holds(db, follows)? {
                found.gaps += 1;
            }
            if found.broken.is_none() && !link.genuine() {
                found.broken = Some(link.line.broken());
            }
            found.lines += 1;
            before = (link.line.number, link.hash);
            Ok::<_, rusqlite::Error>(true)
        })?;
        Ok(found)
    };
    former(db)?.into_iter().map(look_through).collect()
}

/// The former ledgers of which there is a log.
pub(super) fn former(db: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut statement = db.prepare_cached("SELECT DISTINCT ledger FROM former_activity ORDER BY ledger")?;
    statement.query_map([], |row| row.get(0))?.collect()
}

/// Where the lines are: those of the log, or of the former ledger that is parameter 1.
pub(super) fn source(former: Option<&str>) -> &'static str {
    match former {
        None => "activity WHERE ?1 IS NULL",
        Some(_) => "former_activity WHERE ledger = ?1",
    }
}

/// Whether the log has a line of this number and hash.
pub(super) fn holds(db: &Connection, (number, hash): (i64, Hash)) -> rusqlite::Result<bool> {
    db.prepare_cached("SELECT 1 FROM activity WHERE number = ?1 AND hash = ?2")?.exists((number, hash))
}

/// Hands over every line in order, of the log or of a former ledger's, until `each` says `false`.
pub(super) fn walk<E: From<rusqlite::Error>>(
    db: &Connection,
    former: Option<&str>,
    mut each: impl FnMut(Link) -> Result<bool, E>,
) -> Result<(), E> {
    let sql = format!("SELECT {COLUMNS} FROM {} AND number >= ?2 ORDER BY number LIMIT {STRETCH}", source(former));
    let mut from = Some(i64::MIN);
    while let Some(start) = from.take() {
        let mut statement = db.prepare_cached(&sql)?;
        let mut rows = statement.query((former, start))?;
        while let Some(row) = rows.next()? {
            let link = Link::read(row)?;
            from = link.line.number.checked_add(1);
            if !each(link)? {
                return Ok(());
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line() -> Line {
        Line {
            number: 1,
            at: "2026-11-20T12:00:00Z".into(),
            account: Some("a".into()),
            subject: "s".into(),
            attempt: Some("t".into()),
            kind: "k".into(),
            body: "{}".into(),
        }
    }

    #[test]
    fn every_field_and_the_hash_before_count() {
        type Change = fn(&mut Line);
        let changes: [Change; 7] = [
            |line| line.number = 2,
            |line| line.at.push('0'),
            |line| line.account = None,
            |line| line.subject.push('0'),
            |line| line.attempt = None,
            |line| line.kind.push('0'),
            |line| line.body.push(' '),
        ];
        let honest = line().hash(&ORIGIN);
        for change in changes {
            let mut forged = line();
            change(&mut forged);
            assert_ne!(forged.hash(&ORIGIN), honest, "{forged:?}");
        }
        assert_ne!(line().hash(&honest), honest);
    }

    #[test]
    fn text_cannot_slip_from_one_field_into_the_next() {
        let (mut one, mut other) = (line(), line());
        (one.subject, one.kind) = ("ab".into(), "c".into());
        (other.subject, other.kind) = ("a".into(), "bc".into());
        assert_ne!(one.hash(&ORIGIN), other.hash(&ORIGIN));
    }

    /// The encoding is part of the file format: a chain written by this version must verify in every later one.
    /// Its first half was reckoned by another program, from the description above.
    #[test]
    fn the_encoding_does_not_drift() {
        let hash = u128::from_be_bytes(line().hash(&ORIGIN)[..16].try_into().unwrap());
        assert_eq!(format!("{hash:032x}"), "f2c560f0638577922fd04f25b606819f");
    }
}
