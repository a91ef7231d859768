//! Create: ask Gcore for a commitment of one or three years.
//!
//! The vendor documents the request only in part, so an account must allow it first. It is priced anew when the review is
//! opened and once more before it is sent, and the limits weigh the whole term, which is what is committed to.

use jiff::Timestamp;

use super::Desk;
use super::lock::unlocked;
use super::review::{Review, gone};
use crate::account::{Account, AccountId, Vendor};
use crate::attempt::{Attempt, AttemptId, Operation, Proof};
use crate::error::{self, Code, Failure};
use crate::guard::{self, Limit};
use crate::money::Money;
use crate::ports::{Access, Outcome, WantedCommitment};
use crate::quote::{Offer, Quote, QuoteId, Term};
use crate::reservation::{CommitmentOrder, Reservation};
use crate::say;

/// The longest name, in characters. The vendor's own bound is not documented; its sample has 43.
const LONGEST_NAME: usize = 100;

/// What the user sees before deciding, frozen.
#[derive(Clone, Debug)]
pub struct CreateReview {
    /// Names this review.
    pub attempt: AttemptId,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// Who pays.
    pub account: Account,
    /// What is asked for.
    pub order: CommitmentOrder,
    /// The region's name as answered.
    pub region_name: String,
    /// What the vendor asks for it now. Its price is shown.
    pub offer: Offer,
    /// What is committed to: the whole term.
    pub total: Money,
    /// What the quote said it would come to, if it said.
    pub quoted: Option<Money>,
    /// What the tightest limit leaves before this commitment.
    pub limit: Option<(Limit, Money)>,
}

/// A commitment that the vendor filed.
#[derive(Clone, Debug)]
pub struct CreateReceipt {
    /// The attempt.
    pub attempt: Attempt,
    /// Who pays.
    pub account: Account,
    /// The reservation as filed.
    pub reservation: Reservation,
}

impl Desk {
    /// Opens a review of a commitment to what a quote priced, for a term, under a name.
    pub async fn begin_create(
        &self,
        account: AccountId,
        quote: QuoteId,
        term: Term,
        name: &str,
    ) -> Result<CreateReview, Failure> {
        let realm = self.account(account).await?.realm();
        let quote =
            self.roles.ledger.quotes(realm).await?.into_iter().find(|kept| kept.id == quote && kept.account == account);
        let Quote { basket, offers, .. } = quote.ok_or_else(|| Failure::missing("quote"))?;
        let quoted = offers.iter().find(|offer| offer.term == term).and_then(Offer::commitment);
        let order = CommitmentOrder { name: named(name)?, basket, term };
        let (review, _) = self.review_create(account, order, quoted).await?;
        self.keep_review(review.attempt, Review::Create(Box::new(review.clone())));
        Ok(review)
    }

    async fn review_create(
        &self,
        account: AccountId,
        order: CommitmentOrder,
        quoted: Option<Money>,
    ) -> Result<(CreateReview, Access), Failure> {
        let account = self.committing(account).await?;
        self.free_subject(&account, &order.subject()).await?;
        let spent = self.spent(&account).await?;
        if account.safe_mode {
            // Nobody is asked for a price that cannot be taken.
            return Err(guard::GuardError::SafeMode.into());
        }
        let (account, access) = self.gcore(account.id).await?;
        let priced = self.roles.prices.price(&access, &order.basket, order.term).await;
        let (offer, region_name) = priced.map_err(|error| error::unread(account.vendor, &error))?;
        // MONEY: a price that is hidden, failed or a new word is none, and nobody commits to years of an unknown one.
        let total = offer.commitment().ok_or_else(|| {
            Failure::new(
                Code::Refused,
                say!("Gcore shows no price for this basket and term, so Berth does not ask for it. Nothing was reserved. Ask Gcore, or change the basket."),
            )
        })?;
        guard::allow(&account, &spent, Some(total))?;
        let review = CreateReview {
            attempt: self.fresh_attempt(),
            opened_at: self.now(),
            limit: guard::left(&account, &spent)?,
            account,
            order,
            region_name,
            offer,
            total,
            quoted,
        };
        Ok((review, access))
    }

