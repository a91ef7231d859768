//! A tour through every view and dialog, whose desktop turns from light to dark or back at each stop. There axe-core looks
//! for what breaks a rule of WCAG A or AA, and, when it is asked to (`BERTH_SCREENS=1`), a picture is taken at both sizes
//! that the page is drawn for.

use anyhow::{ensure, Context as _, Result};
use berth_sandbox::{Fault, FirstState, Injection, Operation, SandboxOptions};
use serde_json::json;

use super::commitments::{allow, review};
use super::languages::judge;
use super::ledger::{damage, hold, tamper_with};
use super::notes::{annotate, stop_choosing};
use super::price::price;
use super::steps::{Credentials, NewAccount, Wish, SAMPLE};
use super::timeline::{open_lane, open_timeline, track_and_read};
use crate::{
    desktop::{Desktop, Theme},
    page::Page,
    sandbox::Vendors,
};

/// A stop: its name, and the way there from the stop before.
pub(super) type Stop = (&'static str, fn(&Page<'_>) -> Result<()>);

/// The desk of the sandbox and everything that opens from it.
pub(super) const DESK: [Stop; 35] = [
    ("desk", |page| page.wait_for_desk()),
    ("desk-no-match", |page| {
        page.fill(&page.field("Search policies")?, "nothing is called so")?;
        page.wait_for_text("Nothing matches")
    }),
    ("details", |page| {
        page.click_button("Clear search and filter")?;
        page.click_button("llm fine-tune")?;
        page.wait_until("the activity", || Ok(!page.read_details()?.contains("Loading")))
    }),
    ("details-notes", |page| {
        page.click_button("Edit notes")?;
        page.fill(&page.field("Note")?, "Asked for by the research team.")?;
        page.press(&["Enter"])?;
        page.type_into(&page.field("Note")?, "Ends with the quarter.")?;
        page.fill(&page.field("Tags")?, "research, team=ml")?;
        page.wait_for_details(&["Not saved yet."])
    }),
    ("details-notes-complaint", |page| {
        page.fill(&page.field("Owner")?, &"Ines ".repeat(50))?;
        page.fill(&page.field("Tags")?, &format!("research, {}", "x".repeat(65)))?;
        page.click_button("Save")?;
        page.wait_for_details(&["At most 200 are kept."])
    }),
    ("annotate", |page| {
        page.fill(&page.field("Owner")?, "Ines Duarte")?;
        page.fill(&page.field("Tags")?, "research, team=ml")?;
        page.click_button("Save")?;
        page.wait_for_details(&["Last written"])?;
        page.press(&["Escape"])?;
        annotate(page, &["llm fine-tune", "ml-train nightly", "billing month-end"])?;
        page.fill(&page.field("Ticket")?, "https://tickets.example/OPS-2291")?;
        page.fill(&page.field("Add tags")?, "quarter=3")?;
        page.tick("research on 1")?;
        page.wait_for_dialog(&["Tag research taken away wherever it stands."]).map(|_| ())
    }),
    ("configure", |page| {
        page.press(&["Escape"])?;
        page.wait_for_no_dialog()?;
        stop_choosing(page)?;
        page.click_button("Filter and sort")?;
        page.click_button("llm fine-tune")?;
        page.click_button("Configure…")?;
        page.wait_until("what is known", || Ok(page.property(&page.field("Disk")?, "value")? == "10"))?;
        page.fill(&page.field("VPC")?, "sg-0a1b2c3d")?;
        page.wait_for_dialog(&["A VPC's id begins with vpc-"]).map(|_| ())
    }),
    ("configure-review", |page| {
        page.fill(&page.field("VPC")?, "vpc-0a1b2c3d")?;
        page.click_button("Continue")?;
        page.wait_for_dialog(&["What is not sent counts as not known"])?;
        awake(page, "Change")
    }),
    ("renew", |page| {
        page.press(&["Escape"])?;
        page.wait_for_no_dialog()?;
        page.click_button("Auto-renewal…")?;
        page.wait_for_dialog(&["How often"]).map(|_| ())
    }),
    ("renew-review", |page| {
        page.click(&page.by_text("Every week")?)?;
        page.click_button("Continue")?;
        page.wait_for_dialog(&["What it will spend if nobody acts"])?;
        awake(page, "Renew every week")
    }),
    ("reservations-unread", |page| {
        page.press(&["Escape"])?;
        page.wait_for_no_dialog()?;
        page.press(&["Escape"])?;
        page.click_button("Gcore reservations")?;
        page.wait_for_text("Not read yet on this machine.")
    }),
    ("reservations", |page| {
        page.click_button("Read from Gcore")?;
        page.wait_for_text("What they cost")
    }),
    ("reservations-spent", |page| {
        page.click_button("Read: what a month came to")?;
        page.wait_for_text("Gcore shows these figures.")?;
        // It stands below the fold.
        page.execute("document.getElementById('spent-title').scrollIntoView()", &[]).map(|_| ())
    }),
    ("purchase-review", |page| {
        page.click_button("Back to the desk")?;
        page.wait_for_desk()?;
        page.click_button("Buy… ml-train nightly")?;
        page.wait_for_dialog(&["Buy for $127.35"])?;
        awake(page, "Buy for $127.35")
    }),
    ("purchase-sending", |page| {
        page.sandbox()?.hold_answer(Operation::Purchase)?;
        page.decide("Buy for $127.35")?;
        page.wait_for_dialog(&["Sending your order."]).map(|_| ())
    }),
    ("desk-under-way", |page| {
        page.press(&["Escape"])?;
        page.wait_for_card("ml-train nightly", &["Under way"])
    }),
    ("closing", |page| {
        page.ask_to_close()?;
        page.wait_for_dialog(&["Close while a request is under way?"])?;
        awake(page, "Close anyway")
    }),
    ("notice", |page| {
        page.click_button("Keep open")?;
        page.sandbox()?.clear_faults()?;
        page.wait_for_text("Your purchase was answered: bought.")
    }),
    ("purchase-receipt", |page| {
        page.click_button("Show")?;
        page.wait_for_dialog(&["Bought for $127.35"]).map(|_| ())
    }),
    ("purchase-refused", |page| {
        page.press(&["Escape"])?;
        page.sandbox()?.inject(&Injection::new(Fault::status(400)).on(Operation::Purchase))?;
        page.click_button("Buy… billing month-end")?;
        page.decide("Buy for $101.61")?;
        page.wait_for_dialog(&["Not bought"]).map(|_| ())
    }),
    ("purchase-charged-more", |page| {
        page.press(&["Escape"])?;
        let moved = Fault::PriceMoved { by: "1.50".parse()? };
        page.sandbox()?.inject(&Injection::new(moved).on(Operation::Purchase))?;
        page.click_button("Buy… billing month-end")?;
        page.decide("Buy for $101.61")?;
        page.wait_for_dialog(&["Charged more than shown"]).map(|_| ())
    }),
    ("desk-charged-more", |page| {
        page.press(&["Escape"])?;
        page.wait_for_card("billing month-end", &["Shown $101.61, charged $103.11"])
    }),
    ("cancel-review-free", |page| {
        page.click_button("Cancel… load test eu")?;
        page.wait_for_dialog(&["Free to cancel until"])?;
        awake(page, "Cancel policy, free of charge")
    }),
    ("cancel-receipt", |page| {
        page.decide("Cancel policy, free of charge")?;
        page.wait_for_dialog(&["Cancelled: load test eu"]).map(|_| ())
    }),
    ("cancel-review-fee", |page| {
        page.press(&["Escape"])?;
        page.click_button("Cancel… llm fine-tune")?;
        page.wait_for_dialog(&["The free-cancel window has passed"]).map(|_| ())
    }),
    ("cancel-in-doubt", |page| {
        let id = page.read_dialog()?.split("It is ").nth(1).unwrap_or_default().chars().take(15).collect::<String>();
        page.sandbox()?.inject(&Injection::new(Fault::Drop).on(Operation::Cancel).uncommitted())?;
        page.fill(&page.field("Type the policy's id to go on")?, &id)?;
        page.decide("Cancel this policy and accept the fee")?;
        page.wait_for_dialog(&["We do not know yet whether this was cancelled"]).map(|_| ())
    }),
    ("desk-in-doubt", |page| {
        page.click_button("Leave in doubt")?;
        page.wait_for_card("llm fine-tune", &["In doubt", "Settle…"])
    }),
    ("details-in-doubt", |page| {
        page.click_button("llm fine-tune")?;
        page.wait_for_details(&["Cancellation answered"])
    }),
    ("settle", |page| {
        page.press(&["Escape"])?;
        page.click_button("Settle… llm fine-tune")?;
        page.wait_for_dialog(&["What did you see?"])?;
        awake(page, "Settle")
    }),
    ("settle-complaints", |page| {
        page.decide("Settle")?;
        page.wait_for_dialog(&["Choose one of the two."]).map(|_| ())
    }),
    ("track", |page| {
        page.press(&["Escape"])?;
        page.click_button("Track a policy")?;
        page.wait_for_dialog(&["For a policy that was bought elsewhere."]).map(|_| ())
    }),
    ("track-complaint", |page| {
        page.fill(&page.field("Policy id *")?, "not an id")?;
        page.press(&["Enter"])?;
        page.wait_for_dialog(&["This cannot be a policy's id"]).map(|_| ())
    }),
    ("activity", |page| {
        page.press(&["Escape"])?;
        page.wait_for_no_dialog()?;
        page.click_button("Activity")?;
        page.wait_for_text("Account set up as a part of Berth")
    }),
    ("activity-line", |page| {
        page.click(&page.by_text("In doubt: no answer proves whether it was cancelled")?)?;
        page.wait_for_text("The whole line")
    }),
    ("activity-none", |page| {
        page.click_button("Ledger")?;
        page.wait_for_text("No such line")
    }),
];

