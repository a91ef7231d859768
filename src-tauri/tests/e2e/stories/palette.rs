//! What is done by its name or its key: the palette, the shortcuts and their sheet, the menu, and the dialogs that help.

use std::fs;

use anyhow::{ensure, Context as _, Result};
use berth_sandbox::Operation;

use super::{
    keyboard::{gives_the_focus_back, keeps_the_focus},
    steps::ensure_says,
};
use crate::{desktop::Desktop, page::Page};

#[test]
fn the_palette_opens_by_keys_finds_a_place_and_gives_the_focus_back() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    // The very first key, before anything was fetched for it.
    page.open_palette()?;
    ensure_says(&page.read_dialog()?, &["Go to the desk", "Track a policy…", "No account is at a test endpoint."])?;
    page.press(&["Escape"])?;
    page.wait_for_no_dialog()?;

    page.tab_to("button", "llm fine-tune")?;
    // Once it was fetched, it is there before the next frame.
    ensure!(page.execute_later(IN_ONE_FRAME, &[])? == "combobox", "the palette is late");
    for key in ["Tab", "Shift+Tab"] {
        page.press(&[key; 3])?;
        ensure!(page.focused()?.0 == "combobox", "{key} leaves the palette for {:?}", page.focused()?);
    }
    page.press(&["End", "ArrowDown", "ArrowDown", "ArrowUp", "Home"])?;
    ensure!(active(&page)? == "Go to the desk", "at first: {:?}", active(&page)?);
    page.press(&["Escape"])?;
    page.wait_for_no_dialog()?;
    page.wait_for_focus("llm fine-tune")?;

    page.open_palette()?;
    page.press(&letters("compa"))?;
    page.wait_until("the place", || Ok(active(&page)?.starts_with("Go to compare")))?;
    page.press(&["Enter"])?;
    page.wait_for_no_dialog()?;
    page.wait_for_text("Pick what to compare")?;

    // What was used last comes first, and is known after a restart.
    page.open_palette()?;
    ensure!(active(&page)?.starts_with("Go to compare"), "first of all: {:?}", active(&page)?);
    page.press(&letters("no such thing"))?;
    page.wait_for_dialog(&["Nothing is called so."])?;
    page.press(&["Escape"])?;
    page.wait_for_no_dialog()?;
    // From elsewhere into the field of the desk.
    page.open_palette()?;
    page.press(&letters("search pol"))?;
    page.press(&["Enter"])?;
    searching(&page)?;
    let kept = desktop.root().join("data/berth/page.json");
    page.wait_until("the commands to be kept", || {
        Ok(fs::read_to_string(&kept).is_ok_and(|text| text.contains(r#""recentCommands":["search","compare"]"#)))
    })?;
    page.close()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.open_palette()?;
    page.wait_until("what was used last", || Ok(active(&page)? == "Search the policies"))
}

#[test]
fn a_policy_s_details_and_reviews_open_from_the_palette_and_nothing_is_sent_by_it() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.tab_to("button", "ml-train nightly")?;
    for (typed, review, keep) in [
        ("buy ml-tr", "Buy for $127.35", "Don't buy"),
        ("cancel llm", "The free-cancel window has passed", "Keep policy"),
    ] {
        page.open_palette()?;
        page.press(&letters(typed))?;
        page.wait_until("the review's name", || Ok(active(&page)?.starts_with("Review ")))?;
        page.press(&["Enter"])?;
        page.wait_for_dialog(&[review])?;
        page.wait_for_focus(keep)?;
        // Behind a dialog there is no palette, and a key that is pressed alone means nothing.
        page.press(&["Control+k", "?", "g", "p"])?;
        ensure_says(&page.read_dialog()?, &[review])?;
        page.press(&["Escape"])?;
        page.wait_for_no_dialog()?;
        page.wait_for_focus("ml-train nightly")?;
    }
    page.open_palette()?;
    page.press(&letters("llm fine"))?;
    page.wait_until("the details' name", || Ok(active(&page)? == "Details: llm fine-tune"))?;
    page.press(&["Enter"])?;
    page.wait_for_details(&["Policy id"])?;
    let vendor = page.sandbox()?;
    for operation in [Operation::Purchase, Operation::Cancel, Operation::Reserve] {
        ensure!(vendor.deliveries(operation)? == 0, "{operation:?} was sent");
    }
    Ok(())
}

#[test]
fn a_policy_that_cannot_be_bought_says_why_in_the_palette_and_opens_nothing() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.open_palette()?;
    page.press(&letters("buy llm"))?;
    page.wait_until("the review's name", || Ok(active(&page)?.starts_with("Review buying llm fine-tune")))?;
    page.press(&["Enter"])?;
    ensure!(page.focused()?.0 == "combobox", "the palette gave way to {:?}", page.focused()?);
    page.assert_accessible("a palette with what cannot be done")
}

