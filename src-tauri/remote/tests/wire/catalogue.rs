//! Gcore's ordinary prices and stock, and what a month came to: the habits of the notes that meet these lists, and the
//! whole way with the sandbox.

use berth_core::catalogue::{CostTotals, Flavor, FlavorKind, Month, NoPrice};
use berth_core::ports::{Prices as _, ReadError};
use berth_core::quote::PriceStatus;
use serde_json::{Value, json};

use crate::contract::Contract;
use crate::sandbox::{access, sandbox, shipped};
use crate::vendor::{Act, Vendor, answer, prices};

pub(crate) const OPERATIONS: [&str; 5] =
    ["listProjects", "listBareMetalFlavors", "listGpuBareMetalFlavors", "listGpuVirtualFlavors", "monthlyCostTotals"];

pub(crate) fn october() -> Month {
    Month::new(2026, 10).unwrap()
}

pub(crate) fn kind_of(operation: &str) -> FlavorKind {
    match operation {
        "listBareMetalFlavors" => FlavorKind::BareMetal,
        "listGpuBareMetalFlavors" => FlavorKind::GpuBareMetal,
        _ => FlavorKind::GpuVirtual,
    }
}

/// What is read of a list that says this.
async fn listed(kind: FlavorKind, body: &str) -> Vec<Flavor> {
    let vendor = Vendor::answering(200, body).await;
    prices().flavors(&vendor.access(), kind, 1, 7).await.unwrap()
}

/// What is read of the printed sample, its first row changed.
async fn printed(operation: &str, change: impl FnOnce(&mut Value)) -> Flavor {
    let mut list = Contract::gcore().sample(operation, 200, "");
    change(&mut list["results"][0]);
    listed(kind_of(operation), &list.to_string()).await.remove(0)
}

async fn totals(body: &str) -> Result<CostTotals, ReadError> {
    let vendor = Vendor::answering(200, body).await;
    prices().cost_totals(&vendor.access(), october()).await
}

// The samples

#[tokio::test]
async fn the_printed_machine_types_come_through_whole() {
    let metal = printed("listBareMetalFlavors", |_| {}).await;
    assert_eq!((metal.name.as_str(), metal.os.as_deref(), metal.disabled), ("bm1-hf-medium", Some("linux"), false));
    assert_eq!((metal.vcpus, metal.ram_mib, metal.gpus), (Some(16), Some(131_072), None));
    assert_eq!((metal.free, metal.reserved), (Some(3), Some(0)));
    assert_eq!(metal.hardware, [("cpu".to_owned(), "2xIntel Xeon 8468".to_owned())]);
    let gpu = printed("listGpuBareMetalFlavors", |_| {}).await;
    assert_eq!((gpu.name.as_str(), gpu.gpus, gpu.free), ("bm3-ai-1xlarge-h100-80-8", Some(8), Some(2)));
    assert_eq!(gpu.price.month().unwrap().to_string(), "1116.00 EUR");
    assert!(listed(FlavorKind::GpuVirtual, r#"{"count": 0, "results": []}"#).await.is_empty());
}

#[tokio::test]
async fn the_requests_ask_for_prices_and_stock_and_for_one_month_as_json() {
    let vendor = Vendor::answering(200, r#"{"count": 0, "results": []}"#).await;
    let (access, prices) = (vendor.access(), prices());
    prices.projects(&access).await.unwrap();
    for kind in FlavorKind::ALL {
        prices.flavors(&access, kind, 2817, 76).await.unwrap();
    }
    prices.cost_totals(&access, october()).await.unwrap();
    let requests = vendor.requests();
    let lines: Vec<_> = requests.iter().map(crate::vendor::Request::line).collect();
    assert_eq!(
        lines,
        [
            "GET /cloud/v1/projects?limit=1000&offset=0",
            "GET /cloud/v1/bmflavors/2817/76?include_prices=true&include_capacity=true&include_reservation_stock=true&limit=1000&offset=0",
            "GET /cloud/v3/gpu/baremetal/2817/76/flavors?include_prices=true&limit=1000&offset=0",
            "GET /cloud/v3/gpu/virtual/2817/76/flavors?include_prices=true&limit=1000&offset=0",
            "POST /cloud/v1/reservation_cost_report/totals",
        ]
    );
    assert_eq!(requests[4].json(), json!({"year_month": "2026-10", "response_format": "json"}));
}

// The oddities

#[tokio::test]
async fn oddity_01_and_11_prices_are_json_numbers_here_and_keep_every_digit() {
    let hour = "1.37124000000000000012345";
    for price in [hour.to_owned(), format!("\"{hour}\"")] {
        let body = format!(
            r#"{{"count": 1, "results": [{{"flavor_name": "bm1", "price_status": "show", "currency_code": "EUR",
            "price_per_hour": {price}, "price_per_month": 1020.20256000}}]}}"#
        );
        let one = &listed(FlavorKind::BareMetal, &body).await[0];
        assert_eq!(one.price.hour().unwrap().amount.to_string(), hour);
        assert_eq!(one.price.month().unwrap().amount.to_string(), "1020.20256000");
    }
}

