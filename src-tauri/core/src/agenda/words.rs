//! What notifications and the tray say: every sentence of theirs, from data alone. In another language than English the
//! page makes them anew ([`crate::said`]).

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::{Coming, Due, Key, Kind, Look, Upcoming};
use crate::account::{AccountId, Realm};
use crate::attempt::Operation;
use crate::plain;
use crate::policy::{PolicyId, PolicyRecord};
use crate::portfolio::Card;
use crate::said::{Said, Time, TimeForm};
use crate::say;

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
    pub title: Said,
    /// The rest, in a sentence or two.
    pub body: Said,
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
        many => notices.push(summary(many, realm, |parts| say!("While nobody was looking: {parts}", parts = parts))),
    }
    if fresh.len() > AT_ONCE {
        notices.push(summary(&fresh, realm, |parts| say!("Several at once: {parts}", parts = parts)));
    } else {
        notices.extend(fresh.into_iter().map(|due| single(due, realm, now, clocks)));
    }
    notices
}

/// The notification by which the user tries whether any comes.
pub fn sample() -> Notice {
    Notice {
        realm: Realm::Live,
        title: say!("Berth can notify you"),
        body: say!("This is a test. Nothing happened."),
        kind: None,
        opens: None,
        keys: Vec::new(),
    }
}

fn single(due: &Due<'_>, realm: Realm, now: Timestamp, clocks: &Clocks) -> Notice {
    let name = name(&due.card);
    let of = due.card.record();
    let machines = of.and_then(machines).filter(|machines| *machines != name);
    let here = |at: Timestamp| at.checked_sub(due.card.account().skew).unwrap_or(at);
    let window = of.and_then(|record| record.policy.window);
    let end = window.map(|window| here(window.end.at));
    let (title, body) = match due.kind {
        Kind::FreeFive | Kind::FreeTwo => {
            let until = of.and_then(PolicyRecord::free_cancel_until).map_or(now, here);
            let minutes = whole_minutes(until.duration_since(now)).to_string();
            (
                say!("Less than {minutes} min to cancel {name} for free", minutes = minutes, name = name),
                say!("Cancelling costs nothing until {until}. After that it may.", until = clock(until, now, clocks)),
            )
        }
        Kind::Start => {
            let began = clock(due.at, now, clocks);
            let body = match end {
                Some(end) => say!(
                    "It began at {began}. Its window ends at {end} ({left}).",
                    began = began,
                    end = clock(end, now, clocks),
                    left = left(end, now),
                ),
                None => say!("It began at {began}.", began = began),
            };
            (say!("{name} has started", name = name), body)
        }
        Kind::End => {
            let ended = clock(due.at, now, clocks);
            let renewed = of.is_some_and(|record| record.policy.configuration.auto_renewal == Some(true));
            let body = if renewed {
                say!(
                    "Its window ended at {ended}. It was to renew by itself: look up whether it has a successor.",
                    ended = ended
                )
            } else {
                say!("Its window ended at {ended}.", ended = ended)
            };
            (say!("{name} has ended", name = name), body)
        }
        Kind::Renewal => {
            let end = end.unwrap_or(now);
            (
                say!("{name} renews by itself {left}", name = name, left = left(end, now)),
                say!(
                    "At {end} the vendor buys a successor, which costs money. Until then auto-renewal can be turned off.",
                    end = clock(end, now, clocks),
                ),
            )
        }
        Kind::Doubt => (
            doubt(due.card.open().map(|attempt| attempt.operation), name),
            say!("Nobody can tell whether it was done. Do not repeat it elsewhere: Berth shows how to find out."),
        ),
    };
    let opens = of.map(|record| (record.account, record.policy.id.clone()));
    Notice {
        realm,
        title: marked(realm, title),
        body: match machines {
            Some(machines) => say!("{machines}. {more}", machines = machines, more = body),
            None => body,
        },
        kind: Some(due.kind),
        opens,
        keys: vec![due.key.clone()],
    }
}

fn doubt(operation: Option<Operation>, name: String) -> Said {
    match operation {
        Some(Operation::Reserve) => say!("In doubt: reserving of {name}", name = name),
        Some(Operation::Purchase) => say!("In doubt: purchase of {name}", name = name),
        Some(Operation::Cancel) => say!("In doubt: cancellation of {name}", name = name),
        Some(Operation::Configure) => say!("In doubt: change of launch details of {name}", name = name),
        Some(Operation::Renew) => say!("In doubt: change of auto-renewal of {name}", name = name),
        Some(Operation::Create) => say!("In doubt: commitment of {name}", name = name),
        Some(Operation::Withdraw) => say!("In doubt: withdrawal of {name}", name = name),
        None => say!("In doubt: request of {name}", name = name),
    }
}

