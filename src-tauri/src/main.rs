//! The program. Everything is in the library, save what must happen before the first thread starts.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod engine;
mod graphics;

use std::process::ExitCode;

fn main() -> ExitCode {
    graphics::prepare();
    engine::prepare();
    berth_shell::run()
}
