//! The commands as the page reaches them: through Tauri's own IPC and its access control list, over a real ledger and the
//! real sandbox, without a window.

use std::path::{Path, PathBuf};
use std::time::Duration;

use async_trait::async_trait;
use berth_core::say;
use berth_ipc::command::COMMANDS;
use berth_local::paths::{Convention, Paths};
use serde_json::{json, Value};
use tauri::test::{get_ipc_response, mock_builder, MockRuntime, INVOKE_KEY};
use tauri::webview::InvokeRequest;
use tauri::{App as TauriApp, Manager as _, WebviewWindow, WebviewWindowBuilder};
use tempfile::TempDir;

use crate::app::App;
use crate::chooser::{Asking, Chooser, Wish};
use crate::commands;

/// Somebody who saves what they are asked about under the proposed name, and opens a file called `chosen`.
struct Obliging(PathBuf);

#[async_trait]
impl Chooser for Obliging {
    async fn ask(&self, wish: Wish) -> Option<PathBuf> {
        let file = self.0.join(match wish {
            Wish::Save(name) => name,
            Wish::Open(_) => "chosen".to_owned(),
        });
        Some(file)
    }
}

struct Bench {
    window: WebviewWindow<MockRuntime>,
    _app: TauriApp<MockRuntime>,
    home: Option<TempDir>,
}

impl Bench {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let bench = Self::at(home.path());
        Self { home: Some(home), ..bench }
    }

    fn at(home: &Path) -> Self {
        let folder = home.as_os_str().to_owned();
        let paths = Paths::resolve(Convention::HERE, |name| (name == "HOME").then(|| folder.clone())).unwrap();
        let app = mock_builder()
            .manage(App::new(paths))
            .manage(Asking::of(Obliging(home.to_owned())))
            .invoke_handler(commands::handler())
            .build(tauri::generate_context!())
            .unwrap();
        let window = WebviewWindowBuilder::new(&app, "main", tauri::WebviewUrl::default()).build().unwrap();
        Self { window, _app: app, home: None }
    }

    fn paths(&self) -> Paths {
        let home = self.home.as_ref().unwrap().path().as_os_str();
        Paths::resolve(Convention::HERE, |name| (name == "HOME").then(|| home.to_owned())).unwrap()
    }

    fn call(&self, command: &str, args: Value) -> Result<Value, Value> {
        let request = InvokeRequest {
            cmd: command.to_owned(),
            callback: tauri::ipc::CallbackFn(0),
            error: tauri::ipc::CallbackFn(1),
            url: "tauri://localhost".parse().unwrap(),
            body: args.into(),
            headers: tauri::http::HeaderMap::default(),
            invoke_key: INVOKE_KEY.to_owned(),
        };
        get_ipc_response(&self.window, request).map(|body| body.deserialize().unwrap())
    }

    fn desk(&self) -> Value {
        self.call("show_desk", json!({ "realm": null, "wall": null, "watch": [] })).unwrap()
    }

    /// The account at Gcore.
    fn gcore(&self) -> Value {
        let desk = self.desk();
        let accounts = desk["accounts"].as_array().unwrap();
        accounts.iter().find(|account| account["vendor"] == "gcore").unwrap()["id"].clone()
    }

    fn ready_policy(&self) -> Value {
        let ready = |policy: &Value| policy["stage"] == "ready" && policy["price"].is_object();
        policies(&self.desk()).into_iter().find(ready).unwrap()
    }
}

/// The policies on the first page of a desk's wall.
fn policies(desk: &Value) -> Vec<Value> {
    let cards = desk["wall"]["cards"].as_array().unwrap();
    cards.iter().filter(|card| card["kind"] == "policy").map(|card| card["policy"].clone()).collect()
}

#[test]
fn the_first_desk_has_a_dozen_sandbox_policies_in_every_stage() {
    let bench = Bench::new();
    let desk = bench.desk();
    let policies = policies(&desk);
    assert!(policies.len() >= 12, "{}", policies.len());
    for stage in ["ready", "scheduled", "running", "ended", "cancelled"] {
        assert!(policies.iter().any(|policy| policy["stage"] == stage), "none is {stage}");
    }
    assert_eq!(desk["realm"], "sandbox");
    assert_eq!(desk["accounts"].as_array().unwrap().len(), 2);
}

