//! The program killed (SIGKILL) at named steps and at any moment of a purchase, and its web process alone. After each
//! restart: what reached the vendor is in the ledger, what was confirmed is kept, nothing is bought twice, and what nobody
//! can tell is in doubt and locked.
//!
//! The page is only the messenger here: its commands are called as it calls them, so that there is time for many kills.

use std::{thread::sleep, time::Duration};

use anyhow::{ensure, Context as _, Result};
use berth_sandbox::{Fault, FirstState, Injection, Operation, SandboxOptions, Strictness};
use serde_json::{json, Value};

use super::steps::Credentials;
use crate::{desktop::Desktop, page::Page, sandbox::Vendors};

const OWNER: Credentials<'static> = Credentials::CloudidrPassword { user: "ada@example.com", password: "pass" };

/// When the program is killed.
#[derive(Clone, Copy, Debug)]
enum Moment {
    /// While the review is open.
    Reviewing,
    /// So many milliseconds after the go-ahead.
    After(u64),
    /// While the vendor has the request and answers late, having done it.
    AtTheVendor,
    /// While the vendor has the request, will not do it, and never answers.
    Unanswered,
    /// When the page has just been told.
    Told,
}

#[test]
fn killed_at_a_named_step_it_knows_all_that_it_did() -> Result<()> {
    use Moment::{AtTheVendor, Reviewing, Told, Unanswered};
    killed_at(&[Reviewing, AtTheVendor, Unanswered, Told].repeat(4), Strictness::Strict)
}

#[test]
fn killed_at_any_moment_it_knows_all_that_it_did() -> Result<()> {
    killed_at(&moments(0x5eed_0001), Strictness::Lax)
}

#[test]
fn killed_at_any_other_moment_it_knows_all_that_it_did() -> Result<()> {
    killed_at(&moments(0x5eed_0002), Strictness::Strict)
}

/// Sixteen moments within sixty milliseconds of the go-ahead: a purchase takes about ten, in a build like this.
fn moments(seed: u64) -> Vec<Moment> {
    let mut state = seed;
    let mut next = || {
        // A linear congruential generator: the same moments every time, so that a failure can be told again.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state >> 33
    };
    (0..16).map(|_| Moment::After(next() % 60)).collect()
}

fn killed_at(moments: &[Moment], strictness: Strictness) -> Result<()> {
    let desktop = Desktop::new()?;
    let vendors =
        Vendors::start(SandboxOptions { first_state: FirstState::Empty, strictness, ..SandboxOptions::default() })?;
    let mut page = desktop.open()?;
    let account = furnish(&page, &vendors)?;
    for (number, moment) in moments.iter().enumerate() {
        let policy = reserve(&page, &account, number)?;
        let (confirmed, next) = buy_and_kill(&desktop, page, &vendors, &account, &policy, *moment)?;
        page = next;
        ensure_known(&page, &vendors, &account, &policy, confirmed)
            .with_context(|| format!("kill {number}, {moment:?}, {strictness:?}"))?;
        vendors.clear_faults();
    }
    Ok(())
}

#[test]
fn killed_while_it_starts_it_loses_nothing() -> Result<()> {
    let desktop = Desktop::new()?;
    let vendors = Vendors::start(SandboxOptions { first_state: FirstState::Empty, ..SandboxOptions::default() })?;
    let page = desktop.open()?;
    let account = furnish(&page, &vendors)?;
    let policy = reserve(&page, &account, 0)?;
    let (confirmed, page) = buy_and_kill(&desktop, page, &vendors, &account, &policy, Moment::AtTheVendor)?;
    page.kill()?;
    for delay in [5, 10, 20, 40, 80, 120, 160, 240, 320, 480] {
        desktop.start_and_kill(Duration::from_millis(delay))?;
    }
    ensure_known(&desktop.open()?, &vendors, &account, &policy, confirmed)
}

