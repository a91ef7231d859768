//! The window itself: that it opens, what its page may do, and that it goes when it is asked to.

use anyhow::{ensure, Result};
use serde_json::json;

use crate::desktop::{Desktop, Keyring, Theme};

#[test]
fn the_window_opens_and_shows_its_banner() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_text("Sandbox: nothing here costs money")?;
    page.assert_accessible("first sight")?;
    page.screenshot("first-sight")?;
    page.close()
}

#[test]
fn the_window_follows_a_dark_desktop() -> Result<()> {
    let desktop = Desktop::with(Keyring::Unlocked, Theme::Dark)?;
    let page = desktop.open()?;
    page.wait_for_text("Sandbox: nothing here costs money")?;
    ensure!(page.execute("return matchMedia('(prefers-color-scheme: dark)').matches", &[])? == true);
    Ok(())
}

#[test]
fn the_page_can_neither_run_text_as_code_nor_reach_the_network() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    let blocked = page.execute_later(BREAK_OUT, &[])?;
    ensure!(blocked == json!({}), "these got through: {blocked}");
    Ok(())
}

#[test]
fn the_page_can_call_nothing_of_tauri() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    for command in ["plugin:event|listen", "plugin:window|create", "plugin:path|resolve_directory", "no_such_command"] {
        let answer = page.execute_later(INVOKE, &[json!(command)])?;
        ensure!(answer.as_str().is_some_and(|text| text.contains("not allowed")), "{command} answered {answer}");
    }
    Ok(())
}

const INVOKE: &str = "
    const [command, done] = arguments;
    window.__TAURI_INTERNALS__.invoke(command).then((answer) => done({ answer }), (error) => done(String(error)));
";

/// Tries each way out of the page and returns those that were not blocked.
const BREAK_OUT: &str = "
    const done = arguments[0];
    const through = {};
    const attempt = (name, action) => {
        try { if (action() !== false) { through[name] = 'done'; } } catch { /* blocked, as it should be */ }
    };
    attempt('markup', () => document.body.insertAdjacentHTML('beforeend', '<b>x</b>'));
    attempt('handler', () => document.body.setAttribute('onclick', 'window.x = 1'));
    attempt('script address', () => { document.createElement('script').src = 'https://127.0.0.1/x.js'; });
    attempt('policy', () => window.trustedTypes.createPolicy('p', { createHTML: (text) => text }));
    attempt('prototype', () => { 'use strict'; Object.prototype.planted = 1; return ({}).planted === 1; });
    const later = {
        fetch: () => fetch('https://127.0.0.1:9/'),
        'our own files': () => fetch('/index.html'),
        image: () => new Promise((resolve, reject) => {
            const image = new Image();
            image.onload = resolve;
            image.onerror = reject;
            image.src = 'http://127.0.0.1:9/x.png';
        }),
    };
    attempt('frame', () => {
        const frame = document.createElement('iframe');
        frame.src = '/index.html';
        document.body.append(frame);
        const loaded = frame.contentDocument?.querySelector('script') != null;
        frame.remove();
        return loaded;
    });
    Promise.allSettled(Object.entries(later).map(async ([name, action]) => { await action(); through[name] = 'done'; }))
        .then(() => done(through));
";
