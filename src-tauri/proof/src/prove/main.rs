//! What happens to the money when the machine does its worst: the process dies before any system call, any system call
//! fails, the power goes at any write. `docs/proof.md` says what is shown by this and what is not.

mod disk;
mod judge;
mod power;
mod scene;
mod strace;
mod sweep;

use std::collections::HashSet;
use std::io::Write as _;
use std::num::NonZeroU64;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::disk::{Event, events};
use crate::judge::{Findings, WRITES};
use crate::power::{Cuts, Dice, cut_everywhere, largest_file, without_syncs_of_the_log};
use crate::strace::{Blow, Call, Calls, Phase, TO_THE_DISK};
use crate::sweep::{Point, Scenario, Scenarios, TWO_PURCHASES, Tally, deaths, failures, strike_all};

/// The least number of deaths, and of calls that failed, that counts as a sweep.
const POINTS: usize = 2_000;
/// How far apart the sizes are beyond which no file may grow: less than a page of SQLite's, so that most fall into one.
const LIMITS: usize = 1021;
/// How many random choices of whole writes, and of torn ones, are made of what was on its way when the power went.
const CHOICES: u64 = 100;
/// The least number of different disks on which a ledger is opened.
const DISKS: usize = 50_000;
/// Of the scenarios that are not struck at each point, one point in so many is, another one with each seed.
const PART: u64 = 20;
/// How long each part may take when no more than that is struck.
const BUDGET: Duration = Duration::from_mins(4);

const DEATHS: &str = "deaths";
const ERRORS: &str = "errors";
const POWER: &str = "power";

