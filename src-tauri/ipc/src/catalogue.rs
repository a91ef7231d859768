//! What Gcore sells by the hour where, and what a month's reservations came to.

use berth_core::catalogue::{
    CostRow, CostTotals, Flavor, FlavorKind, FlavorList, FlavorLists, Month, NoPrice, Project,
};
use berth_core::money::Money;
use berth_core::quote::PriceStatus;
use berth_core::shape::Shape;
use jiff::Timestamp;
use serde::Serialize;
use ts_rs::TS;

use crate::view::{MoneyView, brief, unit_price};

/// A project of an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProjectView {
    /// Gcore's number, as text.
    pub id: String,
    /// Its name, or its number.
    pub name: String,
    /// What the vendor says of its state, unless that is `ACTIVE`.
    pub state: Option<String>,
}

impl From<&Project> for ProjectView {
    fn from(project: &Project) -> Self {
        let id = project.id.to_string();
        let active = |state: &&String| !state.eq_ignore_ascii_case("active");
        Self {
            name: project.name.as_deref().map_or_else(|| id.clone(), brief),
            id,
            state: project.state.as_ref().filter(active).map(|state| brief(state)),
        }
    }
}

/// Machine types of a region, with their ordinary tariff and their stock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CatalogueView {
    /// When they were read, RFC 3339 in UTC.
    pub read_at: String,
    /// For which project: Gcore's number, as text.
    pub project: String,
    /// The vendor's three lists, in the order in which they were read.
    pub lists: Vec<FlavorListView>,
}

impl From<&FlavorLists> for CatalogueView {
    fn from(found: &FlavorLists) -> Self {
        Self {
            read_at: found.read_at.to_string(),
            project: found.project.to_string(),
            lists: found.lists.iter().map(|(kind, list)| FlavorListView::new(*kind, list)).collect(),
        }
    }
}

/// One of the lists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FlavorListView {
    /// Which.
    #[ts(type = "FlavorKind")]
    pub kind: FlavorKind,
    /// Its machine types.
    pub rows: Vec<FlavorView>,
    /// Why it could not be read, as a sentence; then it has no rows.
    pub unread: Option<String>,
}

impl FlavorListView {
    fn new(kind: FlavorKind, list: &FlavorList) -> Self {
        match list {
            FlavorList::Read(flavors) => {
                Self { kind, rows: flavors.iter().map(FlavorView::from).collect(), unread: None }
            }
            FlavorList::Unread(why) => Self { kind, rows: Vec::new(), unread: Some(why.clone()) },
        }
    }
}

/// A machine type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FlavorView {
    /// Its name.
    pub name: String,
    /// `linux`, `windows` or another word of the vendor's.
    pub os: Option<String>,
    /// Whether it is switched off.
    pub disabled: bool,
    /// Hardware, as readable lines (`cpu 2xIntel Xeon 8468`).
    pub hardware: Vec<String>,
    /// Processors of one machine, as text.
    pub vcpus: Option<String>,
    /// Memory of one machine in GiB, decimal text.
    pub memory: Option<String>,
    /// Accelerators of one machine, as text.
    pub gpus: Option<String>,
    /// Machines free now, as text.
    pub free: Option<String>,
    /// Machines free out of the account's reservations, as text.
    pub reserved: Option<String>,
    /// The ordinary price of one machine per hour.
    pub per_hour: OrdinaryPriceView,
    /// The same per month; not the hourly one times anything.
    pub per_month: OrdinaryPriceView,
}

impl From<&Flavor> for FlavorView {
    fn from(flavor: &Flavor) -> Self {
        let shape = Shape::from(flavor);
        let count = |count: Option<i64>| count.map(|count| count.to_string());
        let line = |(part, words): &(String, String)| format!("{} {}", brief(part), brief(words));
        Self {
            name: brief(&flavor.name),
            os: flavor.os.as_deref().map(brief),
            disabled: flavor.disabled,
            hardware: flavor.hardware.iter().map(line).collect(),
            vcpus: shape.vcpu.map(|count| count.to_string()),
            memory: shape.memory.map(|gib| gib.to_string()),
            gpus: shape.gpu.map(|count| count.to_string()),
            free: count(flavor.free),
            reserved: count(flavor.reserved),
            per_hour: OrdinaryPriceView::new(flavor.price.hour(), unit_price),
            per_month: OrdinaryPriceView::new(flavor.price.month(), MoneyView::from),
        }
    }
}

