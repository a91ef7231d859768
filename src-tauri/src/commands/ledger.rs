//! Commands that take the ledger out to a file, or bring one in. Each but the last asks the user for the file, and answers
//! nothing when none was chosen.

use berth_core::error::{Code, Failure};
use berth_core::say;
use berth_ipc::view::{BackupView, ContentsView, ExaminedView, ExportView, ImportView, RestoredView};
use berth_local::chosen;
use tauri::State;

use super::{account_id, Shared};
use crate::chooser::{Asking, Wish};
use crate::reply::{explain, Reply};

/// Bytes of a list of ids at most: twenty thousand of the longest, with something beside them.
const LONGEST_LIST: u64 = 4 << 20;

#[tauri::command]
pub(crate) async fn export_activity(app: Shared<'_>, user: State<'_, Asking>) -> Reply<Option<ExportView>> {
    let desk = &app.desk().await.map_err(explain)?.desk;
    let Some(file) = user.ask(Wish::Save(desk.export_name())).await.map_err(explain)? else { return Ok(None) };
    let lines = desk.export_activity(&file).await.map_err(explain)?;
    Ok(Some(ExportView { file: file.display().to_string(), lines: lines.to_string() }))
}

#[tauri::command]
pub(crate) async fn back_up_ledger(app: Shared<'_>, user: State<'_, Asking>) -> Reply<Option<BackupView>> {
    let desk = &app.desk().await.map_err(explain)?.desk;
    let Some(file) = user.ask(Wish::Save(desk.backup_name())).await.map_err(explain)? else { return Ok(None) };
    let contents = desk.back_up(&file).await.map_err(explain)?;
    Ok(Some(BackupView { file: file.display().to_string(), contents: ContentsView::from(&contents) }))
}

#[tauri::command]
pub(crate) async fn examine_backup(app: Shared<'_>, user: State<'_, Asking>) -> Reply<Option<ExaminedView>> {
    let desk = &app.desk().await.map_err(explain)?.desk;
    let Some(file) = user.ask(Wish::Open(say!("Choose a backup"))).await.map_err(explain)? else { return Ok(None) };
    let found = desk.examine_backup(&file).await.map_err(explain)?;
    let review = app.keep_backup(file.clone());
    Ok(Some(ExaminedView::new(&review, &file, &found)))
}

#[tauri::command]
pub(crate) async fn import_policies(
    app: Shared<'_>,
    user: State<'_, Asking>,
    account: &str,
) -> Reply<Option<ImportView>> {
    let account = account_id(account)?;
    let desk = &app.desk().await.map_err(explain)?.desk;
    let Some(file) = user.ask(Wish::Open(say!("Choose a list of ids"))).await.map_err(explain)? else {
        return Ok(None);
    };
    let list = chosen::read_text(&file, LONGEST_LIST).map_err(|error| explain(not_a_list().detail(error)))?;
    let rows = desk.import(account, &list).await.map_err(explain)?;
    Ok(Some(ImportView::new(&file, &rows)))
}

fn not_a_list() -> Failure {
    Failure::new(
        Code::InvalidInput,
        say!("This file cannot be read as a text of at most 4 MB. Nothing was tracked. Save the list as CSV in UTF-8."),
    )
}

#[tauri::command]
pub(crate) async fn restore_backup(app: Shared<'_>, review: &str) -> Reply<RestoredView> {
    let desk = &app.desk().await.map_err(explain)?.desk;
    let stale = || say!("This backup is no longer under review. The ledger is as it was. Choose the backup again.");
    let file = app.take_backup(review).ok_or_else(|| explain(Failure::new(Code::NotFound, stale())))?;
    let restored = desk.restore_backup(&file).await.map_err(explain)?;
    Ok(RestoredView::from(&restored))
}
