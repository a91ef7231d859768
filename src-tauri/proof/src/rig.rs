//! The desk over a ledger file and the vendors' port, with an account at each of them.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use berth_core::account::{
    Account, AccountId, Boot, Colour, Endpoint, Keep, Loopback, Origin, Payment, SignIn, Vendor,
};
use berth_core::desk::{Desk, Roles};
use berth_core::draft::Draft;
use berth_core::error::Failure;
use berth_core::guard::Limits;
use berth_core::money::Currency;
use berth_core::ports::{Access, Clock, Commitments, Ids, Ledger, Origins, Outcome, WantedCommitment};
use berth_core::quote::{Basket, BasketLine, QuoteId};
use berth_core::reservation::{CommitmentOrder, Reservation};
use berth_core::secret::Secret;
use berth_local::ledger::SqliteLedger;
use berth_local::vault::MemoryVault;
use berth_remote::{Deadlines, HttpCapacity, HttpCommitments, HttpPrices, Lookup};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

/// The account at Cloudidr: by user and password, at a loopback address, free to spend.
pub const ACCOUNT: AccountId = AccountId(Uuid::from_u128(0x00be_0700_0000_4000_8000_0000_0000_0001));
/// Its password. Found anywhere but in a sign-in, it has leaked.
pub const PASSWORD: &str = "canary-6b1f-of-the-proof";
/// The account at Gcore: by token, at the same address, free to spend and to send what is documented only in part.
pub const GCORE: AccountId = AccountId(Uuid::from_u128(0x00be_0700_0000_4000_8000_0000_0000_0002));
/// Its token. Found anywhere but in a request, it has leaked.
pub const TOKEN: &str = "7301$c0ffee00ca9a27";
/// What every policy and every commitment that is asked for here is called.
pub const NAME: &str = "proof";

/// A clock that stands where it is put.
#[derive(Debug)]
pub struct SetClock(Mutex<Timestamp>);

impl SetClock {
    /// A clock that shows this.
    pub fn at(now: Timestamp) -> Self {
        Self(Mutex::new(now))
    }

    /// Moves it on.
    pub fn advance(&self, by: SignedDuration) {
        let mut now = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *now = now.saturating_add(by).unwrap_or(*now);
    }
}

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn boot(&self) -> Option<Boot> {
        None
    }
}

struct FreshIds;

impl Ids for FreshIds {
    fn next(&self) -> Uuid {
        Uuid::now_v7()
    }
}

/// Where every request goes: the port the rig was opened with, until it is led elsewhere.
#[derive(Debug)]
pub struct Way {
    all: Mutex<Origin>,
    commitments: Mutex<Option<Origin>>,
}

impl Way {
    fn to(origin: Origin) -> Self {
        Self { all: Mutex::new(origin), commitments: Mutex::default() }
    }

    /// Leads what is sent from now on to another origin. A session begun before stays good.
    pub fn lead(&self, to: Origin) {
        *self.all.lock().unwrap_or_else(PoisonError::into_inner) = to;
    }

    /// The same for nothing but what changes something at Gcore: its readings, of which there is one immediately before
    /// each change, still go where they went.
    pub fn lead_commitments(&self, to: Origin) {
        *self.commitments.lock().unwrap_or_else(PoisonError::into_inner) = Some(to);
    }
}

