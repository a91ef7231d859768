//! What a machine of a type is made of, as the vendors told it.
//!
//! Berth has no table of its own. What one answer says of a type is remembered with the policy or the quote it came with,
//! and fills the gap where another answer about the same type is silent. What no answer said is unknown.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::catalogue::Flavor;
use crate::policy::{Instance, PolicyRecord};
use crate::quote::{Quote, Reservable};

/// One machine of a type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shape {
    /// Virtual processors.
    pub vcpu: Option<u32>,
    /// Memory in GiB.
    pub memory: Option<Decimal>,
    /// Accelerators; zero where the vendor says that there are none.
    pub gpu: Option<u32>,
}

impl Shape {
    /// Its own figures, and the other's where it has none.
    pub(crate) fn or(self, other: Self) -> Self {
        Self { vcpu: self.vcpu.or(other.vcpu), memory: self.memory.or(other.memory), gpu: self.gpu.or(other.gpu) }
    }
}

impl From<&Instance> for Shape {
    fn from(instance: &Instance) -> Self {
        Self { vcpu: instance.vcpu, memory: instance.memory, gpu: instance.gpu }
    }
}

impl From<&Reservable> for Shape {
    fn from(machine: &Reservable) -> Self {
        let count = |number: Option<i64>| number.and_then(|number| u32::try_from(number).ok());
        let gpu = machine.hardware.iter().find(|(part, _)| part == "gpu");
        Self {
            vcpu: count(machine.vcpus),
            memory: count(machine.ram_mib).map(gib),
            gpu: gpu.and_then(|(_, words)| counted(words)),
        }
    }
}

impl From<&Flavor> for Shape {
    fn from(flavor: &Flavor) -> Self {
        let count = |number: Option<i64>| number.and_then(|number| u32::try_from(number).ok());
        let gpu = flavor.hardware.iter().find(|(part, _)| part == "gpu");
        Self {
            vcpu: count(flavor.vcpus),
            memory: count(flavor.ram_mib).map(gib),
            gpu: flavor.gpus.or_else(|| gpu.and_then(|(_, words)| counted(words))),
        }
    }
}

fn gib(mib: u32) -> Decimal {
    (Decimal::from(mib) / Decimal::from(1024)).normalize()
}

/// The number in `8 x NVIDIA H100`, as vendors write how many of a part there are.
fn counted(words: &str) -> Option<u32> {
    let (number, rest) = words.split_at(words.find(|c: char| !c.is_ascii_digit())?);
    rest.trim_start().starts_with(['x', 'X', '×']).then(|| number.parse().ok())?
}

/// Every type of which an answer told something: Cloudidr's instance types, and Gcore's machine types.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    instances: BTreeMap<String, Shape>,
    machines: BTreeMap<String, Shape>,
}

impl Catalogue {
    /// What policies and quotes told, the latest of them first wherever two differ.
    pub fn new<'a>(policies: impl IntoIterator<Item = &'a PolicyRecord>, quotes: &[Quote]) -> Self {
        let mut catalogue = Self::default();
        let mut policies: Vec<_> = policies.into_iter().collect();
        policies.sort_by_key(|record| std::cmp::Reverse(record.seen_at));
        for instance in policies.iter().map(|record| &record.policy.instance) {
            if let Some(kind) = &instance.kind {
                note(&mut catalogue.instances, kind, instance.into());
            }
        }
        let mut quotes: Vec<_> = quotes.iter().collect();
        quotes.sort_by_key(|quote| std::cmp::Reverse(quote.taken_at));
        for (machine, shape) in quotes.iter().flat_map(|quote| &quote.shapes) {
            note(&mut catalogue.machines, machine, *shape);
        }
        catalogue
    }

    /// What a policy's machine is made of: its own words first.
    pub fn instance(&self, instance: &Instance) -> Shape {
        let known = instance.kind.as_ref().and_then(|kind| self.instances.get(kind)).copied();
        Shape::from(instance).or(known.unwrap_or_default())
    }

    /// What a machine type of a quote is made of: the quote's own words first.
    pub fn machine(&self, quote: &Quote, name: &str) -> Shape {
        let known = self.machines.get(name).copied().unwrap_or_default();
        quote.shapes.get(name).copied().unwrap_or_default().or(known)
    }
}

fn note(known: &mut BTreeMap<String, Shape>, name: &str, told: Shape) {
    let shape = known.entry(name.to_owned()).or_default();
    *shape = shape.or(told);
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::account::Account;
    use crate::policy::{Policy, PolicyId, Source};

    fn machine(vcpus: Option<i64>, ram_mib: Option<i64>, gpu: &str) -> Reservable {
        Reservable {
            name: "bm3".into(),
            available: None,
            disabled: false,
            terms: vec![],
            vcpus,
            ram_mib,
            hardware: vec![("cpu".into(), "2xIntel Xeon 8468".into()), ("gpu".into(), gpu.into())],
        }
    }

    #[test]
    fn a_gcore_machine_is_read_from_its_numbers_and_its_gpus_from_their_words() {
        let shape = Shape::from(&machine(Some(16), Some(131_072), "8 x NVIDIA H100"));
        assert_eq!((shape.vcpu, shape.memory, shape.gpu), (Some(16), Some(Decimal::from(128)), Some(8)));
        let half = Shape::from(&machine(None, Some(1536), "4xL40S"));
        assert_eq!((half.vcpu, half.memory, half.gpu), (None, Some(Decimal::new(15, 1)), Some(4)));
        for words in ["NVIDIA H100", "H100 x 8", "80 GB", "8", "", "99999999999 x H100"] {
            assert_eq!(Shape::from(&machine(None, None, words)).gpu, None, "{words:?}");
        }
        assert_eq!(Shape::from(&machine(Some(-1), Some(-1), "")), Shape::default());
    }

    fn told(id: &str, seconds: i64, vcpu: Option<u32>, gpu: Option<u32>) -> PolicyRecord {
        let mut policy = Policy::unknown(PolicyId::parse(id).unwrap());
        policy.instance = Instance { kind: Some("c5.large".into()), vcpu, gpu, ..Instance::default() };
        let at = Timestamp::from_second(seconds).unwrap();
        PolicyRecord::new(Account::sample().id, policy, Source::Tracked, at)
    }

    #[test]
    fn what_one_answer_leaves_out_another_about_the_same_type_fills_in() {
        let (silent, old, new) =
            (told("sc_1", 3, None, None), told("sc_2", 1, Some(4), Some(0)), told("sc_3", 2, Some(2), None));
        let catalogue = Catalogue::new(&[silent.clone(), old.clone(), new], &[]);
        let shape = catalogue.instance(&silent.policy.instance);
        assert_eq!((shape.vcpu, shape.gpu, shape.memory), (Some(2), Some(0), None), "the latest word counts");
        assert_eq!(catalogue.instance(&old.policy.instance).vcpu, Some(4), "its own word counts more");
        let other = Instance { kind: Some("c5.xlarge".into()), ..Instance::default() };
        assert_eq!(catalogue.instance(&other), Shape::default());
        assert_eq!(catalogue.instance(&Instance::default()), Shape::default());
    }
}
