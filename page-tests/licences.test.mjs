import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { CRATES, cratesOf, LIBRARIES, textsOf } from "../ui/state/licences.js";

test("every library of the page is named with its version and its licence", async () => {
  const { dependencies } = JSON.parse(await readFile(new URL("../package.json", import.meta.url), "utf8"));
  assert.deepEqual(Object.fromEntries(LIBRARIES.map(({ name, version }) => [name, version])), dependencies);
  for (const { name, text } of LIBRARIES) {
    assert.ok(text.length > 500, name);
  }
});

test("every crate is named as the lock has it, with a licence and a system", async () => {
  const lock = await readFile(new URL("../Cargo.lock", import.meta.url), "utf8");
  assert.ok(CRATES.length > 200);
  for (const { name, version, licence, systems } of CRATES) {
    assert.ok(lock.includes(`name = "${name}"\nversion = "${version}"\n`), `${name} ${version}`);
    assert.ok(licence && systems.length > 0, name);
  }
  assert.ok(!CRATES.some(({ name }) => name.startsWith("berth")));
});

test("the crates that are compiled in here come with the texts of their licences", async () => {
  const system = { linux: "linux", darwin: "macos", win32: "windows" }[process.platform];
  const here = CRATES.filter(({ systems }) => systems.includes(system));
  const texts = await Promise.all(here.map(textsOf));
  // A few were published without one.
  assert.ok(texts.filter((own) => own.length === 0).length < here.length / 10);
  assert.match((await textsOf(here.find(({ name }) => name === "ring"))).join(), /OpenSSL|Permission to use/);
  assert.deepEqual(await textsOf({ name: "nobody", version: "1.0.0", licence: "MIT", systems: [] }), []);
});

test("a line is a crate", () => {
  assert.deepEqual(cratesOf("\nring\t0.17.14\tApache-2.0 AND ISC\tlw\n"), [
    { name: "ring", version: "0.17.14", licence: "Apache-2.0 AND ISC", systems: ["linux", "windows"] },
  ]);
});
