import assert from "node:assert/strict";
import test from "node:test";
import { announce, spoken } from "../ui/state/announcements.js";
import { dialog, openDialog, replaceDialog } from "../ui/state/dialogs.js";

globalThis.document = /** @type {any} */ ({ activeElement: null, getElementById: () => null });

test("a dialog opens with nothing said of an earlier one, and only one is open", () => {
  announce("Not bought");
  openDialog("purchase", { account: "a1", policy: "sc_1" });
  assert.equal(spoken.value, "");
  openDialog("cancel", { account: "a1", policy: "sc_1" });
  assert.equal(dialog.value?.name, "purchase", "a second press while a dialog is open opens nothing");
});

test("a dialog that gives way leaves focus to whatever opened the first", () => {
  const opener = dialog.value?.opener;
  replaceDialog("cancel", { account: "a1", policy: "sc_1" });
  assert.equal(dialog.value?.name, "cancel");
  assert.equal(dialog.value?.opener, opener);
});
