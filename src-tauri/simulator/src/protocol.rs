//! Wrong protocols, made by hand, each of which some program has really had: the simulation is worth what it says of them.
//!
//! Most are made by wrapping a port, so that core knows nothing of them; those that leave out a rule of core's own are
//! one line there ([`berth_core::wrong`]).

use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use berth_core::account::{Account, AccountId, Boot, Loopback, Origin, Realm};
use berth_core::attempt::{Attempt, AttemptId, Operation, RawAnswer, State};
use berth_core::desk::Roles;
use berth_core::draft::Order;
use berth_core::launch::{Launch, Renewal};
use berth_core::money::{Currency, Money};
use berth_core::policy::{Policy, PolicyId, PolicyRecord, PolicyStatus};
use berth_core::ports::{
    Access, Capacity, Clock, Commitments, Doubt, Entry, Ledger, LedgerError, LoggedEntry, Outcome, Policies, Refusal,
    RefusalKind, Reserved, Reworded, Sentence, Session, Wanted, WantedCommitment,
};
use berth_core::quote::Quote;
use berth_core::reservation::{CommitmentOrder, Reservation};
use berth_core::secret::Secret;
use berth_core::wrong::Wrong;
use jiff::Timestamp;
use uuid::Uuid;

use crate::world::Machine;

/// A way of doing it wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Protocol {
    /// What it is called on the command line.
    pub(crate) name: &'static str,
    /// What it does.
    pub(crate) does: &'static str,
    pub(crate) twist: Twist,
}

/// Where it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Twist {
    /// A line of core's.
    Core(Wrong),
    LogAfterTheCall,
    TimeoutIsFailure,
    ServerErrorIsFailure,
    EverySuccessCounts,
    RetryLoop,
    EndlessSignIn,
    RecoverySendsAgain,
    RecoveryForgets,
    RecoveryGivesUp,
    NoRuleInTheLedger,
    CommitsAreNotDurable,
    WriteErrorsAreIgnored,
    DoubtsDoNotCount,
    AccountIsRemembered,
    ShownAtOnce,
    AnotherCurrency,
    OneRun,
    ClockIsBelieved,
    CommitmentsDoNotCount,
    MonthForTheTerm,
    EveryBasketIsAnother,
    SwitchIsIgnored,
}

const fn protocol(name: &'static str, twist: Twist, does: &'static str) -> Protocol {
    Protocol { name, does, twist }
}

/// All of them.
pub(crate) const PROTOCOLS: [Protocol; 27] = [
    protocol("log-after-the-call", Twist::LogAfterTheCall, "writes an attempt down when its answer has come"),
    protocol("timeout-is-failure", Twist::TimeoutIsFailure, "takes no answer in time for a no"),
    protocol("server-error-is-failure", Twist::ServerErrorIsFailure, "takes a 500 for a no"),
    protocol("every-success-counts", Twist::EverySuccessCounts, "takes a 200 about another policy for a yes"),
    protocol("retry-loop", Twist::RetryLoop, "sends again when no answer tells"),
    protocol("endless-sign-in", Twist::EndlessSignIn, "signs in and sends again after every 401"),
    protocol("recovery-sends-again", Twist::RecoverySendsAgain, "sends at start what was on its way"),
    protocol("recovery-forgets", Twist::RecoveryForgets, "looks at start only for what was not sent"),
    protocol("recovery-gives-up", Twist::RecoveryGivesUp, "takes at start what was on its way for not done"),
    protocol("no-rule-in-the-ledger", Twist::NoRuleInTheLedger, "lets two processes have open attempts on one policy"),
    protocol("commits-are-not-durable", Twist::CommitsAreNotDurable, "returns from a commit before it is on the disk"),
    protocol("write-errors-are-ignored", Twist::WriteErrorsAreIgnored, "goes on when the ledger cannot be written"),
    protocol("doubts-do-not-count", Twist::DoubtsDoNotCount, "leaves purchases in doubt out of the limits"),
    protocol("account-is-remembered", Twist::AccountIsRemembered, "reads safe mode and limits once, at start"),
    protocol("shown-at-once", Twist::ShownAtOnce, "shows as bought what was sent, until the next start"),
    protocol("another-currency", Twist::AnotherCurrency, "keeps a charge in another currency than its price"),
    protocol("one-run", Twist::OneRun, "takes every run of the machine for the same"),
    protocol("clock-is-believed", Twist::ClockIsBelieved, "does not notice that the machine's clock was set"),
    protocol("commitments-do-not-count", Twist::CommitmentsDoNotCount, "leaves commitments out of the limits"),
    protocol("month-for-the-term", Twist::MonthForTheTerm, "keeps a commitment as worth its first month"),
    protocol("every-basket-is-another", Twist::EveryBasketIsAnother, "does not know a basket again that is asked for"),
    protocol("switch-is-ignored", Twist::SwitchIsIgnored, "asks for what the account does not allow"),
    protocol("no-lock", Twist::Core(Wrong::NoLock), "lets two clicks through at once"),
    protocol("review-twice", Twist::Core(Wrong::ReviewTwice), "lets a review be confirmed again"),
    protocol("doubt-does-not-lock", Twist::Core(Wrong::DoubtDoesNotLock), "offers to buy what may be bought already"),
    protocol("price-of-the-page", Twist::Core(Wrong::ShownPrice), "weighs limits with the rounded price of the page"),
    protocol("later-reading", Twist::Core(Wrong::LaterReading), "counts free cancellation from buying"),
];

