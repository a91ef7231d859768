//! A thread that owns one value and does one thing at a time with it.
//!
//! The keychain and SQLite both block, and both want to be used from one place in one order. Each therefore lives on a
//! thread of its own, outside every async runtime; callers send it closures and await what they return. A thread that
//! died, because a closure panicked, answers every call with [`Gone`]: an error, never a wait without end.

use std::sync::mpsc;
use std::thread;

use thiserror::Error;
use tokio::sync::oneshot;

type Job<T> = Box<dyn FnOnce(&mut T) + Send>;

/// The handle of a thread that owns a `T`. The thread ends when the last handle is dropped and its queue is empty.
#[derive(Debug)]
pub(crate) struct Worker<T> {
    jobs: mpsc::Sender<Job<T>>,
    thread: thread::JoinHandle<()>,
}

/// The thread has died and does nothing any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("its thread has ended")]
pub(crate) struct Gone;

impl<T: Send + 'static> Worker<T> {
    /// Starts a thread under a name and gives it a value.
    pub(crate) fn start(name: &str, mut value: T) -> std::io::Result<Self> {
        let (jobs, queue) = mpsc::channel::<Job<T>>();
        let thread = thread::Builder::new().name(name.to_owned()).spawn(move || {
            for job in queue {
                job(&mut value);
            }
        })?;
        Ok(Self { jobs, thread })
    }

    /// Queues a closure and waits for what it returns. Once queued it runs, even when the caller stops waiting.
    pub(crate) async fn call<R: Send + 'static>(
        &self,
        work: impl FnOnce(&mut T) -> R + Send + 'static,
    ) -> Result<R, Gone> {
        let (done, result) = oneshot::channel();
        let job: Job<T> = Box::new(move |value| {
            // A caller that no longer waits is no error.
            let _ = done.send(work(value));
        });
        self.jobs.send(job).map_err(|_| Gone)?;
        result.await.map_err(|_| Gone)
    }

    /// Lets the thread finish what is queued, and waits until its value is dropped. Blocks.
    pub(crate) fn end(self) -> Result<(), Gone> {
        drop(self.jobs);
        self.thread.join().map_err(|_| Gone)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};
    use std::time::Duration;

    use super::*;

    #[tokio::test]
    async fn calls_run_one_after_the_other_in_the_order_they_came() {
        let worker = Worker::start("test", Vec::new()).unwrap();
        for number in 0..100 {
            worker.call(move |seen: &mut Vec<i32>| seen.push(number)).await.unwrap();
        }
        assert_eq!(worker.call(|seen| seen.clone()).await.unwrap(), (0..100).collect::<Vec<_>>());
    }

    #[tokio::test]
    async fn a_call_that_nobody_waits_for_any_more_is_done_all_the_same() {
        let worker = Worker::start("test", 0).unwrap();
        let (go, gate) = mpsc::channel::<()>();
        let impatient = worker.call(move |count| {
            gate.recv().unwrap();
            *count += 1;
        });
        tokio::time::timeout(Duration::from_millis(10), impatient).await.unwrap_err();
        go.send(()).unwrap();
        assert_eq!(worker.call(|count| *count).await.unwrap(), 1);
    }

    #[test]
    fn an_ended_thread_has_done_all_that_was_queued_and_dropped_its_value() {
        let value = Arc::new(Mutex::new(0));
        let worker = Worker::start("test", Arc::clone(&value)).unwrap();
        for _ in 0..3 {
            let mut call = Box::pin(worker.call(|count| {
                thread::sleep(Duration::from_millis(2));
                *count.lock().unwrap() += 1;
            }));
            let waker = std::task::Waker::noop();
            assert!(call.as_mut().poll(&mut std::task::Context::from_waker(waker)).is_pending());
        }
        worker.end().unwrap();
        assert_eq!(*value.lock().unwrap(), 3);
        assert_eq!(Arc::strong_count(&value), 1);
    }

    #[tokio::test]
    async fn a_dead_thread_answers_with_an_error_and_never_hangs() {
        let worker = Arc::new(Worker::start("test", Mutex::new(0)).unwrap());
        let died = worker.call(|_| -> i32 { panic!("a closure that panics, on purpose") }).await;
        assert_eq!(died, Err(Gone));
        let later = tokio::time::timeout(Duration::from_secs(5), worker.call(|_| 1)).await;
        assert_eq!(later.expect("it must not hang"), Err(Gone));
    }
}
