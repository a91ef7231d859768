//! Offers side by side: what is picked and asked, and each figure of the answer.

use berth_core::account::{AccountId, Realm};
use berth_core::compare::{
    Against, Column, HoursOfMonth, Picture, Point, Rate, RateDraft, RateError, RateField, lowest,
};
use berth_core::desk::Pick;
use berth_core::money::{Currency, Money, Ratio};
use berth_core::policy::PolicyId;
use berth_core::quote::{QuoteId, Term};
use berth_core::savings::Baseline;
use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::request::DraftRequest;
use crate::said::SaidView;
use crate::view::{MoneyView, one_digit, percent, unit_price};

/// One offer that is picked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PickRequest {
    /// A policy, bought or not.
    Policy {
        /// Whose.
        account: String,
        /// Its id.
        policy: String,
    },
    /// A window that is typed and not asked for yet.
    Draft {
        /// Whom it would be asked of.
        account: String,
        /// As typed.
        draft: Box<DraftRequest>,
    },
    /// One term of a saved quote.
    Term {
        /// The quote's id.
        quote: String,
        /// 12 or 36.
        months: u32,
    },
    /// The ordinary tariff of a saved quote.
    PayAsYouGo {
        /// The quote's id.
        quote: String,
    },
}

impl PickRequest {
    /// The pick, if its ids are of the form they should be.
    fn read(&self) -> Option<Pick> {
        let quoted = |quote: &str| quote.parse().ok().map(QuoteId);
        Some(match self {
            Self::Policy { account, policy } => {
                let account: AccountId = account.parse().ok()?;
                Pick::Policy { account, id: PolicyId::parse(policy).ok()? }
            }
            Self::Draft { account, draft } => {
                let draft = Box::new((**draft).clone().into());
                Pick::Draft { account: account.parse().ok()?, draft }
            }
            Self::Term { quote, months } => {
                let term = Term::of_months(*months)?;
                Pick::Term { quote: quoted(quote)?, term }
            }
            Self::PayAsYouGo { quote } => Pick::PayAsYouGo { quote: quoted(quote)? },
        })
    }
}

/// A rate as typed: how much of the other currency one unit of `from` is.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RateRequest {
    /// ISO 4217.
    pub from: String,
    /// A decimal number; empty for none.
    pub rate: String,
    /// The day it is of, `YYYY-MM-DD`.
    pub on: String,
}

/// What is to be compared, and how.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CompareRequest {
    /// The realm that all picks are of.
    #[ts(type = "Realm")]
    pub realm: Realm,
    /// What is picked, twelve at most.
    pub picks: Vec<PickRequest>,
    /// How much of the hours will be used, in percent, from 1 to 100.
    pub used_percent: u8,
    /// `730`, `744`, or a month such as `2026-02`.
    pub month: String,
    /// The currency to show everything in, as far as there is a rate; `null` for each in its own.
    pub together: Option<String>,
    /// The user's rates.
    pub rates: Vec<RateRequest>,
}

/// A request that was read.
pub struct Asked {
    /// What is picked.
    pub picks: Vec<Pick>,
    /// How it is shown.
    pub terms: Terms,
}

/// How columns are shown.
pub struct Terms {
    used: Ratio,
    month: HoursOfMonth,
    together: Option<Currency>,
    rates: Vec<RateDraft>,
}

impl CompareRequest {
    /// Reads the request, or says which part of it has not the form it should have.
    pub fn read(&self) -> Result<Asked, &'static str> {
        let picks: Option<_> = self.picks.iter().map(PickRequest::read).collect();
        let used = (1..=100).contains(&self.used_percent).then(|| Ratio(Decimal::new(self.used_percent.into(), 2)));
        let rate = |rate: &RateRequest| {
            Some(RateDraft { from: rate.from.parse().ok()?, rate: rate.rate.clone(), on: rate.on.clone() })
        };
        let rates: Option<_> = self.rates.iter().map(rate).collect();
        let terms = Terms {
            used: used.ok_or("use")?,
            month: HoursOfMonth::parse(&self.month).ok_or("month")?,
            together: self.together.as_deref().map(str::parse).transpose().map_err(|_| "currency")?,
            rates: rates.ok_or("currency")?,
        };
        Ok(Asked { picks: picks.ok_or("offer")?, terms })
    }
}

