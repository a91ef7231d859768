//! What is no decision: a press that was meant for something else, a key that is held down, a look that is too old.

use anyhow::{ensure, Context as _, Result};
use berth_sandbox::Operation;
use rusqlite::Connection;
use serde_json::json;

use super::steps::{ensure_says, ensure_silent};
use crate::desktop::Desktop;

/// A policy of the sandbox that is ready to be bought.
const NIGHTLY: &str = "ml-train nightly";
/// One that is free to cancel for six minutes more.
const FREE: &str = "load test eu";

const BUY: &str = "Buy for $127.35";

#[test]
fn a_thousand_slips_of_the_hand_buy_nothing() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    let vendor = page.sandbox()?;
    let opener = page.by_role("button", &format!("Buy… {NIGHTLY}"))?;
    let mut tried = 0;
    for (kind, rounds) in SLIPS {
        let slips = page.execute_later(&format!("{HANDS}{kind}"), &[opener.to_json(), json!(rounds)])?;
        tried += slips.as_u64().with_context(|| format!("no count of slips, but {slips}"))?;
        let delivered = vendor.deliveries(Operation::Purchase)?;
        ensure!(delivered == 0, "{delivered} of {tried} slips of the hand bought something, the last by\n{kind}");
    }
    ensure!(tried >= 1000, "only {tried} slips were tried");
    // The same hands can decide: what they pressed was the button that buys.
    let decided = page.execute_later(&format!("{HANDS}{DECISION}"), &[opener.to_json(), json!(1)])?;
    ensure!(decided == 1, "{decided}");
    page.wait_for_dialog(&["Bought for $127.35"])?;
    ensure!(vendor.deliveries(Operation::Purchase)? == 1, "one decision buys once");
    Ok(())
}

#[test]
fn a_key_that_is_held_down_decides_nothing() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    let vendor = page.sandbox()?;
    page.click_button(&format!("Buy… {NIGHTLY}"))?;
    let button = page.by_role("button", BUY)?;
    page.wait_until("the button to wake", || Ok(page.attribute(&button, "aria-disabled")?.is_null()))?;
    for key in ["Enter", " "] {
        let refused = page.execute(KEY_DOWN, &[button.to_json(), json!(key), json!(true)])?;
        ensure!(refused == true, "a held “{key}” presses the button");
        let refused = page.execute(KEY_DOWN, &[button.to_json(), json!(key), json!(false)])?;
        ensure!(refused == false, "“{key}” does not press the button at all");
    }
    ensure!(vendor.deliveries(Operation::Purchase)? <= 1, "a held key bought");
    Ok(())
}

#[test]
fn the_button_that_decides_sleeps_again_when_the_window_comes_back_to_the_front() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    let vendor = page.sandbox()?;
    page.click_button(&format!("Buy… {NIGHTLY}"))?;
    let button = page.by_role("button", BUY)?;
    page.wait_until("the button to wake", || Ok(page.attribute(&button, "aria-disabled")?.is_null()))?;
    page.execute(COME_BACK_AND_CLICK, &[button.to_json()])?;
    page.wait_until("the button to sleep", || Ok(page.attribute(&button, "aria-disabled")? == "true"))?;
    ensure!(vendor.deliveries(Operation::Purchase)? == 0, "the click that brought the window to the front bought");
    page.decide(BUY)?;
    page.wait_for_dialog(&["Bought for $127.35"])?;
    ensure!(vendor.deliveries(Operation::Purchase)? == 1, "one decision buys once");
    Ok(())
}

#[test]
fn the_button_that_decides_never_lies_where_the_dialog_was_opened() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    for (width, height) in [(1280, 800), (1024, 640), (720, 480)] {
        page.resize(width, height)?;
        page.wait_for_rest()?;
        for opener in [format!("Buy… {NIGHTLY}"), format!("Cancel… {FREE}"), "Cancel… llm fine-tune".to_owned()] {
            let element = page.by_role("button", &opener)?;
            // By a real pointer, and then by one that always finds the place where the button was the last time.
            page.click(&element)?;
            page.find("dialog:modal footer .button--primary, dialog:modal footer .button--danger")?;
            let covered = page.execute_later(PRESSED_PLACE_IS_FREE, &[element.to_json()])?;
            ensure!(covered == json!([]), "{opener} at {width} × {height}: {covered}");
        }
    }
    ensure!(page.sandbox()?.deliveries(Operation::Purchase)? == 0, "something was bought");
    ensure!(page.sandbox()?.deliveries(Operation::Cancel)? == 0, "something was cancelled");
    Ok(())
}

#[test]
fn while_a_purchase_is_sent_neither_button_can_be_pressed() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.sandbox()?.hold_answer(Operation::Purchase)?;
    page.click_button(&format!("Buy… {NIGHTLY}"))?;
    page.decide(BUY)?;
    page.wait_for_dialog(&["Sending your order"])?;
    for name in ["Don't buy", BUY] {
        let button = page.by_role("button", name)?;
        ensure!(page.attribute(&button, "aria-disabled")? == "true", "“{name}” can be pressed meanwhile");
        page.click(&button)?;
    }
    ensure_says(&page.read_dialog()?, &["Sending your order"])?;
    page.sandbox()?.clear_faults()?;
    page.wait_for_dialog(&["Bought for $127.35"])?;
    ensure!(page.sandbox()?.deliveries(Operation::Purchase)? == 1, "one decision buys once");
    Ok(())
}

