//! The whole way with the sandbox, and each of its faults.

use std::sync::Arc;

use berth_core::account::{Loopback, Origin};
use berth_core::policy::{PolicyId, PolicyStatus};
use berth_core::ports::{Access, Capacity as _, Outcome, Prices as _, RefusalKind};
use berth_core::quote::{PriceStatus, Term};
use berth_core::secret::Secret;
use berth_remote::HttpCapacity;
use berth_remote::cloudidr::{read_policy, read_reserve};
use berth_sandbox::{
    Fault, FirstState, FreeCancelBody, Injection, Operation, RetryAfter, Sandbox, SandboxOptions, Start, Strictness,
};

use crate::cloudidr::order;
use crate::gcore::basket;
use crate::vendor::{Still, capacity, now, prices, said, short};

pub(crate) async fn sandbox() -> Sandbox {
    let options = SandboxOptions {
        first_state: FirstState::Empty,
        now: Start::Frozen(now()),
        seed: Some(7),
        ..SandboxOptions::default()
    };
    Sandbox::start(options).await.unwrap()
}

fn origin(sandbox: &Sandbox) -> Origin {
    Origin::Loopback(Loopback::v4(sandbox.port()))
}

/// One with what the sandbox ships with.
pub(crate) async fn shipped() -> Sandbox {
    Sandbox::start(SandboxOptions::default()).await.unwrap()
}

pub(crate) fn access(sandbox: &Sandbox, token: &str) -> Access {
    Access { origin: origin(sandbox), token: Secret::parse(token.into()).unwrap() }
}

/// A policy that is ready to be bought.
async fn reserved(access: &Access) -> PolicyId {
    match capacity().reserve(access, &order()).await {
        Outcome::Done(reserved, _) => reserved.policy.unwrap().id,
        outcome => panic!("{outcome:?}"),
    }
}

#[tokio::test]
async fn a_policy_is_reserved_bought_and_cancelled() {
    let sandbox = sandbox().await;
    let capacity = capacity();
    let password = Secret::parse("your_password".into()).unwrap();
    let signed_in = capacity.sign_in(origin(&sandbox), "user@example.com", &password).await;
    let Outcome::Done(session, _) = signed_in else { panic!("{signed_in:?}") };
    assert_eq!(session.expires_at.duration_since(now()).as_secs(), 3540);
    let access = Access { origin: origin(&sandbox), token: session.token };

    let outcome = capacity.reserve(&access, &order()).await;
    let Outcome::Done(reserved, raw) = outcome else { panic!("{outcome:?}") };
    let ready = reserved.policy.unwrap();
    assert_eq!(ready.status, Some(PolicyStatus::ReadyForPurchase));
    assert_eq!(ready.window, Some(order().window));
    assert_eq!(ready.instance.quantity, Some(2));
    assert!(raw.date.is_some(), "the sandbox tells its clock");
    let price = ready.pricing.price.unwrap();
    assert!(ready.pricing.list.unwrap() > price);

    let outcome = capacity.purchase(&access, &ready.id).await;
    let Outcome::Done(active, _) = outcome else { panic!("{outcome:?}") };
    assert_eq!((active.id, active.status), (ready.id.clone(), Some(PolicyStatus::Active)));
    assert_eq!((active.pricing.price, active.pricing.card_fee), (Some(price), None));

    let outcome = capacity.cancel(&access, &ready.id).await;
    let Outcome::Done(cancelled, raw) = outcome else { panic!("{outcome:?}") };
    assert_eq!((cancelled.message, raw.body.as_str()), (None, ""));

    let again = capacity.cancel(&access, &ready.id).await;
    let Outcome::Refused(refusal, _) = &again else { panic!("{again:?}") };
    assert_eq!(refusal.kind, RefusalKind::AlreadyCancelled);
    assert_eq!(sandbox.charges()[ready.id.as_str()], 1);
    assert_eq!(sandbox.received().len(), 5, "one delivery for each call");
}

