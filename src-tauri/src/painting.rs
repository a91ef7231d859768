//! The painting: how the desk looked when it was last at rest, shown by the next start until the page has drawn it anew.
//!
//! The web engine needs some hundred milliseconds to load and run the page's scripts; what stands in the document itself
//! is on the screen with the very first frame. So the page hands over what it drew, and the next start puts it into the
//! document, if and only if the ledger says to the letter what it said then and no moment has passed since that changes
//! a card. What ticks is left out, and nothing in it can be pressed or read aloud before the page takes over.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;
use std::time::{Duration, UNIX_EPOCH};
use std::{env, fs, io};

use berth_core::ports::Clock as _;
use berth_ipc::request::{PaintedNode, PaintingRequest};
use berth_ipc::view::DeskView;
use berth_ipc::wall::WallRequest;
use berth_local::cache;
use berth_local::settings::Settings;
use jiff::tz::TimeZone;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use tauri::http::Response;

use crate::app::App;
use crate::clock::SystemClock;
use crate::commands::look;

/// A desk that takes longer to open is not waited for: the skeleton is there, and the cards follow.
const PATIENCE: Duration = Duration::from_millis(150);
/// A dozen cards are some 40 kB; the page sends only what the window shows.
const MOST: u64 = 1 << 20;
/// What surrounds the skeleton in `ui/index.html`.
const FRAME: [&str; 2] = ["<div class=\"app\" id=\"app\">", "</body>"];
/// The frame with the painting in it: the page lifts `inert` when it takes over.
const PAINTED: &str = "<div class=\"app\" id=\"app\" inert aria-busy=\"true\" data-painted>";

/// SECURITY: the only elements and attributes that are ever written. None loads, links, styles or runs anything.
const ELEMENTS: &[&str] = &[
    "a", "article", "bdi", "button", "circle", "code", "data", "dd", "div", "dl", "dt", "ellipse", "em", "footer",
    "h1", "h2", "h3", "header", "input", "label", "li", "line", "main", "nav", "ol", "p", "path", "polygon",
    "polyline", "q", "rect", "section", "small", "span", "strong", "svg", "time", "ul",
];
const ATTRIBUTES: &[&str] = &[
    "aria-current",
    "aria-disabled",
    "aria-pressed",
    "class",
    "cx",
    "cy",
    "d",
    "dir",
    "disabled",
    "height",
    "hidden",
    "id",
    "lang",
    "placeholder",
    "points",
    "r",
    "rx",
    "ry",
    "type",
    "viewBox",
    "width",
    "x",
    "x1",
    "x2",
    "y",
    "y1",
    "y2",
];

/// A painting as it is kept.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Painting {
    of: String,
    /// In which order the cards stood: the desk that it is compared with is asked for in the same.
    wall: WallRequest,
    /// Where, in which year and under which languages of the system it was written, and which clock shows its times.
    place: String,
    since: Timestamp,
    until: Option<Timestamp>,
    nodes: Vec<PaintedNode>,
}

impl Painting {
    pub(crate) fn new(
        PaintingRequest { of, wall, nodes, .. }: PaintingRequest,
        until: Option<Timestamp>,
        now: Timestamp,
        settings: &Settings,
    ) -> Self {
        Self { of, wall, place: place(now, settings), since: now, until, nodes }
    }

    /// Keeps it for the next start.
    pub(crate) fn keep(&self, path: &Path) -> io::Result<()> {
        cache::write(path, &serde_json::to_vec(self)?)
    }

    /// The one that was kept, if it may be shown here and now. Nothing is painted where the page will come back to another
    /// view.
    fn recall(path: &Path, now: Timestamp, settings: &Settings) -> Option<Self> {
        let kept: Self = serde_json::from_slice(&cache::read(path, MOST)?).ok()?;
        let here = kept.place == place(now, settings);
        let timely = here && kept.since <= now && kept.until.is_none_or(|until| now < until);
        (timely && !kept.nodes.is_empty()).then_some(kept)
    }

    /// Whether the desk still looks like that.
    fn shows(&self, desk: &DeskView) -> bool {
        self.of == desk.fingerprint
    }

    /// As HTML; nothing if anything in it is not on the lists.
    fn html(&self) -> Option<String> {
        let mut html = String::new();
        self.nodes.iter().try_for_each(|node| write(node, &mut html))?;
        Some(html)
    }
}

