//! What must hold after a run was broken, and the desk opened again.
//!
//! The vendor's own count of what reached it is set against the ledger and against what the user was told. Then the user
//! goes on: presses the same button again, looks at the vendor's console, settles, and buys if it was not bought. At the
//! end nothing was bought twice.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, Result};
use berth_core::account::Realm;
use berth_core::attempt::{Attempt, Operation, State, Verdict};
use berth_core::desk::Evidence;
use berth_core::error::{Code, Effect};
use berth_core::policy::PolicyId;
use berth_core::ports::{Archive as _, Chain, Ledger as _};
use berth_core::reservation;
use berth_proof::{ACCOUNT, Kept, Rig, Told};
use berth_remote::Deadlines;
use berth_sandbox::Sandbox;

use crate::scene::{Delivery, Hour, Scene, TERM, attempts, buy, commit, delivered, ledger_in, sent, withdraw, word};
use crate::strace::{Blow, Ran};

/// What is wrong, a sentence each; empty when all holds.
pub(crate) type Findings = Vec<String>;

/// The ways in which a ledger is kept from writing, each of which must have stopped a purchase.
pub(crate) const WRITES: [&str; 3] = [WRITE, SYNC, LIMIT];
const WRITE: &str = "pwrite64";
const SYNC: &str = "fdatasync or fsync";
const LIMIT: &str = "a limit";

/// Opens the desk over what a run left, compares, and goes on.
pub(crate) async fn judge(folder: &Path, vendor: &Sandbox, scene: &Scene, blow: &Blow, ran: &Ran) -> Result<Findings> {
    let mut findings = Findings::new();
    if ran.hung {
        findings.push("the run hung".to_owned());
    }
    // Before the desk is open there is nothing to lose, and std and tokio know no other answer to a lack of memory.
    if ran.complaints.contains("panicked") && !ran.told.is_empty() {
        findings.push(format!("the run panicked: {}", ran.complaints.trim()));
    }
    if ran.ended && ran.told.is_empty() {
        findings.push("the run ended well and said nothing".to_owned());
    }
    let mut deliveries = scene.delivered.clone();
    let new = delivered(vendor).await;
    deliveries.extend(new.iter().cloned());
    vendor.clear_faults();

    let ledger = ledger_in(folder);
    let rig = match Rig::open(&ledger, vendor.port(), Hour::After.at(), Deadlines::default()).await {
        Ok(rig) => rig,
        Err(failure) => {
            findings.push(format!("the desk does not open: {} ({})", failure.message, failure.detail));
            return Ok(findings);
        }
    };
    if let Some(aside) = &rig.opened.set_aside {
        findings.push(format!("the ledger was damaged and set aside as {}", aside.file.display()));
    }
    if let Some(why) = &rig.opened.read_only {
        findings.push(format!("the ledger cannot be written: {why}"));
    }
    match rig.ledger.integrity().await?.log {
        Chain::Whole { .. } => {}
        Chain::Broken(at) => findings.push(format!("the activity log is broken: {at:?}")),
    }
    findings.extend(unsound(&ledger)?);

    let found = attempts(&ledger)?;
    findings.extend(forgotten(scene, ran, &found));
    findings.extend(unwritten(&deliveries, &found));
    findings.extend(lost(&rig, vendor, &found).await?);
    findings.extend(untrue(&rig, &new, ran, &found).await?);
    findings.extend(went_on_spending(blow, ran, &new));
    match &scene.subjects[..] {
        [order, reservation] if order.starts_with("commitment/") => {
            findings.extend(go_on_at_gcore(&rig, vendor, [order, reservation], &found).await?);
        }
        [policy, ..] => findings.extend(go_on(&rig, vendor, policy, &found).await?),
        [] => {}
    }
    for (policy, times) in vendor.charges() {
        if times > 1 {
            findings.push(format!("{policy} was charged {times} times"));
        }
    }
    rig.close();
    Ok(findings)
}

