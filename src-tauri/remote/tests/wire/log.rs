//! What is logged, at the finest level, by this crate and by all below it.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use berth_core::ports::{Capacity as _, Prices as _};
use berth_core::quote::Term;
use berth_core::secret::Secret;
use tracing_subscriber::filter::LevelFilter;

use crate::cloudidr::{id, order};
use crate::gcore::basket;
use crate::vendor::{TOKEN, Vendor, capacity, prices};

#[derive(Clone, Default)]
struct Paper(Arc<Mutex<Vec<u8>>>);

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_log_at_the_finest_level_holds_requests_and_no_secret_and_no_body() {
    let paper = Paper::default();
    let writer = paper.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(LevelFilter::TRACE)
        .with_writer(move || writer.clone())
        .with_ansi(false)
        .finish();
    // The test's runtime has one thread, so the tasks of the connections are heard as well.
    let listening = tracing::subscriber::set_default(subscriber);
    let body = format!(r#"{{"access_token": "{TOKEN}", "message": "words of the vendor"}}"#);
    for status in [200, 401, 500] {
        let vendor = Vendor::answering(status, &body).await;
        let access = vendor.access();
        let password = Secret::parse("correct horse".into()).unwrap();
        let _ = capacity().sign_in(access.origin, "user@example.com", &password).await;
        let _ = capacity().reserve(&access, &order()).await;
        let _ = capacity().purchase(&access, &id()).await;
        let _ = capacity().cancel(&access, &id()).await;
        let _ = prices().price(&access, &basket(), Term::Months12).await;
        let _ = prices().holder(&access).await;
    }
    drop(listening);
    let log = String::from_utf8(paper.0.lock().unwrap().clone()).unwrap();
    for present in ["/external/api/v1/flexcompute/purchase", "/cloud/v1/pricing/{region}/billing_reservation", "500"] {
        assert!(log.contains(present), "{present} is missing in {log}");
    }
    for secret in
        [TOKEN, "abcdef0123456789", "correct horse", "words of the vendor", "user@example.com", "sc_830349911839"]
    {
        assert!(!log.contains(secret), "{secret} is in {log}");
    }
}
