// Reads graphs with ajv, Cytoscape, graphology and Mermaid, and compares what they find with what was written.
//
// with_node.mjs WRITTEN JGF CYJS GEXF MERMAID: five files with the same graph, the first as node-link JSON.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import Ajv from "ajv";
import cytoscape from "cytoscape";
import graphology from "graphology";
import { parse as parseGexf } from "graphology-gexf";
import { JSDOM } from "jsdom";

const [written, jgf, cyjs, gexf, mermaid] = process.argv.slice(2);
const text = (path) => readFileSync(path, "utf8");
const json = (path) => JSON.parse(text(path));
const graph = json(written);

/** Nodes by id, and edges by source, target and relation. */
function asWritten(reader, nodes, edges, ofNode, ofEdge) {
  const key = ({ source, target, relation }) => JSON.stringify([source, target, relation]);
  const sides = [
    ["node", new Map(nodes.map((node) => [node.id, node])), graph.nodes.map(ofNode), nodes.length, (node) => node.id],
    ["edge", new Map(edges.map((edge) => [key(edge), edge])), graph.edges.map(ofEdge), edges.length, key],
  ];
  for (const [what, found, expected, count, keyOf] of sides) {
    if (count !== expected.length) throw new Error(`${reader}: ${count} ${what}s, ${expected.length} were written`);
    for (const one of expected) {
      const there = found.get(keyOf(one));
      if (!there) throw new Error(`${reader}: no ${what} ${keyOf(one).slice(0, 300)}`);
      assert.deepEqual({ ...there }, one, `${reader}: the ${what} ${keyOf(one).slice(0, 300)} is not as written`);
    }
  }
  console.log(`${reader}: ${nodes.length} nodes and ${edges.length} edges, as written`);
}

/** The version of a package that is installed. */
const version = (name) => json(new URL(`node_modules/${name}/package.json`, import.meta.url)).version;

const without = (object, ...keys) => Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));

function readJgf() {
  const reader = `ajv ${version("ajv")}, jgf`;
  const data = json(jgf);
  const ajv = new Ajv({ allErrors: false });
  if (!ajv.validate(json(new URL("jgf.schema.json", import.meta.url)), data)) {
    throw new Error(`${reader}: ${ajv.errorsText(ajv.errors)}`);
  }
  const { nodes, edges, directed } = data.graph;
  assert.equal(directed, true);
  assert.deepEqual(data.graph.metadata, graph.graph);
  for (const { source, target } of edges) assert(Object.hasOwn(nodes, source) && Object.hasOwn(nodes, target));
  asWritten(
    reader,
    Object.entries(nodes).map(([id, { label, metadata }]) => ({ id, name: label, ...metadata })),
    edges.map(({ source, target, relation, metadata }) => ({ source, target, relation, ...without(metadata, "evidence") })),
    (node) => node,
    (edge) => without(edge, "key"),
  );
}

function readCyjs() {
  const reader = `cytoscape ${version("cytoscape")}, cyjs`;
  const cy = cytoscape({ headless: true, elements: json(cyjs).elements });
  for (const edge of cy.edges()) {
    const { source, target, relation, interaction, key, statements, evidence } = edge.data();
    assert.deepEqual([edge.source().id(), edge.target().id()], [source, target]);
    assert(interaction === relation && key === relation);
    assert.equal(evidence.split("\n").length, Math.max(1, statements.length));
  }
  asWritten(
    reader,
    cy.nodes().map((node) => without(node.data(), "value")),
    cy.edges().map((edge) => without(edge.data(), "id", "interaction", "evidence")),
    (node) => node,
    (edge) => edge,
  );
}

// What XML 1.0 has no character for.
const held = (value) => value.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, "\ufffd");

