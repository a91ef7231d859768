//! Notifications and the tray: what the user wants told, what the desktop offers, and what reaches the page by itself.

use berth_core::account::Realm;
use berth_core::agenda::Notice;
use berth_core::portfolio::Card;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::said::SaidView;

/// What is told, and whether anybody takes it.
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own in the settings")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NotificationsView {
    /// A free-cancel window closes in five minutes.
    pub free_five: bool,
    /// It closes in two.
    pub free_two: bool,
    /// A bought window begins.
    pub start: bool,
    /// It ends.
    pub end: bool,
    /// A policy renews by itself within a day.
    pub renewal: bool,
    /// A request is in doubt.
    pub doubt: bool,
    /// Whether Berth is to have an entry in the tray.
    pub tray: bool,
    /// Whether closing the window is to leave the program in the tray.
    pub keep_running: bool,
    /// The name of what shows notifications on this desktop; `null` where nothing does.
    pub service: Option<String>,
    /// Whether the tray's entry is shown.
    #[ts(type = "TrayState")]
    pub tray_state: TrayState,
}

/// Whether the tray's entry is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TrayState {
    /// The user does not want one.
    Off,
    /// It is.
    Shown,
    /// This desktop has no tray, or none yet.
    Absent,
}

/// What is to be told from now on.
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own in the settings")]
#[derive(Clone, Copy, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "as in the view")]
pub struct NotificationsRequest {
    pub free_five: bool,
    pub free_two: bool,
    pub start: bool,
    pub end: bool,
    pub renewal: bool,
    pub doubt: bool,
    pub tray: bool,
    pub keep_running: bool,
}

/// `berth:open`: the details of this policy are asked for, outside the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OpenEvent {
    /// The realm it belongs to.
    #[ts(type = "Realm")]
    pub realm: Realm,
    /// Whose.
    pub account: String,
    /// Its id.
    pub policy: String,
}

impl OpenEvent {
    /// Of a card, if it is a policy's.
    pub fn of(realm: Realm, card: &Card<'_>) -> Option<Self> {
        let record = card.record()?;
        Some(Self { realm, account: record.account.to_string(), policy: record.policy.id.to_string() })
    }

    /// Of a notification, if it is about one policy.
    pub fn of_notice(notice: &Notice) -> Option<Self> {
        let (account, policy) = notice.opens.as_ref()?;
        Some(Self { realm: notice.realm, account: account.to_string(), policy: policy.to_string() })
    }
}

/// `berth:told`: what would be a notification, were the window not in front.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TellEvent {
    /// The headline.
    pub title: SaidView,
    /// The rest.
    pub body: SaidView,
    /// If it tells that a policy can still be cancelled for nothing: which, and for how long at most.
    pub closing: Option<ClosingView>,
}

impl TellEvent {
    /// Of a notification.
    pub fn of(notice: &Notice) -> Self {
        let closing = notice.kind.and_then(|kind| {
            let (opens, within) = OpenEvent::of_notice(notice).zip(kind.closes_within())?;
            Some(ClosingView { opens, seconds: u32::try_from(within.as_secs()).ok()? })
        });
        Self { title: (&notice.title).into(), body: (&notice.body).into(), closing }
    }
}

/// A free-cancel window that is about to close.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ClosingView {
    /// The policy.
    pub opens: OpenEvent,
    /// For how long it is open at most.
    pub seconds: u32,
}

/// `berth:say`: what is to be said outside the page, for which the page has the words. It answers by `answer_words`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SayEvent {
    /// Under which number it is answered.
    pub number: u32,
    /// The sentences, in the order of the answer.
    pub said: Vec<SaidView>,
}
