//! Regions. Ids and names of five come from the vendor's paging guide and of two from its price samples; the rest, and
//! what each can do, is made up.

use serde::Serialize;

use super::{Refused, query::Query};
use crate::{answer::Answer, call::Call};

#[derive(Debug)]
pub(super) struct Region {
    pub(super) id: i64,
    pub(super) name: &'static str,
    /// What else is told; the guide prints rows with nothing but id and name, so some have nothing.
    details: Option<Details>,
    pub(super) bare_metal: bool,
    pub(super) gpu: bool,
}

#[derive(Clone, Copy, Debug)]
struct Details {
    country: &'static str,
    /// `None` is answered as null.
    zone: Option<&'static str>,
    state: &'static str,
}

const fn told(country: &'static str, zone: Option<&'static str>, state: &'static str) -> Details {
    Details { country, zone, state }
}

const fn region(id: i64, name: &'static str, details: Option<Details>, (bare_metal, gpu): (bool, bool)) -> Region {
    Region { id, name, details, bare_metal, gpu }
}

const EMEA: Option<&str> = Some("EMEA");

pub(super) const REGIONS: [Region; 14] = [
    region(4, "LUX-4", Some(told("LU", EMEA, "ACTIVE")), (true, false)),
    region(7, "ED-10", Some(told("LU", EMEA, "ACTIVE")), (true, true)),
    region(76, "Luxembourg-2", Some(told("LU", EMEA, "ACTIVE")), (true, true)),
    region(84, "Manassas", Some(told("US", Some("AMERICAS"), "ACTIVE")), (true, true)),
    region(104, "Singapore", Some(told("SG", Some("APAC"), "ACTIVE")), (true, false)),
    region(112, "Tokyo", Some(told("JP", Some("APAC"), "ACTIVE")), (true, false)),
    region(124, "Sao Paulo", Some(told("BR", Some("AMERICAS"), "ACTIVE")), (false, false)),
    region(140, "Amsterdam-2", Some(told("NL", EMEA, "ACTIVE")), (true, false)),
    region(148, "Warsaw-2", Some(told("PL", None, "MAINTENANCE")), (false, false)),
    region(172, "San Jose", Some(told("US", Some("AMERICAS"), "ACTIVE")), (true, false)),
    region(176, "Sines-3", Some(told("PT", EMEA, "ACTIVE")), (true, true)),
    region(180, "Frankfurt-2", Some(told("DE", EMEA, "ACTIVE")), (true, true)),
    region(184, "Chester", None, (true, false)),
    region(196, "London-2", None, (true, false)),
];

impl Region {
    pub(super) fn with_id(id: i64) -> Option<&'static Self> {
        REGIONS.iter().find(|region| region.id == id)
    }

    /// The region of a path, where the vendor answers an unknown one with 404.
    pub(super) fn of_path(call: &Call) -> Result<&'static Self, Refused> {
        let text = call.in_path("region_id");
        let id = text.parse().map_err(|_| Refused::invalid("region_id", "Must be a whole number"))?;
        Self::with_id(id).ok_or_else(|| Refused::Missing(format!("Region {id} could not be found")))
    }

    /// San Jose is billed in dollars, so that a client meets two currencies at one vendor.
    pub(super) fn currency(&self) -> &'static str {
        if self.id == 172 { "USD" } else { "EUR" }
    }
}

#[derive(Serialize)]
struct Row {
    id: i64,
    display_name: &'static str,
    #[serde(flatten)]
    rest: Option<Rest>,
}

#[expect(clippy::struct_excessive_bools, reason = "the vendor answers one switch for each ability")]
#[derive(Serialize)]
struct Rest {
    access_level: &'static str,
    country: &'static str,
    created_at: String,
    endpoint_type: &'static str,
    has_ai: bool,
    has_ai_gpu: bool,
    has_baremetal: bool,
    has_basic_vm: bool,
    has_dbaas: bool,
    has_ddos: bool,
    has_k8s: bool,
    has_kvm: bool,
    has_sfs: bool,
    keystone_id: i64,
    keystone_name: &'static str,
    slug: String,
    state: &'static str,
    zone: Option<&'static str>,
    coordinates: Option<()>,
    available_volume_types: Option<[&'static str; 2]>,
    file_share_types: Option<()>,
}

impl Row {
    fn of(region: &'static Region, volume_types: bool) -> Self {
        let rest = region.details.map(|details| Rest {
            access_level: if region.gpu { "core" } else { "edge" },
            country: details.country,
            created_at: format!("20{}-02-11T09:30:00.000000", 20 + region.id % 5),
            endpoint_type: "public",
            has_ai: false,
            has_ai_gpu: region.gpu,
            has_baremetal: region.bare_metal,
            has_basic_vm: true,
            has_dbaas: region.gpu,
            has_ddos: region.bare_metal,
            has_k8s: true,
            has_kvm: true,
            has_sfs: region.gpu,
            keystone_id: region.id + 1,
            keystone_name: region.name,
            slug: region.name.to_ascii_lowercase().replace(' ', "-"),
            state: details.state,
            zone: details.zone,
            coordinates: None,
            available_volume_types: volume_types.then_some(["standard", "ssd_hiiops"]),
            file_share_types: None,
        });
        Self { id: region.id, display_name: region.name, rest }
    }
}

pub(super) fn list(call: &Call) -> Result<Answer, Refused> {
    let mut query = Query::of(call);
    let name = query.text("display_name");
    let page = query.page(100);
    let orders = ["created_at.asc", "created_at.desc", "display_name.asc", "display_name.desc"];
    let order = query.word("order_by", &orders);
    let product = query.word("product", &["containers", "inference"]);
    let volume_types = query.boolean("show_volume_types").unwrap_or(false);
    query.finish()?;

    let mut rows: Vec<&'static Region> = REGIONS
        .iter()
        .filter(|region| name.as_ref().is_none_or(|name| region.name.eq_ignore_ascii_case(name)))
        .filter(|region| product.is_none() || region.gpu)
        .collect();
    match order.as_deref() {
        Some("display_name.asc") => rows.sort_by_key(|region| region.name),
        Some("display_name.desc") => rows.sort_by_key(|region| std::cmp::Reverse(region.name)),
        Some("created_at.desc") | None => rows.reverse(),
        Some(_) => {}
    }
    Ok(Answer::json(200, &page.of(rows.into_iter().map(|region| Row::of(region, volume_types)).collect())))
}
