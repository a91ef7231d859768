//! What the user prefers: small, without secrets, and replaceable.
//!
//! Losing the settings is a nuisance, never a loss. A file that cannot be read is therefore put aside and the defaults
//! take its place; a field that is not known is skipped, one that is missing has its default. Writing replaces the file
//! in one step, so that a crash leaves the old one or the new one. No field can hold a secret: all but the window's size
//! and a currency's three letters are choices from closed lists.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use berth_core::account::Realm;
use berth_core::money::Currency;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::files;

/// Everything the user can prefer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Version of this file's form.
    pub version: u32,
    /// Light or dark.
    pub theme: Theme,
    /// The realm that was shown last. The first start shows the sandbox.
    pub realm: Realm,
    /// How many hours a month is taken to have.
    pub hours_per_month: HoursPerMonth,
    /// The currency offered for a new account whose vendor names none.
    pub currency: Currency,
    /// How the hours of a day are counted.
    pub clock: HourClock,
    /// Whose clock stands first where two are shown.
    pub zone_first: ZoneFirst,
    /// The window's size when it was last closed. Never its position, which Wayland does not tell.
    pub window: Option<WindowSize>,
    /// How much is written to the log.
    pub log_level: LogLevel,
    /// Whether the tour of the first start was taken or declined.
    pub tour_over: bool,
}

/// The version of the file that this Berth writes.
pub const VERSION: u32 = 1;

impl Default for Settings {
    fn default() -> Self {
        Self {
            version: VERSION,
            theme: Theme::System,
            realm: Realm::Sandbox,
            hours_per_month: HoursPerMonth::Average,
            currency: Currency::USD,
            clock: HourClock::TwentyFour,
            zone_first: ZoneFirst::Place,
            window: None,
            log_level: LogLevel::Info,
            tour_over: false,
        }
    }
}

/// Light or dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "a theme's name says it all")]
pub enum Theme {
    System,
    Light,
    Dark,
}

/// The base of every figure "per month".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum HoursPerMonth {
    /// 730: a twelfth of 8,760, as cloud price lists reckon.
    #[serde(rename = "730")]
    Average,
    /// 744: a month of 31 days, as Gcore bills.
    #[serde(rename = "744")]
    Longest,
    /// The hours of the month in question.
    #[serde(rename = "actual")]
    Actual,
}

/// How the hours of a day are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum HourClock {
    /// As the system's language does.
    #[serde(rename = "system")]
    System,
    /// 1 to 12, twice.
    #[serde(rename = "12")]
    Twelve,
    /// 00 to 23.
    #[serde(rename = "24")]
    TwentyFour,
}

/// Whose clock stands first where two are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ZoneFirst {
    /// That of the place the capacity is in.
    Place,
    /// The user's own.
    Mine,
}

/// Size of the window, in logical pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WindowSize {
    /// Logical pixels.
    pub width: u32,
    /// Logical pixels.
    pub height: u32,
    /// Whether it filled the screen; the size is then that before.
    pub maximised: bool,
}

/// How much is written to the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the usual levels")]
pub enum LogLevel {
    Error,
    Warn,
    Info,
    Debug,
}

/// What reading the settings found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loaded {
    /// What holds from now on.
    pub settings: Settings,
    /// Where a file that could not be read was put, if there was one and it could be moved.
    pub set_aside: Option<PathBuf>,
}

impl Settings {
    /// Reads the settings, or falls back to the defaults. Never fails: nothing here is worth stopping for. `now` names
    /// what has to be set aside.
    pub fn load(path: &Path, now: Timestamp) -> Loaded {
        match fs::read(path) {
            Ok(bytes) => match serde_json::from_slice(&bytes) {
                Ok(settings) => Loaded { settings, set_aside: None },
                Err(error) => {
                    tracing::warn!(%error, "the settings cannot be read and are set aside");
                    Loaded { settings: Self::default(), set_aside: set_aside(path, now) }
                }
            },
            Err(error) => {
                if error.kind() != io::ErrorKind::NotFound {
                    tracing::warn!(%error, "the settings cannot be read; the defaults hold");
                }
                Loaded { settings: Self::default(), set_aside: None }
            }
        }
    }

