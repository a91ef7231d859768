//! Files and folders that only this user can read, and names beside a file.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

/// Makes a folder and what is missing above it, closed to everybody else. One that is there is left as it is.
pub(crate) fn make_folder(folder: &Path) -> io::Result<()> {
    let mut make = DirBuilder::new();
    make.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut make, 0o700);
    make.create(folder)
}

/// Opens a file by `options`; if that makes it, only this user can read it.
pub(crate) fn open(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options.open(path)
}

/// Makes an empty file that is not there yet.
pub(crate) fn make(path: &Path) -> io::Result<File> {
    open(OpenOptions::new().write(true).create_new(true), path)
}

/// Writes a file in place of what was there, in one step, readable by this user alone.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().ok_or_else(|| io::Error::other("the path has no folder"))?;
    make_folder(folder)?;
    let (draft, mut file) = Draft::of(path)?;
    file.write_all(bytes)?;
    drop(file);
    draft.replace(path)
}

/// A file on its way to being there: whole under its name, or gone.
#[derive(Debug)]
pub(crate) struct Draft(PathBuf);

impl Draft {
    /// Begins a file beside one of the user's choosing, where nothing is ours to take away.
    pub(crate) fn among_others(target: &Path) -> io::Result<(Self, File)> {
        let mine = std::process::id();
        let mut free = (0..).map(|count: u32| beside(target, &format!(".{mine}-{count}.new")));
        loop {
            let path = free.next().ok_or(io::ErrorKind::AlreadyExists)?;
            match make(&path) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                made => return Ok((Self(path), made?)),
            }
        }
    }

    /// Begins a file in a folder of ours that shall have this name, readable by this user alone.
    pub(crate) fn of(target: &Path) -> io::Result<(Self, File)> {
        let path = beside(target, ".new");
        match fs::remove_file(&path) {
            // What a crash left behind.
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        let file = make(&path)?;
        Ok((Self(path), file))
    }

    /// Where it lies until it is published.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// Gives it a name that nothing has yet; that something has it is the error `AlreadyExists`.
    pub(crate) fn publish(self, target: &Path) -> io::Result<()> {
        // Not a link in place of a rename: the disks that people carry backups away on know none.
        drop(make(target)?);
        self.replace(target).inspect_err(|_| {
            let _ = fs::remove_file(target);
        })
    }

    /// Puts it in place of what has that name, in one step.
    pub(crate) fn replace(self, target: &Path) -> io::Result<()> {
        sync(&self.0)?;
        fs::rename(&self.0, target)?;
        sync_folder_of(target)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // A published one is no longer there.
        let _ = fs::remove_file(&self.0);
    }
}

/// Sees to it that a file's content outlives a power cut, whoever wrote it.
pub(crate) fn sync(path: &Path) -> io::Result<()> {
    // Windows syncs only what may be written.
    OpenOptions::new().write(true).open(path)?.sync_all()
}

/// Sees to it that a file's name, new or changed, outlives a power cut.
pub(crate) fn sync_folder_of(path: &Path) -> io::Result<()> {
    // Windows neither needs nor allows it.
    if cfg!(unix)
        && let Some(folder) = path.parent()
    {
        File::open(folder)?.sync_all()
    } else {
        Ok(())
    }
}

/// A file's path with something added to its name.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// A name beside a file that says what was done and when, and that is not taken.
pub(crate) fn free_name(path: &Path, what: &str, now: Timestamp) -> PathBuf {
    let stamped = beside(path, &format!(".{what}-{}", now.strftime("%Y%m%dT%H%M%SZ")));
    let numbered = (2..).map(|count: u32| beside(&stamped, &format!("-{count}")));
    std::iter::once(stamped.clone()).chain(numbered).find(|name| !name.exists()).unwrap_or(stamped)
}
