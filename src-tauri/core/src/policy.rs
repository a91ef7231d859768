//! A FlexCompute policy: what the vendor said of it, what we know besides, and the stage it is reckoned to be in.
//!
//! The vendor offers no way to read a policy again. The last answer is therefore all there is, every part of it may be
//! missing, and a stage between two answers is reckoned from the clock and called so.

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::account::AccountId;
use crate::money::Money;
pub use crate::reason::Reason;
use crate::window::Window;

/// How long after creation a policy can be cancelled free of charge, by the vendor's cancel page.
pub const FREE_CANCEL: SignedDuration = SignedDuration::from_mins(15);

/// The vendor's handle of a policy (`cidrId`): opaque, but never something that could bend a request.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PolicyId(String);

impl PolicyId {
    /// Takes an id of 1 to 128 letters, digits, `_` or `-`. Samples are `sc_` and digits, but one printed id has neither.
    pub fn parse(text: &str) -> Result<Self, PolicyIdError> {
        let text = text.trim();
        let known = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
        if text.is_empty() || text.len() > 128 || !text.bytes().all(known) {
            return Err(PolicyIdError);
        }
        Ok(Self(text.to_owned()))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PolicyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for PolicyId {
    type Error = PolicyIdError;

    fn try_from(text: String) -> Result<Self, PolicyIdError> {
        Self::parse(&text)
    }
}

impl From<PolicyId> for String {
    fn from(id: PolicyId) -> Self {
        id.0
    }
}

/// A text that cannot be a policy's id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a policy id is made of letters, digits, - and _, such as sc_830349911839")]
pub struct PolicyIdError;

/// The vendor's commercial state. A word that is new to us survives as text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
#[expect(missing_docs, reason = "the vendor's words, whose meaning it does not explain")]
pub enum PolicyStatus {
    ReadyForPurchase,
    Active,
    Canceled,
    Completed,
    Other(String),
}

impl From<String> for PolicyStatus {
    fn from(word: String) -> Self {
        match word.as_str() {
            "READY_FOR_PURCHASE" => Self::ReadyForPurchase,
            "ACTIVE" => Self::Active,
            "CANCELED" => Self::Canceled,
            "COMPLETED" => Self::Completed,
            _ => Self::Other(word),
        }
    }
}

impl From<PolicyStatus> for String {
    fn from(status: PolicyStatus) -> Self {
        match status {
            PolicyStatus::ReadyForPurchase => "READY_FOR_PURCHASE".into(),
            PolicyStatus::Active => "ACTIVE".into(),
            PolicyStatus::Canceled => "CANCELED".into(),
            PolicyStatus::Completed => "COMPLETED".into(),
            PolicyStatus::Other(word) => word,
        }
    }
}

/// What machine, and how many.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instance {
    /// EC2 instance type, such as `c5.large`.
    pub kind: Option<String>,
    /// Operating system offering, such as `Linux/UNIX`.
    pub platform: Option<String>,
    /// `DEDICATED` or `SHARED`.
    pub tenancy: Option<String>,
    /// Virtual processors of one machine.
    pub vcpu: Option<u32>,
    /// Memory of one machine, in GiB as far as the samples tell.
    pub memory: Option<Decimal>,
    /// Accelerators of one machine.
    pub gpu: Option<u32>,
    /// Their memory.
    pub gpu_memory: Option<Decimal>,
    /// How many machines.
    pub quantity: Option<u32>,
}

/// Where the machines stand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// AWS region code, such as `us-west-2`.
    pub region: Option<String>,
    /// `PRIMARY` or `FAILOVER`.
    pub kind: Option<String>,
    /// Availability zone id (not name), such as `usw2-az1`.
    pub zone: Option<String>,
}

/// Launch details. The vendor writes the words `default` and `none` for what was not set.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Configuration {
    /// Whether the policy buys its successor by itself.
    pub auto_renewal: Option<bool>,
    /// How often, while auto-renewal is on.
    pub frequency: Option<String>,
    /// VPC id or `default`.
    pub vpc: Option<String>,
    /// Security group id or `none`.
    pub security_group: Option<String>,
    /// Machine image id or `default`.
    pub image: Option<String>,
    /// Key pair name or `none`.
    pub key_pair: Option<String>,
    /// Root disk size, presumably GiB.
    pub disk: Option<Decimal>,
}

