//! The program.

use std::{
    io::{BufRead as _, BufReader, Read as _},
    process::{Child, Command, Stdio},
};

fn started(arguments: &[&str]) -> (Child, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_berth-sandbox"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    (child, line.trim_end().to_owned())
}

#[test]
fn it_prints_its_address_and_ends_when_stdin_closes() {
    let (mut child, url) = started(&["--empty", "--lax", "--until-stdin-closes", "--now", "2026-01-08T15:20:15Z"]);
    let address = url.strip_prefix("http://").unwrap();
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    let request = crate::client::request("GET", "/_sandbox/state", None, None);
    std::io::Write::write_all(&mut stream, &request).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let state = crate::client::Reply::read(&answer).json();
    assert_eq!((&state["strictness"], &state["policies"]), (&"lax".into(), &serde_json::json!([])));
    assert!(state["now"].as_str().unwrap().starts_with("2026-01-08T15:2"));
    drop(child.stdin.take());
    assert!(child.wait().unwrap().success());
}

#[cfg(unix)]
#[test]
fn it_ends_in_order_when_it_is_told_to() {
    let (mut child, _) = started(&[]);
    let told = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    assert!(told.success());
    assert!(child.wait().unwrap().success());
}

#[test]
fn it_explains_what_it_does_not_understand() {
    for arguments in [&["--colour"][..], &["--port", "many"], &["--port"], &["--frozen"]] {
        let output = Command::new(env!("CARGO_BIN_EXE_berth-sandbox")).args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(String::from_utf8(output.stderr).unwrap().contains("berth-sandbox [--port N]"));
    }
}
