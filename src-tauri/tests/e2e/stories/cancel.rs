//! Giving a policy back: free of charge, for a fee that is told afterwards, or when it was given back before.

use anyhow::{ensure, Result};
use berth_sandbox::{Fault, Injection, Operation};
use serde_json::json;

use super::steps::{ensure_says, ensure_silent};
use crate::desktop::Desktop;

/// Bought nine minutes before the first start, so free to cancel for six minutes more.
const FREE: &str = "load test eu";
/// Bought yesterday, for a window in three days.
const LATE: &str = "llm fine-tune";

#[test]
fn inside_the_free_window_a_policy_is_given_back_for_nothing() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    let vendor = page.sandbox()?;
    page.click_button(&format!("Cancel… {FREE}"))?;
    let review = page.wait_for_dialog(&["Cancel policy, free of charge"])?;
    ensure_says(&review, &["Cancel load test eu, bought for $107.26?", "Free to cancel until"])?;
    ensure_says(&review, &["What is lost 6 hours of the window", "may not be had again", "Paid $107.26"])?;
    ensure_says(&review, &["Fee none, inside the free window", "What earlier cancellations cost", "staging refresh"])?;
    ensure_says(&review, &["Policy canceled successfully. Early-cancellation fee = 50"])?;
    ensure_silent(&review, &["Type the policy's id"])?;
    page.wait_for_focus("Keep policy")?;
    // Enter keeps the policy.
    page.press(&["Enter"])?;
    page.wait_for_no_dialog()?;
    ensure!(vendor.deliveries(Operation::Cancel)? == 0, "Enter cancelled something");

    page.click_button(&format!("Cancel… {FREE}"))?;
    page.double_click(&page.by_role("button", "Cancel policy, free of charge")?)?;
    ensure!(vendor.deliveries(Operation::Cancel)? == 0, "a press that came with the dialog cancelled");
    page.decide("Cancel policy, free of charge")?;
    // The vendor's answer has no body at all.
    let receipt = page.wait_for_dialog(&["Cancelled: load test eu"])?;
    ensure_says(
        &receipt,
        &["none, inside the free window", "The vendor's answer had no words.", "What was answered (HTTP 200)"],
    )?;
    page.click_button("Close")?;
    page.wait_for_card(FREE, &["Cancelled", "in the free window"])?;
    ensure_silent(&page.read_card(FREE)?, &["Cancel…"])?;
    ensure!(vendor.deliveries(Operation::Cancel)? == 1, "one cancellation reaches the vendor once");
    ensure_says(&page.read(&page.by_role("region", "Summary")?)?, &["Still free to cancel $0.00"])
}

#[test]
fn outside_the_free_window_the_id_is_typed_and_the_vendors_words_are_kept() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    let vendor = page.sandbox()?;
    page.click_button(&format!("Cancel… {LATE}"))?;
    let review = page.wait_for_dialog(&["The free-cancel window has passed"])?;
    ensure_says(
        &review,
        &["Cancel llm fine-tune, bought for $2,906.11?", "The vendor sets it and tells it only afterwards."],
    )?;
    ensure_says(
        &review,
        &["What is lost 48 hours", "Fee told only afterwards", "Type the policy's id to go on", "It is sc_"],
    )?;
    let id = review.split("It is ").nth(1).and_then(|rest| rest.split('.').next()).unwrap_or_default().to_owned();

    // 48 hours of two machines for $2,906.11, which are $5,283.84 on demand.
    page.wait_for_dialog(&["Cancelling pays only if the fee is below $2,906.11, provided that the rest"])?;
    let needed = page.field("Hours of it you still need")?;
    page.fill(&needed, "10")?;
    page.wait_for_dialog(&["Cancelling pays only if the fee is below $1,805.31"])?;
    page.fill(&needed, "48")?;
    page.wait_for_dialog(&["For so many hours it is worth keeping, whatever the fee."])?;
    page.fill(&needed, "some")?;
    page.wait_for_dialog(&["A number of hours, such as 10 or 7.5."])?;
    ensure_silent(&page.read_dialog()?, &["is worth keeping", "Cancelling pays"])?;

    let field = page.field("Type the policy's id to go on")?;
    page.fill(&field, &id[..id.len() - 1])?;
    let button = page.by_role("button", "Cancel this policy and accept the fee")?;
    ensure!(page.attribute(&button, "aria-disabled")? == "true", "half an id is enough");
    page.type_into(&field, &id[id.len() - 1..])?;
    page.press(&["Enter"])?;
    ensure!(vendor.deliveries(Operation::Cancel)? == 0, "Enter cancelled something");
    page.decide("Cancel this policy and accept the fee")?;

    let receipt = page.wait_for_dialog(&["Cancelled: llm fine-tune"])?;
    ensure_says(
        &receipt,
        &["Policy canceled successfully. Early-cancellation fee = 25", "fee 25, unit not confirmed"],
    )?;
    page.click(&page.by_text("What was answered (HTTP 200)")?)?;
    ensure_says(&page.read_dialog()?, &[r#"{"message":"Policy canceled successfully. Early-cancellation fee = 25"}"#])?;
    page.click_button("Close")?;
    page.wait_for_card(LATE, &["Cancelled", "Policy canceled successfully. Early-cancellation fee = 25"])?;
    page.click_button(LATE)?;
    page.wait_for_details(&[
        "The figure in them fee 25, unit not confirmed",
        "Cancellation recorded",
        "Cancellation sent",
        "Cancellation answered",
    ])
}

#[test]
fn the_free_window_is_reckoned_on_the_vendors_clock() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    let vendor = page.sandbox()?;
    page.wait_for_card(FREE, &["to cancel for free"])?;
    // The vendor's clock runs ten minutes ahead of this machine's, which any answer of the vendor's tells.
    vendor.advance(600)?;
    page.click_button("Buy… billing month-end")?;
    page.decide("Buy for $101.61")?;
    page.wait_for_dialog(&["Bought for $101.61"])?;
    page.click_button("Close")?;
    page.wait_for_card(FREE, &["Starts in"])?;
    page.click_button(&format!("Cancel… {FREE}"))?;
    page.wait_for_dialog(&["Perhaps still free to cancel", "Type the policy's id to go on"])?;
    Ok(())
}

