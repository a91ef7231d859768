//! Every system call of every operation, and what happens when the process dies there or the call fails.
//!
//! The calls are counted anew each time, by running the operation once to its end. Each point is then a run of its own
//! over a copy of the scene, with a vendor of its own, so that points know nothing of each other and two can run at once.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow, ensure};
use berth_core::attempt::State;
use berth_sandbox::{Fault, Injection, Operation, Strictness};

use crate::judge::{Findings, judge, stopped_by};
use crate::scene::{Hour, Scene, Story, delivered, open_books};
use crate::strace::{self, Blow, Call, Calls, Manner, Phase, Ran};

/// How many points run at once: each waits half the time for processes to begin and to end.
pub(crate) const AT_ONCE: usize = 4;
/// The scenario in which a purchase follows another in the same process.
pub(crate) const TWO_PURCHASES: &str = "purchases normal";
/// How long the driver waits where the answer comes late.
const IMPATIENT: Duration = Duration::from_millis(40);

/// What the vendor answers the operation with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reply {
    Normal,
    /// It is done, and the connection is closed without an answer.
    Dropped,
    /// It is done, and the answer comes when nobody waits any more.
    Late,
    /// It is not done, and the connection is reset without an answer.
    Lost,
    /// 401 at first, so that it is sent twice.
    Expired,
    /// It is done, and the answer is 500.
    Failed,
}

impl Reply {
    fn injection(self, on: Operation) -> Option<Injection> {
        let injection = match self {
            Self::Normal => return None,
            Self::Dropped => Injection::new(Fault::Drop).committed(),
            Self::Late => Injection::new(Fault::LateAnswer { ms: 60_000 }).committed(),
            Self::Lost => Injection::new(Fault::Reset).uncommitted(),
            Self::Expired => return Some(Injection::new(Fault::status(401)).on(on)),
            Self::Failed => Injection::new(Fault::status(500)).committed(),
        };
        Some(injection.on(on).always())
    }
}

/// An operation over a scene.
#[derive(Clone, Debug)]
pub(crate) struct Scenario {
    pub(crate) name: String,
    pub(crate) scene: Arc<Scene>,
    strictness: Strictness,
    reply: Reply,
    operation: Operation,
    pub(crate) manner: Manner,
}

impl Scenario {
    fn new(name: &str, scene: &Arc<Scene>, operation: Operation, steps: &[&str]) -> Self {
        let filled = |step: &&str| {
            let subject = |at: usize| scene.subjects.get(at).map_or("", String::as_str);
            step.replace("{0}", subject(0)).replace("{1}", subject(1))
        };
        Self {
            name: name.to_owned(),
            scene: Arc::clone(scene),
            strictness: Strictness::Lax,
            reply: Reply::Normal,
            operation,
            manner: Manner { steps: steps.iter().map(filled).collect(), ..Manner::default() },
        }
    }

    fn answered(&self, reply: Reply) -> Self {
        let word = match reply {
            Reply::Normal => "normal",
            Reply::Dropped => "dropped",
            Reply::Late => "late",
            Reply::Lost => "lost",
            Reply::Expired => "expired",
            Reply::Failed => "failed",
        };
        let deadline = (reply == Reply::Late).then_some(IMPATIENT);
        let manner = Manner { deadline, ..self.manner.clone() };
        Self { name: format!("{} {word}", self.name), reply, manner, ..self.clone() }
    }

    fn strict(&self) -> Self {
        Self { name: format!("{} strict", self.name), strictness: Strictness::Strict, ..self.clone() }
    }

    fn lax(&self) -> Self {
        Self { name: format!("{} lax", self.name), ..self.clone() }
    }

    /// The same by a Berth that makes a mistake.
    fn wrong(&self, mistake: &'static str) -> Self {
        let manner = Manner { wrong: Some(mistake), ..self.manner.clone() };
        Self { name: format!("{} {mistake}", self.name), manner, ..self.clone() }
    }

