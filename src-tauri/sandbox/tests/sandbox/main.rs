//! The sandbox seen from outside. The client of these tests is a bare TCP socket, so that nothing between the wire and
//! the test can smooth a fault over.
//!
//! `cfg(test)` says to clippy, too, that what the modules share among their tests is test code.

#[cfg(test)]
mod client;

#[cfg(test)]
mod binary;
#[cfg(test)]
mod contract;
#[cfg(test)]
mod control;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod gcore;
#[cfg(test)]
mod policies;
#[cfg(test)]
mod restart;
#[cfg(test)]
mod samples;
