//! What lives as long as the program: the desk, the settings, and where things lie.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use berth_core::desk::{Desk, Roles};
use berth_core::error::{Code, Failure};
use berth_core::ports::Clock;
use berth_core::said::Said;
use berth_core::say;
use berth_local::answers::Answers;
use berth_local::ledger::{Opened, SetAside, Share, SqliteLedger};
use berth_local::paths::Paths;
use berth_local::settings::{Loaded, Settings};
use berth_local::vault::Vaults;
use berth_remote::{HttpCapacity, HttpCommitments, HttpPrices};
use tokio::sync::OnceCell;
use uuid::Uuid;

use crate::clock::{FreshIds, SystemClock};
use crate::reads::Reads;
use crate::stand::Stand;
use crate::telling::Telling;
use crate::voice::Voice;

/// How long the end of the program waits for the disk. What is not folded in lies in the log, where it is as safe.
const REST: Duration = Duration::from_secs(2);

/// The program's state. Cheap to clone.
#[derive(Clone)]
pub(crate) struct App(Arc<Inner>);

struct Inner {
    paths: Paths,
    settings: Mutex<Settings>,
    /// Whether the settings hold only until the program ends.
    settings_unsaved: AtomicBool,
    /// Where a file of settings that could not be read was put at this start.
    settings_set_aside: Option<PathBuf>,
    open: OnceCell<Open>,
    /// Why the desk did not open when that was last tried.
    failed: Mutex<Option<Failure>>,
    /// The backup that is under review, and by which word it is restored.
    backup: Mutex<Option<(String, PathBuf)>>,
    reads: Reads,
    telling: Telling,
    voice: Voice,
}

/// The desk and what opening it found.
pub(crate) struct Open {
    /// The desk.
    pub(crate) desk: Desk,
    /// What happened to the ledger at start, as a sentence.
    pub(crate) notice: Option<Said>,
    ledger: Arc<SqliteLedger>,
}

impl App {
    /// Reads the settings, which the window needs, and nothing else: the desk opens on first use.
    pub(crate) fn new(paths: Paths) -> Self {
        let Loaded { settings, set_aside } = Settings::load(&paths.settings, SystemClock.now());
        Self(Arc::new(Inner {
            paths,
            settings: Mutex::new(settings),
            settings_unsaved: AtomicBool::new(false),
            settings_set_aside: set_aside,
            open: OnceCell::new(),
            failed: Mutex::default(),
            backup: Mutex::default(),
            reads: Reads::default(),
            telling: Telling::default(),
            voice: Voice::default(),
        }))
    }

    /// The desk, opened by whoever asks first. Where that failed it is not tried again, for whoever asks would wait as long
    /// as the first did: that is for the user to want.
    pub(crate) async fn desk(&self) -> Result<&Open, Failure> {
        let opening = || async {
            if let Some(failure) = self.failed().clone() {
                return Err(failure);
            }
            let opened = open(&self.0.paths).await;
            *self.failed() = opened.as_ref().err().cloned();
            opened
        };
        self.0.open.get_or_try_init(opening).await
    }

    /// The desk, opened once more where it did not open.
    pub(crate) async fn desk_again(&self) -> Result<&Open, Failure> {
        self.failed().take();
        self.desk().await
    }

    fn failed(&self) -> MutexGuard<'_, Option<Failure>> {
        self.0.failed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether something is on its way to a vendor.
    pub(crate) fn busy(&self) -> bool {
        self.0.open.get().is_some_and(|open| open.desk.busy())
    }

    /// Leaves the ledger in one file, if the disk does not take too long over it. Blocks; to be called when the program ends.
    pub(crate) fn rest(&self) {
        let Some(open) = self.0.open.get() else { return };
        let rest = async { tokio::time::timeout(REST, open.ledger.rest()).await };
        if !matches!(tauri::async_runtime::block_on(rest), Ok(Ok(()))) {
            tracing::warn!("the ledger's log was left beside it");
        }
    }

    /// The settings as they are.
    pub(crate) fn settings(&self) -> Settings {
        *self.kept()
    }

    /// Changes the settings and keeps them. What cannot be kept still holds until the program ends.
    pub(crate) fn change_settings(&self, change: impl FnOnce(&mut Settings)) -> Result<Settings, Failure> {
        let mut settings = self.kept();
        change(&mut settings);
        let saved = settings.save(&self.0.paths.settings);
        self.0.settings_unsaved.store(saved.is_err(), Ordering::Relaxed);
        saved.map_err(|error| {
            Failure::new(
                Code::LedgerFailed,
                say!("The settings could not be written; they hold until Berth quits. Nothing else was affected. Check the disk."),
            )
            .detail(error)
        })?;
        Ok(*settings)
    }

    /// Whether the settings hold only until the program ends, because they could not be kept.
    pub(crate) fn settings_unsaved(&self) -> bool {
        self.0.settings_unsaved.load(Ordering::Relaxed)
    }

    /// Where a file of settings that could not be read was put at this start.
    pub(crate) fn settings_set_aside(&self) -> Option<&Path> {
        self.0.settings_set_aside.as_deref()
    }

