// @ts-check
// What the page knows: names and numbers, as src/write/page/facts.rs writes them.

/**
 * @typedef {object} Actor
 * @property {number} ix the number in `data-actor`
 * @property {string} id
 * @property {string} name
 * @property {string} kind
 * @property {string[]} aliases
 * @property {string | null} role
 * @property {{actor: number, from: string | null, to: string | null}[]} actsFor for whom, first and last day
 * @property {boolean} drawn whether it is an end of an edge
 * @property {number[]} ties of which it is an end
 *
 * @typedef {object} Relation
 * @property {string} id
 * @property {string} sign "-", "+" or "0"
 *
 * @typedef {object} Source a document
 * @property {string} id
 * @property {string} title
 * @property {string | null} day
 * @property {string | null} publisher
 *
 * @typedef {object} Edge
 * @property {number} source
 * @property {number} relation
 * @property {number} target
 * @property {number[]} ties
 *
 * @typedef {object} Statement
 * @property {number} ix the number in `data-statements`
 * @property {string} id
 * @property {number[]} documents
 * @property {number} certainty an index into CERTAINTIES
 * @property {string | null} first the first day that it may be of, as YYYY-MM-DD; null if undated
 * @property {string | null} last
 * @property {number | null} answers
 * @property {number[]} ties
 *
 * @typedef {object} Tie an edge in a statement
 * @property {number} edge
 * @property {number} statement
 * @property {number[]} actors its ends, and for whom they act on that day
 *
 * @typedef {object} Facts
 * @property {string} title
 * @property {string} view which one to begin with
 * @property {string} theme which colours to begin with
 * @property {Actor[]} actors
 * @property {Relation[]} relations
 * @property {Source[]} documents
 * @property {string[]} publishers
 * @property {Edge[]} edges
 * @property {Statement[]} statements in the order of the table, newest first
 * @property {Tie[]} ties
 */

const CERTAINTIES = ["", "stated", "reported", "alleged"];
const SIGNS = ["-", "+", "0"];
/** @type {Record<string, {glyph: string, name: string, tone: string}>} */
const SIGN = {
  "-": { glyph: "−", name: "negative", tone: "negative" },
  "+": { glyph: "+", name: "positive", tone: "positive" },
  "0": { glyph: "○", name: "neutral", tone: "neutral" },
};

/**
 * @param {any} raw
 * @returns {Facts}
 */
function readFacts(raw) {
  /** @type {Actor[]} */
  const actors = raw.actors.map((/** @type {any} */ [ix, id, name, kind, aliases, role, acts], /** @type {number} */ n) => ({
    ix, id, name, kind, aliases, role, drawn: n < raw.drawn, ties: [],
    actsFor: acts.map((/** @type {any} */ [actor, from, to]) => ({ actor, from, to })),
  }));
  /** @type {Relation[]} */
  const relations = raw.relations.map((/** @type {any} */ [id, sign]) => ({ id, sign }));
  /** @type {Source[]} */
  const documents = raw.documents.map((/** @type {any} */ [id, title, day, publisher]) => ({ id, title: title ?? id, day, publisher }));
  /** @type {Edge[]} */
  const edges = raw.edges.map((/** @type {any} */ [source, relation, target]) => ({ source, relation, target, ties: [] }));
  /** @type {Tie[]} */
  const ties = [];
  /** @type {Statement[]} */
  const statements = raw.statements.map((/** @type {any} */ row, /** @type {number} */ number) => {
    const [ix, id, itsEdges, its, certainty, first = null, last = null, answers = null] = row;
    const day = first ?? its.map((/** @type {number} */ n) => documents[n]?.day).find(Boolean) ?? null;
    const statement = { ix, id, documents: its, certainty, first, last: last ?? first, answers, ties: /** @type {number[]} */ ([]) };
    for (const n of itsEdges) {
      const edge = edges[n];
      if (!edge) continue;
      const whose = new Set([...chain(actors, edge.source, day), ...chain(actors, edge.target, day)]);
      statement.ties.push(ties.length);
      edge.ties.push(ties.length);
      for (const end of new Set([edge.source, edge.target])) actors[end]?.ties.push(ties.length);
      ties.push({ edge: n, statement: number, actors: [...whose] });
    }
    return statement;
  });
  const publishers = [...new Set(documents.flatMap((document) => document.publisher ?? []))].sort();
  return { title: raw.title, view: raw.view, theme: raw.theme, actors, relations, documents, publishers, edges, statements, ties };
}

/**
 * An actor and those for whom it acts on a day, one after the other, as Dataset::chain in Rust: without
 * a day, where it never acts for anybody else.
 *
 * @param {Actor[]} actors
 * @param {number} actor
 * @param {string | null} day
 * @returns {number[]}
 */
function chain(actors, actor, day) {
  const links = [actor];
  for (;;) {
    const entries = actors[/** @type {number} */ (links.at(-1))]?.actsFor ?? [];
    const entry = day === null
      ? entries.find((one) => entries.every((other) => other.actor === one.actor))
      : entries.find(({ from, to }) => (from === null || from <= day) && (to === null || day <= to));
    if (!entry || links.includes(entry.actor)) return links;
    links.push(entry.actor);
  }
}

/**
 * @param {Facts} facts
 * @param {Edge} edge
 * @returns {string}
 */
function sentence(facts, edge) {
  return [facts.actors[edge.source]?.name, facts.relations[edge.relation]?.id, facts.actors[edge.target]?.name].join(" ");
}

/**
 * @param {number} count
 * @param {string} what
 * @returns {string}
 */
function many(count, what) {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
