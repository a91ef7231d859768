//! Cloudidr's answers: what they prove, and that what is read from them can be kept.

use std::fmt::Debug;

use berth_core::attempt::RawAnswer;
use berth_core::policy::{CancelFee, Policy, PolicyId};
use berth_core::ports::{Doubt, Outcome, RefusalKind, Sentence};
use jiff::SignedDuration;

use crate::answer::{self, TOKEN, fit_to_show};
use crate::readers::same_again;

/// Which request is answered.
pub(crate) const SIGN_IN: u8 = 0;
pub(crate) const RESERVE: u8 = 1;
pub(crate) const PURCHASE: u8 = 2;
pub(crate) const CANCEL: u8 = 3;
pub(crate) const RENEW: u8 = 4;

/// The policy that is asked about.
pub(crate) const POLICY: &str = "sc_830349911839";

/// Any answer of Cloudidr's.
pub fn cloudidr(data: &[u8]) {
    let Some((request, given)) = answer::split(data, 5) else { return };
    let (status, token) = (given.status, answer::token());
    let id = PolicyId::parse(POLICY).expect("the sample's id");
    match request {
        SIGN_IN => {
            let outcome = given.to_sign_in(&token);
            if let Outcome::Done(session, raw) = &outcome {
                assert!(raw.body.starts_with("(not kept"), "the answer to a sign-in holds the token: {raw:?}");
                let life = session.expires_at.duration_since(given.received_at);
                assert!(!life.is_negative() && life <= SignedDuration::from_hours(24), "a session of {life}");
            }
            proven(status, &outcome);
        }
        RESERVE => {
            let outcome = given.to_reserve(&token);
            if let Outcome::Done(reserved, _) = &outcome {
                assert!(reserved.policy.is_some() || reserved.available == Some(false), "a policy may have been lost");
                reserved.policy.iter().for_each(keepable);
            }
            proven(status, &outcome);
        }
        PURCHASE => {
            let outcome = given.to_purchase(&token, &id);
            if let Outcome::Done(policy, _) = &outcome {
                assert_eq!(policy.id, id, "another policy was taken for ours");
                keepable(policy);
            }
            proven(status, &outcome);
        }
        CANCEL => {
            let outcome = given.to_cancel(&token, &id);
            said(&outcome);
            proven(status, &outcome);
        }
        _ => {
            let outcome = given.to_renew(&token, &id);
            said(&outcome);
            if let Outcome::Done(sentence, _) = &outcome {
                assert!(sentence.message.is_some(), "a bare 200 was taken for a change of auto-renewal");
            }
            proven(status, &outcome);
        }
    }
}

/// MONEY: what an outcome claims must follow from the status, whatever the body says.
fn proven<T: Debug>(status: u16, outcome: &Outcome<T>) {
    let raw = match outcome {
        Outcome::Done(_, raw) => {
            assert_eq!(status, 200, "done without a 200: {outcome:?}");
            raw
        }
        Outcome::Unauthorized(raw) => {
            assert_eq!(status, 401, "{outcome:?}");
            raw
        }
        Outcome::Refused(refusal, raw) => {
            assert!(matches!(status, 400 | 403 | 404 | 409 | 422 | 429), "a refusal that proves nothing: {outcome:?}");
            assert!(refusal.kind != RefusalKind::AlreadyCancelled || matches!(status, 400 | 409 | 422), "{outcome:?}");
            fit_to_show(&refusal.message);
            raw
        }
        Outcome::Unknown(doubt, raw) => {
            assert!(status == 200 || *doubt == Doubt::Status(status), "{outcome:?}");
            fit_to_show(&doubt.to_string());
            raw.as_ref().expect("an answer that came is kept as evidence")
        }
        Outcome::NotSent(_) => panic!("an answer to what was not sent: {outcome:?}"),
    };
    kept(status, raw);
}

/// What goes into the ledger as the answer.
fn kept(status: u16, raw: &RawAnswer) {
    assert_eq!(raw.status, status);
    assert!(raw.body.len() <= 256 * 1024);
    assert!(!raw.body.contains(TOKEN), "the token was kept");
    same_again(raw);
}

fn keepable(policy: &Policy) {
    if let Some(window) = policy.window {
        assert!(window.end.at > window.start.at);
        assert!(window.hours() >= rust_decimal::Decimal::ZERO);
    }
    same_again(policy);
}

fn said(outcome: &Outcome<Sentence>) {
    if let Outcome::Done(Sentence { message: Some(message) }, _) = outcome {
        fit_to_show(message);
        assert!(!message.is_empty());
        CancelFee::read(message);
    }
}
