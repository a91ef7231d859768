//! Words that want to be more than words, and a page that wants to be more than a page.

use std::{fs, sync::LazyLock};

use anyhow::{ensure, Context as _, Result};
use serde_json::{json, Value};

use super::steps::{ensure_says, Credentials, NewAccount, Wish, SAMPLE};
use crate::{desktop::Desktop, page::Page, villain::Villain};

/// Markup, a script, a formula, and a mark that turns the direction of writing around.
const NAME: &str = "<img src=x onerror=document.title='owned'>&lt;b&gt;=1+1\u{202e}eerf";

#[test]
fn a_name_with_markup_and_turned_writing_is_shown_as_the_text_it_is() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    page.ask_for(&Wish { name: NAME, ..SAMPLE })?;
    page.wait_for_text("Review purchase…")?;
    let everywhere = |place: &str| -> Result<()> {
        ensure!(page.text()?.contains(NAME), "{place}: the name is not shown as it is");
        kept_to_itself(&page, NAME).context(place.to_owned())?;
        ensure!(
            page.execute("return document.querySelectorAll('img,script[src^=x]').length", &[])? == 0,
            "{place}: an image"
        );
        ensure!(
            page.execute("return document.title", &[])?.as_str().is_some_and(|title| title.ends_with("Berth")),
            "{place}"
        );
        Ok(())
    };
    everywhere("the price")?;
    page.click_button("Show on the desk")?;
    page.wait_for_details(&["Reserve answered"])?;
    everywhere("the details")?;
    page.press(&["Escape"])?;
    everywhere("the wall")?;
    page.fill(&page.field("Search policies")?, "eerf")?;
    page.wait_until("one card", || Ok(page.card_names()?.len() == 1))?;

    let buttons = page.find_all("article button")?;
    for (position, words) in [(1, "Buy for $8.48"), (0, "Policy id")] {
        page.click(&buttons[position])?;
        page.wait_for_text(words)?;
        everywhere(words)?;
        page.press(&["Escape"])?;
        page.wait_for_no_dialog()?;
    }
    page.click(&buttons[0])?;
    page.click_button("Cancel…")?;
    page.wait_for_dialog(&["Cancel policy"])?;
    everywhere("the cancellation")?;
    page.decide("Cancel policy, free of charge")?;
    page.wait_for_dialog(&["The vendor's answer had no words."])?;
    everywhere("the receipt")?;
    page.press(&["Escape"])?;
    page.wait_for_no_dialog()?;
    page.click_button("Activity")?;
    page.click(&page.by_text("Reservation sent")?)?;
    page.wait_for_text("The whole line")?;
    everywhere("the activity log")
}