#[tokio::test]
async fn oddity_03_a_status_other_than_show_is_no_price_in_either_place_and_never_a_zero() {
    let change = |row: &mut Value, word: &Value| {
        let place = if row["price"].is_object() { &mut row["price"] } else { row };
        place["price_status"] = word.clone();
    };
    for operation in ["listBareMetalFlavors", "listGpuBareMetalFlavors"] {
        for (word, why) in [
            (json!("hide"), NoPrice::Hidden),
            (json!("HIDE"), NoPrice::Hidden),
            (json!("error"), NoPrice::Failed),
            (json!("Pending"), NoPrice::Other("Pending".into())),
            (json!(null), NoPrice::Unsaid),
            (json!(7), NoPrice::Unsaid),
        ] {
            let price = printed(operation, |row| change(row, &word)).await.price;
            assert_eq!((price.hour(), price.month()), (Err(why.clone()), Err(why)), "{operation} {word}");
            assert_eq!((price.per_hour, price.per_month), (None, None), "it is not even kept");
        }
        let loud = printed(operation, |row| change(row, &json!("SHOW"))).await.price;
        assert!(loud.hour().is_ok());
    }
}

#[tokio::test]
async fn a_price_without_a_currency_or_of_zero_is_none() {
    let without = printed("listBareMetalFlavors", |row| row["currency_code"] = json!(null)).await.price;
    assert_eq!(without.hour(), Err(NoPrice::NoCurrency));
    for zero in [json!(0), json!(0.0), json!("0.000000"), json!("-0")] {
        let trial = |row: &mut Value| {
            row["price"]["price_per_hour"] = zero.clone();
            row["price"]["price_per_month"] = zero.clone();
        };
        let price = printed("listGpuBareMetalFlavors", trial).await.price;
        assert_eq!((price.hour(), price.month()), (Err(NoPrice::Zero), Err(NoPrice::Zero)), "{zero}");
    }
    let odd = printed("listBareMetalFlavors", |row| row["price_per_hour"] = json!("ask us")).await.price;
    assert_eq!((odd.hour(), odd.month().is_ok()), (Err(NoPrice::NotAPrice), true));
}

#[tokio::test]
async fn the_nested_price_of_gpu_types_is_not_looked_for_beside_them_nor_the_other_way_round() {
    let loose = json!({"count": 1, "results": [{
        "name": "gpu", "price_status": "show", "currency_code": "EUR", "price_per_hour": 1,
    }]});
    for kind in [FlavorKind::GpuBareMetal, FlavorKind::GpuVirtual] {
        assert_eq!(listed(kind, &loose.to_string()).await[0].price.hour(), Err(NoPrice::Unsaid));
    }
    for price in [json!(null), json!([]), json!("1.5"), json!({})] {
        let gpu = printed("listGpuBareMetalFlavors", |row| row["price"] = price).await;
        assert_eq!(gpu.price.hour(), Err(NoPrice::Unsaid));
    }
}

