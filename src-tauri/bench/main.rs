//! `./dev bench`: Berth's release build beside a bare Tauri window, in turns, on the same virtual screen.
//!
//! The clock starts with the process and stops when a colour stands on the screen that only cards have: the X server
//! keeps its picture in a file, and a few of its rows are read every two milliseconds, so nothing inside the program is
//! asked and nothing in it knows. Memory is the proportional set size (shared pages counted once) of the whole process
//! tree, four seconds later. Figures of different days or machines do not compare; the ratios do.

#![cfg(target_os = "linux")]
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "this program is for a terminal")]

mod processes;
mod screen;

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{self, Command, ExitCode, Stdio},
    thread,
    time::{Duration, Instant},
};

use processes::Tree;
use screen::{Colour, Screen};

/// Runs of each program when none are asked for.
const RUNS: usize = 20;
/// How long after its cards a window's memory is taken.
const SETTLED: Duration = Duration::from_secs(4);
/// A window that shows no card by then shows none.
const PATIENCE: Duration = Duration::from_secs(40);
/// A start later than this, in thousandths of the program's fastest, is one whose first frame the engine kept back: a window
/// that is visible from the beginning, as the bare one is, gets it half a second late now and then. Left out, for they
/// would make the other program look better than it is.
const KEPT_BACK: u64 = 1600;
/// Gates, in thousandths of the bare window's figure.
const START_GATE: u64 = 1150;
const MEMORY_GATE: u64 = 1250;

type Failure = Box<dyn std::error::Error>;

/// One of the two programs.
struct Candidate {
    name: &'static str,
    program: PathBuf,
    /// What only its cards paint: see `Colour`.
    card: Colour,
    home: PathBuf,
    starts: Vec<u64>,
    memory: Vec<u64>,
}

fn main() -> ExitCode {
    match bench() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            eprintln!("bench: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn bench() -> Result<bool, Failure> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [berth, bare, rest @ ..] = arguments.as_slice() else {
        return Err("usage: bench BERTH BARE [RUNS]".into());
    };
    let runs = rest.first().map_or(Ok(RUNS), |runs| runs.parse())?;
    let place = env::temp_dir().join(format!("berth-bench-{}", process::id()));
    fs::create_dir(&place)?;
    let measured = measure(&place, berth, bare, runs);
    fs::remove_dir_all(&place)?;
    let [berth, bare] = measured?;
    report(&berth, &bare)
}

fn measure(place: &Path, berth: &str, bare: &str, runs: usize) -> Result<[Candidate; 2], Failure> {
    let mut candidates = [
        // `--accent` in ui/styles/tokens.css: the ground of a card's first button.
        Candidate::new("Berth", berth, Colour { red: 0, green: 86, blue: 106 }, place)?,
        Candidate::new("bare window", bare, Colour { red: 0, green: 96, blue: 128 }, place)?,
    ];
    fs::write(place.join("bus.conf"), screen::BUS_WITHOUT_SERVICES)?;
    let screen = Screen::start(place)?;

    // The first run of each fills its home directory and the page cache, and counts for nothing.
    for candidate in &candidates {
        candidate.run(&screen, place)?;
    }
    for round in 1..=runs {
        for candidate in &mut candidates {
            let (start, memory) = candidate.run(&screen, place)?;
            println!("{round:>3}  {:<12} {start:>5} ms  {:>4} MB", candidate.name, memory / 1024);
            candidate.starts.push(start);
            candidate.memory.push(memory);
        }
    }
    Ok(candidates)
}

impl Candidate {
    fn new(name: &'static str, program: &str, card: Colour, place: &Path) -> Result<Self, Failure> {
        let home = place.join(name.replace(' ', "-"));
        fs::create_dir(&home)?;
        Ok(Self { name, program: fs::canonicalize(program)?, card, home, starts: Vec::new(), memory: Vec::new() })
    }

