//! Machine types and their ordinary prices. Prices are JSON numbers here, not text.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;

use super::{
    Refused, account,
    machines::{Hardware, MACHINES, Machine},
    query::Query,
    regions::Region,
};
use crate::{answer::Answer, call::Call, money::Amount};

#[derive(Serialize)]
struct Reservable {
    activity_period: &'static str,
    /// A list here, one number everywhere else.
    activity_period_length: [u32; 2],
    architecture: &'static str,
    available_count: u32,
    disabled: bool,
    flavor_id: &'static str,
    flavor_name: &'static str,
    hardware_description: Hardware,
    os_type: &'static str,
    ram: u32,
    resource_class: &'static str,
    vcpus: u32,
}

/// No field is mandatory in this list, so a type nothing is known of is told in two.
#[derive(Serialize)]
#[serde(untagged)]
enum ReservableRow {
    Full(Reservable),
    Short { flavor_name: &'static str, activity_period_length: [u32; 2] },
}

/// A bare array, unlike every other list.
pub(super) fn reservable(call: &Call) -> Result<Answer, Refused> {
    let region = Region::of_path(call)?;
    let mut query = Query::of(call);
    let windows = query.boolean("windows_os");
    let disabled = query.boolean("disabled");
    query.integer("client_id");
    query.finish()?;
    let rows: Vec<ReservableRow> = on_offer(region)
        .filter(|(machine, _)| windows.is_none_or(|windows| windows == (machine.os_type == "windows")))
        .filter(|(machine, _)| disabled.is_none_or(|disabled| disabled == machine.is_disabled(region)))
        .map(|(machine, stock)| match machine.hardware().cpu {
            None => ReservableRow::Short { flavor_name: machine.name, activity_period_length: [12, 36] },
            Some(_) => ReservableRow::Full(Reservable {
                activity_period: "month",
                activity_period_length: [12, 36],
                architecture: "x86_64",
                available_count: stock,
                disabled: machine.is_disabled(region),
                flavor_id: machine.name,
                flavor_name: machine.name,
                hardware_description: machine.hardware(),
                os_type: machine.os_type,
                ram: machine.ram,
                resource_class: machine.name,
                vcpus: machine.vcpus,
            }),
        })
        .collect();
    Ok(Answer::json(200, &rows))
}

fn on_offer(region: &'static Region) -> impl Iterator<Item = (&'static Machine, u32)> {
    MACHINES.iter().filter_map(|machine| Some((machine, machine.stock(region)?)))
}

#[derive(Serialize)]
struct BareMetal {
    architecture: &'static str,
    disabled: bool,
    flavor_id: &'static str,
    flavor_name: &'static str,
    os_type: &'static str,
    ram: u32,
    resource_class: Option<&'static str>,
    vcpus: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    capacity: Option<u32>,
    hardware_description: Option<Hardware>,
    #[serde(flatten)]
    price: Option<Price>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reserved_capacity: Option<u32>,
}

#[derive(Serialize)]
struct Price {
    currency_code: &'static str,
    price_per_hour: Amount,
    price_per_month: Amount,
    price_status: &'static str,
}

impl Price {
    fn of(region: &Region, hour: Decimal) -> Self {
        let month = hour * Decimal::from(super::price::HOURS_OF_A_MONTH);
        Self {
            currency_code: region.currency(),
            price_per_hour: Amount(hour),
            price_per_month: Amount(month),
            price_status: "show",
        }
    }
}

pub(super) fn bare_metal(call: &Call) -> Result<Answer, Refused> {
    account::project_of_path(call)?;
    let region = Region::of_path(call)?;
    let mut query = Query::of(call);
    let disabled = query.boolean("disabled");
    let no_linux = query.boolean("exclude_linux").unwrap_or(false);
    let no_windows = query.boolean("exclude_windows").unwrap_or(false);
    let capacity = query.boolean("include_capacity").unwrap_or(false);
    let prices = query.boolean("include_prices").unwrap_or(false);
    let reserved = query.boolean("include_reservation_stock").unwrap_or(false);
    let page = query.page(1000);
    query.finish()?;
    let rows = on_offer(region)
        .filter(|(machine, _)| machine.gpu.is_none())
        .filter(|(machine, _)| !(no_linux && machine.os_type == "linux" || no_windows && machine.os_type == "windows"))
        .filter(|(machine, _)| disabled.is_none_or(|disabled| disabled == machine.is_disabled(region)))
        .map(|(machine, stock)| BareMetal {
            architecture: "x86_64",
            disabled: machine.is_disabled(region),
            flavor_id: machine.name,
            flavor_name: machine.name,
            os_type: machine.os_type,
            ram: machine.ram,
            resource_class: machine.hardware().cpu.map(|_| machine.name),
            vcpus: machine.vcpus,
            capacity: capacity.then_some(stock),
            hardware_description: machine.hardware().cpu.map(|_| machine.hardware()),
            price: prices.then(|| Price::of(region, machine.overcommit(false))),
            reserved_capacity: reserved.then_some(stock / 2),
        })
        .collect();
    Ok(Answer::json(200, &page.of(rows)))
}

/// A value of a hardware description: text for bare metal, numbers in part for virtual machines.
#[derive(Serialize)]
#[serde(untagged)]
enum Fact {
    Text(String),
    Number(u32),
}

#[derive(Serialize)]
struct Gpu {
    architecture: Option<&'static str>,
    capacity: u32,
    disabled: bool,
    hardware_description: BTreeMap<&'static str, Fact>,
    hardware_properties: GpuProperties,
    name: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    price: Option<Price>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reserved_capacity: Option<u32>,
    supported_features: Features,
}

#[derive(Serialize)]
struct GpuProperties {
    gpu_count: u32,
    gpu_manufacturer: &'static str,
    gpu_model: &'static str,
    nic_eth: Option<&'static str>,
    nic_ib: Option<&'static str>,
}

#[derive(Serialize)]
struct Features {
    security_groups: bool,
}

pub(super) fn gpu_bare_metal(call: &Call) -> Result<Answer, Refused> {
    gpu(call, |region, prices| {
        on_offer(region)
            .filter_map(|(machine, stock)| Some((machine, stock, machine.gpu?)))
            .map(|(machine, stock, (gpu_count, gpu_model))| {
                let hardware = machine.hardware();
                let texts = [("cpu", hardware.cpu), ("disk", hardware.disk), ("ram", hardware.ram)];
                let mut description: BTreeMap<&'static str, Fact> =
                    texts.into_iter().filter_map(|(name, text)| Some((name, Fact::Text(text?.to_owned())))).collect();
                description.insert("gpu", Fact::Text(format!("{gpu_count} x NVIDIA {gpu_model}")));
                Gpu {
                    architecture: Some("x86_64"),
                    capacity: stock,
                    disabled: machine.is_disabled(region),
                    hardware_description: description,
                    hardware_properties: GpuProperties {
                        gpu_count,
                        gpu_manufacturer: "NVIDIA",
                        gpu_model,
                        nic_eth: Some("2x100G"),
                        nic_ib: None,
                    },
                    name: machine.name,
                    price: prices.then(|| Price::of(region, machine.overcommit(false))),
                    reserved_capacity: Some(0),
                    supported_features: Features { security_groups: true },
                }
            })
            .collect()
    })
}

/// Virtual types: name, GPUs, model, vCPUs, RAM in MiB, disk in GiB, ten-thousandths of a currency unit for an hour.
const VIRTUAL: [(&str, u32, &str, u32, u32, u32, i64); 3] = [
    ("g3-ai-32-192-1500-l40s-48-1", 1, "L40S 48GB", 32, 196_608, 1500, 13_700),
    ("g3-ai-64-384-3000-l40s-48-2", 2, "L40S 48GB", 64, 393_216, 3000, 27_400),
    ("g2-ai-16-192-1000-h100-80-1", 1, "H100 80GB PCIe", 16, 196_608, 1000, 32_500),
];

pub(super) fn gpu_virtual(call: &Call) -> Result<Answer, Refused> {
    gpu(call, |region, prices| {
        VIRTUAL
            .iter()
            .filter(|_| region.gpu)
            .map(|&(name, gpu_count, gpu_model, vcpus, ram, disk, hour)| Gpu {
                architecture: None,
                capacity: ram / 65_536,
                disabled: false,
                hardware_description: BTreeMap::from([
                    ("gpu", Fact::Text(format!("{gpu_count} x NVIDIA {gpu_model}"))),
                    ("local_storage", Fact::Number(disk)),
                    ("ram", Fact::Number(ram)),
                    ("vcpus", Fact::Number(vcpus)),
                ]),
                hardware_properties: GpuProperties {
                    gpu_count,
                    gpu_manufacturer: "NVIDIA",
                    gpu_model,
                    nic_eth: None,
                    nic_ib: None,
                },
                name,
                price: prices.then(|| Price::of(region, Decimal::new(hour, 4))),
                reserved_capacity: None,
                supported_features: Features { security_groups: true },
            })
            .collect()
    })
}

fn gpu(call: &Call, rows: impl FnOnce(&'static Region, bool) -> Vec<Gpu>) -> Result<Answer, Refused> {
    account::project_of_path(call)?;
    let region = Region::of_path(call)?;
    let mut query = Query::of(call);
    let hide_disabled = query.boolean("hide_disabled").unwrap_or(false);
    let prices = query.boolean("include_prices").unwrap_or(false);
    let page = query.page(1000);
    query.finish()?;
    let mut rows = rows(region, prices);
    rows.retain(|row| !(hide_disabled && row.disabled));
    Ok(Answer::json(200, &page.of(rows)))
}
