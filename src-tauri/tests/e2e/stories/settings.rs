//! Settings: what is chosen holds at once, survives a restart, and is told of when the disk does not take it.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use anyhow::{ensure, Context as _, Result};
use serde_json::{json, Value};

use super::steps::{ensure_says, ensure_silent};
use crate::{
    desktop::{Desktop, Keyring, Theme},
    page::Page,
};

#[test]
fn the_theme_is_changed_at_once_kept_and_given_back_to_the_system() -> Result<()> {
    let desktop = Desktop::with(Keyring::Unlocked, Theme::Light)?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.click_button("Settings")?;
    page.choose_setting("theme", "dark")?;
    page.wait_until("a dark page", || desktop.screen().is_dark())?;
    page.wait_until("the theme to be kept", || Ok(kept(&desktop)["theme"] == "dark"))?;
    page.close()?;

    // The window was made dark; the system is as light as before, and the page follows it again.
    let page = desktop.open()?;
    page.wait_until("the dark page that was left", || desktop.screen().is_dark())?;
    page.click_button("Settings")?;
    page.choose_setting("theme", "system")?;
    page.wait_until("a light page", || Ok(!desktop.screen().is_dark()?))?;
    page.close()
}

#[test]
fn times_are_shown_as_chosen_at_once_and_from_the_first_painting_on() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    ensure!(!has_twelve(&page)?, "a first start counts to twenty-four");
    page.click_button("Settings")?;
    page.choose_setting("clock", "12")?;
    page.wait_until("the example", || has_twelve(&page))?;
    let first = page.read(&page.find(".setting--preview .moment > :first-child")?)?;
    ensure_says(&first, &["UTC+05:30"])?;
    page.choose_setting("zone", "mine")?;
    page.wait_until("the user's clock first", || {
        Ok(page.read(&page.find(".setting--preview .moment > :first-child")?)?.contains("CE"))
    })?;
    page.click_button("Desk")?;
    page.wait_for_desk()?;
    ensure!(has_twelve(&page)?, "the cards still count to twenty-four");
    let painting = desktop.root().join("data/berth/painting.json");
    page.wait_until("the painting of such cards", || {
        Ok(fs::read_to_string(&painting).is_ok_and(|kept| kept.contains(" pm") || kept.contains(" am")))
    })?;
    page.close()?;

    let page = desktop.open()?;
    ensure!(
        page.execute("return 'painted' in document.getElementById('app').dataset", &[])? == true,
        "the desk was not painted ahead"
    );
    ensure!(has_twelve(&page)?, "the first times are not those of the clock that was chosen");
    page.close()?;

    // Times that were painted for another clock are not shown to begin with.
    let file = settings_file(&desktop);
    let text = fs::read_to_string(&file)?.replace("\"clock\": \"12\"", "\"clock\": \"24\"");
    fs::write(&file, text)?;
    let page = desktop.open()?;
    ensure!(
        page.execute("return 'painted' in document.getElementById('app').dataset", &[])? == false,
        "an old clock was painted"
    );
    page.wait_for_desk()?;
    ensure!(!has_twelve(&page)?, "the cards count to twelve");
    page.close()
}

#[test]
fn the_month_and_the_currency_are_where_they_are_used() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.click_button("Settings")?;
    page.choose_setting("hoursPerMonth", "744")?;
    let currency = page.field("Currency of new Cloudidr accounts")?;
    page.fill(&currency, "EU")?;
    page.wait_for_text("Until then it stays USD.")?;
    page.type_into(&currency, "R")?;
    page.wait_until("the currency to be kept", || Ok(kept(&desktop)["currency"] == "EUR"))?;
    page.click_button("Connect an account")?;
    page.wait_for_dialog(&["Currency"])?;
    ensure!(page.property(&page.field("Currency")?, "value")? == "EUR", "another currency is offered");
    page.press(&["Escape"])?;
    page.wait_for_no_dialog()?;
    page.click_button("Compare")?;
    page.tick("llm fine-tune: This window")?;
    page.wait_for_text("744 h")?;
    // What is chosen there goes before.
    page.choose(&page.field("A month has")?, "730 hours, a twelfth of a year")?;
    page.wait_for_text("730 h")?;
    page.close()
}