#[test]
fn a_review_older_than_a_minute_is_opened_again_and_keeps_what_was_written() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.click_button(&format!("Buy… {NIGHTLY}"))?;
    page.wait_for_dialog(&[BUY, "AWS account ml-platform"])?;
    page.fill(&page.field("Owner")?, "Ines Duarte")?;
    page.tab_to("button", BUY)?;
    page.execute(SET_CLOCK, &[json!(61_000)])?;
    let stale = page.wait_for_dialog(&["Review it again before you buy.", "Review again"])?;
    ensure_silent(&stale, &[BUY])?;
    // The button that had the focus is gone, and the focus is not with it.
    page.wait_for_focus("Don't buy")?;

    page.click_button("Review again")?;
    page.wait_for_dialog(&[BUY])?;
    page.wait_for_focus("Don't buy")?;
    ensure_silent(&page.read_dialog()?, &["Review it again before you buy."])?;
    ensure!(page.property(&page.field("Owner")?, "value")? == "Ines Duarte", "what was written is lost");
    page.decide(BUY)?;
    page.wait_for_dialog(&["Bought for $127.35"])?;
    ensure!(page.sandbox()?.deliveries(Operation::Purchase)? == 1, "one decision buys once");
    Ok(())
}

#[test]
fn a_price_that_changed_is_shown_beside_the_old_one_and_decided_on_anew() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    let vendor = page.sandbox()?;
    page.click_button("Settings")?;
    let ledger = page.ledger_file()?;
    page.click_button("Desk")?;
    page.click_button(&format!("Buy… {NIGHTLY}"))?;
    page.wait_for_dialog(&[BUY])?;
    page.fill(&page.field("Owner")?, "Ines Duarte")?;
    Connection::open(ledger)?.execute(
        "UPDATE policy SET record = json_set(record, '$.policy.pricing.price', '130.10') WHERE name = ?1",
        [NIGHTLY],
    )?;
    page.decide(BUY)?;
    let review = page.wait_for_dialog(&["The price has changed"])?;
    ensure_says(&review, &["for $130.10?", "was $127.35, now $130.10", "Nothing was sent.", "Buy for $130.10"])?;
    page.wait_for_focus("Don't buy")?;
    ensure!(page.property(&page.field("Owner")?, "value")? == "Ines Duarte", "what was written is lost");
    ensure!(vendor.deliveries(Operation::Purchase)? == 0, "a price that nobody saw was bought");
    page.assert_accessible("a price that changed")?;
    page.screenshot("purchase-price-changed")?;
    page.decide("Buy for $130.10")?;
    page.wait_for_dialog(&["Bought: 1 × p4d.24xlarge, us-east-1"])?;
    ensure!(vendor.deliveries(Operation::Purchase)? == 1, "one decision buys once");
    Ok(())
}

#[test]
fn a_free_window_that_closes_over_the_open_dialog_takes_the_decision_with_it() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.click_button(&format!("Cancel… {FREE}"))?;
    page.wait_for_dialog(&["Cancel policy, free of charge"])?;
    page.tab_to("button", "Cancel policy, free of charge")?;
    page.execute(SET_CLOCK, &[json!(7 * 60_000)])?;
    let closed = page.wait_for_dialog(&["The free window has closed since you opened this.", "Review again"])?;
    ensure_silent(&closed, &["Cancel policy, free of charge"])?;
    page.wait_for_focus("Keep policy")?;
    page.execute(SET_CLOCK, &[json!(-7 * 60_000)])?;
    page.click_button("Review again")?;
    page.wait_for_dialog(&["Cancel policy, free of charge"])?;
    ensure!(page.sandbox()?.deliveries(Operation::Cancel)? == 0, "something was cancelled");
    Ok(())
}

/// Slips of the hand of one kind, and in how many rounds they are tried. What they did is counted where they are tried.
const SLIPS: [(&str, u32); 6] =
    [(DOUBLE_CLICKS, 20), (CLICKS_THROUGH, 12), (HELD_KEYS, 100), (LATE_PRESSES, 100), (RETURNS, 100), (ENTERS, 100)];