#[async_trait]
impl Origins for Way {
    async fn resolve(&self, _: &Account) -> Result<Origin, String> {
        Ok(*self.all.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Gcore's changes, on the way that is theirs.
struct Led {
    commitments: HttpCommitments,
    way: Arc<Way>,
}

impl Led {
    fn access(&self, access: &Access) -> Access {
        let led = *self.way.commitments.lock().unwrap_or_else(PoisonError::into_inner);
        Access { origin: led.unwrap_or(access.origin), ..access.clone() }
    }
}

#[async_trait]
impl Commitments for Led {
    fn wording(&self, wanted: WantedCommitment<'_>) -> String {
        self.commitments.wording(wanted)
    }

    async fn create(&self, access: &Access, order: &CommitmentOrder) -> Outcome<Reservation> {
        self.commitments.create(&self.access(access), order).await
    }

    async fn withdraw(&self, access: &Access, id: i64) -> Outcome<()> {
        self.commitments.withdraw(&self.access(access), id).await
    }
}

/// Everything of Berth but its window.
pub struct Rig {
    /// The use cases.
    pub desk: Arc<Desk>,
    /// The file under them.
    pub ledger: Arc<SqliteLedger>,
    /// The time.
    pub clock: Arc<SetClock>,
    /// The way to the vendor.
    pub way: Arc<Way>,
    /// What opening the ledger found.
    pub opened: berth_local::ledger::Opened,
}

impl Rig {
    /// Opens the ledger and the desk as the program does, puts the accounts on it if they are not there yet, and gives them
    /// their password and token. The vendors' own names are not found: no test can reach them.
    pub async fn open(ledger: &Path, port: u16, now: Timestamp, deadlines: Deadlines) -> Result<Self, Failure> {
        Self::build(|ledger| ledger, ledger, port, now, deadlines, Lookup::Nothing).await
    }

    /// The same, with the vendors' own names found where the test says.
    pub async fn open_with(
        ledger: &Path,
        port: u16,
        now: Timestamp,
        deadlines: Deadlines,
        lookup: Lookup,
    ) -> Result<Self, Failure> {
        Self::build(|ledger| ledger, ledger, port, now, deadlines, lookup).await
    }

    /// The same, with something of a test's own between the desk and its ledger.
    pub async fn open_through<L: Ledger + 'static>(
        between: impl FnOnce(Arc<SqliteLedger>) -> Arc<L>,
        ledger: &Path,
        port: u16,
        now: Timestamp,
        deadlines: Deadlines,
    ) -> Result<Self, Failure> {
        Self::build(between, ledger, port, now, deadlines, Lookup::Nothing).await
    }

    async fn build<L: Ledger + 'static>(
        between: impl FnOnce(Arc<SqliteLedger>) -> Arc<L>,
        ledger: &Path,
        port: u16,
        now: Timestamp,
        deadlines: Deadlines,
        lookup: Lookup,
    ) -> Result<Self, Failure> {
        let clock = Arc::new(SetClock::at(now));
        let (ledger, opened) = SqliteLedger::open(ledger, now)?;
        let ledger = Arc::new(ledger);
        let capacity = HttpCapacity::with_lookup(clock.clone(), deadlines, lookup).map_err(Failure::internal)?;
        let prices = HttpPrices::with_lookup(clock.clone(), deadlines, lookup).map_err(Failure::internal)?;
        let commitments = HttpCommitments::with_lookup(clock.clone(), deadlines, lookup).map_err(Failure::internal)?;
        let way = Arc::new(Way::to(Origin::Loopback(Loopback::v4(port))));
        let roles = Roles {
            clock: clock.clone(),
            ids: Arc::new(FreshIds),
            origins: way.clone(),
            vault: Arc::new(MemoryVault::default()),
            ledger: between(ledger.clone()),
            archive: ledger.clone(),
            capacity: Arc::new(capacity),
            prices: Arc::new(prices),
            commitments: Arc::new(Led { commitments, way: way.clone() }),
        };
        let desk = match &opened.read_only {
            Some(_) => Desk::look_only(roles),
            None => Desk::open(roles).await?,
        };
        for (account, secret) in accounts(Loopback::v4(port), now) {
            let secret = Secret::parse(secret.to_owned()).map_err(Failure::internal)?;
            desk.furnish(&account, secret, &[]).await?;
        }
        Ok(Self { desk: Arc::new(desk), ledger, clock, way, opened })
    }

    /// Ends it as the program ends: the desk first, then the ledger's file, which may be opened again afterwards.
    /// Blocks. Whoever still holds the desk keeps the file open.
    pub fn close(self) {
        let Self { desk, ledger, .. } = self;
        drop(desk);
        if let Some(ledger) = Arc::into_inner(ledger) {
            ledger.close();
        }
    }
}

/// The accounts and their secrets.
fn accounts(address: Loopback, now: Timestamp) -> [(Account, &'static str); 2] {
    let cloudidr = Account {
        id: ACCOUNT,
        vendor: Vendor::Cloudidr,
        label: "proof".to_owned(),
        colour: Colour::Blue,
        endpoint: Endpoint::Loopback { address },
        sign_in: SignIn::Password { user: "user@example.com".to_owned() },
        keep: Keep::UntilQuit,
        currency: Currency::USD,
        payment: Payment::Card,
        safe_mode: false,
        limits: Limits::default(),
        partly_documented: false,
        tested_at: None,
        skew: SignedDuration::ZERO,
        skew_since: None,
        created_at: now,
        forgotten_at: None,
    };
    let gcore = Account {
        id: GCORE,
        vendor: Vendor::Gcore,
        label: "proof at Gcore".to_owned(),
        colour: Colour::Teal,
        sign_in: SignIn::Token,
        partly_documented: true,
        ..cloudidr.clone()
    };
    [(cloudidr, PASSWORD), (gcore, TOKEN)]
}

/// A window of two days, beginning two days after `now`, that the stand-in sells.
pub fn order_draft(now: Timestamp) -> Draft {
    let day = |days: i64| {
        let at = now.saturating_add(SignedDuration::from_hours(24 * days)).unwrap_or(now);
        jiff::tz::Offset::UTC.to_datetime(at).date().to_string()
    };
    Draft {
        cloud_account: "014876987943".to_owned(),
        zone: "usw2-az1".to_owned(),
        name: NAME.to_owned(),
        instance_type: "c5.large".to_owned(),
        platform: "Linux/UNIX".to_owned(),
        start_date: day(2),
        start_time: "00:00".to_owned(),
        end_date: day(4),
        end_time: "23:15".to_owned(),
        utc_offset_hours: "0".to_owned(),
        quantity: "2".to_owned(),
    }
}

/// Two machines that the stand-in rents out for a year or three, and shows prices for.
pub fn basket() -> Basket {
    let line = BasketLine { resource: "bm2-hf-medium".to_owned(), count: 2 };
    Basket { region: 172, lines: vec![line], windows_licences: false }
}

/// Prices that basket and keeps what was offered, so that it can be asked for.
pub async fn quote(rig: &Rig) -> Result<QuoteId, Failure> {
    let quote = rig.desk.price(GCORE, basket()).await?;
    rig.desk.keep_quote(&quote).await?;
    Ok(quote.id)
}
