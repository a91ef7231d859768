//! What was saved, in a place of its own: over time, by what made it, ahead and adrift; and the policies behind each figure.

use std::fs;

use anyhow::{ensure, Context as _, Result};
use berth_core::account::{Account, AccountId, Realm};
use berth_core::money::{Currency, Money};
use berth_core::policy::{PolicyId, PolicyRecord};
use berth_core::ports::{Entry, Ledger as _};
use berth_local::ledger::SqliteLedger;
use jiff::Timestamp;
use serde_json::{json, Value};
use uuid::Uuid;

use super::palette;
use super::steps::ensure_says;
use crate::{desktop::Desktop, driver::text, page::Page};

#[test]
fn what_was_saved_is_the_desk_s_figure_and_opens_into_the_policies_that_make_it() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    let desk = page.text()?;
    let saved = desk.split("Saved so far").nth(1).and_then(|rest| rest.split_whitespace().next()).unwrap_or_default();
    ensure!(saved.starts_with('$'), "the desk says {saved:?}");

    open(&page)?;
    let text = page.text()?;
    ensure_says(
        &text,
        &["So far", "Saved, net", saved, "on demand", "Committed ahead", "What made it", "Running now", "Price drift"],
    )?;
    page.assert_accessible("savings")?;

    page.click_button(saved)?;
    page.wait_for_text("Policies: Saved, net")?;
    // A window that was kept, with its fee, and a cancellation that cost more than it saved.
    let rows = policies(&page)?;
    let row = |name: &str| rows.iter().find(|row| row.starts_with(name));
    ensure_says(row("nightly etl catch-up").context("no row")?, &["Ended", "$11.41", "$14.26"])?;
    ensure_says(row("staging refresh").context("no row")?, &["Cancelled", "given up", "$50.00", "−$50.00"])?;
    ensure!(row("ci burst").is_none(), "what was given back for nothing made nothing");
    page.assert_accessible("savings, opened")?;

    page.click_button("nightly etl catch-up")?;
    page.wait_for_details(&["Policy id"])?;
    page.press(&["Escape"])?;
    page.click_button("Close the list")?;
    ensure!(!page.text()?.contains("Policies: Saved, net"));
    page.wait_for_focus(saved)?;

    page.click_button("Live")?;
    page.wait_for_text("No account is connected")?;
    page.assert_accessible("nothing saved without an account")
}

#[test]
fn the_picture_is_told_step_by_step_is_the_same_as_its_table_and_follows_the_theme() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    open(&page)?;
    page.click_button("Days")?;
    page.wait_until("days", || Ok(told(&page)?.contains(" 20") && !told(&page)?.starts_with("Week")))?;
    page.wait_until("a picture that is painted", || Ok(painted(&page)?.as_u64() > Some(500)))?;

    // Arrow keys tell each step; what they tell is what the table lists.
    let slider = page.find("[role=slider]")?;
    page.execute("arguments[0].focus()", &[slider.to_json()])?;
    page.press(&["Home"])?;
    let mut steps = vec![told(&page)?];
    loop {
        page.press(&["ArrowRight"])?;
        page.wait_for_rest()?;
        let next = told(&page)?;
        if steps.last() == Some(&next) {
            break;
        }
        steps.push(next);
    }
    ensure!(steps.len() > 1, "{steps:?}");
    page.click_button("Show as table")?;
    let rows = page.execute(CELLS, &[])?;
    let rows = rows.as_array().context("no rows")?;
    ensure!(rows.len() == steps.len(), "{} rows for {} steps", rows.len(), steps.len());
    for (row, step) in rows.iter().rev().zip(&steps) {
        let cell = |at: usize| row[at].as_str().unwrap_or_default();
        let amount = cell(1).trim_end_matches(" loss").trim_start_matches('−');
        ensure!(step.starts_with(&format!("{}: ", cell(0))), "{step} is not {row}");
        ensure!(step.contains("nothing began") || step.contains(amount), "{step} is not {row}");
        ensure!(step.ends_with(&format!("{} so far", cell(5))), "{step} is not {row}");
    }
    page.assert_accessible("savings as a table")?;

    // Enter opens the policies of the step, and one of them its details.
    page.execute("arguments[0].focus()", &[slider.to_json()])?;
    let last = steps.iter().rposition(|step| !step.contains("nothing began")).context("nothing counts")?;
    for _ in last + 1..steps.len() {
        page.press(&["ArrowLeft"])?;
    }
    page.press(&["Enter"])?;
    let name = steps[last].split(": ").next().unwrap_or_default();
    page.wait_for_text(&format!("Policies: {name}"))?;
    ensure!(!policies(&page)?.is_empty());
    page.execute("document.querySelector('.opened tbody button').click()", &[])?;
    page.wait_for_details(&["Policy id"])?;
    page.press(&["Escape"])?;

    // Another theme, other colours in the picture.
    let light = page.execute(COLOURS, &[])?;
    palette::run(&page, "Settings: dark theme")?;
    page.wait_until("the picture in dark", || Ok(page.execute(COLOURS, &[])? != light))?;
    page.assert_accessible("savings in dark")
}

