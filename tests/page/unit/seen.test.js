import assert from "node:assert/strict";
import { test } from "node:test";

import { ferry, script } from "./script.js";

const { see, noFilters } = script;
const ids = (seen) => ferry.statements.filter((_, n) => seen.statements[n]).map(({ id }) => id);
const seen = (change, among = null) => see(ferry, { ...noFilters(), ...change }, among);

test("nothing chosen is everything", () => {
  const all = seen({});
  assert.deepEqual(ids(all), ["s3", "s2", "s1", "s4"]);
  assert.equal(all.total, 4);
  assert.equal(all.edges, 4);
});

test("an actor has what is said by those who act for it on that day", () => {
  // The mayor acts for Oldbridge in 1902 and no more in 1903.
  assert.deepEqual(ids(seen({ actor: [4] })), ["s1"]);
  assert.deepEqual(ids(seen({ actor: [2] })), ["s3", "s1"]);
});

test("choices of one facet are alternatives, those of two are both needed", () => {
  assert.deepEqual(ids(seen({ relation: [0, 2] })), ["s3", "s1", "s4"]);
  assert.deepEqual(ids(seen({ relation: [0, 2], certainty: [1] })), ["s3"]);
});

test("counts say what each choice would leave", () => {
  const { choices } = seen({ relation: [0], certainty: [1] });
  // Of relations, by certainty alone; of certainties, by relation alone.
  assert.deepEqual([...choices.relation], [[0, 1]]);
  assert.deepEqual([...choices.certainty].sort(), [[0, 1], [1, 1]]);
  for (const facet of script.FACETS) {
    for (const [value, count] of seen({ document: [0] }).choices[facet]) {
      assert.equal(seen({ document: [0], [facet]: [value] }).total, count, `${facet} ${value}`);
    }
  }
});

test("a statement of two ties counts once", () => {
  assert.equal(seen({}).choices.relation.get(1), 1);
  assert.equal(seen({}).choices.actor.get(1), 4);
  assert.deepEqual(seen({ actor: [3] }).ties.filter(Boolean).length, 1);
});

test("what may lie in a range is in it, and the undated only without one", () => {
  assert.deepEqual(ids(seen({ since: "1902-03-15" })), ["s3", "s2"]);
  assert.deepEqual(ids(seen({ until: "1902-03-01" })), ["s2"]);
  assert.deepEqual(ids(seen({ until: "1902-03-01", undated: true })), ["s2", "s4"]);
  assert.deepEqual(ids(seen({ undated: false })), ["s3", "s2", "s1"]);
});

test("what has no document can be chosen, too", () => {
  assert.deepEqual(ids(seen({ document: [script.NONE] })), ["s4"]);
  assert.deepEqual(ids(seen({ publisher: [script.NONE] })), ["s2", "s4"]);
});

test("a neighbourhood grows by steps, from whoever acts for the actor", () => {
  const around = (actor, steps) => [...script.around(ferry, actor, steps)].map((n) => ferry.actors[n].id).sort();
  assert.deepEqual(around(2, 1), ["marsh-end", "mayor"]);
  assert.deepEqual(around(2, 2), ["abbey", "marsh-end", "mayor", "weir"]);
  assert.deepEqual(around(4, 1), ["marsh-end", "mayor", "oldbridge"]);
  assert.deepEqual(ids(seen({}, script.around(ferry, 2, 1))), ["s3", "s1"]);
});

test("dates are in bins as narrow as there is room for", () => {
  const days = ["1902-03-01", "1902-03-01", "1902-03-02", "1902-12-31", "1999-01-01"];
  const bins = (most) => script.binned(days, most).map(({ from, to }) => `${from}/${to}`);
  assert.equal(bins(10).length, 4);
  assert.deepEqual(bins(3), ["1902-03-01/1902-03-02", "1902-12-31/1902-12-31", "1999-01-01/1999-01-01"]);
  assert.deepEqual(bins(2), ["1902-03-01/1902-12-31", "1999-01-01/1999-01-01"]);
  assert.equal(bins(1).length, 1);
});

test("tints grow as in the matrix", () => {
  const tints = (counts, most) => counts.map((count) => script.tintOf(count, most));
  assert.deepEqual(tints([1, 2, 3, 4, 7, 8, 12], 12), [1, 2, 2, 3, 3, 4, 4]);
  assert.deepEqual(tints([4, 5, 24, 25, 125, 2000], 2000), [1, 2, 2, 3, 4, 5]);
});
