//! The timeline: windows at their place on the axis, zoomed, moved and filtered, in either zone, as a table, and how fast.

use anyhow::{ensure, Context as _, Result};
use serde_json::{json, Value};

use super::wall::{filled, measure, print_figures};
use crate::{desktop::Desktop, page::Page};

/// Where a lane's window stands on the axis by what is drawn, and by what the page was told: both in pixels from the left.
/// Answers `null` while the lane is not there.
const BAR: &str = r"
    const open = [...document.querySelectorAll('.lane__open')].find((one) => one.querySelector('.lane__name').textContent === arguments[0]);
    const bar = open?.closest('.lane').querySelector('.lane__bar');
    if (!bar) { return null; }
    const plot = open.closest('.lane').querySelector('.lane__plot').getBoundingClientRect();
    const { left, right } = bar.getBoundingClientRect();
    return { left: left - plot.left, right: right - plot.left, width: plot.width, says: open.textContent.replace(/\s+/g, ' ').replaceAll(' ,', ','), label: open.closest('.lane').querySelector('.lane__label').textContent };
";

/// Where now stands, from the left of the axis.
const NOW: &str = "
    const line = document.querySelector('.lines__now');
    return line && line.getBoundingClientRect().left + 1 - document.querySelector('.lane__plot').getBoundingClientRect().left;
";

/// The names of the lanes that are drawn, from the top.
const NAMES: &str = "return [...document.querySelectorAll('.lane__name')].map((name) => name.textContent)";

fn names(page: &Page<'_>) -> Result<Vec<String>> {
    Ok(serde_json::from_value(page.execute(NAMES, &[])?)?)
}

fn bar(page: &Page<'_>, name: &str) -> Result<Value> {
    page.wait_for(&format!("a bar of {name}"), || {
        let bar = page.execute(BAR, &[json!(name)])?;
        Ok((!bar.is_null()).then_some(bar))
    })
}

fn pixels(of: &Value, part: &str) -> Result<f64> {
    of[part].as_f64().with_context(|| format!("no {part} in {of}"))
}

fn now(page: &Page<'_>) -> Result<f64> {
    page.execute(NOW, &[])?.as_f64().context("now is not on the axis")
}

/// Shows the timeline of the sandbox.
pub(super) fn open_timeline(page: &Page<'_>) -> Result<()> {
    page.click_button("Timeline")?;
    page.wait_until("lanes", || Ok(!names(page)?.is_empty()))?;
    page.wait_for_rest()
}

pub(super) fn open_lane(page: &Page<'_>, name: &str) -> Result<()> {
    let script = "return [...document.querySelectorAll('.lane__open')].find((one) => one.querySelector('.lane__name').textContent === arguments[0]) ?? null";
    let lane = page.wait_for(&format!("a lane of {name}"), || page.element(script, &[json!(name)]))?;
    page.click(&lane)
}

/// Tracks a policy of which nothing but the id is known, and reads what is reserved at Gcore.
pub(super) fn track_and_read(page: &Page<'_>) -> Result<()> {
    page.click_button("Track a policy")?;
    page.fill(&page.field("Policy id *")?, "sc_elsewhere_1")?;
    page.press(&["Enter"])?;
    page.wait_for_no_dialog()?;
    page.wait_for_details(&["sc_elsewhere_1"])?;
    page.press(&["Escape"])?;
    page.wait_until("no details", || Ok(page.find_all(".panel")?.is_empty()))?;
    page.click_button("Gcore reservations")?;
    page.click_button("Read from Gcore")?;
    page.wait_for_text("What they cost")
}

