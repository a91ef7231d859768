//! One run of the program, seen through its page: found by what a person or a screen reader would call a thing, used by
//! real clicks and keys, and waited for until a deadline.

use std::{
    env, fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use anyhow::{bail, ensure, Context as _, Result};
use rustix::process::{kill_process, Signal};
use serde_json::{json, Value};

use crate::{
    desktop::{pid, Desktop, Theme},
    driver::{text, Driver},
    sandbox::Embedded,
};

/// How long a thing may take to appear. Generous, because two stories share two cores.
const PATIENCE: Duration = Duration::from_secs(15);

/// The most letters that are typed rather than pasted.
const WORD: usize = 6;

/// The name under which the protocol hands out elements.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// The WCAG 2.0, 2.1 and 2.2 rules of levels A and AA.
const WCAG_AA: [&str; 5] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/// A running program.
pub(crate) struct Page<'desktop> {
    desktop: &'desktop Desktop,
    driver: Driver,
}

/// A thing on the page. It goes stale when the page replaces it; find it anew rather than keep it.
#[derive(Clone, Debug)]
pub(crate) struct Element(String);

impl<'desktop> Page<'desktop> {
    pub(crate) fn open(desktop: &'desktop Desktop, driver: Driver) -> Result<Self> {
        let page = Self { desktop, driver };
        page.wait_until("the page is loaded", || Ok(page.execute("return document.readyState", &[])? == "complete"))?;
        Ok(page)
    }

    // Looking

    /// The first element that the CSS selector matches, waited for.
    pub(crate) fn find(&self, css: &str) -> Result<Element> {
        self.wait_for(&format!("an element `{css}`"), || Ok(self.find_all(css)?.into_iter().next()))
    }

    /// All elements that the CSS selector matches now.
    pub(crate) fn find_all(&self, css: &str) -> Result<Vec<Element>> {
        let found = self.driver.post("/elements", &json!({ "using": "css selector", "value": css }))?;
        elements(&found)
    }

    /// The visible element with this role and accessible name, both as the engine computes them, waited for.
    pub(crate) fn by_role(&self, role: &str, name: &str) -> Result<Element> {
        self.wait_for(&format!("a {role} named “{name}”"), || {
            // Those that are likely to be called so come first; the engine has the last word.
            for element in elements(&self.execute(VISIBLE, &[json!(candidates(role)), json!(name)])?)? {
                if self.role(&element)? == (role.to_owned(), name.to_owned()) {
                    return Ok(Some(element));
                }
            }
            Ok(None)
        })
    }

    /// The field that a person would call this: by its `<label>` or its `aria-label`, waited for. (The engine counts what
    /// is in a field to the name that a label around it gives, so `by_role` would not find a field that was filled.)
    pub(crate) fn field(&self, label: &str) -> Result<Element> {
        self.wait_for(&format!("a field called “{label}”"), || {
            let found = self.execute(FIELD, &[json!(label)])?;
            if found.is_null() {
                Ok(None)
            } else {
                Ok(Some(Element::from_json(&found)?))
            }
        })
    }

    /// The innermost visible element whose text contains these words, waited for.
    pub(crate) fn by_text(&self, words: &str) -> Result<Element> {
        self.wait_for(&format!("the words “{words}”"), || {
            let found = self.execute(INNERMOST_WITH_TEXT, &[json!(words)])?;
            if found.is_null() {
                Ok(None)
            } else {
                Ok(Some(Element::from_json(&found)?))
            }
        })
    }

    /// All that can be read on the page now, as it is laid out.
    pub(crate) fn text(&self) -> Result<String> {
        readable(&self.execute("return document.body.innerText", &[])?)
    }

    /// What can be read in the open dialog, else on the page.
    fn foremost_text(&self) -> Result<String> {
        readable(&self.execute(
            "return ([...document.querySelectorAll('dialog:modal')].at(-1) ?? document.body).innerText",
            &[],
        )?)
    }

    /// What can be read in one element.
    pub(crate) fn text_of(&self, element: &Element) -> Result<String> {
        readable(&self.execute("return arguments[0].innerText", &[element.to_json()])?)
    }

    /// A property of an element, such as `value`, `checked` or `disabled`.
    pub(crate) fn property(&self, element: &Element, name: &str) -> Result<Value> {
        self.execute("return arguments[0][arguments[1]]", &[element.to_json(), json!(name)])
    }

