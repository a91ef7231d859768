//! Commands that look, or change what only this machine knows.

use std::path::PathBuf;

use berth_core::account::{AccountId, Realm};
use berth_core::draft::Draft;
use berth_core::error::Failure;
use berth_core::launch::LaunchDraft;
use berth_core::money::decimal;
use berth_core::ports::{ActivityQuery, Clock as _};
use berth_core::quote::{Basket, BasketLine};
use berth_core::reservation::Listing;
use berth_ipc::change::{LaunchErrorView, LaunchRequest};
use berth_ipc::compare::{Asked, CompareRequest, CompareView};
use berth_ipc::listing::ListingView;
use berth_ipc::request::{BasketRequest, DraftRequest, PaintingRequest, SettingsRequest};
use berth_ipc::view::{
    AboutView, AccountView, ActivityPageView, AttemptView, DeskView, DraftCheckView, EntryView, IntegrityView,
    MoneyView, PolicyDetailView, PolicyView, QuoteView, RealmView, RegionView, ReservableView, SettingsView,
    TotalsView,
};
use berth_local::cache;
use berth_local::settings::{Settings, Theme};

use super::{account_id, attempt_id, policy_id, Shared};
use crate::app::{self, App, Open};
use crate::clock::SystemClock;
use crate::painting;
use crate::reply::{explain, malformed, Reply};
use crate::window;

/// Bytes of what was typed and not sent at most.
const LONGEST_PAGE: u64 = 256 << 10;
/// Bytes of a list of reservations that are read back at most.
const LONGEST_LISTING: u64 = 8 << 20;

#[tauri::command]
pub(crate) async fn show_desk(app: Shared<'_>, realm: Option<Realm>) -> Reply<DeskView> {
    desk_view(&app, realm).await
}

/// The desk of a realm, or of the one that was shown last.
pub(crate) async fn desk_view(app: &App, realm: Option<Realm>) -> Reply<DeskView> {
    let realm = realm.unwrap_or(app.settings().realm);
    let Open { desk, notice, .. } = app.desk().await.map_err(explain)?;
    let overview = desk.overview(realm).await.map_err(explain)?;
    let read_only = desk.read_only_because().await.map_err(explain)?;
    let now = desk.now();
    let of = |id| overview.accounts.iter().find(|account| account.id == id);
    let card = |shown: &berth_core::desk::Shown| {
        Some(PolicyView::new(of(shown.record.account)?, &shown.record, shown.open.as_ref(), now))
    };
    Ok(painting::sealed(DeskView {
        realm,
        realms: overview.realms.iter().map(RealmView::from).collect(),
        now: now.to_string(),
        accounts: overview.accounts.iter().map(AccountView::from).collect(),
        policies: overview.policies.iter().filter_map(card).collect(),
        loose: overview.loose.iter().map(AttemptView::from).collect(),
        totals: overview.totals.values().map(TotalsView::from).collect(),
        quotes: overview.quotes.iter().map(QuoteView::from).collect(),
        read_only: read_only.map(|reason| app::read_only(&reason)),
        notice: notice.clone(),
        fingerprint: String::new(),
    }))
}

#[tauri::command]
pub(crate) async fn show_policy(app: Shared<'_>, account: &str, policy: &str) -> Reply<PolicyDetailView> {
    let (account, policy) = (account_id(account)?, policy_id(policy)?);
    let desk = &app.desk().await.map_err(explain)?.desk;
    let detail = desk.policy_detail(account, &policy).await.map_err(explain)?;
    Ok(PolicyDetailView {
        policy: PolicyView::new(&detail.account, &detail.shown.record, detail.shown.open.as_ref(), desk.now()),
        activity: detail.activity.iter().map(EntryView::from).collect(),
    })
}

#[tauri::command]
pub(crate) async fn show_activity(
    app: Shared<'_>,
    realm: Realm,
    account: Option<&str>,
    subject: Option<String>,
    kind: Option<String>,
    before: Option<&str>,
) -> Reply<ActivityPageView> {
    let account = account.map(account_id).transpose()?;
    let before = before.map(str::parse).transpose().map_err(|_| malformed("line"))?;
    let limit = ActivityPageView::LENGTH + 1;
    let desk = &app.desk().await.map_err(explain)?.desk;
    let found =
        desk.activity(&ActivityQuery { realm, account, subject, kind, before, limit }).await.map_err(explain)?;
    Ok(ActivityPageView::new(&found))
}

