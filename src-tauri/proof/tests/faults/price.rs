//! Gcore's price, which is a read: it may be sent again, three times at most, and never leaves a doubt behind.

use std::sync::Arc;

use berth_core::account::{Realm, Vendor};
use berth_core::error::Effect;
use berth_core::ports::Ledger as _;
use berth_proof::{Rig, quote};
use berth_remote::Deadlines;
use berth_sandbox::{Fault, FirstState, Injection, Operation as Call, RetryAfter, Sandbox, SandboxOptions, Start};
use tokio::task::JoinSet;

use crate::cell::{SHORT, Trouble, begin, code};
use crate::house::{self, House};
use crate::tls::Handshake;

/// A fault, and what must come of it.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    fault: &'static str,
    trouble: Trouble,
    stated: Cell,
}

/// What can be said of one question for prices that met one fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    /// How many requests the vendor read. Two, one for each term, is what prices cost when all goes well.
    pub(crate) requests: usize,
    /// The error's code, or `done`.
    pub(crate) code: String,
    /// How many quotes are kept.
    pub(crate) quotes: usize,
}

/// A cell as it was found beside what the table says.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) fault: &'static str,
    pub(crate) cell: Cell,
    stated: Cell,
}

impl Found {
    /// The difference to what the table says, if there is one.
    pub(crate) fn differs(&self) -> Option<String> {
        let Self { fault, cell, stated } = self;
        (cell != stated).then(|| format!("price, {fault}:\n   found {cell:?}\n  stated {stated:?}"))
    }
}

/// What must come of every fault, stated by hand: requests, and the code.
pub(crate) fn table() -> Vec<Row> {
    let wait = |seconds| Fault::too_many(Some(RetryAfter::Seconds(seconds)));
    let until = |seconds| Fault::too_many(Some(RetryAfter::DateInSeconds(seconds)));
    vec![
        row("connection refused", Trouble::Nobody, 0, "offline"),
        row("name not found (DNS)", Trouble::NoName, 0, "offline"),
        row("TLS: certificate that nobody vouches for", Trouble::Tls(Handshake::SelfSigned), 0, "offline"),
        row("TLS: plain text on the port", Trouble::Tls(Handshake::Plain), 0, "offline"),
        row("TLS: closed within the handshake", Trouble::Tls(Handshake::Closes), 0, "offline"),
        row("TLS: no word within the handshake", Trouble::Tls(Handshake::Silent), 0, "offline"),
        row("reset before the request is read, once", once(Fault::ResetOnConnect), 2, "done"),
        row("reset before the request is read, always", always(Fault::ResetOnConnect), 0, "offline"),
        row("reset after it is read, once", once(Fault::Reset), 3, "done"),
        row("reset after it is read, always", always(Fault::Reset), 3, "offline"),
        row("time-out, once", once(Fault::Hang), 3, "done"),
        row("time-out, always", always(Fault::Hang), 3, "offline"),
        row("one byte a second, once", once(Fault::byte_a_second()), 3, "done"),
        row("one byte a second, always", always(Fault::byte_a_second()), 3, "offline"),
        row("500, once", once(Fault::status(500)), 3, "done"),
        row("500, always", always(Fault::status(500)), 3, "offline"),
        row("401", once(Fault::status(401)), 1, "unauthorized"),
        row("403", once(Fault::status(403)), 1, "refused"),
        row("404", once(Fault::status(404)), 1, "not_found"),
        row("409", once(Fault::status(409)), 1, "refused"),
        row("422", once(Fault::status(422)), 1, "refused"),
        row("429, wait a second, once", once(wait(1)), 3, "done"),
        row("429, wait a second by date, once", once(until(1)), 3, "done"),
        row("429, wait a second, always", always(wait(1)), 3, "rate_limited"),
        row("429, wait longer than a minute", once(wait(61)), 1, "rate_limited"),
        row("redirect to another host", once(Fault::redirect()), 1, "refused"),
        row("empty 200", once(Fault::Empty), 1, "refused"),
        row("HTML with 200", once(Fault::Html { status: 200 }), 1, "refused"),
        row("JSON that ends half-way", once(Fault::TruncatedJson), 1, "refused"),
        row("connection closed half-way, once", once(Fault::CutBody), 3, "done"),
        row("wrong types", once(Fault::WrongTypes), 1, "refused"),
        row("unknown enum words", once(Fault::UnknownWords), 2, "done"),
        row("unknown fields", once(Fault::UnknownFields), 2, "done"),
        row("body of 100 MB", once(Fault::BigBody { megabytes: 100 }), 1, "refused"),
        row("two bodies glued together", once(Fault::GluedBodies), 1, "refused"),
        row("two answers glued together", once(Fault::GluedAnswers), 2, "done"),
    ]
}

fn row(fault: &'static str, trouble: Trouble, requests: usize, code: &str) -> Row {
    let stated = Cell { requests, code: code.to_owned(), quotes: usize::from(code == "done") };
    Row { fault, trouble, stated }
}

fn once(fault: Fault) -> Trouble {
    Trouble::StandIn(vec![Injection::new(fault)])
}

fn always(fault: Fault) -> Trouble {
    Trouble::StandIn(vec![Injection::new(fault).always()])
}

/// Finds out every row, in their order.
pub(crate) async fn all(rows: Vec<Row>, house: &Arc<House>) -> Vec<Found> {
    let mut running = JoinSet::new();
    for (number, Row { fault, trouble, stated }) in rows.into_iter().enumerate() {
        let house = Arc::clone(house);
        running.spawn(async move {
            let _place = house.place(trouble.waits(), trouble.strikes()).await;
            (number, Found { fault, cell: play(&trouble, &house).await, stated })
        });
    }
    let mut found = running.join_all().await;
    found.sort_by_key(|(number, _)| *number);
    found.into_iter().map(|(_, found)| found).collect()
}

async fn play(trouble: &Trouble, house: &House) -> Cell {
    let folder = tempfile::tempdir().unwrap();
    let options =
        SandboxOptions { first_state: FirstState::Empty, now: Start::Frozen(begin()), ..SandboxOptions::default() };
    let sandbox = Sandbox::start(options).await.unwrap();
    let mut deadlines = Deadlines::default();
    if *trouble == Handshake::Silent {
        deadlines.connect = SHORT;
    } else if trouble.waits() {
        deadlines.read = SHORT;
    }
    let (ledger, lookup) = (folder.path().join("ledger.db"), trouble.lookup(house));
    let rig = Rig::open_with(&ledger, sandbox.port(), begin(), deadlines, lookup).await.unwrap();
    trouble.strike(&rig, &sandbox, (Vendor::Gcore, Call::PriceReservation), house);
    let priced = quote(&rig).await;
    let asked = sandbox.received().iter().filter(|request| request.operation == Some(Call::PriceReservation)).count();
    assert!(priced.as_ref().err().is_none_or(|failure| failure.effect == Effect::None), "a read changes nothing");
    house::keeps_secrets(priced.as_ref().err(), folder.path());
    Cell { requests: asked, code: code(&priced), quotes: rig.ledger.quotes(Realm::Test).await.unwrap().len() }
}
