//! Catalogue: what Gcore sells by the hour where, and what a month's reservations came to. Reads only.

use super::Desk;
use crate::account::{Account, AccountId};
use crate::catalogue::{CostTotals, Flavor, FlavorKind, FlavorList, FlavorLists, Month, Project};
use crate::error::{self, Code, Failure};
use crate::ports::{Access, ReadError};
use crate::say;

impl Desk {
    /// The account's projects. First stands the one that is taken unless another is chosen.
    pub async fn projects(&self, account: AccountId) -> Result<Vec<Project>, Failure> {
        let (account, access) = self.gcore(account).await?;
        self.projects_of(&account, &access).await
    }

    /// Machine types of a region with their ordinary tariff and their stock, for a project or, without one, for the first.
    /// The three lists are read one after the other: the vendor's patience is not known. One that cannot be read says why
    /// and costs none of the others.
    ///
    /// # Errors
    /// The first list's, when none of the three could be read; the account's own; and those of asking for its projects.
    pub async fn catalogue(
        &self,
        account: AccountId,
        region: i64,
        project: Option<i64>,
    ) -> Result<FlavorLists, Failure> {
        let (account, access) = self.gcore(account).await?;
        let project = match project {
            Some(project) => project,
            None => first(&self.projects_of(&account, &access).await?)?,
        };
        let mut lists = Vec::new();
        let mut failure = None;
        for kind in FlavorKind::ALL {
            let list = match self.roles.prices.flavors(&access, kind, project, region).await {
                Ok(flavors) => self.learned(account.id, region, flavors),
                // The token is the same for all three, so there is nothing to ask it for again.
                Err(error @ ReadError::Unauthorized(_)) => return Err(error::unread(account.vendor, &error)),
                Err(error) => unread(&account, &error, &mut failure),
            };
            lists.push((kind, list));
        }
        match failure {
            Some(failure) if lists.iter().all(|(_, list)| matches!(list, FlavorList::Unread(_))) => Err(failure),
            _ => Ok(FlavorLists { read_at: self.now(), project, lists }),
        }
    }

    /// What a month's reservations came to, as the vendor reports it by now.
    pub async fn cost_totals(&self, account: AccountId, month: Month) -> Result<CostTotals, Failure> {
        let (account, access) = self.gcore(account).await?;
        let totals = self.roles.prices.cost_totals(&access, month).await;
        totals.map_err(|error| error::unread(account.vendor, &error))
    }

    async fn projects_of(&self, account: &Account, access: &Access) -> Result<Vec<Project>, Failure> {
        let read = self.roles.prices.projects(access).await;
        let mut projects = read.map_err(|error| error::unread(account.vendor, &error))?;
        // The others stay in the vendor's order.
        projects.sort_by_key(|project| !project.is_default);
        Ok(projects)
    }

    fn learned(&self, account: AccountId, region: i64, flavors: Vec<Flavor>) -> FlavorList {
        self.learn_shapes(account, region, flavors.iter().map(|flavor| (flavor.name.as_str(), flavor.into())));
        FlavorList::Read(flavors)
    }
}

fn first(projects: &[Project]) -> Result<i64, Failure> {
    projects.first().map(|project| project.id).ok_or_else(|| {
        Failure::new(
            Code::NotFound,
            say!("Gcore lists no project of this account, and without one it tells no ordinary prices. Nothing was changed. Make a project in its console."),
        )
    })
}

/// A list that was not read. The first failure is kept, for the case that no list is.
fn unread(account: &Account, error: &ReadError, failure: &mut Option<Failure>) -> FlavorList {
    let why = error::unread(account.vendor, error);
    let sentence = why.message.to_string();
    failure.get_or_insert(why);
    FlavorList::Unread(sentence)
}
