//! One request, sent once, and what is known of it afterwards.
//!
//! Everything a library below could do on its own behalf is switched off, because each of those habits can turn one
//! purchase into two or lead a token astray: trying again, following redirects, taking a proxy from the environment,
//! unpacking compressed bodies. What is left is [`Http::send`], whose answer is ordered by knowledge: [`Sent::No`] proves
//! that no byte of the request left, [`Sent::Yes`] is an answer read to its end, and all the rest is [`Sent::Maybe`].

use std::borrow::Cow;
use std::error::Error as _;
use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use berth_core::account::{Origin, Vendor};
use berth_core::attempt::RawAnswer;
use berth_core::ports::{Clock, Doubt, NotSent};
use berth_core::secret::Secret;
use jiff::Timestamp;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, DATE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};
use reqwest::{Client, ClientBuilder, Method, Response};
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt as _;
use thiserror::Error;
use tokio::time::Instant;

use crate::retry;
use crate::words;

/// The longest body of an answer about one thing.
pub(crate) const ONE: usize = 1024 * 1024;

/// The longest body of a list.
pub(crate) const LIST: usize = 32 * 1024 * 1024;

/// How much of a body the ledger keeps. A policy is about a kilobyte.
const KEPT: usize = 256 * 1024;

/// The largest header block that is read over HTTP/2. HTTP/1.1 has a limit of its own below us, of about 400 KiB.
const HEADERS: u32 = 64 * 1024;

/// A secret shorter than this is not looked for in answers: it would be found in ordinary words.
const SHORTEST_REDACTED: usize = 6;

/// How long each kind of request may take, from the first look-up of the host to the last byte of the answer.
#[derive(Clone, Copy, Debug)]
#[doc(hidden)]
pub struct Deadlines {
    pub connect: Duration,
    pub sign_in: Duration,
    pub reserve: Duration,
    pub purchase: Duration,
    pub cancel: Duration,
    pub change: Duration,
    pub read: Duration,
}

impl Default for Deadlines {
    fn default() -> Self {
        Self {
            // Shorter than every total below, so that a host that cannot be reached is known to be that, not a doubt.
            connect: Duration::from_secs(5),
            sign_in: Duration::from_secs(30),
            reserve: Duration::from_mins(1),
            purchase: Duration::from_mins(1),
            cancel: Duration::from_secs(30),
            change: Duration::from_secs(30),
            read: Duration::from_secs(10),
        }
    }
}

/// How the vendor's name is turned into an address. A test never asks the system: it could reach the vendor.
///
/// SECURITY: whoever answers at that address must still show the vendor's certificate, and nothing is sent before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[doc(hidden)]
pub enum Lookup {
    /// The system is asked.
    System,
    /// There is no such name.
    Nothing,
    /// It is found here.
    At(SocketAddr),
}

impl Resolve for Lookup {
    fn resolve(&self, _: Name) -> Resolving {
        let found = match self {
            Self::At(address) => Some(*address),
            // The system is asked without this.
            Self::System | Self::Nothing => None,
        };
        let found = found.map(|address| -> Addrs { Box::new(std::iter::once(address)) });
        Box::pin(std::future::ready(found.ok_or_else(|| "no such host".into())))
    }
}

/// Why a client could not be made: a fault of the system or of Berth.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("the HTTP client could not be made: {0}")]
pub struct BuildError(String);

/// What is known of a request, least harm first.
#[derive(Debug)]
pub(crate) enum Sent {
    /// No byte of it left this machine.
    No(NotSent),
    /// It left, or may have. What came of an answer, if any, is evidence for a person, not a proof.
    Maybe(Doubt, Option<Answer>),
    /// It left, and this is the whole answer.
    Yes(Answer),
}

/// An answer, or the part of one that came.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// The vendor's clock.
    pub(crate) date: Option<Timestamp>,
    /// Seconds the vendor asks to wait.
    pub(crate) retry_after: Option<u64>,
    /// Whether it calls itself a web page.
    html: bool,
    body: Vec<u8>,
    received_at: Timestamp,
}

