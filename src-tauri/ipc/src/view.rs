//! What the page shows. Every figure is reckoned here or in the core, from the vendor's own; the page only lays it out.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use berth_core::account::{Account, Colour, Endpoint, Keep, Payment, Realm, SignIn, Vendor};
use berth_core::attempt::{Attempt, Operation, State};
use berth_core::bases::Bases;
use berth_core::desk::{
    self, CancelReceipt, CancelReview, FreeCancel, ImportRow, Imported, PurchaseReceipt, PurchaseReview, Reserve,
};
use berth_core::draft::{Draft, Field};
use berth_core::guard::Limit;
use berth_core::money::{Money, Ratio};
use berth_core::policy::{CancelFee, Drift, PolicyRecord, PolicyStatus, Source, Stage};
use berth_core::portfolio::{Card, Group, Portfolio};
use berth_core::ports::{ActivityLine, Broken, Chain, Contents, Examined, Integrity, LoggedEntry, Restored};
use berth_core::quote::{Offer, Quote, Region, Reservable};
use berth_core::savings::{self, Baseline, Totals};
use berth_core::window::{Moment, Window};
use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::Value;
use ts_rs::TS;

use crate::annotation::ReasonView;
use crate::request::DraftRequest;
use crate::said::SaidView;
use crate::wall::{GroupCountView, WallView};
use berth_core::said::Said;

/// An amount: every digit the vendor sent, and the same rounded to the currency's minor digits for the eye.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MoneyView {
    /// Exact decimal text.
    pub amount: String,
    /// Rounded half away from zero to the currency's minor digits.
    pub shown: String,
    /// ISO 4217.
    pub currency: String,
}

impl From<Money> for MoneyView {
    fn from(money: Money) -> Self {
        Self {
            amount: money.amount.to_string(),
            shown: money.rounded().to_string(),
            currency: money.currency.to_string(),
        }
    }
}

/// An amount per unit: shown with four digits, because a price per hour vanishes when rounded to the cent.
pub(crate) fn unit_price(money: Money) -> MoneyView {
    let mut shown = money.amount.round_dp_with_strategy(4, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
    shown.rescale(4);
    MoneyView { amount: money.amount.to_string(), shown: shown.to_string(), currency: money.currency.to_string() }
}

pub(crate) fn percent(ratio: Ratio) -> Option<String> {
    ratio.percent().map(|percent| percent.to_string())
}

/// A number with one digit after the point, half away from zero.
pub(crate) fn one_digit(number: Decimal) -> String {
    let mut shown = number.round_dp_with_strategy(1, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
    shown.rescale(1);
    shown.to_string()
}

/// An instant, and the offset it was written in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MomentView {
    /// RFC 3339 in UTC.
    pub at: String,
    /// Minutes east of UTC.
    pub offset_minutes: i32,
}

impl From<Moment> for MomentView {
    fn from(moment: Moment) -> Self {
        Self { at: moment.at.to_string(), offset_minutes: moment.offset.seconds() / 60 }
    }
}

/// A window and its length.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WindowView {
    /// Launch.
    pub start: MomentView,
    /// End.
    pub end: MomentView,
    /// Length in hours, decimal text.
    pub hours: String,
    /// Hours times machines; `null` when the count is not known.
    pub instance_hours: Option<String>,
}

impl WindowView {
    /// A window for so many machines.
    pub fn new(window: Window, quantity: Option<u32>) -> Self {
        Self {
            start: window.start.into(),
            end: window.end.into(),
            hours: window.hours().to_string(),
            instance_hours: quantity.and_then(|count| window.instance_hours(count)).map(|hours| hours.to_string()),
        }
    }
}

/// Spending limits as decimal text; `null` is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LimitsView {
    /// One purchase.
    pub per_purchase: Option<String>,
    /// One UTC day.
    pub per_day: Option<String>,
    /// One UTC month.
    pub per_month: Option<String>,
}

/// An account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "each is an answer of its own, and the page asks them one by one")]
pub struct AccountView {
    /// Our id.
    pub id: String,
    /// Who sells.
    #[ts(type = "Vendor")]
    pub vendor: Vendor,
    /// Its name.
    pub label: String,
    /// Its colour.
    #[ts(type = "Colour")]
    pub colour: Colour,
    /// Its world.
    #[ts(type = "Realm")]
    pub realm: Realm,
    /// The test endpoint, where there is one.
    pub test_endpoint: Option<String>,
    /// User name where it signs in with a password; `null` where it uses a token.
    pub user: Option<String>,
    /// Where the secret is kept.
    #[ts(type = "Keep")]
    pub keep: Keep,
    /// ISO 4217.
    pub currency: String,
    /// Whether the currency is the user's assumption, the vendor naming none.
    pub currency_assumed: bool,
    /// How it is paid.
    #[ts(type = "Payment")]
    pub payment: Payment,
    /// While on, nothing of this account can spend.
    pub safe_mode: bool,
    /// What it may spend.
    pub limits: LimitsView,
    /// Whether requests may be sent that the vendor documents only in part.
    pub partly_documented: bool,
    /// When its credentials last worked.
    pub tested_at: Option<String>,
    /// Whether its secret was removed; its rows stay.
    pub forgotten: bool,
}

impl From<&Account> for AccountView {
    fn from(account: &Account) -> Self {
        let text = |limit: Option<Decimal>| limit.map(|amount| amount.to_string());
        Self {
            id: account.id.to_string(),
            vendor: account.vendor,
            label: account.label.clone(),
            colour: account.colour,
            realm: account.realm(),
            test_endpoint: match account.endpoint {
                Endpoint::Loopback { address } => Some(address.to_string()),
                Endpoint::Vendor | Endpoint::Sandbox => None,
            },
            user: match &account.sign_in {
                SignIn::Password { user } => Some(user.clone()),
                SignIn::Token => None,
            },
            keep: account.keep,
            currency: account.currency.to_string(),
            currency_assumed: account.vendor == Vendor::Cloudidr,
            payment: account.payment,
            safe_mode: account.safe_mode,
            limits: LimitsView {
                per_purchase: text(account.limits.per_purchase),
                per_day: text(account.limits.per_day),
                per_month: text(account.limits.per_month),
            },
            partly_documented: account.partly_documented,
            tested_at: account.tested_at.map(|at| at.to_string()),
            forgotten: account.forgotten_at.is_some(),
        }
    }
}

