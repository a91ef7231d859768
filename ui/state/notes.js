// What is being written about policies and is not saved yet. It outlives the panel that it is written in, and a restart:
// a note may have taken an hour.

/** @import { AnnotateRequest, PolicyView, ReasonView } from "../ipc.d.ts" */

import { signal } from "@preact/signals";
import { keep, textsOf } from "./kept.js";

/**
 * The parts as fields hold them; tags stand in one, separated by commas.
 *
 * @typedef {{ owner: string; ticket: string; purpose: string; tags: string; note: string }} NotesText
 * @typedef {{ began: NotesText; typed: NotesText }} Edit `began` is what was said when the writing began
 */

export const WORDS = /** @type {const} */ (["owner", "ticket", "purpose"]);

const FIELDS = /** @type {const} */ ([...WORDS, "tags", "note"]);

/** Edits that are kept at most; the oldest gives way. */
const MOST = 8;

/** By policy, in the order in which they were begun. @type {import("@preact/signals").Signal<Record<string, Edit>>} */
export const edits = signal({});

keep("notes", edits, editsOf);

/**
 * @param {{ account: string; id: string }} policy
 */
export function keyOf({ account, id }) {
  return `${account} ${id}`;
}

/**
 * Begins with what is said now.
 *
 * @param {PolicyView} policy
 */
export function beginEdit(policy) {
  const began = textOf(policy.reason);
  put(policy, { began, typed: began });
}

/**
 * Goes on with an edit that was begun before.
 *
 * @param {PolicyView} policy
 * @param {Edit} edit
 */
export function resumeEdit(policy, edit) {
  put(policy, edit);
}

/**
 * @param {PolicyView} policy
 * @param {keyof NotesText} part
 * @param {string} text
 */
export function write(policy, part, text) {
  const edit = edits.peek()[keyOf(policy)];
  if (edit) {
    edits.value = { ...edits.peek(), [keyOf(policy)]: { ...edit, typed: { ...edit.typed, [part]: text } } };
  }
}

/**
 * @param {{ account: string; id: string }} policy
 */
export function endEdit(policy) {
  const { [keyOf(policy)]: _, ...others } = edits.peek();
  edits.value = others;
}

/**
 * Whether anything was written that differs from what it began with.
 *
 * @param {Edit | undefined} edit
 */
export function isTouched(edit) {
  return edit !== undefined && FIELDS.some((part) => edit.typed[part] !== edit.began[part]);
}

/**
 * What an edit asks for: only what was touched in it, so that it takes nothing back that was said elsewhere meanwhile.
 *
 * @param {Edit} edit
 * @returns {Omit<AnnotateRequest, "policies">}
 */
export function changeOf({ began, typed }) {
  const touched = (/** @type {Exclude<keyof NotesText, "tags">} */ part) =>
    typed[part] === began[part] ? null : typed[part];
  const [had, has] = [tagsOf(began.tags), tagsOf(typed.tags)];
  return {
    owner: touched("owner"),
    ticket: touched("ticket"),
    purpose: touched("purpose"),
    note: touched("note"),
    addTags: has.filter((tag) => !had.includes(tag)),
    removeTags: had.filter((tag) => !has.includes(tag)),
  };
}

/**
 * The tags in a text, each once.
 *
 * @param {string} text
 */
export function tagsOf(text) {
  const tags = text.split(",").map((tag) => tag.trim());
  return [...new Set(tags)].filter(Boolean);
}

/**
 * @param {ReasonView} reason
 * @returns {NotesText}
 */
export function textOf({ owner, ticket, purpose, tags, note }) {
  return { owner: owner ?? "", ticket: ticket ?? "", purpose: purpose ?? "", tags: tags.join(", "), note: note ?? "" };
}

/**
 * @param {PolicyView} policy
 * @param {Edit} edit
 */
function put(policy, edit) {
  const others = Object.entries(edits.peek()).filter(([key]) => key !== keyOf(policy));
  edits.value = Object.fromEntries([...others.slice(1 - MOST), [keyOf(policy), edit]]);
}

/**
 * Edits that an earlier start kept. One that is not whole is left out.
 *
 * @param {unknown} found
 * @returns {Record<string, Edit> | null}
 */
export function editsOf(found) {
  if (typeof found !== "object" || found === null) {
    return null;
  }
  const whole = Object.entries(found).flatMap(([key, edit]) => {
    const [began, typed] = [textsOf(edit?.began, FIELDS), textsOf(edit?.typed, FIELDS)];
    return began && typed && isTouched({ began, typed }) ? [[key, { began, typed }]] : [];
  });
  return Object.fromEntries(whole.slice(-MOST));
}
