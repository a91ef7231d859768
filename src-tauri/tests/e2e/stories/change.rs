//! Changing a policy that is there: its launch details and its auto-renewal.

use anyhow::{ensure, Result};
use berth_sandbox::{Fault, Injection, Operation};

use super::steps::{ensure_says, ensure_silent};
use crate::{desktop::Desktop, page::Page};

/// A policy of the sandbox that is ready to be bought: 10 hours of one p4d.24xlarge for 127.35 dollars.
const NIGHTLY: &str = "ml-train nightly";

#[test]
fn launch_details_are_checked_while_typed_shown_as_a_difference_and_kept_as_confirmed() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    let vendor = page.sandbox()?;
    open(&page, "Configure…")?;
    page.wait_for_dialog(&["Configure ml-train nightly", "An empty field is not sent"])?;
    page.assert_accessible("launch details")?;
    // It begins with what is set; the vendor's words for what is not are no values.
    page.wait_until("what is known", || Ok(page.property(&page.field("Disk")?, "value")? == "10"))?;
    ensure!(page.property(&page.field("Image")?, "value")? == "", "the form holds the vendor's word for nothing");
    page.fill(&page.field("VPC")?, "sg-12345678")?;
    page.wait_for_dialog(&["A VPC's id begins with vpc-"])?;
    page.fill(&page.field("VPC")?, "vpc-12345678")?;
    page.wait_until("the complaint to go", || Ok(!page.read_dialog()?.contains("A VPC's id begins")))?;

    // What does not hold is not asked for.
    page.fill(&page.field("Disk")?, "lots")?;
    page.click_button("Continue")?;
    page.wait_for_dialog(&["A disk's size is a whole number"])?;
    ensure!(vendor.deliveries(Operation::Configure)? == 0, "a change was sent that does not hold");
    page.fill(&page.field("Disk")?, "30")?;
    page.click_button("Continue")?;
    let review = page.wait_for_dialog(&["Change what ml-train nightly starts with?"])?;
    ensure_says(&review, &["Sandbox FlexCompute", "VPC default vpc-12345678", "Image default not sent", "Disk 10 30"])?;
    page.assert_accessible("the difference")?;

    // Back to the form, which kept what was typed.
    page.click_button("Back")?;
    page.wait_for_dialog(&["An empty field is not sent"])?;
    ensure!(page.property(&page.field("VPC")?, "value")? == "vpc-12345678");
    page.fill(&page.field("Key pair")?, "build")?;
    page.click_button("Continue")?;
    page.wait_for_dialog(&["Key pair", "build"])?;
    page.decide("Change")?;
    page.wait_for_dialog(&["Changed: ml-train nightly", "The vendor confirmed the change.", "Attempt id"])?;
    ensure!(vendor.deliveries(Operation::Configure)? == 1, "one change for one go-ahead");
    page.click_button("Close")?;
    page.wait_for_no_dialog()?;
    page.wait_for_details(&["VPC vpc-12345678"])?;
    page.wait_for_details(&["Key pair build", "Disk 30", "Configuration answered"])
}

#[test]
fn a_change_without_an_answer_is_in_doubt_and_locks_the_policy_until_it_is_settled() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    let vendor = page.sandbox()?;
    vendor.inject(&Injection::new(Fault::Drop).on(Operation::Configure).committed())?;
    open(&page, "Configure…")?;
    page.fill(&page.field("VPC")?, "vpc-12345678")?;
    page.click_button("Continue")?;
    page.wait_for_dialog(&["Change what ml-train nightly starts with?"])?;
    page.decide("Change")?;
    page.wait_for_dialog(&["We do not know yet whether this was changed", "Until you settle it"])?;
    page.assert_accessible("a change in doubt")?;
    page.click_button("Settle…")?;
    page.wait_for_dialog(&["Settle: Configuration of ml-train nightly"])?;
    page.click(&page.by_text("It was not changed")?)?;
    page.fill(&page.field("Where you saw it *")?, "Console, Policies page")?;
    page.decide("Settle")?;
    page.wait_for_no_dialog()?;
    page.wait_for_card(NIGHTLY, &["Ready to buy", "Buy…"])?;
    ensure!(vendor.deliveries(Operation::Configure)? == 1, "a change in doubt is not sent again");
    Ok(())
}

