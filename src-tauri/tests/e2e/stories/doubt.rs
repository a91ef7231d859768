//! Purchases whose outcome nobody can tell: never sent again, locked, kept over a restart, and settled by the user.

use anyhow::{ensure, Result};
use berth_sandbox::{Fault, Injection, Operation};

use super::steps::{ensure_says, ensure_silent};
use crate::{desktop::Desktop, page::Page};

const NIGHTLY: &str = "ml-train nightly";

#[test]
fn a_purchase_without_an_answer_is_in_doubt_until_its_owner_saw_that_it_was_bought() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    leave_in_doubt(&page, &Injection::new(Fault::Drop).on(Operation::Purchase).committed())?;
    page.close()?;

    // Still there after a restart, and not sent again by it.
    let page = desktop.open()?;
    page.wait_for_card(NIGHTLY, &["In doubt", "Locked until this is settled."])?;
    ensure_says(&page.read(&page.by_role("region", "Summary")?)?, &["In doubt", "1 request"])?;
    ensure_silent(&page.read_card(NIGHTLY)?, &["Buy…"])?;
    page.wait_for_text("1 request is in doubt in Sandbox.")?;

    page.click_button(&format!("Settle… {NIGHTLY}"))?;
    let dialog = page.wait_for_dialog(&["What did you see?"])?;
    ensure_says(
        &dialog,
        &["Settle: Purchase of ml-train nightly", "It may have been charged.", "Nothing is sent by settling"],
    )?;
    // Both the verdict and where it was seen are needed.
    page.decide("Settle")?;
    page.wait_for_dialog(&["Choose one of the two.", "Write down where you saw it."])?;
    page.click(&page.by_text("It was bought")?)?;
    page.fill(&page.field("Where you saw it *")?, "Console, Policies page, 14:05")?;
    page.decide("Settle")?;
    page.wait_for_no_dialog()?;
    page.wait_for_card(NIGHTLY, &["Scheduled", "Cancel…"])?;
    ensure_silent(&page.read(&page.by_role("region", "Summary")?)?, &["In doubt"])?;
    ensure!(page.find_all(".notice")?.is_empty(), "the notice outlived the doubt");
    page.click_button(NIGHTLY)?;
    page.wait_for_details(&["Settled by you"])?;
    Ok(())
}

#[test]
fn a_purchase_in_doubt_that_was_not_bought_can_be_bought_then() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    leave_in_doubt(&page, &Injection::new(Fault::Reset).on(Operation::Purchase).uncommitted())?;
    let vendor = page.sandbox()?;
    // Wherever one is, the notice leads to it.
    page.click_button("Live")?;
    page.wait_for_text("No account is connected")?;
    page.click_button("Accounts")?;
    page.wait_for_text("1 request is in doubt in Sandbox.")?;
    page.click_button("Show")?;
    page.wait_for_card(NIGHTLY, &["In doubt"])?;
    // It comes with the frame after the cards.
    page.wait_for_focus("Policies")?;
    page.click_button(&format!("Settle… {NIGHTLY}"))?;
    page.click(&page.by_text("It was not bought")?)?;
    page.fill(&page.field("Where you saw it *")?, "Console: still ready to purchase")?;
    page.decide("Settle")?;
    page.wait_for_no_dialog()?;
    page.wait_for_card(NIGHTLY, &["Ready to buy"])?;
    page.click_button(&format!("Buy… {NIGHTLY}"))?;
    page.decide("Buy for $127.35")?;
    page.wait_for_dialog(&["Bought for $127.35"])?;
    ensure!(vendor.deliveries(Operation::Purchase)? == 2, "one purchase for each go-ahead");
    Ok(())
}

#[test]
fn a_cancellation_that_answers_settles_a_purchase_in_doubt() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    leave_in_doubt(&page, &Injection::new(Fault::status(500)).on(Operation::Purchase).committed())?;
    page.click_button(&format!("Settle… {NIGHTLY}"))?;
    page.click_button("Cancel the policy instead…")?;
    page.wait_for_dialog(&["Cancel policy, free of charge"])?;
    page.decide("Cancel policy, free of charge")?;
    page.wait_for_dialog(&["Cancelled", "none, inside the free window"])?;
    page.click_button("Close")?;
    page.wait_for_card(NIGHTLY, &["Cancelled", "in the free window"])?;
    ensure_silent(&page.read(&page.by_role("region", "Summary")?)?, &["In doubt"])
}

#[test]
fn every_answer_that_proves_nothing_leaves_a_doubt_and_one_delivery() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    let vendor = page.sandbox()?;
    let faults = [Fault::CutBody, Fault::Html { status: 502 }, Fault::status(503), Fault::redirect(), Fault::Empty];
    for (number, fault) in faults.into_iter().enumerate() {
        let name = format!("{fault:?}");
        leave_in_doubt(&page, &Injection::new(fault).on(Operation::Purchase).uncommitted())?;
        let deliveries = vendor.deliveries(Operation::Purchase)?;
        ensure!(deliveries == number + 1, "{name}: {deliveries} deliveries for {} go-aheads", number + 1);
        page.click_button(&format!("Settle… {NIGHTLY}"))?;
        page.click(&page.by_text("It was not bought")?)?;
        page.fill(&page.field("Where you saw it *")?, "Console")?;
        page.decide("Settle")?;
        page.wait_for_no_dialog()?;
        page.wait_for_card(NIGHTLY, &["Ready to buy"])?;
    }
    Ok(())
}

/// Buys while the vendor's answer goes wrong.
fn leave_in_doubt(page: &Page<'_>, injection: &Injection) -> Result<()> {
    page.wait_for_desk()?;
    page.sandbox()?.inject(injection)?;
    page.click_button(&format!("Buy… {NIGHTLY}"))?;
    page.decide("Buy for $127.35")?;
    let doubt = page.wait_for_dialog(&["We do not know yet whether this was bought"])?;
    ensure_says(
        &doubt,
        &["Outcome unknown", "Berth will not send it again.", "It is not known whether it was bought."],
    )?;
    page.click_button("Leave in doubt")?;
    page.wait_for_no_dialog()?;
    page.wait_for_card(NIGHTLY, &["In doubt", "It may have been charged.", "Locked until this is settled.", "Settle…"])
}
