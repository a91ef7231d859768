// What the timeline says.

import { isolated } from "../../lib/isolated.js";
import { counted } from "./counted.js";

export const enTimeline = {
  title: "Timeline",
  tools: "Axis",
  span: "Stretch of time",
  spans: { day: "Day", week: "Week", month: "Month", year: "Year" },
  all: "All",
  zoomIn: "Zoom in",
  zoomOut: "Zoom out",
  back: "Earlier",
  forward: "Later",
  now: "Now",
  zone: "Zone of the axis",
  mine: "My zone",
  policys: "Policy's zone",
  policysHint: "The axis is in the zone that the vendor wrote the chosen window in.",
  choose: "Choose a bar: the axis then has its zone.",
  /** @param {string} name */
  zoneOf: (name) => `as ${isolated(name)}`,
  form: "Shown as",
  asBars: "Bars",
  asTable: "Table",
  lanes: "Windows on the axis",
  keys: "Up and down move between windows, left and right move the axis, Enter opens the details.",
  /** @param {number} count */
  before: (count) => `${count} before`,
  /** @param {number} count */
  after: (count) => `${count} after`,
  showBefore: "Show the last of them",
  showAfter: "Show the first of them",
  /** @param {number} count @param {number} found */
  shown: (count, found) => `${count} of ${counted(found, "window")} shown`,
  next: "Next",
  events: {
    free_ends: "free cancelling ends",
    starts: "starts",
    ends: "ends",
    renews: "renews itself",
  },
  in: "in",

  key: {
    label: "What the signs mean",
    now: "Now",
    free: "Free to cancel until here",
    maybe: "Maybe free",
    renewal: "Renews, if nobody acts",
    cancelled: "Cancelled here",
  },

  unknownTitle: "Window not known",
  /** @param {string} account */
  reservedTitle: (account) => `Reserved at Gcore: ${isolated(account)}`,
  noWindow: "Its window is not known. The details tell what is.",
  noWindowReserved: "The list does not tell its dates.",
  noWindowLoose: "What was asked for cannot be read.",
  says: {
    /** @param {string} start @param {string} end */
    from: (start, end) => `from ${start} to ${end}`,
    /** @param {string} at */
    cancelled: (at) => `cancelled ${at}`,
    /** @param {string} at */
    free: (at) => `free to cancel until ${at}`,
    /** @param {string} at */
    maybe: (at) => `maybe free until ${at}`,
    /** @param {number} count @param {string} at */
    renews: (count, at) => `renews itself, next ${at}, ${counted(count, "time")} in 90 days if nobody acts`,
    somehow: "renews itself; when is not known",
    noPrice: "price not known",
    noPlace: "place not known",
  },

  table: {
    caption: "Windows on the axis, by start",
    name: "Name",
    what: "What",
    state: "State",
    start: "From",
    end: "To",
    free: "Free to cancel until",
    renews: "Renews next",
    price: "Price",
    /** @param {number} first @param {number} last @param {number} all */
    part: (first, last, all) => `${first} to ${last} of ${all}`,
    earlier: "Lanes before",
    later: "Lanes after",
    none: "none",
  },

  emptyTitle: "Nothing in this stretch of time",
  /** @param {number} before @param {number} after */
  empty: (before, after) =>
    [before > 0 && `${counted(before, "window")} before it`, after > 0 && `${counted(after, "window")} after it`]
      .filter(Boolean)
      .join(", "),
};