/// An ordinary price, or why there is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum OrdinaryPriceView {
    /// The price.
    Shown {
        /// How much.
        money: MoneyView,
    },
    /// The vendor did not say whether there is one.
    Unsaid,
    /// The vendor keeps it from this account.
    Hidden,
    /// The vendor could not work it out.
    Failed,
    /// A status that is new to us.
    Other {
        /// The vendor's word.
        word: String,
    },
    /// A figure without a currency.
    NoCurrency,
    /// Zero, as accounts on trial are shown for everything.
    Zero,
    /// No figure, or one below zero.
    NotAPrice,
}

impl OrdinaryPriceView {
    fn new(price: Result<Money, NoPrice>, shown: impl FnOnce(Money) -> MoneyView) -> Self {
        match price {
            Ok(money) => Self::Shown { money: shown(money) },
            Err(NoPrice::Unsaid) => Self::Unsaid,
            Err(NoPrice::Hidden) => Self::Hidden,
            Err(NoPrice::Failed) => Self::Failed,
            Err(NoPrice::Other(word)) => Self::Other { word: brief(&word) },
            Err(NoPrice::NoCurrency) => Self::NoCurrency,
            Err(NoPrice::Zero) => Self::Zero,
            Err(NoPrice::NotAPrice) => Self::NotAPrice,
        }
    }
}

/// What a month's reservations came to, as the vendor reports it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CostTotalsView {
    /// When it was read, RFC 3339 in UTC.
    pub read_at: String,
    /// Which month, `YYYY-MM`.
    pub month: String,
    /// The vendor's word on its figures: `show`, `hide`, `error` or another; `null` when it has none.
    pub status: Option<String>,
    /// The rows in the vendor's order, those that name the same things side by side in one table.
    pub tables: Vec<CostTableView>,
}

impl CostTotalsView {
    /// A month's totals as the page sees them.
    pub fn new(read_at: Timestamp, month: Month, totals: &CostTotals) -> Self {
        let status = |status: &PriceStatus| brief(&String::from(status.clone()));
        let alike = |one: &CostRow, next: &CostRow| one.iter().map(name).eq(next.iter().map(name));
        Self {
            read_at: read_at.to_string(),
            month: month.to_string(),
            status: totals.status.as_ref().map(status),
            tables: totals.rows.chunk_by(alike).map(CostTableView::new).collect(),
        }
    }
}

/// Rows that follow each other and name the same things.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CostTableView {
    /// What they name, in the vendor's words and order.
    pub names: Vec<String>,
    /// The values of each row, to the letter; `null` where the vendor says so.
    pub rows: Vec<Vec<Option<String>>>,
}

impl CostTableView {
    fn new(rows: &[CostRow]) -> Self {
        let values = |row: &CostRow| row.iter().map(|(_, value)| value.as_deref().map(brief)).collect();
        Self {
            names: rows.first().into_iter().flatten().map(|pair| brief(name(pair))).collect(),
            rows: rows.iter().map(values).collect(),
        }
    }
}

fn name(pair: &(String, Option<String>)) -> &str {
    &pair.0
}

#[cfg(test)]
mod tests {
    use berth_core::catalogue::OrdinaryPrice;
    use serde_json::json;

    use super::*;

    fn flavor() -> Flavor {
        let decimal = |text: &str| Some(text.parse().unwrap());
        Flavor {
            kind: FlavorKind::BareMetal,
            name: "bm1-hf-medium".into(),
            os: Some("linux".into()),
            disabled: false,
            hardware: vec![("cpu".into(), "2xIntel Xeon 8468".into())],
            gpus: None,
            vcpus: Some(16),
            ram_mib: Some(131_072),
            free: Some(3),
            reserved: None,
            price: OrdinaryPrice {
                status: Some(PriceStatus::Show),
                currency: Some("EUR".parse().unwrap()),
                per_hour: decimal("1.37124"),
                per_month: decimal("0.00"),
            },
        }
    }