/// The wall's filters, groups, saved views, and several chosen.
pub(super) const WALL: [Stop; 5] = [
    ("wall-tools", |page| {
        page.wait_for_desk()?;
        page.click_button("Filter and sort")?;
        page.wait_for_text("Sort by")
    }),
    ("wall-filter", |page| {
        page.click(&page.find("#filter-regions")?)?;
        page.wait_for_text("ap-northeast-1")
    }),
    ("wall-grouped", |page| {
        page.press(&["Escape"])?;
        page.choose(&page.field("Group by")?, "Status")?;
        page.wait_until("headings", || Ok(!page.find_all(".wall__heading")?.is_empty()))
    }),
    ("wall-views", |page| {
        page.click(&page.find("#filter-views")?)?;
        page.fill(&page.find("[name=view-name]")?, "By status")?;
        page.press(&["Enter"])?;
        page.wait_until("the view", || Ok(!page.find_all(".tools__view")?.is_empty()))
    }),
    ("wall-choosing", |page| {
        page.press(&["Escape"])?;
        page.click_button("Choose several")?;
        for name in ["billing month-end", "erp reporting"] {
            page.click(&page.by_role("checkbox", &format!("Choose {name}"))?)?;
        }
        page.wait_for_text("2 policies chosen")
    }),
];

