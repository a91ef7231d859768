//! Hands that stay on the keyboard: every dialog takes the focus, holds it, and gives it back.

use anyhow::{ensure, Context as _, Result};
use berth_sandbox::{Fault, FirstState, Injection, Operation, SandboxOptions};

use super::commitments::{allow, review};
use super::price::price;
use super::steps::{ensure_says, Credentials};
use crate::{desktop::Desktop, page::Page, sandbox::Vendors};

/// Where a dialog opens, what opens it, and where its focus starts: on what changes nothing, or on the first field.
type Opening = (&'static str, &'static str, &'static str);

const IN_THE_SANDBOX: [Opening; 7] = [
    ("Desk", "Connect a real account", "Name"),
    ("Desk", "Track a policy", "Policy id"),
    ("Desk", "Buy… ml-train nightly", "Don't buy"),
    ("Desk", "Cancel… llm fine-tune", "Keep policy"),
    ("Accounts", "Rename… Sandbox FlexCompute", "Name"),
    ("Accounts", "Limits… Sandbox FlexCompute", "One purchase (USD)"),
    ("Accounts", "Connect an account", "Name"),
];

const OF_AN_ACCOUNT: [Opening; 3] = [
    ("Accounts", "Replace credentials… Finance", ""),
    ("Accounts", "Forget… Finance", "Keep account"),
    ("Accounts", "Safe mode", "Stay in safe mode"),
];

#[test]
fn every_dialog_takes_the_focus_holds_it_and_gives_it_back() -> Result<()> {
    let desktop = Desktop::new()?;
    let vendors = Vendors::start(SandboxOptions { first_state: FirstState::Empty, ..SandboxOptions::default() })?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    for opening in IN_THE_SANDBOX {
        holds_the_focus(&page, opening).with_context(|| opening.1)?;
    }
    let credentials = Credentials::CloudidrPassword { user: "ada@example.com", password: "pass" };
    page.connect("Finance", credentials, &vendors)?;
    for opening in OF_AN_ACCOUNT {
        holds_the_focus(&page, opening).with_context(|| opening.1)?;
    }
    Ok(())
}

#[test]
fn the_dialogs_that_come_of_something_take_the_focus_hold_it_and_give_it_back() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    let vendor = page.sandbox()?;
    vendor.inject(&Injection::new(Fault::Drop).on(Operation::Purchase).uncommitted())?;
    page.click_button("Buy… billing month-end")?;
    page.decide("Buy for $101.61")?;
    page.wait_for_dialog(&["We do not know yet whether this was bought"])?;
    page.click_button("Leave in doubt")?;
    page.wait_for_no_dialog()?;
    holds_the_focus(&page, ("Desk", "Settle… billing month-end", "Leave in doubt"))?;

    // The system's own file dialog lies between the button and the one that asks.
    let backup = desktop.root().join("berth-ledger.db");
    page.click_button("Settings")?;
    page.click_button("Back up…")?;
    desktop.screen().choose_file(&backup)?;
    page.wait_for_text("and read back:")?;
    let opener = page.by_role("button", "Restore a backup…")?;
    page.execute("arguments[0].focus()", &[opener.to_json()])?;
    page.press(&["Enter"])?;
    desktop.screen().choose_file(&backup)?;
    page.wait_for_dialog(&["Restore this backup?"])?;
    keeps_the_focus(&page, "Keep the ledger of now")?;
    gives_the_focus_back(&page, &("button".to_owned(), "Restore a backup…".to_owned()))?;

    // What asks about closing opens by itself, over whatever had the focus.
    vendor.hold_answer(Operation::Purchase)?;
    page.click_button("Desk")?;
    page.click_button("Buy… ml-train nightly")?;
    page.decide("Buy for $127.35")?;
    page.wait_for_dialog(&["Sending your order"])?;
    page.press(&["Escape"])?;
    page.wait_for_no_dialog()?;
    page.wait_for_card("ml-train nightly", &["Under way"])?;
    let card = page.by_role("button", "llm fine-tune")?;
    page.execute("arguments[0].focus()", &[card.to_json()])?;
    page.ask_to_close()?;
    page.wait_for_dialog(&["Close while a request is under way?"])?;
    keeps_the_focus(&page, "Keep open")?;
    gives_the_focus_back(&page, &("button".to_owned(), "llm fine-tune".to_owned()))
}