#[test]
fn the_log_says_more_from_the_moment_it_is_told_to_and_no_secret() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    price(&page, "Before")?;
    ensure_silent(&log(&desktop)?, &["DEBUG"])?;
    page.click_button("Settings")?;
    page.choose_setting("logLevel", "debug")?;
    page.wait_until("the level to be kept", || Ok(kept(&desktop)["log_level"] == "debug"))?;
    price(&page, "After")?;
    page.wait_until("a line for the request", || Ok(log(&desktop)?.contains("DEBUG")))?;
    let written = log(&desktop)?;
    ensure_says(&written, &["DEBUG berth_remote::http", "request"])?;
    ensure_silent(&written, &["Bearer", "password", "Authorization", "eyJ"])?;
    page.close()?;

    // A start that is told so says it from the beginning, and no more once it is told to stop.
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.click_button("Settings")?;
    page.choose_setting("logLevel", "error")?;
    page.wait_until("the level to be kept", || Ok(kept(&desktop)["log_level"] == "error"))?;
    let before = log(&desktop)?.len();
    price(&page, "Quiet")?;
    ensure!(log(&desktop)?.len() == before, "{}", &log(&desktop)?[before..]);
    page.close()
}

#[test]
fn the_folders_of_ledger_and_logs_are_opened_by_whatever_opens_folders_here() -> Result<()> {
    let desktop = Desktop::new()?;
    let root = desktop.root();
    let entries = root.join("data/applications");
    fs::create_dir_all(&entries)?;
    // A desktop on which nothing does, whatever this machine has.
    let removed = format!("[Removed Associations]\ninode/directory={}\n", opening_folders()?.join(";"));
    fs::write(entries.join("mimeapps.list"), removed)?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.click_button("Settings")?;
    page.click_button("Open: Data folder")?;
    page.wait_for_text("Nothing on this desktop opens folders.")?;
    page.assert_accessible("a folder that nothing opens")?;
    page.close()?;

    // A desktop entry as a file manager brings it, which writes down what it is given.
    let (given, program) = (root.join("given"), root.join("files.sh"));
    fs::write(&program, format!("printf '%s\\n' \"$1\" >> '{}'\n", given.display()))?;
    let entry = format!(
        "[Desktop Entry]\nType=Application\nName=Files\nExec=/bin/sh '{}' %u\nMimeType=inode/directory;\n",
        program.display()
    );
    fs::write(entries.join("files.desktop"), entry)?;
    fs::write(entries.join("mimeapps.list"), "[Default Applications]\ninode/directory=files.desktop\n")?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.click_button("Settings")?;
    for (name, folder) in [("Data folder", "data/berth"), ("Logs", "state/berth/logs")] {
        page.click_button(&format!("Open: {name}"))?;
        let expected = root.join(folder);
        page.wait_until(&format!("{name} to be opened"), || {
            let given = fs::read_to_string(&given).unwrap_or_default();
            Ok(given.lines().last().is_some_and(|uri| uri.trim_start_matches("file://") == expected.to_string_lossy()))
        })?;
    }
    ensure_silent(&page.text()?, &["Nothing on this desktop"])?;
    page.close()
}

/// The desktop entries of this machine that open folders.
fn opening_folders() -> Result<Vec<String>> {
    let folders = env::var("XDG_DATA_DIRS").unwrap_or_else(|_| "/usr/local/share:/usr/share".to_owned());
    let mut names = Vec::new();
    for folder in folders.split(':').map(|folder| Path::new(folder).join("applications")) {
        for entry in folder.read_dir().into_iter().flatten() {
            let path = entry?.path();
            if fs::read_to_string(&path).is_ok_and(|text| text.contains("inode/directory")) {
                names.extend(path.file_name().map(|name| name.to_string_lossy().into_owned()));
            }
        }
    }
    Ok(names)
}

