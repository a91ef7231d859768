//! What is reserved at Gcore: read when asked for, kept, and shown as old as it is.

use anyhow::{ensure, Result};
use berth_sandbox::{Fault, Injection, Operation};

use super::steps::{ensure_says, ensure_silent};
use crate::desktop::Desktop;

#[test]
fn reservations_are_read_when_asked_for_and_kept_over_a_restart_without_a_connection() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.click_button("Gcore reservations")?;
    page.wait_for_text("Not read yet on this machine.")?;
    ensure!(page.sandbox()?.deliveries(Operation::ListReservations)? == 0, "it was read before it was asked for");
    page.click_button("Read from Gcore")?;
    page.wait_for_text("How far they have come")?;
    let text = page.text()?;
    ensure_says(&text, &["game servers", "Rejected", "12 × bm1-hf-small_min", "Not enough free machines"])?;
    ensure_says(&text, &["archive", "Approved", "Machines expected"])?;
    ensure_says(&text, &["What they cost", "this list does not name it"])?;
    page.assert_accessible("reservations")?;
    page.close()?;

    // Another run shows what was read before it asks anybody.
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.click_button("Gcore reservations")?;
    page.wait_for_text("game servers")?;
    page.click_button("Read again")?;
    // The sandbox begins with it.
    let asked = || page.sandbox()?.deliveries(Operation::ListReservationsV1);
    page.wait_until("it to be read", || Ok(asked().is_ok_and(|count| count == 1)))?;
    page.wait_until("the answer", || {
        Ok(page.attribute(&page.by_role("button", "Read again")?, "aria-disabled")?.is_null())
    })?;

    // Gcore does not answer: what was read stays, and says that it is old.
    page.sandbox()?.inject(&Injection::new(Fault::status(503)).on(Operation::ListReservations).times(3))?;
    page.click_button("Read again")?;
    page.wait_for_text("Gcore has a fault of its own at the moment.")?;
    ensure_says(&page.text()?, &["What you see was read earlier.", "game servers"])?;

    // The older list may be withdrawn any day: the other stays.
    page.sandbox()?.clear_faults()?;
    page.sandbox()?.inject(&Injection::new(Fault::status(404)).on(Operation::ListReservationsV1))?;
    page.click_button("Read again")?;
    page.wait_for_text("Gcore does not answer this list any more.")?;
    ensure_silent(&page.text()?, &["game servers"])?;
    ensure_says(&page.text()?, &["What they cost", "bm1-hf-medium"])?;
    page.click_button("Back to the desk")?;
    page.wait_for_desk()
}
