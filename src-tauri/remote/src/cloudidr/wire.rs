//! The shapes Cloudidr sends and takes, and nothing of what follows from them.
//!
//! Two generations of its pages print policies differently: the older one keeps the window beside the policy's name
//! instead of inside `capacityConfiguration`, and calls `policyOperatingState` by a shorter name. Both are read. A field
//! that is missing, null or of another type is absent; only the id is demanded, because without it nothing can be bought
//! or cancelled.

use berth_core::draft::Order;
use berth_core::launch::{Launch, Renewal};
use berth_core::policy::{Configuration, Instance, Place, Policy, PolicyId, Pricing};
use berth_core::ports::{Reserved, Sentence};
use berth_core::window::{Moment, Window};
use jiff::Timestamp;
use jiff::tz::Offset;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::field::{self, AnswerError, Lenient, Untyped};
use crate::words;

/// The longest a session is believed to last, in seconds, whatever the vendor says: one day.
const LONGEST_SESSION: i64 = 24 * 60 * 60;

/// How long a session lasts when the vendor does not say, in seconds: what its pages print.
const PRINTED_SESSION: i64 = 3600;

/// Seconds by which a session is given up early, so that a token does not run out on its way.
const MARGIN: i64 = 60;

/// Credentials, as they are traded for a token.
#[derive(Serialize)]
pub(super) struct SignInRequest<'a> {
    pub(super) username: &'a str,
    pub(super) password: &'a str,
}

/// The body of a purchase and of a cancellation.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct IdRequest<'a> {
    pub(super) cidr_id: &'a str,
}

/// A change of launch details. What is not asked for is left out.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ConfigureRequest<'a> {
    cidr_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    vpc: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    security_group: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ami_image: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ssh_pair_key: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ebs_volume_size: Option<u32>,
}

impl<'a> ConfigureRequest<'a> {
    pub(super) fn new(id: &'a PolicyId, launch: &'a Launch) -> Self {
        Self {
            cidr_id: id.as_str(),
            vpc: launch.vpc.as_deref(),
            security_group: launch.security_group.as_deref(),
            ami_image: launch.image.as_deref(),
            ssh_pair_key: launch.key_pair.as_deref(),
            ebs_volume_size: launch.disk,
        }
    }
}

/// A change of auto-renewal. Whether a frequency may stand beside "off" is not documented, so none does.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RenewRequest<'a> {
    cidr_id: &'a str,
    auto_renewal_enabled: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    frequency: Option<&'static str>,
}

impl<'a> RenewRequest<'a> {
    pub(super) fn new(id: &'a PolicyId, renewal: Renewal) -> Self {
        Self { cidr_id: id.as_str(), auto_renewal_enabled: renewal != Renewal::Off, frequency: renewal.word() }
    }
}

/// The eleven fields of a request for a window.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ReserveRequest<'a> {
    account_id: &'a str,
    policy_name: &'a str,
    instance_type: &'a str,
    platform: &'a str,
    zone_id: &'a str,
    quantity: u32,
    start_date: String,
    end_date: String,
    start_time: String,
    end_time: String,
    utc_offset_hours: String,
}

impl<'a> ReserveRequest<'a> {
    /// The request for an order, or nothing when its window cannot be said in the vendor's words: one offset of whole
    /// hours, times on a quarter hour.
    pub(super) fn new(order: &'a Order) -> Option<Self> {
        let offset = order.window.start.offset;
        if offset.seconds() % 3600 != 0 {
            return None;
        }
        let (start_date, start_time) = day_and_time(order.window.start.at, offset)?;
        let (end_date, end_time) = day_and_time(order.window.end.at, offset)?;
        Some(Self {
            account_id: &order.cloud_account,
            policy_name: &order.name,
            instance_type: &order.instance_type,
            platform: &order.platform,
            zone_id: &order.zone,
            quantity: order.quantity,
            start_date,
            end_date,
            start_time,
            end_time,
            utc_offset_hours: order.offset_hours().to_string(),
        })
    }
}

