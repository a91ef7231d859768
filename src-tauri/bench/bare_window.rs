//! The least that Tauri can show: one window, one static page of twelve boxes, no script and no command. What Berth adds
//! to this is what Berth costs.

#[cfg(target_os = "linux")]
#[path = "../src/graphics.rs"]
mod graphics;

fn main() -> tauri::Result<()> {
    #[cfg(target_os = "linux")]
    graphics::prepare();
    tauri::Builder::default().run(tauri::generate_context!("src-tauri/bench/tauri.conf.json"))
}
