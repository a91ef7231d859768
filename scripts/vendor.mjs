// Copies the page's libraries from node_modules to ui/vendor, which is embedded whole: so exactly the files named here.
// What was there before goes, so that nothing ships which this file does not name.

import { execFileSync } from "node:child_process";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { CRATES } from "../ui/licences/crates.js";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const PACKAGES = join(ROOT, "node_modules");
const VENDOR = join(ROOT, "ui", "vendor");

// The left side is named in the import map of ui/index.html, save the font and the icons (made below).
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
  "uplot.js": "uplot/dist/uPlot.esm.js",
};

const wanted = new Map();
for (const [target, source] of Object.entries(FILES)) {
  const content = await readFile(join(PACKAGES, source));
  wanted.set(target, source.endsWith("js") ? Buffer.from(prepared(target, content.toString())) : content);
}
wanted.set("icons.js", Buffer.from(await icons()));
const texts = await licences();
wanted.set("LICENSES.txt", Buffer.from(asText(texts)));
wanted.set("licences.js", Buffer.from(asModule(texts)));
wanted.set("crate-licences.js", Buffer.from(await crateLicences()));

await mkdir(VENDOR, { recursive: true });
for (const entry of await readdir(VENDOR, { recursive: true, withFileTypes: true })) {
  const path = join(entry.parentPath ?? entry.path, entry.name);
  if (entry.isFile() && !wanted.has(relative(VENDOR, path).replaceAll("\\", "/"))) {
    await rm(path);
  }
}
for (const [target, content] of wanted) {
  await put(join(VENDOR, target), content);
}

// A file that is right already is left alone: cargo builds the window anew for every file that is touched.
async function put(path, content) {
  const present = await readFile(path).catch(() => undefined);
  if (!present?.equals(content)) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
}