/// The timeline, from the week around now to what is reserved for years, and one window in doubt.
pub(super) const TIMELINE: [Stop; 12] = [
    ("timeline", |page| {
        page.wait_for_desk()?;
        open_timeline(page)
    }),
    ("timeline-day", |page| {
        page.click_button("Day")?;
        page.wait_for_rest()
    }),
    ("timeline-hour", |page| {
        for _ in 0..8 {
            page.press(&["+"])?;
        }
        page.wait_for_rest()
    }),
    ("timeline-policys-zone", |page| {
        page.click_button("Week")?;
        page.click_button("Policy's zone")?;
        page.wait_for_text("Choose a bar")?;
        open_lane(page, "llm fine-tune")?;
        page.wait_for_details(&["Policy id"])
    }),
    ("timeline-filter", |page| {
        page.press(&["Escape"])?;
        page.click_button("Filter and sort")?;
        page.fill(&page.field("Search policies")?, "eu")?;
        page.wait_for_rest()
    }),
    ("timeline-no-match", |page| {
        page.fill(&page.field("Search policies")?, "nothing is called so")?;
        page.wait_for_text("Nothing matches")
    }),
    ("timeline-elsewhere", |page| {
        page.click_button("Clear search and filter")?;
        page.click_button("Filter and sort")?;
        page.wait_for_text("render farm weekend")?;
        for _ in 0..20 {
            page.click_button("Earlier")?;
        }
        page.wait_for_text("Nothing in this stretch of time")
    }),
    ("timeline-table", |page| {
        page.click_button("Now")?;
        page.click_button("Table")?;
        page.wait_for_text("Renews next")
    }),
    ("timeline-all", |page| {
        page.click_button("Bars")?;
        page.click(&page.find("#axis-all")?)?;
        page.wait_for_text("genome batch 42")
    }),
    ("timeline-tracked", |page| {
        page.click_button("Desk")?;
        track_and_read(page)?;
        page.click_button("Timeline")?;
        page.click_button("Year")?;
        page.wait_for_text("ci burst")?;
        page.execute("scrollTo(0, 9999)", &[])?;
        page.wait_for_text("Window not known")
    }),
    ("timeline-in-doubt", |page| {
        page.click_button("Week")?;
        page.click_button("Desk")?;
        page.sandbox()?.inject(&Injection::new(Fault::Drop).on(Operation::Purchase).uncommitted())?;
        page.click_button("Buy… ml-train nightly")?;
        page.decide("Buy for $127.35")?;
        page.wait_for_dialog(&["Leave in doubt"])?;
        page.click_button("Leave in doubt")?;
        open_timeline(page)?;
        page.wait_for_text("In doubt")
    }),
    ("timeline-no-account", |page| {
        page.click_button("Live")?;
        page.wait_for_text("No account is connected")
    }),
];