/// Puts the painting into the page that is about to be loaded, if there is one of the desk as it is.
pub(crate) fn hang(app: &App, page: &mut Response<Cow<'static, [u8]>>) {
    let Some(painting) = Painting::recall(&app.paths().painting, SystemClock.now(), &app.settings()) else { return };
    let look = look::desk_view(app, None, painting.wall.clone(), &[]);
    let look = async { tokio::time::timeout(PATIENCE, look).await };
    // Tauri asks from a thread of the runtime, or from the main one, depending on the system.
    let desk = tokio::task::block_in_place(|| tauri::async_runtime::handle().block_on(look));
    let Ok(Ok(desk)) = desk else { return };
    let hang = || painting.shows(&desk).then(|| framed(std::str::from_utf8(page.body()).ok()?, &painting.html()?))?;
    if let Some(hung) = hang() {
        *page.body_mut() = hung.into_bytes().into();
    }
}

/// The page with the painting in place of its skeleton.
fn framed(page: &str, painting: &str) -> Option<String> {
    let (before, rest) = page.split_once(FRAME[0])?;
    let (_, after) = rest.split_once(FRAME[1])?;
    Some([before, PAINTED, painting, "</div>", FRAME[1], after].concat())
}

/// The desk with its fingerprint.
pub(crate) fn sealed(desk: DeskView) -> DeskView {
    let unsealed = DeskView { now: String::new(), fingerprint: String::new(), ..desk.clone() };
    // A view is plain data; were it not, an empty fingerprint would match no painting but an equally impossible one.
    let told = serde_json::to_vec(&unsealed).unwrap_or_default();
    let digest = Sha256::new().chain_update(program()).chain_update(told).finalize();
    // Half of it tells any two desks apart.
    let half: [u8; 16] = std::array::from_fn(|at| digest[at]);
    DeskView { fingerprint: format!("{:032x}", u128::from_be_bytes(half)), ..desk }
}

/// This very program: another one may draw the same desk differently.
fn program() -> &'static str {
    static PROGRAM: OnceLock<String> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let file = env::current_exe().and_then(fs::metadata).ok();
        let made = file.as_ref().and_then(|file| file.modified().ok()?.duration_since(UNIX_EPOCH).ok());
        format!("{} {:?} {made:?}", env!("CARGO_PKG_VERSION"), file.map(|file| file.len()))
    })
}

fn place(now: Timestamp, Settings { clock, zone_first, .. }: &Settings) -> String {
    let here = now.to_zoned(TimeZone::system());
    let zone = here.time_zone().iana_name().unwrap_or_default();
    format!("{zone} {} {clock:?} {zone_first:?} {}", here.strftime("%Y %:z"), languages(env::var))
}

/// The languages that the system asks for, from which the page takes the one it speaks.
fn languages(variable: impl Fn(&'static str) -> Result<String, env::VarError>) -> String {
    ["LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"].map(|name| variable(name).unwrap_or_default()).join(" ")
}

fn write(node: &PaintedNode, html: &mut String) -> Option<()> {
    match node {
        PaintedNode::Text(text) => escape(text, html),
        PaintedNode::Element(name, attributes, children) => {
            if !ELEMENTS.contains(&name.as_str()) {
                tracing::warn!(name, "an element that is not on the list: nothing is painted ahead");
                return None;
            }
            html.push('<');
            html.push_str(name);
            write_attributes(attributes, html);
            html.push('>');
            if name != "input" {
                children.iter().try_for_each(|child| write(child, html))?;
                html.push_str("</");
                html.push_str(name);
                html.push('>');
            }
        }
    }
    Some(())
}

fn write_attributes(attributes: &BTreeMap<String, String>, html: &mut String) {
    for (name, value) in attributes.iter().filter(|(name, _)| ATTRIBUTES.contains(&name.as_str())) {
        html.push(' ');
        html.push_str(name);
        html.push_str("=\"");
        escape(value, html);
        html.push('"');
    }
}

fn escape(text: &str, html: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\0' => {}
            letter => html.push(letter),
        }
    }
}

#[cfg(test)]
mod tests {
    use berth_ipc::wall::WallView;
    use berth_local::settings::{HourClock, ZoneFirst};

    use super::*;

    fn element(name: &str, attributes: &[(&str, &str)], children: Vec<PaintedNode>) -> PaintedNode {
        let attributes = attributes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        PaintedNode::Element(name.to_owned(), attributes, children)
    }

    fn text(text: &str) -> PaintedNode {
        PaintedNode::Text(text.to_owned())
    }

