import assert from "node:assert/strict";
import test from "node:test";
import { lateWords } from "../ui/dialogs/purchase.js";
import { outcomeOf } from "../ui/dialogs/review.js";
import { asErrorView } from "../ui/ipc.js";
import { words } from "../ui/lib/text.js";
import { announce, dismiss, notices, notify, spoken } from "../ui/state/announcements.js";
import { money, policy } from "./fixtures.mjs";

const error = (effect) => ({ code: "refused", message: "No.", effect, retryable: false, reference: "R1" });

test("an answer is done only when it was answered", async () => {
  assert.deepEqual(await outcomeOf(Promise.resolve("receipt")), { at: "done", receipt: "receipt" });
});

test("an error stands for no more than its effect proves", async () => {
  const at = async (effect) => (await outcomeOf(Promise.reject(error(effect)))).at;
  assert.equal(await at("none"), "refused");
  assert.equal(await at("unknown"), "unknown");
  assert.equal(await at("applied"), "applied");
  assert.equal(await at("something new"), "unknown", "a word that is new to the page is never taken for a refusal");
});

test("a purchase that cost more than was shown is no good news, however late it is told", () => {
  const bought = (drift, charged) => {
    const prices = { drift, priceSeen: money("8.48"), priceCharged: charged && money(charged) };
    return lateWords({ at: "done", receipt: { policy: policy(prices) } });
  };
  const higher = bought("higher", "9.00");
  assert.equal(higher.tone, "bad");
  assert.match(higher.text, /bought, and charged more than shown\. \$9\.00 was charged, \$8\.48 was shown\./);
  for (const [drift, charged] of [
    ["same", "8.48"],
    ["lower", "8.00"],
    [null, null],
  ]) {
    assert.deepEqual(bought(drift, charged), { tone: "good", text: words.buy.noticeBought }, drift);
  }
  assert.deepEqual(
    ["unknown", "refused", "applied"].map((end) => lateWords({ at: end, error: error("none") }).tone),
    ["doubt", "bad", "bad"],
  );
});

test("what was charged is told beside what was shown, in both directions", () => {
  assert.equal(words.card.higherWords("$9.00", "$8.48"), "$9.00 was charged, $8.48 was shown before the purchase.");
  assert.equal(words.card.lowerWords("$8.00", "$8.48"), "$8.00 was charged, less than the $8.48 shown.");
  assert.match(words.desk.higherMany(["a\u202e", "b"]), /^Charged more than shown: \u2068a\u2069, \u2068b\u2069\.$/);
});

test("a bridge that breaks while money is on its way leaves doubt, not a failure", () => {
  assert.equal(asErrorView(new TypeError("bridge"), "confirm_purchase").effect, "unknown");
  assert.equal(asErrorView("gone", "confirm_cancel").effect, "unknown");
  assert.equal(asErrorView(null, "reserve_window").effect, "unknown");
  assert.equal(asErrorView("gone", "restore_backup").effect, "unknown");
  assert.equal(asErrorView("begin_purchase not allowed. Command not found", "begin_purchase").effect, "none");
  assert.equal(asErrorView(undefined, "show_desk").effect, "none");
});

test("an error of ours passes unchanged, and of another's nothing leaks", () => {
  const ours = error("none");
  assert.equal(asErrorView(ours, "show_desk"), ours);
  assert.doesNotMatch(asErrorView(new Error("https://secret.example/?token=1"), "show_desk").message, /secret|token/);
});

test("a sentence said twice is heard twice", () => {
  announce("Copied");
  const first = spoken.value;
  announce("Copied");
  assert.notEqual(spoken.value, first);
  assert.equal(spoken.value.trim(), "Copied");
});

test("a notice stays until it is dismissed", () => {
  notify({ tone: "good", text: "Bought." });
  notify({ tone: "doubt", text: "In doubt." });
  const [first] = notices.value;
  dismiss(first.id);
  assert.deepEqual(
    notices.value.map(({ text }) => text),
    ["In doubt."],
  );
});
