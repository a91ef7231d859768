//! What comes is told outside the window: by notifications, each once, and by the entry in the tray.

use anyhow::{ensure, Result};
use serde_json::json;

use super::steps::ensure_says;
use crate::{
    desktop::Desktop,
    page::Page,
    told::{wait, Dunst, Panel},
};

/// Bought seven minutes before the first start and created two before that: free to cancel for six minutes more.
const FREE: &str = "load test eu";

const FIVE: &str = "Free cancellation closes in 5 minutes";

/// The section of the settings, once it is there.
fn settings(page: &Page<'_>) -> Result<String> {
    page.click_button("Settings")?;
    let section =
        page.wait_for("the section on notifications", || Ok(page.find_all(".notifications")?.into_iter().next()))?;
    page.read(&section)
}

/// Moves the sandbox's clock, and changes something there, whose answer tells Berth what time it is.
fn pass(page: &Page<'_>, seconds: i64) -> Result<()> {
    // The sandbox runs once somebody asks for something.
    page.execute_later(TOUCH, &[])?;
    page.sandbox()?.advance(seconds)?;
    let failed = page.execute_later(CHANGE, &[json!(CHANGED), json!(seconds)])?;
    ensure!(failed.is_null(), "{failed}");
    Ok(())
}

const TOUCH: &str = "
    const [done] = arguments;
    const call = window.__TAURI_INTERNALS__.invoke;
    call('show_desk', { realm: 'sandbox', wall: null, watch: [] })
        .then((desk) => call('test_account', { account: desk.accounts.find(({ vendor }) => vendor === 'cloudidr').id }))
        .then(() => done(null), done);
";

/// Bought long ago, for a window in three days: what its machines are launched with is changed as the page does it.
const CHANGED: &str = "llm fine-tune";

/// The go-ahead is not taken within half a second.
const CHANGE: &str = "
    const [name, seconds, done] = arguments;
    const call = window.__TAURI_INTERNALS__.invoke;
    const desk = () => call('show_desk', { realm: 'sandbox', wall: null, watch: [] });
    const change = async () => {
        const { policy } = (await desk()).wall.cards.find((card) => card.kind === 'policy' && card.policy.name === name);
        const which = { account: policy.account, policy: policy.id };
        const launch = await call('known_launch', which);
        const wanted = { ...launch, vpc: 'vpc-12345678', disk: String(100 + (seconds % 97)) };
        const { review, errors } = await call('begin_configure', { ...which, launch: wanted });
        if (errors) { throw errors; }
        await new Promise((resolve) => setTimeout(resolve, 700));
        await call('confirm_configure', { attempt: review.attempt });
        await desk();
    };
    change().then(() => done(null), (error) => done(JSON.stringify(error)));
";

#[test]
fn a_free_cancel_window_is_told_twice_as_it_closes_and_neither_again_after_a_restart() -> Result<()> {
    let desktop = Desktop::new()?;
    let dunst = Dunst::start(&desktop)?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    desktop.screen().look_away()?;
    pass(&page, 90)?;
    dunst.wait_for(1)?;
    page.close()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    desktop.screen().look_away()?;
    pass(&page, 180)?;
    dunst.wait_for(2)?;
    let told = dunst.read_all()?;
    let titles: Vec<&str> = told.iter().map(|(title, _)| title.as_str()).collect();
    ensure!(
        titles
            == [
                "Sandbox: Less than 2 min to cancel load test eu for free",
                "Sandbox: Less than 5 min to cancel load test eu for free"
            ],
        "{titles:?}"
    );
    ensure!(told.iter().all(|(_, body)| body.contains("Cancelling costs nothing until")), "{told:?}");
    Ok(())
}

#[test]
fn a_click_on_a_notification_opens_what_it_is_about() -> Result<()> {
    let desktop = Desktop::new()?;
    let dunst = Dunst::start(&desktop)?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    // Wherever the page is, another realm included.
    page.click_button("Live")?;
    page.wait_for_text("No account is connected")?;
    desktop.screen().look_away()?;
    pass(&page, 90)?;
    dunst.wait_for(1)?;
    dunst.press_last()?;
    page.wait_until("the details", || Ok(page.read_details().is_ok_and(|text| text.contains(FREE))))?;
    page.wait_for_text("Sandbox: nothing here costs money")
}

