//! The one kind of failure that leaves a use case: a code, a sentence to show, and whether money may have moved.
//!
//! A message says what happened, what was not affected, and what to do. It never carries a secret, a header, a path or a
//! chain of causes; those go to the log, beside the reference that the shell adds.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::account::Vendor;
use crate::guard::{GuardError, Limit};
use crate::ports::{ArchiveError, Doubt, LedgerError, NotSent, ReadError, Refusal, RefusalKind, VaultError};
use crate::said::Said;
use crate::say;

/// What kind of failure. A closed list: the page has a form for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// The vendor could not be reached, or did not answer a read. Trying again may help.
    Offline,
    /// The vendor does not accept the credentials.
    Unauthorized,
    /// The vendor asks to slow down.
    RateLimited,
    /// The price is no longer the one the user saw.
    PriceChanged,
    /// A spending limit would be passed.
    OverLimit,
    /// The account is in safe mode.
    SafeMode,
    /// The vendor said no.
    Refused,
    /// The same thing is being attempted, or is in doubt.
    AlreadyRunning,
    /// Nobody can tell whether it was done.
    OutcomeUnknown,
    /// The keychain is locked.
    VaultLocked,
    /// There is no keychain.
    VaultMissing,
    /// The keychain refused.
    VaultDenied,
    /// The keychain did not answer.
    VaultTimeout,
    /// Something that was entered cannot be used.
    InvalidInput,
    /// The vendor or the ledger does not know it.
    NotFound,
    /// The ledger could not be read or written.
    LedgerFailed,
    /// A read was stopped by whoever asked for it.
    Aborted,
    /// A mistake in Berth.
    Internal,
}

/// Whether something was changed at the vendor: the first question about money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Nothing.
    None,
    /// Nobody can tell.
    Unknown,
    /// It was done.
    Applied,
}

/// A failure, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What kind.
    pub code: Code,
    /// What happened, what was not affected, what to do.
    pub message: Said,
    /// Whether something was changed at the vendor.
    pub effect: Effect,
    /// Whether the same thing may simply be tried again.
    pub retryable: bool,
    /// For the log only: what the causes said. Never a secret.
    pub detail: String,
}

impl Failure {
    /// A failure that changed nothing and will not go away by itself.
    pub fn new(code: Code, message: Said) -> Self {
        Self { code, message, effect: Effect::None, retryable: false, detail: String::new() }
    }

    /// The same, with what it did at the vendor.
    #[must_use]
    pub fn effect(mut self, effect: Effect) -> Self {
        self.effect = effect;
        self
    }

    /// The same, which may be tried again.
    #[must_use]
    pub fn retryable(mut self) -> Self {
        self.retryable = true;
        self
    }

    /// The same, with words for the log.
    #[must_use]
    pub fn detail(mut self, detail: impl fmt::Display) -> Self {
        self.detail = detail.to_string();
        self
    }

    /// Something that was asked for is not in the ledger.
    pub fn missing(what: &str) -> Self {
        Self::new(Code::NotFound, say!("Berth does not know this {what}. Nothing was sent.", what = what))
    }

    /// A read that nobody waits for any more.
    pub fn aborted() -> Self {
        Self::new(
            Code::Aborted,
            say!("Reading was stopped before the answer came. Nothing was changed. Read again when you like."),
        )
        .retryable()
    }

    /// A step that cannot happen: a mistake of ours, stopped before it could do harm.
    pub fn internal(detail: impl fmt::Display) -> Self {
        Self::new(
            Code::Internal,
            say!("Berth stopped because something happened that should not. Nothing further was sent. Restart Berth, and report the reference if it happens again."),
        )
        .detail(detail)
    }
}

impl From<VaultError> for Failure {
    fn from(error: VaultError) -> Self {
        let (code, message) = match &error {
            VaultError::Missing(_) => (
                Code::VaultMissing,
                say!(
                    "No keychain was found on this system, so the credentials could not be kept or read. Nothing was sent. Install GNOME Keyring or KWallet and create a default keyring, or keep the credentials until you quit."
                ),
            ),
            VaultError::Locked(_) => (
                Code::VaultLocked,
                say!(
                    "The keychain is locked, so the credentials could not be kept or read. Nothing was sent. Unlock it, then try again."
                ),
            ),
            VaultError::Denied(_) => (
                Code::VaultDenied,
                say!(
                    "The keychain refused access, so the credentials could not be kept or read. Nothing was sent. Allow Berth in the keychain's settings, then try again."
                ),
            ),
            VaultError::TimedOut => (
                Code::VaultTimeout,
                say!(
                    "The keychain did not answer in time. Nothing was sent. A question of the keychain may be waiting behind this window; answer it, then try again."
                ),
            ),
            VaultError::Unreliable(_) => (
                Code::VaultDenied,
                say!(
                    "The keychain did not give back what was stored in it, so Berth does not rely on it. Nothing was sent. Check the keychain, or keep the credentials until you quit."
                ),
            ),
        };
        let retryable = !matches!(error, VaultError::Missing(_));
        let failure = Self::new(code, message).detail(error);
        if retryable { failure.retryable() } else { failure }
    }
}