impl Answer {
    /// An answer whose head has come and whose body has not.
    fn begun(status: u16, headers: &HeaderMap, received_at: Timestamp) -> Self {
        let date = header(headers, &DATE).and_then(retry::http_date);
        let retry_after = header(headers, &RETRY_AFTER);
        Self {
            status,
            date,
            retry_after: retry_after.and_then(|value| retry::retry_after(value, date.unwrap_or(received_at))),
            html: header(headers, &CONTENT_TYPE).is_some_and(|kind| kind.to_ascii_lowercase().contains("html")),
            body: Vec::new(),
            received_at,
        }
    }

    /// An answer that came to its end, made rather than received.
    #[cfg(feature = "fuzzing")]
    pub(crate) fn whole(status: u16, headers: &HeaderMap, body: Vec<u8>, received_at: Timestamp) -> Self {
        Self { body, ..Self::begun(status, headers, received_at) }
    }

    /// The body as text, without a byte-order mark; bytes that are not UTF-8 are replaced, so that one odd letter in a
    /// name does not make a purchase unreadable.
    pub(crate) fn text(&self) -> Cow<'_, str> {
        let body = self.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.body);
        String::from_utf8_lossy(body)
    }

    /// Whether this is a web page, by its own word or by its first letter.
    pub(crate) fn is_html(&self) -> bool {
        self.html || self.text().trim_start().starts_with('<')
    }

    /// The record of it. A secret that the vendor echoes is taken out, and what is longer than the ledger keeps is cut.
    pub(crate) fn raw(&self, secret: &Secret) -> RawAnswer {
        let mut body = redact(&String::from_utf8_lossy(&self.body), secret).into_owned();
        body.truncate(body.floor_char_boundary(KEPT));
        self.raw_with(body)
    }

    /// The record of it with other words in place of the body.
    pub(crate) fn raw_with(&self, body: String) -> RawAnswer {
        RawAnswer { status: self.status, body, date: self.date, received_at: self.received_at }
    }
}

/// The text without the secret, should it hold it.
pub(crate) fn redact<'a>(text: &'a str, secret: &Secret) -> Cow<'a, str> {
    // EXPOSE: to find the secret in what a vendor echoes, so that it is not written down.
    let secret = secret.expose();
    if secret.len() >= SHORTEST_REDACTED && text.contains(secret) {
        Cow::Owned(text.replace(secret, "[secret]"))
    } else {
        Cow::Borrowed(text)
    }
}

/// A vendor's words, fit to be shown, without the secret.
///
/// SECURITY: it is looked for before and after. What makes words fit takes marks out that cannot be seen, and may put together
/// a secret that stood there with one in its middle; and it cuts what is too long, which may leave a part of one.
pub(crate) fn shown(text: &str, secret: &Secret) -> String {
    redact(&words::plain(&redact(text, secret)), secret).into_owned()
}

/// One request.
#[derive(Clone, Debug)]
pub(crate) struct Call<'a> {
    pub(crate) method: Method,
    pub(crate) origin: Origin,
    /// The path and query, made of constants and numbers only.
    pub(crate) path: Cow<'a, str>,
    /// The path as it is logged, without what varies.
    pub(crate) template: &'static str,
    pub(crate) authorization: Option<HeaderValue>,
    /// A JSON body.
    pub(crate) body: Option<Vec<u8>>,
    pub(crate) deadline: Duration,
    /// The longest answer that is read.
    pub(crate) most: usize,
}

/// The value of an `Authorization` header, marked so that nothing below prints it.
pub(crate) fn authorization(scheme: &str, token: &Secret) -> Result<HeaderValue, NotSent> {
    let unfit = || NotSent::Build("the token has a letter that cannot be sent".into());
    // EXPOSE: into the header of the one request it authorises.
    let token = token.expose();
    if !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(unfit());
    }
    let mut value = HeaderValue::from_str(&format!("{scheme} {token}")).map_err(|_| unfit())?;
    value.set_sensitive(true);
    Ok(value)
}

/// What a client is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Requests that may change something.
    Spending,
    /// Requests that change nothing.
    Reading,
}