#[tauri::command]
pub(crate) async fn check_draft(app: Shared<'_>, draft: DraftRequest) -> Reply<DraftCheckView> {
    let desk = &app.desk().await.map_err(explain)?.desk;
    Ok(DraftCheckView::new(&draft.into(), desk.now()))
}

#[tauri::command]
pub(crate) async fn draft_like(app: Shared<'_>, account: &str, policy: &str) -> Reply<DraftRequest> {
    let (account, policy) = (account_id(account)?, policy_id(policy)?);
    let desk = &app.desk().await.map_err(explain)?.desk;
    Ok(desk.draft_like(account, &policy).await.map_err(explain)?.into())
}

#[tauri::command]
pub(crate) async fn shift_draft(draft: DraftRequest, days: i32) -> Reply<DraftRequest> {
    Ok(Draft::from(draft).shifted(days).into())
}

#[tauri::command]
pub(crate) async fn known_launch(app: Shared<'_>, account: &str, policy: &str) -> Reply<LaunchRequest> {
    let (account, policy) = (account_id(account)?, policy_id(policy)?);
    let desk = &app.desk().await.map_err(explain)?.desk;
    Ok(desk.known_launch(account, &policy).await.map_err(explain)?.into())
}

#[tauri::command]
pub(crate) async fn check_launch(launch: LaunchRequest) -> Reply<Vec<LaunchErrorView>> {
    let errors = LaunchDraft::from(launch).check().err().unwrap_or_default();
    Ok(errors.into_iter().map(LaunchErrorView::from).collect())
}

#[tauri::command]
pub(crate) async fn list_regions(app: Shared<'_>, account: &str) -> Reply<Vec<RegionView>> {
    let account = account_id(account)?;
    let desk = &app.desk().await.map_err(explain)?.desk;
    let regions = desk.regions(account).await.map_err(explain)?;
    Ok(regions.iter().map(RegionView::from).collect())
}

#[tauri::command]
pub(crate) async fn list_reservable(app: Shared<'_>, account: &str, region: &str) -> Reply<Vec<ReservableView>> {
    let account = account_id(account)?;
    let region = region.parse().map_err(|_| malformed("region"))?;
    let desk = &app.desk().await.map_err(explain)?.desk;
    let reservable = desk.reservable(account, region).await.map_err(explain)?;
    Ok(reservable.iter().map(ReservableView::from).collect())
}

/// What was read last, whichever run read it.
#[tauri::command]
pub(crate) async fn known_reservations(app: Shared<'_>, account: &str) -> Reply<Option<ListingView>> {
    let kept = cache::read(&listing_of(&app, account_id(account)?), LONGEST_LISTING);
    let listing = kept.and_then(|kept| serde_json::from_slice::<Listing>(&kept).ok());
    Ok(listing.as_ref().map(ListingView::from))
}

#[tauri::command]
pub(crate) async fn list_reservations(app: Shared<'_>, account: &str) -> Reply<ListingView> {
    let account = account_id(account)?;
    let listing = app.desk().await.map_err(explain)?.desk.list_reservations(account).await.map_err(explain)?;
    let kept = serde_json::to_vec(&listing).map_err(std::io::Error::from);
    if let Err(error) = kept.and_then(|bytes| cache::write(&listing_of(&app, account), &bytes)) {
        tracing::warn!(%error, "a list of reservations was not kept");
    }
    Ok(ListingView::from(&listing))
}

/// Where an account's list of reservations is kept.
fn listing_of(app: &App, account: AccountId) -> PathBuf {
    app.paths().listings.join(format!("{account}.json"))
}

#[tauri::command]
pub(crate) async fn price_reservation(app: Shared<'_>, request: BasketRequest) -> Reply<QuoteView> {
    let account = account_id(&request.account)?;
    let basket = basket(request)?;
    let desk = &app.desk().await.map_err(explain)?.desk;
    let quote = desk.price(account, basket).await.map_err(explain)?;
    Ok(QuoteView::from(&quote))
}

fn basket(request: BasketRequest) -> Reply<Basket> {
    let region = request.region.parse().map_err(|_| malformed("region"))?;
    let line = |line: berth_ipc::request::BasketLineRequest| {
        let count = line.count.trim().parse().map_err(|_| malformed("count: a whole number is needed"))?;
        Ok(BasketLine { resource: line.resource.trim().to_owned(), count })
    };
    let lines = request.lines.into_iter().map(line).collect::<Reply<_>>()?;
    Ok(Basket { region, lines, windows_licences: request.windows_licences })
}

