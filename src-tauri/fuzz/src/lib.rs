//! What must hold of everything in Berth that reads what others wrote: both vendors' answers, the text that people type,
//! and the ledger's file. Each function takes any bytes and panics where something does not hold.
//!
//! `./dev fuzz` has libFuzzer look for such bytes, led by the ways that the program takes. Without it the same functions
//! are asked about the seeds by an ordinary test, so that a target cannot rot.

// A panic is how a target says that something does not hold, so here it is the trade and not a slip.
#![expect(
    clippy::panic,
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "a property that does not hold ends the target"
)]

mod answer;
mod cloudidr;
mod gcore;
mod ledger;
mod readers;
mod seeds;

pub use cloudidr::cloudidr;
pub use gcore::gcore;
pub use ledger::ledger;
pub use readers::readers;
pub use seeds::{SeedError, TARGETS, seeds};
