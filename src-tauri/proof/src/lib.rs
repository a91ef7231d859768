//! Berth without its window: the real rules, the real clients, the real ledger and the real stand-in, put together as the
//! shell puts them together, so that tests can break what lies between them.

mod rig;
mod told;

pub use rig::{ACCOUNT, GCORE, NAME, PASSWORD, Rig, SetClock, TOKEN, Way, basket, order_draft, quote};
pub use told::{Kept, Line, Told};
