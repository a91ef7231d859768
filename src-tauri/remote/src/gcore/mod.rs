//! Gcore Cloud: what reserved machines would cost. Reads only, so they may be tried again.

pub(crate) mod client;
pub(crate) mod wire;

pub use client::HttpPrices;
