// That something is being read at a vendor, once it lasts; the way to stop it; and how old the last answer is.

import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { words } from "../lib/text.js";
import { announce } from "../state/announcements.js";
import { Button } from "./button.js";
import { Age } from "./moment.js";

/** What is over within this many milliseconds needs no words. */
const SHORT = 500;

/**
 * Whether something has lasted so long that it has to be said.
 *
 * @param {boolean} waiting
 */
export function useLong(waiting) {
  const [long, setLong] = useState(false);
  useEffect(() => {
    if (!waiting) {
      return undefined;
    }
    const timer = setTimeout(() => setLong(true), SHORT);
    return () => {
      clearTimeout(timer);
      setLong(false);
    };
  }, [waiting]);
  return waiting && long;
}

/** How far it is nobody knows; that it goes on can be seen. */
export function ReadingBar() {
  return html`<span class="reading__bar" aria-hidden="true"></span>`;
}

/**
 * The last answer's age, and one button that reads anew or stops reading: the keyboard stays on it.
 *
 * @param {object} props
 * @param {{ known: { readAt: string } | null; reading: boolean; recalled: boolean } | null} props.asked
 * @param {string} props.saying what is being asked, while it is
 * @param {string} props.never that nothing is known
 * @param {() => void} props.again
 * @param {() => void} props.stop
 * @param {string} [props.first] the word on the button while nothing is known
 * @param {string} [props.what] what is read, for a listener, where two of these stand in one view
 * @param {string} [props.readAt] the same before the age, for everybody
 * @param {boolean} [props.small]
 */
export function ReadingLine({ asked, saying, never, again, stop, first = words.reading.read, what, readAt, small }) {
  const reading = asked?.reading ?? false;
  const known = asked?.known ?? null;
  const long = useLong(reading);
  const text = `sheet__text ${small ? "sheet__text--small" : ""}`;
  const word = long ? words.reading.stop : known ? words.reading.again : first;
  const halt = () => {
    stop();
    announce(words.reading.stopped);
  };
  return html`<div class="reading" aria-busy=${reading ? "true" : undefined}>
    <${Button}
      small=${small}
      look=${known || long || small ? "plain" : "primary"}
      icon=${long ? "x" : "refresh-cw"}
      label=${what && `${word}: ${what}`}
      off=${!asked?.recalled || (reading && !long)}
      press=${long ? halt : again}
      >${word}<//
    >
    ${known && !long && html`<p class=${text}>${readAt ?? words.reading.readAt} <${Age} at=${known.readAt} /></p>`}
    <p class=${text} role="status">${long ? saying : asked?.recalled && !reading && !known ? never : ""}</p>
    ${long && html`<${ReadingBar} />`}
  </div>`;
}