/// A figure, and whether it is the lowest of its row in its currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FigureView {
    /// The amount; `null` where it cannot be told.
    pub value: Option<MoneyView>,
    /// Whether nothing beside it in the same currency is lower. Never without anything beside it.
    pub lowest: bool,
}

/// The rate at which a column's figures were converted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConversionView {
    /// The column's own currency.
    pub from: String,
    /// The one it is shown in.
    pub to: String,
    /// Units of `to` for one of `from`, as typed.
    pub rate: String,
    /// The day that the user says it is of, `YYYY-MM-DD`.
    pub on: String,
}

/// A point of a picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PointView {
    /// Percent of the hours that are used, two digits after the point.
    pub used_percent: String,
    /// What it costs then.
    pub cost: MoneyView,
    /// The use in thousandths of the picture's width.
    pub x: u32,
    /// The cost in thousandths of the picture's height.
    pub y: u32,
}

/// Cost against use, for the extent that its column's price is told for: a whole window, or a month of a term.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PictureView {
    /// The commitment, from no use to full use.
    pub committed: [PointView; 2],
    /// On demand, from no use to full use.
    pub on_demand: [PointView; 2],
    /// Where they meet; `null` for a commitment that costs more than the list.
    pub crossing: Option<PointView>,
    /// On demand at the expected use.
    pub expected: PointView,
}

/// One offer. Amounts are in `currency`; what is `null` is not known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ColumnView {
    /// What was picked.
    pub pick: PickRequest,
    /// `null` where it has no figures at all.
    pub currency: Option<String>,
    /// `null` where the figures are the vendor's own.
    pub conversion: Option<ConversionView>,
    /// Machines, all of them.
    pub machines: Option<u32>,
    /// Virtual processors of all machines, as text.
    pub vcpus: Option<String>,
    /// Accelerators of all machines, as text; `0` where the vendor says that there are none.
    pub gpus: Option<String>,
    /// Memory of all machines in GiB, decimal text.
    pub memory: Option<String>,
    /// How long it lasts in hours, decimal text.
    pub hours: Option<String>,
    /// Hours times machines, decimal text.
    pub instance_hours: Option<String>,
    /// Over all of that, before processing fees.
    pub total: Option<MoneyView>,
    /// The processing fee on top.
    pub fee: Option<MoneyView>,
    /// What is billed a month, where the vendor bills by the month.
    pub billed: Option<MoneyView>,
    /// The hours of the month that the vendor bills, decimal text.
    pub billed_hours: Option<String>,
    /// An hour of one machine, shown with four digits.
    pub per_instance_hour: FigureView,
    /// The same on demand.
    pub list_per_instance_hour: Option<MoneyView>,
    /// An hour of one virtual processor, shown with four digits.
    pub per_vcpu_hour: FigureView,
    /// An hour of one accelerator, shown with four digits.
    pub per_gpu_hour: FigureView,
    /// A machine for a month of `CompareView.hours`.
    pub per_instance_month: FigureView,
    /// All machines for such a month.
    pub per_month: Option<MoneyView>,
    /// An hour of one machine that is really used, at the expected use, shown with four digits.
    pub per_used_hour: FigureView,
    /// What the cost is compared with.
    pub list: Option<MoneyView>,
    /// Percent of the list cost that is saved at full use, two digits after the point.
    pub saving_percent: Option<String>,
    /// The same at the expected use: the effective savings rate.
    pub effective_percent: Option<String>,
    /// The same with the processing fee as a part of what is paid.
    pub effective_after_fee_percent: Option<String>,
    /// Percent of the hours below which it costs more than paying on demand.
    pub break_even_percent: Option<String>,
    /// After how many months of full use a term costs less, one digit after the point.
    pub break_even_months: Option<String>,
    /// Whether the list can be believed.
    #[ts(type = "Baseline | null")]
    pub baseline: Option<Baseline>,
    /// Its cost against use.
    pub picture: Option<PictureView>,
}

