//! Gcore's habits. The list is the one of the notes on the contract; those of the reservation lists (9 and 10) and of
//! making one (the second half of 15) belong to operations that this crate does not have yet.

use berth_core::ports::{Prices as _, ReadError};
use berth_core::quote::{Basket, BasketLine, Offer, PriceStatus, Term};
use serde_json::{Value, json};

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
    for operation in ["priceReservation", "listRegions", "listReservableBareMetal", "whoAmI"] {
        for (status, name, body) in contract.samples(operation) {
            let asked_to_wait = answer_with(status, "retry-after: 61\r\n", body.to_string().as_bytes());
            let vendor = Vendor::new([Act::Say(asked_to_wait)]).await;
            let (access, prices) = (vendor.access(), prices());
            let found = match operation {
                "priceReservation" => prices.price(&access, &basket(), Term::Months12).await.map(drop),
                "listRegions" => prices.regions(&access).await.map(drop),
                "listReservableBareMetal" => prices.reservable(&access, 7).await.map(drop),
                _ => prices.holder(&access).await.map(drop),
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
    assert_eq!(counted, 23, "a sample of the contract is not tried");
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
async fn oddity_08_the_unit_has_several_names() {
    for (unit, shown) in [(json!("PC*Hour"), "PC*Hour"), (json!("H"), "H"), (json!(null), "")] {
        let mut body = printed("today");
        body["resources"][0]["unit_name"] = unit;
        assert_eq!(offer(&body).await.rows[0].unit, shown);
    }
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
