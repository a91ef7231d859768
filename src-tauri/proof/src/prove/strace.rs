//! The driver under strace: its system calls counted, and one of them broken.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::{self, DirEntry};
use std::io;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::str::FromStr;
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use berth_core::error::Code;
use berth_proof::{Kept, Line, Told};
use rustix::process::{Pid, Signal, kill_process_group};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::process::{Child, Command};
use tokio::time::{sleep, timeout};
use tokio::try_join;

use crate::scene::{Hour, ledger_in};

/// A run that takes longer hangs. One takes some thirty milliseconds.
const PATIENCE: Duration = Duration::from_secs(20);
/// Where strace writes the call that it makes fail, in the folder of a point.
const STRUCK: &str = "struck";

/// What writes to the disk.
pub(crate) const TO_THE_DISK: [&str; 4] = ["pwrite64", "ftruncate", "fdatasync", "fsync"];

/// A part of a run. strace counts the calls of each thread by itself, and what opens the ledger is another thread than
/// what writes to it: were a run counted as a whole, the first syncs of a purchase would hide behind those of the opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Phase {
    /// From the start of the process to the open ledger.
    Opening,
    /// From there to the end.
    Desk,
}

/// A system call of a phase.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Call {
    pub(crate) phase: Phase,
    pub(crate) name: String,
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let phase = if self.phase == Phase::Desk { DESK } else { "" };
        write!(f, "{phase}{}", self.name)
    }
}

/// What stands before a call of the second phase.
const DESK: &str = "desk:";

/// What happens at a system call.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Blow {
    /// The process dies before it.
    Kill { call: Call, at: u32 },
    /// It does nothing and fails; `on`: and so does every later one of its name.
    Error { call: Call, at: u32, on: bool, errno: String },
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
        let (phase, rest) = text.strip_prefix(DESK).map_or((Phase::Opening, text), |rest| (Phase::Desk, rest));
        let mut parts = rest.split(':');
        let (Some(name), Some(at)) = (parts.next(), parts.next()) else { bail!("{text:?} is no point") };
        if name == "limit" {
            return Ok(Self::Limit { bytes: at.parse()? });
        }
        let call = Call { phase, name: name.to_owned() };
        Ok(match parts.next() {
            None => Self::Kill { call, at: at.parse()? },
            Some(errno) => {
                let on = at.ends_with('+');
                Self::Error { call, at: at.trim_end_matches('+').parse()?, on, errno: errno.to_owned() }
            }
        })
    }
}

/// System calls with the most of each that one thread makes.
pub(crate) type Calls = BTreeMap<Call, u32>;

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
    let mut ran = match blow {
        Blow::Kill { call, at } => {
            let strace = injecting(call, &format!("signal=KILL:when={at}"), Path::new("/dev/null"));
            traced(strace, call.phase, folder, port, manner).await?
        }
        Blow::Error { call, at, on, errno } => {
            let on = if *on { "+" } else { "" };
            let mut strace = injecting(call, &format!("error={errno}:when={at}{on}"), &trace);
            if call.phase == Phase::Opening {
                // Faster, because only this call stops; but a signal is not delivered that way (strace 6.1), and nobody
                // is told.
                strace.arg("--seccomp-bpf");
            }
            traced(strace, call.phase, folder, port, manner).await?
        }
        Blow::Limit { bytes } => {
            let mut shell = Command::new("sh");
            // Without the signal, which would kill it, the write comes back short, and the next one as an error.
            shell.args(["-c", r#"trap "" XFSZ; exec prlimit --fsize="$0" "$@""#, &bytes.to_string()]).arg(driver()?);
            finish(shell, folder, port, manner).await?
        }
    };
    ran.struck = match blow {
        Blow::Kill { .. } => ran.struck,
        Blow::Error { .. } => fs::read_to_string(&trace)?.contains("(INJECTED)"),
        Blow::Limit { .. } => {
            ran.told.iter().any(|one| one.code == Some(Code::LedgerFailed) || one.read_only.is_some())
        }
    };
    Ok(ran)
}

/// Runs it to its end and counts the system calls of a phase.
pub(crate) async fn count(folder: &Path, port: u16, manner: &Manner, phase: Phase) -> Result<(Calls, Ran)> {
    let trace = folder.join("calls");
    let mut strace = Command::new("strace");
    strace.args(["-f", "-qq", "-o"]).arg(&trace);
    let ran = traced(strace, phase, folder, port, manner).await?;
    let mut by_thread: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    let text = fs::read_to_string(&trace)?;
    for line in text.lines() {
        let Some((thread, rest)) = line.split_once(' ') else { continue };
        let Some((name, arguments)) = rest.trim_start().split_once('(') else { continue };
        if name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            *by_thread.entry((name, thread)).or_default() += 1;
        }
        if phase == Phase::Opening && name == "write" && arguments.starts_with(r#"1, "\"ledger_open\""#) {
            break;
        }
    }
    for name in TO_THE_DISK {
        let threads = by_thread.keys().filter(|(call, _)| *call == name).count();
        ensure!(threads <= 1, "{threads} threads call {name}, and of two strace strikes the first to come so far");
    }
    let mut calls = Calls::new();
    for ((name, _), times) in by_thread {
        let most: &mut u32 = calls.entry(Call { phase, name: name.to_owned() }).or_default();
        *most = times.max(*most);
    }
    Ok((calls, ran))
}

