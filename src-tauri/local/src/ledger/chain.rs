//! The hash that ties each line of the activity log to the one before it.
//!
//! It is SHA-256 over every field of the line, each with its length before it, so that no two lines can be written the
//! same way, and over the hash before. The first line follows thirty-two zero bytes. Whoever changes, removes or slips in
//! a line has to rewrite every line after it; what a chain cannot show is that lines are missing at its end.

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
    pub(super) account: String,
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
        field(&self.account);
        field(&self.subject);
        // An attempt's id is never empty, so an empty field can only mean that there is none.
        field(self.attempt.as_deref().unwrap_or_default());
        field(&self.kind);
        field(&self.body);
        digest.finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line() -> Line {
        Line {
            number: 1,
            at: "2026-11-20T12:00:00Z".into(),
            account: "a".into(),
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
            |line| line.account.push('0'),
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
