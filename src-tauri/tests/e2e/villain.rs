//! A vendor that answers with whatever the story gives it: what the sandbox, which keeps to its contract, never would.

use std::{
    collections::BTreeMap,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{Ipv4Addr, TcpListener, TcpStream},
    sync::{Arc, Mutex, PoisonError},
    thread,
};

use anyhow::Result;
use serde_json::Value;

/// Answers by the last part of the path: a status and a body.
type Answers = Arc<Mutex<BTreeMap<String, (u16, String)>>>;

/// It listens until the story ends.
pub(crate) struct Villain {
    port: u16,
    answers: Answers,
}

impl Villain {
    pub(crate) fn start() -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let port = listener.local_addr()?.port();
        let answers = Answers::default();
        let shared = Arc::clone(&answers);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // A client that leaves in the middle is its own affair.
                let _gone = answer(stream, &shared);
            }
        });
        Ok(Self { port, answers })
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// From now on, whatever is asked of a path that ends like this is answered so.
    pub(crate) fn will(&self, path: &str, status: u16, body: &Value) {
        self.will_say(path, status, &body.to_string());
    }

    /// The same with a body that need not be JSON.
    pub(crate) fn will_say(&self, path: &str, status: u16, body: &str) {
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        answers.insert(path.to_owned(), (status, body.to_owned()));
    }
}

fn answer(stream: TcpStream, answers: &Answers) -> Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut head = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 || line == "\r\n" {
            break;
        }
        head.push(line.to_ascii_lowercase());
    }
    let length = head.iter().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok()).unwrap_or(0);
    reader.read_exact(&mut vec![0; length])?;
    let path = head.first().and_then(|line| line.split(' ').nth(1)).unwrap_or_default().to_owned();
    let last = path.split('?').next().and_then(|path| path.rsplit('/').next()).unwrap_or_default();
    let known = answers.lock().unwrap_or_else(PoisonError::into_inner).get(last).cloned();
    let (status, body) = known.unwrap_or((404, "{}".to_owned()));
    let mut stream = stream;
    write!(
        stream,
        "HTTP/1.1 {status} Said\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )?;
    Ok(stream.flush()?)
}