/// What was answered, as it came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AnswerView {
    /// HTTP status.
    pub status: u16,
    /// The body as text.
    pub body: String,
    /// When it came, RFC 3339 in UTC.
    pub received_at: String,
}

/// The longest word or name that is shown, in characters: as long as a policy's name may be.
const LONGEST_NAME: usize = 200;

/// The longest body that is shown, in characters. The ledger keeps more.
const LONGEST_BODY: usize = 20_000;

/// A vendor's word or name. One that is longer than anybody needs to read is cut, so that no vendor can make the page slow.
pub(crate) fn brief(text: &str) -> String {
    match text.char_indices().nth(LONGEST_NAME) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// A body to look at.
fn excerpt(text: &str) -> String {
    match text.char_indices().nth(LONGEST_BODY) {
        Some((end, _)) => {
            let more = text[end..].chars().count();
            format!("{}\n… {more} more characters are in the ledger.", &text[..end])
        }
        None => text.to_owned(),
    }
}

/// The most items of a list that are shown.
const LONGEST_LIST: usize = 100;

/// A body to look at that is JSON still: long texts and lists in it are cut, so that what stands beside them can be read.
fn legible(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::String(excerpt(text)),
        Value::Array(items) => {
            let more = items.len().saturating_sub(LONGEST_LIST);
            let left_out = (more > 0).then(|| Value::String(format!("… {more} more are in the ledger.")));
            items.iter().take(LONGEST_LIST).map(legible).chain(left_out).collect()
        }
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), legible(value))).collect(),
        plain => plain.clone(),
    }
}

/// An attempt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AttemptView {
    /// Our id.
    pub id: String,
    /// Whose money.
    pub account: String,
    /// What.
    #[ts(type = "Operation")]
    pub operation: Operation,
    /// A policy's id, or a draft's.
    pub subject: String,
    /// Where it stands.
    #[ts(type = "AttemptState")]
    pub state: State,
    /// The price the user saw.
    pub price_seen: Option<MoneyView>,
    /// What was asked for: JSON text in words of ours.
    pub request: String,
    /// When it was recorded, RFC 3339 in UTC.
    pub recorded_at: String,
    /// When it was last handed to the network.
    pub sent_at: Option<String>,
    /// When it reached its state.
    pub changed_at: String,
    /// The last answer.
    pub answer: Option<AnswerView>,
    /// Why it stands where it stands.
    pub note: Option<String>,
}

impl From<&Attempt> for AttemptView {
    fn from(attempt: &Attempt) -> Self {
        Self {
            id: attempt.id.to_string(),
            account: attempt.account.to_string(),
            operation: attempt.operation,
            subject: attempt.subject.clone(),
            state: attempt.state,
            price_seen: attempt.price_seen.map(MoneyView::from),
            request: attempt.request.to_string(),
            recorded_at: attempt.recorded_at.to_string(),
            sent_at: attempt.sent_at.map(|at| at.to_string()),
            changed_at: attempt.changed_at.to_string(),
            answer: attempt.answer.as_ref().map(|answer| AnswerView {
                status: answer.status,
                body: excerpt(&answer.body),
                received_at: answer.received_at.to_string(),
            }),
            note: attempt.note.clone(),
        }
    }
}

/// Whether something can be done now, and if not, why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MayView {
    /// Whether.
    pub may: bool,
    /// Why not.
    pub why_not: Option<SaidView>,
}

impl MayView {
    fn of(may: &Result<(), Said>) -> Self {
        Self { may: may.is_ok(), why_not: may.as_ref().err().map(SaidView::from) }
    }
}

/// The figure in a cancellation's sentence. The vendor does not confirm its unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CancelFeeView {
    /// A fee, presumably in the account's currency.
    Amount {
        /// As printed.
        value: String,
    },
    /// A share paid back.
    RefundPercent {
        /// As printed, 25 for 25 %.
        value: String,
    },
}

impl From<CancelFee> for CancelFeeView {
    fn from(fee: CancelFee) -> Self {
        match fee {
            CancelFee::Amount { value } => Self::Amount { value: value.to_string() },
            CancelFee::RefundPercent { value } => Self::RefundPercent { value: value.to_string() },
        }
    }
}

/// A cancellation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CancellationView {
    /// When it was answered, RFC 3339 in UTC.
    pub at: String,
    /// The vendor's sentence, word for word; `null` when the answer had no body.
    pub message: Option<String>,
    /// The figure in it.
    pub fee: Option<CancelFeeView>,
    /// Whether it was answered inside the free window.
    pub free: bool,
}

/// The charged price against the price seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DriftView {
    /// The same, but for rounding: to half a cent.
    Same,
    /// More was charged.
    Higher,
    /// Less was charged.
    Lower,
}

impl From<Drift> for DriftView {
    fn from(drift: Drift) -> Self {
        match drift {
            Drift::Same => Self::Same,
            Drift::Higher => Self::Higher,
            Drift::Lower => Self::Lower,
        }
    }
}

