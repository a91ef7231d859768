//! Whose money it is: an account at a vendor, where it is reached, and what it may spend.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::str::FromStr;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

use crate::guard::Limits;
use crate::money::Currency;

/// Our own id of an account: a UUID.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccountId(pub Uuid);

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for AccountId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, uuid::Error> {
        text.parse().map(Self)
    }
}

/// Who sells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Vendor {
    /// Cloudidr FlexCompute: short windows of AWS capacity.
    Cloudidr,
    /// Gcore Cloud: bare metal and GPU reservations of 12 and 36 months.
    Gcore,
}

impl Vendor {
    /// The name as people read it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cloudidr => "Cloudidr",
            Self::Gcore => "Gcore",
        }
    }
}

/// Three worlds whose accounts, rows and sums never mix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Realm {
    /// The embedded stand-in: nothing costs money.
    Sandbox,
    /// The vendor's own host: real money.
    Live,
    /// A stand-in of the user's on loopback.
    Test,
}

/// Where an account is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Endpoint {
    /// The vendor's host, which is fixed in the program.
    Vendor,
    /// The embedded sandbox, on the port it took this time.
    Sandbox,
    /// A stand-in on this machine.
    Loopback {
        /// Where it listens.
        address: Loopback,
    },
}

impl Endpoint {
    /// The world this endpoint belongs to.
    pub fn realm(self) -> Realm {
        match self {
            Self::Vendor => Realm::Live,
            Self::Sandbox => Realm::Sandbox,
            Self::Loopback { .. } => Realm::Test,
        }
    }
}

/// An address that can only be this machine's.
///
/// SECURITY: the one way to point an account elsewhere than at its vendor; `127.0.0.1` and `[::1]` with a port are
/// taken, every other spelling is refused, so no token can be led to another host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Loopback(SocketAddr);

impl Loopback {
    /// 127.0.0.1 with a port.
    pub fn v4(port: u16) -> Self {
        Self(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port))
    }
}

impl FromStr for Loopback {
    type Err = EndpointError;

    fn from_str(text: &str) -> Result<Self, EndpointError> {
        let text = text.trim();
        let rest = text.strip_prefix("http://").ok_or(EndpointError)?;
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let (host, port) = match rest.strip_prefix("127.0.0.1:") {
            Some(port) => (IpAddr::V4(Ipv4Addr::LOCALHOST), port),
            None => (IpAddr::V6(Ipv6Addr::LOCALHOST), rest.strip_prefix("[::1]:").ok_or(EndpointError)?),
        };
        if !port.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(EndpointError);
        }
        match port.parse() {
            Ok(0) | Err(_) => Err(EndpointError),
            Ok(port) => Ok(Self(SocketAddr::new(host, port))),
        }
    }
}

impl fmt::Display for Loopback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "http://{}", self.0)
    }
}

impl TryFrom<String> for Loopback {
    type Error = EndpointError;

    fn try_from(text: String) -> Result<Self, EndpointError> {
        text.parse()
    }
}

impl From<Loopback> for String {
    fn from(address: Loopback) -> Self {
        address.to_string()
    }
}

/// An endpoint that is neither the vendor's nor this machine's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a test endpoint is http://127.0.0.1:PORT or http://[::1]:PORT, nothing else")]
pub struct EndpointError;

/// Where one request goes: resolved from an [`Endpoint`] just before it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// The vendor's host over TLS.
    Vendor(Vendor),
    /// This machine, over plain HTTP.
    Loopback(Loopback),
}

/// How an account proves itself. The secret part lies in the keychain, never here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SignIn {
    /// A pasted token.
    Token,
    /// Cloudidr user name and password, traded for a short-lived token.
    Password {
        /// The user name or e-mail address. Not a secret.
        user: String,
    },
}

/// Where the secret is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Keep {
    /// In the operating system's keychain.
    Keychain,
    /// In memory, until Berth quits.
    UntilQuit,
}

/// How Cloudidr is paid, which decides the processing fee. The vendor does not say, so the user may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Payment {
    /// Not told: savings are shown before processing fees, and say so.
    Unknown,
    /// By card.
    Card,
    /// From a bank account.
    Bank,
}

/// A named colour that tells accounts apart. The page decides what it looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "a colour's name says it all")]
pub enum Colour {
    Blue,
    Teal,
    Green,
    Amber,
    Orange,
    Red,
    Pink,
    Violet,
}

/// This run of the machine, and when it began by a reading of the machine's clock: that reading less the time since, sleep
/// included. It moves when, and only when, the clock is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Boot {
    /// Tells one run of the machine from another.
    pub id: Uuid,
    /// When it began.
    pub at: Timestamp,
}

