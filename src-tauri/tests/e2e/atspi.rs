//! The window as a screen reader has it: the tree of accessible things and the news of it, read over the accessibility bus
//! (AT-SPI) from the program and from its web process, as Orca reads them.

use std::{
    collections::HashMap,
    fmt, fs,
    path::Path,
    sync::mpsc::{channel, Receiver, Sender},
    thread,
    time::{Duration, Instant},
};

use anyhow::{bail, ensure, Context as _, Result};
use serde::Serialize;
use zbus::{
    blocking::{connection::Builder, Connection, MessageIterator},
    message::Type,
    zvariant::{DynamicType, ObjectPath, OwnedObjectPath, OwnedValue, Structure, Value},
    MatchRule, Message,
};

use crate::desktop::{tool, Desktop, Group};

/// How long a thing may take to be there, or a piece of news to come.
const PATIENCE: Duration = Duration::from_secs(15);

/// How long one question may take: the web process answers between two frames of a page that may have much to do.
const ANSWER: Duration = Duration::from_secs(10);

/// Where the package says how the accessibility bus is started: its program is in no `PATH`, and elsewhere on each system.
const SERVICE: &str = "/usr/share/dbus-1/services/org.a11y.Bus.service";

const REGISTRY: &str = "org.a11y.atspi.Registry";
const ACCESSIBLE: &str = "org.a11y.atspi.Accessible";
const TEXT: &str = "org.a11y.atspi.Text";
const OBJECT_EVENT: &str = "org.a11y.atspi.Event.Object";

/// The path of what is not there.
const NOBODY: &str = "/org/a11y/atspi/null";

/// What a screen reader asks to be told of.
const WANTED: [&str; 4] =
    ["object:text-changed", "object:state-changed", "object:children-changed", "object:announcement"];

/// Kinds by their number in AT-SPI. `WebKit` gives a kind no name.
pub(crate) const ALERT: u32 = 2;
pub(crate) const DIALOG: u32 = 16;
const DOCUMENT_WEB: u32 = 95;
const CONTROLS: [u32; 17] = [7, 8, 11, 32, 35, 37, 40, 43, 44, 45, 51, 52, 62, 79, 88, 129, 130];

/// What is a control in the words of ARIA.
const CONTROL_ROLES: [&str; 15] = [
    "button",
    "checkbox",
    "combobox",
    "link",
    "listbox",
    "menuitem",
    "menuitemcheckbox",
    "menuitemradio",
    "option",
    "radio",
    "searchbox",
    "slider",
    "switch",
    "tab",
    "textbox",
];

/// States by their number in AT-SPI.
pub(crate) const BUSY: u32 = 3;
pub(crate) const FOCUSED: u32 = 12;

/// A screen reader without a voice. It has to be there before the program: GTK looks for the bus once, when it starts.
pub(crate) struct Reader {
    bus: Connection,
    news: Receiver<News>,
    _launcher: Group,
}

/// An object on the bus: who has it, and where.
type Place = (String, OwnedObjectPath);

/// Something in the tree, as it was when the tree was read.
#[derive(Clone, Debug)]
pub(crate) struct Thing {
    /// The same for as long as the page keeps the element.
    pub(crate) place: Place,
    pub(crate) kind: u32,
    pub(crate) name: String,
    /// What can be read in it, with a sign for whatever is in it that is a thing by itself.
    pub(crate) text: String,
    depth: usize,
    attributes: HashMap<String, String>,
    states: u64,
}

/// A piece of news that the program sent to whoever listens.
#[derive(Debug)]
pub(crate) struct News {
    pub(crate) place: Place,
    /// `StateChanged`, `TextChanged` and so on.
    pub(crate) event: String,
    /// Which state, for one: `focused`, `busy`.
    pub(crate) detail: String,
    /// Whether a state has come, rather than gone.
    pub(crate) on: bool,
}

impl Reader {
    /// Starts the accessibility bus of this desktop and listens on it.
    pub(crate) fn start(desktop: &Desktop) -> Result<Self> {
        let missing = "the accessibility bus is missing: install the package at-spi2-core (./dev test does)";
        let service = fs::read_to_string(SERVICE).context(missing)?;
        let program = service.lines().find_map(|line| line.strip_prefix("Exec=")).context(missing)?;
        ensure!(Path::new(program).is_file(), missing);
        // The launcher starts one of these for its own bus.
        tool("dbus-daemon", "dbus")?;
        let mut command = desktop.command(program);
        // The settings would be asked whether a reader is wanted, and would be found on no bus of ours.
        command.args(["--launch-immediately", "--a11y=1", "--screen-reader=1"]).env("GSETTINGS_BACKEND", "memory");
        let launcher = Group::spawn(command, &desktop.logs().join("accessibility"))?;
        let address = address_of(desktop)?;
        let bus =
            Builder::address(address.as_str())?.method_timeout(ANSWER).build().context("the accessibility bus")?;
        let reader = Self { news: listen(&bus)?, bus, _launcher: launcher };
        let registry = (REGISTRY.to_owned(), ObjectPath::try_from("/org/a11y/atspi/registry")?.into());
        for event in WANTED {
            // What nobody registered for is not sent, and before that the web process shows its tree to nobody.
            let properties: [&str; 0] = [];
            reader.call(&registry, REGISTRY, "RegisterEvent", &(event, &properties[..], ""))?;
        }
        Ok(reader)
    }