#[tokio::test]
async fn after_the_free_window_the_fee_is_in_the_sentence() {
    let sandbox = sandbox().await;
    let access = access(&sandbox, "sandbox-token");
    let id = reserved(&access).await;
    assert_eq!(said(&capacity().purchase(&access, &id).await), "done");
    sandbox.advance(16 * 60).unwrap();
    let outcome = capacity().cancel(&access, &id).await;
    let Outcome::Done(cancelled, _) = outcome else { panic!("{outcome:?}") };
    assert!(berth_core::policy::CancelFee::read(&cancelled.message.unwrap()).is_some());
}

#[tokio::test]
async fn a_wrong_password_an_old_token_and_an_unknown_id_are_told_apart() {
    let sandbox = sandbox().await;
    let wrong = Secret::parse("wrong".into()).unwrap();
    let capacity = capacity();
    assert_eq!(said(&capacity.sign_in(origin(&sandbox), "user@example.com", &wrong).await), "unauthorized: 401");
    let id = PolicyId::parse("sc_1").unwrap();
    assert_eq!(said(&capacity.purchase(&access(&sandbox, "sandbox-expired"), &id).await), "unauthorized: 401");
    assert_eq!(said(&capacity.purchase(&access(&sandbox, "sandbox-token"), &id).await), "not found: 404");
}

#[tokio::test]
async fn a_second_purchase_is_sent_as_asked_and_the_vendor_decides() {
    let sandbox = sandbox().await;
    let access = access(&sandbox, "sandbox-token");
    let id = reserved(&access).await;
    for (strictness, wanted, charges) in
        [(Strictness::Strict, "done", 1), (Strictness::Strict, "refused: 400", 1), (Strictness::Lax, "done", 2)]
    {
        sandbox.set_strictness(strictness).unwrap();
        assert_eq!(said(&capacity().purchase(&access, &id).await), wanted);
        assert_eq!(sandbox.charges()[id.as_str()], charges);
    }
}

/// What each fault makes of a purchase, and of a cancellation where that differs.
fn faults() -> Vec<(Fault, &'static str, Option<&'static str>)> {
    let late = "unknown: no answer in time";
    let broken = "unknown: the connection broke";
    let unreadable = "unknown: the answer cannot be read";
    vec![
        (Fault::Delay { ms: 20 }, "done", None),
        (Fault::Delay { ms: 3000 }, late, None),
        (Fault::LateAnswer { ms: 3000 }, late, None),
        (Fault::Hang, late, None),
        (Fault::Drop, broken, None),
        (Fault::Reset, broken, None),
        (Fault::status(400), "refused: 400", None),
        (Fault::status(401), "unauthorized: 401", None),
        (Fault::status(403), "refused: 403", None),
        (Fault::status(404), "not found: 404", None),
        (Fault::status(409), "refused: 409", None),
        (Fault::status(422), "refused: 422", None),
        (Fault::too_many(None), "rate limited: None", None),
        (Fault::too_many(Some(RetryAfter::Seconds(30))), "rate limited: Some(30)", None),
        (Fault::too_many(Some(RetryAfter::DateInSeconds(40))), "rate limited: Some(40)", None),
        (Fault::status(500), "unknown: status 500 proves nothing", None),
        (Fault::status(503), "unknown: status 503 proves nothing", None),
        (Fault::TruncatedJson, unreadable, None),
        (Fault::CutBody, broken, None),
        (Fault::WrongTypes, unreadable, None),
        (Fault::UnknownWords, "done", None),
        (Fault::UnknownFields, "done", None),
        (Fault::Html { status: 200 }, unreadable, None),
        (Fault::Html { status: 502 }, "unknown: status 502 proves nothing", None),
        (Fault::Empty, unreadable, Some("done")),
        (Fault::redirect(), "unknown: status 307 proves nothing", None),
        (Fault::BigBody { megabytes: 3 }, unreadable, None),
        (Fault::Slow { ms_per_byte: 100 }, late, None),
        (Fault::GluedBodies, unreadable, None),
        (Fault::GluedAnswers, "done", None),
        (Fault::PriceMoved { by: "1.25".parse().unwrap() }, "done", None),
    ]
}

