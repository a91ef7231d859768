//! Commitments at Gcore: who may ask for one, at which price, how often, and what is left when nobody can tell.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use berth_core::account::{Account, AccountId, Endpoint, Realm, Vendor};
use berth_core::attempt::{AttemptId, State, Verdict};
use berth_core::catalogue::*;
use berth_core::desk::{CreateReceipt, CreateReview, Evidence};
use berth_core::error::{Code, Effect, Failure};
use berth_core::guard::Limits;
use berth_core::money::Currency;
use berth_core::ports::*;
use berth_core::quote::*;
use berth_core::reservation::{Commitment, Reservation, ReservationStatus};

use crate::support::*;

const NAME: &str = "edge cache";
const NUMBER: i64 = 10_219;

/// What Gcore shows now, which a test may change between two looks.
struct Shop {
    offer: Mutex<Offer>,
    reservation: Mutex<Option<Reservation>>,
    asked: Mutex<usize>,
    /// While it answers, the user forbids the account such requests.
    forbidden_meanwhile: Mutex<Option<Arc<MemoryLedger>>>,
}

impl Shop {
    fn answer(&self) {
        if let Some(ledger) = self.forbidden_meanwhile.lock().unwrap().take() {
            ledger.book.lock().unwrap().accounts[0].partly_documented = false;
        }
    }
}

fn offer(total: &str) -> Offer {
    let tariff = |month: &str, total: &str| Tariff {
        per_hour: "0.15".parse().unwrap(),
        per_month: month.parse().unwrap(),
        total: total.parse().unwrap(),
    };
    Offer {
        term: Term::Months12,
        status: PriceStatus::Show,
        currency: Some("EUR".parse().unwrap()),
        commit: Some(tariff("117.00", total)),
        overcommit: Some(tariff("278.00", "3336.00")),
        rows: vec![],
    }
}

fn filed() -> Reservation {
    Reservation {
        id: NUMBER,
        name: Some(NAME.into()),
        status: Some(ReservationStatus::Created),
        for_customer: None,
        next: vec![],
        created_at: None,
        from: None,
        to: None,
        months: Some(12),
        region: Some(4),
        region_name: None,
        currency: None,
        commit: None,
        overcommit: None,
        rows: vec![],
        error: None,
        eta: None,
        reminder: None,
    }
}

#[async_trait]
impl Prices for Shop {
    async fn holder(&self, _: &Access) -> Result<Holder, ReadError> {
        Err(ReadError::TimedOut)
    }

    async fn regions(&self, _: &Access) -> Result<Vec<Region>, ReadError> {
        Err(ReadError::TimedOut)
    }

    async fn reservable(&self, _: &Access, _: i64) -> Result<Vec<Reservable>, ReadError> {
        Err(ReadError::TimedOut)
    }

    async fn price(&self, _: &Access, _: &Basket, term: Term) -> Result<(Offer, String), ReadError> {
        *self.asked.lock().unwrap() += 1;
        self.answer();
        let mut offer = Offer { term, ..self.offer.lock().unwrap().clone() };
        if let (Term::Months36, Some(commit)) = (term, &mut offer.commit) {
            commit.total = "3000.00".parse().unwrap();
        }
        Ok((offer, "LUX-4".into()))
    }

    async fn commitments(&self, _: &Access) -> Result<Vec<Commitment>, ReadError> {
        Err(ReadError::TimedOut)
    }

    async fn reservations(&self, _: &Access) -> Result<Vec<Reservation>, ReadError> {
        Err(ReadError::TimedOut)
    }

    async fn reservation(&self, _: &Access, _: i64) -> Result<Reservation, ReadError> {
        self.answer();
        let missing = ReadError::Refused { status: 404, message: String::new() };
        self.reservation.lock().unwrap().clone().ok_or(missing)
    }

    async fn projects(&self, _: &Access) -> Result<Vec<Project>, ReadError> {
        Err(ReadError::TimedOut)
    }

    async fn flavors(&self, _: &Access, _: FlavorKind, _: i64, _: i64) -> Result<Vec<Flavor>, ReadError> {
        Err(ReadError::TimedOut)
    }

    async fn cost_totals(&self, _: &Access, _: Month) -> Result<CostTotals, ReadError> {
        Err(ReadError::TimedOut)
    }
}

/// A Gcore account that may commit, and a quote of 1404 euros for a year.
struct Market {
    world: World,
    shop: Arc<Shop>,
    quote: QuoteId,
}