/// Everything that a vendor may write, and that somebody could have taught it to write.
#[test]
fn a_vendor_whose_every_word_is_an_attack_is_shown_word_for_word_and_does_nothing() -> Result<()> {
    let desktop = Desktop::new()?;
    let villain = Villain::start()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    connect(&page, &villain, Credentials::CloudidrToken(TOKEN))?;
    page.click_button("Done")?;
    page.turn_safe_mode_off("Villain")?;
    for (number, words) in WORDS.iter().enumerate() {
        let id = format!("sc_{number}");
        let now = page.execute("return new Date().toISOString()", &[])?;
        villain.will(
            "reserve",
            200,
            &json!({ "myPolicy": attack(&id, words, &now), "capacityAvailable": true,
            "alternativeQtyRecommendations": [{ words: words }] }),
        );
        page.ask_for(&SAMPLE)?;
        page.wait_for_text("Review purchase…")?;
        unharmed(&page, words)?;
        page.click_button("Show on the desk")?;
        page.wait_for_details(&["Reserve answered"])?;
        unharmed(&page, words)?;
        page.press(&["Escape"])?;
        unharmed(&page, words)?;

        // A refusal in the same spirit, which also says the token aloud, and a fee.
        let aloud = format!("{words} {TOKEN}");
        let refusal = json!({ "error": { "code": words, "message": words, "details": { "description": aloud } } });
        villain.will("purchase", 400, &refusal);
        page.click(&page.find_all("article button")?[1])?;
        page.wait_for_dialog(&["Buy for $8.48"])?;
        unharmed(&page, words)?;
        page.decide("Buy for $8.48")?;
        page.wait_for_dialog(&["Nothing was bought"])?;
        unharmed(&page, words)?;
        page.press(&["Escape"])?;
        page.wait_for_no_dialog()?;
        villain.will("cancel", 200, &json!({ "message": words }));
        page.click(&page.find_all("article button")?[0])?;
        page.click_button("Cancel…")?;
        page.wait_for_dialog(&["Cancel policy"])?;
        unharmed(&page, words)?;
        page.decide("Cancel policy, free of charge")?;
        page.wait_for_dialog(&["Cancelled"])?;
        unharmed(&page, words)?;
        page.click_button("Close")?;
        page.wait_for_no_dialog()?;
    }
    page.click_button("Activity")?;
    page.wait_for_text("Reserved")?;
    page.execute("for (const line of document.querySelectorAll('details')) { line.open = true; }", &[])?;
    for words in WORDS.iter() {
        unharmed(&page, words)?;
    }
    let exported = export(&desktop, &page, TOKEN)?;
    for words in WORDS.iter() {
        ensure!(holds(&exported, &json!(words).to_string()), "{words:.40}: the words are not in the exported log");
    }
    ensure!(holds(&exported, "[secret]"), "the vendor did not say the token");
    Ok(())
}

#[test]
fn a_word_as_long_as_an_answer_may_be_is_a_word_and_a_longer_one_is_a_doubt() -> Result<()> {
    let desktop = Desktop::new()?;
    let villain = Villain::start()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    connect(&page, &villain, Credentials::CloudidrToken(TOKEN))?;
    page.click_button("Done")?;
    page.turn_safe_mode_off("Villain")?;
    let now = page.execute("return new Date().toISOString()", &[])?;
    // Nowhere in it may a line be broken, and every part of it is markup.
    let long = |bytes: usize| "huge<svg/onload=window.owned=1>".repeat(bytes / 31);
    let reserved = |id: &str, name: &str| {
        let mut policy = attack(id, "plain", &now);
        policy["policyName"] = json!(name);
        json!({ "myPolicy": policy, "capacityAvailable": true })
    };

    let words = long(900_000);
    villain.will("reserve", 200, &reserved("sc_1", &words));
    page.ask_for(&SAMPLE)?;
    page.wait_for_text("Review purchase…")?;
    unharmed(&page, &words)?;
    page.click_button("Show on the desk")?;
    page.wait_for_details(&["Reserve answered"])?;
    unharmed(&page, &words)?;
    page.press(&["Escape"])?;
    unharmed(&page, &words)?;

    // The longest answer that is read has 1 MiB.
    villain.will("purchase", 200, &reserved("sc_1", &long(1_100_000))["myPolicy"]);
    page.click(&page.find_all("article button")?[1])?;
    page.wait_for_dialog(&["Buy for $8.48"])?;
    unharmed(&page, &words)?;
    page.decide("Buy for $8.48")?;
    page.wait_for_dialog(&["We do not know yet whether this was bought"])?;
    page.click_button("Leave in doubt")?;
    page.wait_for_no_dialog()?;

    // What is no answer at all is a doubt too, and kept as it came.
    villain.will_say("reserve", 200, BYTES);
    page.ask_for(&SAMPLE)?;
    page.wait_for_text("Outcome unknown")?;
    ensure_says(&page.text()?, &["No price", "It is not known whether it was reserved."])?;
    page.close()?;

    let page = desktop.open()?;
    page.wait_for_card("Volod test policy", &["In doubt", "No answer proves whether it was reserved."])?;
    unharmed(&page, &words)?;
    let exported = export(&desktop, &page, TOKEN)?;
    ensure!(holds(&exported, BYTES), "what was no answer is not in the exported log as it came");
    ensure!(holds(&exported, &words[..200_000]), "the long word is not in the exported log");
    Ok(())
}

