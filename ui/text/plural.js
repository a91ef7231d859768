// Counts with their nouns. Which forms a language has, and which number takes which, is for `Intl.PluralRules` to say.

/** @typedef {Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }} Forms */

/**
 * The counting of a language: the number in its figures and the noun in the form that goes with it.
 *
 * @param {string} locale BCP 47
 */
export function pluralsOf(locale) {
  /** Made when first needed: a start that counts nothing pays nothing. @type {Intl.PluralRules | undefined} */
  let rules;
  /** @type {Intl.NumberFormat | undefined} */
  let figures;
  /** @param {number} count @param {Forms} forms */
  const form = (count, forms) => {
    rules ??= new Intl.PluralRules(locale);
    return forms[rules.select(count)] ?? forms.other;
  };
  return {
    /** Only the form, for a sentence that has the number elsewhere. */
    form,
    /** @param {number} count @param {Forms} forms */
    counted: (count, forms) => {
      // Four digits stand together, as in every list; more are grouped.
      figures ??= new Intl.NumberFormat(locale, { useGrouping: "min2" });
      return `${figures.format(count)} ${form(count, forms)}`;
    },
  };
}