/// SQLite's own opinion, in full.
fn unsound(ledger: &Path) -> Result<Option<String>> {
    let db = rusqlite::Connection::open_with_flags(ledger, rusqlite::OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let verdict: String = db.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
    Ok((verdict != "ok").then(|| format!("the ledger's file is unsound: {verdict}")))
}

/// Attempts that are gone, went back, or are still on their way after a start: those of the scene, and those of the run
/// as far as its ledger had them.
fn forgotten(scene: &Scene, ran: &Ran, found: &[Attempt]) -> Findings {
    let by_id: BTreeMap<_, _> = found.iter().map(|attempt| (attempt.id, attempt)).collect();
    let mut findings: Findings = found
        .iter()
        .filter(|attempt| matches!(attempt.state, State::Recorded | State::Sent))
        .map(|attempt| {
            format!("{:?} of {} is still {:?} after a start", attempt.operation, attempt.subject, attempt.state)
        })
        .collect();
    for (id, before) in &scene.attempts {
        match by_id.get(id) {
            None => findings.push(format!("{:?} of {} is forgotten", before.operation, before.subject)),
            Some(after) if !before.state.open() && after != &before => {
                findings.push(format!("{:?} of {} had ended and was changed", before.operation, before.subject));
            }
            Some(_) => {}
        }
    }
    findings.extend(gone(&ran.kept, found));
    findings
}

/// Attempts that were called kept, and of which less was found.
pub(crate) fn gone(kept: &[Kept], found: &[Attempt]) -> Findings {
    let lacking = kept.iter().filter(|kept| !found.iter().any(|attempt| kept.holds(attempt)));
    lacking.map(|kept| format!("attempt {} was kept as {:?} and is not any more", kept.attempt, kept.state)).collect()
}

/// Requests that reached the vendor and are not in the ledger, or are there as less than they were; and the other way.
fn unwritten(deliveries: &[Delivery], found: &[Attempt]) -> Findings {
    let mut counted: BTreeMap<(&'static str, Option<&str>), (Operation, usize, usize)> = BTreeMap::new();
    for delivery in deliveries {
        let key = (word(delivery.operation), delivery.subject.as_deref());
        let (_, received, done) = counted.entry(key).or_insert((delivery.operation, 0, 0));
        *received += 1;
        *done += usize::from(delivery.done);
    }
    let mut findings = Findings::new();
    for ((what, subject), (operation, received, done)) in &counted {
        let own: Vec<_> = found
            .iter()
            .filter(|attempt| attempt.operation == *operation && subject.is_none_or(|id| id == attempt.subject))
            .collect();
        let whom = subject.unwrap_or("a new policy");
        let sends: usize = own.iter().map(|attempt| usize::try_from(attempt.sends).unwrap_or(usize::MAX)).sum();
        if sends < *received {
            findings.push(format!("{received} × {what} of {whom} reached the vendor, the ledger knows of {sends}"));
        }
        // A purchase in doubt that a cancellation settled is put down as absent: nothing remains paid.
        let cancelled = found.iter().any(|attempt| {
            attempt.operation == Operation::Cancel
                && attempt.state == State::Confirmed
                && subject.is_some_and(|id| id == attempt.subject)
        });
        let perhaps = own.iter().filter(|attempt| {
            matches!(attempt.state, State::Confirmed | State::Unknown) || (attempt.state == State::Absent && cancelled)
        });
        if perhaps.count() < *done {
            findings.push(format!("{done} × {what} of {whom} took effect, and the ledger says of one that it did not"));
        }
        let own = |one: &&Delivery| one.operation == *operation && one.subject.as_deref() == *subject;
        let times = deliveries.iter().filter(own).filter(|one| !one.unauthorized).count();
        let once = matches!(operation, Operation::Purchase | Operation::Create | Operation::Withdraw);
        if once && times > 1 {
            findings.push(format!("the {what} of {whom} reached the vendor {times} times"));
        }
    }
    for attempt in found.iter().filter(|attempt| attempt.state == State::Confirmed) {
        let subject = (attempt.operation != Operation::Reserve).then_some(attempt.subject.as_str());
        if counted.get(&(word(attempt.operation), subject)).is_none_or(|(_, _, done)| *done == 0) {
            findings.push(format!("{:?} of {} is confirmed and never took effect", attempt.operation, attempt.subject));
        }
    }
    findings
}

/// Policies of the vendor's that the ledger does not know, without an attempt in doubt that could be theirs.
async fn lost(rig: &Rig, vendor: &Sandbox, found: &[Attempt]) -> Result<Findings> {
    let doubts = found.iter().filter(|one| one.operation == Operation::Reserve && one.state == State::Unknown).count();
    let mut unknown = Vec::new();
    for (id, charges) in vendor.charges() {
        match rig.ledger.policy(ACCOUNT, &PolicyId::parse(&id)?).await? {
            None => unknown.push(id),
            Some(record) if record.bought_at.is_some() && charges == 0 => {
                return Ok(vec![format!("{id} counts as bought and was never paid for")]);
            }
            Some(_) => {}
        }
    }
    Ok(if unknown.len() > doubts { vec![format!("{unknown:?} are lost")] } else { Findings::new() })
}

/// What the user was told, where it is not so.
async fn untrue(rig: &Rig, new: &[Delivery], ran: &Ran, found: &[Attempt]) -> Result<Findings> {
    let mut findings = Findings::new();
    for told in ran.told.iter().filter(|told| told.step != "open" && told.step != "settle") {
        let about = |what: Operation, subject: Option<&str>| {
            word(what) == told.step && told.subject.as_deref().is_none_or(|asked| subject == Some(asked))
        };
        let done = new.iter().any(|one| one.done && about(one.operation, one.subject.as_deref()));
        match told.effect() {
            Effect::None if done => {
                findings.push(format!("{} was done, and the user was told that nothing was", told.step));
            }
            Effect::Applied if !done => {
                findings.push(format!("{} was not done, and the user was told that it was", told.step));
            }
            _ => {}
        }
        if told.code.is_none() {
            let kept = found
                .iter()
                .any(|attempt| attempt.state == State::Confirmed && about(attempt.operation, Some(&attempt.subject)));
            if !kept {
                findings.push(format!("{} was shown as done and is not kept as that", told.step));
            }
            if let Some(policy) = &told.policy
                && rig.ledger.policy(ACCOUNT, policy).await?.is_none()
            {
                findings.push(format!("{policy} was shown and is lost"));
            }
        }
    }
    Ok(findings)
}

/// The write to the disk that a blow makes fail, if it does.
fn write_failed_by(blow: &Blow) -> Option<&'static str> {
    match blow {
        Blow::Error { call, .. } => match call.name.as_str() {
            "pwrite64" => Some(WRITE),
            "fdatasync" | "fsync" => Some(SYNC),
            "ftruncate" => Some("ftruncate"),
            _ => None,
        },
        Blow::Limit { .. } => Some(LIMIT),
        Blow::Kill { .. } => None,
    }
}

/// The first of two purchases, and the second.
fn two_purchases(ran: &Ran) -> Option<[&Told; 2]> {
    ran.told.iter().filter(|told| told.step == "purchase").collect::<Vec<_>>().try_into().ok()
}

/// The write that failed and stopped the first of two purchases, over a ledger that could be written when it was opened.
pub(crate) fn stopped_by(blow: &Blow, ran: &Ran) -> Option<&'static str> {
    let open = ran.told.iter().find(|told| told.step == "open").filter(|open| open.read_only.is_none());
    let [first, _] = two_purchases(ran)?;
    open.filter(|_| first.code == Some(Code::LedgerFailed)).and_then(|_| write_failed_by(blow))
}

