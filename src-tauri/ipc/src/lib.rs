//! What crosses between the window and the rules: requests in, views and errors out.
//!
//! Rust is the source: `ui/ipc.d.ts` is written from these types (see `tests/types.rs`). Money and hours cross as decimal
//! text, ids as text, instants as RFC 3339 in UTC. SECURITY: no view can hold a secret; requests that carry one are
//! input only and turn it into a [`berth_core::secret::Secret`] at once.

pub mod annotation;
pub mod catalogue;
pub mod change;
pub mod command;
pub mod commitment;
pub mod compare;
pub mod error;
pub mod listing;
pub mod request;
pub mod said;
pub mod savings;
pub mod telling;
pub mod timeline;
pub mod view;
pub mod wall;