#[test]
fn savings_are_broken_down_and_each_part_opens_its_policies() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    open(&page)?;
    for (tab, part) in [("Vendor", "Cloudidr FlexCompute"), ("Region", "us-west-2"), ("Family", "c5")] {
        page.click(&page.by_role("tab", tab)?)?;
        page.wait_until(part, || Ok(page.by_role("button", part).is_ok()))?;
    }
    page.click_button("c5")?;
    page.wait_for_text("Policies: c5")?;
    page.click_button("Family")?;
    ensure!(page.find("th[aria-sort=ascending]").is_ok(), "sorted by name");
    page.assert_accessible("savings by family")?;
    page.click(&page.by_role("tab", "Owner")?)?;
    page.wait_until("an owner", || Ok(page.by_role("button", "Priya Raman").is_ok()))?;
    ensure!(!page.text()?.contains("Policies: c5"), "the list of another breakdown is gone");
    page.click_button("Running now")?;
    page.wait_for_text("Policies: Committed ahead, Running now")?;

    // The next start breaks them down as they were left, by the steps that were left.
    page.click_button("Weeks")?;
    let kept = desktop.root().join("data/berth/page.json");
    page.wait_until("both to be kept", || {
        Ok(fs::read_to_string(&kept).is_ok_and(|text| text.contains(r#""savings-step":"week""#)))
    })?;
    page.close()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    open(&page)?;
    page.wait_until("the owner of before", || Ok(page.by_role("button", "Priya Raman").is_ok()))?;
    let pressed = "return [...document.querySelectorAll('main [aria-pressed=true]')].map((one) => one.textContent)";
    ensure!(page.execute(pressed, &[])? == json!(["Weeks"]), "another step of time");
    Ok(())
}

#[test]
fn two_currencies_are_two_sums_side_by_side_and_never_one() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    let now = text(&page.execute("return new Date().toISOString()", &[])?)?;
    page.close()?;
    for (currency, digits) in [("EUR", 2), ("JPY", 0)] {
        sell_in_too(&desktop, &now, currency, digits)?;
    }

    let page = desktop.open()?;
    page.wait_for_desk()?;
    // The one of most policies first, also where its letters come last.
    ensure!(page.execute(SUMS, &[])? == json!(["$344.98", "€2.22", "¥3"]), "the desk: {}", page.execute(SUMS, &[])?);
    open(&page)?;
    let sheets = page.execute(SHEETS, &[])?;
    let sheets: Vec<String> = serde_json::from_value(sheets)?;
    for (sheet, (currency, own, account, others)) in sheets.iter().zip([
        ("USD", "$344.98", "Sandbox FlexCompute", ["€", "¥"]),
        ("EUR", "€2.22", "Sandbox EUR", ["$", "¥"]),
        ("JPY", "¥3", "Sandbox JPY", ["$", "€"]),
    ]) {
        ensure_says(sheet, &[&format!("So far, in {currency}"), own, account])?;
        ensure!(
            !others.iter().any(|other| sheet.contains(other)),
            "{currency} stands beside another currency: {sheet}"
        );
    }
    ensure!(sheets.len() == 3, "{} currencies", sheets.len());
    page.screenshot("savings-three-currencies")?;
    page.assert_accessible("savings in three currencies")
}

/// Puts an account beside the sandbox's own that is sold to in another currency, and one of its windows into it.
fn sell_in_too(desktop: &Desktop, at: &str, currency: &str, digits: u32) -> Result<()> {
    let path = desktop.root().join("data/berth/ledger.db");
    let (now, currency): (Timestamp, Currency) = (at.parse()?, currency.parse()?);
    tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
        let (ledger, _) = SqliteLedger::open(&path, now)?;
        let accounts = ledger.accounts().await?;
        let own = accounts.into_iter().find(|one| one.realm() == Realm::Sandbox && one.label.contains("Flex"));
        let own = own.context("no account")?;
        let account =
            Account { id: AccountId(Uuid::new_v4()), label: format!("Sandbox {}", currency.code()), currency, ..own };
        let entry = |subject: String| Entry {
            at: now,
            account: account.id,
            subject,
            attempt: None,
            kind: "imported",
            body: json!({}),
        };
        ledger.put_account(&account, &entry(account.id.to_string())).await?;
        let known = ledger.policies(Realm::Sandbox).await?;
        let pattern = known.iter().find(|one| one.policy.name.as_deref() == Some("nightly etl catch-up"));
        let mut record = PolicyRecord::clone(pattern.context("no policy to go by")?);
        record.account = account.id;
        let same = |money: Money| Money { amount: money.amount.round_dp(digits), currency };
        record.policy.id = PolicyId::parse(&format!("sc_in_{}", currency.code().to_lowercase()))?;
        record.price_seen = record.price_seen.map(same);
        record.price_charged = record.price_charged.map(same);
        ledger.add_policies(&[record], &entry("many".to_owned())).await?;
        ledger.close();
        Ok(())
    })
}