/// An instant as the vendor takes it: month first, then the time on a 24-hour clock.
fn day_and_time(at: Timestamp, offset: Offset) -> Option<(String, String)> {
    let at = offset.to_datetime(at);
    let on_a_quarter = at.minute() % 15 == 0 && at.second() == 0 && at.subsec_nanosecond() == 0;
    on_a_quarter.then(|| {
        let day = format!("{:02}/{:02}/{:04}", at.month(), at.day(), at.year());
        (day, format!("{:02}:{:02}", at.hour(), at.minute()))
    })
}

/// A token and for how many seconds it may be used, or nothing when there is no usable token.
pub(super) fn read_sign_in(json: &str) -> Option<(String, i64)> {
    #[derive(Deserialize)]
    struct Wire {
        access_token: String,
        #[serde(default)]
        expires_in: Lenient<i64>,
    }
    let wire: Wire = serde_json::from_str(json).ok()?;
    let lifetime = wire.expires_in.0.unwrap_or(PRINTED_SESSION).min(LONGEST_SESSION);
    Some((wire.access_token, lifetime.saturating_sub(MARGIN).max(0)))
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct InstanceWire {
    instance_type: Lenient<String>,
    platform_code: Lenient<String>,
    tenancy_code: Lenient<String>,
    vcpu: Lenient<u32>,
    memory: Lenient<Decimal>,
    gpu: Lenient<u32>,
    gpu_memory: Lenient<Decimal>,
    qty: Lenient<u32>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct RegionWire {
    region_code: Lenient<String>,
    region_type: Lenient<String>,
    availability_zone_id: Lenient<String>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct ConfigurationWire {
    launch_date_time: Lenient<Moment>,
    end_date_time: Lenient<Moment>,
    auto_renewal_enabled: Lenient<bool>,
    frequency: Lenient<String>,
    vpc: Lenient<String>,
    /// Plural in answers, singular in the request; both are read.
    security_groups: Lenient<String>,
    security_group: Lenient<String>,
    ami_image: Lenient<String>,
    ssh_pair_key: Lenient<String>,
    ebs_volume_size: Lenient<Decimal>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct PricingWire {
    our_price: Lenient<Decimal>,
    csp_provider_price: Lenient<Decimal>,
    savings: Lenient<Decimal>,
    savings_percentage: Lenient<Decimal>,
    credit_card_processing_fee: Lenient<Decimal>,
    bank_account_processing_fee: Lenient<Decimal>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PolicyWire {
    cidr_id: PolicyId,
    #[serde(default)]
    policy_name: Lenient<String>,
    #[serde(default)]
    csp_account_name: Lenient<String>,
    #[serde(default)]
    policy_status: Lenient<String>,
    #[serde(default)]
    policy_operating_state: Lenient<String>,
    #[serde(default)]
    operating_state: Lenient<String>,
    #[serde(default, deserialize_with = "field::object")]
    policy_instance: InstanceWire,
    #[serde(default, deserialize_with = "field::object")]
    csp_region: RegionWire,
    #[serde(default)]
    created_date: Lenient<Moment>,
    #[serde(default, deserialize_with = "field::object")]
    capacity_configuration: ConfigurationWire,
    #[serde(default)]
    launch_date_time: Lenient<Moment>,
    #[serde(default)]
    end_date_time: Lenient<Moment>,
    #[serde(default, deserialize_with = "field::object")]
    pricing: PricingWire,
}

impl From<PolicyWire> for Policy {
    fn from(wire: PolicyWire) -> Self {
        let instance = wire.policy_instance;
        let region = wire.csp_region;
        let configuration = wire.capacity_configuration;
        let pricing = wire.pricing;
        let start = configuration.launch_date_time.0.or(wire.launch_date_time.0);
        let end = configuration.end_date_time.0.or(wire.end_date_time.0);
        Self {
            id: wire.cidr_id,
            name: wire.policy_name.0,
            cloud_account: wire.csp_account_name.0,
            status: wire.policy_status.0.map(Into::into),
            operating: wire.policy_operating_state.0.or(wire.operating_state.0),
            instance: Instance {
                kind: instance.instance_type.0,
                platform: instance.platform_code.0,
                tenancy: instance.tenancy_code.0,
                vcpu: instance.vcpu.0,
                memory: instance.memory.0,
                gpu: instance.gpu.0,
                gpu_memory: instance.gpu_memory.0,
                quantity: instance.qty.0,
            },
            place: Place {
                region: region.region_code.0,
                kind: region.region_type.0,
                zone: region.availability_zone_id.0,
            },
            created_at: wire.created_date.0.map(|moment| moment.at),
            window: start.zip(end).and_then(|(start, end)| Window::new(start, end).ok()),
            configuration: Configuration {
                auto_renewal: configuration.auto_renewal_enabled.0,
                frequency: configuration.frequency.0,
                vpc: configuration.vpc.0,
                security_group: configuration.security_groups.0.or(configuration.security_group.0),
                image: configuration.ami_image.0,
                key_pair: configuration.ssh_pair_key.0,
                disk: configuration.ebs_volume_size.0,
            },
            pricing: Pricing {
                price: pricing.our_price.0,
                list: pricing.csp_provider_price.0,
                savings: pricing.savings.0,
                savings_fraction: pricing.savings_percentage.0,
                card_fee: pricing.credit_card_processing_fee.0,
                bank_fee: pricing.bank_account_processing_fee.0,
            },
        }
    }
}

/// Reads a bare policy, as purchase answers it. Everything but the id may be missing. One that stands beside an error is
/// refused: which of the two holds, nobody can tell.
pub fn read_policy(json: &str) -> Result<Policy, AnswerError> {
    #[derive(Deserialize)]
    struct Beside<'a> {
        #[serde(borrow, default)]
        error: Option<&'a RawValue>,
    }
    let policy = field::read::<PolicyWire>(json)?;
    match field::read::<Beside<'_>>(json)?.error {
        Some(_) => Err(AnswerError("the answer is called good and holds an error".into())),
        None => Ok(policy.into()),
    }
}

/// Reads the answer to a reserve: a policy inside `myPolicy`, or word that nothing was free.
///
/// An answer that leaves open whether a policy was made is refused: whoever took it for "nothing was made" would lose
/// the only handle of the one that was.
pub fn read_reserve(json: &str) -> Result<Reserved, AnswerError> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Wire<'a> {
        #[serde(borrow, default)]
        my_policy: Option<&'a RawValue>,
        #[serde(default)]
        capacity_available: Lenient<bool>,
        #[serde(default)]
        alternative_qty_recommendations: Lenient<Untyped>,
        #[serde(default)]
        alternative_time_recommendations: Lenient<Untyped>,
        #[serde(default)]
        alternative_type_recommendations: Lenient<Untyped>,
    }
    let wire: Wire<'_> = field::read(json)?;
    let policy = wire.my_policy.map(|raw| field::read_part::<PolicyWire>(raw.get(), "myPolicy")).transpose()?;
    let available = wire.capacity_available.0;
    if policy.is_none() && available != Some(false) {
        return Err(AnswerError("neither a policy nor word that nothing was free".into()));
    }
    let alternatives = [
        ("alternativeQtyRecommendations", wire.alternative_qty_recommendations),
        ("alternativeTimeRecommendations", wire.alternative_time_recommendations),
        ("alternativeTypeRecommendations", wire.alternative_type_recommendations),
    ];
    let alternatives = alternatives
        .into_iter()
        .filter_map(|(name, list)| match list.0 {
            Some(Untyped(Value::Array(items))) if !items.is_empty() => Some((name.to_owned(), items)),
            Some(Untyped(Value::Null | Value::Array(_))) | None => None,
            // Not the list that was inferred, and still what the vendor has to offer.
            Some(Untyped(other)) => Some((name.to_owned(), vec![other])),
        })
        .collect();
    Ok(Reserved { policy: policy.map(Into::into), available, alternatives })
}

/// What a 200 that brings a sentence says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Words {
    /// It was done, perhaps with a sentence.
    Done(Sentence),
    /// It speaks of another policy.
    About(String),
}

