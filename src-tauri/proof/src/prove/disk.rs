//! A disk as a trace of system calls describes it: what is on it for certain, and what is on its way there.
//!
//! A write is certain once its file was synced, a name once its folder was. Until then a power cut may leave all of it,
//! nothing of it, or any part: a sector of 512 bytes is the smallest thing that a disk writes whole. Names are taken
//! more strictly than most file systems do, which keep a synced file's name as well.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail, ensure};

/// The smallest part of a write that reaches the disk whole or not at all.
pub(crate) const SECTOR: u64 = 512;

/// Something that a process did, as far as disks and vendors are concerned.
#[derive(Clone, Debug)]
pub(crate) enum Event {
    Made(PathBuf),
    Written {
        file: PathBuf,
        at: u64,
        bytes: Vec<u8>,
    },
    Cut {
        file: PathBuf,
        to: u64,
    },
    Removed(PathBuf),
    Synced(PathBuf),
    /// To a socket.
    Left(Vec<u8>),
    /// To standard output.
    Said(Vec<u8>),
}

/// Everything in a trace that concerns the files in `folder`, a vendor, or the user, in the order in which it happened.
///
/// What was begun in one line and ended in a later one counts from its beginning when it gives bytes away, and from its
/// end when it promises something.
pub(crate) fn events(trace: &str, folder: &Path) -> Result<Vec<Event>> {
    let mut begun: HashMap<&str, &str> = HashMap::new();
    let mut events = Vec::new();
    for line in trace.lines() {
        let (thread, rest) = line.split_once(' ').with_context(|| format!("no thread in {line:.80}"))?;
        let rest = rest.trim_start();
        let call = if let Some(head) = rest.strip_suffix("<unfinished ...>") {
            if !gives(head) {
                begun.insert(thread, head);
                continue;
            }
            head.to_owned()
        } else if let Some(resumed) = rest.strip_prefix("<... ") {
            let (_, tail) = resumed.split_once("resumed>").context("a call that goes on")?;
            let Some(head) = begun.remove(thread) else { continue };
            format!("{head}{tail}")
        } else {
            rest.to_owned()
        };
        events.extend(event(&call, folder).with_context(|| format!("in {call:.200}"))?);
    }
    Ok(events)
}

/// Whether a call gives bytes away.
fn gives(call: &str) -> bool {
    ["pwrite64(", "write(", "writev(", "sendto(", "sendmsg("].iter().any(|name| call.starts_with(name))
}

fn event(call: &str, folder: &Path) -> Result<Option<Event>> {
    let Some((name, rest)) = call.split_once('(') else { return Ok(None) };
    let (arguments, result) = rest.rsplit_once(" = ").unwrap_or((rest, "0"));
    if result.trim_start().starts_with('-') {
        return Ok(None);
    }
    let ours = |path: PathBuf| {
        let shared_memory = path.to_string_lossy().ends_with("-shm");
        (path.starts_with(folder) && !shared_memory).then_some(path)
    };
    Ok(match name {
        "openat" if arguments.contains("O_CREAT") => ours(text(arguments)?.into()).map(Event::Made),
        "unlink" => ours(text(arguments)?.into()).map(Event::Removed),
        "fsync" | "fdatasync" => ours(descriptor(arguments)?.into()).map(Event::Synced),
        "ftruncate" => {
            let to = numbers(arguments).last().copied().context("no length")?;
            ours(descriptor(arguments)?.into()).map(|file| Event::Cut { file, to })
        }
        "pwrite64" => match ours(descriptor(arguments)?.into()) {
            Some(file) => {
                let at = numbers(arguments).last().copied().context("no offset")?;
                Some(Event::Written { file, at, bytes: strings(arguments)? })
            }
            None => None,
        },
        "write" | "writev" | "sendto" | "sendmsg" => {
            let to = descriptor(arguments)?;
            if to.starts_with("socket:") || to.starts_with("TCP:") {
                Some(Event::Left(strings(arguments)?))
            } else if arguments.starts_with("1<") {
                Some(Event::Said(strings(arguments)?))
            } else {
                ensure!(ours(to.into()).is_none(), "a file is written in a way that is not understood");
                None
            }
        }
        "rename" | "renameat" | "renameat2" | "unlinkat" | "fallocate" | "msync" | "sync_file_range"
            if arguments.contains(&*folder.to_string_lossy()) =>
        {
            bail!("{name} is not understood")
        }
        _ => None,
    })
}

/// What the first file descriptor stands for.
fn descriptor(arguments: &str) -> Result<String> {
    let (_, rest) = arguments.split_once('<').context("no descriptor")?;
    let (name, _) = rest.split_once('>').context("no end of a descriptor")?;
    Ok(String::from_utf8_lossy(&unescaped(name)?).into_owned())
}

/// The first text.
fn text(arguments: &str) -> Result<String> {
    let text = arguments.split('"').nth(1).context("no text")?;
    Ok(String::from_utf8_lossy(&unescaped(text)?).into_owned())
}

