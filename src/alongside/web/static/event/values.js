// Answers as values, and signs as Python reads them: what is a space, a figure, a number in words.

/** A day as an answer. Days compare as their ISO text does: years always have four figures. */
export class Day {
  constructor(iso) {
    this.iso = iso;
  }

  /** Return year, month and day as numbers. */
  get parts() {
    return this.iso.split("-").map(Number);
  }

  toJSON() {
    return this.iso;
  }
}

// The white space that Python's str.strip takes away; JavaScript's trim takes a slightly other set.
const SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const ENDS = new RegExp(`^[${SPACE}]+|[${SPACE}]+$`, "gu");
const RUNS = new RegExp(`[${SPACE}]+`, "gu");
const FIGURE = /\p{Nd}/u;

export function strip(words) {
  return words.replace(ENDS, "");
}

/** Return the words with single spaces between them. */
export function squeeze(words) {
  return strip(words).replace(RUNS, " ");
}

/** Return the number of characters as people count them: not of UTF-16 units. */
export function lengthOf(words) {
  let length = 0;
  for (const _ of words) length += 1;
  return length;
}

/** Return words without the differences of case, so that two spellings of one word are equal. */
export function casefold(words) {
  return words.toUpperCase().toLowerCase().replaceAll("ς", "σ");
}

export function tidy(words) {
  return casefold(strip(words.normalize("NFKC")));
}

export function isFigure(sign) {
  return FIGURE.test(sign);
}

/** Return words with the figures of every script written 0 to 9. */
export function plainFigures(words) {
  return [...words].map((sign) => (FIGURE.test(sign) ? figureOf(sign) : sign)).join("");
}

function figureOf(sign) {
  // each script's ten figures stand in a row, the zero first
  const code = sign.codePointAt(0);
  let zero = code;
  while (code - zero < 9 && FIGURE.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String(code - zero);
}

/** Return the code or codes an answer stands for in a condition. */
export function codesOf(value) {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  if (value instanceof Day) return [value.iso];
  return [typeof value === "number" ? pythonNumber(value) : value];
}

/** Return a number as Python writes it; whole ones without a point. */
export function pythonNumber(value) {
  if (Number.isInteger(value)) return BigInt(value).toString();
  const [mantissa, exponent] = value.toExponential().split("e");
  return Number(exponent) < -4 ? `${mantissa}e${signed(exponent)}` : typedNumber(value);
}

/** Return a number as a person types it: no thousands sign, no exponent, no needless point. */
export function typedNumber(value) {
  return value.toFixed(Math.min(100, placesOf(value)));
}

/** Return a number with so many figures at most, as Python's format "g" does. */
export function shortNumber(value, figures) {
  if (value === 0) return "0";
  const [mantissa, exponent] = value.toExponential(figures - 1).split("e");
  const power = Number(exponent);
  if (power >= -4 && power < figures) {
    return withoutZeros(value.toFixed(Math.max(0, figures - 1 - power)));
  }
  return `${withoutZeros(mantissa)}e${signed(exponent)}`;
}

/** Return a whole number with commas between thousands. */
export function grouped(number) {
  return String(number).replace(/\B(?=(\d{3})+$)/gu, ",");
}

/** Return how many figures stand after the point in the shortest way to write a number. */
export function placesOf(value) {
  const [mantissa, exponent] = value.toExponential().split("e");
  const after = (mantissa.split(".")[1] ?? "").length;
  return Math.max(0, after - Number(exponent));
}

/** Return the number that words say to Python's float(); undefined when they say none. */
export function numberIn(words) {
  const said = plainFigures(strip(words)).toLowerCase();
  if (/^[+-]?(\d+(_\d+)*\.?(\d+(_\d+)*)?|\.\d+(_\d+)*)(e[+-]?\d+(_\d+)*)?$/u.test(said)) {
    return Number(said.replaceAll("_", ""));
  }
  const endless = /^([+-]?)inf(inity)?$/u.exec(said);
  if (endless) return endless[1] === "-" ? -Infinity : Infinity;
  return /^[+-]?nan$/u.test(said) ? NaN : undefined;
}

function signed(exponent) {
  const [sign, figures] = exponent.startsWith("-") ? ["-", exponent.slice(1)] : ["+", exponent.replace("+", "")];
  return sign + figures.padStart(2, "0");
}

function withoutZeros(words) {
  return words.includes(".") ? words.replace(/0+$/u, "").replace(/\.$/u, "") : words;
}
