//! The two vendors' APIs, as the rules want them.
//!
//! Read from the bottom up: [`http`] sends one request once and says what is known of it; [`retry`] says which read may
//! be tried again, [`conclusion`] what an answer proves of a request that can change something; each vendor's `wire` knows its shapes and habits, and its `client` turns an answer into what the rules
//! may conclude from it. Nothing here decides about money: a doubt is handed up as a doubt.

mod conclusion;
mod field;
mod http;
mod retry;
mod words;

pub mod cloudidr;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzzing;
pub mod gcore;

pub use cloudidr::HttpCapacity;
pub use field::AnswerError;
pub use gcore::{HttpCommitments, HttpPrices};
pub use http::{BuildError, Deadlines, Lookup};
