//! Tells what comes: by the desktop's notifications while the window is not in front, by the page's own notices while it
//! is, and by an entry in the tray. What is to be told is core's to say; this keeps time and speaks to the desktop.
//!
//! Nothing of it happens before the page has shown its cards, and nothing of it touches a vendor or money.

mod notifier;
mod tray;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;
use std::time::Duration;

use berth_core::account::Realm;
use berth_core::agenda::{self, Clocks, Kind, Notice, Told};
use berth_core::error::Failure;
use berth_core::ports::Clock as _;
use berth_core::said::Said;
use berth_core::say;
use berth_ipc::telling::{NotificationsView, OpenEvent, TellEvent, TrayState};
use berth_local::settings::{HourClock, Notifications};
use berth_local::told;
use jiff::tz::TimeZone;
use jiff::Timestamp;
use tauri::{AppHandle, Manager as _, Runtime};
use tokio::sync::{watch, Mutex, Notify};

use crate::app::App;
use crate::clock::SystemClock;
use crate::{voice, window};
use notifier::Notifier;
use tray::{Entry, Tray};

/// The longest sleep between two looks. The timer does not count while the machine sleeps, so that this is also how late
/// Berth may notice that it woke up.
const LONGEST_SLEEP: Duration = Duration::from_secs(30);

/// How long a change of the settings waits for what it does to the desktop.
const PATIENCE: Duration = Duration::from_secs(1);

/// What lives as long as the program.
#[derive(Default)]
pub(crate) struct Telling {
    begun: AtomicBool,
    changed: Notify,
    /// Whether the system's own language counts the hours of a day to twelve, as the page's engine knows it.
    to_twelve: AtomicBool,
    /// How often was looked.
    looks: watch::Sender<u64>,
    /// Whether something shows the tray's entry.
    in_tray: Arc<AtomicBool>,
    desktop: Mutex<Desktop>,
}

/// What was reached of the desktop.
#[derive(Default)]
struct Desktop {
    notifier: Option<Notifier>,
    tray: Option<Tray>,
}

/// What a click on the tray or on a notification asks for.
#[derive(Clone, Debug)]
enum Wish {
    /// The window.
    Open,
    /// The window, with the details of a policy.
    Show(OpenEvent),
    /// The end of the program.
    Quit,
}

impl Telling {
    /// Something changed that may be told or stands in the tray.
    pub(crate) fn look_again(&self) {
        self.changed.notify_one();
    }

    /// Whether closing the window may leave the program running: only where a tray shows the way back.
    pub(crate) fn can_hide(&self, settings: Notifications) -> bool {
        settings.tray && settings.keep_running && self.in_tray.load(Ordering::Relaxed)
    }
}

/// Begins to tell, once; a page that is loaded again, or speaks another language, asks again.
pub(crate) fn begin<R: Runtime>(handle: &AppHandle<R>, to_twelve: bool, foreign: bool) {
    let app = handle.state::<App>();
    app.voice().is_foreign(foreign);
    app.telling().to_twelve.store(to_twelve, Ordering::Relaxed);
    if app.telling().begun.swap(true, Ordering::Relaxed) {
        app.telling().look_again();
    } else {
        tauri::async_runtime::spawn(follow(handle.clone()));
    }
}

async fn follow<R: Runtime>(handle: AppHandle<R>) {
    let app = handle.state::<App>().inner().clone();
    let mut told = told::load(&app.paths().told);
    loop {
        let now = SystemClock.now();
        let next = match look(&handle, &app, &mut told, now).await {
            Ok(next) => next,
            Err(failure) => {
                tracing::warn!(detail = %failure.detail, message = %failure.message, "nothing can be told now");
                None
            }
        };
        app.telling().looks.send_modify(|looks| *looks += 1);
        let until = next.and_then(|next| next.duration_since(now).try_into().ok()).unwrap_or(LONGEST_SLEEP);
        tokio::select! {
            () = tokio::time::sleep(until.min(LONGEST_SLEEP)) => {}
            () = app.telling().changed.notified() => {}
        }
    }
}

/// Looks at every realm, tells what is due, and says when the next event comes.
async fn look<R: Runtime>(
    handle: &AppHandle<R>,
    app: &App,
    told: &mut Told,
    now: Timestamp,
) -> Result<Option<Timestamp>, Failure> {
    let desk = &app.desk().await?.desk;
    let settings = app.settings();
    let twelve = match settings.clock {
        HourClock::Twelve => true,
        HourClock::TwentyFour => false,
        HourClock::System => app.telling().to_twelve.load(Ordering::Relaxed),
    };
    let clocks = Clocks { zone: TimeZone::system(), twelve };
    let mut next: Option<Timestamp> = None;
    for realm in [Realm::Live, Realm::Test, Realm::Sandbox] {
        let portfolio = desk.portfolio(realm).await?;
        if realm == settings.realm {
            let upcoming = agenda::upcoming(&portfolio, now);
            let line = agenda::upcoming_line(upcoming.as_ref(), realm, now, &clocks);
            let opens = upcoming.and_then(|upcoming| OpenEvent::of(realm, &upcoming.card));
            show_in_tray(handle, app, settings.notifications.tray, &line, opens).await;
        }
        let look = told.look(&portfolio, now, |kind| wants(settings.notifications, kind));
        next = [next, look.next].into_iter().flatten().min();
        let before = told.clone();
        told.note(&look);
        if *told == before {
            continue;
        }
        // Kept before it is told: a crash between the two leaves one thing untold, and none told twice.
        keep(app, told);
        let mut done = Vec::new();
        let notices = agenda::notices(&look, realm, now, &clocks);
        for notice in &notices {
            if !tell(handle, app, notice).await {
                // Nobody takes it. It waits for a service to come, and is told then as what it is by then.
                *told = before;
                told.note_keys(done);
                keep(app, told);
                break;
            }
            done.extend(notice.keys.iter().cloned());
        }
    }
    Ok(next)
}

