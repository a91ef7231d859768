// What takes the ledger to a file. The system asks for the file; nothing was done if none was chosen.

import { call } from "../ipc.js";
import { words } from "../lib/text.js";

/** Writes the activity log as JSON Lines, and says where. */
export async function exportActivity() {
  const written = await call("export_activity", {});
  return written && words.ledger.exported(written.lines, written.file);
}

/** Writes the whole ledger to one file, and says where. */
export async function backUpLedger() {
  const written = await call("back_up_ledger", {});
  return written && words.ledger.backedUp(written.contents, written.file);
}
