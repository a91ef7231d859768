//! `ui/ipc.d.ts` is what these types say. `BERTH_WRITE_TYPES=1 cargo test -p berth-ipc --test types` writes it anew.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use berth_ipc::annotation::*;
use berth_ipc::catalogue::*;
use berth_ipc::change::*;
use berth_ipc::command::COMMANDS;
use berth_ipc::commitment::*;
use berth_ipc::compare::*;
use berth_ipc::error::{CODES, EFFECTS, ErrorView};
use berth_ipc::listing::*;
use berth_ipc::request::*;
use berth_ipc::said::{SaidView, TimeView, ValueView};
use berth_ipc::savings::*;
use berth_ipc::telling::*;
use berth_ipc::timeline::*;
use berth_ipc::view::*;
use berth_ipc::wall::*;
use serde::Serialize;
use ts_rs::{Config, TS};

fn union<T: Serialize>(name: &str, words: &[T]) -> String {
    let words: Vec<_> = words.iter().map(|word| serde_json::to_string(word).unwrap()).collect();
    format!("export type {name} = {};\n", words.join(" | "))
}

fn of<T: TS>(file: &mut String) {
    let declaration = T::decl(&Config::default());
    writeln!(file, "export {declaration}\n").unwrap();
}

fn unions() -> String {
    use berth_core::account::{Colour, Keep, Payment, Realm, Vendor};
    use berth_core::attempt::{Operation, State, Verdict};
    use berth_core::catalogue::FlavorKind;
    use berth_core::guard::Limit;
    use berth_core::launch::Renewal;
    use berth_core::policy::{Source, Stage};
    use berth_core::portfolio::Group;
    use berth_core::reason::Part;
    use berth_core::report::{Bucket, Dimension};
    use berth_core::savings::Baseline;
    use berth_core::timeline::Event;
    use berth_core::wall::{By, Sort};
    [
        union("TrayState", &[TrayState::Off, TrayState::Shown, TrayState::Absent]),
        union("ErrorCode", &CODES),
        union("ErrorEffect", &EFFECTS),
        union("Vendor", &[Vendor::Cloudidr, Vendor::Gcore]),
        union("Realm", &[Realm::Sandbox, Realm::Live, Realm::Test]),
        union("Keep", &[Keep::Keychain, Keep::UntilQuit]),
        union("Payment", &[Payment::Unknown, Payment::Card, Payment::Bank]),
        union(
            "Colour",
            &[
                Colour::Blue,
                Colour::Teal,
                Colour::Green,
                Colour::Amber,
                Colour::Orange,
                Colour::Red,
                Colour::Pink,
                Colour::Violet,
            ],
        ),
        union(
            "Operation",
            &[
                Operation::Reserve,
                Operation::Purchase,
                Operation::Cancel,
                Operation::Configure,
                Operation::Renew,
                Operation::Create,
                Operation::Withdraw,
            ],
        ),
        union(
            "AttemptState",
            &[
                State::Drafted,
                State::Recorded,
                State::Sent,
                State::Confirmed,
                State::Refused,
                State::Unknown,
                State::Absent,
            ],
        ),
        union("ReasonPart", &[Part::Owner, Part::Ticket, Part::Purpose, Part::Note, Part::Tags]),
        union("Verdict", &[Verdict::Done, Verdict::NotDone]),
        union("Limit", &[Limit::Purchase, Limit::Day, Limit::Month]),
        union(
            "Stage",
            &[
                Stage::Ready,
                Stage::Lapsed,
                Stage::Scheduled,
                Stage::Running,
                Stage::Ended,
                Stage::Cancelled,
                Stage::Unknown,
            ],
        ),
        union("PolicySource", &[Source::Reserved, Source::Tracked, Source::Shipped]),
        union("Renewal", &[Renewal::Off, Renewal::OneDay, Renewal::OneWeek, Renewal::OneMonth]),
        union(
            "Baseline",
            &[Baseline::Plausible, Baseline::TooFar, Baseline::OutOfLine, Baseline::Below, Baseline::NotAPrice],
        ),
        union("FlavorKind", &FlavorKind::ALL),
        union("Group", &Group::ALL),
        union(
            "WallSort",
            &[Sort::Urgency, Sort::Name, Sort::Start, Sort::End, Sort::Price, Sort::Saving, Sort::Created],
        ),
        union("WallBy", &[By::Status, By::Account, By::Vendor, By::Region, By::Family, By::Owner]),
        union("TimelineEvent", &Event::ALL),
        union("Bucket", &Bucket::ALL),
        union("Dimension", &Dimension::ALL),
    ]
    .concat()
}

