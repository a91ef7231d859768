// Views as Rust would send them, with only what a test is about filled in.

/** 12:00 UTC on an ordinary day. */
export const NOON = Date.parse("2026-01-08T12:00:00Z");

export function at(minutes) {
  return new Date(NOON + minutes * 60_000).toISOString();
}

export function money(amount, shown = amount, currency = "USD") {
  return { amount, shown, currency };
}

/** A sentence as Rust says it, with nothing to put in. */
export function said(english) {
  return { english, values: {} };
}

export function policy(parts = {}) {
  return {
    account: "a1",
    id: "sc_1",
    name: "nightly batch",
    cloudAccount: null,
    stage: "ready",
    group: "ready",
    instanceType: "c5.large",
    quantity: 2,
    region: "us-west-2",
    zone: "usw2-az2",
    platform: "Linux/UNIX",
    window: null,
    price: money("8.48"),
    drift: null,
    bought: false,
    freeCancelUntil: null,
    cancelled: null,
    seenAt: at(-60),
    reason: { owner: null, ticket: null, purpose: null, note: null, tags: [], saidAt: null },
    open: null,
    buy: { may: true, whyNot: null },
    cancel: { may: true, whyNot: null },
    ...parts,
  };
}

export function attempt(parts = {}) {
  return {
    id: "t1",
    account: "a1",
    operation: "purchase",
    subject: "sc_1",
    state: "unknown",
    priceSeen: null,
    request: "{}",
    recordedAt: at(-5),
    sentAt: at(-5),
    changedAt: at(-4),
    answer: null,
    note: null,
    ...parts,
  };
}

export function desk(policies, loose = [], parts = {}) {
  return {
    realm: "sandbox",
    realms: [],
    now: at(0),
    accounts: [{ id: "a1", label: "Prod", vendor: "cloudidr", colour: "teal" }],
    total: policies.length + loose.length,
    groups: [],
    wall: { found: 0, sections: [], first: 0, cards: [] },
    policies,
    unfinished: {},
    freeUntil: {},
    until: null,
    loose,
    totals: [],
    quotes: [],
    readOnly: null,
    notice: null,
    ...parts,
  };
}

/** So many decimals as Rust writes them, the same in every run: up to eighteen digits and eight after the point. */
export function decimals(count) {
  let seed = 2026n;
  const next = (below) => {
    seed = (seed * 6364136223846793005n + 1442695040888963407n) % 2n ** 64n;
    return Number((seed >> 33n) % BigInt(below));
  };
  return Array.from({ length: count }, () => {
    const digits = Array.from({ length: next(18) }, () => next(10)).join("");
    const whole = `${1 + next(9)}${digits}`.slice(next(4) === 0 ? -1 : 0);
    const fraction = Array.from({ length: next(9) }, () => next(10)).join("");
    const sign = next(3) === 0 && /[1-9]/.test(whole + fraction) ? "-" : "";
    return fraction === "" ? sign + whole : `${sign}${whole}.${fraction}`;
  });
}
