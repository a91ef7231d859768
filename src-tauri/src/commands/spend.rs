//! Commands that can change something at a vendor. What spends comes in pairs: begin shows, confirm acts.

use std::sync::Arc;

use berth_core::desk::{ConfirmPurchase, Evidence, Reserve};
use berth_core::error::{Code, Failure};
use berth_core::launch::Renewal;
use berth_core::policy::Reason;
use berth_core::quote::{QuoteId, Term};
use berth_core::reason::{ReasonDraft, ReasonError};
use berth_core::say;
use berth_ipc::change::{ChangeReceiptView, ConfigureView, ConfirmRenewRequest, LaunchRequest, RenewReviewView};
use berth_ipc::commitment::{
    CreateReceiptView, CreateRequest, CreateReviewView, WithdrawReceiptView, WithdrawReviewView,
};
use berth_ipc::request::{ConfirmCancelRequest, ConfirmPurchaseRequest, ReasonRequest, ReserveRequest, SettleRequest};
use berth_ipc::view::{CancelReceiptView, CancelReviewView, PurchaseReceiptView, PurchaseReviewView, ReserveView};

use super::{account_id, attempt_id, policy_id, Shared};
use crate::reply::{explain, malformed, Reply};

#[tauri::command]
pub(crate) async fn reserve_window(app: Shared<'_>, request: ReserveRequest) -> Reply<ReserveView> {
    let account = account_id(&request.account)?;
    let draft_id = request.draft_id.parse().map_err(|_| malformed("draft"))?;
    let desk = &app.desk().await.map_err(explain)?.desk;
    let draft = request.draft.into();
    let reserve = desk.reserve(account, draft_id, &draft).await.map_err(explain)?;
    // What was reserved is told whether or not its base can be set against others.
    let portfolio = match &reserve {
        Reserve::Priced { account, .. } => desk.portfolio(account.realm()).await.unwrap_or_default(),
        _ => Arc::default(),
    };
    Ok(ReserveView::new(reserve, portfolio.bases(), &draft, desk.now()))
}

#[tauri::command]
pub(crate) async fn begin_purchase(app: Shared<'_>, account: &str, policy: &str) -> Reply<PurchaseReviewView> {
    let (account, policy) = (account_id(account)?, policy_id(policy)?);
    let desk = &app.desk().await.map_err(explain)?.desk;
    let review = desk.begin_purchase(account, &policy).await.map_err(explain)?;
    let portfolio = desk.portfolio(review.account.realm()).await.map_err(explain)?;
    Ok(PurchaseReviewView::new(&review, portfolio.bases(), desk.now()))
}

/// MONEY: the request names a review; what is bought, and for how much, is what that review froze.
#[tauri::command]
pub(crate) async fn confirm_purchase(app: Shared<'_>, request: ConfirmPurchaseRequest) -> Reply<PurchaseReceiptView> {
    let attempt = attempt_id(&request.attempt)?;
    let desk = &app.desk().await.map_err(explain)?.desk;
    let confirm = ConfirmPurchase { attempt, typed_id: request.typed_id, reason: reason(request.reason)? };
    let receipt = desk.confirm_purchase(confirm).await.map_err(explain)?;
    Ok(PurchaseReceiptView::new(&receipt, desk.now()))
}

fn reason(request: ReasonRequest) -> Reply<Reason> {
    let ReasonRequest { owner, ticket, purpose } = request;
    let draft =
        ReasonDraft { owner: Some(owner), ticket: Some(ticket), purpose: Some(purpose), ..ReasonDraft::default() };
    let unfit = |complaints: Vec<ReasonError>| {
        let whys: Vec<_> = complaints.iter().map(|one| format!("{}: {one}", one.part.name())).collect();
        explain(Failure::new(
            Code::InvalidInput,
            say!("{whys} Nothing was sent. Open the review again.", whys = whys.join(" ")),
        ))
    };
    Ok(draft.check().map_err(unfit)?.words())
}

#[tauri::command]
pub(crate) async fn begin_cancel(app: Shared<'_>, account: &str, policy: &str) -> Reply<CancelReviewView> {
    let (account, policy) = (account_id(account)?, policy_id(policy)?);
    let desk = &app.desk().await.map_err(explain)?.desk;
    let review = desk.begin_cancel(account, &policy).await.map_err(explain)?;
    Ok(CancelReviewView::new(&review, desk.now()))
}

#[tauri::command]
pub(crate) async fn confirm_cancel(app: Shared<'_>, request: ConfirmCancelRequest) -> Reply<CancelReceiptView> {
    let attempt = attempt_id(&request.attempt)?;
    let desk = &app.desk().await.map_err(explain)?.desk;
    let receipt = desk.confirm_cancel(attempt, &request.typed_id).await.map_err(explain)?;
    Ok(CancelReceiptView::new(&receipt, desk.now()))
}

