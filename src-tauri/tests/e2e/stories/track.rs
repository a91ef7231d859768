//! A policy that was bought elsewhere, taken in by its id.

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
    ensure!(page.focused()?.1 == "Policy id", "the focus is on {:?}", page.focused()?);

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
    page.wait_until("its details", || Ok(page.read_details()?.contains("sc_830349911839")))?;
    ensure_says(&page.read_details()?, &["Unknown", "Tracked by its id", "Tracked"])?;
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
