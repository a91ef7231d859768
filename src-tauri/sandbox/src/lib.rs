//! A stand-in for both vendors on loopback.
//!
//! It serves every operation of the two contracts in `contracts/` the way the vendors would: real ids, states that move
//! with a clock of its own, prices from a table of real machine types, the 15-minute window, tokens that run out, and
//! every odd habit the vendors have. Faults can be switched on for any operation, down to the bare connection, and the
//! clock can be moved, both in process and over HTTP under `/_sandbox/`.
//!
//! The crate knows nothing of the rest of the workspace on purpose: HTTP and the contracts are the only link, so a
//! mistake in our idea of a vendor cannot cancel itself out between client and stand-in.

#![expect(clippy::struct_field_names, reason = "structs of the wire carry the field names of the vendors")]

mod answer;
mod call;
mod clock;
mod cloudidr;
mod connection;
mod control;
mod fault;
mod fields;
mod first_state;
mod gcore;
mod ids;
mod money;
mod operation;
mod options;
mod received;
mod server;
mod stand;
mod state;
mod store;

pub use fault::{Fault, Injection, RetryAfter};
pub use first_state::{Cancelled, SeedPolicy};
pub use operation::{Operation, Vendor};
pub use options::{FirstState, FreeCancelBody, SandboxOptions, Start, Strictness};
pub use received::Received;
pub use server::{Sandbox, SandboxError};