/// The ledger's care.
fn cared_for(file: &mut String) {
    of::<BrokenView>(file);
    of::<IntegrityView>(file);
    of::<ImportView>(file);
    of::<ImportRowView>(file);
    of::<ExportView>(file);
    of::<ContentsView>(file);
    of::<BackupView>(file);
    of::<ExaminedView>(file);
    of::<RestoredView>(file);
}

fn telling(file: &mut String) {
    of::<NotificationsRequest>(file);
    of::<NotificationsView>(file);
    of::<OpenEvent>(file);
    of::<TellEvent>(file);
    of::<ClosingView>(file);
    of::<SayEvent>(file);
}

fn file() -> String {
    let mut file = String::from("// Written by src-tauri/ipc/tests/types.rs from the Rust types; do not edit.\n\n");
    file.push_str(&unions());
    file.push_str("export type FreeCancel = { kind: \"open\"; until: string } | { kind: \"maybe\"; until: string } | { kind: \"passed\"; since: string } | { kind: \"unknown\" };\n");
    file.push_str("export type DraftField = keyof DraftRequest;\n");
    file.push_str("export type LaunchField = keyof LaunchRequest;\n\n");
    said(&mut file);
    of::<ErrorView>(&mut file);
    of::<CredentialsRequest>(&mut file);
    of::<ConnectRequest>(&mut file);
    of::<ChangeAccountRequest>(&mut file);
    of::<ReplaceCredentialsRequest>(&mut file);
    of::<LimitsRequest>(&mut file);
    of::<DraftRequest>(&mut file);
    of::<ReserveRequest>(&mut file);
    of::<BasketLineRequest>(&mut file);
    of::<BasketRequest>(&mut file);
    of::<ReasonRequest>(&mut file);
    of::<ConfirmPurchaseRequest>(&mut file);
    of::<ConfirmCancelRequest>(&mut file);
    of::<SettleRequest>(&mut file);
    of::<OwnFolder>(&mut file);
    of::<PaintingRequest>(&mut file);
    of::<PaintedNode>(&mut file);
    of::<SettingsRequest>(&mut file);
    telling(&mut file);
    of::<MoneyView>(&mut file);
    of::<MomentView>(&mut file);
    of::<WindowView>(&mut file);
    of::<LimitsView>(&mut file);
    of::<AccountView>(&mut file);
    of::<AnswerView>(&mut file);
    of::<AttemptView>(&mut file);
    of::<MayView>(&mut file);
    of::<CancelFeeView>(&mut file);
    of::<CancellationView>(&mut file);
    of::<ReasonView>(&mut file);
    of::<AnnotateRequest>(&mut file);
    of::<ReasonErrorView>(&mut file);
    of::<AnnotatedView>(&mut file);
    of::<DriftView>(&mut file);
    of::<PolicyView>(&mut file);
    of::<TotalsView>(&mut file);
    of::<RealmView>(&mut file);
    walled(&mut file);
    of::<DeskView>(&mut file);
    of::<EntryView>(&mut file);
    of::<PolicyDetailView>(&mut file);
    of::<ActivityLineView>(&mut file);
    of::<ActivityPageView>(&mut file);
    of::<FieldErrorView>(&mut file);
    of::<DraftCheckView>(&mut file);
    of::<AlternativesView>(&mut file);
    of::<AlternativeView>(&mut file);
    of::<ReserveView>(&mut file);
    of::<LimitLeftView>(&mut file);
    of::<PurchaseReviewView>(&mut file);
    of::<PurchaseReceiptView>(&mut file);
    of::<PastFeeView>(&mut file);
    of::<WorthView>(&mut file);
    of::<CancelReviewView>(&mut file);
    of::<CancelReceiptView>(&mut file);
    of::<LaunchRequest>(&mut file);
    of::<ConfirmRenewRequest>(&mut file);
    of::<LaunchErrorView>(&mut file);
    of::<ConfigureView>(&mut file);
    of::<ConfigureReviewView>(&mut file);
    of::<DetailChangeView>(&mut file);
    of::<RenewReviewView>(&mut file);
    of::<ExposureView>(&mut file);
    of::<ChangeReceiptView>(&mut file);
    of::<RegionView>(&mut file);
    of::<ReservableView>(&mut file);
    of::<TariffView>(&mut file);
    of::<OfferView>(&mut file);
    of::<BasketLineView>(&mut file);
    of::<QuoteView>(&mut file);
    of::<AnsweredView<RegionView>>(&mut file);
    reserved(&mut file);
    timeline(&mut file);
    catalogued(&mut file);
    saved(&mut file);
    compared(&mut file);
    of::<TestView>(&mut file);
    of::<SettingsView>(&mut file);
    of::<AboutView>(&mut file);
    cared_for(&mut file);
    file.push_str("/** Every command: its arguments and its answer. */\nexport interface Commands {\n");
    for command in COMMANDS {
        writeln!(file, "  {}: {{ args: {}; answer: {} }};", command.name, command.args, command.answer).unwrap();
    }
    file.push_str("}\n");
    // `ipc.js` lies beside this file, so these two lines are its declaration.
    file.push_str("\n/** Calls a command; rejects with an ErrorView. */\nexport function call<C extends keyof Commands>(command: C, args: Commands[C][\"args\"]): Promise<Commands[C][\"answer\"]>;\n");
    file.push_str("/** Whatever was thrown, as an ErrorView. */\nexport function asErrorView(thrown: unknown, command: string): ErrorView;\n");
    file
}