#[tauri::command]
pub(crate) async fn compare_offers(app: Shared<'_>, request: CompareRequest) -> Reply<CompareView> {
    let Asked { picks, terms } = request.read().map_err(malformed)?;
    let desk = &app.desk().await.map_err(explain)?.desk;
    let columns = desk.compare(request.realm, &picks).await.map_err(explain)?;
    Ok(CompareView::new(request, &terms, columns, desk.now()))
}

#[tauri::command]
pub(crate) async fn weigh_cancel(app: Shared<'_>, attempt: &str, hours: &str) -> Reply<Option<MoneyView>> {
    let hours = decimal(hours).map_err(|_| malformed("hours: a plain number is needed"))?;
    let desk = &app.desk().await.map_err(explain)?.desk;
    let worth = desk.weigh_cancel(attempt_id(attempt)?, hours).map_err(explain)?;
    Ok(worth.map(MoneyView::from))
}

#[tauri::command]
pub(crate) async fn track_policy(app: Shared<'_>, account: &str, policy: &str) -> Reply<PolicyView> {
    let (account, policy) = (account_id(account)?, policy_id(policy)?);
    let desk = &app.desk().await.map_err(explain)?.desk;
    desk.track(account, policy.clone()).await.map_err(explain)?;
    let detail = desk.policy_detail(account, &policy).await.map_err(explain)?;
    Ok(PolicyView::new(&detail.account, &detail.shown.record, detail.shown.open.as_ref(), desk.now()))
}

#[tauri::command]
pub(crate) async fn read_settings(app: Shared<'_>) -> Reply<SettingsView> {
    Ok(settings_view(&app.settings()))
}

#[tauri::command]
pub(crate) async fn save_settings(app: Shared<'_>, settings: SettingsRequest) -> Reply<SettingsView> {
    let theme = match settings.theme.as_str() {
        "system" => Theme::System,
        "light" => Theme::Light,
        "dark" => Theme::Dark,
        _ => return Err(malformed("theme")),
    };
    let change = |kept: &mut Settings| {
        kept.theme = theme;
        kept.realm = settings.realm;
    };
    app.change_settings(change).map(|settings| settings_view(&settings)).map_err(explain)
}

fn settings_view(settings: &Settings) -> SettingsView {
    let theme = match settings.theme {
        Theme::System => "system",
        Theme::Light => "light",
        Theme::Dark => "dark",
    };
    SettingsView { theme: theme.to_owned(), realm: settings.realm }
}

/// The text is the page's own affair: it is handed back as it came, to a page that checks it.
#[tauri::command]
pub(crate) async fn keep_page(app: Shared<'_>, state: &str) -> Reply<()> {
    if state.len() as u64 > LONGEST_PAGE {
        return Err(malformed("page: too long to be kept"));
    }
    cache::write(&app.paths().page, state.as_bytes()).map_err(|error| explain(Failure::internal(error)))
}

#[tauri::command]
pub(crate) async fn kept_page(app: Shared<'_>) -> Reply<Option<String>> {
    Ok(cache::read(&app.paths().page, LONGEST_PAGE).and_then(|kept| String::from_utf8(kept).ok()))
}

#[tauri::command]
pub(crate) async fn keep_painting(app: Shared<'_>, painting: PaintingRequest) -> Reply<()> {
    let until = painting.until.map(|until| until.parse()).transpose().map_err(|_| malformed("until"))?;
    let kept = painting::Painting::new(painting.of, until, painting.nodes, SystemClock.now());
    // Nothing but the speed of the next start hangs on it.
    if let Err(error) = kept.keep(&app.paths().painting) {
        tracing::info!(%error, "the painting was not kept");
    }
    Ok(())
}

#[tauri::command]
pub(crate) async fn show_about(app: Shared<'_>) -> Reply<AboutView> {
    let paths = app.paths();
    Ok(AboutView {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        ledger: paths.ledger.display().to_string(),
        settings: paths.settings.display().to_string(),
        logs: paths.logs.display().to_string(),
    })
}

#[tauri::command]
pub(crate) async fn verify_activity(app: Shared<'_>) -> Reply<IntegrityView> {
    let open = app.desk().await.map_err(explain)?;
    let integrity = open.desk.integrity().await.map_err(explain)?;
    Ok(IntegrityView::from(&integrity))
}

#[tauri::command]
pub(crate) async fn close_window<R: tauri::Runtime>(handle: tauri::AppHandle<R>) -> Reply<()> {
    window::close_anyway(&handle);
    Ok(())
}
