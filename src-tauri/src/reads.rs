//! Reads that the page may stop: each under a name that the page made, from the moment it begins until it ends.
//!
//! Only reads go through here. What could change something at a vendor is never dropped half-way.

use std::collections::{BTreeMap, VecDeque};
use std::future::Future;
use std::sync::{Mutex, MutexGuard, PoisonError};

use berth_core::error::{Code, Failure};
use berth_core::say;
use tokio::sync::oneshot;

/// Reads under way at most. A view asks for two or three things at once; what comes beyond this many is a fault.
const MOST: usize = 64;

/// Names that are remembered at most when they were stopped before they began.
const EARLY: usize = 64;

/// Characters of a name at most.
const LONGEST: usize = 64;

/// Those that are under way.
#[derive(Default)]
pub(crate) struct Reads(Mutex<Named>);

#[derive(Default)]
struct Named {
    /// Dropping the sender stops the read, whose name stays until it has ended.
    running: BTreeMap<String, Option<oneshot::Sender<()>>>,
    /// Stopped before they began: commands overtake each other on their way here.
    early: VecDeque<String>,
}

impl Reads {
    /// Runs a read under its name. When it is stopped, `work` is dropped where it stands and the answer is
    /// [`Failure::aborted`].
    pub(crate) async fn run<T>(
        &self,
        name: &str,
        work: impl Future<Output = Result<T, Failure>>,
    ) -> Result<T, Failure> {
        let stopped = self.begin(name)?;
        let _ends = End { reads: self, name };
        tokio::select! {
            biased;
            _ = stopped => Err(Failure::aborted()),
            answer = work => answer,
        }
    }

    /// Stops a read. One that has ended, or was never asked for, is none to stop, which is as good.
    pub(crate) fn stop(&self, name: &str) {
        let mut named = self.named();
        if let Some(stop) = named.running.get_mut(name) {
            drop(stop.take());
        } else if fits(name) {
            if named.early.len() == EARLY {
                named.early.pop_front();
            }
            named.early.push_back(name.to_owned());
        }
    }

    /// Puts a name on the list. What it returns ends when the read is stopped.
    fn begin(&self, name: &str) -> Result<oneshot::Receiver<()>, Failure> {
        let mut named = self.named();
        if let Some(at) = named.early.iter().position(|early| early == name) {
            named.early.remove(at);
            return Err(Failure::aborted());
        }
        if !fits(name) || named.running.contains_key(name) {
            return Err(Failure::new(
                Code::InvalidInput,
                say!("Berth cannot read this name of a read. Nothing was sent."),
            ));
        }
        if named.running.len() == MOST {
            return Err(Failure::new(
                Code::RateLimited,
                say!("Berth is reading too many things at once already. Nothing was sent. Try again in a moment."),
            )
            .retryable());
        }
        let (stop, stopped) = oneshot::channel();
        named.running.insert(name.to_owned(), Some(stop));
        Ok(stopped)
    }

    fn named(&self) -> MutexGuard<'_, Named> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a name is one that the page would make.
fn fits(name: &str) -> bool {
    (1..=LONGEST).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_graphic())
}

/// Takes the name off the list, whichever way the read ends: answered, stopped, or dropped with its command.
struct End<'a> {
    reads: &'a Reads,
    name: &'a str,
}

impl Drop for End<'_> {
    fn drop(&mut self) {
        self.reads.named().running.remove(self.name);
    }
}

#[cfg(test)]
mod tests {
    use std::future::pending;
    use std::sync::Arc;
    use std::time::Duration;

    use super::*;

    fn counts(reads: &Reads) -> (usize, usize) {
        let named = reads.named();
        (named.running.len(), named.early.len())
    }

