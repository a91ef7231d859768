//! The states that a view can be in, view by view, in both themes: what `docs/screens` shows (`./dev screens`). Each is
//! brought about as it comes about: a request that is never answered, a ledger that another Berth holds, a vendor that is
//! gone, a file that a disk wrote over.

use anyhow::{ensure, Context as _, Result};
use berth_sandbox::{Fault, Injection, Operation};

use super::ledger::{damage, hold, keep_others_out};
use super::palette;
use super::reads::{leave_lists_to_grow_old, to_gcore, to_reservations};
use super::steps::ensure_silent;
use crate::{desktop::Desktop, page::Page};

/// Every view, by the words on the button that leads there. The reservations are reached from the desk.
const VIEWS: [&str; 9] =
    ["Desk", "Gcore reservations", "Timeline", "Price", "Compare", "Savings", "Activity", "Accounts", "Settings"];

#[test]
fn every_view_has_a_look_for_every_state() -> Result<()> {
    let desktop = Desktop::that_turns()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    every_view(&page, "sandbox")?;

    for account in ["Sandbox FlexCompute", "Sandbox Gcore"] {
        page.switch_safe_mode(account)?;
    }
    every_view(&page, "safe-mode")?;
    for account in ["Sandbox FlexCompute", "Sandbox Gcore"] {
        page.turn_safe_mode_off(account)?;
    }

    page.click_button("Desk")?;
    page.sandbox()?.inject(&Injection::new(Fault::Drop).on(Operation::Purchase).uncommitted())?;
    page.click_button("Buy… ml-train nightly")?;
    page.decide("Buy for $127.35")?;
    page.wait_for_dialog(&["Leave in doubt"])?;
    page.click_button("Leave in doubt")?;
    every_view(&page, "in-doubt")?;

    page.click_button("Live")?;
    every_view(&page, "empty")?;
    page.click(&page.find(".segments__segment--sandbox")?)?;
    let file = page.ledger_file()?;
    page.click_button("Desk")?;
    page.wait_for_desk()?;
    page.close()?;

    let lock = hold(&file)?;
    let page = desktop.open()?;
    page.wait_for_text("Looking only")?;
    every_view(&page, "read-only")?;
    page.close()?;
    drop(lock);

    // Another program has the file to itself, longer than Berth waits for it.
    let locked = keep_others_out(&file)?;
    let page = desktop.open_at_once()?;
    page.find("[aria-busy=true] .summary--skeleton")?;
    shown(&page, "loading", "Desk")?;
    page.click_button("Desk")?;
    page.wait_for_text("The desk could not be read")?;
    every_view(&page, "failed")?;
    // What cannot be read is not said to be nothing.
    for view in ["Timeline", "Price", "Compare", "Savings", "Accounts"] {
        page.click_button(view)?;
        page.wait_for_text("The desk could not be read").with_context(|| view.to_owned())?;
        ensure_silent(&page.text()?, &["No account", "No Cloudidr account", "Loading"])?;
    }
    drop(locked);
    page.click_button("Desk")?;
    page.click_button("Try again")?;
    page.wait_for_desk()?;

    page.dismiss_news()?;
    page.execute(UNANSWERED, &[])?;
    for view in VIEWS.into_iter().filter(|view| *view != "Desk") {
        page.click_button(view)?;
        ensure_silent(&page.text()?, &["No offer matches"])?;
        shown(&page, "loading", view)?;
    }
    page.kill()?;

    let page = desktop.open()?;
    page.wait_for_desk()?;
    damage(&file)?;
    palette::run(&page, "Read the desk again")?;
    page.wait_for_text("What you see may be out of date")?;
    every_view(&page, "error")?;
    for view in ["Timeline", "Compare", "Savings", "Activity"] {
        page.click_button(view)?;
        page.wait_for_text("The ledger failed").with_context(|| view.to_owned())?;
        page.by_role("button", "Try again").with_context(|| view.to_owned())?;
    }
    Ok(())
}

/// A day after its lists were read, at a vendor that does not answer any more.
#[test]
fn what_is_old_and_what_cannot_be_reached_has_a_look() -> Result<()> {
    let desktop = Desktop::that_turns()?;
    leave_lists_to_grow_old(&desktop)?;
    let page = desktop.open()?;
    page.wait_for_text("Test endpoint")?;
    to_reservations(&page)?;
    page.wait_for_text("game servers")?;
    shown(&page, "stale", "Gcore reservations")?;
    page.click_button("Read again")?;
    page.wait_for_text("Gcore could not be reached.")?;
    shown(&page, "offline", "Gcore reservations")?;
    to_gcore(&page)?;
    // The machines too, and in fewer words.
    page.wait_for_text("Nor could these be read again")?;
    ensure!(page.text()?.matches("could not be reached").count() == 1, "the same is said of both lists");
    shown(&page, "stale", "Price")?;
    page.click_button("Price it")?;
    page.wait_until("no price", || Ok(page.text()?.matches("could not be reached").count() > 1))?;
    shown(&page, "offline", "Price")?;
    page.click_button("Accounts")?;
    page.card("Offline")?;
    page.click_button("Test Offline")?;
    page.wait_for_card("Offline", &["could not be reached"])?;
    shown(&page, "offline", "Accounts")
}

/// Each view as it looks in this state.
fn every_view(page: &Page<'_>, state: &str) -> Result<()> {
    page.dismiss_news()?;
    for view in VIEWS {
        if ["empty", "failed"].contains(&state) && view == "Gcore reservations" {
            // Without an account at Gcore nothing leads there.
            continue;
        }
        page.click_button(view).with_context(|| format!("in state {state}"))?;
        page.wait_until("nothing to be loaded", || {
            Ok(page.find_all("#main [aria-busy=true], .view-loading")?.is_empty())
        })
        .with_context(|| format!("{view}, {state}"))?;
        shown(page, state, view)?;
        if view == "Gcore reservations" {
            page.click_button("Back to the desk")?;
        }
    }
    Ok(())
}

fn shown(page: &Page<'_>, state: &str, view: &str) -> Result<()> {
    let name = format!("state-{state}-{}", view.rsplit(' ').next().unwrap_or(view).to_lowercase());
    page.assert_accessible(&name)?;
    page.screenshot(&name)?;
    page.turn(page.theme().other())?;
    page.assert_accessible(&name)?;
    page.screenshot(&name)
}

/// From here on whatever is asked of Rust is answered in a year.
const UNANSWERED: &str = "window.fetch = () => new Promise(() => {});";
