//! What of a portfolio is looked for, and what is found: a search, filters, an order and groups.
//!
//! What is not known sorts last in either direction and has a group of its own. Amounts of two currencies are never
//! compared: they sort by currency first.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::account::{Account, AccountId, Vendor};
use crate::money::{Currency, Money};
use crate::policy::{PolicyId, PolicyRecord};
use crate::portfolio::{Card, Group, Portfolio, Standing};
use crate::savings;

/// What to look for. The default finds everything, the most urgent first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Query {
    /// Words, all of which a card has to hold, whatever their case.
    pub text: String,
    /// Groups to show; all if empty.
    pub groups: Vec<Group>,
    /// Accounts to show; all if empty.
    pub accounts: Vec<AccountId>,
    /// Vendors to show; all if empty.
    pub vendors: Vec<Vendor>,
    /// Region codes to show; all if empty. `None` is a region that is not known.
    pub regions: Vec<Option<String>>,
    /// Instance families to show; all if empty. `None` is a family that is not known.
    pub families: Vec<Option<String>>,
    /// Owners to show; all if empty. `None` is nobody.
    pub owners: Vec<Option<String>>,
    /// Windows that end after this moment. One that is not known is left out.
    pub from: Option<Timestamp>,
    /// Windows that start before this moment. One that is not known is left out.
    pub until: Option<Timestamp>,
    /// The order.
    pub sort: Sort,
    /// Whether the order is turned round.
    pub descending: bool,
    /// What the cards are put together by.
    pub by: Option<By>,
}

/// An order of cards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// By group, and in it by what is due next.
    #[default]
    Urgency,
    /// By name.
    Name,
    /// By launch.
    Start,
    /// By end.
    End,
    /// By price, each currency by itself.
    Price,
    /// By the share of the list cost that is saved.
    Saving,
    /// By creation.
    Created,
}

/// What cards are put together by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// What it asks of whoever looks at it.
    Status,
    /// Account.
    Account,
    /// Vendor.
    Vendor,
    /// Region code.
    Region,
    /// Instance family, such as `c5`.
    Family,
    /// Who answers for it.
    Owner,
}

/// What cards of one section have in common.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// A group.
    Status(Group),
    /// An account.
    Account(AccountId),
    /// A vendor.
    Vendor(Vendor),
    /// A region, a family or an owner.
    Text(String),
    /// It is not known.
    Unknown,
}

/// What a query found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Numbers of the cards, in order.
    pub numbers: Vec<u32>,
    /// The sections they are in, one after the other, with how many cards each has. Empty where nothing is put together.
    pub sections: Vec<(Key, usize)>,
}

impl Found {
    pub(crate) fn new(portfolio: &Portfolio, standing: &Standing, query: &Query) -> Self {
        let filter = Filter::new(query);
        let mut numbers: Vec<u32> = standing
            .order
            .iter()
            .copied()
            .filter(|number| filter.holds(portfolio, *number, standing.groups[*number as usize]))
            .collect();
        sort(&mut numbers, portfolio, query);
        let sections = query.by.map(|by| put_together(&mut numbers, portfolio, standing, by)).unwrap_or_default();
        Self { numbers, sections }
    }
}

/// A query's conditions, ready to be asked of a hundred thousand cards.
struct Filter<'a> {
    words: Vec<String>,
    query: &'a Query,
}

impl<'a> Filter<'a> {
    fn new(query: &'a Query) -> Self {
        let words = query.text.to_lowercase().split_whitespace().map(ToOwned::to_owned).collect();
        Self { words, query }
    }

    fn holds(&self, portfolio: &Portfolio, number: u32, group: Group) -> bool {
        let Query { groups, accounts, vendors, regions, families, owners, from, until, .. } = self.query;
        let Some(card) = portfolio.card(number) else { return false };
        let account = card.account();
        let record = card.record();
        let window = record.and_then(|record| record.policy.window).map(|window| (window.start.at, window.end.at));
        any_or(groups, |one| *one == group)
            && any_or(accounts, |one| *one == account.id)
            && any_or(vendors, |one| *one == account.vendor)
            && any_or(regions, |one| one.as_deref() == record.and_then(region))
            && any_or(families, |one| one.as_deref() == record.and_then(family))
            && any_or(owners, |one| one.as_deref() == record.and_then(owner))
            && within(window, *from, *until)
            && self.says(&portfolio.words(number).text)
    }

    fn says(&self, text: &str) -> bool {
        self.words.iter().all(|word| text.contains(word.as_str()))
    }
}

