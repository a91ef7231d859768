//! The house in which the cells are played: room for so many at once, the ports that are worse than the stand-in, and what
//! must be true in it whatever the table says.

use std::path::Path;

use berth_core::attempt::State;
use berth_core::error::{Code, Effect, Failure};
use berth_proof::{PASSWORD, TOKEN};
use berth_sandbox::{Fault, Injection, Operation as Call, Received};
use tokio::net::TcpSocket;
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::cell::Cell;
use crate::tls::{Counted, Hosts};

/// How every token begins that the stand-in issues for a password. It is as secret as that.
const ISSUED: &str = "eyJhbGciOiJIUzI1NiI";

/// What all cells share.
pub(crate) struct House {
    room: Semaphore,
    pub(crate) closed: Closed,
    /// Where requests are taken in and never read.
    pub(crate) unread: Counted,
    /// Where redirects lead.
    pub(crate) elsewhere: Counted,
    /// What is found under the vendor's name.
    pub(crate) tls: Hosts,
}

impl House {
    pub(crate) fn open() -> Self {
        Self {
            room: Semaphore::new(24),
            closed: Closed::bound(),
            unread: Counted::resetting(),
            elsewhere: Counted::closing(),
            tls: Hosts::open(),
        }
    }

    /// A place for a cell, when there is room: for eight at once, of those that only wait three times as many, and of
    /// those with an answer of a hundred megabytes two.
    pub(crate) async fn place(&self, waits: bool, strikes: &[Injection]) -> SemaphorePermit<'_> {
        let huge = strikes.iter().any(|strike| matches!(strike.fault, Fault::BigBody { .. }));
        let size = if huge {
            12
        } else if waits {
            1
        } else {
            3
        };
        self.room.acquire_many(size).await.unwrap()
    }

    /// What can only be seen when all is over. `unread` cells sent something that was not read.
    pub(crate) fn is_clean(&self, unread: usize) {
        assert_eq!(self.unread.connections(), unread, "what was not read was sent again");
        assert_eq!(self.elsewhere.connections(), 0, "something followed a redirect");
        assert_eq!(self.tls.requests(), 0, "something was sent behind a certificate that nobody vouches for");
    }
}

/// A port at which nobody listens, and which nobody else can take meanwhile.
pub(crate) struct Closed(TcpSocket);

impl Closed {
    fn bound() -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        Self(socket)
    }

    pub(crate) fn port(&self) -> u16 {
        self.0.local_addr().unwrap().port()
    }
}

/// The rules about money.
pub(crate) fn holds(cell: &Cell, failure: Option<&Failure>, received: &[Received], operation: Call) {
    let state = cell.ending.state;
    let effect = cell.ending.effect;
    if cell.done {
        assert_ne!(state, Some(State::Refused), "the vendor did it, and the ledger says that it did not");
        assert_ne!(effect, Effect::None, "the vendor did it, and the user is told that it did not");
    } else {
        assert_ne!(state, Some(State::Confirmed), "the vendor did not do it, and the ledger says that it did");
        assert_ne!(effect, Effect::Applied, "the vendor did not do it, and the user is told that it did");
    }
    if state == Some(State::Unknown) {
        assert_eq!(effect, Effect::Unknown, "the ledger doubts, and the user is not told");
        assert!(failure.is_some_and(|failure| !failure.retryable), "nobody may be invited to try a doubt again");
    }
    assert_eq!(state.is_none(), cell.requests == 0 && cell.rows.is_empty(), "sent without a record");

    if let Some(failure) = failure.filter(|failure| failure.effect == Effect::None) {
        assert!(failure.message.contains("Nothing was"), "it is not said that nothing was done: {}", failure.message);
    }
    if let Some(failure) = failure.filter(|failure| failure.code == Code::RateLimited) {
        assert!(failure.message.contains("30 seconds"), "the wait that was asked for is not told: {}", failure.message);
    }

    let order: Vec<_> = received.iter().filter_map(|request| request.operation).collect();
    let sent = order.iter().filter(|sent| **sent == operation).count();
    match sent {
        0 | 1 => {}
        2 => {
            assert_eq!(order, [operation, Call::SignIn, operation], "sent twice without a sign-in between");
            let first = received.iter().find(|request| request.operation == Some(operation));
            assert_eq!(first.and_then(|request| request.status), Some(401), "sent again without a 401");
        }
        more => panic!("sent {more} times"),
    }
}

/// Neither the password nor a token is in what is shown, in what is logged, or in any file.
pub(crate) fn keeps_secrets(failure: Option<&Failure>, folder: &Path) {
    let words = failure.map(|failure| format!("{} {}", failure.message, failure.detail)).unwrap_or_default();
    let mut files = 0;
    let mut places = vec![("the failure".to_owned(), words.into_bytes())];
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        // A file that SQLite has just put away holds nothing any more.
        let Ok(bytes) = std::fs::read(&path) else { continue };
        files += 1;
        places.push((path.display().to_string(), bytes));
    }
    assert!(files > 0, "there is no ledger to look into");
    for (place, bytes) in places {
        for secret in [PASSWORD, ISSUED, TOKEN] {
            let found = bytes.windows(secret.len()).any(|part| part == secret.as_bytes());
            assert!(!found, "a secret stands in {place}");
        }
    }
}
