//! What is on the screen while the program starts, and when it is started twice.

use std::{
    fs,
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use anyhow::{anyhow, ensure, Result};

use crate::{
    desktop::{Desktop, Keyring, Theme},
    page::Page,
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
fn a_restart_paints_the_wall_in_the_order_in_which_it_was_left() -> Result<()> {
    let desktop = Desktop::new()?;
    let painting = desktop.root().join("data/berth/painting.json");
    let painted = |page: &Page| page.execute("return 'painted' in document.getElementById('app').dataset", &[]);
    let kept = |order: &str| Ok(fs::read_to_string(&painting).is_ok_and(|text| text.contains(order)));
    let headings = "return [...document.querySelectorAll('.wall__heading h3')].map((one) => one.textContent)";

    let page = desktop.open()?;
    page.wait_for_desk()?;
    let urgent = page.card_names()?;
    page.click_button("Filter and sort")?;
    page.choose(&page.field("Sort by")?, "Name")?;
    page.choose(&page.field("Group by")?, "Vendor")?;
    page.wait_until("another order", || Ok(page.card_names()? != urgent))?;
    let ordered = page.card_names()?;
    let grouped = page.execute(headings, &[])?;
    ensure!(grouped.as_array().is_some_and(|names| !names.is_empty()), "nothing was grouped");
    page.wait_until("the painting of that order", || kept(r#""sort":"name""#))?;
    page.close()?;

    let page = desktop.open()?;
    ensure!(painted(&page)? == true, "the desk was not painted ahead");
    ensure!(page.card_names()? == ordered, "another order than it was left in: {:?}", page.card_names()?);
    ensure!(page.execute(headings, &[])? == grouped, "other groups than before");
    // In a painting nothing is put anywhere: cards and headings follow one another, and stand where the page puts them.
    let moved = page.execute(MOVED_IN_A_PAINTING, &[])?;
    ensure!(moved.as_array().is_some_and(Vec::is_empty), "they stand elsewhere in a painting: {moved}");
    // As every start begins without anything kept: that is a choice as any other.
    page.click_button("Filter and sort")?;
    page.choose(&page.field("Sort by")?, "What is due")?;
    page.choose(&page.field("Group by")?, "Nothing")?;
    page.click_button("Filter and sort")?;
    page.wait_until("the painting of the first order", || kept(r#""sort":"urgency""#))?;
    page.close()?;
    let page = desktop.open()?;
    ensure!(page.card_names()? == urgent, "not the order that was chosen again: {:?}", page.card_names()?);
    ensure!(painted(&page)? == true, "the desk was not painted ahead");
    page.close()
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

/// By how much each thing on the wall stands elsewhere where it is not put anywhere, in pixels; less than one is rounding.
const MOVED_IN_A_PAINTING: &str = "
    const all = [...document.querySelectorAll('.wall__cards > *')].filter((one) => one.getBoundingClientRect().top < innerHeight);
    const places = () => all.map((one) => one.getBoundingClientRect()).map(({ left, top }) => [left, top]);
    const before = places();
    for (const one of all) {
      one.removeAttribute('data-place');
      one.removeAttribute('data-shelf');
      one.removeAttribute('style');
    }
    return places().map(([left, top], at) => [left - before[at][0], top - before[at][1]])
      .filter((by) => by.some((one) => Math.abs(one) >= 1));";

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
