//! Launch details as a person fills them in, and those that hold; and how often a policy renews itself.

use jiff::{Span, Timestamp, ToSpan as _};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::money::Money;
use crate::policy::Configuration;
use crate::said::Said;
use crate::say;
use crate::window::Moment;

/// The five fields as typed. An empty one is not sent, and what the vendor does then is not documented.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are the vendor's five; `LaunchField` documents them")]
pub struct LaunchDraft {
    pub vpc: String,
    pub security_group: String,
    pub image: String,
    pub key_pair: String,
    pub disk: String,
}

/// Which field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LaunchField {
    /// VPC id.
    Vpc,
    /// Security group id.
    SecurityGroup,
    /// Machine image id.
    Image,
    /// Name of a key pair.
    KeyPair,
    /// Size of the root disk. The vendor names no unit; GiB is what its sample looks like.
    Disk,
}

/// A complaint about a field, as a sentence to show beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LaunchError {
    /// Which field.
    pub field: LaunchField,
    /// What is wrong, and what would be right.
    pub message: Said,
}

/// Launch details that can be asked for: at least one, and each holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Launch {
    /// VPC id, with its prefix.
    pub vpc: Option<String>,
    /// Security group id, with its prefix.
    pub security_group: Option<String>,
    /// Machine image id, with its prefix.
    pub image: Option<String>,
    /// Name of a key pair.
    pub key_pair: Option<String>,
    /// Size of the root disk, at least 1, presumably GiB.
    pub disk: Option<u32>,
}

/// A complaint's field and sentence.
type Complaint = (LaunchField, Said);

/// The vendor's words for a detail that is not set.
const UNSET: [&str; 2] = ["default", "none"];

impl LaunchDraft {
    /// What is known of a policy's details, to begin a change with: so that a change of one sends the others along.
    pub fn of(known: &Configuration) -> Self {
        let set = |detail: &Option<String>| {
            detail.as_deref().filter(|word| !UNSET.contains(word)).map_or_else(String::new, str::to_owned)
        };
        Self {
            vpc: set(&known.vpc),
            security_group: set(&known.security_group),
            image: set(&known.image),
            key_pair: set(&known.key_pair),
            disk: known.disk.map_or_else(String::new, |disk| disk.normalize().to_string()),
        }
    }

    /// The details, or every complaint at once.
    pub fn check(&self) -> Result<Launch, Vec<LaunchError>> {
        let mut complaints = Vec::new();
        let vpc = id(&self.vpc, "vpc-");
        let security_group = id(&self.security_group, "sg-");
        let image = id(&self.image, "ami-");
        let key_pair = filled(&self.key_pair, |text| key_pair(text).then(|| text.to_owned()));
        let disk = filled(&self.disk, disk);
        let launch = Launch {
            vpc: kept(
                vpc,
                &mut complaints,
                (LaunchField::Vpc, say!("A VPC's id begins with vpc-, then letters and digits.")),
            ),
            security_group: kept(
                security_group,
                &mut complaints,
                (LaunchField::SecurityGroup, say!("A security group's id begins with sg-, then letters and digits.")),
            ),
            image: kept(
                image,
                &mut complaints,
                (LaunchField::Image, say!("An image's id begins with ami-, then letters and digits.")),
            ),
            key_pair: kept(
                key_pair,
                &mut complaints,
                (LaunchField::KeyPair, say!("A key pair's name is one line of at most 255 plain letters.")),
            ),
            disk: kept(
                disk,
                &mut complaints,
                (LaunchField::Disk, say!("A disk's size is a whole number from 1 to 65536.")),
            ),
        };
        if complaints.is_empty() && launch == Launch::default() {
            complaints.push((LaunchField::Vpc, say!("Fill in at least one field. An empty one is not sent.")));
        }
        if complaints.is_empty() {
            return Ok(launch);
        }
        Err(complaints.into_iter().map(|(field, message)| LaunchError { field, message }).collect())
    }
}

/// A field's value: `Ok(None)` when it is empty, an error when it does not hold.
type Filled<T> = Result<Option<T>, ()>;

fn filled<T>(text: &str, read: impl FnOnce(&str) -> Option<T>) -> Filled<T> {
    match text.trim() {
        "" => Ok(None),
        text => read(text).map(Some).ok_or(()),
    }
}

fn kept<T>(value: Filled<T>, complaints: &mut Vec<Complaint>, complaint: Complaint) -> Option<T> {
    value.unwrap_or_else(|()| {
        complaints.push(complaint);
        None
    })
}

fn id(text: &str, prefix: &str) -> Filled<String> {
    filled(text, |text| {
        let rest = text.strip_prefix(prefix)?;
        let fits = (1..=64).contains(&rest.len()) && rest.bytes().all(|byte| byte.is_ascii_alphanumeric());
        fits.then(|| text.to_owned())
    })
}

