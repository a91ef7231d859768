//! Commands that take the ledger out to a file, or bring one in. Each but the last asks the user for the file, and answers
//! nothing when none was chosen.

use berth_core::error::{Code, Failure};
use berth_ipc::view::{BackupView, ContentsView, ExaminedView, ExportView, RestoredView};
use tauri::State;

use super::Shared;
use crate::chooser::{Asking, Wish};
use crate::reply::{explain, Reply};

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
    let Some(file) = user.ask(Wish::Open).await.map_err(explain)? else { return Ok(None) };
    let found = desk.examine_backup(&file).await.map_err(explain)?;
    let review = app.keep_backup(file.clone());
    Ok(Some(ExaminedView::new(&review, &file, &found)))
}

#[tauri::command]
pub(crate) async fn restore_backup(app: Shared<'_>, review: &str) -> Reply<RestoredView> {
    let desk = &app.desk().await.map_err(explain)?.desk;
    let stale = "This backup is no longer under review. The ledger is as it was. Choose the backup again.";
    let file = app.take_backup(review).ok_or_else(|| explain(Failure::new(Code::NotFound, stale)))?;
    let restored = desk.restore_backup(&file).await.map_err(explain)?;
    Ok(RestoredView::from(&restored))
}
