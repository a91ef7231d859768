//! The commands, by risk. Ten lines at most each: parse, call one use case, map the failure.

mod accounts;
mod ledger;
pub(crate) mod look;
mod spend;

use berth_core::account::AccountId;
use berth_core::attempt::AttemptId;
use berth_core::policy::{PolicyId, PolicyIdError};
use tauri::ipc::Invoke;
use tauri::Runtime;

use crate::app::App;
use crate::reply::{malformed, Reply};

/// Every command the page may call; the same list as `berth_ipc::command::COMMANDS` and the permission files, by test.
pub(crate) fn handler<R: Runtime>() -> impl Fn(Invoke<R>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        look::show_desk,
        look::show_wall,
        look::show_timeline,
        look::list_found,
        look::list_facets,
        look::sum_policies,
        look::last_like,
        look::show_policy,
        look::show_activity,
        look::show_savings,
        look::show_saved_rows,
        look::check_draft,
        look::draft_like,
        look::shift_draft,
        look::known_launch,
        look::check_launch,
        look::known_regions,
        look::list_regions,
        look::known_reservable,
        look::list_reservable,
        look::known_reservations,
        look::list_reservations,
        look::price_reservation,
        look::list_projects,
        look::list_catalogue,
        look::cost_totals,
        look::abort_read,
        look::compare_offers,
        look::weigh_cancel,
        look::annotate_policies,
        look::track_policy,
        look::follow_events,
        look::answer_words,
        look::show_notifications,
        look::save_notifications,
        look::test_notification,
        look::open_folder,
        look::read_settings,
        look::save_settings,
        look::reset_settings,
        look::keep_page,
        look::kept_page,
        look::keep_painting,
        look::show_about,
        look::verify_activity,
        look::close_window,
        spend::reserve_window,
        spend::begin_purchase,
        spend::confirm_purchase,
        spend::begin_cancel,
        spend::confirm_cancel,
        spend::begin_configure,
        spend::confirm_configure,
        spend::begin_renew,
        spend::confirm_renew,
        spend::begin_create,
        spend::confirm_create,
        spend::begin_withdraw,
        spend::confirm_withdraw,
        spend::drop_review,
        spend::settle_attempt,
        accounts::connect_account,
        accounts::test_account,
        accounts::change_account,
        accounts::replace_credentials,
        accounts::forget_account,
        accounts::set_safe_mode,
        accounts::set_partly_documented,
        accounts::set_limits,
        ledger::export_activity,
        ledger::back_up_ledger,
        ledger::examine_backup,
        ledger::restore_backup,
        ledger::import_policies,
    ]
}

/// What every command gets.
type Shared<'a> = tauri::State<'a, App>;

fn account_id(text: &str) -> Reply<AccountId> {
    text.parse().map_err(|_| malformed("account"))
}

fn attempt_id(text: &str) -> Reply<AttemptId> {
    text.parse().map_err(|_| malformed("request"))
}

fn policy_id(text: &str) -> Reply<PolicyId> {
    PolicyId::parse(text).map_err(|PolicyIdError| {
        crate::reply::explain(berth_core::error::Failure::new(
            berth_core::error::Code::InvalidInput,
            berth_core::say!(
                "This cannot be a policy's id: one is made of letters, digits, - and _, such as sc_830349911839. Nothing was sent."
            ),
        ))
    })
}
