// Copies the page's libraries from node_modules to ui/vendor, which is embedded whole: so exactly the files named here.
// What was there before goes, so that nothing ships which this file does not name.

import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const PACKAGES = join(ROOT, "node_modules");
const VENDOR = join(ROOT, "ui", "vendor");

// The left side is named in the import map of ui/index.html, save the font.
const FILES = {
  "htm.js": "htm/dist/htm.mjs",
  "htm-preact.js": "htm/preact/index.mjs",
  "inter.woff2": "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
  "preact.js": "preact/dist/preact.mjs",
  "preact-hooks.js": "preact/hooks/dist/hooks.mjs",
  "signals.js": "@preact/signals/dist/signals.mjs",
  "signals-core.js": "@preact/signals-core/dist/signals-core.mjs",
  "tauri/core.js": "@tauri-apps/api/core.js",
  "tauri/external/tslib/tslib.es6.js": "@tauri-apps/api/external/tslib/tslib.es6.js",
};

await rm(VENDOR, { recursive: true, force: true });
for (const [target, source] of Object.entries(FILES)) {
  const content = await readFile(join(PACKAGES, source));
  await put(target, source.endsWith("js") ? prepared(target, content.toString()) : content);
}
await put("icons.svg", await sprite());
await put("LICENSES.txt", await licences());

async function put(target, content) {
  const path = join(VENDOR, target);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

// The maps are not copied, and a reference to a missing file is an error in the inspector.
function prepared(target, code) {
  const shipped = code.replace(/^\/\/# sourceMappingURL=.*$/gm, "");
  return target === "signals-core.js" ? defining(shipped) : shipped;
}

// SECURITY: the window freezes Object.prototype (tauri.conf.json). Assigning to a name that a frozen prototype has throws,
// also on an heir, so these two assignments have to be definitions; without this the page does not start.
function defining(code) {
  let count = 0;
  const defined = code.replace(/(\w+\.prototype)\.(toString|valueOf)=(function\(\)\{[^{}]*\})/g, (_, prototype, name, method) => {
    count += 1;
    return `Object.defineProperty(${prototype},"${name}",{value:${method},writable:true,configurable:true})`;
  });
  if (count !== 2 || /prototype\.(toString|valueOf)=/.test(defined)) {
    throw new Error("@preact/signals-core has changed: see `defining` in scripts/vendor.mjs");
  }
  return defined;
}

// One file of symbols, each named like its icon, so that the page draws `<use href="/vendor/icons.svg#clock">`.
async function sprite() {
  const names = JSON.parse(await readFile(join(ROOT, "scripts", "icons.json"), "utf8"));
  const symbols = names.map(async (name) => {
    const icon = await readFile(join(PACKAGES, "lucide-static", "icons", `${name}.svg`), "utf8");
    const shapes = icon.replace(/^[\s\S]*?<svg[^>]*>|<\/svg>\s*$/g, "").replace(/\s*\n\s*/g, "");
    return `<symbol id="${name}" viewBox="0 0 24 24">${shapes}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">\n${(await Promise.all(symbols)).join("\n")}\n</svg>\n`;
}

// Their licences ask to travel with every copy.
async function licences() {
  const { dependencies } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));
  const texts = Object.entries(dependencies).map(async ([name, version]) => {
    const text = await firstOf(name, ["LICENSE", "LICENSE-MIT", "LICENSE.md"]);
    return `${name} ${version}\n\n${text.trim()}\n`;
  });
  return (await Promise.all(texts)).join(`\n${"-".repeat(80)}\n\n`);
}

async function firstOf(name, candidates) {
  for (const candidate of candidates) {
    try {
      return await readFile(join(PACKAGES, name, candidate), "utf8");
    } catch (error) {
      if (error.code !== "ENOENT") {
        throw error;
      }
    }
  }
  throw new Error(`${name} has no licence file that we know of`);
}