/// Something that is no card of the wall and has no group, family or owner there, but is looked for beside it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Beside<'a> {
    pub(crate) account: &'a Account,
    pub(crate) region: Option<&'a str>,
    pub(crate) window: Option<(Timestamp, Timestamp)>,
    /// What is searched, in lowercase.
    pub(crate) text: &'a str,
}

impl Query {
    /// Whether it finds something that is no card.
    pub(crate) fn finds_beside(&self, beside: Beside<'_>) -> bool {
        let Self { groups, accounts, vendors, regions, families, owners, from, until, .. } = self;
        groups.is_empty()
            && any_or(accounts, |one| *one == beside.account.id)
            && any_or(vendors, |one| *one == beside.account.vendor)
            && any_or(regions, |one| one.as_deref() == beside.region)
            && any_or(families, Option::is_none)
            && any_or(owners, Option::is_none)
            && within(beside.window, *from, *until)
            && Filter::new(self).says(beside.text)
    }
}

fn any_or<T>(wanted: &[T], holds: impl Fn(&T) -> bool) -> bool {
    wanted.is_empty() || wanted.iter().any(holds)
}

fn within(window: Option<(Timestamp, Timestamp)>, from: Option<Timestamp>, until: Option<Timestamp>) -> bool {
    if from.is_none() && until.is_none() {
        return true;
    }
    let Some((start, end)) = window else { return false };
    from.is_none_or(|from| end > from) && until.is_none_or(|until| start < until)
}

fn region(record: &PolicyRecord) -> Option<&str> {
    record.policy.place.region.as_deref()
}

fn family(record: &PolicyRecord) -> Option<&str> {
    record.policy.instance.family()
}

fn owner(record: &PolicyRecord) -> Option<&str> {
    record.reason.owner.as_deref().map(str::trim).filter(|owner| !owner.is_empty())
}

/// Puts numbers that are in the order of urgency into the one that is wanted; what is equal stays in the order of urgency.
fn sort(numbers: &mut [u32], portfolio: &Portfolio, query: &Query) {
    let card = |number: u32| portfolio.card(number);
    let record = |number: u32| card(number).and_then(|card| card.record());
    let down = query.descending;
    match query.sort {
        Sort::Urgency if down => numbers.reverse(),
        Sort::Urgency => {}
        Sort::Name => sort_by(numbers, down, |number| Some(&portfolio.words(number).name)),
        Sort::Start => sort_by(numbers, down, |number| Some(record(number)?.policy.window?.start.at)),
        Sort::End => sort_by(numbers, down, |number| Some(record(number)?.policy.window?.end.at)),
        Sort::Price => sort_by(numbers, down, |number| price(card(number)?)),
        Sort::Saving => sort_by(numbers, down, |number| share(card(number)?)),
        Sort::Created => sort_by(numbers, down, |number| record(number)?.policy.created_at),
    }
}

fn sort_by<K: Ord>(numbers: &mut [u32], descending: bool, key: impl Fn(u32) -> Option<K>) {
    let mut keyed: Vec<_> = numbers.iter().map(|number| (key(*number), *number)).collect();
    keyed.sort_by(|(one, _), (other, _)| match (one, other) {
        (Some(one), Some(other)) if descending => other.cmp(one),
        (Some(one), Some(other)) => one.cmp(other),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    });
    for (place, (_, number)) in numbers.iter_mut().zip(keyed) {
        *place = number;
    }
}

fn price(card: Card<'_>) -> Option<(Currency, Decimal)> {
    let price = savings::price(card.account(), card.record()?)?;
    Some((price.currency, price.amount))
}

fn share(card: Card<'_>) -> Option<Decimal> {
    let record = card.record()?;
    let list = savings::list(card.account(), record)?;
    savings::rate(list, savings::price(card.account(), record)?).map(|ratio| ratio.0)
}

