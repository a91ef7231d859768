//! Buying: the review, the go-ahead, the receipt; and every way in which it is not done.

use anyhow::{ensure, Result};
use berth_sandbox::{Fault, Injection, Operation, RetryAfter};

use super::steps::{ensure_says, ensure_silent};
use crate::{desktop::Desktop, page::Page};

/// A policy of the sandbox that is ready to be bought and free to cancel for eleven minutes.
const NIGHTLY: &str = "ml-train nightly";
/// One that is ready to be bought and no longer free to cancel.
const BILLING: &str = "billing month-end";

#[test]
fn a_policy_is_bought_after_a_review_and_the_receipt_says_what_was_charged() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    let vendor = page.sandbox()?;
    let before = vendor.charges()?;

    page.click_button(&format!("Buy… {NIGHTLY}"))?;
    let review = page.wait_for_dialog(&["Buy for $127.35"])?;
    ensure_says(&review, &["Buy 1 × p4d.24xlarge, us-east-1, for $127.35?", "Who pays", "Sandbox FlexCompute"])?;
    ensure_says(&review, &["$127.35", "saves $92.23", "42.00 % below AWS on-demand"])?;
    ensure_says(&review, &["Free to cancel until", "At zero the vendor sets a fee"])?;
    ensure_says(&review, &["UTC−05:00", " CE", "10 hours, 10 instance-hours", "$12.7350", "AWS on-demand $219.58"])?;
    ensure_says(&review, &["58.00 % of the hours used", "by card $3.99", "by bank $1.02", "Auto-renewal off"])?;
    ensure_says(&review, &["The limit per purchase leaves $5,000.00 before this"])?;
    page.wait_for_focus("Don't buy")?;

    // A press that comes with the dialog is not a decision.
    page.click(&page.by_role("button", "Buy for $127.35")?)?;
    ensure!(vendor.deliveries(Operation::Purchase)? == 0, "a purchase was sent before its button woke");
    page.fill(&page.field("Owner")?, "Ines Duarte")?;
    page.fill(&page.field("Ticket")?, "ML-2291")?;
    page.decide("Buy for $127.35")?;

    let receipt = page.wait_for_dialog(&["Bought for $127.35"])?;
    ensure_says(&receipt, &["as it was shown", "Shown before the purchase $127.35", "Charged $127.35", "sc_"])?;
    page.click_button("Close")?;
    page.wait_for_no_dialog()?;
    page.wait_for_card(NIGHTLY, &["Scheduled", "to cancel for free", "Cancel…"])?;

    let charged: Vec<_> = vendor.charges()?.into_iter().filter(|(id, times)| before.get(id) != Some(times)).collect();
    ensure!(charged.len() == 1 && charged[0].1 == 1, "one policy is paid for once, not {charged:?}");
    page.click_button(NIGHTLY)?;
    page.wait_for_details(&["Purchase answered"])?;
    let details = page.read_details()?;
    ensure_says(&details, &["Owner Ines Duarte", "Ticket ML-2291"])?;
    ensure_says(&details, &["Purchase recorded", "Purchase sent", "Purchase answered"])?;
    Ok(())
}

#[test]
fn a_policy_is_bought_by_keyboard_alone_and_enter_by_itself_buys_nothing() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    let vendor = page.sandbox()?;
    let opener = format!("Buy… {BILLING}");
    page.tab_to("button", &opener)?;

    // Enter lands on the safe choice.
    page.press(&["Enter"])?;
    page.wait_for_dialog(&["Buy for $101.61"])?;
    page.wait_for_focus("Don't buy")?;
    page.press(&["Enter"])?;
    page.wait_for_no_dialog()?;
    page.wait_for_focus(&opener)?;

    // Enter in a field is no decision either, and Escape closes.
    page.press(&["Enter"])?;
    page.wait_for_dialog(&["Buy for $101.61"])?;
    page.tab_to("textbox", "Owner")?;
    page.press(&["T", "o", "m", "Enter"])?;
    ensure_says(&page.read_dialog()?, &["Buy for $101.61"])?;
    page.press(&["Escape"])?;
    page.wait_for_no_dialog()?;
    page.wait_for_focus(&opener)?;
    ensure!(vendor.deliveries(Operation::Purchase)? == 0, "Enter bought something");

    page.press(&["Space"])?;
    page.wait_for_dialog(&["Buy for $101.61", "The free-cancel window has passed"])?;
    // The keyboard cannot leave the dialog.
    for _ in 0..20 {
        page.press(&["Tab"])?;
        ensure!(page.execute("return document.activeElement.closest('dialog') !== null", &[])? == true);
    }
    page.tab_to("button", "Buy for $101.61")?;
    let button = page.by_role("button", "Buy for $101.61")?;
    page.wait_until("the button to wake", || Ok(page.attribute(&button, "aria-disabled")?.is_null()))?;
    page.press(&["Space"])?;
    page.wait_for_dialog(&["Bought for $101.61"])?;
    page.wait_for_focus("Close")?;
    page.press(&["Enter"])?;
    page.wait_for_no_dialog()?;
    page.wait_for_card(BILLING, &["Scheduled"])?;
    ensure!(vendor.deliveries(Operation::Purchase)? == 1, "one purchase reaches the vendor once");
    Ok(())
}

