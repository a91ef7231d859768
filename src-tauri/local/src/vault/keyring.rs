//! The keychain as the rules see it: every call ends in time.
//!
//! A keychain may ask the user to unlock it and wait for ever, on a call that cannot be taken back. So it has a thread of
//! its own, and each call a deadline: five seconds to read, thirty to write, because a question may be open. Whoever
//! gives up leaves the thread busy. While it is, later calls fail at once as timed out instead of queueing behind a
//! question that nobody answers; once it answers, all is as before. A thread that stays silent for two minutes after
//! somebody gave up is left to itself and replaced by a new one, with a new connection.
//!
//! A call that nobody waits for any more is not begun, and a secret whose storing nobody waited for is taken out again.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use berth_core::account::Account;
use berth_core::ports::{Vault, VaultError};
use berth_core::secret::Secret;

use super::keychain::{Item, Keychain, platform_store};
use crate::worker::{Gone, Worker};

pub use super::keychain::OpenStore;

/// How long a keychain may take.
#[derive(Clone, Copy, Debug)]
pub struct Deadlines {
    /// To read.
    pub read: Duration,
    /// To store or remove.
    pub write: Duration,
    /// To stay silent after a call was given up, before its thread is replaced.
    pub silence: Duration,
}

impl Default for Deadlines {
    fn default() -> Self {
        Self { read: Duration::from_secs(5), write: Duration::from_secs(30), silence: Duration::from_mins(2) }
    }
}

/// Secrets in the operating system's keychain: the Secret Service on Linux, Keychain Services on macOS, the Credential
/// Manager on Windows. One item an account: attribute `service` as given to [`KeyringVault::new`], attribute `username`
/// the account's id, label `Berth: ` and the account's name.
pub struct KeyringVault {
    service: String,
    open: Arc<OpenStore>,
    deadlines: Deadlines,
    line: Mutex<Option<Arc<Line>>>,
}

/// One keychain thread and how busy it is.
struct Line {
    worker: Worker<Keychain>,
    load: Arc<Mutex<Load>>,
}

#[derive(Default)]
struct Load {
    /// Calls sent and not finished.
    unfinished: usize,
    /// When a call was last given up, unless one has finished since.
    given_up: Option<Instant>,
}

impl KeyringVault {
    /// The keychain of this operating system. Nothing is opened before the first call.
    pub fn new(service: &str) -> Self {
        Self::with_store(service, Arc::new(platform_store), Deadlines::default())
    }

    /// A keychain over a store of the caller's, which is built when it is first needed and again after it failed.
    pub fn with_store(service: &str, open: Arc<OpenStore>, deadlines: Deadlines) -> Self {
        Self { service: service.to_owned(), open, deadlines, line: Mutex::new(None) }
    }

    async fn call<R: Send + 'static>(
        &self,
        deadline: Duration,
        work: impl FnOnce(&mut Keychain, &Caller) -> Result<R, VaultError> + Send + 'static,
    ) -> Result<R, VaultError> {
        let line = self.line()?;
        let caller = Caller::default();
        let _presence = Presence(caller.clone());
        let load = Arc::clone(&line.load);
        lock(&load).unfinished += 1;
        let job = move |keychain: &mut Keychain| {
            let result = if caller.waits() { work(keychain, &caller) } else { Err(VaultError::TimedOut) };
            let mut load = lock(&load);
            load.unfinished -= 1;
            load.given_up = None;
            result
        };
        match tokio::time::timeout(deadline, line.worker.call(job)).await {
            Ok(Ok(result)) => result,
            Ok(Err(gone)) => Err(self.lost(&line, gone)),
            Err(_) => {
                lock(&line.load).give_up();
                Err(VaultError::TimedOut)
            }
        }
    }

    /// The thread to ask, unless it is stuck.
    fn line(&self) -> Result<Arc<Line>, VaultError> {
        let mut current = lock(&self.line);
        if let Some(line) = &*current {
            match lock(&line.load).stuck_for() {
                None => return Ok(Arc::clone(line)),
                Some(time) if time < self.deadlines.silence => return Err(VaultError::TimedOut),
                Some(_) => tracing::warn!("the keychain's thread stays silent and is replaced"),
            }
        }
        let keychain = Keychain::new(self.service.clone(), Arc::clone(&self.open));
        let worker = Worker::start("keychain", keychain)
            .map_err(|error| VaultError::Unreliable(format!("its thread could not be started: {error}")))?;
        let line = Arc::new(Line { worker, load: Arc::default() });
        *current = Some(Arc::clone(&line));
        Ok(line)
    }

    /// Forgets a thread that died, so that the next call starts another.
    fn lost(&self, line: &Arc<Line>, gone: Gone) -> VaultError {
        let mut current = lock(&self.line);
        if current.as_ref().is_some_and(|current| Arc::ptr_eq(current, line)) {
            *current = None;
        }
        VaultError::Unreliable(gone.to_string())
    }
}

impl Load {
    /// Notes that a caller left, unless the thread finished in that very moment.
    fn give_up(&mut self) {
        if self.unfinished > 0 {
            self.given_up = Some(Instant::now());
        }
    }

    fn stuck_for(&self) -> Option<Duration> {
        self.given_up.map(|since| since.elapsed())
    }
}

impl fmt::Debug for KeyringVault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyringVault").field("service", &self.service).finish_non_exhaustive()
    }
}

#[async_trait]
impl Vault for KeyringVault {
    async fn store(&self, account: &Account, secret: Secret) -> Result<(), VaultError> {
        let item = item(account);
        self.call(self.deadlines.write, move |keychain, caller| keychain.store(&item, &secret, || caller.waits())).await
    }

    async fn read(&self, account: &Account) -> Result<Option<Secret>, VaultError> {
        let item = item(account);
        self.call(self.deadlines.read, move |keychain, _| keychain.read(&item)).await
    }

    async fn remove(&self, account: &Account) -> Result<bool, VaultError> {
        let item = item(account);
        self.call(self.deadlines.write, move |keychain, _| keychain.remove(&item)).await
    }
}

fn item(account: &Account) -> Item {
    Item { user: account.id.to_string(), label: format!("Berth: {}", account.label) }
}

/// Whether the caller of a job still waits for it.
#[derive(Clone, Default)]
struct Caller(Arc<AtomicBool>);

impl Caller {
    fn waits(&self) -> bool {
        !self.0.load(Ordering::Acquire)
    }
}

/// Lives in the caller's future: when that ends, for whatever reason, the caller waits no more.
struct Presence(Caller);

impl Drop for Presence {
    fn drop(&mut self) {
        self.0.0.store(true, Ordering::Release);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What these locks guard is set in single steps, so a thread that died left it whole.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
