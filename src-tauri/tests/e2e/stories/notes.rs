//! What the user says of policies: written in their details or for many at once, and there whatever happens.

use anyhow::{ensure, Result};

use super::steps::{ensure_says, ensure_silent};
use crate::{desktop::Desktop, page::Page};

const POLICY: &str = "llm fine-tune";
const HOSTILE: &str = "<img src=x onerror=window.owned=1>";

#[test]
fn a_note_and_tags_are_written_survive_a_restart_and_stand_in_the_activity() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    details(&page, POLICY)?;
    ensure_says(
        &page.read_details()?,
        &["What can be done now", "Buy No. It is bought already.", "Nothing is in doubt."],
    )?;
    page.click_button("Edit notes")?;
    page.wait_for_focus("Owner")?;
    page.fill(&page.field("Owner")?, "Ada Lovelace")?;
    page.fill(&page.field("Ticket")?, "https://tickets.example/OPS-7")?;
    page.fill(&page.field("Tags")?, &format!("prod, team=data, {HOSTILE}, prod"))?;
    page.fill(&page.field("Note")?, "first line")?;
    page.press(&["Enter"])?;
    page.type_into(&page.field("Note")?, "second line")?;
    page.click_button("Save")?;
    page.wait_for_details(&["Last written"])?;
    page.wait_for_focus("Edit notes")?;
    let written =
        ["Owner Ada Lovelace", "https://tickets.example/OPS-7", "prod", "team=data", HOSTILE, "first line second line"];
    ensure_says(&page.read_details()?, &written)?;
    ensure_says(&page.read_details()?, &["Notes changed"])?;
    // Whatever was written is text: no image, no link, nothing that could lead away.
    ensure!(page.execute("return window.owned ?? null", &[])?.is_null());
    ensure!(page.find_all(".panel a, .panel img")?.is_empty(), "something was made of what was written");
    page.assert_accessible("notes in the details")?;
    ensure!(page.sandbox()?.get("received")?.as_array().is_some_and(Vec::is_empty), "something was sent");
    page.close()?;

    let page = desktop.open()?;
    page.wait_for_desk()?;
    details(&page, POLICY)?;
    ensure_says(&page.read_details()?, &written)?;
    page.press(&["Escape"])?;
    page.click_button("Activity")?;
    page.wait_for_text("Owner Ada Lovelace; Ticket https://tickets.example/OPS-7; ")?;
    page.wait_for_text("Note written")
}

#[test]
fn what_is_not_saved_is_not_lost_and_a_complaint_stands_beside_its_field() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    details(&page, POLICY)?;
    page.click_button("Edit notes")?;
    page.fill(&page.field("Note")?, "half a thought")?;
    // Esc discards what was written and leaves the details open; it can be brought back.
    page.press(&["Escape"])?;
    page.wait_for_details(&["Your changes were discarded."])?;
    page.wait_for_focus("Edit notes")?;
    page.click_button("Bring them back")?;
    ensure!(page.property(&page.field("Note")?, "value")? == "half a thought");

    page.fill(&page.field("Purpose")?, &"x".repeat(201))?;
    page.click_button("Save")?;
    page.wait_for_details(&["This is 201 characters long. At most 200 are kept."])?;
    page.wait_for_focus("Purpose")?;
    page.fill(&page.field("Purpose")?, "tuning")?;

    // The panel closes, and Berth ends: the text is there still.
    page.click_button("Close")?;
    page.wait_for_text("is not saved. It is kept in its details.")?;
    let kept = desktop.root().join("data/berth/page.json");
    page.wait_until("the text to be kept", || {
        Ok(std::fs::read_to_string(&kept).is_ok_and(|text| text.contains("half a thought") && text.contains("tuning")))
    })?;
    page.close()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    details(&page, POLICY)?;
    page.wait_for_details(&["Not saved yet."])?;
    ensure!(page.property(&page.field("Note")?, "value")? == "half a thought");
    page.click_button("Save")?;
    page.wait_for_details(&["Last written"])?;
    ensure_says(&page.read_details()?, &["Purpose tuning", "half a thought"])?;
    page.press(&["Escape"])?;
    page.wait_until("the details to be gone", || Ok(page.find_all(".panel")?.is_empty()))
}

