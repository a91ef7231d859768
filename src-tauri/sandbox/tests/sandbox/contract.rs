//! The two contracts themselves: their printed examples, and every answer of the sandbox, against their own schemas.

use std::collections::{BTreeMap, BTreeSet};

use berth_sandbox::{Fault, Injection, Operation, Sandbox};
use jsonschema::Validator;
use serde_json::{Map, Value, json};

use crate::client::{
    CLOUDIDR, GCORE, Reply, bought, flexcompute, frozen_options, reserved, sample_request, send, start,
};

const CONTRACTS: [&str; 2] = [
    include_str!("../../contracts/cloudidr-flexcompute.openapi.yaml"),
    include_str!("../../contracts/gcore-reservations.openapi.yaml"),
];

const METHODS: [&str; 4] = ["get", "post", "put", "delete"];

/// A contract, read.
struct Contract(Value);

impl Contract {
    fn all() -> Vec<Self> {
        CONTRACTS.iter().map(|text| Self(serde_yaml_ng::from_str(text).unwrap())).collect()
    }

    /// The thing itself, where the contract has a reference to it.
    fn resolved<'a>(&'a self, value: &'a Value) -> &'a Value {
        match value.get("$ref").and_then(Value::as_str) {
            Some(reference) => self.0.pointer(reference.strip_prefix('#').unwrap()).unwrap(),
            None => value,
        }
    }

    /// A schema that can be checked by itself: `OpenAPI` 3.1 schemas are JSON Schema 2020-12, references included.
    fn validator(&self, schema: &Value) -> Validator {
        let whole = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "components": self.0["components"],
            "allOf": [schema],
        });
        jsonschema::options().should_validate_formats(true).build(&whole).unwrap()
    }

    #[track_caller]
    fn check(&self, schema: &Value, value: &Value, what: &str) {
        let faults: Vec<String> = self
            .validator(schema)
            .iter_errors(value)
            .map(|fault| format!("{} at {}", fault, fault.instance_path()))
            .collect();
        assert!(faults.is_empty(), "{what}: {faults:#?}\nin {value:#}");
    }

    /// Path, method and description of every operation.
    fn operations(&self) -> impl Iterator<Item = (&str, &str, &Value)> {
        self.0["paths"].as_object().unwrap().iter().flat_map(|(path, item)| {
            METHODS.iter().filter_map(move |method| Some((path.as_str(), *method, item.get(*method)?)))
        })
    }
}

/// `example` and every one of `examples` beside a schema.
fn examples(content: &Map<String, Value>) -> Vec<&Value> {
    let many = content.get("examples").and_then(Value::as_object).into_iter().flat_map(Map::values);
    content.get("example").into_iter().chain(many.filter_map(|example| example.get("value"))).collect()
}

#[test]
fn every_printed_example_keeps_to_its_own_schema() {
    let mut checked = 0;
    for contract in Contract::all() {
        for (path, method, operation) in contract.operations() {
            let responses = operation["responses"].as_object().unwrap();
            let bodies = responses.iter().map(|(status, response)| (status.as_str(), contract.resolved(response)));
            let request = operation.get("requestBody").map(|body| ("request", body));
            for (what, body) in bodies.chain(request) {
                let Some(content) = body["content"]["application/json"].as_object() else {
                    assert!(what == "204", "{method} {path} {what} has no content");
                    continue;
                };
                for example in examples(content) {
                    contract.check(&content["schema"], example, &format!("{method} {path} {what}"));
                    checked += 1;
                }
            }
        }
        for schema in contract.0["components"]["schemas"].as_object().unwrap().values() {
            checked += examples_inside(&contract, schema);
        }
    }
    assert_eq!(checked, 151, "an example was added, removed or missed");
}

