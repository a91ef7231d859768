//! Berth without its window: the real rules, the real clients, the real ledger and the real stand-in, put together as the
//! shell puts them together, so that tests can break what lies between them.

mod rig;
mod told;

pub use rig::{ACCOUNT, PASSWORD, POLICY_NAME, Rig, SetClock, Way, order_draft};
pub use told::{Kept, Line, Told};
