//! Asking the user where a file goes or comes from, by the system's own dialog.
//!
//! SECURITY: the page neither names nor picks a path, so that whatever ran in it could not read or write a file.

use std::path::PathBuf;

use async_trait::async_trait;
use berth_core::error::{Code, Failure};
use berth_core::said::Said;
use berth_core::say;
use tauri::{Manager as _, Runtime, WebviewWindow};
use tokio::sync::Mutex;

use crate::voice;

/// What is asked.
#[derive(Clone, Debug)]
pub(crate) enum Wish {
    /// A place for a new file, with the name that is proposed.
    Save(String),
    /// A file that is there, under a title that says what for.
    Open(Said),
}

/// Who is asked.
#[async_trait]
pub(crate) trait Chooser: Send + Sync {
    /// What they chose; nothing if they chose nothing.
    async fn ask(&self, wish: Wish) -> Option<PathBuf>;
}

/// The one way to ask: a single question at a time.
pub(crate) struct Asking {
    chooser: Box<dyn Chooser>,
    open: Mutex<()>,
}

impl Asking {
    pub(crate) fn of(chooser: impl Chooser + 'static) -> Self {
        Self { chooser: Box::new(chooser), open: Mutex::default() }
    }

    pub(crate) async fn ask(&self, wish: Wish) -> Result<Option<PathBuf>, Failure> {
        let busy = || say!("A file is being chosen already. Nothing was done. Finish that first.");
        let _open = self.open.try_lock().map_err(|_| Failure::new(Code::AlreadyRunning, busy()))?;
        Ok(self.chooser.ask(wish).await)
    }
}

/// The user, by the system's dialog over this window.
pub(crate) struct User<R: Runtime>(pub(crate) WebviewWindow<R>);

impl<R: Runtime> User<R> {
    /// Where a dialog begins.
    fn folder(&self) -> Option<PathBuf> {
        let folder = self.0.path().document_dir().or_else(|_| self.0.path().home_dir()).ok();
        folder.filter(|folder| folder.is_dir())
    }

    /// What stands over a dialog.
    async fn title(&self, wish: &Wish) -> String {
        let [title] = match wish {
            Wish::Save(_) => voice::say(self.0.app_handle(), [&say!("Save as")]).await,
            Wish::Open(title) => voice::say(self.0.app_handle(), [title]).await,
        };
        title
    }
}

#[cfg(target_os = "linux")]
#[async_trait]
impl<R: Runtime> Chooser for User<R> {
    async fn ask(&self, wish: Wish) -> Option<PathBuf> {
        use std::cell::Cell;

        use gtk::prelude::{FileChooserExt as _, NativeDialogExt as _};
        use gtk::{FileChooserAction, FileChooserNative, ResponseType};
        use tokio::sync::oneshot;

        let title = self.title(&wish).await;
        let (tell, told) = oneshot::channel();
        let (window, folder) = (self.0.clone(), self.folder());
        let show = move || {
            let action = match wish {
                Wish::Save(_) => FileChooserAction::Save,
                Wish::Open(_) => FileChooserAction::Open,
            };
            let parent = window.gtk_window().ok();
            let dialog = FileChooserNative::new(Some(&title), parent.as_ref(), action, None, None);
            dialog.set_modal(true);
            if let Some(folder) = folder {
                dialog.set_current_folder(folder);
            }
            if let Wish::Save(name) = wish {
                dialog.set_current_name(&name);
            }
            // Nothing else holds the dialog while it is open.
            let held = Cell::new(Some((tell, dialog.clone())));
            dialog.connect_response(move |_, response| {
                if let Some((tell, dialog)) = held.take() {
                    let _nobody_waits = tell.send(dialog.filename().filter(|_| response == ResponseType::Accept));
                    dialog.destroy();
                }
            });
            dialog.show();
        };
        self.0.run_on_main_thread(show).ok()?;
        told.await.ok()?
    }
}

#[cfg(not(target_os = "linux"))]
#[async_trait]
impl<R: Runtime> Chooser for User<R> {
    async fn ask(&self, wish: Wish) -> Option<PathBuf> {
        let title = self.title(&wish).await;
        let mut dialog = rfd::AsyncFileDialog::new().set_parent(&self.0).set_title(title);
        if let Some(folder) = self.folder() {
            dialog = dialog.set_directory(folder);
        }
        let chosen = match wish {
            Wish::Save(name) => dialog.set_file_name(name).save_file().await,
            Wish::Open(_) => dialog.pick_file().await,
        };
        chosen.map(|file| file.path().to_owned())
    }
}
