//! The desk: every use case of Berth, over the roles in [`crate::ports`].
//!
//! One file a use case, named after it. What may change something at a vendor goes through [`carry`], and through it
//! only; the rest reads, or changes what this machine alone knows.

mod access;
mod accounts;
mod annotate;
mod archive;
mod cancel;
mod carry;
mod catalogue;
mod compare;
mod configure;
mod create;
mod free;
mod import;
mod lock;
mod overview;
mod price;
mod purchase;
mod renew;
mod reserve;
mod restart;
mod review;
mod settle;
mod track;
mod withdraw;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;

pub use accounts::{Changes, Connect, Credentials, Tested};
pub use annotate::Annotated;
pub use cancel::{CancelReceipt, CancelReview, Worth, may_cancel};
pub use compare::Pick;
pub use configure::{ChangeReceipt, Configure, ConfigureReview, may_change};
pub use create::{CreateReceipt, CreateReview};
pub use free::{FreeCancel, free_cancel, free_cancel_deadline, later_free_cancel_deadline};
pub use import::{ImportRow, Imported};
pub use overview::{Overview, PolicyDetail, RealmCount};
pub use purchase::{ConfirmPurchase, PurchaseReceipt, PurchaseReview, may_buy};
pub use renew::RenewReview;
pub use reserve::Reserve;
pub use settle::Evidence;
pub use withdraw::{WithdrawReceipt, WithdrawReview};

use crate::account::{Account, AccountId, Realm};
use crate::attempt::{Attempt, AttemptId, State};
use crate::error::Failure;
use crate::portfolio::Portfolio;
use crate::ports::{Archive, Capacity, Clock, Commitments, Entry, Ids, Ledger, Origins, Prices, Session, Vault};
use crate::shape::Shape;
use lock::Locks;
use review::Review;

/// What the desk works with.
#[expect(missing_docs, reason = "each role documents itself")]
#[derive(Clone)]
pub struct Roles {
    pub clock: Arc<dyn Clock>,
    pub ids: Arc<dyn Ids>,
    pub origins: Arc<dyn Origins>,
    pub vault: Arc<dyn Vault>,
    pub ledger: Arc<dyn Ledger>,
    pub archive: Arc<dyn Archive>,
    pub capacity: Arc<dyn Capacity>,
    pub prices: Arc<dyn Prices>,
    pub commitments: Arc<dyn Commitments>,
}

/// The desk. One a process.
pub struct Desk {
    roles: Roles,
    locks: Locks,
    reviews: Mutex<HashMap<AttemptId, Review>>,
    sessions: Mutex<HashMap<AccountId, Session>>,
    /// What the machines of a region are made of, as the vendor last told, for the quotes that follow to remember.
    shapes: Mutex<HashMap<(AccountId, i64), BTreeMap<String, Shape>>>,
    /// What was reckoned last of what each realm holds.
    portfolios: Mutex<HashMap<Realm, Arc<Portfolio>>>,
    /// Nothing is under way from here, so what the ledger has as on its way was left so by somebody else.
    looks_only: bool,
}

type Reviews<'a> = MutexGuard<'a, HashMap<AttemptId, Review>>;

impl Desk {
    /// Opens the desk. Attempts that a former process left on their way become unknown before anything else can happen.
    ///
    /// # Errors
    /// When the ledger cannot be read or written; without it nothing may be sent, so there is no desk.
    pub async fn open(roles: Roles) -> Result<Self, Failure> {
        let desk = Self { looks_only: false, ..Self::look_only(roles) };
        desk.restart().await?;
        Ok(desk)
    }

    /// A desk over a ledger that cannot be written: everything can be looked at, and whatever would change something
    /// is refused by the ledger before it is sent. What is on its way there is shown as in doubt.
    pub fn look_only(roles: Roles) -> Self {
        Self {
            roles,
            locks: Locks::default(),
            reviews: Mutex::default(),
            sessions: Mutex::default(),
            shapes: Mutex::default(),
            portfolios: Mutex::default(),
            looks_only: true,
        }
    }

    /// This machine's clock.
    pub fn now(&self) -> Timestamp {
        self.roles.clock.now()
    }

    /// Whether something is on its way to a vendor right now, so that closing the window should ask first.
    pub fn busy(&self) -> bool {
        self.locks.any()
    }

    fn fresh_attempt(&self) -> AttemptId {
        AttemptId(self.roles.ids.next())
    }

    async fn account(&self, id: AccountId) -> Result<Account, Failure> {
        let accounts = self.accounts().await?;
        accounts.into_iter().find(|account| account.id == id).ok_or_else(|| Failure::missing("account"))
    }

    /// All accounts, under the clock as it is now.
    async fn accounts(&self) -> Result<Vec<Account>, Failure> {
        let boot = self.roles.clock.boot();
        let accounts = self.roles.ledger.accounts().await?;
        Ok(accounts.into_iter().map(|account| account.under(boot)).collect())
    }

    /// All open attempts, as this desk knows of them.
    async fn open_attempts(&self) -> Result<Vec<Attempt>, Failure> {
        let mut open = self.roles.ledger.open_attempts().await?;
        if self.looks_only {
            for attempt in &mut open {
                attempt.state = State::Unknown;
            }
        }
        Ok(open)
    }

    fn entry(&self, account: AccountId, subject: impl Into<String>, kind: &'static str) -> Entry {
        Entry {
            at: self.now(),
            account,
            subject: subject.into(),
            attempt: None,
            kind,
            body: serde_json::Value::Object(serde_json::Map::new()),
        }
    }

    fn reviews(&self) -> Reviews<'_> {
        self.reviews.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn sessions(&self) -> MutexGuard<'_, HashMap<AccountId, Session>> {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn shapes(&self) -> MutexGuard<'_, HashMap<(AccountId, i64), BTreeMap<String, Shape>>> {
        self.shapes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
