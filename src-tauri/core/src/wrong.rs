//! Protocols that are wrong on purpose, so that the simulator can show that it would notice.
//!
//! Each is one line at the place where the rule holds. Without the feature `wrong-protocols`, which the simulator alone
//! turns on, [`on`] is a constant `false` and those lines compile to nothing. What can be done wrong in an adapter is
//! done there, in the simulator, and leaves no trace here.

/// Which rule is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// Two requests at a time on one subject.
    NoLock,
    /// A review can be confirmed again.
    ReviewTwice,
    /// A purchase in doubt does not stand in the way of the next.
    DoubtDoesNotLock,
    /// Limits are weighed with the price as the page shows it, rounded to the cent.
    ShownPrice,
    /// Free cancellation is counted from buying instead of reserving.
    LaterReading,
}

/// Whether a rule is left out.
#[cfg(not(feature = "wrong-protocols"))]
pub(crate) const fn on(_: Wrong) -> bool {
    false
}

#[cfg(feature = "wrong-protocols")]
pub(crate) use switch::on;
#[cfg(feature = "wrong-protocols")]
pub use switch::switch;

#[cfg(feature = "wrong-protocols")]
mod switch {
    use std::cell::Cell;

    use super::Wrong;

    thread_local! {
        static LEFT_OUT: Cell<Option<Wrong>> = const { Cell::new(None) };
    }

    /// Leaves a rule out on this thread, or none.
    pub fn switch(wrong: Option<Wrong>) {
        LEFT_OUT.set(wrong);
    }

    pub(crate) fn on(wrong: Wrong) -> bool {
        LEFT_OUT.get() == Some(wrong)
    }
}