    /// An attribute of an element, null when it is not there.
    pub(crate) fn attribute(&self, element: &Element, name: &str) -> Result<Value> {
        self.execute("return arguments[0].getAttribute(arguments[1])", &[element.to_json(), json!(name)])
    }

    /// Role and accessible name of what has the keyboard.
    pub(crate) fn focused(&self) -> Result<(String, String)> {
        self.role(&Element::from_json(&self.driver.get("/element/active")?)?)
    }

    /// Role and accessible name of an element, as the engine tells them to a screen reader.
    pub(crate) fn role(&self, element: &Element) -> Result<(String, String)> {
        let path = format!("/element/{}", element.0);
        let role = text(&self.driver.get(&format!("{path}/computedrole"))?)?;
        Ok((role, readable(&self.driver.get(&format!("{path}/computedlabel"))?)?))
    }

    // Doing

    /// Clicks the middle of an element once it stands still and nothing lies over it: nobody hits what still moves, or what
    /// news hides for some seconds. The driver, which looks before it presses, has the word on that.
    pub(crate) fn click(&self, element: &Element) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            self.execute_later(STANDS_STILL, &[element.to_json()])?;
            let pressed = self.driver.post(&format!("/element/{}/click", element.0), &json!({}));
            let Err(error) = pressed else { return Ok(()) };
            if !error.to_string().starts_with("element click intercepted") {
                return Err(error);
            }
            if Instant::now() > deadline {
                let over = self.execute(WHAT_LIES_OVER, &[element.to_json()])?;
                return Err(error.context(format!("a click, with this over its middle: {over}")));
            }
            std::thread::sleep(Duration::from_millis(40));
        }
    }

    /// Puts away what was told, which lies over the page for some seconds.
    pub(crate) fn dismiss_news(&self) -> Result<()> {
        self.wait_until("no notice", || {
            let news = self.find_all(".notice .button--icon")?;
            for dismiss in &news {
                self.click(dismiss)?;
            }
            Ok(news.is_empty())
        })
    }

    /// Presses and releases the pointer twice at once, as a hand does that is used to double clicks.
    pub(crate) fn double_click(&self, target: &Element) -> Result<()> {
        let move_there = json!({ "type": "pointerMove", "duration": 0, "x": 0, "y": 0, "origin": target.to_json() });
        let (down, up) = (json!({ "type": "pointerDown", "button": 0 }), json!({ "type": "pointerUp", "button": 0 }));
        let actions = json!([move_there, down, up, down, up]);
        let mouse =
            json!({ "type": "pointer", "id": "mouse", "parameters": { "pointerType": "mouse" }, "actions": actions });
        self.driver.post("/actions", &json!({ "actions": [mouse] })).map(|_| ())
    }

    /// Clicks the button of this name.
    pub(crate) fn click_button(&self, name: &str) -> Result<()> {
        self.click(&self.by_role("button", name)?)
    }

    /// Puts a value into a field in place of what it holds: a word is typed key by key, what is longer is pasted, as a person
    /// does. (The protocol's own way to empty a field is one that no person has and no page hears of.)
    pub(crate) fn fill(&self, field: &Element, value: &str) -> Result<()> {
        let (pasted, typed) = if value.chars().count() <= WORD { ("", value) } else { (value, "") };
        ensure!(self.execute(REPLACE, &[field.to_json(), json!(pasted)])? == true, "the field took nothing: {value}");
        if typed.is_empty() {
            return Ok(());
        }
        self.type_into(field, typed)
    }

    /// Types into a field after what it holds, key by key.
    pub(crate) fn type_into(&self, field: &Element, value: &str) -> Result<()> {
        self.driver.post(&format!("/element/{}/value", field.0), &json!({ "text": value })).map(|_| ())
    }

    /// Chooses the option with this text in a native list.
    pub(crate) fn choose(&self, list: &Element, option: &str) -> Result<()> {
        let chosen = self.execute(CHOOSE, &[list.to_json(), json!(option)])?;
        ensure!(chosen == true, "the list has no option “{option}”, but {chosen}");
        Ok(())
    }

    /// Presses keys one after the other, wherever the focus is: `"Tab"`, `"Shift+Tab"`, `"Enter"`, `"Control+k"`, `"a"`.
    pub(crate) fn press(&self, keys: &[&str]) -> Result<()> {
        let mut actions = Vec::new();
        for chord in keys {
            // A plus alone is the key that says so.
            let parts = if *chord == "+" { vec![*chord] } else { chord.split('+').collect() };
            let parts: Vec<String> = parts.into_iter().map(key).collect::<Result<_>>()?;
            actions.extend(parts.iter().map(|part| json!({ "type": "keyDown", "value": part })));
            actions.extend(parts.iter().rev().map(|part| json!({ "type": "keyUp", "value": part })));
        }
        let keyboard = json!({ "type": "key", "id": "keyboard", "actions": actions });
        self.driver.post("/actions", &json!({ "actions": [keyboard] })).map(|_| ())
    }

    /// Runs a script in the page and returns what it returns; `arguments` are JSON, or elements from `Element::to_json`.
    pub(crate) fn execute(&self, script: &str, arguments: &[Value]) -> Result<Value> {
        self.driver.post("/execute/sync", &json!({ "script": script, "args": arguments }))
    }

    /// The same for a script that answers later, by calling its last argument.
    pub(crate) fn execute_later(&self, script: &str, arguments: &[Value]) -> Result<Value> {
        self.driver.post("/execute/async", &json!({ "script": script, "args": arguments }))
    }

    // Waiting

    /// Waits until the condition holds.
    pub(crate) fn wait_until(&self, what: &str, mut condition: impl FnMut() -> Result<bool>) -> Result<()> {
        self.wait_for(what, || Ok(condition()?.then_some(())))
    }

    /// Waits until there is something to return. The error says what was waited for and what the page showed instead.
    pub(crate) fn wait_for<T>(&self, what: &str, mut look: impl FnMut() -> Result<Option<T>>) -> Result<T> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let seen = look();
            if let Ok(Some(found)) = seen {
                return Ok(found);
            }
            if Instant::now() > deadline {
                let page = self.foremost_text().unwrap_or_else(|error| format!("(no page: {error:#})"));
                let last = seen.err().map(|error| format!("\nthe last error was: {error:#}")).unwrap_or_default();
                bail!("waited {PATIENCE:?} for {what}; the page shows:\n{page}{last}");
            }
            std::thread::sleep(Duration::from_millis(40));
        }
    }

    /// Waits until these words can be read on the page.
    pub(crate) fn wait_for_text(&self, words: &str) -> Result<()> {
        self.wait_until(&format!("the words “{words}”"), || Ok(self.text()?.contains(words)))
    }

    // Judging

    /// The rules of these sets of axe-core's, such as `best-practice`, that the page breaks as it is now, one line for each
    /// element at fault.
    pub(crate) fn violations_of(&self, tags: &[&str]) -> Result<Vec<String>> {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("node_modules/axe-core/axe.min.js");
        let axe = fs::read_to_string(source).context("axe-core is missing: run `npm ci` (./dev test does)")?;
        if self.execute("return typeof window.axe", &[])? != "object" {
            self.execute(&axe, &[])?;
        }
        let found = self.execute_later(AXE, &[json!(tags)])?;
        found.as_array().with_context(|| format!("axe-core failed: {found}"))?.iter().map(text).collect()
    }

    /// Fails with a readable list when the page breaks a rule of WCAG A or AA.
    pub(crate) fn assert_accessible(&self, view: &str) -> Result<()> {
        self.wait_for_rest()?;
        let violations = self.violations_of(&WCAG_AA)?;
        let theme = self.theme().name();
        ensure!(violations.is_empty(), "{view}, {theme}: axe-core found\n{}", violations.join("\n"));
        Ok(())
    }

    /// Makes the page this large, in CSS pixels.
    pub(crate) fn resize(&self, width: u32, height: u32) -> Result<()> {
        if self.size()? == (width.into(), height.into()) {
            return Ok(());
        }
        self.driver.post("/window/rect", &json!({ "x": 0, "y": 0, "width": width, "height": height }))?;
        self.wait_until(&format!("a window of {width} × {height}"), || {
            Ok(self.size()? == (width.into(), height.into()))
        })
    }

    /// Saves the window as `NAME-THEME-WxH.png` under `out/screens`, at both sizes that the page is drawn for, when
    /// `BERTH_SCREENS` is set (`./dev screens` sets it).
    pub(crate) fn screenshot(&self, name: &str) -> Result<()> {
        if env::var_os("BERTH_SCREENS").is_none() {
            return Ok(());
        }
        for (width, height) in [(1024, 640), (1280, 800)] {
            self.resize(width, height)?;
            self.wait_for_rest()?;
            let file = format!("{name}-{}-{width}x{height}.png", self.theme().name());
            self.desktop.screen().save(&screens().join(file))?;
        }
        Ok(())
    }

    /// Speaks pseudo-language from here on. Every module of the page has run by then, so that a word which one of them holds
    /// on to stays English.
    pub(crate) fn speak_pseudo(&self) -> Result<()> {
        let ui = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui");
        let mut modules = Vec::new();
        for folder in ["dialogs", "elements", "lib", "state", "views"] {
            for entry in fs::read_dir(ui.join(folder))? {
                modules.push(format!("/{folder}/{}", entry?.file_name().to_string_lossy()));
            }
        }
        let pseudo = include_str!("../../../page-tests/pseudo.mjs").replace("export ", "");
        let failed = self.execute_later(&format!("{pseudo}\n{SPEAK}"), &[json!(modules)])?;
        ensure!(failed.is_null(), "the page does not speak pseudo-language: {failed}");
        Ok(())
    }

    /// Whether it speaks pseudo-language.
    pub(crate) fn is_pseudo(&self) -> bool {
        self.desktop.is_pseudo()
    }

    /// What its desktop tells it about light and dark.
    pub(crate) fn theme(&self) -> Theme {
        self.desktop.theme()
    }

    /// Turns its desktop to this theme, and waits until the page has turned too.
    pub(crate) fn turn(&self, theme: Theme) -> Result<()> {
        self.desktop.turn(theme)?;
        self.wait_until(theme.name(), || Ok(self.execute(IS_DARK, &[])? == (theme == Theme::Dark)))
    }

    /// Waits until everything that moves or fades in has arrived, and two frames more, so that it is painted too.
    pub(crate) fn wait_for_rest(&self) -> Result<()> {
        self.wait_until("the page to be at rest", || Ok(self.execute(AT_REST, &[])? == true))?;
        self.execute_later(TWO_FRAMES_LATER, &[]).map(|_| ())
    }

    fn size(&self) -> Result<(u64, u64)> {
        let size = self.execute("return [innerWidth, innerHeight]", &[])?;
        Ok((size[0].as_u64().unwrap_or_default(), size[1].as_u64().unwrap_or_default()))
    }

    /// Waits until the window shows more than its bare ground, whoever drew it. Needs no page that can be asked.
    pub(crate) fn wait_for_paint(&self) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        while !self.desktop.screen().shows_something()? {
            ensure!(Instant::now() < deadline, "the window stayed empty for {PATIENCE:?}");
            std::thread::sleep(Duration::from_millis(40));
        }
        Ok(())
    }

    // Ending

    /// The sandbox that it has started.
    pub(crate) fn sandbox(&self) -> Result<Embedded> {
        Embedded::of(self.desktop, self.program()?)
    }

    /// The process id of the program.
    pub(crate) fn program(&self) -> Result<u32> {
        self.driver.program()
    }

    /// Asks the window to close, as its title bar would. Whether it does is the program's decision.
    pub(crate) fn ask_to_close(&self) -> Result<()> {
        self.desktop.screen().ask_to_close()
    }

    /// Waits until the program has ended by itself.
    pub(crate) fn wait_for_end(self) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        while self.driver.program().is_ok() {
            ensure!(Instant::now() < deadline, "the program still runs after {PATIENCE:?}");
            std::thread::sleep(Duration::from_millis(40));
        }
        Ok(())
    }

    /// Closes the window as a person would and waits for the program to end.
    pub(crate) fn close(self) -> Result<()> {
        self.ask_to_close()?;
        self.wait_for_end()
    }

    /// Kills the program where it stands (SIGKILL).
    pub(crate) fn kill(self) -> Result<()> {
        kill_process(pid(self.program()?)?, Signal::KILL)?;
        self.wait_for_end()
    }
}

