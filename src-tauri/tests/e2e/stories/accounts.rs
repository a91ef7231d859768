//! Accounts: connected, tested, renamed, given other credentials, let spend, limited, and forgotten.

use anyhow::{ensure, Result};
use berth_sandbox::{FirstState, Operation, SandboxOptions};

use super::steps::{ensure_says, ensure_silent, Credentials, NewAccount, SAMPLE};
use crate::{desktop::Desktop, sandbox::Vendors};

const ADA: Credentials<'static> = Credentials::CloudidrPassword { user: "ada@example.com", password: "first password" };

#[test]
fn an_account_is_connected_tested_renamed_given_other_credentials_and_forgotten() -> Result<()> {
    let desktop = Desktop::new()?;
    let vendors = vendors()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.click_button("Connect a real account")?;
    page.wait_for_dialog(&[
        "It starts in safe mode: it can look and price, and cannot spend until you turn that off.",
    ])?;
    page.click_button("Connect")?;
    let complaints = page.wait_for_dialog(&["Enter the password."])?;
    ensure_says(&complaints, &["Give it a name of at most 60 characters.", "Enter the user name or e-mail address."])?;
    page.press(&["Escape"])?;

    // Nothing but this machine is taken for a test endpoint.
    for wrong in ["https://external-api.cloudidr.com", "http://127.0.0.1.example.com:80", "http://localhost:8080"] {
        page.fill_connection(&NewAccount { name: "Finance", credentials: ADA, endpoint: wrong })?;
        page.click_button("Connect")?;
        page.wait_for_dialog(&["http://127.0.0.1:PORT or http://[::1]:PORT, nothing else."])?;
        page.press(&["Escape"])?;
        page.wait_for_no_dialog()?;
    }

    page.fill_connection(&NewAccount { name: "Finance", credentials: ADA, endpoint: &vendors.url() })?;
    page.click_button("Connect")?;
    let connected = page.wait_for_dialog(&["Credentials accepted"])?;
    ensure_says(&connected, &["Finance is connected", "Cloudidr signed ada@example.com in.", "Safe mode is on."])?;
    ensure!(vendors.deliveries(Operation::SignIn) == 1, "signing in is the test, once");
    page.click_button("Done")?;
    page.wait_for_text("Test endpoint: nothing here reaches the vendors")?;
    ensure_says(&page.text()?, &["Safe mode: Finance can look and price, not spend"])?;
    let finance = page.read_card("Finance")?;
    ensure_says(&finance, &["Test endpoint", "Safe mode", &vendors.url(), "the password of ada@example.com"])?;
    ensure_says(
        &finance,
        &["in this machine's keychain", "worked", "USD assumed: Cloudidr names none", "none", "On:"],
    )?;
    ensure!(desktop.secret(KEYCHAIN)?.as_deref() == Some("first password"), "the keychain holds something else");

    page.click_button("Rename… Finance")?;
    page.fill(&page.field("Name")?, "Finance EU")?;
    page.click(&page.by_text("Pink")?)?;
    page.click_button("Save")?;
    page.wait_for_no_dialog()?;
    let sheet = page.card("Finance EU")?;
    ensure!(page.attribute(&sheet, "class")?.to_string().contains("pink"), "the account has another colour");

    page.click_button("Replace credentials… Finance EU")?;
    page.wait_for_dialog(&["The old credentials are removed once the new ones are stored."])?;
    page.fill(&page.field("Password")?, "second password")?;
    page.click_button("Store credentials")?;
    page.wait_for_no_dialog()?;
    page.wait_for_text("Finance EU: Cloudidr signed ada@example.com in.")?;
    ensure!(desktop.secret(KEYCHAIN)?.as_deref() == Some("second password"), "the keychain holds something else");
    let items = desktop.search_secrets(KEYCHAIN)?;
    ensure!(items.matches("secret = ").count() == 1 && items.contains("Berth: Finance EU"), "in the keychain: {items}");
    page.click_button("Test Finance EU")?;
    page.wait_until("a third sign-in", || Ok(vendors.deliveries(Operation::SignIn) == 3))?;

    page.click_button("Forget… Finance EU")?;
    let question = page.wait_for_dialog(&["Forget the credentials of Finance EU?"])?;
    ensure_says(&question, &["Removed from this machine", "Kept", "At the vendor nothing changes"])?;
    page.wait_for_focus("Keep account")?;
    page.decide("Forget credentials")?;
    page.wait_for_no_dialog()?;
    page.wait_for_card("Finance EU", &["Credentials removed", "Its policies, attempts and activity stay here."])?;
    ensure!(desktop.secret(KEYCHAIN)?.is_none(), "the keychain still holds the secret");

    page.click_button("Enter credentials… Finance EU")?;
    page.fill(&page.field("Password")?, "third password")?;
    page.click_button("Store credentials")?;
    page.wait_for_no_dialog()?;
    page.wait_for_card("Finance EU", &["Credentials worked"])?;
    ensure!(desktop.secret(KEYCHAIN)?.as_deref() == Some("third password"), "the keychain holds something else");
    Ok(())
}

#[test]
fn a_gcore_token_is_tested_by_asking_whose_it_is() -> Result<()> {
    let desktop = Desktop::new()?;
    let vendors = vendors()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    let credentials = Credentials::GcoreToken("1234$abcdef0123456789");
    page.fill_connection(&NewAccount { name: "Metal", credentials, endpoint: &vendors.url() })?;
    page.click_button("Connect")?;
    let connected = page.wait_for_dialog(&["Credentials accepted"])?;
    ensure_says(&connected, &["Gcore accepts the token. It belongs to user@example.com. The account is active."])?;
    ensure!(desktop.secret(KEYCHAIN)?.as_deref() == Some("1234$abcdef0123456789"), "the dollar sign was lost");
    let received = vendors.received();
    ensure!(received.iter().all(|one| one.authorization.as_deref() == Some("apikey")), "{received:?}");
    Ok(())
}