#[test]
fn each_notification_can_be_turned_off_and_stays_off() {
    let bench = Bench::new();
    let before = bench.call("show_notifications", json!({})).unwrap();
    let kinds = ["freeFive", "freeTwo", "start", "end", "renewal", "doubt", "tray"];
    assert!(kinds.iter().all(|kind| before[kind] == true) && before["keepRunning"] == false, "{before}");
    for off in kinds {
        let mut wanted: serde_json::Map<_, _> =
            kinds.iter().map(|kind| ((*kind).to_owned(), json!(*kind != off))).collect();
        wanted.insert("keepRunning".to_owned(), json!(true));
        let saved = bench.call("save_notifications", json!({ "notifications": wanted })).unwrap();
        let shown = bench.call("show_notifications", json!({})).unwrap();
        for view in [saved, shown] {
            assert!(kinds.iter().all(|kind| view[kind] == json!(*kind != off)), "{off}: {view}");
            assert_eq!(view["keepRunning"], true);
        }
    }
    let after = bench.call("show_notifications", json!({})).unwrap();
    assert_eq!(after["trayState"], "off");
}

#[test]
fn what_the_disk_does_not_take_of_the_notifications_holds_and_is_said() {
    let bench = Bench::new();
    // A folder with something in it cannot be replaced by a file.
    std::fs::create_dir_all(bench.paths().settings.join("full")).unwrap();
    let mut wanted = bench.call("show_notifications", json!({})).unwrap();
    wanted["start"] = json!(false);
    for answered in ["service", "trayState"] {
        wanted.as_object_mut().unwrap().remove(answered);
    }
    let error = bench.call("save_notifications", json!({ "notifications": wanted })).unwrap_err();
    assert!(error["message"].as_str().unwrap().contains("hold until Berth quits"), "{error}");
    assert_eq!(bench.call("show_notifications", json!({})).unwrap()["start"], false);
}

#[test]
fn a_desk_that_did_not_open_is_opened_as_soon_as_it_is_read_again() {
    let bench = Bench::new();
    let folder = bench.paths().data;
    std::fs::create_dir_all(folder.parent().unwrap()).unwrap();
    std::fs::write(&folder, "in the way").unwrap();
    let read = || bench.call("show_desk", json!({ "realm": null, "wall": null, "watch": [] }));
    let error = read().unwrap_err();
    assert_eq!((&error["code"], &error["effect"]), (&json!("ledger_failed"), &json!("none")), "{error}");
    std::fs::remove_file(&folder).unwrap();
    // Only the desk itself is tried again, for that can take as long as the disk wants.
    assert_eq!(bench.call("verify_activity", json!({})).unwrap_err()["code"], "ledger_failed");
    assert!(policies(&read().unwrap()).len() >= 12);
    bench.call("verify_activity", json!({})).unwrap();
}

#[test]
fn what_is_said_outside_the_page_is_one_line_of_its_own_or_english() {
    let bench = Bench::new();
    let handle = bench.window.app_handle().clone();
    let said = say!("Open Berth");
    let say = || tauri::async_runtime::block_on(crate::voice::say(&handle, [&said]));
    assert_eq!(say(), ["Open Berth"], "English asks nobody");

    handle.state::<App>().voice().is_foreign(true);
    assert_eq!(say(), ["Open Berth"], "a page that does not answer");
    // The next is the second that is asked: what the page answers has no second line, whatever it is.
    let answers =
        [(json!(["Berth \u{f6}ffnen\nund mehr\u{202e}"]), "Berth öffnen und mehr"), (json!([]), "Open Berth")];
    for (number, (texts, heard)) in (1..).zip(answers) {
        let [text] = std::thread::scope(|scope| {
            let asking = scope.spawn(say);
            while !asking.is_finished() {
                bench.call("answer_words", json!({ "number": number, "texts": texts })).unwrap();
            }
            asking.join().unwrap()
        });
        assert_eq!(text, heard);
    }
}