/// MONEY: once a write or a sync of the ledger has failed, the same process sends nothing more that could spend.
fn went_on_spending(blow: &Blow, ran: &Ran, new: &[Delivery]) -> Findings {
    let mut findings = Findings::new();
    let Some([first, second]) = two_purchases(ran).filter(|_| write_failed_by(blow).is_some()) else { return findings };
    if first.code != Some(Code::LedgerFailed) {
        return findings;
    }
    if second.code != Some(Code::LedgerFailed) {
        findings.push(format!("after a write that failed the next purchase came to {:?}", second.code));
    }
    if new.iter().any(|delivery| delivery.subject.is_some() && delivery.subject == second.subject) {
        findings.push("after a write that failed the next purchase reached the vendor".to_owned());
    }
    findings
}

/// The user presses the button again, and settles what is in doubt by what the vendor's console says.
async fn go_on(rig: &Rig, vendor: &Sandbox, policy: &str, found: &[Attempt]) -> Result<Findings> {
    let mut findings = Findings::new();
    let on_it = || found.iter().filter(|attempt| attempt.subject == policy);
    let bought = |attempt: &Attempt| attempt.operation == Operation::Purchase && attempt.state == State::Confirmed;
    let before = vendor.charges().get(policy).copied().unwrap_or(0);
    let pressed = buy(rig, policy).await.err().map(|failure| failure.code);
    let charged = vendor.charges().get(policy).copied().unwrap_or(0) - before;
    if on_it().any(|attempt| attempt.state == State::Unknown) {
        if pressed != Some(Code::AlreadyRunning) || charged > 0 {
            findings.push(format!("a purchase beside a doubt came to {pressed:?} and {charged} charges"));
        }
        let doubt = on_it().find(|one| one.operation == Operation::Purchase && one.state == State::Unknown);
        let Some(doubt) = doubt else { return Ok(findings) };
        let verdict = if before > 0 { Verdict::Done } else { Verdict::NotDone };
        let evidence =
            Evidence { attempt: doubt.id, verdict, note: "Seen in the vendor's console.".to_owned(), policy: None };
        if let Err(failure) = rig.desk.settle(evidence).await {
            findings.push(format!("the doubt cannot be settled: {}", failure.message));
        }
        // A cancellation in doubt beside it still stands in the way, and rightly.
        let alone = on_it().filter(|attempt| attempt.state == State::Unknown).count() == 1;
        let settled = buy(rig, policy).await.err().map(|failure| failure.code);
        let wanted = (verdict == Verdict::Done).then_some(Code::Refused);
        if alone && settled != wanted {
            findings.push(format!("after {verdict:?} was settled, a purchase came to {settled:?}"));
        }
    } else if on_it().any(bought) && (pressed != Some(Code::Refused) || charged > 0) {
        findings.push(format!("a purchase of what is bought came to {pressed:?} and {charged} charges"));
    } else if !on_it().any(|attempt| sent(attempt.state) && attempt.state != State::Refused) && charged != 1 {
        findings.push(format!("nothing stands in the way, and a purchase came to {pressed:?}"));
    }
    Ok(findings)
}