/// Many events in one notification: how many of each kind, and of which policies the first are.
fn summary(of: &[&Due<'_>], realm: Realm, why: impl Fn(Said) -> Said) -> Notice {
    let parts = [Kind::Doubt, Kind::FreeTwo, Kind::FreeFive, Kind::Renewal, Kind::Start, Kind::End];
    let parts = parts.into_iter().filter_map(|kind| counted(kind, of.iter().filter(|due| due.kind == kind).count()));
    let parts = parts.reduce(|parts, next| say!("{parts}, {next}", parts = parts, next = next));
    let mut names: Vec<String> = Vec::new();
    for due in of {
        let name = name(&due.card);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let more = names.len().saturating_sub(AT_ONCE);
    names.truncate(AT_ONCE);
    let names = names.join(", ");
    Notice {
        realm,
        title: marked(realm, why(parts.unwrap_or(say!("")))),
        body: if more > 0 {
            say!("{names} and {count} more", names = names, count = more.to_string())
        } else {
            say!("{names}", names = names)
        },
        kind: None,
        opens: None,
        keys: of.iter().map(|due| due.key.clone()).collect(),
    }
}

/// So many events of a kind.
fn counted(kind: Kind, count: usize) -> Option<Said> {
    let many = count.to_string();
    Some(match (kind, count) {
        (_, 0) => return None,
        (Kind::Doubt, 1) => say!("1 request is in doubt"),
        (Kind::Doubt, _) => say!("{count} requests are in doubt", count = many),
        (Kind::FreeTwo, 1) => say!("1 free-cancel window closes within 2 min"),
        (Kind::FreeTwo, _) => say!("{count} free-cancel windows close within 2 min", count = many),
        (Kind::FreeFive, 1) => say!("1 free-cancel window closes within 5 min"),
        (Kind::FreeFive, _) => say!("{count} free-cancel windows close within 5 min", count = many),
        (Kind::Renewal, 1) => say!("1 policy renews by itself within a day"),
        (Kind::Renewal, _) => say!("{count} policies renew by themselves within a day", count = many),
        (Kind::Start, 1) => say!("1 policy has started"),
        (Kind::Start, _) => say!("{count} policies have started", count = many),
        (Kind::End, 1) => say!("1 policy has ended"),
        (Kind::End, _) => say!("{count} policies have ended", count = many),
    })
}

/// The line of the tray's menu that says what comes next.
pub fn upcoming_line(upcoming: Option<&Upcoming<'_>>, realm: Realm, now: Timestamp, clocks: &Clocks) -> Said {
    let Some(Upcoming { card, what, at }) = upcoming else {
        return marked(realm, say!("Nothing is coming"));
    };
    let (name, at, left) = (name(card), clock(*at, now, clocks), left(*at, now));
    let line = match what {
        Coming::FreeCancel => {
            say!("{name} is free to cancel until {at} ({left})", name = name, at = at, left = left)
        }
        Coming::Start => say!("{name} starts at {at} ({left})", name = name, at = at, left = left),
        Coming::End => say!("{name} ends at {at} ({left})", name = name, at = at, left = left),
        Coming::Renewal => say!("{name} renews by itself at {at} ({left})", name = name, at = at, left = left),
    };
    marked(realm, line)
}

/// Nothing of the sandbox or of a test may be taken for real.
fn marked(realm: Realm, said: Said) -> Said {
    match realm {
        Realm::Live => said,
        Realm::Sandbox => say!("Sandbox: {said}", said = said),
        Realm::Test => say!("Test: {said}", said = said),
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

/// The time of day, to the second where a minute is much, and the day unless it is today.
fn clock(at: Timestamp, now: Timestamp, clocks: &Clocks) -> Time {
    let (zoned, today) = (at.to_zoned(clocks.zone.clone()), now.to_zoned(clocks.zone.clone()));
    let soon = at.duration_since(now).abs() < SignedDuration::from_mins(15);
    let time = match (soon && zoned.second() != 0, clocks.twelve) {
        (true, false) => "%H:%M:%S",
        (false, false) => "%H:%M",
        (true, true) => "%-I:%M:%S %P",
        (false, true) => "%-I:%M %P",
    };
    let day = if zoned.date() == today.date() {
        ""
    } else if zoned.year() == today.year() {
        " on %-d %b"
    } else {
        " on %-d %b %Y"
    };
    Time { at, form: TimeForm::Clock, english: zoned.strftime(&format!("{time}{day}")).to_string() }
}

/// How long it is until then, in minutes, full hours or full days: "in 2 h".
fn left(at: Timestamp, now: Timestamp) -> Time {
    let minutes = whole_minutes(at.duration_since(now));
    let english = match minutes {
        0..=119 => format!("in {minutes} min"),
        120..=2879 => format!("in {} h", minutes / 60),
        _ => format!("in {} d", minutes / (60 * 24)),
    };
    Time { at, form: TimeForm::Left, english }
}

/// Minutes that a span does not exceed; at least one.
fn whole_minutes(span: SignedDuration) -> i64 {
    let seconds = span.as_secs() + i64::from(span.subsec_nanos() > 0);
    seconds.max(1).saturating_add(59) / 60
}
