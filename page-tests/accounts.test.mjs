import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { COLOURS, credentialErrors, credentialsOf, empty } from "../ui/dialogs/account-fields.js";
import { words } from "../ui/lib/text.js";
import { usable } from "../ui/views/price-draft.js";

const types = await readFile(new URL("../ui/ipc.d.ts", import.meta.url), "utf8");
const union = (name) =>
  [...new RegExp(`export type ${name} = ([^;]+);`).exec(types)[1].matchAll(/"(\w+)"/g)].map(([, word]) => word);

test("every colour, vendor, way of keeping and of paying can be chosen by its name", () => {
  assert.deepEqual(COLOURS, union("Colour"));
  for (const [name, texts] of Object.entries({
    Colour: words.connect.colours,
    Vendor: words.connect.vendors,
    Keep: words.connect.keeps,
    Payment: words.connect.payments,
  })) {
    assert.deepEqual(Object.keys(texts).sort(), union(name).sort(), name);
  }
  assert.deepEqual(Object.keys(words.accounts.payments).sort(), union("Payment").sort());
});

test("every effect is said in the words of connecting, of replacing credentials and of reserving", () => {
  for (const texts of [words.connect.effect, words.credentials.effect, words.price.failed.effect]) {
    assert.deepEqual(Object.keys(texts).sort(), union("ErrorEffect").sort());
  }
});

const typed = (parts) => ({ vendor: "cloudidr", how: "password", user: "mira", secret: { value: "s3cret" }, ...parts });

test("what is missing is said beside its field", () => {
  assert.deepEqual(credentialErrors(typed({})), { user: undefined, secret: undefined });
  assert.equal(credentialErrors(typed({ user: " " })).user, words.connect.userWrong);
  assert.equal(credentialErrors(typed({ secret: { value: " " } })).secret, words.connect.passwordWrong);
  const token = credentialErrors(typed({ vendor: "gcore", user: "", secret: null }));
  assert.deepEqual(token, { user: undefined, secret: words.connect.tokenWrong });
});

test("a Gcore account is never given a user name, whatever was typed for another vendor", () => {
  assert.deepEqual(credentialsOf(typed({ vendor: "gcore" })), { kind: "token", token: "s3cret" });
  assert.deepEqual(credentialsOf(typed({ how: "token" })), { kind: "token", token: "s3cret" });
  assert.deepEqual(credentialsOf(typed({})), { kind: "password", user: "mira", password: "s3cret" });
});

test("a secret is taken as it was typed, and its input is emptied", () => {
  const secret = { value: " 1234$abc " };
  assert.equal(credentialsOf(typed({ how: "token", secret })).token, " 1234$abc ");
  empty(secret);
  assert.equal(secret.value, "");
});

test("no module keeps a secret in state: it is read from its input and nowhere else", async () => {
  for (const name of ["connect", "credentials", "account-fields"]) {
    const code = await readFile(new URL(`../ui/dialogs/${name}.js`, import.meta.url), "utf8");
    assert.doesNotMatch(code, /set(Password|Token|Secret)|signal\(/, name);
  }
});

test("an account without credentials is not offered for a price", () => {
  const account = (id, vendor, forgotten = false) => ({ id, vendor, forgotten });
  const all = [account("a", "cloudidr"), account("b", "cloudidr", true), account("c", "gcore")];
  assert.deepEqual(
    usable(all, "cloudidr").map(({ id }) => id),
    ["a"],
  );
});
