//! The driver under strace: its system calls counted, and one of them broken.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::str::FromStr;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use berth_core::error::Code;
use berth_proof::{Kept, Line, Told};
use rustix::process::Signal;
use tokio::process::Command;
use tokio::time::timeout;

use crate::scene::{Hour, ledger_in};

/// A run that takes longer hangs. One takes some thirty milliseconds.
const PATIENCE: Duration = Duration::from_secs(20);
/// Where strace writes the call that it makes fail, in the folder of a point.
const STRUCK: &str = "struck";

/// What happens at a system call.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Blow {
    /// The process dies before it.
    Kill { call: String, at: u32 },
    /// It does nothing and fails; `on`: and so does every later one of its name.
    Error { call: String, at: u32, on: bool, errno: String },
    /// No file can grow beyond so many bytes: the system writes what still fits and fails the rest.
    Limit { bytes: u64 },
}

impl fmt::Display for Blow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Kill { call, at } => write!(f, "{call}:{at}"),
            Self::Error { call, at, on, errno } => write!(f, "{call}:{at}{}:{errno}", if *on { "+" } else { "" }),
            Self::Limit { bytes } => write!(f, "limit:{bytes}"),
        }
    }
}

impl FromStr for Blow {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Self> {
        let mut parts = text.split(':');
        let (Some(call), Some(at)) = (parts.next(), parts.next()) else { bail!("{text:?} is no point") };
        if call == "limit" {
            return Ok(Self::Limit { bytes: at.parse()? });
        }
        let call = call.to_owned();
        Ok(match parts.next() {
            None => Self::Kill { call, at: at.parse()? },
            Some(errno) => {
                let on = at.ends_with('+');
                Self::Error { call, at: at.trim_end_matches('+').parse()?, on, errno: errno.to_owned() }
            }
        })
    }
}

/// System calls by name, with the most of each that one thread makes: strace counts by thread.
pub(crate) type Calls = BTreeMap<String, u32>;

/// How the driver is told to behave.
#[derive(Clone, Debug, Default)]
pub(crate) struct Manner {
    /// Steps, with every policy's id in place.
    pub(crate) steps: Vec<String>,
    /// How long it waits for an answer.
    pub(crate) deadline: Option<Duration>,
    /// The mistake that it makes on purpose.
    pub(crate) wrong: Option<&'static str>,
}

/// What came of a run.
#[derive(Debug, Default)]
pub(crate) struct Ran {
    /// What the driver was told, as far as it came.
    pub(crate) told: Vec<Told>,
    /// What its ledger said to be on the disk, as far as it came.
    pub(crate) kept: Vec<Kept>,
    /// Whether the blow fell: the kill is what ended it, the call was made to fail, the ledger met the limit.
    pub(crate) struck: bool,
    /// What it, or strace, complained about.
    pub(crate) complaints: String,
    /// Whether it had to be ended.
    pub(crate) hung: bool,
    /// Whether it came to its end by itself.
    pub(crate) ended: bool,
}

/// The driver's file, beside this one.
pub(crate) fn driver() -> Result<PathBuf> {
    let here = std::env::current_exe()?;
    let driver = here.with_file_name("berth-driver");
    driver.exists().then_some(driver).context("berth-driver is not built; `./dev prove` builds both")
}

