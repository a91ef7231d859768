//! What survives the end of the process.

use std::path::Path;

use berth_sandbox::{Sandbox, SandboxError, SandboxOptions, Start, Strictness};
use serde_json::json;

use crate::client::{bought, cancel, frozen_options, gcore_get, gcore_post, purchase, reserved, start, status_of};

fn kept_in(file: &Path) -> SandboxOptions {
    SandboxOptions { state_file: Some(file.to_owned()), ..frozen_options() }
}

#[tokio::test]
async fn ids_charges_and_reservations_survive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("deeper/sandbox.json");
    let sandbox = start(kept_in(&file)).await;
    let (open, paid) = (reserved(&sandbox).await, bought(&sandbox).await);
    let body = json!({
        "name": "kept",
        "period": "MONTHS36",
        "region_id": 4,
        "resources": [{ "resource_name": "bm1-hf-medium", "resource_type": "flavor", "resource_value": 1 }],
    });
    let reservation = gcore_post(&sandbox, "/cloud/v1/reservations", body).await.json()["id"].take();
    let seeds = sandbox.first_state();
    sandbox.stop().await;

    let sandbox = start(kept_in(&file)).await;
    assert_eq!(sandbox.first_state(), seeds);
    assert_eq!((sandbox.charges()[&open], sandbox.charges()[&paid]), (0, 1));
    assert_eq!(purchase(&sandbox, &paid).await.status, 400, "it is known to be bought");
    assert_eq!(purchase(&sandbox, &open).await.status, 200);
    assert_eq!(cancel(&sandbox, &paid).await.status, 200);
    assert_eq!(gcore_get(&sandbox, &format!("/cloud/v1/reservations/{reservation}")).await.json()["name"], "kept");
    let third = reserved(&sandbox).await;
    assert!(third != open && third != paid, "a seed does not begin again");
}

#[tokio::test]
async fn a_moved_clock_stays_moved() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sandbox.json");
    let options = SandboxOptions { now: Start::Real, ..kept_in(&file) };
    let sandbox = start(options.clone()).await;
    let before = sandbox.now();
    sandbox.advance(30 * 86_400).unwrap();
    sandbox.stop().await;
    let sandbox = start(options).await;
    assert!(sandbox.now().duration_since(before).as_hours() >= 30 * 24);
}

#[tokio::test]
async fn habits_come_from_the_options_and_not_from_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sandbox.json");
    let sandbox = start(kept_in(&file)).await;
    let id = bought(&sandbox).await;
    sandbox.stop().await;
    let sandbox = start(SandboxOptions { strictness: Strictness::Lax, ..kept_in(&file) }).await;
    assert_eq!((purchase(&sandbox, &id).await.status, sandbox.charges()[&id]), (200, 2));
}

#[cfg(unix)]
#[tokio::test]
async fn the_file_is_for_its_owner_only_and_nothing_is_left_beside_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sandbox.json");
    let sandbox = start(kept_in(&file)).await;
    reserved(&sandbox).await;
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[tokio::test]
async fn a_damaged_file_is_set_aside_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sandbox.json");
    let aside = [folder.path().join("sandbox.json.damaged"), folder.path().join("sandbox.json.damaged-1")];
    for (damage, aside) in ["{\"version\":1,", "{\"version\":99}"].into_iter().zip(&aside) {
        std::fs::write(&file, damage).unwrap();
        let sandbox = start(kept_in(&file)).await;
        assert_eq!(sandbox.damaged_state_set_aside(), Some(aside.as_path()));
        assert_eq!(std::fs::read_to_string(aside).unwrap(), damage);
        assert_eq!(sandbox.first_state().len(), 13, "it starts over with the first state");
        sandbox.stop().await;
    }
}

#[tokio::test]
async fn a_change_that_cannot_be_written_did_not_happen() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("inner/sandbox.json");
    let sandbox = start(kept_in(&file)).await;
    let id = reserved(&sandbox).await;
    std::fs::remove_dir_all(folder.path().join("inner")).unwrap();
    std::fs::write(folder.path().join("inner"), "in the way").unwrap();
    let refused = purchase(&sandbox, &id).await;
    assert_eq!((refused.status, sandbox.charges()[&id]), (500, 0));
    assert_eq!(status_of(&sandbox, &id).0, "READY_FOR_PURCHASE");
    assert!(!sandbox.received().last().unwrap().committed);
    assert!(matches!(sandbox.advance(1), Err(SandboxError::StateFile { .. })));
}

#[tokio::test]
async fn a_taken_port_is_said_to_be_taken() {
    let sandbox = start(frozen_options()).await;
    let options = SandboxOptions { port: sandbox.port(), ..frozen_options() };
    let refused = Sandbox::start(options).await;
    assert!(matches!(refused, Err(SandboxError::Listen { port, .. }) if port == sandbox.port()));
}
