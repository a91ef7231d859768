//! Prices: of a window at Cloudidr, by its eleven fields, and of a reservation at Gcore, for both terms at once.

use anyhow::{ensure, Result};
use berth_sandbox::{Fault, FirstState, Injection, Operation, SandboxOptions, Start};
use jiff::ToSpan as _;

use super::steps::{ensure_says, ensure_silent, Credentials, Wish, SAMPLE};
use crate::{desktop::Desktop, page::Page, sandbox::Vendors};

#[test]
fn a_window_is_priced_to_the_cent_and_stands_on_the_desk() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.click_button("Price a window")?;
    page.fill_wish(&SAMPLE)?;
    // The length is reckoned while one types, in both zones.
    page.wait_for_text("142.5")?;
    ensure_says(&page.text()?, &["71.25 h", "142.5", "71.25 h × 2"])?;
    page.click_button("Ask for a price")?;
    page.wait_for_text("Review purchase…")?;
    let text = page.text()?;
    ensure_says(&text, &["Ready to buy", "Volod test policy", "$8.48", "saves $3.63", "29.98"])?;
    ensure_says(&text, &["AWS on-demand", "$12.11", "$0.0595", "on demand $0.0850", "$0.55", "$0.07"])?;
    page.click_button("Show on the desk")?;
    let card = page.read_card("Volod test policy")?;
    ensure_says(
        &card,
        &["Ready to buy", "2 × c5.large", "us-west-2", "usw2-az1", "$8.48", "saves $3.63 · 29.98 % below"],
    )?;
    ensure!(page.sandbox()?.deliveries(Operation::Reserve)? == 1, "asking once makes one policy");
    Ok(())
}

#[test]
fn the_printed_sample_travels_through_the_window_unchanged() -> Result<()> {
    let desktop = Desktop::new()?;
    let now = "2026-01-08T15:20:15.64868Z".parse()?;
    let options =
        SandboxOptions { first_state: FirstState::Empty, now: Start::Frozen(now), ..SandboxOptions::default() };
    let vendors = Vendors::start(options)?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    // Signing in tells the vendor's date, by which the sample's window lies ahead.
    page.connect("Sample", Credentials::CloudidrPassword { user: "volod", password: "sample" }, &vendors)?;
    page.fill_wish(&SAMPLE)?;
    page.fill_date("Start date", "2026-01-10")?;
    page.fill_date("End date", "2026-01-12")?;
    page.click_button("Ask for a price")?;
    page.wait_for_text("Review purchase…")?;
    let sent = vendors.received().into_iter().find(|one| one.operation == Some(Operation::Reserve));
    let sent = sent.and_then(|one| one.body).unwrap_or_default();
    let printed = serde_json::json!({
        "accountId": "014876987943",
        "endDate": "01/12/2026",
        "endTime": "23:15",
        "instanceType": "c5.large",
        "platform": "Linux/UNIX",
        "policyName": "Volod test policy",
        "quantity": 2,
        "startDate": "01/10/2026",
        "startTime": "00:00",
        "utcOffsetHours": "-8",
        "zoneId": "usw2-az1",
    });
    ensure!(sent == printed, "what was sent is not the printed request: {sent}");
    page.click_button("Show on the desk")?;
    page.wait_for_details(&["Reserve answered"])?;
    let details = page.read_details()?;
    ensure_says(&details, &["$8.48", "Saving saves $3.63", "29.98 % below AWS on-demand", "AWS on-demand $12.11"])?;
    ensure_says(
        &details,
        &["by card $0.55", "by bank $0.07", "Sat 10 Jan 2026, 00:00 UTC−08:00", "Mon 12 Jan 2026, 23:15"],
    )?;
    ensure_says(&details, &["71.25", "142.5"])?;
    let card = page.read_card("Volod test policy")?;
    ensure_says(&card, &["Sat 10 Jan", " 09:00 – Tue 13 Jan", " 08:15 CET"])?;
    ensure_says(&card, &["$8.48", "saves $3.63 · 29.98 % below AWS on-demand ($12.11)"])
}