/// EC2's own rule: up to 255 ASCII characters.
fn key_pair(text: &str) -> bool {
    text.len() <= 255 && text.bytes().all(|byte| (b' '..=b'~').contains(&byte))
}

/// EC2's own limit for a root volume, in GiB, is the largest of its kinds'.
fn disk(text: &str) -> Option<u32> {
    text.parse().ok().filter(|size| (1..=65_536).contains(size))
}

impl Launch {
    /// What is known of a policy's launch details after these were confirmed by an answer that says `answered`.
    ///
    /// Whether the vendor keeps a field that was not sent is not documented, so one that was neither sent nor answered is
    /// unknown afterwards, whatever it was before.
    #[must_use]
    pub fn confirmed(&self, answered: Configuration, before: &Configuration) -> Configuration {
        Configuration {
            vpc: answered.vpc.or_else(|| self.vpc.clone()),
            security_group: answered.security_group.or_else(|| self.security_group.clone()),
            image: answered.image.or_else(|| self.image.clone()),
            key_pair: answered.key_pair.or_else(|| self.key_pair.clone()),
            disk: answered.disk.or_else(|| self.disk.map(Into::into)),
            // Auto-renewal is another request's business.
            auto_renewal: answered.auto_renewal.or(before.auto_renewal),
            frequency: if answered.auto_renewal.is_some() { answered.frequency } else { before.frequency.clone() },
        }
    }
}

/// How often a policy buys its successor by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Renewal {
    /// Not at all.
    Off,
    /// Every day.
    OneDay,
    /// Every week.
    OneWeek,
    /// Every month.
    OneMonth,
}

impl Renewal {
    /// The vendor's word, which is also that of [`Configuration::frequency`]. `None` when it is off.
    pub fn word(self) -> Option<&'static str> {
        match self {
            Self::Off => None,
            Self::OneDay => Some("one-day"),
            Self::OneWeek => Some("one-week"),
            Self::OneMonth => Some("one-month"),
        }
    }

    /// What a configuration says of it. `None` where it is not said, or renews in a way that is new to us.
    pub fn of(configuration: &Configuration) -> Option<Self> {
        match (configuration.auto_renewal?, configuration.frequency.as_deref()) {
            (false, _) => Some(Self::Off),
            (true, frequency) => {
                [Self::OneDay, Self::OneWeek, Self::OneMonth].into_iter().find(|one| one.word() == frequency)
            }
        }
    }

    /// From one start to the next: the same time of day, so many days or months later.
    fn period(self) -> Option<Span> {
        match self {
            Self::Off => None,
            Self::OneDay => Some(1.day()),
            Self::OneWeek => Some(1.week()),
            Self::OneMonth => Some(1.month()),
        }
    }

    /// What it will spend in the days to come if nobody acts: a window like the one that starts at `start`, at `price`, for
    /// every start that a period after another falls in those days. A month from the 31st starts on the month's last day.
    ///
    /// Neither when the vendor renews nor what it then asks is documented, so this is reckoned and no promise of the vendor's.
    pub fn exposure(self, price: Option<Money>, start: Moment, now: Timestamp) -> Vec<Exposure> {
        let spent = |renewals: usize| {
            let Money { amount, currency } = price?;
            Some(Money::new(amount.checked_mul(Decimal::from(renewals))?, currency))
        };
        let exposure = |days: i64| {
            let renewals = self.coming(start, now, days).count();
            Exposure { days, renewals, amount: spent(renewals) }
        };
        HORIZONS.into_iter().map(exposure).collect()
    }

    /// The starts of the windows that follow the one that starts at `first`, as far as they fall in the days after `now`;
    /// reckoned like [`Self::exposure`].
    pub fn coming(self, first: Moment, now: Timestamp, days: i64) -> impl Iterator<Item = Timestamp> {
        let until = now.checked_add(Span::new().hours(24 * days)).unwrap_or(Timestamp::MAX);
        self.starts(first).skip_while(move |at| *at <= now).take_while(move |at| *at <= until)
    }

    /// The starts of the windows that follow.
    fn starts(self, first: Moment) -> impl Iterator<Item = Timestamp> {
        let start = first.offset.to_datetime(first.at);
        let nth = move |number: i64| {
            let later = self.period()?.checked_mul(number).ok()?;
            first.offset.to_timestamp(start.checked_add(later).ok()?).ok()
        };
        (1..).map_while(nth)
    }

    /// The configuration once this is confirmed.
    #[must_use]
    pub fn confirmed(self, before: &Configuration) -> Configuration {
        Configuration {
            auto_renewal: Some(self != Self::Off),
            frequency: self.word().map(str::to_owned),
            ..before.clone()
        }
    }
}