/// Sorts numbers into sections without changing their order within one.
fn put_together(numbers: &mut [u32], portfolio: &Portfolio, standing: &Standing, by: By) -> Vec<(Key, usize)> {
    let mut counts: HashMap<Key, usize> = HashMap::new();
    let keys: Vec<Key> = numbers
        .iter()
        .map(|number| {
            let key = portfolio.card(*number).map_or(Key::Unknown, |card| key(&card, standing, *number, by));
            *counts.entry(key.clone()).or_default() += 1;
            key
        })
        .collect();
    let mut sections: Vec<_> = counts.into_iter().collect();
    let label = |id: &AccountId| {
        portfolio.accounts().iter().find(|account| account.id == *id).map(|account| account.label.to_lowercase())
    };
    sections.sort_by(|(one, _), (other, _)| match (one, other) {
        (Key::Account(one), Key::Account(other)) => (label(one), one).cmp(&(label(other), other)),
        _ => one.cmp(other),
    });
    let mut next = 0;
    let mut starts: HashMap<&Key, usize> = HashMap::with_capacity(sections.len());
    for (key, count) in &sections {
        starts.insert(key, next);
        next += count;
    }
    let mut sorted = numbers.to_vec();
    for (key, number) in keys.iter().zip(numbers.iter()) {
        if let Some(place) = starts.get_mut(key) {
            sorted[*place] = *number;
            *place += 1;
        }
    }
    numbers.copy_from_slice(&sorted);
    sections
}

fn key(card: &Card<'_>, standing: &Standing, number: u32, by: By) -> Key {
    let text = |of: fn(&PolicyRecord) -> Option<&str>| {
        card.record().and_then(of).map_or(Key::Unknown, |text| Key::Text(text.to_owned()))
    };
    match by {
        By::Status => Key::Status(standing.groups[number as usize]),
        By::Account => Key::Account(card.account().id),
        By::Vendor => Key::Vendor(card.account().vendor),
        By::Region => text(region),
        By::Family => text(family),
        By::Owner => text(owner),
    }
}

/// What can be filtered by: what occurs, and how often.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// Accounts.
    pub accounts: BTreeMap<AccountId, usize>,
    /// Vendors.
    pub vendors: BTreeMap<Vendor, usize>,
    /// Region codes; `None` is not known.
    pub regions: BTreeMap<Option<String>, usize>,
    /// Instance families; `None` is not known.
    pub families: BTreeMap<Option<String>, usize>,
    /// Owners; `None` is nobody.
    pub owners: BTreeMap<Option<String>, usize>,
}

impl Facets {
    /// Of everything in a portfolio.
    pub fn new(portfolio: &Portfolio) -> Self {
        let mut facets = Self::default();
        for card in portfolio.cards() {
            let record = card.record();
            *facets.accounts.entry(card.account().id).or_default() += 1;
            *facets.vendors.entry(card.account().vendor).or_default() += 1;
            count(&mut facets.regions, record.and_then(region));
            count(&mut facets.families, record.and_then(family));
            count(&mut facets.owners, record.and_then(owner));
        }
        facets
    }
}

/// Counts a text without making a new one each time.
fn count(counts: &mut BTreeMap<Option<String>, usize>, text: Option<&str>) {
    let key = text.map(ToOwned::to_owned);
    *counts.entry(key).or_default() += 1;
}

/// Sums over chosen policies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chosen {
    /// How many of those that were chosen there are.
    pub count: usize,
    /// One sum a currency.
    pub sums: BTreeMap<Currency, ChosenSum>,
    /// How many have a price that is not known.
    pub unpriced: usize,
    /// How many have each tag.
    pub tags: BTreeMap<String, usize>,
}

/// A sum over chosen policies in one currency. Absent when it has more digits than can be held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChosenSum {
    /// What they cost.
    pub price: Option<Money>,
    /// What those of them with a list cost save against it.
    pub saving: Option<Money>,
    /// How many have no list cost, and no part in the saving.
    pub unlisted: usize,
}

impl Chosen {
    /// The sums over these policies.
    pub fn new(portfolio: &Portfolio, wanted: &[(AccountId, PolicyId)]) -> Self {
        let wanted = wanted.iter().map(|(account, id)| (*account, id.as_str())).collect();
        let mut chosen = Self::default();
        for (_, card) in portfolio.cards_of(&wanted) {
            let Some(record) = card.record() else { continue };
            chosen.count += 1;
            for tag in &record.reason.tags {
                *chosen.tags.entry(tag.clone()).or_default() += 1;
            }
            let Some(price) = savings::price(card.account(), record) else {
                chosen.unpriced += 1;
                continue;
            };
            let zero = Some(Money::zero(price.currency));
            let none = ChosenSum { price: zero, saving: zero, unlisted: 0 };
            let sum = chosen.sums.entry(price.currency).or_insert(none);
            sum.price = sum.price.and_then(|sum| sum.plus(price).ok());
            match savings::list(card.account(), record).and_then(|list| savings::saving(list, price)) {
                Some(saving) => sum.saving = sum.saving.and_then(|sum| sum.plus(saving).ok()),
                None => sum.unlisted += 1,
            }
        }
        chosen
    }
}

#[cfg(test)]
mod tests;
