//! What may be lost at any moment, because it can be made again.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use crate::files;

/// The file's content, if there is one of at most `most` bytes that can be read.
pub fn read(path: &Path, most: u64) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path).ok()?.take(most + 1).read_to_end(&mut bytes).ok()?;
    (u64::try_from(bytes.len()).ok()? <= most).then_some(bytes)
}

/// Writes the file in place of what was there, in one step, readable by this user alone.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    files::replace(path, bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_absent_or_too_long_is_not_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/painting.json");
        assert_eq!(read(&path, 4), None);
        write(&path, b"four").unwrap();
        assert_eq!(read(&path, 4).as_deref(), Some(&b"four"[..]));
        assert_eq!(read(&path, 3), None);
    }
}
