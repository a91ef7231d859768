//! Commitments at Gcore, which documents them only in part: asked for only where that was allowed, reviewed, named, filed,
//! withdrawn, and kept in doubt where no answer proves anything.

use anyhow::{ensure, Context as _, Result};
use berth_sandbox::{Fault, Injection, Operation};

use super::price::price;
use super::steps::{ensure_says, ensure_silent};
use crate::{desktop::Desktop, page::Page};

/// One machine for a year, for 1404 euros, below a pay-as-you-go price that nobody can believe.
const COMMIT: &str = "Commit to 12 months… 1 × bm1-hf-medium, ED-10";
const ACT: &str = "Commit to €1,404.00";
const FARM: &str = "render farm";

#[test]
fn a_commitment_is_reviewed_named_filed_and_withdrawn() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    allow(&page)?;
    price(&page, "ED-10", &["bm1-hf-medium"])?;
    let vendor = page.sandbox()?;
    page.click_button(COMMIT)?;
    let form = page.wait_for_dialog(&["Commit to 12 months of 1 × bm1-hf-medium, ED-10"])?;
    ensure_says(&form, &["Who pays", "Sandbox Gcore", "nothing is reserved before you confirm it"])?;
    page.click_button("Continue")?;
    page.wait_for_dialog(&["Give the reservation a name."])?;
    page.wait_for_focus("Name")?;
    page.fill(&page.field("Name *")?, FARM)?;
    page.press(&["Enter"])?;

    let review = page.wait_for_dialog(&["Commit to €1,404.00, over 12 months?"])?;
    ensure_says(&review, &["Who pays", "Sandbox Gcore", "Sandbox: costs nothing", "€1,404.00", "over 12 months"])?;
    ensure_says(&review, &["saves €22,037.93 a month", "unverified", "more than five times the reserved price"])?;
    ensure_says(&review, &["Name render farm", "Machines 1 × bm1-hf-medium", "Region ED-10", "Term 12 months"])?;
    ensure_says(&review, &["A month €117.00", "Pay-as-you-go, a month €22,154.93"])?;
    ensure_says(&review, &["The limit per purchase leaves €50,000.00 before this"])?;
    ensure_says(&review, &["documents this request only in part", "APPROVED or REJECTED", "Type its name to go on"])?;
    page.wait_for_focus("Don't commit")?;

    // Another name does not wake the button.
    page.fill(&page.field("Type its name to go on")?, "render farms")?;
    sleeps_on(&page, ACT)?;
    ensure!(vendor.deliveries(Operation::CreateReservation)? == 0, "it was asked for under a name that is not its own");
    page.fill(&page.field("Type its name to go on")?, FARM)?;
    page.decide(ACT)?;
    let receipt = page.wait_for_dialog(&["Asked for: render farm", "Gcore filed it as reservation"])?;
    ensure_says(&receipt, &["It is not reserved yet.", "Asked for", "May become: Approved, Rejected", "€1,404.00"])?;
    ensure_silent(&receipt, &["names another total"])?;
    ensure!(vendor.deliveries(Operation::CreateReservation)? == 1, "one commitment for one go-ahead");
    let number = receipt.split("filed it as reservation ").nth(1).and_then(|rest| rest.split(' ').next());
    let number = number.context("no number")?.to_owned();

    // It was asked for since: the list is read without being asked.
    page.click_button("Show reservations")?;
    page.wait_for_text(FARM)?;
    page.click_button("Withdraw… render farm")?;
    let review = page.wait_for_dialog(&["Withdraw render farm?"])?;
    ensure_says(&review, &["Whose it is", "What is owed afterwards is not known.", "1 × bm1-hf-medium", "Asked for"])?;
    ensure_says(&review, &[&format!("Number {number}"), "Type its number to go on"])?;
    page.wait_for_focus("Keep reservation")?;
    page.fill(&page.field("Type its number to go on")?, "1")?;
    sleeps_on(&page, "Withdraw reservation")?;
    ensure!(vendor.deliveries(Operation::DeleteReservation)? == 0, "it was withdrawn under another's number");
    page.fill(&page.field("Type its number to go on")?, &number)?;
    page.decide("Withdraw reservation")?;
    page.wait_for_dialog(&["Withdrawn: render farm", "does not say whether anything is owed"])?;
    page.click_button("Close")?;
    page.wait_for_no_dialog()?;
    // Its name still stands in what was said aloud.
    page.wait_until("the list without it", || Ok(page.find_all(&format!("#withdraw-{number}"))?.is_empty()))?;
    ensure_says(&page.text()?, &["archive", "What they cost"])?;
    ensure!(vendor.deliveries(Operation::DeleteReservation)? == 1, "one withdrawal for one go-ahead");

    page.click_button("Activity")?;
    page.click_button("Commitments")?;
    page.wait_for_text("Filed; the price shown before was €1,404.00")?;
    let lines = page.read(&page.find("ol.log__lines")?)?;
    ensure_says(&lines, &["Withdrawn", "Withdrawal sent", "Filed", "Commitment for €1,404.00 sent"])
}

