//! The activity log in the window: every line of it, newest first, in plain words, and all of it that is kept.

use anyhow::{ensure, Result};
use serde_json::json;

use super::steps::{ensure_says, ensure_silent};
use crate::{desktop::Desktop, page::Page};

const ACCOUNT: &str = "Sandbox FlexCompute";

#[test]
fn a_raised_limit_safe_mode_left_and_a_purchase_stand_in_the_log() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.click_button("Accounts")?;
    page.click(&page.by_role("switch", "Safe mode")?)?;
    page.wait_for_card(ACCOUNT, &["On: it can look and price, and cannot spend."])?;
    page.turn_safe_mode_off(ACCOUNT)?;
    page.click_button(&format!("Limits… {ACCOUNT}"))?;
    page.fill(&page.field("One purchase (USD)")?, "9000")?;
    page.click_button("Set limits")?;
    page.wait_for_no_dialog()?;
    page.click_button("Desk")?;
    page.click_button("Buy… ml-train nightly")?;
    page.decide("Buy for $127.35")?;
    page.wait_for_dialog(&["Bought for $127.35"])?;
    page.press(&["Escape"])?;
    page.wait_for_no_dialog()?;

    page.click_button("Activity")?;
    page.wait_for_text("Bought; the price shown before was $127.35")?;
    let log = page.read_log()?;
    ensure_says(
        &log,
        &[
            "Bought; the price shown before was $127.35",
            "Purchase for $127.35 sent",
            "Purchase for $127.35 written down, before it is sent",
            "Limit per purchase raised: 5,000 USD → 9,000 USD",
            "Safe mode turned off: from here on it can spend",
            "Safe mode turned on: it cannot spend",
            "Account set up as a part of Berth",
        ],
    )?;
    page.wait_for_text("There are no older lines.")?;
    page.assert_accessible("the activity log")?;

    // What is kept of a line stands below it, and is part of what a search of the page finds.
    page.click(&page.by_text("Limit per purchase raised")?)?;
    page.wait_for_text("\"limits_before\": {")?;
    ensure_says(&page.read_log()?, &["limits_set", "The whole line", "\"per_purchase\": \"5000\""])?;
    page.assert_accessible("an open line")?;

    page.click_button("Accounts & limits")?;
    page.wait_until("the lines of accounts", || Ok(!page.read_log()?.contains("Bought")))?;
    ensure_says(&page.read_log()?, &["Limit per purchase raised", "Safe mode turned off", "Sandbox Gcore"])?;
    page.choose(&page.field("Account")?, "Sandbox Gcore")?;
    page.wait_until("the lines of one account", || Ok(!page.read_log()?.contains(ACCOUNT)))?;
    ensure_says(&page.read_log()?, &["Account set up as a part of Berth"])?;
    page.click_button("Cancellations")?;
    page.wait_for_text("No such line")?;
    page.click_button("Show every line")?;
    page.wait_for_text("Bought; the price")?;
    page.click_button("Purchases")?;
    page.wait_until("the lines of purchases", || Ok(!page.read_log()?.contains("Safe mode")))?;

    // A line leads to its policy, and the policy's details back to the line.
    page.click_button("Details of ml-train nightly")?;
    page.wait_for_details(&["Policy id sc_"])?;
    page.press(&["Escape"])?;
    page.wait_until("the details to be gone", || Ok(page.find_all("aside[aria-labelledby]")?.is_empty()))?;
    page.wait_for_focus("Details of ml-train nightly")?;

    // What can be done about the log as a whole has its place with the ledger.
    page.click_button("Verify or export it…")?;
    page.wait_for_text("each as it was written")?;
    page.wait_for_focus("Data")?;
    page.by_role("button", "Export activity log…").map(|_| ())
}

#[test]
fn older_lines_follow_page_by_page_down_to_the_first() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.execute_later(TRACK_MANY, &[json!(70)])?;
    page.click_button("Activity")?;
    page.wait_for_text("sc_170")?;
    ensure!(page.lines()? == 50, "{} lines on the first page", page.lines()?);
    ensure_silent(&page.read_log()?, &["Account set up"])?;
    page.click_button("Older")?;
    page.wait_for_text("There are no older lines.")?;
    ensure_says(&page.read_log()?, &["sc_170", "sc_120", "sc_101", "Account set up as a part of Berth"])?;
    let all = page.lines()?;
    ensure!(all > 70, "{all} lines");

    // What happens meanwhile comes in above, and what was read stays.
    page.execute_later(TRACK_MANY, &[json!(71)])?;
    page.click_button("Live")?;
    page.wait_for_text("Nothing is recorded yet")?;
    page.click_button("Sandbox")?;
    page.wait_for_text("sc_171")?;
    ensure!(page.lines()? == 50, "another realm begins at its newest line");
    Ok(())
}

impl Page<'_> {
    fn read_log(&self) -> Result<String> {
        self.read(&self.find("ol[aria-label='Lines of the log']")?)
    }

    fn lines(&self) -> Result<usize> {
        Ok(self.find_all("ol[aria-label='Lines of the log'] > li")?.len())
    }
}

/// Tracks so many policies; those that are tracked already are left as they are.
const TRACK_MANY: &str = "
    const [count, done] = arguments;
    const call = window.__TAURI_INTERNALS__.invoke;
    call('show_desk', { realm: null, wall: null, watch: [] }).then(async ({ accounts }) => {
        const account = accounts.find(({ vendor }) => vendor === 'cloudidr').id;
        for (let number = 1; number <= count; number += 1) {
            await call('track_policy', { account, policy: `sc_${100 + number}` });
        }
        done();
    });
";
