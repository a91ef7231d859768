//! Commitments asked of Gcore, and their withdrawal.

use berth_core::desk::{CreateReceipt, CreateReview, WithdrawReceipt, WithdrawReview};
use berth_core::quote::BasketLine;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::listing::ReservationView;
use crate::view::{AccountView, AttemptView, LimitLeftView, MoneyView, OfferView, brief};

/// A commitment to what a quote priced.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CreateRequest {
    /// Who pays.
    pub account: String,
    /// The quote that was looked at. What it asked for is priced anew.
    pub quote: String,
    /// 12 or 36.
    pub months: u32,
    /// The label by which it will be known.
    pub name: String,
}

/// A commitment to be reviewed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CreateReviewView {
    /// Names this review when it is confirmed; works once.
    pub attempt: String,
    /// Who pays.
    pub account: AccountView,
    /// The label, which is to be typed.
    pub name: String,
    /// The region's name.
    pub region: String,
    /// Its machines, such as `3 × bm1-hf-medium`.
    pub machines: Vec<String>,
    /// Whether Windows licences are wanted.
    pub windows_licences: bool,
    /// What the vendor asks for it now.
    pub offer: OfferView,
    /// What is committed to: the whole term.
    pub total: MoneyView,
    /// What the quote said it would come to, where that differs.
    pub quoted: Option<MoneyView>,
    /// What the tightest limit leaves.
    pub limit: Option<LimitLeftView>,
}

impl From<&CreateReview> for CreateReviewView {
    fn from(review: &CreateReview) -> Self {
        let machines = |line: &BasketLine| format!("{} × {}", line.count, brief(&line.resource));
        Self {
            attempt: review.attempt.to_string(),
            account: (&review.account).into(),
            name: review.order.name.clone(),
            region: brief(&review.region_name),
            machines: review.order.basket.lines.iter().map(machines).collect(),
            windows_licences: review.order.basket.windows_licences,
            offer: (&review.offer).into(),
            total: review.total.into(),
            quoted: review.quoted.filter(|quoted| *quoted != review.total).map(MoneyView::from),
            limit: review.limit.map(|(limit, left)| LimitLeftView { limit, left: left.into() }),
        }
    }
}

/// A commitment that the vendor filed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CreateReceiptView {
    /// Its attempt.
    pub attempt: AttemptView,
    /// The reservation as filed.
    pub reservation: ReservationView,
}

impl From<&CreateReceipt> for CreateReceiptView {
    fn from(receipt: &CreateReceipt) -> Self {
        Self { attempt: (&receipt.attempt).into(), reservation: (&receipt.reservation).into() }
    }
}

/// A withdrawal to be reviewed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WithdrawReviewView {
    /// Names this review when it is confirmed; works once.
    pub attempt: String,
    /// Whose it is.
    pub account: AccountView,
    /// What is withdrawn, as the vendor tells now. Its number is to be typed.
    pub reservation: ReservationView,
}

impl From<&WithdrawReview> for WithdrawReviewView {
    fn from(review: &WithdrawReview) -> Self {
        Self {
            attempt: review.attempt.to_string(),
            account: (&review.account).into(),
            reservation: (&review.reservation).into(),
        }
    }
}

/// A withdrawal that the vendor confirmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WithdrawReceiptView {
    /// Its attempt.
    pub attempt: AttemptView,
    /// The reservation as it was.
    pub reservation: ReservationView,
}

impl From<&WithdrawReceipt> for WithdrawReceiptView {
    fn from(receipt: &WithdrawReceipt) -> Self {
        Self { attempt: (&receipt.attempt).into(), reservation: (&receipt.reservation).into() }
    }
}