/// The vendor's figures: totals for the whole window and all machines, in the account's currency.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pricing {
    /// What the policy costs.
    pub price: Option<Decimal>,
    /// What AWS would charge on demand: the base of every saving.
    pub list: Option<Decimal>,
    /// The vendor's own difference of the two.
    pub savings: Option<Decimal>,
    /// The vendor's rounded fraction (0.3 for 30 %). Kept, never reckoned with.
    pub savings_fraction: Option<Decimal>,
    /// Extra when paid by card. Known before the purchase only.
    pub card_fee: Option<Decimal>,
    /// Extra when paid from a bank account. Known before the purchase only.
    pub bank_fee: Option<Decimal>,
}

/// A policy as the vendor last described it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// The only handle there will ever be.
    pub id: PolicyId,
    /// The label the user chose.
    pub name: Option<String>,
    /// Display name of the AWS account that gets the machines.
    pub cloud_account: Option<String>,
    /// Commercial state.
    pub status: Option<PolicyStatus>,
    /// Machine state, as text.
    pub operating: Option<String>,
    /// What.
    pub instance: Instance,
    /// Where.
    pub place: Place,
    /// When it was created, which is when it was reserved.
    pub created_at: Option<Timestamp>,
    /// From when to when.
    pub window: Option<Window>,
    /// Launch details.
    pub configuration: Configuration,
    /// For how much.
    pub pricing: Pricing,
}

impl Policy {
    /// A policy of which nothing but the id is known.
    pub fn unknown(id: PolicyId) -> Self {
        Self {
            id,
            name: None,
            cloud_account: None,
            status: None,
            operating: None,
            instance: Instance::default(),
            place: Place::default(),
            created_at: None,
            window: None,
            configuration: Configuration::default(),
            pricing: Pricing::default(),
        }
    }

    /// This description as heard at a moment of the vendor's clock: nothing was created after it was heard of.
    #[must_use]
    pub fn heard_at(self, at: Timestamp) -> Self {
        Self { created_at: self.created_at.map(|created| created.min(at)), ..self }
    }

    /// This description with the gaps filled from an earlier one: an answer that leaves something out does not unsay it.
    /// Processing fees are such a gap, for they are told before the purchase only.
    #[must_use]
    pub fn or(self, earlier: &Self) -> Self {
        Self {
            id: self.id,
            name: self.name.or_else(|| earlier.name.clone()),
            cloud_account: self.cloud_account.or_else(|| earlier.cloud_account.clone()),
            status: self.status.or_else(|| earlier.status.clone()),
            operating: self.operating.or_else(|| earlier.operating.clone()),
            instance: self.instance.or(&earlier.instance),
            place: Place {
                region: self.place.region.or_else(|| earlier.place.region.clone()),
                kind: self.place.kind.or_else(|| earlier.place.kind.clone()),
                zone: self.place.zone.or_else(|| earlier.place.zone.clone()),
            },
            // A policy is created once; a date that moves on would begin the free-cancel window anew.
            created_at: self.created_at.into_iter().chain(earlier.created_at).min(),
            window: self.window.or(earlier.window),
            configuration: self.configuration.or(&earlier.configuration),
            pricing: self.pricing.or(&earlier.pricing),
        }
    }
}

impl Instance {
    /// The family of its type: `c5` of `c5.large`. `None` where the type is not built that way.
    pub fn family(&self) -> Option<&str> {
        self.kind.as_deref()?.split_once('.').map(|(family, _)| family).filter(|family| !family.is_empty())
    }

    fn or(self, earlier: &Self) -> Self {
        Self {
            kind: self.kind.or_else(|| earlier.kind.clone()),
            platform: self.platform.or_else(|| earlier.platform.clone()),
            tenancy: self.tenancy.or_else(|| earlier.tenancy.clone()),
            vcpu: self.vcpu.or(earlier.vcpu),
            memory: self.memory.or(earlier.memory),
            gpu: self.gpu.or(earlier.gpu),
            gpu_memory: self.gpu_memory.or(earlier.gpu_memory),
            quantity: self.quantity.or(earlier.quantity),
        }
    }
}

