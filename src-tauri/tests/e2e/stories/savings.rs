//! What was saved, in a place of its own: the desk's figure, and the policies that make it.

use anyhow::{ensure, Context as _, Result};
use serde_json::Value;

use super::steps::ensure_says;
use crate::desktop::Desktop;

#[test]
fn what_was_saved_is_the_desk_s_figure_and_opens_into_the_policies_that_make_it() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    let desk = page.text()?;
    let saved = desk.split("Saved so far").nth(1).and_then(|rest| rest.split_whitespace().next()).unwrap_or_default();
    ensure!(saved.starts_with('$'), "the desk says {saved:?}");

    page.click_button("Savings")?;
    page.wait_for_text("The policies that make it")?;
    let text = page.text()?;
    ensure_says(&text, &["Savings", "So far", "Saved, net", saved, "on demand", "Committed ahead"])?;
    // A window that was kept, with its fee, and a cancellation that cost more than it saved.
    let rows = page.execute(ROWS, &[])?;
    let row = |name: &str| rows.as_array()?.iter().filter_map(Value::as_str).find(|row| row.starts_with(name));
    ensure_says(row("nightly etl catch-up").context("no row")?, &["Ended", "$11.41", "$14.26"])?;
    ensure_says(row("staging refresh").context("no row")?, &["Cancelled", "given up", "$50.00", "−$50.00"])?;
    ensure!(row("ci burst").is_none(), "what was given back for nothing made nothing");
    page.assert_accessible("savings")?;

    page.click_button("nightly etl catch-up")?;
    page.wait_until("the details", || Ok(page.read_details()?.contains("Policy id")))?;
    page.press(&["Escape"])?;
    page.wait_for_text("The policies that make it")?;
    page.click_button("Live")?;
    page.wait_for_text("Nothing saved yet")?;
    page.assert_accessible("nothing saved yet")
}

/// The rows of the tables, each as it is read.
const ROWS: &str = "
    return [...document.querySelectorAll('.figures tbody tr')].map((row) => row.innerText.replace(/\\s+/g, ' ').trim());
";
