//! What happens to a request, from the connection to the vendor's code and back.

use std::{
    sync::{Arc, atomic::AtomicU64},
    time::Duration,
};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{ConnectInfo, Query, RawPathParams, Request, State},
    http::{StatusCode, header, request::Parts},
    response::Response,
    routing::{MethodFilter, on},
};
use jiff::Timestamp;
use tokio::{sync::watch, time::sleep};

use crate::{
    answer::Answer,
    call::Call,
    cloudidr,
    connection::{Line, Phase, Play},
    control,
    fault::{Fault, Faults, Strike},
    gcore,
    operation::{Operation, Vendor},
    received::{Received, ReceivedLog, masked},
    store::Store,
};

/// Longest request body that is read; no request of either contract comes near it.
const LONGEST_BODY: usize = 2_000_000;

/// What all connections share.
#[derive(Debug)]
pub(crate) struct Stand {
    pub(crate) store: Store,
    pub(crate) faults: Arc<Faults>,
    pub(crate) received: ReceivedLog,
    /// Connections accepted so far.
    pub(crate) accepted: Arc<AtomicU64>,
    pub(crate) phase: watch::Sender<Phase>,
}

pub(crate) fn router(stand: Arc<Stand>) -> Router {
    let mut router = Router::new();
    for operation in Operation::ALL {
        let (method, path) = operation.route();
        let filter = match method {
            "POST" => MethodFilter::POST,
            "PUT" => MethodFilter::PUT,
            "DELETE" => MethodFilter::DELETE,
            _ => MethodFilter::GET,
        };
        let handler = move |State(stand): State<Arc<Stand>>,
                            ConnectInfo(line): ConnectInfo<Line>,
                            path: RawPathParams,
                            request: Request| async move {
            let path = path.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
            serve(stand, operation, line, path, request).await
        };
        router = router.route(path, on(filter, handler));
    }
    router
        .nest("/_sandbox", control::router())
        .fallback(|state: State<Arc<Stand>>, request: Request| strange(state, request, StatusCode::NOT_FOUND))
        .method_not_allowed_fallback(|state: State<Arc<Stand>>, request: Request| {
            strange(state, request, StatusCode::METHOD_NOT_ALLOWED)
        })
        .with_state(stand)
}

impl Stand {
    pub(crate) fn now(&self) -> Timestamp {
        self.store.read(|state| state.clock.now())
    }

    /// Waits, and says whether the sandbox is still there afterwards.
    async fn pause(&self, milliseconds: u64) -> bool {
        let mut phase = self.phase.subscribe();
        tokio::select! {
            () = sleep(Duration::from_millis(milliseconds)) => *self.phase.borrow() != Phase::Shut,
            _ = phase.wait_for(|phase| *phase == Phase::Shut) => false,
        }
    }

    /// Does the work of a call. It runs as a task of its own: a vendor's server does not stop half-way because a client
    /// has hung up, and neither may this one.
    async fn work(self: Arc<Self>, mut call: Call, strike: Strike, mut cleared: watch::Receiver<()>) -> Answer {
        let number = call.number;
        let vendor = call.operation.vendor();
        if strike.delay_ms > 0 && !self.pause(strike.delay_ms).await {
            return Answer::empty(503);
        }
        let keep = strike.injection.as_ref().is_none_or(crate::Injection::commits);
        let change = self.store.change(keep, |state| {
            call.now = state.clock.now();
            match vendor {
                Vendor::Cloudidr => cloudidr::answer(state, &call),
                Vendor::Gcore => gcore::answer(state, &call),
            }
        });
        let answer = match change {
            Ok(change) => {
                self.received.update(number, |received| received.committed = change.committed);
                change.outcome
            }
            Err(fault) => {
                tracing::error!(%fault, "the sandbox's state could not be written; the call was not carried out");
                refusal(vendor, 500, number, self.now())
            }
        };
        if strike.late_ms > 0 {
            tokio::select! {
                _ = self.pause(strike.late_ms) => {}
                _ = cleared.changed() => {}
            }
        }
        answer
    }
}

