//! A vendor's words, fit to be shown: plain text of a bounded length.

use serde::Deserialize;

/// The longest message that is kept, in characters.
const LONGEST: usize = 500;

/// Text on one line without control characters and without the marks that turn the direction of writing, cut to 500
/// characters. It is still text from outside: it is shown as text, never as markup.
pub(crate) fn plain(text: &str) -> String {
    let mut line = String::new();
    for word in text.split(|letter: char| letter.is_whitespace() || letter.is_control()) {
        let mut word = word.chars().filter(|letter| !turns_writing(*letter)).peekable();
        if word.peek().is_some() && !line.is_empty() {
            line.push(' ');
        }
        line.extend(word);
    }
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => line[..end].trim_end().to_owned(),
        None => line,
    }
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

/// Bidirectional marks, embeddings, overrides and isolates, and the invisible byte-order mark.
fn turns_writing(letter: char) -> bool {
    matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_message_cannot_turn_the_writing_or_break_the_line() {
        assert_eq!(plain(" You\tpay \u{202e}05\u{202c}\r\n\0 \u{2066}now\u{2069} "), "You pay 05 now");
        assert_eq!(plain("<b>bold</b> & =1+1"), "<b>bold</b> & =1+1");
    }

    #[test]
    fn a_message_has_at_most_500_characters() {
        assert_eq!(plain(&"ü".repeat(1_000_000)).chars().count(), 500);
    }

    #[test]
    fn a_reason_is_found_in_text_and_in_a_bare_message_but_not_in_a_web_page() {
        assert_eq!(stray(r#"{"message": "Forbidden"}"#), "Forbidden");
        assert_eq!(stray("Too many requests\n"), "Too many requests");
        for body in ["", " ", "<html><body>Sign in to the network</body></html>", "{\"a\": 1}", "[]"] {
            assert_eq!(stray(body), "", "{body:?}");
        }
    }

    proptest! {
        #[test]
        fn whatever_comes_is_one_short_line(text in any::<String>()) {
            let plain = plain(&text);
            prop_assert!(plain.chars().count() <= LONGEST);
            prop_assert!(!plain.chars().any(|letter| letter.is_control() || turns_writing(letter)));
            prop_assert_eq!(plain.trim(), &plain);
        }
    }
}