#[test]
fn single_keys_lead_to_places_and_into_the_search_and_can_be_turned_off_for_good() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.press(&["g", "p"])?;
    page.wait_for_text("What happens next")?;
    page.press(&["g", "x", "g", "d"])?;
    page.wait_for_desk()?;
    page.press(&["/"])?;
    searching(&page)?;
    // What is typed is text, and no shortcut.
    page.press(&letters("g p?/"))?;
    ensure!(page.property(&page.field("Search policies")?, "value")? == "g p?/", "keys were swallowed");
    page.open_palette()?;
    page.press(&["Escape"])?;
    page.wait_for_no_dialog()?;
    searching(&page)?;
    page.press(&["Backspace"; 5])?;

    page.press(&["Tab", "?"])?;
    let sheet = page.wait_for_dialog(&["Keyboard shortcuts"])?;
    ensure_says(&sheet, &["Go to the desk G then D", "Back to where you were Alt ←", "All commands… Ctrl"])?;
    page.assert_accessible("the sheet of shortcuts")?;
    page.click(&page.by_role("switch", "Shortcuts of single keys")?)?;
    page.wait_for_dialog(&["Off: keys that are pressed alone do nothing."])?;
    page.press(&["Escape"])?;
    page.wait_for_no_dialog()?;
    page.press(&["g", "p", "?"])?;
    ensure!(page.text()?.contains("Saved so far"), "a single key was heard");
    let kept = desktop.root().join("data/berth/page.json");
    page.wait_until("the choice to be kept", || {
        Ok(fs::read_to_string(&kept).is_ok_and(|text| text.contains(r#""singleKeys":{"on":false}"#)))
    })?;
    page.close()?;

    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.press(&["?", "g", "p", "Control+k"])?;
    page.wait_until("the palette", || Ok(page.focused()?.0 == "combobox"))?;
    page.press(&letters("keyboard"))?;
    page.press(&["Enter"])?;
    page.wait_for_dialog(&["Off: keys that are pressed alone do nothing."]).map(|_| ())
}

#[test]
fn the_menu_is_walked_by_arrows_and_letters_and_leads_to_the_glossary() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.tab_to("button", "Menu")?;
    page.press(&["ArrowDown"])?;
    page.wait_until("the first command", || Ok(page.focused()?.1.starts_with("Price a window")))?;
    page.assert_accessible("the menu")?;
    page.press(&["ArrowUp"])?;
    page.wait_until("the last command", || Ok(page.focused()?.1.starts_with("About Berth")))?;
    page.press(&["Escape"])?;
    page.wait_for_focus("Menu")?;
    page.press(&["Enter", "g"])?;
    page.wait_until("the glossary's name", || Ok(page.focused()?.1.starts_with("Glossary")))?;
    page.press(&["Enter"])?;
    page.wait_for_dialog(&["Break-even use"])?;
    page.fill(&page.field("Search the glossary")?, "drift")?;
    page.wait_until("one word", || Ok(!page.read_dialog()?.contains("Break-even use")))?;
    page.press(&["Escape"])?;
    page.wait_for_no_dialog()?;
    page.wait_for_focus("Menu")?;

    page.open_palette()?;
    page.press(&letters("glossary in doubt"))?;
    page.wait_until("the word", || Ok(active(&page)? == "Glossary: In doubt"))?;
    page.press(&["Enter"])?;
    page.wait_for_dialog(&["No answer proves whether a request was carried out."]).map(|_| ())
}

#[test]
fn about_says_the_version_the_files_and_the_licences_of_what_is_shipped() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.click_button("Menu")?;
    page.click(&page.by_role("menuitem", "About Berth…")?)?;
    let about = page.wait_for_dialog(&["Rust crates", "rusqlite"])?;
    let version = concat!("Berth ", env!("CARGO_PKG_VERSION"));
    ensure_says(&about, &[version, "ledger.db", "settings.json", "preact 11", "tauri 2.12.5 Apache-2.0 OR MIT"])?;
    page.fill(&page.field("Search crates")?, "webpki ISC")?;
    page.wait_until("fewer crates", || Ok(!page.read_dialog()?.contains("rusqlite")))?;
    page.fill(&page.field("Search crates")?, "keyring-core")?;
    page.click_button("keyring-core")?;
    page.wait_for_dialog(&["Licence of keyring-core", "Permission is hereby granted"])?;
    page.assert_accessible("a crate's licence")?;
    page.click(&page.by_text("preact 11")?)?;
    page.wait_for_dialog(&["Permission is hereby granted, free of charge"]).map(|_| ())
}

#[test]
fn the_dialogs_that_help_take_the_focus_hold_it_and_give_it_back() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.tab_to("button", "llm fine-tune")?;
    let card = page.focused()?;
    for (name, start) in [
        ("keyboard shortcuts", "Close"),
        ("glossary…", "Search the glossary"),
        ("glossary drift", ""),
        ("about berth", "Close"),
    ] {
        page.open_palette()?;
        page.press(&letters(name))?;
        page.press(&["Enter"])?;
        page.wait_until("a dialog in its place", || Ok(page.find_all(".palette")?.is_empty()))?;
        keeps_the_focus(&page, start).with_context(|| name)?;
        gives_the_focus_back(&page, &card).with_context(|| name)?;
    }
    Ok(())
}

/// What has the keyboard in the frame that follows the palette's keys.
const IN_ONE_FRAME: &str = "
    const [done] = arguments;
    requestAnimationFrame(() => {
        document.activeElement.dispatchEvent(
            new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, bubbles: true, cancelable: true }));
        requestAnimationFrame(() => done(document.activeElement.role ?? document.activeElement.className));
    });
";

/// Does what a command does, by its name, from whichever view: "Settings: dark theme", for one.
pub(super) fn run(page: &Page<'_>, command: &str) -> Result<()> {
    page.open_palette()?;
    page.press(&letters(command))?;
    page.wait_until("the command", || Ok(active(page)? == command))?;
    page.press(&["Enter"])
}

/// What is active in the palette, in words.
fn active(page: &Page<'_>) -> Result<String> {
    let option = page.find(".palette [aria-selected='true'] .palette__name")?;
    page.read(&option)
}

/// Waits until the keyboard is in the field that searches the desk.
fn searching(page: &Page<'_>) -> Result<()> {
    page.wait_until("the search", || Ok(page.execute("return document.activeElement.id", &[])? == "search"))
}

/// The keys of a text.
fn letters(text: &str) -> Vec<&str> {
    text.split("").filter(|letter| !letter.is_empty()).collect()
}
