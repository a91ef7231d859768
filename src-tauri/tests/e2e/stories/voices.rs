//! What is said to people who do not see the window: names, places and news, as they reach a screen reader.

use std::fmt::Write as _;

use anyhow::{ensure, Context as _, Result};
use berth_sandbox::Operation;

use crate::{
    atspi::{Reader, Thing, ALERT, BUSY, DIALOG, FOCUSED},
    desktop::Desktop,
    page::Page,
};

/// A policy of the sandbox that is ready to be bought, and the review of its purchase.
const BUY: &str = "Buy… ml-train nightly";
const REVIEW: &str = "Buy 1 × p4d.24xlarge, us-east-1, for $127.35?";

/// A view or a dialog: its name, the way there from the one before, the dialog's kind and the beginning of its name where
/// it is one, and controls that are to be called exactly so, by their role.
type Stop =
    (&'static str, fn(&Page<'_>) -> Result<()>, Option<(u32, &'static str)>, &'static [(&'static str, &'static str)]);

const STOPS: [Stop; 18] = [
    (
        "desk",
        |page| page.wait_for_desk(),
        None,
        &[("searchbox", "Search policies"), ("button", "Filter and sort"), ("link", "Skip to the content")],
    ),
    (
        "desk, filters",
        |page| {
            page.click_button("Filter and sort")?;
            page.wait_for_text("Sort by")?;
            page.click(&page.find("#filter-regions")?)?;
            page.wait_for_text("ap-northeast-1")
        },
        None,
        &[("textbox", "From"), ("textbox", "To"), ("button", "Sort by"), ("button", "Group by")],
    ),
    (
        "details",
        |page| {
            page.press(&["Escape"])?;
            page.click_button("llm fine-tune")?;
            page.wait_until("the activity", || Ok(!page.read_details()?.contains("Loading")))
        },
        None,
        &[("button", "Copy: Policy id")],
    ),
    (
        "menu",
        |page| {
            page.press(&["Escape"])?;
            page.click_button("Menu")?;
            page.by_role("menuitem", "About Berth…").map(|_| ())
        },
        None,
        &[("menuitem", "Keyboard shortcuts… , Question mark"), ("menuitem", "About Berth…")],
    ),
    (
        "purchase review",
        |page| {
            page.press(&["Escape"])?;
            page.click_button(BUY)?;
            page.wait_for_dialog(&["Buy for $127.35"]).map(|_| ())
        },
        Some((ALERT, REVIEW)),
        &[("button", "Don't buy"), ("button", "Buy for $127.35"), ("textbox", "Owner")],
    ),
    (
        "cancel review",
        |page| {
            leave(page)?;
            page.click_button("Cancel… llm fine-tune")?;
            page.wait_for_dialog(&["Type the policy's id to go on"]).map(|_| ())
        },
        Some((ALERT, "Cancel llm fine-tune, bought for $")),
        &[("textbox", "Type the policy's id to go on"), ("button", "Keep policy")],
    ),
    (
        "connect",
        |page| {
            leave(page)?;
            page.click_button("Connect a real account")?;
            page.wait_for_dialog(&["It starts in safe mode"])?;
            page.click(&page.by_text("Advanced: test endpoint")?)?;
            page.field("Test endpoint").map(|_| ())
        },
        Some((DIALOG, "Connect an account")),
        &[("textbox", "Password"), ("textbox", "Test endpoint"), ("radio", "A token"), ("button", "Paid by")],
    ),
    (
        "track",
        |page| {
            leave(page)?;
            page.click_button("Track a policy")?;
            page.wait_for_dialog(&["For a policy that was bought elsewhere."]).map(|_| ())
        },
        Some((DIALOG, "Track a policy")),
        &[("textbox", "Policy id")],
    ),
    (
        "palette",
        |page| {
            leave(page)?;
            page.open_palette()
        },
        Some((DIALOG, "Commands")),
        &[("option", "Go to the desk , G then D"), ("combobox", "Type a command, a policy or a word")],
    ),
    (
        "shortcuts",
        |page| {
            leave(page)?;
            page.press(&["?"])?;
            page.wait_for_dialog(&["Keyboard shortcuts"]).map(|_| ())
        },
        Some((DIALOG, "Keyboard shortcuts")),
        &[("switch", "Shortcuts of single keys")],
    ),
    (
        "price, a window",
        |page| {
            leave(page)?;
            page.click_button("Price")?;
            page.wait_for_text("What happens next")
        },
        None,
        &[("tab", "Gcore reservation"), ("combobox", "Instance type"), ("textbox", "Start date")],
    ),
    (
        "price, a window's choices",
        |page| {
            page.click(&page.field("Instance type")?)?;
            page.wait_for_text("c5.xlarge")
        },
        None,
        &[("option", "c5.large compute")],
    ),
    (
        "price, a reservation",
        |page| {
            page.press(&["Escape"])?;
            super::price::price(page, "Sines-3", &["bm1-hf-medium"])?;
            page.wait_for_card("12 months", &["€434.15"])
        },
        None,
        &[("textbox", "Count of bm1-hf-medium"), ("switch", "Windows licences")],
    ),
    (
        "compare",
        |page| {
            page.click_button("Compare")?;
            page.wait_for_text("Pick what to compare")?;
            page.tick("llm fine-tune: This window")?;
            page.tick("1 × bm1-hf-medium, Sines-3: 12 months")?;
            page.wait_for_text("Per GPU-hour")
        },
        None,
        &[("searchbox", "Search offers"), ("checkbox", "llm fine-tune: This window")],
    ),
    (
        "timeline",
        |page| {
            page.click_button("Timeline")?;
            page.wait_for_text("render farm weekend")
        },
        None,
        &[("button", "Zoom in"), ("button", "Policy's zone")],
    ),
    (
        "savings",
        |page| {
            page.click_button("Savings")?;
            page.wait_for_text("What made it")?;
            page.wait_until("the picture", || Ok(page.find_all(".chart canvas")?.len() == 2))
        },
        None,
        &[("slider", "Savings over time in USD"), ("tab", "Family")],
    ),
    (
        "activity",
        |page| {
            page.click_button("Activity")?;
            page.wait_for_text("Account set up as a part of Berth")
        },
        None,
        &[("button", "Account")],
    ),
    (
        "accounts",
        |page| {
            page.click_button("Accounts")?;
            page.wait_for_text("Sandbox Gcore")
        },
        None,
        &[("switch", "Commit and withdraw"), ("button", "Limits… Sandbox Gcore")],
    ),
];

