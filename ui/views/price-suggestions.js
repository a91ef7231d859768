// What the form offers to choose from. These lists help with typing and decide nothing: whatever is typed is sent, and
// the vendor says what it has. Names of instance types and ids of zones are AWS's own, as its EC2 pages list them
// (instance types; regions and zones); which of them Cloudidr sells is not documented.

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

const KINDS = {
  c5: "compute",
  c6i: "compute",
  m5: "general",
  m6i: "general",
  r5: "memory",
  r6i: "memory",
  t3: "burstable",
  g4dn: "GPU: T4",
  g5: "GPU: A10G",
  p4d: "GPU: A100",
  p4de: "GPU: A100 80 GB",
  p5: "GPU: H100",
};

/** @type {Choice[]} */
export const INSTANCE_TYPES = Object.entries(SIZES).flatMap(([family, sizes]) =>
  sizes.map((size) => ({ value: `${family}.${size}`, note: KINDS[/** @type {keyof typeof KINDS} */ (family)] })),
);

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
  numbers.map((number) => ({ value: `${prefix}-az${number}`, note: region })),
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