/// Every sentence that is said below the page, by its English, with the names of its places: what `say!` stands before in
/// the source of what ships.
fn sentences() -> String {
    let mut found = BTreeMap::new();
    for folder in ["../core/src", "src", "../src"] {
        for path in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)) {
            let source = std::fs::read_to_string(&path).unwrap();
            let shipped = source.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
            for (_, after) in shipped.match_indices("say!(").map(|(at, said)| shipped.split_at(at + said.len())) {
                // The macro's own rules, and what is written of it, hold no sentence.
                if let Some(english) = after.trim_start().strip_prefix('"') {
                    let english = literal(english).unwrap();
                    let places: Vec<String> = places(&english).into_iter().map(str::to_owned).collect();
                    found.insert(english, places);
                }
            }
        }
    }
    assert!(found.len() > 100, "only {} sentences were found", found.len());
    let mut list = String::from(
        "/** What is said below the page: each sentence by its English, with its places. */\nexport interface Sentences {\n",
    );
    for (english, places) in found {
        let places: Vec<_> = places.iter().map(|name| format!(" {name}: string;")).collect();
        let key = serde_json::to_string(&english).unwrap();
        writeln!(list, "  {key}: {{{}{}}};", places.concat(), if places.is_empty() { "" } else { " " }).unwrap();
    }
    list.push_str("}\n\n");
    list
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let inside = |path: PathBuf| if path.is_dir() { sources(&path) } else { vec![path] };
    entries.flat_map(inside).filter(|path| path.extension().is_some_and(|ending| ending == "rs")).collect()
}

/// What a string of the source says, from behind its first quotation mark; nothing where it has no end, or an escape
/// other than of a quotation mark and of itself.
fn literal(source: &str) -> Option<String> {
    let mut text = String::new();
    let mut letters = source.chars();
    loop {
        match letters.next()? {
            '"' => return Some(text),
            '\\' => text.push(letters.next().filter(|escaped| matches!(escaped, '"' | '\\'))?),
            letter => text.push(letter),
        }
    }
}

