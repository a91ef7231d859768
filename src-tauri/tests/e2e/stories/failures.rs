//! Vendors that refuse, have forgotten us, are slow, broken or gone: what is shown, what is sent again, and what is lost
//! (nothing).

use anyhow::{ensure, Result};
use berth_sandbox::{Fault, FirstState, Injection, Operation, RetryAfter, SandboxOptions};

use super::steps::{ensure_says, Credentials, NewAccount, SAMPLE};
use crate::{desktop::Desktop, page::Page, sandbox::Vendors};

const ADA: Credentials<'static> = Credentials::CloudidrPassword { user: "ada@example.com", password: "pass" };

#[test]
fn a_wrong_password_leaves_the_account_and_asks_for_another() -> Result<()> {
    let desktop = Desktop::new()?;
    let vendors = vendors()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    let wrong = Credentials::CloudidrPassword { user: "ada@example.com", password: "wrong" };
    page.fill_connection(&NewAccount { name: "Finance", credentials: wrong, endpoint: &vendors.url() })?;
    page.click_button("Connect")?;
    let words = page.wait_for_dialog(&["Credentials not accepted"])?;
    ensure_says(&words, &["Cloudidr does not accept the credentials", "The account stays connected."])?;
    page.click_button("Enter credentials again…")?;
    page.fill(&page.field("Password")?, "right")?;
    page.click_button("Store credentials")?;
    page.wait_for_no_dialog()?;
    page.wait_for_card("Finance", &["Credentials worked"])
}

#[test]
fn a_wrong_token_is_told_from_a_right_one_without_repeating_it() -> Result<()> {
    let desktop = Desktop::new()?;
    let vendors = vendors()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    let wrong = Credentials::GcoreToken("0$abcdef987");
    page.fill_connection(&NewAccount { name: "Metal", credentials: wrong, endpoint: &vendors.url() })?;
    page.click_button("Connect")?;
    let words = page.wait_for_dialog(&["Credentials not accepted"])?;
    ensure_says(&words, &["Gcore does not accept the credentials", "wrong or have expired"])?;
    ensure!(!words.contains("abcdef987"), "the token is shown");
    Ok(())
}

#[test]
fn an_expired_session_is_renewed_once_and_the_request_sent_again() -> Result<()> {
    let desktop = Desktop::new()?;
    let vendors = vendors()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.connect("Finance", ADA, &vendors)?;
    ensure!(vendors.deliveries(Operation::SignIn) == 1, "signed in once");
    // The vendor's hour is over before this machine's is.
    vendors.advance(3700)?;
    page.ask_for(&SAMPLE)?;
    page.wait_for_text("Review purchase…")?;
    ensure!(vendors.deliveries(Operation::SignIn) == 2, "{} sign-ins", vendors.deliveries(Operation::SignIn));
    ensure!(vendors.deliveries(Operation::Reserve) == 2, "a 401 proves that nothing was done, so it went again");
    ensure!(vendors.state()["policies"].as_array().is_some_and(|made| made.len() == 1), "one policy was made");
    Ok(())
}

#[test]
fn an_expired_token_says_where_to_replace_it_and_the_draft_stays() -> Result<()> {
    let desktop = Desktop::new()?;
    let vendors = vendors()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.connect("Pasted", Credentials::CloudidrToken("sandbox-expired-1"), &vendors)?;
    page.ask_for(&SAMPLE)?;
    page.wait_for_text("Credentials not accepted")?;
    ensure_says(&page.text()?, &["No price", "wrong or have expired", "Nothing was reserved."])?;
    ensure!(vendors.deliveries(Operation::Reserve) == 1, "a pasted token cannot be renewed, so nothing goes again");
    page.click_button("Open accounts")?;
    page.click_button("Replace credentials… Pasted")?;
    page.fill(&page.field("Token")?, "sandbox-fresh")?;
    page.click_button("Store credentials")?;
    page.wait_for_no_dialog()?;
    page.click_button("Price")?;
    page.click_button("Ask for a price")?;
    page.wait_for_text("Review purchase…")
}

#[test]
fn a_vendor_that_is_gone_changes_nothing_on_the_desk() -> Result<()> {
    let desktop = Desktop::new()?;
    let vendors = vendors()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.connect("Finance", ADA, &vendors)?;
    page.turn_safe_mode_off("Finance")?;
    page.ask_for(&SAMPLE)?;
    page.wait_for_text("Review purchase…")?;
    vendors.stop();

    page.click_button("Review purchase…")?;
    page.decide("Buy for $8.48")?;
    let words = page.wait_for_dialog(&["No connection"])?;
    ensure_says(&words, &["Not bought", "Cloudidr could not be reached. Nothing was sent.", "Nothing was bought."])?;
    page.press(&["Escape"])?;
    page.click_button("Desk")?;
    page.wait_for_card("Volod test policy", &["Ready to buy", "$8.48", "Buy…"])?;
    page.close()?;
    let page = desktop.open()?;
    page.wait_for_card("Volod test policy", &["Ready to buy", "$8.48"])
}

