// Writes ui/licences/crates.js: every crate that is compiled into the program, with its version and the licence that it
// names, from what Cargo.lock says. With --check it only tells whether that file is as it should be (docs/adr/0015).

import { execFileSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const FILE = join(ROOT, "ui", "licences", "crates.js");

// A letter for each system, and what it is built for there.
const SYSTEMS = {
  l: ["x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu"],
  m: ["aarch64-apple-darwin", "x86_64-apple-darwin"],
  w: ["x86_64-pc-windows-msvc"],
};

// What is linked: neither what only builds or tests, nor the macros, which run in the compiler.
function crates(target) {
  const options = ["--edges", "normal,no-proc-macro", "--prefix", "none", "--format", "{p}\t{l}"];
  const tree = execFileSync("cargo", ["tree", "--locked", "-p", "berth", "--target", target, ...options], {
    cwd: ROOT,
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  return tree
    .split("\n")
    .map((line) => line.replace(/ \(\*\)$/, ""))
    .filter((line) => line && !/^berth(-\w+)? /.test(line));
}

const found = new Map();
for (const [letter, targets] of Object.entries(SYSTEMS)) {
  for (const line of new Set(targets.flatMap(crates))) {
    found.set(line, `${found.get(line) ?? ""}${letter}`);
  }
}
const lines = [...found].map(([line, letters]) => {
  const [, name, version, licence] = /^(\S+) v(\S+).*\t(.+)$/.exec(line) ?? [];
  if (!licence) {
    throw new Error(`This crate names no licence: ${line}`);
  }
  return [name, version, licence, letters].join("\t");
});
const list = lines.sort().join("\n");
const content = `// Written by scripts/crate-licences.mjs: name, version, licence, and the systems (l, m, w) that it is compiled for.

export const CRATES = \`
${list}
\`;
`;

const present = await readFile(FILE, "utf8").catch(() => "");
if (process.argv.includes("--check")) {
  if (present !== content) {
    console.error("ui/licences/crates.js is out of date: run `node scripts/crate-licences.mjs`");
    process.exitCode = 1;
  }
} else if (present !== content) {
  await writeFile(FILE, content);
}