#[test]
fn many_policies_are_annotated_at_once_and_a_purchase_begins_with_what_is_said() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    annotate(&page, &[POLICY, "ml-train nightly"])?;
    let dialog = page.wait_for_dialog(&["Annotate 2 policies", "Nothing is sent to a vendor."])?;
    ensure_says(&dialog, &["Nothing yet."])?;
    page.fill(&page.field("Owner")?, "Ada Lovelace")?;
    page.fill(&page.field("Add tags")?, "quarter=3, prod")?;
    page.wait_for_dialog(&["Owner becomes Ada Lovelace on 2 policies.", "Tags quarter=3, prod given to 2 policies."])?;
    page.assert_accessible("annotating many")?;
    page.click_button("Change 2 policies")?;
    page.wait_for_no_dialog()?;
    page.wait_for_text("Notes changed on 2 policies.")?;
    for name in [POLICY, "ml-train nightly"] {
        details(&page, name)?;
        page.wait_for_details(&["Owner Ada Lovelace"])?;
        ensure_says(&page.read_details()?, &["quarter=3", "prod", "Notes changed"])?;
        page.press(&["Escape"])?;
    }

    annotate(&page, &[POLICY, "ml-train nightly", "billing month-end"])?;
    page.tick("prod on 2")?;
    page.wait_for_dialog(&["Tag prod taken away wherever it stands."])?;
    page.click_button("Change 3 policies")?;
    page.wait_for_text("Notes changed on 2 policies.")?;

    page.click_button("Buy… ml-train nightly")?;
    page.wait_for_dialog(&["Buy for $127.35"])?;
    ensure!(page.property(&page.field("Owner")?, "value")? == "Ada Lovelace", "the review begins with nothing");
    page.fill(&page.field("Ticket")?, "ML-2291")?;
    page.decide("Buy for $127.35")?;
    page.wait_for_dialog(&["Bought for $127.35"])?;
    page.press(&["Escape"])?;
    page.wait_for_no_dialog()?;
    details(&page, "ml-train nightly")?;
    page.wait_for_details(&["ML-2291"])?;
    ensure_says(&page.read_details()?, &["Owner Ada Lovelace", "quarter=3"])?;
    ensure_silent(&page.read_details()?, &["quarter=3 prod"])
}

fn details(page: &Page<'_>, name: &str) -> Result<()> {
    page.click_button(name)?;
    page.wait_until("the details", || Ok(!page.find_all(".panel")?.is_empty()))?;
    page.wait_until("the activity", || Ok(!page.read_details()?.contains("Loading")))
}

/// Chooses the policies of these names on the wall, and opens the dialog for all of them.
pub(crate) fn annotate(page: &Page<'_>, names: &[&str]) -> Result<()> {
    stop_choosing(page)?;
    if page.find_all("#choose-several")?.is_empty() {
        page.click_button("Filter and sort")?;
    }
    page.click_button("Choose several")?;
    for name in names {
        page.tick(&format!("Choose {name}"))?;
    }
    // What tags they have is told with their sum.
    page.wait_until("their sum", || Ok(!page.find_all(".selection__sums")?.is_empty()))?;
    page.click_button("Notes and tags…")?;
    page.wait_for_dialog(&["What will change"]).map(|_| ())
}

/// Chooses nothing any more, if something was.
pub(crate) fn stop_choosing(page: &Page<'_>) -> Result<()> {
    if page.find_all(".selection")?.is_empty() {
        return Ok(());
    }
    page.click_button("Done")?;
    page.wait_until("nothing to be chosen", || Ok(page.find_all(".selection")?.is_empty()))
}
