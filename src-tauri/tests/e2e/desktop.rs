//! A desktop of its own for each story: home directory, X server, session bus and keyring, all fresh and all gone at the
//! end. The bus knows no service files on purpose: nothing is started behind a story's back, so "no keyring" means none,
//! and a portal that cannot start cannot hold the window up for the 25 seconds that GTK would wait for it.

use std::{
    cell::Cell,
    env,
    ffi::OsStr,
    fs::{self, File, Permissions},
    io::{Read as _, Write as _},
    os::unix::{fs::PermissionsExt as _, net::UnixStream, process::CommandExt as _},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Output, Stdio},
    time::{Duration, Instant},
};

use anyhow::{bail, ensure, Context as _, Result};
use rustix::process::{kill_process, kill_process_group, Pid, Signal};
use tempfile::TempDir;

use crate::{driver::Driver, page::Page, screen::Screen};

/// The password of a story's login keyring. It guards nothing.
const PASSWORD: &str = "story";

/// What the settings daemon reads, below the root.
const XSETTINGS: &str = "config/xsettingsd";

/// Whether the page has drawn itself: a painting is inert, and a skeleton's places are hidden from whoever would use them.
const THERE: &str = "return document.getElementById('app')?.inert === false
    && document.querySelector('.places') !== null && document.querySelector('.places[aria-hidden]') === null";

/// Whether the page shows another view than the desk, or a policy's details over it.
const ELSEWHERE: &str = "return document.querySelector('.panel') !== null || document.querySelector('.desk') === null";

/// The keyring that a story starts with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keyring {
    /// As after a normal login.
    Unlocked,
    /// The service runs but has no collection to store in, as on a machine that never had a login keyring.
    WithoutCollection,
    /// No service at all.
    Absent,
    /// The service runs, but the bus lets nobody speak to it, as a confined desktop may.
    Denied,
}

/// What the desktop tells its programs about light and dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Theme {
    Light,
    Dark,
}

impl Theme {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The other one.
    pub(crate) fn other(self) -> Self {
        match self {
            Self::Light => Self::Dark,
            Self::Dark => Self::Light,
        }
    }
}

/// One fresh desktop. What it started is killed when it is dropped, in the order of the fields.
pub(crate) struct Desktop {
    keyring: Option<Group>,
    settings: Option<Group>,
    _bus: Group,
    screen: Screen,
    theme: Cell<Theme>,
    pseudo: bool,
    environment: Vec<(String, String)>,
    root: TempDir,
}

impl Desktop {
    /// A light desktop with an unlocked keyring.
    pub(crate) fn new() -> Result<Self> {
        Self::with(Keyring::Unlocked, Theme::Light)
    }

    /// The same with a settings daemon, which tells programs of a change of theme while they run.
    pub(crate) fn that_turns() -> Result<Self> {
        let mut desktop = Self::new()?;
        desktop.name_theme()?;
        let mut daemon = desktop.command(tool("xsettingsd", "xsettingsd")?);
        daemon.arg("--config").arg(desktop.root().join(XSETTINGS));
        desktop.settings = Some(Group::spawn(daemon, &desktop.logs().join("xsettingsd"))?);
        Ok(desktop)
    }

    /// A desktop with this keyring and this theme.
    pub(crate) fn with(keyring: Keyring, theme: Theme) -> Result<Self> {
        let root = tempfile::Builder::new().prefix("berth-story-").tempdir()?;
        for directory in ["home", "run", "data", "config", "state", "cache", "tmp", "logs"] {
            fs::create_dir(root.path().join(directory))?;
            fs::set_permissions(root.path().join(directory), Permissions::from_mode(0o700))?;
        }
        let screen = Screen::start(&root.path().join("logs/screen"))?;
        let (bus, address) = start_bus(root.path(), keyring)?;
        let path = |directory: &str| root.path().join(directory).display().to_string();
        let environment = [
            ("PATH", env::var("PATH").unwrap_or_default()),
            ("HOME", path("home")),
            ("TMPDIR", path("tmp")),
            ("XDG_RUNTIME_DIR", path("run")),
            ("XDG_DATA_HOME", path("data")),
            ("XDG_CONFIG_HOME", path("config")),
            ("XDG_STATE_HOME", path("state")),
            ("XDG_CACHE_HOME", path("cache")),
            ("DISPLAY", screen.display()),
            ("DBUS_SESSION_BUS_ADDRESS", address),
            ("LANG", "C.UTF-8".to_owned()),
            // Neither UTC nor any zone of a policy, so that a time shown in the wrong zone is seen.
            ("TZ", "Europe/Berlin".to_owned()),
        ];
        let environment = environment.map(|(name, value)| (name.to_owned(), value)).to_vec();
        let mut desktop = Self {
            keyring: None,
            settings: None,
            _bus: bus,
            screen,
            theme: Cell::new(theme),
            pseudo: false,
            environment,
            root,
        };
        desktop.write_theme()?;
        desktop.start_keyring(keyring)?;
        Ok(desktop)
    }

