//! The one window: built hidden, in the colour of the page, and shown when the page has painted.

use std::time::Duration;

use berth_local::settings::{Theme, WindowSize};
use tauri::utils::config::Color;
use tauri::webview::PageLoadEvent;
use tauri::{
    AppHandle, LogicalSize, Manager as _, RunEvent, Runtime, WebviewUrl, WebviewWindow, WebviewWindowBuilder,
    WindowEvent,
};

use crate::app::App;

const LABEL: &str = "main";
/// A page that never reports that it has loaded must not leave the program invisible.
const SHOWN_AT_THE_LATEST: Duration = Duration::from_millis(1500);

/// Opens the window.
pub(crate) fn open<R: Runtime>(handle: &AppHandle<R>, app: &App) -> tauri::Result<()> {
    let settings = app.settings();
    let size = settings.window.unwrap_or(WindowSize { width: 1280, height: 800, maximised: false });
    let theme = match settings.theme {
        Theme::System => None,
        Theme::Light => Some(tauri::Theme::Light),
        Theme::Dark => Some(tauri::Theme::Dark),
    };
    let mut builder = WebviewWindowBuilder::new(handle, LABEL, WebviewUrl::default())
        .title("Berth")
        .inner_size(f64::from(size.width), f64::from(size.height))
        .min_inner_size(720.0, 480.0)
        .maximized(size.maximised)
        .theme(theme)
        .visible(false)
        .on_navigation(|url| matches!(url.scheme(), "tauri") || url.host_str() == Some("tauri.localhost"))
        .on_page_load(|window, payload| {
            if payload.event() == PageLoadEvent::Finished {
                show(&window);
            }
        });
    if let Some(colour) = background(theme) {
        builder = builder.background_color(colour);
    }
    let window = builder.build()?;
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(SHOWN_AT_THE_LATEST).await;
        show(&window);
    });
    Ok(())
}

/// The page's canvas (`--oklch-canvas` in ui/styles, as sRGB), so that nothing flashes before it has painted. With the system's theme
/// the toolkit's own background is the right guess.
fn background(theme: Option<tauri::Theme>) -> Option<Color> {
    match theme? {
        tauri::Theme::Dark => Some(Color(10, 20, 25, 255)),
        _ => Some(Color(239, 245, 246, 255)),
    }
}

fn show<R: Runtime>(window: &WebviewWindow<R>) {
    if !window.is_visible().unwrap_or(false) {
        let _gone_already = window.show();
    }
}

/// A second start of the program shows the first one's window.
pub(crate) fn bring_forward<R: Runtime>(app: &AppHandle<R>) {
    if let Some(window) = app.get_webview_window(LABEL) {
        let _gone_already = window.unminimize().and_then(|()| window.show()).and_then(|()| window.set_focus());
    }
}

/// Closes the window although something is under way: the user was told and decided.
pub(crate) fn close_anyway<R: Runtime>(app: &AppHandle<R>) {
    app.exit(0);
}

/// Keeps the size, and asks before closing while a request is on its way: its answer would be lost.
pub(crate) fn on_event<R: Runtime>(handle: &AppHandle<R>, event: RunEvent) {
    let RunEvent::WindowEvent { event: WindowEvent::CloseRequested { api, .. }, .. } = event else { return };
    let app = handle.state::<App>();
    let Some(window) = handle.get_webview_window(LABEL) else { return };
    keep_size(&app, &window);
    if app.busy() {
        api.prevent_close();
        let _gone_already = window.eval("window.dispatchEvent(new Event('berth:closing'))");
    }
}

fn keep_size<R: Runtime>(app: &App, window: &WebviewWindow<R>) {
    let (Ok(size), Ok(scale), Ok(maximised)) = (window.inner_size(), window.scale_factor(), window.is_maximized())
    else {
        return;
    };
    let size: LogicalSize<u32> = size.to_logical(scale);
    let size = WindowSize { width: size.width, height: size.height, maximised };
    if app.settings().window != Some(size) {
        let _not_kept = app.change_settings(|settings| {
            // A maximised window's size is the screen's; the size to come back to is the one before.
            settings.window = Some(match settings.window {
                Some(before) if maximised => WindowSize { maximised, ..before },
                _ => size,
            });
        });
    }
}
