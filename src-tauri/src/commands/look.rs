//! Commands that look, or change what only this machine knows.

mod settings;

use std::collections::BTreeSet;

use berth_core::account::{Account, AccountId, Realm, Vendor};
use berth_core::catalogue::Month;
use berth_core::desk::{Overview, PolicyDetail};
use berth_core::draft::Draft;
use berth_core::error::Failure;
use berth_core::launch::LaunchDraft;
use berth_core::money::decimal;
use berth_core::portfolio::{Group, Portfolio};
use berth_core::ports::{ActivityQuery, Clock as _};
use berth_core::quote::{Basket, BasketLine, Region, Reservable};
use berth_core::reservation::Listing;
use berth_core::savings::by_use;
use berth_core::timeline::{Reserved, Timeline};
use berth_core::wall::{Chosen, Facets};
use berth_ipc::annotation::{AnnotateRequest, AnnotatedView};
use berth_ipc::catalogue::{CatalogueView, CostTotalsView, ProjectView};
use berth_ipc::change::{LaunchErrorView, LaunchRequest};
use berth_ipc::compare::{Asked, CompareRequest, CompareView};
use berth_ipc::listing::{AnsweredView, ListingView};
use berth_ipc::request::{BasketRequest, DraftRequest, OwnFolder, PaintingRequest};
use berth_ipc::said::SaidView;
use berth_ipc::savings::{SavedRowsRequest, SavedRowsView, SavingsRequest, SavingsView};
use berth_ipc::telling::{NotificationsRequest, NotificationsView};
use berth_ipc::timeline::{TimelineRequest, TimelineView};
use berth_ipc::view::{
    AccountView, ActivityPageView, AttemptView, DeskView, DraftCheckView, EntryView, IntegrityView, PolicyDetailView,
    PolicyView, QuoteView, RealmView, RegionView, ReservableView, TotalsView, WorthView,
};
use berth_ipc::wall::{self, ChosenView, FacetsView, FoundView, GroupCountView, PolicyRef, WallRequest, WallView};
use berth_local::answers::{Answered, Question};
use berth_local::cache;
use berth_local::settings::Notifications;
use jiff::Timestamp;
use serde::Serialize;

pub(crate) use settings::*;

use super::{account_id, attempt_id, policy_id, Shared};
use crate::app::{self, App, Open};
use crate::clock::SystemClock;
use crate::folders;
use crate::painting;
use crate::reply::{explain, malformed, Reply};
use crate::telling;
use crate::window;

/// Bytes of what was typed and not sent at most.
const LONGEST_PAGE: u64 = 256 << 10;

/// Policies that ask for a look, of which the page knows all it has to show in every view. More are on the wall.
const URGENT: usize = 200;

#[tauri::command]
pub(crate) async fn show_desk(
    app: Shared<'_>,
    realm: Option<Realm>,
    wall: Option<WallRequest>,
    watch: Vec<PolicyRef>,
) -> Reply<DeskView> {
    desk_view(&app, realm, wall.unwrap_or_default(), &watch).await
}