fn leave(page: &Page<'_>) -> Result<()> {
    page.press(&["Escape"])?;
    page.wait_for_no_dialog()
}

#[test]
fn every_control_of_every_view_and_dialog_has_a_name_in_the_tree_of_a_screen_reader() -> Result<()> {
    let desktop = Desktop::new()?;
    let reader = Reader::start(&desktop)?;
    let page = desktop.open()?;
    let mut faults = String::new();
    for (stop, reach, dialog, controls) in STOPS {
        reach(&page).with_context(|| format!("on the way to {stop}"))?;
        page.wait_for_rest()?;
        let things = reader
            .wait_for(&format!("{controls:?}"), |things| {
                let there =
                    |(role, name): &(&str, &str)| things.iter().any(|one| one.role() == *role && one.name == *name);
                controls.iter().all(there).then(|| things.to_vec())
            })
            .with_context(|| stop)?;
        for fault in faults_of(&things, dialog) {
            writeln!(faults, "{stop}: {fault}")?;
        }
    }
    ensure!(faults.is_empty(), "to those who listen:\n{faults}");
    Ok(())
}

/// What is wrong with a view, or with the dialog that lies over it.
fn faults_of(things: &[Thing], dialog: Option<(u32, &str)>) -> Vec<String> {
    let mut faults = Vec::new();
    for thing in things.iter().filter(|thing| thing.is_control() && thing.name.trim().is_empty()) {
        let within: Vec<_> =
            things.iter().filter(|other| other.holds(thing, things)).map(|other| other.name.as_str()).collect();
        faults.push(format!("no name: {thing}, in {}", within.join(" › ")));
    }
    if !things.iter().any(Thing::is_control) {
        faults.push("no control at all".to_owned());
    }
    let dialogs: Vec<_> = things.iter().filter(|thing| [ALERT, DIALOG].contains(&thing.kind)).collect();
    match (dialog, dialogs.as_slice()) {
        (None, []) => {
            if !things.iter().any(|thing| thing.role() == "heading" && thing.attribute("level") == "1") {
                faults.push("no heading of the first level".to_owned());
            }
        }
        (Some((kind, name)), [only]) => {
            if only.kind != kind || !only.name.starts_with(name) {
                faults.push(format!("a dialog of kind {kind} named “{name}…” is {only}"));
            }
            // What lies behind is out of reach, for those who listen too.
            let inside = only.inside(things);
            let outside =
                things.iter().filter(|one| one.is_control() && inside.iter().all(|other| other.place != one.place));
            faults.extend(outside.map(|one| format!("behind the dialog: {one}")));
        }
        (wanted, found) => faults.push(format!("instead of {wanted:?} there are {found:?}")),
    }
    faults
}

