//! A request as the two vendors' code sees it: already read, and without the connection it came on.

use axum::body::Bytes;
use jiff::Timestamp;
use rust_decimal::Decimal;

use crate::operation::Operation;

#[derive(Clone, Debug)]
pub(crate) struct Call {
    /// Sequence number among all requests, from 1.
    pub(crate) number: u64,
    pub(crate) operation: Operation,
    /// The sandbox's clock when the work is done.
    pub(crate) now: Timestamp,
    /// Values of the path template, by name.
    pub(crate) path: Vec<(String, String)>,
    pub(crate) query: Vec<(String, String)>,
    /// The whole `Authorization` header.
    pub(crate) authorization: Option<String>,
    pub(crate) content_type: Option<String>,
    pub(crate) body: Bytes,
    /// Added to the price at purchase, when that fault is on.
    pub(crate) price_moved: Option<Decimal>,
}

impl Call {
    /// A value of the path template, or an empty text.
    pub(crate) fn in_path(&self, name: &str) -> &str {
        self.path.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// The credential after `scheme` and one space; the scheme's letter case does not matter.
    pub(crate) fn credential(&self, scheme: &str) -> Option<&str> {
        let (word, rest) = self.authorization.as_deref()?.split_once(' ')?;
        word.eq_ignore_ascii_case(scheme).then_some(rest)
    }
}