/// Runs it to its end and writes down every byte it gives to the disk and the network. Returns where.
pub(crate) async fn record(folder: &Path, port: u16, manner: &Manner) -> Result<(PathBuf, Ran)> {
    const CALLS: &str = "trace=openat,pwrite64,write,writev,sendto,sendmsg,ftruncate,fdatasync,fsync,unlink,unlinkat,\
                         rename,renameat,renameat2,fallocate,msync,sync_file_range";
    let trace = folder.join("bytes");
    let mut strace = Command::new("strace");
    strace.args(["-f", "-qq", "-y", "-xx", "-s", "2000000", "-e", CALLS, "-o"]).arg(&trace);
    let ran = traced(strace, Phase::Opening, folder, port, manner).await?;
    Ok((trace, ran))
}

fn injecting(call: &Call, what: &str, trace: &Path) -> Command {
    let name = &call.name;
    let mut strace = Command::new("strace");
    strace.args(["-f", "-qq", "-e", &format!("trace={name}"), "-e", &format!("inject={name}:{what}"), "-o"]).arg(trace);
    strace
}

/// Runs the driver under strace from its start, or has strace join it when its ledger is open.
async fn traced(mut strace: Command, phase: Phase, folder: &Path, port: u16, manner: &Manner) -> Result<Ran> {
    match phase {
        Phase::Opening => {
            strace.arg(driver()?);
            finish(strace, folder, port, manner).await
        }
        Phase::Desk => {
            let mut driver = Command::new(driver()?);
            instruct(&mut driver, folder, port, manner);
            driver.args(["--pause", "ledger-open"]).stdin(Stdio::piped());
            let child = driver.spawn()?;
            in_time(child.id(), joined(child, strace)).await
        }
    }
}

async fn finish(mut command: Command, folder: &Path, port: u16, manner: &Manner) -> Result<Ran> {
    instruct(&mut command, folder, port, manner);
    let child = command.spawn().context("the driver could not be started; is strace installed?")?;
    in_time(child.id(), async { Ok(child.wait_with_output().await?) }).await
}

fn instruct(command: &mut Command, folder: &Path, port: u16, manner: &Manner) {
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
}

/// Waits for the driver to open its ledger, has strace join it, and lets it go on.
async fn joined(mut child: Child, mut strace: Command) -> Result<Output> {
    let id = child.id().context("the driver's id")?;
    let stdout = child.stdout.take().context("the driver's words")?;
    let mut stderr = child.stderr.take().context("the driver's complaints")?;
    let mut stdin = child.stdin.take().context("the driver's ear")?;
    let (mut words, mut said, mut complaints) = (BufReader::new(stdout), Vec::new(), Vec::new());
    while !said.ends_with(b"\"ledger_open\"\n") {
        ensure!(words.read_until(b'\n', &mut said).await? > 0, "the driver ended before its ledger was open");
    }
    let group = i32::try_from(id)?;
    // It complains of the call within which it finds the driver, which is of no interest.
    strace.args(["-p", &id.to_string()]).process_group(group).stderr(Stdio::null()).kill_on_drop(true);
    let mut strace = strace.spawn()?;
    while !watched(id) {
        if strace.try_wait()?.is_some() {
            // The first call it sees is the one within which the driver waits, and that one may be the one to die at.
            let died = timeout(Duration::from_secs(1), child.wait()).await;
            ensure!(died.is_ok(), "strace could not join the driver; may it trace other processes here?");
            break;
        }
        sleep(Duration::from_millis(1)).await;
    }
    let _heard = stdin.write_all(b"\n").await;
    let (_, _) = try_join!(words.read_to_end(&mut said), stderr.read_to_end(&mut complaints))?;
    let status = child.wait().await?;
    strace.wait().await?;
    Ok(Output { status, stdout: said, stderr: complaints })
}

/// Whether somebody traces every thread of a process.
fn watched(process: u32) -> bool {
    let by_nobody = |status: String| status.contains("\nTracerPid:\t0\n");
    let Ok(threads) = fs::read_dir(format!("/proc/{process}/task")) else { return false };
    let status = |thread: io::Result<DirEntry>| fs::read_to_string(thread?.path().join("status"));
    threads.into_iter().all(|thread| status(thread).is_ok_and(|status| !by_nobody(status)))
}

/// What came of a run, which is ended when it takes too long.
async fn in_time(leader: Option<u32>, run: impl Future<Output = Result<Output>>) -> Result<Ran> {
    let Ok(output) = timeout(PATIENCE, run).await else {
        // Ending strace alone would let the driver run on.
        if let Some(group) = leader.and_then(|id| Pid::from_raw(i32::try_from(id).ok()?)) {
            let _gone = kill_process_group(group, Signal::KILL);
            sleep(Duration::from_millis(100)).await;
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
            Line::LedgerOpen => {}
            Line::Kept(kept) => ran.kept.push(kept),
            Line::Told(told) => ran.told.push(told),
        }
    }
    Ok(ran)
}