/// The same at the vendor whose lists and prices are only read.
#[test]
fn a_catalogue_whose_every_word_is_an_attack_is_shown_word_for_word_and_does_nothing() -> Result<()> {
    const API_TOKEN: &str = "48291$Kanarie0vogel7Zqwx9ml";
    let desktop = Desktop::new()?;
    let villain = Villain::start()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    let regions = WORDS.iter().zip(1..).map(|(words, id)| {
        json!({ "id": id, "display_name": words, "country": words, "has_baremetal": true, "state": words })
    });
    villain.will("me", 200, &json!({ "id": 1, "email": WORDS[0], "status": WORDS[1] }));
    villain.will("regions", 200, &json!({ "count": WORDS.len(), "results": regions.collect::<Vec<_>>() }));
    connect(&page, &villain, Credentials::GcoreToken(API_TOKEN))?;
    page.wait_for_dialog(&["It belongs to"])?;
    unharmed(&page, &WORDS[0])?;
    page.click_button("Done")?;
    page.click_button("Price")?;
    page.click(&page.by_role("tab", "Gcore reservation")?)?;
    for (words, id) in WORDS.iter().zip(1..) {
        let machine = |name: &str| {
            json!({ "flavor_name": name, "available_count": 3, "activity_period": words,
            "hardware_description": { "cpu": words, "ram": words, "disk": words } })
        };
        villain.will(&id.to_string(), 200, &json!([machine(words), machine("bm1-plain")]));
        let region = page.field("Region")?;
        let beginning = |letter: &char| letter.is_ascii_alphanumeric() || *letter == '=';
        page.fill(&region, &words.chars().take_while(beginning).collect::<String>())?;
        unharmed(&page, words)?;
        kept_to_itself(&page, words)?;
        page.press(&["Enter"])?;
        page.wait_until("the machines", || Ok(page.find_all(".machine__act button")?.len() == 2))?;
        unharmed(&page, words)?;
        kept_to_itself(&page, words)?;

        // A status that nobody knows, a price, and a refusal.
        page.click_button("Add bm1-plain to the basket")?;
        villain.will("billing_reservation", 200, &json!({ "price_status": words, "region_name": words }));
        page.click_button("Price it")?;
        page.wait_for_text("a word Berth does not know")?;
        unharmed(&page, words)?;
        page.click_button("Hide quote")?;
        villain.will("billing_reservation", 200, &offer(words));
        page.click_button("Price it")?;
        page.wait_for_card("12 months", &["€117.00"])?;
        unharmed(&page, words)?;
        kept_to_itself(&page, words)?;
        page.click_button("Hide quote")?;
        let refusal = json!({ "message": format!("{words:.200} {API_TOKEN}"), "invalid_fields": { words: [words] } });
        villain.will("billing_reservation", 400, &refusal);
        page.click_button("Price it")?;
        page.wait_for_text("Gcore refused. Nothing was changed.")?;
        unharmed(&page, words)?;
        let text = page.text()?;
        ensure!(
            text.contains("[secret]") && !text.contains(API_TOKEN),
            "{words:.40}: the token is shown, or not repeated"
        );

        // And a machine of that name in the basket, which begins anew in the next region.
        page.click(&page.find(".machine__act button")?)?;
        page.wait_until("two machines", || Ok(page.find_all(".basket__line")?.len() == 2))?;
        unharmed(&page, words)?;
        kept_to_itself(&page, words)?;
    }
    page.close()?;

    let page = desktop.open()?;
    page.wait_for_text("Test endpoint: nothing here reaches the vendors")?;
    page.click_button("Price")?;
    page.click(&page.by_role("tab", "Gcore reservation")?)?;
    page.wait_for_text("Saved quotes")?;
    for words in WORDS.iter() {
        unharmed(&page, words)?;
    }
    export(&desktop, &page, API_TOKEN).map(|_| ())
}

