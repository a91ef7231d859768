//! Which events were told, in a file of their own: whatever becomes of it, no money hangs on it.
//!
//! A file that cannot be read counts as none: then at most what still holds at that moment is told once more, and nothing
//! that is past.

use std::io;
use std::path::Path;

use berth_core::agenda::Told;

use crate::cache;

/// Bytes at most: some ten times what a full memory of events takes.
const LONGEST: u64 = 4 << 20;

/// What was told, as far as is known.
pub fn load(path: &Path) -> Told {
    let Some(bytes) = cache::read(path, LONGEST) else { return Told::default() };
    serde_json::from_slice(&bytes).unwrap_or_else(|error| {
        tracing::warn!(%error, "what was told cannot be read; nothing counts as told");
        Told::default()
    })
}

/// Writes it in place of what was there, in one step.
pub fn save(told: &Told, path: &Path) -> io::Result<()> {
    cache::write(path, &serde_json::to_vec(told)?)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn what_was_told_survives_and_damage_counts_as_nothing_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/told.json");
        assert_eq!(load(&path), Told::default());
        let text =
            r#"{"looked":{"00000000-0000-0000-0000-000000000000":"2026-06-15T12:00:00Z"},"keys":["start a b 7"]}"#;
        let told: Told = serde_json::from_str(text).unwrap();
        save(&told, &path).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
        assert_eq!(load(&path), told);
        for damage in ["", "{", "[]x", r#"{"keys":7}"#, &text[..40], "\u{0}\u{0}"] {
            fs::write(&path, damage).unwrap();
            assert_eq!(load(&path), Told::default(), "{damage:?}");
            save(&told, &path).unwrap();
            assert_eq!(load(&path), told);
        }
    }

    #[test]
    fn a_field_of_a_later_berth_is_skipped() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("told.json");
        fs::write(&path, r#"{"keys":["start a b 7"],"from_the_future":[1]}"#).unwrap();
        assert_ne!(load(&path), Told::default());
    }
}