    // Looking

    /// Everything in the program's page now, from top to bottom.
    pub(crate) fn page(&self) -> Result<Vec<Thing>> {
        let desktop = (REGISTRY.to_owned(), ObjectPath::try_from("/org/a11y/atspi/accessible/root")?.into());
        let mut things = Vec::new();
        self.read(&desktop, 0, &mut things)?;
        let document = things.iter().position(|thing| thing.kind == DOCUMENT_WEB);
        Ok(things.split_off(document.context("the program shows no document to a screen reader")?))
    }

    /// Waits until something in the page is as wanted. The error shows the tree as it was instead.
    pub(crate) fn wait_for<T>(&self, what: &str, look: impl Fn(&[Thing]) -> Option<T>) -> Result<T> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let page = self.page();
            if let Some(found) = page.as_deref().ok().and_then(&look) {
                return Ok(found);
            }
            if Instant::now() > deadline {
                let lines: Vec<_> = page?.iter().map(Thing::to_string).collect();
                bail!("waited {PATIENCE:?} for {what}; a screen reader has:\n{}", lines.join("\n"));
            }
            thread::sleep(Duration::from_millis(40));
        }
    }

    /// Waits for the thing of this role (in the words of ARIA) and name.
    pub(crate) fn find(&self, role: &str, name: &str) -> Result<Thing> {
        self.wait_for(&format!("a {role} named “{name}”"), |page| {
            page.iter().find(|thing| thing.role() == role && thing.name == name).cloned()
        })
    }

    fn read(&self, place: &Place, depth: usize, things: &mut Vec<Thing>) -> Result<()> {
        // Whatever goes while the tree is read has nothing more to say.
        if let Ok(thing) = self.thing(place, depth) {
            things.push(thing);
            for child in self.children(place).unwrap_or_default() {
                self.read(&child, depth + 1, things)?;
            }
        }
        Ok(())
    }

    fn thing(&self, place: &Place, depth: usize) -> Result<Thing> {
        let kind = self.call(place, ACCESSIBLE, "GetRole", &())?.body().deserialize()?;
        let states: Vec<u32> = self.call(place, ACCESSIBLE, "GetState", &())?.body().deserialize()?;
        let states = states.iter().rev().fold(0, |all, part| all << 32 | u64::from(*part));
        let attributes = self.call(place, ACCESSIBLE, "GetAttributes", &())?.body().deserialize()?;
        let name = self.call(place, "org.freedesktop.DBus.Properties", "Get", &(ACCESSIBLE, "Name"))?;
        let name = readable(&String::try_from(name.body().deserialize::<OwnedValue>()?)?);
        // Not everything has a text.
        let text = self.text(place).map(|text| readable(&text)).unwrap_or_default();
        Ok(Thing { place: place.clone(), kind, name, text, depth, attributes, states })
    }

    fn text(&self, place: &Place) -> Result<String> {
        Ok(self.call(place, TEXT, "GetText", &(0_i32, -1_i32))?.body().deserialize()?)
    }

    fn children(&self, place: &Place) -> Result<Vec<Place>> {
        let children: Vec<Place> = self.call(place, ACCESSIBLE, "GetChildren", &())?.body().deserialize()?;
        if !children.is_empty() {
            return Ok(children);
        }
        // The widget that the web process hangs its tree on names it only to those who ask for its first child.
        let first: Place = self.call(place, ACCESSIBLE, "GetChildAtIndex", &0_i32)?.body().deserialize()?;
        Ok(if first.1.as_str() == NOBODY { Vec::new() } else { vec![first] })
    }

    fn call<B: Serialize + DynamicType>(&self, place: &Place, of: &str, method: &str, body: &B) -> Result<Message> {
        let (owner, path) = place;
        Ok(self.bus.call_method(Some(owner.as_str()), path, Some(of), method, body)?)
    }

    // Listening

    /// Lets go of all news that came until now.
    pub(crate) fn forget(&self) {
        self.news.try_iter().for_each(drop);
    }

    /// Waits for a piece of news. The error names those that came instead.
    pub(crate) fn hear(&self, what: &str, wanted: impl Fn(&News) -> bool) -> Result<News> {
        let deadline = Instant::now() + PATIENCE;
        let mut others = Vec::new();
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.news.recv_timeout(left) {
                Ok(news) if wanted(&news) => return Ok(news),
                Ok(news) => others.push(format!("{news:?}")),
                Err(error) => bail!("listened for {what} ({error}), and heard:\n{}", others.join("\n")),
            }
        }
    }
}