    /// Starts the program, waits until its page is there, and goes to the desk.
    pub(crate) fn open(&self) -> Result<Page<'_>> {
        let page = self.open_where_it_was()?;
        // A story is told from the desk, wherever the last one ended.
        if page.execute(ELSEWHERE, &[])? == true {
            page.click_button("Desk")?;
        }
        Ok(page)
    }

    /// The same, before the page has anything to show: what the last start painted, or a skeleton, stands there and cannot be
    /// pressed.
    pub(crate) fn open_at_once(&self) -> Result<Page<'_>> {
        let log = self.logs().join(format!("program-{}", fs::read_dir(self.logs())?.count()));
        Page::open(self, Driver::start(&self.environment, &program(), &log)?)
    }

    /// The same, in the view that the last start ended in.
    pub(crate) fn open_where_it_was(&self) -> Result<Page<'_>> {
        let page = self.open_at_once()?;
        page.wait_until("the page to take over from its painting", || Ok(page.execute(THERE, &[])? == true))?;
        if self.pseudo {
            page.speak_pseudo()?;
        }
        Ok(page)
    }

    /// The same desktop, on which every page speaks pseudo-language once it is there. Words are looked for in English.
    pub(crate) fn in_pseudo(self) -> Self {
        Self { pseudo: true, ..self }
    }

    pub(crate) fn is_pseudo(&self) -> bool {
        self.pseudo
    }

    /// Starts the program without a driver and kills it after so long, whatever it is doing then. Fails if it had ended by
    /// itself: that is no kill.
    pub(crate) fn start_and_kill(&self, after: Duration) -> Result<()> {
        let mut group = Group::spawn(self.command(program()), &self.logs().join("killed"))?;
        std::thread::sleep(after);
        let ended = group.leader.try_wait()?;
        ensure!(ended.is_none(), "the program had ended by itself within {after:?}: {ended:?}");
        drop(group);
        Ok(())
    }

    /// Starts the program once more without a driver, and waits until that one has ended by itself.
    pub(crate) fn start_again(&self) -> Result<ExitStatus> {
        let log = File::create(self.logs().join("again"))?;
        let mut again = self.command(program()).stdout(log.try_clone()?).stderr(log).spawn()?;
        let deadline = Instant::now() + Duration::from_secs(10);
        loop {
            if let Some(status) = again.try_wait()? {
                return Ok(status);
            }
            if Instant::now() > deadline {
                again.kill()?;
                again.wait()?;
                bail!("a second program runs beside the first");
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Kills the web process of a running program, and nothing else, and waits until it has another.
    pub(crate) fn kill_web_process(program: u32) -> Result<()> {
        let web =
            || Ok::<_, anyhow::Error>(descendants(program)?.into_iter().find(|(_, name)| name == "WebKitWebProces"));
        let (killed, _) = web()?.context("the program has no web process")?;
        kill_process(pid(killed)?, Signal::KILL)?;
        let deadline = Instant::now() + Duration::from_secs(10);
        while web()?.is_none_or(|(process, _)| process == killed) {
            ensure!(Instant::now() < deadline, "no other web process came");
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    /// The directory that holds all this desktop has: `home`, `data`, `config`, `state`, `cache`, `run`, `tmp`, `logs`.
    pub(crate) fn root(&self) -> &Path {
        self.root.path()
    }

    /// What every process wrote to its standard output and error.
    pub(crate) fn logs(&self) -> PathBuf {
        self.root().join("logs")
    }

    /// The address of the session bus.
    pub(crate) fn bus(&self) -> &str {
        let address = self.environment.iter().find(|(name, _)| name == "DBUS_SESSION_BUS_ADDRESS");
        address.map_or("", |(_, address)| address.as_str())
    }

    pub(crate) fn theme(&self) -> Theme {
        self.theme.get()
    }

    /// Turns to this theme, and tells every program that runs.
    pub(crate) fn turn(&self, theme: Theme) -> Result<()> {
        self.theme.set(theme);
        self.name_theme()?;
        self.settings.as_ref().context("nothing on this desktop tells of a change")?.signal(Signal::HUP)
    }

    pub(crate) fn screen(&self) -> &Screen {
        &self.screen
    }

    /// A command that runs on this desktop: same bus, same home, same display.
    pub(crate) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.env_clear().envs(self.environment.iter().cloned());
        command
    }

    /// Every file below the root that holds any of these, wherever it is: databases, logs and caches included.
    pub(crate) fn files_with(&self, needles: &[Vec<u8>]) -> Result<Vec<PathBuf>> {
        let mut found = Vec::new();
        let mut waiting = vec![self.root().to_owned()];
        while let Some(directory) = waiting.pop() {
            for entry in fs::read_dir(&directory)? {
                let entry = entry?;
                let kind = entry.file_type()?;
                // A file that went between listing and reading holds nothing any more.
                if kind.is_dir() {
                    waiting.push(entry.path());
                } else if kind.is_file() && holds(&fs::read(entry.path()).unwrap_or_default(), needles) {
                    found.push(entry.path());
                }
            }
        }
        Ok(found)
    }

    /// Every process of this machine whose command line or environment holds any of these, as far as they may be read.
    pub(crate) fn processes_with(needles: &[Vec<u8>]) -> Result<Vec<PathBuf>> {
        let mut found = Vec::new();
        for entry in fs::read_dir("/proc")? {
            for part in ["cmdline", "environ"] {
                let path = entry.as_ref().map(|entry| entry.path().join(part)).unwrap_or_default();
                if holds(&fs::read(&path).unwrap_or_default(), needles) {
                    found.push(path);
                }
            }
        }
        Ok(found)
    }

    /// Reads a secret as any other program of this user would, with `secret-tool`. `None` when there is none.
    pub(crate) fn secret(&self, attributes: &[(&str, &str)]) -> Result<Option<String>> {
        let mut command = self.command(tool("secret-tool", "libsecret-tools")?);
        command.arg("lookup").args(attributes.iter().flat_map(|(name, value)| [*name, *value]));
        let output = command.output()?;
        Ok(output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned()))
    }

    /// All that `secret-tool search` prints for these attributes, secrets included: for a story that counts entries.
    pub(crate) fn search_secrets(&self, attributes: &[(&str, &str)]) -> Result<String> {
        let mut command = self.command(tool("secret-tool", "libsecret-tools")?);
        command.args(["search", "--all"]).args(attributes.iter().flat_map(|(name, value)| [*name, *value]));
        let output = command.output()?;
        Ok(String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr))
    }

    /// Locks the login keyring, as the screen saver of some desktops does.
    pub(crate) fn lock_keyring(&self) -> Result<()> {
        let mut command = self.command(tool("dbus-send", "dbus")?);
        command.args([
            "--session",
            "--print-reply",
            "--dest=org.freedesktop.secrets",
            "/org/freedesktop/secrets",
            "org.freedesktop.Secret.Service.Lock",
            "array:objpath:/org/freedesktop/secrets/collection/login",
        ]);
        succeeded(&command.output()?)
    }

    /// Unlocks it again, over the socket that a login does it by. (The daemon's own `--unlock` starts a second daemon.)
    pub(crate) fn unlock_keyring(&self) -> Result<()> {
        const UNLOCK: u32 = 1;
        let mut control = UnixStream::connect(self.root().join("run/keyring/control"))?;
        // Numbers are big-endian; the length counts itself; one byte before all else carries the caller's identity.
        let password = u32::try_from(PASSWORD.len())?;
        let mut message = vec![0];
        message.extend((12 + password).to_be_bytes());
        message.extend(UNLOCK.to_be_bytes());
        message.extend(password.to_be_bytes());
        message.extend(PASSWORD.as_bytes());
        control.write_all(&message)?;
        let mut answer = [0; 8];
        control.read_exact(&mut answer)?;
        ensure!(answer == [0, 0, 0, 8, 0, 0, 0, 0], "the keyring refused to unlock: {answer:?}");
        Ok(())
    }

    /// Stops the keyring's process where it stands: calls to it hang until it is thawed.
    pub(crate) fn freeze_keyring(&self) -> Result<()> {
        self.keyring.as_ref().context("no keyring runs")?.signal(Signal::STOP)
    }

    /// Lets it run on.
    pub(crate) fn thaw_keyring(&self) -> Result<()> {
        self.keyring.as_ref().context("no keyring runs")?.signal(Signal::CONT)
    }

    /// Kills the keyring's process.
    pub(crate) fn kill_keyring(&mut self) {
        self.keyring = None;
    }

    /// Starts the keyring, after it was killed or absent. What it held before is in its files and there again.
    pub(crate) fn start_keyring(&mut self, keyring: Keyring) -> Result<()> {
        if keyring == Keyring::Absent {
            return Ok(());
        }
        let mut command = self.command(tool("gnome-keyring-daemon", "gnome-keyring")?);
        command.args(["--foreground", "--components=secrets"]).stdin(Stdio::piped());
        if keyring != Keyring::WithoutCollection {
            command.arg("--unlock");
        }
        let mut group = Group::spawn(command, &self.logs().join("keyring"))?;
        group.write_and_close(PASSWORD.as_bytes())?;
        self.keyring = Some(group);
        self.await_name("org.freedesktop.secrets")
    }

    /// Waits until somebody has a name on the session bus.
    pub(crate) fn await_name(&self, name: &str) -> Result<()> {
        let deadline = Instant::now() + Duration::from_secs(10);
        loop {
            let mut command = self.command(tool("dbus-send", "dbus")?);
            command.args(["--session", "--print-reply", "--dest=org.freedesktop.DBus", "/org/freedesktop/DBus"]);
            command.arg("org.freedesktop.DBus.GetNameOwner").arg(format!("string:{name}"));
            if command.output()?.status.success() {
                return Ok(());
            }
            ensure!(Instant::now() < deadline, "{name} did not come to the bus within ten seconds");
            std::thread::sleep(Duration::from_millis(30));
        }
    }

    fn write_theme(&self) -> Result<()> {
        let directory = self.root().join("config/gtk-3.0");
        fs::create_dir_all(&directory)?;
        let prefer_dark = u8::from(self.theme() == Theme::Dark);
        let settings = format!("[Settings]\ngtk-application-prefer-dark-theme={prefer_dark}\n");
        Ok(fs::write(directory.join("settings.ini"), settings)?)
    }

    fn name_theme(&self) -> Result<()> {
        let name = match self.theme() {
            Theme::Light => "Adwaita",
            Theme::Dark => "Adwaita-dark",
        };
        Ok(fs::write(self.root().join(XSETTINGS), format!("Net/ThemeName \"{name}\"\n"))?)
    }
}

/// Every process below this one, with its name as the kernel keeps it (fifteen letters).
fn descendants(ancestor: u32) -> Result<Vec<(u32, String)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir("/proc")? {
        let entry = entry?;
        let Some(process) = entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
        // A process that went meanwhile has no file any more.
        let Ok(stat) = fs::read_to_string(entry.path().join("stat")) else { continue };
        let Some((name, rest)) = stat.split_once('(').and_then(|(_, rest)| rest.rsplit_once(") ")) else { continue };
        let parent = rest.split(' ').nth(1).and_then(|parent| parent.parse::<u32>().ok());
        found.push((process, parent.unwrap_or_default(), name.to_owned()));
    }
    let mut below = vec![ancestor];
    let mut next = 0;
    while let Some(parent) = below.get(next).copied() {
        below.extend(found.iter().filter(|(_, of, _)| *of == parent).map(|(process, ..)| *process));
        next += 1;
    }
    below.remove(0);
    let name = |process: u32| found.iter().find(|(one, ..)| *one == process).map(|(.., name)| name.clone());
    Ok(below.into_iter().filter_map(|process| Some((process, name(process)?))).collect())
}

