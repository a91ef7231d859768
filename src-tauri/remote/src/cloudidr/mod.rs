//! Cloudidr FlexCompute: windows of AWS capacity, reserved, bought and given back.
//!
//! The vendor offers no way to ask again, so everything an answer says is kept, and everything it does not prove is
//! called a doubt.

pub(crate) mod client;
mod wire;

pub use client::HttpCapacity;
pub use wire::{read_policy, read_reserve};
