// What the palette lists for what is typed: commands, policies by what may be done with them, and the glossary's words.

/** @import { PolicyView } from "../ipc.d.ts" */
/** @import { Command, CommandGroup } from "./commands.js" */

import { help } from "../lib/help.js";
import { isolated } from "../lib/isolated.js";
import { stateOf } from "../lib/policy.js";
import { rankOf } from "../lib/ranking.js";
import { whyNot } from "../lib/said.js";
import { words } from "../lib/text.js";
import { COMMANDS, GROUPS, lookingOnly, recent, terms } from "./commands.js";
import { remember } from "./desk.js";
import { openDialog } from "./dialogs.js";
import { findPolicies } from "./policies.js";
import { openPanel } from "./route.js";

/** @typedef {{ group: CommandGroup | "recent"; commands: Command[] }} Listed */

/** Policies looked up at most. */
const POLICIES = 8;

/** Up to so many found policies are listed with their reviews too; of more, their details alone. */
const FEW = 2;

/** Words of the glossary listed at most. */
const WORDS = 6;

/** What the palette does not offer: itself. */
const OFFERED = COMMANDS.filter(({ id }) => id !== "palette");

/**
 * What is listed before anything was typed: what was used last, then everything there is.
 *
 * @returns {Listed[]}
 */
export function listedAtFirst() {
  const used = recent.value.flatMap((id) => OFFERED.filter((command) => command.id === id));
  const others = OFFERED.filter((command) => !used.includes(command));
  return [
    { group: /** @type {const} */ ("recent"), commands: used },
    ...GROUPS.map((group) => ({ group, commands: others.filter((command) => command.group === group) })),
  ].filter(({ commands }) => commands.length > 0);
}

/**
 * So many of what is listed, from the top.
 *
 * @param {Listed[]} listed
 * @param {number} most
 * @returns {Listed[]}
 */
export function topOf(listed, most) {
  let left = most;
  return listed.flatMap(({ group, commands }) => {
    const shown = commands.slice(0, left);
    left -= shown.length;
    return shown.length > 0 ? [{ group, commands: shown }] : [];
  });
}

/**
 * What is listed for a text, in groups: the best of them first, and in each the best command.
 *
 * @param {string} text
 * @param {{ of: string; commands: Command[] }} policies what can be done with those found, and by which text
 * @returns {Listed[]}
 */
export function listedFor(text, policies) {
  const matching = (/** @type {Command[]} */ commands) =>
    commands.flatMap((command) => {
      const rank = rankOf(text, command.title, command.also);
      return rank === null ? [] : [{ command, rank }];
    });
  // Whoever found the policies knows more of them than their titles say, so all of these stay; of those that an earlier
  // text found only what fits by its own words.
  const found =
    policies.of === text
      ? policies.commands.map((command) => ({ command, rank: rankOf(text, command.title, command.also) ?? UNRANKED }))
      : matching(policies.commands);
  const ranked = [...matching(OFFERED), ...found, ...matching(terms()).sort(bestFirst).slice(0, WORDS)];
  return GROUPS.map((group) => ranked.filter(({ command }) => command.group === group).sort(bestFirst))
    .filter((commands) => commands.length > 0)
    .sort(([one], [other]) => (one && other ? one.rank - other.rank : 0))
    .map((commands) => ({
      group: /** @type {{ command: Command }} */ (commands[0]).command.group,
      commands: commands.map(({ command }) => command),
    }));
}

/** After whatever matched by its own words. */
const UNRANKED = 100;

/**
 * Of two that match as well, the one used last.
 *
 * @param {{ command: Command; rank: number }} one
 * @param {{ command: Command; rank: number }} other
 */
function bestFirst(one, other) {
  const age = (/** @type {Command} */ { id }) => {
    const at = recent.peek().indexOf(id);
    return at < 0 ? Number.MAX_SAFE_INTEGER : at;
  };
  return one.rank - other.rank || age(one.command) - age(other.command);
}

/**
 * What can be done with the policies that a text finds, with or without a word before it that says what is wanted.
 *
 * @param {string} text
 */