#[test]
fn a_policy_that_was_given_back_before_counts_as_cancelled() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    let vendor = page.sandbox()?;
    // Cancelled and committed, but the answer was lost: in doubt, and then settled as not done by mistake.
    vendor.inject(&Injection::new(Fault::Drop).on(Operation::Cancel).committed())?;
    page.click_button(&format!("Cancel… {FREE}"))?;
    page.decide("Cancel policy, free of charge")?;
    let doubt = page.wait_for_dialog(&["We do not know yet whether this was cancelled"])?;
    ensure_says(&doubt, &["Berth will not send it again.", "assume that the policy still runs"])?;
    page.click_button("Leave in doubt")?;
    page.wait_for_card(FREE, &["In doubt", "It may still run and cost.", "Settle…"])?;
    page.click_button(&format!("Settle… {FREE}"))?;
    page.click(&page.by_text("It was not cancelled")?)?;
    page.fill(&page.field("Where you saw it *")?, "Misread the console")?;
    page.decide("Settle")?;
    page.wait_for_no_dialog()?;

    page.click_button(&format!("Cancel… {FREE}"))?;
    page.decide("Cancel policy, free of charge")?;
    let already = page.wait_for_dialog(&["It had been cancelled before"])?;
    ensure_says(&already, &["Nothing more was cancelled now.", "Policy is already canceled."])?;
    page.click_button("Close")?;
    page.wait_for_card(FREE, &["Cancelled"])?;
    ensure!(vendor.deliveries(Operation::Cancel)? == 2, "one cancellation for each go-ahead");
    Ok(())
}

#[test]
fn a_cancellation_that_is_refused_leaves_the_policy_as_it_was() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    let vendor = page.sandbox()?;
    vendor.inject(&Injection::new(Fault::status(404)).on(Operation::Cancel))?;
    page.click_button(&format!("Cancel… {FREE}"))?;
    page.decide("Cancel policy, free of charge")?;
    let refused = page.wait_for_dialog(&["Cloudidr does not know this id."])?;
    ensure_says(
        &refused,
        &["Not cancelled", "Not found", "Nothing was changed.", "Nothing was cancelled.", "Reference"],
    )?;
    page.click_button("Close")?;
    page.wait_for_card(FREE, &["to cancel for free", "Cancel…"])
}

#[test]
fn an_empty_object_as_an_answer_is_as_good_as_no_body() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.sandbox()?.post("habits", &json!({ "free_cancel_body": "braces" }))?;
    page.click_button(&format!("Cancel… {FREE}"))?;
    page.decide("Cancel policy, free of charge")?;
    page.wait_for_dialog(&["Cancelled: load test eu", "The vendor's answer had no words."])?;
    Ok(())
}
