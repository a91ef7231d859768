//! Cloudidr's answers: what they prove, and that what is read from them can be kept.

use berth_core::policy::{CancelFee, Policy, PolicyId};
use berth_core::ports::{Outcome, Sentence};
use jiff::SignedDuration;

use crate::answer::{self, fit_to_show, proven};
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
            proven(status, &[200], &outcome);
        }
        RESERVE => {
            let outcome = given.to_reserve(&token);
            if let Outcome::Done(reserved, _) = &outcome {
                assert!(reserved.policy.is_some() || reserved.available == Some(false), "a policy may have been lost");
                reserved.policy.iter().for_each(keepable);
            }
            proven(status, &[200], &outcome);
        }
        PURCHASE => {
            let outcome = given.to_purchase(&token, &id);
            if let Outcome::Done(policy, _) = &outcome {
                assert_eq!(policy.id, id, "another policy was taken for ours");
                keepable(policy);
            }
            proven(status, &[200], &outcome);
        }
        CANCEL => {
            let outcome = given.to_cancel(&token, &id);
            said(&outcome);
            proven(status, &[200], &outcome);
        }
        _ => {
            let outcome = given.to_renew(&token, &id);
            said(&outcome);
            if let Outcome::Done(sentence, _) = &outcome {
                assert!(sentence.message.is_some(), "a bare 200 was taken for a change of auto-renewal");
            }
            proven(status, &[200], &outcome);
        }
    }
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
