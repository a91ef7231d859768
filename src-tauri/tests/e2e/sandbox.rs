//! The vendors of a story. Either a stand-in of the story's own, for accounts at a test endpoint, or the sandbox that
//! the program itself has started, reached through the switches that it serves beside the vendors' contracts.

use std::{collections::BTreeMap, fs, ops::Deref, time::Duration};

use anyhow::{Context as _, Result};
use berth_sandbox::{Fault, Injection, Operation, Received, Sandbox, SandboxOptions};
use serde_json::{json, Value};
use tokio::runtime::{Builder, Runtime};

use crate::{
    desktop::Desktop,
    http::{call, call_within},
};

/// Both vendors on a port of their own, in the story's process.
pub(crate) struct Vendors {
    sandbox: Sandbox,
    runtime: Runtime,
}

impl Vendors {
    pub(crate) fn start(options: SandboxOptions) -> Result<Self> {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let sandbox = runtime.block_on(Sandbox::start(options))?;
        Ok(Self { sandbox, runtime })
    }

    /// How often an operation reached them.
    pub(crate) fn deliveries(&self, operation: Operation) -> usize {
        self.received().iter().filter(|received| received.operation == Some(operation)).count()
    }

    /// Ends them in order: from now on connections to the port are refused.
    pub(crate) fn stop(self) {
        self.runtime.block_on(self.sandbox.stop());
    }
}

impl Deref for Vendors {
    type Target = Sandbox;

    fn deref(&self) -> &Sandbox {
        &self.sandbox
    }
}

/// The sandbox inside the program.
pub(crate) struct Embedded {
    port: u16,
}

impl Embedded {
    /// Finds the sandbox that the program on this desktop has started: among the sockets on 127.0.0.1, the one that
    /// knows the policies of this desktop's state file. (The program listens on another port too while it is driven.)
    pub(crate) fn of(desktop: &Desktop, program: u32) -> Result<Self> {
        let state = fs::read_to_string(desktop.root().join("data/berth/sandbox.json")).unwrap_or_default();
        let sockets = listening(&fs::read_to_string("/proc/net/tcp")?);
        let own = sockets_of(program);
        let candidates = sockets.iter().filter(|(_, inode)| own.as_ref().is_none_or(|own| own.contains(inode)));
        let ours = |&port: &u16| {
            let known = call_within(QUICK, port, "GET", "/_sandbox/state", &Value::Null).unwrap_or_default();
            let ids = known["policies"].as_array().map(Vec::as_slice).unwrap_or_default();
            !ids.is_empty() && ids.iter().all(|policy| policy["cidrId"].as_str().is_some_and(|id| state.contains(id)))
        };
        let port = candidates.map(|(port, _)| *port).find(ours);
        Ok(Self { port: port.context("the program's sandbox does not run")? })
    }

    /// Switches a fault on.
    pub(crate) fn inject(&self, injection: &Injection) -> Result<()> {
        self.post("faults", &serde_json::to_value(injection)?).map(|_| ())
    }

    /// The next call of an operation is done at once, and answered when the faults are switched off.
    pub(crate) fn hold_answer(&self, operation: Operation) -> Result<()> {
        self.inject(&Injection::new(Fault::LateAnswer { ms: 3_600_000 }).on(operation))
    }

    /// Switches every fault off; answers that are held come now.
    pub(crate) fn clear_faults(&self) -> Result<()> {
        call(self.port, "DELETE", "/_sandbox/faults", &Value::Null).map(|_| ())
    }

    /// Moves its clock.
    pub(crate) fn advance(&self, seconds: i64) -> Result<()> {
        self.post("clock", &json!({ "advance_seconds": seconds })).map(|_| ())
    }

    /// How often an operation reached it.
    pub(crate) fn deliveries(&self, operation: Operation) -> Result<usize> {
        let received: Vec<Received> = serde_json::from_value(self.get("received")?)?;
        Ok(received.iter().filter(|received| received.operation == Some(operation)).count())
    }

    /// How often each policy was paid for.
    pub(crate) fn charges(&self) -> Result<BTreeMap<String, u64>> {
        Ok(serde_json::from_value(self.get("charges")?)?)
    }

    /// GET `/_sandbox/PATH`.
    pub(crate) fn get(&self, path: &str) -> Result<Value> {
        call(self.port, "GET", &format!("/_sandbox/{path}"), &Value::Null)
    }

    /// POST `/_sandbox/PATH`.
    pub(crate) fn post(&self, path: &str, body: &Value) -> Result<Value> {
        call(self.port, "POST", &format!("/_sandbox/{path}"), body)
    }
}

/// How long a socket may take to answer when it may not be the one that is looked for.
const QUICK: Duration = Duration::from_secs(2);

/// The inodes of a process's sockets. `None` where they may not be seen: the program keeps other processes of its user
/// out of itself, which only root can overlook.
fn sockets_of(process: u32) -> Option<Vec<String>> {
    let entries = fs::read_dir(format!("/proc/{process}/fd")).ok()?;
    let target = |entry: fs::DirEntry| fs::read_link(entry.path()).ok()?.to_str().map(str::to_owned);
    let inode = |target: String| Some(target.strip_prefix("socket:[")?.strip_suffix(']')?.to_owned());
    Some(entries.flatten().filter_map(target).filter_map(inode).collect())
}

/// Port and inode of each socket of this user that listens on 127.0.0.1, from the kernel's table.
fn listening(table: &str) -> Vec<(u16, String)> {
    const LOOPBACK: &str = "0100007F";
    const LISTEN: &str = "0A";
    let user = rustix::process::getuid().as_raw().to_string();
    let socket = |line: &str| {
        let columns: Vec<&str> = line.split_whitespace().collect();
        let (address, port) = columns.get(1)?.split_once(':')?;
        let ours = address == LOOPBACK && *columns.get(3)? == LISTEN && *columns.get(7)? == user;
        ours.then_some((u16::from_str_radix(port, 16).ok()?, (*columns.get(9)?).to_owned()))
    };
    table.lines().filter_map(socket).collect()
}