fn wants(settings: Notifications, kind: Kind) -> bool {
    match kind {
        Kind::FreeFive => settings.free_five,
        Kind::FreeTwo => settings.free_two,
        Kind::Start => settings.start,
        Kind::End => settings.end,
        Kind::Renewal => settings.renewal,
        Kind::Doubt => settings.doubt,
    }
}

fn keep(app: &App, told: &Told) {
    if let Err(error) = told::save(told, &app.paths().told) {
        tracing::warn!(%error, "what was told is forgotten at the end");
    }
}

/// Tells it where the user looks; whether it was taken.
async fn tell<R: Runtime>(handle: &AppHandle<R>, app: &App, notice: &Notice) -> bool {
    if window::is_in_front(handle) {
        // Of a doubt the page tells by itself, and goes on telling.
        if notice.kind != Some(Kind::Doubt) {
            window::dispatch(handle, "berth:told", &TellEvent::of(notice));
        }
        return true;
    }
    notify(handle, app, notice).await
}

async fn notify<R: Runtime>(handle: &AppHandle<R>, app: &App, notice: &Notice) -> bool {
    let texts = voice::say(handle, [&notice.title, &notice.body, &say!("Open")]).await;
    let mut desktop = app.telling().desktop.lock().await;
    if desktop.notifier.is_none() {
        desktop.notifier = Notifier::reach(fulfil(handle)).await;
    }
    let Some(notifier) = &desktop.notifier else { return false };
    let taken = notifier.notify(texts, OpenEvent::of_notice(notice)).await;
    if !taken {
        desktop.notifier = None;
    }
    taken
}

/// Tries whether the desktop takes a notification, wherever the window is.
pub(crate) async fn test<R: Runtime>(handle: &AppHandle<R>, app: &App) -> bool {
    notify(handle, app, &agenda::sample()).await
}

async fn show_in_tray<R: Runtime>(
    handle: &AppHandle<R>,
    app: &App,
    wanted: bool,
    line: &Said,
    opens: Option<OpenEvent>,
) {
    let [line, open, quit] = voice::say(handle, [line, &say!("Open Berth"), &say!("Quit Berth")]).await;
    let entry = Entry { line, open, quit, opens };
    let mut desktop = app.telling().desktop.lock().await;
    match (&desktop.tray, wanted) {
        (Some(tray), true) => tray.show(entry).await,
        (None, true) => {
            let uncover = {
                let handle = handle.clone();
                move || window::uncover(&handle)
            };
            let shown = Arc::clone(&app.telling().in_tray);
            desktop.tray = Tray::put_up(handle, entry, shown, fulfil(handle), uncover).await;
        }
        (Some(_), false) => {
            if let Some(tray) = desktop.tray.take() {
                tray.take_down().await;
            }
        }
        (None, false) => {}
    }
}

/// The same, once what was just changed has been seen to, if that does not take long.
pub(crate) async fn view_after_change(app: &App) -> NotificationsView {
    let telling = app.telling();
    let mut looks = telling.looks.subscribe();
    telling.look_again();
    if telling.begun.load(Ordering::Relaxed) {
        let _late = tokio::time::timeout(PATIENCE, looks.changed()).await;
    }
    view(app).await
}

/// What the settings say of it all, and what the desktop offers.
pub(crate) async fn view(app: &App) -> NotificationsView {
    let service = notifier::who_answers().await;
    let settings = app.settings().notifications;
    let tray = match app.telling().in_tray.load(Ordering::Relaxed) {
        _ if !settings.tray => TrayState::Off,
        true => TrayState::Shown,
        false => TrayState::Absent,
    };
    let Notifications { free_five, free_two, start, end, renewal, doubt, tray: in_tray, keep_running } = settings;
    NotificationsView {
        free_five,
        free_two,
        start,
        end,
        renewal,
        doubt,
        tray: in_tray,
        keep_running,
        service,
        tray_state: tray,
    }
}

/// Does what a click asks for.
fn fulfil<R: Runtime>(handle: &AppHandle<R>) -> impl Fn(Wish) + Clone + Send + Sync + 'static {
    let handle = handle.clone();
    move |wish| match wish {
        Wish::Open => window::bring_forward(&handle),
        Wish::Show(of) => {
            window::bring_forward(&handle);
            window::dispatch(&handle, "berth:open", &of);
        }
        Wish::Quit => window::quit(&handle),
    }
}
