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
    /// So long after the page was told to give the go-ahead, which it does after [`START`], to a vendor that answers [`LATE`].
    After(Duration),
    /// While the vendor has the request and answers late, having done it.
    AtTheVendor,
    /// While the vendor has the request, will not do it, and never answers.
    Unanswered,
    /// When the page has just been told.
    Told,
}

/// What is known of a purchase after the next start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Nothing of it ever left.
    NotSent,
    /// Nobody can tell.
    InDoubt,
    Bought,
}

impl Moment {
    /// What has to be known after a kill at this moment. `None` where it may be any of the three.
    fn outcome(self) -> Option<Outcome> {
        match self {
            Self::Reviewing => Some(Outcome::NotSent),
            Self::After(_) => None,
            Self::AtTheVendor | Self::Unanswered => Some(Outcome::InDoubt),
            Self::Told => Some(Outcome::Bought),
        }
    }
}

/// The named steps, each gone through so many times.
const NAMED: [Moment; 4] = [Moment::Reviewing, Moment::AtTheVendor, Moment::Unanswered, Moment::Told];
const ROUNDS: usize = 4;

/// Moments that chance chooses, in each of the stories of them.
const RANDOM: u32 = 16;
/// How many of them at least have to end in doubt, and how many bought, or they did not fall where it matters.
const OF_EACH: usize = 3;

/// Milliseconds after the start of the program.
const STARTING: [u64; 10] = [5, 10, 20, 40, 80, 120, 160, 240, 320, 480];

const _: () =
    assert!(NAMED.len() * ROUNDS + 2 * RANDOM as usize + STARTING.len() >= 50, "fewer than fifty kills of the program");

/// Milliseconds until the page gives the go-ahead, by when whoever is to kill the program has been told that it will.
const START: u64 = 40;
/// Milliseconds by which the vendor's answer is late.
const LATE: u64 = 60;

#[test]
fn killed_at_a_named_step_it_knows_all_that_it_did() -> Result<()> {
    killed_at(Strictness::Strict, |_, _, _| Ok(NAMED.repeat(ROUNDS))).map(|_| ())
}

#[test]
fn killed_at_any_moment_it_knows_all_that_it_did() -> Result<()> {
    ensure_tried(&killed_at(Strictness::Lax, moments(0x5eed_0001))?)
}

#[test]
fn killed_at_any_other_moment_it_knows_all_that_it_did() -> Result<()> {
    ensure_tried(&killed_at(Strictness::Strict, moments(0x5eed_0002))?)
}

/// Random moments, one in each of as many equal parts of the time in which this machine would be done with two purchases: so
/// some fall before anything was sent, some while the vendor has it, and some after its answer, however slow the machine is.
fn moments(seed: u64) -> impl FnOnce(&Page<'_>, &Vendors, &str) -> Result<Vec<Moment>> {
    const PARTS: u32 = 1000;
    move |page, vendors, account| {
        let span = 2 * time_undisturbed(page, vendors, account)?;
        let mut state = seed;
        let moment = |number| {
            // A linear congruential generator: the same parts of the span every time, so that a failure can be told again.
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let share = number * PARTS + (state >> 33) as u32 % PARTS;
            Moment::After(span * share / (RANDOM * PARTS))
        };
        Ok((0..RANDOM).map(moment).collect())
    }
}

/// How long it takes from telling the page to give the go-ahead until the page is told that it was bought.
fn time_undisturbed(page: &Page<'_>, vendors: &Vendors, account: &str) -> Result<Duration> {
    let policy = reserve(page, account, "undisturbed")?;
    let attempt = review(page, account, &policy)?;
    vendors.inject(Injection::new(Fault::LateAnswer { ms: LATE }).on(Operation::Purchase));
    go_ahead(page, &attempt, START)?;
    let told = page.wait_for("the page to be told", || told(page))?;
    vendors.clear_faults();
    let milliseconds = told["after"].as_u64().filter(|_| told["ok"] == true);
    Ok(Duration::from_millis(milliseconds.with_context(|| format!("an undisturbed purchase failed: {told}"))?))
}

