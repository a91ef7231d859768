//! What a desktop tells its user: the notifications of a real service (dunst), and the tray's entry as a real watcher
//! (Ayatana's) knows it, whose menu is read over D-Bus as a panel reads it.

use std::{
    cell::Cell,
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use anyhow::{ensure, Context as _, Result};
use serde_json::Value;
use zbus::{
    blocking::{connection::Builder, Connection},
    zvariant::{OwnedValue, Structure, Value as Variant},
};

use crate::desktop::{tool, Desktop, Group};

/// How long a thing may take to be told.
const PATIENCE: Duration = Duration::from_secs(20);

const WATCHER: &str = "org.kde.StatusNotifierWatcher";
const WATCHER_PATH: &str = "/StatusNotifierWatcher";
const MENU: &str = "com.canonical.dbusmenu";

/// Where the package has its program: in no `PATH`.
const INDICATORS: &str = "/usr/libexec/ayatana-indicator-application/ayatana-indicator-application-service";

/// An item of a menu: its number, its properties, the items below it.
type Item = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);

/// The service that shows notifications.
pub(crate) struct Dunst<'desktop> {
    desktop: &'desktop Desktop,
    /// How many were read.
    read: Cell<usize>,
    _service: Group,
}

impl<'desktop> Dunst<'desktop> {
    pub(crate) fn start(desktop: &'desktop Desktop) -> Result<Self> {
        let configuration = desktop.root().join("config/dunstrc");
        // Nothing goes by itself, and nothing waits because nobody is there to see it.
        fs::write(
            &configuration,
            "[global]\nidle_threshold = 0\nnotification_limit = 0\n[urgency_normal]\ntimeout = 0\n",
        )?;
        let mut command = desktop.command(tool("dunst", "dunst")?);
        command.arg("-config").arg(configuration);
        let service = Group::spawn(command, &desktop.logs().join("dunst"))?;
        desktop.await_name("org.freedesktop.Notifications")?;
        Ok(Self { desktop, read: Cell::new(0), _service: service })
    }

    /// Presses on the notification that came last, as a click on it does.
    pub(crate) fn press_last(&self) -> Result<()> {
        self.control(&["action", "0"]).map(|_| ())
    }

    /// Headlines and texts of all that were told since the last reading, the latest first. They are shown no more then.
    pub(crate) fn read_all(&self) -> Result<Vec<(String, String)>> {
        self.control(&["close-all"])?;
        let history: Value = serde_json::from_str(&self.control(&["history"])?)?;
        let told = history["data"][0].as_array().context("a history without a list")?;
        let part = |one: &Value, name: &str| one[name]["data"].as_str().unwrap_or_default().to_owned();
        let new = told.len() - self.read.replace(told.len());
        Ok(told.iter().take(new).map(|one| (part(one, "summary"), part(one, "body"))).collect())
    }

    /// How many are shown.
    pub(crate) fn shown(&self) -> Result<usize> {
        Ok(self.control(&["count", "displayed"])?.trim().parse()?)
    }

    /// Waits until so many are shown.
    pub(crate) fn wait_for(&self, count: usize) -> Result<()> {
        wait(&format!("{count} notifications"), || Ok((self.shown()? >= count).then_some(())))
    }

    fn control(&self, arguments: &[&str]) -> Result<String> {
        let output = self.desktop.command(tool("dunstctl", "dunst")?).args(arguments).output()?;
        ensure!(output.status.success(), "dunstctl {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        Ok(String::from_utf8(output.stdout)?)
    }
}

/// A desktop's tray.
pub(crate) struct Panel {
    bus: Connection,
    _service: Group,
}

impl Panel {
    pub(crate) fn start(desktop: &Desktop) -> Result<Self> {
        ensure!(Path::new(INDICATORS).is_file(), "install the package ayatana-indicator-application (./dev test does)");
        let mut command = desktop.command(PathBuf::from(INDICATORS));
        command.env("GSETTINGS_BACKEND", "memory");
        let service = Group::spawn(command, &desktop.logs().join("panel"))?;
        desktop.await_name(WATCHER)?;
        let bus = Builder::address(desktop.bus())?.method_timeout(Duration::from_secs(5)).build()?;
        Ok(Self { bus, _service: service })
    }

    /// The labels of the entry's menu from top to bottom, separators left out, with their numbers.
    pub(crate) fn menu(&self) -> Result<Vec<(i32, String)>> {
        let name = self.entry()?;
        let none: [&str; 0] = [];
        let answer =
            self.bus.call_method(Some(name.as_str()), "/MenuBar", Some(MENU), "GetLayout", &(0, -1, &none[..]))?;
        let (_, (_, _, children)): (u32, Item) = answer.body().deserialize()?;
        let mut labels = Vec::new();
        for child in &children {
            let child: &Structure<'_> = child.downcast_ref()?;
            let [Variant::I32(number), Variant::Dict(properties), ..] = child.fields() else { continue };
            if let Some(label) = properties.get::<&str, String>(&"label")? {
                labels.push((*number, label.replace("__", "_")));
            }
        }
        Ok(labels)
    }

    /// Waits until the first entry of the menu says these words.
    pub(crate) fn wait_for_line(&self, words: &str) -> Result<()> {
        let mut last = String::new();
        let looked = wait("the tray's line", || {
            last =
                self.menu().ok().and_then(|menu| menu.into_iter().next()).map(|(_, label)| label).unwrap_or_default();
            Ok(last.contains(words).then_some(()))
        });
        looked.with_context(|| format!("the tray says “{last}”, not “{words}”"))
    }

    /// Presses on the entry of the menu that says these words.
    pub(crate) fn press(&self, words: &str) -> Result<()> {
        let name = self.entry()?;
        let menu = self.menu()?;
        let (number, _) = menu.iter().find(|(_, label)| label.contains(words)).context("no such entry")?;
        let what = (*number, "clicked", Variant::from(0), 0_u32);
        self.bus.call_method(Some(name.as_str()), "/MenuBar", Some(MENU), "Event", &what)?;
        Ok(())
    }

    /// Whether the program has an entry.
    pub(crate) fn has_entry(&self) -> bool {
        self.entry().is_ok()
    }

    /// The bus name of the program's entry, as the watcher knows it.
    fn entry(&self) -> Result<String> {
        let answer = self.bus.call_method(
            Some(WATCHER),
            WATCHER_PATH,
            Some("org.freedesktop.DBus.Properties"),
            "Get",
            &(WATCHER, "RegisteredStatusNotifierItems"),
        )?;
        let items: OwnedValue = answer.body().deserialize()?;
        let items: Vec<String> = items.try_into()?;
        // A name, or a name and a path.
        let item = items.first().context("the watcher knows no entry")?;
        Ok(item.split('/').next().unwrap_or_default().to_owned())
    }
}

/// Waits until there is something to see.
pub(crate) fn wait<T>(what: &str, mut look: impl FnMut() -> Result<Option<T>>) -> Result<T> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = look()? {
            return Ok(found);
        }
        ensure!(Instant::now() < deadline, "{what} did not come within {PATIENCE:?}");
        std::thread::sleep(Duration::from_millis(50));
    }
}