/// The way to one vendor.
pub(crate) struct Http {
    owner: Vendor,
    purpose: Purpose,
    connect: Duration,
    lookup: Lookup,
    /// Made by the first request to a vendor: reading the system's some hundred authorities takes longer than opening
    /// the whole desk, and a start that shows cards asks nobody.
    vendor: OnceLock<Result<Client, BuildError>>,
    loopback: Client,
    clock: Arc<dyn Clock>,
}

impl Http {
    pub(crate) fn new(
        owner: Vendor,
        purpose: Purpose,
        connect: Duration,
        lookup: Lookup,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, BuildError> {
        // Loopback is plain HTTP; with no authority trusted, this client cannot speak TLS to anyone.
        let loopback = build(client(purpose, connect, trusting_nobody()?))?;
        Ok(Self { owner, purpose, connect, lookup, vendor: OnceLock::new(), loopback, clock })
    }

    fn vendor(&self) -> Result<&Client, NotSent> {
        let made = self.vendor.get_or_init(|| {
            let tls = trusting_the_platform(self.purpose)?;
            let builder = client(self.purpose, self.connect, tls).https_only(true);
            build(match self.lookup {
                Lookup::System => builder,
                other => builder.dns_resolver(other),
            })
        });
        made.as_ref().map_err(|error| NotSent::Build(error.to_string()))
    }

    /// Sends a request, once.
    pub(crate) async fn send(&self, call: &Call<'_>) -> Sent {
        let begun = Instant::now();
        let sent = self.deliver(call).await;
        let (known, status) = match &sent {
            Sent::No(_) => ("not sent", None),
            Sent::Maybe(_, answer) => ("in doubt", answer.as_ref().map(|answer| answer.status)),
            Sent::Yes(answer) => ("answered", Some(answer.status)),
        };
        // SECURITY: no header and no body is ever logged.
        tracing::debug!(
            method = %call.method,
            path = call.template,
            vendor = self.owner.name(),
            known,
            status,
            elapsed = ?begun.elapsed(),
            "request"
        );
        sent
    }

    async fn deliver(&self, call: &Call<'_>) -> Sent {
        let (client, base) = match call.origin {
            Origin::Vendor(vendor) if vendor == self.owner => match self.vendor() {
                Ok(client) => (client, Cow::Borrowed(host(vendor))),
                Err(why) => return Sent::No(why),
            },
            // SECURITY: a token belongs to one vendor; a mix-up stops here, before a connection is made.
            Origin::Vendor(other) => {
                let why = format!("what belongs to {} is not sent to {}", self.owner.name(), other.name());
                return Sent::No(NotSent::Build(why));
            }
            Origin::Loopback(address) => (&self.loopback, Cow::Owned(address.to_string())),
        };
        let mut request = client
            .request(call.method.clone(), format!("{base}{}", call.path))
            .timeout(call.deadline)
            .header(ACCEPT, "application/json");
        if let Some(authorization) = &call.authorization {
            request = request.header(AUTHORIZATION, authorization.clone());
        }
        if let Some(body) = &call.body {
            request = request.header(CONTENT_TYPE, "application/json").body(body.clone());
        }
        match request.send().await {
            Ok(response) => self.receive(response, call.most).await,
            Err(error) => what_is_known(error),
        }
    }

    async fn receive(&self, mut response: Response, most: usize) -> Sent {
        let mut answer = Answer::begun(response.status().as_u16(), response.headers(), self.clock.now());
        loop {
            match response.chunk().await {
                Ok(None) => return Sent::Yes(answer),
                Ok(Some(chunk)) if answer.body.len() + chunk.len() > most => {
                    let doubt = Doubt::Unreadable(format!("longer than {most} bytes"));
                    return Sent::Maybe(doubt, Some(answer));
                }
                Ok(Some(chunk)) => answer.body.extend_from_slice(&chunk),
                Err(error) => return Sent::Maybe(doubt(error), Some(answer)),
            }
        }
    }
}

/// The one host of a vendor.
///
/// SECURITY: constants. No file, argument or variable changes them.
fn host(vendor: Vendor) -> &'static str {
    match vendor {
        Vendor::Cloudidr => "https://public-api.cloudidr.com",
        Vendor::Gcore => "https://api.gcore.com",
    }
}

