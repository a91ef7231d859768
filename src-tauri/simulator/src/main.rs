//! The simulator: Berth's rules under many seeded histories, each of which is the same every time it is told.
//!
//! The rules are the real ones, [`berth_core::desk::Desk`] over its ports; everything around them is made of numbers: the
//! clock, the disk, the network, the vendor, the keychain, the user. One seed is one history. A history in which an
//! invariant breaks ends the run with the command that tells it again, line by line.

mod clock;
mod coverage;
mod executor;
mod gcore;
mod history;
mod invariants;
mod keychain;
mod network;
mod protocol;
mod store;
mod user;
mod vendor;
mod world;

use std::io::{self, Write as _};
use std::ops::Range;
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use coverage::Coverage;
use invariants::Broken;
use protocol::{PROTOCOLS, Protocol, Twist};

const USAGE: &str = "\
berth-simulator [--histories N] [--from SEED]     go through N histories (1000000), from a seed on (0)
berth-simulator --seed S [--wrong NAME]           tell one history, line by line
berth-simulator --wrong NAME|all                  go through histories of a wrong protocol until it is caught
";

/// Histories within which a wrong protocol has to be caught.
const PATIENCE: u64 = 20_000;
/// Histories after which everything that histories try has to have occurred.
const LONG_RUN: u64 = 100_000;
/// Histories that are gone through unless others are asked for.
const WHOLE_RUN: u64 = 1_000_000;
/// The longest that a whole run may take: were it to grow slower unnoticed, it would one day be left out.
const BUDGET: Duration = Duration::from_mins(2);
/// Seeds that a worker takes at a time.
const BATCH: u64 = 500;
const WORKERS: usize = 2;

struct Arguments {
    histories: u64,
    from: u64,
    seed: Option<u64>,
    wrong: Option<String>,
}

fn main() -> ExitCode {
    let done = match parse(std::env::args().skip(1)) {
        Ok(None) => say(USAGE).map(|()| true),
        Ok(Some(arguments)) => obey(&arguments),
        Err(complaint) => {
            // Nothing is left to be told when even this cannot be written.
            let _unsaid = io::stderr().write_all(format!("{complaint}\n{USAGE}").as_bytes());
            return ExitCode::from(2);
        }
    };
    if done.is_ok_and(|fine| fine) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Whether everything is as it should be.
fn obey(arguments: &Arguments) -> io::Result<bool> {
    let name = arguments.wrong.as_deref();
    if name == Some("all") {
        return catch_all(arguments.from);
    }
    let protocol = PROTOCOLS.into_iter().find(|protocol| Some(protocol.name) == name);
    if let (Some(name), None) = (name, protocol) {
        let names = PROTOCOLS.map(|protocol| protocol.name).join(", ");
        say(&format!("There is no wrong protocol {name}. There are: {names}\n"))?;
        return Ok(false);
    }
    match (arguments.seed, protocol) {
        (Some(seed), protocol) => tell(seed, protocol),
        (None, Some(protocol)) => catch(protocol, arguments.from),
        (None, None) => go_through(arguments),
    }
}

/// One history, whole.
fn tell(seed: u64, protocol: Option<Protocol>) -> io::Result<bool> {
    let ending = history::run(seed, protocol.map(|protocol| protocol.twist), true);
    for line in &ending.story {
        say(&format!("{line}\n"))?;
    }
    match ending.broken {
        None => say("nothing is broken\n").map(|()| true),
        Some(broken) => say(&format!("broken: {}\n  {}\n", broken.invariant, broken.what)).map(|()| false),
    }
}

/// Many histories of the right protocol.
fn go_through(arguments: &Arguments) -> io::Result<bool> {
    let begun = Instant::now();
    let end = arguments.from.saturating_add(arguments.histories);
    let (seen, found) = search(arguments.from..end, None);
    let took = begun.elapsed();
    say(&format!("{seen}\n{} histories from seed {} on in {took:.1?}\n", seen.histories, arguments.from))?;
    if let Some((seed, broken)) = found {
        say(&format!(
            "broken: {}\n  {}\nto tell it again: ./dev simulate --seed {seed}\n",
            broken.invariant, broken.what
        ))?;
        return Ok(false);
    }
    let missing = seen.missing();
    if seen.histories >= LONG_RUN && !missing.is_empty() {
        say(&format!("never occurred, so not tried: {missing:?}\n"))?;
        return Ok(false);
    }
    if seen.histories == WHOLE_RUN && took > BUDGET {
        say(&format!("too slow: {took:.1?}, and {BUDGET:?} are allowed\n"))?;
        return Ok(false);
    }
    say("no invariant was broken\n")?;
    Ok(true)
}

fn catch_all(from: u64) -> io::Result<bool> {
    let mut all = true;
    for protocol in PROTOCOLS {
        all &= catch(protocol, from)?;
    }
    let word = if all { "every wrong protocol was caught" } else { "a wrong protocol was not caught" };
    say(&format!("{word} ({} of them tried)\n", PROTOCOLS.len()))?;
    Ok(all)
}

/// Histories of a wrong protocol until one shows it.
fn catch(protocol: Protocol, from: u64) -> io::Result<bool> {
    let Protocol { name, does, twist } = protocol;
    let found = search(from..from.saturating_add(PATIENCE), Some(twist)).1;
    let verdict = match &found {
        Some((seed, broken)) => format!("after {:>5}  {}", seed - from + 1, broken.invariant),
        None => format!("NOT CAUGHT in {PATIENCE} histories"),
    };
    say(&format!("{name:<24}  {does:<52}  {verdict}\n"))?;
    Ok(found.is_some())
}

/// Goes through seeds on all workers, as far as the first in which something is broken.
fn search(seeds: Range<u64>, twist: Option<Twist>) -> (Coverage, Option<(u64, Broken)>) {
    let next = AtomicU64::new(seeds.start);
    let end = AtomicU64::new(seeds.end);
    let work = || {
        let mut seen = Coverage::default();
        let mut found: Option<(u64, Broken)> = None;
        loop {
            let first = next.fetch_add(BATCH, Ordering::Relaxed);
            for seed in first..first.saturating_add(BATCH) {
                // Seeds below one that was found are still gone through, so that the first is found whatever the timing.
                if seed >= end.load(Ordering::Relaxed) {
                    return (seen, found);
                }
                let ending = history::run(seed, twist, false);
                seen.add(&ending.seen);
                if let Some(broken) = ending.broken {
                    end.fetch_min(seed, Ordering::Relaxed);
                    found = Some((seed, broken));
                    break;
                }
            }
        }
    };
    let results: Vec<_> = thread::scope(|scope| {
        let workers: Vec<_> = (0..WORKERS).map(|_| scope.spawn(work)).collect();
        workers.into_iter().filter_map(|worker| worker.join().ok()).collect()
    });
    assert_eq!(results.len(), WORKERS, "a worker panicked");
    let mut seen = Coverage::default();
    let mut first: Option<(u64, Broken)> = None;
    for (own, found) in results {
        seen.add(&own);
        first = match (first, found) {
            (Some(one), Some(other)) => Some(if one.0 <= other.0 { one } else { other }),
            (one, other) => one.or(other),
        };
    }
    (seen, first)
}

/// Reads the command line; `None` asks for help.
fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Option<Arguments>, String> {
    let mut read = Arguments { histories: WHOLE_RUN, from: 0, seed: None, wrong: None };
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("{argument} needs a value"));
        let number = |text: String| text.parse().map_err(|_| format!("{argument} cannot be {text}"));
        match argument.as_str() {
            "--histories" => read.histories = number(value()?)?,
            "--from" => read.from = number(value()?)?,
            "--seed" => read.seed = Some(number(value()?)?),
            "--wrong" => read.wrong = Some(value()?),
            "--help" | "-h" => return Ok(None),
            _ => return Err(format!("unknown argument {argument}")),
        }
    }
    Ok(Some(read))
}