#[test]
fn its_web_process_killed_alone_it_finishes_what_it_does_and_shows_the_desk_again() -> Result<()> {
    let desktop = Desktop::new()?;
    let vendors = Vendors::start(SandboxOptions { first_state: FirstState::Empty, ..SandboxOptions::default() })?;
    let mut page = desktop.open()?;
    let account = furnish(&page, &vendors)?;
    for number in 0..3 {
        let policy = reserve(&page, &account, number)?;
        vendors.inject(Injection::new(Fault::LateAnswer { ms: 600 }).on(Operation::Purchase));
        let deliveries = vendors.deliveries(Operation::Purchase);
        let attempt = review(&page, &account, &policy)?;
        go_ahead(&page, &attempt)?;
        page.wait_until("the vendor to have it", || Ok(vendors.deliveries(Operation::Purchase) > deliveries))?;
        page = kill_the_page(&desktop, page)?;
        let shown = policy_of(&page, &account, &policy)?;
        ensure!(shown["bought"] == true && shown["open"].is_null(), "the answer was not kept: {shown}");
        ensure_known(&page, &vendors, &account, &policy, true)?;
    }
    Ok(())
}

#[test]
fn its_web_process_killed_at_any_moment_leaves_no_doubt() -> Result<()> {
    let desktop = Desktop::new()?;
    let vendors = Vendors::start(SandboxOptions { first_state: FirstState::Empty, ..SandboxOptions::default() })?;
    let mut page = desktop.open()?;
    let account = furnish(&page, &vendors)?;
    let named = [Moment::Reviewing, Moment::Told];
    for (number, moment) in named.iter().chain(&moments(0x5eed_0003)[..8]).enumerate() {
        let policy = reserve(&page, &account, number)?;
        let confirmed = buy_until(&page, &vendors, &account, &policy, *moment)?;
        page = kill_the_page(&desktop, page)?;
        ensure_known(&page, &vendors, &account, &policy, confirmed)
            .with_context(|| format!("kill {number}, {moment:?}"))?;
        let shown = policy_of(&page, &account, &policy)?;
        ensure!(shown["open"].is_null(), "nothing that the program does hangs on its page: {shown}");
    }
    Ok(())
}

/// Kills the web process alone. The window comes back by itself; then the program is closed, and opened for the next driver.
fn kill_the_page<'desktop>(desktop: &'desktop Desktop, page: Page<'desktop>) -> Result<Page<'desktop>> {
    Desktop::kill_web_process(page.program()?)?;
    page.wait_for_paint()?;
    sleep(Duration::from_millis(800));
    page.ask_to_close()?;
    page.wait_for_end()?;
    desktop.open()
}

/// Connects an account that may spend.
fn furnish(page: &Page<'_>, vendors: &Vendors) -> Result<String> {
    page.wait_for_desk()?;
    page.connect("Killed", OWNER, vendors)?;
    page.turn_safe_mode_off("Killed")?;
    let desk = command(page, "show_desk", &json!({ "realm": "test" }))?;
    Ok(desk["accounts"][0]["id"].as_str().context("no account")?.to_owned())
}

/// Reserves a policy of its own for each kill.
fn reserve(page: &Page<'_>, account: &str, number: usize) -> Result<String> {
    let day = |days: u64| page.execute(DAYS_FROM_NOW, &[json!(days)]);
    let draft = json!({
        "cloudAccount": "014876987943", "zone": "usw2-az1", "name": format!("kill {number}"), "instanceType": "c5.large",
        "platform": "Linux/UNIX", "startDate": day(3)?, "startTime": "00:00", "endDate": day(5)?, "endTime": "23:15",
        "utcOffsetHours": "0", "quantity": "2",
    });
    let id = page.execute("return crypto.randomUUID()", &[])?;
    let reserved =
        command(page, "reserve_window", &json!({ "request": { "account": account, "draftId": id, "draft": draft } }))?;
    Ok(reserved["policy"]["id"].as_str().with_context(|| format!("not reserved: {reserved}"))?.to_owned())
}

fn review(page: &Page<'_>, account: &str, policy: &str) -> Result<String> {
    let review = command(page, "begin_purchase", &json!({ "account": account, "policy": policy }))?;
    let attempt = review["attempt"].as_str().with_context(|| format!("no review: {review}"))?.to_owned();
    // Sooner, a go-ahead counts as a slip of the hand.
    sleep(Duration::from_millis(550));
    Ok(attempt)
}

/// Gives the go-ahead and does not wait for what comes of it; `told` on the page is set when it is told.
fn go_ahead(page: &Page<'_>, attempt: &str) -> Result<()> {
    let reason = json!({ "owner": "", "ticket": "", "purpose": "" });
    let request = json!({ "request": { "attempt": attempt, "typedId": "", "reason": reason } });
    page.execute(GO_AHEAD, &[request]).map(|_| ())
}