    fn painting(nodes: Vec<PaintedNode>) -> Painting {
        Painting::new(
            PaintingRequest { of: "f".to_owned(), wall: WallRequest::default(), until: None, nodes },
            Some(at("2026-11-21T12:00:00Z")),
            at("2026-11-21T10:00:00Z"),
            &Settings::default(),
        )
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn desk(fingerprint: &str) -> DeskView {
        DeskView {
            realm: berth_core::account::Realm::Sandbox,
            realms: Vec::new(),
            now: "2026-11-21T10:00:00Z".to_owned(),
            accounts: Vec::new(),
            total: 0,
            groups: Vec::new(),
            wall: WallView { found: 0, sections: Vec::new(), first: 0, cards: Vec::new() },
            policies: Vec::new(),
            unfinished: BTreeMap::new(),
            free_until: BTreeMap::new(),
            until: None,
            loose: Vec::new(),
            totals: Vec::new(),
            quotes: Vec::new(),
            read_only: None,
            notice: None,
            fingerprint: fingerprint.to_owned(),
        }
    }

    #[test]
    fn what_a_vendor_wrote_stays_text() {
        let name = "\"><script>alert(1)</script>&amp;\0";
        let html = painting(vec![element("span", &[("class", name)], vec![text(name)])]).html().unwrap();
        let escaped = "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;";
        assert_eq!(html, format!("<span class=\"{escaped}\">{escaped}</span>"));
    }

    #[test]
    fn nothing_that_loads_links_styles_or_runs_is_ever_written() {
        for name in ["script", "style", "link", "iframe", "img", "form", "use", "template", "SCRIPT", "a href=x"] {
            let nested = vec![element("div", &[], vec![element(name, &[], Vec::new())])];
            assert_eq!(painting(nested).html(), None, "{name}");
        }
        let attributes =
            [("href", "x"), ("onclick", "x"), ("style", "x"), ("src", "x"), ("autofocus", ""), ("x onload", "y")];
        assert_eq!(painting(vec![element("a", &attributes, Vec::new())]).html().unwrap(), "<a></a>");
    }

    #[test]
    fn an_input_has_no_end() {
        let html = painting(vec![element("input", &[("type", "search")], vec![text("never")])]).html().unwrap();
        assert_eq!(html, "<input type=\"search\">");
    }

    #[test]
    fn it_hangs_where_the_skeleton_stood_and_cannot_be_pressed() {
        let page = include_str!("../../ui/index.html");
        let hung = framed(page, "<p>cards</p>").unwrap();
        assert!(
            !hung.contains("card--skeleton") && hung.contains("inert aria-busy=\"true\" data-painted><p>cards</p>")
        );
        assert!(hung.contains("<script type=\"module\" src=\"/start.js\">") && hung.trim_end().ends_with("</html>"));
        assert_eq!(framed("<html><body>another page</body></html>", "<p>cards</p>"), None);
    }

    #[test]
    fn it_is_recalled_for_the_same_desk_at_its_time_and_for_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("painting.json");
        let recalled = |of: &str, now: &str| {
            Painting::recall(&path, at(now), &Settings::default()).is_some_and(|one| one.shows(&desk(of)))
        };
        assert!(!recalled("f", "2026-11-21T11:00:00Z"), "nothing was kept");
        painting(vec![text("cards")]).keep(&path).unwrap();
        assert!(recalled("f", "2026-11-21T11:00:00Z"));
        assert!(!recalled("g", "2026-11-21T11:00:00Z"), "another desk");
        for other in [
            Settings { clock: HourClock::Twelve, ..Settings::default() },
            Settings { zone_first: ZoneFirst::Mine, ..Settings::default() },
        ] {
            let recalled = Painting::recall(&path, at("2026-11-21T11:00:00Z"), &other);
            assert!(recalled.is_none(), "its times are shown otherwise now");
        }
        assert!(!recalled("f", "2026-11-21T12:00:00Z"), "a window has begun since");
        assert!(!recalled("f", "2026-11-21T09:59:59Z"), "the clock was set back");
        painting(Vec::new()).keep(&path).unwrap();
        assert!(!recalled("f", "2026-11-21T11:00:00Z"), "another view was left");
        fs::write(&path, b"{\"of\":\"f\",\"nodes\":[[\"script\"").unwrap();
        assert!(!recalled("f", "2026-11-21T11:00:00Z"), "damaged");
    }

    #[test]
    fn a_painting_in_the_words_of_another_language_is_not_hung() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("painting.json");
        let recalled = || Painting::recall(&path, at("2026-11-21T11:00:00Z"), &Settings::default()).is_some();
        let german =
            languages(
                |name| if name == "LANG" { Ok("de_DE.UTF-8".to_owned()) } else { Err(env::VarError::NotPresent) },
            );
        let here = painting(vec![text("cards")]);
        let place = here.place.replace(&languages(env::var), &german);
        assert_ne!(place, here.place);
        Painting { place, ..painting(vec![text("Karten")]) }.keep(&path).unwrap();
        assert!(!recalled());
        here.keep(&path).unwrap();
        assert!(recalled());
    }

    #[test]
    fn the_fingerprint_ignores_the_hour_and_nothing_else() {
        let one = sealed(desk(""));
        assert_eq!(one.fingerprint, sealed(DeskView { now: "later".to_owned(), ..one.clone() }).fingerprint);
        assert_ne!(
            one.fingerprint,
            sealed(DeskView { notice: Some((&berth_core::say!("x")).into()), ..one.clone() }).fingerprint
        );
    }
}
