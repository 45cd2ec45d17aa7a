import assert from "node:assert/strict";
import { test } from "node:test";

import { ferry, script } from "./script.js";

const { encode, decode, atFirst, noFilters } = script;
const with_ = (change) => ({ ...atFirst(ferry), ...change });

test("what is there at first needs no words", () => {
  assert.equal(encode(ferry, atFirst(ferry)), "");
  assert.deepEqual(decode(ferry, ""), atFirst(ferry));
});

test("every state comes back from its address", () => {
  const states = [
    { view: "matrix", theme: "dark", embed: true },
    { actor: 4, focus: 2, steps: 2 },
    { edges: [0], statements: [2] },
    { edges: [1, 2] },
    { edges: [1, 3], actor: null },
    { statements: [0, 3] },
    { filters: { ...noFilters(), relation: [0, 2], sign: [0, 1, 2], actor: [4], document: [1, script.NONE], publisher: [script.NONE], certainty: [0, 2] } },
    { filters: { ...noFilters(), since: "1902-01-01", until: "1903-01-01", undated: true } },
    { filters: { ...noFilters(), undated: false } },
  ];
  for (const state of states.map(with_)) {
    const address = encode(ferry, state);
    assert.deepEqual(decode(ferry, address), state, address);
    assert.equal(encode(ferry, decode(ferry, address)), address);
  }
});

test("addresses are words", () => {
  assert.equal(encode(ferry, with_({ view: "matrix", actor: 0 })), "view=matrix&select=abbey");
  assert.equal(encode(ferry, with_({ embed: true })), "embed");
  assert.equal(encode(ferry, with_({ edges: [1] })), "edge=abbey~aids~marsh-end");
  assert.equal(encode(ferry, with_({ edges: [0, 1, 3] })), "target=marsh-end");
  assert.equal(script.selected(ferry, with_({ edges: [0, 1, 3] })), "anybody towards Marsh End");
});

test("what is not there is passed over", () => {
  const nonsense = "view=globe&select=nobody&edge=a~b~c&statement=s9&focus=x&steps=9&relation=eats&since=soon&undated=maybe&theme=pink&%%%=&=";
  assert.deepEqual(decode(ferry, nonsense), atFirst(ferry));
});

test("filters are told in words", () => {
  const state = with_({ focus: 0, filters: { ...noFilters(), sign: [0], publisher: [0, script.NONE], since: "1902-01-01" } });
  assert.deepEqual(script.inWords(ferry, state), ["sign: − negative", "publisher: Valley Post or no publisher", "since 1902-01-01", "within 1 step of Abbey of Saint Éloi"]);
});