fn build(builder: ClientBuilder) -> Result<Client, BuildError> {
    builder.build().map_err(|error| BuildError(chain(error)))
}

fn client(purpose: Purpose, connect: Duration, tls: ClientConfig) -> ClientBuilder {
    let builder = Client::builder()
        .user_agent(concat!("Berth/", env!("CARGO_PKG_VERSION")))
        .tls_backend_preconfigured(tls)
        .connect_timeout(connect)
        // MONEY: reqwest sends again, by default, what HTTP/2 says was refused. A read body can be refused, too.
        .retry(reqwest::retry::never())
        // MONEY: a 307 would post a purchase to another host, a 302 would make a 200 of it that proves nothing.
        .redirect(reqwest::redirect::Policy::none())
        // SECURITY: whoever can set a variable of the environment could choose a proxy, and see where tokens go. Berth
        // speaks to two hosts and to nobody in between; behind a compulsory proxy it says that it has no connection.
        .no_proxy()
        .referer(false)
        // Other crates of the build may turn these on; a body that unpacks to a thousand times its size is no answer.
        .no_gzip()
        .no_brotli()
        .no_zstd()
        .no_deflate();
    match purpose {
        // MONEY: a connection of its own for each request. On a kept one that the vendor has just closed, a purchase
        // would break after it was written, and so be in doubt for no reason; and a request on a kept connection is the
        // only one that the pool below ever sends again by itself.
        Purpose::Spending => builder.http1_only().pool_max_idle_per_host(0),
        Purpose::Reading => builder.pool_idle_timeout(Duration::from_secs(30)).http2_max_header_list_size(HEADERS),
    }
}

/// TLS 1.2 and 1.3 by rustls and ring, with the system's authorities, chosen here and not for the whole process.
fn trusting_the_platform(purpose: Purpose) -> Result<ClientConfig, BuildError> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(rustls::ConfigBuilder::with_platform_verifier);
    let mut config = match config {
        Ok(config) => config.with_no_client_auth(),
        // A system without any authority still has its sandbox; the vendors are then out of reach, which is safe.
        Err(error) => {
            tracing::warn!(%error, "no certificate authorities: the vendors cannot be reached");
            trusting_nobody()?
        }
    };
    // Preconfigured TLS offers only what is named here.
    config.alpn_protocols = match purpose {
        Purpose::Spending => vec![b"http/1.1".to_vec()],
        Purpose::Reading => vec![b"h2".to_vec(), b"http/1.1".to_vec()],
    };
    Ok(config)
}

fn trusting_nobody() -> Result<ClientConfig, BuildError> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| BuildError(error.to_string()))?;
    Ok(config.with_root_certificates(RootCertStore::empty()).with_no_client_auth())
}

/// What an error that came instead of an answer proves.
///
/// MONEY: `is_connect` is set by hyper-util only while a connection is made: the look-up of the host, TCP, TLS. Whatever
/// happens once there is a connection carries another kind, and is a doubt.
fn what_is_known(error: reqwest::Error) -> Sent {
    if error.is_builder() {
        Sent::No(NotSent::Build(chain(error)))
    } else if error.is_connect() && error.is_dns() {
        Sent::No(NotSent::Dns(chain(error)))
    } else if error.is_connect() {
        Sent::No(NotSent::Connect(chain(error)))
    } else {
        Sent::Maybe(doubt(error), None)
    }
}

fn doubt(error: reqwest::Error) -> Doubt {
    if error.is_timeout() { Doubt::TimedOut } else { Doubt::Broken(chain(error)) }
}

/// An error and its causes in one line. The address is left out; nothing else in it could hold a secret.
fn chain(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        text.push_str(": ");
        text.push_str(&next.to_string());
        cause = next.source();
    }
    words::plain(&text)
}