impl Configuration {
    fn or(self, earlier: &Self) -> Self {
        Self {
            auto_renewal: self.auto_renewal.or(earlier.auto_renewal),
            // A frequency belongs to the renewal it came with; an answer that turns renewal off takes it away.
            frequency: if self.auto_renewal.is_some() { self.frequency } else { earlier.frequency.clone() },
            vpc: self.vpc.or_else(|| earlier.vpc.clone()),
            security_group: self.security_group.or_else(|| earlier.security_group.clone()),
            image: self.image.or_else(|| earlier.image.clone()),
            key_pair: self.key_pair.or_else(|| earlier.key_pair.clone()),
            disk: self.disk.or(earlier.disk),
        }
    }
}

impl Pricing {
    fn or(self, earlier: &Self) -> Self {
        Self {
            price: self.price.or(earlier.price),
            list: self.list.or(earlier.list),
            savings: self.savings.or(earlier.savings),
            savings_fraction: self.savings_fraction.or(earlier.savings_fraction),
            card_fee: self.card_fee.or(earlier.card_fee),
            bank_fee: self.bank_fee.or(earlier.bank_fee),
        }
    }
}

/// How a policy came into the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Reserved with Berth.
    Reserved,
    /// Its id was pasted.
    Tracked,
    /// Part of the sandbox's first state.
    Shipped,
}

/// A cancellation that the vendor confirmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cancellation {
    /// When the answer came, by our clock.
    pub at: Timestamp,
    /// The vendor's sentence, word for word. `None` when the answer had no body.
    pub message: Option<String>,
    /// The number in the sentence. Its unit is not confirmed by the vendor.
    pub fee: Option<CancelFee>,
    /// Whether it was answered inside the free window, by the vendor's clock.
    pub free: bool,
}

impl Cancellation {
    /// Whether the vendor's sentence says that money was kept: a fee above zero, or a share of the price paid back. `None`
    /// when it speaks of money without a figure that can be read.
    pub fn charged(&self) -> Option<bool> {
        match self.fee {
            Some(CancelFee::Amount { value }) => Some(!value.is_zero()),
            Some(CancelFee::RefundPercent { .. }) => Some(true),
            None if self.message.as_deref().is_some_and(speaks_of_money) => None,
            None => Some(false),
        }
    }

    /// Whether it certainly cost nothing: answered inside the free window, and no word of anything kept.
    pub fn cost_nothing(&self) -> bool {
        self.free && self.charged() == Some(false)
    }
}

fn speaks_of_money(message: &str) -> bool {
    let lower = message.to_ascii_lowercase();
    ["fee", "refund", "charge"].iter().any(|word| lower.contains(word))
}

/// The figure a cancellation's sentence names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CancelFee {
    /// `… fee = 50`: presumably money in the account's currency, unconfirmed.
    Amount {
        /// The number as printed.
        value: Decimal,
    },
    /// `Refund=25%`: a share paid back.
    RefundPercent {
        /// The number as printed, 25 for 25 %.
        value: Decimal,
    },
}

impl CancelFee {
    /// Reads the figure after the word "fee" or "refund" in the vendor's sentence, in either wording that was seen.
    pub fn read(message: &str) -> Option<Self> {
        let lower = message.to_ascii_lowercase();
        let after = |word: &str| lower.find(word).map(|at| &lower[at + word.len()..]);
        if let Some((value, rest)) = after("fee").and_then(leading_number) {
            return (!rest.starts_with('%')).then_some(Self::Amount { value });
        }
        let (value, rest) = after("refund").and_then(leading_number)?;
        rest.starts_with('%').then_some(Self::RefundPercent { value })
    }
}

/// The number that follows `=` or `:` at the start of a text, and what comes after it. Digits that go on in a way that is
/// not understood, as in `1,234.50`, are no number: the part that is understood would be a much smaller one.
fn leading_number(text: &str) -> Option<(Decimal, &str)> {
    let text = text.trim_start().strip_prefix(['=', ':'])?.trim_start();
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let rest = &text[end..];
    let goes_on = match rest.strip_prefix(['\u{a0}', '\u{202f}']) {
        Some(next) => next.starts_with(|c: char| c.is_ascii_digit()),
        None => rest.split(char::is_whitespace).next().is_some_and(|word| word.contains(char::is_alphanumeric)),
    };
    let number = text[..end].trim_end_matches('.');
    (!goes_on).then_some((crate::money::decimal(number).ok()?, rest.trim_start()))
}