/// Reads the body of a 200 to a cancellation: nothing, `{}`, a sentence in JSON, or a sentence as it is.
///
/// What is neither is refused although the status is good: a doubt about a cancellation costs a second, harmless one,
/// whereas a false "cancelled" leaves machines running that are paid for.
pub(super) fn read_cancel(body: &str, asked: &PolicyId) -> Result<Words, AnswerError> {
    let body = body.trim();
    let sentence = |text: &str| match text.trim() {
        // Words that stand by themselves may be anybody's on the way, such as "Service unavailable".
        words if !words.is_empty() && !words.to_ascii_lowercase().contains("cancel") => {
            Err(AnswerError("words that do not speak of a cancellation".into()))
        }
        words => Ok(Words::Done(sentence(words))),
    };
    match body.as_bytes().first() {
        None => sentence(""),
        Some(b'{') => read_words(body, asked),
        Some(b'"') => sentence(&field::read::<String>(body)?),
        Some(b'<' | b'[') => Err(AnswerError("no sentence and no object".into())),
        Some(_) if body == "null" => sentence(""),
        Some(_) => sentence(body),
    }
}

/// Reads the body of a 200 to a change of auto-renewal: a sentence in JSON.
///
/// Nothing less will do: no page of the vendor's shows a bare 200 here, and a renewal that is falsely believed to be off
/// goes on buying.
pub(super) fn read_renew(body: &str, asked: &PolicyId) -> Result<Words, AnswerError> {
    match read_words(body, asked)? {
        Words::Done(Sentence { message: None }) => Err(AnswerError("the answer says nothing".into())),
        words => Ok(words),
    }
}