#[test]
fn a_price_that_has_moved_is_shown_beside_the_old_one_and_decided_on_anew() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    allow(&page)?;
    price(&page, "ED-10", &["bm1-hf-medium"])?;
    let vendor = page.sandbox()?;
    let moved =
        |operation| Ok::<_, anyhow::Error>(Injection::new(Fault::PriceMoved { by: "3".parse()? }).on(operation));
    page.by_role("button", COMMIT)?;
    vendor.inject(&moved(Operation::PriceReservation)?)?;
    page.click_button(COMMIT)?;
    page.fill(&page.field("Name *")?, FARM)?;
    page.press(&["Enter"])?;
    page.wait_for_dialog(&[
        "Commit to €1,440.00",
        "Since the quote the whole term has changed from €1,404.00 to €1,440.00.",
    ])?;

    // It moves back while the user reads: nothing is sent, and there is another question.
    page.fill(&page.field("Type its name to go on")?, FARM)?;
    page.decide("Commit to €1,440.00")?;
    let anew = page.wait_for_dialog(&["Commit to €1,404.00, over 12 months?", "was €1,440.00, now €1,404.00"])?;
    ensure_silent(&anew, &["Since the quote"])?;
    ensure!(vendor.deliveries(Operation::CreateReservation)? == 0, "it was asked for at a price that nobody saw");

    // What Gcore writes down is held against what was confirmed.
    vendor.inject(&moved(Operation::CreateReservation)?)?;
    page.fill(&page.field("Type its name to go on")?, FARM)?;
    page.decide(ACT)?;
    page.wait_for_dialog(&["Asked for: render farm", "€1,440.00", "€1,404.00"])?;
    ensure!(vendor.deliveries(Operation::CreateReservation)? == 1, "one commitment for one go-ahead");
    page.assert_accessible("a commitment with another total")
}

#[test]
fn nothing_is_committed_to_unless_it_is_allowed_within_the_limits_and_out_of_safe_mode() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    price(&page, "Sines-3", &["bm1-hf-medium"])?;
    page.fill(&page.field("Count of bm1-hf-medium")?, "12")?;
    page.click_button("Price it")?;
    let commit = "Commit to 12 months… 12 × bm1-hf-medium, Sines-3";
    is_hindered(&page, commit, "Allow “Commit and withdraw” for this account")?;
    page.click_button("Desk")?;
    page.click_button("Gcore reservations")?;
    page.click_button("Read from Gcore")?;
    is_hindered(&page, "Withdraw… archive", "Allow “Commit and withdraw” for this account")?;

    allow(&page)?;
    page.click_button("Price")?;
    page.click_button(commit)?;
    page.fill(&page.field("Name *")?, "too dear")?;
    page.click_button("Continue")?;
    let over = page.wait_for_dialog(&["Over your limit", "limit for one purchase of 50000"])?;
    ensure_says(&over, &["Nothing was sent.", "Nothing was reserved."])?;
    page.click_button("Back")?;
    ensure!(page.property(&page.field("Name *")?, "value")? == "too dear", "the form forgot what was typed");
    page.press(&["Escape"])?;
    page.wait_for_no_dialog()?;

    page.switch_safe_mode("Sandbox Gcore")?;
    page.wait_for_card("Sandbox Gcore", &["On: it can look and price, and cannot spend."])?;
    page.click_button("Price")?;
    is_hindered(&page, commit, "Safe mode is on for this account.")?;
    ensure!(page.sandbox()?.deliveries(Operation::CreateReservation)? == 0, "nothing of this may reach the vendor");
    Ok(())
}