export async function policyCommands(text) {
  const { verb, rest } = wantedOf(text);
  const [named, wanted] = await Promise.all([found(text), verb ? found(rest) : /** @type {PolicyView[]} */ ([])]);
  const asked = verb ? wanted.map((policy) => commandsOf(policy)[verb]) : [];
  const others = named.flatMap((policy) => {
    const { details, buy, cancel, settle } = commandsOf(policy);
    // What is in doubt is settled before anything else can be done with it.
    const doubt = stateOf(policy) === "doubt" ? [settle] : [];
    const reviews = named.length <= FEW && !isOver(policy) ? (policy.bought ? [cancel] : [buy, cancel]) : [];
    return [details, ...doubt, ...reviews];
  });
  const ids = new Set(asked.map(({ id }) => id));
  return [...asked, ...others.filter(({ id }) => !ids.has(id))];
}

/**
 * @param {string} text
 */
async function found(text) {
  try {
    return (await findPolicies(text, POLICIES)).policies;
  } catch {
    // The commands are there without them; that the ledger cannot be read, the desk says.
    return [];
  }
}

/**
 * What somebody wants of a policy, if the first word says so, and what they call it.
 *
 * @param {string} text
 * @returns {{ verb: keyof typeof help.verbs | null; rest: string }}
 */
export function wantedOf(text) {
  const [first = "", ...others] = text.trim().toLowerCase().split(/\s+/);
  const verbs = /** @type {(keyof typeof help.verbs)[]} */ (Object.keys(help.verbs));
  const begins = (/** @type {string} */ word) => first.length > 1 && word.startsWith(first);
  return { verb: verbs.find((verb) => help.verbs[verb].some(begins)) ?? null, rest: others.join(" ") };
}

/**
 * MONEY: the two that lead to spending or giving back open the review that any button would.
 *
 * @param {PolicyView} policy
 * @returns {Record<keyof typeof help.verbs, Command>}
 */
function commandsOf(policy) {
  const of = { account: policy.account, policy: policy.id };
  const name = policy.name ?? words.card.unnamed(policy.id);
  const command = (
    /** @type {keyof typeof help.verbs} */ verb,
    /** @type {Pick<Command, "icon" | "run" | "whyNot">} */ rest,
  ) => ({
    id: `${verb} ${policy.account} ${policy.id}`,
    group: /** @type {const} */ ("policies"),
    title: help[verb](name),
    note: noteOf(policy),
    also: [policy.id, ...help.verbs[verb]].join(" "),
    ...rest,
  });
  return {
    details: command("details", {
      icon: "info",
      run: () => {
        remember(policy);
        openPanel(of);
      },
    }),
    buy: command("buy", {
      icon: "receipt-text",
      whyNot: () => lookingOnly() ?? whyNot(policy.buy),
      run: () => {
        remember(policy);
        openDialog("purchase", of);
      },
    }),
    settle: command("settle", {
      icon: "triangle-alert",
      whyNot: () => lookingOnly() ?? (stateOf(policy) === "doubt" ? null : help.whyNot.noDoubt),
      run: () => {
        remember(policy);
        openDialog("settle", { attempt: policy.open, policy });
      },
    }),
    cancel: command("cancel", {
      icon: "ban",
      whyNot: () => lookingOnly() ?? whyNot(policy.cancel),
      run: () => {
        remember(policy);
        openDialog("cancel", of);
      },
    }),
  };
}

/**
 * What tells a policy from another of its name.
 *
 * @param {PolicyView} policy
 */
function noteOf(policy) {
  const { instanceType, quantity, region, zone } = policy;
  const machines = instanceType && isolated(quantity === null ? instanceType : `${quantity} × ${instanceType}`);
  const place = zone ?? region;
  return [words.stage[stateOf(policy)], machines, place && isolated(place)].filter(Boolean).join(" · ");
}

/**
 * @param {PolicyView} policy
 */
function isOver({ stage }) {
  return stage === "ended" || stage === "cancelled" || stage === "lapsed";
}
