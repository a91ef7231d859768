//! Connections that can misbehave.
//!
//! An HTTP server library never lets a handler close a connection without an answer, cut one short, or send it twice. So
//! the server is given connections of our own: they pass bytes through until the handler, through the [`Line`] it is
//! handed, tells them to do something else with the answer that is about to be written.

use std::{
    future::Future,
    io,
    net::SocketAddr,
    pin::Pin,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::{extract::connect_info::Connected, serve::IncomingStream};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
    sync::watch,
    time::{Sleep, sleep},
};

use crate::fault::Faults;

/// Whether the sandbox is still there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    Open,
    /// No new connections; those that are busy may finish.
    Draining,
    /// Every connection ends now.
    Shut,
}

/// What a connection does with the next answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Play {
    Plain,
    /// Close in order instead of answering.
    Close,
    /// Reset instead of answering.
    Reset,
    /// Stop in the middle of the body.
    CutBody,
    /// Pause before each byte of the body.
    Slow(Duration),
    /// Send the whole answer twice.
    Twice,
}

/// A handler's hold on the connection its request came on.
#[derive(Clone, Debug)]
pub(crate) struct Line(Arc<Mutex<Play>>);

impl Line {
    pub(crate) fn play(&self, play: Play) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = play;
    }

    fn current(&self) -> Play {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Connected<IncomingStream<'_, Listener>> for Line {
    fn connect_info(stream: IncomingStream<'_, Listener>) -> Self {
        stream.io().line.clone()
    }
}

/// Accepts connections, counts them, and resets those a fault is waiting for.
pub(crate) struct Listener {
    pub(crate) socket: TcpListener,
    pub(crate) faults: Arc<Faults>,
    pub(crate) accepted: Arc<AtomicU64>,
    pub(crate) phase: watch::Receiver<Phase>,
}

impl axum::serve::Listener for Listener {
    type Io = Wire;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Wire, SocketAddr) {
        loop {
            let (stream, address) = match self.socket.accept().await {
                Ok(accepted) => accepted,
                Err(fault) => {
                    // Usually too many open files, which passes; without the pause the loop would spin.
                    tracing::warn!(%fault, "the sandbox could not accept a connection");
                    sleep(Duration::from_millis(100)).await;
                    continue;
                }
            };
            self.accepted.fetch_add(1, Ordering::Relaxed);
            if self.faults.strikes_connection() {
                reset(&stream);
                continue;
            }
            if let Err(fault) = stream.set_nodelay(true) {
                tracing::debug!(%fault, "answers on this connection may be held back for a moment");
            }
            return (Wire::new(stream, self.phase.clone()), address);
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.socket.local_addr()
    }
}

/// Makes the coming close a reset.
fn reset(stream: &TcpStream) {
    if let Err(fault) = stream.set_zero_linger() {
        tracing::debug!(%fault, "this connection will close in order instead of being reset");
    }
}

/// One connection.
pub(crate) struct Wire {
    stream: TcpStream,
    line: Line,
    /// An answer that is not simply passed through, as far as it was written to us.
    held: Vec<u8>,
    outgoing: Option<Outgoing>,
    shut: Pin<Box<dyn Future<Output = ()> + Send>>,
}

/// A held answer on its way out.
struct Outgoing {
    sent: usize,
    /// Up to here without pauses.
    at_once: usize,
    pace: Duration,
    pause: Option<Pin<Box<Sleep>>>,
    then_close: bool,
}

impl Wire {
    fn new(stream: TcpStream, mut phase: watch::Receiver<Phase>) -> Self {
        let shut = Box::pin(async move {
            // A sandbox that is gone is as shut as one that says so.
            let _gone = phase.wait_for(|phase| *phase == Phase::Shut).await;
        });
        Self { stream, line: Line(Arc::new(Mutex::new(Play::Plain))), held: Vec::new(), outgoing: None, shut }
    }

    fn is_shut(&mut self, context: &mut Context<'_>) -> bool {
        // Once ready the future must not be polled again; a future that never ends stays shut by being replaced.
        if self.shut.as_mut().poll(context).is_ready() {
            self.shut = Box::pin(std::future::ready(()));
            return true;
        }
        false
    }

    /// The end of the connection, if the handler or the end of the sandbox wants it.
    fn ended(&mut self, context: &mut Context<'_>) -> Option<io::Error> {
        match self.line.current() {
            Play::Close => Some(io::ErrorKind::BrokenPipe.into()),
            Play::Reset => {
                reset(&self.stream);
                Some(io::ErrorKind::ConnectionReset.into())
            }
            _ if self.is_shut(context) => Some(io::ErrorKind::ConnectionAborted.into()),
            _ => None,
        }
    }

    fn start_sending(&mut self) -> Outgoing {
        let head = self.held.windows(4).position(|four| four == b"\r\n\r\n").map_or(self.held.len(), |at| at + 4);
        let whole = self.held.len();
        match self.line.current() {
            Play::CutBody => {
                self.held.truncate(head + (whole - head) / 2);
                Outgoing { sent: 0, at_once: whole, pace: Duration::ZERO, pause: None, then_close: true }
            }
            Play::Slow(pace) => Outgoing { sent: 0, at_once: head, pace, pause: None, then_close: false },
            Play::Twice => {
                self.held.extend_from_within(..);
                Outgoing { sent: 0, at_once: whole * 2, pace: Duration::ZERO, pause: None, then_close: false }
            }
            Play::Plain | Play::Close | Play::Reset => {
                Outgoing { sent: 0, at_once: whole, pace: Duration::ZERO, pause: None, then_close: false }
            }
        }
    }

    /// Sends what is held, in the manner that was asked for.
    fn poll_held(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut outgoing = match self.outgoing.take() {
            Some(outgoing) => outgoing,
            None => self.start_sending(),
        };
        while outgoing.sent < self.held.len() {
            if let Some(pause) = &mut outgoing.pause {
                if pause.as_mut().poll(context).is_pending() {
                    self.outgoing = Some(outgoing);
                    return Poll::Pending;
                }
                outgoing.pause = None;
            }
            let until = if outgoing.sent < outgoing.at_once { outgoing.at_once } else { outgoing.sent + 1 };
            let piece = &self.held[outgoing.sent..until.min(self.held.len())];
            match Pin::new(&mut self.stream).poll_write(context, piece) {
                Poll::Ready(written) => outgoing.sent += written?,
                Poll::Pending => {
                    self.outgoing = Some(outgoing);
                    return Poll::Pending;
                }
            }
            if outgoing.sent >= outgoing.at_once && !outgoing.pace.is_zero() {
                outgoing.pause = Some(Box::pin(sleep(outgoing.pace)));
            }
        }
        self.held.clear();
        if outgoing.then_close {
            self.line.play(Play::Close);
            return Poll::Ready(Err(io::ErrorKind::BrokenPipe.into()));
        }
        self.line.play(Play::Plain);
        Poll::Ready(Ok(()))
    }
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.is_shut(context) {
            return Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into()));
        }
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Wire {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        if let Some(end) = self.ended(context) {
            return Poll::Ready(Err(end));
        }
        if self.line.current() == Play::Plain && self.held.is_empty() {
            return Pin::new(&mut self.stream).poll_write(context, bytes);
        }
        self.held.extend_from_slice(bytes);
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if let Some(end) = self.ended(context) {
            return Poll::Ready(Err(end));
        }
        if !self.held.is_empty() {
            ready!(self.poll_held(context))?;
        }
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
