//! The entry in the tray: what comes next, the window, the end.

#[cfg(not(target_os = "linux"))]
pub(super) use elsewhere::Tray;
#[cfg(target_os = "linux")]
pub(super) use linux::Tray;

use berth_ipc::telling::OpenEvent;

/// What the entry's menu says, and what its first line opens.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// What comes next.
    pub(super) line: String,
    /// The way to the window.
    pub(super) open: String,
    /// The way out.
    pub(super) quit: String,
    /// The details of what the line is about; the window where there are none.
    pub(super) opens: Option<OpenEvent>,
}

/// A `StatusNotifierItem`, in Rust alone: no library is loaded into the program for it, and GTK knows nothing of it.
#[cfg(target_os = "linux")]
mod linux {
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::sync::Arc;
    use std::time::Duration;

    use ksni::menu::StandardItem;
    use ksni::{Handle, MenuItem, OfflineReason, TrayMethods as _};
    use tauri::{AppHandle, Runtime};

    use super::Entry;
    use crate::telling::Wish;

    /// A tray that does not answer by then is none.
    const PATIENCE: Duration = Duration::from_secs(5);

    /// The entry, whether or not something shows it at the moment: a desktop's panel may come later, or start again.
    pub(crate) struct Tray {
        item: Handle<Item>,
        shown: Arc<AtomicBool>,
    }

    struct Item {
        entry: Entry,
        icon: Vec<ksni::Icon>,
        shown: Arc<AtomicBool>,
        fulfil: Box<dyn Fn(Wish) + Send + Sync>,
        uncover: Box<dyn Fn() + Send + Sync>,
    }

    impl Tray {
        /// Puts it up. `uncover` is called when nothing shows it any more.
        pub(crate) async fn put_up<R: Runtime>(
            handle: &AppHandle<R>,
            entry: Entry,
            shown: Arc<AtomicBool>,
            fulfil: impl Fn(Wish) + Send + Sync + 'static,
            uncover: impl Fn() + Send + Sync + 'static,
        ) -> Option<Self> {
            // Until it is found that nothing does.
            shown.store(true, Ordering::Relaxed);
            let item = Item {
                entry,
                icon: handle.default_window_icon().and_then(icon).into_iter().collect(),
                shown: Arc::clone(&shown),
                fulfil: Box::new(fulfil),
                uncover: Box::new(uncover),
            };
            match tokio::time::timeout(PATIENCE, item.assume_sni_available(true).spawn()).await {
                Ok(Ok(item)) => Some(Self { item, shown }),
                ended => {
                    tracing::info!(error = ?ended.err(), "there is no tray");
                    shown.store(false, Ordering::Relaxed);
                    None
                }
            }
        }

        /// Says what comes next.
        pub(crate) async fn show(&self, entry: Entry) {
            let update = self.item.update(move |item| item.entry = entry);
            if tokio::time::timeout(PATIENCE, update).await.is_err() {
                tracing::warn!("the tray does not answer");
            }
        }

        /// Takes it away.
        pub(crate) async fn take_down(self) {
            self.shown.store(false, Ordering::Relaxed);
            let _late = tokio::time::timeout(PATIENCE, self.item.shutdown()).await;
        }
    }

    impl ksni::Tray for Item {
        fn id(&self) -> String {
            "app.berth.desktop".to_owned()
        }

        fn title(&self) -> String {
            "Berth".to_owned()
        }

        fn icon_pixmap(&self) -> Vec<ksni::Icon> {
            self.icon.clone()
        }

        fn tool_tip(&self) -> ksni::ToolTip {
            ksni::ToolTip {
                title: "Berth".to_owned(),
                description: self.entry.line.clone(),
                ..ksni::ToolTip::default()
            }
        }

        fn activate(&mut self, _x: i32, _y: i32) {
            (self.fulfil)(Wish::Open);
        }

        fn menu(&self) -> Vec<MenuItem<Self>> {
            let item = |label: &str, activate: fn(&mut Self)| {
                // A menu takes an underscore for the mark of a key.
                StandardItem {
                    label: label.replace('_', "__"),
                    activate: Box::new(activate),
                    ..StandardItem::default()
                }
            };
            let next = item(&self.entry.line, |item| {
                (item.fulfil)(item.entry.opens.clone().map_or(Wish::Open, Wish::Show));
            });
            vec![
                next.into(),
                MenuItem::Separator,
                item(&self.entry.open, |item| (item.fulfil)(Wish::Open)).into(),
                item(&self.entry.quit, |item| (item.fulfil)(Wish::Quit)).into(),
            ]
        }

        fn watcher_online(&self) {
            self.shown.store(true, Ordering::Relaxed);
        }

