//! `/_sandbox/`: the same switches as the library's, over HTTP, so that a story can drive the binary.
//!
//! | method and path | body or answer |
//! |---|---|
//! | GET `state` | what the vendors know |
//! | GET, DELETE `received` | the log of requests; forget it |
//! | GET `charges` | cidrId to number of charges |
//! | GET `first-state` | the shipped policies |
//! | GET, POST `clock` | `{"advance_seconds": 900}`, `{"set": "2026-01-08T15:20:15Z"}`, `{"frozen": true}` |
//! | GET, POST, DELETE `faults` | an injection; all off, and what is late by one comes now |
//! | POST `habits` | `{"strictness": "lax"}`, `{"free_cancel_body": "braces"}` |
//! | POST `reset` | back to the first state |

use std::{
    collections::BTreeMap,
    io,
    sync::{Arc, atomic::Ordering},
};

use axum::{
    Json, Router,
    extract::{Request, State},
    http::{StatusCode, header},
    middleware::{Next, from_fn},
    response::Response,
    routing::{get, post},
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    cloudidr::Policy,
    fault::Injection,
    first_state::{self, SeedPolicy},
    options::{FreeCancelBody, Strictness},
    received::Received,
    stand::Stand,
};

pub(crate) fn router() -> Router<Arc<Stand>> {
    Router::new()
        .route("/state", get(async |State(stand): State<Arc<Stand>>| Json(overview(&stand))))
        .route("/received", get(received).delete(forget_received))
        .route("/charges", get(charges))
        .route("/first-state", get(seeds))
        .route("/clock", get(clock).post(move_clock))
        .route("/faults", get(faults).post(inject).delete(clear_faults))
        .route("/habits", post(set_habits))
        .route("/reset", post(start_over))
        .layer(from_fn(not_from_a_page))
}

/// SECURITY: any page in a browser may post to this port, and the browser then says where the page is from. Our own
/// callers are programs and say nothing.
async fn not_from_a_page(request: Request, next: Next) -> Result<Response, StatusCode> {
    if request.headers().contains_key(header::ORIGIN) {
        Err(StatusCode::FORBIDDEN)
    } else {
        Ok(next.run(request).await)
    }
}

/// What the two vendors know.
pub(crate) fn overview(stand: &Stand) -> Value {
    stand.store.read(|state| {
        let now = state.clock.now();
        let policies: Vec<Policy<'_>> =
            state.cloudidr.bookings.values().map(|booking| Policy::of(booking, now, true)).collect();
        json!({
            "now": now,
            "frozen": state.clock.is_frozen(),
            "strictness": state.habits.strictness,
            "free_cancel_body": state.habits.free_cancel_body,
            "connections": stand.accepted.load(Ordering::Relaxed),
            "policies": policies,
            "charges": state.charges(),
            "reservations": state.gcore.records(now),
        })
    })
}

pub(crate) fn reset(stand: &Stand) -> io::Result<()> {
    stand.faults.clear();
    stand.received.clear();
    stand.store.reset()
}

async fn received(State(stand): State<Arc<Stand>>) -> Json<Vec<Received>> {
    Json(stand.received.list())
}

async fn forget_received(State(stand): State<Arc<Stand>>) -> StatusCode {
    stand.received.clear();
    StatusCode::NO_CONTENT
}

async fn charges(State(stand): State<Arc<Stand>>) -> Json<BTreeMap<String, u64>> {
    Json(stand.store.read(crate::state::State::charges))
}

async fn seeds(State(stand): State<Arc<Stand>>) -> Json<Vec<SeedPolicy>> {
    Json(stand.store.read(first_state::seeds))
}

#[derive(Serialize)]
struct ClockView {
    now: Timestamp,
    frozen: bool,
}

/// The changes are made in this order: freeze, set, advance.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClockChange {
    frozen: Option<bool>,
    set: Option<Timestamp>,
    advance_seconds: Option<i64>,
}

async fn clock(State(stand): State<Arc<Stand>>) -> Json<ClockView> {
    Json(stand.store.read(|state| ClockView { now: state.clock.now(), frozen: state.clock.is_frozen() }))
}

async fn move_clock(
    State(stand): State<Arc<Stand>>,
    Json(wanted): Json<ClockChange>,
) -> Result<Json<ClockView>, StatusCode> {
    let changed = stand.store.change(true, |state| {
        if let Some(frozen) = wanted.frozen {
            state.clock.freeze(frozen);
        }
        if let Some(to) = wanted.set {
            state.clock.set(to);
        }
        if let Some(seconds) = wanted.advance_seconds {
            state.clock.advance(SignedDuration::from_secs(seconds));
        }
        ClockView { now: state.clock.now(), frozen: state.clock.is_frozen() }
    });
    changed.map(|change| Json(change.outcome)).map_err(|fault| unwritten(&fault))
}

async fn faults(State(stand): State<Arc<Stand>>) -> Json<Vec<Injection>> {
    Json(stand.faults.list())
}

async fn inject(State(stand): State<Arc<Stand>>, Json(injection): Json<Injection>) -> Json<Vec<Injection>> {
    stand.faults.add(injection);
    Json(stand.faults.list())
}

async fn clear_faults(State(stand): State<Arc<Stand>>) -> StatusCode {
    stand.faults.clear();
    StatusCode::NO_CONTENT
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HabitsChange {
    strictness: Option<Strictness>,
    free_cancel_body: Option<FreeCancelBody>,
}

async fn set_habits(
    State(stand): State<Arc<Stand>>,
    Json(wanted): Json<HabitsChange>,
) -> Result<StatusCode, StatusCode> {
    let changed = stand.store.change(true, |state| {
        let habits = &mut state.habits;
        habits.strictness = wanted.strictness.unwrap_or(habits.strictness);
        habits.free_cancel_body = wanted.free_cancel_body.unwrap_or(habits.free_cancel_body);
    });
    changed.map(|_| StatusCode::NO_CONTENT).map_err(|fault| unwritten(&fault))
}

async fn start_over(State(stand): State<Arc<Stand>>) -> Result<StatusCode, StatusCode> {
    reset(&stand).map(|()| StatusCode::NO_CONTENT).map_err(|fault| unwritten(&fault))
}

fn unwritten(fault: &io::Error) -> StatusCode {
    tracing::error!(%fault, "the sandbox's state could not be written");
    StatusCode::INTERNAL_SERVER_ERROR
}