#[test]
fn beside_a_first_berth_a_second_one_looks_and_cannot_buy() {
    let first = Bench::new();
    let before = first.desk();
    let second = Bench::at(first.home.as_ref().unwrap().path());
    let desk = second.desk();
    let ids = |desk: &Value| policies(desk).into_iter().map(|policy| policy["id"].clone()).collect::<Vec<_>>();
    assert_eq!(ids(&before), ids(&desk));
    assert_eq!(desk["readOnly"]["values"]["reason"], "another Berth is using it", "{}", desk["readOnly"]);
    let policy = second.ready_policy();
    let which = json!({ "account": policy["account"], "policy": policy["id"] });
    let review = second.call("begin_purchase", which).unwrap();
    std::thread::sleep(Duration::from_millis(600));
    let reason = json!({ "owner": "", "ticket": "", "purpose": "" });
    let request = json!({ "request": { "attempt": review["attempt"], "typedId": "", "reason": reason } });
    let refused = second.call("confirm_purchase", request).unwrap_err();
    assert_eq!((&refused["code"], &refused["effect"]), (&json!("ledger_failed"), &json!("none")));
}

#[test]
fn policies_are_annotated_through_the_command_and_a_complaint_names_its_part() {
    let bench = Bench::new();
    let desk = bench.desk();
    let policies = desk["policies"].as_array().unwrap();
    let keys: Vec<_> =
        policies.iter().map(|policy| json!({ "account": policy["account"], "policy": policy["id"] })).collect();
    let request = |note: &str| {
        json!({ "request": {
            "policies": keys, "owner": null, "ticket": "https://tickets.example/OPS-7", "purpose": null, "note": note,
            "addTags": ["prod", "team=data"], "removeTags": [],
        } })
    };
    let refused = bench.call("annotate_policies", request("\u{202e}")).unwrap();
    assert_eq!((&refused["kind"], &refused["errors"][0]["part"]), (&json!("invalid"), &json!("note")));
    let saved = bench.call("annotate_policies", request("two\nlines")).unwrap();
    assert_eq!(saved, json!({ "kind": "saved", "changed": keys.len() }));
    for (key, before) in keys.iter().zip(policies) {
        let detail = bench.call("show_policy", key.clone()).unwrap();
        let (reason, was) = (&detail["policy"]["reason"], &before["reason"]);
        assert_eq!((&reason["note"], &reason["tags"]), (&json!("two\nlines"), &json!(["prod", "team=data"])));
        assert_eq!((&reason["owner"], &reason["purpose"]), (&was["owner"], &was["purpose"]));
        assert_eq!(detail["activity"].as_array().unwrap().last().unwrap()["kind"], "annotated");
    }
    let unknown = json!({ "request": {
        "policies": [{ "account": keys[0]["account"], "policy": "sc_404" }], "owner": "Ada", "ticket": null,
        "purpose": null, "note": null, "addTags": [], "removeTags": [],
    } });
    assert_eq!(bench.call("annotate_policies", unknown).unwrap_err()["code"], "not_found");
}

#[test]
fn a_policy_is_bought_and_cancelled_through_the_commands() {
    let bench = Bench::new();
    let policy = bench.ready_policy();
    let which = json!({ "account": policy["account"], "policy": policy["id"] });
    let review = bench.call("begin_purchase", which.clone()).unwrap();
    assert_eq!(review["policy"]["price"], policy["price"]);
    std::thread::sleep(Duration::from_millis(600));
    let confirm = json!({ "request": {
        "attempt": review["attempt"], "typedId": "",
        "reason": { "owner": "ana", "ticket": "FIN-7", "purpose": "" },
    } });
    let receipt = bench.call("confirm_purchase", confirm.clone()).unwrap();
    assert_eq!(receipt["policy"]["drift"], "same");
    assert_eq!(receipt["policy"]["reason"]["owner"], "ana");
    assert_eq!(bench.call("confirm_purchase", confirm).unwrap_err()["code"], "invalid_input", "a review works once");
    assert_eq!(bench.call("begin_purchase", which.clone()).unwrap_err()["code"], "refused", "it is bought already");

    let review = bench.call("begin_cancel", which.clone()).unwrap();
    std::thread::sleep(Duration::from_millis(600));
    let request = json!({ "request": { "attempt": review["attempt"], "typedId": policy["id"] } });
    let receipt = bench.call("confirm_cancel", request).unwrap();
    assert_eq!(receipt["policy"]["stage"], "cancelled");
    let detail = bench.call("show_policy", which).unwrap();
    let kinds: Vec<_> = detail["activity"].as_array().unwrap().iter().map(|entry| entry["kind"].clone()).collect();
    assert_eq!(
        kinds,
        ["purchase_recorded", "purchase_sent", "purchase_learnt", "cancel_recorded", "cancel_sent", "cancel_learnt"]
    );
}

