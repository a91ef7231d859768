//! Offers of both vendors side by side: the printed figures to the cent, two currencies that stay apart until the user gives
//! a rate, and what is left of a saving when less is used.

use anyhow::{ensure, Result};
use serde_json::json;

use super::steps::{ensure_says, ensure_silent, SAMPLE};
use crate::{
    desktop::{Desktop, Keyring, Theme},
    page::Page,
};

const WINDOW: &str = "Volod test policy: This window";
const YEAR: &str = "3 × bm1-hf-medium, Sines-3: 12 months";
const ORDINARY: &str = "3 × bm1-hf-medium, Sines-3: Pay-as-you-go";
const UNBELIEVABLE: &str = "2 × bm1-hf-medium, ED-10: 12 months";

#[test]
fn a_window_and_a_reservation_are_compared_on_one_unit_and_in_one_currency_only_at_the_users_rate() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    price_both(&page)?;
    page.click_button("Compare")?;
    page.wait_for_text("Pick what to compare")?;
    page.assert_accessible("nothing picked")?;
    for offer in [WINDOW, YEAR, ORDINARY] {
        page.tick(offer)?;
    }
    page.wait_for_row("Per GPU-hour", &["no GPU"])?;
    page.wait_for_row("Machines", &["2 3 3"])?;
    page.wait_for_row("You commit to", &["a window of 71.25 h 12 months nothing"])?;
    page.wait_for_row("Instance-hours", &["142.5 26,784 as many as are used"])?;
    page.wait_for_row("vCPU, memory, GPUs", &["4 vCPU, 8 GiB, no GPU", "48 vCPU, 384 GiB, GPUs not described"])?;
    page.wait_for_row("Per instance-hour", &["$0.0595", "€0.5835", "€1.3712"])?;
    page.wait_for_row("Per vCPU-hour", &["$0.0298", "€0.0365", "€0.0857"])?;
    page.wait_for_row("Per instance, a month of 730 h", &["$43.44", "€425.98"])?;
    page.wait_for_row("Total", &["$8.48 and a processing fee of $0.55", "€15,629.47", "what is used"])?;
    page.wait_for_row("Billed", &["once", "€1,302.46 a month of 744 h", "€3,060.61 a month of 744 h"])?;
    page.wait_for_row("On demand, per instance-hour", &["$0.0850", "€1.3712"])?;
    page.wait_for_row("Effective savings rate, at 100 %", &["29.98 %", "57.44 %", "it is the base"])?;
    page.wait_for_row("Pays off above", &["70.02 % of the hours used", "42.56 % of the hours used"])?;
    page.wait_for_row("Pays off after", &["5.1 months of full use"])?;
    ensure!(page.row("Per instance-hour")?.matches("lowest").count() == 1, "the lower of two in euros, and no other");

    // What a month has is the user's to say, and is said.
    page.choose(&page.field("A month has")?, "744 hours, 31 days")?;
    page.wait_for_row("All machines, a month of 744 h", &["€1,302.46", "€3,060.61"])?;

    // The slider is used by the keyboard, and says where it stands.
    let slider = page.by_role("slider", "How much of it will you use?")?;
    page.execute("arguments[0].focus()", &[slider.to_json()])?;
    page.press(&["ArrowLeft"; 40])?;
    page.wait_for_row("Effective savings rate, at 60 %", &["−16.71 %", "−24.28 % with the processing fee", "29.07 %"])?;
    page.wait_for_row("Per hour really used, at 60 %", &["$0.0992", "€0.9726", "€1.3712"])?;
    ensure!(page.attribute(&slider, "aria-valuetext")? == "60\u{202f}% of the hours", "the slider does not say 60 %");

    // Two currencies become one at a rate that holds, and the rate is shown with its day.
    page.choose(&page.field("Currencies")?, "All in USD, at your rate")?;
    page.wait_for_text("Without a rate, EUR stays apart.")?;
    page.fill(&page.field("1 EUR in USD")?, "0")?;
    page.wait_for_text("A rate is a number above zero, such as 1.0845.")?;
    ensure_says(&page.row("Total")?, &["€15,629.47"])?;
    page.fill(&page.field("1 EUR in USD")?, "1.1")?;
    page.fill_date("Day of the EUR rate", "2026-01-08")?;
    page.wait_for_row("Total", &["$8.48", "$17,192.42"])?;
    ensure_says(&page.text()?, &["1 EUR = 1.1 USD, your rate of 2026-01-08"])?;
    ensure_says(&page.row("Per instance-hour")?, &["lowest $0.0595"])?;
    page.assert_accessible("a comparison")?;
    let picture = page.role(&page.find("svg[role=img]")?)?;
    let said = "Volod test policy, This window: Breaks even: 70.02\u{202f}%, $8.48";
    ensure!(picture == ("image".into(), said.into()), "the picture is {picture:?} to those who listen");
    page.click(&page.by_text("The same as a table")?)?;
    let table = page.read(&page.find("details[open] table")?)?.replace('\u{202f}', " ");
    ensure_says(&table, &["Use Commitment On demand", "60.00 % $8.48 $7.27", "70.02 % $8.48 $8.48", "$12.11"])?;
    // The tour sees the top of the view; this is its picture further down.
    page.resize(1280, 800)?;
    page.execute("document.getElementById('picture-title').scrollIntoView()", &[])?;
    page.screenshot("compare-pictures")?;
    page.assert_accessible("a picture as a table")?;
    page.close()?;

    // All of it is there after a restart: what was picked, the use, the month and the rate.
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.click_button("Compare")?;
    page.wait_for_row("Total", &["$8.48", "$17,192.42", "what is used"])?;
    page.wait_for_row("Effective savings rate, at 60 %", &["−16.71 %"])?;
    page.wait_for_row("All machines, a month of 744 h", &["$1,432.70"])?;
    page.click_button(&format!("Take away {WINDOW}"))?;
    page.wait_until("its column to be gone", || Ok(!page.row("Total")?.contains("$8.48")))
}