    /// Counts the calls of a run that nothing breaks. `folder` is used and emptied again.
    pub(crate) async fn count(&self, folder: &Path) -> Result<Calls> {
        let mut calls = Calls::new();
        for phase in [Phase::Opening, Phase::Desk] {
            let place = tempfile::tempdir_in(folder)?;
            self.scene.copy_to(place.path())?;
            let vendor = open_books(place.path(), self.strictness, Hour::Run).await?;
            self.prepare(&vendor);
            let (counted, ran) = strace::count(place.path(), vendor.port(), &self.manner, phase).await?;
            ensure!(ran.ended, "{} did not come to its end: {}", self.name, ran.complaints);
            calls.extend(counted);
        }
        Ok(calls)
    }

    /// Records the bytes of a run that nothing breaks.
    pub(crate) async fn record(&self, folder: &Path) -> Result<PathBuf> {
        self.scene.copy_to(folder)?;
        let vendor = open_books(folder, self.strictness, Hour::Run).await?;
        self.prepare(&vendor);
        let (trace, ran) = strace::record(folder, vendor.port(), &self.manner).await?;
        ensure!(ran.ended, "{} did not come to its end: {}", self.name, ran.complaints);
        Ok(trace)
    }

    /// One run, broken, and what does not hold afterwards.
    pub(crate) async fn strike(&self, folder: &Path, blow: &Blow) -> Result<(Ran, Findings)> {
        self.scene.copy_to(folder)?;
        let vendor = open_books(folder, self.strictness, Hour::Run).await?;
        self.prepare(&vendor);
        let ran = strace::run(folder, vendor.port(), &self.manner, blow).await?;
        let findings = judge(folder, &vendor, &self.scene, blow, &ran).await?;
        Ok((ran, findings))
    }

    /// What a run leaves that dies at a point, as a scene.
    async fn killed(&self, folder: PathBuf, blow: &Blow) -> Result<Scene> {
        self.scene.copy_to(&folder)?;
        let vendor = open_books(&folder, self.strictness, Hour::Run).await?;
        self.prepare(&vendor);
        let ran = strace::run(&folder, vendor.port(), &self.manner, blow).await?;
        ensure!(ran.struck, "{} did not die at {blow}", self.name);
        let mut deliveries = self.scene.delivered.clone();
        deliveries.extend(delivered(&vendor).await);
        drop(vendor);
        Scene::left(folder, self.scene.subjects.clone(), deliveries)
    }

    fn prepare(&self, vendor: &berth_sandbox::Sandbox) {
        if let Some(injection) = self.reply.injection(self.operation) {
            vendor.inject(injection);
        }
    }
}

/// Every scenario there is.
#[derive(Debug)]
pub(crate) struct Scenarios {
    /// Those at each point of which a run dies.
    pub(crate) deaths: Vec<Scenario>,
    /// Those at a part of whose points it does, another one each time.
    pub(crate) more_deaths: Vec<Scenario>,
    /// Those by a Berth that writes down afterwards, which the deaths must find out.
    pub(crate) logged_late: Vec<Scenario>,
    /// Those of which each call fails instead.
    pub(crate) errors: Vec<Scenario>,
    /// Those of which a part of the calls does, another one each time.
    pub(crate) more_errors: Vec<Scenario>,
    /// The one by a Berth that goes on when its ledger cannot be written, which the errors must find out.
    pub(crate) deaf: Scenario,
    /// Those whose bytes are recorded.
    pub(crate) recorded: Vec<Scenario>,
}

