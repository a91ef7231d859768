// Activity: the log of all that was decided, sent, answered and changed, line by line.

import { html } from "htm/preact";
import { useEffect } from "preact/hooks";
import { Button } from "../elements/button.js";
import { Empty } from "../elements/empty.js";
import { ErrorNote } from "../elements/error-note.js";
import { SelectField } from "../elements/field.js";
import { Waiting } from "../elements/waiting.js";
import { words } from "../lib/text.js";
import { desk, readOnly } from "../state/desk.js";
import { openDialog } from "../state/dialogs.js";
import {
  chooseLogAccount,
  clearLogFilter,
  LOG_GROUPS,
  log,
  logAccount,
  logError,
  logGroup,
  readingLog,
  readLog,
  readLogAgain,
  readOlder,
} from "../state/log.js";
import { goTo } from "../state/route.js";
import { LogLine } from "./activity-line.js";

const said = words.activity;

export default function ActivityView() {
  // Whatever is done makes the desk be read again, and has left a line.
  useEffect(() => {
    readLog();
  }, [desk.value, logAccount.value, logGroup.value]);
  return html`<div class="view log">
    <div class="log__head">
      <h1 class="view__title">${said.title}</h1>
      <p class="log__text">${said.text}</p>
      <${Button} small icon="shield-check" press=${() => goTo("settings", "data")}>${said.care}<//>
    </div>
    <${Filters} />
    <${Lines} />
  </div>`;
}

function Filters() {
  const accounts = desk.value?.accounts ?? [];
  return html`<div class="log__filters">
    <div class="chips" role="group" aria-label=${said.show}>
      ${[null, ...LOG_GROUPS].map(
        (group) => html`<button
          type="button"
          class="chips__chip"
          key=${group}
          aria-pressed=${String(logGroup.value === group)}
          onClick=${() => (logGroup.value = group)}
        >${group === null ? said.all : said.groups[group]}</button>`,
      )}
    </div>
    ${
      accounts.length > 1 &&
      html`<${SelectField}
        label=${said.account}
        name="log-account"
        value=${logAccount.value ?? ""}
        change=${(/** @type {string} */ id) => chooseLogAccount(id || null)}
        options=${[{ value: "", label: said.everyAccount }, ...accounts.map(({ id, label }) => ({ value: id, label }))]}
      />`
    }
  </div>`;
}

function Lines() {
  const found = log.value;
  const failed = logError.value && html`<${ErrorNote} reads error=${logError.value.error} retry=${readLogAgain} />`;
  if (!found) {
    return failed || html`<${Waiting} lines=${6} />`;
  }
  return html`
    <p class="visually-hidden" role="status">${said.shown(found.lines.length)}</p>
    ${
      found.lines.length === 0
        ? html`<${Nothing} />`
        : html`<ol class="log__lines" aria-label=${said.lines}>${found.lines.map((line) => html`<${LogLine} line=${line} key=${line.number} />`)}</ol>`
    }
    ${failed}
    <div class="log__foot">
      ${
        found.older
          ? html`<${Button} id="log-older" off=${readingLog.value} press=${readOlder}>${readingLog.value ? said.reading : said.older}<//>`
          : found.lines.length > 0 && html`<p class="log__end">${said.end}</p>`
      }
    </div>
  `;
}

function Nothing() {
  const filtered = logGroup.value !== null || logAccount.value !== null;
  return html`<section>
    <h2 class="visually-hidden">${said.lines}</h2>
    ${
      filtered
        ? html`<${Empty} icon="search" title=${said.noMatchTitle} text=${said.noMatch}><${Button} press=${clearLogFilter}>${said.clear}<//><//>`
        : html`<${Empty} icon="receipt-text" title=${said.noneTitle} text=${said.none}>
            <${Button} look="primary" whyNot=${readOnly.value} press=${() => openDialog("connect")}>${words.accounts.connect}<//>
          <//>`
    }
  </section>`;
}