/// A policy's card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(
    missing_docs,
    reason = "core's `Policy` and `PolicyRecord` document the fields; units stand where they differ"
)]
pub struct PolicyView {
    pub account: String,
    pub id: String,
    pub name: Option<String>,
    pub cloud_account: Option<String>,
    /// Reckoned from the vendor's last word and the clock.
    #[ts(type = "Stage")]
    pub stage: Stage,
    /// What it asks of whoever looks at it.
    #[ts(type = "Group")]
    pub group: Group,
    /// Whether the stage follows from the clock rather than from an answer.
    pub reckoned: bool,
    /// The vendor's own words.
    pub status_word: Option<String>,
    pub operating_word: Option<String>,
    pub instance_type: Option<String>,
    pub platform: Option<String>,
    pub tenancy: Option<String>,
    pub vcpu: Option<u32>,
    /// GiB of one machine, decimal text.
    pub memory: Option<String>,
    pub gpu: Option<u32>,
    pub quantity: Option<u32>,
    pub region: Option<String>,
    pub zone: Option<String>,
    pub created_at: Option<String>,
    pub window: Option<WindowView>,
    pub auto_renewal: Option<bool>,
    pub frequency: Option<String>,
    pub vpc: Option<String>,
    pub security_group: Option<String>,
    pub image: Option<String>,
    pub key_pair: Option<String>,
    /// Presumably GiB, decimal text.
    pub disk: Option<String>,
    /// Total for the window and all machines, without processing fees.
    pub price: Option<MoneyView>,
    /// The same on demand: the base of the saving.
    pub list: Option<MoneyView>,
    pub saving: Option<MoneyView>,
    /// Percent of the list cost, two digits after the point.
    pub saving_percent: Option<String>,
    #[ts(type = "Baseline | null")]
    pub baseline: Option<Baseline>,
    /// Per instance-hour.
    pub per_hour: Option<MoneyView>,
    pub list_per_hour: Option<MoneyView>,
    /// Percent of the hours below which buying costs more than paying on demand.
    pub break_even_percent: Option<String>,
    pub card_fee: Option<MoneyView>,
    pub bank_fee: Option<MoneyView>,
    pub price_seen: Option<MoneyView>,
    pub price_charged: Option<MoneyView>,
    pub drift: Option<DriftView>,
    #[ts(type = "PolicySource")]
    pub source: Source,
    pub seen_at: String,
    pub bought: bool,
    pub bought_at: Option<String>,
    /// End of the free-cancel window by this machine's clock.
    pub free_cancel_until: Option<String>,
    pub cancelled: Option<CancellationView>,
    pub reason: ReasonView,
    /// The attempt that is under way or in doubt, and locks the policy.
    pub open: Option<AttemptView>,
    pub buy: MayView,
    pub cancel: MayView,
    /// Whether its launch details and its auto-renewal can be changed.
    pub change: MayView,
}

impl PolicyView {
    /// The same, its saving's base set against those of other policies.
    #[must_use]
    pub fn among(self, bases: &Bases, account: &Account, record: &PolicyRecord) -> Self {
        Self { baseline: bases.of_policy(account, record), ..self }
    }

    /// The card of a policy at `now`, by this machine's clock. Its saving's base is weighed by itself.
    pub fn new(account: &Account, record: &PolicyRecord, open: Option<&Attempt>, now: Timestamp) -> Self {
        let policy = &record.policy;
        let money =
            |amount: Option<Decimal>| amount.map(|amount| MoneyView::from(Money::new(amount, account.currency)));
        let (price, list) = (savings::price(account, record), savings::list(account, record));
        let both = list.zip(price);
        let hours =
            policy.window.zip(policy.instance.quantity).and_then(|(window, count)| window.instance_hours(count));
        let each = |total: Option<Money>| total.zip(hours).and_then(|(total, hours)| total.per(hours)).map(unit_price);
        let stage = record.stage(account.vendor_time(now));
        Self {
            account: record.account.to_string(),
            id: policy.id.to_string(),
            name: policy.name.as_deref().map(brief),
            cloud_account: policy.cloud_account.as_deref().map(brief),
            stage,
            group: Card::Policy { account, record, open }.group(now),
            reckoned: matches!(
                (stage, &policy.status),
                (
                    Stage::Running | Stage::Ended | Stage::Lapsed,
                    Some(PolicyStatus::Active | PolicyStatus::ReadyForPurchase)
                )
            ),
            status_word: policy.status.clone().map(String::from).as_deref().map(brief),
            operating_word: policy.operating.as_deref().map(brief),
            instance_type: policy.instance.kind.as_deref().map(brief),
            platform: policy.instance.platform.as_deref().map(brief),
            tenancy: policy.instance.tenancy.as_deref().map(brief),
            vcpu: policy.instance.vcpu,
            memory: policy.instance.memory.map(|memory| memory.normalize().to_string()),
            gpu: policy.instance.gpu,
            quantity: policy.instance.quantity,
            region: policy.place.region.as_deref().map(brief),
            zone: policy.place.zone.as_deref().map(brief),
            created_at: policy.created_at.map(|at| at.to_string()),
            window: policy.window.map(|window| WindowView::new(window, policy.instance.quantity)),
            auto_renewal: policy.configuration.auto_renewal,
            frequency: policy.configuration.frequency.as_deref().map(brief),
            vpc: policy.configuration.vpc.as_deref().map(brief),
            security_group: policy.configuration.security_group.as_deref().map(brief),
            image: policy.configuration.image.as_deref().map(brief),
            key_pair: policy.configuration.key_pair.as_deref().map(brief),
            disk: policy.configuration.disk.map(|disk| disk.normalize().to_string()),
            price: price.map(MoneyView::from),
            list: list.map(MoneyView::from),
            saving: both.and_then(|(list, price)| savings::saving(list, price)).map(MoneyView::from),
            saving_percent: both.and_then(|(list, price)| savings::rate(list, price)).and_then(percent),
            baseline: both.map(|(list, price)| savings::check_baseline(price.amount, list.amount)),
            per_hour: each(price),
            list_per_hour: each(list),
            break_even_percent: both.and_then(|(list, price)| savings::break_even_use(list, price)).and_then(percent),
            card_fee: money(policy.pricing.card_fee),
            bank_fee: money(policy.pricing.bank_fee),
            price_seen: record.price_seen.map(MoneyView::from),
            price_charged: record.price_charged.map(MoneyView::from),
            drift: record.drift().map(DriftView::from),
            source: record.source,
            seen_at: record.seen_at.to_string(),
            bought: record.bought(),
            bought_at: record.bought_at.map(|at| at.to_string()),
            free_cancel_until: desk::free_cancel_deadline(account, record).map(|at| at.to_string()),
            cancelled: record.cancelled.as_ref().map(|cancelled| CancellationView {
                at: cancelled.at.to_string(),
                message: cancelled.message.clone(),
                fee: cancelled.fee.map(CancelFeeView::from),
                free: cancelled.free,
            }),
            reason: ReasonView::from(&record.reason),
            open: open.map(AttemptView::from),
            buy: MayView::of(&desk::may_buy(account, record, open, now)),
            cancel: MayView::of(&desk::may_cancel(account, record, open, now)),
            change: MayView::of(&desk::may_change(account, record, open, now)),
        }
    }
}

/// Sums of a realm in one currency. A count beside a sum tells what the sum lacks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "core's `Totals` documents the fields")]
pub struct TotalsView {
    pub currency: String,
    pub realised: MoneyView,
    pub realised_list: MoneyView,
    /// Percent of the list cost, two digits after the point.
    pub realised_percent: Option<String>,
    pub realised_unknown: u32,
    pub before_fees: u32,
    pub assumed_fees: u32,
    pub unknown_fees: u32,
    pub committed: MoneyView,
    pub committed_unknown: u32,
    pub free_to_cancel: MoneyView,
    pub free_to_cancel_count: u32,
}

