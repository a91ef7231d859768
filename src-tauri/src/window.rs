//! The one window: there at once in the colour of the page, which then fills it.

use berth_local::settings::{Theme, WindowSize};
use serde::Serialize;
use tauri::utils::config::Color;
use tauri::{
    AppHandle, LogicalSize, Manager as _, RunEvent, Runtime, WebviewUrl, WebviewWindow, WebviewWindowBuilder,
    WindowEvent,
};

use crate::app::App;
use crate::chooser::{Asking, User};
use crate::painting;

const LABEL: &str = "main";
const FIRST_SIZE: WindowSize = WindowSize { width: 1280, height: 800, maximised: false };

/// Opens the window.
pub(crate) fn open<R: Runtime>(handle: &AppHandle<R>, app: &App) -> tauri::Result<()> {
    let settings = app.settings();
    let size = settings.window.unwrap_or(FIRST_SIZE);
    let theme = chosen(settings.theme);
    #[cfg(target_os = "linux")]
    let _known_already = GTK_WISH.set(gtk_wishes_dark());
    let window = WebviewWindowBuilder::new(handle, LABEL, WebviewUrl::default())
        .title("Berth")
        .inner_size(f64::from(size.width), f64::from(size.height))
        .min_inner_size(720.0, 480.0)
        .maximized(size.maximised)
        .theme(theme)
        // Hidden until its ground has the page's colour, so that nothing flashes; not until the page has loaded, for
        // whoever waits should see that something comes.
        .visible(false)
        .on_web_resource_request({
            let app = app.clone();
            move |request, response| {
                if request.uri().path() == "/" {
                    painting::hang(&app, response);
                }
            }
        })
        .on_navigation(|url| matches!(url.scheme(), "tauri") || url.host_str() == Some("tauri.localhost"))
        .build()?;
    handle.manage(Asking::of(User(window.clone())));
    #[cfg(target_os = "linux")]
    revive(&window)?;
    // What the user chose is known; only the system's own theme has to be asked for.
    let theme = theme.map_or_else(|| systems_theme(&window), Ok)?;
    window.set_background_color(Some(canvas(theme)))?;
    window.show()
}

/// What GTK itself was told before the window told it anything.
#[cfg(target_os = "linux")]
static GTK_WISH: std::sync::OnceLock<bool> = std::sync::OnceLock::new();

#[cfg(target_os = "linux")]
fn gtk_wishes_dark() -> bool {
    use gtk::prelude::GtkSettingsExt as _;

    gtk::Settings::default().is_some_and(|settings| settings.is_gtk_application_prefer_dark_theme())
}

/// What the system shows: light or dark. On Linux the window knows the portal's answer and the name of GTK's theme, but not
/// GTK's own wish for a dark one, which stands in for the portal where there is none and which the page goes by.
fn systems_theme<R: Runtime>(window: &WebviewWindow<R>) -> tauri::Result<tauri::Theme> {
    #[cfg(target_os = "linux")]
    if GTK_WISH.get() == Some(&true) {
        return Ok(tauri::Theme::Dark);
    }
    window.theme()
}

/// Lets the window have another theme: what the system draws of it, and what the page is told when it asks for the
/// system's.
pub(crate) fn show_theme<R: Runtime>(handle: &AppHandle<R>, theme: Theme) -> tauri::Result<()> {
    let Some(window) = handle.get_webview_window(LABEL) else { return Ok(()) };
    let chosen = chosen(theme);
    window.set_theme(chosen)?;
    let shown = chosen.map_or_else(|| systems_theme(&window), Ok)?;
    // GTK takes no theme for a light one, whatever it wished before.
    #[cfg(target_os = "linux")]
    if chosen.is_none() {
        window.set_theme(Some(shown))?;
    }
    window.set_background_color(Some(canvas(shown)))
}

fn chosen(theme: Theme) -> Option<tauri::Theme> {
    match theme {
        Theme::System => None,
        Theme::Light => Some(tauri::Theme::Light),
        Theme::Dark => Some(tauri::Theme::Dark),
    }
}

