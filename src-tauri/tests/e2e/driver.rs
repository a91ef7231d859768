//! A `WebDriver` client of our own: the dozen calls that the stories need, over a plain socket to one driver.

use std::{
    net::{Ipv4Addr, TcpListener, TcpStream},
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use anyhow::{bail, Context as _, Result};
use serde_json::{json, Value};

use crate::{
    desktop::{tool, Group},
    http::call,
};

/// One `WebKitWebDriver` process with one session, which is one run of the program.
pub(crate) struct Driver {
    port: u16,
    session: String,
    // Last: the window's process is in the driver's group and dies with it.
    group: Group,
}

impl Driver {
    /// Starts a driver in the given environment and, through it, the program.
    pub(crate) fn start(environment: &[(String, String)], program: &Path, log: &Path) -> Result<Self> {
        let port = free_port()?;
        let mut command = Command::new(tool("WebKitWebDriver", "webkit2gtk-driver")?);
        command.arg(format!("--port={port}")).env_clear().envs(environment.iter().cloned());
        command.env("TAURI_WEBVIEW_AUTOMATION", "true");
        let group = Group::spawn(command, log)?;
        await_port(port)?;
        let mut driver = Self { port, session: String::new(), group };
        let options = json!({ "binary": program, "args": [] });
        let capabilities = json!({ "alwaysMatch": { "webkitgtk:browserOptions": options } });
        let answer = driver
            .request("POST", "/session", &json!({ "capabilities": capabilities }))
            .context("the program did not open a window for the driver")?;
        driver.session = text(&answer["sessionId"])?;
        Ok(driver)
    }

    /// The process id of the program itself, which the driver started.
    pub(crate) fn program(&self) -> Result<u32> {
        self.group.child().context("the driver has no child, so the program is not running")
    }

    /// GET below the session.
    pub(crate) fn get(&self, path: &str) -> Result<Value> {
        self.request("GET", &format!("/session/{}{path}", self.session), &Value::Null)
    }

    /// POST below the session.
    pub(crate) fn post(&self, path: &str, body: &Value) -> Result<Value> {
        self.request("POST", &format!("/session/{}{path}", self.session), body)
    }

    /// Ends the session, which ends the program without asking it.
    pub(crate) fn end(&self) -> Result<()> {
        self.request("DELETE", &format!("/session/{}", self.session), &Value::Null).map(|_| ())
    }

    fn request(&self, method: &str, path: &str, body: &Value) -> Result<Value> {
        let mut answer = call(self.port, method, path, body).context("the driver")?;
        let value = answer["value"].take();
        match value.get("error").and_then(Value::as_str) {
            Some(error) => bail!("{error}: {}", value["message"].as_str().unwrap_or_default()),
            None => Ok(value),
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // The group is killed in any case; ending the session first lets WebKit's helper processes go in order.
        let _already_gone = self.end();
    }
}

/// A JSON string's text.
pub(crate) fn text(value: &Value) -> Result<String> {
    Ok(value.as_str().with_context(|| format!("expected a string, found {value}"))?.to_owned())
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

fn await_port(port: u16) -> Result<()> {
    let deadline = Instant::now() + Duration::from_secs(10);
    while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
        if Instant::now() > deadline {
            bail!("WebKitWebDriver does not listen on port {port}");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}