/// What a page can be done to by script, as hands would do it: a key that nothing refused presses what has the focus.
const HANDS: &str = "
    const [opener, rounds, done] = arguments;
    let slips = 0;
    const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
    const dialog = () => document.querySelector('dialog:modal');
    const decider = () => dialog()?.querySelector('footer .button--primary');
    const middle = (element) => {
        const { left, top, width, height } = element.getBoundingClientRect();
        return { clientX: left + width / 2, clientY: top + height / 2 };
    };
    const press = (element, detail, at = middle(element)) => {
        slips += 1;
        const event = { bubbles: true, cancelable: true, composed: true, detail, ...at };
        element.dispatchEvent(new PointerEvent('pointerdown', event));
        element.dispatchEvent(new MouseEvent('click', event));
    };
    const hold = (element, key, repeat = true) => {
        slips += 1;
        const event = { bubbles: true, cancelable: true, key, repeat };
        if (element.dispatchEvent(new KeyboardEvent('keydown', event))) {
            element.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, detail: 0 }));
        }
    };
    const open = async () => {
        press(opener, 1);
        slips -= 1;
        while (!decider()) { await pause(5); }
        return decider();
    };
    const wake = async () => {
        while (decider().ariaDisabled === 'true') { await pause(20); }
        return decider();
    };
    const close = async () => {
        dialog().dispatchEvent(new Event('cancel', { cancelable: true }));
        while (dialog()) { await pause(5); }
    };
    const tried = (act) => act().then(() => done(slips), (error) => done(String(error)));
";

/// Impatient presses of the button the moment it is there.
const DOUBLE_CLICKS: &str = "tried(async () => {
    for (let round = 0; round < rounds; round += 1) {
        const button = await open();
        for (let pair = 0; pair < 10; pair += 1) { press(button, 1); press(button, 2); await pause(5); }
        await close();
    }
});";

/// Presses of what lies where the dialog was opened, at once and when everything is awake.
const CLICKS_THROUGH: &str = "tried(async () => {
    for (let round = 0; round < rounds; round += 1) {
        await open();
        const at = middle(opener);
        const through = () => press(document.elementFromPoint(at.clientX, at.clientY) ?? document.body, 1, at);
        for (let again = 0; again < 10 && dialog(); again += 1) { through(); await pause(5); }
        if (dialog()) { await wake(); through(); }
        if (dialog()) { await close(); }
    }
});";

/// Keys held down on the button that is awake.
const HELD_KEYS: &str = "tried(async () => {
    await open();
    const button = await wake();
    button.focus();
    for (let round = 0; round < rounds; round += 1) { hold(button, 'Enter'); hold(button, ' '); }
    await close();
});";

/// The second and third press of a hand that clicks more often than it should, on the button that is awake.
const LATE_PRESSES: &str = "tried(async () => {
    await open();
    const button = await wake();
    for (let round = 0; round < rounds; round += 1) { press(button, 2); press(button, 3); }
    await close();
});";

/// Presses that bring the window back to the front, at once and a moment later.
const RETURNS: &str = "tried(async () => {
    await open();
    const button = await wake();
    for (let round = 0; round < rounds; round += 1) {
        dispatchEvent(new Event('focus'));
        press(button, 1);
        await pause(round % 5);
        press(button, 1);
    }
    await close();
});";

/// Enter in what can be filled in, and on the dialog itself.
const ENTERS: &str = "tried(async () => {
    await open();
    await wake();
    const fields = [...dialog().querySelectorAll('input')];
    for (let round = 0; round < rounds; round += 1) {
        const field = fields[round % fields.length];
        field.focus();
        hold(field, 'Enter', round % 2 === 0);
        hold(dialog(), 'Enter', round % 2 === 0);
    }
    await close();
});";

const DECISION: &str = "tried(async () => {
    await open();
    press(await wake(), 1);
});";

/// Presses a key down and says whether the page refused it.
const KEY_DOWN: &str = "
    const [element, key, repeat] = arguments;
    element.focus();
    return !element.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, key, repeat }));
";

const COME_BACK_AND_CLICK: &str = "
    dispatchEvent(new Event('focus'));
    arguments[0].dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, detail: 1 }));
";

/// Sets the page's clock this much ahead of what it is now.
const SET_CLOCK: &str = "
    const [ahead] = arguments;
    const before = Date.now;
    Date.now = () => before() + ahead;
";

/// The dialog is open. Says where a press lay under a button that decides: the one that opened it, and those that then
/// opened it anew, each at the place where the button had just been.
const PRESSED_PLACE_IS_FREE: &str = "
    const [opener, done] = arguments;
    const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
    const dialog = () => document.querySelector('dialog:modal');
    const decider = () => dialog()?.querySelector('footer .button--primary, footer .button--danger');
    const middle = (element) => {
        const { left, top, width, height } = element.getBoundingClientRect();
        return { clientX: left + width / 2, clientY: top + height / 2 };
    };
    const rest = async () => {
        while (!decider()) { await pause(10); }
        await pause(250);
    };
    const covered = [];
    const look = ({ clientX, clientY }) => {
        const { left, top, right, bottom } = decider().getBoundingClientRect();
        if (clientX >= left && clientX <= right && clientY >= top && clientY <= bottom) {
            covered.push(`${decider().innerText} lies at ${clientX}, ${clientY}`);
        }
    };
    (async () => {
        await rest();
        look(middle(opener));
        for (let again = 0; again < 5; again += 1) {
            const place = middle(decider());
            dialog().dispatchEvent(new Event('cancel', { cancelable: true }));
            while (dialog()) { await pause(10); }
            document.body.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, ...place }));
            opener.click();
            await rest();
            look(place);
        }
        dialog().dispatchEvent(new Event('cancel', { cancelable: true }));
        while (dialog()) { await pause(10); }
        done(covered);
    })().catch((error) => done(String(error)));
";
