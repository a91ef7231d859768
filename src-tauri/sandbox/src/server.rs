//! Starting, steering and stopping a sandbox.

use std::{
    collections::BTreeMap,
    io,
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};
use tokio::{net::TcpListener, sync::watch, task::JoinHandle, time::timeout};

use crate::{
    connection::{Line, Listener, Phase},
    control,
    fault::{Faults, Injection},
    first_state::{self, SeedPolicy},
    options::{SandboxOptions, Strictness},
    received::{Received, ReceivedLog},
    stand::{Stand, router},
    store::Store,
};

/// How long [`Sandbox::stop`] lets answers under way finish.
const PATIENCE: Duration = Duration::from_millis(500);

/// Why a sandbox could not be started or changed.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// No socket on 127.0.0.1, most likely because the port is taken.
    #[error("cannot listen on 127.0.0.1:{port}")]
    Listen {
        /// The port that was asked for.
        port: u16,
        /// The system's reason.
        source: io::Error,
    },
    /// The state file cannot be read or written.
    #[error("cannot use the state file {path}")]
    StateFile {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
}

/// A running sandbox. It ends with [`Sandbox::stop`], or at once when it is dropped.
#[derive(Debug)]
pub struct Sandbox {
    stand: Arc<Stand>,
    address: SocketAddr,
    state_file: PathBuf,
    server: JoinHandle<()>,
}

impl Sandbox {
    /// Starts serving on 127.0.0.1, on the runtime this is called from.
    pub async fn start(options: SandboxOptions) -> Result<Self, SandboxError> {
        let port = options.port;
        let state_file = options.state_file.clone().unwrap_or_default();
        let store =
            Store::open(options).map_err(|source| SandboxError::StateFile { path: state_file.clone(), source })?;
        let listening = |source| SandboxError::Listen { port, source };
        let socket = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(listening)?;
        let address = socket.local_addr().map_err(listening)?;

        let (phase, watched) = watch::channel(Phase::Open);
        let stand = Arc::new(Stand {
            store,
            faults: Arc::new(Faults::default()),
            received: ReceivedLog::default(),
            accepted: Arc::new(AtomicU64::new(0)),
            phase,
        });
        let listener = Listener {
            socket,
            faults: Arc::clone(&stand.faults),
            accepted: Arc::clone(&stand.accepted),
            phase: watched.clone(),
        };
        let service = router(Arc::clone(&stand)).into_make_service_with_connect_info::<Line>();
        let mut draining = watched;
        let server = tokio::spawn(async move {
            let until = async move {
                // A sandbox that was dropped has closed the channel, which means the same.
                let _gone = draining.wait_for(|phase| *phase != Phase::Open).await;
            };
            if let Err(fault) = axum::serve(listener, service).with_graceful_shutdown(until).await {
                tracing::error!(%fault, "the sandbox stopped serving");
            }
        });
        Ok(Self { stand, address, state_file, server })
    }

    /// `http://127.0.0.1:PORT`, the base address of both vendors.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The port it listens on.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Stops accepting, lets answers under way finish for half a second, then closes every connection.
    pub async fn stop(mut self) {
        self.stand.phase.send_replace(Phase::Draining);
        if timeout(PATIENCE, &mut self.server).await.is_err() {
            self.stand.phase.send_replace(Phase::Shut);
            if let Err(fault) = (&mut self.server).await {
                tracing::error!(%fault, "the sandbox's server task ended badly");
            }
        }
    }

    /// The policies of the first state, as they are now, for filling a ledger at its first start. Empty when the sandbox
    /// was started empty.
    pub fn first_state(&self) -> Vec<SeedPolicy> {
        self.stand.store.read(first_state::seeds)
    }

    /// Where a damaged state file was put at the start, if there was one.
    pub fn damaged_state_set_aside(&self) -> Option<&Path> {
        self.stand.store.set_aside()
    }

    /// The sandbox's now.
    pub fn now(&self) -> Timestamp {
        self.stand.now()
    }

    /// Moves the clock by so many seconds, backwards when negative.
    pub fn advance(&self, seconds: i64) -> Result<(), SandboxError> {
        self.moved(|clock| clock.advance(SignedDuration::from_secs(seconds)))
    }

    /// Sets the clock.
    pub fn set_time(&self, to: Timestamp) -> Result<(), SandboxError> {
        self.moved(|clock| clock.set(to))
    }

    /// Stops the clock, or lets it run on.
    pub fn freeze(&self, frozen: bool) -> Result<(), SandboxError> {
        self.moved(|clock| clock.freeze(frozen))
    }

    /// Whether a second purchase is refused or charged from now on.
    pub fn set_strictness(&self, strictness: Strictness) -> Result<(), SandboxError> {
        let changed = self.stand.store.change(true, |state| state.habits.strictness = strictness);
        changed.map(|_| ()).map_err(|source| self.file_fault(source))
    }

    /// Switches a fault on.
    pub fn inject(&self, injection: Injection) {
        self.stand.faults.add(injection);
    }

    /// Faults that still wait for a call.
    pub fn faults(&self) -> Vec<Injection> {
        self.stand.faults.list()
    }

    /// Switches every fault off; answers that are late come now.
    pub fn clear_faults(&self) {
        self.stand.faults.clear();
    }

    /// Every request that reached the sandbox (the last 10,000), oldest first.
    pub fn received(&self) -> Vec<Received> {
        self.stand.received.list()
    }

    /// Forgets the requests received so far; their numbers are not given again.
    pub fn forget_received(&self) {
        self.stand.received.clear();
    }

    /// How many connections were accepted, those reset at once included.
    pub fn connections(&self) -> u64 {
        self.stand.accepted.load(Ordering::Relaxed)
    }

    /// How many times each cidrId was paid for; 0 for one that is only reserved.
    pub fn charges(&self) -> BTreeMap<String, u64> {
        self.stand.store.read(crate::state::State::charges)
    }

    /// What the two vendors know, as `GET /_sandbox/state` answers it.
    pub fn state(&self) -> serde_json::Value {
        control::overview(&self.stand)
    }

    /// Back to the first state: faults, log, clock and everything that was bought are forgotten.
    pub fn reset(&self) -> Result<(), SandboxError> {
        control::reset(&self.stand).map_err(|source| self.file_fault(source))
    }

    fn moved(&self, change: impl FnOnce(&mut crate::clock::Clock)) -> Result<(), SandboxError> {
        let changed = self.stand.store.change(true, |state| change(&mut state.clock));
        changed.map(|_| ()).map_err(|source| self.file_fault(source))
    }

    fn file_fault(&self, source: io::Error) -> SandboxError {
        SandboxError::StateFile { path: self.state_file.clone(), source }
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.stand.phase.send_replace(Phase::Shut);
    }
}
