//! Points Tauri at our capabilities and permissions. The permission files are the one list of commands: that they exist
//! puts every command of ours under the access control list, which Tauri otherwise leaves open to the page.

use std::error::Error;
use std::path::Path;

use tauri_build::{AppManifest, Attributes};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    println!("cargo:rerun-if-changed=src-tauri/permissions");
    println!("cargo:rerun-if-changed=ui");
    if !Path::new("ui/vendor").is_dir() {
        return Err("the page's libraries are not in ui/vendor: run `./dev vendor` once".into());
    }
    let manifest = AppManifest::new().permissions_path_pattern("./src-tauri/permissions/*.toml");
    let attributes =
        Attributes::new().capabilities_path_pattern("./src-tauri/capabilities/*.json").app_manifest(manifest);
    tauri_build::try_build(attributes)?;
    Ok(())
}