#[test]
fn windows_stand_at_their_place_and_keep_it_however_the_axis_is_zoomed() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.press(&["g", "t"])?;
    page.wait_until("lanes", || Ok(!names(&page)?.is_empty()))?;
    page.wait_for_rest()?;

    // A week is shown. The render farm began nine hours ago and takes 23 hours; each is a share of what is seen.
    let farm = bar(&page, "render farm weekend")?;
    let (width, here) = (pixels(&farm, "width")?, now(&page)?);
    let hour = width / (7.0 * 24.0);
    ensure!((here - 0.3 * width).abs() < 3.0, "now stands at {here} of {width}");
    let long = pixels(&farm, "right")? - pixels(&farm, "left")?;
    ensure!((long - 23.0 * hour).abs() < 2.0, "{long} px are not 23 hours of {hour} px");
    let since = here - pixels(&farm, "left")?;
    // Launches are moved back to a quarter of an hour.
    ensure!((since - 9.0 * hour).abs() < hour, "{since} px are not nine hours of {hour} px");
    let says = farm["says"].as_str().unwrap_or_default();
    for word in ["render farm weekend, 8 × g5.xlarge · us-west-2, Running, from ", " to ", "$"] {
        ensure!(says.contains(word), "{says}");
    }
    ensure!(farm["label"].as_str().unwrap_or_default().contains("Running"), "{farm}");

    // What lies further off is counted and led to.
    ensure!(!names(&page)?.contains(&"genome batch 42".to_owned()), "{:?}", names(&page)?);
    page.click(&page.find("#axis-before")?)?;
    page.wait_until("what lies before", || Ok(!names(&page)?.contains(&"llm fine-tune".to_owned())))?;
    page.click_button("Now")?;
    bar(&page, "llm fine-tune")?;

    // Closer by the keyboard: now stays, and what is longer than the axis reaches over its ends.
    for _ in 0..6 {
        page.press(&["+"])?;
    }
    page.wait_for_rest()?;
    let closer = bar(&page, "render farm weekend")?;
    ensure!((now(&page)? - here).abs() < 3.0, "now went from {here} to {}", now(&page)?);
    let ratio = (pixels(&closer, "right")? - now(&page)?) / (pixels(&farm, "right")? - here);
    ensure!(ratio > 5.0, "closer by {ratio}");
    page.press(&["0"])?;
    page.wait_for_rest()?;
    let again = bar(&page, "render farm weekend")?;
    ensure!((pixels(&again, "left")? - pixels(&farm, "left")?).abs() < 3.0, "{farm} {again}");

    // A pinch is about what is under it: forty steps in and out end where they began.
    let edge = pixels(&again, "left")?;
    page.execute(WHEEL, &[json!(edge), json!(-40), json!(10)])?;
    page.wait_for_rest()?;
    let pinched = bar(&page, "render farm weekend")?;
    ensure!((pixels(&pinched, "left")? - edge).abs() < 2.0, "the edge went from {edge} to {pinched}");
    let length = |of: &Value| -> Result<f64> { Ok(pixels(of, "right")? - pixels(of, "left")?) };
    ensure!(length(&pinched)? > 2.0 * length(&again)?, "{again} {pinched}");
    for _ in 0..2 {
        page.execute(WHEEL, &[json!(edge), json!(40), json!(10)])?;
        page.wait_for_rest()?;
        page.execute(WHEEL, &[json!(edge), json!(-40), json!(10)])?;
        page.wait_for_rest()?;
    }
    page.execute(WHEEL, &[json!(edge), json!(40), json!(10)])?;
    page.wait_for_rest()?;
    let back = bar(&page, "render farm weekend")?;
    ensure!((length(&back)? - length(&again)?).abs() < 1.0, "{again} {back}");

    // No key leads out of its limits.
    for _ in 0..14 {
        page.press(&["+"])?;
    }
    page.wait_for_rest()?;
    ensure!(page.execute(SPAN, &[])? == json!(1), "{}", page.execute(SPAN, &[])?);
    for _ in 0..30 {
        page.press(&["-"])?;
    }
    page.wait_for_rest()?;
    ensure!(page.execute(SPAN, &[])? == json!(12 * 366 * 24), "{}", page.execute(SPAN, &[])?);
    page.assert_accessible("timeline")
}

/// A pinch as the engine tells of it: at so many pixels of the axis, so many steps of so much.
const WHEEL: &str = "
    const [x, delta, steps] = arguments;
    const { left, top } = document.querySelector('.lane__plot').getBoundingClientRect();
    for (let step = 0; step < steps; step += 1) {
        document.querySelector('.timeline__frame').dispatchEvent(new WheelEvent('wheel', { bubbles: true, cancelable: true, ctrlKey: true, deltaY: delta, clientX: left + x, clientY: top + 5 }));
    }
";

/// How many hours are seen, read from what is said of it.
const SPAN: &str = "return Number(document.querySelector('.timeline__frame').dataset.hours)";

#[test]
fn the_wall_s_filters_are_the_timeline_s_and_a_lane_opens_its_details() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    open_timeline(&page)?;
    let all = names(&page)?.len();
    page.fill(&page.field("Search policies")?, "eu")?;
    page.wait_until("fewer lanes", || Ok((1..all).contains(&names(&page)?.len())))?;
    ensure!(names(&page)?.contains(&"load test eu".to_owned()), "{:?}", names(&page)?);
    page.fill(&page.field("Search policies")?, "nothing is called so")?;
    page.wait_for_text("Nothing matches")?;
    page.click_button("Clear search and filter")?;
    page.wait_until("all lanes", || Ok(names(&page)?.len() == all))?;

    // By the keyboard from lane to lane, into the details, and back to where it was.
    page.click(&page.field("Search policies")?)?;
    page.press(&["ArrowDown"])?;
    let (_, first) = page.focused()?;
    page.press(&["ArrowDown"])?;
    page.press(&["ArrowDown"])?;
    let (_, third) = page.focused()?;
    ensure!(first != third && third.contains(", from "), "{first} {third}");
    page.press(&["Enter"])?;
    page.wait_for_details(&["Policy id"])?;
    page.press(&["Escape"])?;
    page.wait_for_focus(&third)?;
    page.press(&["End"])?;
    let (_, last) = page.focused()?;
    ensure!(last != third, "{last}");
    // What is pressed on a lane moves the axis under it and leaves the focus.
    let before = now(&page)?;
    page.press(&["ArrowRight"])?;
    page.wait_until("the axis to move", || Ok(page.execute(NOW, &[])?.as_f64().is_none_or(|at| at < before - 20.0)))?;
    ensure!(page.focused()?.1 == last, "{:?}", page.focused()?);
    Ok(())
}

