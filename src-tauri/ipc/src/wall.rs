//! The wall: what of a realm's cards is looked for, and a page of what is found. However many there are, no more than a
//! page of them ever crosses.

use std::collections::BTreeMap;

use berth_core::account::{Account, AccountId, Vendor};
use berth_core::money::Money;
use berth_core::policy::{PolicyId, PolicyRecord};
use berth_core::portfolio::{Card, Group, Portfolio, Standing};
use berth_core::wall::{By, Chosen, Facets, Found, Key, Query, Sort};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::view::{AttemptView, MoneyView, PolicyView, brief};

/// The most cards of one page.
const LONGEST_PAGE: u32 = 240;
/// The most tags of chosen policies that are told.
const MOST_TAGS: usize = 100;
/// The most ids that are told of what a query found.
const LONGEST_LIST: usize = 1000;

/// A policy by its id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PolicyRef {
    /// Whose.
    pub account: String,
    /// Its id.
    pub policy: String,
}

impl PolicyRef {
    /// Its parts, if they can be ids.
    pub fn parse(&self) -> Option<(AccountId, PolicyId)> {
        Some((self.account.parse().ok()?, PolicyId::parse(&self.policy).ok()?))
    }
}

/// What to look for; an empty list filters nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WallRequest {
    /// Words, all of which a card has to hold, whatever their case.
    pub text: String,
    /// Groups.
    #[ts(type = "Group[]")]
    pub groups: Vec<Group>,
    /// Ids of accounts.
    pub accounts: Vec<String>,
    /// Vendors.
    #[ts(type = "Vendor[]")]
    pub vendors: Vec<Vendor>,
    /// Region codes; `null` is one that is not known.
    pub regions: Vec<Option<String>>,
    /// Instance families; `null` is one that is not known.
    pub families: Vec<Option<String>>,
    /// Owners; `null` is nobody.
    pub owners: Vec<Option<String>>,
    /// Windows that end after this, RFC 3339.
    pub from: Option<String>,
    /// Windows that start before this, RFC 3339.
    pub until: Option<String>,
    /// The order.
    #[ts(type = "WallSort")]
    pub sort: Sort,
    /// Whether it is turned round.
    pub descending: bool,
    /// What the cards are put together by.
    #[ts(type = "WallBy | null")]
    pub by: Option<By>,
}

impl WallRequest {
    /// The query, or the name of the part that is none.
    pub fn query(self) -> Result<Query, &'static str> {
        let instant = |text: Option<String>, name| text.map(|text| text.parse()).transpose().map_err(|_| name);
        Ok(Query {
            text: self.text,
            groups: self.groups,
            accounts: self.accounts.iter().map(|id| id.parse()).collect::<Result<_, _>>().map_err(|_| "accounts")?,
            vendors: self.vendors,
            regions: self.regions,
            families: self.families,
            owners: self.owners,
            from: instant(self.from, "from")?,
            until: instant(self.until, "until")?,
            sort: self.sort,
            descending: self.descending,
            by: self.by,
        })
    }
}

/// A card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CardView {
    /// A policy.
    Policy {
        /// The policy.
        policy: Box<PolicyView>,
    },
    /// An open attempt that has no policy to stand on.
    Loose {
        /// What it asks of whoever looks at it.
        #[ts(type = "Group")]
        group: Group,
        /// The attempt.
        attempt: Box<AttemptView>,
    },
}

/// A policy of a portfolio as the page sees it.
pub fn policy_view(portfolio: &Portfolio, card: &Card<'_>, now: Timestamp) -> Option<PolicyView> {
    let (account, record) = (card.account(), card.record()?);
    Some(PolicyView::new(account, record, card.open(), now).among(portfolio.bases(), account, record))
}

/// A section of what was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SectionView {
    /// A group, an account's id, a vendor, or a region, family or owner; `null` where that is not known.
    pub key: Option<String>,
    /// How many cards it has.
    pub count: usize,
}

/// A page of what was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WallView {
    /// How many cards were found.
    pub found: usize,
    /// The sections they are in, one after the other; empty where nothing is put together.
    pub sections: Vec<SectionView>,
    /// The place of the first card of this page, counted from 0.
    pub first: u32,
    /// The cards from there on.
    pub cards: Vec<CardView>,
}

impl WallView {
    /// How many cards the first page has.
    pub const PAGE: u32 = 24;

    /// The page that begins at `first`.
    pub fn new(
        portfolio: &Portfolio,
        standing: &Standing,
        found: &Found,
        first: u32,
        count: u32,
        now: Timestamp,
    ) -> Self {
        let numbers = found.numbers.iter().skip(first as usize).take(count.min(LONGEST_PAGE) as usize);
        let card = |number: &u32| {
            let card = portfolio.card(*number)?;
            Some(match card {
                Card::Policy { .. } => CardView::Policy { policy: Box::new(policy_view(portfolio, &card, now)?) },
                Card::Loose { attempt, .. } => {
                    CardView::Loose { group: standing.group(*number)?, attempt: Box::new(attempt.into()) }
                }
            })
        };
        Self {
            found: found.numbers.len(),
            sections: found.sections.iter().map(|(key, count)| SectionView { key: word(key), count: *count }).collect(),
            first,
            cards: numbers.filter_map(card).collect(),
        }
    }
}