/// Prices, in the sandbox.
pub(super) const PRICE: [Stop; 22] = [
    ("price-window", |page| {
        page.wait_for_desk()?;
        page.click_button("Price")?;
        page.wait_for_text("What happens next")
    }),
    ("price-window-choices", |page| {
        page.click(&page.field("Instance type")?)?;
        page.wait_for_text("c5.xlarge")
    }),
    ("price-window-complaints", |page| {
        page.press(&["Escape"])?;
        page.click_button("Ask for a price")?;
        page.wait_for_text("An AWS account number has twelve digits.")
    }),
    ("price-window-waiting", |page| {
        page.sandbox()?.hold_answer(Operation::Reserve)?;
        page.ask_for(&SAMPLE)?;
        page.wait_for_text("Asking Cloudidr")
    }),
    ("price-window-priced", |page| {
        page.sandbox()?.clear_faults()?;
        page.wait_for_text("Review purchase…")
    }),
    ("price-window-unavailable", |page| {
        page.ask_for(&Wish { machine: "p5.48xlarge", quantity: "9", days: 0, ..SAMPLE })?;
        page.wait_for_text("What Cloudidr offers instead")
    }),
    ("price-window-in-doubt", |page| {
        page.sandbox()?.inject(&Injection::new(Fault::Drop).on(Operation::Reserve).uncommitted())?;
        page.click_button("Ask for a price")?;
        page.wait_for_text("Outcome unknown")
    }),
    ("price-reservation", |page| {
        page.click(&page.by_role("tab", "Gcore reservation")?)?;
        page.wait_for_text("Choose a region to see its machines.")
    }),
    ("price-reservation-machines", |page| {
        page.fill(&page.field("Region")?, "Sines-3")?;
        page.press(&["Enter"])?;
        page.click_button("Add bm1-hf-medium to the basket")?;
        page.fill(&page.field("Count of bm1-hf-medium")?, "0")?;
        page.wait_for_text("A whole number from 1 to 10000.")
    }),
    ("price-reservation-ordinary", |page| {
        page.click_button("Read: ordinary prices")?;
        page.wait_for_text("€1,020.20")?;
        // It stands below the fold.
        page.execute("document.getElementById('stock-title').scrollIntoView()", &[]).map(|_| ())
    }),
    ("price-reservation-quote", |page| {
        page.fill(&page.field("Count of bm1-hf-medium")?, "3")?;
        page.click_button("Price it")?;
        page.wait_for_card("12 months", &["€1,302.46"])
    }),
    ("price-reservation-history", |page| {
        page.click_button("Price again: 3 × bm1-hf-medium, Sines-3")?;
        page.wait_for_text("The same basket in 2 quotes")
    }),
    ("price-reservation-unverified", |page| {
        page.click_button("Hide quote")?;
        price_one(page, "ED-10", "bm1-hf-medium")?;
        page.wait_for_card("12 months", &["unverified"])
    }),
    ("price-reservation-hidden", |page| {
        page.click_button("Hide quote")?;
        price_one(page, "Frankfurt-2", "bm1-infrastructure-medium")?;
        page.wait_for_card("12 months", &["No price shown"])
    }),
    ("compare-nothing-picked", |page| {
        page.click_button("Compare")?;
        page.wait_for_text("Pick what to compare")
    }),
    ("compare", |page| {
        for offer in ["3 × bm1-hf-medium, Sines-3: 12 months", "3 × bm1-hf-medium, Sines-3: Pay-as-you-go"] {
            page.tick(offer)?;
        }
        page.tick("llm fine-tune: This window")?;
        page.tick("1 × bm1-hf-medium, ED-10: 12 months")?;
        page.wait_for_text("Per GPU-hour")?;
        page.wait_for_text("unverified")
    }),
    ("compare-together", |page| {
        page.choose(&page.field("Currencies")?, "All in USD, at your rate")?;
        page.fill(&page.field("1 EUR in USD")?, "1.0845")?;
        page.wait_for_text("your rate of")
    }),
    ("savings", |page| {
        page.click_button("Savings")?;
        page.wait_for_text("What made it")?;
        page.wait_until("the picture", || Ok(page.find_all(".chart canvas")?.len() == 2))
    }),
    ("savings-step", |page| {
        page.click_button("Days")?;
        page.wait_for_text("Saved each day")?;
        page.execute("document.querySelector('.chart-frame').scrollIntoView()", &[])?;
        page.execute("document.querySelector('[role=slider]').focus()", &[])?;
        page.press(&["Enter"])?;
        page.wait_until("its policies", || Ok(!page.find_all(".opened tbody tr")?.is_empty()))
    }),
    ("savings-table", |page| {
        page.click_button("Close the list")?;
        page.click_button("Show as table")?;
        page.wait_until("the table", || Ok(!page.find_all(".figures-frame--tall tbody tr")?.is_empty()))?;
        page.execute("document.querySelector('.figures-frame--tall').scrollIntoView({ block: 'center' })", &[])
            .map(|_| ())
    }),
    ("savings-parts", |page| {
        page.click_button("Show as table")?;
        page.click(&page.by_role("tab", "Family")?)?;
        page.click_button("c5")?;
        page.wait_until("its policies", || Ok(!page.find_all(".opened tbody tr")?.is_empty()))?;
        page.execute("document.getElementById('parts-USD').scrollIntoView()", &[]).map(|_| ())
    }),
    ("savings-ahead", |page| {
        page.click_button("Close the list")?;
        page.execute("document.getElementById('drift-USD').scrollIntoView()", &[]).map(|_| ())
    }),
];

