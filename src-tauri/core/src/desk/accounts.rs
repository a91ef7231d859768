//! Accounts: connect, test, change, replace, forget; safe mode and limits.
//!
//! The secret goes to the vault and nowhere else. What the ledger keeps of an account could be printed on a poster.

use jiff::SignedDuration;
use rust_decimal::Decimal;

use super::Desk;
use super::access::Freshness;
use crate::account::{Account, AccountId, Colour, Endpoint, Keep, Payment, Realm, SignIn, Vendor};
use crate::error::{self, Code, Failure};
use crate::guard::Limits;
use crate::money::Currency;
use crate::policy::PolicyRecord;
use crate::ports::Entry;
use crate::said::Said;
use crate::say;
use crate::secret::Secret;

/// What a new account proves itself with.
#[derive(Debug)]
pub enum Credentials {
    /// A token.
    Token(Secret),
    /// User name and password.
    Password {
        /// The user name.
        user: String,
        /// The password.
        password: Secret,
    },
}

/// A new account.
#[derive(Debug)]
#[expect(missing_docs, reason = "the fields are `Account`'s")]
pub struct Connect {
    pub vendor: Vendor,
    pub label: String,
    pub colour: Colour,
    pub endpoint: Endpoint,
    pub credentials: Credentials,
    pub keep: Keep,
    pub currency: Currency,
    pub payment: Payment,
}

/// What may change about an account without touching its secret.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields are `Account`'s")]
pub struct Changes {
    pub label: String,
    pub colour: Colour,
    pub payment: Payment,
}

/// What a test of the credentials told.
#[derive(Clone, Debug)]
pub struct Tested {
    /// The account after the test.
    pub account: Account,
    /// What was learnt, as a sentence.
    pub message: Said,
}

impl Desk {
    /// Connects an account. Safe mode is on: nothing can spend until the user turns it off.
    pub async fn connect(&self, connect: Connect) -> Result<Account, Failure> {
        let (sign_in, secret) = split(connect.vendor, connect.credentials)?;
        let account = Account {
            id: AccountId(self.roles.ids.next()),
            vendor: connect.vendor,
            label: label(&connect.label)?,
            colour: connect.colour,
            endpoint: connect.endpoint,
            sign_in,
            keep: connect.keep,
            currency: connect.currency,
            payment: connect.payment,
            safe_mode: true,
            limits: Limits::default(),
            partly_documented: false,
            tested_at: None,
            skew: SignedDuration::ZERO,
            skew_since: None,
            created_at: self.now(),
            forgotten_at: None,
        };
        self.roles.vault.store(&account, secret).await?;
        if let Err(failure) = self.put(&account, "connected").await {
            // Without its row nobody would ever find the secret again.
            let _left_behind = self.roles.vault.remove(&account).await;
            return Err(failure);
        }
        Ok(account)
    }

    /// Tests the credentials, as far as the vendor lets one test without changing anything.
    pub async fn test(&self, id: AccountId) -> Result<Tested, Failure> {
        let account = self.account(id).await?;
        let access = self.access(&account, Freshness::New).await?;
        let message = match (account.vendor, &account.sign_in) {
            (Vendor::Gcore, _) => {
                let holder = self.roles.prices.holder(&access).await;
                let holder = holder.map_err(|error| error::unread(account.vendor, &error))?;
                let whose =
                    holder.email.map_or_else(|| say!(""), |email| say!(" It belongs to {email}.", email = email));
                let status =
                    holder.status.map_or_else(|| say!(""), |status| say!(" The account is {status}.", status = status));
                say!("Gcore accepts the token.{whose}{status}", whose = whose, status = status)
            }
            (Vendor::Cloudidr, SignIn::Password { user }) => say!("Cloudidr signed {user} in.", user = user.as_str()),
            (Vendor::Cloudidr, SignIn::Token) => {
                return Ok(Tested {
                    account,
                    message: say!(
                        "The token is kept. Cloudidr offers no call that tests a pasted token without changing something, so it is untested until its first use."
                    ),
                });
            }
        };
        let now = self.now();
        let account = self.alter(id, "tested", |account| account.tested_at = Some(now)).await?;
        Ok(Tested { account, message })
    }

    /// Changes what an account is called and how it is paid.
    pub async fn change(&self, id: AccountId, changes: Changes) -> Result<Account, Failure> {
        let label = label(&changes.label)?;
        self.alter(id, "changed", |account| {
            account.label = label;
            account.colour = changes.colour;
            account.payment = changes.payment;
        })
        .await
    }

    /// Replaces an account's credentials; a forgotten account is connected again by it.
    pub async fn replace(&self, id: AccountId, credentials: Credentials, keep: Keep) -> Result<Account, Failure> {
        let before = self.account(id).await?;
        let (sign_in, secret) = split(before.vendor, credentials)?;
        let replace = move |account: &mut Account| {
            account.sign_in = sign_in;
            account.keep = keep;
            account.tested_at = None;
            account.forgotten_at = None;
        };
        self.roles.vault.store(&Account { keep, ..before.clone() }, secret).await?;
        self.sessions().remove(&id);
        let account = self.alter(id, "credentials_replaced", replace).await?;
        if before.keep != keep && before.forgotten_at.is_none() {
            // The old place is emptied last: until here it was the only copy that surely worked.
            self.roles.vault.remove(&before).await?;
        }
        Ok(account)
    }