#[test]
fn the_cards_of_the_wall_say_which_of_how_many_they_are() -> Result<()> {
    let desktop = Desktop::new()?;
    let reader = Reader::start(&desktop)?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    // WebKitGTK passes both numbers on, also for those that are not drawn: nobody has to count what is there.
    let cards = reader.wait_for("the cards", |things| {
        let cards: Vec<_> = things.iter().filter(|thing| !thing.attribute("posinset").is_empty()).cloned().collect();
        (!cards.is_empty()).then_some(cards)
    })?;
    let names = page.card_names()?;
    ensure!(cards.len() == names.len(), "{} of {} cards", cards.len(), names.len());
    for (at, (card, name)) in cards.iter().zip(&names).enumerate() {
        let (place, total) = (card.attribute("posinset"), card.attribute("setsize"));
        ensure!(card.role() == "listitem" && card.name == *name, "“{name}” is {card}");
        ensure!(place == (at + 1).to_string() && total == "13", "“{name}” is {place} of {total}");
    }
    Ok(())
}

/// `WebKitGTK` 2.50 sends no news of its live regions: neither a change of text, which it sends for fields only, nor a change
/// of children, nor an announcement, however long one listens. What it does send are states, such as the focus and that a
/// dialog is busy. And the region stands in the tree with all that a reader goes by when it looks: that it is polite, that
/// it is read as a whole, and its words. So the stories hold the states to arriving as news, and the region to its marks and
/// its words, on a thing that was there before it had any, as an engine needs it that does send news.
fn live_region(things: &[Thing], words: &str) -> Option<Thing> {
    let marked = |thing: &&Thing| {
        thing.role() == "status" && thing.attribute("live") == "polite" && thing.attribute("atomic") == "true"
    };
    things.iter().filter(marked).find(|thing| thing.text.trim_end_matches('\u{a0}').starts_with(words)).cloned()
}

fn wait_for_said(reader: &Reader, words: &str) -> Result<Thing> {
    reader.wait_for(&format!("“{words}” in a live region"), |things| live_region(things, words))
}

/// All live regions that have nothing to say yet.
fn silent_regions(reader: &Reader) -> Result<Vec<Thing>> {
    let things = reader.page()?;
    Ok(things.iter().filter(|thing| thing.text.is_empty() && thing.attribute("live") == "polite").cloned().collect())
}

/// Waits for the news that this has come into the state, whether or not it was there before.
fn hear_state(reader: &Reader, thing: &Thing, state: &str) -> Result<()> {
    reader
        .hear(&format!("“{}” to be {state}", thing.name), |news| {
            news.event == "StateChanged" && news.detail == state && news.on && news.place == thing.place
        })
        .map(|_| ())
}

