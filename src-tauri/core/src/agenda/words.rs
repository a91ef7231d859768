//! What notifications and the tray say: every sentence of theirs, from data alone.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::{Coming, Due, Key, Kind, Look, Upcoming};
use crate::account::{AccountId, Realm};
use crate::attempt::Operation;
use crate::plain;
use crate::policy::{PolicyId, PolicyRecord};
use crate::portfolio::Card;

/// More than this at once are told as one.
const AT_ONCE: usize = 3;

/// Characters of a name at most.
const LONGEST_NAME: usize = 60;

/// The clocks that times are told by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clocks {
    /// Where they hang.
    pub zone: TimeZone,
    /// Whether they count the hours of a day to twelve, twice, instead of to twenty-four.
    pub twelve: bool,
}

/// One notification: plain text, without anything secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The realm it is about.
    pub realm: Realm,
    /// Its headline.
    pub title: String,
    /// The rest, in a sentence or two.
    pub body: String,
    /// What happens, if it is about one thing.
    pub kind: Option<Kind>,
    /// The policy that it is about, if it is about one.
    pub opens: Option<(AccountId, PolicyId)>,
    /// What is told by it.
    pub keys: Vec<Key>,
}

/// What a look found, in as few notifications as it takes: what was missed in one, and so is too much at once.
pub fn notices(look: &Look<'_>, realm: Realm, now: Timestamp, clocks: &Clocks) -> Vec<Notice> {
    let (missed, fresh): (Vec<&Due<'_>>, Vec<&Due<'_>>) = look.due.iter().partition(|due| due.missed);
    let mut notices = Vec::new();
    match missed.as_slice() {
        [] => {}
        [one] => notices.push(single(one, realm, now, clocks)),
        many => notices.push(summary(many, realm, "While nobody was looking")),
    }
    if fresh.len() > AT_ONCE {
        notices.push(summary(&fresh, realm, "Several at once"));
    } else {
        notices.extend(fresh.into_iter().map(|due| single(due, realm, now, clocks)));
    }
    notices
}

/// The notification by which the user tries whether any comes.
pub fn sample() -> Notice {
    Notice {
        realm: Realm::Live,
        title: "Berth can notify you".to_owned(),
        body: "This is a test. Nothing happened.".to_owned(),
        kind: None,
        opens: None,
        keys: Vec::new(),
    }
}

fn single(due: &Due<'_>, realm: Realm, now: Timestamp, clocks: &Clocks) -> Notice {
    let name = name(&due.card);
    let of = due.card.record();
    let machines = of.and_then(machines).filter(|machines| *machines != name);
    let machines = machines.map(|machines| format!("{machines}. ")).unwrap_or_default();
    let here = |at: Timestamp| at.checked_sub(due.card.account().skew).unwrap_or(at);
    let window = of.and_then(|record| record.policy.window);
    let end = window.map(|window| here(window.end.at));
    let (title, body) = match due.kind {
        Kind::FreeFive | Kind::FreeTwo => {
            let until = of.and_then(PolicyRecord::free_cancel_until).map_or(now, here);
            let minutes = whole_minutes(until.duration_since(now));
            (
                format!("Less than {minutes} min to cancel {name} for free"),
                format!("Cancelling costs nothing until {}. After that it may.", clock(until, now, clocks)),
            )
        }
        Kind::Start => {
            let until = end.map(|end| format!(" Its window ends at {} ({}).", clock(end, now, clocks), span(end, now)));
            let begun = format!("It began at {}.{}", clock(due.at, now, clocks), until.unwrap_or_default());
            (format!("{name} has started"), begun)
        }
        Kind::End => {
            let renewed = of.is_some_and(|record| record.policy.configuration.auto_renewal == Some(true));
            let successor =
                if renewed { " It was to renew by itself: look up whether it has a successor." } else { "" };
            (format!("{name} has ended"), format!("Its window ended at {}.{successor}", clock(due.at, now, clocks)))
        }
        Kind::Renewal => {
            let end = end.unwrap_or(now);
            (
                format!("{name} renews by itself {}", span(end, now)),
                format!(
                    "At {} the vendor buys a successor, which costs money. Until then auto-renewal can be turned off.",
                    clock(end, now, clocks)
                ),
            )
        }
        Kind::Doubt => {
            let operation = due.card.open().map_or("request", |attempt| noun(attempt.operation));
            (
                format!("In doubt: {operation} of {name}"),
                "Nobody can tell whether it was done. Do not repeat it elsewhere: Berth shows how to find out."
                    .to_owned(),
            )
        }
    };
    let opens = of.map(|record| (record.account, record.policy.id.clone()));
    Notice {
        realm,
        title: marked(realm, &title),
        body: machines + &body,
        kind: Some(due.kind),
        opens,
        keys: vec![due.key.clone()],
    }
}