#[tauri::command]
pub(crate) async fn begin_configure(
    app: Shared<'_>,
    account: &str,
    policy: &str,
    launch: LaunchRequest,
) -> Reply<ConfigureView> {
    let (account, policy) = (account_id(account)?, policy_id(policy)?);
    let desk = &app.desk().await.map_err(explain)?.desk;
    let configure = desk.begin_configure(account, &policy, &launch.into()).await.map_err(explain)?;
    Ok(ConfigureView::new(configure, desk.now()))
}

#[tauri::command]
pub(crate) async fn confirm_configure(app: Shared<'_>, attempt: &str) -> Reply<ChangeReceiptView> {
    let attempt = attempt_id(attempt)?;
    let desk = &app.desk().await.map_err(explain)?.desk;
    let receipt = desk.confirm_configure(attempt).await.map_err(explain)?;
    Ok(ChangeReceiptView::new(&receipt, desk.now()))
}

#[tauri::command]
pub(crate) async fn begin_renew(
    app: Shared<'_>,
    account: &str,
    policy: &str,
    renewal: Renewal,
) -> Reply<RenewReviewView> {
    let (account, policy) = (account_id(account)?, policy_id(policy)?);
    let desk = &app.desk().await.map_err(explain)?.desk;
    let review = desk.begin_renew(account, &policy, renewal).await.map_err(explain)?;
    Ok(RenewReviewView::new(&review, desk.now()))
}

/// MONEY: turning it on is a purchase that repeats; the request names the review, never a price or a frequency.
#[tauri::command]
pub(crate) async fn confirm_renew(app: Shared<'_>, request: ConfirmRenewRequest) -> Reply<ChangeReceiptView> {
    let attempt = attempt_id(&request.attempt)?;
    let desk = &app.desk().await.map_err(explain)?.desk;
    let receipt = desk.confirm_renew(attempt, &request.typed_id).await.map_err(explain)?;
    Ok(ChangeReceiptView::new(&receipt, desk.now()))
}

#[tauri::command]
pub(crate) async fn begin_create(app: Shared<'_>, request: CreateRequest) -> Reply<CreateReviewView> {
    let account = account_id(&request.account)?;
    let quote = QuoteId(request.quote.parse().map_err(|_| malformed("quote"))?);
    let term = Term::of_months(request.months).ok_or_else(|| malformed("term: 12 or 36 months"))?;
    let desk = &app.desk().await.map_err(explain)?.desk;
    let review = desk.begin_create(account, quote, term, &request.name).await.map_err(explain)?;
    Ok(CreateReviewView::from(&review))
}

/// MONEY: the request names a review; what is committed to, and for how much, is what that review froze.
#[tauri::command]
pub(crate) async fn confirm_create(app: Shared<'_>, attempt: &str, typed_name: &str) -> Reply<CreateReceiptView> {
    let attempt = attempt_id(attempt)?;
    let desk = &app.desk().await.map_err(explain)?.desk;
    let receipt = desk.confirm_create(attempt, typed_name).await.map_err(explain)?;
    Ok(CreateReceiptView::from(&receipt))
}

#[tauri::command]
pub(crate) async fn begin_withdraw(app: Shared<'_>, account: &str, reservation: &str) -> Reply<WithdrawReviewView> {
    let account = account_id(account)?;
    let reservation = reservation.parse().map_err(|_| malformed("reservation"))?;
    let desk = &app.desk().await.map_err(explain)?.desk;
    let review = desk.begin_withdraw(account, reservation).await.map_err(explain)?;
    Ok(WithdrawReviewView::from(&review))
}

#[tauri::command]
pub(crate) async fn confirm_withdraw(app: Shared<'_>, attempt: &str, typed_number: &str) -> Reply<WithdrawReceiptView> {
    let attempt = attempt_id(attempt)?;
    let desk = &app.desk().await.map_err(explain)?.desk;
    let receipt = desk.confirm_withdraw(attempt, typed_number).await.map_err(explain)?;
    Ok(WithdrawReceiptView::from(&receipt))
}

#[tauri::command]
pub(crate) async fn drop_review(app: Shared<'_>, attempt: &str) -> Reply<()> {
    let attempt = attempt_id(attempt)?;
    app.desk().await.map_err(explain)?.desk.drop_review(attempt);
    Ok(())
}

#[tauri::command]
pub(crate) async fn settle_attempt(app: Shared<'_>, request: SettleRequest) -> Reply<()> {
    let attempt = attempt_id(&request.attempt)?;
    let policy = request.policy.as_deref().map(policy_id).transpose()?;
    let evidence = Evidence { attempt, verdict: request.verdict, note: request.note, policy };
    app.desk().await.map_err(explain)?.desk.settle(evidence).await.map_err(explain)
}