#[test]
fn the_dialogs_of_a_commitment_take_the_focus_hold_it_and_give_it_back() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    allow(&page)?;
    price(&page, "ED-10", &["bm1-hf-medium"])?;
    let opener = page.by_role("button", "Commit to 12 months… 1 × bm1-hf-medium, ED-10")?;
    let name = page.role(&opener)?;
    page.execute("arguments[0].focus()", &[opener.to_json()])?;
    page.press(&["Enter"])?;
    keeps_the_focus(&page, "Name")?;
    gives_the_focus_back(&page, &name)?;
    review(&page, "render farm")?;
    keeps_the_focus(&page, "Don't commit")?;
    gives_the_focus_back(&page, &name)?;

    page.click_button("Desk")?;
    page.click_button("Gcore reservations")?;
    page.click_button("Read from Gcore")?;
    let opener = page.by_role("button", "Withdraw… archive")?;
    let name = page.role(&opener)?;
    page.execute("arguments[0].focus()", &[opener.to_json()])?;
    page.press(&["Enter"])?;
    page.wait_for_dialog(&["Type its number to go on"])?;
    keeps_the_focus(&page, "Keep reservation")?;
    gives_the_focus_back(&page, &name)
}

#[test]
fn a_policy_is_given_back_by_keyboard_alone() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.tab_to("button", "Cancel… llm fine-tune")?;
    page.press(&["Enter"])?;
    let review = page.wait_for_dialog(&["Type the policy's id to go on"])?;
    let id = review.split("It is ").nth(1).and_then(|rest| rest.split('.').next()).context("no id")?.to_owned();
    page.tab_to("textbox", "Type the policy's id to go on")?;
    let letters: Vec<String> = id.chars().map(String::from).collect();
    page.press(&letters.iter().map(String::as_str).collect::<Vec<_>>())?;
    page.tab_to("button", "Cancel this policy and accept the fee")?;
    let button = page.by_role("button", "Cancel this policy and accept the fee")?;
    page.wait_until("the button to wake", || Ok(page.attribute(&button, "aria-disabled")?.is_null()))?;
    page.press(&["Enter"])?;
    ensure_says(&page.wait_for_dialog(&["Cancelled: llm fine-tune"])?, &["Early-cancellation fee = 25"])?;
    page.wait_for_focus("Close")?;
    page.press(&["Enter"])?;
    page.wait_for_no_dialog()?;
    ensure!(page.sandbox()?.deliveries(Operation::Cancel)? == 1, "one cancellation reaches the vendor once");
    // The button that opened it is gone with the policy; the focus is still somewhere that makes sense.
    ensure!(page.execute("return document.activeElement !== document.body", &[])? == true, "the focus is lost");
    Ok(())
}

#[test]
fn the_content_is_one_key_away_and_every_place_is_reached_by_keyboard() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.press(&["Tab"])?;
    page.wait_for_focus("Skip to the content")?;
    page.press(&["Enter"])?;
    ensure!(page.execute("return document.activeElement.id", &[])? == "main", "the focus is not on the content");
    for (place, words) in [
        ("Price", "What happens next"),
        ("Timeline", "Free to cancel until here"),
        ("Savings", "Over time"),
        ("Activity", "Lines are added"),
        ("Accounts", "Connect an account"),
        ("Settings", "Hours of the day"),
        ("Desk", "Saved so far"),
    ] {
        page.tab_to("button", place)?;
        page.press(&["Enter"])?;
        page.wait_for_text(words)?;
    }
    // Details open and close without a mouse, and the wall stays where it was.
    page.tab_to("button", "llm fine-tune")?;
    page.press(&["Enter"])?;
    page.wait_for_details(&["Policy id"])?;
    page.press(&["Escape"])?;
    page.wait_for_focus("llm fine-tune")
}

#[test]
fn what_has_the_focus_is_never_below_the_head_however_small_the_window() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.resize(720, 480)?;
    for place in ["Settings", "Savings", "Accounts", "Desk"] {
        page.click_button(place)?;
        page.wait_until(&format!("{place} to stand"), || {
            Ok(page.find_all(".view-loading, #main [aria-busy=true]")?.is_empty())
        })?;
        // Down through the view, and up again: it is going up that brings things below the head.
        page.execute("document.getElementById('main').focus()", &[])?;
        let mut scrolled = false;
        for key in ["Tab"; 24].into_iter().chain(["Shift+Tab"; 22]) {
            page.press(&[key])?;
            // The engine scrolls to it with its next frame.
            page.wait_until(&format!("what {key} leads to in {place} to be seen"), || {
                Ok(page.execute(BELOW_THE_HEAD, &[])?.is_null())
            })?;
            scrolled |= page.execute("return scrollY", &[])? != 0;
        }
        ensure!(scrolled, "{place} did not have to be scrolled, so that nothing was shown");
    }
    Ok(())
}

