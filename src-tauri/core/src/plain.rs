//! Text from outside, fit to be shown: one line of a bounded length.

/// Text on one line without control characters and without the marks that turn the direction of writing, cut to so many
/// characters. It is still text from outside: it is shown as text, never as markup.
pub fn line(text: &str, longest: usize) -> String {
    let mut line = String::new();
    for word in text.split(|letter: char| letter.is_whitespace() || letter.is_control()) {
        let mut word = word.chars().filter(|letter| !turns_writing(*letter)).peekable();
        if word.peek().is_some() && !line.is_empty() {
            line.push(' ');
        }
        line.extend(word);
    }
    match line.char_indices().nth(longest) {
        Some((end, _)) => line[..end].trim_end().to_owned(),
        None => line,
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
    fn a_line_cannot_turn_the_writing_or_break() {
        assert_eq!(line(" You\tpay \u{202e}05\u{202c}\r\n\0 \u{2066}now\u{2069} ", 500), "You pay 05 now");
        assert_eq!(line("<b>bold</b> & =1+1", 500), "<b>bold</b> & =1+1");
    }

    #[test]
    fn a_line_has_at_most_so_many_characters() {
        assert_eq!(line(&"ü".repeat(1_000_000), 500).chars().count(), 500);
    }

    proptest! {
        #[test]
        fn whatever_comes_is_one_short_line(text in any::<String>(), longest in 0_usize..600) {
            let line = line(&text, longest);
            prop_assert!(line.chars().count() <= longest);
            prop_assert!(!line.chars().any(|letter| letter.is_control() || turns_writing(letter)));
            prop_assert_eq!(line.trim(), &line);
        }
    }
}
