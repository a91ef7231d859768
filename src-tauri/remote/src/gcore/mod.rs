//! Gcore Cloud: what reserved machines would cost, which reads tell that may be tried again; and committing to them, which is
//! sent once.

pub(crate) mod client;
pub(crate) mod commitments;
pub(crate) mod wire;

pub use client::HttpPrices;
pub use commitments::HttpCommitments;
