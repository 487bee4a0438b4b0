// Whether a condition holds: the same reading of missing answers as on the server. A comparison
// with an unanswered question is false, and "not" turns that round.

import { Day, codesOf, numberIn } from "./values.js";

const ORDERS = {
  greater_than: (left, right) => left > right,
  less_than: (left, right) => left < right,
  at_least: (left, right) => left >= right,
  at_most: (left, right) => left <= right,
};
const COUNT = "count_";

/**
 * Return whether a condition holds for these answers; one that is not there always does.
 *
 * @param {object|undefined} tree the tree form of a condition
 * @param {Map<string, *>} answers the answers on the path so far, by question
 */
export function holds(tree, answers) {
  if (!tree) return true;
  if (tree.all) return tree.all.every((part) => holds(part, answers));
  if (tree.any) return tree.any.some((part) => holds(part, answers));
  if (tree.not) return !holds(tree.not, answers);
  const value = answers.get(tree.question);
  const codes = codesOf(value);
  if ("is" in tree) return codes.length === 1 && codes[0] === tree.is;
  if ("in" in tree) return codes.length === 1 && tree.in.includes(codes[0]);
  if ("includes_any" in tree) return codes.some((code) => tree.includes_any.includes(code));
  if ("answered" in tree) return value !== undefined;
  return compare(tree, value, codes);
}

function compare(tree, value, codes) {
  const name = Object.keys(tree).find((key) => key !== "question");
  const ordered = ORDERS[name.startsWith(COUNT) ? name.slice(COUNT.length) : name];
  if (!ordered) throw new TypeError(`no comparison ${name}`);
  const bound = tree[name];
  if (value === undefined) return false;
  if (name.startsWith(COUNT)) return typeof bound === "number" && ordered(codes.length, bound);
  if (value instanceof Day) return typeof bound === "string" && ordered(value.iso, bound);
  if (Array.isArray(value) || typeof bound !== "number") return false;
  const left = typeof value === "number" ? value : numberIn(value);
  return left !== undefined && ordered(left, bound);
}
