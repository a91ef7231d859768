// Hears the keys from the start. What they mean is fetched when a hand comes, because a start needs none of it; a key that
// is faster than that waits for it.

/** @type {typeof import("./shortcuts.js") | null} */
let shortcuts = null;

/** Follows the keys. */
export function startKeys() {
  addEventListener("keydown", async (event) => {
    // Without waiting where nothing has to be waited for: only then can the engine be kept from its own answer to the key.
    const { press } = shortcuts ?? (await fetchShortcuts());
    press(event);
  });
}

/** Fetches what the keys mean. */
export async function fetchShortcuts() {
  const fetched = await import("./shortcuts.js");
  await fetched.ready;
  shortcuts = fetched;
  return fetched;
}