/// A policy as the ledger keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyRecord {
    /// Whose it is.
    pub account: AccountId,
    /// The vendor's last description.
    pub policy: Policy,
    /// How it came here.
    pub source: Source,
    /// When it came here, or was last described, by our clock.
    pub seen_at: Timestamp,
    /// When its purchase was confirmed, by our clock.
    pub bought_at: Option<Timestamp>,
    /// The price the user saw when confirming the purchase.
    pub price_seen: Option<Money>,
    /// The price in the purchase's answer.
    pub price_charged: Option<Money>,
    /// Its cancellation.
    pub cancelled: Option<Cancellation>,
    /// Why it was bought.
    pub reason: Reason,
}

impl PolicyRecord {
    /// A record of a policy that was just described for the first time.
    pub fn new(account: AccountId, policy: Policy, source: Source, now: Timestamp) -> Self {
        Self {
            account,
            policy,
            source,
            seen_at: now,
            bought_at: None,
            price_seen: None,
            price_charged: None,
            cancelled: None,
            reason: Reason::default(),
        }
    }

    /// One record of what two ledgers tell of the same policy.
    ///
    /// MONEY: neither unsays what the other knows: a cancellation outweighs a purchase, and that a description.
    #[must_use]
    pub fn joined(&self, other: &Self) -> Self {
        let weight = |record: &Self| {
            let cancelled = record.cancelled.is_some() || record.policy.status == Some(PolicyStatus::Canceled);
            (cancelled, record.bought(), record.seen_at)
        };
        let (more, less) = if weight(other) > weight(self) { (other, self) } else { (self, other) };
        Self {
            account: more.account,
            policy: more.policy.clone().or(&less.policy),
            source: more.source,
            seen_at: more.seen_at,
            bought_at: more.bought_at.or(less.bought_at),
            price_seen: more.price_seen.or(less.price_seen),
            price_charged: more.price_charged.or(less.price_charged),
            cancelled: more.cancelled.clone().or_else(|| less.cancelled.clone()),
            reason: more.reason.joined(&less.reason),
        }
    }

    /// How the price charged compares with the price seen, as soon as both are known.
    pub fn drift(&self) -> Option<Drift> {
        let (seen, charged) = self.price_seen.zip(self.price_charged)?;
        let half_a_cent = Decimal::new(5, seen.currency.minor_digits() + 1);
        let more = charged.minus(seen).ok()?.amount;
        Some(if charged.rounded() == seen.rounded() || more.abs() <= half_a_cent {
            Drift::Same
        } else if more.is_sign_positive() {
            Drift::Higher
        } else {
            Drift::Lower
        })
    }

    /// Whether it was paid for, as far as is known.
    pub fn bought(&self) -> bool {
        self.bought_at.is_some() || matches!(self.policy.status, Some(PolicyStatus::Active | PolicyStatus::Completed))
    }

    /// The stage it is in at `now` (the vendor's time). An open doubt is not known here; the desk adds it.
    pub fn stage(&self, now: Timestamp) -> Stage {
        if self.cancelled.is_some() || self.policy.status == Some(PolicyStatus::Canceled) {
            return Stage::Cancelled;
        }
        if self.policy.status == Some(PolicyStatus::Completed) {
            return Stage::Ended;
        }
        let ended = self.policy.window.is_some_and(|window| now >= window.end.at);
        let started = self.policy.window.is_some_and(|window| now >= window.start.at);
        match (self.bought(), &self.policy.status) {
            (true, _) if ended => Stage::Ended,
            (true, _) if started => Stage::Running,
            (true, _) => Stage::Scheduled,
            (false, Some(PolicyStatus::ReadyForPurchase)) if started => Stage::Lapsed,
            (false, Some(PolicyStatus::ReadyForPurchase)) => Stage::Ready,
            (false, _) => Stage::Unknown,
        }
    }

    /// The end of the free-cancel window, by the vendor's clock. `None` when the creation is not known.
    pub fn free_cancel_until(&self) -> Option<Timestamp> {
        self.policy.created_at?.checked_add(FREE_CANCEL).ok()
    }
}