    /// Starts the program, and returns the milliseconds until its cards and then its memory in kB.
    fn run(&self, screen: &Screen, place: &Path) -> Result<(u64, u64), Failure> {
        screen.await_dark()?;
        let mut command = Command::new("dbus-run-session");
        command.arg("--config-file").arg(place.join("bus.conf")).arg("--").arg(&self.program);
        command.env_clear().env("PATH", env::var_os("PATH").unwrap_or_default());
        command.env("DISPLAY", screen.display()).env("HOME", &self.home).env("XDG_RUNTIME_DIR", &self.home);
        command.env("LANG", "C.UTF-8").stdout(Stdio::null()).stderr(Stdio::null());
        let begun = Instant::now();
        let tree = Tree::start(command)?;
        while !screen.shows(self.card)? {
            if begun.elapsed() > PATIENCE {
                let colour = self.card;
                return Err(
                    format!("{} showed no {colour:?} in {PATIENCE:?}: no card, or a new colour?", self.name).into()
                );
            }
            thread::sleep(Duration::from_millis(2));
        }
        let start = u64::try_from(begun.elapsed().as_millis())?;
        thread::sleep(SETTLED);
        let memory = tree.proportional_set_size(&self.program)?;
        Ok((start, memory))
    }
}

fn report(berth: &Candidate, bare: &Candidate) -> Result<bool, Failure> {
    let size = |candidate: &Candidate| fs::metadata(&candidate.program).map(|file| file.len());
    let prompt = (prompt(&berth.starts), prompt(&bare.starts));
    let start = (median(&prompt.0), median(&prompt.1));
    let memory = (median(&berth.memory), median(&bare.memory));
    let size = (size(berth)?, size(bare)?);

    println!();
    println!("{:<22} {:>16} {:>16} {:>8} {:>8}", "", berth.name, bare.name, "ratio", "gate");
    let spread = |all: &[u64]| format!("{}–{}", all.iter().min().unwrap_or(&0), all.iter().max().unwrap_or(&0));
    println!(
        "{:<22} {:>13} ms {:>13} ms {:>8} {:>8}",
        "cards on the screen",
        start.0,
        start.1,
        decimal(permille(start)),
        decimal(START_GATE)
    );
    println!("{:<22} {:>13} ms {:>13} ms", "  fastest–slowest", spread(&prompt.0), spread(&prompt.1));
    let late = |all: &[u64], prompt: &[u64]| format!("{} of {}", all.len() - prompt.len(), all.len());
    println!(
        "{:<22} {:>16} {:>16}",
        "  kept back, left out",
        late(&berth.starts, &prompt.0),
        late(&bare.starts, &prompt.1)
    );
    println!(
        "{:<22} {:>13} MB {:>13} MB {:>8} {:>8}",
        "memory (PSS)",
        memory.0 / 1024,
        memory.1 / 1024,
        decimal(permille(memory)),
        decimal(MEMORY_GATE)
    );
    println!(
        "{:<22} {:>13} kB {:>13} kB {:>8}",
        "program on disk",
        size.0 / 1024,
        size.1 / 1024,
        decimal(permille(size))
    );
    let held = permille(start) <= START_GATE && permille(memory) <= MEMORY_GATE;
    println!("{}", if held { "Both gates hold." } else { "A GATE DOES NOT HOLD." });
    Ok(held)
}

/// The starts whose first frame was not kept back.
fn prompt(starts: &[u64]) -> Vec<u64> {
    let fastest = starts.iter().min().copied().unwrap_or_default();
    starts.iter().copied().filter(|start| start * 1000 <= fastest * KEPT_BACK).collect()
}

fn median(all: &[u64]) -> u64 {
    let mut sorted = all.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}

fn permille((of, to): (u64, u64)) -> u64 {
    of * 1000 / to.max(1)
}

/// Thousandths as a decimal with two places, rounded.
fn decimal(permille: u64) -> String {
    let hundredths = (permille + 5) / 10;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}