fn main() -> Result<ExitCode> {
    let orders = Orders::read(std::env::args().skip(1))?;
    // Memory, where there is a file system of it: a sync costs nothing there, and is a system call all the same.
    let memory = Path::new("/dev/shm");
    let folder = if memory.is_dir() { tempfile::tempdir_in(memory)? } else { tempfile::tempdir()? };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let scenarios = runtime.block_on(Scenarios::make(folder.path()))?;
    if let Some(point) = &orders.point {
        return runtime.block_on(show(folder.path(), &scenarios, point));
    }
    let mut proof =
        Proof { folder: folder.path(), runtime, seed: orders.seed, part: orders.part, passed: 0, failed: 0 };
    say(&format!("seed {}", orders.seed))?;
    let wanted = |part: &str| orders.only.as_deref().is_none_or(|only| only == part);
    if wanted(DEATHS) {
        proof.deaths(&scenarios)?;
        proof.teeth_of_the_deaths(&scenarios)?;
    }
    if wanted(ERRORS) {
        proof.errors(&scenarios)?;
        proof.teeth_of_the_errors(&scenarios.deaf)?;
    }
    if wanted(POWER) {
        proof.power(&scenarios)?;
    }
    say(&format!("{} passed, {} failed", proof.passed, proof.failed))?;
    Ok(if proof.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What the arguments ask for.
struct Orders {
    /// Chooses which of the other points are struck, and which unsynced writes reach the disk.
    seed: u64,
    /// Of the scenarios that are not struck at each point, one point in so many is; 1 strikes each.
    part: u64,
    /// One point only, by its name.
    point: Option<String>,
    /// One part only: deaths, errors or power.
    only: Option<String>,
}

impl Orders {
    fn read(mut arguments: impl Iterator<Item = String>) -> Result<Self> {
        let mut orders = Self { seed: 1, part: PART, point: None, only: None };
        while let Some(name) = arguments.next() {
            let value = arguments.next().with_context(|| format!("{name} needs a value"))?;
            match name.as_str() {
                "--seed" => orders.seed = value.parse()?,
                "--part" => orders.part = value.parse::<NonZeroU64>()?.get(),
                "--point" => orders.point = Some(value),
                "--only" if [DEATHS, ERRORS, POWER].contains(&&*value) => orders.only = Some(value),
                "--only" => bail!("there is no part {value:?}; there are {DEATHS}, {ERRORS} and {POWER}"),
                _ => bail!("{name} is unknown; there are --seed, --part, --point and --only"),
            }
        }
        Ok(orders)
    }
}

struct Proof<'a> {
    folder: &'a Path,
    runtime: tokio::runtime::Runtime,
    seed: u64,
    part: u64,
    passed: usize,
    failed: usize,
}

impl Proof<'_> {
    fn deaths(&mut self, scenarios: &Scenarios) -> Result<()> {
        let begun = Instant::now();
        let points = |proof: &Self, scenario: &Scenario| Ok(deaths(&proof.calls(scenario)?));
        let tally = self.sweep(DEATHS, &scenarios.deaths, &scenarios.more_deaths, points)?;
        let Tally { points, struck, .. } = tally;
        // A call that one run makes and the next does not is no harm; a sweep that kills nobody is.
        let line = format!("{DEATHS}: {struck} of {points} runs died");
        self.check(&line, struck >= POINTS && nearly_all(struck, points))?;
        self.in_time(DEATHS, begun)
    }

    /// A Berth that writes down afterwards has to be found out, where it waits for the answer and where it writes.
    fn teeth_of_the_deaths(&mut self, scenarios: &Scenarios) -> Result<()> {
        let late = |call: &Call| {
            call.phase == Phase::Desk && matches!(call.name.as_str(), "recvfrom" | "epoll_wait" | "fsync" | "fdatasync")
        };
        for scenario in &scenarios.logged_late {
            let mut calls = self.calls(scenario)?;
            calls.retain(|call, _| late(call));
            self.found_out_by(scenario, deaths(&calls))?;
        }
        Ok(())
    }

    fn errors(&mut self, scenarios: &Scenarios) -> Result<()> {
        let begun = Instant::now();
        let points = |proof: &Self, scenario: &Scenario| {
            let mut points = failures(&proof.calls(scenario)?)?;
            if scenario.name == TWO_PURCHASES {
                let place = tempfile::tempdir_in(proof.folder)?;
                let largest = largest_file(&proof.events_of(scenario, place.path())?);
                points.extend((0..largest).step_by(LIMITS).map(|bytes| Blow::Limit { bytes }));
            }
            Ok(points)
        };
        let tally = self.sweep(ERRORS, &scenarios.errors, &scenarios.more_errors, points)?;
        let Tally { points, struck, spoke, stopped, .. } = tally;
        let line = format!("{ERRORS}: at {struck} of {points} points a call failed");
        self.check(&line, struck >= POINTS && nearly_all(struck, points))?;
        // The others are for the most part calls of the loader.
        let line = format!("{ERRORS}: at {spoke} of them the driver said what came of opening the desk");
        self.check(&line, nearly_all(spoke, points))?;
        for write in WRITES {
            let times = stopped.get(write).copied().unwrap_or_default();
            self.check(&format!("{ERRORS}: {write} stopped a purchase at {times} points"), times > 0)?;
        }
        self.in_time(ERRORS, begun)
    }

    /// A Berth that goes on when its ledger cannot be written has to be found out where it cannot.
    fn teeth_of_the_errors(&mut self, scenario: &Scenario) -> Result<()> {
        let mut calls = self.calls(scenario)?;
        calls.retain(|call, _| TO_THE_DISK.contains(&&*call.name));
        let mut blows = failures(&calls)?;
        blows.retain(|blow| matches!(blow, Blow::Error { errno, on: false, .. } if errno == "EIO"));
        self.found_out_by(scenario, blows)
    }

    /// Strikes each point of some scenarios, and of others a part.
    fn sweep(
        &mut self,
        what: &str,
        scenarios: &[Scenario],
        more: &[Scenario],
        points: impl Fn(&Self, &Scenario) -> Result<Vec<Blow>>,
    ) -> Result<Tally> {
        let mut all = Tally::default();
        for scenario in scenarios {
            let points: Vec<Point<'_>> = points(self, scenario)?.into_iter().map(|blow| (scenario, blow)).collect();
            let tally = strike_all(self.folder, &points)?;
            self.report(&format!("{what}: {}", scenario.name), &tally)?;
            all.add(&tally);
        }
        let mut others: Vec<Point<'_>> = Vec::new();
        for scenario in more {
            others.extend(points(self, scenario)?.into_iter().map(|blow| (scenario, blow)));
        }
        let (count, mut at) = (others.len(), self.seed);
        others.retain(|_| {
            at = at.wrapping_add(1);
            at.is_multiple_of(self.part)
        });
        let tally = strike_all(self.folder, &others)?;
        self.report(&format!("{what}: {} more scenarios, one in {} of {count} points", more.len(), self.part), &tally)?;
        all.add(&tally);
        Ok(all)
    }

    fn power(&mut self, scenarios: &Scenarios) -> Result<()> {
        let begun = Instant::now();
        let mut disks = HashSet::new();
        for scenario in &scenarios.recorded {
            let place = tempfile::tempdir_in(self.folder)?;
            let events = self.events_of(scenario, place.path())?;
            let (folder, seed) = (self.folder, self.seed);
            let cut = |events: &[Event], choices| {
                cut_everywhere(folder, &scenario.scene, place.path(), events, Dice { seed, choices })
            };
            let Cuts { disks: opened, broken } = cut(&events, CHOICES)?;
            for (at, findings) in &broken {
                say(&format!("    {} {at}: {}", scenario.name, findings.join("; ")))?;
            }
            self.check(
                &format!("{POWER}: {}: {} disks, {} broken", scenario.name, opened.len(), broken.len()),
                broken.is_empty(),
            )?;
            disks.extend(opened);
            if scenario.name == TWO_PURCHASES {
                let Cuts { disks, broken } = cut(&without_syncs_of_the_log(&events), CHOICES / 10)?;
                let (times, disks) = (broken.len(), disks.len());
                self.found_out(
                    &format!("{POWER}: without syncs of the log: found out {times} times on {disks} disks"),
                    broken,
                )?;
            }
        }
        self.check(&format!("{POWER}: {} different disks", disks.len()), disks.len() >= DISKS)?;
        self.in_time(POWER, begun)
    }

    fn events_of(&self, scenario: &Scenario, place: &Path) -> Result<Vec<Event>> {
        let trace = self.runtime.block_on(scenario.record(place))?;
        events(&std::fs::read_to_string(trace)?, place)
    }

    /// The calls of a scenario, freshly counted.
    fn calls(&self, scenario: &Scenario) -> Result<Calls> {
        self.runtime.block_on(scenario.count(self.folder))
    }

    fn report(&mut self, name: &str, tally: &Tally) -> Result<()> {
        let Tally { points, struck, broken, .. } = tally;
        for (point, findings) in broken {
            for finding in findings {
                say(&format!("    {point}: {finding}"))?;
            }
        }
        let line = format!("{name}: {points} points, {struck} struck, {} broken", broken.len());
        self.check(&line, broken.is_empty())
    }

    fn in_time(&mut self, what: &str, begun: Instant) -> Result<()> {
        let took = begun.elapsed();
        self.check(&format!("{what}: in {took:.0?}"), took <= BUDGET || self.part < PART)
    }

    fn found_out_by(&mut self, scenario: &Scenario, blows: Vec<Blow>) -> Result<()> {
        let points: Vec<Point<'_>> = blows.into_iter().map(|blow| (scenario, blow)).collect();
        let Tally { points, broken, .. } = strike_all(self.folder, &points)?;
        self.found_out(&format!("{}: found out at {} of {points} points", scenario.name, broken.len()), broken)
    }

    /// What is wrong on purpose must be found, and for the right reason: something left that the ledger does not know.
    fn found_out(&mut self, line: &str, broken: Vec<(String, Findings)>) -> Result<()> {
        let first = broken.into_iter().find_map(|(at, findings)| {
            let reason = findings.into_iter().find(|finding| finding.contains("the ledger"))?;
            Some(format!("{at}: {reason}"))
        });
        self.check(line, first.is_some())?;
        first.map_or(Ok(()), |first| say(&format!("     such as {first}")))
    }

    fn check(&mut self, line: &str, holds: bool) -> Result<()> {
        if holds {
            self.passed += 1;
        } else {
            self.failed += 1;
        }
        say(&format!("{} {line}", if holds { "ok  " } else { "FAIL" }))
    }
}

