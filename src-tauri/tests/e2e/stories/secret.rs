//! The life of a secret: typed once, kept by the keychain, used, and forgotten, and at no moment in any file, log or
//! command line, nor in any dress in which it might be overlooked.

use std::fmt::Write as _;

use anyhow::{ensure, Result};
use berth_sandbox::{FirstState, Operation, SandboxOptions};

use super::steps::{ensure_says, Credentials, NewAccount, SAMPLE};
use crate::{desktop::Desktop, page::Page, sandbox::Vendors};

#[test]
fn a_password_is_in_the_keychain_and_nowhere_else_from_the_first_key_to_the_last() -> Result<()> {
    let credentials = Credentials::CloudidrPassword { user: "ada@example.com", password: "Kanarie!vogel~7Zq%wX9_mL" };
    let mut desktop = Desktop::new()?;
    live_and_die(&mut desktop, credentials, |page, vendors| {
        page.ask_for(&SAMPLE)?;
        page.wait_for_text("Review purchase…")?;
        ensure!(
            vendors.deliveries(Operation::SignIn) == 2,
            "the restarted program signs in with what the keychain gave"
        );
        page.click_button("Show on the desk")?;
        page.card("Volod test policy").map(|_| ())
    })
}

#[test]
fn a_token_is_in_the_keychain_and_nowhere_else_from_the_first_key_to_the_last() -> Result<()> {
    let credentials = Credentials::GcoreToken("48291$c0ffee5eaf00dbabe0ddba11cafe1234");
    let mut desktop = Desktop::new()?;
    live_and_die(&mut desktop, credentials, |page, vendors| {
        page.click_button("Price")?;
        page.click(&page.by_role("tab", "Gcore reservation")?)?;
        page.fill(&page.field("Region")?, "Sines-3")?;
        page.press(&["Enter"])?;
        page.click_button("Add bm1-hf-medium to the basket")?;
        page.click_button("Price it")?;
        page.wait_for_card("12 months", &["€434.15"])?;
        ensure!(vendors.deliveries(Operation::PriceReservation) == 2, "both terms are asked for");
        Ok(())
    })
}