impl Element {
    /// The element as an argument of a script.
    pub(crate) fn to_json(&self) -> Value {
        json!({ ELEMENT: self.0 })
    }

    /// An element that a script returned.
    pub(crate) fn from_json(value: &Value) -> Result<Self> {
        Ok(Self(text(&value[ELEMENT])?))
    }
}

/// A text without the marks that keep a name's direction of writing to itself, which cannot be seen, and without those of
/// pseudo-language, so that a way through the page leads through it in that language too.
fn readable(value: &Value) -> Result<String> {
    let marks = ['\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}', '\u{301}', '\u{2c9}', '\u{27e6}', '\u{27e7}'];
    Ok(text(value)?.replace(marks, ""))
}

fn elements(value: &Value) -> Result<Vec<Element>> {
    value.as_array().context("expected a list of elements")?.iter().map(Element::from_json).collect()
}

fn screens() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("out/screens")
}

/// Elements that can have the role; the engine then says which of them do. Roles are called as `WebKit` calls them: a
/// native list is a `button`, a number field a `textbox`, a picture an `image`.
fn candidates(role: &str) -> String {
    let native = match role {
        "button" => "button,summary,select,input[type=button],input[type=submit]",
        "link" => "a[href]",
        "textbox" => "input,textarea",
        "searchbox" => "input[type=search]",
        "checkbox" | "switch" => "input[type=checkbox]",
        "radio" => "input[type=radio]",
        "slider" => "input[type=range]",
        "heading" => "h1,h2,h3,h4,h5,h6",
        "dialog" | "alertdialog" => "dialog",
        "article" => "article",
        "region" => "section",
        "navigation" => "nav",
        "image" => "img,svg,[role=img]",
        "list" => "ul,ol",
        "listitem" => "li",
        "table" => "table",
        "row" => "tr",
        "group" => "fieldset,details",
        _ => "",
    };
    let comma = if native.is_empty() { "" } else { "," };
    format!("[role={role}]{comma}{native}")
}

