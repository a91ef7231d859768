//! The rows of a ledger's file, read page by page without SQLite, for a file that SQLite gives up on.
//!
//! SQLite finds a row by way of the pages above it; one bad page near the root takes a whole table with it, and a bad
//! header the whole file. Here every page that looks like a leaf is read by itself, whatever became of the rest, so that
//! a bad page loses its own rows and no others. SQLite's own recovery works the same way, but is not part of the library
//! that rusqlite builds. The form is that of "Database File Format" in SQLite's documentation.
//!
//! Nothing that stands in the file is trusted: every offset is looked up, every chain is bounded, and what does not fit is
//! no row. Whether a row makes sense is not decided here.

use std::collections::{BTreeMap, HashSet};

use rusqlite::types::Value;

/// The size of our pages, for a file whose header does not tell any more.
const PAGE: usize = 4096;
/// The longest row that is believed: a good deal more than any answer that is kept.
const LONGEST: usize = 16 << 20;
const MAGIC: &[u8] = b"SQLite format 3\0";
const TABLE_LEAF: u8 = 0x0D;
const INDEX_LEAF: u8 = 0x0A;
/// Page and frame headers, in bytes.
const FILE_HEADER: usize = 100;
const LOG_HEADER: usize = 32;
const FRAME_HEADER: usize = 24;

/// A row of some table or index; of which, its shape has to tell.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    /// Its number in its table. An index's rows have it as their last value instead.
    pub(super) number: Option<i64>,
    pub(super) values: Vec<Value>,
}

/// The pages of a file, each as it was last committed.
pub(super) struct Pages<'a> {
    usable: usize,
    /// By their numbers, which begin at 1.
    all: BTreeMap<u32, &'a [u8]>,
    free: HashSet<u32>,
}

impl<'a> Pages<'a> {
    /// Takes the pages of a file, and over them those of the write-ahead log beside it.
    pub(super) fn of(file: &'a [u8], log: &'a [u8]) -> Self {
        let known = file.starts_with(MAGIC);
        let told = if known { be16(file, 16).map(|size| if size == 1 { 65536 } else { size }) } else { be32(log, 8) };
        let size = told.and_then(|size| usize::try_from(size).ok());
        let size = size.filter(|size| size.is_power_of_two() && (512..=65536).contains(size)).unwrap_or(PAGE);
        let reserved = if known { file.get(20).copied().unwrap_or_default() } else { 0 };
        let mut all: BTreeMap<u32, &[u8]> = (1..).zip(file.chunks(size)).collect();
        all.extend(committed(log, size));
        let mut pages = Self { usable: size.saturating_sub(reserved.into()).max(480), all, free: HashSet::new() };
        pages.find_free();
        pages
    }

    /// Hands over every row that can be read whole.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row> {
        let used = self.all.iter().filter(|(number, _)| !self.free.contains(number));
        used.flat_map(|(number, page)| self.leaf(page, if *number == 1 { FILE_HEADER } else { 0 }))
    }

    /// Pages that were given up hold rows as they once were.
    fn find_free(&mut self) {
        let Some(first) = self.all.get(&1).filter(|page| page.starts_with(MAGIC)) else { return };
        let mut trunk = be32(first, 32).unwrap_or_default();
        while let Some(page) = self.all.get(&trunk)
            && self.free.insert(trunk)
        {
            let leaves = be32(page, 4).and_then(|count| usize::try_from(count).ok()).unwrap_or_default();
            self.free.extend((0..leaves.min(page.len() / 4)).map_while(|leaf| be32(page, 8 + 4 * leaf)));
            trunk = be32(page, 0).unwrap_or_default();
        }
    }

    fn leaf(&self, page: &'a [u8], start: usize) -> impl Iterator<Item = Row> {
        let kind = page.get(start).copied().filter(|kind| [TABLE_LEAF, INDEX_LEAF].contains(kind));
        let cells = kind.and_then(|_| be16(page, start + 3)).unwrap_or_default();
        (0..usize::try_from(cells).unwrap_or_default()).filter_map(move |cell| {
            let at = usize::try_from(be16(page, start + 8 + 2 * cell)?).ok()?;
            self.cell(page, at, kind? == TABLE_LEAF)
        })
    }

    fn cell(&self, page: &'a [u8], at: usize, of_table: bool) -> Option<Row> {
        let mut rest = page.get(at..)?;
        let length = usize::try_from(varint(&mut rest)?).ok()?;
        let number = if of_table { Some(varint(&mut rest)?) } else { None };
        Some(Row { number, values: values(&self.payload(rest, length, of_table)?)? })
    }

    /// A cell's payload with what overflowed to other pages.
    fn payload(&self, rest: &[u8], length: usize, of_table: bool) -> Option<Vec<u8>> {
        let usable = self.usable;
        if length > LONGEST.min(self.all.len() * usable) {
            return None;
        }
        let least = (usable - 12) * 32 / 255 - 23;
        let most = if of_table { usable - 35 } else { (usable - 12) * 64 / 255 - 23 };
        if length <= most {
            return rest.get(..length).map(<[u8]>::to_vec);
        }
        let fitting = least + (length - least) % (usable - 4);
        let here = if fitting <= most { fitting } else { least };
        let mut payload = rest.get(..here)?.to_vec();
        let mut next = be32(rest, here)?;
        // Every page adds to it, so a chain that bites its tail ends as well.
        while payload.len() < length {
            let page = self.all.get(&next)?;
            payload.extend(page.get(4..usable.min(4 + length - payload.len()))?);
            next = be32(page, 0)?;
        }
        Some(payload)
    }
}

