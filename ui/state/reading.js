// Reads at a vendor: each can be stopped while it lasts, and the last answer of each question is known from earlier, with
// its age. Nothing that could change something at a vendor goes through here.

/** @import { Commands, ErrorView } from "../ipc.d.ts" */

import { signal } from "@preact/signals";
import { call } from "../ipc.js";

/**
 * Commands that can be stopped.
 *
 * @typedef {Exclude<{ [C in keyof Commands]: Commands[C]["args"] extends { read: string } ? C : never }[keyof Commands], "abort_read">} Readable
 */

/**
 * A read under way. Whoever stops it gets an error of the code `aborted`, unless the answer was faster.
 *
 * @template T
 * @typedef {{ promise: Promise<T>; stop: () => void }} Read
 */

/**
 * What is known of the answer to a question.
 *
 * @template T
 * @typedef {object} Asked
 * @property {string} of what was asked about
 * @property {T | null} known the last answer, of this run or an earlier one
 * @property {boolean} recalled whether it was looked for what earlier runs were answered
 * @property {boolean} reading
 * @property {ErrorView | null} error why reading brought nothing
 */

/** Older than this, in milliseconds, an answer is read anew without being asked. */
const FRESH = 60 * 60 * 1000;

/** How far Rust's reading of the clock may be ahead of the page's. */
const SLACK = 60 * 1000;

/**
 * Begins a read.
 *
 * @template {Readable} C
 * @param {C} name
 * @param {Omit<Commands[C]["args"], "read">} args
 * @returns {Read<Commands[C]["answer"]>}
 */
export function reading(name, args) {
  const read = crypto.randomUUID();
  let over = false;
  const ends = () => {
    over = true;
  };
  const promise = call(name, /** @type {Commands[C]["args"]} */ ({ ...args, read }));
  promise.then(ends, ends);
  const stop = () => {
    if (!over) {
      // If it cannot be stopped, it ends by itself, and nobody listens.
      call("abort_read", { read }).catch(() => {});
    }
  };
  return { promise, stop };
}

/**
 * Whether a read ended because somebody stopped it, which is nothing to show.
 *
 * @param {ErrorView} error
 */
export function wasStopped(error) {
  return error.code === "aborted";
}

/**
 * Whether an answer is so old that it is read anew.
 *
 * @param {{ readAt: string }} answer
 * @param {number} [now]
 */
export function isOld({ readAt }, now = Date.now()) {
  const age = now - Date.parse(readAt);
  // From the future it is as well: a clock was set.
  return !(age > -SLACK && age < FRESH);
}

/**
 * A question to a vendor, shown about one thing at a time.
 *
 * @template A
 * @template {{ readAt: string }} T
 */
export class Question {
  /** @type {import("@preact/signals").Signal<Asked<T> | null>} */
  #asked = signal(null);
  /** @type {Read<T> | null} */
  #read = null;
  /** Counts who came and went, so that what is recalled for someone who has left begins nothing. */
  #visit = 0;
  #recall;
  #begin;

  /**
   * @param {(args: A) => Promise<T | null>} recall what is known already; asks nobody
   * @param {(args: A) => Read<T>} begin
   */
  constructor(recall, begin) {
    this.#recall = recall;
    this.#begin = begin;
  }

  /**
   * What there is about this.
   *
   * @param {A} about
   */
  of(about) {
    return this.#asked.value?.of === keyOf(about) ? this.#asked.value : null;
  }

  /**
   * Shows what is known.
   *
   * @param {A} about
   * @returns {Promise<boolean>} whether it is still wanted
   */
  async recall(about) {
    this.#visit += 1;
    const visit = this.#visit;
    const of = keyOf(about);
    if (this.#asked.peek()?.of !== of) {
      this.#drop();
      this.#asked.value = { of, known: null, recalled: false, reading: false, error: null };
    }
    // Each time anew: with other credentials, what was known is forgotten. What cannot be recalled is as good as nothing.
    const before = this.#asked.peek()?.known;
    const found = await this.#recall(about).catch(() => null);
    const asked = this.#asked.peek();
    if (asked?.of === of) {
      // An answer that came meanwhile is newer.
      this.#amend(asked.known === before ? { known: found, recalled: true } : { recalled: true });
    }
    return visit === this.#visit;
  }

  /**
   * Shows what is known, and reads it anew when that is nothing, or old.
   *
   * @param {A} about
   */
  async open(about) {
    if (await this.recall(about)) {
      const known = this.#asked.peek()?.known;
      if (!known || isOld(known)) {
        await this.again(about);
      }
    }
  }

  /**
   * Reads anew.
   *
   * @param {A} about
   */
  async again(about) {
    const of = keyOf(about);
    this.#drop();
    const read = this.#begin(about);
    this.#read = read;
    const known = this.#asked.peek()?.of === of ? (this.#asked.peek()?.known ?? null) : null;
    this.#asked.value = { of, known, recalled: true, reading: true, error: null };
    /** @type {Partial<Asked<T>>} */
    let outcome;
    try {
      outcome = { known: await read.promise };
    } catch (thrown) {
      const error = /** @type {ErrorView} */ (thrown);
      outcome = { error: wasStopped(error) ? null : error };
    }
    if (this.#read === read) {
      this.#read = null;
      this.#amend({ ...outcome, reading: false });
    }
  }

  /** Stops what is being read: somebody pressed the button, or left the view. What is known stays. */
  stop = () => {
    this.#visit += 1;
    this.#drop();
  };

  #drop() {
    this.#read?.stop();
    this.#read = null;
    if (this.#asked.peek()?.reading) {
      this.#amend({ reading: false });
    }
  }

  /**
   * @param {Partial<Asked<T>>} parts
   */
  #amend(parts) {
    const asked = this.#asked.peek();
    this.#asked.value = asked && { ...asked, ...parts };
  }
}

/**
 * @param {unknown} about
 */
function keyOf(about) {
  return JSON.stringify(about);
}