#[test]
fn reads_that_fail_say_so_and_can_be_tried_again() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    let vendor = page.sandbox()?;
    let failures = [
        (Fault::status(500), "Gcore has a fault of its own at the moment."),
        (
            Fault::too_many(Some(RetryAfter::Seconds(90))),
            "Gcore asks to slow down. Nothing was changed. Try again after 90",
        ),
        (Fault::TruncatedJson, "Gcore answered with something that Berth cannot read."),
        (Fault::status(401), "Gcore does not accept the credentials"),
    ];
    page.click_button("Price")?;
    page.click(&page.by_role("tab", "Gcore reservation")?)?;
    page.fill(&page.field("Region")?, "Sines-3")?;
    page.press(&["Enter"])?;
    page.click_button("Add bm1-hf-medium to the basket")?;
    for (fault, words) in failures {
        vendor.inject(&Injection::new(fault).on(Operation::PriceReservation).always())?;
        page.click_button("Price it")?;
        page.wait_for_text(words)?;
        vendor.clear_faults()?;
    }
    page.click_button("Price it")?;
    page.wait_for_card("12 months", &["€434.15"])
}

#[test]
fn a_reserve_without_an_answer_is_a_card_in_doubt_and_its_draft_is_locked() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    let vendor = page.sandbox()?;
    vendor.inject(&Injection::new(Fault::Drop).on(Operation::Reserve).committed())?;
    page.ask_for(&SAMPLE)?;
    page.wait_for_text("Outcome unknown")?;
    ensure_says(&page.text()?, &["No price", "It is not known whether it was reserved.", "This draft stays locked"])?;
    page.click_button("Ask for a price")?;
    page.wait_for_text("Already under way")?;
    ensure!(vendor.deliveries(Operation::Reserve)? == 1, "a draft in doubt was sent again");

    page.click_button("Desk")?;
    page.wait_for_card("Volod test policy", &["In doubt", "No answer proves whether it was reserved."])?;
    page.close()?;
    let page = desktop.open()?;
    page.click_button("Settle… Volod test policy")?;
    page.click(&page.by_text("It was reserved")?)?;
    page.fill(&page.field("Where you saw it *")?, "Console, Policies page")?;
    page.decide("Settle")?;
    page.wait_for_dialog(&["Enter the policy's id."])?;
    page.fill(&page.field("The policy's id *")?, "sc_123456789012")?;
    page.decide("Settle")?;
    page.wait_for_no_dialog()?;
    page.card("Policy sc_123456789012").map(|_| ())
}

#[test]
fn closing_the_window_while_a_request_is_under_way_asks_first() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    buy_unanswered(&page)?;
    page.ask_to_close()?;
    let words = page.wait_for_dialog(&["Close while a request is under way?"])?;
    ensure_says(&words, &["If you close now, the answer is lost.", "Keep open"])?;
    page.wait_for_focus("Keep open")?;
    page.click_button("Keep open")?;
    page.sandbox()?.clear_faults()?;
    page.wait_for_dialog(&["Bought for $127.35"])?;
    page.close()?;

    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    buy_unanswered(&page)?;
    page.ask_to_close()?;
    page.wait_for_dialog(&["Close while a request is under way?"])?;
    // The window may be gone before the press is answered.
    let _answered = page.decide("Close anyway");
    page.wait_for_end()?;
    let page = desktop.open()?;
    page.wait_for_card("ml-train nightly", &["In doubt", "Locked until this is settled."])
}

#[test]
fn a_program_that_was_killed_while_it_bought_finds_its_purchase_in_doubt() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    buy_unanswered(&page)?;
    page.kill()?;
    let page = desktop.open()?;
    page.wait_for_card("ml-train nightly", &["In doubt", "It may have been charged.", "Locked until this is settled."])
}

/// Gives the go-ahead for a purchase that is not answered yet.
fn buy_unanswered(page: &Page<'_>) -> Result<()> {
    page.wait_for_desk()?;
    page.sandbox()?.hold_answer(Operation::Purchase)?;
    page.click_button("Buy… ml-train nightly")?;
    page.decide("Buy for $127.35")?;
    page.wait_for_dialog(&["Sending your order."]).map(|_| ())
}

fn vendors() -> Result<Vendors> {
    Vendors::start(SandboxOptions { first_state: FirstState::Empty, ..SandboxOptions::default() })
}