/// The desk of a realm, or of the one that was shown last.
pub(crate) async fn desk_view(
    app: &App,
    realm: Option<Realm>,
    wall: WallRequest,
    watch: &[PolicyRef],
) -> Reply<DeskView> {
    let realm = realm.unwrap_or(app.settings().realm);
    let query = wall.query().map_err(malformed)?;
    let watch: Vec<_> = watch.iter().filter_map(PolicyRef::parse).collect();
    let Open { desk, notice, .. } = app.desk_again().await.map_err(explain)?;
    let Overview { realms, portfolio, standing } = desk.overview(realm).await.map_err(explain)?;
    let read_only = desk.read_only_because().await.map_err(explain)?;
    let now = standing.at;
    // The page asks again whenever something changed.
    app.telling().look_again();
    let urgent =
        [Group::Doubt, Group::Underway, Group::Attention].into_iter().flat_map(|group| standing.of_group(group));
    let watched = watch.iter().map(|(account, id)| (*account, id.as_str())).collect();
    let mut known: BTreeSet<u32> = urgent.take(URGENT).collect();
    known.extend(portfolio.cards_of(&watched).map(|(number, _)| number));
    let policies = known.into_iter().filter_map(|number| portfolio.card(number));
    let found = standing.find(&portfolio, &query);
    Ok(painting::sealed(DeskView {
        realm,
        realms: realms.iter().map(RealmView::from).collect(),
        now: desk.now().to_string(),
        accounts: portfolio.accounts().iter().map(AccountView::from).collect(),
        total: portfolio.len(),
        groups: standing.counts().into_iter().map(|(group, count)| GroupCountView { group, count }).collect(),
        wall: WallView::new(&portfolio, &standing, &found, 0, WallView::PAGE, now),
        policies: policies.filter_map(|card| wall::policy_view(&portfolio, &card, now)).collect(),
        unfinished: standing.unfinished.iter().map(|(account, count)| (account.to_string(), *count)).collect(),
        free_until: standing.free_until.iter().map(|(currency, at)| (currency.to_string(), at.to_string())).collect(),
        until: standing.until.map(|until| until.to_string()),
        loose: portfolio.loose().map(AttemptView::from).collect(),
        totals: by_use(&standing.totals, |totals| totals.policies).into_iter().map(TotalsView::from).collect(),
        quotes: portfolio.quotes().iter().map(|quote| QuoteView::from(quote).among(portfolio.bases(), quote)).collect(),
        read_only: read_only.map(|reason| (&app::read_only(&reason)).into()),
        notice: notice.as_ref().map(SaidView::from),
        fingerprint: String::new(),
    }))
}

#[tauri::command]
pub(crate) async fn show_wall(
    app: Shared<'_>,
    realm: Realm,
    wall: WallRequest,
    first: u32,
    count: u32,
) -> Reply<WallView> {
    let query = wall.query().map_err(malformed)?;
    let desk = &app.desk().await.map_err(explain)?.desk;
    let Overview { portfolio, standing, .. } = desk.overview(realm).await.map_err(explain)?;
    let found = standing.find(&portfolio, &query);
    Ok(WallView::new(&portfolio, &standing, &found, first, count, standing.at))
}

#[tauri::command]
pub(crate) async fn show_timeline(app: Shared<'_>, request: TimelineRequest) -> Reply<TimelineView> {
    let range = request.range().map_err(malformed)?;
    let TimelineRequest { realm, wall, first, count, .. } = request;
    let query = Timeline::query(wall.query().map_err(malformed)?);
    let desk = &app.desk().await.map_err(explain)?.desk;
    let Overview { portfolio, standing, .. } = desk.overview(realm).await.map_err(explain)?;
    let found = standing.find(&portfolio, &query);
    let now = desk.now();
    let timeline = Timeline::new(&portfolio, &standing, &found, known_reserved(&app, &portfolio), &query, range, now);
    Ok(TimelineView::new(&portfolio, &standing, &timeline, first, count, now))
}

/// What the accounts of a portfolio have reserved at Gcore, as it was read last.
fn known_reserved(app: &App, portfolio: &Portfolio) -> Vec<Reserved> {
    let own = |account: &&Account| account.vendor == Vendor::Gcore && account.forgotten_at.is_none();
    let rows = |account: &Account| {
        let known = app.answers().recall::<Listing>(account.id, Question::Reservations);
        known.map_or_else(Vec::new, |known| Reserved::all(account.id, &known.answer))
    };
    portfolio.accounts().iter().filter(own).flat_map(rows).collect()
}

#[tauri::command]
pub(crate) async fn list_found(app: Shared<'_>, realm: Realm, wall: WallRequest) -> Reply<FoundView> {
    let query = wall.query().map_err(malformed)?;
    let desk = &app.desk().await.map_err(explain)?.desk;
    let Overview { portfolio, standing, .. } = desk.overview(realm).await.map_err(explain)?;
    Ok(FoundView::new(&portfolio, &standing.find(&portfolio, &query)))
}

#[tauri::command]
pub(crate) async fn list_facets(app: Shared<'_>, realm: Realm) -> Reply<FacetsView> {
    let desk = &app.desk().await.map_err(explain)?.desk;
    let portfolio = desk.portfolio(realm).await.map_err(explain)?;
    Ok(FacetsView::new(&Facets::new(&portfolio), portfolio.accounts()))
}

