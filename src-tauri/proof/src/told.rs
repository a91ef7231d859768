//! What the driver says, a line of JSON each: what it, and so the user, was told, and what the ledger calls kept.

use berth_core::attempt::{Attempt, AttemptId, State};
use berth_core::error::{Code, Effect};
use berth_core::policy::PolicyId;
use serde::{Deserialize, Serialize};

/// A line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Line {
    /// The ledger's file is open; nothing was done with it yet.
    LedgerOpen,
    /// The ledger took a change of an attempt.
    Kept(Kept),
    /// A step came to its end.
    Told(Told),
}

/// An attempt that the ledger says is on the disk. From here on, whatever happens, the disk may say more and never less.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Kept {
    /// Which attempt.
    pub attempt: AttemptId,
    /// How far it had come.
    pub state: State,
}

impl Kept {
    /// Whether an attempt as it was found is this one, or what became of it.
    pub fn holds(&self, found: &Attempt) -> bool {
        found.id == self.attempt && self.state.way_to(found.state).is_some()
    }
}

/// What one step came to, as the window would have shown it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// `open`, or the operation.
    pub step: String,
    /// On what, as the ledger calls it.
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
