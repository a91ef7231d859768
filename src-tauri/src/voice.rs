//! What is said outside the page, in the page's language: by notifications, in the tray, over the system's dialogs.
//!
//! The words of every language but English are the page's (docs/languages.md), so it is asked for them. English is made
//! here and asks nobody, and stands in where the page does not answer: a sentence in the wrong language is better than none.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use berth_core::plain;
use berth_core::said::Said;
use berth_ipc::said::SaidView;
use berth_ipc::telling::SayEvent;
use tauri::{AppHandle, Manager as _, Runtime};
use tokio::sync::oneshot;

use crate::app::App;
use crate::window;

/// A page that has not answered by then is busy, or not there.
const PATIENCE: Duration = Duration::from_secs(1);

/// Characters of a text at most.
const LONGEST: usize = 1000;

/// Asks the page.
#[derive(Default)]
pub(crate) struct Voice {
    /// Whether the page speaks another language than English.
    foreign: AtomicBool,
    last: AtomicU32,
    asked: Mutex<HashMap<u32, oneshot::Sender<Vec<String>>>>,
}

impl Voice {
    /// From here on the page speaks another language than English, or English again.
    pub(crate) fn is_foreign(&self, foreign: bool) {
        self.foreign.store(foreign, Ordering::Relaxed);
    }

    /// The page's words for what it was asked under this number.
    pub(crate) fn answer(&self, number: u32, texts: Vec<String>) {
        if let Some(asker) = self.asked().remove(&number) {
            let _late = asker.send(texts);
        }
    }

    fn asked(&self) -> MutexGuard<'_, HashMap<u32, oneshot::Sender<Vec<String>>>> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Sentences in the page's language.
pub(crate) async fn say<R: Runtime, const N: usize>(handle: &AppHandle<R>, said: [&Said; N]) -> [String; N] {
    let english = || said.map(ToString::to_string);
    let app = handle.state::<App>().inner().clone();
    let voice = app.voice();
    if !voice.foreign.load(Ordering::Relaxed) {
        return english();
    }
    let number = voice.last.fetch_add(1, Ordering::Relaxed);
    let (tell, told) = oneshot::channel();
    voice.asked().insert(number, tell);
    window::dispatch(handle, "berth:say", &SayEvent { number, said: said.map(SaidView::from).to_vec() });
    let texts = tokio::time::timeout(PATIENCE, told).await;
    voice.asked().remove(&number);
    let texts: Option<[String; N]> = texts.ok().and_then(Result::ok).and_then(|texts| texts.try_into().ok());
    // SECURITY: what the page sends is a line of text and no more, as are the sentences it was made from.
    texts.map_or_else(english, |texts| texts.map(|text| plain::line(&text, LONGEST)))
}
