//! The vendors' printed samples, byte for byte where they are text.

use serde_json::{Value, json};

use crate::client::{
    bought, cloudidr, frozen, frozen_options, gcore_get, gcore_post, purchase, reserved, sample_request, send, start,
};

const CLOUDIDR: &str = include_str!("../../contracts/cloudidr-flexcompute.openapi.yaml");
const GCORE: &str = include_str!("../../contracts/gcore-reservations.openapi.yaml");

/// The example of a 200 answer in a contract.
fn printed(contract: &str, path: &str, method: &str, name: Option<&str>) -> Value {
    let contract: Value = serde_yaml_ng::from_str(contract).unwrap();
    let content = &contract["paths"][path][method]["responses"]["200"]["content"]["application/json"];
    name.map_or_else(|| content["example"].clone(), |name| content["examples"][name]["value"].clone())
}

#[tokio::test]
async fn the_printed_reserve_comes_out_field_for_field_but_for_its_id() {
    let sandbox = frozen().await;
    let reply = cloudidr(&sandbox, "POST", "reserve", sample_request()).await;
    assert!(
        reply.body.contains(
            r#""pricing":{"ourPrice":8.48,"cspProviderPrice":12.11,"savings":3.63,"savingsPercentage":0.3,"creditCardProcessingFee":0.55,"bankAccountProcessingFee":0.07}"#
        ),
        "{}",
        reply.body
    );
    let mut answer = reply.json();
    let mut expected = printed(CLOUDIDR, "/external/api/v1/flexcompute/reserve", "post", Some("available"));
    let id = answer["myPolicy"]["cidrId"].take();
    expected["myPolicy"]["cidrId"].take();
    assert_eq!(answer, expected);
    let digits = id.as_str().unwrap().strip_prefix("sc_").unwrap();
    assert!(digits.len() == 12 && digits.bytes().all(|byte| byte.is_ascii_digit()), "{digits}");
}

#[tokio::test]
async fn the_printed_purchase_has_no_wrapper_and_no_fees() {
    let sandbox = frozen().await;
    let id = reserved(&sandbox).await;
    let mut answer = purchase(&sandbox, &id).await.json();
    let mut expected = printed(CLOUDIDR, "/external/api/v1/flexcompute/purchase", "post", None);
    answer["cidrId"].take();
    expected["cidrId"].take();
    assert_eq!(answer, expected);
}

#[tokio::test]
async fn the_printed_configuration_comes_back() {
    let sandbox = frozen().await;
    let id = bought(&sandbox).await;
    let body = json!({
        "cidrId": id,
        "vpc": "vpc-12345678",
        "securityGroup": "sg-12345678",
        "amiImage": "ami-12345678",
        "sshPairKey": "keypair-name",
        "ebsVolumeSize": 30,
    });
    let mut answer = cloudidr(&sandbox, "PUT", "capacity-configuration", body).await.json();
    let mut expected = printed(CLOUDIDR, "/external/api/v1/flexcompute/capacity-configuration", "put", None);
    answer["cidrId"].take();
    expected["cidrId"].take();
    assert_eq!(answer, expected);
}

#[tokio::test]
async fn the_printed_auto_renewal_names_the_policy_in_its_sentence() {
    let sandbox = frozen().await;
    let id = bought(&sandbox).await;
    let body = json!({ "cidrId": id, "autoRenewalEnabled": true, "frequency": "one-week" });
    let answer = cloudidr(&sandbox, "PUT", "capacity/auto-renewal", body).await.json();
    let printed = printed(CLOUDIDR, "/external/api/v1/flexcompute/capacity/auto-renewal", "put", None);
    let sentence = printed["message"].as_str().unwrap().replace("sc_238017929606", &id);
    assert_eq!(answer, json!({ "message": sentence }));
}