/// Connects the villain, and leaves its answer standing.
fn connect(page: &Page<'_>, villain: &Villain, credentials: Credentials<'_>) -> Result<()> {
    page.fill_connection(&NewAccount { name: "Villain", credentials, endpoint: &villain.url() })?;
    page.click_button("Connect")?;
    page.wait_for_dialog(&["Villain is connected"]).map(|_| ())
}

/// Exports the activity log and reads its lines: one JSON text each, in which every control character is written out, and
/// without the secret.
fn export(desktop: &Desktop, page: &Page<'_>, secret: &str) -> Result<Vec<Value>> {
    let target = desktop.root().join("activity.jsonl");
    page.click_button("Settings")?;
    page.click_button("Export activity log…")?;
    desktop.screen().choose_file(&target)?;
    page.wait_for_text("Exported ")?;
    let text = fs::read_to_string(&target)?;
    ensure!(!text.contains(secret), "the secret is in the exported log");
    let raw = text.chars().find(|letter| *letter < ' ' && *letter != '\n');
    ensure!(raw.is_none(), "the exported log has {raw:?} in it as it came");
    let lines: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).with_context(|| format!("{line:.200}")))
        .collect::<Result<_>>()?;
    let entries = lines.first().and_then(|header| header["entries"].as_u64()).context("no header")?;
    ensure!(lines.len() > 3 && u64::try_from(lines.len())? == entries + 1, "{} lines, not {entries}", lines.len());
    Ok(lines)
}

/// Whether an answer in the log holds these very letters.
fn holds(lines: &[Value], letters: &str) -> bool {
    let body = |line: &Value| serde_json::from_str::<Value>(line["body"].as_str()?).ok();
    lines.iter().filter_map(body).any(|body| body["answer"]["body"].as_str().is_some_and(|kept| kept.contains(letters)))
}

/// A price with the attack in every field that holds a text.
fn offer(words: &str) -> Value {
    // Of the sums the currency is read, of a row the names.
    let amounts = json!({
        "currency_code": "EUR", "resource_name": words, "unit_name": words, "unit_size_month": "744",
        "commit_price_per_unit": "0.15725878", "commit_price_per_month": "117", "commit_price_total": "1404",
        "overcommit_price_per_unit": "0.3", "overcommit_price_per_month": "223", "overcommit_price_total": "2676",
    });
    json!({
        "price_status": "show", "region_name": words, "activity_period": words,
        "amount_prices": amounts, "resources": [amounts],
    })
}

/// A policy with the attack in every field that holds a text.
fn attack(id: &str, words: &str, now: &Value) -> Value {
    json!({
        "cidrId": id, "policyName": words, "cspAccountName": words, "policyStatus": "READY_FOR_PURCHASE",
        "policyOperatingState": words,
        "policyInstance": { "instanceType": words, "platformCode": words, "tenancyCode": words, "qty": 2 },
        "cspRegion": { "regionCode": words, "regionType": words, "availabilityZoneId": words },
        "createdDate": now,
        "capacityConfiguration": {
            "launchDateTime": "2099-01-10T00:00:00-08:00", "endDateTime": "2099-01-12T23:15:00-08:00",
            "vpc": words, "securityGroups": words, "amiImage": words, "sshPairKey": words, "frequency": words,
        },
        "pricing": { "ourPrice": 8.48, "cspProviderPrice": 12.11 },
    })
}

/// The page is still itself: nothing ran, nothing was loaded, nothing grew out of it, and the words stand there as words.
fn unharmed(page: &Page<'_>, words: &str) -> Result<()> {
    ensure!(page.execute("return window.owned ?? null", &[])?.is_null(), "{words:.40}: a script ran");
    ensure!(
        page.execute(
            "return document.querySelectorAll('img,iframe,object,embed,base,form[action],a[href^=javascript]').length",
            &[]
        )? == 0,
        "{words:.40}: markup"
    );
    page.wait_for_rest()?;
    let wide = page.execute(TOO_WIDE, &[])?;
    ensure!(wide == json!([]), "{words:.40}: the page is wider than the window, or a part of it than itself: {wide}");
    let visible: String = words.chars().filter(char::is_ascii_alphanumeric).take(12).collect();
    // A dialog is about something, and says so itself.
    let dialog = page.element("return [...document.querySelectorAll('dialog:modal')].at(-1) ?? null", &[])?;
    let place = if dialog.is_some() { "in the dialog" } else { "on the page" };
    let text = dialog.map_or_else(|| page.text(), |dialog| page.read(&dialog))?;
    let text: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
    ensure!(text.contains(&visible), "{words:.40}: the words are not shown {place}");
    Ok(())
}