/// A commitment at Gcore and a withdrawal, in the sandbox.
pub(super) const COMMITMENTS: [Stop; 13] = [
    ("commit-forbidden", |page| {
        page.wait_for_desk()?;
        price(page, "ED-10", &["bm1-hf-medium"])?;
        page.wait_for_card("12 months", &["unverified", "Commit to 12 months…"])
    }),
    ("accounts-commit-allowed", allow),
    ("commit", |page| {
        page.click_button("Price")?;
        page.click_button("Commit to 12 months… 1 × bm1-hf-medium, ED-10")?;
        page.click_button("Continue")?;
        page.wait_for_dialog(&["Give the reservation a name."]).map(|_| ())
    }),
    ("commit-review", |page| {
        page.press(&["Escape"])?;
        page.wait_for_no_dialog()?;
        review(page, "render farm").map(|_| ())
    }),
    ("commit-sending", |page| {
        page.sandbox()?.hold_answer(Operation::CreateReservation)?;
        page.fill(&page.field("Type its name to go on")?, "render farm")?;
        page.decide("Commit to €1,404.00")?;
        page.wait_for_dialog(&["Asking Gcore for it."]).map(|_| ())
    }),
    ("commit-receipt", |page| {
        page.sandbox()?.clear_faults()?;
        page.wait_for_dialog(&["Asked for: render farm"]).map(|_| ())
    }),
    ("reservations-committed", |page| {
        page.click_button("Show reservations")?;
        page.by_role("button", "Withdraw… render farm").map(|_| ())
    }),
    ("withdraw-review", |page| {
        page.click_button("Withdraw… render farm")?;
        page.wait_for_dialog(&["What is owed afterwards is not known."]).map(|_| ())
    }),
    ("withdraw-refused", |page| {
        page.sandbox()?.inject(&Injection::new(Fault::status(409)).on(Operation::DeleteReservation))?;
        withdraw(page)?;
        page.wait_for_dialog(&["Not withdrawn"]).map(|_| ())
    }),
    ("withdraw-receipt", |page| {
        page.press(&["Escape"])?;
        page.wait_for_no_dialog()?;
        page.click_button("Withdraw… render farm")?;
        withdraw(page)?;
        page.wait_for_dialog(&["Withdrawn: render farm"]).map(|_| ())
    }),
    ("commit-in-doubt", |page| {
        page.press(&["Escape"])?;
        page.wait_for_no_dialog()?;
        page.sandbox()?.inject(&Injection::new(Fault::Drop).on(Operation::CreateReservation).uncommitted())?;
        page.click_button("Price")?;
        review(page, "render farm")?;
        page.fill(&page.field("Type its name to go on")?, "render farm")?;
        page.decide("Commit to €1,404.00")?;
        page.wait_for_dialog(&["We do not know yet whether this was filed"]).map(|_| ())
    }),
    ("desk-commit-in-doubt", |page| {
        page.click_button("Leave in doubt")?;
        page.wait_for_no_dialog()?;
        page.click_button("Desk")?;
        page.wait_for_card("render farm", &["In doubt", "Settle…"])
    }),
    ("settle-commit", |page| {
        page.click_button("Settle… render farm")?;
        page.wait_for_dialog(&["What did you see?"])?;
        awake(page, "Settle")
    }),
];

/// Accounts, up to the one that the story itself connects.
const ACCOUNTS: [Stop; 6] = [
    ("live-empty", |page| {
        page.wait_for_desk()?;
        page.click_button("Live")?;
        page.wait_for_text("No account is connected")
    }),
    ("accounts-empty", |page| {
        page.click_button("Accounts")?;
        page.wait_for_text("No account is connected here")
    }),
    ("accounts-sandbox", |page| {
        page.click_button("Sandbox")?;
        page.card("Sandbox Gcore").map(|_| ())
    }),
    ("limits", |page| {
        page.click_button("Limits… Sandbox FlexCompute")?;
        page.fill(&page.field("One purchase (USD)")?, "a hundred")?;
        page.click_button("Set limits")?;
        page.wait_for_dialog(&["A plain figure such as 500 or 499.50, or nothing."]).map(|_| ())
    }),
    ("connect", |page| {
        page.press(&["Escape"])?;
        page.click_button("Connect an account")?;
        page.wait_for_dialog(&["It starts in safe mode"]).map(|_| ())
    }),
    ("connect-complaints", |page| {
        page.click(&page.by_text("Advanced: test endpoint")?)?;
        page.fill(&page.field("Test endpoint")?, "https://example.com")?;
        page.click_button("Connect")?;
        page.wait_for_dialog(&["http://127.0.0.1:PORT or http://[::1]:PORT, nothing else."])?;
        page.press(&["Tab"])
    }),
];

/// One account at a test endpoint, from connected to forgotten.
const ACCOUNT: [Stop; 12] = [
    ("accounts-test", |page| {
        page.click_button("Done")?;
        page.wait_for_card("Finance", &["Credentials worked"])
    }),
    ("test-desk-empty", |page| {
        page.click_button("Desk")?;
        page.wait_for_text("No policies yet")
    }),
    ("test-compare-empty", |page| {
        page.click_button("Compare")?;
        page.wait_for_text("Nothing to compare yet")
    }),
    ("test-savings-empty", |page| {
        page.click_button("Savings")?;
        page.wait_for_text("Nothing saved yet")
    }),
    ("purchase-safe-mode", |page| {
        page.ask_for(&SAMPLE)?;
        page.click_button("Review purchase…")?;
        page.wait_for_dialog(&["Safe mode is on"]).map(|_| ())
    }),
    ("rename", |page| {
        page.press(&["Escape"])?;
        page.click_button("Accounts")?;
        page.click_button("Rename… Finance")?;
        page.wait_for_dialog(&["Rename account"]).map(|_| ())
    }),
    ("credentials", |page| {
        page.press(&["Escape"])?;
        page.click_button("Replace credentials… Finance")?;
        page.wait_for_dialog(&["The old credentials are removed once the new ones are stored."]).map(|_| ())
    }),
    ("safe-mode", |page| {
        page.press(&["Escape"])?;
        page.click(&page.by_role("switch", "Safe mode")?)?;
        page.wait_for_dialog(&["Let Finance spend?"])?;
        awake(page, "Turn safe mode off")
    }),
    ("purchase-review-unknown-price", |page| {
        page.decide("Turn safe mode off")?;
        page.wait_for_no_dialog()?;
        page.click_button("Desk")?;
        page.click_button("Track a policy")?;
        page.fill(&page.field("Policy id *")?, "sc_830349911839")?;
        page.press(&["Enter"])?;
        page.wait_for_details(&["Tracked by its id"])?;
        page.click_button("Buy…")?;
        page.wait_for_dialog(&["Type the policy's id to go on"]).map(|_| ())
    }),
    ("forget", |page| {
        page.press(&["Escape"])?;
        page.wait_for_no_dialog()?;
        page.click_button("Accounts")?;
        page.dismiss_news()?;
        page.click_button("Forget… Finance")?;
        page.wait_for_dialog(&["Forget the credentials of Finance?"])?;
        awake(page, "Forget credentials")
    }),
    ("accounts-forgotten", |page| {
        page.decide("Forget credentials")?;
        page.wait_for_card("Finance", &["Credentials removed"])
    }),
    ("desk-forgotten", |page| {
        page.click_button("Desk")?;
        page.wait_for_card("Volod test policy", &["Ready to buy"])
    }),
];