/// A key's value in the protocol.
fn key(name: &str) -> Result<String> {
    let code = match name {
        "Backspace" => '\u{e003}',
        "Tab" => '\u{e004}',
        "Enter" => '\u{e006}',
        "Shift" => '\u{e008}',
        "Control" => '\u{e009}',
        "Alt" => '\u{e00a}',
        "Escape" => '\u{e00c}',
        "Space" => ' ',
        "PageUp" => '\u{e00e}',
        "PageDown" => '\u{e00f}',
        "End" => '\u{e010}',
        "Home" => '\u{e011}',
        "ArrowLeft" => '\u{e012}',
        "ArrowUp" => '\u{e013}',
        "ArrowRight" => '\u{e014}',
        "ArrowDown" => '\u{e015}',
        "Delete" => '\u{e017}',
        _ => {
            let mut characters = name.chars();
            match (characters.next(), characters.next()) {
                (Some(single), None) => single,
                _ => bail!("no key is called {name}"),
            }
        }
    };
    Ok(code.to_string())
}

/// Ends with an event of input as a person's own would, by which alone the page hears of it. Nothing over nothing is none.
const REPLACE: &str = "
    const [field, value] = arguments;
    field.focus();
    field.select();
    const before = field.value;
    return (before === '' && value === '')
        || document.execCommand(value === '' ? 'delete' : 'insertText', false, value);