#[test]
fn the_activity_log_is_read_page_by_page_and_by_what_it_is_about() {
    let bench = Bench::new();
    let policy = bench.ready_policy();
    let account = &policy["account"];
    for number in 0..60 {
        bench.call("track_policy", json!({ "account": account, "policy": format!("sc_{number}") })).unwrap();
    }
    let page = |parts: Value| {
        let mut args = json!({ "realm": "sandbox", "account": null, "subject": null, "kind": null, "before": null });
        args.as_object_mut().unwrap().extend(parts.as_object().unwrap().clone());
        bench.call("show_activity", args)
    };
    let numbers = |page: &Value| -> Vec<i64> {
        let lines = page["lines"].as_array().unwrap();
        lines.iter().map(|line| line["number"].as_str().unwrap().parse().unwrap()).collect()
    };
    let first = page(json!({})).unwrap();
    assert_eq!((first["lines"][0]["kind"].as_str(), first["older"].as_bool()), (Some("tracked"), Some(true)));
    let last = page(json!({ "before": first["lines"][49]["number"] })).unwrap();
    assert_eq!(last["older"], false);
    let all = [numbers(&first), numbers(&last)].concat();
    assert_eq!(all, (1..=i64::try_from(all.len()).unwrap()).rev().collect::<Vec<_>>(), "a line is missing");
    assert_eq!(numbers(&page(json!({ "account": account, "subject": "sc_7" })).unwrap()).len(), 1);
    let about = page(json!({ "account": account, "subject": account })).unwrap();
    assert!(about["lines"].as_array().unwrap().iter().any(|line| line["kind"] == "furnished"), "{about}");
    assert_eq!(page(json!({ "kind": "ledger_" })).unwrap()["lines"], json!([]));
    assert_eq!(page(json!({ "realm": "live" })).unwrap()["lines"], json!([]));
    for odd in ["", "1.5", "9223372036854775808", "one"] {
        assert_eq!(page(json!({ "before": odd })).unwrap_err()["code"], "invalid_input", "{odd}");
    }
}

#[test]
fn a_backup_brings_back_what_a_ledger_that_was_lost_knew() {
    let first = Bench::new();
    let policy = first.ready_policy();
    let exported = first.call("export_activity", json!({})).unwrap();
    let lines = std::fs::read_to_string(exported["file"].as_str().unwrap()).unwrap();
    assert!(lines.lines().all(|line| serde_json::from_str::<Value>(line).is_ok()));
    assert!(lines.lines().count() >= exported["lines"].as_str().unwrap().parse().unwrap());
    assert_eq!(first.call("export_activity", json!({})).unwrap_err()["code"], "invalid_input", "it is there already");
    let backup = first.call("back_up_ledger", json!({})).unwrap();
    assert!(backup["contents"]["whole"].as_bool().unwrap() && backup["contents"]["policies"].as_u64().unwrap() >= 12);

    let second = Bench::new();
    let home = second.home.as_ref().unwrap().path().to_owned();
    assert_eq!(second.call("examine_backup", json!({})).unwrap_err()["code"], "invalid_input", "there is no such file");
    let before = second.desk();
    std::fs::copy(backup["file"].as_str().unwrap(), home.join("chosen")).unwrap();
    let stale = second.call("examine_backup", json!({})).unwrap();
    let examined = second.call("examine_backup", json!({})).unwrap();
    assert_eq!(examined["contents"], backup["contents"]);
    assert!(examined["regained"].as_u64().unwrap() >= 12, "{examined}");
    let restore = |examined: &Value| second.call("restore_backup", json!({ "review": examined["review"] }));
    assert_eq!(restore(&stale).unwrap_err()["code"], "not_found", "another backup took its place");
    let restored = restore(&examined).unwrap();
    assert_eq!(restore(&examined).unwrap_err()["code"], "not_found", "a review works once");
    assert!(Path::new(restored["setAside"].as_str().unwrap()).is_file());
    let which = json!({ "account": policy["account"], "policy": policy["id"] });
    assert_eq!(second.call("show_policy", which).unwrap()["policy"]["price"], policy["price"]);
    for kept in policies(&before) {
        let which = json!({ "account": kept["account"], "policy": kept["id"] });
        assert_eq!(&second.call("show_policy", which).unwrap()["policy"]["id"], &kept["id"]);
    }
}