/// The user presses both buttons again, that of the commitment and that of the withdrawal, settles what is in doubt by what
/// the vendor's console says, and presses them once more.
async fn go_on_at_gcore(rig: &Rig, vendor: &Sandbox, on: [&str; 2], found: &[Attempt]) -> Result<Findings> {
    let mut findings = Findings::new();
    for (operation, subject) in [Operation::Create, Operation::Withdraw].into_iter().zip(on) {
        let doubt = found.iter().find(|one| one.subject == subject && one.state == State::Unknown);
        if let Some(doubt) = doubt {
            let before = reservations(vendor);
            let pressed = press(rig, operation, subject).await?;
            if pressed != Some(Code::AlreadyRunning) || reservations(vendor) != before {
                findings.push(format!("{operation:?} beside a doubt came to {pressed:?}"));
            }
            // Of what a run asks for there was nothing before it, and of what it withdraws there was one.
            let done = match operation {
                Operation::Create => before.iter().any(|(_, months)| *months == u64::from(TERM.months())),
                _ => !before.iter().any(|(id, _)| subject == reservation::subject(*id)),
            };
            let verdict = if done { Verdict::Done } else { Verdict::NotDone };
            let note = "Seen in the vendor's console.".to_owned();
            if let Err(failure) = rig.desk.settle(Evidence { attempt: doubt.id, verdict, note, policy: None }).await {
                findings.push(format!("the doubt cannot be settled: {}", failure.message));
            }
        }
        let before = reservations(vendor);
        let pressed = press(rig, operation, subject).await?;
        let after = reservations(vendor);
        let (wanted, so_many) = match operation {
            // Another one of the same is a new decision.
            Operation::Create => (None, before.len() + 1),
            _ if before.iter().any(|(id, _)| subject == reservation::subject(*id)) => (None, before.len() - 1),
            _ => (Some(Code::NotFound), before.len()),
        };
        if pressed != wanted || after.len() != so_many {
            findings.push(format!(
                "nothing stands in the way, {operation:?} came to {pressed:?}, and of {} reservations there are {}",
                before.len(),
                after.len(),
            ));
        }
    }
    Ok(findings)
}

/// Asks for a commitment, or withdraws one.
async fn press(rig: &Rig, operation: Operation, subject: &str) -> Result<Option<Code>> {
    let pressed = if operation == Operation::Create {
        let quotes = rig.ledger.quotes(Realm::Test).await?;
        let quote = quotes.first().context("the scene's quote")?.id;
        commit(rig, quote, TERM).await.map(drop)
    } else {
        withdraw(rig, subject.rsplit('/').next().context("a number")?.parse()?).await
    };
    Ok(pressed.err().map(|failure| failure.code))
}

/// The reservations at Gcore: number and months of each.
fn reservations(vendor: &Sandbox) -> Vec<(i64, u64)> {
    let state = vendor.state();
    let rows = state["reservations"].as_array().into_iter().flatten();
    rows.filter_map(|row| Some((row["id"].as_i64()?, row["activity_period_length"].as_u64()?))).collect()
}