#[test]
fn a_pasted_cloudidr_token_is_called_untested_until_its_first_use() -> Result<()> {
    let desktop = Desktop::new()?;
    let vendors = vendors()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    let credentials = Credentials::CloudidrToken("sandbox-pasted");
    page.fill_connection(&NewAccount { name: "Pasted", credentials, endpoint: &vendors.url() })?;
    page.click_button("Connect")?;
    page.wait_for_dialog(&["Untested until first use", "The token is kept."])?;
    page.click_button("Done")?;
    page.wait_for_card("Pasted", &["an API token", "untested until first use"])?;
    ensure!(vendors.received().is_empty(), "a token that cannot be tested was sent somewhere");
    Ok(())
}

#[test]
fn an_account_in_safe_mode_prices_but_cannot_buy_until_it_is_let() -> Result<()> {
    let desktop = Desktop::new()?;
    let vendors = vendors()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.connect("Finance", ADA, &vendors)?;
    page.ask_for(&SAMPLE)?;
    page.wait_for_text("Review purchase…")?;
    page.click_button("Review purchase…")?;
    let refused = page.wait_for_dialog(&["Safe mode is on"])?;
    ensure_says(
        &refused,
        &["nothing can be bought", "Nothing was sent.", "Turn safe mode off", "Nothing was bought."],
    )?;
    page.press(&["Escape"])?;

    page.click_button("Accounts")?;
    let switch = page.by_role("switch", "Safe mode")?;
    page.click(&switch)?;
    page.wait_for_dialog(&["Let Finance spend?", "bought without your confirmation."])?;
    page.wait_for_focus("Stay in safe mode")?;
    page.press(&["Enter"])?;
    page.wait_for_no_dialog()?;
    page.wait_for_card("Finance", &["On: it can look and price, and cannot spend."])?;
    page.turn_safe_mode_off("Finance")?;
    page.wait_for_card("Finance", &["Off: a purchase you confirm is paid for."])?;

    page.click_button("Desk")?;
    page.click_button("Buy… Volod test policy")?;
    page.decide("Buy for $8.48")?;
    page.wait_for_dialog(&["Bought for $8.48"])?;
    ensure!(vendors.deliveries(Operation::Purchase) == 1 && vendors.charges().values().eq([&1]), "paid once");
    Ok(())
}

#[test]
fn a_spending_limit_stops_a_purchase_before_it_is_reviewed() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.click_button("Accounts")?;
    page.click_button("Limits… Sandbox FlexCompute")?;
    page.wait_for_dialog(&["Spend limits of Sandbox FlexCompute"])?;
    let field = page.field("One purchase (USD)")?;
    page.fill(&field, "a hundred")?;
    page.click_button("Set limits")?;
    page.wait_for_dialog(&["A plain figure such as 500 or 499.50, or nothing."])?;
    page.fill(&field, "100")?;
    page.click_button("Set limits")?;
    page.wait_for_no_dialog()?;
    page.wait_for_card("Sandbox FlexCompute", &["100 USD a purchase", "20,000 USD a day"])?;

    page.click_button("Desk")?;
    page.click_button("Buy… ml-train nightly")?;
    let refused = page.wait_for_dialog(&["Over your limit"])?;
    ensure_says(
        &refused,
        &["limit for one purchase", "100", "Nothing was sent.", "Raise the limit", "Nothing was bought."],
    )?;
    page.press(&["Escape"])?;
    ensure!(page.sandbox()?.deliveries(Operation::Purchase)? == 0, "a limit was passed");
    Ok(())
}

#[test]
fn credentials_kept_until_quitting_are_in_no_keychain_and_gone_after_a_restart() -> Result<()> {
    let desktop = Desktop::new()?;
    let vendors = vendors()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    let credentials = Credentials::GcoreToken("77$abcdef");
    page.fill_connection(&NewAccount { name: "Brief", credentials, endpoint: &vendors.url() })?;
    page.click(&page.by_text("Until I quit")?)?;
    page.click_button("Connect")?;
    page.wait_for_dialog(&["Credentials accepted"])?;
    page.click_button("Done")?;
    page.wait_for_card("Brief", &["in memory, until Berth quits"])?;
    ensure!(desktop.secret(KEYCHAIN)?.is_none(), "the keychain was used");
    page.close()?;

    let page = desktop.open()?;
    page.wait_for_text("Test endpoint")?;
    page.click_button("Accounts")?;
    page.click_button("Test Brief")?;
    page.wait_for_card("Brief", &["No credentials of this account were found", "gone after a restart"])?;
    ensure_silent(&page.read_card("Brief")?, &["Credentials removed"])?;
    page.click_button("Replace credentials… Brief")?;
    page.fill(&page.field("API token")?, "77$abcdef")?;
    page.click_button("Store credentials")?;
    page.wait_for_no_dialog()?;
    page.wait_for_card("Brief", &["Credentials worked"])
}

/// What every item of Berth's in the keychain has in common.
const KEYCHAIN: &[(&str, &str)] = &[("service", "app.berth.desktop")];

fn vendors() -> Result<Vendors> {
    Vendors::start(SandboxOptions { first_state: FirstState::Empty, ..SandboxOptions::default() })
}