/// What the desk says was saved, in its order.
const SUMS: &str =
    "return [...document.querySelectorAll('.summary__row > :first-child .figure__amount')].map((one) => one.innerText)";

/// All that is said of each currency.
const SHEETS: &str = "
    const sheets = [];
    for (const { innerText } of document.querySelectorAll('main section')) {
      if (innerText.startsWith('So far')) {
        sheets.push('');
      }
      sheets.push(`${sheets.pop()}\\n${innerText}`);
    }
    return sheets;";

/// How many times as long as its yardstick the drawing of two thousand steps may take: a picture of which each pixel is drawn
/// once, on the same canvas at the same time. Milliseconds would judge the machine and whatever else it does.
const TIMES_BY_HAND: f64 = 4.0;

#[test]
fn a_long_series_takes_little_more_than_its_pixels() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    open(&page)?;
    page.wait_until("the picture", || Ok(painted(&page)?.as_u64() > Some(500)))?;
    let times = page.execute_later(REDRAW, &[])?;
    ensure!(times["ratio"].as_f64().is_some_and(|ratio| ratio <= TIMES_BY_HAND), "2,000 points: {times}");
    Ok(())
}

/// Goes to Savings, where it has been read.
fn open(page: &Page<'_>) -> Result<()> {
    page.click_button("Savings")?;
    page.wait_for_text("Over time")?;
    page.wait_until("the picture", || {
        Ok(page.execute("return document.querySelector('.chart canvas') !== null", &[])? == true)
    })
}

/// The policies of the open figure, as soon as they are read.
fn policies(page: &Page<'_>) -> Result<Vec<String>> {
    page.wait_for("the policies of a figure", || {
        let rows = page.execute(ROWS, &[])?;
        let rows: Vec<_> = rows.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
        Ok((!rows.is_empty()).then_some(rows))
    })
}

/// What the slider over the picture tells.
fn told(page: &Page<'_>) -> Result<String> {
    let text = page.execute("return document.querySelector('[role=slider]')?.ariaValueText ?? ''", &[])?;
    Ok(text.as_str().unwrap_or_default().to_owned())
}

/// How many pixels of the picture are not empty.
fn painted(page: &Page<'_>) -> Result<Value> {
    page.execute(PAINTED, &[])
}

const PAINTED: &str = "
    return [...document.querySelectorAll('.chart canvas')].reduce((sum, canvas) => {
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        return sum + data.filter((part, at) => at % 4 === 3 && part > 0).length;
    }, 0);
";

/// The colours of the picture, the most frequent first.
const COLOURS: &str = "
    const counts = new Map();
    for (const canvas of document.querySelectorAll('.chart canvas')) {
        const pixels = new Uint32Array(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer);
        for (const pixel of pixels) { if (pixel >>> 24 === 255) { counts.set(pixel, (counts.get(pixel) ?? 0) + 1); } }
    }
    return [...counts].sort(([, one], [, other]) => other - one).slice(0, 3).map(([pixel]) => pixel);
