//! What the user prefers, and where this machine keeps things. A change holds at once in the whole program, and for the
//! next start if the disk takes it.

use std::fs;
use std::path::Path;

use berth_core::error::Failure;
use berth_ipc::request::SettingsRequest;
use berth_ipc::view::{AboutView, SettingsView};
use berth_local::settings::Settings;
use serde::de::DeserializeOwned;
use serde::Serialize;
use serde_json::Value;
use tauri::{AppHandle, Runtime};

use super::super::Shared;
use crate::app::App;
use crate::reply::{explain, malformed, Reply};
use crate::{logging, window};

#[tauri::command]
pub(crate) async fn read_settings(app: Shared<'_>) -> Reply<SettingsView> {
    view(&app)
}

#[tauri::command]
pub(crate) async fn save_settings<R: Runtime>(
    handle: AppHandle<R>,
    app: Shared<'_>,
    settings: SettingsRequest,
) -> Reply<SettingsView> {
    let change = wanted(settings)?;
    put(&handle, &app, change)
}

#[tauri::command]
pub(crate) async fn reset_settings<R: Runtime>(handle: AppHandle<R>, app: Shared<'_>) -> Reply<SettingsView> {
    put(&handle, &app, |settings| *settings = settings.reset())
}

#[tauri::command]
pub(crate) async fn show_about(app: Shared<'_>) -> Reply<AboutView> {
    let paths = app.paths();
    Ok(AboutView {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        folder: paths.ledger.parent().unwrap_or(&paths.ledger).display().to_string(),
        ledger: paths.ledger.display().to_string(),
        settings: paths.settings.display().to_string(),
        logs: paths.logs.display().to_string(),
        ledger_bytes: bytes_of(&paths.ledger).map(|file| {
            let beside = ["-wal", "-shm"].map(|part| {
                let mut name = paths.ledger.clone().into_os_string();
                name.push(part);
                bytes_of(Path::new(&name)).unwrap_or(0)
            });
            beside.iter().sum::<u64>() + file
        }),
        settings_bytes: bytes_of(&paths.settings),
        logs_bytes: fs::read_dir(&paths.logs)
            .ok()
            .map(|files| files.filter_map(|file| bytes_of(&file.ok()?.path())).sum()),
    })
}

fn bytes_of(file: &Path) -> Option<u64> {
    fs::metadata(file).ok().filter(fs::Metadata::is_file).map(|found| found.len())
}

/// Changes the settings and lets them take effect, also when they could not be kept: they hold until Berth quits.
fn put<R: Runtime>(handle: &AppHandle<R>, app: &App, change: impl FnOnce(&mut Settings)) -> Reply<SettingsView> {
    let before = app.settings();
    let kept = app.change_settings(change);
    let now = app.settings();
    if now.log_level != before.log_level {
        logging::set_level(now.log_level);
    }
    if now.theme != before.theme {
        // The page shows its own colours already; only what the system draws around it hangs on this.
        if let Err(error) = window::show_theme(handle, now.theme) {
            tracing::warn!(%error, "the window kept its theme");
        }
    }
    if now.notifications != before.notifications || now.clock != before.clock {
        app.telling().look_again();
    }
    kept.map_err(explain)?;
    view(app)
}

/// The change that is asked for, or which part of it is none.
fn wanted(request: SettingsRequest) -> Reply<impl FnOnce(&mut Settings)> {
    let theme = choice("theme", request.theme)?;
    let hours_per_month = choice("hoursPerMonth", request.hours_per_month)?;
    let currency = choice("currency", request.currency)?;
    let clock = choice("clock", request.clock)?;
    let zone_first = choice("zoneFirst", request.zone_first)?;
    let log_level = choice("logLevel", request.log_level)?;
    Ok(move |settings: &mut Settings| {
        put_if(&mut settings.theme, theme);
        put_if(&mut settings.realm, request.realm);
        put_if(&mut settings.hours_per_month, hours_per_month);
        put_if(&mut settings.currency, currency);
        put_if(&mut settings.clock, clock);
        put_if(&mut settings.zone_first, zone_first);
        put_if(&mut settings.log_level, log_level);
        put_if(&mut settings.tour_over, request.tour_over);
    })
}

fn put_if<T>(place: &mut T, wanted: Option<T>) {
    if let Some(wanted) = wanted {
        *place = wanted;
    }
}

/// One of a list, by the name that it has in the file of the settings too.
fn choice<T: DeserializeOwned>(field: &'static str, name: Option<String>) -> Reply<Option<T>> {
    let read = name.map(|name| serde_json::from_value(Value::String(name))).transpose();
    read.map_err(|_| malformed(field))
}

fn view(app: &App) -> Reply<SettingsView> {
    let settings = app.settings();
    Ok(SettingsView {
        theme: name_of(settings.theme)?,
        realm: settings.realm,
        hours_per_month: name_of(settings.hours_per_month)?,
        currency: name_of(settings.currency)?,
        clock: name_of(settings.clock)?,
        zone_first: name_of(settings.zone_first)?,
        log_level: name_of(settings.log_level)?,
        tour_over: settings.tour_over,
        unsaved: app.settings_unsaved(),
        set_aside: app.settings_set_aside().map(|file| file.display().to_string()),
    })
}

/// The name that a choice has in the file of the settings.
fn name_of(choice: impl Serialize) -> Reply<String> {
    let named = serde_json::to_value(choice).and_then(serde_json::from_value);
    named.map_err(|error| explain(Failure::internal(error)))
}