#[test]
fn a_double_click_buys_once() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    let vendor = page.sandbox()?;
    vendor.hold_answer(Operation::Purchase)?;

    page.double_click(&page.by_role("button", &format!("Buy… {NIGHTLY}"))?)?;
    page.wait_for_dialog(&["Buy for $127.35"])?;
    ensure!(vendor.deliveries(Operation::Purchase)? == 0, "the double click that opened the review bought");
    let button = page.by_role("button", "Buy for $127.35")?;
    page.wait_until("the button to wake", || Ok(page.attribute(&button, "aria-disabled")?.is_null()))?;
    page.double_click(&button)?;
    page.wait_for_dialog(&["Sending your order. It is sent once, even if this takes long."])?;
    ensure!(page.attribute(&page.dialog()?, "aria-busy")? == "true", "a dialog that waits is busy");
    page.click(&button)?;
    vendor.clear_faults()?;
    page.wait_for_dialog(&["Bought for $127.35"])?;
    ensure!(vendor.deliveries(Operation::Purchase)? == 1, "{} purchases", vendor.deliveries(Operation::Purchase)?);
    Ok(())
}

#[test]
fn a_dialog_that_was_closed_tells_its_outcome_later_and_nothing_is_started_twice() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    let vendor = page.sandbox()?;
    vendor.hold_answer(Operation::Purchase)?;

    buy(&page, NIGHTLY, "Buy for $127.35")?;
    page.wait_for_dialog(&["Sending your order"])?;
    page.press(&["Escape"])?;
    page.wait_for_no_dialog()?;
    page.wait_for_card(NIGHTLY, &["Under way", "A request is on its way. It is sent once."])?;
    ensure_silent(&page.read_card(NIGHTLY)?, &["Buy…", "Cancel…"])?;
    page.click_button(NIGHTLY)?;
    let buy = page.by_role("button", "Buy…")?;
    ensure!(page.attribute(&buy, "aria-disabled")? == "true", "what is under way can be bought again");
    ensure_says(&page.property(&buy, "title")?.to_string(), &["A request is under way."])?;

    vendor.clear_faults()?;
    page.wait_for_text("Your purchase was answered: bought.")?;
    page.click_button("Show")?;
    page.wait_for_dialog(&["Bought for $127.35"])?;
    ensure!(vendor.deliveries(Operation::Purchase)? == 1, "{} purchases", vendor.deliveries(Operation::Purchase)?);
    Ok(())
}

#[test]
fn a_higher_charge_is_shouted_and_can_be_cancelled_while_it_is_free() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    let vendor = page.sandbox()?;
    vendor.inject(&Injection::new(Fault::PriceMoved { by: "1.50".parse()? }).on(Operation::Purchase))?;

    buy(&page, NIGHTLY, "Buy for $127.35")?;
    let receipt = page.wait_for_dialog(&["Charged more than shown"])?;
    ensure_says(&receipt, &["$128.85 was charged, $127.35 was shown before the purchase."])?;
    page.press(&["Escape"])?;
    page.wait_for_no_dialog()?;
    page.wait_for_card(NIGHTLY, &["Shown $127.35, charged $128.85"])?;
    for place in ["Price", "Activity", "Accounts", "Desk"] {
        page.click_button(place)?;
        let alert = page.read(&page.find("[role=alert]")?)?;
        ensure_says(&alert, &["Charged more than shown", NIGHTLY, "$128.85 was charged", "Cancel while it is free…"])?;
    }

    page.click_button("Cancel while it is free…")?;
    page.wait_for_dialog(&["Free to cancel until", "Cancel policy, free of charge"])?;
    page.decide("Cancel policy, free of charge")?;
    page.wait_for_dialog(&["Cancelled", "The vendor's answer had no words."])?;
    page.click_button("Close")?;
    page.wait_for_card(NIGHTLY, &["Cancelled", "in the free window"])?;
    ensure!(page.find_all("[role=alert]")?.is_empty(), "the banner stays although nothing is owed any more");
    Ok(())
}

#[test]
fn a_higher_charge_that_is_answered_late_is_told_as_bad_news() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    let vendor = page.sandbox()?;
    vendor.inject(&Injection::new(Fault::PriceMoved { by: "1.50".parse()? }).on(Operation::Purchase))?;
    vendor.hold_answer(Operation::Purchase)?;
    buy(&page, NIGHTLY, "Buy for $127.35")?;
    page.wait_for_dialog(&["Sending your order."])?;
    page.press(&["Escape"])?;
    page.wait_for_no_dialog()?;
    vendor.clear_faults()?;
    let notice = page.read(&page.find(".notice--bad")?)?;
    ensure_says(&notice, &["bought, and charged more than shown", "$128.85 was charged, $127.35 was shown", "Show"])
}

#[test]
fn a_refusal_says_why_and_that_nothing_was_bought() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    let vendor = page.sandbox()?;
    let before = vendor.charges()?;
    let refusals = [
        (Fault::status(400), "Refused", "Cloudidr refused. Nothing was changed."),
        (Fault::status(404), "Not found", "Cloudidr does not know this id."),
        (Fault::too_many(Some(RetryAfter::Seconds(17))), "Too many requests", "Try again after 17 seconds."),
        (Fault::status(401), "Credentials not accepted", "Replace them in the account's settings."),
    ];
    for (fault, title, words) in refusals {
        vendor.inject(&Injection::new(fault).on(Operation::Purchase))?;
        buy(&page, BILLING, "Buy for $101.61")?;
        let refused = page.wait_for_dialog(&[title])?;
        ensure_says(&refused, &["Not bought", title, words, "Nothing was bought.", "Reference"])?;
        page.press(&["Escape"])?;
        page.wait_for_no_dialog()?;
        page.wait_for_card(BILLING, &["Ready to buy", "Buy…"])?;
    }
    ensure!(vendor.charges()? == before, "a refused purchase was charged");
    Ok(())
}

/// Opens the review of a policy and gives the go-ahead.
fn buy(page: &Page<'_>, policy: &str, button: &str) -> Result<()> {
    page.click_button(&format!("Buy… {policy}"))?;
    page.decide(button)
}
