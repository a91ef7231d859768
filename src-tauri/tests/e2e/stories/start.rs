//! What is on the screen while the program starts, and when it is started twice.

use std::{
    fs,
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use anyhow::{anyhow, ensure, Result};

use crate::{
    desktop::{Desktop, Keyring, Theme},
    screen::Screen,
};

/// Light words on a dark page are far less than this, in percent of the window.
const BRIGHT: usize = 30;

#[test]
fn a_second_start_ends_by_itself_and_leaves_one_window() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    let program = page.program()?;
    let status = desktop.start_again()?;
    ensure!(status.success(), "the second start ended with {status}");
    ensure!(desktop.screen().windows()? == 1, "{} windows stand there", desktop.screen().windows()?);
    ensure!(page.program()? == program, "another program runs than before");
    page.click_button("Accounts")?;
    page.card("Sandbox FlexCompute").map(|_| ())
}

#[test]
fn a_restart_comes_back_to_the_view_that_was_left() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.click_button("Price")?;
    page.click(&page.by_role("tab", "Gcore reservation")?)?;
    page.wait_for_text("Saved quotes")?;
    let kept = desktop.root().join("data/berth/page.json");
    page.wait_until("the place to be kept", || Ok(fs::read_to_string(&kept).is_ok_and(|text| text.contains("gcore"))))?;
    page.close()?;

    let page = desktop.open_where_it_was()?;
    page.wait_for_text("Saved quotes")?;
    ensure!(page.find_all(".wall")?.is_empty(), "the desk is there as well");
    page.click_button("Desk")?;
    page.wait_for_desk()?;
    page.close()?;

    // A file that somebody else wrote leads to the desk.
    fs::write(&kept, r#"{"place":{"view":"elsewhere","tab":7}}"#)?;
    let page = desktop.open_where_it_was()?;
    page.wait_for_desk()
}

#[test]
fn a_dark_desktop_sees_nothing_bright_before_the_first_cards_do() -> Result<()> {
    let desktop = Desktop::with(Keyring::Unlocked, Theme::Dark)?;
    // The first start draws its skeleton, the second what the first has painted.
    for start in ["first", "second"] {
        let over = AtomicBool::new(false);
        let screen = desktop.screen();
        let seen = thread::scope(|scope| {
            let watcher = scope.spawn(|| watch(screen, &over));
            let shown = desktop.open().and_then(|page| {
                page.wait_for_desk()?;
                page.wait_for_rest()?;
                over.store(true, Ordering::Relaxed);
                page.close()
            });
            over.store(true, Ordering::Relaxed);
            let seen = watcher.join().map_err(|_| anyhow!("the watcher fell over"))?;
            shown.and(seen)
        })?;
        ensure!(seen.len() > 10, "only {} looks at the {start} start", seen.len());
        ensure!(seen.iter().all(|bright| *bright < BRIGHT), "the {start} start was bright, in percent: {seen:?}");
    }
    Ok(())
}

/// How bright the window was at every look, from the moment it was there.
fn watch(screen: &Screen, over: &AtomicBool) -> Result<Vec<usize>> {
    let mut seen = Vec::new();
    while !over.load(Ordering::Relaxed) {
        match screen.brightness() {
            Ok(bright) => seen.extend(bright),
            // A window that comes or changes its size between two questions is looked at again.
            Err(error) if error.to_string().contains("window") => {}
            Err(error) => return Err(error),
        }
    }
    Ok(seen)
}
