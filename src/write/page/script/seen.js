// @ts-check
// What of the facts is seen: filters, what each further choice would leave, and the neighbourhood of
// an actor.

/**
 * @typedef {"relation" | "sign" | "actor" | "document" | "publisher" | "certainty"} Facet
 *
 * @typedef {object} Filters what is chosen of each facet, by number (see `valuesOf`); nothing is all
 * @property {number[]} relation
 * @property {number[]} sign
 * @property {number[]} actor
 * @property {number[]} document
 * @property {number[]} publisher
 * @property {number[]} certainty
 * @property {string | null} since
 * @property {string | null} until
 * @property {boolean | null} undated whether the undated is kept; null as it is with or without a range
 *
 * @typedef {object} Seen
 * @property {boolean[]} ties
 * @property {boolean[]} statements
 * @property {number} total how many statements
 * @property {number} edges how many edges
 * @property {Record<Facet, Map<number, number>>} choices how many statements each choice would leave, the other filters being as they are
 * @property {boolean[]} otherwise which statements are seen but for their date
 */

/** @type {Facet[]} */
const FACETS = ["relation", "sign", "actor", "document", "publisher", "certainty"];
/** The value of what has no document, or no publisher. */
const NONE = -1;

/** @returns {Filters} */
function noFilters() {
  return { relation: [], sign: [], actor: [], document: [], publisher: [], certainty: [], since: null, until: null, undated: null };
}

/**
 * @param {Filters} filters
 * @returns {boolean}
 */
function filtered(filters) {
  return FACETS.some((facet) => filters[facet].length > 0) || !!filters.since || !!filters.until || filters.undated !== null;
}

/**
 * What a tie is in a facet, by number: one value for most, several for actors and documents.
 *
 * @param {Facts} facts
 * @param {Tie} tie
 * @param {Facet} facet
 * @returns {number[]}
 */
function valuesOf(facts, tie, facet) {
  const relation = /** @type {Edge} */ (facts.edges[tie.edge]).relation;
  const statement = /** @type {Statement} */ (facts.statements[tie.statement]);
  switch (facet) {
    case "relation": return [relation];
    case "sign": return [SIGNS.indexOf(facts.relations[relation]?.sign ?? "")];
    case "actor": return tie.actors;
    case "document": return statement.documents.length ? statement.documents : [NONE];
    case "certainty": return [statement.certainty];
    case "publisher": {
      const names = statement.documents.map((n) => facts.documents[n]?.publisher);
      return [...new Set(names.length ? names.map((name) => facts.publishers.indexOf(name ?? "")) : [NONE])];
    }
  }
}

/**
 * @param {Statement} statement
 * @param {Filters} filters
 * @returns {boolean}
 */
function inTime(statement, { since, until, undated }) {
  if (statement.first === null || statement.last === null) return undated ?? !(since || until);
  return (!since || statement.last >= since) && (!until || statement.first <= until);
}

/**
 * @param {Facts} facts
 * @param {Filters} filters
 * @param {Set<number> | null} among the actors at both ends, if not all (see `around`)
 * @returns {Seen}
 */
function see(facts, filters, among) {
  const chosen = FACETS.map((facet) => filters[facet].length ? new Set(filters[facet]) : null);
  const date = 1 << FACETS.length;
  const ties = facts.ties.map(() => false);
  const statements = facts.statements.map(() => false);
  const otherwise = facts.statements.map(() => false);
  const edges = new Set();
  /** @type {Record<string, Map<number, number>>} */
  const choices = {};
  /** @type {Record<string, Map<number, number>>} the last statement that was counted for a value */
  const counted = {};
  for (const facet of FACETS) [choices[facet], counted[facet]] = [new Map(), new Map()];

  facts.ties.forEach((tie, number) => {
    const edge = /** @type {Edge} */ (facts.edges[tie.edge]);
    if (among && !(among.has(edge.source) && among.has(edge.target))) return;
    const values = FACETS.map((facet) => valuesOf(facts, tie, facet));
    // A bit for each filter that the tie does not pass.
    let fails = inTime(/** @type {Statement} */ (facts.statements[tie.statement]), filters) ? 0 : date;
    FACETS.forEach((_, n) => {
      if (chosen[n] && !values[n]?.some((value) => chosen[n]?.has(value))) fails |= 1 << n;
    });
    if (fails === 0) {
      ties[number] = statements[tie.statement] = true;
      edges.add(tie.edge);
    }
    if ((fails & ~date) === 0) otherwise[tie.statement] = true;
    FACETS.forEach((facet, n) => {
      if ((fails & ~(1 << n)) !== 0) return;
      for (const value of values[n] ?? []) {
        // The ties of a statement stand together, so that the last one counted tells whether it was.
        if (counted[facet]?.get(value) === tie.statement) continue;
        counted[facet]?.set(value, tie.statement);
        choices[facet]?.set(value, (choices[facet].get(value) ?? 0) + 1);
      }
    });
  });
  const total = statements.filter(Boolean).length;
  return { ties, statements, total, edges: edges.size, choices: /** @type {Record<Facet, Map<number, number>>} */ (choices), otherwise };
}

/**
 * An actor, whoever acts for it in the picture, and everybody within so many steps along edges in
 * either direction.
 *
 * @param {Facts} facts
 * @param {number} actor
 * @param {number} steps
 * @returns {Set<number>}
 */
function around(facts, actor, steps) {
  const found = new Set([actor]);
  for (const tie of facts.ties) {
    const edge = /** @type {Edge} */ (facts.edges[tie.edge]);
    const day = /** @type {Statement} */ (facts.statements[tie.statement]).first;
    for (const end of [edge.source, edge.target]) {
      if (tie.actors.includes(actor) && chain(facts.actors, end, day).includes(actor)) found.add(end);
    }
  }
  for (let step = 0; step < steps; step++) {
    const before = new Set(found);
    for (const { source, target } of facts.edges) {
      if (before.has(source)) found.add(target);
      if (before.has(target)) found.add(source);
    }
  }
  return found;
}

/**
 * The statements behind some ties that are seen, ascending: newest first.
 *
 * @param {Facts} facts
 * @param {Seen} seen
 * @param {Iterable<number>} ties
 * @returns {number[]}
 */
function seenIn(facts, seen, ties) {
  const found = new Set();
  for (const tie of ties) {
    if (seen.ties[tie]) found.add(/** @type {Tie} */ (facts.ties[tie]).statement);
  }
  return [...found].sort((a, b) => a - b);
}
