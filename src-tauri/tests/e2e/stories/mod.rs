//! What people do with Berth, from the first start to a policy given back.

mod accounts;
mod activity;
mod buy;
mod cancel;
mod catalogue;
mod change;
mod commitments;
mod compare;
mod decisions;
mod doubt;
mod failures;
mod first_start;
mod hostile;
mod keyboard;
mod keychain;
mod kills;
mod ledger;
mod price;
mod reads;
mod reservations;
mod savings;
mod secret;
mod start;
mod steps;
mod tour;
mod track;