/// All texts, one after the other.
fn strings(arguments: &str) -> Result<Vec<u8>> {
    ensure!(!arguments.contains("\"..."), "strace cut a text short");
    let parts: Result<Vec<_>> = arguments.split('"').skip(1).step_by(2).map(unescaped).collect();
    Ok(parts?.concat())
}

/// The plain numbers among the arguments.
fn numbers(arguments: &str) -> Vec<u64> {
    arguments.trim_end().trim_end_matches(')').split(", ").filter_map(|part| part.trim().parse().ok()).collect()
}

/// What strace wrote with a number for each byte; letters that it left alone stay.
fn unescaped(text: &str) -> Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4);
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        if let Some(digits) = rest.strip_prefix(b"\\x").and_then(|hex| hex.get(..2)) {
            bytes.push(u8::from_str_radix(std::str::from_utf8(digits)?, 16)?);
            rest = &rest[4..];
        } else {
            bytes.push(first);
            rest = after;
        }
    }
    Ok(bytes)
}

/// The files of a folder, by name.
pub(crate) type Files = BTreeMap<PathBuf, Vec<u8>>;

/// What is certain, and what is on its way.
#[derive(Clone, Debug)]
pub(crate) struct Disk {
    /// Contents that are certain, also of files whose names are not.
    contents: Files,
    /// Names that are certain.
    names: BTreeMap<PathBuf, bool>,
    /// What is on its way, in order.
    pending: Vec<Event>,
}

/// Which parts of what is on its way reach the disk: for each piece a mask of its sectors.
pub(crate) type Choice = Vec<u64>;

impl Disk {
    /// A disk on which everything is certain.
    pub(crate) fn with(files: Files) -> Self {
        let names = files.keys().map(|name| (name.clone(), true)).collect();
        Self { contents: files, names, pending: Vec::new() }
    }

    /// Does what the process did.
    pub(crate) fn apply(&mut self, event: &Event) {
        match event {
            Event::Made(file) => {
                let there = self.pending.iter().rev().find_map(|earlier| match earlier {
                    Event::Made(name) if name == file => Some(true),
                    Event::Removed(name) if name == file => Some(false),
                    _ => None,
                });
                if !there.unwrap_or_else(|| self.names.get(file).copied().unwrap_or(false)) {
                    self.pending.push(event.clone());
                }
            }
            Event::Written { .. } | Event::Cut { .. } | Event::Removed(_) => self.pending.push(event.clone()),
            Event::Synced(what) => self.sync(what),
            Event::Left(_) | Event::Said(_) => {}
        }
    }

    fn sync(&mut self, what: &Path) {
        for event in std::mem::take(&mut self.pending) {
            let certain = match &event {
                Event::Written { file, .. } | Event::Cut { file, .. } => file == what,
                Event::Made(name) | Event::Removed(name) => name.parent() == Some(what),
                Event::Synced(_) | Event::Left(_) | Event::Said(_) => false,
            };
            if certain {
                put(&mut self.contents, &mut self.names, &event, u64::MAX);
            } else {
                self.pending.push(event);
            }
        }
    }

    /// What stands on it after a power cut, if these parts of what was on its way had reached it.
    pub(crate) fn after_a_cut(&self, choice: &Choice) -> Files {
        let (mut contents, mut names) = (self.contents.clone(), self.names.clone());
        for (event, mask) in self.pending.iter().zip(choice) {
            put(&mut contents, &mut names, event, *mask);
        }
        contents.retain(|name, _| names.get(name) == Some(&true));
        for (name, _) in names.into_iter().filter(|(_, there)| *there) {
            contents.entry(name).or_default();
        }
        contents
    }

    /// The choice of all that is on its way: a one for each part that can reach the disk without the others.
    pub(crate) fn all(&self) -> Choice {
        let parts = |event: &Event| match event {
            Event::Written { at, bytes, .. } => {
                let end = at + bytes.len() as u64;
                u32::try_from(end.div_ceil(SECTOR) - at / SECTOR).unwrap_or(u32::MAX)
            }
            _ => 1,
        };
        self.pending.iter().map(|event| u64::MAX.checked_shr(64u32.saturating_sub(parts(event))).unwrap_or(0)).collect()
    }
}

