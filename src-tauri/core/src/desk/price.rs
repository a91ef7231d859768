//! Price: what Gcore offers where, and for how much. Reads only.

use std::collections::BTreeMap;

use super::Desk;
use super::access::Freshness;
use crate::account::{Account, AccountId, Vendor};
use crate::error::{self, Code, Failure};
use crate::ports::{Access, ReadError};
use crate::quote::{Basket, BasketLine, Quote, QuoteId, Region, Reservable, Term};
use crate::reservation::{Listing, Older};
use crate::say;
use crate::shape::Shape;

impl Desk {
    /// All regions.
    pub async fn regions(&self, account: AccountId) -> Result<Vec<Region>, Failure> {
        let (account, access) = self.gcore(account).await?;
        self.roles.prices.regions(&access).await.map_err(|error| error::unread(account.vendor, &error))
    }

    /// Machine types that can be reserved in a region.
    pub async fn reservable(&self, account: AccountId, region: i64) -> Result<Vec<Reservable>, Failure> {
        let (account, access) = self.gcore(account).await?;
        let read = self.roles.prices.reservable(&access, region).await;
        let machines = read.map_err(|error| error::unread(account.vendor, &error))?;
        self.note_shapes(account.id, region, &machines);
        Ok(machines)
    }

    /// Takes note of how large a region's machines are, for the quotes to come; to be called with a list that was kept from
    /// an earlier run.
    pub fn note_shapes(&self, account: AccountId, region: i64, machines: &[Reservable]) {
        self.learn_shapes(account, region, machines.iter().map(|machine| (machine.name.as_str(), machine.into())));
    }

    /// What is told now counts; where it is silent, what another list told of the type.
    pub(super) fn learn_shapes<'a>(
        &self,
        account: AccountId,
        region: i64,
        told: impl Iterator<Item = (&'a str, Shape)>,
    ) {
        let mut known = self.shapes();
        let machines = known.entry((account, region)).or_default();
        for (name, shape) in told {
            let known = machines.entry(name.to_owned()).or_default();
            *known = shape.or(*known);
        }
    }

    /// Prices a basket for both terms. Only reads, so it may be dropped at any moment; [`Desk::keep_quote`] keeps it.
    pub async fn price(&self, account: AccountId, basket: Basket) -> Result<Quote, Failure> {
        check(&basket)?;
        let (account, access) = self.gcore(account).await?;
        let mut offers = Vec::new();
        let mut region_name = String::new();
        for term in Term::ALL {
            let priced = self.roles.prices.price(&access, &basket, term).await;
            let (offer, name) = priced.map_err(|error| error::unread(account.vendor, &error))?;
            offers.push(offer);
            region_name = name;
        }
        let id = QuoteId(self.roles.ids.next());
        let shapes = self.known_shapes(account.id, &basket);
        Ok(Quote { id, account: account.id, basket, region_name, taken_at: self.now(), offers, shapes })
    }

    /// Keeps a quote, whole.
    pub async fn keep_quote(&self, quote: &Quote) -> Result<(), Failure> {
        let entry = self.entry(quote.account, quote.id.0.to_string(), "quoted");
        Ok(self.roles.ledger.put_quote(quote, &entry).await?)
    }

    /// What the account has reserved. The two lists are read one after the other: the vendor's patience is not known.
    pub async fn list_reservations(&self, account: AccountId) -> Result<Listing, Failure> {
        let (account, access) = self.gcore(account).await?;
        let prices = &self.roles.prices;
        let unread = |error: &ReadError| error::unread(account.vendor, error);
        let commitments = prices.commitments(&access).await.map_err(|error| unread(&error))?;
        let older = match prices.reservations(&access).await {
            Ok(rows) => Older::Read(rows),
            Err(ReadError::Refused { status: 404 | 410, .. }) => Older::Gone,
            Err(error) => Older::Unread(unread(&error).message.to_string()),
        };
        Ok(Listing { read_at: self.now(), commitments, older })
    }

    fn known_shapes(&self, account: AccountId, basket: &Basket) -> BTreeMap<String, Shape> {
        let known = self.shapes();
        let Some(machines) = known.get(&(account, basket.region)) else { return BTreeMap::new() };
        let shape = |line: &BasketLine| Some((line.resource.clone(), *machines.get(&line.resource)?));
        basket.lines.iter().filter_map(shape).collect()
    }

    pub(super) async fn gcore(&self, id: AccountId) -> Result<(Account, Access), Failure> {
        let account = self.account(id).await?;
        if account.vendor != Vendor::Gcore {
            return Err(Failure::new(
                Code::InvalidInput,
                say!(
                    "This account is at Cloudidr, which has no such prices. Nothing was sent. Choose a Gcore account."
                ),
            ));
        }
        let access = self.access(&account, Freshness::Kept).await?;
        Ok((account, access))
    }
}

fn check(basket: &Basket) -> Result<(), Failure> {
    let named = |name: &str| (1..=128).contains(&name.len()) && name.chars().all(|c| c.is_ascii_graphic());
    let lines = &basket.lines;
    if lines.is_empty() || lines.len() > 50 {
        return Err(Failure::new(
            Code::InvalidInput,
            say!("Put at least one machine type into the basket, and at most fifty."),
        ));
    }
    if lines.iter().any(|line| !named(&line.resource) || !(1..=10_000).contains(&line.count)) {
        return Err(Failure::new(
            Code::InvalidInput,
            say!("Each line needs a machine type and a count from 1 to 10000."),
        ));
    }
    Ok(())
}
