// What is chosen on the wall: how many, what they come to, and what can be done with all of them at once. None of that can
// spend. Fetched when somebody begins to choose.

/** @import { ChosenSumView } from "../ipc.d.ts" */

import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect } from "preact/hooks";
import { isNegative, withoutSign } from "../lib/money.js";
import { words } from "../lib/text.js";
import { announce, notify } from "../state/announcements.js";
import { readOnly } from "../state/desk.js";
import { openDialog } from "../state/dialogs.js";
import { goTo } from "../state/route.js";
import { chosen, followSelection, selected, selectFound, stopSelecting } from "../state/selection.js";
import { MOST, pickAll } from "../views/compare-offers.js";
import { Button } from "./button.js";
import { Money, Unknown } from "./money.js";

const said = words.wall.chosen;

followSelection();

export default function SelectionBar() {
  const count = selected.value.size;
  const more = useSignal(0);
  useEffect(() => {
    const leave = (/** @type {KeyboardEvent} */ event) => {
      // Whatever else is open over the wall goes first.
      if (event.key === "Escape" && !event.defaultPrevented && !document.querySelector("dialog[open], .panel")) {
        stopSelecting();
      }
    };
    addEventListener("keydown", leave);
    return () => removeEventListener("keydown", leave);
  }, []);
  const all = async () => {
    more.value = await selectFound();
  };
  const compare = () => {
    pickAll([...selected.peek().values()]);
    goTo("compare");
  };
  return html`<section class="selection" aria-label=${said.label}>
    <p class="selection__count" role="status">${count === 0 ? said.none : said.count(count)}</p>
    ${count > 0 && html`<${Sums} />`}
    ${more.value > 0 && html`<p class="selection__note">${said.tooMany(more.value)}</p>`}
    <div class="selection__actions">
      <${Button} small look="quiet" id="choose-all" press=${all}>${said.all}<//>
      <${Button} small id="chosen-annotate" off=${count === 0} whyNot=${readOnly.value} press=${annotate}>${said.annotate}<//>
      <${Button} small id="chosen-copy" off=${count === 0} press=${copyIds}>${said.copy}<//>
      <${Button} small id="chosen-compare" off=${count === 0} whyNot=${count > MOST ? said.compareMost(MOST) : null} press=${compare}>${said.compare}<//>
      <${Button} small look="primary" id="chosen-stop" press=${stopSelecting}>${said.stop}<//>
    </div>
  </section>`;
}

function Sums() {
  const { value: view } = chosen;
  if (!view) {
    return null;
  }
  return html`<dl class="selection__sums">
    ${view.sums.map((sum) => html`<${Sum} sum=${sum} />`)}
    ${view.unpriced > 0 && html`<div><dd class="selection__note">${said.unpriced(view.unpriced)}</dd></div>`}
  </dl>`;
}

/**
 * @param {{ sum: ChosenSumView }} props
 */
function Sum({ sum: { price, saving, unlisted } }) {
  const loss = saving !== null && isNegative(saving.amount);
  return html`<div><dt>${said.price}</dt><dd>${price ? html`<${Money} value=${price} />` : html`<${Unknown} why=${said.tooLong} />`}</dd></div>
    <div>
      <dt>${loss ? said.costsMore : said.saves}</dt>
      <dd class=${loss ? "" : "saving"}>${saving ? html`<${Money} value=${withoutSign(saving)} />` : html`<${Unknown} why=${said.tooLong} />`}</dd>
      ${unlisted > 0 && html`<dd class="selection__note">${said.unlisted(unlisted)}</dd>`}
    </div>`;
}

/** What is said of all of them is changed in one step; they stay chosen. */
function annotate() {
  const policies = [...selected.peek().values()].map(({ account, policy, name }) => ({
    account,
    id: policy,
    name: name ?? words.card.unnamed(policy),
  }));
  openDialog("annotate", { policies, tags: chosen.peek()?.tags ?? [] });
}

async function copyIds() {
  try {
    await navigator.clipboard.writeText([...selected.peek().values()].map(({ policy }) => policy).join("\n"));
    announce(said.copied);
  } catch {
    notify({ tone: "bad", text: said.notCopied });
  }
}
