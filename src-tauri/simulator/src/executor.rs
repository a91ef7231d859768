//! The executor: tasks of one thread, polled in the order that chance decides.
//!
//! A task that is pending is simply polled again, so the waker does nothing. That a task ends after a bounded number of
//! polls is not the executor's business but one of the things under test.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use crate::world::ErrandId;

/// A task and the process it dies with.
struct Task {
    process: usize,
    errand: ErrandId,
    body: Pin<Box<dyn Future<Output = ()>>>,
}

/// The tasks of one history.
#[derive(Default)]
pub(crate) struct Executor {
    tasks: Vec<Task>,
}

impl Executor {
    pub(crate) fn spawn(&mut self, process: usize, errand: ErrandId, body: impl Future<Output = ()> + 'static) {
        self.tasks.push(Task { process, errand, body: Box::pin(body) });
    }

    pub(crate) fn len(&self) -> usize {
        self.tasks.len()
    }

    /// The errand of the task at a place.
    pub(crate) fn errand(&self, at: usize) -> ErrandId {
        self.tasks[at].errand
    }

    /// Polls the task at a place, and lets it go when it has ended.
    pub(crate) fn poll(&mut self, at: usize) -> Poll<()> {
        let polled = self.tasks[at].body.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        if polled.is_ready() {
            self.tasks.remove(at);
        }
        polled
    }

    /// Drops what a process was doing, wherever it stood.
    pub(crate) fn kill(&mut self, process: usize) -> Vec<ErrandId> {
        let died = self.tasks.iter().filter(|task| task.process == process).map(|task| task.errand).collect();
        self.tasks.retain(|task| task.process != process);
        died
    }
}

/// Ready at the second poll.
pub(crate) fn step_back() -> impl Future<Output = ()> {
    let mut stepped = false;
    std::future::poll_fn(move |_| if std::mem::replace(&mut stepped, true) { Poll::Ready(()) } else { Poll::Pending })
}
