//! What the page drew is let go when it is drawn anew: a window is open for days.

use anyhow::{ensure, Context as _, Result};
use serde_json::json;

use crate::desktop::Desktop;

/// Readings of the desk, each of them painted.
const READINGS: u32 = 60;

/// How many of a hundred nodes of those drawings may still be there. The engine collects when it likes, so not none: one was seen.
/// When each drawing held on to the one before, it was ninety.
const LEFT: u64 = 20;

#[test]
fn what_was_drawn_is_let_go_however_often_the_desk_is_read() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.wait_for_rest()?;
    for view in ["Desk", "Timeline", "Savings", "Activity"] {
        page.click_button(view)?;
        page.wait_for_paint()?;
        let counts = page.execute_later(READ, &[json!(READINGS)])?;
        let [drawn, left]: [u64; 2] = serde_json::from_value(counts).with_context(|| format!("{view}: no counts"))?;
        ensure!(left * 100 <= drawn * LEFT, "{view}: of {drawn} nodes that were drawn {left} are still there");
    }
    Ok(())
}

/// Counts Preact's nodes of so many drawings, and those of them that are left when the engine had to make room.
const READ: &str = "
    const [times, done] = arguments;
    const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    Promise.all([import('/state/desk.js'), import('preact')]).then(async ([{ reload }, { options }]) => {
        const nodes = [];
        const { vnode } = options;
        options.vnode = (node) => {
            nodes.push(new WeakRef(node));
            vnode?.(node);
        };
        for (let at = 0; at < times; at += 1) {
            await reload();
            await painted();
        }
        options.vnode = vnode;
        for (let at = 0; at < 60; at += 1) {
            window.rubbish = Array.from({ length: 100_000 }, (_, number) => ({ number }));
            await new Promise((resolve) => setTimeout(resolve));
        }
        delete window.rubbish;
        done([nodes.length, nodes.filter((node) => node.deref()).length]);
    });
";
