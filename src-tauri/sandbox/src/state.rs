//! Everything the two pretended vendors know.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    clock::Clock,
    cloudidr::Books,
    first_state,
    gcore::Reservations,
    ids::Ids,
    options::{FirstState, FreeCancelBody, SandboxOptions, Strictness},
};

/// Shape of the state file; a file with another number is set aside.
const VERSION: u32 = 1;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct State {
    version: u32,
    pub(crate) clock: Clock,
    pub(crate) ids: Ids,
    pub(crate) cloudidr: Books,
    pub(crate) gcore: Reservations,
    /// Habits come from the options of each start, never from the file.
    #[serde(skip)]
    pub(crate) habits: Habits,
}

/// How the vendors behave where their documents leave it open.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Habits {
    pub(crate) strictness: Strictness,
    pub(crate) free_cancel_body: FreeCancelBody,
    pub(crate) refused_password: String,
}

impl Habits {
    pub(crate) fn of(options: &SandboxOptions) -> Self {
        Self {
            strictness: options.strictness,
            free_cancel_body: options.free_cancel_body,
            refused_password: options.refused_password.clone(),
        }
    }
}

impl State {
    pub(crate) fn first(options: &SandboxOptions) -> Self {
        let mut state = Self {
            version: VERSION,
            clock: Clock::starting(options.now),
            ids: Ids::seeded(options.seed),
            cloudidr: Books::default(),
            gcore: Reservations::default(),
            habits: Habits::of(options),
        };
        if options.first_state == FirstState::Shipped {
            first_state::fill(&mut state);
        }
        state
    }

    pub(crate) fn is_current(&self) -> bool {
        self.version == VERSION
    }

    /// How many times each policy was paid for.
    pub(crate) fn charges(&self) -> BTreeMap<String, u64> {
        self.cloudidr
            .bookings
            .values()
            .map(|booking| (booking.cidr_id.clone(), u64::try_from(booking.purchases.len()).unwrap_or(u64::MAX)))
            .collect()
    }
}