#[test]
fn a_purchase_is_told_from_its_review_to_its_receipt() -> Result<()> {
    let desktop = Desktop::new()?;
    let reader = Reader::start(&desktop)?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.sandbox()?.hold_answer(Operation::Purchase)?;
    reader.forget();
    page.click_button(BUY)?;
    page.wait_for_dialog(&["Buy for $127.35"])?;

    let dialog = reader.find("alertdialog", REVIEW)?;
    ensure!(dialog.kind == ALERT && dialog.attribute("live") == "assertive", "{dialog}");
    let safe = reader.find("button", "Don't buy")?;
    hear_state(&reader, &safe, "focused")?;
    ensure!(reader.find("button", "Don't buy")?.is(FOCUSED), "{safe} has not the focus");
    ensure!(!reader.find("button", "Buy for $127.35")?.is(FOCUSED), "the focus is on what spends");

    let silent = silent_regions(&reader)?;
    reader.forget();
    page.decide("Buy for $127.35")?;
    hear_state(&reader, &dialog, "busy")?;
    let said = wait_for_said(&reader, "Sending your order. It is sent once, even if this takes long.")?;
    ensure!(silent.iter().any(|region| region.place == said.place), "{said} came with its words, so nobody heard it");
    ensure!(reader.find("alertdialog", REVIEW)?.is(BUSY), "a dialog that waits is not busy");
    page.sandbox()?.clear_faults()?;

    let said = wait_for_said(&reader, "Bought: 1 × p4d.24xlarge, us-east-1")?;
    ensure!(silent.iter().any(|region| region.place == said.place), "{said} came with its words, so nobody heard it");
    let receipt = reader.find("alertdialog", "Bought: 1 × p4d.24xlarge, us-east-1")?;
    ensure!(receipt.place == dialog.place && !receipt.is(BUSY), "{receipt} is another dialog, or still busy");
    let close = reader.wait_for("the focus on “Close”", |things| {
        things.iter().find(|thing| thing.name == "Close" && thing.is(FOCUSED)).cloned()
    })?;
    hear_state(&reader, &close, "focused")
}

#[test]
fn a_cancellation_is_told_from_its_review_to_its_receipt() -> Result<()> {
    const SAFE: &str = "Keep policy";
    const ACT: &str = "Cancel policy, free of charge";
    let desktop = Desktop::new()?;
    let reader = Reader::start(&desktop)?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.sandbox()?.hold_answer(Operation::Cancel)?;
    reader.forget();
    page.click_button("Cancel… load test eu")?;
    page.wait_for_dialog(&["Free to cancel until"])?;

    let title = "Cancel load test eu, bought for $107.26?";
    let dialog = reader.find("alertdialog", title)?;
    ensure!(dialog.kind == ALERT && dialog.attribute("live") == "assertive", "{dialog}");
    let safe = reader.find("button", SAFE)?;
    hear_state(&reader, &safe, "focused")?;
    ensure!(reader.find("button", SAFE)?.is(FOCUSED), "{safe} has not the focus");
    ensure!(!reader.find("button", ACT)?.is(FOCUSED), "the focus is on what destroys");

    let silent = silent_regions(&reader)?;
    reader.forget();
    page.decide(ACT)?;
    hear_state(&reader, &dialog, "busy")?;
    let said = wait_for_said(&reader, "Sending the cancellation. It is sent once, even if this takes long.")?;
    ensure!(silent.iter().any(|region| region.place == said.place), "{said} came with its words, so nobody heard it");
    page.sandbox()?.clear_faults()?;
    let said = wait_for_said(&reader, "Cancelled: load test eu")?;
    ensure!(silent.iter().any(|region| region.place == said.place), "{said} came with its words, so nobody heard it");
    let receipt = reader.find("alertdialog", "Cancelled: load test eu")?;
    ensure!(receipt.place == dialog.place && !receipt.is(BUSY), "{receipt} is another dialog, or still busy");
    Ok(())
}

#[test]
fn a_search_on_the_wall_is_answered_with_how_many_cards_are_shown() -> Result<()> {
    let desktop = Desktop::new()?;
    let reader = Reader::start(&desktop)?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    let silent = silent_regions(&reader)?;
    for (typed, said) in [("render", "1 card shown"), ("no such thing", "0 cards shown"), ("e", "13 cards shown")] {
        page.fill(&page.field("Search policies")?, typed)?;
        let region = wait_for_said(&reader, said)?;
        ensure!(silent.iter().any(|one| one.place == region.place), "{region} came with its words, so nobody heard it");
        // The field is called the same, whatever is in it.
        reader.find("searchbox", "Search policies")?;
    }
    // A wall that shows all there is has nothing to say.
    page.press(&["Backspace"])?;
    reader.wait_for("silence", |things| live_region(things, "13 cards").is_none().then_some(()))
}
