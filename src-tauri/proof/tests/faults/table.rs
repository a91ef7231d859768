//! What must come of every fault, stated by hand. A line reads: for these operations the vendor did it or not, so many
//! requests reached it, it ends like this, these rows are in the activity log, and asking for the same again after a
//! restart gives this and leaves the first attempt there.

use berth_core::attempt::{Operation, State};
use berth_core::error::Effect;
use berth_sandbox::{Fault, Injection, Operation as Call, RetryAfter};

use crate::cell::{Cell, Ending, Row, Stage, TOO_LATE_MS, Trouble};
use crate::tls::Handshake;

use Operation::{Cancel, Configure, Create, Purchase, Renew, Reserve, Withdraw};
use State::{Absent, Confirmed, Refused, Unknown};

const ALL: &[Operation] = &[Reserve, Purchase, Cancel, Configure, Renew, Create, Withdraw];
/// Whatever is locked by a doubt. A cancellation in doubt may be followed by another one, which settles it.
const LOCKED: &[Operation] = &[Reserve, Purchase, Configure, Renew, Create, Withdraw];
const CANCEL: &[Operation] = &[Cancel];
/// What can be asked for once only; Berth itself says no to the second time.
const FINAL: &[Operation] = &[Purchase, Cancel];
const REPEATABLE: &[Operation] = &[Reserve, Configure, Renew, Create];
const PURCHASE: &[Operation] = &[Purchase];
/// Can be asked for once only, too; it is the vendor that says no, to the reading before the second time.
const WITHDRAW: &[Operation] = &[Withdraw];
const CREATE: &[Operation] = &[Create];
/// Whose answer has a body that must be readable.
const READ: &[Operation] = &[Reserve, Purchase, Configure, Renew, Create];
/// By an account with a user and a password, which can sign in again; and of those what is locked, and what is repeatable.
const BY_PASSWORD: &[Operation] = &[Reserve, Purchase, Cancel, Configure, Renew];
const USER_LOCKED: &[Operation] = &[Reserve, Purchase, Configure, Renew];
const USER_REPEAT: &[Operation] = &[Reserve, Configure, Renew];
/// By an account with a token, beside which there is no other.
const BY_TOKEN: &[Operation] = &[Create, Withdraw];

const DONE: bool = true;
const NOT_DONE: bool = false;

/// Requests for the operation that the vendor reads, and sign-ins.
#[derive(Clone, Copy)]
struct Wire(usize, usize);

const NOTHING: Wire = Wire(0, 0);
const ONCE: Wire = Wire(1, 0);
/// After a 401 and a fresh sign-in.
const TWICE: Wire = Wire(2, 1);
/// After a 401 whose sign-in fails.
const ONCE_AND_SIGN_IN: Wire = Wire(1, 1);
/// The sign-in went out, the operation did not.
const SIGN_IN: Wire = Wire(0, 1);