function readGexf() {
  const reader = `graphology-gexf ${version("graphology-gexf")}, gexf`;
  const read = parseGexf(graphology.MultiGraph, text(gexf));
  assert.equal(read.undirectedSize, 0);
  const nodes = read.mapNodes((id, { name, label, kind }) => ({ id, name, label, kind }));
  const edges = read.mapEdges((_, edge, source, target) => {
    const { relation, kind, weight, sign, count, first, last, evidence } = edge;
    const lines = evidence.split("\n").length;
    return { source, target, relation, kind, weight, sign, count, first, last, lines };
  });
  const date = (date) => date ?? undefined;
  asWritten(
    reader,
    nodes,
    edges,
    ({ id, name, kind }) => ({ id: held(id), name: held(name), label: held(name), kind }),
    ({ source, target, relation, sign, count, first, last, statements }) => ({
      source: held(source),
      target: held(target),
      relation: held(relation),
      kind: held(relation),
      weight: count,
      sign,
      count,
      first: date(first),
      last: date(last),
      lines: statements.length,
    }),
  );
}

async function readMermaid() {
  const reader = `mermaid ${version("mermaid")}`;
  const { window } = new JSDOM("<!doctype html><body></body>");
  Object.assign(globalThis, { window, document: window.document });
  const { default: library } = await import("mermaid");
  library.initialize({ startOnLoad: false });
  const source = text(mermaid);
  assert.equal((await library.parse(source)).diagramType, "flowchart-v2");
  // What it refuses to draw.
  const { maxEdges, maxTextSize } = library.mermaidAPI.defaultConfig;
  assert(source.length <= maxTextSize, `${reader}: ${source.length} characters`);

  const { db } = await library.mermaidAPI.getDiagramFromText(source);
  // Entities wait in this form until the picture is made.
  const shown = (label) => label.replace(/ﬂ°°(\d+)¶ß/g, (_, number) => String.fromCodePoint(number));
  const order = (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b));
  const orderBy = (...keys) => (a, b) => keys.reduce((found, key) => found || order(a[key], b[key]), 0);
  const ids = orderBy("source", "target", "relation");
  const found = db.getEdges().map(({ start, end, text, style }) => ({ start, end, text: shown(text), colour: style[0] }));
  const most = [...graph.edges].sort((a, b) => b.count - a.count || ids(a, b)).slice(0, found.length).sort(ids);
  assert(found.length === graph.edges.length || found.length === maxEdges || source.length > 0.9 * maxTextSize);

  const ends = new Set(most.flatMap(({ source, target }) => [source, target]));
  const actors = graph.nodes.filter(({ id }) => ends.has(id)).sort(orderBy("id"));
  const cut = (text) => ([...text].length > 100 ? `${[...text].slice(0, 100).join("")}…` : text);
  const spaces = /[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/u;
  const hidden = /[\0-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu;
  const line = (text) => text.split(spaces).filter(Boolean).join(" ").replace(hidden, "\ufffd");
  const numbers = new Map(actors.map(({ id }, number) => [id, `n${number}`]));
  const [glyphs, colours] = [
    { "-": "−", "+": "+", 0: "○" },
    { "-": "#C2410C", "+": "#1D6FB8", 0: "#666666" },
  ];
  assert.deepEqual(
    [...db.getVertices().values()].map(({ id, text }) => [id, shown(text)]),
    actors.map(({ id, name }) => [numbers.get(id), line(cut(name))]),
  );
  const expected = most.map(({ source, target, relation, sign, count }) => ({
    start: numbers.get(source),
    end: numbers.get(target),
    text: line(`${glyphs[sign]} ${cut(relation)} ${count}`),
    colour: `stroke:${colours[sign]}`,
  }));
  assert.deepEqual(found, expected);
  console.log(`${reader}: ${actors.length} nodes and ${found.length} edges, as written`);
}

try {
  readJgf();
  readCyjs();
  await readMermaid();
  // Last, since graphology 0.26 writes into Object.prototype where an actor is called __proto__.
  readGexf();
} catch (error) {
  console.error(error.message.slice(0, 3000));
  process.exit(1);
}