#[tokio::test]
async fn the_printed_gcore_price_comes_out_for_one_machine_and_for_two() {
    let sandbox = frozen().await;
    let path = "/cloud/v1/pricing/{region_id}/billing_reservation";
    for count in [1, 2] {
        let body = json!({
            "has_windows": false,
            "period": "MONTHS12",
            "resources": [{ "resource_name": "bm1-hf-medium", "resource_type": "flavor", "resource_value": count }],
        });
        let answer = gcore_post(&sandbox, "/cloud/v1/pricing/7/billing_reservation", body).await.json();
        assert_eq!(answer, printed(GCORE, path, "post", Some("today")), "{count} machines");
    }
}

#[tokio::test]
async fn the_older_gcore_shape_has_an_upper_case_status_and_sizes_as_numbers() {
    let sandbox = frozen().await;
    let body = json!({
        "period": "MONTHS12",
        "resources": [{ "resource_name": "bm1-hf-medium", "resource_type": "flavor", "resource_value": 2 }],
    });
    let reply = gcore_post(&sandbox, "/cloud/v1/pricing/76/billing_reservation", body).await;
    assert_eq!(reply.json()["price_status"], "SHOW");
    assert!(reply.body.contains(r#""unit_size_month":744,"unit_size_total":8928"#), "{}", reply.body);
}

#[tokio::test]
async fn the_printed_reservation_is_among_the_first_ones_with_rows_per_machine_and_sums() {
    let sandbox = start(frozen_options()).await;
    let record = gcore_get(&sandbox, "/cloud/v1/reservations/10218").await.json();
    let printed = printed(GCORE, "/cloud/v1/reservations/{reservation_id}", "get", None);
    assert_eq!(record["amount_prices"], printed["amount_prices"]);
    for name in ["commit_price_per_month", "commit_price_per_unit", "commit_price_total", "overcommit_price_total"] {
        assert_eq!(record["resources"][0][name], printed["resources"][0][name], "{name}");
    }
    assert_eq!(record["created_at"].as_str().unwrap().len(), "2024-12-02T11:53:33.127371".len());
}

#[tokio::test]
async fn the_printed_row_of_the_new_list_keeps_its_prices() {
    let sandbox = start(frozen_options()).await;
    let list = gcore_get(&sandbox, "/cloud/v2/reservations?region_id=4").await.json();
    let printed = &printed(GCORE, "/cloud/v2/reservations", "get", None)["results"][0];
    let row = list["results"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["commit"]["price_total"] == printed["commit"]["price_total"])
        .unwrap();
    for name in ["resource_name", "resource_count", "unit_name", "unit_size_month", "unit_size_total", "hardware_info"]
    {
        assert_eq!(row[name], printed[name], "{name}");
    }
    for name in ["price_per_month", "price_per_unit", "price_total"] {
        assert_eq!(row["active_overcommit"][name], printed["active_overcommit"][name], "{name}");
        assert_eq!(row["commit"][name], printed["commit"][name], "{name}");
    }
}

#[tokio::test]
async fn refused_tokens_are_told_in_the_vendors_words() {
    let sandbox = frozen().await;
    let cloudidr = send(&sandbox, "POST", "/external/api/v1/flexcompute/cancel", None, Some(json!({}))).await;
    assert_eq!(cloudidr.status, 401);
    assert_eq!(
        cloudidr.json(),
        json!({ "error": { "code": "401", "message": "Unauthorized", "details": {
            "timestamp": "2026-01-08T15:20:15", "description": "Unable to process access token" } } })
    );
    for (authorization, message) in [
        (None, "Authentication credentials were not provided."),
        (Some("apikey 29841"), "Bad permanent token: 29841"),
        (Some("APIKey 0$bad"), "Bad permanent token: 0"),
        (Some("apikey 12345678901$nothex"), "Bad permanent token: 12345678"),
        (Some("Bearer 1234$abcdef"), "Authentication credentials were not provided."),
    ] {
        let refused = send(&sandbox, "GET", "/iam/clients/me", authorization, None).await;
        assert_eq!((refused.status, refused.json()), (401, json!({ "message": message })));
    }
}