fn header<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::{TcpListener, TcpStream};

    use super::*;

    #[test]
    fn a_token_in_a_header_does_not_print() {
        let token = Secret::parse("1234$abcdef".into()).unwrap();
        let value = authorization("apikey", &token).unwrap();
        assert_eq!(value.to_str().unwrap(), "apikey 1234$abcdef");
        assert!(!format!("{value:?}").contains("abcdef"));
    }

    #[test]
    fn a_token_that_no_header_can_carry_is_not_sent_and_not_shown() {
        let token = Secret::parse("tök en".into()).unwrap();
        let NotSent::Build(why) = authorization("Bearer", &token).unwrap_err() else { panic!("not a build error") };
        assert!(!why.contains("tök"));
    }

    /// A client as one for spending is made, with a deadline a test can wait for.
    fn spending() -> ClientBuilder {
        let tls = trusting_the_platform(Purpose::Spending).unwrap();
        client(Purpose::Spending, Duration::from_millis(300), tls)
    }

    /// What is known after a request to an address that does not answer it.
    async fn known(builder: ClientBuilder, address: &str) -> Sent {
        what_is_known(builder.build().unwrap().post(address).body("{}").send().await.unwrap_err())
    }

    /// Accepts one connection and does something with it. Returns where it listens.
    async fn peer<F: Future<Output = ()> + Send + 'static>(with: fn(TcpStream) -> F) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            let (stream, _) = listener.accept().await.unwrap();
            with(stream).await;
        });
        format!("https://127.0.0.1:{port}/")
    }

    #[tokio::test]
    async fn a_tls_handshake_that_fails_proves_that_nothing_was_sent() {
        let closes = peer(|_| async {}).await;
        let talks_nonsense = peer(|mut stream| async move {
            let mut hello = [0; 2048];
            let _read = stream.read(&mut hello).await;
            let _said = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
        });
        let talks_nonsense = talks_nonsense.await;
        let is_silent = peer(|mut stream| async move {
            let mut hello = [0; 2048];
            while stream.read(&mut hello).await.is_ok_and(|read| read > 0) {}
        });
        let is_silent = is_silent.await;
        for address in [closes, talks_nonsense, is_silent] {
            let sent = known(spending(), &address).await;
            assert!(matches!(&sent, Sent::No(NotSent::Connect(why)) if !why.contains("127.0.0.1")), "{sent:?}");
        }
    }

    #[tokio::test]
    async fn a_host_that_is_not_found_proves_that_nothing_was_sent() {
        let sent = known(spending().dns_resolver(Lookup::Nothing), host(Vendor::Cloudidr)).await;
        assert!(matches!(&sent, Sent::No(NotSent::Dns(why)) if why.contains("no such host")), "{sent:?}");
    }

    #[tokio::test]
    async fn plain_http_to_a_vendor_is_not_even_begun() {
        let sent = known(spending().https_only(true), "http://127.0.0.1:9/").await;
        assert!(matches!(sent, Sent::No(NotSent::Build(_))), "{sent:?}");
    }

    #[test]
    fn each_vendor_has_one_host_and_it_speaks_tls() {
        assert_eq!(host(Vendor::Cloudidr), "https://public-api.cloudidr.com");
        assert_eq!(host(Vendor::Gcore), "https://api.gcore.com");
    }

    #[test]
    fn the_spending_client_offers_http_1_only_and_keeps_no_key_log() {
        let spending = trusting_the_platform(Purpose::Spending).unwrap();
        assert_eq!(spending.alpn_protocols, [b"http/1.1"]);
        assert!(!spending.key_log.will_log("CLIENT_TRAFFIC_SECRET_0"));
        assert!(!spending.enable_early_data, "early data can be replayed");
    }

    #[test]
    fn a_secret_that_a_vendor_echoes_is_taken_out() {
        let token = Secret::parse("aaaa.bbbb.cccc".into()).unwrap();
        assert_eq!(redact("bad token aaaa.bbbb.cccc!", &token), "bad token [secret]!");
        assert_eq!(redact("a", &Secret::parse("a".into()).unwrap()), "a");
        assert_eq!(shown("bad\ntoken aaaa.\u{feff}bbbb.cccc!", &token), "bad token [secret]!");
        let long = format!("{} aaaa.bbbb.cccc", "x".repeat(490));
        assert!(!shown(&long, &token).contains("aaaa"), "cut in the middle of it");
    }
}
