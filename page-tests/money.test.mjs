import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { difference, isZero } from "../ui/lib/decimal.js";
import { exactMoney, isNegative, money, number, percent, withoutSign } from "../ui/lib/money.js";
import { decimals, money as view } from "./fixtures.mjs";

test("an amount keeps its currency and every digit it is shown with", () => {
  assert.equal(money(view("8.48")), "$8.48");
  assert.equal(money(view("8.4", "8.40")), "$8.40");
  assert.equal(money(view("1894.12")), "$1,894.12");
  assert.equal(money(view("22154.93", "22154.93", "EUR")), "€22,154.93");
  assert.equal(money(view("1200", "1200", "JPY")), "¥1,200");
});

test("a price per hour keeps its four digits", () => {
  assert.equal(money(view("0.05950877", "0.0595")), "$0.0595");
  assert.equal(money(view("0.085", "0.0850")), "$0.0850");
});

test("an amount too long for a floating number is shown to the cent", () => {
  assert.equal(money(view("90071992547409931.07")), "$90,071,992,547,409,931.07");
});

test("a negative amount carries a minus sign, not a hyphen", () => {
  assert.equal(money(view("-12.00")), "\u2212$12.00");
});

test("a currency word that is no code is shown as it is", () => {
  assert.equal(money(view("5.00", "5.00", "credits")), "5.00 credits");
});

test("text that is no decimal is shown as it is rather than as a wrong figure", () => {
  assert.equal(money(view("NaN", "NaN")), "NaN USD");
  assert.equal(number("n/a"), "n/a");
});

test("the exact amount is told only where it says more", () => {
  assert.equal(exactMoney(view("22.470273", "22.47")), "22.470273 USD");
  assert.equal(exactMoney(view("8.4", "8.40")), undefined);
  assert.equal(exactMoney(view("100", "100.00")), undefined);
  assert.equal(exactMoney(view("0.1234567890123456789", "0.12")), "0.1234567890123456789 USD");
  assert.equal(exactMoney(view("0.0353333333333333333333333333", "0.04")), "0.0353333333… USD");
  assert.equal(exactMoney(view("-14.166666666666666666666666667", "-14.17")), "-14.1666666666… USD");
});

test("percent and hours keep their digits", () => {
  assert.equal(percent("29.98"), "29.98\u202f%");
  assert.equal(number("142.5"), "142.5");
  assert.equal(number("71.25"), "71.25");
});

test("a loss is told from nothing", () => {
  assert.equal(isNegative("-3.63"), true);
  assert.equal(isNegative("-0.00"), false);
  assert.equal(isNegative("3.63"), false);
});

test("the sign goes where words say the direction", () => {
  assert.deepEqual(withoutSign(view("-3.63")), view("3.63"));
  assert.equal(withoutSign("-16.70"), "16.70");
});

test("money is never made a floating number", async () => {
  const code = await readFile(new URL("../ui/lib/money.js", import.meta.url), "utf8");
  assert.doesNotMatch(code, /parseFloat|Number\(|\bMath\./);
});

test("no digit is lost or made up between the text of an amount and the screen", () => {
  for (const text of decimals(2000)) {
    const shown = money(view(text));
    const figures = shown.replace(/[$,]/g, "").replace("\u2212", "-");
    assert.equal(figures, text, shown);
    assert.equal(number(text).replace(/,/g, "").replace("\u2212", "-"), text);
    assert.notEqual(exactMoney(view(`${text}${text.includes(".") ? "" : "."}01`, text)), undefined);
  }
});

test("a difference and what was taken away make the whole again", () => {
  const amounts = decimals(600);
  for (let i = 0; i + 1 < amounts.length; i += 2) {
    const [whole, part] = [amounts[i], amounts[i + 1]];
    const rest = difference(whole, part);
    assert.ok(isZero(difference(difference(whole, rest), part)), `${whole} - ${part} = ${rest}`);
    assert.equal(isNegative(rest), !isZero(rest) && !isNegative(difference(part, whole)));
  }
});