type End = (Option<State>, Effect, &'static str);

const SUCCESS: End = (Some(Confirmed), Effect::Applied, "done");
const IN_DOUBT: End = (Some(Unknown), Effect::Unknown, "outcome_unknown");
const OFFLINE: End = (Some(Refused), Effect::None, "offline");
const UNAUTHORIZED: End = (Some(Refused), Effect::None, "unauthorized");
const REFUSED: End = (Some(Refused), Effect::None, "refused");
const NOT_FOUND: End = (Some(Refused), Effect::None, "not_found");
const RATE_LIMITED: End = (Some(Refused), Effect::None, "rate_limited");

const ROWS: &str = "recorded sent learnt";
const ROWS_TWICE: &str = "recorded sent sent learnt";

/// Why a withdrawal is left out of faults of an answer's body that come without the work.
const NO_BODY: &str =
    "it is answered without a body, so that there is nothing to be wrong; whoever says 204 is believed";
/// Why what a token signs is left out of what follows a fresh sign-in.
const NO_SIGN_IN: &str = "an account with a token has no sign-in, and nothing is sent after a 401";

/// What is stated of a fault for fewer than all operations, which it leaves out, and why.
const LEFT_OUT: &[(&str, &[Operation], &str)] = &[
    ("401, then the sign-in fails with 500", BY_TOKEN, NO_SIGN_IN),
    ("401, then a time-out, not done", BY_TOKEN, NO_SIGN_IN),
    ("401, then a time-out, done", BY_TOKEN, NO_SIGN_IN),
    ("empty 200, not done", CANCEL, "it is the documented answer of a cancellation that was done; nobody can tell"),
    ("empty 200, not done", WITHDRAW, NO_BODY),
    ("one byte a second, not done", WITHDRAW, NO_BODY),
    ("JSON that ends half-way, not done", WITHDRAW, NO_BODY),
    ("connection closed half-way, not done", WITHDRAW, NO_BODY),
    ("wrong types, not done", WITHDRAW, NO_BODY),
    ("body of 100 MB, not done", WITHDRAW, NO_BODY),
    ("two bodies glued together, not done", WITHDRAW, NO_BODY),
    (
        "price moved since it was seen",
        &[Reserve, Cancel, Configure, Renew, Withdraw],
        "only a purchase and a commitment have a price that was seen",
    ),
];

/// The fault whose deliveries the vendor cannot count.
pub(crate) const UNREAD: &str = "reset before the request is read";

/// Every operation, with the account signed in.
#[rustfmt::skip] // A table is read along its lines and down its columns.
#[expect(clippy::too_many_lines, reason = "it is a table")]
pub(crate) fn operations() -> Vec<Row> {
    vec![
        // Nothing leaves this machine.
        fault("connection refused", Trouble::Nobody)
            .met(ALL,         NOT_DONE, NOTHING,          OFFLINE,      ROWS,       ("done", Refused)),
        fault("name not found (DNS)", Trouble::NoName)
            .met(ALL,         NOT_DONE, NOTHING,          OFFLINE,      ROWS,       ("done", Refused)),
        fault("TLS: certificate that nobody vouches for", Trouble::Tls(Handshake::SelfSigned))
            .met(ALL,         NOT_DONE, NOTHING,          OFFLINE,      ROWS,       ("done", Refused)),
        fault("TLS: plain text on the port", Trouble::Tls(Handshake::Plain))
            .met(ALL,         NOT_DONE, NOTHING,          OFFLINE,      ROWS,       ("done", Refused)),
        fault("TLS: closed within the handshake", Trouble::Tls(Handshake::Closes))
            .met(ALL,         NOT_DONE, NOTHING,          OFFLINE,      ROWS,       ("done", Refused)),
        fault("TLS: no word within the handshake", Trouble::Tls(Handshake::Silent))
            .met(ALL,         NOT_DONE, NOTHING,          OFFLINE,      ROWS,       ("done", Refused)),

        // The connection breaks, or nothing comes.
        fault(UNREAD, Trouble::Unread)
            .met(LOCKED,      NOT_DONE, NOTHING,          IN_DOUBT,     ROWS,       ("already_running", Unknown))
            .met(CANCEL,      NOT_DONE, NOTHING,          IN_DOUBT,     ROWS,       ("done", Absent)),
        fault("reset after it is read, not done", undone(Fault::Reset))
            .met(LOCKED,      NOT_DONE, ONCE,             IN_DOUBT,     ROWS,       ("already_running", Unknown))
            .met(CANCEL,      NOT_DONE, ONCE,             IN_DOUBT,     ROWS,       ("done", Absent)),
        fault("reset after it is done", done(Fault::Reset))
            .met(LOCKED,      DONE,     ONCE,             IN_DOUBT,     ROWS,       ("already_running", Unknown))
            .met(CANCEL,      DONE,     ONCE,             IN_DOUBT,     ROWS,       ("done", Confirmed)),
        fault("closed without an answer, not done", undone(Fault::Drop))
            .met(LOCKED,      NOT_DONE, ONCE,             IN_DOUBT,     ROWS,       ("already_running", Unknown))
            .met(CANCEL,      NOT_DONE, ONCE,             IN_DOUBT,     ROWS,       ("done", Absent)),
        fault("closed without an answer, done", done(Fault::Drop))
            .met(LOCKED,      DONE,     ONCE,             IN_DOUBT,     ROWS,       ("already_running", Unknown))
            .met(CANCEL,      DONE,     ONCE,             IN_DOUBT,     ROWS,       ("done", Confirmed)),
        fault("time-out, not done", undone(Fault::Hang))
            .met(LOCKED,      NOT_DONE, ONCE,             IN_DOUBT,     ROWS,       ("already_running", Unknown))
            .met(CANCEL,      NOT_DONE, ONCE,             IN_DOUBT,     ROWS,       ("done", Absent)),
        fault("time-out, done", done(Fault::Hang))
            .met(LOCKED,      DONE,     ONCE,             IN_DOUBT,     ROWS,       ("already_running", Unknown))
            .met(CANCEL,      DONE,     ONCE,             IN_DOUBT,     ROWS,       ("done", Confirmed)),
        fault("time-out, done after Berth has given up", done(Fault::Delay { ms: TOO_LATE_MS }))
            .met(LOCKED,      DONE,     ONCE,             IN_DOUBT,     ROWS,       ("already_running", Unknown))
            .met(CANCEL,      DONE,     ONCE,             IN_DOUBT,     ROWS,       ("done", Confirmed)),
        fault("one byte a second, not done", undone(Fault::byte_a_second()))
            .met(READ,        NOT_DONE, ONCE,             IN_DOUBT,     ROWS,       ("already_running", Unknown))
            .met(CANCEL,      NOT_DONE, ONCE,             IN_DOUBT,     ROWS,       ("done", Absent)),
        fault("one byte a second, done", done(Fault::byte_a_second()))
            .met(READ,        DONE,     ONCE,             IN_DOUBT,     ROWS,       ("already_running", Unknown))
            .met(CANCEL,      DONE,     ONCE,             IN_DOUBT,     ROWS,       ("done", Confirmed))
            .met(WITHDRAW,    DONE,     ONCE,             SUCCESS,      ROWS,       ("not_found", Confirmed)),

        // The vendor does not know who asks.
        fault("401 once", undone(Fault::status(401)))
            .met(USER_REPEAT, DONE,     TWICE,            SUCCESS,      ROWS_TWICE, ("done", Confirmed))
            .met(FINAL,       DONE,     TWICE,            SUCCESS,      ROWS_TWICE, ("refused", Confirmed))
            .met(BY_TOKEN,    NOT_DONE, ONCE,             UNAUTHORIZED, ROWS,       ("done", Refused)),
        fault("401 always", Trouble::StandIn(vec![Injection::new(Fault::status(401)).always()]))
            .met(BY_PASSWORD, NOT_DONE, TWICE,            UNAUTHORIZED, ROWS_TWICE, ("done", Refused))
            .met(BY_TOKEN,    NOT_DONE, ONCE,             UNAUTHORIZED, ROWS,       ("done", Refused)),
        fault("401, then the sign-in fails with 500", after_401(Injection::new(Fault::status(500)).on(Call::SignIn)))
            .met(BY_PASSWORD, NOT_DONE, ONCE_AND_SIGN_IN, UNAUTHORIZED, ROWS,       ("done", Refused)),
        fault("401, then a time-out, not done", after_401(Injection::new(Fault::Hang).uncommitted()))
            .met(USER_LOCKED, NOT_DONE, TWICE,            IN_DOUBT,     ROWS_TWICE, ("already_running", Unknown))
            .met(CANCEL,      NOT_DONE, TWICE,            IN_DOUBT,     ROWS_TWICE, ("done", Absent)),
        fault("401, then a time-out, done", after_401(Injection::new(Fault::Hang).committed()))
            .met(USER_LOCKED, DONE,     TWICE,            IN_DOUBT,     ROWS_TWICE, ("already_running", Unknown))
            .met(CANCEL,      DONE,     TWICE,            IN_DOUBT,     ROWS_TWICE, ("done", Confirmed)),

        // The vendor says no.
        fault("400", undone(Fault::status(400)))
            .met(ALL,         NOT_DONE, ONCE,             REFUSED,      ROWS,       ("done", Refused)),
        fault("403", undone(Fault::status(403)))
            .met(ALL,         NOT_DONE, ONCE,             REFUSED,      ROWS,       ("done", Refused)),
        fault("404", undone(Fault::status(404)))
            .met(ALL,         NOT_DONE, ONCE,             NOT_FOUND,    ROWS,       ("done", Refused)),
        fault("404 from something on the way", undone(Fault::Html { status: 404 }))
            .met(ALL,         NOT_DONE, ONCE,             REFUSED,      ROWS,       ("done", Refused)),
        fault("409", undone(Fault::status(409)))
            .met(ALL,         NOT_DONE, ONCE,             REFUSED,      ROWS,       ("done", Refused)),
        fault("422", undone(Fault::status(422)))
            .met(ALL,         NOT_DONE, ONCE,             REFUSED,      ROWS,       ("done", Refused)),
        fault("429, wait 30 seconds", undone(Fault::too_many(Some(RetryAfter::Seconds(30)))))
            .met(ALL,         NOT_DONE, ONCE,             RATE_LIMITED, ROWS,       ("done", Refused)),
        fault("429, wait until a date", undone(Fault::too_many(Some(RetryAfter::DateInSeconds(30)))))
            .met(ALL,         NOT_DONE, ONCE,             RATE_LIMITED, ROWS,       ("done", Refused)),

        // A status that proves nothing.
        fault("500, not done", undone(Fault::status(500)))
            .met(LOCKED,      NOT_DONE, ONCE,             IN_DOUBT,     ROWS,       ("already_running", Unknown))
            .met(CANCEL,      NOT_DONE, ONCE,             IN_DOUBT,     ROWS,       ("done", Absent)),
        fault("500, done", done(Fault::status(500)))
            .met(LOCKED,      DONE,     ONCE,             IN_DOUBT,     ROWS,       ("already_running", Unknown))
            .met(CANCEL,      DONE,     ONCE,             IN_DOUBT,     ROWS,       ("done", Confirmed)),
        fault("502 from something on the way, not done", undone(Fault::Html { status: 502 }))
            .met(LOCKED,      NOT_DONE, ONCE,             IN_DOUBT,     ROWS,       ("already_running", Unknown))
            .met(CANCEL,      NOT_DONE, ONCE,             IN_DOUBT,     ROWS,       ("done", Absent)),
        fault("502 from something on the way, done", done(Fault::Html { status: 502 }))
            .met(LOCKED,      DONE,     ONCE,             IN_DOUBT,     ROWS,       ("already_running", Unknown))
            .met(CANCEL,      DONE,     ONCE,             IN_DOUBT,     ROWS,       ("done", Confirmed)),
        fault("redirect to another host, not done", undone(Fault::redirect()))
            .met(LOCKED,      NOT_DONE, ONCE,             IN_DOUBT,     ROWS,       ("already_running", Unknown))
            .met(CANCEL,      NOT_DONE, ONCE,             IN_DOUBT,     ROWS,       ("done", Absent)),
        fault("redirect to another host, done", done(Fault::redirect()))
            .met(LOCKED,      DONE,     ONCE,             IN_DOUBT,     ROWS,       ("already_running", Unknown))
            .met(CANCEL,      DONE,     ONCE,             IN_DOUBT,     ROWS,       ("done", Confirmed)),

        // A 200 that is not what was promised.
        fault("empty 200, not done", undone(Fault::Empty))
            .met(READ,        NOT_DONE, ONCE,             IN_DOUBT,     ROWS,       ("already_running", Unknown)),
        fault("empty 200, done", done(Fault::Empty))
            .met(READ,        DONE,     ONCE,             IN_DOUBT,     ROWS,       ("already_running", Unknown))
            .met(CANCEL,      DONE,     ONCE,             SUCCESS,      ROWS,       ("refused", Confirmed))
            .met(WITHDRAW,    DONE,     ONCE,             SUCCESS,      ROWS,       ("not_found", Confirmed)),
        fault("HTML with 200, not done", undone(Fault::Html { status: 200 }))
            .met(LOCKED,      NOT_DONE, ONCE,             IN_DOUBT,     ROWS,       ("already_running", Unknown))
            .met(CANCEL,      NOT_DONE, ONCE,             IN_DOUBT,     ROWS,       ("done", Absent)),
        fault("HTML with 200, done", done(Fault::Html { status: 200 }))
            .met(LOCKED,      DONE,     ONCE,             IN_DOUBT,     ROWS,       ("already_running", Unknown))
            .met(CANCEL,      DONE,     ONCE,             IN_DOUBT,     ROWS,       ("done", Confirmed)),
        fault("JSON that ends half-way, not done", undone(Fault::TruncatedJson))
            .met(READ,        NOT_DONE, ONCE,             IN_DOUBT,     ROWS,       ("already_running", Unknown))
            .met(CANCEL,      NOT_DONE, ONCE,             IN_DOUBT,     ROWS,       ("done", Absent)),
        fault("JSON that ends half-way, done", done(Fault::TruncatedJson))
            .met(READ,        DONE,     ONCE,             IN_DOUBT,     ROWS,       ("already_running", Unknown))
            .met(CANCEL,      DONE,     ONCE,             IN_DOUBT,     ROWS,       ("done", Confirmed))
            .met(WITHDRAW,    DONE,     ONCE,             SUCCESS,      ROWS,       ("not_found", Confirmed)),
        fault("connection closed half-way, not done", undone(Fault::CutBody))
            .met(READ,        NOT_DONE, ONCE,             IN_DOUBT,     ROWS,       ("already_running", Unknown))
            .met(CANCEL,      NOT_DONE, ONCE,             IN_DOUBT,     ROWS,       ("done", Absent)),
        fault("connection closed half-way, done", done(Fault::CutBody))
            .met(READ,        DONE,     ONCE,             IN_DOUBT,     ROWS,       ("already_running", Unknown))
            .met(CANCEL,      DONE,     ONCE,             IN_DOUBT,     ROWS,       ("done", Confirmed))
            .met(WITHDRAW,    DONE,     ONCE,             SUCCESS,      ROWS,       ("not_found", Confirmed)),
        fault("wrong types, not done", undone(Fault::WrongTypes))
            .met(READ,        NOT_DONE, ONCE,             IN_DOUBT,     ROWS,       ("already_running", Unknown))
            .met(CANCEL,      NOT_DONE, ONCE,             IN_DOUBT,     ROWS,       ("done", Absent)),
        fault("wrong types, done", done(Fault::WrongTypes))
            .met(READ,        DONE,     ONCE,             IN_DOUBT,     ROWS,       ("already_running", Unknown))
            .met(CANCEL,      DONE,     ONCE,             IN_DOUBT,     ROWS,       ("done", Confirmed))
            .met(WITHDRAW,    DONE,     ONCE,             SUCCESS,      ROWS,       ("not_found", Confirmed)),
        fault("unknown enum words", done(Fault::UnknownWords))
            .met(REPEATABLE,  DONE,     ONCE,             SUCCESS,      ROWS,       ("done", Confirmed))
            .met(FINAL,       DONE,     ONCE,             SUCCESS,      ROWS,       ("refused", Confirmed))
            .met(WITHDRAW,    DONE,     ONCE,             SUCCESS,      ROWS,       ("not_found", Confirmed)),
        fault("unknown fields", done(Fault::UnknownFields))
            .met(REPEATABLE,  DONE,     ONCE,             SUCCESS,      ROWS,       ("done", Confirmed))
            .met(FINAL,       DONE,     ONCE,             SUCCESS,      ROWS,       ("refused", Confirmed))
            .met(WITHDRAW,    DONE,     ONCE,             SUCCESS,      ROWS,       ("not_found", Confirmed)),
        fault("body of 100 MB, not done", undone(Fault::BigBody { megabytes: 100 }))
            .met(READ,        NOT_DONE, ONCE,             IN_DOUBT,     ROWS,       ("already_running", Unknown))
            .met(CANCEL,      NOT_DONE, ONCE,             IN_DOUBT,     ROWS,       ("done", Absent)),
        fault("body of 100 MB, done", done(Fault::BigBody { megabytes: 100 }))
            .met(READ,        DONE,     ONCE,             IN_DOUBT,     ROWS,       ("already_running", Unknown))
            .met(CANCEL,      DONE,     ONCE,             IN_DOUBT,     ROWS,       ("done", Confirmed))
            .met(WITHDRAW,    DONE,     ONCE,             SUCCESS,      ROWS,       ("not_found", Confirmed)),
        fault("two bodies glued together, not done", undone(Fault::GluedBodies))
            .met(READ,        NOT_DONE, ONCE,             IN_DOUBT,     ROWS,       ("already_running", Unknown))
            .met(CANCEL,      NOT_DONE, ONCE,             IN_DOUBT,     ROWS,       ("done", Absent)),
        fault("two bodies glued together, done", done(Fault::GluedBodies))
            .met(READ,        DONE,     ONCE,             IN_DOUBT,     ROWS,       ("already_running", Unknown))
            .met(CANCEL,      DONE,     ONCE,             IN_DOUBT,     ROWS,       ("done", Confirmed))
            .met(WITHDRAW,    DONE,     ONCE,             SUCCESS,      ROWS,       ("not_found", Confirmed)),
        fault("two answers glued together", done(Fault::GluedAnswers))
            .met(REPEATABLE,  DONE,     ONCE,             SUCCESS,      ROWS,       ("done", Confirmed))
            .met(FINAL,       DONE,     ONCE,             SUCCESS,      ROWS,       ("refused", Confirmed))
            .met(WITHDRAW,    DONE,     ONCE,             SUCCESS,      ROWS,       ("not_found", Confirmed)),
        fault("price moved since it was seen", done(Fault::PriceMoved { by: 5.into() }))
            .met(PURCHASE,    DONE,     ONCE,             SUCCESS,      ROWS,       ("refused", Confirmed))
            .met(CREATE,      DONE,     ONCE,             SUCCESS,      ROWS,       ("done", Confirmed)),
    ]
}

/// Signing in, when the operation is the first thing that is asked for: the same for every operation that begins with it.
#[rustfmt::skip] // As above.
pub(crate) fn sign_in() -> Vec<Row> {
    const OFFLINE: End = (None, Effect::None, "offline");
    const UNAUTHORIZED: End = (None, Effect::None, "unauthorized");
    const REFUSED: End = (None, Effect::None, "refused");
    const RATE_LIMITED: End = (None, Effect::None, "rate_limited");
    let rows = vec![
        fault("connection refused", Trouble::Nobody)
            .met(BY_PASSWORD, NOT_DONE, NOTHING, OFFLINE,      "", ("done", None)),
        fault("name not found (DNS)", Trouble::NoName)
            .met(BY_PASSWORD, NOT_DONE, NOTHING, OFFLINE,      "", ("done", None)),
        fault("TLS: certificate that nobody vouches for", Trouble::Tls(Handshake::SelfSigned))
            .met(BY_PASSWORD, NOT_DONE, NOTHING, OFFLINE,      "", ("done", None)),
        fault(UNREAD, Trouble::Unread)
            .met(BY_PASSWORD, NOT_DONE, NOTHING, OFFLINE,      "", ("done", None)),
        fault("reset after it is read", signing_in(Fault::Reset))
            .met(BY_PASSWORD, NOT_DONE, SIGN_IN, OFFLINE,      "", ("done", None)),
        fault("closed without an answer", signing_in(Fault::Drop))
            .met(BY_PASSWORD, NOT_DONE, SIGN_IN, OFFLINE,      "", ("done", None)),
        fault("time-out", signing_in(Fault::Hang))
            .met(BY_PASSWORD, NOT_DONE, SIGN_IN, OFFLINE,      "", ("done", None)),
        fault("one byte a second", signing_in(Fault::byte_a_second()))
            .met(BY_PASSWORD, NOT_DONE, SIGN_IN, OFFLINE,      "", ("done", None)),
        fault("401", signing_in(Fault::status(401)))
            .met(BY_PASSWORD, NOT_DONE, SIGN_IN, UNAUTHORIZED, "", ("done", None)),
        fault("403", signing_in(Fault::status(403)))
            .met(BY_PASSWORD, NOT_DONE, SIGN_IN, REFUSED,      "", ("done", None)),
        fault("404", signing_in(Fault::status(404)))
            .met(BY_PASSWORD, NOT_DONE, SIGN_IN, REFUSED,      "", ("done", None)),
        fault("409", signing_in(Fault::status(409)))
            .met(BY_PASSWORD, NOT_DONE, SIGN_IN, REFUSED,      "", ("done", None)),
        fault("422", signing_in(Fault::status(422)))
            .met(BY_PASSWORD, NOT_DONE, SIGN_IN, REFUSED,      "", ("done", None)),
        fault("429, wait 30 seconds", signing_in(Fault::too_many(Some(RetryAfter::Seconds(30)))))
            .met(BY_PASSWORD, NOT_DONE, SIGN_IN, RATE_LIMITED, "", ("done", None)),
        fault("429, wait until a date", signing_in(Fault::too_many(Some(RetryAfter::DateInSeconds(30)))))
            .met(BY_PASSWORD, NOT_DONE, SIGN_IN, RATE_LIMITED, "", ("done", None)),
        fault("500", signing_in(Fault::status(500)))
            .met(BY_PASSWORD, NOT_DONE, SIGN_IN, OFFLINE,      "", ("done", None)),
        fault("redirect to another host", signing_in(Fault::redirect()))
            .met(BY_PASSWORD, NOT_DONE, SIGN_IN, OFFLINE,      "", ("done", None)),
        fault("empty 200", signing_in(Fault::Empty))
            .met(BY_PASSWORD, NOT_DONE, SIGN_IN, OFFLINE,      "", ("done", None)),
        fault("HTML with 200", signing_in(Fault::Html { status: 200 }))
            .met(BY_PASSWORD, NOT_DONE, SIGN_IN, OFFLINE,      "", ("done", None)),
        fault("JSON that ends half-way", signing_in(Fault::TruncatedJson))
            .met(BY_PASSWORD, NOT_DONE, SIGN_IN, OFFLINE,      "", ("done", None)),
        fault("wrong types", signing_in(Fault::WrongTypes))
            .met(BY_PASSWORD, NOT_DONE, SIGN_IN, OFFLINE,      "", ("done", None)),
        fault("body of 100 MB", signing_in(Fault::BigBody { megabytes: 100 }))
            .met(BY_PASSWORD, NOT_DONE, SIGN_IN, OFFLINE,      "", ("done", None)),
        fault("two bodies glued together", signing_in(Fault::GluedBodies))
            .met(BY_PASSWORD, NOT_DONE, SIGN_IN, OFFLINE,      "", ("done", None)),
    ];
    rows.into_iter().map(|row| Row { stage: Stage::SignedOut, ..row }).collect()
}

/// The reading between a review and what it is confirmed for, which has to say what the review showed.
#[rustfmt::skip] // As above.
pub(crate) fn reading() -> Vec<Row> {
    const OFFLINE: End = (None, Effect::None, "offline");
    const UNAUTHORIZED: End = (None, Effect::None, "unauthorized");
    const REFUSED: End = (None, Effect::None, "refused");
    const NOT_FOUND: End = (None, Effect::None, "not_found");
    const CHANGED: End = (None, Effect::None, "price_changed");
    let always = |fault| Trouble::StandIn(vec![Injection::new(fault).always()]);
    let rows = vec![
        fault("connection refused", Trouble::Nobody)
            .met(BY_TOKEN, NOT_DONE, NOTHING, OFFLINE,      "", ("done", None)),
        fault("name not found (DNS)", Trouble::NoName)
            .met(BY_TOKEN, NOT_DONE, NOTHING, OFFLINE,      "", ("done", None)),
        fault("TLS: certificate that nobody vouches for", Trouble::Tls(Handshake::SelfSigned))
            .met(BY_TOKEN, NOT_DONE, NOTHING, OFFLINE,      "", ("done", None)),
        fault("reset after it is read", always(Fault::Reset))
            .met(BY_TOKEN, NOT_DONE, NOTHING, OFFLINE,      "", ("done", None)),
        fault("closed without an answer", always(Fault::Drop))
            .met(BY_TOKEN, NOT_DONE, NOTHING, OFFLINE,      "", ("done", None)),
        fault("time-out", always(Fault::Hang))
            .met(BY_TOKEN, NOT_DONE, NOTHING, OFFLINE,      "", ("done", None)),
        fault("401", always(Fault::status(401)))
            .met(BY_TOKEN, NOT_DONE, NOTHING, UNAUTHORIZED, "", ("done", None)),
        fault("403", always(Fault::status(403)))
            .met(BY_TOKEN, NOT_DONE, NOTHING, REFUSED,      "", ("done", None)),
        fault("404", always(Fault::status(404)))
            .met(BY_TOKEN, NOT_DONE, NOTHING, NOT_FOUND,    "", ("done", None)),
        fault("500", always(Fault::status(500)))
            .met(BY_TOKEN, NOT_DONE, NOTHING, OFFLINE,      "", ("done", None)),
        fault("redirect to another host", always(Fault::redirect()))
            .met(BY_TOKEN, NOT_DONE, NOTHING, REFUSED,      "", ("done", None)),
        fault("empty 200", always(Fault::Empty))
            .met(BY_TOKEN, NOT_DONE, NOTHING, REFUSED,      "", ("done", None)),
        fault("HTML with 200", always(Fault::Html { status: 200 }))
            .met(BY_TOKEN, NOT_DONE, NOTHING, REFUSED,      "", ("done", None)),
        fault("JSON that ends half-way", always(Fault::TruncatedJson))
            .met(BY_TOKEN, NOT_DONE, NOTHING, REFUSED,      "", ("done", None)),
        fault("wrong types", always(Fault::WrongTypes))
            .met(BY_TOKEN, NOT_DONE, NOTHING, REFUSED,      "", ("done", None)),
        fault("unknown enum words", always(Fault::UnknownWords))
            .met(CREATE,   NOT_DONE, NOTHING, REFUSED,      "", ("done", None))
            .met(WITHDRAW, NOT_DONE, NOTHING, CHANGED,      "", ("done", None)),
        fault("two bodies glued together", always(Fault::GluedBodies))
            .met(BY_TOKEN, NOT_DONE, NOTHING, REFUSED,      "", ("done", None)),
    ];
    rows.into_iter().map(|row| Row { stage: Stage::Reviewed, ..row }).collect()
}

fn fault(fault: &'static str, trouble: Trouble) -> Row {
    Row { fault, trouble, stage: Stage::Ready, met: Vec::new() }
}

/// The vendor does the work, and then this comes.
fn done(fault: Fault) -> Trouble {
    Trouble::StandIn(vec![Injection::new(fault).committed()])
}

/// The vendor does nothing, and this comes.
fn undone(fault: Fault) -> Trouble {
    Trouble::StandIn(vec![Injection::new(fault).uncommitted()])
}

/// The first request for the operation is answered with a 401, and then this comes.
fn after_401(then: Injection) -> Trouble {
    Trouble::StandIn(vec![Injection::new(Fault::status(401)), then])
}

fn signing_in(fault: Fault) -> Trouble {
    Trouble::StandIn(vec![Injection::new(fault).uncommitted().on(Call::SignIn)])
}

impl Row {
    fn met(
        mut self,
        operations: &'static [Operation],
        done: bool,
        Wire(requests, sign_ins): Wire,
        (state, effect, code): End,
        rows: &str,
        (again, at_last): (&str, impl Into<Option<State>>),
    ) -> Self {
        let cell = Cell {
            done,
            requests,
            sign_ins,
            ending: Ending { state, effect, code: code.to_owned() },
            rows: rows.to_owned(),
            again: again.to_owned(),
            at_last: at_last.into(),
        };
        self.met.push((operations, cell));
        self
    }
}

#[test]
fn every_fault_is_stated_once_for_every_operation() {
    let mut left_out: Vec<_> = LEFT_OUT.iter().collect();
    for (rows, whose) in [(operations(), ALL), (sign_in(), BY_PASSWORD), (reading(), BY_TOKEN)] {
        let mut names: Vec<_> = rows.iter().map(|row| row.fault).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), rows.len(), "a fault stands there twice");
        for row in rows {
            let exempt =
                left_out.extract_if(.., |(fault, ..)| *fault == row.fault).flat_map(|(_, operations, _)| *operations);
            let mut stated: Vec<_> = row.met.iter().flat_map(|(operations, _)| *operations).chain(exempt).collect();
            stated.sort_unstable_by_key(|operation| **operation as u8);
            assert_eq!(stated, whose.iter().collect::<Vec<_>>(), "{}", row.fault);
        }
    }
    assert!(left_out.is_empty(), "nothing of that name is in the table: {left_out:?}");
}