";

/// What lies behind an open modal dialog can be neither seen nor used, so it is not looked at.
const VISIBLE: &str = "
    const scope = [...document.querySelectorAll('dialog:modal')].at(-1);
    const own = scope?.matches(arguments[0]) ? [scope] : [];
    const inside = [...(scope ?? document).querySelectorAll(arguments[0])];
    const likely = (element) => arguments[1] === undefined
        || (element.ariaLabel ?? element.innerText).replace(/[\\u2066-\\u2069\\u0301\\u02c9\\u27e6\\u27e7]/g, '').replace(/\\s+/g, ' ').trim()
            === arguments[1];
    const visible = [...own, ...inside].filter((element) => element.checkVisibility());
    return [...visible.filter(likely), ...visible.filter((element) => !likely(element))];
";

const STANDS_STILL: &str = "
    const [element, done] = arguments;
    element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    let before = '';
    let frames = 0;
    const look = () => {
        const place = JSON.stringify(element.getBoundingClientRect());
        frames = place === before ? frames + 1 : 0;
        before = place;
        if (frames < 2) { requestAnimationFrame(look); } else { done(); }
    };
    look();
";

const WHAT_LIES_OVER: &str = "
    const { left, top, width, height } = arguments[0].getBoundingClientRect();
    const over = document.elementFromPoint(left + width / 2, top + height / 2);
    const said = (element) => `${element.localName}.${element.className} “${(element.innerText ?? '').slice(0, 60)}”`;
    return [arguments[0], over].map((element) => element && said(element)).concat([left, top, width, height, innerWidth, innerHeight]).join(' | ');