/// What a desk works with: the machine's own ports, or twisted ones.
pub(crate) fn roles(machine: Arc<Machine>, twist: Option<Twist>) -> Roles {
    let mut roles = Roles {
        clock: machine.clone(),
        ids: machine.clone(),
        origins: machine.clone(),
        vault: machine.clone(),
        ledger: machine.clone(),
        archive: machine.clone(),
        capacity: machine.clone(),
        prices: machine.clone(),
        commitments: machine.clone(),
    };
    if let Some(twist) = twist {
        roles.clock = Arc::new(TwistedClock { honest: machine.clone(), twist });
        roles.ledger = Arc::new(TwistedLedger {
            honest: machine.clone(),
            twist,
            unwritten: Mutex::default(),
            remembered: Mutex::default(),
            sent: Mutex::default(),
        });
        let vendor = Arc::new(TwistedVendor { honest: machine, twist });
        roles.capacity = vendor.clone();
        roles.commitments = vendor;
    }
    roles
}

/// What a recovery does that sends again.
pub(crate) async fn send_again(machine: &Machine) {
    let Ok(open) = machine.open_attempts().await else { return };
    let on_its_way = |attempt: &&Attempt| attempt.state == State::Sent && attempt.operation == Operation::Purchase;
    for attempt in open.iter().filter(on_its_way) {
        let (Ok(id), Ok(token)) = (PolicyId::parse(&attempt.subject), Secret::issued("token".to_owned())) else {
            return;
        };
        machine.world.with(|world| {
            let errand = world.polled;
            world.errands[errand].attempt = Some(attempt.id);
        });
        let access = Access { origin: Origin::Loopback(Loopback::v4(9)), token };
        let _never_mind = machine.purchase(&access, &id).await;
    }
}

struct TwistedClock {
    honest: Arc<Machine>,
    twist: Twist,
}

impl Clock for TwistedClock {
    fn now(&self) -> Timestamp {
        self.honest.now()
    }

    fn boot(&self) -> Option<Boot> {
        match self.twist {
            Twist::OneRun => self.honest.boot().map(|boot| Boot { id: Uuid::nil(), ..boot }),
            Twist::ClockIsBelieved => None,
            _ => self.honest.boot(),
        }
    }
}

struct TwistedLedger {
    honest: Arc<Machine>,
    twist: Twist,
    unwritten: Mutex<Vec<(Attempt, Entry)>>,
    remembered: Mutex<Option<Vec<Account>>>,
    /// Purchases that this run has sent.
    sent: Mutex<Vec<String>>,
}

impl TwistedLedger {
    fn unwritten_of(&self, id: AttemptId) -> Vec<(Attempt, Entry)> {
        let mut unwritten = self.unwritten.lock().unwrap_or_else(PoisonError::into_inner);
        unwritten.extract_if(.., |(attempt, _)| attempt.id == id).collect()
    }

    fn keep_unwritten(&self, attempt: &Attempt, entry: &Entry) {
        let mut unwritten = self.unwritten.lock().unwrap_or_else(PoisonError::into_inner);
        unwritten.push((attempt.clone(), entry.clone()));
    }

    /// An attempt as this ledger keeps it.
    fn kept(&self, attempt: &Attempt) -> Attempt {
        let mut kept = attempt.clone();
        let (own, id) = (&attempt.subject, attempt.id.to_string());
        match (self.twist, attempt.operation) {
            (Twist::EveryBasketIsAnother, Operation::Create) if !own.ends_with(&id) => {
                kept.subject = format!("{own}/{id}");
            }
            (Twist::MonthForTheTerm, Operation::Create) => {
                let month = serde_json::from_value(attempt.request["commit"]["per_month"].clone()).ok();
                let price = month.zip(attempt.price_seen);
                kept.price_seen = price.map(|(month, total)| Money::new(month, total.currency));
            }
            _ => {}
        }
        kept
    }

    fn written(&self, written: Result<(), LedgerError>) -> Result<(), LedgerError> {
        if self.twist == Twist::WriteErrorsAreIgnored { Ok(()) } else { written }
    }
}

