//! What happens to the money when the machine does its worst: the process dies before any system call, any system call
//! fails, the power goes at any write. `docs/proof.md` says what is shown by this and what is not.

mod disk;
mod judge;
mod power;
mod scene;
mod strace;
mod sweep;

use std::io::Write as _;
use std::num::NonZeroU64;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context as _, Result, bail};

use crate::disk::{Event, events};
use crate::judge::Findings;
use crate::power::{Cuts, Dice, cut_everywhere, largest_file, without_syncs_of_the_log};
use crate::strace::{Blow, Calls};
use crate::sweep::{Point, Scenario, Scenarios, TWO_PURCHASES, Tally, deaths, failures, strike_all};

/// The least number of deaths that counts as a sweep.
const DEATHS: usize = 2_000;
/// How far apart the sizes are beyond which no file may grow: less than a page of SQLite's, so that most fall into one.
const LIMITS: usize = 1021;
/// How many random choices of whole writes, and of torn ones, are made of what was on its way when the power went.
const CHOICES: u64 = 70;
/// The least number of disks on which a ledger is opened.
const DISKS: usize = 50_000;
/// Of all but the purchases one point in so many is struck, another one with each seed.
const PART: u64 = 20;

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
    if wanted("deaths") {
        proof.deaths(&scenarios)?;
        proof.teeth_of_the_deaths(&scenarios)?;
    }
    if wanted("errors") {
        proof.failures(&scenarios)?;
    }
    if wanted("power") {
        proof.power(&scenarios)?;
    }
    say(&format!("{} passed, {} failed", proof.passed, proof.failed))?;
    Ok(if proof.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What the arguments ask for.
struct Orders {
    /// Chooses which of the other points are struck, and which unsynced writes reach the disk.
    seed: u64,
    /// Of all but the purchases one death in so many is tried; 1 tries each.
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
                "--only" => orders.only = Some(value),
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
        let (mut struck, mut died, mut passed_over) = (0, 0, 0);
        for (scenario, whole) in
            scenarios.core.iter().map(|one| (one, true)).chain(scenarios.more.iter().map(|one| (one, false)))
        {
            let all = self.points(scenario, deaths)?;
            let chosen = |at: u64| whole || (at + self.seed).is_multiple_of(self.part);
            let points: Vec<_> =
                all.iter().zip(0..).filter(|(_, at)| chosen(*at)).map(|(point, _)| point.clone()).collect();
            let tally = strike_all(self.folder, &points)?;
            struck += tally.points;
            died += tally.cut_short;
            passed_over += all.len() - points.len();
            self.report(&scenario.name, &tally)?;
        }
        let line = format!(
            "deaths: {died} of {struck} runs died, in {:.0?}; {passed_over} other points another time",
            begun.elapsed()
        );
        // A call that one run makes and the next does not is no harm; a sweep that kills nobody is.
        self.check(&line, died >= DEATHS && died * 10 >= struck * 9)
    }

    /// A Berth that writes down afterwards has to be found out, where it waits for the answer and where it writes.
    fn teeth_of_the_deaths(&mut self, scenarios: &Scenarios) -> Result<()> {
        let late = |calls: &Calls| {
            let after = |call: &str| matches!(call, "recvfrom" | "epoll_wait" | "fsync" | "fdatasync");
            deaths(&calls.clone().into_iter().filter(|(call, _)| after(call)).collect())
        };
        for scenario in &scenarios.wrong {
            let Tally { points, broken, .. } = strike_all(self.folder, &self.points(scenario, late)?)?;
            let line = format!("{}: found out at {} of {points} points", scenario.name, broken.len());
            self.found_out(&line, broken)?;
        }
        Ok(())
    }

    fn failures(&mut self, scenarios: &Scenarios) -> Result<()> {
        let begun = Instant::now();
        let mut struck = 0;
        for scenario in &scenarios.errors {
            let mut points = self.points(scenario, failures)?;
            if scenario.name == TWO_PURCHASES {
                let place = tempfile::tempdir_in(self.folder)?;
                let largest = largest_file(&self.events_of(scenario, place.path())?);
                points.extend((0..largest).step_by(LIMITS).map(|bytes| (scenario, Blow::Limit { bytes })));
            }
            let tally = strike_all(self.folder, &points)?;
            struck += tally.points;
            self.report(&format!("errors: {}", scenario.name), &tally)?;
        }
        say(&format!("     errors: {struck} points in {:.0?}", begun.elapsed()))
    }

    fn power(&mut self, scenarios: &Scenarios) -> Result<()> {
        let begun = Instant::now();
        let mut states = 0;
        for scenario in &scenarios.recorded {
            let place = tempfile::tempdir_in(self.folder)?;
            let events = self.events_of(scenario, place.path())?;
            let (folder, seed) = (self.folder, self.seed);
            let cut = |events: &[Event], choices| {
                cut_everywhere(folder, &scenario.scene, place.path(), events, Dice { seed, choices })
            };
            let Cuts { states: opened, broken } = cut(&events, CHOICES)?;
            states += opened;
            for (at, findings) in &broken {
                say(&format!("    {} {at}: {}", scenario.name, findings.join("; ")))?;
            }
            self.check(
                &format!("power: {}: {opened} disks, {} broken", scenario.name, broken.len()),
                broken.is_empty(),
            )?;
            if scenario.name == TWO_PURCHASES {
                let Cuts { states, broken } = cut(&without_syncs_of_the_log(&events), CHOICES / 10)?;
                let line = format!("power: without syncs of the log: found out on {} of {states} disks", broken.len());
                self.found_out(&line, broken)?;
            }
        }
        let line = format!("power: {states} disks in {:.0?}, at least {DISKS}", begun.elapsed());
        self.check(&line, states >= DISKS)
    }

    fn events_of(&self, scenario: &Scenario, place: &Path) -> Result<Vec<Event>> {
        let trace = self.runtime.block_on(scenario.record(place))?;
        events(&std::fs::read_to_string(trace)?, place)
    }

    /// The points of a scenario, from a fresh count of its calls.
    fn points<'s>(&self, scenario: &'s Scenario, blows: impl Fn(&Calls) -> Vec<Blow>) -> Result<Vec<Point<'s>>> {
        let place = tempfile::tempdir_in(self.folder)?;
        let calls = self.runtime.block_on(scenario.count(place.path()))?;
        Ok(blows(&calls).into_iter().map(|blow| (scenario, blow)).collect())
    }

    fn report(&mut self, name: &str, tally: &Tally) -> Result<()> {
        let Tally { points, cut_short, broken } = tally;
        for (point, findings) in broken {
            for finding in findings {
                say(&format!("    {point}: {finding}"))?;
            }
        }
        let line = format!("{name}: {points} points, {cut_short} cut short, {} broken", broken.len());
        self.check(&line, broken.is_empty())
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
    say(&format!("ended by itself: {}, hung: {}\n{}", ran.ended, ran.hung, ran.complaints.trim()))?;
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