/// Lets a piece reach the disk, or those of its sectors that the mask names. A file of more than 64 sectors in one write
/// repeats the mask.
fn put(contents: &mut Files, names: &mut BTreeMap<PathBuf, bool>, event: &Event, mask: u64) {
    if mask == 0 {
        return;
    }
    match event {
        Event::Made(name) => {
            names.insert(name.clone(), true);
        }
        Event::Removed(name) => {
            names.insert(name.clone(), false);
            contents.remove(name);
        }
        Event::Cut { file, to } => {
            if let Ok(to) = usize::try_from(*to) {
                contents.entry(file.clone()).or_default().resize(to, 0);
            }
        }
        Event::Written { file, at, bytes } => {
            let content = contents.entry(file.clone()).or_default();
            let mut at = *at;
            let first = at / SECTOR;
            let mut rest = &bytes[..];
            while !rest.is_empty() {
                let room = usize::try_from(SECTOR - at % SECTOR).unwrap_or(rest.len());
                let (piece, after) = rest.split_at(room.min(rest.len()));
                if mask >> ((at / SECTOR - first) % 64) & 1 == 1 {
                    let from = usize::try_from(at).unwrap_or(usize::MAX);
                    if content.len() < from + piece.len() {
                        content.resize(from + piece.len(), 0);
                    }
                    content[from..from + piece.len()].copy_from_slice(piece);
                }
                at += piece.len() as u64;
                rest = after;
            }
        }
        Event::Synced(_) | Event::Left(_) | Event::Said(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FOLDER: &str = "/l";

    fn files(disk: &Disk, choice: &[u64]) -> Vec<(String, usize)> {
        let files = disk.after_a_cut(&choice.to_vec());
        files.into_iter().map(|(name, bytes)| (name.display().to_string(), bytes.len())).collect()
    }

    #[test]
    fn a_trace_is_read_with_its_calls_that_overlap() {
        let trace = r#"7  openat(AT_FDCWD</>, "\x2f\x6c\x2f\x61", O_RDWR|O_CREAT|O_CLOEXEC, 0600) = 3<\x2f\x6c\x2f\x61>
7  pwrite64(3<\x2f\x6c\x2f\x61>, "\x00\xff", 2, 512) = 2
7  fsync(3<\x2f\x6c\x2f\x61> <unfinished ...>
8  writev(5<\x54\x43\x50\x3a\x5b\x31\x5d>, [{iov_base="\x47", iov_len=1}, {iov_base="\x48", iov_len=1}], 2) = 2
7  <... fsync resumed>) = 0
7  write(1<pipe:[9]>, "\x6f\x6b", 2) = 2
7  unlink("\x2f\x6c\x2f\x6e\x6f") = -1 ENOENT (No such file or directory)"#;
        let events = events(trace, Path::new(FOLDER)).unwrap();
        let [
            Event::Made(made),
            Event::Written { at: 512, bytes, .. },
            Event::Left(left),
            Event::Synced(synced),
            Event::Said(said),
        ] = &events[..]
        else {
            panic!("{events:?}")
        };
        assert_eq!((made.as_path(), synced.as_path()), (Path::new("/l/a"), Path::new("/l/a")));
        assert_eq!((&bytes[..], &left[..], &said[..]), (&b"\0\xff"[..], &b"GH"[..], &b"ok"[..]));
    }

    #[test]
    fn only_what_was_synced_is_certain_and_a_name_only_with_its_folder() {
        let file = PathBuf::from("/l/a");
        let mut disk = Disk::with(Files::new());
        disk.apply(&Event::Made(file.clone()));
        disk.apply(&Event::Written { file: file.clone(), at: 0, bytes: vec![1; 1024] });
        disk.apply(&Event::Synced(file.clone()));
        assert_eq!(files(&disk, &[0]), []);
        assert_eq!(files(&disk, &[u64::MAX]), [("/l/a".to_owned(), 1024)]);
        disk.apply(&Event::Synced(PathBuf::from(FOLDER)));
        assert_eq!(files(&disk, &[]), [("/l/a".to_owned(), 1024)]);
        disk.apply(&Event::Removed(file));
        assert_eq!(files(&disk, &[0]), [("/l/a".to_owned(), 1024)]);
        assert_eq!(files(&disk, &[1]), []);
    }

    #[test]
    fn a_choice_is_about_the_sectors_that_a_piece_touches_and_nothing_else() {
        let file = PathBuf::from("/l/a");
        let mut disk = Disk::with(Files::new());
        disk.apply(&Event::Made(file.clone()));
        for (at, length) in [(0, 24), (24, 4096), (512, 512), (0, 64 * 512), (1, 64 * 512)] {
            disk.apply(&Event::Written { file: file.clone(), at, bytes: vec![1; length] });
        }
        disk.apply(&Event::Cut { file, to: 7 });
        assert_eq!(disk.all(), [1, 1, 0b1_1111_1111, 1, u64::MAX, u64::MAX, 1]);
    }

    #[test]
    fn a_torn_write_keeps_the_sectors_that_its_mask_names() {
        let file = PathBuf::from("/l/a");
        let mut disk = Disk::with(Files::from([(file.clone(), vec![0; 1600])]));
        disk.apply(&Event::Written { file: file.clone(), at: 500, bytes: vec![1; 600] });
        let torn = disk.after_a_cut(&vec![0b010]);
        let ones: Vec<_> = torn[&file].iter().enumerate().filter(|(_, byte)| **byte == 1).map(|(at, _)| at).collect();
        assert_eq!((ones.first(), ones.last(), ones.len()), (Some(&512), Some(&1023), 512));
    }
}