#[test]
fn a_gcore_basket_is_priced_for_both_terms_and_kept() {
    let bench = Bench::new();
    let account = bench.gcore();
    let regions = bench.call("list_regions", json!({ "account": account, "read": "r1" })).unwrap();
    assert!(regions["rows"].as_array().unwrap().len() > 5);
    let ask = |read: &str| {
        let lines = json!([{ "resource": "bm1-hf-medium", "count": "2" }]);
        let request = json!({ "account": account, "region": "7", "windowsLicences": false, "lines": lines });
        bench.call("price_reservation", json!({ "request": request, "read": read }))
    };
    bench.call("abort_read", json!({ "read": "r2" })).unwrap();
    assert_eq!(ask("r2").unwrap_err()["code"], "aborted");
    assert_eq!(bench.desk()["quotes"], json!([]), "a quote that nobody waited for was kept");
    let quote = ask("r3").unwrap();
    assert_eq!(quote["offers"][0]["commit"]["perMonth"]["shown"], "117.00");
    assert_eq!(quote["offers"][0]["baseline"], "too_far");
    assert_eq!(bench.desk()["quotes"][0]["id"], quote["id"]);
}

#[test]
fn the_timeline_has_what_is_reserved_as_soon_as_it_was_read_until_the_account_is_another_s() {
    let bench = Bench::new();
    let account = bench.gcore();
    let list: [(); 0] = [];
    let wall = json!({
        "text": "", "groups": list, "accounts": list, "vendors": list, "regions": list, "families": list, "owners": list,
        "from": null, "until": null, "sort": "urgency", "descending": false, "by": null,
    });
    let reserved = || {
        let request = json!({
            "realm": "sandbox", "wall": wall, "from": "2000-01-01T00:00:00Z", "to": "2100-01-01T00:00:00Z", "first": 0,
            "count": 240,
        });
        let view = bench.call("show_timeline", json!({ "request": request })).unwrap();
        let lanes = view["lanes"].as_array().unwrap();
        lanes.iter().filter(|lane| lane["kind"] == "reserved" && lane["reserved"]["account"] == account).count()
    };
    assert_eq!(reserved(), 0);
    let listed = bench.call("list_reservations", json!({ "account": account, "read": "r1" })).unwrap();
    assert_eq!(reserved(), listed["older"]["rows"].as_array().unwrap().len());
    assert!(reserved() > 0);
    let request =
        json!({ "account": account, "credentials": { "kind": "token", "token": "2$another" }, "keep": "until_quit" });
    bench.call("replace_credentials", json!({ "request": request })).unwrap();
    assert_eq!(reserved(), 0);
}

#[test]
fn what_gcore_answered_is_known_to_the_next_run_until_the_account_is_another_s() {
    let first = Bench::new();
    let account = first.gcore();
    let questions = [
        ("regions", json!({ "account": account })),
        ("reservable", json!({ "account": account, "region": "7" })),
        ("reservations", json!({ "account": account })),
    ];
    let known =
        |bench: &Bench| questions.clone().map(|(what, args)| bench.call(&format!("known_{what}"), args).unwrap());
    assert_eq!(known(&first), [json!(null), json!(null), json!(null)]);
    let answers = questions.clone().map(|(what, mut args)| {
        args["read"] = json!(what);
        first.call(&format!("list_{what}"), args).unwrap()
    });
    assert!(answers.iter().all(|answer| answer["readAt"].is_string()), "{answers:?}");
    assert_eq!(known(&first), answers);
    let second = Bench::at(first.home.as_ref().unwrap().path());
    assert_eq!(known(&second), answers);
    let request =
        json!({ "account": account, "credentials": { "kind": "token", "token": "2$another" }, "keep": "until_quit" });
    first.call("replace_credentials", json!({ "request": request })).unwrap();
    assert_eq!(known(&first), [json!(null), json!(null), json!(null)]);
}