impl Market {
    async fn open() -> Self {
        let mut world = World::new().await;
        let reservation = Mutex::new(Some(filed()));
        let shop = Arc::new(Shop {
            offer: Mutex::new(offer("1404.00")),
            reservation,
            asked: Mutex::default(),
            forbidden_meanwhile: Mutex::default(),
        });
        world.restart_at_gcore(shop.clone()).await;
        world.change_account(|account| {
            account.partly_documented = true;
            account.currency = "EUR".parse::<Currency>().unwrap();
        });
        let quote = quoted(&world, &[("bm1-hf-medium", 2), ("bm1-hf-small", 1)]).await;
        Self { world, shop, quote }
    }

    async fn begin(&self) -> Result<CreateReview, Failure> {
        self.world.desk.begin_create(self.world.account, self.quote, Term::Months12, NAME).await
    }

    async fn create(&self) -> Result<CreateReceipt, Failure> {
        let review = self.begin().await?;
        self.world.wait(2);
        self.confirm(review.attempt).await
    }

    async fn confirm(&self, attempt: AttemptId) -> Result<CreateReceipt, Failure> {
        self.world.desk.confirm_create(attempt, NAME).await
    }

    async fn withdraw(&self) -> Result<(), Failure> {
        let review = self.world.desk.begin_withdraw(self.world.account, NUMBER).await?;
        self.world.wait(2);
        self.world.desk.confirm_withdraw(review.attempt, &NUMBER.to_string()).await.map(|_| ())
    }
}

async fn quoted(world: &World, machines: &[(&str, u32)]) -> QuoteId {
    let lines = machines.iter().map(|(name, count)| BasketLine { resource: (*name).into(), count: *count });
    let basket = Basket { region: 4, lines: lines.collect(), windows_licences: false };
    let quote = world.desk.price(world.account, basket).await.unwrap();
    world.desk.keep_quote(&quote).await.unwrap();
    quote.id
}

#[tokio::test]
async fn a_commitment_is_recorded_sent_once_and_its_number_is_in_the_ledger() {
    let market = Market::open().await;
    market.world.vendor.will(Script::Created(Box::new(filed())));
    let receipt = market.create().await.unwrap();
    assert_eq!(receipt.reservation.id, NUMBER);
    assert_eq!(market.world.vendor.deliveries(), 1);
    assert_eq!(*market.shop.asked.lock().unwrap(), 2 + 2, "for the quote's two terms, the review and the confirmation");
    let kept = &market.world.ledger.attempts()[0];
    assert_eq!(
        (kept.state, kept.subject.as_str()),
        (State::Confirmed, "commitment/4/12/2*bm1-hf-medium+1*bm1-hf-small")
    );
    assert_eq!(kept.price_seen.unwrap().to_string(), "1404.00 EUR");
    assert_eq!(kept.request["name"], NAME);
    assert_eq!(kept.note.as_deref(), Some("Gcore filed it as reservation 10219."));
    assert!(kept.answer.is_some(), "the answer is kept as it came");
    let kinds = market.world.ledger.kinds();
    let about: Vec<_> = kinds.into_iter().filter(|kind| kind.starts_with("create")).collect();
    assert_eq!(about, ["create_recorded", "create_sent", "create_learnt"]);
}

#[tokio::test]
async fn what_the_vendor_documents_in_part_is_asked_only_where_the_account_allows_it() {
    let market = Market::open().await;
    let desk = &market.world.desk;
    assert!(!desk.set_partly_documented(market.world.account, false).await.unwrap().partly_documented);
    for failure in [market.begin().await.unwrap_err(), market.withdraw().await.unwrap_err()] {
        assert_eq!((failure.code, failure.effect), (Code::Refused, Effect::None));
        assert!(failure.message.contains("only in part"), "{}", failure.message);
    }
    desk.set_partly_documented(market.world.account, true).await.unwrap();
    let review = market.begin().await.unwrap();
    desk.set_partly_documented(market.world.account, false).await.unwrap();
    market.world.wait(2);
    assert_eq!(market.confirm(review.attempt).await.unwrap_err().code, Code::Refused, "switched off meanwhile");
    assert_eq!(market.world.vendor.deliveries(), 0);
    let kinds = market.world.ledger.kinds();
    assert!(kinds.contains(&"partly_documented_on") && kinds.contains(&"partly_documented_off"), "{kinds:?}");
}

