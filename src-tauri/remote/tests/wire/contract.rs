//! The samples that the two contracts print, as data.

use serde_json::Value;

pub(crate) struct Contract(Value);

impl Contract {
    pub(crate) fn cloudidr() -> Self {
        Self::read(include_str!("../../../sandbox/contracts/cloudidr-flexcompute.openapi.yaml"))
    }

    pub(crate) fn gcore() -> Self {
        Self::read(include_str!("../../../sandbox/contracts/gcore-reservations.openapi.yaml"))
    }

    fn read(yaml: &str) -> Self {
        Self(serde_yaml_ng::from_str(yaml).unwrap())
    }

    /// Every sample answer of an operation: status, name (empty when it has none) and body.
    pub(crate) fn samples(&self, operation: &str) -> Vec<(u16, String, Value)> {
        let paths = self.0["paths"].as_object().unwrap().values();
        let operation = paths
            .flat_map(|methods| methods.as_object().unwrap().values())
            .find(|found| found["operationId"] == operation)
            .unwrap();
        let mut samples = Vec::new();
        for (status, response) in operation["responses"].as_object().unwrap() {
            let response = match response["$ref"].as_str() {
                Some(reference) => self.0.pointer(reference.strip_prefix('#').unwrap()).unwrap(),
                None => response,
            };
            let content = &response["content"]["application/json"];
            let status = status.parse().unwrap();
            if !content["example"].is_null() {
                samples.push((status, String::new(), content["example"].clone()));
            }
            for (name, example) in content["examples"].as_object().into_iter().flatten() {
                samples.push((status, name.clone(), example["value"].clone()));
            }
        }
        assert!(!samples.is_empty());
        samples
    }

    /// One sample answer of an operation.
    pub(crate) fn sample(&self, operation: &str, status: u16, name: &str) -> Value {
        let samples = self.samples(operation);
        samples.into_iter().find(|(code, found, _)| *code == status && found == name).unwrap().2
    }
}
