//! What a sandbox is started with.

use std::path::PathBuf;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// How a sandbox is started. `SandboxOptions::default()` is what the app uses, but for the state file.
#[derive(Clone, Debug)]
pub struct SandboxOptions {
    /// Port on 127.0.0.1; 0 lets the system choose a free one.
    pub port: u16,
    /// Where the state is kept between runs; `None` forgets everything at the end.
    pub state_file: Option<PathBuf>,
    /// What a second purchase of the same id does.
    pub strictness: Strictness,
    /// What is there when no state file is.
    pub first_state: FirstState,
    /// The sandbox's idea of now.
    pub now: Start,
    /// Where the ids come from: the same seed gives the same ids, `None` new ones at every first start.
    pub seed: Option<u64>,
    /// What a cancellation inside the first fifteen minutes answers.
    pub free_cancel_body: FreeCancelBody,
    /// The one Cloudidr password that is refused; every other one signs in.
    pub refused_password: String,
}

impl Default for SandboxOptions {
    fn default() -> Self {
        Self {
            port: 0,
            state_file: None,
            strictness: Strictness::Strict,
            first_state: FirstState::Shipped,
            now: Start::Real,
            seed: None,
            free_cancel_body: FreeCancelBody::Empty,
            refused_password: "wrong".to_owned(),
        }
    }
}

/// What a second purchase of the same id does. The vendor promises neither, so a client must be safe with both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strictness {
    /// It is refused with 400.
    #[default]
    Strict,
    /// It is charged again.
    Lax,
}

/// What is there at the very first start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FirstState {
    /// About a dozen policies in every status, and a handful of Gcore reservations.
    #[default]
    Shipped,
    /// Nothing.
    Empty,
}

/// The sandbox's idea of now when it starts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Start {
    /// The machine's clock, plus whatever it was moved by in an earlier run with the same state file.
    #[default]
    Real,
    /// This instant, running on from there.
    At(Timestamp),
    /// This instant, standing still until it is moved.
    Frozen(Timestamp),
}

/// The body of a cancellation inside the first fifteen minutes. The vendor prints none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FreeCancelBody {
    /// No bytes and no content type.
    #[default]
    Empty,
    /// `{}`.
    Braces,
}
