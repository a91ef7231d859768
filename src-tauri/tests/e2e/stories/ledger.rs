//! The ledger as a whole: verified, exported, backed up, restored, and found to have been tampered with.

use std::{
    fs::{self, File, OpenOptions},
    io::{Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{ensure, Context as _, Result};
use berth_sandbox::{Fault, Injection, Operation};
use rusqlite::Connection;
use serde_json::Value;

use super::steps::{ensure_says, ensure_silent};
use crate::{desktop::Desktop, page::Page};

/// What a listener hears of an element besides its name.
const DESCRIPTION: &str = "
    const ids = arguments[0].getAttribute('aria-describedby') ?? '';
    return ids.split(' ').map((id) => document.getElementById(id)?.textContent ?? '').join(' ');
";

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
    page.click_button("Settings")?;
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
    let log = fs::metadata(format!("{}-wal", ledger.display())).map_or(0, |log| log.len());
    ensure!(log == 0, "{log} bytes of the ledger lie beside its file after the program's end");

    // The machine loses it all but the backup.
    for part in ["", "-wal", "-shm"] {
        let file = PathBuf::from(format!("{}{part}", ledger.display()));
        if file.exists() {
            fs::remove_file(file)?;
        }
    }
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.click_button("Settings")?;
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
    page.click_button("Settings")?;
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
    page.click_button("Settings")?;
    ensure!(page.read_ledger()?.contains("line 3 ("), "{}", page.read_ledger()?);
    page.close()
}

#[test]
fn a_ledger_that_cannot_be_written_is_looked_at_and_nothing_can_be_pressed() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.sandbox()?.inject(&Injection::new(Fault::Drop).on(Operation::Purchase).committed())?;
    page.click_button("Buy… ml-train nightly")?;
    page.decide("Buy for $127.35")?;
    page.wait_for_dialog(&["We do not know yet whether this was bought"])?;
    page.click_button("Leave in doubt")?;
    page.wait_for_no_dialog()?;
    page.click_button("Settings")?;
    let ledger = page.ledger_file()?;
    page.close()?;

    let lock = hold(&ledger)?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    ensure_says(&page.text()?, &["Looking only", "another Berth is using it", "Close other windows of Berth"])?;
    page.assert_accessible("a desk that can only be looked at")?;
    let reason = "another Berth is using it";
    let on_the_desk = [
        "Connect a real account",
        "Track a policy",
        "Buy… billing month-end",
        "Cancel… load test eu",
        "Settle… ml-train nightly",
    ];
    page.ensure_locked(&on_the_desk, reason)?;
    page.click_button("billing month-end")?;
    page.ensure_locked(&["Buy…", "Cancel…"], reason)?;
    page.press(&["Escape"])?;
    page.click_button("Price")?;
    page.ensure_locked(&["Ask for a price"], reason)?;
    // Enter in a field sends the form as well.
    page.click(&page.field("Policy name")?)?;
    page.press(&["a", "Enter"])?;
    page.click(&page.by_role("tab", "Gcore reservation")?)?;
    page.ensure_locked(&["Price it"], reason)?;
    page.click_button("Accounts")?;
    let of_an_account =
        ["Connect an account", "Rename… Sandbox FlexCompute", "Limits… Sandbox FlexCompute", "Rename… Sandbox Gcore"];
    page.ensure_locked(&of_an_account, reason)?;
    let switch = page.by_role("switch", "Safe mode")?;
    ensure!(page.attribute(&switch, "aria-disabled")? == "true", "safe mode can be switched");
    page.click(&switch)?;
    page.click_button("Live")?;
    page.ensure_locked(&["Connect an account"], reason)?;
    page.click_button("Sandbox , 1 in doubt")?;
    page.click_button("Settings")?;
    page.ensure_locked(&["Restore a backup…"], reason)?;
    // What only reads still does.
    page.wait_for_text(UNTOUCHED)?;
    page.click_button("Activity")?;
    page.wait_for_text("In doubt: no answer proves whether it was bought")?;
    let vendor = page.sandbox()?;
    for operation in [Operation::Reserve, Operation::Purchase, Operation::Cancel, Operation::PriceReservation] {
        ensure!(vendor.deliveries(operation)? == 0, "{operation:?} was sent");
    }
    page.close()?;
    drop(lock);

    // As a newer Berth left it: the same, for another reason.
    Connection::open(&ledger)?.execute_batch("PRAGMA user_version = 99")?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    ensure_says(&page.text()?, &["Looking only", "it was written by a newer Berth (version 99"])?;
    page.ensure_locked(&on_the_desk, "it was written by a newer Berth")
}

