//! The error that crosses IPC: always the same six fields.

use berth_core::error::{Code, Effect, Failure};
use serde::Serialize;
use ts_rs::TS;

use crate::said::SaidView;

/// What a command answers when it did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ErrorView {
    /// What kind; the page has a form for each.
    #[ts(type = "ErrorCode")]
    pub code: Code,
    /// What happened, what was not affected, what to do, in English.
    pub message: String,
    /// The same in its parts, for another language. Errors of the page have none.
    #[ts(optional, as = "Option<SaidView>")]
    pub said: SaidView,
    /// Whether something was changed at the vendor.
    #[ts(type = "ErrorEffect")]
    pub effect: Effect,
    /// Whether the same thing may simply be tried again.
    pub retryable: bool,
    /// Stands in the log beside the full story.
    pub reference: String,
}

impl ErrorView {
    /// A failure with the reference under which the log tells more.
    pub fn new(failure: Failure, reference: String) -> Self {
        Self {
            code: failure.code,
            said: (&failure.message).into(),
            message: failure.message.into_text(),
            effect: failure.effect,
            retryable: failure.retryable,
            reference,
        }
    }
}

/// The union type of all codes, for the page.
pub const CODES: [Code; 18] = [
    Code::Offline,
    Code::Unauthorized,
    Code::RateLimited,
    Code::PriceChanged,
    Code::OverLimit,
    Code::SafeMode,
    Code::Refused,
    Code::AlreadyRunning,
    Code::OutcomeUnknown,
    Code::VaultLocked,
    Code::VaultMissing,
    Code::VaultDenied,
    Code::VaultTimeout,
    Code::InvalidInput,
    Code::NotFound,
    Code::LedgerFailed,
    Code::Aborted,
    Code::Internal,
];

/// All effects, for the page.
pub const EFFECTS: [Effect; 3] = [Effect::None, Effect::Unknown, Effect::Applied];
