//! Records for the ledger's tests: one of each kind, and strategies for many.

use berth_core::account::{Account, AccountId, Colour, Endpoint, Keep, Loopback, Payment, SignIn, Vendor};
use berth_core::attempt::{Attempt, AttemptId, Operation, RawAnswer, State};
use berth_core::guard::Limits;
use berth_core::money::{Currency, Money};
use berth_core::policy::{
    CancelFee, Cancellation, Configuration, Instance, Place, Policy, PolicyId, PolicyRecord, Pricing, Reason, Source,
};
use berth_core::ports::Entry;
use berth_core::quote::{Basket, BasketLine, Offer, OfferRow, PriceStatus, Quote, QuoteId, Tariff, Term};
use berth_core::shape::Shape;
use berth_core::window::{Moment, Window};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::json;
use uuid::Uuid;

pub(super) fn now() -> Timestamp {
    "2026-11-20T12:00:00.123456789Z".parse().unwrap()
}

pub(super) fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

pub(super) fn account(number: u128) -> Account {
    Account {
        id: AccountId(id(number)),
        vendor: Vendor::Cloudidr,
        label: format!("Account {number}"),
        colour: Colour::Teal,
        endpoint: match number % 3 {
            0 => Endpoint::Sandbox,
            1 => Endpoint::Vendor,
            _ => Endpoint::Loopback { address: Loopback::v4(4411) },
        },
        sign_in: SignIn::Password { user: "ada@example.com".into() },
        keep: Keep::Keychain,
        currency: Currency::USD,
        payment: Payment::Card,
        safe_mode: true,
        limits: Limits { per_purchase: Some(Decimal::new(10_000, 2)), per_day: None, per_month: None },
        partly_documented: false,
        tested_at: None,
        skew: SignedDuration::from_millis(-1500),
        skew_since: None,
        created_at: now(),
        forgotten_at: None,
    }
}

pub(super) fn policy(account: AccountId, name: &str) -> PolicyRecord {
    let mut policy = Policy::unknown(PolicyId::parse(name).unwrap());
    policy.status = Some("READY_FOR_PURCHASE".to_owned().into());
    policy.created_at = Some(now());
    policy.window = Window::new(
        Moment::parse("2026-12-10T00:00:00-08:00").unwrap(),
        Moment::parse("2026-12-12T23:15:00-08:00").unwrap(),
    )
    .ok();
    policy.place.region = Some("us-west-2".into());
    policy.pricing.price = Some("8.48".parse().unwrap());
    PolicyRecord::new(account, policy, Source::Reserved, now())
}

pub(super) fn attempt(number: u128, account: AccountId, subject: &str) -> Attempt {
    Attempt {
        id: AttemptId(id(number)),
        account,
        operation: Operation::Purchase,
        subject: subject.into(),
        state: State::Recorded,
        price_seen: Some(Money::new("8.48".parse().unwrap(), Currency::USD)),
        request: json!({ "cidr_id": subject }),
        recorded_at: now(),
        sent_at: None,
        sends: 0,
        changed_at: now(),
        answer: None,
        note: None,
    }
}

pub(super) fn quote(number: u128, account: AccountId, taken_at: Timestamp) -> Quote {
    let tariff = Tariff {
        per_hour: "117.00000000".parse().unwrap(),
        per_month: "22154.92500000".parse().unwrap(),
        total: Decimal::MAX,
    };
    Quote {
        id: QuoteId(id(number)),
        account,
        basket: Basket {
            region: -3,
            lines: vec![BasketLine { resource: "bm1-hf-medium".into(), count: 2 }],
            windows_licences: false,
        },
        region_name: "Luxembourg-2".into(),
        taken_at,
        offers: vec![Offer {
            term: Term::Months36,
            status: PriceStatus::Other("soon".into()),
            currency: "EUR".parse().ok(),
            commit: Some(tariff),
            overcommit: None,
            rows: vec![OfferRow {
                resource: "bm1-hf-medium_min".into(),
                commit: tariff,
                overcommit: tariff,
                unit: "PC*Hour".into(),
                hours_per_month: "744".parse().unwrap(),
            }],
        }],
        shapes: [("bm1-hf-medium".into(), Shape { vcpu: Some(16), memory: "128".parse().ok(), gpu: None })].into(),
    }
}

pub(super) fn entry(account: AccountId, subject: &str, kind: &'static str) -> Entry {
    Entry { at: now(), account, subject: subject.into(), attempt: None, kind, body: json!({ "subject": subject }) }
}

// Boxed: dozens of these in one another would otherwise not fit on a test's stack.
fn text() -> BoxedStrategy<String> {
    prop_oneof!["[ -~]{0,12}", "\\PC{0,12}", any::<String>(), Just("<b>\u{202e}=1+1\u{0}\n'\"--".to_owned())].boxed()
}

