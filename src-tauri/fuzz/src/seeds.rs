//! What each target begins with: every sample that the two contracts print, and one of everything that people type and
//! the ledger keeps.

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{answer, cloudidr, gcore, ledger, readers};

/// The names of all targets.
pub const TARGETS: [&str; 4] = ["cloudidr", "gcore", "readers", "ledger"];

/// Why a target has no seeds.
#[derive(Debug)]
pub enum SeedError {
    /// There is no target of that name.
    NoSuchTarget(String),
    /// A contract cannot be read.
    Contract(serde_yaml_ng::Error),
}

impl std::fmt::Display for SeedError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoSuchTarget(name) => write!(f, "there is no target {name:?}, only {}", TARGETS.join(", ")),
            Self::Contract(error) => write!(f, "a contract cannot be read: {error}"),
        }
    }
}

impl std::error::Error for SeedError {}

impl From<serde_yaml_ng::Error> for SeedError {
    fn from(error: serde_yaml_ng::Error) -> Self {
        Self::Contract(error)
    }
}

/// What a target begins with.
pub fn seeds(target: &str) -> Result<Vec<Vec<u8>>, SeedError> {
    Ok(match target {
        "cloudidr" => answers(
            include_str!("../../sandbox/contracts/cloudidr-flexcompute.openapi.yaml"),
            &[
                ("signIn", cloudidr::SIGN_IN),
                ("reserveCapacity", cloudidr::RESERVE),
                ("purchaseCapacity", cloudidr::PURCHASE),
                ("configureCapacity", cloudidr::PURCHASE),
                ("cancelCapacity", cloudidr::CANCEL),
                ("setAutoRenewal", cloudidr::RENEW),
            ],
        )?,
        "gcore" => answers(
            include_str!("../../sandbox/contracts/gcore-reservations.openapi.yaml"),
            &[
                ("whoAmI", gcore::HOLDER),
                ("listRegions", gcore::REGIONS),
                ("listReservableBareMetal", gcore::RESERVABLE),
                ("priceReservation", gcore::PRICE),
                ("listReservations", gcore::COMMITMENTS),
                ("listReservationsV1", gcore::RESERVATIONS),
                ("getReservationV1", gcore::RESERVATION),
                ("createReservation", gcore::CREATE),
                ("deleteReservation", gcore::WITHDRAW),
                ("listProjects", gcore::PROJECTS),
                ("listBareMetalFlavors", gcore::FLAVORS),
                ("listGpuBareMetalFlavors", gcore::FLAVORS),
                ("listGpuVirtualFlavors", gcore::FLAVORS),
                ("monthlyCostTotals", gcore::TOTALS),
            ],
        )?,
        "readers" => texts(),
        "ledger" => ledgers(),
        other => return Err(SeedError::NoSuchTarget(other.to_owned())),
    })
}

/// The sample answers that a contract prints for these operations.
fn answers(contract: &str, operations: &[(&str, u8)]) -> Result<Vec<Vec<u8>>, SeedError> {
    let contract: Value = serde_yaml_ng::from_str(contract)?;
    let methods = contract["paths"].as_object().into_iter().flatten().filter_map(|(_, methods)| methods.as_object());
    let mut seeds = Vec::new();
    for (_, operation) in methods.flatten() {
        let Some(&(_, kind)) = operations.iter().find(|(name, _)| operation["operationId"] == *name) else { continue };
        for (status, response) in operation["responses"].as_object().into_iter().flatten() {
            let shared = response["$ref"].as_str().and_then(|path| contract.pointer(path.strip_prefix('#')?));
            let content = &shared.unwrap_or(response)["content"]["application/json"];
            let named = content["examples"].as_object().into_iter().flatten().map(|(_, example)| &example["value"]);
            let samples = std::iter::once(&content["example"]).filter(|sample| !sample.is_null()).chain(named);
            let status = status.parse().unwrap_or(200);
            seeds.extend(samples.map(|sample| answer::written(kind, status, &sample.to_string())));
        }
    }
    Ok(seeds)
}

fn texts() -> Vec<Vec<u8>> {
    let order =
        "014876987943\nusw2-az1\nVolod test policy\nc5.large\nLinux/UNIX\n2026-01-10\n00:00\n2026-01-12\n23:15\n-8\n2";
    let typed: &[(u8, &[&str])] = &[
        (readers::DECIMAL, &["8.48", "117.00000000", "-0.005", "1.5e2", "+7"]),
        (readers::FEE, &["Policy canceled successfully. Early-cancellation fee = 50", "Refund=25%", "fee: 4.24."]),
        (readers::POLICY_ID, &[cloudidr::POLICY, " rFVrfliRmYgD1 "]),
        (readers::LOOPBACK, &["http://127.0.0.1:4411", "http://[::1]:80/"]),
        (readers::DRAFT, &[order]),
        (readers::MOMENT, &["2026-01-10T00:00:00-08:00", "2026-01-08T15:20:15.64868Z", "2024-12-02T11:53:33.127371"]),
        (readers::LAUNCH, &["vpc-12345678\nsg-12345678\nami-12345678\nkeypair-name\n30"]),
        (readers::ACCOUNT, &[ACCOUNT]),
        (readers::POLICY, &[POLICY]),
        (readers::ATTEMPT, &[ATTEMPT]),
        (readers::QUOTE, &[QUOTE]),
    ];
    let seed = |kind: u8, text: &str| [&[b'0' + kind], text.as_bytes()].concat();
    typed.iter().flat_map(|&(kind, texts)| texts.iter().map(move |text| seed(kind, text))).collect()
}