#[async_trait]
impl Ledger for TwistedLedger {
    async fn accounts(&self) -> Result<Vec<Account>, LedgerError> {
        if self.twist == Twist::SwitchIsIgnored {
            let mut accounts = self.honest.accounts().await?;
            for account in &mut accounts {
                account.partly_documented = true;
            }
            return Ok(accounts);
        }
        if self.twist != Twist::AccountIsRemembered {
            return self.honest.accounts().await;
        }
        let remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(accounts) = remembered {
            return Ok(accounts);
        }
        let accounts = self.honest.accounts().await?;
        *self.remembered.lock().unwrap_or_else(PoisonError::into_inner) = Some(accounts.clone());
        Ok(accounts)
    }

    async fn put_account(&self, account: &Account, entry: &Entry) -> Result<(), LedgerError> {
        if self.twist == Twist::SwitchIsIgnored && !entry.kind.starts_with("partly_documented") {
            // What was made up when the account was read is not written down.
            let accounts = self.honest.accounts().await?;
            let switched = accounts.iter().any(|kept| kept.id == account.id && kept.partly_documented);
            let account = Account { partly_documented: switched, ..account.clone() };
            return self.honest.put_account(&account, entry).await;
        }
        self.honest.put_account(account, entry).await
    }

    async fn policies(&self, realm: Realm) -> Result<Policies, LedgerError> {
        let mut records = self.honest.policies(realm).await?;
        let sent = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
        let bought = |record: &&mut Arc<PolicyRecord>| sent.iter().any(|id| id == record.policy.id.as_str());
        let records_then = Arc::make_mut(&mut records).iter_mut().filter(bought);
        records_then.for_each(|record| Arc::make_mut(record).policy.status = Some(PolicyStatus::Active));
        Ok(records)
    }

    async fn policy(&self, account: AccountId, id: &PolicyId) -> Result<Option<PolicyRecord>, LedgerError> {
        self.honest.policy(account, id).await
    }

    async fn add_policies(&self, records: &[PolicyRecord], entry: &Entry) -> Result<(), LedgerError> {
        self.honest.add_policies(records, entry).await
    }

    async fn put_reasons(&self, reworded: &[Reworded]) -> Result<(), LedgerError> {
        self.honest.put_reasons(reworded).await
    }

    async fn record(&self, attempt: &Attempt, entry: &Entry) -> Result<(), LedgerError> {
        if self.twist == Twist::LogAfterTheCall {
            self.keep_unwritten(attempt, entry);
            return Ok(());
        }
        self.written(self.honest.record(&self.kept(attempt), entry).await)
    }

    async fn advance(
        &self,
        attempt: &Attempt,
        policy: Option<&PolicyRecord>,
        entry: &Entry,
    ) -> Result<(), LedgerError> {
        if self.twist == Twist::LogAfterTheCall {
            if attempt.state == State::Sent {
                self.keep_unwritten(attempt, entry);
                return Ok(());
            }
            for (attempt, entry) in self.unwritten_of(attempt.id) {
                match attempt.state {
                    State::Recorded => self.honest.record(&attempt, &entry).await?,
                    _ => self.honest.advance(&attempt, None, &entry).await?,
                }
            }
        }
        if self.twist == Twist::RecoveryGivesUp && entry.kind == "found_at_start" {
            let attempt = Attempt { state: State::Refused, ..attempt.clone() };
            return self.honest.advance(&attempt, policy, entry).await;
        }
        if self.twist == Twist::ShownAtOnce && (attempt.operation, attempt.state) == (Operation::Purchase, State::Sent)
        {
            self.sent.lock().unwrap_or_else(PoisonError::into_inner).push(attempt.subject.clone());
        }
        if let (Twist::AnotherCurrency, Some(record)) = (self.twist, policy) {
            let other = "EUR".parse::<Currency>().ok();
            let price_charged = record.price_charged.zip(other).map(|(price, other)| Money::new(price.amount, other));
            let record = PolicyRecord { price_charged, ..record.clone() };
            return self.honest.advance(attempt, Some(&record), entry).await;
        }
        self.written(self.honest.advance(&self.kept(attempt), policy, entry).await)
    }

    async fn attempt(&self, id: AttemptId) -> Result<Option<Attempt>, LedgerError> {
        self.honest.attempt(id).await
    }

    async fn open_attempts(&self) -> Result<Vec<Attempt>, LedgerError> {
        let mut open = self.honest.open_attempts().await?;
        open.retain(|attempt| self.twist != Twist::RecoveryForgets || attempt.state != State::Sent);
        Ok(open)
    }