#[tokio::test]
async fn what_is_forbidden_while_the_vendor_is_asked_a_last_time_is_not_recorded() {
    let market = Market::open().await;
    let desk = &market.world.desk;
    let create = market.begin().await.unwrap().attempt;
    let withdraw = desk.begin_withdraw(market.world.account, NUMBER).await.unwrap().attempt;
    market.world.wait(2);
    let forbid = || *market.shop.forbidden_meanwhile.lock().unwrap() = Some(market.world.ledger.clone());
    forbid();
    assert_eq!(market.confirm(create).await.unwrap_err().code, Code::Refused);
    market.world.change_account(|account| account.partly_documented = true);
    forbid();
    let failure = desk.confirm_withdraw(withdraw, &NUMBER.to_string()).await.unwrap_err();
    assert_eq!((failure.code, market.world.ledger.attempts().len()), (Code::Refused, 0));
}

#[tokio::test]
async fn a_cloudidr_account_has_no_commitments() {
    let world = World::new().await;
    world.change_account(|account| account.partly_documented = true);
    let failure = world.desk.begin_withdraw(world.account, NUMBER).await.unwrap_err();
    assert_eq!(failure.code, Code::InvalidInput);
}

#[tokio::test]
async fn the_limits_weigh_the_whole_term_and_earlier_commitments_count() {
    let market = Market::open().await;
    let limit = |cents: &str| Limits { per_day: Some(cents.parse().unwrap()), ..Limits::default() };
    market.world.change_account(|account| account.limits = limit("1403.99"));
    assert_eq!(market.begin().await.unwrap_err().code, Code::OverLimit);
    market.world.change_account(|account| account.limits = limit("2807.99"));
    market.world.vendor.will(Script::Created(Box::new(filed())));
    market.create().await.unwrap();
    let failure = market.begin().await.unwrap_err();
    assert_eq!(failure.code, Code::OverLimit, "two of them are 2808.00");
    market.world.change_account(|account| account.limits = limit("2808.00"));
    assert_eq!(market.begin().await.unwrap().limit.unwrap().1.to_string(), "1404.00 EUR");
    // A withdrawal gives nothing back: what is owed after it is not documented.
    market.world.vendor.will(Script::Withdrawn);
    market.withdraw().await.unwrap();
    assert_eq!(market.begin().await.unwrap().limit.unwrap().1.to_string(), "1404.00 EUR");
    market.world.change_account(|account| account.safe_mode = true);
    assert_eq!(market.begin().await.unwrap_err().code, Code::SafeMode);
}

#[tokio::test]
async fn a_price_that_is_not_shown_or_has_moved_is_not_committed_to() {
    let market = Market::open().await;
    for status in [PriceStatus::Hide, PriceStatus::Error, PriceStatus::Other("soon".into())] {
        *market.shop.offer.lock().unwrap() = Offer { status, ..offer("1404.00") };
        let failure = market.begin().await.unwrap_err();
        assert_eq!((failure.code, failure.effect), (Code::Refused, Effect::None));
    }
    *market.shop.offer.lock().unwrap() = offer("1500.00");
    let review = market.begin().await.unwrap();
    assert_eq!(review.total.to_string(), "1500.00 EUR");
    assert_eq!(review.quoted.unwrap().to_string(), "1404.00 EUR", "what the quote said stands beside it");
    *market.shop.offer.lock().unwrap() = offer("1500.01");
    market.world.wait(2);
    assert_eq!(market.confirm(review.attempt).await.unwrap_err().code, Code::PriceChanged);
    let review = market.begin().await.unwrap();
    market.world.wait(61);
    assert_eq!(market.confirm(review.attempt).await.unwrap_err().code, Code::PriceChanged, "a minute and a second old");
    assert!(market.world.ledger.attempts().is_empty());
}

