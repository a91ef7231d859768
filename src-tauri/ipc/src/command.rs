//! The commands the page may call: one list, from which the page's types are written and against which the shell's
//! registration and permissions are tested.

/// What a command can do to the user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Risk {
    /// Looks, or changes what only this machine knows.
    Look,
    /// Can change something at a vendor.
    Spend,
    /// Touches accounts and their secrets.
    Accounts,
    /// Takes the ledger out to a file of the user's choosing, or brings one in.
    Ledger,
}

/// A command: its name, its risk, its arguments and its answer as the page's types name them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Command {
    /// Its name.
    pub name: &'static str,
    /// What it can do.
    pub risk: Risk,
    /// Its arguments, in TypeScript.
    pub args: &'static str,
    /// Its answer, in TypeScript.
    pub answer: &'static str,
}

const fn look(name: &'static str, args: &'static str, answer: &'static str) -> Command {
    Command { name, risk: Risk::Look, args, answer }
}

const fn spend(name: &'static str, args: &'static str, answer: &'static str) -> Command {
    Command { name, risk: Risk::Spend, args, answer }
}

const fn accounts(name: &'static str, args: &'static str, answer: &'static str) -> Command {
    Command { name, risk: Risk::Accounts, args, answer }
}

const fn ledger(name: &'static str, args: &'static str, answer: &'static str) -> Command {
    Command { name, risk: Risk::Ledger, args, answer }
}