    async fn until_running(reads: &Reads, count: usize) {
        while counts(reads).0 != count {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    /// Says so when it is dropped.
    struct Witness(Option<oneshot::Sender<()>>);

    impl Drop for Witness {
        fn drop(&mut self) {
            let _heard = self.0.take().unwrap().send(());
        }
    }

    #[tokio::test]
    async fn a_read_that_is_stopped_is_dropped_and_says_so() {
        let reads = Arc::new(Reads::default());
        let (dropped, was_dropped) = oneshot::channel();
        let running = tokio::spawn({
            let reads = Arc::clone(&reads);
            async move {
                let witness = Witness(Some(dropped));
                let work = async move {
                    pending::<()>().await;
                    drop(witness);
                    Ok(())
                };
                reads.run("a", work).await
            }
        });
        until_running(&reads, 1).await;
        reads.stop("b");
        assert_eq!(counts(&reads).0, 1, "another's name stops nothing");
        reads.stop("a");
        was_dropped.await.unwrap();
        assert_eq!(running.await.unwrap(), Err(Failure::aborted()));
        assert_eq!(counts(&reads).0, 0);
    }

    #[tokio::test]
    async fn a_read_that_is_stopped_before_it_begins_does_not_begin() {
        let reads = Reads::default();
        reads.stop("a");
        let work = async { panic!("it began") };
        assert_eq!(reads.run::<()>("a", work).await, Err(Failure::aborted()));
        assert_eq!(counts(&reads), (0, 0));
        assert_eq!(reads.run("a", async { Ok(7) }).await, Ok(7));
    }

    #[tokio::test]
    async fn a_name_is_off_the_list_however_the_read_ends() {
        let reads = Arc::new(Reads::default());
        assert_eq!(reads.run("a", async { Ok(7) }).await, Ok(7));
        assert_eq!(
            reads.run::<()>("a", async { Err(Failure::missing("region")) }).await.unwrap_err().code,
            Code::NotFound
        );
        let shared = Arc::clone(&reads);
        let fell = tokio::spawn(async move { shared.run::<()>("a", async { panic!("it fell") }).await });
        assert!(fell.await.unwrap_err().is_panic());
        let shared = Arc::clone(&reads);
        let left = tokio::spawn(async move { shared.run::<()>("a", pending()).await });
        until_running(&reads, 1).await;
        left.abort();
        assert!(left.await.unwrap_err().is_cancelled());
        assert_eq!(counts(&reads), (0, 0));
    }

    #[tokio::test]
    async fn a_name_in_use_is_refused_and_its_read_goes_on() {
        let reads = Arc::new(Reads::default());
        let (answer, answered) = oneshot::channel();
        let shared = Arc::clone(&reads);
        let first = tokio::spawn(async move { shared.run("a", async { Ok(answered.await.unwrap()) }).await });
        until_running(&reads, 1).await;
        assert_eq!(reads.run("a", async { Ok(2) }).await.unwrap_err().code, Code::InvalidInput);
        assert_eq!(counts(&reads).0, 1);
        answer.send(1).unwrap();
        assert_eq!(first.await.unwrap(), Ok(1));
    }

    #[tokio::test]
    async fn neither_list_grows_without_end() {
        let reads = Arc::new(Reads::default());
        for odd in ["", " ", "a b", "\u{e9}", &"x".repeat(LONGEST + 1)] {
            reads.stop(odd);
            assert_eq!(reads.run(odd, async { Ok(1) }).await.unwrap_err().code, Code::InvalidInput, "{odd:?}");
        }
        assert_eq!(counts(&reads), (0, 0));
        for number in 0..1000 {
            reads.stop(&number.to_string());
        }
        assert_eq!(counts(&reads), (0, EARLY));
        let running: Vec<_> = (0..MOST)
            .map(|number| {
                let shared = Arc::clone(&reads);
                tokio::spawn(async move { shared.run::<()>(&format!("read-{number}"), pending()).await })
            })
            .collect();
        until_running(&reads, MOST).await;
        assert_eq!(reads.run("one-more", async { Ok(1) }).await.unwrap_err().code, Code::RateLimited);
        for (number, read) in running.into_iter().enumerate() {
            reads.stop(&format!("read-{number}"));
            assert_eq!(read.await.unwrap(), Err(Failure::aborted()));
        }
        assert_eq!(reads.run("one-more", async { Ok(1) }).await, Ok(1));
    }
}