/// Kills the program while it buys, once at each moment. Tells what was known of each purchase afterwards.
fn killed_at(
    strictness: Strictness,
    moments: impl FnOnce(&Page<'_>, &Vendors, &str) -> Result<Vec<Moment>>,
) -> Result<Vec<Outcome>> {
    let desktop = Desktop::new()?;
    let vendors =
        Vendors::start(SandboxOptions { first_state: FirstState::Empty, strictness, ..SandboxOptions::default() })?;
    let mut page = desktop.open()?;
    let account = furnish(&page, &vendors)?;
    let moments = moments(&page, &vendors, &account)?;
    let mut known = Vec::new();
    for (number, moment) in moments.iter().enumerate() {
        let policy = reserve(&page, &account, &format!("kill {number}"))?;
        let (confirmed, next) = buy_and_kill(&desktop, page, &vendors, &account, &policy, *moment)?;
        page = next;
        let kill = format!("kill {number}, {moment:?}, {strictness:?}");
        let outcome = ensure_known(&page, &vendors, &account, &policy, confirmed).with_context(|| kill.clone())?;
        ensure!(moment.outcome().is_none_or(|expected| outcome == expected), "{kill} ended as {outcome:?}");
        vendors.clear_faults();
        known.push((kill, policy, confirmed, outcome));
    }
    // What came after it took nothing back of what was known before.
    for (kill, policy, confirmed, outcome) in &known {
        let still = ensure_known(&page, &vendors, &account, policy, *confirmed).with_context(|| kill.clone())?;
        ensure!(still == *outcome, "{kill} ended as {outcome:?}, and became {still:?}");
    }
    Ok(known.into_iter().map(|(.., outcome)| outcome).collect())
}

/// Fails if chance has tried too little: kills before anything was sent prove nothing of what comes after.
fn ensure_tried(outcomes: &[Outcome]) -> Result<()> {
    let count = |wanted| outcomes.iter().filter(|outcome| **outcome == wanted).count();
    let enough = count(Outcome::InDoubt) >= OF_EACH && count(Outcome::Bought) >= OF_EACH;
    ensure!(enough, "too few kills between the go-ahead and the answer, or after it: {outcomes:?}");
    Ok(())
}

#[test]
fn killed_while_it_starts_it_loses_nothing() -> Result<()> {
    let desktop = Desktop::new()?;
    let vendors = Vendors::start(SandboxOptions { first_state: FirstState::Empty, ..SandboxOptions::default() })?;
    let page = desktop.open()?;
    let account = furnish(&page, &vendors)?;
    let policy = reserve(&page, &account, "kill")?;
    let (confirmed, page) = buy_and_kill(&desktop, page, &vendors, &account, &policy, Moment::AtTheVendor)?;
    page.kill()?;
    for delay in STARTING {
        desktop.start_and_kill(Duration::from_millis(delay))?;
    }
    let outcome = ensure_known(&desktop.open()?, &vendors, &account, &policy, confirmed)?;
    ensure!(outcome == Outcome::InDoubt, "what was in doubt is {outcome:?}");
    Ok(())
}

#[test]
fn its_web_process_killed_alone_it_finishes_what_it_does_and_shows_the_desk_again() -> Result<()> {
    let desktop = Desktop::new()?;
    let vendors = Vendors::start(SandboxOptions { first_state: FirstState::Empty, ..SandboxOptions::default() })?;
    let mut page = desktop.open()?;
    let account = furnish(&page, &vendors)?;
    for number in 0..3 {
        let policy = reserve(&page, &account, &format!("kill {number}"))?;
        vendors.inject(Injection::new(Fault::LateAnswer { ms: 600 }).on(Operation::Purchase));
        let deliveries = vendors.deliveries(Operation::Purchase);
        let attempt = review(&page, &account, &policy)?;
        go_ahead(&page, &attempt, 0)?;
        page.wait_until("the vendor to have it", || Ok(vendors.deliveries(Operation::Purchase) > deliveries))?;
        page = kill_the_page(&desktop, page)?;
        let outcome = ensure_known(&page, &vendors, &account, &policy, true)?;
        ensure!(outcome == Outcome::Bought, "the answer was not kept: {outcome:?}");
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
    let random = moments(0x5eed_0003)(&page, &vendors, &account)?;
    let mut outcomes = Vec::new();
    for (number, moment) in named.iter().chain(random.iter().step_by(2)).enumerate() {
        let policy = reserve(&page, &account, &format!("kill {number}"))?;
        let confirmed = buy_until(&page, &vendors, &account, &policy, *moment)?;
        page = kill_the_page(&desktop, page)?;
        let kill = format!("kill {number}, {moment:?}");
        let outcome = ensure_known(&page, &vendors, &account, &policy, confirmed).with_context(|| kill.clone())?;
        ensure!(outcome != Outcome::InDoubt, "{kill}: nothing that the program does hangs on its page");
        ensure!(moment.outcome().is_none_or(|expected| outcome == expected), "{kill} ended as {outcome:?}");
        vendors.clear_faults();
        outcomes.push(outcome);
    }
    let bought = outcomes[named.len()..].iter().filter(|outcome| **outcome == Outcome::Bought).count();
    ensure!(bought >= OF_EACH, "too few kills after the go-ahead: {outcomes:?}");
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
    let desk = command(page, "show_desk", &json!({ "realm": "test", "wall": null, "watch": [] }))?;
    Ok(desk["accounts"][0]["id"].as_str().context("no account")?.to_owned())
}

/// Reserves a policy of its own for each kill.
fn reserve(page: &Page<'_>, account: &str, name: &str) -> Result<String> {
    let day = |days: u64| page.execute(DAYS_FROM_NOW, &[json!(days)]);
    let draft = json!({
        "cloudAccount": "014876987943", "zone": "usw2-az1", "name": name, "instanceType": "c5.large",
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

/// Lets the page give the go-ahead in so many milliseconds, and does not wait for what comes of it; `told` on the page is
/// set when it is told.
fn go_ahead(page: &Page<'_>, attempt: &str, milliseconds: u64) -> Result<()> {
    let reason = json!({ "owner": "", "ticket": "", "purpose": "" });
    let request = json!({ "request": { "attempt": attempt, "typedId": "", "reason": reason } });
    page.execute(GO_AHEAD, &[request, json!(milliseconds)]).map(|_| ())
}

/// What the page was told of the last go-ahead, once it was.
fn told(page: &Page<'_>) -> Result<Option<Value>> {
    Ok(Some(page.execute("return window.told ?? null", &[])?).filter(|told| !told.is_null()))
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
        Moment::After(time) => {
            vendors.inject(Injection::new(Fault::LateAnswer { ms: LATE }).on(Operation::Purchase));
            go_ahead(page, &attempt, START)?;
            sleep(time);
        }
        Moment::AtTheVendor => {
            vendors.inject(Injection::new(Fault::LateAnswer { ms: 5000 }).on(Operation::Purchase));
            go_ahead(page, &attempt, 0)?;
            page.wait_until("the vendor to have it", arrived)?;
        }
        Moment::Unanswered => {
            vendors.inject(Injection::new(Fault::Hang).on(Operation::Purchase).uncommitted());
            go_ahead(page, &attempt, 0)?;
            page.wait_until("the vendor to have it", arrived)?;
        }
        Moment::Told => {
            go_ahead(page, &attempt, 0)?;
            confirmed = page.wait_for("the page to be told", || told(page))?["ok"] == true;
            ensure!(confirmed, "an undisturbed purchase failed");
        }
    }
    Ok(confirmed)
}

/// What must hold after a restart. Tells what is known of the purchase.
fn ensure_known(page: &Page<'_>, vendors: &Vendors, account: &str, policy: &str, confirmed: bool) -> Result<Outcome> {
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
    ensure!(!(in_doubt && bought), "it is shown as bought and as in doubt: {shown}");
    ensure!(shown["open"].is_null() || in_doubt, "an attempt stands as if it were under way: {shown}");
    ensure!(delivered == 0 || in_doubt || bought, "what reached the vendor is not in the ledger: {shown}");
    ensure!(!confirmed || bought, "what was confirmed is not kept: {shown}");
    ensure!(!bought || charged == 1, "the ledger knows a purchase that the vendor does not: {shown}");
    if in_doubt || bought {
        let again = command(page, "begin_purchase", &json!({ "account": account, "policy": policy }))?;
        ensure!(again["code"] == "already_running" || again["code"] == "refused", "it could be bought again: {again}");
    }
    Ok(match (in_doubt, bought) {
        (true, _) => Outcome::InDoubt,
        (_, true) => Outcome::Bought,
        (false, false) => Outcome::NotSent,
    })
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
    const [request, milliseconds] = arguments;
    const begun = performance.now();
    setTimeout(() => window.__TAURI_INTERNALS__.invoke('confirm_purchase', request)
        .then(() => { window.told = { ok: true, after: Math.ceil(performance.now() - begun) }; }, (error) => { window.told = error; }), milliseconds);
    return null;
";

const DAYS_FROM_NOW: &str = "return new Date(Date.now() + arguments[0] * 86_400_000).toISOString().slice(0, 10);";
