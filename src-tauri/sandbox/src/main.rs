//! The sandbox as a program of its own: prints its address on one line and serves until it is told to stop.

use std::{
    ffi::OsString,
    io::{self, Read as _},
    process::ExitCode,
};

use berth_sandbox::{FirstState, Sandbox, SandboxOptions, Start, Strictness};
use tokio::signal;

const USAGE: &str = "\
berth-sandbox [--port N] [--state FILE] [--lax] [--empty] [--now RFC3339 [--frozen]] [--seed N] [--until-stdin-closes]

Serves the stand-in for Cloudidr FlexCompute and Gcore Cloud on 127.0.0.1 and prints its address.
Nothing it sells is real. Faults, clock and log are under /_sandbox/.
";

struct Arguments {
    options: SandboxOptions,
    until_stdin_closes: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = match parse(std::env::args_os().skip(1)) {
        Ok(Some(arguments)) => arguments,
        Ok(None) => return if say(&mut io::stdout(), USAGE).is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE },
        Err(complaint) => {
            // Nothing is left to be told when even this cannot be written.
            let _unsaid = say(&mut io::stderr(), &format!("{complaint}\n{USAGE}"));
            return ExitCode::from(2);
        }
    };
    match run(arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            let _unsaid = say(&mut io::stderr(), &format!("{fault}\n"));
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), String> {
    // Before the address is said: whoever has read it may say stop at once.
    let stop = StopSignals::watched().map_err(|fault| with_sources(&fault))?;
    let sandbox = Sandbox::start(arguments.options).await.map_err(|fault| with_sources(&fault))?;
    if let Some(aside) = sandbox.damaged_state_set_aside() {
        say(&mut io::stderr(), &format!("the state file was damaged and is now {}\n", aside.display()))?;
    }
    say(&mut io::stdout(), &format!("{}\n", sandbox.url()))?;
    tokio::select! {
        () = stop.told() => {}
        () = stdin_closed(), if arguments.until_stdin_closes => {}
    }
    sandbox.stop().await;
    Ok(())
}

#[cfg(unix)]
type Interrupt = signal::unix::Signal;
#[cfg(windows)]
type Interrupt = signal::windows::CtrlC;

/// Ctrl-C anywhere, SIGTERM where there is one; what comes after `watched` is not missed, whenever it is waited for.
struct StopSignals {
    interrupt: Interrupt,
    #[cfg(unix)]
    terminate: signal::unix::Signal,
}

impl StopSignals {
    #[cfg(unix)]
    fn watched() -> io::Result<Self> {
        use signal::unix::{SignalKind, signal};
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    #[cfg(windows)]
    fn watched() -> io::Result<Self> {
        Ok(Self { interrupt: signal::windows::ctrl_c()? })
    }

    async fn told(mut self) {
        #[cfg(unix)]
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
        #[cfg(windows)]
        self.interrupt.recv().await;
    }
}

async fn stdin_closed() {
    let (closed, told) = tokio::sync::oneshot::channel();
    // A thread of its own: a blocking read on the runtime would keep it from ending.
    std::thread::spawn(move || {
        let mut ignored = [0_u8; 256];
        while io::stdin().read(&mut ignored).is_ok_and(|length| length > 0) {}
        let _nobody_waits = closed.send(());
    });
    let _thread_gone = told.await;
}

/// Reads the command line; `None` asks for help.
fn parse(arguments: impl Iterator<Item = OsString>) -> Result<Option<Arguments>, String> {
    let mut options = SandboxOptions::default();
    let mut until_stdin_closes = false;
    let mut frozen = false;
    let mut now = None;
    let mut arguments = arguments;
    while let Some(argument) = arguments.next() {
        let argument = argument.to_string_lossy().into_owned();
        let mut value = || arguments.next().ok_or(format!("{argument} needs a value"));
        match argument.as_str() {
            "--port" => options.port = parsed(&argument, &value()?)?,
            "--state" => options.state_file = Some(value()?.into()),
            "--now" => now = Some(parsed(&argument, &value()?)?),
            "--seed" => options.seed = Some(parsed(&argument, &value()?)?),
            "--frozen" => frozen = true,
            "--lax" => options.strictness = Strictness::Lax,
            "--empty" => options.first_state = FirstState::Empty,
            "--until-stdin-closes" => until_stdin_closes = true,
            "--help" | "-h" => return Ok(None),
            _ => return Err(format!("unknown argument {argument}")),
        }
    }
    options.now = match (now, frozen) {
        (Some(at), true) => Start::Frozen(at),
        (Some(at), false) => Start::At(at),
        (None, true) => return Err("--frozen needs --now".to_owned()),
        (None, false) => Start::Real,
    };
    Ok(Some(Arguments { options, until_stdin_closes }))
}

fn parsed<T: std::str::FromStr>(argument: &str, value: &OsString) -> Result<T, String> {
    let text = value.to_string_lossy();
    text.parse().map_err(|_| format!("{argument} cannot be {text}"))
}

fn say(to: &mut impl io::Write, text: &str) -> Result<(), String> {
    to.write_all(text.as_bytes()).and_then(|()| to.flush()).map_err(|fault| fault.to_string())
}

fn with_sources(fault: &dyn std::error::Error) -> String {
    std::iter::successors(Some(fault), |fault| fault.source()).map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
