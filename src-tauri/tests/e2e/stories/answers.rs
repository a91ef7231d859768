//! How soon each click and each key is answered, whatever it is for: how a window feels is up to the slowest of them.

use std::{thread, time::Duration};

use anyhow::{ensure, Context as _, Result};
use serde::Deserialize;

use super::wall::{filled, print_figures};
use crate::page::Page;

/// What was pressed, and the milliseconds until the page had painted what came of it at once.
#[derive(Deserialize)]
struct Answer {
    what: String,
    took: f64,
}

/// Figures of the goal sheet, in the real window: `./dev bench` runs this against the release build.
#[test]
#[ignore = "a measurement: it needs the release build and a quiet machine"]
fn figures_of_the_answers() -> Result<()> {
    let mut held = true;
    for count in [13, 10_000, 100_000] {
        let desktop = filled(count - 13)?;
        let page = desktop.open()?;
        page.wait_for_desk()?;
        page.wait_for_rest()?;
        page.execute(WATCH, &[])?;
        for _ in 0..2 {
            use_everything(&page)?;
        }
        let answers = page.execute("return window.answers", &[])?;
        let mut answers: Vec<Answer> = serde_json::from_value(answers).context("no answers")?;
        answers.sort_by(|one, other| one.took.total_cmp(&other.took));
        let times: Vec<f64> = answers.iter().map(|answer| answer.took).collect();
        held &= print_figures(count, 98, &[("P16 click or key to paint", times, 100.0)]);
        for Answer { what, took } in answers.iter().rev().take(5) {
            println!("{:>9}{took:>6.1} ms  {what}", "");
        }
        page.close()?;
    }
    ensure!(held, "a gate does not hold");
    Ok(())
}

/// What somebody does who looks for something, looks at it from all sides, and sets the window up: by the pointer and by keys.
fn use_everything(page: &Page<'_>) -> Result<()> {
    let press = |keys: &[&str]| -> Result<()> {
        for key in keys {
            page.press(&[key])?;
            breathe();
        }
        Ok(())
    };
    let click = |css: &str| -> Result<()> {
        page.click(&page.find(css)?)?;
        breathe();
        Ok(())
    };
    let push = |name: &str| -> Result<()> {
        page.click_button(name)?;
        breathe();
        Ok(())
    };

    // The wall: found, filtered, ordered, put together, walked along, opened.
    push("Desk")?;
    click(".search__input")?;
    press(&["t", "r", "a", "i", "n", "Backspace", "Backspace", "Backspace", "Backspace", "Backspace"])?;
    push("Filter and sort")?;
    for filter in ["#filter-families", "#filter-regions"] {
        click(filter)?;
        click(".tools__check")?;
        click(".tools__check")?;
        press(&["Escape"])?;
    }
    for order in ["Price", "Name", "What is due"] {
        page.choose(&page.field("Sort by")?, order)?;
        breathe();
    }
    for by in ["Region", "Nothing"] {
        page.choose(&page.field("Group by")?, by)?;
        breathe();
    }
    push("Filter and sort")?;
    click(".search__input")?;
    press(&[
        "ArrowDown",
        "ArrowRight",
        "ArrowDown",
        "ArrowDown",
        "ArrowLeft",
        "PageDown",
        "PageDown",
        "End",
        "ArrowUp",
        "Home",
    ])?;
    press(&["Enter", "Escape"])?;

    // Every view, and what changes within it.
    push("Timeline")?;
    for button in ["#zoom-in", "#zoom-in", "#zoom-out", "#zoom-out"] {
        click(button)?;
    }
    push("Savings")?;
    for tab in ["Vendor", "Region", "Family", "Owner"] {
        page.click(&page.by_role("tab", tab)?)?;
        breathe();
    }
    push("Show as table")?;
    push("Show as table")?;
    for view in ["Compare", "Price", "Activity", "Accounts", "Settings"] {
        push(view)?;
    }

    // Help, the palette, and another theme.
    press(&["?", "Escape", "Control+k", "d", "a", "r", "k", "ArrowDown", "Escape"])?;
    for theme in ["dark", "light"] {
        click(&format!(".setting__choice:has([name=theme][value={theme}])"))?;
    }
    Ok(())
}

/// What was asked for comes, and the next is asked by itself.
fn breathe() {
    thread::sleep(Duration::from_millis(250));
}

/// Notes of each press, until the next one, the event that was answered last: from when it was made until the frame after it is painted.
const WATCH: &str = r"
    window.answers = [];
    let current;
    const begins = new Set(['pointerdown', 'keydown', 'change']);
    const nameOf = ({ key, target }) => {
        const of = target.closest?.('button, input, select, label, [role]') ?? target;
        return [key, of.name ?? of.id, of.value, of.textContent?.trim().slice(0, 30)].filter(Boolean).join(' ');
    };
    const note = (event) => {
        const came = performance.now();
        const made = event.timeStamp > 0 && event.timeStamp <= came && came - event.timeStamp < 10_000 ? event.timeStamp : came;
        if (begins.has(event.type)) {
            current = { what: event.type + ' ' + nameOf(event), took: 0 };
            window.answers.push(current);
        }
        const own = current;
        if (own) {
            requestAnimationFrame(() => setTimeout(() => { own.took = Math.max(own.took, performance.now() - made); }));
        }
    };
    for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click', 'keydown', 'input', 'change', 'keyup']) {
        addEventListener(type, note, { capture: true, passive: true });
    }
";