impl From<LedgerError> for Failure {
    fn from(error: LedgerError) -> Self {
        match &error {
            LedgerError::Open(_) => Self::new(
                Code::AlreadyRunning,
                say!("An earlier request for the same thing is still under way or in doubt. Nothing was sent. Settle that one first."),
            ),
            LedgerError::There(_) => Self::new(
                Code::InvalidInput,
                say!("This policy is in the ledger already. It stays as it is, and nothing was sent."),
            ),
            LedgerError::Reworded(_) => Self::new(
                Code::AlreadyRunning,
                say!("The notes on this policy were changed from elsewhere at this very moment. Nothing was written over, and nothing was saved. Look at them as they are now, then save again."),
            )
            .retryable(),
            LedgerError::ReadOnly(_) => Self::new(
                Code::LedgerFailed,
                say!("The ledger can be read but not written, so Berth does not send anything that could change something. Nothing was sent. Make room on the disk, give Berth the right to write or install the newest Berth, then restart it."),
            ),
            LedgerError::Newer(_) => Self::new(
                Code::LedgerFailed,
                say!("The ledger was written by a newer Berth and holds what this one cannot read. It is as it was, and nothing was sent. Install the newest Berth."),
            ),
            LedgerError::Failed(_) => Self::new(
                Code::LedgerFailed,
                say!("The ledger could not be read or written, so Berth did not go on. Nothing was sent. Check the disk, then try again."),
            ),
        }
        .detail(error)
    }
}

impl From<ArchiveError> for Failure {
    fn from(error: ArchiveError) -> Self {
        let failure = match error {
            ArchiveError::Ledger(error) => return error.into(),
            ArchiveError::Exists => Self::new(
                Code::InvalidInput,
                say!("A file of this name is there already. It was not touched, and nothing was written. Choose another name."),
            ),
            ArchiveError::Unwritable(_) => Self::new(
                Code::LedgerFailed,
                say!("The file could not be written. The ledger is as it was. Choose another place, or make room on the disk."),
            ),
            ArchiveError::Unfit(_) => Self::new(
                Code::InvalidInput,
                say!("This file is not a sound backup of a ledger that this Berth can read. The ledger is as it was. Choose another file."),
            ),
            ArchiveError::Unsettled(_) => Self::new(
                Code::LedgerFailed,
                say!("The disk failed while the backup took the ledger's place. The ledger of before lies beside it, whole. Restart Berth before you do anything else, and check the disk."),
            )
            .effect(Effect::Unknown),
            ArchiveError::Contradiction(_) => Self::new(
                Code::Refused,
                say!("The ledger and this backup contradict each other about a request that may have cost money, so the backup was not restored. The ledger is as it was. Settle what is in doubt first, or keep the ledger that you have."),
            ),
        };
        failure.detail(error)
    }
}

impl From<GuardError> for Failure {
    fn from(error: GuardError) -> Self {
        match &error {
            GuardError::SafeMode => Self::new(
                Code::SafeMode,
                say!("This account is in safe mode, in which nothing can be bought. Nothing was sent. Turn safe mode off in the account's settings if you mean to buy."),
            ),
            GuardError::OverLimit { limit, allowed, left } => {
                let name = match limit {
                    Limit::Purchase => say!("limit for one purchase"),
                    Limit::Day => say!("limit for one day (UTC)"),
                    Limit::Month => say!("limit for one month (UTC)"),
                };
                Self::new(
                    Code::OverLimit,
                    say!("This would pass the account's {limit} of {allowed}, which leaves {left}. Nothing was sent. Raise the limit in the account's settings if you mean to buy.", limit = name, allowed = allowed.to_string(), left = left.to_string()),
                )
            }
            GuardError::PriceUnknown => Self::new(
                Code::OverLimit,
                say!("This account has spending limits, and the price is not known, so they cannot be checked. Nothing was sent. Remove the limits in the account's settings if you mean to buy without them."),
            ),
            GuardError::NotComparable => Self::new(
                Code::OverLimit,
                say!("The price cannot be weighed against the account's limits. Nothing was sent. Check the account's currency and limits."),
            ),
        }
        .detail(error)
    }
}

/// A request that never left, explained.
pub fn not_sent(vendor: Vendor, why: &NotSent) -> Failure {
    match why {
        NotSent::Build(_) => Failure::internal(why),
        NotSent::Dns(_) | NotSent::Connect(_) => Failure::new(
            Code::Offline,
            say!(
                "{vendor} could not be reached. Nothing was sent. Check the connection, then try again.",
                vendor = vendor.name()
            ),
        )
        .retryable()
        .detail(why),
    }
}