#[tokio::test]
async fn hardware_is_text_and_in_part_numbers_and_any_of_it_may_be_missing() {
    let virtual_machine = json!({"count": 1, "results": [{
        "name": "g3-ai", "capacity": 3, "disabled": false,
        "hardware_description": {"vcpus": 32, "ram": 196_608, "local_storage": 1500, "network": null, "cpu": ""},
        "hardware_properties": {"gpu_count": 1, "gpu_manufacturer": "NVIDIA", "gpu_model": "L40S 48GB", "nic_ib": null},
    }]});
    let one = &listed(FlavorKind::GpuVirtual, &virtual_machine.to_string()).await[0];
    assert_eq!((one.vcpus, one.ram_mib, one.gpus, one.reserved), (Some(32), Some(196_608), Some(1), None));
    let parts = [("local_storage", "1500 GiB"), ("gpu", "NVIDIA L40S 48GB")];
    assert_eq!(one.hardware, parts.map(|(part, words)| (part.to_owned(), words.to_owned())));

    let metal = printed("listGpuBareMetalFlavors", |row| {
        row["hardware_description"] = json!({"ram": "2TB RAM", "gpu": "8 x NVIDIA H100", "cpu": null});
        row["hardware_properties"] = json!({"gpu_model": "H100", "nic_eth": "2x100G"});
    })
    .await;
    assert_eq!((metal.gpus, metal.ram_mib), (None, None));
    let parts = [("gpu", "8 x NVIDIA H100"), ("ram", "2TB RAM"), ("nic_eth", "2x100G")];
    assert_eq!(metal.hardware, parts.map(|(part, words)| (part.to_owned(), words.to_owned())));
    for nothing in [json!(null), json!("made-up"), json!([1])] {
        let bare = printed("listBareMetalFlavors", |row| row["hardware_description"] = nothing).await;
        assert!(bare.hardware.is_empty());
    }
}

#[tokio::test]
async fn a_machine_type_may_have_a_name_and_nothing_else_and_one_without_a_name_is_left_out() {
    let rows = json!({"results": [
        {"flavor_name": "a"}, {"flavor_name": "", "flavor_id": "b"}, {"name": "c"}, {"vcpus": 4}, "odd", null,
        {"flavor_name": "d", "capacity": "lots", "vcpus": "16", "disabled": "no", "ram": 1.5, "reserved_capacity": "2"},
    ]});
    let found = listed(FlavorKind::BareMetal, &rows.to_string()).await;
    assert_eq!(found.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["a", "b", "c", "d"]);
    assert_eq!((found[0].free, found[0].reserved, found[0].vcpus, &found[0].os), (None, None, None, &None));
    let last = &found[3];
    assert_eq!((last.free, last.vcpus, last.disabled, last.ram_mib), (None, Some(16), false, None));
    assert_eq!(last.reserved, Some(2));
}

#[tokio::test]
async fn machine_types_are_read_page_by_page_by_their_names_and_a_type_for_two_systems_is_two() {
    let page = |names: &[(&str, &str)]| {
        let rows: Vec<_> = names.iter().map(|(name, os)| json!({"flavor_name": name, "os_type": os})).collect();
        Act::Say(answer(200, &json!({"count": 4, "results": rows}).to_string()))
    };
    let vendor =
        Vendor::new([page(&[("a", "linux"), ("a", "windows")]), page(&[("a", "linux"), ("b", "linux")])]).await;
    let found = prices().flavors(&vendor.access(), FlavorKind::BareMetal, 1, 7).await.unwrap();
    assert_eq!(found.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["a", "a", "b"]);
    let offsets: Vec<_> =
        vendor.requests().iter().map(|one| one.line().rsplit('=').next().unwrap().to_owned()).collect();
    assert_eq!(offsets, ["0", "2", "3"], "and it ends when nothing new comes, whatever was counted");
}