/// Connects, reads the secret back, restarts, uses it, fails with it, and forgets it; looks for it after each.
fn live_and_die(
    desktop: &mut Desktop,
    credentials: Credentials<'_>,
    make_use: impl Fn(&Page<'_>, &Vendors) -> Result<()>,
) -> Result<()> {
    const KEYCHAIN: &[(&str, &str)] = &[("service", "app.berth.desktop")];
    let secret = credentials.secret();
    let canary = Canary::of(secret);
    let options = SandboxOptions { first_state: FirstState::Empty, ..SandboxOptions::default() };
    let vendors = Vendors::start(options)?;

    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.fill_connection(&NewAccount { name: "Canary", credentials, endpoint: &vendors.url() })?;
    canary.is_nowhere(desktop, "it was pasted")?;
    let field = page.find("[type=password]")?;
    page.fill(&field, "")?;
    page.type_into(&field, secret)?;
    canary.is_nowhere(desktop, "it was typed")?;
    page.click_button("Connect")?;
    page.wait_for_dialog(&["Credentials accepted"])?;
    canary.is_nowhere(desktop, "it was connected and tested")?;
    let typed =
        page.execute("return [...document.querySelectorAll('input')].map((field) => field.value).join()", &[])?;
    ensure!(!typed.to_string().contains(secret), "a field of the page still holds it");

    // Another program reads the same back, under the account's id and the name that keychain programs show.
    ensure!(desktop.secret(KEYCHAIN)?.as_deref() == Some(secret), "secret-tool does not read it back");
    let item = desktop.search_secrets(KEYCHAIN)?;
    ensure_says(&item, &["label = Berth: Canary"])?;
    let account = item.lines().find_map(|line| line.strip_prefix("attribute.username = ")).unwrap_or_default();
    let exact = [("service", "app.berth.desktop"), ("username", account)];
    ensure!(desktop.secret(&exact)?.as_deref() == Some(secret), "it is not kept under the account's id, {account}");
    page.click_button("Done")?;
    page.close()?;
    canary.is_nowhere(desktop, "the program had ended")?;

    let page = desktop.open()?;
    page.wait_for_text("Test endpoint: nothing here reaches the vendors")?;
    canary.is_nowhere(desktop, "the program was started again")?;
    make_use(&page, &vendors)?;
    canary.is_nowhere(desktop, "it was used")?;

    // A vendor that is gone and a keychain that is gone make errors, and errors make logs.
    vendors.stop();
    page.click_button("Accounts")?;
    page.click_button("Test Canary")?;
    page.wait_for_card("Canary", &["No connection"])?;
    desktop.freeze_keyring()?;
    page.click_button("Test Canary")?;
    page.wait_for_card("Canary", &["The keychain did not answer"])?;
    desktop.thaw_keyring()?;
    canary.is_nowhere(desktop, "it could not be used")?;

    page.wait_until("the keychain to answer again", || {
        page.click_button("Test Canary")?;
        page.wait_for_card("Canary", &["No connection"])?;
        Ok(true)
    })?;
    page.click_button("Forget… Canary")?;
    page.decide("Forget credentials")?;
    page.wait_for_no_dialog()?;
    page.wait_for_card("Canary", &["Credentials removed"])?;
    ensure!(desktop.secret(KEYCHAIN)?.is_none(), "the keychain still holds it");
    ensure!(!desktop.search_secrets(KEYCHAIN)?.contains("secret = "), "the keychain still holds something of ours");
    canary.is_nowhere(desktop, "it was forgotten")?;
    page.close()?;
    canary.is_nowhere(desktop, "all was over")
}

/// A secret in every dress in which it might be lying about, and the session that it buys.
struct Canary(Vec<Vec<u8>>);

impl Canary {
    fn of(secret: &str) -> Self {
        let hex = secret.bytes().fold(String::new(), |mut text, byte| {
            let _infallible = write!(text, "{byte:02x}");
            text
        });
        let url = secret.bytes().fold(String::new(), |mut text, byte| {
            if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
                text.push(char::from(byte));
            } else {
                let _infallible = write!(text, "%{byte:02X}");
            }
            text
        });
        let mut dresses = vec![
            secret.as_bytes().to_vec(),
            secret.to_lowercase().into_bytes(),
            secret.chars().rev().collect::<String>().into_bytes(),
            secret.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            secret.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            hex.to_uppercase().into_bytes(),
            hex.into_bytes(),
            url.to_lowercase().into_bytes(),
            url.into_bytes(),
            // How every token begins that the sandbox gives out for a password.
            b"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9".to_vec(),
        ];
        // Inside longer text, base64 has one of three forms; the letters at both ends depend on the neighbours.
        for before in 0..3 {
            let encoded = base64(&[&b"xx"[..before], secret.as_bytes()].concat());
            let own = (before * 8).div_ceil(6)..(before + secret.len()) * 8 / 6;
            dresses.push(encoded.as_bytes()[own.clone()].to_vec());
            dresses.push(encoded.replace('+', "-").replace('/', "_").as_bytes()[own].to_vec());
        }
        Self(dresses)
    }

    fn is_nowhere(&self, desktop: &Desktop, after: &str) -> Result<()> {
        let files = desktop.files_with(&self.0)?;
        ensure!(files.is_empty(), "after {after}, the secret is in {files:?}");
        let processes = Desktop::processes_with(&self.0)?;
        ensure!(processes.is_empty(), "after {after}, the secret is in {processes:?}");
        Ok(())
    }
}

/// RFC 4648, section 4, without padding.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let bits = three.iter().fold(0_usize, |bits, byte| (bits << 8) | usize::from(*byte)) << (8 * (3 - three.len()));
        text.extend((0..=three.len()).map(|place| char::from(ALPHABET[(bits >> (18 - 6 * place)) & 63])));
    }
    text
}

#[test]
fn a_secret_that_lies_about_in_any_dress_would_be_found() -> Result<()> {
    let secret = "Kanarie!vogel~7Zq%wX9_mL";
    let canary = Canary::of(secret);
    let desktop = Desktop::new()?;
    canary.is_nowhere(&desktop, "nothing")?;
    let utf16 = secret.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let dresses: [(&str, Vec<u8>); 4] = [
        ("plain", format!("token={secret}\n").into_bytes()),
        ("base64", base64(format!("user:{secret}@host").as_bytes()).into_bytes()),
        ("percent", b"?p=Kanarie%21vogel~7Zq%25wX9_mL&".to_vec()),
        ("utf16", utf16),
    ];
    for (name, bytes) in dresses {
        let file = desktop.root().join("state").join(name);
        std::fs::write(&file, bytes)?;
        ensure!(canary.is_nowhere(&desktop, "it was planted").is_err(), "{name} was overlooked");
        std::fs::remove_file(file)?;
    }
    Ok(())
}