#[test]
fn the_axis_has_one_zone_which_is_named_and_a_table_says_the_same() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    open_timeline(&page)?;
    let zone = || -> Result<String> { page.read(&page.find(".timeline__zone")?) };
    let mine = zone()?;
    page.click_button("Policy's zone")?;
    page.wait_for_text("Choose a bar: the axis then has its zone.")?;
    ensure!(zone()? == mine, "windows in several zones have none in common: {}", zone()?);
    let left = pixels(&bar(&page, "search reindex")?, "left")?;
    open_lane(&page, "search reindex")?;
    page.wait_until("the zone of Tokyo", || Ok(zone()?.contains("UTC+09:00")))?;
    ensure!(zone()?.contains("search reindex"), "{}", zone()?);
    let there = bar(&page, "search reindex")?;
    ensure!((pixels(&there, "left")? - left).abs() < 3.0, "an instant stays where it is, whatever clocks name it");
    ensure!(there["says"].as_str().unwrap_or_default().contains("UTC+09:00"), "{there}");
    ensure!(there["says"].as_str().unwrap_or_default().contains("renews itself, next "), "{there}");
    page.press(&["Escape"])?;

    page.click_button("Table")?;
    page.wait_for_text("Renews next")?;
    let rows = page.find_all(".timeline__table tbody tr")?;
    ensure!(rows.len() > 5, "{} rows", rows.len());
    let text = page.read(&page.find(".timeline__table")?)?;
    for words in ["render farm weekend", "8 × g5.xlarge · us-west-2", "Running", "UTC−08:00", "$"] {
        ensure!(text.contains(words), "{words} is missing in {text}");
    }
    page.click_button("erp reporting")?;
    page.wait_for_details(&["Policy id"])
}

#[test]
fn what_is_reserved_at_gcore_and_what_is_tracked_by_its_id_have_lanes_too() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    track_and_read(&page)?;
    open_timeline(&page)?;
    page.wait_for_text("Window not known")?;
    page.wait_for_text("Its window is not known.")?;
    ensure!(names(&page)?.contains(&"Policy sc_elsewhere_1".to_owned()), "{:?}", names(&page)?);
    page.click(&page.find("#axis-all")?)?;
    page.wait_for_text("Reserved at Gcore: ")?;
    // What ran out is there as well.
    page.wait_until("what is reserved", || {
        let states = page.execute("return [...document.querySelectorAll('.lane--reserved .lane__label')].map((label) => label.textContent).join()", &[])?;
        Ok(states.as_str().is_some_and(|text| text.contains("Active")))
    })
}

#[test]
fn ten_thousand_windows_are_a_screenful_and_a_hand_moves_them() -> Result<()> {
    let desktop = filled(10_000)?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    open_timeline(&page)?;
    page.wait_until("many lanes", || Ok(total(&page)? > 3_000))?;
    let drawn = || -> Result<u64> {
        page.execute("return document.querySelectorAll('.lane').length", &[])?.as_u64().context("no number")
    };
    ensure!(drawn()? < 60, "{} lanes are drawn", drawn()?);
    page.click(&page.field("Search policies")?)?;
    page.press(&["ArrowDown"])?;
    page.press(&["End"])?;
    page.wait_until("the last lane to have the focus", || {
        let place =
            page.execute("return Number(document.activeElement?.closest('[data-place]')?.dataset.place ?? -1)", &[])?;
        Ok(total(&page)?.checked_sub(1).is_some_and(|last| place.as_u64() == Some(last)))
    })?;
    ensure!(drawn()? < 60, "{} lanes are drawn", drawn()?);
    page.press(&["Home"])?;

    page.click_button("Day")?;
    page.wait_until("few lanes", || Ok(total(&page)? < 20))?;
    page.click(&page.find("#axis-all")?)?;
    page.wait_until("all lanes", || Ok(total(&page)? == 10_013))?;
    page.fill(&page.field("Search policies")?, "many 00123")?;
    page.wait_until("eleven lanes", || Ok(total(&page)? == 11))?;

    // A drag moves the axis by what the hand moved, and opens nothing.
    let before = pixels(&bar(&page, "many 001230")?, "left")?;
    page.execute(DRAG, &[json!(-120)])?;
    page.wait_for_rest()?;
    let after = pixels(&bar(&page, "many 001230")?, "left")?;
    ensure!((before - after - 120.0).abs() < 3.0, "from {before} to {after}");
    ensure!(page.find_all(".panel")?.is_empty(), "a drag opened the details");
    Ok(())
}

