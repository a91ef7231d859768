//! This machine, as the rules want it: a keychain, a ledger, settings, and the folders they lie in.
//!
//! [`vault`] keeps secrets, [`ledger`] everything else that must not be lost, [`settings`] what may be lost. Nothing here
//! knows a vendor, and no secret is ever written to a file.

pub mod answers;
pub mod cache;
pub mod chosen;
mod files;
pub mod ledger;
pub mod paths;
pub mod settings;
pub mod told;
pub mod vault;
mod worker;
