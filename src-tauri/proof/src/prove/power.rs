//! The power goes: at every write of a run, with whatever part of what was on its way having reached the disk.
//!
//! A run is recorded once, with every byte. Then the disk is rebuilt as it was after each of its writes, syncs and
//! sends, with nothing, all, some and torn parts of what was not yet certain, and the real ledger is opened on it. Two
//! disks count as different when their bytes are.

use std::collections::HashSet;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use anyhow::{Context as _, Result, anyhow, ensure};
use berth_core::attempt::{Attempt, State};
use berth_core::error::Effect;
use berth_core::ports::{Archive as _, Chain};
use berth_local::ledger::SqliteLedger;
use berth_proof::{Kept, Line};
use berth_sandbox::Operation;

use crate::disk::{Choice, Disk, Event, Files};
use crate::judge::{Findings, gone};
use crate::scene::{self, Asked, Hour, Scene, ledger_in};
use crate::sweep::AT_ONCE;

/// What must hold on a disk: what left for the vendor before, what the user was told, and what the ledger called kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct Promises {
    /// The operation of each request that may change something, and its subject.
    left: Vec<(&'static str, Option<String>)>,
    /// The operation and its subject that was shown as done.
    shown: Vec<(String, Option<String>)>,
    kept: Vec<Kept>,
}

/// A cut after an event.
struct Remains {
    /// The event and the choice, to be named in a finding.
    at: String,
    disk: Arc<Disk>,
    choice: Choice,
    promises: Arc<Promises>,
}

/// What came of a trace.
#[derive(Debug, Default)]
pub(crate) struct Cuts {
    /// The disks that were opened, each by a digest of its bytes.
    pub(crate) disks: HashSet<u64>,
    /// Those on which something does not hold.
    pub(crate) broken: Vec<(String, Findings)>,
}

/// Cuts the power everywhere in a run that began with the files of `folder`'s scene.
pub(crate) fn cut_everywhere(folder: &Path, scene: &Scene, place: &Path, events: &[Event], dice: Dice) -> Result<Cuts> {
    let remains = remains(scene, place, events, dice)?;
    let next = AtomicUsize::new(0);
    let seen: Mutex<HashSet<(u64, u64)>> = Mutex::default();
    let cuts: Mutex<Cuts> = Mutex::default();
    let work = || -> Result<()> {
        let runtime = tokio::runtime::Builder::new_current_thread().build()?;
        let desk = tempfile::tempdir_in(folder)?;
        while let Some(left) = remains.get(next.fetch_add(1, Ordering::Relaxed)) {
            let files = left.disk.after_a_cut(&left.choice);
            let bytes = digest(&files.iter().map(|(name, bytes)| (name.file_name(), bytes)).collect::<Vec<_>>());
            // The same bytes are opened again where more was promised meanwhile.
            if !seen.lock().unwrap_or_else(PoisonError::into_inner).insert((bytes, digest(&left.promises))) {
                continue;
            }
            let findings =
                open(&runtime, desk.path(), scene, &files, &left.promises).with_context(|| left.at.clone())?;
            let mut cuts = cuts.lock().unwrap_or_else(PoisonError::into_inner);
            cuts.disks.insert(bytes);
            if !findings.is_empty() {
                cuts.broken.push((left.at.clone(), findings));
            }
        }
        Ok(())
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(work)).collect();
        workers.into_iter().try_for_each(|worker| worker.join().map_err(|_| anyhow!("a worker panicked"))?)
    })?;
    Ok(cuts.into_inner().unwrap_or_else(PoisonError::into_inner))
}

/// The same trace by a Berth that does not wait for its log to reach the disk, as `synchronous=NORMAL` would have it.
pub(crate) fn without_syncs_of_the_log(events: &[Event]) -> Vec<Event> {
    let of_the_log = |event: &&Event| matches!(event, Event::Synced(file) if file.to_string_lossy().ends_with("-wal"));
    events.iter().filter(|event| !of_the_log(event)).cloned().collect()
}

/// How long the longest file of a trace grows.
pub(crate) fn largest_file(events: &[Event]) -> u64 {
    let end = |event: &Event| match event {
        Event::Written { at, bytes, .. } => at + bytes.len() as u64,
        _ => 0,
    };
    events.iter().map(end).max().unwrap_or_default()
}

/// Every cut of the trace. Many leave the same bytes.
fn remains(scene: &Scene, place: &Path, events: &[Event], dice: Dice) -> Result<Vec<Remains>> {
    let mut disk = Disk::with(scene.files_as_in(place)?);
    let mut promises = Promises::default();
    let mut remains = Vec::new();
    for (at, event) in events.iter().enumerate() {
        disk.apply(event);
        promises.keep(event)?;
        let (disk, promises) = (Arc::new(disk.clone()), Arc::new(promises.clone()));
        let mut made = HashSet::new();
        for (which, choice) in dice.choices(&disk.all(), at) {
            if made.insert(choice.clone()) {
                let (disk, promises) = (Arc::clone(&disk), Arc::clone(&promises));
                remains.push(Remains { at: format!("event {at}, choice {which}"), disk, choice, promises });
            }
        }
    }
    Ok(remains)
}