    /// The reads under way that the page may stop.
    pub(crate) fn reads(&self) -> &Reads {
        &self.0.reads
    }

    /// What is told outside the page.
    pub(crate) fn telling(&self) -> &Telling {
        &self.0.telling
    }

    /// What is said outside the page.
    pub(crate) fn voice(&self) -> &Voice {
        &self.0.voice
    }

    /// What vendors answered last.
    pub(crate) fn answers(&self) -> Answers<'_> {
        Answers::within(&self.0.paths.listings)
    }

    /// Where things lie.
    pub(crate) fn paths(&self) -> &Paths {
        &self.0.paths
    }

    /// Puts a backup under review, in place of any other; returns by which word it is restored.
    pub(crate) fn keep_backup(&self, file: PathBuf) -> String {
        let review = Uuid::new_v4().to_string();
        *self.backup() = Some((review.clone(), file));
        review
    }

    /// The backup under review, once, and only by its word.
    pub(crate) fn take_backup(&self, review: &str) -> Option<PathBuf> {
        self.backup().take_if(|(kept, _)| kept == review).map(|(_, file)| file)
    }

    fn backup(&self) -> MutexGuard<'_, Option<(String, PathBuf)>> {
        self.0.backup.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn kept(&self) -> MutexGuard<'_, Settings> {
        self.0.settings.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn open(paths: &Paths) -> Result<Open, Failure> {
    let begun = Instant::now();
    let clock = Arc::new(SystemClock);
    // Where another program has the file to itself, it is waited for.
    let opening = tauri::async_runtime::spawn_blocking({
        let (file, now) = (paths.ledger.clone(), clock.now());
        move || SqliteLedger::open(&file, now)
    });
    let (ledger, opened) = opening.await.map_err(Failure::internal)??;
    let ledger = Arc::new(ledger);
    let stand = Arc::new(Stand::new(paths.sandbox.clone()));
    let roles = Roles {
        ids: Arc::new(FreshIds),
        origins: stand.clone(),
        vault: Arc::new(Vaults::new()),
        capacity: Arc::new(HttpCapacity::new(clock.clone()).map_err(Failure::internal)?),
        prices: Arc::new(HttpPrices::new(clock.clone()).map_err(Failure::internal)?),
        commitments: Arc::new(HttpCommitments::new(clock.clone()).map_err(Failure::internal)?),
        archive: ledger.clone(),
        ledger: ledger.clone(),
        clock,
    };
    let Opened { read_only, set_aside, copied_to: _ } = opened;
    let desk = match &read_only {
        Some(_) => Desk::look_only(roles),
        None => match Desk::open(roles.clone()).await {
            // What was on its way could not be written down as in doubt. It is shown as that all the same, and the ledger
            // refuses whatever would change something.
            Err(failure) if failure.code == Code::LedgerFailed => {
                tracing::error!(detail = %failure.detail, "the ledger failed while it was opened");
                Desk::look_only(roles)
            }
            opened => opened?,
        },
    };
    if let Err(failure) = stand.furnish(&desk).await {
        // The sandbox is a courtesy; a live account must not be kept out because of it.
        tracing::warn!(detail = %failure.detail, message = %failure.message, "the sandbox was not furnished");
    }
    tracing::info!(elapsed = ?begun.elapsed(), "the desk is open");
    Ok(Open { desk, notice: set_aside.as_ref().map(told), ledger })
}

/// Why nothing can be bought or changed, as a sentence to show.
pub(crate) fn read_only(reason: &str) -> Said {
    say!("The ledger can be read but not written ({reason}), so nothing can be bought or changed. Close other windows of Berth, make room on the disk, give Berth the right to write or install the newest Berth, then restart it.", reason = reason)
}

/// What became of a damaged ledger, as a sentence to show.
fn told(SetAside { file, recovery }: &SetAside) -> Said {
    let name = file.file_name().unwrap_or_default().display().to_string();
    let kept = say!(
        "The ledger was damaged. It was set aside beside the new one as {name}, whole and untouched.",
        name = name
    );
    let Some(recovery) = recovery else {
        return say!(
            "{kept} Nothing of it could be read, so the new one is empty. Do not buy again what the old one may hold.",
            kept = kept,
        );
    };
    let of = |share: &Share| {
        let all = share.recovered + share.lost;
        say!("{recovered} of {all}", recovered = share.recovered.to_string(), all = all.to_string())
    };
    let bare: Vec<_> = recovery.bare_policies.iter().map(|(_, id)| id.as_str()).collect();
    let to_track = match bare.as_slice() {
        [] => say!(""),
        ids => say!(" Of these policies only the id is left, to be tracked by it: {ids}.", ids = ids.join(", ")),
    };
    say!(
        "{kept} Read back from it: {policies} policies and {requests} requests.{to_track} Do not buy again what may be missing.",
        kept = kept,
        policies = of(&recovery.policies),
        requests = of(&recovery.attempts),
        to_track = to_track,
    )
}
