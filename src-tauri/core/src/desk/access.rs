//! From an account to a token and an origin, without ever falling back to another account's.

use super::Desk;
use crate::account::{Account, SignIn};
use crate::error::{self, Code, Failure};
use crate::ports::{Access, Outcome};
use crate::say;
use crate::secret::Secret;

/// Whether a token that is still good will do.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Freshness {
    /// It will.
    Kept,
    /// The vendor has just refused it: sign in again.
    New,
}

impl Desk {
    /// Everything needed to send one request for this account.
    pub(super) async fn access(&self, account: &Account, freshness: Freshness) -> Result<Access, Failure> {
        if account.forgotten_at.is_some() {
            return Err(Failure::new(
                Code::Unauthorized,
                say!(
                    "The credentials of this account were removed. Nothing was sent. Enter them again in the account's settings."
                ),
            ));
        }
        let origin = self.roles.origins.resolve(account).await.map_err(|why| {
            Failure::new(
                Code::Offline,
                say!("The sandbox could not be started on this machine. Nothing was sent. Restart Berth."),
            )
            .retryable()
            .detail(why)
        })?;
        let SignIn::Password { user } = &account.sign_in else {
            let token = self.secret(account).await?;
            return Ok(Access { origin, token });
        };
        if freshness == Freshness::Kept {
            let now = self.now();
            let kept = self.sessions().get(&account.id).filter(|session| session.expires_at > now).cloned();
            if let Some(session) = kept {
                return Ok(Access { origin, token: session.token });
            }
        }
        self.sessions().remove(&account.id);
        let password = self.secret(account).await?;
        let asked_at = self.now();
        match self.roles.capacity.sign_in(origin, user, &password).await {
            Outcome::Done(session, answer) => {
                self.note_clock(account.id, Some(&answer), asked_at).await;
                let token = session.token.clone();
                self.sessions().insert(account.id, session);
                Ok(Access { origin, token })
            }
            Outcome::NotSent(why) => Err(error::not_sent(account.vendor, &why)),
            Outcome::Unauthorized(_) => Err(error::unauthorized(account.vendor)),
            Outcome::Refused(refusal, _) => Err(error::refused(account.vendor, &refusal)),
            // Signing in changes nothing at the vendor, so a missing answer leaves no doubt behind.
            Outcome::Unknown(why, _) => Err(Failure::new(
                Code::Offline,
                say!(
                    "{vendor} gave no usable answer to the sign-in. Nothing was changed. Try again in a moment.",
                    vendor = account.vendor.name(),
                ),
            )
            .retryable()
            .detail(why)),
        }
    }

    async fn secret(&self, account: &Account) -> Result<Secret, Failure> {
        self.roles.vault.read(account).await?.ok_or_else(|| {
            Failure::new(
                Code::Unauthorized,
                say!("No credentials of this account were found; those kept until you quit are gone after a restart. Nothing was sent. Enter them again in the account's settings."),
            )
        })
    }
}