fn places(english: &str) -> Vec<&str> {
    let mut names: Vec<_> = english.split('{').skip(1).filter_map(|part| part.split('}').next()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn said(file: &mut String) {
    file.push_str(&sentences());
    of::<SaidView>(file);
    of::<ValueView>(file);
    of::<TimeView>(file);
}

fn reserved(file: &mut String) {
    of::<ListingView>(file);
    of::<OlderView>(file);
    of::<CommitmentView>(file);
    of::<DatedView>(file);
    of::<ReservationView>(file);
    of::<StatusView>(file);
    of::<CreateRequest>(file);
    of::<CreateReviewView>(file);
    of::<CreateReceiptView>(file);
    of::<WithdrawReviewView>(file);
    of::<WithdrawReceiptView>(file);
}

fn walled(file: &mut String) {
    of::<PolicyRef>(file);
    of::<WallRequest>(file);
    of::<CardView>(file);
    of::<SectionView>(file);
    of::<WallView>(file);
    of::<GroupCountView>(file);
    of::<FoundPolicyView>(file);
    of::<FoundView>(file);
    of::<FacetView>(file);
    of::<FacetsView>(file);
    of::<ChosenView>(file);
    of::<ChosenSumView>(file);
}

fn timeline(file: &mut String) {
    of::<TimelineRequest>(file);
    of::<OutsideView>(file);
    of::<ReachView>(file);
    of::<NextView>(file);
    of::<LaneSectionView>(file);
    of::<LaneView>(file);
    of::<LanePolicyView>(file);
    of::<AskedView>(file);
    of::<LaneReservedView>(file);
    of::<TimelineView>(file);
}

fn saved(file: &mut String) {
    of::<SavingsRequest>(file);
    of::<StartView>(file);
    of::<FigureRequest>(file);
    of::<SavedRowsRequest>(file);
    of::<SavingsView>(file);
    of::<CurrencySavingsView>(file);
    of::<RealisedView>(file);
    of::<CommittedView>(file);
    of::<StepView>(file);
    of::<GroupView>(file);
    of::<RestView>(file);
    of::<AheadView>(file);
    of::<DriftSumView>(file);
    of::<SavedRowsView>(file);
    of::<SavedRowView>(file);
    of::<DriftedView>(file);
}

fn catalogued(file: &mut String) {
    of::<ProjectView>(file);
    of::<CatalogueView>(file);
    of::<FlavorListView>(file);
    of::<FlavorView>(file);
    of::<OrdinaryPriceView>(file);
    of::<CostTotalsView>(file);
    of::<CostTableView>(file);
}

fn compared(file: &mut String) {
    of::<PickRequest>(file);
    of::<RateRequest>(file);
    of::<CompareRequest>(file);
    of::<FigureView>(file);
    of::<ConversionView>(file);
    of::<PointView>(file);
    of::<PictureView>(file);
    of::<ColumnView>(file);
    of::<RateFieldView>(file);
    of::<RateErrorView>(file);
    of::<CompareView>(file);
}

#[test]
fn the_page_s_types_are_what_rust_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/ipc.d.ts");
    if std::env::var_os("BERTH_WRITE_TYPES").is_some() {
        std::fs::write(&path, file()).unwrap();
    }
    let written = std::fs::read_to_string(&path).expect("ui/ipc.d.ts is missing: write it with BERTH_WRITE_TYPES=1");
    assert!(written == file(), "ui/ipc.d.ts has drifted: write it anew with BERTH_WRITE_TYPES=1");
}

#[test]
fn no_view_names_a_secret() {
    let names = ["token", "password", "secret"];
    let secret = |declared: &str| names.iter().any(|name| declared.contains(&format!("{name}: string")));
    let cfg = Config::default();
    assert!(secret(&CredentialsRequest::decl(&cfg)), "the one way in");
    let declared = file();
    let rest: String = declared.replace(&CredentialsRequest::decl(&cfg), "");
    assert!(!secret(&rest), "a secret may come in through CredentialsRequest and never go out");
}