impl Scenarios {
    /// Makes the scenes in `folder`, and all that is played on them.
    pub(crate) async fn make(folder: &Path) -> Result<Self> {
        use Operation::{AutoRenewal, Cancel, Configure, CreateReservation, DeleteReservation, Purchase, Reserve};
        let blank = Arc::new(Scene::blank(folder.join("blank")).await?);
        let reserved = Arc::new(Scene::after(folder.join("reserved"), Story::Reserved).await?);
        let bought = Arc::new(Scene::after(folder.join("bought"), Story::Bought).await?);
        let in_doubt = Arc::new(Scene::after(folder.join("in-doubt"), Story::InDoubt).await?);
        let committed = Arc::new(Scene::committed(folder.join("committed")).await?);

        let purchase = Scenario::new("purchase", &reserved, Purchase, &["purchase {0}"]);
        // A vendor that refuses a second purchase, and one that charges it: it is the only thing that sets them apart.
        let purchases = [purchase.strict(), purchase.lax()];
        let reserve = Scenario::new("reserve", &reserved, Reserve, &["reserve"]);
        let begin = Scenario::new("begin", &blank, Reserve, &["reserve"]);
        let cancel = Scenario::new("cancel", &bought, Cancel, &["cancel {0}"]);
        let rescue = Scenario::new("rescue", &in_doubt, Cancel, &["cancel {0}"]);
        let configure = Scenario::new("configure", &bought, Configure, &["configure {0}"]);
        let renew = Scenario::new("renew", &bought, AutoRenewal, &["renew {0}"]);
        let create = Scenario::new("create", &committed, CreateReservation, &["create {0}"]);
        let withdraw = Scenario::new("withdraw", &committed, DeleteReservation, &["withdraw {1}"]);
        let settle = Scenario::new("settle", &in_doubt, Purchase, &["settle {0}"]);
        let both = Scenario::new("purchases", &reserved, Purchase, &["purchase {0}", "purchase {1}"]);

        let normally = |of: &Scenario| of.answered(Reply::Normal);
        let dropped = |of: &Scenario| of.answered(Reply::Dropped);
        let each =
            |of: &Scenario, replies: &[Reply]| replies.iter().map(|reply| of.answered(*reply)).collect::<Vec<_>>();
        let changes = [&reserve, &cancel, &configure, &renew, &create, &withdraw];

        let mut restarts = Vec::new();
        for of in purchases.iter().chain(changes).flat_map(|of| [normally(of), dropped(of)]) {
            let after = recoveries(folder, &of).await?;
            for on_its_way in [State::Recorded, State::Sent] {
                let found =
                    after.iter().any(|one| one.scene.attempts.values().any(|attempt| attempt.state == on_its_way));
                ensure!(found, "no {} died with its attempt {on_its_way:?}", of.name);
            }
            restarts.extend(after);
        }
        for of in [normally(&begin), settle.clone()] {
            restarts.extend(recoveries(folder, &of).await?);
        }
        let mut more_deaths =
            vec![normally(&begin), dropped(&begin), normally(&rescue), dropped(&rescue), settle.clone()];
        more_deaths.extend(purchases.iter().flat_map(|of| each(of, &[Reply::Lost, Reply::Expired, Reply::Failed])));
        more_deaths.extend(changes.iter().flat_map(|of| each(of, &[Reply::Normal, Reply::Dropped, Reply::Late])));
        more_deaths.extend(restarts.iter().cloned());
        let mut more_errors = vec![dropped(&purchases[0]), normally(&both.strict()), settle.clone()];
        more_errors.extend([&configure, &renew, &create, &withdraw].map(normally));
        more_errors.extend(restarts);
        Ok(Self {
            deaths: purchases.iter().flat_map(|of| each(of, &[Reply::Normal, Reply::Dropped, Reply::Late])).collect(),
            more_deaths,
            logged_late: [
                normally(&purchase.lax()),
                dropped(&purchase.lax()),
                normally(&create),
                dropped(&create),
                normally(&withdraw),
            ]
            .map(|of| of.wrong("log-after-call"))
            .into(),
            errors: [normally(&both), dropped(&purchases[1]), normally(&reserve), normally(&begin), normally(&cancel)]
                .into(),
            more_errors,
            deaf: normally(&both).wrong("ignore-write-errors"),
            recorded: [&begin, &reserve, &both, &cancel, &rescue, &configure, &renew, &create, &withdraw, &settle]
                .map(normally)
                .into(),
        })
    }