#[test]
fn what_does_not_hold_is_said_beside_its_field_and_nothing_is_sent() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.click_button("Price")?;
    page.click_button("Ask for a price")?;
    page.wait_for_text("An AWS account number has twelve digits.")?;
    let text = page.text()?;
    for complaint in
        ["An instance type such as c5.large is needed.", "A zone id such as usw2-az1", "Give the policy a name"]
    {
        ensure_says(&text, &[complaint])?;
    }
    page.wait_until("the first field that is wrong", || Ok(page.focused()?.1.starts_with("Instance type")))?;

    page.fill_wish(&Wish { quantity: "0", zone: "us-west-2a", days: 0, end: "00:00", ..SAMPLE })?;
    // Complaints come as one types, a moment after the last key.
    page.wait_for_text("The end lies after the start.")?;
    let text = page.text()?;
    ensure_says(&text, &["How many machines: a whole number from 1 to 10000."])?;
    ensure_says(&text, &["a zone name such as us-west-2a is something else", "The end lies after the start."])?;
    for name in ["quantity", "zone", "endDate"] {
        let field = page.find(&format!("[name={name}]"))?;
        ensure!(page.attribute(&field, "aria-invalid")? == "true", "{name} does not say that it is wrong");
        let described = page.attribute(&field, "aria-describedby")?;
        let first = described.as_str().and_then(|ids| ids.split(' ').next()).unwrap_or_default().to_owned();
        ensure!(!page.read(&page.find(&format!("[id='{first}']"))?)?.is_empty(), "{name} is wrong without words");
    }
    page.click_button("Ask for a price")?;
    ensure!(page.sandbox()?.deliveries(Operation::Reserve)? == 0, "a window that does not hold was sent");
    Ok(())
}

#[test]
fn a_window_that_is_not_free_shows_what_is() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    let before = page.card_names()?;
    page.ask_for(&Wish { machine: "p5.48xlarge", quantity: "9", ..SAMPLE })?;
    page.wait_for_text("Nothing was free")?;
    let text = page.text()?;
    ensure_says(
        &text,
        &["No policy was made", "What Cloudidr offers instead", "Other counts", "quantity 8", "Other times"],
    )?;
    // What is offered goes into the form by one press, and nothing is sent by that.
    let sent = page.sandbox()?.deliveries(Operation::Reserve)?;
    page.assert_accessible("what is offered instead")?;
    page.click(&page.find(".alternatives__item button")?)?;
    page.wait_until("the count that is offered", || Ok(page.property(&page.field("Count")?, "value")? == "8"))?;
    ensure!(page.sandbox()?.deliveries(Operation::Reserve)? == sent, "putting something into the form sent it");
    // A zone where nothing is ever free answers other zones.
    page.ask_for(&Wish { zone: "usw2-az4", ..SAMPLE })?;
    page.wait_for_text("Other instance types")?;
    ensure_says(&page.text()?, &["Nothing was free", "usw2-az1"])?;
    page.click_button("Desk")?;
    ensure!(page.card_names()? == before, "a policy was made of nothing");
    Ok(())
}

#[test]
fn a_policy_is_asked_for_again_next_week_and_its_window_moved() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.click_button("ml-train nightly")?;
    page.wait_until("the activity", || Ok(!page.read_details()?.contains("Loading")))?;
    page.click_button("Price one like it, next week")?;
    page.wait_until("the form", || Ok(page.property(&page.field("Instance type")?, "value")? == "p4d.24xlarge"))?;
    let value = |field: &str| -> Result<String> {
        Ok(page.property(&page.find(&format!("[name={field}]"))?, "value")?.as_str().unwrap_or_default().to_owned())
    };
    ensure!(value("name")? == "ml-train nightly" && value("quantity")? == "1" && value("zone")? == "use1-az2");
    let first: jiff::civil::Date = value("startDate")?.parse()?;
    page.click_button("A week later")?;
    page.wait_until("a week later", || Ok(value("startDate")? == (first + 7.days()).to_string()))?;
    page.click_button("A day later")?;
    page.wait_until("a day later", || Ok(value("startDate")? == (first + 8.days()).to_string()))?;
    ensure!(page.sandbox()?.deliveries(Operation::Reserve)? == 0, "a draft is not sent by being made");

    page.fill(&page.find("[name=cloudAccount]")?, "014876987943")?;
    page.click_button("Ask for a price")?;
    page.wait_for_text("Review purchase…")?;
    ensure!(page.sandbox()?.deliveries(Operation::Reserve)? == 1);
    // Beside the one that it is like, which is looked for once the price is there.
    page.wait_for_text("Against the last time")?;
    ensure_says(&page.text()?, &["Against the last time", "ml-train nightly, "])
}