/// Checks the examples that stand on a schema and on the schemas inside it.
fn examples_inside(contract: &Contract, schema: &Value) -> usize {
    let Some(fields) = schema.as_object() else {
        return schema.as_array().map_or(0, |items| items.iter().map(|item| examples_inside(contract, item)).sum());
    };
    let list = fields.get("examples").and_then(Value::as_array).into_iter().flatten();
    let mut checked = 0;
    for example in fields.get("example").into_iter().chain(list) {
        contract.check(schema, example, "an example on a schema");
        checked += 1;
    }
    for (name, inner) in fields {
        if !["example", "examples", "enum", "const", "x-known-values"].contains(&name.as_str()) {
            checked += examples_inside(contract, inner);
        }
    }
    checked
}

#[test]
fn the_operations_are_those_of_the_contracts_and_no_others() {
    let contracts = Contract::all();
    let written: BTreeMap<String, (String, String)> = contracts
        .iter()
        .flat_map(Contract::operations)
        .map(|(path, method, operation)| {
            let id = operation["operationId"].as_str().unwrap().to_owned();
            (id, (method.to_ascii_uppercase(), path.to_owned()))
        })
        .collect();
    let served: BTreeMap<String, (String, String)> = Operation::ALL
        .iter()
        .map(|operation| {
            let id = serde_json::to_value(operation).unwrap().as_str().unwrap().to_owned();
            let (method, path) = operation.route();
            (id, (method.to_owned(), path.to_owned()))
        })
        .collect();
    assert_eq!(served, written);
}

#[tokio::test]
async fn every_path_and_method_of_the_contracts_is_served() {
    let sandbox = start(frozen_options()).await;
    for contract in Contract::all() {
        for (path, method, operation) in contract.operations() {
            let path =
                path.replace("{region_id}", "7").replace("{project_id}", "1").replace("{reservation_id}", "10218");
            let reply = send(&sandbox, &method.to_ascii_uppercase(), &path, None, None).await;
            // Without credentials everything but signing in gets as far as being refused.
            let expected = if operation["operationId"] == "signIn" { 400 } else { 401 };
            assert_eq!(reply.status, expected, "{method} {path}");
        }
    }
}

/// Sends calls and checks each answer against the contract.
struct Checked<'a> {
    sandbox: &'a Sandbox,
    contracts: Vec<Contract>,
    seen: BTreeSet<(String, u16)>,
}

impl Checked<'_> {
    async fn send(&mut self, method: &str, path: &str, authorization: Option<&str>, body: Option<Value>) -> Reply {
        let reply = send(self.sandbox, method, path, authorization, body).await;
        let bare = path.split('?').next().unwrap();
        let (contract, operation) = self
            .contracts
            .iter()
            .find_map(|contract| {
                let found = contract.operations().find(|(template, known, _)| {
                    known.eq_ignore_ascii_case(method) && matches_template(template, bare)
                });
                found.map(|(_, _, operation)| (contract, operation))
            })
            .unwrap_or_else(|| panic!("no contract has {method} {path}"));
        let what = format!("{method} {path} {}", reply.status);
        let response = &operation["responses"][reply.status.to_string()];
        assert!(!response.is_null(), "{what} is not in the contract: {}", reply.body);
        match contract.resolved(response)["content"]["application/json"].as_object() {
            // A free cancellation has no body although the contract declares one.
            Some(_) if reply.body.is_empty() => assert_eq!(operation["operationId"], "cancelCapacity", "{what}"),
            Some(content) => {
                assert_eq!(reply.header("content-type"), Some("application/json"), "{what}");
                contract.check(&content["schema"], &reply.json(), &what);
            }
            None => assert_eq!(reply.body, "", "{what}"),
        }
        let id = operation["operationId"].as_str().unwrap().to_owned();
        self.seen.insert((id, reply.status));
        reply
    }

    async fn cloudidr(&mut self, method: &str, last: &str, body: Value) -> Reply {
        self.send(method, &flexcompute(last), Some(CLOUDIDR), Some(body)).await
    }

    async fn gcore(&mut self, method: &str, path: &str, body: Option<Value>) -> Reply {
        self.send(method, path, Some(GCORE), body).await
    }
}

