// Whether the menu is open.

import { signal } from "@preact/signals";

export const menuOpen = signal(false);
