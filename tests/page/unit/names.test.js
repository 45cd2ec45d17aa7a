import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { ferry, script } from "./script.js";

test("names fold as they do in Rust", () => {
  // tests/page.rs holds src/names.rs to the same list.
  const cases = JSON.parse(readFileSync(new URL("../fold.json", import.meta.url), "utf8"));
  for (const [name, folded] of cases) assert.equal(script.fold(name), folded, name);
  for (const [, folded] of cases) assert.equal(script.fold(folded), folded, folded);
});

test("an actor is found by name, id and alias, first by how it begins", () => {
  const found = (words) => script.find(ferry, words).map(({ actor, by }) => [ferry.actors[actor].id, by]);
  assert.deepEqual(found("MONKS"), [["abbey", "the monks"]]);
  assert.deepEqual(found("saint eloi"), [["abbey", ""]]);
  assert.deepEqual(found("marsh-end"), [["marsh-end", ""]]);
  // Two begin so, and one with more behind it; then what only holds it.
  assert.deepEqual(found("ma").map(([id]) => id), ["marsh-end", "mayor"]);
  assert.deepEqual(found("bridge"), [["oldbridge", "the bridge"]]);
  assert.deepEqual(found("harbour"), []);
  assert.deepEqual(found("  "), []);
});

test("cells are safe for spreadsheets and read as they were", () => {
  assert.equal(script.csv([["=1+1", "a,b", 'say "no"', "a\nb", "-1", "a\0"]]), `'=1+1,"a,b","say ""no""","a\nb",'-1,a\ufffd\n`);
});