/// Whether any of the needles is in the bytes. Both are read as Latin-1, one letter a byte, for the sake of the fast
/// search that the standard library has for text.
fn holds(bytes: &[u8], needles: &[Vec<u8>]) -> bool {
    let letters = |bytes: &[u8]| bytes.iter().map(|byte| char::from(*byte)).collect::<String>();
    let text = letters(bytes);
    needles.iter().any(|needle| text.contains(&letters(needle)))
}

fn start_bus(root: &Path, keyring: Keyring) -> Result<(Group, String)> {
    let denied = if keyring == Keyring::Denied { "<deny send_destination=\"org.freedesktop.secrets\"/>" } else { "" };
    let configuration = root.join("run/bus.conf");
    let socket = root.join("run/bus");
    fs::write(
        &configuration,
        format!(
            "<busconfig><type>session</type><listen>unix:path={}</listen><auth>EXTERNAL</auth>\
             <policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/>\
             <allow eavesdrop=\"true\"/><allow own=\"*\"/>{denied}</policy></busconfig>",
            socket.display()
        ),
    )?;
    let mut command = Command::new(tool("dbus-daemon", "dbus")?);
    command.arg("--nofork").arg(format!("--config-file={}", configuration.display())).env_clear();
    let group = Group::spawn(command, &root.join("logs/bus"))?;
    let deadline = Instant::now() + Duration::from_secs(10);
    while !socket.exists() {
        ensure!(Instant::now() < deadline, "dbus-daemon does not listen");
        std::thread::sleep(Duration::from_millis(10));
    }
    Ok((group, format!("unix:path={}", socket.display())))
}

