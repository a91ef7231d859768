//! The shell: it puts the rules, the vendors, this machine and the window together, and holds no rule of its own.
//!
//! Only this crate sees Tauri. A command parses, calls one use case and turns the failure into the page's error.

mod app;
mod chooser;
mod clock;
mod commands;
mod folders;
mod logging;
mod painting;
mod process;
mod reads;
mod reply;
mod stand;
mod telling;
#[cfg(test)]
mod tests;
mod voice;
mod window;

use std::process::ExitCode;

use berth_local::paths::Paths;
use tauri::Manager as _;

use app::App;

/// Opens the window and runs until it is closed.
pub fn run() -> ExitCode {
    process::forbid_dumps();
    let Ok(paths) = Paths::for_this_user() else {
        // Without a home directory there is no place for the ledger, and without a ledger nothing may be sent.
        return ExitCode::FAILURE;
    };
    logging::start(&paths);
    let app = App::new(paths);
    logging::set_level(app.settings().log_level);
    let built = tauri::Builder::default()
        // The first plugin on purpose: a second start hands over before it opens anything.
        .plugin(tauri_plugin_single_instance::init(|app, _arguments, _directory| window::bring_forward(app)))
        .manage(app)
        .invoke_handler(commands::handler())
        .setup(|tauri| {
            let app = tauri.state::<App>().inner().clone();
            // First, so that the desk opens while the window is made and before the web engine wants both cores; whichever
            // is ready first waits for nobody.
            tauri::async_runtime::spawn({
                let app = app.clone();
                async move {
                    if let Err(failure) = app.desk().await {
                        tracing::error!(code = ?failure.code, detail = %failure.detail, "the desk did not open");
                    }
                }
            });
            window::open(tauri.handle(), &app)?;
            Ok(())
        })
        .build(tauri::generate_context!());
    match built {
        Ok(tauri) => {
            tauri.run(window::on_event);
            ExitCode::SUCCESS
        }
        Err(error) => {
            tracing::error!(%error, "the window did not open");
            ExitCode::FAILURE
        }
    }
}