/// Runs the driver over the ledger in `folder` and breaks it.
pub(crate) async fn run(folder: &Path, port: u16, manner: &Manner, blow: &Blow) -> Result<Ran> {
    let trace = folder.join(STRUCK);
    let command = match blow {
        Blow::Kill { call, at } => under_strace(call, &format!("signal=KILL:when={at}"), &[], Path::new("/dev/null"))?,
        // Faster, because only this call stops; but a signal is not delivered that way (strace 6.1), and nobody is told.
        Blow::Error { call, at, on, errno } => {
            let on = if *on { "+" } else { "" };
            under_strace(call, &format!("error={errno}:when={at}{on}"), &["--seccomp-bpf"], &trace)?
        }
        Blow::Limit { bytes } => {
            let mut shell = Command::new("sh");
            // Without the signal, which would kill it, the write comes back short, and the next one as an error.
            shell.args(["-c", r#"trap "" XFSZ; exec prlimit --fsize="$0" "$@""#, &bytes.to_string()]).arg(driver()?);
            shell
        }
    };
    let mut ran = finish(command, folder, port, manner).await?;
    ran.struck = match blow {
        Blow::Kill { .. } => ran.struck,
        Blow::Error { .. } => fs::read_to_string(&trace)?.contains("(INJECTED)"),
        Blow::Limit { .. } => {
            ran.told.iter().any(|one| one.code == Some(Code::LedgerFailed) || one.read_only.is_some())
        }
    };
    Ok(ran)
}

/// Runs it to its end and counts its system calls.
pub(crate) async fn count(folder: &Path, port: u16, manner: &Manner) -> Result<(Calls, Ran)> {
    let trace = folder.join("calls");
    let mut command = Command::new("strace");
    command.args(["-f", "-qq", "-o"]).arg(&trace).arg(driver()?);
    let ran = finish(command, folder, port, manner).await?;
    let mut by_thread: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    let text = fs::read_to_string(&trace)?;
    for line in text.lines() {
        let Some((thread, rest)) = line.split_once(' ') else { continue };
        let Some((call, _)) = rest.trim_start().split_once('(') else { continue };
        if call.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            *by_thread.entry((call, thread)).or_default() += 1;
        }
    }
    let mut calls = Calls::new();
    for ((call, _), times) in by_thread {
        let most: &mut u32 = calls.entry(call.to_owned()).or_default();
        *most = times.max(*most);
    }
    Ok((calls, ran))
}

/// Runs it to its end and writes down every byte it gives to the disk and the network. Returns where.
pub(crate) async fn record(folder: &Path, port: u16, manner: &Manner) -> Result<(PathBuf, Ran)> {
    const CALLS: &str = "trace=openat,pwrite64,write,writev,sendto,sendmsg,ftruncate,fdatasync,fsync,unlink,unlinkat,\
                         rename,renameat,renameat2,fallocate,msync,sync_file_range";
    let trace = folder.join("bytes");
    let mut command = Command::new("strace");
    command.args(["-f", "-qq", "-y", "-xx", "-s", "2000000", "-e", CALLS, "-o"]).arg(&trace).arg(driver()?);
    let ran = finish(command, folder, port, manner).await?;
    Ok((trace, ran))
}

fn under_strace(call: &str, what: &str, more: &[&str], trace: &Path) -> Result<Command> {
    let mut command = Command::new("strace");
    command.args(["-f", "-qq"]).args(more).arg("-o").arg(trace);
    command.args(["-e", &format!("trace={call}"), "-e", &format!("inject={call}:{what}")]).arg(driver()?);
    Ok(command)
}

async fn finish(mut command: Command, folder: &Path, port: u16, manner: &Manner) -> Result<Ran> {
    command
        .arg("--ledger")
        .arg(ledger_in(folder))
        .args(["--port", &port.to_string(), "--now", &Hour::Run.at().to_string()])
        // What the shell of a person sets must not change which calls are made.
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .process_group(0)
        .kill_on_drop(true);
    if let Some(deadline) = manner.deadline {
        command.args(["--deadline-ms", &deadline.as_millis().to_string()]);
    }
    if let Some(mistake) = manner.wrong {
        command.args(["--wrong", mistake]);
    }
    for step in &manner.steps {
        command.args(["--step", step]);
    }
    let child = command.spawn().context("the driver could not be started; is strace installed?")?;
    let group = child.id().and_then(|id| rustix::process::Pid::from_raw(i32::try_from(id).ok()?));
    let Ok(output) = timeout(PATIENCE, child.wait_with_output()).await else {
        // Ending strace alone would let the driver run on.
        if let Some(group) = group {
            let _gone = rustix::process::kill_process_group(group, Signal::KILL);
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        return Ok(Ran { hung: true, ..Ran::default() });
    };
    let output = output?;
    let mut ran = Ran {
        complaints: String::from_utf8_lossy(&output.stderr).into_owned(),
        ended: output.status.success(),
        // strace ends as the driver did.
        struck: output.status.signal() == Some(Signal::KILL.as_raw()),
        ..Ran::default()
    };
    // A line that was cut off by the kill was not shown to anybody.
    for line in output.stdout.split_inclusive(|byte| *byte == b'\n').filter(|line| line.ends_with(b"\n")) {
        match serde_json::from_slice(line).context("the driver's words")? {
            Line::Kept(kept) => ran.kept.push(kept),
            Line::Told(told) => ran.told.push(told),
        }
    }
    Ok(ran)
}