/// Whether a part is at least nine tenths of a whole.
fn nearly_all(part: usize, whole: usize) -> bool {
    part * 10 >= whole * 9
}

/// One point, with everything that is known of it.
async fn show(folder: &Path, scenarios: &Scenarios, point: &str) -> Result<ExitCode> {
    let (name, blow) = point.rsplit_once(' ').context("a point is a scenario and a call, such as `… fsync:3`")?;
    let scenario = scenarios.find(name).with_context(|| format!("there is no scenario {name:?}"))?;
    let blow: Blow = blow.parse()?;
    let place = tempfile::tempdir_in(folder)?;
    let (ran, findings) = scenario.strike(place.path(), &blow).await?;
    for told in &ran.told {
        say(&serde_json::to_string(told)?)?;
    }
    for kept in &ran.kept {
        say(&serde_json::to_string(kept)?)?;
    }
    say(&format!("struck: {}, ended by itself: {}, hung: {}", ran.struck, ran.ended, ran.hung))?;
    say(ran.complaints.trim())?;
    for finding in &findings {
        say(&format!("FAIL {finding}"))?;
    }
    if findings.is_empty() {
        say("ok")?;
        return Ok(ExitCode::SUCCESS);
    }
    Ok(ExitCode::FAILURE)
}

fn say(line: &str) -> Result<()> {
    Ok(writeln!(std::io::stdout(), "{line}")?)
}
