//! Machines that take the vendor's place and answer nothing: behind its name, where no TLS comes about, and at a port.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// How it fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Handshake {
    /// The certificate bears the vendors' names, and nobody vouches for it.
    SelfSigned,
    /// Plain HTTP is spoken on the port.
    Plain,
    /// The connection is closed on the first word.
    Closes,
    /// Nothing is ever said.
    Silent,
}

/// One machine for each way to fail.
pub(crate) struct Hosts {
    addresses: [(Handshake, SocketAddr); 4],
    requests: Arc<AtomicUsize>,
}

impl Hosts {
    pub(crate) fn open() -> Self {
        let requests = Arc::new(AtomicUsize::new(0));
        let addresses = [Handshake::SelfSigned, Handshake::Plain, Handshake::Closes, Handshake::Silent];
        let tls = self_signed();
        let addresses = addresses.map(|handshake| {
            let (tls, requests) = (Arc::clone(&tls), Arc::clone(&requests));
            let address = listen(move |stream| match handshake {
                Handshake::SelfSigned => {
                    let mut secured = StreamOwned::new(ServerConnection::new(Arc::clone(&tls)).unwrap(), stream);
                    if secured.read(&mut [0; 1]).is_ok_and(|read| read > 0) {
                        requests.fetch_add(1, Ordering::SeqCst);
                    }
                }
                Handshake::Plain => say_in_plain(stream),
                Handshake::Closes => {}
                Handshake::Silent => wait_for_the_end(stream),
            });
            (handshake, address)
        });
        Self { addresses, requests }
    }

    pub(crate) fn address(&self, handshake: Handshake) -> SocketAddr {
        self.addresses.into_iter().find(|(known, _)| *known == handshake).unwrap().1
    }

    /// How often a client went on behind a certificate that nobody vouches for.
    pub(crate) fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }
}

/// A machine that counts who comes.
pub(crate) struct Counted {
    address: SocketAddr,
    connections: Arc<AtomicUsize>,
}

impl Counted {
    /// Closes every connection at once.
    pub(crate) fn closing() -> Self {
        Self::doing(drop)
    }

    /// Waits until something was sent, and closes without reading it, which the system makes a reset. A reset before
    /// that might come while the client still connects, and then it would know that nothing was sent.
    pub(crate) fn resetting() -> Self {
        Self::doing(|stream| {
            let _sent = stream.peek(&mut [0; 1]);
        })
    }

    fn doing(with: fn(TcpStream)) -> Self {
        let connections = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&connections);
        let address = listen(move |stream| {
            counter.fetch_add(1, Ordering::SeqCst);
            with(stream);
        });
        Self { address, connections }
    }

    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

/// Does something with every connection, each on a thread of its own, until the tests end.
fn listen(with: impl Fn(TcpStream) + Clone + Send + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let (with, stream) = (with.clone(), stream.unwrap());
            thread::spawn(move || with(stream));
        }
    });
    address
}

fn say_in_plain(mut stream: TcpStream) {
    if stream.read(&mut [0; 2048]).is_ok() {
        // The client may have hung up already.
        let _said = stream.write_all(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n");
    }
}

fn wait_for_the_end(mut stream: TcpStream) {
    while stream.read(&mut [0; 2048]).is_ok_and(|read| read > 0) {}
}

fn self_signed() -> Arc<ServerConfig> {
    let names = ["public-api.cloudidr.com", "api.gcore.com"].map(str::to_owned);
    let made = rcgen::generate_simple_self_signed(names).unwrap();
    let key = PrivatePkcs8KeyDer::from(made.signing_key.serialize_der());
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key.into())
        .unwrap();
    Arc::new(config)
}