        fn watcher_offline(&self, reason: OfflineReason) -> bool {
            tracing::info!(?reason, "nothing shows the tray");
            if self.shown.swap(false, Ordering::Relaxed) {
                (self.uncover)();
            }
            // It may come back.
            true
        }
    }

    /// The picture as the tray wants it: alpha first.
    fn icon(image: &tauri::image::Image<'_>) -> Option<ksni::Icon> {
        let (width, height) = (i32::try_from(image.width()).ok()?, i32::try_from(image.height()).ok()?);
        let mut data = image.rgba().to_vec();
        for pixel in data.chunks_exact_mut(4) {
            pixel.rotate_right(1);
        }
        Some(ksni::Icon { width, height, data })
    }
}

/// The tray of macOS and Windows, as Tauri has it.
#[cfg(not(target_os = "linux"))]
#[expect(clippy::unused_async, reason = "on Linux all of it waits for the bus")]
mod elsewhere {
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::sync::{Arc, Mutex, PoisonError};

    use berth_ipc::telling::OpenEvent;
    use tauri::menu::{Menu, MenuItem, PredefinedMenuItem};
    use tauri::tray::TrayIconBuilder;
    use tauri::{AppHandle, Runtime};

    use super::Entry;
    use crate::telling::Wish;

    const ID: &str = "berth";
    const NEXT: &str = "next";
    const OPEN: &str = "open";
    const QUIT: &str = "quit";

    /// The entry.
    pub(crate) struct Tray {
        opens: Arc<Mutex<Option<OpenEvent>>>,
        shown: Arc<AtomicBool>,
        relabel: Box<dyn Fn(&Entry) + Send + Sync>,
        remove: Box<dyn Fn() + Send + Sync>,
    }

    impl Tray {
        /// Puts it up. There it is always shown.
        pub(crate) async fn put_up<R: Runtime>(
            handle: &AppHandle<R>,
            entry: Entry,
            shown: Arc<AtomicBool>,
            fulfil: impl Fn(Wish) + Send + Sync + 'static,
            _uncover: impl Fn() + Send + Sync + 'static,
        ) -> Option<Self> {
            match build(handle, entry, fulfil) {
                Ok(tray) => {
                    shown.store(true, Ordering::Relaxed);
                    Some(Self { shown, ..tray })
                }
                Err(error) => {
                    tracing::info!(%error, "there is no tray");
                    None
                }
            }
        }

        /// Says what comes next.
        pub(crate) async fn show(&self, entry: Entry) {
            (self.relabel)(&entry);
            *self.opens.lock().unwrap_or_else(PoisonError::into_inner) = entry.opens;
        }

        /// Takes it away.
        pub(crate) async fn take_down(self) {
            self.shown.store(false, Ordering::Relaxed);
            (self.remove)();
        }
    }

    fn build<R: Runtime>(
        handle: &AppHandle<R>,
        entry: Entry,
        fulfil: impl Fn(Wish) + Send + Sync + 'static,
    ) -> tauri::Result<Tray> {
        let next = MenuItem::with_id(handle, NEXT, entry.line, true, None::<&str>)?;
        let open = MenuItem::with_id(handle, OPEN, entry.open, true, None::<&str>)?;
        let quit = MenuItem::with_id(handle, QUIT, entry.quit, true, None::<&str>)?;
        let opens = Arc::new(Mutex::new(entry.opens));
        let menu = Menu::with_items(handle, &[&next, &PredefinedMenuItem::separator(handle)?, &open, &quit])?;
        let mut builder = TrayIconBuilder::with_id(ID).tooltip("Berth").menu(&menu);
        if let Some(icon) = handle.default_window_icon() {
            builder = builder.icon(icon.clone());
        }
        let clicked = Arc::clone(&opens);
        builder
            .on_menu_event(move |_, event| match event.id().as_ref() {
                NEXT => {
                    let opens = clicked.lock().unwrap_or_else(PoisonError::into_inner).clone();
                    fulfil(opens.map_or(Wish::Open, Wish::Show));
                }
                OPEN => fulfil(Wish::Open),
                QUIT => fulfil(Wish::Quit),
                _ => {}
            })
            .build(handle)?;
        let handle = handle.clone();
        let relabel = move |entry: &Entry| {
            for (item, text) in [(&next, &entry.line), (&open, &entry.open), (&quit, &entry.quit)] {
                if let Err(error) = item.set_text(text) {
                    tracing::warn!(%error, "the tray cannot be changed");
                }
            }
        };
        let remove = move || drop(handle.remove_tray_by_id(ID));
        Ok(Tray { opens, shown: Arc::default(), relabel: Box::new(relabel), remove: Box::new(remove) })
    }
}
