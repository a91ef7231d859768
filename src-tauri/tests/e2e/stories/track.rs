//! A policy that was bought elsewhere, taken in by its id.

use std::fs;

use anyhow::{ensure, Result};
use berth_sandbox::Operation;

use super::steps::ensure_says;
use crate::desktop::Desktop;

#[test]
fn a_policy_bought_elsewhere_is_tracked_by_its_id_and_nothing_is_sent() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    let vendor = page.sandbox()?;
    page.click_button("Track a policy")?;
    page.wait_for_dialog(&["For a policy that was bought elsewhere."])?;
    page.wait_for_focus("Policy id")?;

    // What cannot be an id is refused beside the field, and the field says so to those who listen.
    page.click_button("Track policy")?;
    page.wait_for_dialog(&["Enter the policy's id."])?;
    for wrong in ["has spaces in it", "sc_1\u{202e}0", "<b>sc_1</b>"] {
        let field = page.field("Policy id *")?;
        page.fill(&field, wrong)?;
        page.press(&["Enter"])?;
        page.wait_for_dialog(&["This cannot be a policy's id", "Nothing was sent."])?;
        ensure!(page.attribute(&field, "aria-invalid")? == "true", "the field does not say that it is wrong");
        let complaint = page.attribute(&field, "aria-describedby")?;
        let first = complaint.as_str().and_then(|ids| ids.split(' ').next()).unwrap_or_default().to_owned();
        ensure_says(&page.read(&page.find(&format!("[id='{first}']"))?)?, &["This cannot be a policy's id"])?;
    }

    page.fill(&page.field("Policy id *")?, "  sc_830349911839 ")?;
    page.press(&["Enter"])?;
    page.wait_for_no_dialog()?;
    page.wait_for_details(&["sc_830349911839", "Unknown", "Tracked by its id", "Tracked"])?;
    let card = page.read_card("Policy sc_830349911839")?;
    ensure_says(&card, &["Unknown", "price not known", "Window not known", "Cancel…"])?;
    ensure!(vendor.get("received")?.as_array().is_some_and(Vec::is_empty), "tracking sent something");

    // The account has limits, against which a price that is not known cannot be weighed.
    page.click_button("Buy…")?;
    page.wait_for_dialog(&[
        "Over your limit",
        "the price is not known, so they cannot be checked",
        "Nothing was bought.",
    ])?;
    page.press(&["Escape"])?;
    page.wait_for_no_dialog()?;
    page.press(&["Escape"])?;
    ensure!(vendor.deliveries(Operation::Purchase)? == 0, "a price that is not known was paid");

    // Tracking it once more shows it, and changes nothing.
    page.click_button("Track a policy")?;
    page.fill(&page.field("Policy id *")?, "sc_830349911839")?;
    page.press(&["Enter"])?;
    page.wait_for_no_dialog()?;
    ensure!(page.card_names()?.iter().filter(|name| name.ends_with("sc_830349911839")).count() == 1);
    page.close()?;
    desktop.open()?.card("Policy sc_830349911839").map(|_| ())
}

#[test]
fn a_list_of_ids_is_imported_with_a_word_on_every_row() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    let list = desktop.root().join("ids.csv");
    fs::write(&list, "Name,Policy id\n\"a, b\",sc_7001\nbad,<img src=x onerror=alert(1)>\nc,sc_7002\ntwice,sc_7001\n")?;
    page.click_button("Track a policy")?;
    page.wait_for_dialog(&["Or many at once"])?;
    page.click_button("Import a file…")?;
    desktop.screen().choose_file(&list)?;
    let report = page.wait_for_dialog(&["2 policies tracked, of 4 rows."])?;
    ensure_says(&report, &["From", "ids.csv", "3 <img src=x onerror=alert(1)> not an id"])?;
    ensure_says(
        &report,
        &["5 sc_7001 stands in the list twice", "2 sc_7001 tracked from now on", "4 sc_7002 tracked"],
    )?;
    page.assert_accessible("what came of a list")?;

    // A file that is no text changes nothing, and the report stays.
    let binary = desktop.root().join("ids.xlsx");
    fs::write(&binary, [0x50, 0x4b, 0x03, 0x04, 0xff, 0xfe])?;
    page.click_button("Import another…")?;
    desktop.screen().choose_file(&binary)?;
    page.wait_for_dialog(&["Nothing was tracked. Save the list as CSV in UTF-8.", "2 policies tracked"])?;
    page.press(&["Escape"])?;
    page.wait_for_no_dialog()?;
    page.wait_for_card("Policy sc_7001", &["price not known"])?;
    page.wait_for_card("Policy sc_7002", &["price not known"])?;
    ensure!(page.sandbox()?.get("received")?.as_array().is_some_and(Vec::is_empty), "an import sent something");
    page.click_button("Activity")?;
    page.wait_for_text("2 policies tracked from a list of ids")
}
