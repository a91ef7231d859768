//! What the driver says: a line of JSON for each thing that it, and so the user, was told.

use berth_core::error::{Code, Effect};
use berth_core::policy::PolicyId;
use serde::{Deserialize, Serialize};

/// What one step came to, as the window would have shown it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// `open`, or the operation.
    pub step: String,
    /// On which policy.
    pub subject: Option<String>,
    /// The policy that was made or changed. Whoever reads it may rely on it.
    pub policy: Option<PolicyId>,
    /// What kind of failure; `None` when it was done.
    pub code: Option<Code>,
    /// Whether something was changed at the vendor all the same.
    pub effect: Option<Effect>,
    /// For the log.
    pub detail: Option<String>,
    /// Why nothing can be written, if so.
    pub read_only: Option<String>,
}

impl Told {
    /// What the user now believes of the vendor.
    pub fn effect(&self) -> Effect {
        match self.code {
            None => Effect::Applied,
            Some(_) => self.effect.unwrap_or(Effect::None),
        }
    }
}