/// What decides which parts of what was on its way reach the disk.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dice {
    /// The same seed decides the same way.
    pub(crate) seed: u64,
    /// How many random choices of whole pieces are made at each point, and of torn ones.
    pub(crate) choices: u64,
}

impl Dice {
    /// Nothing, all, any, and torn.
    fn choices(self, all: &[u64], at: usize) -> impl Iterator<Item = (u64, Choice)> {
        let throw = move |which: u64, piece: usize| digest(&(self.seed, at, which, piece));
        let choose = move |which: u64| -> Choice {
            let part = |(piece, all): (usize, &u64)| match which {
                0 => 0,
                1 => *all,
                _ if which < 2 + self.choices => (throw(which, piece) & 1) * all,
                _ => throw(which, piece) & all,
            };
            all.iter().enumerate().map(part).collect()
        };
        (0..2 + 2 * self.choices).map(move |which| (which, choose(which)))
    }
}

fn digest(of: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}

impl Promises {
    fn keep(&mut self, event: &Event) -> Result<()> {
        match event {
            Event::Left(bytes) => {
                let text = String::from_utf8_lossy(bytes);
                let mut line = text.split(' ');
                let (Some(method), Some(path)) = (line.next(), line.next()) else { return Ok(()) };
                let body = text.split_once("\r\n\r\n").map(|(_, body)| body).filter(|body| !body.is_empty());
                let body = body.map(serde_json::from_str).transpose().context("a request's body")?;
                if let Some(asked) = call_at(method, path).and_then(|call| Asked::of(call, path, body.as_ref())) {
                    // Head and body leave in one write; what has none names its subject in its path.
                    ensure!(body.is_some() || asked.subject.is_some(), "{method} {path} left without its body");
                    self.left.push((scene::word(asked.operation), asked.subject));
                }
            }
            Event::Said(bytes) => match serde_json::from_slice(bytes)? {
                Line::Kept(kept) => self.kept.push(kept),
                Line::Told(told) if told.step != "open" && told.effect() == Effect::Applied => {
                    self.shown.push((told.step, told.subject));
                }
                Line::LedgerOpen | Line::Told(_) => {}
            },
            _ => {}
        }
        Ok(())
    }

    fn broken_by(&self, found: &[Attempt]) -> Findings {
        let kept = |word: &str, subject: Option<&str>, state: &dyn Fn(State) -> bool| {
            found.iter().any(|attempt| {
                word == scene::word(attempt.operation)
                    && subject.is_none_or(|subject| subject == attempt.subject)
                    && state(attempt.state)
            })
        };
        let mut findings = gone(&self.kept, found);
        for (what, subject) in &self.left {
            if !kept(what, subject.as_deref(), &scene::sent) {
                findings.push(format!("{what} left for the vendor, and the ledger does not say so"));
            }
        }
        for (step, subject) in &self.shown {
            let step = if step == "settle" { "purchase" } else { step };
            if !kept(step, subject.as_deref(), &|state| state == State::Confirmed) {
                findings.push(format!("{step} was shown as done, and the ledger does not say so"));
            }
        }
        findings
    }
}

/// The vendor's operation that a method and a path belong to.
fn call_at(method: &str, path: &str) -> Option<Operation> {
    let fits = |template: &str| {
        let (mut parts, mut wanted) = (path.split('/'), template.split('/'));
        wanted.all(|part| parts.next().is_some_and(|found| part.starts_with('{') || part == found))
            && parts.next().is_none()
    };
    Operation::ALL.into_iter().find(|call| call.route().0 == method && fits(call.route().1))
}

/// Opens what is left as the next start does.
fn open(
    runtime: &tokio::runtime::Runtime,
    desk: &Path,
    scene: &Scene,
    files: &Files,
    promises: &Promises,
) -> Result<Findings> {
    for file in fs::read_dir(desk)? {
        fs::remove_file(file?.path())?;
    }
    for (name, bytes) in files {
        let name: PathBuf = desk.join(name.file_name().context("a file without a name")?);
        fs::write(name, bytes)?;
    }
    let path = ledger_in(desk);
    let (ledger, opened) = match SqliteLedger::open(&path, Hour::After.at()) {
        Ok(opened) => opened,
        Err(error) => return Ok(vec![format!("the ledger does not open: {error}")]),
    };
    let mut findings = Findings::new();
    if opened.set_aside.is_some() || opened.read_only.is_some() {
        findings.push(format!("the ledger is not whole: {opened:?}"));
    }
    match runtime.block_on(ledger.integrity())?.log {
        Chain::Whole { .. } => {}
        Chain::Broken(at) => findings.push(format!("the activity log is broken: {at:?}")),
    }
    let found = scene::attempts(&path)?;
    ledger.close();
    for (id, before) in &scene.attempts {
        let there = found.iter().find(|attempt| attempt.id == *id);
        if there.is_none_or(|after| !before.state.open() && after != before) {
            findings.push(format!("{:?} of {} was there before, and is not", before.operation, before.subject));
        }
    }
    findings.extend(promises.broken_by(&found));
    Ok(findings)
}