#[test]
fn a_read_that_was_stopped_is_not_sent_and_leaves_nothing_behind() {
    let bench = Bench::new();
    let account = bench.gcore();
    for (command, args) in [
        ("list_regions", json!({ "account": account, "read": "r" })),
        ("list_reservable", json!({ "account": account, "region": "7", "read": "r" })),
        ("list_reservations", json!({ "account": account, "read": "r" })),
    ] {
        // Commands overtake each other: the page's word to stop may be the first to come.
        bench.call("abort_read", json!({ "read": "r" })).unwrap();
        let stopped = bench.call(command, args.clone()).unwrap_err();
        assert_eq!((&stopped["code"], &stopped["effect"]), (&json!("aborted"), &json!("none")), "{command}");
        let known = command.replace("list_", "known_");
        assert_eq!(bench.call(&known, json!({ "account": account, "region": "7" })).unwrap(), json!(null));
        bench.call(command, args).unwrap();
    }
    bench.call("abort_read", json!({ "read": "nobody's" })).unwrap();
}

#[test]
fn what_gcore_sells_by_the_hour_and_what_a_month_came_to_are_read() {
    let bench = Bench::new();
    let account = bench.gcore();
    let projects = bench.call("list_projects", json!({ "account": account, "read": "p" })).unwrap();
    assert_eq!(projects["rows"][0], json!({ "id": "1", "name": "default", "state": null }));
    let ask = |project: Value| {
        bench.call("list_catalogue", json!({ "account": account, "region": "176", "project": project, "read": "c" }))
    };
    let found = ask(json!(null)).unwrap();
    assert_eq!(found["project"], "1");
    let kinds: Vec<_> = found["lists"].as_array().unwrap().iter().map(|list| list["kind"].clone()).collect();
    assert_eq!(kinds, ["bare_metal", "gpu_bare_metal", "gpu_virtual"]);
    let metal = found["lists"][0]["rows"].as_array().unwrap();
    let medium = metal.iter().find(|row| row["name"] == "bm1-hf-medium").unwrap();
    assert_eq!(medium["perHour"]["money"]["amount"], "1.37124");
    assert_eq!(medium["perMonth"]["money"]["shown"], "1020.20");
    assert_eq!(ask(json!("2817")).unwrap()["project"], "2817");
    assert_eq!(ask(json!("1904")).unwrap_err()["code"], "not_found");
    assert_eq!(ask(json!("media")).unwrap_err()["code"], "invalid_input");
    let month = |month: &str| bench.call("cost_totals", json!({ "account": account, "month": month, "read": "m" }));
    let totals = month("2026-10").unwrap();
    assert_eq!((&totals["month"], &totals["status"]), (&json!("2026-10"), &json!("show")));
    assert!(totals["tables"][0]["names"].as_array().unwrap().contains(&json!("cost")));
    assert_eq!(month("2026-13").unwrap_err()["code"], "invalid_input");
    bench.call("abort_read", json!({ "read": "m" })).unwrap();
    assert_eq!(month("2026-10").unwrap_err()["code"], "aborted");
}

#[test]
fn what_is_not_permitted_cannot_be_called() {
    let bench = Bench::new();
    for command in ["plugin:app|version", "plugin:event|listen", "plugin:window|close", "not_a_command"] {
        assert!(bench.call(command, json!({})).is_err(), "{command}");
    }
}

#[test]
fn no_argument_makes_a_command_panic_or_act() {
    let bench = Bench::new();
    let before = bench.desk();
    let deep = (0..200).fold(json!(1), |inner, _| json!([inner]));
    let odd = [
        json!(null),
        json!(-1),
        json!(9_007_199_254_740_993_u64),
        json!(""),
        json!("\u{0}"),
        json!("../../etc/passwd"),
        json!("x".repeat(100_000)),
        json!({ "__proto__": { "polluted": true } }),
        json!([]),
        deep,
    ];
    for command in COMMANDS.iter().filter(|command| !matches!(command.name, "close_window" | "show_about")) {
        assert!(command.args == "{}" || bench.call(command.name, json!({})).is_err());
        for value in &odd {
            let args = json!({
                "account": value, "policy": value, "request": value, "draft": value, "realm": value, "region": value,
                "attempt": value, "on": value, "settings": value, "subject": value, "kind": value, "before": value,
                "read": value, "wall": value, "watch": value, "policies": value, "first": value, "count": value,
            });
            let _answered = bench.call(command.name, args);
        }
    }
    let after = bench.desk();
    assert_eq!(before["wall"], after["wall"]);
    assert_eq!(before["accounts"], after["accounts"]);
    assert_eq!(after["loose"], json!([]));
}
