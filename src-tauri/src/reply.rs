//! From a failure to the error the page sees, with a reference under which the log tells the rest.

use berth_core::error::{Code, Failure};
use berth_core::say;
use berth_ipc::error::ErrorView;
use uuid::Uuid;

/// What a command answers.
pub(crate) type Reply<T> = Result<T, ErrorView>;

/// Logs a failure and gives it its reference.
pub(crate) fn explain(failure: Failure) -> ErrorView {
    let random = Uuid::new_v4().simple().to_string();
    let reference = format!("B-{}", random[..8].to_uppercase());
    if failure.code == Code::Aborted {
        // Whoever asked no longer wants to know: nothing has gone wrong.
        tracing::debug!(%reference, "a read was stopped");
        return ErrorView::new(failure, reference);
    }
    tracing::warn!(
        %reference,
        code = ?failure.code,
        effect = ?failure.effect,
        detail = %failure.detail,
        "a command failed"
    );
    ErrorView::new(failure, reference)
}

/// Something the page sent that is not of the form it should be.
pub(crate) fn malformed(what: &str) -> ErrorView {
    explain(Failure::new(Code::InvalidInput, say!("Berth cannot read this {what}. Nothing was sent.", what = what)))
}
