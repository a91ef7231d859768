//! Where Berth's files lie: what each operating system expects, as a pure function of the environment.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use thiserror::Error;

/// The three conventions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Convention {
    /// The XDG base directories, on Linux and its relatives.
    Xdg,
    /// `~/Library`, on macOS.
    Library,
    /// `%APPDATA%` and `%LOCALAPPDATA%`, on Windows.
    AppData,
}

impl Convention {
    /// The one of the system that this program was built for.
    pub const HERE: Self = if cfg!(windows) {
        Self::AppData
    } else if cfg!(target_os = "macos") {
        Self::Library
    } else {
        Self::Xdg
    };
}

/// Every file and folder of Berth's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    /// The folder of what must not be lost.
    pub data: PathBuf,
    /// The ledger.
    pub ledger: PathBuf,
    /// What the sandbox remembers.
    pub sandbox: PathBuf,
    /// What the desk looked like last; can be made again.
    pub painting: PathBuf,
    /// What was typed into the page and not sent.
    pub page: PathBuf,
    /// The folder of what vendors answered last, a file for each account and question; can be asked for again.
    pub listings: PathBuf,
    /// Which events were told.
    pub told: PathBuf,
    /// The settings.
    pub settings: PathBuf,
    /// The folder of the logs.
    pub logs: PathBuf,
}

/// The environment does not say where this user's files are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("{0} is not set to an absolute path")]
pub struct NoHome(&'static str);

impl Paths {
    /// This user's, by this system's convention.
    pub fn for_this_user() -> Result<Self, NoHome> {
        Self::resolve(Convention::HERE, |name| std::env::var_os(name))
    }

    /// By a convention, from an environment. A variable that is empty or relative counts as not set, as the XDG
    /// specification demands and common sense elsewhere.
    pub fn resolve(convention: Convention, lookup: impl Fn(&str) -> Option<OsString>) -> Result<Self, NoHome> {
        let folder = |name: &'static str| {
            lookup(name).map(PathBuf::from).filter(|path| absolute(convention, path)).ok_or(NoHome(name))
        };
        match convention {
            Convention::Xdg => {
                let or_home = |name, rest: &str| folder(name).or_else(|_| Ok(folder("HOME")?.join(rest)));
                let config = or_home("XDG_CONFIG_HOME", ".config")?.join("berth");
                let state = or_home("XDG_STATE_HOME", ".local/state")?.join("berth");
                Ok(Self::within(or_home("XDG_DATA_HOME", ".local/share")?.join("berth"), &config, state.join("logs")))
            }
            Convention::Library => {
                let library = folder("HOME")?.join("Library");
                let data = library.join("Application Support").join(FOLDER);
                Ok(Self::within(data.clone(), &data, library.join("Logs").join(FOLDER)))
            }
            // The ledger stays on this machine: a roaming profile would copy it while it is open.
            Convention::AppData => {
                let local = folder("LOCALAPPDATA")?.join(FOLDER);
                Ok(Self::within(local.clone(), &folder("APPDATA")?.join(FOLDER), local.join("logs")))
            }
        }
    }

    fn within(data: PathBuf, config: &Path, logs: PathBuf) -> Self {
        Self {
            ledger: data.join("ledger.db"),
            sandbox: data.join("sandbox.json"),
            painting: data.join("painting.json"),
            page: data.join("page.json"),
            listings: data.join("listings"),
            told: data.join("told.json"),
            settings: config.join("settings.json"),
            data,
            logs,
        }
    }
}

/// The name of our folder where names are reverse domains.
const FOLDER: &str = "app.berth.desktop";

/// Whether a path is absolute by a convention, which need not be this machine's.
fn absolute(convention: Convention, path: &Path) -> bool {
    let bytes = path.as_os_str().as_encoded_bytes();
    match convention {
        Convention::Xdg | Convention::Library => bytes.starts_with(b"/"),
        Convention::AppData => {
            bytes.starts_with(br"\\") || matches!(bytes, [drive, b':', b'\\' | b'/', ..] if drive.is_ascii_alphabetic())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(convention: Convention, environment: &[(&str, &str)]) -> Result<Paths, NoHome> {
        Paths::resolve(convention, |wanted| {
            environment.iter().find(|(name, _)| *name == wanted).map(|(_, value)| OsString::from(value))
        })
    }

    #[test]
    fn linux_follows_the_xdg_base_directories() {
        let plain = paths(Convention::Xdg, &[("HOME", "/home/ada")]).unwrap();
        assert_eq!(plain.ledger, Path::new("/home/ada/.local/share/berth/ledger.db"));
        assert_eq!(plain.painting, Path::new("/home/ada/.local/share/berth/painting.json"));
        assert_eq!(plain.sandbox, Path::new("/home/ada/.local/share/berth/sandbox.json"));
        assert_eq!(plain.settings, Path::new("/home/ada/.config/berth/settings.json"));
        assert_eq!(plain.logs, Path::new("/home/ada/.local/state/berth/logs"));
        let set = [("XDG_DATA_HOME", "/d"), ("XDG_CONFIG_HOME", "/c"), ("XDG_STATE_HOME", "/s")];
        let moved = paths(Convention::Xdg, &set).unwrap();
        assert_eq!(moved.ledger, Path::new("/d/berth/ledger.db"));
        assert_eq!(moved.settings, Path::new("/c/berth/settings.json"));
        assert_eq!(moved.logs, Path::new("/s/berth/logs"));
    }

    #[test]
    fn empty_and_relative_variables_count_as_not_set() {
        let odd =
            [("HOME", "/home/ada"), ("XDG_DATA_HOME", ""), ("XDG_CONFIG_HOME", "config"), ("XDG_STATE_HOME", "./s")];
        assert_eq!(paths(Convention::Xdg, &odd), paths(Convention::Xdg, &[("HOME", "/home/ada")]));
        assert_eq!(paths(Convention::Xdg, &[("HOME", "ada")]), Err(NoHome("HOME")));
        assert_eq!(paths(Convention::Library, &[]), Err(NoHome("HOME")));
        assert_eq!(
            paths(Convention::AppData, &[("APPDATA", "C:\\a"), ("LOCALAPPDATA", "a")]),
            Err(NoHome("LOCALAPPDATA"))
        );
    }

    #[test]
    fn macos_keeps_to_the_library() {
        let paths = paths(Convention::Library, &[("HOME", "/Users/ada")]).unwrap();
        assert_eq!(paths.ledger, Path::new("/Users/ada/Library/Application Support/app.berth.desktop/ledger.db"));
        assert_eq!(paths.settings, Path::new("/Users/ada/Library/Application Support/app.berth.desktop/settings.json"));
        assert_eq!(paths.logs, Path::new("/Users/ada/Library/Logs/app.berth.desktop"));
    }

    #[test]
    fn windows_keeps_the_ledger_out_of_the_roaming_profile() {
        let (roaming, local) = (r"C:\Users\ada\AppData\Roaming", r"C:\Users\ada\AppData\Local");
        let paths = paths(Convention::AppData, &[("APPDATA", roaming), ("LOCALAPPDATA", local)]).unwrap();
        assert_eq!(paths.ledger, Path::new(local).join("app.berth.desktop").join("ledger.db"));
        assert_eq!(paths.settings, Path::new(roaming).join("app.berth.desktop").join("settings.json"));
        assert_eq!(paths.logs, Path::new(local).join("app.berth.desktop").join("logs"));
    }
}
