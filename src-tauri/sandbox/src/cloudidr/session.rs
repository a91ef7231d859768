//! Signing in, and who may do the rest.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::refuse;
use crate::{answer::Answer, call::Call, clock::later, fields::Fields, state::State};

/// Lifetime of a token, as printed.
const EXPIRES_IN: i64 = 3600;

#[derive(Serialize)]
struct Token {
    access_token: String,
    token_type: &'static str,
    expires_in: i64,
}

pub(super) fn sign_in(state: &mut State, call: &Call) -> Answer {
    let mut fields = match Fields::of(call) {
        Ok(fields) => fields,
        Err(complaints) => return refuse(400, Some(&complaints), call.now),
    };
    let username = fields.text("username");
    let password = fields.text("password");
    fields.check("username", !username.is_empty(), "Must not be empty");
    fields.check("password", !password.is_empty(), "Must not be empty");
    if let Err(complaints) = fields.finish() {
        return refuse(400, Some(&complaints), call.now);
    }
    if password == state.habits.refused_password {
        return refuse(401, None, call.now);
    }
    let access_token = token(state, call.now);
    state.cloudidr.sessions.retain(|_, until| *until > call.now);
    state.cloudidr.sessions.insert(access_token.clone(), later(call.now, SignedDuration::from_secs(EXPIRES_IN)));
    Answer::json(200, &Token { access_token, token_type: "Bearer", expires_in: EXPIRES_IN })
}

/// Whether the call carries a token that is good now: one that was given out, or one made for pasting. The latter begin
/// with `sandbox-` and never run out, unless they say `expired`.
pub(super) fn is_signed_in(state: &State, call: &Call) -> bool {
    let Some(token) = call.credential("Bearer") else {
        return false;
    };
    if token.starts_with("sandbox-") {
        return !token.contains("expired");
    }
    state.cloudidr.sessions.get(token).is_some_and(|until| call.now < *until)
}

/// Three parts, the first two of them readable JSON, like any JSON Web Token. The third is no signature: the token is
/// known because it was kept.
fn token(state: &mut State, now: Timestamp) -> String {
    let header = base64url(br#"{"alg":"HS256","typ":"JWT"}"#);
    let issued = now.as_second();
    let claims = format!(r#"{{"sub":"sandbox","iat":{issued},"exp":{}}}"#, issued.saturating_add(EXPIRES_IN));
    let mark: Vec<u8> = (0..4).flat_map(|_| state.ids.draw().to_be_bytes()).collect();
    format!("{header}.{}.{}", base64url(claims.as_bytes()), base64url(&mark))
}

/// RFC 4648, section 5, without padding.
fn base64url(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let bits = three.iter().fold(0_usize, |bits, byte| (bits << 8) | usize::from(*byte)) << (8 * (3 - three.len()));
        for place in 0..=three.len() {
            text.push(char::from(ALPHABET[(bits >> (18 - 6 * place)) & 63]));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64url_follows_the_vectors_of_rfc_4648() {
        for (plain, text) in
            [("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE")]
        {
            assert_eq!(base64url(plain.as_bytes()), text);
        }
        assert_eq!(base64url(&[0xfb, 0xff]), "-_8");
    }
}
