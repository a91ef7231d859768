//! What Gcore sells by the hour, and what a month came to: read when asked for, each list by itself.

use anyhow::{ensure, Result};
use berth_sandbox::{Fault, Injection, Operation};

use super::steps::{ensure_says, ensure_silent};
use crate::{desktop::Desktop, page::Page};

#[test]
fn ordinary_prices_and_stock_are_read_when_asked_for_and_each_list_fails_alone() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    let sandbox = page.sandbox()?;
    page.click_button("Price")?;
    page.click(&page.by_role("tab", "Gcore reservation")?)?;
    page.wait_for_text("Choose a region to see its machines.")?;
    ensure_silent(&page.text()?, &["Ordinary prices"])?;
    page.fill(&page.field("Region")?, "Sines-3")?;
    page.press(&["Enter"])?;
    page.wait_for_text("Ordinary prices were not read yet.")?;
    ensure!(sandbox.deliveries(Operation::ListBareMetalFlavors)? == 0, "it was read before it was asked for");

    page.click_button("Read: ordinary prices")?;
    let row = wait_for_row(&page, "bm1-hf-medium")?;
    ensure_says(&row, &["linux", "16 CPUs, 128 GiB", "2xIntel Xeon 8468", "€1.3712", "€1,020.20"])?;
    ensure!(row.contains("\n3\t1\t"), "free and reserved stock are not told: {row:?}");
    ensure_says(&wait_for_row(&page, "bm1-basic-small")?, &["4 CPUs, 32 GiB"])?;
    ensure_says(&wait_for_row(&page, "g3-ai-32-192-1500-l40s-48-1")?, &["1 GPU", "– not known", "€1.3700"])?;
    ensure_says(&page.text()?, &["Bare metal with GPUs", "Virtual machines with GPUs"])?;
    page.assert_accessible("ordinary prices")?;

    // Another project is asked about as soon as it is chosen.
    page.choose(&page.field("Project")?, "media")?;
    page.wait_until("the other project's lists", || Ok(sandbox.deliveries(Operation::ListBareMetalFlavors)? == 2))?;
    wait_for_row(&page, "bm1-hf-medium")?;

    // One list is gone: it says so in its place, and the others stay.
    sandbox.inject(&Injection::new(Fault::status(404)).on(Operation::ListGpuBareMetalFlavors))?;
    page.click_button("Read again: ordinary prices")?;
    page.wait_for_text("This list could not be read this time. Gcore does not know what was asked for.")?;
    ensure_silent(&page.text()?, &["H100 80GB SXM5"])?;
    wait_for_row(&page, "g3-ai-32-192-1500-l40s-48-1")?;
    page.assert_accessible("a list that could not be read")?;

    // Nothing comes: what was read stays, and says that it is old.
    for operation in
        [Operation::ListBareMetalFlavors, Operation::ListGpuBareMetalFlavors, Operation::ListGpuVirtualFlavors]
    {
        sandbox.inject(&Injection::new(Fault::status(404)).on(operation))?;
    }
    page.click_button("Read again: ordinary prices")?;
    page.wait_for_text("What you see was read earlier.")?;
    wait_for_row(&page, "bm1-hf-medium").map(|_| ())
}

#[test]
fn a_month_s_totals_are_shown_as_the_vendor_sent_them() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.click_button("Gcore reservations")?;
    page.wait_for_text("This month was not read yet.")?;
    ensure_says(&page.text()?, &["Spent in a month", "Figures may lag by an hour, at times by a day or more."])?;
    ensure!(page.sandbox()?.deliveries(Operation::MonthlyCostTotals)? == 0, "it was read before it was asked for");
    page.fill(&page.field("Month")?, "2026-13")?;
    page.wait_for_text("Write the year and the month, such as 2026-10.")?;
    page.assert_accessible("a month that is none")?;

    page.fill(&page.field("Month")?, "2026-10")?;
    page.click_button("Read: what a month came to")?;
    page.wait_for_text("Gcore shows these figures.")?;
    ensure_says(&page.text()?, &["billing_metric_name", "baremetal", "_min", "EUR"])?;
    page.assert_accessible("a month's totals")?;

    // Another month is another question.
    page.fill(&page.field("Month")?, "2026-09")?;
    page.wait_for_text("This month was not read yet.")?;
    ensure_silent(&page.text()?, &["billing_metric_name"])?;
    page.sandbox()?.inject(&Injection::new(Fault::status(503)).on(Operation::MonthlyCostTotals).times(3))?;
    page.click_button("Read: what a month came to")?;
    page.wait_for_text("Gcore has a fault of its own at the moment.")?;
    ensure!(page.sandbox()?.deliveries(Operation::MonthlyCostTotals)? == 4, "a read is tried three times");
    Ok(())
}

/// The row of a machine type in the table, waited for.
fn wait_for_row(page: &Page<'_>, machine: &str) -> Result<String> {
    page.wait_for(&format!("the row of {machine}"), || {
        for row in page.find_all(".stock tbody tr")? {
            let text = page.text_of(&row)?;
            if text.starts_with(machine) {
                return Ok(Some(text));
            }
        }
        Ok(None)
    })
}
