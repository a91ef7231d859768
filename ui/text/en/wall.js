// What the wall says of searching, filtering, sorting, putting together and choosing.

import { counted } from "./counted.js";

export const enWall = {
  tools: "Filter and sort",
  /** @param {number} count */
  toolsSet: (count) => `Filter and sort, ${counted(count, "filter")} set`,
  filter: {
    label: "Filters",
    accounts: "Account",
    vendors: "Vendor",
    regions: "Region",
    families: "Instance family",
    owners: "Owner",
    from: "From",
    until: "To",
    dates: "Windows that touch these days",
    none: "Nothing to choose from yet.",
    /** @param {string} name @param {number} count */
    set: (name, count) => `${name}, ${count} chosen`,
  },
  sort: {
    label: "Sort by",
    urgency: "What is due",
    name: "Name",
    start: "Start",
    end: "End",
    price: "Price",
    saving: "Saving",
    created: "Created",
    ascending: "Ascending",
    descending: "Descending",
  },
  by: {
    label: "Group by",
    none: "Nothing",
    status: "Status",
    account: "Account",
    vendor: "Vendor",
    region: "Region",
    family: "Instance family",
    owner: "Owner",
  },
  views: {
    label: "Views",
    none: "No view is saved yet.",
    name: "Name of this view",
    save: "Save view",
    saved: "Saved.",
    /** @param {string} name */
    remove: (name) => `Remove the view ${name}`,
    removed: "Removed.",
    full: "Twenty views are saved. Remove one first.",
  },
  clear: "Clear filters",
  nobody: "Nobody",
  notKnown: "Not known",
  /** @param {number} count */
  cards: (count) => counted(count, "policy", "policies"),
  choose: "Choose several",
  /** @param {string} name */
  chooseOne: (name) => `Choose ${name}`,
  chosen: {
    label: "Chosen policies",
    /** @param {number} count */
    count: (count) => `${counted(count, "policy", "policies")} chosen`,
    none: "Choose policies to see what they come to.",
    price: "Price",
    saves: "Saves",
    costsMore: "Costs more by",
    /** @param {number} count */
    unpriced: (count) => `${count} without a price`,
    /** @param {number} count */
    unlisted: (count) => `${count} without an on-demand price`,
    tooLong: "more digits than can be held",
    all: "Choose all that are shown",
    /** @param {number} more */
    tooMany: (more) => `The first thousand are chosen; ${more} more were found.`,
    annotate: "Notes and tags…",
    copy: "Copy ids",
    copied: "Their ids are in the clipboard.",
    notCopied: "The clipboard cannot be reached.",
    compare: "Compare",
    /** @param {number} most */
    compareMost: (most) => `At most ${most} can be compared at once.`,
    stop: "Done",
  },
  failed: "The policies could not be read",
};