/// Reads an object with a sentence in it, or one that is empty. One that says something else, or says it in another form,
/// is not known to say yes.
fn read_words(json: &str, asked: &PolicyId) -> Result<Words, AnswerError> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Wire<'a> {
        #[serde(borrow, default)]
        message: Option<&'a RawValue>,
        #[serde(default)]
        cidr_id: Lenient<String>,
        #[serde(borrow, default)]
        error: Option<&'a RawValue>,
    }
    let wire: Wire<'_> = field::read(json)?;
    if wire.error.is_some() {
        return Err(AnswerError("the answer is called good and holds an error".into()));
    }
    if let Some(id) = wire.cidr_id.0.as_ref().filter(|id| *id != asked.as_str()) {
        return Ok(Words::About(words::plain(id)));
    }
    let named = wire.cidr_id.0.is_some();
    match wire.message {
        Some(message) => Ok(Words::Done(sentence(&field::read_part::<String>(message.get(), "message")?))),
        None if named || is_empty(json) => Ok(Words::Done(sentence(""))),
        None => Err(AnswerError("an object without a message".into())),
    }
}

/// Whether an object says nothing: it has no field, or a message that is null.
fn is_empty(json: &str) -> bool {
    serde_json::from_str::<std::collections::BTreeMap<String, &RawValue>>(json)
        .is_ok_and(|fields| fields.is_empty() || fields.contains_key("message"))
}

fn sentence(text: &str) -> Sentence {
    let text = text.trim();
    Sentence { message: (!text.is_empty()).then(|| text.to_owned()) }
}

/// The reason in an error's body, and whether the body is the vendor's own or that of something on the way.
pub(super) fn read_error(body: &str) -> (String, bool) {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Details {
        description: Lenient<String>,
    }
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Wire {
        message: Lenient<String>,
        #[serde(deserialize_with = "field::object")]
        details: Details,
    }
    #[derive(Deserialize)]
    struct Envelope {
        error: Wire,
    }
    match serde_json::from_str::<Envelope>(body) {
        Ok(Envelope { error }) => {
            (words::plain(&error.details.description.0.or(error.message.0).unwrap_or_default()), true)
        }
        Err(_) => (words::stray(body), false),
    }
}
