//! Properties of the two readers that the shell uses as well.

use std::sync::LazyLock;

use berth_remote::cloudidr::{read_policy, read_reserve};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::contract::Contract;

static PRINTED: LazyLock<Value> = LazyLock::new(|| Contract::cloudidr().sample("purchaseCapacity", 200, ""));

/// Any JSON, a few levels deep.
fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        Just(json!("2026-01-10T00:00:00-08:00")),
        Just(json!(8.48)),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map("[a-zA-Z]{0,6}", inner, 0..4)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

/// Paths to every field of a policy but the id.
fn fields(policy: &Value) -> Vec<String> {
    let mut paths = Vec::new();
    for (name, value) in policy.as_object().unwrap() {
        paths.extend((name != "cidrId").then(|| format!("/{name}")));
        paths.extend(value.as_object().into_iter().flatten().map(|(inner, _)| format!("/{name}/{inner}")));
    }
    paths
}

proptest! {
    #[test]
    fn any_text_is_survived(text in any::<String>()) {
        let _ = (read_policy(&text), read_reserve(&text));
    }

    #[test]
    fn any_json_is_survived(value in json()) {
        let text = value.to_string();
        let _ = (read_policy(&text), read_reserve(&text));
        let wrapped = json!({"myPolicy": value, "capacityAvailable": value, "alternativeQtyRecommendations": value});
        let _ = read_reserve(&wrapped.to_string());
    }

    #[test]
    fn a_policy_is_read_whatever_one_of_its_fields_has_become(at in any::<prop::sample::Index>(), value in json()) {
        let mut policy = PRINTED.clone();
        let paths = fields(&policy);
        *policy.pointer_mut(&paths[at.index(paths.len())]).unwrap() = value;
        let read = read_policy(&policy.to_string());
        prop_assert!(read.is_ok_and(|policy| policy.id.as_str() == "sc_830349911839"));
    }

    #[test]
    fn a_price_comes_out_with_the_digits_it_went_in(
        whole in 0u64..10_000_000_000,
        fraction in "[0-9]{0,8}",
        quoted in any::<bool>(),
    ) {
        let figure = if fraction.is_empty() { whole.to_string() } else { format!("{whole}.{fraction}") };
        let sent = if quoted { format!("\"{figure}\"") } else { figure.clone() };
        let body = format!(r#"{{"cidrId": "sc_1", "pricing": {{"ourPrice": {sent}, "savings": {sent}}}}}"#);
        let pricing = read_policy(&body).unwrap().pricing;
        prop_assert_eq!(pricing.price.unwrap().to_string(), figure.clone());
        prop_assert_eq!(pricing.savings.unwrap().to_string(), figure);
    }
}
