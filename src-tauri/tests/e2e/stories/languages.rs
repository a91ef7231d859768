//! Berth in a language that nobody speaks (page-tests/pseudo.mjs): English in which every text has accents, is longer by two
//! fifths, ends with a word that cannot be broken, and stands in brackets. What is not in brackets came from no language's
//! file, and what does not fit would not fit a language of long words either. The stops are those of the tour.

use anyhow::{ensure, Result};

use super::tour::{walk, walk_accounts, COMMITMENTS, DESK, HELP, OUT_OF_REACH, PRICE, TIMELINE, WALL};
use crate::{desktop::Desktop, page::Page};

#[test]
fn the_desk_and_its_dialogs_say_nothing_of_their_own() -> Result<()> {
    walk(&Desktop::new()?.in_pseudo(), &DESK)
}

#[test]
fn the_wall_says_nothing_of_its_own() -> Result<()> {
    walk(&Desktop::new()?.in_pseudo(), &WALL)
}

#[test]
fn the_timeline_says_nothing_of_its_own() -> Result<()> {
    walk(&Desktop::new()?.in_pseudo(), &TIMELINE)
}

#[test]
fn prices_say_nothing_of_their_own() -> Result<()> {
    walk(&Desktop::new()?.in_pseudo(), &PRICE)
}

#[test]
fn commitments_say_nothing_of_their_own() -> Result<()> {
    walk(&Desktop::new()?.in_pseudo(), &COMMITMENTS)
}

#[test]
fn the_palette_and_what_helps_say_nothing_of_their_own() -> Result<()> {
    walk(&Desktop::new()?.in_pseudo(), &HELP)
}

#[test]
fn accounts_say_nothing_of_their_own() -> Result<()> {
    walk_accounts(&Desktop::new()?.in_pseudo())
}

/// Fails where something on the page was said by nobody's language, or has no room.
pub(super) fn judge(page: &Page<'_>, name: &str) -> Result<()> {
    // It stays as small as that, so that the way to the next stop is gone in long words and little room too.
    page.resize(1024, 640)?;
    page.wait_for_rest()?;
    let mut wrong = Vec::new();
    for (what, script) in
        [("in no language's file", HARD_CODED), ("too long", TOO_LONG), ("out of reach", OUT_OF_REACH)]
    {
        let found = page.execute(script, &[])?;
        wrong.extend(found.as_array().into_iter().flatten().map(|one| format!("{what}: {one}")));
    }
    page.screenshot(&format!("pseudo-{name}"))?;
    ensure!(wrong.is_empty(), "{name}:\n{}", wrong.join("\n"));
    Ok(())
}

/// Texts, and attributes that are read, with letters outside of every bracket. Names, ids and figures are no text: they stand
/// in elements that say so (`translate="no"`, or those for data and code), unless what stands there is a sentence or one of
/// English's own texts.
const HARD_CODED: &str = r#"
    const READ = ['aria-label', 'aria-description', 'aria-roledescription', 'aria-valuetext', 'title', 'placeholder', 'alt'];
    const DATA = 'data, time, bdi, code, pre, kbd, samp, option';
    const english = new Set(window.inEnglish);
    // What Intl writes is no text of ours: months, days, zones and currencies.
    const by = (options, day) => Array.from({ length: 12 }, (_, at) =>
        new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' }).format(new Date(day(at))));
    const names = ['short', 'long'].flatMap((form) => [
        ...by({ month: form }, (at) => Date.UTC(2026, at)),
        ...by({ weekday: form }, (at) => Date.UTC(2026, 0, at)),
    ]);
    const WRITTEN = new RegExp(`\\b(${[...names, ...Intl.supportedValuesOf('currency'), 'UTC', 'CES?T'].join('|')})\\b`, 'g');
    const SENTENCE = /\p{L}+[^\p{L}]* \p{L}.*[.?!…]$/u;
    const outside = (text) => {
        let depth = 0;
        return [...text.replace(/\u2068[^\u2069]*\u2069/g, '')].filter((letter) => {
            depth += letter === '⟦' ? 1 : letter === '⟧' ? -1 : 0;
            return depth === 0 && letter !== '⟧';
        }).join('').replace(WRITTEN, '').trim();
    };
    const wrong = [];
    const look = (element, text, where) => {
        const rest = outside(text);
        const named = element.closest('[translate="no"]') !== null;
        const data = element.closest(DATA) !== null && !SENTENCE.test(rest) && !english.has(rest);
        if (/\p{L}/u.test(rest) && !named && !data) {
            wrong.push(`${element.localName}.${element.className?.baseVal ?? element.className} ${where}: ${text.trim()}`);
        }
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const { parentElement: element, data } = walker.currentNode;
        if (!element.closest('script, style, template')) { look(element, data, 'says'); }
    }
    for (const element of document.body.querySelectorAll('*')) {
        for (const name of READ.filter((one) => element.hasAttribute(one))) {
            look(element, element.getAttribute(name), name);
        }
    }
    look(document.body, document.title, 'is the title of');
    return [...new Set(wrong)];
"#;

/// Controls and marks whose words stick out of them, and what does not fit onto a card, which is as high as any other.
const TOO_LONG: &str = "
    const low = [...document.querySelectorAll('.wall__card > .card, .wall__card > .card > *')]
        .filter((element) => element.checkVisibility() && element.scrollHeight > element.clientHeight + 4)
        .map((element) => `${element.className}: ${element.innerText.trim()} (${element.scrollHeight} in ${element.clientHeight})`);
    return [...low, ...[...document.querySelectorAll('button, summary, [role=tab], [role=menuitem], .badge, label, th')]
        .filter((element) => element.checkVisibility() && element.clientWidth > 1)
        .filter((element) => element.scrollWidth > element.clientWidth + 1)
        .map((element) => `${element.localName}.${element.className}: ${element.innerText.trim().slice(0, 80)} (${element.scrollWidth} in ${element.clientWidth})`)];
";