fn moment() -> impl Strategy<Value = Timestamp> {
    (-2_000_000_000_i64..4_000_000_000, 0..1_000_000_000).prop_map(|(s, ns)| Timestamp::new(s, ns).unwrap())
}

fn decimal() -> impl Strategy<Value = Decimal> {
    (any::<i64>(), 0_u32..18).prop_map(|(digits, scale)| Decimal::new(digits, scale))
}

fn money() -> impl Strategy<Value = Money> {
    (decimal(), "[A-Z]{3}").prop_map(|(amount, code)| Money::new(amount, code.parse().unwrap()))
}

fn maybe<T: std::fmt::Debug + 'static>(some: impl Strategy<Value = T> + 'static) -> BoxedStrategy<Option<T>> {
    proptest::option::of(some.boxed()).boxed()
}

prop_compose! {
    fn window()(start in moment(), seconds in 1_i64..10_000_000, hours in -12_i8..=14) -> Window {
        let offset = Offset::from_hours(hours).unwrap();
        let end = start.checked_add(SignedDuration::from_secs(seconds)).unwrap();
        Window::new(Moment { at: start, offset }, Moment { at: end, offset }).unwrap()
    }
}

prop_compose! {
    fn instance()(
        kind in maybe(text()), platform in maybe(text()), vcpu in maybe(any::<u32>()), memory in maybe(decimal()),
        quantity in maybe(any::<u32>()),
    ) -> Instance {
        Instance { kind, platform, vcpu, memory, quantity, ..Instance::default() }
    }
}

prop_compose! {
    fn pricing()(price in maybe(decimal()), list in maybe(decimal()), card_fee in maybe(decimal())) -> Pricing {
        Pricing { price, list, card_fee, ..Pricing::default() }
    }
}

prop_compose! {
    fn cancellation()(at in moment(), message in maybe(text()), fee in maybe(decimal()), free in any::<bool>()) -> Cancellation {
        Cancellation { at, message, fee: fee.map(|value| CancelFee::Amount { value }), free }
    }
}

prop_compose! {
    /// What may stand in a record, however odd: what is typed is checked elsewhere.
    pub(super) fn any_reason()(
        owner in maybe(text()), ticket in maybe(text()), purpose in maybe(text()), note in maybe(text()),
        tags in proptest::collection::vec(text(), 0..3), said_at in maybe(moment()),
    ) -> Reason {
        Reason { owner, ticket, purpose, note, tags, said_at }
    }
}

prop_compose! {
    /// A policy of an account under one of a few ids, with everything else at random.
    pub(super) fn any_policy(account: AccountId)(
        name in "[a-d]", label in maybe(text()), status in maybe(text()), region in maybe(text()), zone in maybe(text()),
        instance in instance().boxed(), pricing in pricing().boxed(), window in maybe(window()), created_at in maybe(moment()),
        cancelled in maybe(cancellation()), seen_at in moment(),
        (bought_at, price_seen, price_charged, reason) in (maybe(moment()), maybe(money()), maybe(money()), any_reason().boxed()),
    ) -> PolicyRecord {
        let policy = Policy {
            name: label,
            status: status.map(Into::into),
            instance,
            place: Place { region, kind: None, zone },
            created_at,
            window,
            configuration: Configuration { auto_renewal: Some(false), ..Configuration::default() },
            pricing,
            ..Policy::unknown(PolicyId::parse(&name).unwrap())
        };
        PolicyRecord {
            bought_at,
            price_seen,
            price_charged,
            cancelled,
            reason,
            ..PolicyRecord::new(account, policy, Source::Tracked, seen_at)
        }
    }
}

prop_compose! {
    /// A recorded attempt of an account on one of a few subjects.
    pub(super) fn any_attempt(number: u128, account: AccountId)(
        subject in prop_oneof!["[ab]", text()],
        operation in prop_oneof![
            Just(Operation::Purchase), Just(Operation::Reserve), Just(Operation::Cancel), Just(Operation::Configure),
            Just(Operation::Renew), Just(Operation::Create), Just(Operation::Withdraw),
        ],
        price_seen in maybe(money()), words in text(), recorded_at in moment(),
    ) -> Attempt {
        Attempt {
            operation,
            price_seen,
            request: json!({ "words": words, "list": [1, -2, null, true] }),
            recorded_at,
            changed_at: recorded_at,
            ..attempt(number, account, &subject)
        }
    }
}

prop_compose! {
    /// An answer with any body.
    pub(super) fn any_answer()(status in any::<u16>(), body in text(), date in maybe(moment()), received_at in moment()) -> RawAnswer {
        RawAnswer { status, body, date, received_at }
    }
}
