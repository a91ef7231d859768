//! Files that the user chose to be read.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

/// The text of a file of at most `most` bytes, in UTF-8. One that is longer or no text is an error of kind `InvalidData`.
pub fn read_text(path: &Path, most: u64) -> io::Result<String> {
    let mut text = String::new();
    let file = File::open(path)?;
    if file.metadata()?.is_file() && file.take(most + 1).read_to_string(&mut text)? as u64 <= most {
        return Ok(text);
    }
    Err(io::ErrorKind::InvalidData.into())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_text_is_read_and_what_is_none_or_too_long_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ids.csv");
        let kind = |bytes: &[u8]| {
            fs::write(&path, bytes).unwrap();
            read_text(&path, 4).map_err(|error| error.kind())
        };
        assert_eq!(kind("é12".as_bytes()).unwrap(), "é12");
        assert_eq!(kind(b"12345"), Err(io::ErrorKind::InvalidData));
        assert_eq!(kind(&[0xff, 0xfe, 0x41, 0]), Err(io::ErrorKind::InvalidData), "UTF-16, as some tables are saved");
        assert!(read_text(folder.path(), 4).is_err(), "a folder");
        assert_eq!(read_text(&folder.path().join("none"), 4).unwrap_err().kind(), io::ErrorKind::NotFound);
    }
}