    async fn spending_since(&self, account: AccountId, since: Timestamp) -> Result<Vec<Attempt>, LedgerError> {
        let mut spending = self.honest.spending_since(account, since).await?;
        spending.retain(|attempt| match self.twist {
            Twist::DoubtsDoNotCount => attempt.state != State::Unknown,
            Twist::CommitmentsDoNotCount => attempt.operation != Operation::Create,
            _ => true,
        });
        Ok(spending)
    }

    async fn put_quote(&self, quote: &Quote, entry: &Entry) -> Result<(), LedgerError> {
        self.honest.put_quote(quote, entry).await
    }

    async fn quotes(&self, realm: Realm) -> Result<Vec<Quote>, LedgerError> {
        self.honest.quotes(realm).await
    }

    async fn activity(&self, account: AccountId, subject: &str) -> Result<Vec<LoggedEntry>, LedgerError> {
        self.honest.activity(account, subject).await
    }
}

struct TwistedVendor {
    honest: Arc<Machine>,
    twist: Twist,
}

impl TwistedVendor {
    /// Sends by way of `call`, and hears what it wants to hear. `success` is what any 200 is taken for.
    async fn send<T, F>(&self, access: &Access, success: Option<T>, call: impl Fn() -> F) -> Outcome<T>
    where
        F: Future<Output = Outcome<T>>,
    {
        let mut outcome = call().await;
        let mut again = 0;
        while again < 3 && self.sends_again(&outcome) {
            again += 1;
            if matches!(outcome, Outcome::Unauthorized(_)) {
                let _token = self.honest.sign_in(access.origin, "", &access.token).await;
            }
            outcome = call().await;
        }
        let is_a_no = |doubt: &Doubt| match doubt {
            Doubt::TimedOut => self.twist == Twist::TimeoutIsFailure,
            Doubt::Status(_) => self.twist == Twist::ServerErrorIsFailure,
            _ => false,
        };
        match (outcome, success) {
            (Outcome::Unknown(doubt, raw), _) if is_a_no(&doubt) => {
                let refusal = Refusal { status: 500, kind: RefusalKind::Other, message: doubt.to_string() };
                let now = self.honest.world.with(|world| world.clocks.machine());
                let raw = raw.unwrap_or(RawAnswer { status: 500, body: String::new(), date: None, received_at: now });
                Outcome::Refused(refusal, raw)
            }
            (Outcome::Unknown(Doubt::AnotherPolicy(_), Some(raw)), Some(success))
                if self.twist == Twist::EverySuccessCounts =>
            {
                Outcome::Done(success, raw)
            }
            (outcome, _) => outcome,
        }
    }

    fn sends_again<T>(&self, outcome: &Outcome<T>) -> bool {
        match outcome {
            Outcome::Unknown(..) => self.twist == Twist::RetryLoop,
            Outcome::Unauthorized(_) => self.twist == Twist::EndlessSignIn,
            _ => false,
        }
    }
}

#[async_trait]
impl Commitments for TwistedVendor {
    fn wording(&self, wanted: WantedCommitment<'_>) -> String {
        Commitments::wording(self.honest.as_ref(), wanted)
    }

    async fn create(&self, access: &Access, order: &CommitmentOrder) -> Outcome<Reservation> {
        self.send(access, None, || self.honest.create(access, order)).await
    }

    async fn withdraw(&self, access: &Access, id: i64) -> Outcome<()> {
        self.send(access, Some(()), || self.honest.withdraw(access, id)).await
    }
}

#[async_trait]
impl Capacity for TwistedVendor {
    fn wording(&self, wanted: Wanted<'_>) -> String {
        Capacity::wording(self.honest.as_ref(), wanted)
    }

    async fn sign_in(&self, origin: Origin, user: &str, password: &Secret) -> Outcome<Session> {
        self.honest.sign_in(origin, user, password).await
    }

    async fn reserve(&self, access: &Access, order: &Order) -> Outcome<Reserved> {
        self.send(access, None, || self.honest.reserve(access, order)).await
    }

    async fn purchase(&self, access: &Access, id: &PolicyId) -> Outcome<Policy> {
        self.send(access, Some(Policy::unknown(id.clone())), || self.honest.purchase(access, id)).await
    }

    async fn cancel(&self, access: &Access, id: &PolicyId) -> Outcome<Sentence> {
        self.send(access, Some(Sentence { message: None }), || self.honest.cancel(access, id)).await
    }

    async fn configure(&self, access: &Access, id: &PolicyId, launch: &Launch) -> Outcome<Policy> {
        self.send(access, Some(Policy::unknown(id.clone())), || self.honest.configure(access, id, launch)).await
    }

    async fn renew(&self, access: &Access, id: &PolicyId, renewal: Renewal) -> Outcome<Sentence> {
        self.send(access, Some(Sentence { message: None }), || self.honest.renew(access, id, renewal)).await
    }
}
