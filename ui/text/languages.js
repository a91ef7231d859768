// The languages Berth can speak. Another is a file beside this one and a line here (docs/languages.md).

/** @typedef {import("../ipc.d.ts").Sentences} English what Berth says below the page */
/** @typedef {{ [S in keyof English]: (values: English[S]) => string }} Sentences the same in another language */
/** @typedef {typeof import("./en/index.js").en} Words what the page says */
/** @typedef {typeof import("./en/help.js").enHelp} Help what commands, shortcuts and the dialogs that help say */
/** @typedef {typeof import("./en/timeline.js").enTimeline} Timeline what the timeline says */
/** @typedef {{ words: Words & { sentences: Sentences }; help: Help; timeline: Timeline }} Texts all of a language: nothing of it may be missing */
/** @typedef {{ tag: string; name: string; load: (() => Promise<Texts>) | null }} Language `tag` is a BCP 47 language, `name` its own word for itself */

/** English is there with the first view and needs no fetching. @satisfies {[Language, ...Language[]]} */
export const LANGUAGES = /** @type {[Language, ...Language[]]} */ ([{ tag: "en", name: "English", load: null }]);