impl From<&Totals> for TotalsView {
    fn from(totals: &Totals) -> Self {
        let rate = totals.realised.amount.checked_div(totals.realised_list.amount).map(Ratio);
        Self {
            currency: totals.realised.currency.to_string(),
            realised: totals.realised.into(),
            realised_list: totals.realised_list.into(),
            realised_percent: rate.and_then(percent),
            realised_unknown: totals.realised_unknown,
            before_fees: totals.before_fees,
            assumed_fees: totals.assumed_fees,
            unknown_fees: totals.unknown_fees,
            committed: totals.committed.into(),
            committed_unknown: totals.committed_unknown,
            free_to_cancel: totals.free_to_cancel.into(),
            free_to_cancel_count: totals.free_to_cancel_count,
        }
    }
}

/// What waits in a realm, for the switch between realms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RealmView {
    /// Which.
    #[ts(type = "Realm")]
    pub realm: Realm,
    /// Connected accounts.
    pub accounts: u32,
    /// Attempts in doubt.
    pub doubts: u32,
}

impl From<&desk::RealmCount> for RealmView {
    fn from(count: &desk::RealmCount) -> Self {
        Self { realm: count.realm, accounts: count.accounts, doubts: count.doubts }
    }
}

/// Everything the desk shows, from the ledger alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DeskView {
    /// The realm shown.
    #[ts(type = "Realm")]
    pub realm: Realm,
    /// Every realm that has an account, and always the sandbox and live.
    pub realms: Vec<RealmView>,
    /// This machine's clock at the answer, RFC 3339 in UTC.
    pub now: String,
    /// Accounts of the realm, forgotten ones included while they have policies.
    pub accounts: Vec<AccountView>,
    /// How many cards there are.
    pub total: usize,
    /// How many each group has.
    pub groups: Vec<GroupCountView>,
    /// What was looked for on the wall: the beginning of what was found.
    pub wall: WallView,
    /// The policies that ask for a look, and those that were asked for by their ids.
    pub policies: Vec<PolicyView>,
    /// How many policies of each account are not over, by its id.
    pub unfinished: BTreeMap<String, usize>,
    /// The soonest end of a free-cancel window among what was bought, by currency, RFC 3339 in UTC.
    pub free_until: BTreeMap<String, String>,
    /// When time alone changes a card, RFC 3339 in UTC.
    pub until: Option<String>,
    /// Attempts of the realm that have no policy to stand on: reserves under way or in doubt.
    pub loose: Vec<AttemptView>,
    /// One entry a currency, that of most policies first.
    pub totals: Vec<TotalsView>,
    /// Saved quotes, newest first.
    pub quotes: Vec<QuoteView>,
    /// Why the ledger cannot be written, as a sentence.
    pub read_only: Option<SaidView>,
    /// What happened to the ledger at start, as a sentence to show once.
    pub notice: Option<SaidView>,
    /// The same for two answers exactly when all the rest is, `now` left aside; opaque.
    pub fingerprint: String,
}

/// One line of the activity log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EntryView {
    /// Its number, as text.
    pub number: String,
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// What happened, such as `purchase_sent`.
    pub kind: String,
    /// Particulars as JSON text.
    pub body: String,
}

impl From<&LoggedEntry> for EntryView {
    fn from(entry: &LoggedEntry) -> Self {
        Self {
            number: entry.number.to_string(),
            at: entry.at.to_string(),
            kind: entry.kind.clone(),
            body: excerpt(&entry.body.to_string()),
        }
    }
}

/// One line of the activity log by itself, away from its subject.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ActivityLineView {
    /// Its number, as text.
    pub number: String,
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// Whose; `null` when it is about the ledger itself.
    pub account: Option<String>,
    /// About what: a policy's id, a draft's, a quote's, an account's, or `ledger`.
    pub subject: String,
    /// Whether that is a policy that is known.
    pub policy: bool,
    /// The name of that policy.
    pub name: Option<String>,
    /// Which attempt, if any.
    pub attempt: Option<String>,
    /// What happened, such as `purchase_sent`.
    pub kind: String,
    /// Particulars as indented JSON text.
    pub body: String,
}

impl ActivityLineView {
    /// A line, and the record of the policy that it is about.
    fn new(line: &ActivityLine, about: Option<&PolicyRecord>) -> Self {
        let entry = &line.entry;
        Self {
            number: entry.number.to_string(),
            at: entry.at.to_string(),
            account: line.account.map(|id| id.to_string()),
            subject: brief(&line.subject),
            policy: about.is_some(),
            name: about.and_then(|record| record.policy.name.as_deref()).map(brief),
            attempt: entry.attempt.map(|id| id.to_string()),
            kind: brief(&entry.kind),
            body: format!("{:#}", legible(&entry.body)),
        }
    }
}

/// A page of the activity log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ActivityPageView {
    /// Its lines, newest first.
    pub lines: Vec<ActivityLineView>,
    /// Whether older ones would follow.
    pub older: bool,
}

impl ActivityPageView {
    /// The most lines of a page.
    pub const LENGTH: u16 = 50;

    /// A page of what was found: one line more than a page holds tells that older ones follow.
    pub fn new(found: &[ActivityLine], portfolio: &Portfolio) -> Self {
        let length = usize::from(Self::LENGTH);
        let subjects = found.iter().filter_map(|line| Some((line.account?, line.subject.as_str()))).collect();
        let known: HashMap<_, _> = portfolio
            .cards_of(&subjects)
            .filter_map(|(_, card)| card.record())
            .map(|record| ((record.account, record.policy.id.as_str()), record))
            .collect();
        let about = |line: &ActivityLine| known.get(&(line.account?, line.subject.as_str())).copied();
        let lines = found.iter().take(length).map(|line| ActivityLineView::new(line, about(line)));
        Self { lines: lines.collect(), older: found.len() > length }
    }
}

/// Whether the activity log is as it was written. That lines are missing at its end, no chain of hashes can tell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct IntegrityView {
    /// How many lines were looked at and fit, as text.
    pub entries: String,
    /// The first that does not fit; `null` when the log is whole.
    pub broken: Option<BrokenView>,
}