    /// Removes an account's secret. Its policies, attempts and activity stay.
    pub async fn forget(&self, id: AccountId) -> Result<Account, Failure> {
        let account = self.account(id).await?;
        if account.realm() == Realm::Sandbox {
            return Err(Failure::new(
                Code::Refused,
                say!("The sandbox is part of Berth and has no credentials to forget."),
            ));
        }
        self.roles.vault.remove(&account).await?;
        self.sessions().remove(&id);
        let now = self.now();
        self.alter(id, "forgotten", |account| {
            account.forgotten_at = Some(now);
            account.tested_at = None;
        })
        .await
    }

    /// Turns safe mode on or off. Either is recorded.
    pub async fn set_safe_mode(&self, id: AccountId, on: bool) -> Result<Account, Failure> {
        let kind = if on { "safe_mode_on" } else { "safe_mode_off" };
        self.alter(id, kind, |account| account.safe_mode = on).await
    }

    /// Allows or forbids requests that the vendor documents only in part. Either is recorded.
    pub async fn set_partly_documented(&self, id: AccountId, on: bool) -> Result<Account, Failure> {
        let kind = if on { "partly_documented_on" } else { "partly_documented_off" };
        self.alter(id, kind, |account| account.partly_documented = on).await
    }

    /// Sets the limits. Recorded with the values.
    pub async fn set_limits(&self, id: AccountId, limits: Limits) -> Result<Account, Failure> {
        let all = [limits.per_purchase, limits.per_day, limits.per_month];
        if all.into_iter().flatten().any(|limit| limit < Decimal::ZERO) {
            return Err(Failure::new(Code::InvalidInput, say!("A limit is zero or more. Nothing was changed.")));
        }
        self.alter(id, "limits_set", |account| account.limits = limits).await
    }

    /// Puts an account that is part of Berth into place, with its shipped policies when it is new, and its token into
    /// memory. Called at each start.
    pub async fn furnish(&self, account: &Account, token: Secret, shipped: &[PolicyRecord]) -> Result<(), Failure> {
        self.roles.vault.store(account, token).await?;
        let known = self.roles.ledger.accounts().await?;
        if known.iter().any(|other| other.id == account.id) {
            return Ok(());
        }
        self.put(account, "furnished").await?;
        if !shipped.is_empty() {
            let entry = self.entry(account.id, account.id.to_string(), "first_state");
            self.roles.ledger.add_policies(shipped, &entry).await?;
        }
        Ok(())
    }

    /// Changes an account as it is at this moment. What was read before a wait for the keychain or the vendor is not
    /// written back after it: the user may have turned safe mode on meanwhile.
    async fn alter(
        &self,
        id: AccountId,
        kind: &'static str,
        change: impl FnOnce(&mut Account) + Send,
    ) -> Result<Account, Failure> {
        let _lock = self.locks.take_account(id)?;
        let before = self.account(id).await?;
        let mut account = before.clone();
        change(&mut account);
        let mut entry = self.account_entry(&account, kind);
        if account.limits != before.limits {
            entry.body["limits_before"] = serde_json::json!(before.limits);
        }
        self.roles.ledger.put_account(&account, &entry).await?;
        Ok(account)
    }

    async fn put(&self, account: &Account, kind: &'static str) -> Result<(), Failure> {
        Ok(self.roles.ledger.put_account(account, &self.account_entry(account, kind)).await?)
    }

    fn account_entry(&self, account: &Account, kind: &'static str) -> Entry {
        let mut entry = self.entry(account.id, account.id.to_string(), kind);
        entry.body = serde_json::json!({
            "label": account.label,
            "safe_mode": account.safe_mode,
            "limits": account.limits,
            "keep": account.keep,
        });
        entry
    }
}

fn split(vendor: Vendor, credentials: Credentials) -> Result<(SignIn, Secret), Failure> {
    match credentials {
        Credentials::Token(token) => Ok((SignIn::Token, token)),
        Credentials::Password { .. } if vendor == Vendor::Gcore => {
            Err(Failure::new(Code::InvalidInput, say!("Gcore takes an API token. Nothing was kept. Paste one.")))
        }
        Credentials::Password { user, password } => {
            let user = user.trim();
            if user.is_empty() || user.chars().count() > 320 || user.chars().any(char::is_control) {
                return Err(Failure::new(
                    Code::InvalidInput,
                    say!("Enter the user name or e-mail address. Nothing was kept."),
                ));
            }
            Ok((SignIn::Password { user: user.to_owned() }, password))
        }
    }
}

fn label(text: &str) -> Result<String, Failure> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > 60 || text.chars().any(char::is_control) {
        return Err(Failure::new(
            Code::InvalidInput,
            say!("Give the account a name of one line and at most 60 characters."),
        ));
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_one_line_of_at_most_sixty_characters() {
        for length in [1, 59, 60] {
            let name = "é".repeat(length);
            assert_eq!(label(&format!(" {name} ")).unwrap(), name);
        }
        for text in [" ".to_owned(), "é".repeat(61), "é".repeat(90), "two\nlines".into()] {
            assert_eq!(label(&text).unwrap_err().code, Code::InvalidInput, "{text:?}");
        }
    }
}
