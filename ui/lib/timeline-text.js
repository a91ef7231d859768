// The words of the timeline in the language in use. Apart from `text.js`, because the first view needs none of them.

import { enTimeline } from "../text/en/timeline.js";
import { planted } from "./text.js";

export const timelineWords = planted("timeline", enTimeline);