/// An account as the ledger remembers it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Our id.
    pub id: AccountId,
    /// Who sells.
    pub vendor: Vendor,
    /// The name the user gave it.
    pub label: String,
    /// Its colour.
    pub colour: Colour,
    /// Where it is reached. Fixed at creation: an account never changes realm.
    pub endpoint: Endpoint,
    /// How it proves itself.
    pub sign_in: SignIn,
    /// Where its secret is kept.
    pub keep: Keep,
    /// The currency of its prices. For Cloudidr an assumption of the user's; for Gcore the vendor's answers decide.
    pub currency: Currency,
    /// How it is paid.
    pub payment: Payment,
    /// While on, nothing of this account can spend.
    pub safe_mode: bool,
    /// What it may spend.
    pub limits: Limits,
    /// Whether requests may be sent that the vendor documents only in part: Gcore's creating and withdrawing.
    #[serde(default)]
    pub partly_documented: bool,
    /// When its credentials last worked. `None`: untested until first use.
    pub tested_at: Option<Timestamp>,
    /// The vendor's clock minus ours, as the `Date` header last said.
    pub skew: SignedDuration,
    /// The machine's start by the clock under which `skew` was read: tells later whether that clock was changed since.
    #[serde(default)]
    pub skew_since: Option<Boot>,
    /// When it was connected.
    pub created_at: Timestamp,
    /// When its secret was removed; its rows stay.
    pub forgotten_at: Option<Timestamp>,
}

impl Account {
    /// The world this account belongs to.
    pub fn realm(&self) -> Realm {
        self.endpoint.realm()
    }

    /// The same account under the clock as it is now: a clock that was changed since the vendor's was read is further from
    /// the vendor's, or closer to it, by as much as it was changed. After a restart of the machine nobody can tell.
    #[must_use]
    pub fn under(self, boot: Option<Boot>) -> Self {
        match (self.skew_since, boot) {
            (Some(then), Some(now)) if then.id == now.id => {
                let changed = now.at.duration_since(then.at);
                Self { skew: self.skew.saturating_sub(changed), skew_since: boot, ..self }
            }
            _ => self,
        }
    }

    /// Our clock's reading turned into the vendor's.
    pub fn vendor_time(&self, now: Timestamp) -> Timestamp {
        now.checked_add(self.skew).unwrap_or(now)
    }
}

#[cfg(test)]
impl Account {
    /// A live Cloudidr account in dollars that may spend, without limits.
    pub(crate) fn sample() -> Self {
        Self {
            id: AccountId(Uuid::nil()),
            vendor: Vendor::Cloudidr,
            label: "sample".to_owned(),
            colour: Colour::Blue,
            endpoint: Endpoint::Vendor,
            sign_in: SignIn::Token,
            keep: Keep::Keychain,
            currency: Currency::USD,
            payment: Payment::Unknown,
            safe_mode: false,
            limits: Limits::default(),
            partly_documented: false,
            tested_at: None,
            skew: SignedDuration::ZERO,
            skew_since: None,
            created_at: Timestamp::UNIX_EPOCH,
            forgotten_at: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_can_be_a_test_endpoint() {
        assert_eq!("http://127.0.0.1:4411".parse::<Loopback>().unwrap().to_string(), "http://127.0.0.1:4411");
        assert_eq!(" http://[::1]:80/ ".parse::<Loopback>().unwrap().to_string(), "http://[::1]:80");
        for text in [
            "https://127.0.0.1:4411",
            "http://localhost:4411",
            "http://127.0.0.1",
            "http://127.0.0.1:0",
            "http://127.0.0.1:70000",
            "http://127.0.0.1:+80",
            "http://127.0.0.1:80@evil.example",
            "http://127.0.0.1.evil.example:80",
            "http://127.0.0.1:80/path",
            "http://user@127.0.0.1:80",
            "http://0.0.0.0:80",
            "http://169.254.169.254:80",
            "http://[::ffff:127.0.0.1]:80",
            "http://2130706433:80",
            "file:///etc/passwd",
            "",
        ] {
            assert_eq!(text.parse::<Loopback>(), Err(EndpointError), "{text:?}");
        }
    }

    #[test]
    fn each_endpoint_has_a_realm_of_its_own() {
        assert_eq!(Endpoint::Vendor.realm(), Realm::Live);
        assert_eq!(Endpoint::Sandbox.realm(), Realm::Sandbox);
        assert_eq!(Endpoint::Loopback { address: Loopback::v4(1) }.realm(), Realm::Test);
    }
}