#[tokio::test]
async fn the_name_is_typed_and_confirmed_once_and_not_in_the_same_breath() {
    let market = Market::open().await;
    let review = market.begin().await.unwrap();
    let desk = &market.world.desk;
    let early = market.confirm(review.attempt).await.unwrap_err();
    assert_eq!(early.code, Code::InvalidInput);
    market.world.wait(2);
    let failure = desk.confirm_create(review.attempt, "edge cash").await.unwrap_err();
    assert!(failure.message.contains("name typed is not"), "{}", failure.message);
    market.world.vendor.will(Script::Created(Box::new(filed())));
    desk.confirm_create(review.attempt, " edge cache ").await.unwrap();
    assert_eq!(market.confirm(review.attempt).await.unwrap_err().code, Code::InvalidInput, "a review works once");
    for name in ["", " ", "two\nlines", &"x".repeat(101)] {
        let begun = desk.begin_create(market.world.account, market.quote, Term::Months12, name).await;
        assert_eq!(begun.unwrap_err().code, Code::InvalidInput, "{name:?}");
    }
    assert_eq!(market.world.vendor.deliveries(), 1);
}

#[tokio::test]
async fn the_same_machines_are_not_asked_for_again_while_one_request_is_in_doubt() {
    let market = Market::open().await;
    market.world.vendor.will(Script::TimedOut);
    let failure = market.create().await.unwrap_err();
    assert_eq!((failure.code, failure.effect), (Code::OutcomeUnknown, Effect::Unknown));
    assert!(failure.message.contains("whether the commitment took effect"), "{}", failure.message);
    let again = market.begin().await.unwrap_err();
    assert_eq!(again.code, Code::AlreadyRunning);
    // Neither another name nor another order of the lines makes another request of it; another basket does.
    let turned = quoted(&market.world, &[("bm1-hf-small", 1), ("bm1-hf-medium", 1), ("bm1-hf-medium", 1)]).await;
    let begin = |quote| market.world.desk.begin_create(market.world.account, quote, Term::Months12, "other");
    assert_eq!(begin(turned).await.unwrap_err().code, Code::AlreadyRunning);
    let other = quoted(&market.world, &[("bm1-hf-small", 1)]).await;
    begin(other).await.unwrap();
    // A doubt counts as spent, and is settled by hand.
    let limits = Limits { per_month: Some("1404.00".parse().unwrap()), ..Limits::default() };
    market.world.change_account(|account| account.limits = limits);
    assert_eq!(begin(other).await.unwrap_err().code, Code::OverLimit);
    let attempt = market.world.ledger.attempts()[0].id;
    let evidence = |verdict| Evidence { attempt, verdict, note: "not in the portal".into(), policy: None };
    market.world.desk.settle(evidence(Verdict::NotDone)).await.unwrap();
    assert_eq!(market.world.ledger.attempts()[0].state, State::Absent);
    market.begin().await.unwrap();
    assert_eq!(market.world.vendor.deliveries(), 1);
}

#[tokio::test]
async fn a_doubt_under_another_account_of_the_same_world_counts_too_and_one_of_another_world_does_not() {
    let market = Market::open().await;
    market.world.vendor.will(Script::TimedOut);
    market.create().await.unwrap_err();
    let other = AccountId(uuid::Uuid::from_u128(2));
    let owned_by = |change: fn(Account) -> Account| {
        let mut book = market.world.ledger.book.lock().unwrap();
        let account = change(Account { id: other, ..book.accounts[0].clone() });
        book.accounts.retain(|account| account.id != other);
        book.accounts.push(account);
        book.attempts[0].account = other;
    };
    owned_by(|account| account);
    assert_eq!(market.begin().await.unwrap_err().code, Code::AlreadyRunning);
    owned_by(|account| Account { endpoint: Endpoint::Sandbox, ..account });
    market.begin().await.unwrap();
    owned_by(|account| Account { vendor: Vendor::Cloudidr, ..account });
    market.begin().await.unwrap();
}

#[tokio::test]
async fn what_the_vendor_refuses_was_not_done_and_a_full_house_says_so() {
    let market = Market::open().await;
    for (status, code) in [(403, Code::Refused), (409, Code::Refused), (404, Code::NotFound)] {
        market.world.vendor.will(Script::Refused(status));
        let failure = market.create().await.unwrap_err();
        assert_eq!((failure.code, failure.effect), (code, Effect::None), "{}", failure.message);
        assert_eq!(failure.message.contains("none is left"), status == 403, "{}", failure.message);
    }
    market.world.vendor.will(Script::NotSent);
    assert_eq!(market.create().await.unwrap_err().code, Code::Offline);
    assert!(market.world.ledger.attempts().iter().all(|attempt| attempt.state == State::Refused));
}

