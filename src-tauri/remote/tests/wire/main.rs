//! The adapters against real sockets: hand-made vendors whose every byte and close is chosen, and the sandbox.
//!
//! `cloudidr`, `gcore`, `catalogue` and `commitments` hold one test for each oddity that the notes on the two contracts list, named after it, and
//! send every sample the contracts print. `faults` counts deliveries at the server: one for each call, whatever happens.

#[cfg(test)]
mod catalogue;
#[cfg(test)]
mod cloudidr;
#[cfg(test)]
mod commitments;
#[cfg(test)]
mod contract;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod gcore;
#[cfg(test)]
mod log;
#[cfg(test)]
mod polite;
#[cfg(test)]
mod sandbox;
#[cfg(test)]
mod text;
#[cfg(test)]
mod vendor;