/// Many events in one notification: how many of each kind, and of which policies the first are.
fn summary(of: &[&Due<'_>], realm: Realm, why: &str) -> Notice {
    let count = |kind| of.iter().filter(|due| due.kind == kind).count();
    let one_or_many = |kind, one: &str, many: &str| match count(kind) {
        0 => None,
        1 => Some(format!("1 {one}")),
        count => Some(format!("{count} {many}")),
    };
    let parts = [
        one_or_many(Kind::Doubt, "request is in doubt", "requests are in doubt"),
        one_or_many(Kind::FreeTwo, "free-cancel window closes within 2 min", "free-cancel windows close within 2 min"),
        one_or_many(Kind::FreeFive, "free-cancel window closes within 5 min", "free-cancel windows close within 5 min"),
        one_or_many(Kind::Renewal, "policy renews by itself within a day", "policies renew by themselves within a day"),
        one_or_many(Kind::Start, "policy has started", "policies have started"),
        one_or_many(Kind::End, "policy has ended", "policies have ended"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let mut names: Vec<String> = Vec::new();
    for due in of {
        let name = name(&due.card);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let more = names.len().saturating_sub(AT_ONCE);
    names.truncate(AT_ONCE);
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    Notice {
        realm,
        title: marked(realm, &format!("{why}: {}", parts.join(", "))),
        body: format!("{}{rest}", names.join(", ")),
        kind: None,
        opens: None,
        keys: of.iter().map(|due| due.key.clone()).collect(),
    }
}

/// The line of the tray's menu that says what comes next.
pub fn upcoming_line(upcoming: Option<&Upcoming<'_>>, realm: Realm, now: Timestamp, clocks: &Clocks) -> String {
    let Some(Upcoming { card, what, at }) = upcoming else {
        return marked(realm, "Nothing is coming");
    };
    let happens = match what {
        Coming::FreeCancel => "is free to cancel until",
        Coming::Start => "starts at",
        Coming::End => "ends at",
        Coming::Renewal => "renews by itself at",
    };
    marked(realm, &format!("{} {happens} {} ({})", name(card), clock(*at, now, clocks), span(*at, now)))
}

/// Nothing of the sandbox or of a test may be taken for real.
fn marked(realm: Realm, text: &str) -> String {
    match realm {
        Realm::Live => text.to_owned(),
        Realm::Sandbox => format!("Sandbox: {text}"),
        Realm::Test => format!("Test: {text}"),
    }
}

/// What a card is called: the policy's name, or its machines, or what was asked for.
fn name(card: &Card<'_>) -> String {
    let given = match card {
        Card::Policy { record, .. } => {
            let name = record.policy.name.clone().filter(|name| !plain::line(name, LONGEST_NAME).is_empty());
            name.or_else(|| machines(record)).unwrap_or_else(|| record.policy.id.to_string())
        }
        Card::Loose { account, attempt } => {
            let named = attempt.request.get("name").and_then(serde_json::Value::as_str);
            named.map_or_else(|| account.label.clone(), str::to_owned)
        }
    };
    shortened(&given)
}

fn machines(record: &PolicyRecord) -> Option<String> {
    let kind = record.policy.instance.kind.as_deref().map(shortened).filter(|kind| !kind.is_empty())?;
    Some(record.policy.instance.quantity.map_or_else(|| kind.clone(), |quantity| format!("{kind} × {quantity}")))
}

fn shortened(text: &str) -> String {
    let line = plain::line(text, LONGEST_NAME + 1);
    if line.chars().count() <= LONGEST_NAME {
        return line;
    }
    plain::line(&line, LONGEST_NAME - 1) + "…"
}

fn noun(operation: Operation) -> &'static str {
    match operation {
        Operation::Reserve => "reserving",
        Operation::Purchase => "purchase",
        Operation::Cancel => "cancellation",
        Operation::Configure => "change of launch details",
        Operation::Renew => "change of auto-renewal",
        Operation::Create => "commitment",
        Operation::Withdraw => "withdrawal",
    }
}

/// The time of day, to the second where a minute is much, and the day unless it is today.
fn clock(at: Timestamp, now: Timestamp, clocks: &Clocks) -> String {
    let (at, today) = (at.to_zoned(clocks.zone.clone()), now.to_zoned(clocks.zone.clone()));
    let soon = at.timestamp().duration_since(now).abs() < SignedDuration::from_mins(15);
    let time = match (soon && at.second() != 0, clocks.twelve) {
        (true, false) => "%H:%M:%S",
        (false, false) => "%H:%M",
        (true, true) => "%-I:%M:%S %P",
        (false, true) => "%-I:%M %P",
    };
    let day = if at.date() == today.date() {
        ""
    } else if at.year() == today.year() {
        " on %-d %b"
    } else {
        " on %-d %b %Y"
    };
    at.strftime(&format!("{time}{day}")).to_string()
}

/// How long it is until then, in minutes, full hours or full days: "in 2 h".
fn span(at: Timestamp, now: Timestamp) -> String {
    let minutes = whole_minutes(at.duration_since(now));
    match minutes {
        0..=119 => format!("in {minutes} min"),
        120..=2879 => format!("in {} h", minutes / 60),
        _ => format!("in {} d", minutes / (60 * 24)),
    }
}

/// Minutes that a span does not exceed; at least one.
fn whole_minutes(span: SignedDuration) -> i64 {
    let seconds = span.as_secs() + i64::from(span.subsec_nanos() > 0);
    seconds.max(1).saturating_add(59) / 60
}