impl Thing {
    /// What it is in the words of ARIA, which `WebKit` passes on beside the kind. Empty for what has no such word.
    pub(crate) fn role(&self) -> &str {
        self.attribute("computed-role")
    }

    /// An attribute, such as `live` or `posinset`. Empty when it has none.
    pub(crate) fn attribute(&self, name: &str) -> &str {
        self.attributes.get(name).map_or("", String::as_str)
    }

    /// Whether it is in this state.
    pub(crate) fn is(&self, state: u32) -> bool {
        self.states >> state & 1 == 1
    }

    /// Whether it is there to be used: a button, a link, a field, a choice.
    pub(crate) fn is_control(&self) -> bool {
        // A list's item is one only where it can be chosen.
        let item = self.kind == 32 && self.role() != "option";
        let opens = self.attribute("tag") == "summary";
        opens || CONTROL_ROLES.contains(&self.role()) || CONTROLS.contains(&self.kind) && !item
    }

    /// Whether another thing is in it, in the tree that both were read with.
    pub(crate) fn holds(&self, other: &Self, page: &[Self]) -> bool {
        self.inside(page).iter().any(|inner| inner.place == other.place)
    }

    /// What is in it, out of the tree that it was read with.
    pub(crate) fn inside<'page>(&self, page: &'page [Self]) -> &'page [Self] {
        let Some(at) = page.iter().position(|thing| thing.place == self.place) else { return &[] };
        let below = &page[at + 1..];
        &below[..below.iter().position(|thing| thing.depth <= self.depth).unwrap_or(below.len())]
    }
}

impl fmt::Display for Thing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, name, text, depth, .. } = self;
        let (tag, live) = (self.attribute("tag"), self.attribute("live"));
        write!(
            f,
            "{:indent$}{} ({kind}, <{tag}>, live “{live}”) “{name}” {text:?}",
            "",
            self.role(),
            indent = depth * 2
        )
    }
}

impl News {
    fn of(message: &Message) -> Result<Self> {
        let header = message.header();
        let sender = header.sender().context("no sender")?.to_string();
        let path = header.path().context("no path")?.to_owned().into();
        let event = header.member().context("no name")?.to_string();
        let body = message.body();
        let body: Structure<'_> = body.deserialize()?;
        let fields = body.fields();
        let Some(Value::Str(detail)) = fields.first() else { bail!("no detail") };
        let detail = detail.to_string();
        let on = matches!(fields.get(1), Some(Value::I32(1)));
        Ok(Self { place: (sender, path), event, detail, on })
    }
}

/// A text without the marks that keep a name's direction of writing to itself: nobody hears them.
fn readable(text: &str) -> String {
    text.replace(['\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}'], "")
}

/// Where the accessibility bus is, asked as every program of the desktop asks.
fn address_of(desktop: &Desktop) -> Result<String> {
    let session = Builder::address(desktop.bus())?.build()?;
    let deadline = Instant::now() + PATIENCE;
    loop {
        match session.call_method(Some("org.a11y.Bus"), "/org/a11y/bus", Some("org.a11y.Bus"), "GetAddress", &()) {
            Ok(answer) => return Ok(answer.body().deserialize()?),
            Err(error) => ensure!(Instant::now() < deadline, "the accessibility bus did not start: {error}"),
        }
        thread::sleep(Duration::from_millis(20));
    }
}

/// Begins to listen. The thread ends with the bus.
fn listen(bus: &Connection) -> Result<Receiver<News>> {
    let rule = MatchRule::builder().msg_type(Type::Signal).interface(OBJECT_EVENT)?.build();
    let messages = MessageIterator::for_match_rule(rule, bus, Some(1024))?;
    let (said, heard) = channel();
    thread::spawn(move || pass_on(messages, &said));
    Ok(heard)
}

fn pass_on(messages: MessageIterator, to: &Sender<News>) {
    for message in messages {
        let Some(news) = message.ok().and_then(|message| News::of(&message).ok()) else { continue };
        if to.send(news).is_err() {
            return;
        }
    }
}