/// The pages in a write-ahead log, in the order in which they were committed.
///
/// A frame's checksum goes on from the one before it, as that stands in the log. So a frame that was spoilt does not
/// take those after the next one with it, as it would with SQLite, for which the log ends there.
fn committed(log: &[u8], size: usize) -> Vec<(u32, &[u8])> {
    let Some(body) = log.get(LOG_HEADER..) else { return Vec::new() };
    let backwards = be32(log, 0).is_none_or(|magic| magic & 1 == 0);
    let salt = log.get(16..24);
    let mut before = log.get(24..32);
    let mut pages = Vec::new();
    let mut whole = 0;
    for frame in body.chunks_exact(FRAME_HEADER + size) {
        let (header, page) = frame.split_at(FRAME_HEADER);
        let checksum = header.get(16..24);
        let holds = before.zip(header.get(..8)).is_some_and(|(before, head)| {
            let sum = checksum_of(page, checksum_of(head, (be32(before, 0), be32(before, 4)), backwards), backwards);
            sum == (be32(header, 16), be32(header, 20))
        });
        before = checksum;
        if !holds || header.get(8..16) != salt {
            continue;
        }
        if let Some(number) = be32(header, 0) {
            pages.push((number, page));
        }
        if be32(header, 4) != Some(0) {
            whole = pages.len();
        }
    }
    pages.truncate(whole);
    pages
}

type Sum = (Option<u32>, Option<u32>);

fn checksum_of(bytes: &[u8], from: Sum, backwards: bool) -> Sum {
    let (Some(mut one), Some(mut two)) = from else { return from };
    for pair in bytes.chunks_exact(8) {
        let word = |at| be32(pair, at).map_or(0, |word| if backwards { word.swap_bytes() } else { word });
        one = one.wrapping_add(word(0)).wrapping_add(two);
        two = two.wrapping_add(word(4)).wrapping_add(one);
    }
    (Some(one), Some(two))
}

/// The values of a record.
fn values(payload: &[u8]) -> Option<Vec<Value>> {
    let mut head = payload;
    let length = usize::try_from(varint(&mut head)?).ok()?;
    let mut types = payload.get(payload.len() - head.len()..length)?;
    let mut body = payload.get(length..)?;
    let mut values = Vec::new();
    while !types.is_empty() {
        let kind = varint(&mut types)?;
        let size = match kind {
            0 | 8 | 9 => 0,
            1..=4 => usize::try_from(kind).ok()?,
            5 => 6,
            6 => 8,
            // No table of ours holds a float.
            7 | 10 | 11 => return None,
            _ => usize::try_from(kind.checked_sub(12)? / 2).ok()?,
        };
        let (value, rest) = body.split_at_checked(size)?;
        body = rest;
        values.push(match kind {
            0 => Value::Null,
            8 => Value::Integer(0),
            9 => Value::Integer(1),
            1..=6 => {
                let negative = value.first()? & 0x80 != 0;
                let start = if negative { -1 } else { 0 };
                Value::Integer(value.iter().fold(start, |number, byte| number << 8 | i64::from(*byte)))
            }
            _ if kind % 2 == 0 => Value::Blob(value.to_vec()),
            _ => Value::Text(String::from_utf8(value.to_vec()).ok()?),
        });
    }
    Some(values)
}

/// Takes a number of one to nine bytes from the front.
fn varint(bytes: &mut &[u8]) -> Option<i64> {
    let mut number = 0_i64;
    for count in 1..=9 {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        if count == 9 {
            return Some(number << 8 | i64::from(byte));
        }
        number = number << 7 | i64::from(byte & 0x7F);
        if byte & 0x80 == 0 {
            break;
        }
    }
    Some(number)
}

fn be16(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..at.checked_add(2)?)?;
    Some(u32::from(u16::from_be_bytes(bytes.try_into().ok()?)))
}

fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_be_bytes(bytes.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A page of the kind that is looked into, with anything in it.
    fn page() -> impl Strategy<Value = Vec<u8>> {
        let kind = prop_oneof![Just(TABLE_LEAF), Just(INDEX_LEAF), any::<u8>()];
        (kind, prop::collection::vec(prop_oneof![0..8_u8, any::<u8>(), Just(0xFF)], 511)).prop_map(
            |(kind, mut page)| {
                page.insert(0, kind);
                page
            },
        )
    }

    fn file() -> impl Strategy<Value = Vec<u8>> {
        (any::<bool>(), prop::collection::vec(page(), 0..6)).prop_map(|(known, pages)| {
            let mut file = pages.concat();
            if known && file.len() >= FILE_HEADER {
                file[..16].copy_from_slice(MAGIC);
                file[16..18].copy_from_slice(&512_u16.to_be_bytes());
            }
            file
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

        #[test]
        fn no_bytes_make_it_stop_or_run_on(file in file(), log in prop::collection::vec(any::<u8>(), 0..2000)) {
            let rows = Pages::of(&file, &log).rows().count();
            // Every row has a pointer of two bytes in its page.
            prop_assert!(rows <= file.len());
        }
    }

    #[test]
    fn numbers_are_read_as_sqlite_writes_them() {
        for (bytes, number) in [
            (&[0x00][..], 0),
            (&[0x7F], 127),
            (&[0x81, 0x00], 128),
            (&[0xFF, 0x7F], 16383),
            (&[0xFF; 9], -1),
            (&[0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x05], 5),
        ] {
            let mut rest = bytes;
            assert_eq!((varint(&mut rest), rest), (Some(number), &[][..]), "{bytes:?}");
        }
        assert_eq!(varint(&mut &[0x81][..]), None);
        let row = values(&[5, 1, 2, 8, 9, 0xFF, 0x01, 0x00]);
        assert_eq!(row, Some([-1, 256, 0, 1].map(Value::Integer).to_vec()));
    }
}
