//! The log: a file a day, a week kept, without secrets.
//!
//! Secrets cannot reach a log by their type. The writer below is the second fence: it masks what looks like a credential,
//! wherever it came from.

use std::io::{self, Write};
use std::sync::OnceLock;

use berth_local::paths::Paths;
use berth_local::settings::LogLevel;
use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::reload::{self, Handle};
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::Registry;

/// By which the level of the running log is changed.
static FILTER: OnceLock<Handle<Targets, Registry>> = OnceLock::new();

/// Starts logging. A log that cannot be written is no reason not to open the window.
pub(crate) fn start(paths: &Paths) {
    // The appender looks into the folder before it makes it, and complains on standard error when it is not there.
    if std::fs::create_dir_all(&paths.logs).is_err() {
        return;
    }
    let files = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("berth")
        .filename_suffix("log")
        .max_log_files(7)
        .build(&paths.logs);
    let Ok(files) = files else { return };
    // Until the settings are read, which may have something to tell.
    let (filter, handle) = reload::Layer::new(wanted(LogLevel::Info));
    let layer = tracing_subscriber::fmt::layer().with_ansi(false).with_writer(Masking(files));
    if tracing_subscriber::registry().with(filter).with(layer).try_init().is_ok() {
        let _set_once = FILTER.set(handle);
    }
}

/// Logs at this level from now on.
pub(crate) fn set_level(level: LogLevel) {
    if let Some(Err(error)) = FILTER.get().map(|filter| filter.reload(wanted(level))) {
        tracing::warn!(%error, "the log kept its level");
    }
}

/// What is logged at a level. Other crates may log what they like about a request; what they log below a warning is never
/// wanted here.
fn wanted(level: LogLevel) -> Targets {
    let level = match level {
        LogLevel::Error => LevelFilter::ERROR,
        LogLevel::Warn => LevelFilter::WARN,
        LogLevel::Info => LevelFilter::INFO,
        LogLevel::Debug => LevelFilter::DEBUG,
    };
    let others = level.min(LevelFilter::WARN);
    Targets::new()
        .with_default(others)
        .with_target("berth_shell", level)
        .with_target("berth_remote", level)
        .with_target("berth_local", level)
        .with_target("berth_sandbox", others)
}

/// Masks each line before it is written.
struct Masking(RollingFileAppender);

impl<'a> MakeWriter<'a> for Masking {
    type Writer = MaskingWriter<<RollingFileAppender as MakeWriter<'a>>::Writer>;

    fn make_writer(&'a self) -> Self::Writer {
        MaskingWriter(self.0.make_writer())
    }
}

struct MaskingWriter<W>(W);

impl<W: Write> Write for MaskingWriter<W> {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        // The formatter hands over whole events, so a credential is never cut in two by a write.
        self.0.write_all(masked(&String::from_utf8_lossy(line)).as_bytes())?;
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// The text with everything that looks like a credential replaced.
fn masked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut word = String::new();
    let mut after_scheme = false;
    for letter in text.chars().chain(std::iter::once('\n')) {
        if letter.is_ascii_alphanumeric() || matches!(letter, '.' | '_' | '-' | '$' | '+' | '/' | '~') {
            word.push(letter);
            continue;
        }
        if !word.is_empty() {
            let is_scheme = ["bearer", "apikey", "basic"].iter().any(|scheme| word.eq_ignore_ascii_case(scheme));
            out.push_str(if after_scheme || looks_secret(&word) { "[masked]" } else { &word });
            after_scheme = is_scheme;
            word.clear();
        } else if !matches!(letter, ' ' | ':' | '=' | '"') {
            after_scheme = false;
        }
        out.push(letter);
    }
    out.pop();
    out
}

/// A JWT (three long dotted parts) or a Gcore token (digits, `$`, hex).
fn looks_secret(word: &str) -> bool {
    let jwt = word.starts_with("eyJ") && word.len() > 20 && word.bytes().filter(|byte| *byte == b'.').count() == 2;
    let gcore = word.split_once('$').is_some_and(|(number, rest)| {
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) && rest.len() >= 4
    });
    jwt || gcore
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_credential_is_masked() {
        for (text, shown) in [
            ("Authorization: Bearer abc.def", "Authorization: Bearer [masked]"),
            ("authorization=\"apikey 1234$abcdef\" next", "authorization=\"apikey [masked]\" next"),
            ("token 29841$0123456789abcdef was refused", "token [masked] was refused"),
            ("got eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln here", "got [masked] here"),
        ] {
            assert_eq!(masked(text), shown);
        }
    }

    #[test]
    fn other_crates_never_say_more_than_warnings() {
        use tracing::Level;

        for level in [LogLevel::Error, LogLevel::Warn, LogLevel::Info, LogLevel::Debug] {
            assert!(!wanted(level).would_enable("hyper::client", &Level::INFO), "{level:?}");
            assert!(wanted(level).would_enable("berth_remote::http", &Level::ERROR), "{level:?}");
        }
        assert!(wanted(LogLevel::Debug).would_enable("berth_remote::http", &Level::DEBUG));
        assert!(!wanted(LogLevel::Info).would_enable("berth_remote::http", &Level::DEBUG));
        assert!(!wanted(LogLevel::Error).would_enable("hyper::client", &Level::WARN));
    }

    #[test]
    fn ordinary_lines_are_left_alone() {
        let line = "2026-01-08T15:20:15Z WARN berth_remote: POST /external/api/v1/flexcompute/purchase 200 in 12.5ms";
        assert_eq!(masked(line), line);
        assert_eq!(masked("a\nb"), "a\nb");
    }
}
