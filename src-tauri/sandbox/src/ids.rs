//! Where ids come from: splitmix64, because a seed must give the same ids on every machine and nothing here is a secret.

use std::hash::{BuildHasher, RandomState};

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Ids(u64);

impl Ids {
    /// Without a seed the ids differ from start to start, so that they never meet those of an earlier run in a ledger.
    pub(crate) fn seeded(seed: Option<u64>) -> Self {
        Self(seed.unwrap_or_else(|| RandomState::new().hash_one(std::process::id())))
    }

    pub(crate) fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mixed(self.0)
    }

    /// A number below `limit`, which must not be 0.
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.draw() % limit
    }
}

/// 32 hexadecimal digits that belong to the request with this number. They are not drawn, because an answer that only
/// refuses must leave the state as it was.
pub(crate) fn request_id(number: u64) -> String {
    format!("{:016x}{:016x}", mixed(number.wrapping_mul(0x9e37_79b9_7f4a_7c15)), mixed(number ^ 0x6a09_e667_f3bc_c908))
}

fn mixed(seed: u64) -> u64 {
    let a = (seed ^ (seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let b = (a ^ (a >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    b ^ (b >> 31)
}