/// All of them.
pub const COMMANDS: &[Command] = &[
    look("show_desk", "{ realm: Realm | null; wall: WallRequest | null; watch: PolicyRef[] }", "DeskView"),
    look("show_wall", "{ realm: Realm; wall: WallRequest; first: number; count: number }", "WallView"),
    look("show_timeline", "{ request: TimelineRequest }", "TimelineView"),
    look("list_found", "{ realm: Realm; wall: WallRequest }", "FoundView"),
    look("list_facets", "{ realm: Realm }", "FacetsView"),
    look("sum_policies", "{ realm: Realm; policies: PolicyRef[] }", "ChosenView"),
    look("last_like", "{ account: string; policy: string }", "PolicyView | null"),
    look("show_policy", "{ account: string; policy: string }", "PolicyDetailView"),
    look(
        "show_activity",
        "{ realm: Realm; account: string | null; subject: string | null; kind: string | null; before: string | null }",
        "ActivityPageView",
    ),
    look("check_draft", "{ draft: DraftRequest }", "DraftCheckView"),
    look("draft_like", "{ account: string; policy: string }", "DraftRequest"),
    look("shift_draft", "{ draft: DraftRequest; days: number }", "DraftRequest"),
    look("known_launch", "{ account: string; policy: string }", "LaunchRequest"),
    look("check_launch", "{ launch: LaunchRequest }", "LaunchErrorView[]"),
    // What is known of an answer, and the same question asked anew: a read, under a name by which it can be stopped.
    look("known_regions", "{ account: string }", "AnsweredView<RegionView> | null"),
    look("list_regions", "{ account: string; read: string }", "AnsweredView<RegionView>"),
    look("known_reservable", "{ account: string; region: string }", "AnsweredView<ReservableView> | null"),
    look("list_reservable", "{ account: string; region: string; read: string }", "AnsweredView<ReservableView>"),
    look("known_reservations", "{ account: string }", "ListingView | null"),
    look("list_reservations", "{ account: string; read: string }", "ListingView"),
    look("price_reservation", "{ request: BasketRequest; read: string }", "QuoteView"),
    look("list_projects", "{ account: string; read: string }", "AnsweredView<ProjectView>"),
    look(
        "list_catalogue",
        "{ account: string; region: string; project: string | null; read: string }",
        "CatalogueView",
    ),
    look("cost_totals", "{ account: string; month: string; read: string }", "CostTotalsView"),
    look("abort_read", "{ read: string }", "null"),
    look("compare_offers", "{ request: CompareRequest }", "CompareView"),
    look("weigh_cancel", "{ attempt: string; hours: string }", "WorthView | null"),
    look("annotate_policies", "{ request: AnnotateRequest }", "AnnotatedView"),
    look("track_policy", "{ account: string; policy: string }", "PolicyView"),
    look("read_settings", "{}", "SettingsView"),
    look("save_settings", "{ settings: SettingsRequest }", "SettingsView"),
    look("follow_events", "{ toTwelve: boolean; foreign: boolean }", "null"),
    look("answer_words", "{ number: number; texts: string[] }", "null"),
    look("show_notifications", "{}", "NotificationsView"),
    look("save_notifications", "{ notifications: NotificationsRequest }", "NotificationsView"),
    look("test_notification", "{}", "boolean"),
    look("open_folder", "{ folder: OwnFolder }", "boolean"),
    look("reset_settings", "{}", "SettingsView"),
    look("keep_page", "{ state: string }", "null"),
    look("kept_page", "{}", "string | null"),
    look("keep_painting", "{ painting: PaintingRequest }", "null"),
    look("show_about", "{}", "AboutView"),
    look("show_savings", "{ request: SavingsRequest }", "SavingsView"),
    look("show_saved_rows", "{ request: SavedRowsRequest }", "SavedRowsView"),
    look("verify_activity", "{}", "IntegrityView"),
    look("close_window", "{}", "null"),
    spend("reserve_window", "{ request: ReserveRequest }", "ReserveView"),
    spend("begin_purchase", "{ account: string; policy: string }", "PurchaseReviewView"),
    spend("confirm_purchase", "{ request: ConfirmPurchaseRequest }", "PurchaseReceiptView"),
    spend("begin_cancel", "{ account: string; policy: string }", "CancelReviewView"),
    spend("confirm_cancel", "{ request: ConfirmCancelRequest }", "CancelReceiptView"),
    spend("begin_configure", "{ account: string; policy: string; launch: LaunchRequest }", "ConfigureView"),
    spend("confirm_configure", "{ attempt: string }", "ChangeReceiptView"),
    spend("begin_renew", "{ account: string; policy: string; renewal: Renewal }", "RenewReviewView"),
    spend("confirm_renew", "{ request: ConfirmRenewRequest }", "ChangeReceiptView"),
    spend("begin_create", "{ request: CreateRequest }", "CreateReviewView"),
    spend("confirm_create", "{ attempt: string; typedName: string }", "CreateReceiptView"),
    spend("begin_withdraw", "{ account: string; reservation: string }", "WithdrawReviewView"),
    spend("confirm_withdraw", "{ attempt: string; typedNumber: string }", "WithdrawReceiptView"),
    spend("drop_review", "{ attempt: string }", "null"),
    spend("settle_attempt", "{ request: SettleRequest }", "null"),
    accounts("connect_account", "{ request: ConnectRequest }", "AccountView"),
    accounts("test_account", "{ account: string }", "TestView"),
    accounts("change_account", "{ request: ChangeAccountRequest }", "AccountView"),
    accounts("replace_credentials", "{ request: ReplaceCredentialsRequest }", "AccountView"),
    accounts("forget_account", "{ account: string }", "AccountView"),
    accounts("set_safe_mode", "{ account: string; on: boolean }", "AccountView"),
    accounts("set_partly_documented", "{ account: string; on: boolean }", "AccountView"),
    accounts("set_limits", "{ request: LimitsRequest }", "AccountView"),
    ledger("export_activity", "{}", "ExportView | null"),
    ledger("back_up_ledger", "{}", "BackupView | null"),
    ledger("examine_backup", "{}", "ExaminedView | null"),
    ledger("restore_backup", "{ review: string }", "RestoredView"),
    ledger("import_policies", "{ account: string }", "ImportView | null"),
];
