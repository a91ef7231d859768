// Notifications and the tray: what is told, whether anybody on this desktop takes it, and what closing the window does.

/** @import { ErrorView, NotificationsRequest, NotificationsView } from "../ipc.d.ts" */

import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { Button } from "../elements/button.js";
import { ErrorNote } from "../elements/error-note.js";
import { Switch } from "../elements/field.js";
import { call } from "../ipc.js";
import { help } from "../lib/help.js";
import { announce } from "../state/announcements.js";
import { settings } from "../state/settings.js";

/** @type {("freeFive" | "freeTwo" | "start" | "end" | "renewal" | "doubt")[]} */
const KINDS = ["freeFive", "freeTwo", "start", "end", "renewal", "doubt"];

export function Notifications() {
  const said = help.settings.notifications;
  const [view, setView] = useState(/** @type {NotificationsView | null} */ (null));
  const [error, setError] = useState(/** @type {ErrorView | null} */ (null));
  const [tested, setTested] = useState("");
  // Whoever resets the settings resets these with them.
  useEffect(() => {
    call("show_notifications", {}).then(setView, setError);
  }, [settings.value]);
  if (!view) {
    return error && html`<${ErrorNote} error=${error} />`;
  }
  const change = (/** @type {Partial<NotificationsRequest>} */ part) => {
    const { service, trayState, ...wanted } = { ...view, ...part };
    setError(null);
    // Shown at once, and corrected by what came of it.
    setView({ ...wanted, service, trayState });
    call("save_notifications", { notifications: wanted }).then(setView, async (failure) => {
      setError(failure);
      // What holds although it was not saved, as Rust has it.
      setView(await call("show_notifications", {}).catch(() => view));
    });
  };
  const test = () =>
    call("test_notification", {}).then((taken) => {
      const sentence = taken ? said.sent : said.notTaken;
      setTested(sentence);
      announce(sentence);
    }, setError);
  const none = view.service === null ? said.none : null;
  return html`<div class="notifications">
    <p>${none ?? said.by(view.service ?? "")}</p>
    ${KINDS.map((kind) => {
      const { label, hint } = said.kinds[kind];
      return html`<${Switch} key=${kind} label=${label} hint=${hint} on=${view[kind]} change=${(/** @type {boolean} */ on) => change({ [kind]: on })} />`;
    })}
    <div class="notifications__test">
      <${Button} small id="test-notification" whyNot=${none} press=${test}>${said.test}<//>
      <span>${tested}</span>
    </div>
    <h3 class="notifications__part">${said.trayTitle}</h3>
    <p>${said.tray[view.trayState]}</p>
    <${Switch} label=${said.trayLabel} hint=${said.trayHint} on=${view.tray} change=${(/** @type {boolean} */ tray) => change({ tray })} />
    <${Switch}
      label=${said.keepLabel}
      hint=${said.keepHint}
      on=${view.keepRunning}
      change=${(/** @type {boolean} */ keepRunning) => change({ keepRunning })}
      whyNot=${view.trayState === "shown" || view.keepRunning ? null : said.keepWhyNot}
    />
    ${error && html`<${ErrorNote} error=${error} />`}
  </div>`;
}
