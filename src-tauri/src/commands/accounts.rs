//! Commands that touch accounts and their secrets. A secret comes in and never goes out.

use berth_core::account::{AccountId, Endpoint, EndpointError};
use berth_core::desk::{Changes, Connect, Credentials};
use berth_core::error::{Code, Failure};
use berth_core::guard::Limits;
use berth_core::money::{self, Currency};
use berth_core::said::Said;
use berth_core::say;
use berth_core::secret::SecretError;
use berth_ipc::error::ErrorView;
use berth_ipc::request::{
    ChangeAccountRequest, ConnectRequest, CredentialsRequest, LimitsRequest, ReplaceCredentialsRequest,
};
use berth_ipc::view::{AccountView, TestView};
use rust_decimal::Decimal;

use super::{account_id, Shared};
use crate::app::App;
use crate::reply::{explain, Reply};

#[tauri::command]
pub(crate) async fn connect_account(app: Shared<'_>, request: ConnectRequest) -> Reply<AccountView> {
    let connect = Connect {
        vendor: request.vendor,
        label: request.label,
        colour: request.colour,
        endpoint: endpoint(request.endpoint.as_deref())?,
        credentials: credentials(request.credentials)?,
        keep: request.keep,
        currency: request
            .currency
            .parse::<Currency>()
            .map_err(|_| unusable(say!("A currency is three letters, such as USD or EUR. Nothing was changed.")))?,
        payment: request.payment,
    };
    let account = app.desk().await.map_err(explain)?.desk.connect(connect).await.map_err(explain)?;
    Ok(AccountView::from(&account))
}

#[tauri::command]
pub(crate) async fn test_account(app: Shared<'_>, account: &str) -> Reply<TestView> {
    let account = account_id(account)?;
    let tested = app.desk().await.map_err(explain)?.desk.test(account).await.map_err(explain)?;
    Ok(TestView { account: (&tested.account).into(), message: (&tested.message).into() })
}

#[tauri::command]
pub(crate) async fn change_account(app: Shared<'_>, request: ChangeAccountRequest) -> Reply<AccountView> {
    let account = account_id(&request.account)?;
    let changes = Changes { label: request.label, colour: request.colour, payment: request.payment };
    let account = app.desk().await.map_err(explain)?.desk.change(account, changes).await.map_err(explain)?;
    Ok(AccountView::from(&account))
}

#[tauri::command]
pub(crate) async fn replace_credentials(app: Shared<'_>, request: ReplaceCredentialsRequest) -> Reply<AccountView> {
    let account = account_id(&request.account)?;
    let credentials = credentials(request.credentials)?;
    let desk = &app.desk().await.map_err(explain)?.desk;
    let account = desk.replace(account, credentials, request.keep).await.map_err(explain)?;
    forget_answers(&app, account.id);
    Ok(AccountView::from(&account))
}

#[tauri::command]
pub(crate) async fn forget_account(app: Shared<'_>, account: &str) -> Reply<AccountView> {
    let account = account_id(account)?;
    let account = app.desk().await.map_err(explain)?.desk.forget(account).await.map_err(explain)?;
    forget_answers(&app, account.id);
    Ok(AccountView::from(&account))
}

#[tauri::command]
pub(crate) async fn set_safe_mode(app: Shared<'_>, account: &str, on: bool) -> Reply<AccountView> {
    let account = account_id(account)?;
    let account = app.desk().await.map_err(explain)?.desk.set_safe_mode(account, on).await.map_err(explain)?;
    Ok(AccountView::from(&account))
}

#[tauri::command]
pub(crate) async fn set_partly_documented(app: Shared<'_>, account: &str, on: bool) -> Reply<AccountView> {
    let account = account_id(account)?;
    let desk = &app.desk().await.map_err(explain)?.desk;
    Ok(AccountView::from(&desk.set_partly_documented(account, on).await.map_err(explain)?))
}

#[tauri::command]
pub(crate) async fn set_limits(app: Shared<'_>, request: LimitsRequest) -> Reply<AccountView> {
    let account = account_id(&request.account)?;
    let limits = Limits {
        per_purchase: limit(request.per_purchase.as_deref())?,
        per_day: limit(request.per_day.as_deref())?,
        per_month: limit(request.per_month.as_deref())?,
    };
    let account = app.desk().await.map_err(explain)?.desk.set_limits(account, limits).await.map_err(explain)?;
    Ok(AccountView::from(&account))
}

/// What the vendor told the account before may be another customer's.
fn forget_answers(app: &App, account: AccountId) {
    if let Err(error) = app.answers().forget(account) {
        tracing::warn!(%error, "what a vendor answered an account was not removed");
    }
}

fn endpoint(text: Option<&str>) -> Reply<Endpoint> {
    match text.map(str::trim) {
        None | Some("") => Ok(Endpoint::Vendor),
        Some(text) => text.parse().map(|address| Endpoint::Loopback { address }).map_err(|EndpointError| {
            unusable(say!(
                "A test endpoint is http://127.0.0.1:PORT or http://[::1]:PORT, nothing else. Nothing was changed."
            ))
        }),
    }
}

fn credentials(request: CredentialsRequest) -> Reply<Credentials> {
    Ok(match request {
        CredentialsRequest::Token { token } => Credentials::Token(token.parse().map_err(no_secret)?),
        CredentialsRequest::Password { user, password } => {
            Credentials::Password { user, password: password.parse().map_err(no_secret)? }
        }
    })
}

fn no_secret(error: SecretError) -> ErrorView {
    unusable(match error {
        SecretError::Empty => say!("Nothing was entered. Nothing was changed."),
        SecretError::TooLong => say!("This is longer than any keychain holds. Nothing was changed."),
        SecretError::SeveralLines => say!("A token or password is a single line. Nothing was changed."),
    })
}

fn limit(text: Option<&str>) -> Reply<Option<Decimal>> {
    match text.map(str::trim) {
        None | Some("") => Ok(None),
        Some(text) => money::decimal(text)
            .map(Some)
            .map_err(|_| unusable(say!("A limit is a decimal number, such as 250.00. Nothing was changed."))),
    }
}

fn unusable(message: Said) -> ErrorView {
    explain(Failure::new(Code::InvalidInput, message))
}
