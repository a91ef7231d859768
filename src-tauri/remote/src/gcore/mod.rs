//! Gcore Cloud: what reserved machines would cost. Reads only, so they may be tried again.

mod client;
mod wire;

pub use client::HttpPrices;
