//! The vendors' printed samples, from the wire through client and rules to what the card shows, unchanged to the cent.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::sync::Arc;

use berth_core::account::{
    Account, AccountId, Boot, Colour, Endpoint, Keep, Loopback, Origin, Payment, SignIn, Vendor,
};
use berth_core::draft::Draft;
use berth_core::guard::Limits;
use berth_core::money::Currency;
use berth_core::policy::{PolicyRecord, Source};
use berth_core::ports::{Access, Capacity as _, Clock, Outcome, Prices as _};
use berth_core::quote::{Basket, BasketLine, Term};
use berth_core::savings::Baseline;
use berth_core::secret::Secret;
use berth_ipc::view::{OfferView, PolicyView};
use berth_remote::{HttpCapacity, HttpPrices};
use berth_sandbox::{Sandbox, SandboxOptions, Start};
use jiff::{SignedDuration, Timestamp};

/// Eight seconds past the sample's creation.
const NOW: &str = "2026-01-08T15:20:24Z";

struct Then;

impl Clock for Then {
    fn now(&self) -> Timestamp {
        NOW.parse().unwrap()
    }

    fn boot(&self) -> Option<Boot> {
        None
    }
}

async fn stand() -> (Sandbox, Origin) {
    let now = Start::Frozen(NOW.parse().unwrap());
    let sandbox = Sandbox::start(SandboxOptions { now, ..SandboxOptions::default() }).await.unwrap();
    let origin = Origin::Loopback(Loopback::v4(sandbox.port()));
    (sandbox, origin)
}

fn access(origin: Origin, token: &str) -> Access {
    Access { origin, token: Secret::parse(token.into()).unwrap() }
}

fn account() -> Account {
    Account {
        id: AccountId(uuid::Uuid::nil()),
        vendor: Vendor::Cloudidr,
        label: "personal".into(),
        colour: Colour::Blue,
        endpoint: Endpoint::Sandbox,
        sign_in: SignIn::Token,
        keep: Keep::UntilQuit,
        currency: Currency::USD,
        payment: Payment::Unknown,
        safe_mode: false,
        limits: Limits::default(),
        partly_documented: false,
        tested_at: None,
        skew: SignedDuration::ZERO,
        skew_since: None,
        created_at: Then.now(),
        forgotten_at: None,
    }
}

#[tokio::test]
async fn the_flexcompute_sample_reaches_the_card_as_8_48_of_12_11_which_is_29_98_percent() {
    let (_sandbox, origin) = stand().await;
    let draft = Draft {
        cloud_account: "014876987943".into(),
        zone: "usw2-az1".into(),
        name: "Volod test policy".into(),
        instance_type: "c5.large".into(),
        platform: "Linux/UNIX".into(),
        start_date: "2026-01-10".into(),
        start_time: "00:00".into(),
        end_date: "2026-01-12".into(),
        end_time: "23:15".into(),
        utc_offset_hours: "-8".into(),
        quantity: "2".into(),
    };
    let client = HttpCapacity::new(Arc::new(Then)).unwrap();
    let access = access(origin, "sandbox-test");
    let order = draft.check(Then.now()).unwrap();
    let Outcome::Done(reserved, _) = client.reserve(&access, &order).await else { panic!("not reserved") };
    let policy = reserved.policy.unwrap();
    let record = PolicyRecord::new(account().id, policy.clone(), Source::Reserved, Then.now());
    let card = PolicyView::new(&account(), &record, None, Then.now());
    let shown = |money: &Option<berth_ipc::view::MoneyView>| money.as_ref().unwrap().shown.clone();
    assert_eq!(card.price.as_ref().unwrap().amount, "8.48");
    assert_eq!(
        (shown(&card.price), shown(&card.list), shown(&card.saving)),
        ("8.48".into(), "12.11".into(), "3.63".into())
    );
    assert_eq!(card.saving_percent.as_deref(), Some("29.98"));
    assert_eq!((shown(&card.per_hour), shown(&card.list_per_hour)), ("0.0595".into(), "0.0850".into()));
    assert_eq!((shown(&card.card_fee), shown(&card.bank_fee)), ("0.55".into(), "0.07".into()));
    let window = card.window.unwrap();
    assert_eq!((window.hours.as_str(), window.instance_hours.as_deref()), ("71.25", Some("142.5")));
    assert_eq!(card.baseline, Some(Baseline::Plausible));

    let Outcome::Done(bought, _) = client.purchase(&access, &policy.id).await else { panic!("not bought") };
    assert_eq!(bought.pricing.price.unwrap().to_string(), "8.48");
}

#[tokio::test]
async fn the_gcore_sample_reaches_the_offer_unchanged_and_is_marked_as_implausible() {
    let (_sandbox, origin) = stand().await;
    let client = HttpPrices::new(Arc::new(Then)).unwrap();
    let lines = vec![BasketLine { resource: "bm1-hf-medium".into(), count: 2 }];
    let basket = Basket { region: 7, lines, windows_licences: false };
    let (offer, region) = client.price(&access(origin, "1$abcdef"), &basket, Term::Months12).await.unwrap();
    assert_eq!(region, "ED-10");
    let view = OfferView::from(&offer);
    let (commit, overcommit) = (view.commit.unwrap(), view.overcommit.unwrap());
    assert_eq!((commit.per_month.amount.as_str(), commit.per_month.shown.as_str()), ("117.00000000", "117.00"));
    assert_eq!(overcommit.per_month.shown, "22154.93");
    assert_eq!((commit.total.shown.as_str(), commit.total.currency.as_str()), ("1404.00", "EUR"));
    assert_eq!(view.baseline, Some(Baseline::TooFar));
}

#[test]
fn the_printed_reservation_is_57_44_percent_below_pay_as_you_go() {
    use berth_core::quote::{Offer, PriceStatus, Tariff};
    let tariff = |per_month: &str| Tariff {
        per_hour: "1".parse().unwrap(),
        per_month: per_month.parse().unwrap(),
        total: "1".parse().unwrap(),
    };
    let view = OfferView::from(&Offer {
        term: Term::Months12,
        status: PriceStatus::Show,
        currency: "EUR".parse().ok(),
        commit: Some(tariff("1302.45570000")),
        overcommit: Some(tariff("3060.60768000")),
        rows: vec![],
    });
    assert_eq!(view.commit.unwrap().per_month.shown, "1302.46");
    assert_eq!(view.overcommit.unwrap().per_month.shown, "3060.61");
    assert_eq!(view.discount_percent.as_deref(), Some("57.44"));
    assert_eq!(view.break_even_months.as_deref(), Some("5.1"));
    assert_eq!(view.baseline, Some(Baseline::Plausible));
}
