//! Keeps the state, and its file when it has one.
//!
//! A change is made on a copy, the copy is written to disk, and only then does it become the state: an id that was
//! answered is always in the file, and a change that could not be written did not happen.

use std::{
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use crate::{
    clock::Clock,
    options::{SandboxOptions, Start},
    state::{Habits, State},
};

#[derive(Debug)]
pub(crate) struct Store {
    state: Mutex<State>,
    options: SandboxOptions,
    /// Where a damaged file went.
    set_aside: Option<PathBuf>,
}

/// What became of a change.
#[derive(Debug)]
pub(crate) struct Change<T> {
    pub(crate) outcome: T,
    /// Whether the state is another one now.
    pub(crate) committed: bool,
}

impl Store {
    pub(crate) fn open(options: SandboxOptions) -> io::Result<Self> {
        let mut set_aside = None;
        let found = match &options.state_file {
            Some(path) => match load(path)? {
                Found::Nothing => None,
                Found::State(state) => Some(*state),
                Found::Damaged(aside) => {
                    tracing::warn!(path = %aside.display(), "the sandbox's state file was damaged and was set aside");
                    set_aside = Some(aside);
                    None
                }
            },
            None => None,
        };
        let state = match found {
            Some(mut state) => {
                state.habits = Habits::of(&options);
                if options.now != Start::Real {
                    state.clock = Clock::starting(options.now);
                }
                state
            }
            None => State::first(&options),
        };
        if let Some(path) = &options.state_file {
            save(path, &state)?;
        }
        Ok(Self { state: Mutex::new(state), options, set_aside })
    }

    pub(crate) fn set_aside(&self) -> Option<&Path> {
        self.set_aside.as_deref()
    }

    pub(crate) fn read<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        look(&self.lock())
    }

    /// Lets `work` change the state. With `keep` false the work is done on a copy that is thrown away.
    pub(crate) fn change<T>(&self, keep: bool, work: impl FnOnce(&mut State) -> T) -> io::Result<Change<T>> {
        let mut state = self.lock();
        let mut draft = state.clone();
        let outcome = work(&mut draft);
        let committed = keep && draft != *state;
        if committed {
            if let Some(path) = &self.options.state_file {
                save(path, &draft)?;
            }
            *state = draft;
        }
        Ok(Change { outcome, committed })
    }

    /// Back to the first state.
    pub(crate) fn reset(&self) -> io::Result<()> {
        let fresh = State::first(&self.options);
        self.change(true, |state| *state = fresh).map(|_| ())
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A panic elsewhere cannot leave half a change behind: the state is only ever replaced as a whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

enum Found {
    Nothing,
    State(Box<State>),
    Damaged(PathBuf),
}

fn load(path: &Path) -> io::Result<Found> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(fault) => return Err(fault),
    };
    match serde_json::from_slice::<State>(&bytes) {
        Ok(state) if state.is_current() => Ok(Found::State(Box::new(state))),
        _ => set_aside(path).map(Found::Damaged),
    }
}

/// Renames a file that cannot be used, to a name no file has yet.
fn set_aside(path: &Path) -> io::Result<PathBuf> {
    let mut attempt = 0_u32;
    loop {
        let mut name = path.as_os_str().to_owned();
        name.push(".damaged");
        if attempt > 0 {
            name.push(format!("-{attempt}"));
        }
        let aside = PathBuf::from(name);
        if !aside.try_exists()? {
            fs::rename(path, &aside)?;
            return Ok(aside);
        }
        attempt += 1;
    }
}

/// Writes beside the file and renames, so that a reader, or a crash, finds the old state or the new one.
fn save(path: &Path, state: &State) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    let mut file = private_file(Path::new(&beside))?;
    file.write_all(&serde_json::to_vec(state)?)?;
    file.sync_data()?;
    drop(file);
    fs::rename(&beside, path)
}

fn private_file(path: &Path) -> io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(path)
}