/// Whatever direction the words are written in, what stands around them is written in its own.
fn kept_to_itself(page: &Page<'_>, words: &str) -> Result<()> {
    let found = page.execute(AT_LARGE, &[json!(words)])?;
    ensure!(found == json!([]), "{words:.40}: the direction of writing is not kept to itself in {found}");
    Ok(())
}

#[test]
fn the_page_cannot_be_led_away_nor_made_to_run_what_it_is_given() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    let home = page.execute("return location.href", &[])?;
    for (name, attempt) in ESCAPES {
        let outcome = page.execute(attempt, &[]).unwrap_or_default();
        ensure!(outcome != "through", "{name} got through");
        ensure!(page.execute("return location.href", &[])? == home, "{name} led the page away");
    }
    // Whatever was tried is still of no effect when the page has had time to follow it.
    page.click_button("Accounts")?;
    page.wait_for_text("Sandbox: nothing here costs money")?;
    ensure!(page.execute("return [location.href, window.planted ?? null]", &[])? == json!([home, null]));
    ensure!(desktop.screen().windows()? == 1, "another window was opened");
    Ok(())
}

#[test]
fn a_command_that_is_not_granted_or_misshapen_is_refused_without_an_effect() -> Result<()> {
    let desktop = Desktop::new()?;
    let page = desktop.open()?;
    page.wait_for_desk()?;
    for command in ["plugin:fs|read_text_file", "plugin:shell|execute", "plugin:event|emit", "buy_everything"] {
        let answer = page.execute_later(INVOKE, &[json!(command), json!({})])?;
        ensure!(answer.as_str().is_some_and(|words| words.contains("not allowed")), "{command} answered {answer}");
    }
    let nowhere = "01890000-0000-7000-8000-000000000000";
    let annotation = |account: &str, policy: &str| {
        json!({ "request": {
            "policies": [{ "account": account, "policy": policy }], "owner": "Ada", "ticket": null, "purpose": null,
            "note": null, "addTags": [], "removeTags": [],
        } })
    };
    let cases = [
        (
            "confirm_purchase",
            json!({ "request": { "attempt": nowhere, "typedId": "", "reason": { "owner": "", "ticket": "", "purpose": "" } } }),
            "no longer open",
        ),
        ("confirm_cancel", json!({ "request": { "attempt": nowhere, "typedId": "" } }), "no longer open"),
        ("begin_purchase", json!({ "account": nowhere, "policy": "sc_1" }), "does not know this account"),
        ("track_policy", json!({ "account": nowhere, "policy": "../../etc/passwd" }), "cannot be a policy's id"),
        ("annotate_policies", annotation(nowhere, "../../etc/passwd"), "cannot be a policy's id"),
        ("annotate_policies", annotation(nowhere, "sc_1"), "does not know this policy"),
        ("list_reservable", json!({ "account": nowhere, "region": "7/../8", "read": "r" }), "region"),
        ("list_regions", json!({ "account": nowhere, "read": "two words" }), "name of a read"),
    ];
    for (command, arguments, words) in cases {
        let answer = page.execute_later(INVOKE, &[json!(command), arguments])?;
        ensure_says(&answer.to_string(), &[words])?;
    }
    ensure!(page.sandbox()?.get("received")?.as_array().is_some_and(Vec::is_empty), "something was sent");
    Ok(())
}

