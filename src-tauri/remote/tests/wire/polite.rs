//! How many requests a vendor sees at once, counted by the vendor itself.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use berth_core::account::{Loopback, Origin};
use berth_core::ports::{Access, Prices as _};
use berth_core::secret::Secret;
use berth_remote::HttpPrices;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::vendor::{Act, Still, TOKEN, Vendor, answer, answer_with};

/// A vendor that takes its time, and counts who is with it.
#[derive(Default)]
struct Counter {
    present: AtomicUsize,
    most: AtomicUsize,
    served: AtomicUsize,
}

impl Counter {
    /// Listens until the test ends. `hold` is how long each answer takes.
    async fn listen(hold: Duration) -> (Arc<Self>, Access) {
        let counter = Arc::new(Self::default());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = Origin::Loopback(Loopback::v4(listener.local_addr().unwrap().port()));
        let shared = Arc::clone(&counter);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let counter = Arc::clone(&shared);
                tokio::spawn(async move { counter.serve(stream, hold).await });
            }
        });
        (counter, Access { origin, token: Secret::parse(TOKEN.into()).unwrap() })
    }

    async fn serve(&self, mut stream: TcpStream, hold: Duration) {
        let mut head = [0; 4096];
        if stream.read(&mut head).await.is_ok_and(|read| read > 0) {
            let present = self.present.fetch_add(1, Ordering::SeqCst) + 1;
            self.most.fetch_max(present, Ordering::SeqCst);
            // A client that leaves while it waits is not there any more.
            let left = tokio::time::timeout(hold, stream.read(&mut head)).await.is_ok();
            self.present.fetch_sub(1, Ordering::SeqCst);
            if !left && stream.write_all(&answer(200, "[]")).await.is_ok() {
                self.served.fetch_add(1, Ordering::SeqCst);
            }
        }
    }

    fn count(&self) -> (usize, usize) {
        (self.most.load(Ordering::SeqCst), self.served.load(Ordering::SeqCst))
    }
}

fn client() -> Arc<HttpPrices> {
    Arc::new(HttpPrices::new(Arc::new(Still)).unwrap())
}

#[tokio::test]
async fn three_reads_are_under_way_at_most_and_all_of_them_are_answered() {
    let (counter, access) = Counter::listen(Duration::from_millis(100)).await;
    let prices = client();
    let reads: Vec<_> = (0..10)
        .map(|region| {
            let (prices, access) = (Arc::clone(&prices), access.clone());
            tokio::spawn(async move { prices.reservable(&access, region).await })
        })
        .collect();
    for read in reads {
        assert_eq!(read.await.unwrap(), Ok(Vec::new()));
    }
    assert_eq!(counter.count(), (3, 10));
}

#[tokio::test]
async fn a_read_that_is_dropped_gives_its_turn_back() {
    let (counter, access) = Counter::listen(Duration::from_secs(30)).await;
    let prices = client();
    let read = |region| {
        let (prices, access) = (Arc::clone(&prices), access.clone());
        tokio::spawn(async move { prices.reservable(&access, region).await })
    };
    let slow: Vec<_> = (0..6).map(read).collect();
    while counter.present.load(Ordering::SeqCst) < 3 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    for read in slow {
        read.abort();
        assert!(read.await.unwrap_err().is_cancelled());
    }
    // Its connections are closed as well: the vendor need not answer what nobody waits for.
    while counter.present.load(Ordering::SeqCst) > 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let swift = Vendor::answering(200, "[]").await;
    let read = tokio::time::timeout(Duration::from_secs(5), prices.reservable(&swift.access(), 7)).await;
    assert_eq!(read.unwrap(), Ok(Vec::new()));
    assert_eq!(counter.count(), (3, 0));
}

#[tokio::test]
async fn a_read_that_pauses_between_two_tries_takes_no_turn() {
    let busy = Vendor::new([Act::Say(answer_with(503, "retry-after: 60\r\n", b""))]).await;
    let swift = Vendor::answering(200, "[]").await;
    let prices = client();
    for region in 0..3 {
        let (prices, access) = (Arc::clone(&prices), busy.access());
        tokio::spawn(async move { prices.reservable(&access, region).await });
    }
    while busy.requests().len() < 3 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let read = tokio::time::timeout(Duration::from_secs(10), prices.reservable(&swift.access(), 7)).await;
    assert_eq!(read.expect("three that wait for a vendor keep out the fourth"), Ok(Vec::new()));
}