/// What is done by its name, and what helps.
pub(super) const HELP: [Stop; 15] = [
    ("menu", |page| {
        page.wait_for_desk()?;
        page.click_button("Menu")?;
        page.by_role("menuitem", "About Berth…").map(|_| ())
    }),
    ("palette", |page| {
        page.press(&["Escape"])?;
        page.open_palette()
    }),
    ("palette-found", |page| {
        page.press(&["c", "a", "n", "c", "e", "l"])?;
        page.wait_for_dialog(&["Review cancelling llm fine-tune"]).map(|_| ())
    }),
    ("palette-none", |page| {
        page.press(&["x"])?;
        page.wait_for_dialog(&["Nothing is called so."]).map(|_| ())
    }),
    ("shortcuts", |page| {
        page.press(&["Escape"])?;
        page.wait_for_no_dialog()?;
        page.press(&["?"])?;
        page.wait_for_dialog(&["Keyboard shortcuts"]).map(|_| ())
    }),
    ("shortcuts-off", |page| {
        page.click(&page.by_role("switch", "Shortcuts of single keys")?)?;
        page.wait_for_dialog(&["Off: keys that are pressed alone do nothing."]).map(|_| ())
    }),
    ("glossary", |page| {
        page.press(&["Escape"])?;
        page.wait_for_no_dialog()?;
        page.click_button("Menu")?;
        page.click(&page.by_role("menuitem", "Glossary…")?)?;
        page.wait_for_dialog(&["Break-even use"]).map(|_| ())
    }),
    ("glossary-word", |page| {
        page.press(&["Escape"])?;
        page.wait_for_no_dialog()?;
        page.press(&["Control+k", "d", "r", "i", "f"])?;
        page.wait_for_dialog(&["Glossary: Drift"])?;
        page.press(&["Enter"])?;
        page.wait_for_dialog(&["The price charged differs"]).map(|_| ())
    }),
    ("about", |page| {
        page.press(&["Escape"])?;
        page.wait_for_no_dialog()?;
        page.click_button("Menu")?;
        page.click(&page.by_role("menuitem", "About Berth…")?)?;
        page.wait_for_dialog(&["Rust crates", "ledger.db"]).map(|_| ())
    }),
    ("about-crate", |page| {
        page.fill(&page.field("Search crates")?, "keyring")?;
        page.click_button("keyring-core")?;
        page.wait_for_dialog(&["Licence of keyring-core", "Permission is hereby granted"])?;
        // It stands below the fold.
        page.execute("document.getElementById('made-of-crates').scrollIntoView()", &[]).map(|_| ())
    }),
    ("settings", |page| {
        page.press(&["Escape"])?;
        page.wait_for_no_dialog()?;
        page.click_button("Settings")?;
        page.wait_for_text("each as it was written")
    }),
    ("settings-data", |page| {
        page.click(&page.find(".settings__link:nth-child(6)")?)?;
        page.wait_until("the heading", || {
            Ok(page.execute("return document.activeElement.id", &[])? == json!("settings-data"))
        })
    }),
    ("settings-reset", |page| {
        page.click_button("Reset settings…")?;
        page.wait_for_dialog(&["What stays: the ledger"]).map(|_| ())
    }),
    ("tour-offer", |page| {
        page.press(&["Escape"])?;
        page.wait_for_no_dialog()?;
        page.click_button("Desk")?;
        page.by_role("button", "New here? Three short notes").map(|_| ())
    }),
    ("tour-note", |page| {
        page.click_button("New here? Three short notes")?;
        page.wait_for_text("A card is one policy")
    }),
];

/// A ledger that cannot be written.
const READ_ONLY: [Stop; 6] = [
    ("read-only-desk", |page| page.wait_for_desk()),
    ("read-only-details", |page| {
        page.click_button("Volod test policy")?;
        page.wait_for_details(&["Policy id"])
    }),
    ("read-only-price", |page| {
        page.press(&["Escape"])?;
        page.click_button("Sandbox")?;
        page.click_button("Price")?;
        page.wait_for_text("What happens next")
    }),
    ("read-only-timeline", |page| {
        open_timeline(page)?;
        page.wait_for_text("Looking only")
    }),
    ("read-only-accounts", |page| {
        page.click_button("Accounts")?;
        page.card("Sandbox Gcore").map(|_| ())
    }),
    ("read-only-menu", |page| {
        page.click_button("Menu")?;
        page.find("[role='menuitem'][aria-disabled='true']").map(|_| ())
    }),
];