#[test]
fn what_the_disk_does_not_take_is_said_and_what_was_damaged_is_set_aside() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.click_button("Settings")?;
    // Where the new file would be written lies a folder that is not empty: not even root gets it out of the way.
    let obstacle = PathBuf::from(format!("{}.new", settings_file(&desktop).display()));
    fs::create_dir_all(obstacle.join("full"))?;
    page.choose_setting("hoursPerMonth", "744")?;
    page.wait_for_text("They hold until Berth quits")?;
    ensure!(page.setting("hoursPerMonth")? == "744", "what holds is not what is shown");
    page.assert_accessible("settings that were not saved")?;
    fs::remove_dir_all(&obstacle)?;
    page.click_button("Try again")?;
    page.wait_until("the word to go", || Ok(!page.text()?.contains("They hold until Berth quits")))?;
    ensure!(kept(&desktop)["hours_per_month"] == "744", "not kept: {}", kept(&desktop));
    page.close()?;

    fs::write(settings_file(&desktop), "{\"theme\":\"octarine\"}")?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.click_button("Settings")?;
    page.wait_for_text("could not be read, so they begin anew")?;
    ensure!(page.setting("hoursPerMonth")? == "730", "the defaults do not hold");
    page.assert_accessible("settings that were damaged")?;
    page.close()
}

#[test]
fn a_reset_takes_back_every_setting_and_leaves_the_ledger_and_the_accounts() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    let cards = page.card_names()?;
    page.click_button("Settings")?;
    page.choose_setting("theme", "dark")?;
    page.choose_setting("clock", "12")?;
    // By its name in the palette, as every setting.
    page.open_palette()?;
    page.press(&["r", "e", "s", "e", "t"])?;
    page.wait_for_dialog(&["Settings: reset…"])?;
    page.press(&["Enter"])?;
    page.wait_for_dialog(&["Reset the settings?", "What stays: the ledger"])?;
    page.wait_for_focus("Keep settings")?;
    page.press(&["Enter"])?;
    page.wait_for_no_dialog()?;
    ensure!(page.setting("clock")? == "12", "they were reset although they were kept");
    page.click_button("Reset settings…")?;
    page.click_button("Reset settings")?;
    page.wait_for_no_dialog()?;
    page.wait_until("a light page", || Ok(!desktop.screen().is_dark()?))?;
    ensure!(page.setting("clock")? == "24" && page.setting("theme")? == "system", "not all was reset");
    let kept = kept(&desktop);
    ensure!(kept["theme"] == "system" && kept["clock"] == "24", "kept: {kept}");
    page.click_button("Desk")?;
    page.wait_for_desk()?;
    ensure!(page.card_names()? == cards, "the wall changed: {:?}", page.card_names()?);
    page.click_button("Accounts")?;
    page.card("Sandbox FlexCompute")?;
    page.close()
}