fn matches_template(template: &str, path: &str) -> bool {
    let (template, path): (Vec<&str>, Vec<&str>) = (template.split('/').collect(), path.split('/').collect());
    template.len() == path.len()
        && template.iter().zip(path).all(|(part, found)| part.starts_with('{') || *part == found)
}

#[tokio::test]
async fn every_answer_keeps_to_the_contract() {
    let sandbox = start(frozen_options()).await;
    let mut checked = Checked { sandbox: &sandbox, contracts: Contract::all(), seen: BTreeSet::new() };
    cloudidr_calls(&mut checked).await;
    gcore_calls(&mut checked).await;
    refused_calls(&mut checked).await;
    let succeeded: BTreeSet<&str> =
        checked.seen.iter().filter(|(_, status)| *status < 300).map(|(id, _)| id.as_str()).collect();
    assert_eq!(succeeded.len(), Operation::ALL.len(), "only {succeeded:?} succeeded");
    let declared: BTreeSet<(String, u16)> = checked
        .contracts
        .iter()
        .flat_map(Contract::operations)
        .flat_map(|(_, _, operation)| {
            let id = operation["operationId"].as_str().unwrap();
            let responses = operation["responses"].as_object().unwrap();
            responses.keys().map(move |status| (id.to_owned(), status.parse().unwrap()))
        })
        .collect();
    let unseen: Vec<_> = declared.difference(&checked.seen).collect();
    assert!(unseen.is_empty(), "never answered: {unseen:?}");
}

async fn cloudidr_calls(checked: &mut Checked<'_>) {
    let sign_in = "/external/api/v1/sign-in";
    checked.send("POST", sign_in, None, Some(json!({ "username": "ann", "password": "x" }))).await;
    checked.send("POST", sign_in, None, Some(json!({ "username": "ann" }))).await;
    checked.send("POST", sign_in, None, Some(json!({ "username": "ann", "password": "wrong" }))).await;
    checked.cloudidr("POST", "reserve", sample_request()).await;
    for (field, value) in [
        ("zoneId", json!("usw2-az4")),
        ("quantity", json!(999)),
        ("instanceType", json!("p5.48xlarge")),
        ("instanceType", json!("none")),
        ("accountId", json!("000000000000")),
        ("platform", json!("Windows Server")),
        ("utcOffsetHours", json!("+14")),
    ] {
        let mut body = sample_request();
        body[field] = value;
        if field == "instanceType" {
            body["zoneId"] = json!("sae1-az1");
        }
        checked.cloudidr("POST", "reserve", body).await;
    }
    let id = reserved(checked.sandbox).await;
    checked.cloudidr("POST", "purchase", json!({ "cidrId": id })).await;
    checked.cloudidr("PUT", "capacity-configuration", json!({ "cidrId": id, "vpc": "vpc-1" })).await;
    checked.cloudidr("PUT", "capacity-configuration", json!({ "cidrId": id, "vpc": "1" })).await;
    let renew = json!({ "cidrId": id, "autoRenewalEnabled": true, "frequency": "one-day" });
    checked.cloudidr("PUT", "capacity/auto-renewal", renew).await;
    checked.cloudidr("PUT", "capacity/auto-renewal", json!({ "cidrId": id, "autoRenewalEnabled": true })).await;
    checked.cloudidr("POST", "cancel", json!({ "cidrId": id })).await;
    checked.cloudidr("POST", "cancel", json!({ "cidrId": id })).await;
    let id = bought(checked.sandbox).await;
    checked.sandbox.advance(3600).unwrap();
    let late = checked.cloudidr("POST", "cancel", json!({ "cidrId": id })).await;
    assert!(late.json()["message"].is_string());
    for (method, last) in
        [("POST", "purchase"), ("POST", "cancel"), ("PUT", "capacity-configuration"), ("PUT", "capacity/auto-renewal")]
    {
        checked.cloudidr(method, last, json!({ "cidrId": "sc_1" })).await;
    }
    for seed in checked.sandbox.first_state() {
        let contract = &checked.contracts[0];
        let schemas = &contract.0["components"]["schemas"];
        contract.check(&schemas["Policy"], &seed.policy, "a policy of the first state");
        contract.check(&schemas["ReserveResponse"], &seed.reserve, "an answer of the first state");
    }
}

