//! What a former process left on its way becomes unknown, before any button works.

use super::Desk;
use crate::attempt::{Event, State};
use crate::error::Failure;

impl Desk {
    pub(super) async fn restart(&self) -> Result<(), Failure> {
        for mut attempt in self.roles.ledger.open_attempts().await? {
            if attempt.state == State::Unknown {
                continue;
            }
            attempt.step(Event::Restart, self.now()).map_err(Failure::internal)?;
            attempt.note = Some("Berth ended before the answer came.".to_owned());
            let mut entry = self.entry(attempt.account, attempt.subject.clone(), "found_at_start");
            entry.attempt = Some(attempt.id);
            entry.body = serde_json::json!({ "state": attempt.state, "operation": attempt.operation });
            self.roles.ledger.advance(&attempt, None, &entry).await?;
        }
        Ok(())
    }
}