/// What reaches beyond the window, if that makes the page wider; and what has to be scrolled sideways to be read. An answer
/// as it was written, and a field, may be that.
const TOO_WIDE: &str = "
    const beyond = (element) => document.documentElement.scrollWidth > innerWidth
        && element.getBoundingClientRect().right > innerWidth + 1;
    const sideways = (element) => element.scrollWidth > element.clientWidth + 1
        && !element.closest('pre,input,textarea,select') && /auto|scroll/.test(getComputedStyle(element).overflowX);
    return [...document.querySelectorAll('body *')]
        .filter((element) => element.checkVisibility() && (beyond(element) || sideways(element)))
        .map((element) => `${element.tagName}.${element.className} ${element.getBoundingClientRect().right}`).slice(0, 12);
";

/// What is no JSON and no text that a terminal should be shown.
const BYTES: &str = "\0\u{1b}[2J\u{1b}]0;owned\u{7}\u{9b}31m\u{7f}\r\u{8}";

/// A token that the vendor repeats.
const TOKEN: &str = "ey.Kanarie~vogel.7ZqwX9_mL";

/// Each tried in every field.
static WORDS: LazyLock<[String; 6]> = LazyLock::new(|| {
    [
        "xss<img src=x onerror=\"window.owned=1\"><svg onload=window.owned=1><script>window.owned=1</script>"
            .to_owned(),
        "js\";window.owned=1;//';window.owned=1;//`${window.owned=1}`{{constructor.constructor('window.owned=1')()}}"
            .to_owned(),
        "rtl\u{202e}\u{2066}\u{202d}evil\u{200f}\u{061c}".to_owned(),
        "nul\0bell\u{7}esc\u{1b}[31m\r\nline\u{2028}\u{feff}end".to_owned(),
        "=cmd|' /C calc'!A0\t+1-1@SUM(1)".to_owned(),
        format!("long👩‍👩‍👧‍👦🏴‍☠️{}", "Ẑ͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯A".repeat(1000)),
    ]
});

/// Elements in which the text stands without anything around it that keeps its direction to itself. What is only said
/// aloud has no direction.
const AT_LARGE: &str = "
    const found = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
        const at = text.data.indexOf(arguments[0]);
        const opened = text.data.lastIndexOf('\\u2068', at);
        const isolated = text.parentElement.closest('bdi,[dir],code,pre,input,textarea,option,[aria-live],.visually-hidden')
            || (opened >= 0 && !text.data.slice(opened, at).includes('\\u2069') && text.data[at + arguments[0].length] === '\\u2069');
        if (at >= 0 && !isolated) { found.push(text.parentElement.outerHTML.slice(0, 300)); }
    }
    return found;
";

const ESCAPES: [(&str, &str); 9] = [
    ("eval", "try { (0, eval)('window.planted = 1'); return 'through'; } catch { return 'blocked'; }"),
    ("a function made of text", "try { new Function('window.planted = 1')(); return 'through'; } catch { return 'blocked'; }"),
    (
        "an inline script",
        "try { const script = document.createElement('script'); script.textContent = 'window.planted = 1';
         document.body.append(script); } catch { return 'blocked'; } return window.planted ? 'through' : 'blocked';",
    ),
    ("a timer made of text", "try { setTimeout('window.planted = 1'); } catch { return 'blocked'; }"),
    (
        "a frame",
        "const frame = document.createElement('iframe'); frame.src = 'http://127.0.0.1:9/'; document.body.append(frame);
         const through = frame.contentWindow?.__TAURI_INTERNALS__ !== undefined; frame.remove();
         return through ? 'through' : 'blocked';",
    ),
    ("another address", "location.href = 'http://127.0.0.1:9/';"),
    ("a script's address", "try { location.href = 'javascript:window.planted=1'; } catch { return 'blocked'; }"),
    ("another window", "return window.open('http://127.0.0.1:9/') ? 'through' : 'blocked';"),
    (
        "a form",
        "const form = document.createElement('form'); form.action = 'http://127.0.0.1:9/'; form.method = 'post';
         document.body.append(form); form.submit(); form.remove();",
    ),
];

const INVOKE: &str = "
    const [command, request, done] = arguments;
    window.__TAURI_INTERNALS__.invoke(command, request).then((answer) => done({ answer }), done);
";