    /// As at the first start, but in the realm that is shown: where one is, is no preference.
    #[must_use]
    pub fn reset(&self) -> Self {
        Self { realm: self.realm, ..Self::default() }
    }

    /// Writes the settings in place of what was there, in one step, readable by this user alone.
    pub fn save(&self, path: &Path) -> io::Result<()> {
        let current = Self { version: VERSION, ..*self };
        files::replace(path, &serde_json::to_vec_pretty(&current)?)
    }
}

fn set_aside(path: &Path, now: Timestamp) -> Option<PathBuf> {
    let target = files::free_name(path, "damaged", now);
    fs::rename(path, &target).ok().map(|()| target)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        "2026-11-20T12:00:00Z".parse().unwrap()
    }

    fn changed() -> Settings {
        Settings {
            theme: Theme::Dark,
            realm: Realm::Live,
            hours_per_month: HoursPerMonth::Longest,
            window: Some(WindowSize { width: 1280, height: 800, maximised: true }),
            log_level: LogLevel::Debug,
            currency: "CHF".parse().unwrap(),
            clock: HourClock::Twelve,
            zone_first: ZoneFirst::Mine,
            tour_over: true,
            ..Settings::default()
        }
    }

    #[test]
    fn a_reset_leaves_where_one_is_and_nothing_else() {
        assert_eq!(changed().reset(), Settings { realm: Realm::Live, ..Settings::default() });
    }

    #[test]
    fn the_first_start_has_the_defaults_and_sets_nothing_aside() {
        let folder = tempfile::tempdir().unwrap();
        let loaded = Settings::load(&folder.path().join("settings.json"), now());
        assert_eq!(loaded, Loaded { settings: Settings::default(), set_aside: None });
        assert_eq!(loaded.settings.realm, Realm::Sandbox);
    }

    #[test]
    fn what_is_saved_is_what_is_loaded() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("berth").join("settings.json");
        changed().save(&path).unwrap();
        assert_eq!(Settings::load(&path, now()).settings, changed());
        Settings::default().save(&path).unwrap();
        assert_eq!(Settings::load(&path, now()).settings, Settings::default());
        let names: Vec<_> =
            path.parent().unwrap().read_dir().unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names, ["settings.json"], "no draft is left behind");
    }

    #[test]
    fn unknown_fields_are_skipped_and_missing_ones_have_their_default() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.json");
        fs::write(&path, r#"{"theme":"dark","hours_per_month":"744","from_the_future":[1]}"#).unwrap();
        let expected = Settings { theme: Theme::Dark, hours_per_month: HoursPerMonth::Longest, ..Settings::default() };
        assert_eq!(Settings::load(&path, now()), Loaded { settings: expected, set_aside: None });
    }

    #[test]
    fn a_damaged_file_is_set_aside_as_it_is_and_the_defaults_hold() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.json");
        for damage in ["", "{", "7", "null", r#"{"theme":"octarine"}"#, r#"{"currency":"a token"}"#, "\u{0}\u{0}"] {
            fs::write(&path, damage).unwrap();
            let loaded = Settings::load(&path, now());
            assert_eq!(loaded.settings, Settings::default(), "{damage:?}");
            let kept = loaded.set_aside.expect("a damaged file is kept");
            assert_eq!(fs::read_to_string(&kept).unwrap(), damage);
            assert!(!path.exists());
            fs::remove_file(kept).unwrap();
        }
    }

    #[test]
    fn a_draft_that_a_crash_left_behind_is_no_obstacle() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.json");
        fs::write(folder.path().join("settings.json.new"), "{\"them").unwrap();
        changed().save(&path).unwrap();
        assert_eq!(Settings::load(&path, now()).settings, changed());
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_can_read_the_settings() {
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("berth").join("settings.json");
        changed().save(&path).unwrap();
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(path.parent().unwrap().metadata().unwrap().permissions().mode() & 0o777, 0o700);
    }
}