/// What has the focus, if it is not seen whole though there is room, or the head or a banner lies over some of it.
const BELOW_THE_HEAD: &str = "
    const held = document.activeElement;
    const edge = document.querySelector('.top').getBoundingClientRect().bottom;
    const { top, bottom } = held.getBoundingClientRect();
    const seen = top >= edge - 0.5 && bottom <= innerHeight + 0.5;
    return held.closest('#main > *') && !seen && bottom - top < innerHeight - edge - 24 ? held.outerHTML.slice(0, 120) : null;
";

#[test]
fn back_and_forward_lead_through_the_views_and_their_panels_and_nowhere_from_behind_a_dialog() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.tab_to("button", "llm fine-tune")?;
    page.press(&["Enter"])?;
    page.wait_for_details(&["Policy id"])?;
    page.press(&["Escape"])?;
    page.click_button("Price")?;
    page.wait_for_text("What happens next")?;
    page.click_button("Activity")?;
    page.wait_for_text("Lines are added")?;
    page.press(&["Alt+ArrowLeft"])?;
    page.wait_for_text("What happens next")?;
    page.press(&["Alt+ArrowLeft"])?;
    page.wait_for_text("Saved so far")?;
    page.press(&["Alt+ArrowLeft"])?;
    page.wait_for_details(&["Policy id"])?;
    // What lay over the wall goes, and the wall stays where it was scrolled to meanwhile.
    page.execute("scrollTo(0, 200)", &[])?;
    page.press(&["Alt+ArrowLeft"])?;
    page.wait_until("the details to go", || Ok(page.find_all(".panel")?.is_empty()))?;
    ensure!(page.execute("return scrollY", &[])? == 200, "a step back scrolled the wall");
    page.press(&["Alt+ArrowRight"; 4])?;
    page.wait_for_text("Lines are added")?;

    page.click_button("Desk")?;
    page.wait_for_desk()?;
    page.click_button("Cancel… llm fine-tune")?;
    page.wait_for_dialog(&["llm fine-tune"])?;
    page.press(&["Alt+ArrowLeft", "Escape"])?;
    page.wait_for_no_dialog()?;
    ensure!(page.text()?.contains("Saved so far"), "it went back behind the dialog");
    Ok(())
}

/// Opens a dialog by keyboard, walks around in it both ways, and leaves it by Escape.
fn holds_the_focus(page: &Page<'_>, (place, opener, start): Opening) -> Result<()> {
    page.click_button(place)?;
    let role = if opener == "Safe mode" { "switch" } else { "button" };
    let opener = page.by_role(role, opener)?;
    let name = page.role(&opener)?;
    page.execute("arguments[0].focus()", &[opener.to_json()])?;
    page.press(&["Enter"])?;
    keeps_the_focus(page, start)?;
    gives_the_focus_back(page, &name)
}

/// Walks around in the open dialog both ways.
pub(super) fn keeps_the_focus(page: &Page<'_>, start: &str) -> Result<()> {
    let dialog = page.dialog()?;
    ensure!(!page.role(&dialog)?.1.is_empty(), "the dialog has no name");
    let inside = |page: &Page<'_>| page.execute("return document.activeElement.closest('dialog:modal') !== null", &[]);
    page.wait_until("the focus in the dialog", || Ok(inside(page)? == true))?;
    if !start.is_empty() {
        page.wait_for_focus(start)?;
    }
    for key in ["Tab", "Shift+Tab"] {
        for _ in 0..24 {
            page.press(&[key])?;
            ensure!(inside(page)? == true, "{key} leaves the dialog for {:?}", page.focused()?);
        }
    }
    Ok(())
}

/// Leaves the open dialog by Escape.
pub(super) fn gives_the_focus_back(page: &Page<'_>, to: &(String, String)) -> Result<()> {
    page.press(&["Escape"])?;
    page.wait_for_no_dialog()?;
    page.wait_until(&format!("the focus back on {to:?}"), || Ok(page.focused()? == *to))
}
