// What the form offers to choose from. These lists help with typing and decide nothing: whatever is typed is sent, and
// the vendor says what it has. Names of instance types and ids of zones are AWS's own, as its EC2 pages list them
// (instance types; regions and zones); which of them Cloudidr sells is not documented.

import { isolated } from "../lib/isolated.js";
import { words } from "../lib/text.js";

/** @typedef {import("../elements/combobox.js").Choice} Choice */

const SIZES = {
  c5: ["large", "xlarge", "2xlarge", "4xlarge", "9xlarge", "18xlarge"],
  c6i: ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "16xlarge"],
  m5: ["large", "xlarge", "2xlarge", "4xlarge", "12xlarge", "24xlarge"],
  m6i: ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "16xlarge"],
  r5: ["large", "xlarge", "2xlarge", "4xlarge", "12xlarge"],
  r6i: ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge"],
  t3: ["micro", "small", "medium", "large", "xlarge", "2xlarge"],
  g4dn: ["xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge"],
  g5: ["xlarge", "2xlarge", "4xlarge", "12xlarge", "24xlarge", "48xlarge"],
  p4d: ["24xlarge"],
  p4de: ["24xlarge"],
  p5: ["48xlarge"],
};

/** What a family is made for; of those with a GPU, which. */
const FAMILIES = /** @type {const} */ ({
  c5: "compute",
  c6i: "compute",
  m5: "general",
  m6i: "general",
  r5: "memory",
  r6i: "memory",
  t3: "burstable",
  g4dn: { gpu: "T4" },
  g5: { gpu: "A10G" },
  p4d: { gpu: "A100" },
  p4de: { gpu: "A100 80 GB" },
  p5: { gpu: "H100" },
});

/** @returns {Choice[]} */
export function instanceTypes() {
  return Object.entries(SIZES).flatMap(([family, sizes]) => {
    const note = familyWords(/** @type {keyof typeof FAMILIES} */ (family));
    return sizes.map((size) => ({ value: `${family}.${size}`, note }));
  });
}

/**
 * @param {keyof typeof FAMILIES} family
 */
function familyWords(family) {
  const said = words.price.form;
  const kind = FAMILIES[family];
  return typeof kind === "string" ? said.families[kind] : said.gpu(kind.gpu);
}

/** Region, how its zone ids begin, and their numbers. @type {[string, string, number[]][]} */
const REGIONS = [
  ["us-east-1", "use1", [1, 2, 3, 4, 5, 6]],
  ["us-east-2", "use2", [1, 2, 3]],
  ["us-west-1", "usw1", [1, 3]],
  ["us-west-2", "usw2", [1, 2, 3, 4]],
  ["ca-central-1", "cac1", [1, 2, 4]],
  ["eu-west-1", "euw1", [1, 2, 3]],
  ["eu-west-2", "euw2", [1, 2, 3]],
  ["eu-central-1", "euc1", [1, 2, 3]],
  ["eu-north-1", "eun1", [1, 2, 3]],
  ["ap-northeast-1", "apne1", [1, 2, 4]],
  ["ap-southeast-1", "apse1", [1, 2, 3]],
  ["sa-east-1", "sae1", [1, 2, 3]],
];

/** @type {Choice[]} */
export const ZONES = REGIONS.flatMap(([region, prefix, numbers]) =>
  numbers.map((number) => ({ value: `${prefix}-az${number}`, note: isolated(region) })),
);

/** The words Cloudidr's documentation prints. @type {Choice[]} */
export const PLATFORMS = [{ value: "Linux/UNIX" }, { value: "Windows Server" }];

/** Every quarter hour of a day. */
export const QUARTER_HOURS = Array.from({ length: 96 }, (_, at) => {
  const two = (/** @type {number} */ part) => String(part).padStart(2, "0");
  return `${two(Math.floor(at / 4))}:${two((at % 4) * 15)}`;
});

/** Whole hours from UTC that Cloudidr takes. */
export const OFFSETS = Array.from({ length: 27 }, (_, at) => at - 12);
