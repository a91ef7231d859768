//! What lives as long as the program: the desk, the settings, and where things lie.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use berth_core::desk::{Desk, Roles};
use berth_core::error::{Code, Failure};
use berth_core::ports::{Clock, Ledger};
use berth_local::ledger::{Opened, SqliteLedger};
use berth_local::paths::Paths;
use berth_local::settings::Settings;
use berth_local::vault::Vaults;
use berth_remote::{HttpCapacity, HttpPrices};
use tokio::sync::OnceCell;

use crate::clock::{FreshIds, SystemClock};
use crate::stand::Stand;

/// The program's state. Cheap to clone.
#[derive(Clone)]
pub(crate) struct App(Arc<Inner>);

struct Inner {
    paths: Paths,
    settings: Mutex<Settings>,
    open: OnceCell<Result<Open, Failure>>,
}

/// The desk and what opening it found.
pub(crate) struct Open {
    /// The desk.
    pub(crate) desk: Desk,
    /// Why the ledger cannot be written, as a sentence.
    pub(crate) read_only: Option<String>,
    /// What happened to the ledger at start, as a sentence.
    pub(crate) notice: Option<String>,
}

impl App {
    /// Reads the settings, which the window needs, and nothing else: the desk opens on first use.
    pub(crate) fn new(paths: Paths) -> Self {
        let settings = Settings::load(&paths.settings, SystemClock.now()).settings;
        Self(Arc::new(Inner { paths, settings: Mutex::new(settings), open: OnceCell::new() }))
    }

    /// The desk, opened by whoever asks first.
    pub(crate) async fn desk(&self) -> Result<&Open, Failure> {
        let opened = self.0.open.get_or_init(|| open(&self.0.paths)).await;
        opened.as_ref().map_err(Clone::clone)
    }

    /// Whether something is on its way to a vendor.
    pub(crate) fn busy(&self) -> bool {
        matches!(self.0.open.get(), Some(Ok(open)) if open.desk.busy())
    }

    /// The settings as they are.
    pub(crate) fn settings(&self) -> Settings {
        *self.kept()
    }

    /// Changes the settings and keeps them. What cannot be kept still holds until the program ends.
    pub(crate) fn change_settings(&self, change: impl FnOnce(&mut Settings)) -> Result<Settings, Failure> {
        let mut settings = self.kept();
        change(&mut settings);
        settings.save(&self.0.paths.settings).map_err(|error| {
            Failure::new(
                Code::LedgerFailed,
                "The settings could not be written; they hold until Berth quits. Nothing else was affected. Check the disk.",
            )
            .detail(error)
        })?;
        Ok(*settings)
    }

    /// Where things lie.
    pub(crate) fn paths(&self) -> &Paths {
        &self.0.paths
    }

    fn kept(&self) -> MutexGuard<'_, Settings> {
        self.0.settings.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn open(paths: &Paths) -> Result<Open, Failure> {
    let begun = std::time::Instant::now();
    let clock = Arc::new(SystemClock);
    let (ledger, opened) = SqliteLedger::open(&paths.ledger, clock.now())?;
    let ledger: Arc<dyn Ledger> = Arc::new(ledger);
    let stand = Arc::new(Stand::new(paths.sandbox.clone()));
    let roles = Roles {
        ids: Arc::new(FreshIds),
        origins: stand.clone(),
        vault: Arc::new(Vaults::new()),
        capacity: Arc::new(HttpCapacity::new(clock.clone()).map_err(Failure::internal)?),
        prices: Arc::new(HttpPrices::new(clock.clone()).map_err(Failure::internal)?),
        ledger,
        clock,
    };
    let Opened { read_only, set_aside, copied_to: _ } = opened;
    let desk = match &read_only {
        Some(_) => Desk::look_only(roles),
        None => Desk::open(roles).await?,
    };
    if let Err(failure) = stand.furnish(&desk).await {
        // The sandbox is a courtesy; a live account must not be kept out because of it.
        tracing::warn!(detail = %failure.detail, message = %failure.message, "the sandbox was not furnished");
    }
    tracing::info!(elapsed = ?begun.elapsed(), "the desk is open");
    Ok(Open {
        desk,
        read_only: read_only.map(|reason| {
            tracing::warn!(%reason, "the ledger is read-only");
            "The ledger can be read but not written, so nothing can be bought or changed. Close other windows of Berth, make room on the disk or give Berth the right to write, then restart it.".to_owned()
        }),
        notice: set_aside.map(|_| {
            "The ledger was damaged. It was set aside beside the new one, whole and untouched, and a new ledger was begun. Do not buy again what the old one may hold.".to_owned()
        }),
    })
}