async fn gcore_calls(checked: &mut Checked<'_>) {
    let regions = checked.gcore("GET", "/cloud/v1/regions?show_volume_types=true", None).await.json();
    for region in regions["results"].as_array().unwrap() {
        let id = &region["id"];
        let reservable = checked.gcore("GET", &format!("/cloud/v1/bm_reservation_flavors/{id}"), None).await.json();
        let all = "include_prices=true&include_capacity=true&include_reservation_stock=true";
        checked.gcore("GET", &format!("/cloud/v1/bmflavors/1/{id}?{all}"), None).await;
        checked.gcore("GET", &format!("/cloud/v3/gpu/baremetal/1/{id}/flavors?include_prices=true"), None).await;
        checked.gcore("GET", &format!("/cloud/v3/gpu/virtual/1/{id}/flavors?include_prices=true"), None).await;
        for flavor in reservable.as_array().unwrap() {
            for period in ["MONTHS12", "MONTHS36"] {
                let body = json!({ "period": period, "has_windows": period == "MONTHS36", "resources": [
                    { "resource_name": flavor["flavor_name"], "resource_type": "flavor", "resource_value": 2 } ] });
                checked.gcore("POST", &format!("/cloud/v1/pricing/{id}/billing_reservation"), Some(body)).await;
            }
        }
    }
    checked.gcore("GET", "/cloud/v1/projects?include_deleted=true", None).await;
    checked.gcore("GET", "/iam/clients/me", None).await;
    checked.gcore("GET", "/cloud/v2/reservations", None).await;
    checked.gcore("GET", "/cloud/v1/reservations", None).await;
    checked.gcore("GET", "/cloud/v1/reservations/10218", None).await;
    let totals = json!({ "year_month": "2026-10", "types": ["baremetal"], "rounding": true });
    checked.gcore("POST", "/cloud/v1/reservation_cost_report/totals", Some(totals)).await;
    let body = json!({ "name": "mine", "region_id": 4, "period": "MONTHS36", "has_windows": true, "resources": [
        { "resource_name": "bm1-hf-medium", "resource_type": "flavor", "resource_value": 9 } ] });
    let created = checked.gcore("POST", "/cloud/v1/reservations", Some(body.clone())).await.json();
    checked.gcore("DELETE", &format!("/cloud/v1/reservations/{}", created["id"]), None).await;
    checked.gcore("DELETE", "/cloud/v1/reservations/10218", None).await;
    let mut many = body;
    many["resources"][0]["resource_value"] = json!(51);
    checked.gcore("POST", "/cloud/v1/reservations", Some(many)).await;
    checked.gcore("POST", "/cloud/v1/pricing/7/billing_reservation", Some(json!({}))).await;
    checked.gcore("POST", "/cloud/v1/pricing/9/billing_reservation", Some(json!({}))).await;
}

/// Every refusal a contract declares, in turn.
async fn refused_calls(checked: &mut Checked<'_>) {
    let declared: Vec<(String, String, Vec<u16>, bool)> = checked
        .contracts
        .iter()
        .flat_map(Contract::operations)
        .map(|(path, method, operation)| {
            let path =
                path.replace("{region_id}", "7").replace("{project_id}", "1").replace("{reservation_id}", "10218");
            let statuses = operation["responses"].as_object().unwrap().keys();
            let refusals = statuses.map(|status| status.parse().unwrap()).filter(|status| *status >= 400).collect();
            (method.to_ascii_uppercase(), path, refusals, operation.get("requestBody").is_some())
        })
        .collect();
    for (method, path, refusals, has_body) in declared {
        for code in refusals {
            checked.sandbox.inject(Injection::new(Fault::status(code)));
            let reply = checked.send(&method, &path, None, has_body.then(|| json!({}))).await;
            assert_eq!(reply.status, code);
        }
    }
}
