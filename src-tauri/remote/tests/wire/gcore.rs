//! Gcore's habits. The list is the one of the notes on the contract; what is said there of making a reservation (the second
//! half of 15) is tried in `commitments`.

use berth_core::ports::{Prices as _, ReadError};
use berth_core::quote::{Basket, BasketLine, Offer, PriceStatus, Term};
use berth_core::reservation::{Commitment, Reservation, ReservationStatus};
use serde_json::{Value, json};

use crate::catalogue;
use crate::contract::Contract;
use crate::vendor::{Act, TOKEN, Vendor, answer, answer_with, prices};

pub(crate) fn basket() -> Basket {
    let line = BasketLine { resource: "bm1-hf-medium".into(), count: 2 };
    Basket { region: 7, lines: vec![line], windows_licences: false }
}

fn printed(name: &str) -> Value {
    Contract::gcore().sample("priceReservation", 200, name)
}

async fn priced(body: &Value) -> Result<(Offer, String), ReadError> {
    priced_as(&body.to_string()).await
}

async fn priced_as(body: &str) -> Result<(Offer, String), ReadError> {
    let vendor = Vendor::answering(200, body).await;
    prices().price(&vendor.access(), &basket(), Term::Months12).await
}

async fn offer(body: &Value) -> Offer {
    priced(body).await.unwrap().0
}

fn texts(offer: &Offer) -> [String; 6] {
    let (commit, overcommit) = offer.shown().unwrap();
    [commit.per_hour, commit.per_month, commit.total, overcommit.per_hour, overcommit.per_month, overcommit.total]
        .map(|figure| figure.to_string())
}

const AS_PRINTED: [&str; 6] =
    ["0.15725878", "117.00000000", "1404.000000", "29.77812578", "22154.92500000", "265859.100000"];

// The samples

#[tokio::test]
async fn every_printed_sample_is_understood() {
    let contract = Contract::gcore();
    let mut counted = 0;
    let own = [
        "priceReservation",
        "listRegions",
        "listReservableBareMetal",
        "listReservations",
        "listReservationsV1",
        "whoAmI",
    ];
    for operation in own.into_iter().chain(catalogue::OPERATIONS) {
        for (status, name, body) in contract.samples(operation) {
            let asked_to_wait = answer_with(status, "retry-after: 61\r\n", body.to_string().as_bytes());
            let vendor = Vendor::new([Act::Say(asked_to_wait)]).await;
            let (access, prices) = (vendor.access(), prices());
            let found = match operation {
                "priceReservation" => prices.price(&access, &basket(), Term::Months12).await.map(drop),
                "listRegions" => prices.regions(&access).await.map(drop),
                "listReservableBareMetal" => prices.reservable(&access, 7).await.map(drop),
                "listReservations" => prices.commitments(&access).await.map(drop),
                "listReservationsV1" => prices.reservations(&access).await.map(drop),
                "whoAmI" => prices.holder(&access).await.map(drop),
                "listProjects" => prices.projects(&access).await.map(drop),
                "monthlyCostTotals" => prices.cost_totals(&access, catalogue::october()).await.map(drop),
                list => prices.flavors(&access, catalogue::kind_of(list), 1, 7).await.map(drop),
            };
            let message = || body["message"].as_str().unwrap().to_owned();
            let wanted = match status {
                200 => Ok(()),
                401 => Err(ReadError::Unauthorized(message())),
                429 => Err(ReadError::RateLimited { retry_after: Some(61) }),
                500 => Err(ReadError::Failed(500)),
                status => Err(ReadError::Refused { status, message: message() }),
            };
            assert_eq!(found, wanted, "{operation} {status} {name}");
            counted += 1;
        }
    }
    assert_eq!(counted, 66, "a sample of the contract is not tried");
}

#[tokio::test]
async fn the_printed_prices_come_through_unchanged() {
    for name in ["today", "asOncePrinted"] {
        let (offer, region) = priced(&printed(name)).await.unwrap();
        assert_eq!(region, "ED-10");
        assert_eq!(texts(&offer), AS_PRINTED);
        assert_eq!(offer.currency.unwrap().code(), "EUR");
        assert_eq!(offer.commit_per_month().unwrap().rounded().to_string(), "117.00");
        assert_eq!(offer.overcommit_per_month().unwrap().rounded().to_string(), "22154.93");
        assert_eq!(offer.commitment().unwrap().rounded().to_string(), "1404.00");
    }
}