/// A line of the activity log, or of one from a former ledger, that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BrokenView {
    /// Its number, as text.
    pub number: String,
    /// Its date, RFC 3339 in UTC, if that can be read.
    pub at: Option<String>,
    /// What it says happened.
    pub kind: String,
    /// Whether it is of a log that was brought in from a former ledger.
    pub former: bool,
}

impl From<&Integrity> for IntegrityView {
    fn from(found: &Integrity) -> Self {
        let view = |broken: &Broken, former| BrokenView {
            number: broken.number.to_string(),
            at: broken.at.map(|at| at.to_string()),
            kind: brief(&broken.kind),
            former,
        };
        let former = || found.former.iter().find_map(|log| log.broken.as_ref()).map(|broken| view(broken, true));
        let (entries, broken) = match &found.log {
            Chain::Whole { entries } => (*entries, former()),
            Chain::Broken(broken) => (broken.number.saturating_sub(1), Some(view(broken, false))),
        };
        Self { entries: entries.to_string(), broken }
    }
}

/// The activity log as a file that was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExportView {
    /// Where it is.
    pub file: String,
    /// How many lines of activity, as text.
    pub lines: String,
}

/// What came of a list of ids, row by row in the order of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImportView {
    /// Which file.
    pub file: String,
    /// Its rows.
    pub rows: Vec<ImportRowView>,
}

impl ImportView {
    /// What came of the rows of `file`.
    pub fn new(file: &Path, rows: &[ImportRow]) -> Self {
        let row = |row: &ImportRow| ImportRowView {
            line: row.line.to_string(),
            text: brief(&row.text),
            outcome: match row.outcome {
                Imported::Tracked => "tracked",
                Imported::Known => "known",
                Imported::Repeated => "repeated",
                Imported::NotAnId => "not_an_id",
            },
        };
        Self { file: file.display().to_string(), rows: rows.iter().map(row).collect() }
    }
}

/// One row of a list of ids.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImportRowView {
    /// The line it begins on, counted from 1, as text.
    pub line: String,
    /// What stands where the id should.
    pub text: String,
    /// What came of it.
    #[ts(type = "\"tracked\" | \"known\" | \"repeated\" | \"not_an_id\"")]
    pub outcome: &'static str,
}

/// What a ledger's file holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ContentsView {
    /// How many accounts.
    pub accounts: usize,
    /// How many policies.
    pub policies: usize,
    /// How many requests that could change something.
    pub attempts: usize,
    /// How many of them are in doubt or on their way.
    pub open: usize,
    /// How many quotes.
    pub quotes: usize,
    /// When the newest line of its activity log was written, RFC 3339 in UTC.
    pub newest: Option<String>,
    /// Whether that log is as it was written.
    pub whole: bool,
}

impl From<&Contents> for ContentsView {
    fn from(contents: &Contents) -> Self {
        Self {
            accounts: contents.accounts.len(),
            policies: contents.policies,
            attempts: contents.attempts,
            open: contents.open,
            quotes: contents.quotes,
            newest: contents.newest.map(|at| at.to_string()),
            whole: matches!(contents.log, Chain::Whole { .. }),
        }
    }
}

/// A backup that was made, and read back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BackupView {
    /// Where it is.
    pub file: String,
    /// What it holds.
    pub contents: ContentsView,
}

/// A backup that the user chose, and what restoring it would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExaminedView {
    /// By which it is restored, once.
    pub review: String,
    /// Where it is.
    pub file: String,
    /// What it holds.
    pub contents: ContentsView,
    /// Policies that only it knows: they come back.
    pub regained: usize,
    /// Policies of which the present ledger knows more, or which only it knows: they are kept.
    pub kept_policies: usize,
    /// Requests of which the present ledger knows more, or which only it knows: they are kept.
    pub kept_attempts: usize,
    /// Requests on which both disagree: with one, it cannot be restored.
    pub contradictions: usize,
}

impl ExaminedView {
    /// Of what was found in this file.
    pub fn new(review: &str, file: &Path, found: &Examined) -> Self {
        Self {
            review: review.to_owned(),
            file: file.display().to_string(),
            contents: ContentsView::from(&found.contents),
            regained: found.regained.len(),
            kept_policies: found.kept_policies.len(),
            kept_attempts: found.kept_attempts.len(),
            contradictions: found.contradictions.len(),
        }
    }
}

/// A backup that was restored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RestoredView {
    /// What the ledger holds now.
    pub contents: ContentsView,
    /// Where the one before was put.
    pub set_aside: String,
}

impl From<&Restored> for RestoredView {
    fn from(restored: &Restored) -> Self {
        Self { contents: ContentsView::from(&restored.contents), set_aside: restored.set_aside.display().to_string() }
    }
}

/// Everything known of one policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PolicyDetailView {
    /// Its card.
    pub policy: PolicyView,
    /// Its activity, oldest first.
    pub activity: Vec<EntryView>,
}

/// A complaint about a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FieldErrorView {
    /// Which field, named as in `DraftRequest`.
    #[ts(type = "DraftField")]
    pub field: FieldView,
    /// What is wrong, and what would be right.
    pub message: SaidView,
}

/// A field, named as in `DraftRequest`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "core's `Field` documents them")]
pub enum FieldView {
    CloudAccount,
    Zone,
    Name,
    InstanceType,
    Platform,
    StartDate,
    StartTime,
    EndDate,
    EndTime,
    UtcOffsetHours,
    Quantity,
}

impl From<Field> for FieldView {
    fn from(field: Field) -> Self {
        match field {
            Field::CloudAccount => Self::CloudAccount,
            Field::Zone => Self::Zone,
            Field::Name => Self::Name,
            Field::InstanceType => Self::InstanceType,
            Field::Platform => Self::Platform,
            Field::StartDate => Self::StartDate,
            Field::StartTime => Self::StartTime,
            Field::EndDate => Self::EndDate,
            Field::EndTime => Self::EndTime,
            Field::UtcOffsetHours => Self::UtcOffsetHours,
            Field::Quantity => Self::Quantity,
        }
    }
}

impl From<berth_core::draft::FieldError> for FieldErrorView {
    fn from(error: berth_core::draft::FieldError) -> Self {
        Self { field: error.field.into(), message: (&error.message).into() }
    }
}

