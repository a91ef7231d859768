//! How an attempt is carried out: record, send, learn. The only way by which anything at a vendor can change.
//!
//! MONEY: the attempt is in the ledger, committed, before its request is built, and its state in the ledger never says
//! less than what may have happened. Nothing here sends twice, save after a 401, which proves that nothing was done.

use std::future::Future;

use jiff::{SignedDuration, Timestamp};

use super::Desk;
use super::access::Freshness;
use super::free::skew;
use crate::account::{Account, AccountId, SignIn};
use crate::attempt::{Attempt, Event, Operation, Proof, RawAnswer, State};
use crate::error::{Code, Effect, Failure};
use crate::money::Money;
use crate::policy::PolicyRecord;
use crate::ports::{Access, Entry, Outcome};
use crate::say;

impl Operation {
    /// The noun for messages.
    pub(super) fn noun(self) -> &'static str {
        match self {
            Self::Reserve => "the reservation",
            Self::Purchase => "the purchase",
            Self::Cancel => "the cancellation",
            Self::Configure => "the change of the configuration",
            Self::Renew => "the change of the auto-renewal",
            Self::Create => "the commitment",
            Self::Withdraw => "the withdrawal",
        }
    }

    fn kinds(self) -> [&'static str; 3] {
        match self {
            Self::Reserve => ["reserve_recorded", "reserve_sent", "reserve_learnt"],
            Self::Purchase => ["purchase_recorded", "purchase_sent", "purchase_learnt"],
            Self::Cancel => ["cancel_recorded", "cancel_sent", "cancel_learnt"],
            Self::Configure => ["configure_recorded", "configure_sent", "configure_learnt"],
            Self::Renew => ["renew_recorded", "renew_sent", "renew_learnt"],
            Self::Create => ["create_recorded", "create_sent", "create_learnt"],
            Self::Withdraw => ["withdraw_recorded", "withdraw_sent", "withdraw_learnt"],
        }
    }
}

impl Desk {
    /// A new attempt, as it will be recorded.
    pub(super) fn draft_attempt(
        &self,
        account: &Account,
        operation: Operation,
        subject: &str,
        price_seen: Option<Money>,
        request: serde_json::Value,
    ) -> Attempt {
        let now = self.now();
        Attempt {
            id: self.fresh_attempt(),
            account: account.id,
            operation,
            subject: subject.to_owned(),
            state: State::Drafted,
            price_seen,
            request,
            recorded_at: now,
            sent_at: None,
            sends: 0,
            changed_at: now,
            answer: None,
            note: None,
        }
    }

    /// Commits an attempt to the ledger. Nothing was sent when this fails.
    pub(super) async fn record(&self, attempt: &mut Attempt) -> Result<(), Failure> {
        attempt.recorded_at = self.now();
        attempt.step(Event::Record, attempt.recorded_at).map_err(Failure::internal)?;
        let entry = self.attempt_entry(attempt, attempt.operation.kinds()[0]);
        self.roles.ledger.record(attempt, &entry).await?;
        Ok(())
    }

    /// Sends a recorded attempt once, or twice when the first answer is a 401 and a fresh sign-in works. `wording` is the
    /// request to the letter, for the record.
    ///
    /// An error means that the request did not leave; the attempt is then closed in the ledger as refused.
    pub(super) async fn send<T, F>(
        &self,
        account: &Account,
        attempt: &mut Attempt,
        access: Access,
        wording: String,
        call: impl Fn(Access) -> F,
    ) -> Result<Outcome<T>, Failure>
    where
        F: Future<Output = Outcome<T>>,
    {
        self.mark_sent(attempt, &wording).await?;
        let outcome = call(access).await;
        let Outcome::Unauthorized(refused) = &outcome else { return Ok(outcome) };
        self.sessions().remove(&account.id);
        if !matches!(account.sign_in, SignIn::Password { .. }) {
            return Ok(outcome);
        }
        // A 401 proves that nothing was done, so the same attempt may go again, once.
        match self.access(account, Freshness::New).await {
            Ok(access) => {
                attempt.answer = Some(refused.clone());
                self.mark_sent(attempt, &wording).await?;
                Ok(call(access).await)
            }
            Err(_) => Ok(outcome),
        }
    }

    /// Marks an attempt as sent, with the request to the letter and the answer to the one before, if there was one.
    async fn mark_sent(&self, attempt: &mut Attempt, wording: &str) -> Result<(), Failure> {
        let before = attempt.clone();
        attempt.step(Event::Send, self.now()).map_err(Failure::internal)?;
        let mut entry = self.attempt_entry(attempt, attempt.operation.kinds()[1]);
        entry.body["sent"] = wording.into();
        attempt.answer = None;
        if let Err(error) = self.roles.ledger.advance(attempt, None, &entry).await {
            // The ledger may have taken the mark or not; either way the request has not left and will not.
            *attempt = before;
            self.close_unsent(attempt).await;
            return Err(error.into());
        }
        Ok(())
    }