/// The answer of a vendor that refuses for a reason of no operation in particular.
fn refusal(vendor: Vendor, status: u16, number: u64, now: Timestamp) -> Answer {
    match vendor {
        Vendor::Cloudidr => cloudidr::refusal(status, None, now),
        Vendor::Gcore => gcore::refusal(status, number),
    }
}

async fn serve(
    stand: Arc<Stand>,
    operation: Operation,
    line: Line,
    path: Vec<(String, String)>,
    request: Request,
) -> Response {
    line.play(Play::Plain);
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LONGEST_BODY).await else {
        return refusal(operation.vendor(), 413, 0, stand.now()).into_response(stand.now());
    };
    let number = stand.received.note(received(&stand, &parts, &body, Some(operation)));
    // Asked for first, so that no switching off lies between what struck and what it waits for.
    let cleared = stand.faults.cleared();
    let strike = stand.faults.strike(operation);
    let call = Call {
        number,
        operation,
        now: stand.now(),
        path,
        query: Query::try_from_uri(&parts.uri).map(|Query(query)| query).unwrap_or_default(),
        authorization: header_text(&parts, &header::AUTHORIZATION),
        content_type: header_text(&parts, &header::CONTENT_TYPE),
        body,
        price_moved: match strike.injection.as_ref().map(|injection| &injection.fault) {
            Some(Fault::PriceMoved { by }) => Some(*by),
            _ => None,
        },
    };
    let fault = strike.injection.as_ref().map(|injection| injection.fault.clone()).or(match &strike {
        Strike { delay_ms: ms @ 1.., .. } => Some(Fault::Delay { ms: *ms }),
        Strike { late_ms: ms @ 1.., .. } => Some(Fault::LateAnswer { ms: *ms }),
        _ => None,
    });
    stand.received.update(number, |received| received.fault.clone_from(&fault));

    let answer = match tokio::spawn(Arc::clone(&stand).work(call, strike, cleared)).await {
        Ok(answer) => answer,
        Err(failed) => {
            tracing::error!(%failed, "the sandbox's work on a call ended early");
            refusal(operation.vendor(), 500, number, stand.now())
        }
    };
    let now = stand.now();
    let answer = match &fault {
        Some(fault) => fault.applied_to(answer, operation.vendor(), number, now),
        None => answer,
    };
    match fault {
        Some(Fault::Hang) => std::future::pending::<()>().await,
        Some(Fault::Drop) => line.play(Play::Close),
        Some(Fault::Reset) => line.play(Play::Reset),
        Some(Fault::CutBody) => line.play(Play::CutBody),
        Some(Fault::GluedAnswers) => line.play(Play::Twice),
        Some(Fault::Slow { ms_per_byte }) => line.play(Play::Slow(Duration::from_millis(ms_per_byte))),
        _ => {}
    }
    if !matches!(fault, Some(Fault::Drop | Fault::Reset)) {
        stand.received.update(number, |received| received.status = Some(answer.status));
    }
    answer.into_response(now)
}

/// A path or method no contract has. It is logged as well, because a client that asks for it is wrong.
async fn strange(State(stand): State<Arc<Stand>>, request: Request, status: StatusCode) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, LONGEST_BODY).await.unwrap_or_default();
    let number = stand.received.note(received(&stand, &parts, &body, None));
    stand.received.update(number, |received| received.status = Some(status.as_u16()));
    let vendor = if parts.uri.path().starts_with("/external") { Vendor::Cloudidr } else { Vendor::Gcore };
    refusal(vendor, status.as_u16(), number, stand.now()).into_response(stand.now())
}

fn received(stand: &Stand, parts: &Parts, body: &[u8], operation: Option<Operation>) -> Received {
    Received {
        number: 0,
        at: stand.now(),
        method: parts.method.to_string(),
        path: parts.uri.to_string(),
        operation,
        // SECURITY: only the scheme is kept, and a header without one is taken to be a bare credential.
        authorization: header_text(parts, &header::AUTHORIZATION)
            .map(|value| value.split_once(' ').map_or_else(|| "***".to_owned(), |(scheme, _)| scheme.to_owned())),
        body: masked(body),
        committed: false,
        fault: None,
        status: None,
    }
}

fn header_text(parts: &Parts, name: &header::HeaderName) -> Option<String> {
    parts.headers.get(name)?.to_str().ok().map(ToOwned::to_owned)
}
