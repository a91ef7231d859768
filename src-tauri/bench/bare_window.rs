//! The least that Tauri can show: one window, one static page of twelve boxes, no script and no command. What Berth adds
//! to this is what Berth costs.

#[path = "../src/graphics.rs"]
mod graphics;

fn main() -> tauri::Result<()> {
    graphics::prepare();
    tauri::Builder::default().run(tauri::generate_context!("src-tauri/bench/tauri.conf.json"))
}
