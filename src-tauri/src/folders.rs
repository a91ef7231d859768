//! Showing one of Berth's own folders in the system's file manager.
//!
//! SECURITY: the page says which, never where; nothing else can be opened.

use std::path::Path;

use tauri::{AppHandle, Runtime};

/// Whether something on this desktop opens folders, and was given this one.
#[cfg(target_os = "linux")]
pub(crate) async fn open<R: Runtime>(handle: &AppHandle<R>, folder: &Path) -> bool {
    use gtk::glib::filename_to_uri;
    use tokio::sync::oneshot;

    let Ok(uri) = filename_to_uri(folder, None) else { return false };
    let (tell, told) = oneshot::channel();
    let show = move || {
        let opened = gtk::is_initialized_main_thread()
            && match gtk::show_uri_on_window(None::<&gtk::Window>, &uri, gtk::current_event_time()) {
                Ok(()) => true,
                Err(error) => {
                    tracing::info!(%error, "nothing here opens folders");
                    false
                }
            };
        let _nobody_waits = tell.send(opened);
    };
    handle.run_on_main_thread(show).is_ok() && told.await.unwrap_or(false)
}

/// Whether something on this desktop opens folders, and was given this one.
#[cfg(not(target_os = "linux"))]
pub(crate) async fn open<R: Runtime>(_: &AppHandle<R>, folder: &Path) -> bool {
    open::that_detached(folder).is_ok()
}
