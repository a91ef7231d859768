//! Four lists of commands that must be one: what crosses, what is registered, what is permitted, what the page uses.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use berth_ipc::command::{COMMANDS, Risk};

const BY_RISK: [(&str, Risk); 4] =
    [("look", Risk::Look), ("spend", Risk::Spend), ("accounts", Risk::Accounts), ("ledger", Risk::Ledger)];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn named(risk: Option<Risk>) -> BTreeSet<String> {
    let wanted = COMMANDS.iter().filter(|command| risk.is_none_or(|risk| command.risk == risk));
    wanted.map(|command| command.name.to_owned()).collect()
}

/// The texts between double quotes.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('"').skip(1).step_by(2)
}

#[test]
fn the_permission_files_allow_each_command_by_its_risk_and_nothing_else() {
    for (file, risk) in BY_RISK {
        let text = std::fs::read_to_string(root().join(format!("src-tauri/permissions/{file}.toml"))).unwrap();
        let allowed = text.split_once("commands.allow = [").unwrap().1.split_once(']').unwrap().0;
        let allowed: BTreeSet<_> = quoted(allowed).map(str::to_owned).collect();
        assert_eq!(allowed, named(Some(risk)), "permissions/{file}.toml");
    }
}

#[test]
fn the_shell_registers_each_command_under_its_risk() {
    let text = std::fs::read_to_string(root().join("src-tauri/src/commands/mod.rs")).unwrap();
    let list = text.split_once("generate_handler![").unwrap().1.split_once(']').unwrap().0;
    for (module, risk) in BY_RISK {
        let names = list.split(',').filter_map(|entry| entry.trim().strip_prefix(&format!("{module}::")));
        let names: BTreeSet<_> = names.map(str::to_owned).collect();
        assert_eq!(names, named(Some(risk)), "commands/{module}.rs");
    }
    assert_eq!(list.split(',').filter(|entry| !entry.trim().is_empty()).count(), COMMANDS.len());
}

#[test]
fn only_what_looks_can_be_stopped_half_way() {
    let stoppable: Vec<_> = COMMANDS.iter().filter(|command| command.args.contains("read: string")).collect();
    assert!(stoppable.len() > 4);
    for command in stoppable {
        assert_eq!(command.risk, Risk::Look, "{} could leave a doubt behind", command.name);
    }
    for (module, risk) in BY_RISK {
        let text = std::fs::read_to_string(root().join(format!("src-tauri/src/commands/{module}.rs"))).unwrap();
        assert_eq!(text.contains(".reads()"), risk == Risk::Look, "commands/{module}.rs");
    }
}

#[test]
fn the_page_uses_each_command_and_only_ipc_js_sees_tauri() {
    let mut used = BTreeSet::new();
    let mut folders = vec![root().join("ui")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                if path.file_name().unwrap() != "vendor" {
                    folders.push(path);
                }
                continue;
            }
            if path.extension().is_none_or(|extension| extension != "js") {
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let is_bridge = path.file_name().unwrap() == "ipc.js";
            assert!(is_bridge || !text.contains("@tauri-apps"), "{} sees Tauri", path.display());
            let all = named(None);
            used.extend(quoted(&text).filter(|word| all.contains(*word)).map(str::to_owned));
        }
    }
    assert_eq!(used, named(None), "a command that the page never calls is a door left open");
}