/// A draft, checked as it is typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DraftCheckView {
    /// Every complaint; empty when it can be asked for.
    pub errors: Vec<FieldErrorView>,
    /// The window, as soon as its own fields hold.
    pub window: Option<WindowView>,
}

impl DraftCheckView {
    /// Checks a draft at `now`.
    pub fn new(draft: &Draft, now: Timestamp) -> Self {
        let quantity = draft.quantity.trim().parse().ok();
        Self {
            errors: draft.check(now).err().unwrap_or_default().into_iter().map(FieldErrorView::from).collect(),
            window: draft.window().map(|window| WindowView::new(window, quantity)),
        }
    }
}

/// What could be booked instead, in whatever shape the vendor sent it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AlternativesView {
    /// The vendor's name of the list.
    pub list: String,
    /// Its items.
    pub items: Vec<AlternativeView>,
}

/// One thing that could be booked instead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AlternativeView {
    /// A readable line (`quantity 4 · zone usw2-az2`).
    pub text: String,
    /// What was asked for with this in its place, where the names in it are known.
    pub draft: Option<DraftRequest>,
}

/// What came of a reserve.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ReserveView {
    /// Nothing was sent: these fields do not hold.
    Invalid {
        /// The complaints.
        errors: Vec<FieldErrorView>,
    },
    /// A policy was made and priced.
    Priced {
        /// Its card.
        policy: Box<PolicyView>,
        /// What else could be booked.
        alternatives: Vec<AlternativesView>,
    },
    /// Nothing was free.
    Unavailable {
        /// What could be booked instead.
        alternatives: Vec<AlternativesView>,
    },
}

impl ReserveView {
    /// What came of a reserve of `draft` at `now`.
    pub fn new(reserve: Reserve, bases: &Bases, draft: &Draft, now: Timestamp) -> Self {
        let alternatives_view = |lists| alternatives_view(lists, draft);
        match reserve {
            Reserve::Invalid(errors) => {
                Self::Invalid { errors: errors.into_iter().map(FieldErrorView::from).collect() }
            }
            Reserve::Priced { account, record, alternatives } => Self::Priced {
                policy: Box::new(PolicyView::new(&account, &record, None, now).among(bases, &account, &record)),
                alternatives: alternatives_view(alternatives),
            },
            Reserve::Unavailable { alternatives } => {
                Self::Unavailable { alternatives: alternatives_view(alternatives) }
            }
        }
    }
}

fn alternatives_view(lists: Vec<(String, Vec<Value>)>, draft: &Draft) -> Vec<AlternativesView> {
    let item =
        |item: &Value| AlternativeView { text: readable(item), draft: draft.taking(item).map(DraftRequest::from) };
    let lists = lists.into_iter().filter(|(_, items)| !items.is_empty());
    lists.map(|(list, items)| AlternativesView { list, items: items.iter().map(item).collect() }).collect()
}

/// A line for a value of unknown shape: `name value · name value`, nested parts in order. What is null is left out, for
/// the vendor says nothing by it.
fn readable(value: &Value) -> String {
    match value {
        Value::Null => "–".to_owned(),
        Value::String(text) => brief(text),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::Array(items) => items.iter().map(readable).collect::<Vec<_>>().join(", "),
        Value::Object(fields) => {
            let said = fields.iter().filter(|(_, value)| !value.is_null());
            let parts = said.map(|(name, value)| format!("{name} {}", readable(value)));
            parts.collect::<Vec<_>>().join(" · ")
        }
    }
}

/// A purchase to be reviewed: frozen under its attempt's id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PurchaseReviewView {
    /// Names this review when it is confirmed; works once.
    pub attempt: String,
    /// Who pays.
    pub account: AccountView,
    /// What, where, when, for how much.
    pub policy: PolicyView,
    /// When the price was answered, RFC 3339 in UTC.
    pub priced_at: String,
    /// Whether free cancel is still open.
    #[ts(type = "FreeCancel")]
    pub free_cancel: FreeCancel,
    /// What the tightest limit leaves, before this purchase.
    pub limit: Option<LimitLeftView>,
    /// Whether the policy's id must be typed, its price not being known.
    pub type_id: bool,
}

/// What the tightest limit leaves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LimitLeftView {
    /// Which.
    #[ts(type = "Limit")]
    pub limit: Limit,
    /// What it leaves.
    pub left: MoneyView,
}

impl PurchaseReviewView {
    /// A review at `now`.
    pub fn new(review: &PurchaseReview, bases: &Bases, now: Timestamp) -> Self {
        Self {
            attempt: review.attempt.to_string(),
            account: (&review.account).into(),
            policy: PolicyView::new(&review.account, &review.record, None, now).among(
                bases,
                &review.account,
                &review.record,
            ),
            priced_at: review.record.seen_at.to_string(),
            free_cancel: review.free_cancel,
            limit: review.limit.map(|(limit, left)| LimitLeftView { limit, left: left.into() }),
            type_id: review.type_id,
        }
    }
}

/// A purchase that was confirmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PurchaseReceiptView {
    /// Its attempt.
    pub attempt: AttemptView,
    /// Who paid.
    pub account: AccountView,
    /// What was bought; its `drift` compares the price charged with the price seen.
    pub policy: PolicyView,
}

impl PurchaseReceiptView {
    /// A receipt at `now`.
    pub fn new(receipt: &PurchaseReceipt, now: Timestamp) -> Self {
        Self {
            attempt: (&receipt.attempt).into(),
            account: (&receipt.account).into(),
            policy: PolicyView::new(&receipt.account, &receipt.record, None, now),
        }
    }
}

/// A fee this user was charged before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PastFeeView {
    /// Of which policy.
    pub policy: String,
    /// Its name.
    pub name: Option<String>,
    /// The cancellation.
    pub cancelled: CancellationView,
}

/// A cancellation to be reviewed: frozen under its attempt's id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CancelReviewView {
    /// Names this review when it is confirmed; works once.
    pub attempt: String,
    /// Whose it is.
    pub account: AccountView,
    /// What is given up.
    pub policy: PolicyView,
    /// Whether it is free.
    #[ts(type = "FreeCancel")]
    pub free_cancel: FreeCancel,
    /// Hours of the window that are still ahead, decimal text; `null` when not known.
    pub hours_left: Option<String>,
    /// Whether the policy's id must be typed.
    pub type_id: bool,
    /// What earlier cancellations of this realm cost, newest first.
    pub past_fees: Vec<PastFeeView>,
}