/// A definite no, explained.
pub fn refused(vendor: Vendor, refusal: &Refusal) -> Failure {
    let name = vendor.name();
    let words = it_says(&refusal.message);
    match refusal.kind {
        RefusalKind::NotFound => Failure::new(
            Code::NotFound,
            say!("{vendor} does not know this id. Nothing was changed.{words}", vendor = name, words = words),
        ),
        RefusalKind::RateLimited { retry_after } => {
            let wait = waiting(retry_after);
            Failure::new(
                Code::RateLimited,
                say!(
                    "{vendor} asks to slow down. Nothing was changed. Try again after {wait}.",
                    vendor = name,
                    wait = wait
                ),
            )
            .retryable()
        }
        RefusalKind::Other if vendor == Vendor::Gcore && refusal.status == 403 => forbidden_by_gcore(words),
        RefusalKind::AlreadyCancelled | RefusalKind::Other => Failure::new(
            Code::Refused,
            say!("{vendor} refused. Nothing was changed.{words}", vendor = name, words = words),
        ),
    }
    .detail(format!("status {}", refusal.status))
}

/// An outcome that nobody can tell, explained. `what` is a noun with its article, such as "the purchase".
pub fn in_doubt(vendor: Vendor, what: &str, why: &Doubt) -> Failure {
    let name = vendor.name();
    Failure::new(
        Code::OutcomeUnknown,
        say!("{vendor} gave no answer that tells whether {what} took effect. Berth will not send it again. Look in {vendor}'s console, then settle it on the card.", vendor = name, what = what),
    )
    .effect(Effect::Unknown)
    .detail(why)
}

/// Credentials that were not accepted, explained.
pub fn unauthorized(vendor: Vendor) -> Failure {
    Failure::new(
        Code::Unauthorized,
        say!(
            "{vendor} does not accept the credentials of this account: they are wrong or have expired. Nothing was changed. Replace them in the account's settings.",
            vendor = vendor.name()
        ),
    )
}

/// A read that failed, explained.
pub fn unread(vendor: Vendor, error: &ReadError) -> Failure {
    let name = vendor.name();
    match error {
        ReadError::Build(_) => Failure::internal(error),
        ReadError::Offline(_) => Failure::new(
            Code::Offline,
            say!("{vendor} could not be reached. Nothing was changed. Check the connection, then try again.", vendor = name),
        )
        .retryable(),
        ReadError::TimedOut => Failure::new(
            Code::Offline,
            say!("{vendor} did not answer in time. Nothing was changed. Try again in a moment.", vendor = name),
        )
        .retryable(),
        ReadError::Unauthorized(_) => unauthorized(vendor),
        ReadError::RateLimited { retry_after } => {
            let wait = waiting(*retry_after);
            Failure::new(Code::RateLimited, say!("{vendor} asks to slow down. Nothing was changed. Try again after {wait}.", vendor = name, wait = wait))
                .retryable()
        }
        ReadError::Refused { status: 404, message } => {
            Failure::new(Code::NotFound, say!("{vendor} does not know what was asked for. Nothing was changed.{words}", vendor = name, words = it_says(message)))
        }
        ReadError::Refused { status: 403, message } if vendor == Vendor::Gcore => forbidden_by_gcore(it_says(message)),
        ReadError::Refused { message, .. } => {
            Failure::new(Code::Refused, say!("{vendor} refused. Nothing was changed.{words}", vendor = name, words = it_says(message)))
        }
        ReadError::Failed(_) => Failure::new(
            Code::Offline,
            say!("{vendor} has a fault of its own at the moment. Nothing was changed. Try again later.", vendor = name),
        )
        .retryable(),
        ReadError::Unreadable(_) => Failure::new(
            Code::Refused,
            say!("{vendor} answered with something that Berth cannot read. Nothing was changed. Report the reference, so that Berth can learn it.", vendor = name),
        ),
    }
    .detail(error)
}

/// Gcore words a machine that is sold out as "forbidden"; elsewhere it may be a question of rights.
fn forbidden_by_gcore(words: Said) -> Failure {
    Failure::new(
        Code::Refused,
        say!("Gcore refused, which is also how it says that none is left. Nothing was changed.{words}", words = words),
    )
}

/// How long a vendor asks to wait.
fn waiting(seconds: Option<u64>) -> Said {
    seconds.map_or_else(|| say!("a while"), |seconds| say!("{seconds} seconds", seconds = seconds.to_string()))
}

/// The vendor's own words, where it has any.
fn it_says(message: &str) -> Said {
    if message.is_empty() { say!("") } else { say!(" It says: “{message}”", message = message) }
}
