//! Reads at Gcore that take long, are stopped or left, or cannot be made at all.

use std::{fs, thread::sleep, time::Duration};

use anyhow::{ensure, Context as _, Result};
use berth_sandbox::{Fault, FirstState, Injection, Operation, RetryAfter, SandboxOptions};
use serde_json::{json, Value};

use super::steps::{ensure_says, ensure_silent, Credentials};
use crate::{desktop::Desktop, page::Page, sandbox::Vendors};

#[test]
fn a_view_that_is_left_stops_what_it_asked_for() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    let sandbox = page.sandbox()?;
    let asked = || sandbox.deliveries(Operation::ListRegions);
    // Whoever goes on waiting asks a second time after four seconds.
    let later = Fault::too_many(Some(RetryAfter::Seconds(4)));
    sandbox.inject(&Injection::new(later).on(Operation::ListRegions))?;
    to_gcore(&page)?;
    page.wait_for_text("Asking Gcore for its regions")?;
    page.click_button("Desk")?;
    page.wait_for_desk()?;
    sleep(Duration::from_secs(6));
    ensure!(asked()? == 1, "it was read on for a view that was left");

    // Whoever comes back finds what they came for, and nothing of what was stopped.
    to_gcore(&page)?;
    page.field("Region")?;
    ensure!(asked()? == 2, "it was not read anew");
    ensure_silent(&page.text()?, &["Stopped", "Too many requests"])?;

    // What the view asks for when it is left while prices are awaited is not asked for any more, either.
    add(&page, "Sines-3", "bm1-hf-medium")?;
    let later = Fault::too_many(Some(RetryAfter::Seconds(4)));
    sandbox.inject(&Injection::new(later).on(Operation::PriceReservation))?;
    page.click_button("Price it")?;
    page.by_role("button", "Stop")?;
    page.click(&page.by_role("tab", "FlexCompute window")?)?;
    sleep(Duration::from_secs(6));
    ensure!(sandbox.deliveries(Operation::PriceReservation)? == 1, "prices were asked for nobody");
    to_gcore(&page)?;
    page.wait_for_text("Each price you ask for is kept here with its age.")?;
    page.click_button("Price it")?;
    page.wait_for_card("12 months", &["€"])
}

#[test]
fn a_read_that_lasts_can_be_stopped_and_made_again() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    let sandbox = page.sandbox()?;
    let hang = |operation| sandbox.inject(&Injection::new(Fault::Hang).on(operation));
    hang(Operation::ListRegions)?;
    to_gcore(&page)?;
    page.wait_for_text("Asking Gcore for its regions")?;
    page.assert_accessible("a read under way")?;
    page.screenshot("a-read-under-way")?;
    page.click_button("Stop: regions")?;
    page.wait_for_text("The regions were not read.")?;
    page.wait_for_focus("Read: regions")?;
    ensure_silent(&page.text()?, &["No connection", "Stopped before"])?;
    page.click_button("Read: regions")?;
    page.field("Region")?;
    ensure!(sandbox.deliveries(Operation::ListRegions)? == 2, "what was stopped was tried again");

    hang(Operation::ListReservableBareMetal)?;
    page.fill(&page.field("Region")?, "Sines-3")?;
    page.press(&["Enter"])?;
    page.click_button("Stop: machines")?;
    page.wait_for_text("The machines were not read.")?;
    page.click_button("Read: machines")?;
    page.click_button("Add bm1-hf-medium to the basket")?;

    hang(Operation::PriceReservation)?;
    page.click_button("Price it")?;
    page.click_button("Stop")?;
    page.wait_for_text("Only asks. Nothing is reserved, and the quote is kept.")?;
    page.wait_for_focus("Price it")?;
    ensure_says(&page.text()?, &["Saved quotes", "Each price you ask for is kept here"])?;
    page.click_button("Price it")?;
    page.wait_for_card("12 months", &["€"])?;

    page.click_button("Desk")?;
    page.click_button("Gcore reservations")?;
    hang(Operation::ListReservations)?;
    page.click_button("Read from Gcore")?;
    page.click_button("Stop")?;
    page.wait_for_text("Not read yet on this machine.")?;
    page.click_button("Read from Gcore")?;
    page.wait_for_text("game servers")
}

#[test]
fn without_a_connection_every_list_is_there_with_its_age() -> Result<()> {
    let desktop = Desktop::new()?;
    leave_lists_to_grow_old(&desktop)?;
    let page = desktop.open()?;
    page.wait_for_text("Test endpoint")?;
    to_gcore(&page)?;
    page.wait_for_text("Gcore could not be reached. Nothing was changed.")?;
    page.field("Region")?;
    page.by_role("button", "In the basket: bm1-hf-medium")?;
    page.wait_for_text("Nor could these be read again.")?;
    ensure_says(&page.text()?, &["Regions read 1 d ago", "Machines read 1 d ago", "bm1-hf-medium", "Free then"])?;
    page.assert_accessible("lists that are old")?;
    page.screenshot("lists-that-are-old")?;
    to_reservations(&page)?;
    page.wait_for_text("game servers")?;
    page.click_button("Read again")?;
    page.wait_for_text("Gcore could not be reached.")?;
    ensure_says(&page.text()?, &["Read 1 d ago", "What you see was read earlier.", "game servers", "What they cost"])
}

/// Reads Gcore's lists through an account of their own. A day has gone by then, and Gcore cannot be reached any more.
pub(super) fn leave_lists_to_grow_old(desktop: &Desktop) -> Result<()> {
    let vendors = Vendors::start(SandboxOptions { first_state: FirstState::Shipped, ..SandboxOptions::default() })?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.connect("Offline", Credentials::GcoreToken("1234$abcdef0123456789"), &vendors)?;
    to_gcore(&page)?;
    add(&page, "Sines-3", "bm1-hf-medium")?;
    let typed = desktop.root().join("data/berth/page.json");
    page.wait_until("the basket to be kept", || Ok(fs::read_to_string(&typed).is_ok_and(|text| text.contains("bm1"))))?;
    to_reservations(&page)?;
    page.click_button("Read from Gcore")?;
    page.wait_for_text("game servers")?;
    page.close()?;
    vendors.stop();

    let folder = desktop.root().join("data/berth/listings");
    for file in fs::read_dir(&folder)? {
        age(&file?.path())?;
    }
    Ok(())
}

pub(super) fn to_gcore(page: &Page<'_>) -> Result<()> {
    page.click_button("Price")?;
    page.click(&page.by_role("tab", "Gcore reservation")?)
}

pub(super) fn to_reservations(page: &Page<'_>) -> Result<()> {
    page.click_button("Desk")?;
    page.click_button("Gcore reservations")
}

fn add(page: &Page<'_>, region: &str, machine: &str) -> Result<()> {
    page.fill(&page.field("Region")?, region)?;
    page.press(&["Enter"])?;
    page.click_button(&format!("Add {machine} to the basket"))
}

/// Makes what is kept in a file a day older.
fn age(file: &std::path::Path) -> Result<()> {
    let mut kept: Value = serde_json::from_slice(&fs::read(file)?)?;
    let read: jiff::Timestamp = kept["read_at"].as_str().context("no moment is kept")?.parse()?;
    let earlier = json!((read - jiff::SignedDuration::from_hours(24)).to_string());
    kept["read_at"] = earlier.clone();
    if kept["answer"]["read_at"].is_string() {
        kept["answer"]["read_at"] = earlier;
    }
    Ok(fs::write(file, kept.to_string())?)
}