#[tokio::test]
async fn a_token_that_is_refused_is_not_tried_again() {
    let market = Market::open().await;
    market.world.vendor.will(Script::Unauthorized);
    assert_eq!(market.create().await.unwrap_err().code, Code::Unauthorized);
    assert_eq!(market.world.vendor.deliveries(), 1);
}

#[tokio::test]
async fn a_ledger_that_fails_before_lets_nothing_out_and_after_names_the_number() {
    let market = Market::open().await;
    let review = market.begin().await.unwrap();
    market.world.wait(2);
    *market.world.ledger.writes_left.lock().unwrap() = Some(0);
    let failure = market.confirm(review.attempt).await.unwrap_err();
    assert_eq!((failure.code, failure.effect), (Code::LedgerFailed, Effect::None));
    assert_eq!(market.world.vendor.deliveries(), 0);
    let review = market.begin().await.unwrap();
    market.world.wait(2);
    *market.world.ledger.writes_left.lock().unwrap() = Some(2);
    market.world.vendor.will(Script::Created(Box::new(filed())));
    let failure = market.confirm(review.attempt).await.unwrap_err();
    assert_eq!(failure.effect, Effect::Applied);
    assert!(failure.message.contains("reservation 10219"), "{}", failure.message);
}

#[tokio::test]
async fn a_restart_puts_a_commitment_on_its_way_in_doubt_and_settles_nothing() {
    let mut market = Market::open().await;
    market.world.vendor.will(Script::TimedOut);
    market.create().await.unwrap_err();
    market.world.ledger.book.lock().unwrap().attempts[0].state = State::Sent;
    market.world.restart_at_gcore(market.shop.clone()).await;
    assert_eq!(market.world.ledger.attempts()[0].state, State::Unknown);
    let portfolio = market.world.desk.portfolio(Realm::Live).await.unwrap();
    let open: Vec<_> = portfolio.loose().collect();
    assert_eq!(open.len(), 1, "it stands on the wall by itself");
}

#[tokio::test]
async fn a_reservation_is_withdrawn_as_it_was_seen_by_its_number_and_once() {
    let market = Market::open().await;
    let desk = &market.world.desk;
    let review = desk.begin_withdraw(market.world.account, NUMBER).await.unwrap();
    market.world.wait(2);
    let wrong = desk.confirm_withdraw(review.attempt, "10218").await.unwrap_err();
    assert!(wrong.message.contains("number typed is not"), "{}", wrong.message);
    let approved = Reservation { status: Some(ReservationStatus::Approved), ..filed() };
    *market.shop.reservation.lock().unwrap() = Some(approved.clone());
    let moved = desk.confirm_withdraw(review.attempt, "10219").await.unwrap_err();
    assert_eq!(moved.code, Code::PriceChanged, "it was approved meanwhile");
    market.world.vendor.will(Script::Withdrawn);
    market.withdraw().await.unwrap();
    let kept = &market.world.ledger.attempts()[0];
    assert_eq!((kept.state, kept.subject.as_str(), kept.price_seen), (State::Confirmed, "reservation/10219", None));
    market.world.vendor.will(Script::TimedOut);
    let doubt = market.withdraw().await.unwrap_err();
    assert!(doubt.message.contains("whether the withdrawal took effect"), "{}", doubt.message);
    assert_eq!(market.withdraw().await.unwrap_err().code, Code::AlreadyRunning);
    *market.shop.reservation.lock().unwrap() = None;
    let gone = desk.begin_withdraw(market.world.account, NUMBER + 1).await.unwrap_err();
    assert_eq!(gone.code, Code::NotFound);
    assert_eq!(market.world.vendor.deliveries(), 2);
}

#[tokio::test]
async fn a_quote_of_another_account_is_none_to_commit_to() {
    let market = Market::open().await;
    market.world.ledger.book.lock().unwrap().quotes[0].account = AccountId(uuid::Uuid::nil());
    assert_eq!(market.begin().await.unwrap_err().code, Code::NotFound);
}

#[tokio::test]
async fn safe_mode_needs_no_look_at_the_price() {
    let market = Market::open().await;
    let before = *market.shop.asked.lock().unwrap();
    market.world.change_account(|account| account.safe_mode = true);
    assert_eq!(market.begin().await.unwrap_err().code, Code::SafeMode);
    assert_eq!(*market.shop.asked.lock().unwrap(), before);
    // Nor does it stand in the way of a withdrawal, which spends nothing.
    market.world.vendor.will(Script::Withdrawn);
    market.withdraw().await.unwrap();
}
