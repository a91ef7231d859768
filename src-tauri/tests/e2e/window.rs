//! The window itself: that it opens, what its page may do, and that it goes when it is asked to.

use std::fs;

use anyhow::{ensure, Context as _, Result};
use serde_json::json;

use crate::{
    desktop::{tool, Desktop, Group, Keyring, Theme},
    page::Page,
};

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
fn the_window_turns_dark_and_light_again_with_the_desktop_while_it_is_open() -> Result<()> {
    let desktop = Desktop::that_turns()?;
    let page = desktop.open()?;
    page.wait_for_text("Sandbox: nothing here costs money")?;
    for theme in [Theme::Dark, Theme::Light] {
        page.turn(theme)?;
        page.wait_for_rest()?;
        ensure!(desktop.screen().is_dark()? == (theme == Theme::Dark), "{theme:?}: the screen shows the other one");
    }
    page.close()
}

/// Drivers have a library of their own for each of the two ways to `OpenGL`, by whose name they are found.
#[test]
fn where_there_is_no_gpu_no_opengl_driver_is_loaded_into_the_programs_own_process() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    let mapped = fs::read_to_string(format!("/proc/{}/maps", page.program()?))?;
    let drivers: Vec<_> =
        mapped.lines().filter(|line| ["/libEGL_", "/libGLX_"].iter().any(|one| line.contains(one))).collect();
    let has_gpu = fs::read_dir("/dev/dri").is_ok_and(|devices| {
        devices.flatten().any(|device| device.file_name().to_string_lossy().starts_with("renderD"))
    });
    ensure!(drivers.is_empty() != has_gpu, "a GPU: {has_gpu}; loaded: {drivers:#?}");
    page.close()
}

#[test]
fn a_maximised_window_is_maximised_at_the_next_start_and_has_its_size_again_afterwards() -> Result<()> {
    let desktop = Desktop::new()?;
    let manager = desktop.command(tool("openbox", "openbox")?);
    let _manager = Group::spawn(manager, &desktop.logs().join("openbox"))?;
    let size = |page: &Page<'_>| page.execute("return [innerWidth, innerHeight]", &[]);
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.resize(1100, 700)?;
    page.close()?;

    let page = desktop.open()?;
    page.wait_until("its size", || Ok(size(&page)? == json!([1100, 700])))?;
    maximise(&desktop, "add")?;
    page.wait_until("more room", || Ok(size(&page)?[0].as_u64() > Some(1200)))?;
    let large = size(&page)?;
    page.close()?;

    let page = desktop.open()?;
    page.wait_until("the same room", || Ok(size(&page)? == large))?;
    maximise(&desktop, "remove")?;
    page.wait_until("its size again", || Ok(size(&page)? == json!([1100, 700])))?;
    page.close()
}

/// Asks the window manager to maximise the window (`add`) or to give it its own size again (`remove`).
fn maximise(desktop: &Desktop, change: &str) -> Result<()> {
    let change = format!("{change},maximized_vert,maximized_horz");
    let mut command = desktop.command(tool("wmctrl", "wmctrl")?);
    let status = command.args(["-r", "Berth", "-b", &change]).status().context("wmctrl")?;
    ensure!(status.success(), "wmctrl: {status}");
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