/// The program under test: the one that cargo built with these stories, or the one that `BERTH_PROGRAM` names.
fn program() -> PathBuf {
    env::var_os("BERTH_PROGRAM").map_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_berth")), PathBuf::from)
}

/// Where a tool is. A story without its tools fails and says which package has them; it is never skipped.
pub(crate) fn tool(name: &str, package: &str) -> Result<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path)
        .map(|directory| directory.join(name))
        .find(|candidate| candidate.is_file())
        .with_context(|| format!("{name} is missing: install the package {package} (./dev test does)"))
}

fn succeeded(output: &Output) -> Result<()> {
    if output.status.success() {
        return Ok(());
    }
    bail!("{}: {}", output.status, String::from_utf8_lossy(&output.stderr))
}

/// A process and all that it starts, killed together.
pub(crate) struct Group {
    leader: Child,
}

impl Group {
    /// Starts the command as the leader of a process group of its own. What it writes is added to `log`.
    pub(crate) fn spawn(mut command: Command, log: &Path) -> Result<Self> {
        let file = File::options().append(true).create(true).open(log)?;
        let name = command.get_program().to_owned();
        let leader = command.stdout(file.try_clone()?).stderr(file).process_group(0).spawn();
        Ok(Self { leader: leader.with_context(|| format!("{} does not start", name.display()))? })
    }

    /// Writes to a piped standard input and closes it.
    pub(crate) fn write_and_close(&mut self, bytes: &[u8]) -> Result<()> {
        Ok(self.leader.stdin.take().context("not piped")?.write_all(bytes)?)
    }

    /// The first process that the leader itself started.
    pub(crate) fn child(&self) -> Option<u32> {
        let leader = self.leader.id();
        let children = fs::read_to_string(format!("/proc/{leader}/task/{leader}/children")).ok()?;
        children.split_whitespace().next()?.parse().ok()
    }

    /// Sends a signal to the leader.
    pub(crate) fn signal(&self, signal: Signal) -> Result<()> {
        Ok(kill_process(pid(self.leader.id())?, signal)?)
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        if let Ok(leader) = pid(self.leader.id()) {
            let _already_gone = kill_process_group(leader, Signal::KILL);
        }
        let _already_reaped = self.leader.wait();
    }
}

/// A process id as the system calls want it.
pub(crate) fn pid(id: u32) -> Result<Pid> {
    Pid::from_raw(i32::try_from(id)?).context("process 0 is nobody's")
}