#[test]
fn a_base_that_nobody_can_believe_is_marked_where_its_saving_stands() -> Result<()> {
    let desktop = Desktop::with(Keyring::Unlocked, Theme::Dark)?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    quote(&page, "ED-10", "2")?;
    page.click_button("Compare")?;
    page.fill(&page.field("Search offers")?, "ed-10 bm1")?;
    page.tick(UNBELIEVABLE)?;
    page.wait_for_row("Can the base be believed?", &["unverified: on-demand is more than five times the price"])?;
    page.wait_for_row("Effective savings rate, at 100 %", &["99.47 %", "unverified"])?;
    ensure_silent(&page.row("Per instance-hour")?, &["lowest"])?;
    page.assert_accessible("an unverified offer")?;
    page.fill(&page.field("Search offers")?, "nothing is called so")?;
    page.wait_for_text("No offer matches.")?;
    page.click_button("Live")?;
    page.wait_for_text("No account is connected")?;
    page.assert_accessible("nothing to compare without an account")
}

#[test]
fn a_window_that_is_typed_and_not_priced_yet_is_weighed_by_its_hours_and_names_no_price() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.fill_wish(&SAMPLE)?;
    page.click_button("Compare")?;
    page.tick("Volod test policy: As typed")?;
    page.wait_for_row("You commit to", &["a window of 71.25 h"])?;
    page.wait_for_row("Machines", &["2"])?;
    page.wait_for_row("Per instance-hour", &["–"])?;
    page.wait_for_row("Total", &["–"])?;
    page.assert_accessible("a window that is typed")
}

impl Page<'_> {
    /// Ticks or unticks an offer.
    pub(super) fn tick(&self, offer: &str) -> Result<()> {
        self.click(&self.field(offer)?)
    }

    /// The cells of a row, as they are read.
    fn row(&self, name: &str) -> Result<String> {
        let cells = self.wait_for(&format!("a row “{name}”"), || self.element(ROW, &[json!(name)]))?;
        let text = self.read(&cells)?;
        Ok(text.strip_prefix(name).map_or(text.clone(), |rest| rest.trim().to_owned()))
    }

    fn wait_for_row(&self, name: &str, words: &[&str]) -> Result<()> {
        self.wait_until(&format!("the row “{name}” to say {words:?}"), || {
            let row = self.row(name)?.replace('\u{202f}', " ");
            Ok(words.iter().all(|word| row.contains(word)))
        })
    }
}

const ROW: &str = "
    const heads = [...document.querySelectorAll('.beside__table th[scope=row]')];
    const plain = (text) => text.replace(/\\s+/g, ' ').trim();
    return heads.find((head) => plain(head.innerText) === arguments[0])?.parentElement ?? null;
";

/// A window as in the vendor's printed sample, and three machines at the tariff of the printed reservation.
pub(super) fn price_both(page: &Page<'_>) -> Result<()> {
    page.ask_for(&SAMPLE)?;
    page.wait_for_text("Review purchase…")?;
    quote(page, "Sines-3", "3")
}

fn quote(page: &Page<'_>, region: &str, count: &str) -> Result<()> {
    page.click_button("Price")?;
    page.click(&page.by_role("tab", "Gcore reservation")?)?;
    page.fill(&page.field("Region")?, region)?;
    page.press(&["Enter"])?;
    page.click_button("Add bm1-hf-medium to the basket")?;
    page.fill(&page.field("Count of bm1-hf-medium")?, count)?;
    page.click_button("Price it")?;
    page.wait_for_card("12 months", &["a month"])
}