#[test]
fn what_is_off_is_not_told_and_in_front_the_window_tells_it() -> Result<()> {
    let desktop = Desktop::new()?;
    let dunst = Dunst::start(&desktop)?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    ensure_says(&settings(&page)?, &["Shown by dunst while Berth runs"])?;
    page.click_button("Send a test")?;
    page.assert_accessible("notifications")?;
    page.execute("document.querySelector('.notifications').scrollIntoView()", &[])?;
    page.screenshot("notifications")?;
    dunst.wait_for(1)?;
    ensure!(dunst.read_all()? == [("Berth can notify you".to_owned(), "This is a test. Nothing happened.".to_owned())]);
    page.click(&page.by_role("switch", FIVE)?)?;
    page.wait_until("the switch", || Ok(page.attribute(&page.by_role("switch", FIVE)?, "aria-checked")? == "false"))?;

    desktop.screen().look_away()?;
    pass(&page, 90)?;
    desktop.screen().look_at_it()?;
    pass(&page, 180)?;
    page.wait_for_text("Sandbox: Less than 2 min to cancel load test eu for free.")?;
    // It leads to what can be done about it.
    page.assert_accessible("a notice of what closes")?;
    page.screenshot("notice-due")?;
    page.click(&page.find(".notice--due .button")?)?;
    page.wait_for_details(&["Policy id", "Cancel…"])?;
    page.press(&["Escape"])?;
    ensure!(dunst.read_all()?.is_empty(), "something was told");
    Ok(())
}

#[test]
fn what_was_slept_through_is_told_as_past_and_at_once() -> Result<()> {
    let desktop = Desktop::new()?;
    let dunst = Dunst::start(&desktop)?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    desktop.screen().look_away()?;
    // The first look is taken; then a night passes.
    wait("the first look", || Ok(desktop.root().join("data/berth/told.json").is_file().then_some(())))?;
    pass(&page, 20 * 3600)?;
    dunst.wait_for(1)?;
    let told = dunst.read_all()?;
    let [(title, body)] = told.as_slice() else { anyhow::bail!("{told:?}") };
    ensure_says(title, &["Sandbox: While nobody was looking:", "ended"])?;
    ensure_says(body, &[FREE, "and 1 more"])?;
    ensure!(!title.contains("free"), "a closed window is told as open: {title}");
    Ok(())
}

#[test]
fn where_nothing_tells_and_no_tray_is_the_settings_say_so() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    let said = settings(&page)?;
    ensure_says(&said, &["This desktop shows no notifications", "Berth can tell you only in its own window."])?;
    page.wait_until("word of the tray", || {
        page.click_button("Desk")?;
        Ok(settings(&page)?.contains("This desktop has no tray"))
    })?;
    let test = page.by_role("button", "Send a test")?;
    ensure!(page.attribute(&test, "aria-disabled")? == "true", "a test can be sent to nobody");
    page.assert_accessible("settings without notifications")?;
    page.close()
}

#[test]
fn the_tray_says_what_comes_next_and_outlives_the_window() -> Result<()> {
    let desktop = Desktop::new()?;
    let panel = Panel::start(&desktop)?;
    let dunst = Dunst::start(&desktop)?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    panel.wait_for_line("Sandbox: load test eu is free to cancel until")?;
    let labels: Vec<String> = panel.menu()?.into_iter().map(|(_, label)| label).collect();
    ensure!(labels[1..] == ["Open Berth", "Quit Berth"], "{labels:?}");

    page.click_button(&format!("Cancel… {FREE}"))?;
    page.decide("Cancel policy, free of charge")?;
    page.wait_for_dialog(&["Cancelled: load test eu"])?;
    page.click_button("Close")?;
    panel.wait_for_line("Sandbox: inference canary starts at")?;
    // The line is a way to what it is about.
    panel.press("inference canary")?;
    page.wait_until("the details", || Ok(page.read_details().is_ok_and(|text| text.contains("inference canary"))))?;

    ensure_says(&settings(&page)?, &["Berth has an entry in the tray."])?;
    page.click(&page.by_role("switch", "Keep running in the tray when the window is closed")?)?;
    page.wait_until("the switch", || {
        let on = page.by_role("switch", "Keep running in the tray when the window is closed")?;
        Ok(page.attribute(&on, "aria-checked")? == "true")
    })?;
    page.ask_to_close()?;
    wait("the window to go", || Ok((desktop.screen().windows()? == 0).then_some(())))?;
    // Closed, it tells on.
    pass(&page, 55 * 60)?;
    dunst.wait_for(1)?;
    let told = dunst.read_all()?;
    ensure!(told.iter().any(|(title, _)| title.contains("inference canary has started")), "{told:?}");
    panel.press("Open Berth")?;
    wait("the window to come", || Ok((desktop.screen().windows()? == 1).then_some(())))?;
    panel.press("Quit Berth")?;
    page.wait_for_end()
}