/// What so many hours of a policy are worth, while its cancellation is weighed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WorthView {
    /// What keeping it spares: those hours on demand.
    pub kept: MoneyView,
    /// The fee below which cancelling pays. Below zero where no fee is that low.
    pub highest_fee: MoneyView,
}

impl From<desk::Worth> for WorthView {
    fn from(worth: desk::Worth) -> Self {
        Self { kept: worth.kept.into(), highest_fee: worth.highest_fee.into() }
    }
}

impl CancelReviewView {
    /// A review at `now`.
    pub fn new(review: &CancelReview, now: Timestamp) -> Self {
        let past = review.past.iter().map(|record| (record, PolicyView::new(&review.account, record, None, now)));
        Self {
            attempt: review.attempt.to_string(),
            account: (&review.account).into(),
            policy: PolicyView::new(&review.account, &review.record, review.doubts.first(), now),
            free_cancel: review.free_cancel,
            hours_left: review.hours_left.map(|hours| hours.round_dp(2).normalize().to_string()),
            type_id: review.type_id,
            past_fees: past
                .filter_map(|(record, view)| {
                    Some(PastFeeView {
                        policy: record.policy.id.to_string(),
                        name: record.policy.name.as_deref().map(brief),
                        cancelled: view.cancelled?,
                    })
                })
                .collect(),
        }
    }
}

/// A cancellation that was confirmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CancelReceiptView {
    /// Its attempt.
    pub attempt: AttemptView,
    /// What was given up; its `cancelled` holds the vendor's words.
    pub policy: PolicyView,
    /// Whether the vendor said that it had been cancelled before.
    pub already: bool,
}

impl CancelReceiptView {
    /// A receipt at `now`.
    pub fn new(receipt: &CancelReceipt, now: Timestamp) -> Self {
        Self {
            attempt: (&receipt.attempt).into(),
            policy: PolicyView::new(&receipt.account, &receipt.record, None, now),
            already: receipt.already,
        }
    }
}

/// A Gcore region.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RegionView {
    /// Gcore's number, as text.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Two letters.
    pub country: Option<String>,
    /// Whether bare metal stands there; `null` when not said.
    pub bare_metal: Option<bool>,
    /// `ACTIVE`, `MAINTENANCE` and others.
    pub state: Option<String>,
}

impl From<&Region> for RegionView {
    fn from(region: &Region) -> Self {
        Self {
            id: region.id.to_string(),
            name: region.name.clone(),
            country: region.country.clone(),
            bare_metal: region.bare_metal,
            state: region.state.clone(),
        }
    }
}

/// A machine type that can be reserved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReservableView {
    /// Its name, which a basket asks for.
    pub name: String,
    /// Machines free now, as text; `null` when not said.
    pub available: Option<String>,
    /// Whether it is switched off.
    pub disabled: bool,
    /// Hardware, as readable lines (`cpu 2xIntel Xeon 8468`).
    pub hardware: Vec<String>,
}

impl From<&Reservable> for ReservableView {
    fn from(reservable: &Reservable) -> Self {
        Self {
            name: reservable.name.clone(),
            available: reservable.available.map(|count| count.to_string()),
            disabled: reservable.disabled,
            hardware: reservable.hardware.iter().map(|(part, words)| format!("{part} {words}")).collect(),
        }
    }
}

/// One tariff's three figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TariffView {
    /// Per hour, shown with four digits.
    pub per_hour: MoneyView,
    /// Per month.
    pub per_month: MoneyView,
    /// For the whole term.
    pub total: MoneyView,
}

/// Prices of a basket over one term. `commit` and `overcommit` are `null` unless `status` is `show`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OfferView {
    /// 12 or 36.
    pub months: u32,
    /// `show`, `hide`, `error`, or a word that is new to us.
    pub status: String,
    /// The reserved tariff.
    pub commit: Option<TariffView>,
    /// Pay-as-you-go.
    pub overcommit: Option<TariffView>,
    /// Saved a month.
    pub saving_per_month: Option<MoneyView>,
    /// Percent of pay-as-you-go, two digits after the point.
    pub discount_percent: Option<String>,
    /// After how many months of full use the term costs less, one digit after the point.
    pub break_even_months: Option<String>,
    /// Whether pay-as-you-go can be believed as a base.
    #[ts(type = "Baseline | null")]
    pub baseline: Option<Baseline>,
    /// Hours the vendor bills a month, decimal text.
    pub hours_per_month: Option<String>,
}

impl From<&Offer> for OfferView {
    fn from(offer: &Offer) -> Self {
        let shown = offer.shown().zip(offer.currency);
        let tariff = |pick: fn((berth_core::quote::Tariff, berth_core::quote::Tariff)) -> berth_core::quote::Tariff| {
            shown.map(|(both, currency)| {
                let tariff = pick(both);
                TariffView {
                    per_hour: unit_price(Money::new(tariff.per_hour, currency)),
                    per_month: Money::new(tariff.per_month, currency).into(),
                    total: Money::new(tariff.total, currency).into(),
                }
            })
        };
        let months = offer.term.months();
        let monthly = shown.map(|((commit, overcommit), _)| (commit.per_month, overcommit.per_month));
        let break_even = monthly.and_then(|(commit, over)| savings::break_even_months(months, commit, over));
        Self {
            months,
            status: offer.status.clone().into(),
            commit: tariff(|(commit, _)| commit),
            overcommit: tariff(|(_, overcommit)| overcommit),
            saving_per_month: offer
                .overcommit_per_month()
                .zip(offer.commit_per_month())
                .and_then(|(over, commit)| savings::saving(over, commit))
                .map(MoneyView::from),
            discount_percent: monthly.and_then(|(commit, over)| savings::discount(commit, over)).and_then(percent),
            break_even_months: break_even.map(one_digit),
            baseline: offer.baseline(),
            hours_per_month: offer.rows.first().map(|row| row.hours_per_month.normalize().to_string()),
        }
    }
}

/// One line of a basket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BasketLineView {
    /// Machine type.
    pub resource: String,
    /// How many.
    pub count: u32,
}

/// A saved quote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct QuoteView {
    /// Our id.
    pub id: String,
    /// Whose billing plan.
    pub account: String,
    /// Gcore's number of the region, as text.
    pub region: String,
    /// Its name as answered.
    pub region_name: String,
    /// What was asked.
    pub lines: Vec<BasketLineView>,
    /// Whether Windows licences are in it.
    pub windows_licences: bool,
    /// When, RFC 3339 in UTC.
    pub taken_at: String,
    /// One offer a term, shortest first.
    pub offers: Vec<OfferView>,
}