/// Which field of a rate a complaint is about, named as in `RateRequest`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "`RateRequest` documents them")]
pub enum RateFieldView {
    Rate,
    On,
}

/// A complaint about a rate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RateErrorView {
    /// Which rate.
    pub from: String,
    /// Which field of it.
    pub field: RateFieldView,
    /// What is wrong, and what would be right.
    pub message: SaidView,
}

impl From<RateError> for RateErrorView {
    fn from(error: RateError) -> Self {
        let field = match error.field {
            RateField::Rate => RateFieldView::Rate,
            RateField::On => RateFieldView::On,
        };
        Self { from: error.from.to_string(), field, message: (&error.message).into() }
    }
}

/// Offers side by side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CompareView {
    /// One a pick, in their order.
    pub columns: Vec<ColumnView>,
    /// The expected use in percent.
    pub used_percent: u8,
    /// The hours that a month is taken to have.
    pub hours: String,
    /// The currencies that the vendors' figures are in, by their codes.
    pub currencies: Vec<String>,
    /// What is wrong with the rates.
    pub complaints: Vec<RateErrorView>,
}

impl CompareView {
    /// The columns that were picked, shown on these terms. A currency without a rate that holds stays as it is.
    pub fn new(request: CompareRequest, terms: &Terms, columns: Vec<Column>, now: Timestamp) -> Self {
        let mut currencies: Vec<_> = columns.iter().filter_map(Column::currency).collect();
        currencies.sort_unstable();
        currencies.dedup();
        let (rates, complaints) = terms.checked(&currencies, now);
        let shown: Vec<_> = columns.into_iter().map(|column| Shown::new(column, &rates)).collect();
        let used_percent = request.used_percent;
        Self {
            columns: views(request.picks, &shown, terms),
            used_percent,
            hours: terms.month.hours().to_string(),
            currencies: currencies.iter().map(Currency::to_string).collect(),
            complaints: complaints.into_iter().map(RateErrorView::from).collect(),
        }
    }
}

impl Terms {
    fn checked(&self, currencies: &[Currency], now: Timestamp) -> (Vec<Rate>, Vec<RateError>) {
        let (mut rates, mut complaints) = (Vec::new(), Vec::new());
        let Some(to) = self.together else { return (rates, complaints) };
        for draft in self.rates.iter().filter(|draft| draft.from != to && currencies.contains(&draft.from)) {
            match draft.check(to, now) {
                Ok(rate) => rates.extend(rate),
                Err(error) => complaints.push(error),
            }
        }
        (rates, complaints)
    }
}

/// A column in the currency it is shown in.
struct Shown {
    column: Column,
    at: Option<Rate>,
}

impl Shown {
    fn new(column: Column, rates: &[Rate]) -> Self {
        let at = rates.iter().find(|rate| column.currency() == Some(rate.from)).copied();
        Self { column: at.iter().fold(column, Column::at), at }
    }
}

/// One row of figures, with the lowest of each currency marked.
fn row(shown: &[Shown], figure: impl Fn(&Column) -> Option<Money>, view: fn(Money) -> MoneyView) -> Vec<FigureView> {
    let figures: Vec<_> = shown.iter().map(|one| figure(&one.column)).collect();
    let marks = lowest(&figures);
    figures.into_iter().zip(marks).map(|(value, lowest)| FigureView { value: value.map(view), lowest }).collect()
}