fn ledgers() -> Vec<Vec<u8>> {
    let whole = [&[ledger::WHOLE], ledger::sound()].concat();
    let cut = whole[..whole.len() / 2].to_owned();
    // The header's version and owner, a page's kind, and the middle of a record.
    let patches =
        [&[0, 0, 60, 4, 0, 0, 0, 9][..], &[0, 0, 68, 4, 0, 0, 0, 1], &[0, 16, 0, 1, 10], &[1, 64, 9, 2, 1, 2]];
    let sown =
        [ledger::PATCHES, ledger::BACKUP].into_iter().flat_map(|how| patches.map(|patch| [&[how], patch].concat()));
    [
        vec![ledger::WHOLE],
        whole,
        cut,
        vec![ledger::PATCHES],
        vec![ledger::BACKUP],
        vec![ledger::LOG, 0x37, 0x7f, 6, 0x82],
    ]
    .into_iter()
    .chain(sown)
    .collect()
}

/// A record from its text.
pub(crate) fn sample<T: DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).expect("a sample of our own")
}

pub(crate) const ACCOUNT: &str = r#"{"id":"00000000-0000-0000-0000-000000000001","vendor":"cloudidr","label":"personal",
"colour":"blue","endpoint":{"kind":"loopback","address":"http://127.0.0.1:4411"},"sign_in":{"kind":"password",
"user":"ada@example.com"},"keep":"keychain","currency":"USD","payment":"card","safe_mode":true,"limits":{"per_purchase":
"100.00","per_day":null,"per_month":"1000"},"tested_at":"2026-11-20T12:00:00Z","skew":"-PT1.5S",
"created_at":"2026-11-20T12:00:00Z","forgotten_at":null}"#;

pub(crate) const POLICY: &str = r#"{"account":"00000000-0000-0000-0000-000000000001","policy":{"id":"sc_830349911839",
"name":"Volod test policy","cloud_account":"personal AWS","status":"ACTIVE","operating":"QUEUED_FOR_START","instance":
{"kind":"c5.large","platform":"Linux/UNIX","tenancy":"SHARED","vcpu":2,"memory":"4","gpu":0,"gpu_memory":"0","quantity":2},
"place":{"region":"us-west-2","kind":"PRIMARY","zone":"usw2-az1"},"created_at":"2026-01-08T15:20:15.64868Z","window":
{"start":"2026-01-10T00:00:00-08:00","end":"2026-01-12T23:15:00-08:00"},"configuration":{"auto_renewal":false,"frequency":
null,"vpc":"default","security_group":"none","image":"default","key_pair":"none","disk":"10"},"pricing":{"price":"8.48",
"list":"12.11","savings":"3.63","savings_fraction":"0.3","card_fee":"0.55","bank_fee":"0.07"}},"source":"reserved",
"seen_at":"2026-01-08T15:21:00Z","bought_at":"2026-01-08T15:21:00Z","price_seen":{"amount":"8.48","currency":"USD"},
"price_charged":{"amount":"8.48","currency":"USD"},"cancelled":{"at":"2026-01-08T15:22:00Z","message":"Early-cancellation fee = 50",
"fee":{"kind":"amount","value":"50"},"free":false},"reason":{"owner":"ada","ticket":null,"purpose":"proof",
"note":"two\nlines","tags":["prod","team=data"],"said_at":"2026-01-08T15:21:30Z"}}"#;

pub(crate) const ATTEMPT: &str = r#"{"id":"00000000-0000-0000-0000-000000000007","account":"00000000-0000-0000-0000-000000000001",
"operation":"purchase","subject":"sc_830349911839","state":"recorded","price_seen":{"amount":"8.48","currency":"USD"},
"request":{"policy":"sc_830349911839"},"recorded_at":"2026-01-08T15:21:00.000001Z","sent_at":null,"sends":0,
"changed_at":"2026-01-08T15:21:00.000001Z","answer":{"status":200,"body":"{}","date":"2026-01-08T15:21:00Z",
"received_at":"2026-01-08T15:21:01Z"},"note":null}"#;

pub(crate) const QUOTE: &str = r#"{"id":"00000000-0000-0000-0000-000000000009","account":"00000000-0000-0000-0000-000000000001",
"basket":{"region":76,"lines":[{"resource":"bm1-hf-medium","count":2}],"windows_licences":false},"region_name":"Luxembourg-2",
"taken_at":"2026-11-20T12:00:00Z","offers":[{"term":"months12","status":"show","currency":"EUR","commit":{"per_hour":
"0.15725878","per_month":"117.00000000","total":"1404.000000"},"overcommit":{"per_hour":"29.778125","per_month":
"22154.92500000","total":"265859.100000"},"rows":[]}]}"#;
