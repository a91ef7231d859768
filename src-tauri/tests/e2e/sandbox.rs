//! The vendors of a story. Either a stand-in of the story's own, for accounts at a test endpoint, or the sandbox that
//! the program itself has started, reached through the switches that it serves beside the vendors' contracts.

use std::{fs, ops::Deref};

use anyhow::{Result, bail};
use berth_sandbox::{Sandbox, SandboxOptions};
use serde_json::Value;
use tokio::runtime::{Builder, Runtime};

use crate::http::call;

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
    /// Finds the port on 127.0.0.1 that the program with this process id listens on.
    pub(crate) fn of(program: u32) -> Result<Self> {
        let sockets = listening(&fs::read_to_string(format!("/proc/{program}/net/tcp"))?);
        for entry in fs::read_dir(format!("/proc/{program}/fd"))? {
            let Ok(target) = fs::read_link(entry?.path()) else { continue };
            let held = |(_, inode): &&(u16, String)| target.as_os_str() == format!("socket:[{inode}]").as_str();
            if let Some((port, _)) = sockets.iter().find(held) {
                return Ok(Self { port: *port });
            }
        }
        bail!("the program listens on no port, so its sandbox does not run")
    }

    /// GET `/_sandbox/PATH`.
    pub(crate) fn get(&self, path: &str) -> Result<Value> {
        call(self.port, "GET", &format!("/_sandbox/{path}"), &Value::Null)
    }

    /// POST `/_sandbox/PATH`.
    pub(crate) fn post(&self, path: &str, body: &Value) -> Result<Value> {
        call(self.port, "POST", &format!("/_sandbox/{path}"), body)
    }

    /// The port it listens on.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }
}

/// Port and inode of each listening socket on 127.0.0.1 in the kernel's table.
fn listening(table: &str) -> Vec<(u16, String)> {
    const LOOPBACK: &str = "0100007F";
    const LISTEN: &str = "0A";
    let socket = |line: &str| {
        let columns: Vec<&str> = line.split_whitespace().collect();
        let (address, port) = columns.get(1)?.split_once(':')?;
        let listens = address == LOOPBACK && *columns.get(3)? == LISTEN;
        listens.then_some((u16::from_str_radix(port, 16).ok()?, (*columns.get(9)?).to_owned()))
    };
    table.lines().filter_map(socket).collect()
}