fn views(picks: Vec<PickRequest>, shown: &[Shown], terms: &Terms) -> Vec<ColumnView> {
    let rows = [
        row(shown, Column::per_instance_hour, unit_price),
        row(shown, Column::per_vcpu_hour, unit_price),
        row(shown, Column::per_gpu_hour, unit_price),
        row(shown, |column| column.per_instance_month(terms.month), MoneyView::from),
        row(shown, |column| column.per_used_hour(terms.used), unit_price),
    ];
    let figures = |at: usize| rows.each_ref().map(|row| row[at].clone());
    let columns = picks.into_iter().zip(shown).enumerate();
    columns.map(|(at, (pick, one))| ColumnView::new(pick, one, terms, figures(at))).collect()
}

impl ColumnView {
    fn new(pick: PickRequest, Shown { column, at }: &Shown, terms: &Terms, figures: [FigureView; 5]) -> Self {
        let [per_instance_hour, per_vcpu_hour, per_gpu_hour, per_instance_month, per_used_hour] = figures;
        let money = |amount: Option<Money>| amount.map(MoneyView::from);
        let share = |ratio: Option<Ratio>| ratio.and_then(percent);
        let count = |number: Option<u64>| number.map(|number| number.to_string());
        let decimal = |number: Option<Decimal>| number.map(|number| number.normalize().to_string());
        Self {
            pick,
            currency: column.currency().map(|currency| currency.to_string()),
            conversion: at.map(|rate| ConversionView {
                from: rate.from.to_string(),
                to: rate.to.to_string(),
                rate: rate.value.to_string(),
                on: rate.on.to_string(),
            }),
            machines: column.machines,
            vcpus: count(column.vcpus),
            gpus: count(column.gpus),
            memory: decimal(column.memory),
            hours: decimal(column.hours),
            instance_hours: decimal(column.instance_hours()),
            total: money(column.total),
            fee: money(column.fee),
            billed: money(column.billed.map(|billed| billed.price)),
            billed_hours: decimal(column.billed.and_then(|billed| billed.hours)),
            per_instance_hour,
            list_per_instance_hour: column.list_per_instance_hour().map(unit_price),
            per_vcpu_hour,
            per_gpu_hour,
            per_instance_month,
            per_month: money(column.per_month(terms.month)),
            per_used_hour,
            list: money(column.against.map(|Against { list, .. }| list)),
            saving_percent: share(column.saving_rate()),
            effective_percent: share(column.effective_rate(terms.used)),
            effective_after_fee_percent: share(column.effective_rate_after_fee(terms.used)),
            break_even_percent: share(column.break_even_use()),
            break_even_months: column.break_even_months().map(one_digit),
            baseline: column.baseline,
            picture: column.picture().and_then(|picture| PictureView::new(&picture, terms.used)),
        }
    }
}

impl PictureView {
    fn new(picture: &Picture, used: Ratio) -> Option<Self> {
        let ceiling = picture.ceiling();
        let point = |point: &Point| PointView::new(point, ceiling);
        let [_, full] = &picture.on_demand;
        let cost = Money::new(full.cost.amount.checked_mul(used.0)?, full.cost.currency);
        Some(Self {
            committed: [point(&picture.committed[0])?, point(&picture.committed[1])?],
            on_demand: [point(&picture.on_demand[0])?, point(&picture.on_demand[1])?],
            crossing: picture.crossing.as_ref().and_then(point),
            expected: point(&Point { used, cost })?,
        })
    }
}

impl PointView {
    fn new(point: &Point, ceiling: Money) -> Option<Self> {
        let height = point.cost.amount.checked_div(ceiling.amount)?;
        Some(Self {
            used_percent: percent(point.used)?,
            cost: point.cost.into(),
            x: thousandths(point.used.0)?,
            y: thousandths(height)?,
        })
    }
}

fn thousandths(share: Decimal) -> Option<u32> {
    u32::try_from(share.checked_mul(Decimal::ONE_THOUSAND)?.round()).ok()
}

#[cfg(test)]
mod tests {
    use berth_core::compare::{Billed, Commitment};
    use berth_core::money::decimal;

    use super::*;

    const NOW: &str = "2026-11-28T12:00:00Z";

