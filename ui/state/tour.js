// The tour of the first start: three notes on the sandbox's desk. It is offered once; its parts are fetched when a hand
// comes, or when somebody asks for it.

import { signal } from "@preact/signals";
import { settings } from "./settings.js";

/** What draws it, once it was fetched. @type {import("@preact/signals").Signal<{ Offer: import("preact").ComponentType; Note: import("preact").ComponentType } | null>} */
export const tour = signal(null);

/** The note that is shown, from 0; none while the tour is not taken. @type {import("@preact/signals").Signal<number | null>} */
export const tourStep = signal(null);

/** Fetches the offer where the tour was neither taken nor declined. */
export async function offerTour() {
  if (!settings.peek().tourOver) {
    tour.value = await import("../elements/tour.js");
  }
}

/** Begins at the first note. */
export async function startTour() {
  tourStep.value = 0;
  tour.value ??= await import("../elements/tour.js");
}
