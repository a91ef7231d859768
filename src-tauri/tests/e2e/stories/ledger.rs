//! The ledger as a whole: verified, exported, backed up, restored, and found to have been tampered with.

use std::{
    fs::{self, OpenOptions},
    io::{Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{ensure, Context as _, Result};
use rusqlite::Connection;
use serde_json::Value;

use super::steps::{ensure_says, ensure_silent};
use crate::{desktop::Desktop, page::Page};

/// What is said of a log that nobody tampered with.
const UNTOUCHED: &str = "each as it was written";

#[test]
fn the_ledger_is_verified_exported_backed_up_and_restored_after_it_was_lost() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.click_button("Track a policy")?;
    page.fill(&page.field("Policy id *")?, "sc_830349911839")?;
    page.press(&["Enter"])?;
    page.wait_for_no_dialog()?;
    page.click_button("Accounts")?;
    page.wait_for_text(UNTOUCHED)?;
    page.click_button("Verify")?;
    page.wait_for_text(UNTOUCHED)?;

    // Whoever changes their mind has changed nothing.
    page.click_button("Export activity log…")?;
    desktop.screen().choose_nothing()?;
    page.wait_until("the buttons back", || Ok(!page.read_ledger()?.contains("Choose a file.")))?;

    let exported = desktop.root().join("activity.jsonl");
    page.click_button("Export activity log…")?;
    desktop.screen().choose_file(&exported)?;
    page.wait_for_text("Exported ")?;
    let lines = fs::read_to_string(&exported)?;
    ensure!(lines.lines().count() > 3, "{lines}");
    for line in lines.lines() {
        serde_json::from_str::<Value>(line).with_context(|| line.to_owned())?;
    }

    // What is there already is not overwritten.
    page.click_button("Export activity log…")?;
    desktop.screen().choose_file(&exported)?;
    page.wait_for_text("A file of this name is there already.")?;
    ensure!(fs::read_to_string(&exported)? == lines, "the export was overwritten");

    let backup = desktop.root().join("copy.db");
    page.click_button("Back up…")?;
    desktop.screen().choose_file(&backup)?;
    page.wait_for_text("and read back:")?;
    page.assert_accessible("the ledger")?;
    let ledger = page.ledger_file()?;
    page.click_button("Desk")?;
    let before = page.card_names()?;
    page.close()?;

    // The machine loses it all but the backup.
    for part in ["", "-wal", "-shm"] {
        let file = PathBuf::from(format!("{}{part}", ledger.display()));
        if file.exists() {
            fs::remove_file(file)?;
        }
    }
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.click_button("Accounts")?;
    page.click_button("Restore a backup…")?;
    desktop.screen().choose_file(&exported)?;
    page.wait_for_text("This file is not a sound backup of a ledger")?;
    page.click_button("Restore a backup…")?;
    desktop.screen().choose_file(&backup)?;
    page.wait_for_dialog(&[
        "Restore this backup?",
        "copy.db",
        "Comes back 1 policy",
        "Nothing bought since is forgotten.",
    ])?;
    page.assert_accessible("a backup under review")?;
    page.decide("Restore")?;
    page.wait_for_no_dialog()?;
    page.wait_for_text("The ledger from before lies at")?;
    page.click_button("Desk")?;
    let after = page.card_names()?;
    ensure!(before.iter().all(|name| after.contains(name)), "{before:?} became {after:?}");
    page.close()
}

#[test]
fn an_activity_log_that_was_tampered_with_is_shown_and_stops_nothing() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.click_button("Accounts")?;
    let ledger = page.ledger_file()?;
    page.close()?;
    tamper_with(&ledger)?;

    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.wait_for_text("The activity log is not as it was written: line 3 (")?;
    page.wait_for_text("Buying and cancelling work as before")?;
    page.assert_accessible("a broken activity log")?;
    page.click_button("Buy… billing month-end")?;
    page.wait_for_dialog(&["Buy "])?;
    page.press(&["Escape"])?;
    page.wait_for_no_dialog()?;
    page.click_button("Accounts")?;
    ensure!(page.read_ledger()?.contains("line 3 ("), "{}", page.read_ledger()?);
    page.close()
}

#[test]
fn a_damaged_ledger_is_told_of_until_that_is_read() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.click_button("Accounts")?;
    let ledger = page.ledger_file()?;
    page.close()?;
    damage(&ledger)?;

    let page = desktop.open()?;
    page.wait_for_text("The ledger was damaged. It was set aside beside the new one")?;
    ensure_says(&page.text()?, &["Read this before you buy.", "whole and untouched", "Do not buy again"])?;
    page.assert_accessible("a ledger that was damaged")?;
    // Longer than a notice in passing stays, and wherever one looks.
    std::thread::sleep(Duration::from_secs(9));
    for place in ["Price", "Accounts", "Activity", "Live"] {
        page.click_button(place)?;
        page.wait_for_text("The ledger was damaged.")?;
    }
    page.click_button("I have read this")?;
    page.wait_until("the banner to go", || Ok(!page.text()?.contains("The ledger was damaged.")))?;
    // What happened stands in the log, and the next start has nothing to tell.
    page.click_button("Ledger")?;
    page.wait_for_text("Damaged ledger set aside as ledger.db.damaged-")?;
    page.close()?;
    let page = desktop.open()?;
    page.wait_for_text("Live")?;
    ensure_silent(&page.text()?, &["The ledger was damaged."])?;
    page.close()
}

/// Overwrites the middle of a ledger's file, as a failing disk might.
fn damage(ledger: &Path) -> Result<()> {
    // Most of a young ledger is still in its log.
    Connection::open(ledger)?.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?;
    let mut file = OpenOptions::new().write(true).open(ledger)?;
    let length = file.metadata()?.len();
    ensure!(length > 16 * PAGE, "a ledger of {length} bytes");
    file.seek(SeekFrom::Start(length / 2 / PAGE * PAGE))?;
    file.write_all(&[0xA5; 2 * PAGE as usize])?;
    Ok(file.sync_all()?)
}

/// The size of a ledger's pages.
const PAGE: u64 = 4096;

/// Changes what the third line of the activity log says.
pub(super) fn tamper_with(ledger: &Path) -> Result<()> {
    let tampering = "DROP TRIGGER activity_stays; UPDATE activity SET body = '{}' WHERE number = 3;";
    Ok(Connection::open(ledger)?.execute_batch(tampering)?)
}

impl Page<'_> {
    fn read_ledger(&self) -> Result<String> {
        self.read(&self.find("section[aria-labelledby='ledger-title']")?)
    }

    pub(super) fn ledger_file(&self) -> Result<PathBuf> {
        let file = self.wait_for("the ledger's path", || {
            Ok(self.find_all("section[aria-labelledby='ledger-title'] code")?.pop())
        })?;
        Ok(self.read(&file)?.into())
    }
}
