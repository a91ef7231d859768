//! The program. Everything is in the library, save what must happen before the first thread starts.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod engine;
#[cfg(target_os = "linux")]
mod graphics;
#[cfg(target_os = "linux")]
mod opengl;

use std::process::ExitCode;

// Linked before all others, so that the loader comes upon them first: every start resolves some seventy thousand symbols, most
// of them these two's, each by going through a hundred libraries in their order. Worth an eighth of the loading.
#[cfg(target_os = "linux")]
#[link(name = "javascriptcoregtk-4.1")]
#[link(name = "webkit2gtk-4.1")]
extern "C" {}

fn main() -> ExitCode {
    #[cfg(target_os = "linux")]
    if !graphics::prepare() {
        opengl::leave_out();
    }
    engine::prepare();
    berth_shell::run()
}