/// How many lanes there are.
fn total(page: &Page<'_>) -> Result<u64> {
    let size = "return Number(document.querySelector('.lane[aria-setsize]')?.getAttribute('aria-setsize') ?? 0)";
    page.execute(size, &[])?.as_u64().context("no number")
}

/// Drags the axis by so many pixels, as a mouse does.
const DRAG: &str = "
    const frame = document.querySelector('.timeline__frame');
    const target = document.querySelector('.lane__open');
    const { left, width, top } = document.querySelector('.lane__plot').getBoundingClientRect();
    frame.setPointerCapture = () => {};
    const at = (type, x) => target.dispatchEvent(new PointerEvent(type, { bubbles: true, cancelable: true, button: 0, pointerId: 1, clientX: x, clientY: top + 5 }));
    const start = left + width / 2;
    at('pointerdown', start);
    for (let step = 1; step <= 10; step += 1) { at('pointermove', start + arguments[0] * step / 10); }
    at('pointerup', start + arguments[0]);
    target.click();
";

/// Figures of the goal sheet, in the real window: `./dev bench` runs this against the release build.
#[test]
#[ignore = "a measurement: it needs the release build and a quiet machine"]
fn figures_of_the_timeline() -> Result<()> {
    let mut held = true;
    for count in [13, 10_000, 100_000] {
        let desktop = filled(count - 13)?;
        let page = desktop.open()?;
        page.wait_for_desk()?;
        open_timeline(&page)?;
        page.wait_for_rest()?;
        held &= print_figures(
            count,
            95,
            &[
                ("frame while zooming", measure(&page, &format!("{FRAMES}{ZOOM}"))?, 20.0),
                ("frame while moving", measure(&page, &format!("{FRAMES}{MOVE}"))?, 20.0),
                ("frame while scrolling lanes", measure(&page, &format!("{FRAMES}{SCROLL}"))?, 20.0),
                ("click to paint", measure(&page, &format!("{FRAMES}{CLICK}"))?, 33.0),
                ("lanes over IPC", measure(&page, LANES)?, 33.0),
            ],
        );
        page.close()?;
    }
    ensure!(held, "a gate does not hold");
    Ok(())
}

/// A wheel over the middle of the axis.
const FRAMES: &str = "
    const target = document.querySelector('.timeline__frame');
    const { left, width, top } = document.querySelector('.timeline__plot').getBoundingClientRect();
    const wheel = (options) => target.dispatchEvent(new WheelEvent('wheel', { bubbles: true, cancelable: true, clientX: left + width / 3, clientY: top + 90, ...options }));
    const again = () => [...document.querySelectorAll('.timeline__bar .segments__segment')].find((button) => button.textContent === 'Week').click();
";

const ZOOM: &str = "
    again();
    rest(400).then(() => { let at = 0; return frames(240, () => { at += 1; wheel({ ctrlKey: true, deltaY: Math.floor(at / 40) % 2 ? 24 : -24 }); }); }).then(done);
";

const MOVE: &str = "
    again();
    rest(400).then(() => { let at = 0; return frames(240, () => { at += 1; wheel({ deltaX: Math.floor(at / 60) % 2 ? 30 : -30 }); }); }).then(done);
";

const SCROLL: &str = "
    again();
    rest(400).then(() => frames(240, () => { scrollBy(0, 44); })).then(done);
";

const CLICK: &str = "
    (async () => {
        const times = [];
        for (let at = 0; at < 40; at += 1) {
            const start = performance.now();
            document.getElementById(at % 2 ? 'zoom-in' : 'zoom-out').click();
            times.push((await painted()) - start);
            await rest(60);
        }
        done(times);
    })();
";

const LANES: &str = "
    const wall = { text: '', groups: [], accounts: [], vendors: [], regions: [], families: [], owners: [], from: null, until: null, sort: 'urgency', descending: false, by: null };
    const iso = (days) => new Date(Date.now() + days * 86_400_000).toISOString();
    (async () => {
        const times = [];
        for (let at = 0; at < 40; at += 1) {
            const request = { realm: 'sandbox', wall, from: iso(-2 - at / 10), to: iso(5), first: 0, count: 96 };
            const start = performance.now();
            await window.__TAURI_INTERNALS__.invoke('show_timeline', { request });
            times.push(performance.now() - start);
        }
        done(times);
    })();
";