/// How far an exposure looks ahead, in days of 24 hours.
const HORIZONS: [i64; 3] = [7, 30, HORIZON];

/// The furthest that anything is foreseen, in days of 24 hours.
pub const HORIZON: i64 = 90;

/// What auto-renewal spends in some days to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exposure {
    /// How many days, of 24 hours.
    pub days: i64,
    /// How many windows are bought in them.
    pub renewals: usize,
    /// What they cost together. `None` when the price of one is not known.
    pub amount: Option<Money>,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::LaunchField::{Disk, Image, KeyPair, SecurityGroup, Vpc};
    use super::*;

    fn draft() -> LaunchDraft {
        LaunchDraft {
            vpc: " vpc-12345678 ".into(),
            security_group: "sg-12345678".into(),
            image: "ami-12345678".into(),
            key_pair: "keypair-name".into(),
            disk: "30".into(),
        }
    }

    fn complaints(draft: &LaunchDraft) -> Vec<LaunchField> {
        draft.check().unwrap_err().into_iter().map(|error| error.field).collect()
    }

    #[test]
    fn the_printed_sample_holds_and_an_empty_field_is_not_sent() {
        let launch = draft().check().unwrap();
        assert_eq!(launch.vpc.as_deref(), Some("vpc-12345678"));
        assert_eq!(launch.disk, Some(30));
        let sparse = LaunchDraft { disk: " 30".into(), ..LaunchDraft::default() };
        assert_eq!(sparse.check(), Ok(Launch { disk: Some(30), ..Launch::default() }));
    }

    #[test]
    fn a_change_begins_with_what_is_set_and_the_vendors_words_for_unset_are_none_of_it() {
        let word = |text: &str| Some(text.to_owned());
        let known = Configuration {
            vpc: word("vpc-12345678"),
            security_group: word("none"),
            image: word("default"),
            key_pair: None,
            disk: Some(Decimal::new(100, 1)),
            ..Configuration::default()
        };
        let begun = LaunchDraft::of(&known);
        assert_eq!(begun, LaunchDraft { vpc: "vpc-12345678".into(), disk: "10".into(), ..LaunchDraft::default() });
        assert!(begun.check().is_ok(), "as it is, it can be asked for");
    }

    #[test]
    fn how_a_policy_renews_is_read_from_its_configuration_and_a_new_word_is_no_guess() {
        let renewal = |on: Option<bool>, word: Option<&str>| {
            let frequency = word.map(str::to_owned);
            Renewal::of(&Configuration { auto_renewal: on, frequency, ..Configuration::default() })
        };
        for one in [Renewal::Off, Renewal::OneDay, Renewal::OneWeek, Renewal::OneMonth] {
            assert_eq!(Renewal::of(&one.confirmed(&Configuration::default())), Some(one));
        }
        assert_eq!(renewal(Some(false), Some("one-day")), Some(Renewal::Off));
        assert_eq!(renewal(None, Some("one-day")), None);
        assert_eq!(renewal(Some(true), Some("one-year")), None);
        assert_eq!(renewal(Some(true), None), None);
    }

    #[test]
    fn every_field_that_does_not_hold_is_named_at_once() {
        let wrong = LaunchDraft {
            vpc: "sg-1".into(),
            security_group: "sg-".into(),
            image: "ami-1/../2".into(),
            key_pair: "two\nlines".into(),
            disk: "0".into(),
        };
        assert_eq!(complaints(&wrong), [Vpc, SecurityGroup, Image, KeyPair, Disk]);
        assert_eq!(complaints(&LaunchDraft { disk: "65537".into(), ..draft() }), [Disk]);
        assert_eq!(complaints(&LaunchDraft { key_pair: "k".repeat(256), ..draft() }), [KeyPair]);
        assert_eq!(complaints(&LaunchDraft::default()), [Vpc], "a request that asks for nothing");
        let one_wrong = LaunchDraft { disk: "lots".into(), ..LaunchDraft::default() };
        assert_eq!(complaints(&one_wrong), [Disk], "one complaint is enough");
        for name in ["schlüssel", "tab\there"] {
            assert_eq!(complaints(&LaunchDraft { key_pair: name.into(), ..draft() }), [KeyPair], "{name:?}");
        }
        assert!(LaunchDraft { key_pair: "k".repeat(255), disk: "65536".into(), ..draft() }.check().is_ok());
    }

    #[test]
    fn what_was_neither_sent_nor_answered_is_unknown_afterwards() {
        let before = Configuration {
            vpc: Some("vpc-1".into()),
            key_pair: Some("old".into()),
            auto_renewal: Some(true),
            frequency: Some("one-day".into()),
            ..Configuration::default()
        };
        let sent = Launch { vpc: Some("vpc-2".into()), ..Launch::default() };
        let after = sent.confirmed(Configuration::default(), &before);
        assert_eq!((after.vpc.as_deref(), after.key_pair), (Some("vpc-2"), None));
        assert_eq!((after.auto_renewal, after.frequency.as_deref()), (Some(true), Some("one-day")));
        let answered = Configuration { vpc: Some("vpc-3".into()), ..Configuration::default() };
        assert_eq!(sent.confirmed(answered, &before).vpc.as_deref(), Some("vpc-3"), "the vendor's word wins");
    }

    #[test]
    fn a_renewal_is_the_vendors_word_in_a_request_and_in_the_record() {
        for renewal in [Renewal::Off, Renewal::OneDay, Renewal::OneWeek, Renewal::OneMonth] {
            let word = serde_json::to_value(renewal).unwrap();
            assert_eq!(word.as_str().unwrap(), renewal.word().unwrap_or("off"));
            let after = renewal.confirmed(&Configuration::default());
            assert_eq!(
                (after.auto_renewal, after.frequency.as_deref()),
                (Some(renewal != Renewal::Off), renewal.word())
            );
        }
    }

    fn spent(renewal: Renewal, start: &str, now: &str) -> Vec<(i64, usize, String)> {
        let price = Money::new("8.48".parse().unwrap(), "USD".parse().unwrap());
        let start = Moment::parse(start).unwrap();
        let exposure = renewal.exposure(Some(price), start, now.parse().unwrap());
        exposure.iter().map(|one| (one.days, one.renewals, one.amount.unwrap().amount.to_string())).collect()
    }

    fn rows(rows: [(i64, usize, &str); 3]) -> Vec<(i64, usize, String)> {
        rows.map(|(days, renewals, amount)| (days, renewals, amount.to_owned())).to_vec()
    }

    #[test]
    fn the_exposure_counts_the_windows_that_follow() {
        let (start, now) = ("2026-01-10T00:00:00-08:00", "2026-01-08T15:00:00Z");
        let daily = rows([(7, 5, "42.40"), (30, 28, "237.44"), (90, 88, "746.24")]);
        assert_eq!(spent(Renewal::OneDay, start, now), daily, "the first of them a day after the start");
        let weekly = rows([(7, 0, "0"), (30, 4, "33.92"), (90, 12, "101.76")]);
        assert_eq!(spent(Renewal::OneWeek, start, now), weekly);
        let monthly = rows([(7, 0, "0"), (30, 0, "0"), (90, 2, "16.96")]);
        assert_eq!(spent(Renewal::OneMonth, start, now), monthly, "10 February and 10 March");
        assert_eq!(spent(Renewal::Off, start, now), rows([(7, 0, "0"), (30, 0, "0"), (90, 0, "0")]));
    }

    #[test]
    fn a_month_from_the_31st_is_the_months_last_day_and_comes_back_to_the_31st() {
        let starts: Vec<_> =
            Renewal::OneMonth.starts(Moment::parse("2026-01-31T10:00:00+01:00").unwrap()).take(3).collect();
        let starts: Vec<_> = starts.iter().map(Timestamp::to_string).collect();
        assert_eq!(starts, ["2026-02-28T09:00:00Z", "2026-03-31T09:00:00Z", "2026-04-30T09:00:00Z"]);
    }

    #[test]
    fn an_exposure_without_a_price_is_unknown_and_not_nothing() {
        let start = Moment::parse("2026-01-10T00:00:00Z").unwrap();
        let exposure = Renewal::OneDay.exposure(None, start, start.at);
        assert!(exposure.iter().all(|one| one.amount.is_none() && one.renewals > 0));
    }

    proptest! {
        #[test]
        fn whatever_the_start_longer_means_no_less_and_a_day_is_the_most_often(
            start in -1_000_000_000_i64..4_000_000_000, ahead in -40_000_000_i64..40_000_000,
        ) {
            let start = Moment { at: Timestamp::from_second(start).unwrap(), offset: jiff::tz::Offset::UTC };
            let now = Timestamp::from_second(start.at.as_second() + ahead).unwrap();
            let counts = |renewal: Renewal| -> Vec<usize> {
                renewal.exposure(None, start, now).iter().map(|one| one.renewals).collect()
            };
            let [daily, weekly, monthly] = [Renewal::OneDay, Renewal::OneWeek, Renewal::OneMonth].map(counts);
            for (row, days) in HORIZONS.into_iter().enumerate() {
                prop_assert!(monthly[row] <= weekly[row].max(1) && weekly[row] <= daily[row]);
                prop_assert!(i64::try_from(daily[row]).unwrap() <= days);
            }
            prop_assert!(daily.is_sorted() && weekly.is_sorted() && monthly.is_sorted());
            if start.at <= now {
                prop_assert_eq!(daily, vec![7, 30, 90]);
            }
        }
    }
}
