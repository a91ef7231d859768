//! Compare: what was picked of both vendors' offers, as columns. From the ledger alone; nothing is asked of anybody.

use super::Desk;
use crate::account::{Account, AccountId, Realm};
use crate::bases::Bases;
use crate::compare::Column;
use crate::draft::Draft;
use crate::error::{Code, Failure};
use crate::policy::{PolicyId, PolicyRecord};
use crate::ports::Policies;
use crate::quote::{Quote, QuoteId, Term};
use crate::say;
use crate::shape::Catalogue;

/// The most offers that are compared at once.
const MOST: usize = 12;

/// One offer that is to be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pick {
    /// A policy, bought or not.
    Policy {
        /// Whose.
        account: AccountId,
        /// Its id.
        id: PolicyId,
    },
    /// A window that is typed and not asked for yet.
    Draft {
        /// Whom it would be asked of.
        account: AccountId,
        /// As typed.
        draft: Box<Draft>,
    },
    /// One term of a saved quote.
    Term {
        /// The quote.
        quote: QuoteId,
        /// The term.
        term: Term,
    },
    /// The ordinary tariff of a saved quote.
    PayAsYouGo {
        /// The quote.
        quote: QuoteId,
    },
}

impl Desk {
    /// A column for each pick, in their order. All are of one realm: what is of another is not found.
    pub async fn compare(&self, realm: Realm, picks: &[Pick]) -> Result<Vec<Column>, Failure> {
        if picks.len() > MOST {
            return Err(Failure::new(
                Code::InvalidInput,
                say!("Choose at most twelve offers to compare. Nothing was sent."),
            ));
        }
        let now = self.now();
        let here: Vec<_> = self.accounts().await?.into_iter().filter(|account| account.realm() == realm).collect();
        let quotes = self.roles.ledger.quotes(realm).await?;
        let policies = self.picked_policies(&here, picks).await?;
        // What other policies told of a type, and cost, concerns windows alone.
        let of_windows = picks.iter().any(|pick| matches!(pick, Pick::Policy { .. } | Pick::Draft { .. }));
        let told = if of_windows { self.roles.ledger.policies(realm).await? } else { Policies::default() };
        let told = || told.iter().map(AsRef::as_ref);
        let catalogue = Catalogue::new(told(), &quotes);
        let bases = Bases::new(&here, told(), &quotes);
        let taken = |id: QuoteId| find(&quotes, |quote: &Quote| quote.id == id, "quote");
        let column = |pick: &Pick| match pick {
            Pick::Policy { account, id } => {
                let own = |record: &PolicyRecord| record.account == *account && record.policy.id == *id;
                let record = find(&policies, own, "policy")?;
                let account = find(&here, |one| one.id == record.account, "account")?;
                let baseline = bases.of_policy(account, record);
                Ok(Column { baseline, ..Column::of_policy(account, record, now, &catalogue) })
            }
            Pick::Draft { account, draft } => {
                let account = find(&here, |one| one.id == *account, "account")?;
                // One that does not hold yet has a column all the same: of it even less is known.
                let order = draft.check(account.vendor_time(now)).ok();
                Ok(Column::of_draft(order.as_ref(), &catalogue))
            }
            Pick::Term { quote, term } => {
                let quote = taken(*quote)?;
                let offer = quote.offers.iter().find(|offer| offer.term == *term);
                let baseline = offer.and_then(|offer| bases.of_offer(quote, offer));
                Ok(Column { baseline, ..Column::of_term(quote, *term, &catalogue) })
            }
            Pick::PayAsYouGo { quote } => Ok(Column::of_pay_as_you_go(taken(*quote)?, &catalogue)),
        };
        picks.iter().map(column).collect()
    }

    async fn picked_policies(&self, here: &[Account], picks: &[Pick]) -> Result<Vec<PolicyRecord>, Failure> {
        let mut records = Vec::new();
        for pick in picks {
            let Pick::Policy { account, id } = pick else { continue };
            find(here, |one| one.id == *account, "policy")?;
            records.push(self.policy_record(*account, id).await?);
        }
        Ok(records)
    }
}

fn find<'a, T>(list: &'a [T], wanted: impl Fn(&T) -> bool, what: &'static str) -> Result<&'a T, Failure> {
    list.iter().find(|one| wanted(one)).ok_or_else(|| Failure::missing(what))
}