pub(crate) fn word(key: &Key) -> Option<String> {
    let plain = |value: serde_json::Result<serde_json::Value>| Some(value.ok()?.as_str()?.to_owned());
    match key {
        Key::Status(group) => plain(serde_json::to_value(group)),
        Key::Account(id) => Some(id.to_string()),
        Key::Vendor(vendor) => plain(serde_json::to_value(vendor)),
        Key::Text(text) => Some(brief(text)),
        Key::Unknown => None,
    }
}

/// How many cards a group has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GroupCountView {
    /// Which.
    #[ts(type = "Group")]
    pub group: Group,
    /// How many.
    pub count: usize,
}

/// A policy that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FoundPolicyView {
    /// Whose.
    pub account: String,
    /// Its id.
    pub policy: String,
    /// Its name.
    pub name: Option<String>,
}

/// What was found, by its ids.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FoundView {
    /// The policies, in order.
    pub policies: Vec<FoundPolicyView>,
    /// How many more there are.
    pub more: usize,
}

impl FoundView {
    /// The policies of what was found; an attempt without one is none.
    pub fn new(portfolio: &Portfolio, found: &Found) -> Self {
        let record = |number: &u32| portfolio.card(*number)?.record();
        let own = |record: &PolicyRecord| FoundPolicyView {
            account: record.account.to_string(),
            policy: record.policy.id.to_string(),
            name: record.policy.name.as_deref().map(brief),
        };
        let all = || found.numbers.iter().filter_map(record);
        Self { policies: all().take(LONGEST_LIST).map(own).collect(), more: all().count().saturating_sub(LONGEST_LIST) }
    }
}

/// Something that can be filtered by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FacetView {
    /// An account's id, a vendor, a region, a family or an owner; `null` where that is not known.
    pub key: Option<String>,
    /// How many cards have it.
    pub count: usize,
}

/// What can be filtered by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "core's `Facets` documents the fields")]
pub struct FacetsView {
    pub accounts: Vec<FacetView>,
    pub vendors: Vec<FacetView>,
    pub regions: Vec<FacetView>,
    pub families: Vec<FacetView>,
    pub owners: Vec<FacetView>,
}

impl FacetsView {
    /// What occurs, accounts by their names.
    pub fn new(facets: &Facets, accounts: &[Account]) -> Self {
        let mut known: Vec<_> = accounts.iter().filter(|account| facets.accounts.contains_key(&account.id)).collect();
        known.sort_by_key(|account| account.label.to_lowercase());
        let count = |account: &Account| facets.accounts.get(&account.id).copied().unwrap_or_default();
        let vendor = |(vendor, count): (&Vendor, &usize)| FacetView { key: word(&Key::Vendor(*vendor)), count: *count };
        // SECURITY: a text comes back as a filter, so it is not cut; what is longer than anybody needs to read is left out.
        let texts = |counts: &BTreeMap<Option<String>, usize>| {
            let short = |(key, _): &(&Option<String>, &usize)| key.as_deref().is_none_or(|text| brief(text) == text);
            let view = |(key, count): (&Option<String>, &usize)| FacetView { key: key.clone(), count: *count };
            // What is not known comes last.
            let (unknown, known): (Vec<_>, Vec<_>) =
                counts.iter().filter(short).map(view).partition(|facet| facet.key.is_none());
            known.into_iter().chain(unknown).collect()
        };
        Self {
            accounts: known
                .into_iter()
                .map(|account| FacetView { key: Some(account.id.to_string()), count: count(account) })
                .collect(),
            vendors: facets.vendors.iter().map(vendor).collect(),
            regions: texts(&facets.regions),
            families: texts(&facets.families),
            owners: texts(&facets.owners),
        }
    }
}

/// Sums over chosen policies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChosenView {
    /// How many of those that were chosen there are.
    pub count: usize,
    /// How many have a price that is not known.
    pub unpriced: usize,
    /// One sum a currency.
    pub sums: Vec<ChosenSumView>,
    /// How many have each tag, the most frequent first.
    pub tags: Vec<FacetView>,
}

/// A sum over chosen policies in one currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChosenSumView {
    /// What they cost; `null` when that has more digits than can be held.
    pub price: Option<MoneyView>,
    /// What those of them with a list cost save against it.
    pub saving: Option<MoneyView>,
    /// How many have no list cost.
    pub unlisted: usize,
}

impl From<&Chosen> for ChosenView {
    fn from(chosen: &Chosen) -> Self {
        let money = |money: Option<Money>| money.map(MoneyView::from);
        let sums = chosen.sums.values().map(|sum| ChosenSumView {
            price: money(sum.price),
            saving: money(sum.saving),
            unlisted: sum.unlisted,
        });
        let tag = |(tag, count): (&String, &usize)| FacetView { key: Some(tag.clone()), count: *count };
        let mut tags: Vec<_> = chosen.tags.iter().map(tag).collect();
        tags.sort_by_key(|tag| std::cmp::Reverse(tag.count));
        tags.truncate(MOST_TAGS);
        Self { count: chosen.count, unpriced: chosen.unpriced, sums: sums.collect(), tags }
    }
}
