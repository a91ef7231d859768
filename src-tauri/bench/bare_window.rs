//! The least that Tauri can show: one window, one static page of twelve boxes, no script and no command. What Berth adds
//! to this is what Berth costs.
//!
//! Of what Berth knows about machines without a GPU it is given the one switch that is common knowledge, without which it
//! would be larger and slower by a quarter; so it stands for a plain Tauri window set up with care.

use std::{env, path::Path};

fn main() -> tauri::Result<()> {
    const PAINT_WITHOUT_DMABUF: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    if env::var_os(PAINT_WITHOUT_DMABUF).is_none() && !Path::new("/dev/dri").exists() {
        env::set_var(PAINT_WITHOUT_DMABUF, "1");
    }
    tauri::Builder::default().run(tauri::generate_context!("src-tauri/bench/tauri.conf.json"))
}
