//! The embedded sandbox: started when an account needs it, and furnished with policies at the very first start.

use std::path::PathBuf;

use async_trait::async_trait;
use berth_core::account::{
    Account, AccountId, Colour, Endpoint, Keep, Loopback, Origin, Payment, Realm, SignIn, Vendor,
};
use berth_core::desk::Desk;
use berth_core::error::Failure;
use berth_core::guard::Limits;
use berth_core::money::{Currency, Money};
use berth_core::policy::{CancelFee, Cancellation, PolicyRecord, Reason, Source};
use berth_core::ports::Origins;
use berth_core::secret::Secret;
use berth_remote::{cloudidr, AnswerError};
use berth_sandbox::{Sandbox, SandboxOptions, SeedPolicy};
use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;
use tokio::sync::OnceCell;
use uuid::Uuid;

/// The sandbox's two accounts have the same ids on every machine, so that they are furnished once.
const FLEXCOMPUTE: AccountId = AccountId(Uuid::from_u128(0x5a4d_b0c5_0000_4000_8000_0000_0000_0001));
const GCORE: AccountId = AccountId(Uuid::from_u128(0x5a4d_b0c5_0000_4000_8000_0000_0000_0002));

/// The sandbox, not started yet.
pub(crate) struct Stand {
    state_file: PathBuf,
    running: OnceCell<Sandbox>,
}

impl Stand {
    /// A sandbox that keeps its state in a file, so that the ids in the ledger still mean something after a restart.
    pub(crate) fn new(state_file: PathBuf) -> Self {
        Self { state_file, running: OnceCell::new() }
    }

    async fn sandbox(&self) -> Result<&Sandbox, String> {
        let options = SandboxOptions { state_file: Some(self.state_file.clone()), ..SandboxOptions::default() };
        self.running.get_or_try_init(|| Sandbox::start(options)).await.map_err(|error| error.to_string())
    }

    /// Puts the sandbox's accounts on the desk, with its first policies when there are none yet.
    pub(crate) async fn furnish(&self, desk: &Desk) -> Result<(), Failure> {
        let now = desk.now();
        let token = |text: &str| Secret::parse(text.to_owned()).map_err(Failure::internal);
        let flexcompute = account(FLEXCOMPUTE, Vendor::Cloudidr, now);
        let known = desk.portfolio(Realm::Sandbox).await?.accounts().iter().any(|account| account.id == FLEXCOMPUTE);
        let shipped = if known { Vec::new() } else { self.first_state(&flexcompute).await? };
        desk.furnish(&flexcompute, token("sandbox-desk")?, &shipped).await?;
        desk.furnish(&account(GCORE, Vendor::Gcore, now), token("1$5a4d")?, &[]).await
    }

    async fn first_state(&self, account: &Account) -> Result<Vec<PolicyRecord>, Failure> {
        let seeds = self.sandbox().await.map_err(Failure::internal)?.first_state();
        seeds.into_iter().map(|seed| record(account, seed).map_err(Failure::internal)).collect()
    }
}

#[async_trait]
impl Origins for Stand {
    async fn resolve(&self, account: &Account) -> Result<Origin, String> {
        match account.endpoint {
            Endpoint::Vendor => Ok(Origin::Vendor(account.vendor)),
            Endpoint::Loopback { address } => Ok(Origin::Loopback(address)),
            Endpoint::Sandbox => Ok(Origin::Loopback(Loopback::v4(self.sandbox().await?.port()))),
        }
    }
}

fn account(id: AccountId, vendor: Vendor, now: Timestamp) -> Account {
    let (label, colour, currency) = match vendor {
        Vendor::Cloudidr => ("Sandbox FlexCompute", Colour::Teal, Some(Currency::USD)),
        Vendor::Gcore => ("Sandbox Gcore", Colour::Violet, "EUR".parse().ok()),
    };
    Account {
        id,
        vendor,
        label: label.to_owned(),
        colour,
        endpoint: Endpoint::Sandbox,
        sign_in: SignIn::Token,
        keep: Keep::UntilQuit,
        currency: currency.unwrap_or(Currency::USD),
        payment: Payment::Card,
        safe_mode: false,
        // Tight enough to be met when somebody tries the largest machines, so that a limit is seen at work. Years of a
        // machine are more than days of one.
        limits: Limits {
            per_purchase: Some(Decimal::from(if vendor == Vendor::Gcore { 50_000 } else { 5000 })),
            per_day: Some(Decimal::from(if vendor == Vendor::Gcore { 200_000 } else { 20_000 })),
            per_month: None,
        },
        partly_documented: false,
        tested_at: None,
        skew: SignedDuration::ZERO,
        skew_since: None,
        created_at: now,
        forgotten_at: None,
    }
}

fn record(account: &Account, seed: SeedPolicy) -> Result<PolicyRecord, AnswerError> {
    let reserved = cloudidr::read_reserve(&seed.reserve.to_string())?.policy;
    let policy = cloudidr::read_policy(&seed.policy.to_string())?;
    let policy = reserved.map_or(policy.clone(), |reserved| policy.or(&reserved));
    let at = |text: &str| text.parse::<Timestamp>().ok();
    let bought_at = seed.purchased_at.as_deref().and_then(at);
    let price = policy.pricing.price.map(|amount| Money::new(amount, account.currency));
    let seen_at = policy.created_at.unwrap_or(account.created_at);
    let mut record = PolicyRecord::new(account.id, policy, Source::Shipped, seen_at);
    record.price_seen = bought_at.and(price);
    record.price_charged = bought_at.and(price);
    record.bought_at = bought_at;
    record.cancelled = seed.cancelled.map(|cancelled| Cancellation {
        at: at(&cancelled.at).unwrap_or(seen_at),
        fee: cancelled.message.as_deref().and_then(CancelFee::read),
        free: cancelled.message.is_none(),
        message: cancelled.message,
    });
    record.reason = Reason { owner: seed.owner, ticket: seed.ticket, purpose: seed.purpose, ..Reason::default() };
    Ok(record)
}