#[test]
fn what_was_typed_and_not_sent_is_there_after_a_restart() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.click_button("Price a window")?;
    page.fill(&page.find("[name=name]")?, "half a thought")?;
    let kept = desktop.root().join("data/berth/page.json");
    page.wait_until("it to be kept", || {
        Ok(std::fs::read_to_string(&kept).is_ok_and(|text| text.contains("half a thought")))
    })?;
    page.close()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.click_button("Price a window")?;
    page.wait_until("what was typed", || Ok(page.property(&page.find("[name=name]")?, "value")? == "half a thought"))?;
    page.close()?;

    // What somebody else wrote there is not taken for a draft.
    std::fs::write(&kept, r#"{"draft":{"name":7},"basket":"none"}"#)?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.click_button("Price a window")?;
    page.wait_for_text("Machines")?;
    ensure!(page.property(&page.find("[name=name]")?, "value")? == "");
    Ok(())
}

#[test]
fn a_reservation_is_priced_for_both_terms_beside_pay_as_you_go() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    // The printed sample, whose baseline nobody can believe.
    price(&page, "ED-10", &["bm1-hf-medium"])?;
    page.wait_for_text("12 months")?;
    let year = page.read_card("12 months")?;
    ensure_says(&year, &["€117.00 a month", "saves €22,037.93 a month", "99.47 % below pay-as-you-go (€22,154.93)"])?;
    ensure_says(&year, &["unverified", "more than five times the reserved price", "Whole term €1,404.00", "€0.1573"])?;
    ensure_says(&page.read_card("Pay-as-you-go")?, &["€22,154.93 a month"])?;
    ensure_says(&page.read_card("36 months")?, &["€93.60 a month", "unverified"])?;

    // A believable one: the tariff of the printed reservation, three machines.
    page.click_button("Hide quote")?;
    price(&page, "Sines-3", &["bm1-hf-medium"])?;
    page.fill(&page.field("Count of bm1-hf-medium")?, "3")?;
    page.click_button("Price it")?;
    page.wait_for_text("3 × bm1-hf-medium")?;
    page.wait_for_card("12 months", &["€1,302.46"])?;
    let year = page.read_card("12 months")?;
    ensure_says(
        &year,
        &["€1,302.46 a month", "57.44 % below pay-as-you-go (€3,060.61)", "5.1 months of full use", "744"],
    )?;
    ensure_silent(&year, &["unverified"])?;
    page.close()?;

    // Quotes are kept with their age.
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.click_button("Price")?;
    page.click(&page.by_role("tab", "Gcore reservation")?)?;
    page.wait_for_text("Saved quotes")?;
    ensure_says(&page.text()?, &["Saved quotes", "3 × bm1-hf-medium, Sines-3"])?;
    let again = "Price again: 3 × bm1-hf-medium, Sines-3";
    page.click_button(again)?;
    page.wait_for_text("1 earlier quote")?;
    // The year becomes dearer; three years do not.
    let moved = Injection::new(Fault::PriceMoved { by: "3".parse()? }).on(Operation::PriceReservation);
    page.sandbox()?.inject(&moved)?;
    page.click_button(again)?;
    page.wait_for_text("2 earlier quotes")?;
    page.click_button("Show the quote for 3 × bm1-hf-medium, Sines-3")?;
    page.wait_for_text("The same basket in 3 quotes")?;
    let text = page.text()?;
    ensure_says(&text, &["12 months: €1,302.46 at first, €1,311.46 now", "36 months: ", "throughout"])?;
    ensure_says(&text, &["The picture reaches from", "As a table"])?;
    ensure!(page.find_all(".history__line circle")?.len() == 6, "two terms, each at three times");
    page.assert_accessible("quotes of one basket")
}

#[test]
fn a_price_that_gcore_hides_or_fails_to_reckon_is_words_and_never_a_zero() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    let cases = [
        ("bm1-infrastructure-medium", "Gcore keeps this price from your account."),
        ("bm1-hf-large", "Gcore could not work this price out."),
    ];
    for (machine, words) in cases {
        price(&page, "Frankfurt-2", &[machine])?;
        page.wait_for_card("12 months", &[words])?;
        for term in ["12 months", "36 months", "Pay-as-you-go"] {
            ensure_silent(&page.read_card(term)?, &["€", "0.00"])?;
        }
        ensure_says(&page.read_card("36 months")?, &["– No price shown", words])?;
        page.click_button("Hide quote")?;
        page.click_button(&format!("Remove {machine}"))?;
    }
    Ok(())
}

/// Chooses a region and machines in the window's catalogue, one of each, and asks for their price.
pub(crate) fn price(page: &Page<'_>, region: &str, machines: &[&str]) -> Result<()> {
    page.click_button("Price")?;
    page.click(&page.by_role("tab", "Gcore reservation")?)?;
    page.fill(&page.field("Region")?, region)?;
    page.press(&["Enter"])?;
    for machine in machines {
        page.click_button(&format!("Add {machine} to the basket"))?;
    }
    page.click_button("Price it")
}