#[tokio::test]
async fn a_list_that_is_not_there_is_refused_with_the_vendor_s_words_and_not_asked_again() {
    let vendor =
        Vendor::answering(404, r#"{"exception_class": "NotFoundError", "message": "Project 1 is gone"}"#).await;
    let error = prices().flavors(&vendor.access(), FlavorKind::GpuVirtual, 1, 7).await.unwrap_err();
    assert_eq!(error, ReadError::Refused { status: 404, message: "Project 1 is gone".into() });
    assert_eq!(vendor.requests().len(), 1);
}

#[tokio::test]
async fn a_month_s_rows_are_kept_to_the_letter_and_in_order_whatever_they_hold() {
    let body = r#"{"count": 3, "price_status": "SHOW", "results": [
        {"type": "baremetal", "cost": "434.15190000", "value": 3.00, "note": null, "extra": {"a":[1, 2]}},
        {"zeta": true, "alpha": "b"}, "odd"]}"#;
    let totals = totals(body).await.unwrap();
    assert_eq!(totals.status, Some(PriceStatus::Show));
    let rows: Vec<Vec<_>> = totals
        .rows
        .iter()
        .map(|row| row.iter().map(|(name, value)| format!("{name}={}", value.as_deref().unwrap_or("-"))).collect())
        .collect();
    assert_eq!(rows[0], ["type=baremetal", "cost=434.15190000", "value=3.00", "note=-", r#"extra={"a":[1, 2]}"#]);
    assert_eq!(rows[1], ["zeta=true", "alpha=b"]);
    assert_eq!(rows[2], ["=odd"]);
}

#[tokio::test]
async fn a_month_s_status_survives_as_a_word_and_rows_that_are_no_list_are_unreadable() {
    for (word, status) in [
        (r#""hide""#, Some(PriceStatus::Hide)),
        (r#""Later""#, Some(PriceStatus::Other("Later".into()))),
        ("null", None),
    ] {
        let body = format!(r#"{{"price_status": {word}, "results": []}}"#);
        assert_eq!(totals(&body).await.unwrap(), CostTotals { status, rows: vec![] });
    }
    for body in [r#"{"price_status": "show"}"#, r#"{"results": {}}"#, "[]"] {
        assert!(matches!(totals(body).await, Err(ReadError::Unreadable(_))), "{body}");
    }
}

#[tokio::test]
async fn oddity_15_a_month_s_totals_are_asked_again_after_a_fault_although_it_is_a_post() {
    let good = r#"{"price_status": "show", "results": []}"#;
    let vendor = Vendor::new([Act::Say(answer(503, "")), Act::Close, Act::Say(answer(200, good))]).await;
    prices().cost_totals(&vendor.access(), october()).await.unwrap();
    assert_eq!(vendor.requests().len(), 3);
}

// The sandbox

#[tokio::test]
async fn the_sandbox_s_lists_are_read_from_end_to_end() {
    let sandbox = sandbox().await;
    let access = access(&sandbox, "1234$abcdef");
    let prices = prices();
    let projects = prices.projects(&access).await.unwrap();
    let names: Vec<_> = projects.iter().map(|project| (project.name.as_deref(), project.is_default)).collect();
    assert_eq!(names, [(Some("default"), true), (Some("media"), false)]);
    let project = projects[0].id;
    for kind in FlavorKind::ALL {
        let found = prices.flavors(&access, kind, project, 76).await.unwrap();
        assert!(!found.is_empty(), "{kind:?}");
        for one in &found {
            assert!(one.price.hour().is_ok() && one.price.month().is_ok() && one.free.is_some(), "{one:?}");
            assert_eq!(one.gpus.is_some(), kind != FlavorKind::BareMetal, "{one:?}");
        }
    }
    // Another region, another currency; one without GPUs has empty lists and no fault.
    let dollars = prices.flavors(&access, FlavorKind::BareMetal, project, 172).await.unwrap();
    assert_eq!(dollars[0].price.hour().unwrap().currency.code(), "USD");
    assert!(prices.flavors(&access, FlavorKind::GpuBareMetal, project, 172).await.unwrap().is_empty());
    let gone = prices.flavors(&access, FlavorKind::BareMetal, 1904, 76).await.unwrap_err();
    assert!(matches!(gone, ReadError::Refused { status: 404, .. }), "{gone:?}");
}

#[tokio::test]
async fn the_sandbox_s_month_is_read() {
    let sandbox = shipped().await;
    let totals = prices().cost_totals(&access(&sandbox, "1234$abcdef"), october()).await.unwrap();
    assert_eq!(totals.status, Some(PriceStatus::Show));
    let row = totals.rows.first().unwrap();
    let of = |name: &str| row.iter().find(|(found, _)| found == name).unwrap().1.clone().unwrap();
    assert_eq!(of("type"), "baremetal");
    assert_eq!(of("cost").rsplit_once('.').unwrap().1.len(), 8, "as many digits as were sent");
}