impl QuoteView {
    /// The same, its savings' bases set against those of other quotes for the same basket.
    #[must_use]
    pub fn among(mut self, bases: &Bases, quote: &Quote) -> Self {
        for (view, offer) in self.offers.iter_mut().zip(&quote.offers) {
            view.baseline = bases.of_offer(quote, offer);
        }
        self
    }
}

impl From<&Quote> for QuoteView {
    fn from(quote: &Quote) -> Self {
        let line = |line: &berth_core::quote::BasketLine| BasketLineView {
            resource: line.resource.clone(),
            count: line.count,
        };
        Self {
            id: quote.id.0.to_string(),
            account: quote.account.to_string(),
            region: quote.basket.region.to_string(),
            region_name: quote.region_name.clone(),
            lines: quote.basket.lines.iter().map(line).collect(),
            windows_licences: quote.basket.windows_licences,
            taken_at: quote.taken_at.to_string(),
            offers: quote.offers.iter().map(OfferView::from).collect(),
        }
    }
}

/// What testing an account's credentials told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TestView {
    /// The account after the test.
    pub account: AccountView,
    /// What was learnt.
    pub message: SaidView,
}

/// Settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SettingsView {
    /// Light or dark.
    #[ts(type = "\"system\" | \"light\" | \"dark\"")]
    pub theme: String,
    /// The realm last shown.
    #[ts(type = "Realm")]
    pub realm: Realm,
    /// How many hours a month is taken to have; `actual` for those of the month in question.
    #[ts(type = "\"730\" | \"744\" | \"actual\"")]
    pub hours_per_month: String,
    /// The currency offered for a new account whose vendor names none: three letters.
    pub currency: String,
    /// How the hours of a day are counted.
    #[ts(type = "\"system\" | \"12\" | \"24\"")]
    pub clock: String,
    /// Whose clock stands first where two are shown: that of the capacity's place, or the user's.
    #[ts(type = "\"place\" | \"mine\"")]
    pub zone_first: String,
    /// How much is written to the log.
    #[ts(type = "\"error\" | \"warn\" | \"info\" | \"debug\"")]
    pub log_level: String,
    /// Whether the tour of the first start was taken or declined.
    pub tour_over: bool,
    /// Whether they hold only until Berth quits, because the disk did not take them.
    pub unsaved: bool,
    /// Where a file of settings that could not be read was put at this start.
    pub set_aside: Option<String>,
}

/// What this program is, and where it keeps things.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AboutView {
    /// Berth's version.
    pub version: String,
    /// The folder of the data.
    pub folder: String,
    /// Where the ledger lies.
    pub ledger: String,
    /// Where the settings lie.
    pub settings: String,
    /// Where the logs lie.
    pub logs: String,
    /// How large they are, in bytes: the ledger with what lies beside its file, the settings, and all logs. Nothing where
    /// there is none.
    #[ts(type = "number | null")]
    pub ledger_bytes: Option<u64>,
    /// Bytes.
    #[ts(type = "number | null")]
    pub settings_bytes: Option<u64>,
    /// Bytes.
    #[ts(type = "number | null")]
    pub logs_bytes: Option<u64>,
}

#[cfg(test)]
mod tests {
    use berth_core::ports::{ActivityLine, LoggedEntry};
    use jiff::Timestamp;
    use serde_json::{Value, json};

    use super::{ActivityPageView, Portfolio, brief, excerpt, readable};

    #[test]
    fn an_alternative_of_any_shape_is_a_line_without_what_is_not_said() {
        let value =
            json!({ "qty": 4, "zone": "usw2-az2", "fee": null, "pricing": { "ourPrice": "8.48", "list": null } });
        assert_eq!(readable(&value), "pricing ourPrice 8.48 · qty 4 · zone usw2-az2");
        assert_eq!(readable(&json!([1, "two", null])), "1, two, –");
    }

    #[test]
    fn what_a_vendor_writes_at_length_is_cut_between_two_letters() {
        assert_eq!(brief(&"ü".repeat(200)), "ü".repeat(200));
        assert_eq!(brief(&"ü".repeat(201)), format!("{}…", "ü".repeat(200)));
        assert_eq!(excerpt("{}"), "{}");
        assert!(excerpt(&"ü".repeat(20_007)).ends_with("ü\n… 7 more characters are in the ledger."));
    }

    fn line(number: i64, body: Value) -> ActivityLine {
        let kind = "purchase_learnt".to_owned();
        let entry = LoggedEntry { number, at: Timestamp::UNIX_EPOCH, attempt: None, kind, body };
        ActivityLine { account: None, subject: "sc_1".into(), entry }
    }

    #[test]
    fn a_line_of_the_log_stays_json_whatever_was_answered() {
        let answer = json!({ "status": 200, "body": "x".repeat(20_001) });
        let body = json!({ "state": "confirmed", "answer": answer, "kept": vec!["sc_1"; 103] });
        let view = ActivityPageView::new(&[line(i64::MAX, body)], &Portfolio::default());
        let shown: Value = serde_json::from_str(&view.lines[0].body).unwrap();
        assert_eq!(shown["state"], "confirmed");
        assert!(shown["answer"]["body"].as_str().unwrap().ends_with("x\n… 1 more characters are in the ledger."));
        assert_eq!(shown["kept"].as_array().unwrap().len(), 101);
        assert_eq!(shown["kept"][100], "… 3 more are in the ledger.");
        assert!(view.lines[0].body.contains("\n  \"answer\": {\n    \"body\""), "it is not indented");
        assert_eq!(view.lines[0].number, "9223372036854775807");
    }

    #[test]
    fn a_page_of_the_log_is_full_before_older_lines_follow() {
        let page = |count| {
            ActivityPageView::new(
                &(0..count).map(|number| line(number, Value::Null)).collect::<Vec<_>>(),
                &Portfolio::default(),
            )
        };
        assert_eq!((page(0).lines.len(), page(0).older), (0, false));
        assert_eq!((page(50).lines.len(), page(50).older), (50, false));
        assert_eq!((page(51).lines.len(), page(51).older), (50, true));
    }
}