    /// MONEY: asks for the commitment that was reviewed, once.
    pub async fn confirm_create(&self, attempt: AttemptId, typed_name: &str) -> Result<CreateReceipt, Failure> {
        let Review::Create(review) = self.take_review(attempt, typed_name)? else { return Err(gone()) };
        let subject = review.order.subject();
        let _lock = self.locks.take(&subject)?;
        let (fresh, access) = self.review_create(review.account.id, review.order, review.quoted).await?;
        if fresh.offer != review.offer {
            return Err(Failure::new(
                Code::PriceChanged,
                say!("The price is no longer the one you saw. Nothing was reserved. Open the review again."),
            ));
        }
        let CreateReview { account, order, region_name, offer, total, .. } = fresh;
        let request = serde_json::json!({
            "name": order.name,
            "region": order.basket.region,
            "region_name": region_name,
            "months": order.term.months(),
            "machines": order.basket.lines,
            "windows_licences": order.basket.windows_licences,
            "commit": offer.commit,
        });
        let mut attempt = self.draft_attempt(&account, Operation::Create, &subject, Some(total), request);
        attempt.id = review.attempt;
        self.record_within_limits(&account, &mut attempt, Some(total)).await?;
        let commitments = &self.roles.commitments;
        let order = &order;
        let wording = commitments.wording(WantedCommitment::Create(order));
        let outcome = self.send(&account, &mut attempt, access, wording, |access| async move {
            commitments.create(&access, order).await
        });
        match outcome.await? {
            Outcome::Done(reservation, answer) => {
                let account = self.clocked(account, &answer, attempt.asked_at());
                let note = Some(format!("Gcore filed it as reservation {}.", reservation.id));
                self.learn(&mut attempt, Proof::Done, Some(answer), note, None).await?;
                self.note_clock(account.id, attempt.answer.as_ref(), attempt.asked_at()).await;
                Ok(CreateReceipt { attempt, account, reservation })
            }
            outcome => Err(self.not_done(&account, &mut attempt, outcome).await),
        }
    }

    /// The account, if it is one that may commit and withdraw.
    pub(super) async fn committing(&self, id: AccountId) -> Result<Account, Failure> {
        let account = self.account(id).await?;
        if account.vendor != Vendor::Gcore {
            return Err(Failure::new(
                Code::InvalidInput,
                say!(
                    "This account is at Cloudidr, which has no such reservations. Nothing was sent. Choose a Gcore account."
                ),
            ));
        }
        allowed(&account)?;
        Ok(account)
    }

    /// Looks once more whether the account allows it, and records in one step of the account: while the vendor was read, the
    /// user may have thought better of it.
    pub(super) async fn record_allowed(&self, attempt: &mut Attempt) -> Result<(), Failure> {
        let _account = self.locks.take_account(attempt.account)?;
        allowed(&self.account(attempt.account).await?)?;
        self.record(attempt).await
    }

    /// Refuses when a request on a subject is open or in doubt, under this account or, of the same machines or number, under
    /// another one of the same world: both may be the same customer.
    pub(super) async fn free_subject(&self, account: &Account, subject: &str) -> Result<(), Failure> {
        let accounts = self.accounts().await?;
        let same_world = |id: AccountId| {
            accounts
                .iter()
                .any(|other| other.id == id && other.vendor == account.vendor && other.realm() == account.realm())
        };
        let open = self.open_attempts().await?;
        let first = open.iter().find(|attempt| attempt.subject == subject && same_world(attempt.account));
        unlocked(account, first).map_err(|why| {
            let code = if first.is_some() { Code::AlreadyRunning } else { Code::Refused };
            Failure::new(code, say!("This cannot be asked for. {why} Nothing was sent.", why = why))
        })
    }
}

/// Whether what the vendor documents only in part may be asked of it.
pub(super) fn allowed(account: &Account) -> Result<(), Failure> {
    if account.partly_documented {
        return Ok(());
    }
    Err(Failure::new(
        Code::Refused,
        say!(
            "Gcore documents this request only in part, and the account does not allow such requests. Nothing was sent. Allow them in the account's settings if you mean to go on."
        ),
    ))
}

fn named(name: &str) -> Result<String, Failure> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
        return Err(Failure::new(
            Code::InvalidInput,
            say!(
                "Give the reservation a name of one line and at most {most} characters. Nothing was sent.",
                most = LONGEST_NAME.to_string()
            ),
        ));
    }
    Ok(name.to_owned())
}