#[test]
fn auto_renewal_asks_like_a_purchase_and_says_what_it_will_spend() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    let vendor = page.sandbox()?;
    open(&page, "Auto-renewal…")?;
    page.wait_for_dialog(&["Auto-renewal of ml-train nightly", "How often", "Every week"])?;
    page.assert_accessible("auto-renewal")?;
    page.click(&page.by_text("Every week")?)?;
    page.click_button("Continue")?;
    let review = page.wait_for_dialog(&["Let ml-train nightly buy a window like this one every week?"])?;
    ensure_says(&review, &["Who pays", "Price $127.35", "The limit per purchase leaves $5,000.00 before this"])?;
    ensure_says(&review, &["What it will spend if nobody acts", "7 days", "30 days", "90 days", "windows"])?;
    page.wait_for_focus("Leave as it is")?;
    page.assert_accessible("the review of auto-renewal")?;
    page.press(&["Enter"])?;
    page.wait_for_no_dialog()?;
    ensure!(vendor.deliveries(Operation::AutoRenewal)? == 0, "Enter is no decision");

    open(&page, "Auto-renewal…")?;
    page.click(&page.by_text("Every week")?)?;
    page.click_button("Continue")?;
    page.wait_for_dialog(&["every week?"])?;
    page.decide("Renew every week")?;
    page.wait_for_dialog(&["The vendor confirmed: it renews itself from now on.", "The vendor's words"])?;
    page.click_button("Close")?;
    page.wait_for_details(&["Auto-renewal on, one-week"])?;

    // Off again: nothing is spent by it, so no limit and no exposure.
    open(&page, "Auto-renewal…")?;
    page.click(&page.by_text("Off")?)?;
    page.click_button("Continue")?;
    let review = page.wait_for_dialog(&["Turn off auto-renewal of ml-train nightly?", "Now on, one-week"])?;
    ensure_silent(&review, &["What it will spend", "The limit per purchase"])?;
    page.decide("Turn off")?;
    page.wait_for_dialog(&["it does not renew itself any more"])?;
    ensure!(vendor.deliveries(Operation::AutoRenewal)? == 2, "one change for each go-ahead");
    Ok(())
}

#[test]
fn safe_mode_lets_details_be_changed_and_renewal_be_turned_off_but_not_on() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    let vendor = page.sandbox()?;
    page.click_button("Accounts")?;
    page.click(&page.by_role("switch", "Safe mode")?)?;
    page.wait_for_text("Safe mode is on for Sandbox FlexCompute.")?;
    page.click_button("Desk")?;
    open(&page, "Auto-renewal…")?;
    page.click(&page.by_text("Every day")?)?;
    page.click_button("Continue")?;
    page.wait_for_dialog(&["Safe mode is on"])?;
    page.click_button("Back")?;
    page.click(&page.by_text("Off")?)?;
    page.click_button("Continue")?;
    page.wait_for_dialog(&["Turn off auto-renewal of ml-train nightly?"])?;
    page.decide("Turn off")?;
    page.wait_for_dialog(&["it does not renew itself any more"])?;
    ensure!(vendor.deliveries(Operation::AutoRenewal)? == 1, "safe mode stops what spends, and nothing else");
    Ok(())
}

/// Opens a dialog from the details of the policy.
fn open(page: &Page<'_>, button: &str) -> Result<()> {
    if page.find_all(".panel")?.is_empty() {
        page.click_button(NIGHTLY)?;
    }
    page.wait_until("the details", || Ok(!page.find_all("#panel-configure")?.is_empty()))?;
    page.click_button(button)?;
    page.wait_for_dialog(&[])?;
    Ok(())
}
