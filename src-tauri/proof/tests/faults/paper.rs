//! `docs/faults.md`, from what was found.

use std::fmt::Write as _;

use berth_core::attempt::{Operation, State};

use crate::cell::{self, word};
use crate::price;

const HEAD: &str = "\
# The fault table

What Berth does when something goes wrong between it and a vendor, for every operation that can change something there.
Each line was played for real: the desk, the client and the ledger file of the program against the stand-in for the vendor,
or against a port that is worse than it (`src-tauri/proof/tests/faults`). What must come of each is stated there by hand;
this page is written by the test from what did come of it
(`BERTH_WRITE_FAULTS=1 cargo test -p berth-proof --test faults`), and the test fails when the two differ.

How to read a line:

- **done**: whether the vendor did it, by the vendor's own books. Nothing but those tells the two apart when an answer proves
  nothing, so every such fault stands here twice.
- **requests**: how many for this operation the vendor read; `+ 1 sign-in` where the account signed in again meanwhile.
- **state**, **effect**, **code**: how the attempt ends in the ledger, what the user is told about money, and by which
  error (`done`: none). A restart changes none of it.
- **ledger**: the attempt's rows in the activity log.
- **again**: what comes of asking for the same once more, after a restart and with the fault gone. `already_running`: it is
  locked and nothing is sent. Then, where it differs, what that made of the first attempt.

What holds in every line, and is checked beside the table: one request at most, two only when the first was answered with a
401 and a sign-in lies between; nothing is sent before it is recorded; what the vendor did is never called refused, what it
did not do is never called done; a doubt is never called worth another try; whoever is told that there was no effect reads
that nothing was done; at no time is a policy paid for twice, and one request makes one commitment at most; neither the
password nor a token is in a message, in what is logged of it, or in a file. Purchases are played against a vendor that
refuses a second purchase and one that charges it, with the same outcome.

Three things no client can tell. A 200 without a body is a documented answer to a cancellation, and the answer to a withdrawal
has no body that anybody reads, so Berth believes either, whoever gives it; for every other operation it is a doubt. What
spoils a body is therefore played for a withdrawal only with a vendor that did the work. A 200 that can be read is believed,
too. And a status in the 400s is taken for what HTTP says it is, a refusal: that line is played only with a vendor that did
nothing.
";

pub(crate) fn page(
    operations: &[cell::Found],
    sign_in: &[cell::Found],
    reading: &[cell::Found],
    prices: &[price::Found],
) -> String {
    let mut page = HEAD.to_owned();
    for (operation, title) in [
        (Operation::Reserve, "Reserve"),
        (Operation::Purchase, "Purchase"),
        (Operation::Cancel, "Cancel"),
        (Operation::Configure, "Configure"),
        (Operation::Renew, "Auto-renewal"),
        (Operation::Create, "Commitment (Gcore)"),
        (Operation::Withdraw, "Withdrawal of a commitment (Gcore)"),
    ] {
        writeln!(page, "\n## {title}\n").unwrap();
        page.push_str("| fault | done | requests | state | effect | code | ledger | again |\n");
        page.push_str("|---|---|---|---|---|---|---|---|\n");
        for line in lines(operations, operation) {
            page.push_str(&line);
        }
    }
    page.push_str(
        "\n## Signing in\n\nWhen the account is not signed in yet, an operation at Cloudidr begins with that. Whatever goes \
         wrong then, nothing\nis sent for the operation and nothing is recorded. Played with each of the five; it makes no difference.\n\n",
    );
    short(&mut page, sign_in, Operation::Purchase);
    page.push_str(
        "\n## Reading before a commitment or a withdrawal (Gcore)\n\nWhat a review shows is read once more when it is \
         confirmed. When that fails, or says anything else, nothing is sent for the\noperation and nothing is recorded. \
         Before a commitment it is the price:\n\n",
    );
    short(&mut page, reading, Operation::Create);
    page.push_str("\nBefore a withdrawal it is the reservation:\n\n");
    short(&mut page, reading, Operation::Withdraw);
    page.push_str(
        "\n## Price (Gcore)\n\nA read: it changes nothing, so it is sent up to three times where that may help. Two requests, \
         one for each term, are what\nprices cost when all goes well.\n\n",
    );
    page.push_str("| fault | requests | code | quotes kept |\n|---|---|---|---|\n");
    for price::Found { fault, cell, .. } in prices {
        writeln!(page, "| {fault} | {} | {} | {} |", cell.requests, cell.code, cell.quotes).unwrap();
    }
    page
}

/// The lines of what comes before any operation, by one of them.
fn short(page: &mut String, found: &[cell::Found], operation: Operation) {
    page.push_str("| fault | requests | effect | code | again |\n|---|---|---|---|---|\n");
    for found in found.iter().filter(|found| found.operation == operation) {
        let cell = &found.cell;
        let effect = word(&cell.ending.effect);
        let line =
            format!("| {} | {} | {effect} | {} | {} |\n", found.fault, requests(cell), cell.ending.code, cell.again);
        if !page.ends_with(&line) {
            page.push_str(&line);
        }
    }
}

/// The lines of an operation. A purchase was played twice and reads the same both times.
fn lines(found: &[cell::Found], operation: Operation) -> Vec<String> {
    let mut lines: Vec<String> =
        found.iter().filter(|found| found.operation == operation).map(|found| line(found.fault, &found.cell)).collect();
    lines.dedup();
    lines
}

fn line(fault: &str, cell: &cell::Cell) -> String {
    let done = if cell.done { "yes" } else { "no" };
    let effect = word(&cell.ending.effect);
    let then =
        if cell.at_last == cell.ending.state { String::new() } else { format!(", then {}", state(cell.at_last)) };
    format!(
        "| {fault} | {done} | {} | {} | {effect} | {} | {} | {}{then} |\n",
        requests(cell),
        state(cell.ending.state),
        cell.ending.code,
        cell.rows,
        cell.again,
    )
}

fn state(state: Option<State>) -> String {
    state.map_or_else(|| "none".to_owned(), |state| word(&state))
}

fn requests(cell: &cell::Cell) -> String {
    match cell.sign_ins {
        0 => cell.requests.to_string(),
        sign_ins => format!("{} + {sign_ins} sign-in", cell.requests),
    }
}