// The maps are not copied, and a reference to a missing file is an error in the inspector.
function prepared(target, code) {
  const shipped = code.replace(/^\/\/# sourceMappingURL=.*$/gm, "");
  switch (target) {
    case "signals-core.js":
      return defining(shipped);
    case "uplot.js":
      return inOneLanguage(shipped);
    default:
      return shipped;
  }
}

// SECURITY: the window freezes Object.prototype (tauri.conf.json). Assigning to a name that a frozen prototype has throws,
// also on an heir, so these two assignments have to be definitions; without this the page does not start.
function defining(code) {
  let count = 0;
  const defined = code.replace(
    /(\w+\.prototype)\.(toString|valueOf)=(function\(\)\{[^{}]*\})/g,
    (_, prototype, name, method) => {
      count += 1;
      return `Object.defineProperty(${prototype},"${name}",{value:${method},writable:true,configurable:true})`;
    },
  );
  if (count !== 2 || /prototype\.(toString|valueOf)=/.test(defined)) {
    throw new Error("@preact/signals-core has changed: see `defining` in scripts/vendor.mjs");
  }
  return defined;
}

// uPlot makes a number format of the system's language as it is loaded, and where that is called "C" it cannot be loaded at
// all. The page writes its marks itself, so any language does.
function inOneLanguage(code) {
  const parts = code.split("new Intl.NumberFormat(domEnv ? nav.language : 'en-US')");
  if (parts.length !== 2) {
    throw new Error("uplot has changed: see `inOneLanguage` in scripts/vendor.mjs");
  }
  return parts.join("new Intl.NumberFormat('en-US')");
}

// The icons, each as the data of one path, for an icon on every card is an element more on every card. Not a sprite: `<use>`
// of another file is a second document, and a copy of each symbol for each use, which cost the first paint a tenth of its time.
async function icons() {
  const names = JSON.parse(await readFile(join(ROOT, "scripts", "icons.json"), "utf8"));
  const lines = names.map(async (name) => {
    const icon = await readFile(join(PACKAGES, "lucide-static", "icons", `${name}.svg`), "utf8");
    const shapes = [...icon.replace(/^[\s\S]*?<svg[^>]*>/, "").matchAll(/<(\w+)((?:\s+[\w-]+="[^"]*")+)\s*\/>/g)];
    if (shapes.length === 0) {
      throw new Error(`${name}.svg has no shape that we understand`);
    }
    return `  ${JSON.stringify(name)}: ${JSON.stringify(shapes.map(([, tag, text]) => outline(name, tag, attributes(text))).join(""))},`;
  });
  const head = "/** @type {Record<string, string>} */";
  return `${head}\nexport const ICONS = {\n${(await Promise.all(lines)).join("\n")}\n};\n`;
}

function attributes(text) {
  return Object.fromEntries([...text.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));
}

// A shape as the data of a path, by SVG 2's own equivalents. One that has more than its outline is not drawn as something
// else; a dot so small that its line, two wide, fills it needs no filling.
function outline(icon, tag, shape) {
  const { d, points, x1, y1, x2, y2, cx, cy, r, x = 0, y = 0, width, height, rx, ry = rx, fill, ...more } = shape;
  if (Object.keys(more).length > 0 || (fill !== undefined && !(r <= 1))) {
    throw new Error(`${icon}.svg has a ${tag} with more than an outline: see \`outline\` in scripts/vendor.mjs`);
  }
  const oval = (left, middle, across, down) =>
    `M${left} ${middle}a${across} ${down} 0 1 0 ${2 * across} 0a${across} ${down} 0 1 0 ${-2 * across} 0z`;
  switch (tag) {
    case "path":
      return absolute(d);
    case "line":
      return `M${x1} ${y1}L${x2} ${y2}`;
    case "polyline":
      return `M${points}`;
    case "polygon":
      return `M${points}z`;
    case "circle":
      return oval(cx - r, cy, r, r);
    case "ellipse":
      return oval(cx - rx, cy, rx, ry);
    case "rect":
      return rectangle(Number(x), Number(y), width, height, Number(rx ?? 0), Number(ry ?? 0));
    default:
      throw new Error(`${icon}.svg has a ${tag}: see \`outline\` in scripts/vendor.mjs`);
  }
}

function rectangle(x, y, width, height, rx, ry) {
  const corner = (across, down) => (rx > 0 ? `a${rx} ${ry} 0 0 1 ${across} ${down}` : "");
  const [h, v] = [width - 2 * rx, height - 2 * ry];
  return `M${x + rx} ${y}h${h}${corner(rx, ry)}v${v}${corner(-rx, ry)}h${-h}${corner(-rx, -ry)}v${-v}${corner(rx, -ry)}z`;
}

// Where a path begins is absolute however it is written; after another one it would not be, and neither would be its lines.
function absolute(d) {
  const start = /^m\s*(-?[\d.]+)[\s,]*(-?[\d.]+)[\s,]*/.exec(d);
  if (!start) {
    return d;
  }
  const rest = d.slice(start[0].length);
  return `M${start[1]} ${start[2]}${/^[-.\d]/.test(rest) ? "l" : ""}${rest}`;
}

// Their licences ask to travel with every copy.
async function licences() {
  const { dependencies } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));
  const texts = Object.entries(dependencies).map(async ([name, version]) => {
    const text = await firstOf(name, ["LICENSE", "LICENSE-MIT", "LICENSE.md"]);
    return { name, version, text: text.trim() };
  });
  return Promise.all(texts);
}

// For whoever opens the package.
function asText(texts) {
  const separator = `\n${"-".repeat(80)}\n\n`;
  return texts.map(({ name, version, text }) => `${name} ${version}\n\n${text}\n`).join(separator);
}

// For the page, which may import modules and fetch nothing else (the policy in tauri.conf.json).
function asModule(texts) {
  const head = "/** @type {{ name: string; version: string; text: string }[]} */";
  return `${head}\nexport const LIBRARIES = ${JSON.stringify(texts, null, 2)};\n`;
}

// The same of the crates that are compiled in on this system, as they lie in cargo's own store, which has them for the build
// and its tests. Most texts are the same to the letter, and each is there once.
async function crateLicences() {
  const run = (program, ...options) =>
    execFileSync(program, options, { cwd: ROOT, encoding: "utf8", maxBuffer: 2 ** 28 });
  const host = /^host: (.+)$/m.exec(run("rustc", "-vV"))[1];
  const { packages } = JSON.parse(
    run("cargo", "metadata", "--locked", "--format-version=1", `--filter-platform=${host}`),
  );
  const named = CRATES.split("\n").map((line) => line.split("\t").slice(0, 2).join(" "));
  const texts = new Map();
  const crates = [];
  for (const { name, version, manifest_path: manifest } of packages) {
    if (named.includes(`${name} ${version}`)) {
      const own = await licenceFiles(dirname(manifest));
      crates.push([`${name} ${version}`, own.map((text) => texts.get(text) ?? texts.set(text, texts.size).size - 1)]);
    }
  }
  const head = "/** @type {string[]} */";
  const types =
    "/** The places of its texts among them, by a crate's name and version. @type {[string, number[]][]} */";
  const [all, places] = [[...texts.keys()], crates.sort()].map((value) => JSON.stringify(value, null, 1));
  return `${head}\nexport const TEXTS = ${all};\n\n${types}\nexport const PLACES = ${places};\n`;
}

async function licenceFiles(folder) {
  const entries = await readdir(folder, { withFileTypes: true });
  const named = /^(licen[cs]e|unlicense|copying|copyright|notice)/i;
  const files = entries.filter((entry) => entry.isFile() && named.test(entry.name)).map(({ name }) => name);
  const texts = files
    .sort()
    .map(async (name) => (await readFile(join(folder, name), "utf8")).replaceAll("\r", "").trim());
  return [...new Set(await Promise.all(texts))];
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