    #[test]
    fn a_machine_type_crosses_with_every_digit_of_its_price_and_a_word_for_each_that_is_none() {
        let view = serde_json::to_value(FlavorView::from(&flavor())).unwrap();
        assert_eq!(
            view,
            json!({
                "name": "bm1-hf-medium", "os": "linux", "disabled": false, "hardware": ["cpu 2xIntel Xeon 8468"],
                "vcpus": "16", "memory": "128", "gpus": null, "free": "3", "reserved": null,
                "perHour": {"kind": "shown", "money": {"amount": "1.37124", "shown": "1.3712", "currency": "EUR"}},
                "perMonth": {"kind": "zero"},
            })
        );
        let of = |price| OrdinaryPriceView::new(Err(price), MoneyView::from);
        assert_eq!(of(NoPrice::Other("Soon".into())), OrdinaryPriceView::Other { word: "Soon".into() });
        let words = [NoPrice::Unsaid, NoPrice::Hidden, NoPrice::Failed, NoPrice::NoCurrency, NoPrice::NotAPrice]
            .map(|why| serde_json::to_value(of(why)).unwrap()["kind"].as_str().unwrap().to_owned());
        assert_eq!(words, ["unsaid", "hidden", "failed", "no_currency", "not_a_price"]);
    }

    #[test]
    fn a_list_that_could_not_be_read_stands_beside_those_that_could() {
        let lists = FlavorLists {
            read_at: Timestamp::UNIX_EPOCH,
            project: 9_007_199_254_740_993,
            lists: vec![
                (FlavorKind::BareMetal, FlavorList::Read(vec![flavor()])),
                (FlavorKind::GpuVirtual, FlavorList::Unread("Gone.".into())),
            ],
        };
        let view = serde_json::to_value(CatalogueView::from(&lists)).unwrap();
        assert_eq!((&view["project"], &view["lists"][0]["kind"]), (&json!("9007199254740993"), &json!("bare_metal")));
        assert_eq!(view["lists"][1], json!({"kind": "gpu_virtual", "rows": [], "unread": "Gone."}));
    }

    #[test]
    fn a_project_without_a_name_is_called_by_its_number_and_only_an_odd_state_is_told() {
        let project = |name: Option<&str>, state: &str| Project {
            id: 7,
            name: name.map(str::to_owned),
            is_default: true,
            state: Some(state.into()),
        };
        let view = ProjectView::from(&project(None, "active"));
        assert_eq!((view.name.as_str(), view.state), ("7", None));
        let view = ProjectView::from(&project(Some("media"), "DELETING"));
        assert_eq!((view.name.as_str(), view.state.as_deref()), ("media", Some("DELETING")));
    }

    #[test]
    fn rows_that_name_the_same_things_are_one_table_and_the_order_is_the_vendor_s() {
        let row = |names: &[&str]| -> CostRow {
            names.iter().map(|name| ((*name).to_owned(), Some(format!("{name}!")))).collect()
        };
        let rows = vec![row(&["a", "b"]), row(&["a", "b"]), row(&["b", "a"]), row(&["a", "b"]), vec![]];
        let totals = CostTotals { status: Some(PriceStatus::Hide), rows };
        let view = CostTotalsView::new(Timestamp::UNIX_EPOCH, Month::new(2026, 2).unwrap(), &totals);
        let shapes: Vec<_> = view.tables.iter().map(|table| (table.names.join(" "), table.rows.len())).collect();
        let expected = [("a b", 2), ("b a", 1), ("a b", 1), ("", 1)];
        assert_eq!(shapes, expected.map(|(names, rows)| (names.to_owned(), rows)));
        assert_eq!((view.month.as_str(), view.status.as_deref()), ("2026-02", Some("hide")));
        assert_eq!(view.tables[1].rows[0], [Some("b!".to_owned()), Some("a!".to_owned())]);
    }
}