";

const SPEAK: &str = "
    const [modules, done] = arguments;
    const fetched = (path) => import(location.origin + path);
    (async () => {
        await Promise.all(modules.map(fetched));
        const [{ words }, { help }, { timelineWords: timeline }, { speakThis }] =
            await Promise.all(['text', 'help', 'timeline-text'].map((name) => fetched(`/lib/${name}.js`))
                .concat(fetched('/state/language.js')));
        window.inEnglish = leaves({ words, help, timeline });
        speakThis(pseudo({ words, help, timeline }));
        requestAnimationFrame(() => requestAnimationFrame(() => done(null)));
    })().catch((error) => done(String(error)));
";

/// What turns for ever is no reason to wait.
const IS_DARK: &str = "return matchMedia('(prefers-color-scheme: dark)').matches";

const AT_REST: &str = "
    return !document.querySelector('.wall__room[aria-busy]') && document.getAnimations().every((one) =>
        one.playState !== 'running' || one.effect?.getComputedTiming().endTime === Infinity);
";

const TWO_FRAMES_LATER: &str = "
    const [done] = arguments;
    requestAnimationFrame(() => requestAnimationFrame(() => done()));
";

const FIELD: &str = "
    const words = (label) => {
        const copy = label.cloneNode(true);
        copy.querySelectorAll('input,select,textarea,button').forEach((control) => control.remove());
        return copy.textContent.replace(/[\\u2066-\\u2069\\u0301\\u02c9\\u27e6\\u27e7]/g, '').replace(/\\s+/g, ' ').trim();
    };
    const named = (field) => field.ariaLabel?.replace(/[\\u2066-\\u2069\\u0301\\u02c9\\u27e6\\u27e7]/g, '') === arguments[0]
        || [...(field.labels ?? [])].some((label) => words(label) === arguments[0]);
    return [...document.querySelectorAll('input,select,textarea')].find((field) =>
        field.checkVisibility() && named(field)) ?? null;
";

/// The text as it is in the document is a quick first sieve; what counts is the text as it is laid out.
const INNERMOST_WITH_TEXT: &str = "
    const [words] = arguments;
    const plain = (text) => (text ?? '').replace(/[\\u0301\\u02c9\\u27e6\\u27e7]/g, '');
    const scope = [...document.querySelectorAll('dialog:modal')].at(-1) ?? document.body;
    const found = [...scope.querySelectorAll('*')]
        .filter((element) => plain(element.textContent).includes(words))
        .filter((element) => element.checkVisibility() && plain(element.innerText).includes(words));
    return found.find((element) => !found.some((other) => other !== element && element.contains(other))) ?? null;
";

const CHOOSE: &str = "
    const [list, wanted] = arguments;
    const options = [...list.options].map((option) => option.text.replace(/[\\u0301\\u02c9\\u27e6\\u27e7]/g, '').trim());
    const index = options.indexOf(wanted);
    if (index < 0) { return options; }
    list.focus();
    list.selectedIndex = index;
    list.dispatchEvent(new Event('input', { bubbles: true }));
    list.dispatchEvent(new Event('change', { bubbles: true }));
    return true;
";

/// As if the head lay over nothing: axe-core takes a target that is scrolled half below it for one that is too small. That what
/// has the focus is not covered is a story of its own. The stylesheets are read once for each page, for they stay the same.
const AXE: &str = "
    const [tags, done] = arguments;
    const head = document.querySelector('.top');
    head.style.position = 'static';
    const preload = window.sheetsWereRead !== true;
    window.sheetsWereRead = true;
    window.axe.run(document, { runOnly: tags, resultTypes: ['violations'], preload }).finally(() => { head.style.position = ''; }).then(
        (result) => done(result.violations.flatMap((rule) =>
            rule.nodes.map((node) => `${rule.id}: ${rule.help} at ${node.target.join(' ')}: ${node.failureSummary}`))),
        (error) => done(String(error)));
";