#[test]
fn a_commitment_without_an_answer_is_in_doubt_and_not_asked_for_twice() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    allow(&page)?;
    price(&page, "ED-10", &["bm1-hf-medium"])?;
    let vendor = page.sandbox()?;
    vendor.inject(&Injection::new(Fault::Drop).on(Operation::CreateReservation).committed())?;
    review(&page, FARM)?;
    page.fill(&page.field("Type its name to go on")?, FARM)?;
    page.decide(ACT)?;
    let doubt = page.wait_for_dialog(&["We do not know yet whether this was filed", "Outcome unknown"])?;
    ensure_says(&doubt, &["It is not known whether it was reserved.", "the same machines are not asked for again"])?;
    page.click_button("Leave in doubt")?;
    page.wait_for_no_dialog()?;

    // The same machines for the same term, under whatever name.
    page.click_button(COMMIT)?;
    page.fill(&page.field("Name *")?, "another name")?;
    page.click_button("Continue")?;
    page.wait_for_dialog(&["Already under way", "An earlier request is in doubt. Settle it first."])?;
    page.click_button("Close")?;
    page.wait_for_no_dialog()?;

    page.click_button("Desk")?;
    page.wait_for_card(
        FARM,
        &["In doubt", "1 × bm1-hf-medium · ED-10 · 12 months", "€1,404.00", "for the whole term"],
    )?;
    page.close()?;
    let page = desktop.open()?;
    page.wait_for_card(FARM, &["In doubt", "Settle…"])?;
    page.click_button("Settle… render farm")?;
    let dialog = page.wait_for_dialog(&["Settle: Commitment of render farm", "What did you see?"])?;
    ensure_says(&dialog, &["Price seen €1,404.00", "It was filed", "It was not filed"])?;
    page.click(&page.by_text("It was filed")?)?;
    ensure_silent(&page.read_dialog()?, &["The policy's id"])?;
    page.fill(&page.field("Where you saw it *")?, "Console, Reservations page, 14:05")?;
    page.decide("Settle")?;
    page.wait_for_no_dialog()?;
    page.wait_until("the card to be gone", || Ok(!page.card_names()?.contains(&FARM.to_owned())))?;

    // Settled, the same may be asked for once more.
    page.click_button("Price")?;
    page.click_button("Show the quote for 1 × bm1-hf-medium, ED-10")?;
    review(&page, "one more")?;
    ensure!(page.sandbox()?.deliveries(Operation::CreateReservation)? == 0, "a restart sends nothing");
    Ok(())
}