    /// The one of a name.
    pub(crate) fn find(&self, name: &str) -> Option<&Scenario> {
        let Self { deaths, more_deaths, logged_late, errors, more_errors, deaf, recorded } = self;
        let all = [deaths, more_deaths, logged_late, errors, more_errors, recorded].into_iter().flatten();
        all.chain([deaf]).find(|scenario| scenario.name == name)
    }
}

/// The next start after a run that died before one of its syncs: at each of them the ledger holds something else.
async fn recoveries(folder: &Path, of: &Scenario) -> Result<Vec<Scenario>> {
    let mut calls = of.count(folder).await?;
    // Only where there is no ledger yet does its opening change more than a page that says the same.
    let phases: &[_] = if of.scene.subjects.is_empty() { &[Phase::Opening, Phase::Desk] } else { &[Phase::Desk] };
    calls.retain(|call, _| phases.contains(&call.phase) && matches!(call.name.as_str(), "fsync" | "fdatasync"));
    let mut recoveries = Vec::new();
    for blow in deaths(&calls) {
        let name = format!("restart after {} {blow}", of.name);
        let scene = Arc::new(of.killed(folder.join(&name), &blow).await?);
        let restart = Scenario::new(&name, &scene, of.operation, &[]);
        recoveries.push(Scenario { strictness: of.strictness, ..restart });
    }
    Ok(recoveries)
}

/// Every call of a run, as a death before it.
pub(crate) fn deaths(calls: &Calls) -> Vec<Blow> {
    let each = |(call, times): (&Call, &u32)| {
        let call = call.clone();
        (1..=*times).map(move |at| Blow::Kill { call: call.clone(), at })
    };
    calls.iter().flat_map(each).collect()
}

/// Every call of a run, as each failure that the system may give there.
pub(crate) fn failures(calls: &Calls) -> Result<Vec<Blow>> {
    let unknown: Vec<_> = calls.keys().map(|call| &*call.name).filter(|name| errors(name).is_none()).collect();
    ensure!(unknown.is_empty(), "nobody has said how these can fail: {unknown:?}");
    let mut blows = Vec::new();
    for (call, times) in calls {
        let errors = errors(&call.name).unwrap_or_default();
        for at in 1..=*times {
            let failing =
                |on: bool| move |errno: &&str| Blow::Error { call: call.clone(), at, on, errno: (*errno).to_owned() };
            blows.extend(errors.iter().map(failing(false)));
            // A disk that is broken stays broken.
            let of_the_disk = matches!(call.name.as_str(), "pread64" | "pwrite64" | "fsync" | "fdatasync");
            blows.extend(of_the_disk.then_some(&"EIO").map(failing(true)));
        }
    }
    Ok(blows)
}

/// Calls that are made to fail nowhere.
const SPARED: &[&str] = &[
    // strace cannot tell what they are asked for. A wake and an unlock never fail, and a program whose wake or unlock is
    // swallowed waits for ever, rightly.
    "futex",
    "fcntl",
    // It wakes a thread, as above, or says a word of the driver's. No file is written by it: see `disk::events`.
    "write",
    // On Linux the descriptor is gone whatever it returns; where the call is not made at all, it stays.
    "close",
    // Nothing of Berth's runs before the first, or after the others.
    "execve",
    "exit",
    "exit_group",
    // They cannot fail as the loader and the runtime ask.
    "arch_prctl",
    "geteuid",
    "getpid",
    "gettid",
    "prctl",
    "prlimit64",
    "rseq",
    "rt_sigaction",
    "rt_sigprocmask",
    "sched_getaffinity",
    "set_robust_list",
    "set_tid_address",
    "sigaltstack",
];