fn say(text: &str) -> io::Result<()> {
    io::stdout().write_all(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::invariants::Invariant;

    #[test]
    fn a_seed_tells_the_same_history_every_time() {
        for seed in 0..200 {
            let story = |_| history::run(seed, None, true).story;
            let [one, other] = [0, 1].map(story);
            assert!(one.len() > 3, "{one:?}");
            assert_eq!(one, other);
        }
    }

    #[test]
    fn the_rules_hold_in_a_thousand_histories() {
        let (seen, found) = search(0..1_000, None);
        assert!(found.is_none(), "{found:?}");
        assert_eq!(seen.histories, 1_000);
        assert!(seen.deliveries > 1_000);
    }

    #[test]
    fn a_wrong_protocol_that_only_one_rule_can_notice_is_noticed_by_that_rule() {
        for (name, rule) in [
            ("shown-at-once", Invariant::I5),
            ("another-currency", Invariant::I8),
            ("one-run", Invariant::FreeCancel),
            ("clock-is-believed", Invariant::FreeCancel),
            ("commitments-do-not-count", Invariant::Limits),
            ("month-for-the-term", Invariant::WholeTerm),
            ("every-basket-is-another", Invariant::I10),
            ("switch-is-ignored", Invariant::Allowed),
        ] {
            let protocol = PROTOCOLS.into_iter().find(|protocol| protocol.name == name).unwrap();
            let (_, broken) = search(0..PATIENCE, Some(protocol.twist)).1.unwrap();
            assert_eq!(broken.invariant, rule, "{name}: {}", broken.what);
        }
    }

    #[test]
    fn every_wrong_protocol_is_caught_and_its_history_reproduces() {
        for Protocol { name, twist, .. } in PROTOCOLS {
            let found = search(0..PATIENCE, Some(twist)).1;
            let (seed, broken) = found.unwrap_or_else(|| panic!("{name} was not caught"));
            let again = history::run(seed, Some(twist), false).broken.map(|broken| broken.what);
            assert_eq!(again, Some(broken.what), "{name}");
        }
    }
}