#[test]
fn a_withdrawal_without_an_answer_is_in_doubt_until_it_is_settled() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    allow(&page)?;
    let vendor = page.sandbox()?;
    vendor.inject(&Injection::new(Fault::Reset).on(Operation::DeleteReservation).uncommitted())?;
    page.click_button("Desk")?;
    page.click_button("Gcore reservations")?;
    page.click_button("Read from Gcore")?;
    page.click_button("Withdraw… archive")?;
    let review = page.wait_for_dialog(&["Withdraw archive?"])?;
    let number = review.split("It is ").nth(1).and_then(|rest| rest.split('.').next()).context("no number")?;
    page.fill(&page.field("Type its number to go on")?, number)?;
    page.decide("Withdraw reservation")?;
    page.wait_for_dialog(&[
        "We do not know yet whether this was withdrawn",
        "assume that the reservation still stands",
    ])?;
    page.click_button("Settle…")?;
    page.wait_for_dialog(&["Settle: Withdrawal of archive"])?;
    page.click_button("Leave in doubt")?;
    page.wait_for_no_dialog()?;
    page.click_button("Desk")?;
    page.wait_for_card("archive", &["In doubt", &format!("Reservation {number}"), "It may still stand and cost."])?;
    page.click_button("Settle… archive")?;
    page.click(&page.by_text("It was not withdrawn")?)?;
    page.fill(&page.field("Where you saw it *")?, "Console: still there")?;
    page.decide("Settle")?;
    page.wait_for_no_dialog()?;
    page.wait_until("the card to be gone", || Ok(!page.card_names()?.contains(&"archive".to_owned())))?;
    ensure!(vendor.deliveries(Operation::DeleteReservation)? == 1, "a withdrawal in doubt is not sent again");
    Ok(())
}

#[test]
fn a_commitment_whose_dialog_was_left_is_told_when_it_is_answered() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    allow(&page)?;
    price(&page, "ED-10", &["bm1-hf-medium"])?;
    review(&page, FARM)?;
    page.sandbox()?.hold_answer(Operation::CreateReservation)?;
    page.fill(&page.field("Type its name to go on")?, FARM)?;
    page.decide(ACT)?;
    page.wait_for_dialog(&["Asking Gcore for it.", "the desk shows it"])?;
    page.press(&["Escape"])?;
    page.wait_for_no_dialog()?;
    page.click_button("Desk")?;
    page.wait_for_card(FARM, &["Under way", "It is sent once."])?;
    page.sandbox()?.clear_faults()?;
    page.wait_for_text("Your commitment was answered: filed.")?;
    page.click_button("Show")?;
    page.wait_for_dialog(&["Asked for: render farm", "Gcore filed it as reservation"])?;
    ensure!(page.sandbox()?.deliveries(Operation::CreateReservation)? == 1, "one commitment for one go-ahead");
    Ok(())
}

/// Allows what Gcore documents only in part.
pub(crate) fn allow(page: &Page<'_>) -> Result<()> {
    page.click_button("Accounts")?;
    page.click(&page.by_role("switch", "Commit and withdraw")?)?;
    page.wait_for_card("Sandbox Gcore", &["On: a commitment can be asked for and withdrawn"])
}

/// From the quote that is shown to the review of a year of it.
pub(crate) fn review(page: &Page<'_>, name: &str) -> Result<String> {
    page.click_button(COMMIT)?;
    page.fill(&page.field("Name *")?, name)?;
    page.click_button("Continue")?;
    page.wait_for_dialog(&["Commit to €1,404.00, over 12 months?", "Type its name to go on"])
}

/// Fails if the button that decides wakes although it had the time.
fn sleeps_on(page: &Page<'_>, name: &str) -> Result<()> {
    let button = page.by_role("button", name)?;
    std::thread::sleep(std::time::Duration::from_secs(1));
    ensure!(page.attribute(&button, "aria-disabled")? == "true", "“{name}” is awake");
    page.click(&button)
}

/// Fails unless the button cannot be pressed and says why.
fn is_hindered(page: &Page<'_>, name: &str, why: &str) -> Result<()> {
    let button = page.by_role("button", name)?;
    ensure!(page.attribute(&button, "aria-disabled")? == "true", "“{name}” can be pressed");
    let title = page.attribute(&button, "title")?;
    ensure!(title.as_str().is_some_and(|title| title.contains(why)), "“{name}” says {title}");
    page.click(&button)?;
    ensure!(page.find_all("dialog[open]")?.is_empty(), "“{name}” opens something all the same");
    Ok(())
}