#[test]
fn the_desk_its_dialogs_and_their_outcomes_break_no_rule() -> Result<()> {
    walk(&Desktop::that_turns()?, &DESK)
}

#[test]
fn the_wall_breaks_no_rule() -> Result<()> {
    walk(&Desktop::that_turns()?, &WALL)
}

#[test]
fn the_timeline_breaks_no_rule() -> Result<()> {
    walk(&Desktop::that_turns()?, &TIMELINE)
}

#[test]
fn prices_break_no_rule() -> Result<()> {
    walk(&Desktop::that_turns()?, &PRICE)
}

#[test]
fn commitments_break_no_rule() -> Result<()> {
    walk(&Desktop::that_turns()?, &COMMITMENTS)
}

#[test]
fn the_palette_and_what_helps_break_no_rule() -> Result<()> {
    walk(&Desktop::that_turns()?, &HELP)
}

#[test]
fn accounts_break_no_rule() -> Result<()> {
    walk_accounts(&Desktop::that_turns()?)
}

/// The way through these stops on this desktop.
pub(super) fn walk(desktop: &Desktop, stops: &[Stop]) -> Result<()> {
    visit(&desktop.open()?, stops)
}

/// The way through the accounts on this desktop: it needs vendors of its own, and a keychain that fails once.
pub(super) fn walk_accounts(desktop: &Desktop) -> Result<()> {
    let options = SandboxOptions { first_state: FirstState::Empty, ..SandboxOptions::default() };
    let vendors = Vendors::start(options)?;
    let page = desktop.open()?;
    visit(&page, &ACCOUNTS)?;
    page.press(&["Escape"])?;
    page.wait_for_no_dialog()?;

    desktop.lock_keyring()?;
    let credentials = Credentials::CloudidrPassword { user: "ada@example.com", password: "wrong" };
    page.fill_connection(&NewAccount { name: "Trial", credentials, endpoint: &vendors.url() })?;
    page.click_button("Connect")?;
    page.wait_for_dialog(&["The keychain is locked"])?;
    stop(&page, "connect-keychain-locked")?;
    desktop.unlock_keyring()?;
    page.click_button("Try again")?;
    page.wait_for_dialog(&["Credentials not accepted"])?;
    stop(&page, "connect-wrong-password")?;
    page.click_button("Enter credentials again…")?;
    page.fill(&page.field("Password")?, "right")?;
    page.click_button("Store credentials")?;
    page.wait_for_no_dialog()?;
    page.click_button("Forget… Trial")?;
    page.decide("Forget credentials")?;
    page.wait_for_no_dialog()?;
    page.click_button("Sandbox")?;

    let credentials = Credentials::CloudidrPassword { user: "ada@example.com", password: "right" };
    page.fill_connection(&NewAccount { name: "Finance", credentials, endpoint: &vendors.url() })?;
    page.click_button("Connect")?;
    page.wait_for_dialog(&["Credentials accepted"])?;
    stop(&page, "connected")?;
    visit(&page, &ACCOUNT)?;
    ledger(desktop, page)
}

/// A backup under review; and after the next starts, an activity log that somebody tampered with, a ledger that cannot be
/// written, and one that was damaged.
fn ledger(desktop: &Desktop, page: Page<'_>) -> Result<()> {
    let backup = desktop.root().join("berth-ledger.db");
    page.click_button("Settings")?;
    page.dismiss_news()?;
    page.click_button("Back up…")?;
    desktop.screen().choose_file(&backup)?;
    page.wait_for_text("and read back:")?;
    stop(&page, "backed-up")?;
    page.click_button("Restore a backup…")?;
    desktop.screen().choose_file(&backup)?;
    page.wait_for_dialog(&["Restore this backup?"])?;
    awake(&page, "Restore")?;
    stop(&page, "restore")?;
    page.press(&["Escape"])?;
    page.wait_for_no_dialog()?;
    let file = page.ledger_file()?;
    page.close()?;
    tamper_with(&file)?;
    let page = desktop.open()?;
    page.wait_for_text("The activity log is not as it was written")?;
    stop(&page, "desk-broken-log")?;
    page.close()?;

    let lock = hold(&file)?;
    let page = desktop.open()?;
    page.wait_for_text("Looking only")?;
    visit(&page, &READ_ONLY)?;
    page.close()?;
    drop(lock);
    damage(&file)?;
    let page = desktop.open()?;
    page.wait_for_text("The ledger was damaged.")?;
    stop(&page, "desk-damaged")?;
    page.close()
}

fn visit(page: &Page<'_>, stops: &[Stop]) -> Result<()> {
    for (name, reach) in stops {
        reach(page).with_context(|| format!("on the way to {name}"))?;
        stop(page, name)?;
    }
    Ok(())
}

fn stop(page: &Page<'_>, name: &str) -> Result<()> {
    if page.is_pseudo() {
        return judge(page, name);
    }
    look(page, name)?;
    // Nothing turns back, so that the next stop begins with the other one.
    page.turn(page.theme().other())?;
    look(page, name)
}