/// A page whose process was killed, for want of memory perhaps, is loaded again: whatever it had asked for goes on in this
/// process, and the ledger knows it. One that dies again at once is left dead, for else it would do so for ever.
#[cfg(target_os = "linux")]
fn revive<R: Runtime>(window: &WebviewWindow<R>) -> tauri::Result<()> {
    use std::cell::Cell;
    use std::time::{Duration, Instant};

    use webkit2gtk::WebViewExt as _;

    const AT_ONCE: Duration = Duration::from_secs(5);

    window.with_webview(|webview| {
        let revived = Cell::new(None::<Instant>);
        webview.inner().connect_web_process_terminated(move |view, reason| {
            tracing::error!(?reason, "the page's process ended");
            if revived.get().is_none_or(|last| last.elapsed() > AT_ONCE) {
                revived.set(Some(Instant::now()));
                view.reload();
            }
        });
    })
}

/// The page's canvas (`--oklch-canvas` in ui/styles, as sRGB).
fn canvas(theme: tauri::Theme) -> Color {
    match theme {
        tauri::Theme::Dark => Color(10, 20, 25, 255),
        _ => Color(239, 245, 246, 255),
    }
}

/// A second start of the program shows the first one's window.
pub(crate) fn bring_forward<R: Runtime>(app: &AppHandle<R>) {
    if let Some(window) = app.get_webview_window(LABEL) {
        let _gone_already = window.unminimize().and_then(|()| window.show()).and_then(|()| window.set_focus());
    }
}

/// Shows the window, if it is hidden, without taking the focus.
pub(crate) fn uncover<R: Runtime>(app: &AppHandle<R>) {
    if let Some(window) = app.get_webview_window(LABEL) {
        let _gone_already = window.show();
    }
}

/// Whether the user has the window before them.
pub(crate) fn is_in_front<R: Runtime>(app: &AppHandle<R>) -> bool {
    let Some(window) = app.get_webview_window(LABEL) else { return false };
    let [visible, focused] = [window.is_visible(), window.is_focused()].map(|is| is.unwrap_or(false));
    visible && focused && !window.is_minimized().unwrap_or(false)
}

/// Hands the page an event. The page may call Rust, but no event of Tauri's may reach it (capabilities/main.json).
pub(crate) fn dispatch<R: Runtime>(app: &AppHandle<R>, event: &str, detail: &impl Serialize) {
    let Some(window) = app.get_webview_window(LABEL) else { return };
    // JSON is an expression of JavaScript whatever the texts in it are.
    if let (Ok(detail), Ok(event)) = (serde_json::to_string(detail), serde_json::to_string(event)) {
        let script = format!("window.dispatchEvent(new CustomEvent({event}, {{ detail: {detail} }}))");
        let _gone_already = window.eval(script);
    }
}

/// Ends the program from elsewhere than the window, which is asked first while a request is on its way.
pub(crate) fn quit<R: Runtime>(handle: &AppHandle<R>) {
    let app = handle.state::<App>();
    let window = handle.get_webview_window(LABEL);
    if let Some(window) = &window {
        keep_size(&app, window);
    }
    match window {
        Some(window) if app.busy() => {
            bring_forward(handle);
            ask_about_closing(&window);
        }
        _ => handle.exit(0),
    }
}

/// Closes the window although something is under way: the user was told and decided.
pub(crate) fn close_anyway<R: Runtime>(app: &AppHandle<R>) {
    app.exit(0);
}

/// Keeps the size, asks before closing while a request is on its way (its answer would be lost), and at the end leaves the
/// ledger at rest.
pub(crate) fn on_event<R: Runtime>(handle: &AppHandle<R>, event: RunEvent) {
    let app = handle.state::<App>();
    if matches!(event, RunEvent::Exit) {
        return app.rest();
    }
    let Some(window) = handle.get_webview_window(LABEL) else { return };
    match event {
        RunEvent::WindowEvent { event: WindowEvent::CloseRequested { api, .. }, .. } => {
            keep_size(&app, &window);
            if app.telling().can_hide(app.settings().notifications) {
                api.prevent_close();
                let _gone_already = window.hide();
            } else if app.busy() {
                api.prevent_close();
                ask_about_closing(&window);
            }
        }
        // The user ends the program by its menu or the system's; with a code it was `close_anyway`.
        RunEvent::ExitRequested { code: None, api, .. } if app.busy() => {
            api.prevent_exit();
            ask_about_closing(&window);
        }
        _ => {}
    }
}

fn ask_about_closing<R: Runtime>(window: &WebviewWindow<R>) {
    let _gone_already = window.eval("window.dispatchEvent(new Event('berth:closing'))");
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
            let before = settings.window.unwrap_or(FIRST_SIZE);
            settings.window = Some(if maximised { WindowSize { maximised, ..before } } else { size });
        });
    }
}
