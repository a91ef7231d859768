//! The shell: composition, commands, window.

use std::process::ExitCode;

/// Opens the window and runs until it is closed.
pub fn run() -> ExitCode {
    let built = tauri::Builder::default()
        .invoke_handler(tauri::generate_handler![show_about, set_limits, not_permitted])
        .setup(|app| {
            tauri::WebviewWindowBuilder::new(app, "main", tauri::WebviewUrl::default())
                .title("Berth")
                .inner_size(1280.0, 800.0)
                .build()?;
            Ok(())
        })
        .run(tauri::generate_context!());
    if built.is_err() {
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

#[tauri::command]
fn show_about() -> &'static str {
    "Berth"
}

#[tauri::command]
fn set_limits() {}

#[tauri::command]
fn not_permitted() -> &'static str {
    "never seen"
}