#[tokio::test]
async fn every_fault_of_a_purchase_and_of_a_cancellation_is_delivered_once_and_called_what_it_is() {
    let sandbox = sandbox().await;
    let access = access(&sandbox, "sandbox-token");
    let swift = HttpCapacity::with_deadlines(Arc::new(Still), short()).unwrap();
    for (fault, of_purchase, of_cancel) in faults() {
        let id = reserved(&access).await;
        for (operation, wanted) in
            [(Operation::Purchase, of_purchase), (Operation::Cancel, of_cancel.unwrap_or(of_purchase))]
        {
            if operation == Operation::Cancel {
                // Paid for and past the free window, so that there is a sentence to spoil.
                let _bought = capacity().purchase(&access, &id).await;
                sandbox.advance(16 * 60).unwrap();
            }
            sandbox.forget_received();
            sandbox.inject(Injection::new(fault.clone()).on(operation));
            let found = match operation {
                Operation::Purchase => said(&swift.purchase(&access, &id).await),
                _ => said(&swift.cancel(&access, &id).await),
            };
            assert_eq!(found, wanted, "{fault:?} on {operation:?}");
            let delivered: Vec<_> = sandbox.received().into_iter().map(|request| request.operation).collect();
            assert_eq!(delivered, [Some(operation)], "{fault:?}");
            sandbox.clear_faults();
        }
        sandbox.set_time(now()).unwrap();
    }
}

#[tokio::test]
async fn a_500_after_the_charge_is_no_refusal() {
    let sandbox = sandbox().await;
    let access = access(&sandbox, "sandbox-token");
    let id = reserved(&access).await;
    sandbox.inject(Injection::new(Fault::status(500)).on(Operation::Purchase).committed());
    assert_eq!(said(&capacity().purchase(&access, &id).await), "unknown: status 500 proves nothing");
    assert_eq!(sandbox.charges()[id.as_str()], 1, "it was charged");
}

#[tokio::test]
async fn the_shipped_first_state_is_read() {
    let sandbox = shipped().await;
    let seeds = sandbox.first_state();
    assert!(seeds.len() >= 10);
    for seed in seeds {
        let policy = read_policy(&seed.policy.to_string()).unwrap();
        let reserved = read_reserve(&seed.reserve.to_string()).unwrap().policy.unwrap();
        assert_eq!(policy.id, reserved.id);
        assert!(policy.window.is_some() && policy.created_at.is_some() && policy.pricing.price.is_some());
        assert!(reserved.pricing.card_fee.is_some());
    }
}

#[tokio::test]
async fn an_empty_cancellation_may_also_be_an_empty_object() {
    let options = SandboxOptions {
        first_state: FirstState::Empty,
        now: Start::Frozen(now()),
        free_cancel_body: FreeCancelBody::Braces,
        ..SandboxOptions::default()
    };
    let sandbox = Sandbox::start(options).await.unwrap();
    let access = access(&sandbox, "sandbox-token");
    let id = reserved(&access).await;
    let outcome = capacity().cancel(&access, &id).await;
    let Outcome::Done(cancelled, raw) = outcome else { panic!("{outcome:?}") };
    assert_eq!((cancelled.message, raw.body.as_str()), (None, "{}"));
}

#[tokio::test]
async fn gcore_is_read_from_end_to_end() {
    let sandbox = sandbox().await;
    let access = access(&sandbox, "1234$abcdef");
    let prices = prices();
    assert!(prices.holder(&access).await.unwrap().email.is_some());
    let regions = prices.regions(&access).await.unwrap();
    assert!(regions.len() > 2);
    let mut found = 0;
    for region in regions {
        for machine in prices.reservable(&access, region.id).await.unwrap() {
            let mut basket = basket();
            basket.region = region.id;
            basket.lines[0].resource = machine.name;
            for term in Term::ALL {
                let (offer, name) = prices.price(&access, &basket, term).await.unwrap();
                assert_eq!((offer.term, &name), (term, &region.name));
                assert_eq!(offer.status == PriceStatus::Show, offer.commit_per_month().is_some());
                found += usize::from(offer.status == PriceStatus::Show);
            }
        }
    }
    assert!(found > 0, "no price at all");
    let wrong = Access { token: Secret::parse("0$abcdef".into()).unwrap(), ..access };
    let error = prices.holder(&wrong).await.unwrap_err();
    assert_eq!(error.to_string(), "unauthorized: Bad permanent token: 0");
}