/// What a call can fail with, as far as its manual page says. `None`: nobody has looked.
fn errors(call: &str) -> Option<&'static [&'static str]> {
    Some(match call {
        "pwrite64" | "ftruncate" | "fdatasync" | "fsync" => &["EIO", "ENOSPC", "EINTR"],
        "openat" => &["EIO", "ENOSPC", "ENOMEM", "EINTR", "EMFILE"],
        "read" | "pread64" => &["EIO", "EINTR"],
        "fstat" | "newfstatat" | "statx" | "lseek" | "access" | "readlink" | "unlink" | "mkdir" | "getdents64"
        | "chmod" | "fchmod" | "fchown" => &["EIO"],
        "flock" => &["ENOLCK", "EINTR"],
        "mmap" | "munmap" | "mremap" | "mprotect" | "madvise" | "brk" | "clone3" | "epoll_ctl" | "epoll_create1"
        | "eventfd2" => &["ENOMEM"],
        "socket" | "socketpair" => &["ENOMEM", "EMFILE"],
        "connect" => &["ECONNREFUSED", "ENETUNREACH", "EINTR"],
        "getpeername" | "getsockname" | "getsockopt" | "setsockopt" => &["ENOBUFS"],
        "sendto" | "writev" | "sendmsg" => &["EPIPE", "ENOMEM", "EINTR"],
        "recvfrom" | "recvmsg" => &["ECONNRESET", "ENOMEM", "EINTR"],
        "shutdown" => &["ENOTCONN"],
        "epoll_wait" | "poll" | "getrandom" => &["EINTR"],
        _ if SPARED.contains(&call) => &[],
        _ => return None,
    })
}

/// What came of points.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// Points struck at.
    pub(crate) points: usize,
    /// At how many of them the blow fell.
    pub(crate) struck: usize,
    /// How many of those runs came so far that the driver said what came of opening the desk.
    pub(crate) spoke: usize,
    /// How many of those runs had a purchase stopped by a write that failed, by which.
    pub(crate) stopped: BTreeMap<&'static str, usize>,
    /// The points at which something does not hold, by the names under which they can be struck again.
    pub(crate) broken: Vec<(String, Findings)>,
}

impl Tally {
    /// Adds what came of others. What is broken is reported by itself.
    pub(crate) fn add(&mut self, other: &Self) {
        self.points += other.points;
        self.struck += other.struck;
        self.spoke += other.spoke;
        for (write, times) in &other.stopped {
            *self.stopped.entry(write).or_default() += times;
        }
    }
}

/// A run, and what breaks it.
pub(crate) type Point<'s> = (&'s Scenario, Blow);

/// Strikes every point, some at once. `folder` is used and emptied again.
pub(crate) fn strike_all(folder: &Path, points: &[Point<'_>]) -> Result<Tally> {
    let next = AtomicUsize::new(0);
    let tally: Mutex<Tally> = Mutex::default();
    let work = || -> Result<()> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        while let Some((scenario, blow)) = points.get(next.fetch_add(1, Ordering::Relaxed)) {
            let place = tempfile::tempdir_in(folder)?;
            let struck = runtime.block_on(scenario.strike(place.path(), blow));
            let (ran, findings) = struck.with_context(|| format!("at {} {blow}", scenario.name))?;
            let mut tally = tally.lock().unwrap_or_else(PoisonError::into_inner);
            tally.points += 1;
            tally.struck += usize::from(ran.struck);
            tally.spoke += usize::from(!ran.told.is_empty());
            if let Some(write) = stopped_by(blow, &ran) {
                *tally.stopped.entry(write).or_default() += 1;
            }
            if !findings.is_empty() {
                tally.broken.push((format!("{} {blow}", scenario.name), findings));
            }
        }
        Ok(())
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(work)).collect();
        workers.into_iter().try_for_each(|worker| worker.join().map_err(|_| anyhow!("a worker panicked"))?)
    })?;
    Ok(tally.into_inner().unwrap_or_else(PoisonError::into_inner))
}
