// The pure parts of the script, the way the page has them: in one scope, in this order.

import { readFileSync } from "node:fs";

const folder = new URL("../../../src/write/page/script/", import.meta.url);
const source = ["fold", "facts", "seen", "link", "csv", "dom", "dates", "search", "counts"]
  .map((name) => readFileSync(new URL(`${name}.js`, folder), "utf8"))
  .join("\n");
const names = [
  "fold", "readFacts", "chain", "see", "around", "seenIn", "noFilters", "filtered", "atFirst", "encode", "decode",
  "inWords", "selected", "between", "csv", "binned", "find", "tintOf", "FACETS", "NONE",
];

export const script = new Function(`"use strict"; ${source}; return { ${names.join(", ")} };`)();

/**
 * A quarrel over a ferry, as facts.rs writes one: two towns, a mayor who acts for one of them until 1903,
 * an abbey; four statements in two documents, one of them undated, one with two sources.
 */
export const ferry = script.readFacts({
  title: "The ferry",
  view: "network",
  theme: "system",
  drawn: 4,
  actors: [
    [3, "abbey", "Abbey of Saint Éloi", "organization", ["the monks"], null, []],
    [7, "marsh-end", "Marsh End", "group", [], null, []],
    [2, "mayor", "Mayor ~ 100%", "person", [], "Mayor", [[4, null, "1902-12-31"]]],
    [5, "weir", "Weir", "group", [], null, []],
    [1, "oldbridge", "Oldbridge", "group", ["the bridge"], null, []],
  ],
  relations: [["accuses", "-"], ["aids", "+"], ["meets", "0"]],
  documents: [["d1", "Quarrel", "1902-03-04", "Valley Post"], ["d2", null, null, null]],
  // mayor accuses marsh-end, abbey aids marsh-end, marsh-end meets abbey, weir aids marsh-end
  edges: [[2, 0, 1], [0, 1, 1], [1, 2, 0], [3, 1, 1]],
  statements: [
    [10, "s3", [0], [0], 1, "1903-05-01"],
    [11, "s2", [1, 3], [0, 1], 2, "1902-03-01", "1902-03-31"],
    [12, "s1", [0], [0], 0, "1902-03-02"],
    [13, "s4", [2], [], 0, null, null, 2],
  ],
});
