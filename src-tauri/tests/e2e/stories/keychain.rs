//! Keychains that are missing, empty, locked, closed to us or stuck: each says what to do, and nothing typed is lost.

use anyhow::{ensure, Result};
use berth_sandbox::{FirstState, Operation, SandboxOptions};

use super::steps::{ensure_says, Credentials, NewAccount};
use crate::{
    desktop::{Desktop, Keyring, Theme},
    page::Page,
    sandbox::Vendors,
};

const TOKEN: Credentials<'static> = Credentials::GcoreToken("1234$abcdef");

#[test]
fn without_a_usable_keychain_credentials_can_be_kept_until_quitting() -> Result<()> {
    let keychains = [
        (Keyring::Absent, "No keychain found", "Install GNOME Keyring or KWallet"),
        (Keyring::WithoutCollection, "No keychain found", "create a default keyring"),
        (Keyring::Denied, "The keychain said no", "Allow Berth in the keychain's settings"),
    ];
    for (keyring, title, remedy) in keychains {
        let desktop = Desktop::with(keyring, Theme::Light)?;
        let vendors = vendors()?;
        let page = desktop.open()?;
        try_to_connect(&page, &vendors)?;
        let words = page.wait_for_dialog(&[title])?;
        ensure_says(&words, &[title, remedy, "No account was connected.", "Reference"])?;
        ensure!(vendors.received().is_empty(), "{keyring:?}: something was sent");
        // What was typed is still there.
        page.click_button("Keep until I quit instead")?;
        page.wait_for_dialog(&["Metal is connected", "Credentials accepted"])?;
        page.click_button("Done")?;
        page.wait_for_card("Metal", &["in memory, until Berth quits"])?;
        ensure!(vendors.deliveries(Operation::WhoAmI) == 1, "{keyring:?}: tested once");
    }
    Ok(())
}

#[test]
fn a_locked_keychain_is_unlocked_and_tried_again_without_typing_anew() -> Result<()> {
    let desktop = Desktop::new()?;
    let vendors = vendors()?;
    desktop.lock_keyring()?;
    let page = desktop.open()?;
    try_to_connect(&page, &vendors)?;
    let words = page.wait_for_dialog(&["The keychain is locked"])?;
    ensure_says(&words, &["Nothing was sent.", "Unlock it, then try again."])?;
    desktop.unlock_keyring()?;
    page.click_button("Try again")?;
    page.wait_for_dialog(&["Metal is connected", "Credentials accepted"])?;
    page.click_button("Done")?;
    page.wait_for_no_dialog()?;

    // Locked again while the account is in use, as a screen saver may do.
    desktop.lock_keyring()?;
    page.click_button("Test Metal")?;
    page.wait_for_card("Metal", &["The keychain is locked", "Unlock it, then try again."])?;
    desktop.unlock_keyring()?;
    page.click_button("Test Metal")?;
    page.wait_for_text("Metal: Gcore accepts the token.")
}

#[test]
fn a_keychain_that_hangs_or_dies_holds_nothing_up_and_loses_nothing() -> Result<()> {
    let mut desktop = Desktop::new()?;
    let vendors = vendors()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.connect("Metal", TOKEN, &vendors)?;
    page.close()?;

    // The window comes, and shows the ledger, before anybody asks the keychain.
    desktop.freeze_keyring()?;
    let page = desktop.open()?;
    page.click_button("Sandbox")?;
    page.wait_for_desk()?;
    page.click_button("Test")?;
    page.click_button("Accounts")?;
    page.click_button("Test Metal")?;
    page.wait_for_card("Metal", &["The keychain did not answer", "A question of the keychain may be waiting"])?;
    desktop.thaw_keyring()?;
    page.close()?;

    desktop.kill_keyring();
    let page = desktop.open()?;
    page.click_button("Accounts")?;
    page.click_button("Test Metal")?;
    page.wait_for_card("Metal", &["No keychain found"])?;
    page.close()?;
    // It is there again after the next login, and so is the token.
    desktop.start_keyring(Keyring::Unlocked)?;
    let page = desktop.open()?;
    page.click_button("Accounts")?;
    page.click_button("Test Metal")?;
    page.wait_for_text("Metal: Gcore accepts the token.")
}

#[test]
fn an_account_cannot_be_forgotten_while_its_secret_cannot_be_removed() -> Result<()> {
    let desktop = Desktop::new()?;
    let vendors = vendors()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.connect("Metal", TOKEN, &vendors)?;
    desktop.lock_keyring()?;
    page.click_button("Forget… Metal")?;
    page.decide("Forget credentials")?;
    page.wait_for_dialog(&["The keychain is locked"])?;
    desktop.unlock_keyring()?;
    page.decide("Forget credentials")?;
    page.wait_for_no_dialog()?;
    page.wait_for_card("Metal", &["Credentials removed"])?;
    ensure!(desktop.secret(&[("service", "app.berth.desktop")])?.is_none(), "the keychain still holds the secret");
    Ok(())
}

fn try_to_connect(page: &Page<'_>, vendors: &Vendors) -> Result<()> {
    page.wait_for_desk()?;
    page.fill_connection(&NewAccount { name: "Metal", credentials: TOKEN, endpoint: &vendors.url() })?;
    page.click_button("Connect")
}

fn vendors() -> Result<Vendors> {
    Vendors::start(SandboxOptions { first_state: FirstState::Empty, ..SandboxOptions::default() })
}