#[tauri::command]
pub(crate) async fn sum_policies(app: Shared<'_>, realm: Realm, policies: Vec<PolicyRef>) -> Reply<ChosenView> {
    let wanted: Vec<_> = policies.iter().filter_map(PolicyRef::parse).collect();
    let desk = &app.desk().await.map_err(explain)?.desk;
    let portfolio = desk.portfolio(realm).await.map_err(explain)?;
    Ok(ChosenView::from(&Chosen::new(&portfolio, &wanted)))
}

/// The policy that was made last before this one, of the same instance in the same place.
#[tauri::command]
pub(crate) async fn last_like(app: Shared<'_>, account: &str, policy: &str) -> Reply<Option<PolicyView>> {
    let (account, policy) = (account_id(account)?, policy_id(policy)?);
    let desk = &app.desk().await.map_err(explain)?.desk;
    let portfolio = desk.portfolio_of(account).await.map_err(explain)?;
    let last = portfolio.last_like(account, &policy);
    Ok(last.and_then(|card| wall::policy_view(&portfolio, &card, desk.now())))
}

#[tauri::command]
pub(crate) async fn show_policy(app: Shared<'_>, account: &str, policy: &str) -> Reply<PolicyDetailView> {
    let (account, policy) = (account_id(account)?, policy_id(policy)?);
    let desk = &app.desk().await.map_err(explain)?.desk;
    let PolicyDetail { account, record, open, activity } =
        desk.policy_detail(account, &policy).await.map_err(explain)?;
    let portfolio = desk.portfolio(account.realm()).await.map_err(explain)?;
    let view = PolicyView::new(&account, &record, open.as_ref(), desk.now());
    Ok(PolicyDetailView {
        policy: view.among(portfolio.bases(), &account, &record),
        activity: activity.iter().map(EntryView::from).collect(),
    })
}

#[tauri::command]
pub(crate) async fn show_savings(app: Shared<'_>, request: SavingsRequest) -> Reply<SavingsView> {
    let desk = &app.desk().await.map_err(explain)?.desk;
    let portfolio = desk.portfolio(request.realm).await.map_err(explain)?;
    Ok(SavingsView::new(request, portfolio.accounts(), portfolio.policies(), desk.now()))
}

