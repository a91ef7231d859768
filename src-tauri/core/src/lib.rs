//! The rules of Berth: what a policy, a quote, a saving and an attempt are, and what may happen to money.
//!
//! Nothing here reads a clock, opens a file or a socket, or knows an async runtime. Whatever the rules need from the
//! world comes through the roles in [`ports`]; time is a value that is passed in. Money is decimal from the text it
//! arrived in to the text that leaves; no float exists in this crate.

pub mod account;
pub mod agenda;
pub mod attempt;
pub mod bases;
pub mod catalogue;
pub mod compare;
pub mod desk;
pub mod draft;
pub mod error;
pub mod guard;
pub mod launch;
pub mod money;
pub mod plain;
pub mod policy;
pub mod portfolio;
pub mod ports;
pub mod quote;
pub mod reason;
pub mod report;
pub mod reservation;
pub mod said;
pub mod savings;
pub mod secret;
pub mod shape;
pub mod timeline;
pub mod wall;
pub mod window;
pub mod wrong;