    fn number(text: &str) -> Decimal {
        decimal(text).unwrap()
    }

    fn euros(text: &str) -> Money {
        Money::new(number(text), "EUR".parse().unwrap())
    }

    fn dollars(text: &str) -> Money {
        Money::new(number(text), Currency::USD)
    }

    /// The printed policy's figures: 8.48 instead of 12.11 for 71.25 hours of two machines.
    fn window() -> Column {
        Column {
            commitment: Commitment::Window,
            machines: Some(2),
            vcpus: Some(4),
            gpus: Some(0),
            memory: None,
            hours: Some(number("71.25")),
            total: Some(dollars("8.48")),
            fee: Some(dollars("0.55")),
            hourly: dollars("8.48").per(number("71.25")),
            list_hourly: dollars("12.11").per(number("71.25")),
            billed: None,
            against: Some(Against { cost: dollars("8.48"), paid: Some(dollars("8.48")), list: dollars("12.11") }),
            baseline: Some(Baseline::Plausible),
        }
    }

    /// The printed reservation's: 1302.46 a month instead of 3060.61, for three machines.
    fn term() -> Column {
        let (cost, list) = (euros("1302.4557"), euros("3060.60768"));
        Column {
            commitment: Commitment::Term(Term::Months12),
            machines: Some(3),
            vcpus: Some(48),
            gpus: None,
            fee: None,
            hours: Some(number("8928")),
            total: Some(euros("15629.4684")),
            hourly: Some(euros("1.7506125")),
            list_hourly: Some(euros("4.11372")),
            billed: Some(Billed { price: cost, hours: Some(number("744")) }),
            against: Some(Against { cost, paid: Some(cost), list }),
            ..window()
        }
    }

    fn request(together: Option<&str>, rates: Vec<RateRequest>) -> CompareRequest {
        let quote = uuid::Uuid::nil().to_string();
        CompareRequest {
            realm: Realm::Live,
            picks: vec![
                PickRequest::Policy { account: quote.clone(), policy: "sc_1".into() },
                PickRequest::Term { quote, months: 12 },
            ],
            used_percent: 60,
            month: "744".into(),
            together: together.map(str::to_owned),
            rates,
        }
    }

    fn compared(request: CompareRequest) -> CompareView {
        let terms = request.read().unwrap().terms;
        CompareView::new(request, &terms, vec![window(), term()], NOW.parse().unwrap())
    }

    fn rate(rate: &str, on: &str) -> RateRequest {
        RateRequest { from: "EUR".into(), rate: rate.into(), on: on.into() }
    }

    fn shown(figure: &FigureView) -> (&str, bool) {
        (figure.value.as_ref().map_or("–", |value| &value.shown), figure.lowest)
    }

    #[test]
    fn the_printed_figures_reach_the_page_to_the_cent() {
        let view = compared(request(None, vec![]));
        assert_eq!((view.hours.as_str(), view.used_percent), ("744", 60));
        assert_eq!(view.currencies, ["EUR", "USD"]);
        let [window, term] = &view.columns[..] else { panic!("two columns") };
        assert_eq!(window.instance_hours.as_deref(), Some("142.5"));
        assert_eq!(window.list_per_instance_hour.as_ref().unwrap().shown, "0.0850");
        assert_eq!(shown(&window.per_instance_hour), ("0.0595", false));
        assert_eq!(shown(&window.per_gpu_hour), ("–", false));
        assert_eq!((window.gpus.as_deref(), &term.gpus), (Some("0"), &None));
        assert_eq!(window.saving_percent.as_deref(), Some("29.98"));
        assert_eq!(window.effective_percent.as_deref(), Some("-16.71"));
        assert_eq!(window.effective_after_fee_percent.as_deref(), Some("-24.28"));
        assert_eq!(window.break_even_percent.as_deref(), Some("70.02"));
        assert_eq!(term.break_even_months.as_deref(), Some("5.1"));
        assert_eq!(term.per_month.as_ref().unwrap().shown, "1302.46");
        assert_eq!(term.total.as_ref().unwrap().shown, "15629.47");
        assert_eq!(shown(&term.per_used_hour), ("0.9726", false));
    }