#[tauri::command]
pub(crate) async fn show_saved_rows(app: Shared<'_>, request: SavedRowsRequest) -> Reply<SavedRowsView> {
    let desk = &app.desk().await.map_err(explain)?.desk;
    let portfolio = desk.portfolio(request.realm).await.map_err(explain)?;
    SavedRowsView::new(&request, portfolio.accounts(), portfolio.policies(), desk.now()).map_err(malformed)
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
    let portfolio = desk.portfolio(realm).await.map_err(explain)?;
    Ok(ActivityPageView::new(&found, &portfolio))
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

/// What was answered last, whichever run asked.
#[tauri::command]
pub(crate) async fn known_regions(app: Shared<'_>, account: &str) -> Reply<Option<AnsweredView<RegionView>>> {
    let known = app.answers().recall::<Vec<Region>>(account_id(account)?, Question::Regions);
    Ok(known.map(|known| AnsweredView::new(known.read_at, &known.answer)))
}

#[tauri::command]
pub(crate) async fn list_regions(app: Shared<'_>, account: &str, read: &str) -> Reply<AnsweredView<RegionView>> {
    let account = account_id(account)?;
    let desk = &app.desk().await.map_err(explain)?.desk;
    let regions = app.reads().run(read, desk.regions(account)).await.map_err(explain)?;
    let answered = keep(&app, account, Question::Regions, desk.now(), regions);
    Ok(AnsweredView::new(answered.read_at, &answered.answer))
}

#[tauri::command]
pub(crate) async fn known_reservable(
    app: Shared<'_>,
    account: &str,
    region: &str,
) -> Reply<Option<AnsweredView<ReservableView>>> {
    let (account, region) = (account_id(account)?, region_number(region)?);
    let known = app.answers().recall::<Vec<Reservable>>(account, Question::Reservable(region));
    let Some(Answered { read_at, answer }) = known else { return Ok(None) };
    app.desk().await.map_err(explain)?.desk.note_shapes(account, region, &answer);
    Ok(Some(AnsweredView::new(read_at, &answer)))
}

#[tauri::command]
pub(crate) async fn list_reservable(
    app: Shared<'_>,
    account: &str,
    region: &str,
    read: &str,
) -> Reply<AnsweredView<ReservableView>> {
    let (account, region) = (account_id(account)?, region_number(region)?);
    let desk = &app.desk().await.map_err(explain)?.desk;
    let reservable = app.reads().run(read, desk.reservable(account, region)).await.map_err(explain)?;
    let answered = keep(&app, account, Question::Reservable(region), desk.now(), reservable);
    Ok(AnsweredView::new(answered.read_at, &answered.answer))
}

#[tauri::command]
pub(crate) async fn known_reservations(app: Shared<'_>, account: &str) -> Reply<Option<ListingView>> {
    let known = app.answers().recall::<Listing>(account_id(account)?, Question::Reservations);
    Ok(known.map(|known| ListingView::from(&known.answer)))
}

#[tauri::command]
pub(crate) async fn list_reservations(app: Shared<'_>, account: &str, read: &str) -> Reply<ListingView> {
    let account = account_id(account)?;
    let desk = &app.desk().await.map_err(explain)?.desk;
    let listing = app.reads().run(read, desk.list_reservations(account)).await.map_err(explain)?;
    let answered = keep(&app, account, Question::Reservations, listing.read_at, listing);
    Ok(ListingView::from(&answered.answer))
}

/// Keeps what a vendor answered, for a start without a connection. Without room on the disk it is shown all the same.
fn keep<T: Serialize>(app: &App, account: AccountId, question: Question, read_at: Timestamp, answer: T) -> Answered<T> {
    let answered = Answered { read_at, answer };
    if let Err(error) = app.answers().keep(account, question, &answered) {
        tracing::warn!(%error, ?question, "what a vendor answered was not kept");
    }
    answered
}

#[tauri::command]
pub(crate) async fn price_reservation(app: Shared<'_>, request: BasketRequest, read: &str) -> Reply<QuoteView> {
    let account = account_id(&request.account)?;
    let basket = basket(request)?;
    let desk = &app.desk().await.map_err(explain)?.desk;
    let quote = app.reads().run(read, desk.price(account, basket)).await.map_err(explain)?;
    // From here on it cannot be stopped, so that a quote that the page was told of is one that is kept.
    desk.keep_quote(&quote).await.map_err(explain)?;
    Ok(QuoteView::from(&quote))
}

#[tauri::command]
pub(crate) async fn list_projects(app: Shared<'_>, account: &str, read: &str) -> Reply<AnsweredView<ProjectView>> {
    let account = account_id(account)?;
    let desk = &app.desk().await.map_err(explain)?.desk;
    let projects = app.reads().run(read, desk.projects(account)).await.map_err(explain)?;
    Ok(AnsweredView::new(desk.now(), &projects))
}

#[tauri::command]
pub(crate) async fn list_catalogue(
    app: Shared<'_>,
    account: &str,
    region: &str,
    project: Option<&str>,
    read: &str,
) -> Reply<CatalogueView> {
    let (account, region) = (account_id(account)?, region_number(region)?);
    let project = project.map(str::parse).transpose().map_err(|_| malformed("project"))?;
    let desk = &app.desk().await.map_err(explain)?.desk;
    let found = app.reads().run(read, desk.catalogue(account, region, project)).await.map_err(explain)?;
    Ok(CatalogueView::from(&found))
}

#[tauri::command]
pub(crate) async fn cost_totals(app: Shared<'_>, account: &str, month: &str, read: &str) -> Reply<CostTotalsView> {
    let account = account_id(account)?;
    let month: Month = month.parse().map_err(|_| malformed("month"))?;
    let desk = &app.desk().await.map_err(explain)?.desk;
    let totals = app.reads().run(read, desk.cost_totals(account, month)).await.map_err(explain)?;
    Ok(CostTotalsView::new(desk.now(), month, &totals))
}

#[tauri::command]
pub(crate) async fn abort_read(app: Shared<'_>, read: &str) -> Reply<()> {
    app.reads().stop(read);
    Ok(())
}

fn region_number(text: &str) -> Reply<i64> {
    text.parse().map_err(|_| malformed("region"))
}

fn basket(request: BasketRequest) -> Reply<Basket> {
    let region = region_number(&request.region)?;
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
pub(crate) async fn weigh_cancel(app: Shared<'_>, attempt: &str, hours: &str) -> Reply<Option<WorthView>> {
    let hours = decimal(hours).map_err(|_| malformed("hours: a plain number is needed"))?;
    let desk = &app.desk().await.map_err(explain)?.desk;
    let worth = desk.weigh_cancel(attempt_id(attempt)?, hours).map_err(explain)?;
    Ok(worth.map(WorthView::from))
}

#[tauri::command]
pub(crate) async fn annotate_policies(app: Shared<'_>, request: AnnotateRequest) -> Reply<AnnotatedView> {
    let (policies, draft) = request.split();
    let key = |key: PolicyRef| Ok((account_id(&key.account)?, policy_id(&key.policy)?));
    let policies = policies.into_iter().map(key).collect::<Reply<Vec<_>>>()?;
    let desk = &app.desk().await.map_err(explain)?.desk;
    desk.annotate(&policies, &draft).await.map(AnnotatedView::from).map_err(explain)
}

#[tauri::command]
pub(crate) async fn track_policy(app: Shared<'_>, account: &str, policy: &str) -> Reply<PolicyView> {
    let (account, policy) = (account_id(account)?, policy_id(policy)?);
    let desk = &app.desk().await.map_err(explain)?.desk;
    desk.track(account, policy.clone()).await.map_err(explain)?;
    let detail = desk.policy_detail(account, &policy).await.map_err(explain)?;
    Ok(PolicyView::new(&detail.account, &detail.record, detail.open.as_ref(), desk.now()))
}

/// The page has shown its cards: from now on there is time to tell what comes.
#[tauri::command]
pub(crate) async fn follow_events<R: tauri::Runtime>(
    handle: tauri::AppHandle<R>,
    to_twelve: bool,
    foreign: bool,
) -> Reply<()> {
    telling::begin(&handle, to_twelve, foreign);
    Ok(())
}

/// The page's words for what `berth:say` asked.
#[tauri::command]
pub(crate) async fn answer_words(app: Shared<'_>, number: u32, texts: Vec<String>) -> Reply<()> {
    app.voice().answer(number, texts);
    Ok(())
}

#[tauri::command]
pub(crate) async fn show_notifications(app: Shared<'_>) -> Reply<NotificationsView> {
    Ok(telling::view(&app).await)
}

#[tauri::command]
pub(crate) async fn save_notifications(
    app: Shared<'_>,
    notifications: NotificationsRequest,
) -> Reply<NotificationsView> {
    let NotificationsRequest { free_five, free_two, start, end, renewal, doubt, tray, keep_running } = notifications;
    let wanted = Notifications { free_five, free_two, start, end, renewal, doubt, tray, keep_running };
    let kept = app.change_settings(|settings| settings.notifications = wanted);
    // It holds until the end, also where the disk did not take it.
    let view = telling::view_after_change(&app).await;
    kept.map_err(explain)?;
    Ok(view)
}

/// Whether the desktop took it.
#[tauri::command]
pub(crate) async fn test_notification<R: tauri::Runtime>(app: Shared<'_>, handle: tauri::AppHandle<R>) -> Reply<bool> {
    Ok(telling::test(&handle, &app).await)
}

/// Whether a program took it.
#[tauri::command]
pub(crate) async fn open_folder<R: tauri::Runtime>(
    app: Shared<'_>,
    handle: tauri::AppHandle<R>,
    folder: OwnFolder,
) -> Reply<bool> {
    let path = match folder {
        OwnFolder::Data => &app.paths().data,
        OwnFolder::Logs => &app.paths().logs,
    };
    Ok(folders::open(&handle, path).await)
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
    let until = painting.until.as_deref().map(str::parse).transpose().map_err(|_| malformed("until"))?;
    let kept = painting::Painting::new(painting, until, SystemClock.now(), &app.settings());
    // Nothing but the speed of the next start hangs on it.
    if let Err(error) = kept.keep(&app.paths().painting) {
        tracing::info!(%error, "the painting was not kept");
    }
    Ok(())
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