#[test]
fn what_is_said_outside_the_page_is_said_in_its_language() -> Result<()> {
    let desktop = Desktop::new()?.in_pseudo();
    let panel = Panel::start(&desktop)?;
    let dunst = Dunst::start(&desktop)?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    panel.wait_for_line("⟦")?;
    let labels: Vec<String> = panel.menu()?.into_iter().map(|(_, label)| label).collect();
    let said = ["Sandbox: load test eu is free to cancel until", "Open Berth", "Quit Berth"];
    ensure!(labels.len() == said.len(), "{labels:?}");
    for (label, words) in labels.iter().zip(said) {
        ensure_foreign(label, words)?;
    }

    settings(&page)?;
    page.click_button("Send a test")?;
    dunst.wait_for(1)?;
    let told = dunst.read_all()?;
    let [(title, body)] = told.as_slice() else { anyhow::bail!("{told:?}") };
    ensure_foreign(title, "Berth can notify you")?;
    ensure_foreign(body, "This is a test. Nothing happened.")?;

    for (button, words) in [("Back up…", "Save as"), ("Restore a backup…", "Choose a backup")] {
        page.click_button(button)?;
        ensure_foreign(&desktop.screen().title_of_file_dialog()?, words)?;
        desktop.screen().choose_nothing()?;
    }

    // Seen or not, the page knows its words.
    desktop.screen().look_away()?;
    pass(&page, 90)?;
    dunst.wait_for(1)?;
    let told = dunst.read_all()?;
    let [(title, body)] = told.as_slice() else { anyhow::bail!("{told:?}") };
    ensure_foreign(title, "Sandbox: Less than 5 min to cancel load test eu for free")?;
    ensure_foreign(body, "Cancelling costs nothing until")
}

/// Fails unless all of it is pseudo-language, and says these words without its marks.
fn ensure_foreign(text: &str, words: &str) -> Result<()> {
    ensure!(text.starts_with('⟦') && text.ends_with('⟧'), "said in no language's words: {text}");
    ensure_says(&text.replace(['\u{301}', '\u{2c9}', '⟦', '⟧'], ""), &[words])
}

#[test]
fn without_its_tray_a_hidden_window_comes_back_and_without_the_wish_there_is_no_entry() -> Result<()> {
    let desktop = Desktop::new()?;
    let panel = Panel::start(&desktop)?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    wait("the entry", || Ok(panel.has_entry().then_some(())))?;
    settings(&page)?;
    page.click(&page.by_role("switch", "Keep running in the tray when the window is closed")?)?;
    page.wait_until("the setting", || {
        let kept = std::fs::read_to_string(desktop.root().join("config/berth/settings.json")).unwrap_or_default();
        Ok(serde_json::from_str(&kept)
            .is_ok_and(|kept: serde_json::Value| kept["notifications"]["keep_running"] == json!(true)))
    })?;
    page.ask_to_close()?;
    wait("the window to go", || Ok((desktop.screen().windows()? == 0).then_some(())))?;
    drop(panel);
    wait("the window to come back", || Ok((desktop.screen().windows()? == 1).then_some(())))?;

    let panel = Panel::start(&desktop)?;
    wait("the entry to come back", || Ok(panel.has_entry().then_some(())))?;
    page.click(&page.by_role("switch", "Show what comes next in the tray")?)?;
    wait("the entry to go", || Ok((!panel.has_entry()).then_some(())))?;
    // Nothing would show that it runs: closing ends it.
    page.close()
}
