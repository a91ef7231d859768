// Rules of the page that no linter knows.

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const UI = join(ROOT, "ui");

async function files(folder, ending) {
  const found = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== "vendor") {
      found.push(...(await files(path, ending)));
    } else if (entry.name.endsWith(ending)) {
      found.push(path);
    }
  }
  return found;
}

const modules = await Promise.all(
  (await files(UI, ".js")).map(async (path) => ({ name: relative(UI, path), code: await readFile(path, "utf8") })),
);
const page = await readFile(join(UI, "index.html"), "utf8");
const types = await readFile(join(UI, "ipc.d.ts"), "utf8");

test("only ipc.js sees Tauri", () => {
  const others = modules.filter(({ name, code }) => name !== "ipc.js" && /@tauri-apps|__TAURI/.test(code));
  assert.deepEqual(
    others.map(({ name }) => name),
    [],
  );
});

test("no text ever becomes markup or code", () => {
  const forbidden = /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|setAttribute\("on/;
  // `dangerouslySetInnerHTML` is matched by the first word.
  assert.deepEqual(
    modules.filter(({ code }) => forbidden.test(code)).map(({ name }) => name),
    [],
  );
});

test("the page carries no style or handler that its own policy would refuse", () => {
  assert.doesNotMatch(page, / style="/);
  assert.doesNotMatch(page, / on\w+="/);
  assert.doesNotMatch(page, /<style/);
  assert.equal([...page.matchAll(/<script(?![^>]*\bsrc=)[^>]*>/g)].length, 1, "the import map alone is inline");
});

test("every command that is called exists", () => {
  const commands = new Set(
    [...types.slice(types.indexOf("export interface Commands")).matchAll(/^ {2}(\w+): \{/gm)].map(([, name]) => name),
  );
  const called = modules.flatMap(({ code }) => [...code.matchAll(/\bcall\(\s*"(\w+)"/g)].map(([, name]) => name));
  assert.ok(called.length > 10);
  assert.deepEqual(
    called.filter((name) => !commands.has(name)),
    [],
  );
});

test("every file that is named in the page and its imports exists", async () => {
  const linked = [...page.matchAll(/(?:href|src)="(\/(?!vendor)[^"#]+)"/g)].map(([, path]) => path.slice(1));
  const imported = modules.flatMap(({ name, code }) =>
    [...code.matchAll(/(?:from|import\()\s*"(\.[^"]+)"/g)].map(([, path]) => join(name, "..", path)),
  );
  const there = new Set((await files(UI, "")).map((path) => relative(UI, path)));
  assert.deepEqual(
    [...linked, ...imported].filter((path) => !path.startsWith("vendor/") && !there.has(path)),
    [],
  );
});

test("the page fetches ahead exactly the modules of its first view", () => {
  const code = new Map(modules.map((module) => [module.name, module.code]));
  const needed = new Set();
  const need = (name) => {
    if (!needed.has(name) && !name.startsWith("vendor/")) {
      needed.add(name);
      for (const [, path] of (code.get(name) ?? "").matchAll(/^(?:import|export)[^"]*?from "(\.[^"]+)"/gm)) {
        need(join(name, "..", path));
      }
    }
  };
  need("app.js");
  needed.delete("app.js");
  const ahead = [...page.matchAll(/rel="modulepreload" href="\/(?!vendor)([^"]+)"/g)].map(([, path]) => path);
  assert.deepEqual(ahead.sort(), [...needed].sort());
});

test("every style file is in a layer, and every layer is declared", async () => {
  const layers = await readFile(join(UI, "styles", "layers.css"), "utf8");
  const declared = /@layer ([^;]+);/
    .exec(layers)[1]
    .split(",")
    .map((name) => name.trim());
  for (const path of await files(join(UI, "styles"), ".css")) {
    const css = await readFile(path, "utf8");
    for (const [, name] of css.matchAll(/@layer (\w+) \{/g)) {
      assert.ok(declared.includes(name), `${name} in ${path}`);
    }
    assert.ok(page.includes(`/styles/${relative(join(UI, "styles"), path)}`), `${path} is linked`);
  }
});

test("no rule asks just any element for its place, or whether there is anything in it", async () => {
  for (const path of await files(join(UI, "styles"), ".css")) {
    const css = (await readFile(path, "utf8")).replace(/\/\*[\s\S]*?\*\//g, "");
    assert.doesNotMatch(css, /:has\(\s*[>+~]?\s*\*/, path);
    assert.doesNotMatch(css, /(^|[\s>+~*&])(:not\()?:((first|last|only|nth)-|empty)/m, path);
  }
});

test("dark redefines triplets and nothing else", async () => {
  const dark = await readFile(join(UI, "styles", "dark.css"), "utf8");
  const properties = [...dark.matchAll(/^\s{4}([\w-]+):/gm)].map(([, name]) => name);
  assert.deepEqual(
    properties.filter((name) => !name.startsWith("--oklch-") && name !== "color-scheme"),
    [],
  );
  const light = await readFile(join(UI, "styles", "tokens.css"), "utf8");
  assert.deepEqual(
    properties.filter((name) => name.startsWith("--") && !light.includes(`${name}:`)),
    [],
  );
});

test("every icon that is drawn is shipped, and none is shipped in vain", async () => {
  const shipped = JSON.parse(await readFile(join(ROOT, "scripts", "icons.json"), "utf8"));
  const code = modules.map((module) => module.code).join("\n");
  const named = [...code.matchAll(/icon="([a-z0-9-]+)"|<\$\{Icon\} name="([a-z0-9-]+)"/g)].flatMap((match) =>
    match.slice(1).filter(Boolean),
  );
  assert.deepEqual(
    [...new Set(named)].filter((name) => !shipped.includes(name)),
    [],
  );
  assert.deepEqual(
    shipped.filter((name) => !code.includes(`"${name}"`)),
    [],
  );
});

test("the two skeletons are the same desk", () => {
  const cards = (text) => [...text.matchAll(/card card--skeleton/g)].length;
  assert.equal(cards(page), 8);
});