";

/// The rows of the open list, each as it is read.
const ROWS: &str = "
    return [...document.querySelectorAll('.opened tbody tr')].map((row) => row.innerText.replace(/\\s+/g, ' ').trim());
";

/// The cells of the table over time, without the notes below a name.
const CELLS: &str = "
    return [...document.querySelectorAll('.figures-frame--tall tbody tr')].map((row) => [...row.children].map((cell) =>
        [...cell.childNodes].filter((node) => !node.classList?.contains('fact-note'))
            .map((node) => node.textContent).join('').replace(/\\s+/g, ' ').trim()));
";

/// Draws two thousand steps again and again with all their paths made anew, by turns with the yardstick: a step and a column
/// for each pixel of the same canvases, drawn by hand. Says in milliseconds what either takes of script in batches of six (this
/// engine's clock has no more than whole milliseconds), the middle of their ratios, and what passes from frame to frame.
const REDRAW: &str = "
    const [done] = arguments;
    (async () => {
        const { draw } = await import('/views/savings-chart.js');
        const money = (amount) => ({ amount, shown: amount, currency: 'USD' });
        const steps = Array.from({ length: 2000 }, (_, at) => {
            const first = new Date(Date.UTC(2020, 0, 1 + at)).toISOString().slice(0, 10);
            return { first, realised: { saved: money(String(((at * 7919) % 1000) - 200)) }, soFar: money(String(at * 300)) };
        });
        const host = document.createElement('div');
        host.className = 'chart';
        document.querySelector('.chart-frame').prepend(host);
        host.scrollIntoView();
        const plots = draw(host, 'day', steps, 'USD');
        const byHand = () => {
            const { width, height } = line.canvas;
            line.clearRect(0, 0, width, height);
            line.beginPath();
            line.moveTo(0, height);
            for (let x = 0; x < width; x += 1) {
                const y = height - Math.floor(x * height / width);
                line.lineTo(x, y);
                line.lineTo(x + 1, y);
            }
            line.strokeStyle = 'rgb(60, 90, 200)';
            line.lineWidth = 2;
            line.stroke();
            line.lineTo(width, height);
            line.fillStyle = 'rgba(60, 90, 200, 0.1)';
            line.fill();
            const lower = columns.canvas;
            columns.clearRect(0, 0, lower.width, lower.height);
            columns.fillStyle = 'rgb(20, 120, 60)';
            for (let x = 0; x < lower.width; x += 1) {
                const share = ((x * 7919) % 1000) / 1000;
                columns.fillRect(x, lower.height * share, 1, lower.height * (1 - share));
            }
        };
        const byPlots = () => { for (const plot of plots) { plot.redraw(true); } };
        const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
        for (let rest = 0; rest < 5; rest += 1) { await frame(); }
        // Their canvases have their size by now.
        const [line, columns] = plots.map(({ ctx: { canvas } }) => {
            const copy = canvas.cloneNode();
            canvas.after(copy);
            return copy.getContext('2d');
        });
        const frames = [];
        const batch = async (work) => {
            let script = 0;
            let before = await frame();
            for (let round = 0; round < 6; round += 1) {
                const start = performance.now();
                work();
                // A plot waits for a microtask to draw.
                await null;
                await null;
                script += performance.now() - start;
                const now = await frame();
                if (work === byPlots) { frames.push(now - before); }
                before = now;
            }
            return script / 6;
        };
        const own = [];
        const hand = [];
        for (let turn = 0; turn < 20; turn += 1) {
            // Thrice, so that whatever else the machine does interrupts both as often.
            hand.push(await batch(() => { byHand(); byHand(); byHand(); }) / 3);
            own.push(await batch(byPlots));
        }
        for (const plot of plots) { plot.destroy(); }
        host.remove();
        const at = (share, times) => times.sort((one, other) => one - other)[Math.floor(times.length * share)];
        const ratios = own.map((script, turn) => script / hand[turn]);
        done({ ratio: at(0.5, ratios), script: at(0.5, own), byHand: at(0.5, hand), frame: at(0.5, frames), frame95: at(0.95, frames) });
    })().catch((error) => done(String(error)));
";
