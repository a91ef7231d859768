//! A value that can come in and never goes out: it does not print, serialise or compare.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use thiserror::Error;

/// The longest secret that every keychain holds: Windows allows 2560 bytes of UTF-16.
pub const LONGEST: usize = 1280;

/// The longest token that a vendor may issue, in bytes.
pub const LONGEST_ISSUED: usize = 16 * 1024;

/// A token or a password. Wiped when dropped; `Debug` prints a fixed mask.
#[derive(Clone)]
pub struct Secret(SecretString);

impl Secret {
    /// Takes a secret as a person pasted it. Surrounding white space is dropped; what then is empty, longer than
    /// [`LONGEST`] bytes or of several lines is refused, because a line break inside a stored secret has destroyed
    /// password-less GNOME keyrings.
    pub fn parse(text: String) -> Result<Self, SecretError> {
        let text = SecretString::from(text);
        // EXPOSE: to look at its shape only.
        let trimmed = text.expose_secret().trim();
        if trimmed.is_empty() {
            return Err(SecretError::Empty);
        }
        if trimmed.len() > LONGEST {
            return Err(SecretError::TooLong);
        }
        if trimmed.chars().any(char::is_control) {
            return Err(SecretError::SeveralLines);
        }
        Ok(Self(SecretString::from(trimmed.to_owned())))
    }

    /// Takes a token that a vendor has just issued. It lives in memory only, so a keychain's limit does not bind it; what
    /// cannot be sent in a header, or is longer than any header should be, is refused.
    pub fn issued(text: String) -> Result<Self, SecretError> {
        let token = SecretString::from(text);
        // EXPOSE: to look at its shape only.
        let shape = token.expose_secret();
        if shape.is_empty() {
            return Err(SecretError::Empty);
        }
        if shape.len() > LONGEST_ISSUED {
            return Err(SecretError::TooLong);
        }
        if shape.chars().any(char::is_control) {
            return Err(SecretError::SeveralLines);
        }
        Ok(Self(token))
    }

    /// The secret itself. Every caller carries a comment starting `EXPOSE:` that says why.
    pub fn expose(&self) -> &str {
        // EXPOSE: the one door; each use of it says why.
        self.0.expose_secret()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(redacted)")
    }
}

/// Why a pasted secret was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum SecretError {
    /// Nothing but white space.
    #[error("nothing was entered")]
    Empty,
    /// More than [`LONGEST`] bytes.
    #[error("this is longer than any keychain holds")]
    TooLong,
    /// A line break or another control character inside.
    #[error("a token or password is a single line")]
    SeveralLines,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_never_prints() {
        let secret = Secret::parse("1234$abcdef".into()).unwrap();
        assert_eq!(format!("{secret:?}"), "Secret(redacted)");
    }

    #[test]
    fn white_space_around_a_pasted_token_is_dropped() {
        assert_eq!(Secret::parse("  1234$abcdef\n".into()).unwrap().expose(), "1234$abcdef");
    }

    #[test]
    fn an_issued_token_may_be_longer_than_a_keychain_holds() {
        assert!(Secret::issued("x".repeat(LONGEST + 1)).is_ok());
        assert_eq!(Secret::issued("x".repeat(LONGEST_ISSUED + 1)).unwrap_err(), SecretError::TooLong);
        assert_eq!(Secret::issued("a\nb".into()).unwrap_err(), SecretError::SeveralLines);
    }

    #[test]
    fn several_lines_are_refused() {
        assert_eq!(Secret::parse("a\nb".into()).unwrap_err(), SecretError::SeveralLines);
        assert_eq!(Secret::parse("a\u{0}b".into()).unwrap_err(), SecretError::SeveralLines);
        assert_eq!(Secret::parse(" \n ".into()).unwrap_err(), SecretError::Empty);
        assert_eq!(Secret::parse("x".repeat(LONGEST + 1)).unwrap_err(), SecretError::TooLong);
    }
}
