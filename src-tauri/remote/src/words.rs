//! A vendor's words, fit to be shown: plain text of a bounded length.

use serde::Deserialize;

/// The longest message that is kept, in characters.
const LONGEST: usize = 500;

/// A vendor's text on one line of at most 500 characters, shown as text and never as markup.
pub(crate) fn plain(text: &str) -> String {
    berth_core::plain::line(text, LONGEST)
}

/// The reason in a body that is not of the vendor's shape: a `message` at its top, or the text as it is. A web page holds
/// none.
pub(crate) fn stray(body: &str) -> String {
    #[derive(Deserialize)]
    struct Wire {
        message: String,
    }
    match (serde_json::from_str::<Wire>(body), body.trim_start().as_bytes().first()) {
        (Ok(wire), _) => plain(&wire.message),
        (Err(_), None | Some(b'<' | b'{' | b'[')) => String::new(),
        (Err(_), Some(_)) => plain(body),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_found_in_text_and_in_a_bare_message_but_not_in_a_web_page() {
        assert_eq!(stray(r#"{"message": "Forbidden"}"#), "Forbidden");
        assert_eq!(stray("Too many requests\n"), "Too many requests");
        for body in ["", " ", "<html><body>Sign in to the network</body></html>", "{\"a\": 1}", "[]"] {
            assert_eq!(stray(body), "", "{body:?}");
        }
    }
}