/// The price charged against the price seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drift {
    /// The same, but for rounding: to half of the currency's smallest coin.
    Same,
    /// More was charged.
    Higher,
    /// Less was charged.
    Lower,
}

/// Where a policy is in its life. Between two answers of the vendor this is reckoned from the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Reserved and priced, not bought.
    Ready,
    /// Reserved, not bought, and its start has passed: whether it can still be bought is not documented.
    Lapsed,
    /// Bought, not started.
    Scheduled,
    /// Bought, between start and end.
    Running,
    /// Bought and over.
    Ended,
    /// Cancelled.
    Cancelled,
    /// Nothing is known that tells.
    Unknown,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;
    use crate::window::Moment;

    #[test]
    fn an_id_has_at_most_128_letters_and_is_the_same_text_again() {
        for length in [1, 128] {
            let id = PolicyId::parse(&"a".repeat(length)).unwrap();
            assert_eq!(String::from(id), "a".repeat(length));
        }
        for text in [String::new(), "a".repeat(129), "a".repeat(200), "a b".into()] {
            assert_eq!(PolicyId::parse(&text), Err(PolicyIdError), "{text}");
        }
    }

    #[test]
    fn the_vendors_words_for_a_status_come_out_as_they_went_in() {
        for word in ["READY_FOR_PURCHASE", "ACTIVE", "CANCELED", "COMPLETED", "SOMETHING_NEW"] {
            let status = PolicyStatus::from(word.to_owned());
            assert_eq!(matches!(status, PolicyStatus::Other(_)), word == "SOMETHING_NEW");
            assert_eq!(String::from(status), word);
        }
    }

    #[test]
    fn an_answer_that_does_not_name_a_launch_detail_leaves_it_as_it_was() {
        let earlier = Configuration {
            vpc: Some("vpc-1".into()),
            auto_renewal: Some(true),
            frequency: Some("one-day".into()),
            ..Configuration::default()
        };
        assert_eq!(Configuration::default().or(&earlier), earlier);
        let off = Configuration { auto_renewal: Some(false), ..Configuration::default() };
        assert_eq!(off.or(&earlier), Configuration { auto_renewal: Some(false), frequency: None, ..earlier });
    }

    fn record(status: &str) -> PolicyRecord {
        let mut policy = Policy::unknown(PolicyId::parse("sc_830349911839").unwrap());
        policy.status = Some(status.to_owned().into());
        policy.created_at = Some("2026-01-08T15:20:15.64868Z".parse().unwrap());
        policy.window = Window::new(
            Moment::parse("2026-01-10T00:00:00-08:00").unwrap(),
            Moment::parse("2026-01-12T23:15:00-08:00").unwrap(),
        )
        .ok();
        PolicyRecord::new(AccountId(uuid::Uuid::nil()), policy, Source::Reserved, Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn two_records_of_one_policy_join_without_unsaying_that_it_was_bought_or_cancelled() {
        let later = PolicyRecord { seen_at: "2026-03-01T00:00:00Z".parse().unwrap(), ..record("READY_FOR_PURCHASE") };
        let mut bought = record("ACTIVE");
        bought.bought_at = Some(Timestamp::UNIX_EPOCH);
        let mut cancelled = record("READY_FOR_PURCHASE");
        cancelled.cancelled = Some(Cancellation { at: Timestamp::UNIX_EPOCH, message: None, fee: None, free: true });
        for (one, other) in [(&later, &bought), (&bought, &later)] {
            let joined = one.joined(other);
            assert!(joined.bought());
            assert_eq!(joined.policy.status, Some(PolicyStatus::Active));
        }
        for (one, other) in [(&cancelled, &bought), (&bought, &cancelled)] {
            let joined = one.joined(other);
            assert_eq!(joined.stage(Timestamp::UNIX_EPOCH), Stage::Cancelled);
            assert_eq!(joined.bought_at, bought.bought_at);
        }
        assert_eq!(bought.joined(&bought), bought);
        // The vendor's word for it counts as much as the cancellation that was seen here.
        for (one, other) in [(&record("CANCELED"), &bought), (&bought, &record("CANCELED"))] {
            assert_eq!(one.joined(other).policy.status, Some(PolicyStatus::Canceled));
        }
    }

    #[test]
    fn what_only_one_of_two_records_knows_stands_in_what_they_join_to() {
        let price = |text: &str| Some(Money::new(text.parse().unwrap(), Currency::USD));
        let word = |text: &str| Some(text.to_owned());
        let reason = |owner: Option<&str>, ticket: Option<&str>| Reason {
            owner: owner.map(ToOwned::to_owned),
            ticket: ticket.map(ToOwned::to_owned),
            purpose: word("batch"),
            ..Reason::default()
        };
        let one = PolicyRecord {
            bought_at: Some(Timestamp::UNIX_EPOCH),
            price_seen: price("8.48"),
            reason: reason(Some("data"), None),
            ..record("ACTIVE")
        };
        let cancelled = Cancellation { at: Timestamp::UNIX_EPOCH, message: None, fee: None, free: true };
        let other = PolicyRecord {
            price_charged: price("8.49"),
            cancelled: Some(cancelled.clone()),
            reason: reason(None, Some("FIN-7")),
            ..record("ACTIVE")
        };
        let all = PolicyRecord {
            bought_at: one.bought_at,
            price_seen: one.price_seen,
            price_charged: other.price_charged,
            cancelled: Some(cancelled),
            reason: reason(Some("data"), Some("FIN-7")),
            ..record("ACTIVE")
        };
        assert_eq!((one.joined(&other), other.joined(&one)), (all.clone(), all));
        let named = |name: &str| {
            let mut named = one.clone();
            named.policy.name = word(name);
            named
        };
        let (own, foreign) = (named("own"), named("foreign"));
        assert_eq!(own.joined(&foreign), own, "of two that weigh the same the own one");
    }

    #[test]
    fn the_fee_is_read_in_both_wordings_and_nowhere_else() {
        let amount = |text: &str| Some(CancelFee::Amount { value: text.parse().unwrap() });
        assert_eq!(CancelFee::read("Policy canceled successfully. Early-cancellation fee = 50"), amount("50"));
        assert_eq!(CancelFee::read("Early-cancellation fee = 4.24."), amount("4.24"));
        assert_eq!(CancelFee::read("Early-cancellation fee: 50, as agreed"), amount("50"));
        assert_eq!(
            CancelFee::read("Policy canceled successfully. Refund=25%"),
            Some(CancelFee::RefundPercent { value: "25".parse().unwrap() })
        );
        for text in [
            "Policy canceled successfully.",
            "No fee",
            "fee = lots",
            "fee = 10 %",
            "Refund=25",
            "fee = 1,234.50",
            "fee = 1'234",
            "fee = 44.24'.24'",
            "fee = 1\u{a0}234",
            "fee = 1e3",
            "fee = 1.2.3",
            "fee = -5",
            "",
        ] {
            assert_eq!(CancelFee::read(text), None, "{text:?}");
        }
    }

    #[test]
    fn what_a_cancellation_kept_is_told_denied_or_left_open_by_its_sentence() {
        let said = |message: Option<&str>| {
            let message = message.map(ToOwned::to_owned);
            let fee = message.as_deref().and_then(CancelFee::read);
            Cancellation { at: Timestamp::UNIX_EPOCH, message, fee, free: true }
        };
        for (message, charged) in [
            (None, Some(false)),
            (Some("Policy canceled successfully."), Some(false)),
            (Some("Policy canceled successfully. Early-cancellation fee = 0"), Some(false)),
            (Some("Policy canceled successfully. Early-cancellation fee = 0.01"), Some(true)),
            (Some("Policy canceled successfully. Refund=25%"), Some(true)),
            (Some("Early-cancellation fee = 1,234.50"), None),
            (Some("A Fee applies."), None),
            (Some("You will be charged."), None),
        ] {
            let cancelled = said(message);
            assert_eq!(cancelled.charged(), charged, "{message:?}");
            assert_eq!(cancelled.cost_nothing(), charged == Some(false), "{message:?}");
            assert!(!Cancellation { free: false, ..cancelled }.cost_nothing(), "{message:?}");
        }
    }

    #[test]
    fn a_charge_is_the_price_seen_to_half_of_the_smallest_coin() {
        let drift = |seen: &str, charged: &str, currency: &str| {
            let money = |text: &str| Some(Money::new(crate::money::decimal(text).unwrap(), currency.parse().unwrap()));
            PolicyRecord { price_seen: money(seen), price_charged: money(charged), ..record("ACTIVE") }.drift().unwrap()
        };
        for (seen, charged, currency, expected) in [
            ("8.48", "8.48", "USD", Drift::Same),
            ("8.480", "8.4849", "USD", Drift::Same),
            ("8.4749", "8.4750", "USD", Drift::Same),
            ("8.475", "8.48", "USD", Drift::Same),
            ("8.48", "8.475", "USD", Drift::Same),
            ("8.474", "8.4791", "USD", Drift::Higher),
            ("8.48", "8.49", "USD", Drift::Higher),
            ("8.48", "8.4749", "USD", Drift::Lower),
            ("100", "100.5", "JPY", Drift::Same),
            ("100", "101", "JPY", Drift::Higher),
            ("0.1000", "0.1006", "KWD", Drift::Higher),
        ] {
            assert_eq!(drift(seen, charged, currency), expected, "{seen} {charged} {currency}");
        }
        let half = PolicyRecord { price_seen: None, ..record("ACTIVE") };
        assert_eq!(half.drift(), None);
    }

    #[test]
    fn a_policy_is_created_once_and_never_after_it_was_heard_of() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let policy = |created: &str| Policy { created_at: Some(at(created)), ..record("ACTIVE").policy };
        let (early, late) = (policy("2026-01-08T15:20:15Z"), policy("2026-01-08T15:25:00Z"));
        assert_eq!(late.clone().or(&early).created_at, early.created_at, "a purchase's answer dates it anew");
        assert_eq!(early.clone().or(&late).created_at, early.created_at);
        assert_eq!(late.clone().heard_at(at("2026-01-08T15:21:00Z")).created_at, Some(at("2026-01-08T15:21:00Z")));
        assert_eq!(early.clone().heard_at(at("2026-01-08T15:21:00Z")).created_at, early.created_at);
    }

    #[test]
    fn a_stage_follows_the_clock() {
        let active = record("ACTIVE");
        assert_eq!(active.stage("2026-01-10T07:59:59Z".parse().unwrap()), Stage::Scheduled);
        assert_eq!(active.stage("2026-01-10T08:00:00Z".parse().unwrap()), Stage::Running);
        assert_eq!(active.stage("2026-01-13T07:15:00Z".parse().unwrap()), Stage::Ended);
        let ready = record("READY_FOR_PURCHASE");
        assert_eq!(ready.stage("2026-01-09T00:00:00Z".parse().unwrap()), Stage::Ready);
        assert_eq!(ready.stage("2026-01-11T00:00:00Z".parse().unwrap()), Stage::Lapsed);
    }

    #[test]
    fn an_unknown_status_word_survives_and_is_no_purchase() {
        let odd = record("PENDING_REVIEW");
        assert_eq!(odd.stage("2026-01-11T00:00:00Z".parse().unwrap()), Stage::Unknown);
        assert_eq!(String::from(odd.policy.status.unwrap()), "PENDING_REVIEW");
    }

    #[test]
    fn free_cancel_ends_fifteen_minutes_after_creation() {
        assert_eq!(record("ACTIVE").free_cancel_until().unwrap().to_string(), "2026-01-08T15:35:15.64868Z");
    }

    #[test]
    fn a_later_answer_without_fees_keeps_the_fees_told_before() {
        let mut before = record("READY_FOR_PURCHASE").policy;
        before.pricing.card_fee = Some("0.55".parse().unwrap());
        let after = record("ACTIVE").policy.or(&before);
        assert_eq!(after.pricing.card_fee, before.pricing.card_fee);
        assert_eq!(after.status, Some(PolicyStatus::Active));
    }

    #[test]
    fn an_id_cannot_bend_a_request() {
        for text in ["", "../x", "sc_1\r\nHost: evil", "sc_1?x=1", "sc 1", "sc_\u{202e}1"] {
            assert_eq!(PolicyId::parse(text), Err(PolicyIdError), "{text:?}");
        }
        assert_eq!(PolicyId::parse(" rFVrfliRmYgD1 ").unwrap().as_str(), "rFVrfliRmYgD1");
    }
}