/// Buys, kills the program at the moment given and starts it again. Tells whether the page had heard that it was bought.
fn buy_and_kill<'desktop>(
    desktop: &'desktop Desktop,
    page: Page<'desktop>,
    vendors: &Vendors,
    account: &str,
    policy: &str,
    moment: Moment,
) -> Result<(bool, Page<'desktop>)> {
    let confirmed = buy_until(&page, vendors, account, policy, moment)?;
    page.kill()?;
    Ok((confirmed, desktop.open()?))
}

/// Buys, up to the moment given. Tells whether the page had heard by then that it was bought.
fn buy_until(page: &Page<'_>, vendors: &Vendors, account: &str, policy: &str, moment: Moment) -> Result<bool> {
    let deliveries = vendors.deliveries(Operation::Purchase);
    let attempt = review(page, account, policy)?;
    let arrived = || Ok(vendors.deliveries(Operation::Purchase) > deliveries);
    let mut confirmed = false;
    match moment {
        Moment::Reviewing => {}
        Moment::After(milliseconds) => {
            go_ahead(page, &attempt)?;
            sleep(Duration::from_millis(milliseconds));
        }
        Moment::AtTheVendor => {
            vendors.inject(Injection::new(Fault::LateAnswer { ms: 5000 }).on(Operation::Purchase));
            go_ahead(page, &attempt)?;
            page.wait_until("the vendor to have it", arrived)?;
        }
        Moment::Unanswered => {
            vendors.inject(Injection::new(Fault::Hang).on(Operation::Purchase).uncommitted());
            go_ahead(page, &attempt)?;
            page.wait_until("the vendor to have it", arrived)?;
        }
        Moment::Told => {
            go_ahead(page, &attempt)?;
            page.wait_until("the page to be told", || Ok(!page.execute("return window.told ?? null", &[])?.is_null()))?;
            confirmed = page.execute("return window.told.ok === true", &[])? == true;
            ensure!(confirmed, "an undisturbed purchase failed");
        }
    }
    Ok(confirmed)
}

/// What must hold after a restart.
fn ensure_known(page: &Page<'_>, vendors: &Vendors, account: &str, policy: &str, confirmed: bool) -> Result<()> {
    let delivered = vendors
        .received()
        .iter()
        .filter(|received| received.operation == Some(Operation::Purchase))
        .filter(|received| received.body.as_ref().is_some_and(|body| body["cidrId"] == policy))
        .count();
    ensure!(delivered <= 1, "the purchase reached the vendor {delivered} times");
    let charged = vendors.charges().get(policy).copied().unwrap_or_default();
    ensure!(charged <= 1, "charged {charged} times");
    let shown = policy_of(page, account, policy)?;
    let in_doubt = shown["open"]["state"] == "unknown";
    let bought = shown["bought"] == true;
    ensure!(shown["open"].is_null() || in_doubt, "an attempt stands as if it were under way: {shown}");
    ensure!(delivered == 0 || in_doubt || bought, "what reached the vendor is not in the ledger: {shown}");
    ensure!(!confirmed || bought, "what was confirmed is not kept: {shown}");
    ensure!(!bought || charged == 1, "the ledger knows a purchase that the vendor does not: {shown}");
    if in_doubt || bought {
        let again = command(page, "begin_purchase", &json!({ "account": account, "policy": policy }))?;
        ensure!(again["code"] == "already_running" || again["code"] == "refused", "it could be bought again: {again}");
    }
    Ok(())
}

fn policy_of(page: &Page<'_>, account: &str, policy: &str) -> Result<Value> {
    let detail = command(page, "show_policy", &json!({ "account": account, "policy": policy }))?;
    ensure!(detail["policy"]["id"] == policy, "the policy is not known: {detail}");
    Ok(detail["policy"].clone())
}

/// Calls a command as the page does: its answer, or the failure.
fn command(page: &Page<'_>, name: &str, arguments: &Value) -> Result<Value> {
    page.execute_later(COMMAND, &[json!(name), arguments.clone()])
}

const COMMAND: &str = "
    const [command, request, done] = arguments;
    window.__TAURI_INTERNALS__.invoke(command, request).then(done, done);
";

const GO_AHEAD: &str = "
    const [request] = arguments;
    window.__TAURI_INTERNALS__.invoke('confirm_purchase', request)
        .then(() => { window.told = { ok: true }; }, (error) => { window.told = error; });
    return null;
";

const DAYS_FROM_NOW: &str = "return new Date(Date.now() + arguments[0] * 86_400_000).toISOString().slice(0, 10);";