#[test]
fn a_log_that_cannot_be_verified_is_told_of_until_it_can() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.click_button("Settings")?;
    page.wait_for_text(UNTOUCHED)?;
    let ledger = page.ledger_file()?;
    let elsewhere = ledger.with_extension("elsewhere");
    fs::rename(&ledger, &elsewhere)?;
    page.click_button("Verify")?;
    page.wait_for_text("The activity log could not be verified just now.")?;
    page.assert_accessible("a log that cannot be verified")?;
    // Nor can it be looked through meanwhile; that too can be tried again.
    page.click_button("Activity")?;
    page.wait_for_text("The ledger failed")?;
    page.assert_accessible("a log that cannot be read")?;
    fs::rename(&elsewhere, &ledger)?;
    page.click(&page.find(".error-note button")?)?;
    page.wait_for_text("Account set up as a part of Berth")?;
    page.wait_for_text("The activity log could not be verified just now.")?;
    page.click_button("Try again")?;
    page.wait_until("the banner to go", || Ok(!page.text()?.contains("could not be verified")))?;
    page.close()
}

#[test]
fn a_damaged_ledger_is_told_of_until_that_is_read() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.click_button("Settings")?;
    let ledger = page.ledger_file()?;
    page.close()?;
    damage(&ledger)?;

    let page = desktop.open()?;
    page.wait_for_text("The ledger was damaged. It was set aside beside the new one")?;
    ensure_says(&page.text()?, &["Read this before you buy.", "whole and untouched", "Do not buy again"])?;
    page.assert_accessible("a ledger that was damaged")?;
    // Longer than a notice in passing stays, and wherever one looks.
    std::thread::sleep(Duration::from_secs(9));
    for place in ["Price", "Accounts", "Settings", "Activity", "Live"] {
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

/// Holds a ledger as another Berth would, until it is dropped.
pub(super) fn hold(ledger: &Path) -> Result<File> {
    let lock = OpenOptions::new().write(true).open(ledger.with_extension("lock"))?;
    lock.lock()?;
    Ok(lock)
}

/// Has a ledger to itself, as a program that copies or repairs it might, until it is dropped.
pub(super) fn keep_others_out(ledger: &Path) -> Result<Connection> {
    let db = Connection::open(ledger)?;
    db.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;")?;
    Ok(db)
}

/// Overwrites the middle of a ledger's file, as a failing disk might.
pub(super) fn damage(ledger: &Path) -> Result<()> {
    // Most of a young ledger is still in its log.
    Connection::open(ledger)?.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?;
    let mut file = OpenOptions::new().write(true).open(ledger)?;
    let (length, page) = (file.metadata()?.len(), u64::try_from(PAGE)?);
    ensure!(length > 16 * page, "a ledger of {length} bytes");
    file.seek(SeekFrom::Start(length / 2 / page * page))?;
    file.write_all(&[0xA5; 2 * PAGE])?;
    Ok(file.sync_all()?)
}

/// The size of a ledger's pages.
const PAGE: usize = 4096;

/// Changes what the third line of the activity log says.
pub(super) fn tamper_with(ledger: &Path) -> Result<()> {
    let tampering = "DROP TRIGGER activity_stays; UPDATE activity SET body = '{}' WHERE number = 3;";
    Ok(Connection::open(ledger)?.execute_batch(tampering)?)
}

impl Page<'_> {
    /// Fails unless each of these buttons says why it cannot be pressed, and does nothing when it is.
    fn ensure_locked(&self, buttons: &[&str], reason: &str) -> Result<()> {
        for name in buttons {
            let button = self.by_role("button", name)?;
            ensure!(self.attribute(&button, "aria-disabled")? == "true", "“{name}” can be pressed");
            let why = self.execute(DESCRIPTION, &[button.to_json()])?;
            ensure!(why.as_str().is_some_and(|why| why.contains(reason)), "“{name}” says {why}");
            self.click(&button)?;
            ensure!(self.find_all("dialog:modal")?.is_empty(), "“{name}” opened a dialog");
        }
        Ok(())
    }

    fn read_ledger(&self) -> Result<String> {
        self.read(&self.find("[aria-labelledby='ledger-title']")?)
    }

    pub(super) fn ledger_file(&self) -> Result<PathBuf> {
        let file = self.wait_for("the ledger's path", || {
            for path in self.find_all("section[aria-labelledby='settings-data'] code")? {
                if self.text_of(&path)?.ends_with("ledger.db") {
                    return Ok(Some(path));
                }
            }
            Ok(None)
        })?;
        Ok(self.read(&file)?.into())
    }
}