#[tokio::test]
async fn the_request_is_the_printed_one() {
    let vendor = Vendor::answering(200, printed("today").to_string()).await;
    prices().price(&vendor.access(), &basket(), Term::Months12).await.unwrap();
    let request = vendor.request();
    assert_eq!(request.line(), "POST /cloud/v1/pricing/7/billing_reservation");
    assert_eq!(request.header("authorization"), Some(format!("apikey {TOKEN}").as_str()));
    assert_eq!(
        request.json(),
        json!({
            "has_windows": false, "period": "MONTHS12",
            "resources": [{"resource_name": "bm1-hf-medium", "resource_type": "flavor", "resource_value": 2}],
        })
    );
}

// The oddities, 1 to 15

#[tokio::test]
async fn oddity_01_money_is_text_or_a_number_and_keeps_its_digits() {
    let body = printed("today").to_string();
    let numbers = AS_PRINTED.iter().fold(body, |body, figure| body.replace(&format!("\"{figure}\""), figure));
    assert!(numbers.contains(r#""commit_price_per_month":117.00000000"#));
    let (offer, _) = priced_as(&numbers).await.unwrap();
    assert_eq!(texts(&offer), AS_PRINTED);
}

#[tokio::test]
async fn oddity_02_unit_sizes_are_text_or_numbers() {
    for (size, text) in [(json!(744), "744"), (json!("744"), "744"), (json!("744.00000000"), "744.00000000")] {
        let mut body = printed("today");
        body["resources"][0]["unit_size_month"] = size;
        assert_eq!(offer(&body).await.rows[0].hours_per_month.to_string(), text);
    }
}

#[tokio::test]
async fn oddity_03_the_status_decides_in_either_case_whether_there_is_a_price() {
    assert_eq!(offer(&printed("asOncePrinted")).await.status, PriceStatus::Show);
    for (word, status) in [
        ("hide", PriceStatus::Hide),
        ("HIDE", PriceStatus::Hide),
        ("error", PriceStatus::Error),
        ("Pending", PriceStatus::Other("Pending".into())),
    ] {
        let mut body = printed("today");
        body["price_status"] = json!(word);
        let offer = offer(&body).await;
        assert_eq!(offer.status, status);
        assert_eq!((offer.commit, offer.overcommit, offer.rows.len()), (None, None, 0));
        assert_eq!(offer.commit_per_month(), None);
    }
}

#[tokio::test]
async fn oddity_03_whatever_stands_where_hidden_prices_would_be_is_no_price() {
    for sums in [json!(null), json!({}), json!([]), json!({"commit_price_per_month": "n/a", "currency_code": 7})] {
        let body = json!({"price_status": "error", "amount_prices": sums, "resources": null});
        let (offer, region) = priced(&body).await.unwrap();
        assert_eq!((offer.commit, offer.currency), (None, None));
        assert_eq!(region, "7", "the number stands in for the name that was not told");
    }
    let hidden = offer(&printed("pricesHidden")).await;
    assert_eq!((hidden.commit, hidden.currency.unwrap().code()), (None, "EUR"));
}

#[tokio::test]
async fn oddity_04_what_unit_size_total_counts_is_not_reckoned_with() {
    let mut body = printed("today");
    body["resources"][0]["unit_size_total"] = json!({"odd": true});
    assert_eq!(offer(&body).await.rows.len(), 1);
}

#[tokio::test]
async fn oddity_05_rows_of_one_machine_stay_beside_sums_of_all() {
    let mut body = Contract::gcore().sample("listReservationsV1", 200, "")["results"][0].clone();
    body["price_status"] = json!("show");
    body["region_id"] = json!(7);
    let offer = offer(&body).await;
    assert_eq!(offer.commit_per_month().unwrap().rounded().to_string(), "1302.46");
    assert_eq!(offer.overcommit_per_month().unwrap().rounded().to_string(), "3060.61");
    assert_eq!(offer.commit.unwrap().per_month.to_string(), "1302.45570000");
    assert_eq!(offer.rows[0].commit.per_month.to_string(), "434.15190000");
}

#[tokio::test]
async fn oddity_05_a_commitment_s_total_is_for_all_machines_and_its_neighbours_are_for_one() {
    let commit = committed(|_| {}).await[0].commit.unwrap();
    let texts = [commit.per_hour, commit.per_month, commit.total].map(|figure| figure.unwrap().to_string());
    assert_eq!(texts, ["0.30215320", "224.80198100", "2697.62377200"], "as printed; nothing is multiplied");
    let reservation = &reserved(|_| {}).await[0];
    let (sum, row) = (reservation.commit.unwrap(), &reservation.rows[0]);
    assert_eq!(
        (sum.per_month.to_string(), row.commit.unwrap().per_month.to_string()),
        ("1302.45570000".into(), "434.15190000".into())
    );
    assert_eq!(row.count, Some(3));
}

#[tokio::test]
async fn oddity_06_no_figure_is_derived_from_another() {
    let commit = offer(&printed("today")).await.commit.unwrap();
    assert_eq!((commit.per_hour * rust_decimal::Decimal::from(744)).to_string(), "117.00053232");
    assert_eq!(commit.per_month.to_string(), "117.00000000");
}

#[tokio::test]
async fn oddity_07_a_resource_comes_back_with_its_suffix() {
    assert_eq!(offer(&printed("today")).await.rows[0].resource, "bm1-hf-medium_min");
}

#[tokio::test]
async fn oddity_07_the_current_list_has_no_suffix_and_the_older_one_has() {
    assert_eq!(committed(|_| {}).await[0].resource, "bm1-hf-medium");
    assert_eq!(reserved(|_| {}).await[0].rows[0].resource, "bm0-infrastructure-small-fake_min");
}

#[tokio::test]
async fn oddity_08_the_unit_has_several_names() {
    for (unit, shown) in [(json!("PC*Hour"), "PC*Hour"), (json!("H"), "H"), (json!(null), "")] {
        let mut body = printed("today");
        body["resources"][0]["unit_name"] = unit;
        assert_eq!(offer(&body).await.rows[0].unit, shown);
    }
}

#[tokio::test]
async fn oddity_09_a_reservation_was_made_at_a_time_without_a_zone_and_begins_on_a_day() {
    let one = &reserved(|_| {}).await[0];
    assert_eq!(one.created_at.unwrap().to_string(), "2024-12-02T11:53:33.127371Z");
    assert_eq!([one.from, one.to].map(|day| day.unwrap().to_string()), ["2024-12-02", "2025-12-02"]);
    assert_eq!(one.eta.unwrap().to_string(), "2025-11-01");
    // The current list has moments where the older one has days, so a day that comes as a moment is one as well.
    let one = &reserved(|row| row["active_from"] = json!("2025-04-03T00:00:00Z")).await[0];
    assert_eq!(one.from.unwrap().to_string(), "2025-04-03");
    assert_eq!(committed(|_| {}).await[0].commit.unwrap().from.unwrap().to_string(), "2025-04-03T00:00:00Z");
}

#[tokio::test]
async fn oddity_10_a_commitment_has_no_id_no_status_and_many_nulls_and_its_end_may_be_a_placeholder() {
    let one = &committed(|_| {}).await[0];
    assert_eq!((one.count, one.region.as_deref(), one.unit.as_deref()), (Some(1), Some("LUX-4"), Some("H")));
    assert_eq!(one.commit.unwrap().to.unwrap().to_string(), "2026-04-03T00:00:00Z");
    assert_eq!(one.overcommit.unwrap().to, None, "the ordinary tariff has no end");
    let one = &committed(|row| {
        row["commit"]["active_to"] = json!("2019-08-24T14:15:22Z");
        row["commit"]["subscription_id"] = json!(null);
        row["active_overcommit"] = json!(null);
        row["hardware_info"] = json!({"cpu": null, "disk": null, "ram": "2TB RAM"});
    })
    .await[0];
    assert_eq!(one.commit.unwrap().to, None, "an end before its beginning is none");
    assert_eq!((one.overcommit, &*one.hardware), (None, &[("ram".to_owned(), "2TB RAM".to_owned())][..]));
    let nothing = &committed(|row| *row = json!({"resource_name": "bm1"})).await[0];
    assert_eq!((nothing.count, nothing.commit, nothing.hours_per_month), (None, None, None));
    assert!(committed(|row| *row = json!({})).await.is_empty());
}

#[tokio::test]
async fn a_reservation_is_read_as_far_as_it_is_told_and_its_words_survive() {
    let one = &reserved(|_| {}).await[0];
    assert_eq!((one.id, one.status.clone(), one.months), (10218, Some(ReservationStatus::Created), Some(12)));
    assert_eq!(one.next, [ReservationStatus::Approved, ReservationStatus::Rejected]);
    assert_eq!(one.currency.unwrap().code(), "EUR");
    assert_eq!(one.rows[0].hardware[0], ("cpu".to_owned(), "2xIntel Xeon 8468".to_owned()));
    let one = &reserved(|row| {
        row["status"] = json!("ON_HOLD");
        row["amount_prices"]["overcommit_price_total"] = json!(null);
        row["error"] = json!("no\u{202e} machines");
    })
    .await[0];
    assert_eq!(one.status, Some(ReservationStatus::Other("ON_HOLD".into())));
    assert_eq!((one.commit, one.overcommit), (None, None), "half a tariff is no tariff");
    assert_eq!(one.error.as_deref(), Some("no machines"));
    let bare = &reserved(|row| *row = json!({"id": 7})).await[0];
    assert_eq!((bare.id, &bare.status, bare.rows.len()), (7, &None, 0));
    let vendor = Vendor::answering(200, r#"{"results": [{"name": "no number"}]}"#).await;
    let why = prices().reservations(&vendor.access()).await.unwrap_err().to_string();
    assert!(why.contains("results[0]") && why.contains("id"), "{why}");
}

#[tokio::test]
async fn the_older_list_is_read_page_by_page_and_the_current_one_at_once() {
    let page = |ids: &[i64]| {
        let rows: Vec<_> = ids.iter().map(|id| json!({"id": id})).collect();
        Act::Say(answer(200, &json!({"count": 3, "results": rows}).to_string()))
    };
    let vendor = Vendor::new([page(&[1, 2]), page(&[3])]).await;
    assert_eq!(prices().reservations(&vendor.access()).await.unwrap().len(), 3);
    let lines: Vec<_> = vendor.requests().iter().map(|request| request.line().to_owned()).collect();
    let asked = |offset: u32| format!("GET /cloud/v1/reservations?limit=1000&offset={offset}");
    assert_eq!(lines, [asked(0), asked(2)]);
    let vendor = Vendor::answering(200, r#"{"count": 9, "results": [{"resource_name": "a"}]}"#).await;
    assert_eq!(prices().commitments(&vendor.access()).await.unwrap().len(), 1);
    assert_eq!(vendor.requests()[0].line(), "GET /cloud/v2/reservations");
    // The older list may vanish.
    let vendor = Vendor::answering(404, r#"{"exception_class": "NotFoundError", "message": "gone"}"#).await;
    let gone = prices().reservations(&vendor.access()).await.unwrap_err();
    assert!(matches!(gone, ReadError::Refused { status: 404, .. }), "{gone:?}");
}

/// What is read of the printed list of commitments, its row changed.
async fn committed(change: impl FnOnce(&mut Value)) -> Vec<Commitment> {
    let mut list = Contract::gcore().sample("listReservations", 200, "");
    change(&mut list["results"][0]);
    let vendor = Vendor::answering(200, &list.to_string()).await;
    prices().commitments(&vendor.access()).await.unwrap()
}

/// What is read of the printed list of reservations, its row changed.
async fn reserved(change: impl FnOnce(&mut Value)) -> Vec<Reservation> {
    let mut list = Contract::gcore().sample("listReservationsV1", 200, "");
    change(&mut list["results"][0]);
    let vendor = Vendor::answering(200, &list.to_string()).await;
    prices().reservations(&vendor.access()).await.unwrap()
}

#[tokio::test]
async fn oddity_11_the_currency_is_said_once_and_a_price_without_one_is_no_price() {
    let mut body = printed("today");
    body["amount_prices"]["currency_code"] = json!("usd");
    assert_eq!(offer(&body).await.commit_per_month().unwrap().currency.code(), "USD");
    body["amount_prices"]["currency_code"] = json!(null);
    let error = priced(&body).await.unwrap_err();
    assert_eq!(error, ReadError::Unreadable("amount_prices.currency_code: no currency".into()));
}

#[tokio::test]
async fn oddity_12_a_region_may_have_a_number_and_a_name_and_nothing_else() {
    let rows = Contract::gcore().sample("listRegions", 200, "")["results"].clone();
    let vendor = Vendor::answering(200, json!({"count": 5, "results": rows}).to_string()).await;
    let regions = prices().regions(&vendor.access()).await.unwrap();
    assert_eq!(vendor.request().line(), "GET /cloud/v1/regions?limit=1000&offset=0");
    assert_eq!((regions.len(), regions[0].id, regions[0].name.as_str()), (5, 196, "London-2"));
    assert_eq!((&regions[0].country, regions[0].bare_metal, &regions[0].state), (&None, None, &None));
}

#[tokio::test]
async fn oddity_13_an_error_without_a_request_id_is_still_read() {
    let vendor = Vendor::answering(401, r#"{"message": "Bad permanent token: 29841"}"#).await;
    let error = prices().holder(&vendor.access()).await.unwrap_err();
    assert_eq!(error, ReadError::Unauthorized("Bad permanent token: 29841".into()));
}

#[tokio::test]
async fn oddity_14_the_length_of_a_term_is_a_number_or_a_list() {
    let row = Contract::gcore().sample("listReservableBareMetal", 200, "")[0].clone();
    for (unit, lengths, terms) in [
        (json!("month"), json!([12, 36]), vec![12, 36]),
        (json!("month"), json!(12), vec![12]),
        (json!("month"), json!(["12", "x", 36]), vec![12, 36]),
        (json!("year"), json!([1, 3]), vec![12, 36]),
        (json!("day"), json!([30]), vec![]),
        (json!(null), json!([12]), vec![12]),
        (json!("month"), json!(null), vec![]),
    ] {
        let mut row = row.clone();
        row["activity_period"] = unit;
        row["activity_period_length"] = lengths;
        let vendor = Vendor::answering(200, json!([row]).to_string()).await;
        assert_eq!(prices().reservable(&vendor.access(), 7).await.unwrap()[0].terms, terms);
    }
}

#[tokio::test]
async fn oddity_15_the_price_is_asked_again_after_a_fault_although_it_is_a_post() {
    let good = printed("today").to_string();
    let vendor = Vendor::new([Act::Say(answer(503, "")), Act::Close, Act::Say(answer(200, &good))]).await;
    let (offer, _) = prices().price(&vendor.access(), &basket(), Term::Months12).await.unwrap();
    assert_eq!(texts(&offer), AS_PRINTED);
    assert_eq!(vendor.requests().len(), 3);
}

// What else an answer may be

#[tokio::test]
async fn a_price_of_another_term_or_region_is_not_shown_under_this_one() {
    let mut body = printed("today");
    body["activity_period_length"] = json!(36);
    assert!(matches!(priced(&body).await, Err(ReadError::Unreadable(why)) if why.contains("36 months")));
    body["activity_period"] = json!("year");
    body["activity_period_length"] = json!(1);
    assert!(priced(&body).await.is_ok());
    body["region_id"] = json!(8);
    assert!(matches!(priced(&body).await, Err(ReadError::Unreadable(why)) if why.contains("region 8")));
}

#[tokio::test]
async fn a_shown_price_that_lacks_a_figure_is_refused_and_the_error_says_where() {
    let mut body = printed("today");
    body["amount_prices"]["commit_price_total"] = json!("lots");
    let why = priced(&body).await.unwrap_err().to_string();
    assert!(why.contains("amount_prices.commit_price_total: not a decimal number"), "{why}");
}

#[tokio::test]
async fn regions_are_read_page_by_page_until_nothing_new_comes() {
    let page = |ids: &[i64], count: Value| {
        let rows: Vec<_> = ids.iter().map(|id| json!({"id": id, "display_name": format!("R{id}")})).collect();
        Act::Say(answer(200, &json!({"count": count, "results": rows}).to_string()))
    };
    let ids = |regions: Vec<berth_core::quote::Region>| regions.into_iter().map(|region| region.id).collect::<Vec<_>>();

    let vendor = Vendor::new([page(&[1, 2], json!(3)), page(&[3], json!(3))]).await;
    assert_eq!(ids(prices().regions(&vendor.access()).await.unwrap()), [1, 2, 3]);
    let lines: Vec<_> = vendor.requests().iter().map(|request| request.line().to_owned()).collect();
    assert_eq!(lines, ["GET /cloud/v1/regions?limit=1000&offset=0", "GET /cloud/v1/regions?limit=1000&offset=2"]);

    // A vendor that counts more than it gives, and one that does not count.
    for count in [json!(35), json!(null)] {
        let vendor = Vendor::new([page(&[1, 2], count)]).await;
        assert_eq!(ids(prices().regions(&vendor.access()).await.unwrap()), [1, 2]);
        assert_eq!(vendor.requests().len(), 2);
    }
}

#[tokio::test]
async fn a_machine_type_is_called_by_the_first_name_it_has() {
    let rows = json!([
        {"flavor_name": "a", "flavor_id": "b", "resource_class": "c"},
        {"flavor_name": null, "flavor_id": "b", "resource_class": "c"},
        {"flavor_id": "", "resource_class": "c"},
        {"vcpus": 16},
        {"flavor_name": "d", "disabled": true, "available_count": 3, "ram": 131_072, "vcpus": "16",
         "hardware_description": {"cpu": "2xIntel Xeon 8468", "gpu": null, "ports": 2}},
    ]);
    let vendor = Vendor::answering(200, rows.to_string()).await;
    let found = prices().reservable(&vendor.access(), 7).await.unwrap();
    assert_eq!(vendor.request().line(), "GET /cloud/v1/bm_reservation_flavors/7");
    assert_eq!(found.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["a", "b", "c", "d"]);
    let last = &found[3];
    assert!(last.disabled && !found[0].disabled);
    assert_eq!((last.available, last.ram_mib, last.vcpus), (Some(3), Some(131_072), Some(16)));
    let hardware = [("cpu".to_owned(), "2xIntel Xeon 8468".to_owned()), ("ports".to_owned(), "2".to_owned())];
    assert_eq!(last.hardware, hardware);
}

#[tokio::test]
async fn complaints_about_fields_are_added_to_a_message_that_lacks_them() {
    for (body, words) in [
        (
            json!({"message": "Validation Error", "invalid_fields": {"resources": ["Field required"], "period": [["odd"], {"x": "bad"}]}}),
            "Validation Error (period: odd, bad; resources: Field required)",
        ),
        (
            json!({"message": "Validation Error: period", "invalid_fields": {"period": ["x"]}}),
            "Validation Error: period",
        ),
        (json!({"message": "no", "invalid_fields": null}), "no"),
    ] {
        let vendor = Vendor::answering(400, body.to_string()).await;
        let error = prices().price(&vendor.access(), &basket(), Term::Months36).await.unwrap_err();
        assert_eq!(error, ReadError::Refused { status: 400, message: words.into() });
        assert_eq!(vendor.requests().len(), 1, "a refusal is not asked again");
    }
}

#[tokio::test]
async fn a_holder_is_read_as_far_as_it_is_told() {
    let vendor = Vendor::answering(200, r#"{"status": "active", "email": "user@example.com", "id": 8}"#).await;
    let holder = prices().holder(&vendor.access()).await.unwrap();
    assert_eq!(vendor.request().line(), "GET /iam/clients/me");
    assert_eq!((holder.status.as_deref(), holder.email.as_deref()), (Some("active"), Some("user@example.com")));
    let vendor = Vendor::answering(200, "{}").await;
    assert_eq!(prices().holder(&vendor.access()).await.unwrap().email, None);
    let page = answer_with(200, "content-type: text/html\r\n", b"<html>Sign in to this network</html>");
    let vendor = Vendor::new([Act::Say(page)]).await;
    assert!(matches!(prices().holder(&vendor.access()).await, Err(ReadError::Unreadable(_))));
}

#[tokio::test]
async fn a_token_that_the_vendor_echoes_is_not_passed_on() {
    let vendor = Vendor::answering(403, json!({"message": format!("not with {TOKEN}")}).to_string()).await;
    let error = prices().holder(&vendor.access()).await.unwrap_err();
    assert_eq!(error, ReadError::Refused { status: 403, message: "not with [secret]".into() });
}