    #[test]
    fn two_currencies_stay_apart_until_the_user_gives_a_rate_that_holds() {
        let apart = compared(request(Some("USD"), vec![rate("", "")]));
        assert!(apart.complaints.is_empty());
        assert!(apart.columns.iter().all(|column| column.conversion.is_none() && !column.per_instance_hour.lowest));
        let wrong = compared(request(Some("USD"), vec![rate("1.1", "soon")]));
        assert_eq!(wrong.complaints.len(), 1);
        assert_eq!((wrong.complaints[0].from.as_str(), wrong.complaints[0].field), ("EUR", RateFieldView::On));
        assert_eq!(wrong.columns[1].currency.as_deref(), Some("EUR"));

        let together = compared(request(Some("USD"), vec![rate("1.1", "2026-11-27")]));
        let [window, term] = &together.columns[..] else { panic!("two columns") };
        let conversion = term.conversion.as_ref().unwrap();
        assert_eq!((conversion.rate.as_str(), conversion.on.as_str()), ("1.1", "2026-11-27"));
        assert_eq!((&*conversion.from, &*conversion.to, window.conversion.is_none()), ("EUR", "USD", true));
        assert_eq!(term.total.as_ref().unwrap().currency, "USD");
        assert_eq!(
            (shown(&window.per_instance_hour), shown(&term.per_instance_hour)),
            (("0.0595", true), ("0.6419", false))
        );
        assert_eq!(together.currencies, ["EUR", "USD"], "what the vendors named, whatever is shown");
        let other = compared(request(Some("EUR"), vec![rate("1.1", "2026-11-27")]));
        assert!(other.columns.iter().all(|column| column.conversion.is_none()), "a rate of the currency itself");
    }

    #[test]
    fn a_picture_is_two_lines_in_thousandths_and_the_point_where_they_meet() {
        let view = compared(request(None, vec![]));
        let picture = view.columns[0].picture.as_ref().unwrap();
        let at = |point: &PointView| (point.x, point.y, point.cost.shown.clone());
        assert_eq!(picture.committed.each_ref().map(at), [(0, 700, "8.48".into()), (1000, 700, "8.48".into())]);
        assert_eq!(picture.on_demand.each_ref().map(at), [(0, 0, "0.00".into()), (1000, 1000, "12.11".into())]);
        let crossing = picture.crossing.as_ref().unwrap();
        assert_eq!((at(crossing), crossing.used_percent.as_str()), ((700, 700, "8.48".into()), "70.02"));
        assert_eq!(
            (at(&picture.expected), picture.expected.used_percent.as_str()),
            ((600, 600, "7.27".into()), "60.00")
        );
    }

    #[test]
    fn what_has_not_the_form_it_should_have_is_named_and_not_guessed() {
        let wrong = |change: fn(&mut CompareRequest)| {
            let mut asked = request(None, vec![]);
            change(&mut asked);
            asked.read().err()
        };
        assert_eq!(wrong(|_| {}), None);
        assert_eq!(wrong(|asked| asked.used_percent = 0), Some("use"));
        assert_eq!(wrong(|asked| asked.used_percent = 101), Some("use"));
        assert_eq!(wrong(|asked| asked.month = "700".into()), Some("month"));
        assert_eq!(wrong(|asked| asked.together = Some("dollars".into())), Some("currency"));
        assert_eq!(wrong(|asked| asked.picks = vec![PickRequest::PayAsYouGo { quote: "x".into() }]), Some("offer"));
        let quote = uuid::Uuid::nil().to_string();
        let term = PickRequest::Term { quote, months: 24 };
        assert_eq!(CompareRequest { picks: vec![term], ..request(None, vec![]) }.read().err(), Some("offer"));
    }
}