    /// Closes an attempt whose request never left. A ledger that cannot be written keeps it open, which errs to the
    /// safe side: it will be found at the next start.
    pub(super) async fn close_unsent(&self, attempt: &mut Attempt) {
        attempt.note = Some("Nothing was sent.".to_owned());
        if attempt.step(Event::Learn(Proof::NotDone), self.now()).is_ok() {
            let entry = self.attempt_entry(attempt, attempt.operation.kinds()[2]);
            let _kept_open = self.roles.ledger.advance(attempt, None, &entry).await;
        }
    }

    /// Writes what was learnt, and the policy it changed, in one transaction.
    pub(super) async fn learn(
        &self,
        attempt: &mut Attempt,
        proof: Proof,
        answer: Option<RawAnswer>,
        note: Option<String>,
        policy: Option<&PolicyRecord>,
    ) -> Result<(), Failure> {
        attempt.step(Event::Learn(proof), self.now()).map_err(Failure::internal)?;
        attempt.answer = answer;
        attempt.note = note;
        let mut entry = self.attempt_entry(attempt, attempt.operation.kinds()[2]);
        if let Some(record) = policy {
            // A reserve's subject is its draft; what came of it belongs to the policy's history.
            entry.subject = record.policy.id.to_string();
        }
        self.roles.ledger.advance(attempt, policy, &entry).await.map_err(|error| {
            let (effect, what) = match proof {
                Proof::Done => (Effect::Applied, say!("took effect")),
                Proof::NotDone => (Effect::None, say!("did not take effect")),
                Proof::Nothing => (Effect::Unknown, say!("is in doubt")),
            };
            let id = match (policy, &attempt.note) {
                (Some(record), _) => say!(" Write down the policy's id: {id}.", id = record.policy.id.to_string()),
                // The note on a commitment that was made is its number.
                (None, Some(note)) if attempt.operation == Operation::Create && proof == Proof::Done => {
                    say!(" Write this down: {note}", note = note.as_str())
                }
                _ => say!(""),
            };
            Failure::new(
                Code::LedgerFailed,
                say!(
                    "{Operation} {what}, but the ledger could not be written.{id} Berth will ask about it at its next start. Make room on the disk, then restart it.",
                    Operation = capitalised(attempt.operation.noun()),
                    what = what,
                    id = id,
                ),
            )
            .effect(effect)
            .detail(error)
        })
    }

    /// Keeps the ledger's reading of the vendor's clock up to date. Called after the answer is safe: a ledger that fails
    /// here costs a correction of the countdown, not the answer, so it is not an error.
    pub(super) async fn note_clock(&self, account: AccountId, answer: Option<&RawAnswer>, asked_at: Timestamp) {
        let Some(answer) = answer.filter(|answer| answer.date.is_some()) else { return };
        let Ok(_lock) = self.locks.take_account(account) else { return };
        let Ok(before) = self.account(account).await else { return };
        let after = self.clocked(before.clone(), answer, asked_at);
        let same_run = after.skew_since.map(|boot| boot.id) == before.skew_since.map(|boot| boot.id);
        // A reading that is a little lower says no more than that this answer was written within another second.
        let higher = after.skew.saturating_sub(before.skew);
        if same_run && higher <= SignedDuration::ZERO && higher > SignedDuration::from_secs(-2) {
            return;
        }
        let mut entry = self.entry(account, account.to_string(), "clock_read");
        entry.body = serde_json::json!({ "skew_seconds": after.skew.as_secs() });
        let _uncorrected = self.roles.ledger.put_account(&after, &entry).await;
    }

    /// The account with the vendor's clock as an answer tells it to a question of that time.
    pub(super) fn clocked(&self, account: Account, answer: &RawAnswer, asked_at: Timestamp) -> Account {
        match answer.date {
            Some(date) => Account { skew: skew(date, asked_at), skew_since: self.roles.clock.boot(), ..account },
            None => account,
        }
    }

    fn attempt_entry(&self, attempt: &Attempt, kind: &'static str) -> Entry {
        let mut entry = self.entry(attempt.account, attempt.subject.clone(), kind);
        entry.attempt = Some(attempt.id);
        entry.body = serde_json::json!({
            "state": attempt.state,
            "request": attempt.request,
            "price_seen": attempt.price_seen,
            "answer": attempt.answer,
            "note": attempt.note,
        });
        entry
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