#[test]
fn the_tour_is_offered_once_leads_to_what_is_there_and_is_in_nobodys_way() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.press(&["Shift"])?;
    page.by_role("button", "New here? Three short notes")?;
    ensure!(page.focused()?.1 != "New here? Three short notes", "the offer took the focus");
    page.click_button("New here? Three short notes")?;
    for (title, of) in [
        ("A card is one policy", "1 of 3"),
        ("Price a window, and buy it here", "2 of 3"),
        ("Then connect an account of yours", "3 of 3"),
    ] {
        let note = page.by_role("region", title)?;
        ensure_says(&page.read(&note)?, &[of])?;
        page.wait_for_focus(title)?;
        page.assert_accessible(title)?;
        ensure!(page.execute(APART, &[])? == true, "{title}: the note lies over what it tells of");
        page.click_button(if of == "3 of 3" { "Done" } else { "Next" })?;
    }
    page.wait_until("the note to go", || Ok(page.find_all(".tour")?.is_empty()))?;
    page.wait_until("that it is over to be kept", || Ok(kept(&desktop)["tour_over"] == true))?;
    page.close()?;

    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.press(&["Shift"])?;
    page.wait_for_text("Try anything.")?;
    ensure!(page.find_all("#tour-start")?.is_empty(), "it is offered again");
    // Whoever asks for it has it; a dialog takes its place, and it gives the place back.
    page.open_palette()?;
    page.press(&["t", "o", "u", "r"])?;
    page.wait_for_dialog(&["Tour of the desk"])?;
    page.press(&["Enter"])?;
    page.wait_for_text("A card is one policy")?;
    page.click_button("Track a policy")?;
    page.wait_for_dialog(&["For a policy that was bought elsewhere."])?;
    ensure!(page.find_all(".tour")?.is_empty(), "a note beside a dialog");
    page.press(&["Escape"])?;
    page.wait_for_no_dialog()?;
    page.wait_until("the note again", || Ok(!page.find_all(".tour")?.is_empty()))?;
    page.execute("document.getElementById('tour-title').focus()", &[])?;
    page.press(&["Escape"])?;
    page.wait_until("the note to go", || Ok(page.find_all(".tour")?.is_empty()))?;
    page.close()
}

/// Whether the note leaves free the middle of what it stands beside.
const APART: &str = "
    const note = document.querySelector('.tour').getBoundingClientRect();
    const which = Number(document.querySelector('.tour__count').innerText[0]) - 1;
    const target = [
        document.querySelector('.wall__card [role=timer]')?.closest('article'),
        document.getElementById('price'),
        document.getElementById('connect-real'),
    ][which].getBoundingClientRect();
    return note.bottom <= target.top || note.top >= target.bottom || note.right <= target.left || note.left >= target.right;
";

fn settings_file(desktop: &Desktop) -> PathBuf {
    desktop.root().join("config/berth/settings.json")
}

/// The settings on the disk.
fn kept(desktop: &Desktop) -> Value {
    let file = settings_file(desktop);
    fs::read(&file).ok().and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or(Value::Null)
}

/// All that is in the log.
fn log(desktop: &Desktop) -> Result<String> {
    let mut all = String::new();
    for entry in walk(&desktop.root().join("state"))? {
        if entry.extension().is_some_and(|ending| ending == "log") {
            all.push_str(&fs::read_to_string(&entry)?);
        }
    }
    Ok(all)
}

fn walk(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(walk(&path)?);
        } else {
            found.push(path);
        }
    }
    Ok(found)
}

/// Whether any time that is shown counts to twelve.
fn has_twelve(page: &Page<'_>) -> Result<bool> {
    Ok(page.execute(
        "return [...document.querySelectorAll('time, .card__window')].some((time) => /\\d [ap]m/.test(time.innerText))",
        &[],
    )? == true)
}

/// Asks the sandbox for a price, which is a request over HTTP.
fn price(page: &Page<'_>, name: &str) -> Result<()> {
    page.click_button("Price")?;
    page.ask_for(&super::steps::Wish { name, ..super::steps::SAMPLE })?;
    page.wait_for_text("Review purchase…")
}

impl Page<'_> {
    /// Chooses a setting by the name of its field and the value of the choice.
    fn choose_setting(&self, name: &str, value: &str) -> Result<()> {
        self.click(&self.find(&format!("input[name={name}][value='{value}']"))?)?;
        self.wait_until(&format!("{name} to be {value}"), || Ok(self.setting(name)? == value))
    }

    /// The value that is chosen for a setting.
    fn setting(&self, name: &str) -> Result<String> {
        let script = "return document.querySelector(`input[name=${arguments[0]}]:checked`)?.value ?? ''";
        Ok(self.execute(script, &[json!(name)])?.as_str().unwrap_or_default().to_owned())
    }
}