/// Looks for what breaks a rule, is out of reach or faint in the theme that there is, and takes its picture.
fn look(page: &Page<'_>, name: &str) -> Result<()> {
    page.assert_accessible(name)?;
    // Either theme has one of these.
    match page.theme() {
        Theme::Light => page.execute(ENLARGE, &[json!("200%")]).map(|_| ())?,
        // The smallest that the window can be made, which is also what 170 % of the text size leaves of the usual one.
        Theme::Dark => page.resize(720, 480)?,
    }
    let lost = page.execute(OUT_OF_REACH, &[])?;
    ensure!(lost == json!([]), "{name}, small window or large text ({}): out of reach: {lost}", page.theme().name());
    match page.theme() {
        Theme::Light => page.execute(ENLARGE, &[json!("")]).map(|_| ())?,
        Theme::Dark => page.resize(1280, 800)?,
    }
    let faint = page.execute(FAINT_BUTTONS, &[])?;
    ensure!(faint == json!([]), "{name}: these do not stand out from their ground: {faint}");
    page.screenshot(name)
}

const ENLARGE: &str = "document.documentElement.style.fontSize = arguments[0];";

/// Buttons that decide, and what is ticked or chosen, whose own colour, or whose edge, has less than 3:1 against what they stand
/// on. Those that sleep may.
const FAINT_BUTTONS: &str = "
    const pixel = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const paint = (...colours) => {
        pixel.clearRect(0, 0, 1, 1);
        for (const colour of colours) { pixel.fillStyle = colour; pixel.fillRect(0, 0, 1, 1); }
        return [...pixel.getImageData(0, 0, 1, 1).data];
    };
    const luminance = (parts) => {
        const [red, green, blue] = parts.map((part) => part / 255)
            .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const contrast = (one, other) => {
        const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
        return (light + 0.05) / (dark + 0.05);
    };
    const ground = (element) => {
        const own = getComputedStyle(element).backgroundColor;
        return paint(own)[3] === 255 || !element.parentElement ? own : ground(element.parentElement);
    };
    const ticked = 'input:is([type=checkbox], [type=radio]):not(.visually-hidden, :disabled)';
    return [...document.querySelectorAll(`.button--primary, .button--danger, ${ticked}`)]
        .filter((button) => button.checkVisibility() && button.ariaDisabled !== 'true')
        .map((button) => {
            const under = ground(button.parentElement);
            const { backgroundColor, borderTopColor } = getComputedStyle(button);
            const ratios = [backgroundColor, borderTopColor].map((own) => contrast(paint(under, own), paint(under)));
            return { button: button.innerText || button.name || button.ariaLabel, ratio: Math.max(...ratios) };
        })
        .filter(({ ratio }) => !(ratio >= 3))
        .map(({ button, ratio }) => `${button} ${ratio}`);
";

/// What has to be scrolled sideways, and buttons of an open dialog that no scrolling brings into sight.
pub(super) const OUT_OF_REACH: &str = "
    const lost = [];
    const words = (element) => `${element.tagName} ${element.className} ${(element.innerText ?? '').slice(0, 40)}`;
    for (const element of [document.scrollingElement, ...document.querySelectorAll('body *')]) {
        const sideways = element.scrollWidth > element.clientWidth + 1
            && (element === document.scrollingElement || ['auto', 'scroll'].includes(getComputedStyle(element).overflowX));
        // A table of many columns needs both directions (WCAG 1.4.10), if the keyboard can scroll it.
        const wide = ':is(.beside > *, .figures-frame--wide)[role=region][tabindex=\"0\"]';
        const needed = element.localName === 'pre' || element.matches(wide);
        if (sideways && element.checkVisibility() && !needed) { lost.push(words(element)); }
    }
    const dialog = [...document.querySelectorAll('dialog:modal')].at(-1);
    for (const button of dialog?.querySelectorAll('footer button, header button') ?? []) {
        const { top, left, bottom, right } = button.getBoundingClientRect();
        if (top < 0 || left < 0 || bottom > innerHeight + 1 || right > innerWidth + 1) { lost.push(words(button)); }
    }
    return lost;
";

/// Waits until a button that sleeps at first is awake: what cannot be pressed may have less contrast.
fn awake(page: &Page<'_>, name: &str) -> Result<()> {
    let button = page.by_role("button", name)?;
    page.wait_until(&format!("“{name}” to wake"), || Ok(page.attribute(&button, "aria-disabled")?.is_null()))
}

/// Types the number that the review names, and withdraws.
fn withdraw(page: &Page<'_>) -> Result<()> {
    let review = page.wait_for_dialog(&["Type its number to go on"])?;
    let number = review.split("It is ").nth(1).and_then(|rest| rest.split('.').next()).context("no number")?;
    page.fill(&page.field("Type its number to go on")?, number)?;
    page.decide("Withdraw reservation")
}

/// Prices one machine of a type.
fn price_one(page: &Page<'_>, region: &str, machine: &str) -> Result<()> {
    page.fill(&page.field("Region")?, region)?;
    page.press(&["Enter"])?;
    page.click_button(&format!("Add {machine} to the basket"))?;
    page.click_button("Price it")
}
