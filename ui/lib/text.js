// The words of the language in use. There is one so far; whoever adds another chooses here.

import { en } from "../text/en/index.js";

export const words = en;
