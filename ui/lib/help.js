// The words of help in the language in use. Apart from `text.js`, because the first view needs none of them.

import { enHelp } from "../text/en/help.js";
import { planted } from "./text.js";

export const help = planted("help", enHelp);
