// @ts-check
// What is looked at, and the same as an address: words that can be read, and every one of them kept.

/**
 * @typedef {object} State
 * @property {string} view
 * @property {number | null} actor which one is selected
 * @property {number[]} edges which ones are selected
 * @property {number[]} statements which ones of these; all, where there are none
 * @property {number | null} focus around whom nothing but the neighbours are shown
 * @property {number} steps how far those may be: 1 or 2
 * @property {Filters} filters
 * @property {string} theme one of THEMES
 * @property {boolean} embed
 */

const VIEWS = ["network", "matrix", "timeline"];
const THEMES = ["system", "light", "dark"];

/**
 * @param {Facts} facts
 * @returns {State}
 */
function atFirst(facts) {
  return { view: facts.view, actor: null, edges: [], statements: [], focus: null, steps: 1, filters: noFilters(), theme: facts.theme, embed: false };
}

/**
 * The names of what can be chosen of a facet, by number; the last one for what has none.
 *
 * @param {Facts} facts
 * @param {Facet} facet
 * @param {number} value
 * @returns {string}
 */
function idOf(facts, facet, value) {
  switch (facet) {
    case "relation": return facts.relations[value]?.id ?? "";
    case "sign": return SIGN[SIGNS[value] ?? ""]?.name ?? "";
    case "actor": return facts.actors[value]?.id ?? "";
    case "document": return facts.documents[value]?.id ?? "";
    case "publisher": return facts.publishers[value] ?? "";
    case "certainty": return CERTAINTIES[value] ?? "";
  }
}

/**
 * Every value of a facet; a document and a publisher may be missing.
 *
 * @param {Facts} facts
 * @param {Facet} facet
 * @returns {number[]}
 */
function allOf(facts, facet) {
  const lists = { relation: facts.relations, sign: SIGNS, actor: facts.actors, document: facts.documents, publisher: facts.publishers, certainty: CERTAINTIES };
  const none = facet === "document" || facet === "publisher" ? [NONE] : [];
  return [...lists[facet].keys(), ...none];
}

/** A part of the name of an edge, in which `~` stands between the parts. @param {string} part */
const apart = (part) => part.replace(/[%~]/g, (c) => (c === "%" ? "%25" : "%7E"));

/**
 * @param {Facts} facts
 * @param {Edge} edge
 * @returns {string}
 */
function edgeId(facts, edge) {
  const parts = [facts.actors[edge.source]?.id, facts.relations[edge.relation]?.id, facts.actors[edge.target]?.id];
  return parts.map((part) => apart(part ?? "")).join("~");
}

/**
 * The ends that several edges have in common, if they are all there are between these: a row, a column
 * or a cell of the matrix.
 *
 * @param {Facts} facts
 * @param {number[]} edges
 * @returns {{source: number | null, target: number | null} | null}
 */
function endsOf(facts, edges) {
  const its = edges.map((n) => /** @type {Edge} */ (facts.edges[n]));
  const [first] = its;
  if (!first || its.length < 2) return null;
  const source = its.every((edge) => edge.source === first.source) ? first.source : null;
  const target = its.every((edge) => edge.target === first.target) ? first.target : null;
  const whole = (source !== null || target !== null) && between(facts, source, target).length === edges.length;
  return whole ? { source, target } : null;
}

/**
 * @param {Facts} facts
 * @param {number | null} source anybody, where it is missing
 * @param {number | null} target
 * @returns {number[]}
 */
function between(facts, source, target) {
  return facts.edges.flatMap((edge, n) => ((source ?? edge.source) === edge.source && (target ?? edge.target) === edge.target ? [n] : []));
}

/**
 * What stands behind `#`; nothing for what is there at first.
 *
 * @param {Facts} facts
 * @param {State} state
 * @returns {string}
 */
function encode(facts, state) {
  const words = new URLSearchParams();
  const put = (/** @type {string} */ key, /** @type {string | undefined | null} */ word) => {
    if (word !== undefined && word !== null) words.append(key, word);
  };
  if (state.embed) put("embed", "");
  if (state.view !== facts.view) put("view", state.view);
  if (state.actor !== null) put("select", facts.actors[state.actor]?.id);
  const ends = endsOf(facts, state.edges);
  if (ends?.source != null) put("source", facts.actors[ends.source]?.id);
  if (ends?.target != null) put("target", facts.actors[ends.target]?.id);
  if (!ends) for (const n of state.edges) put("edge", edgeId(facts, /** @type {Edge} */ (facts.edges[n])));
  for (const n of state.statements) put("statement", facts.statements[n]?.id);
  if (state.focus !== null) {
    put("focus", facts.actors[state.focus]?.id);
    if (state.steps !== 1) put("steps", String(state.steps));
  }
  const { filters } = state;
  for (const facet of FACETS) for (const value of filters[facet]) put(facet, idOf(facts, facet, value));
  put("since", filters.since);
  put("until", filters.until);
  if (filters.undated !== null) put("undated", filters.undated ? "yes" : "no");
  if (state.theme !== facts.theme) put("theme", state.theme);
  return words.toString().replace(/=(?=&|$)/g, "").replaceAll("%7E", "~");
}

/**
 * The state that an address stands for. What it names that is not here is passed over.
 *
 * @param {Facts} facts
 * @param {string} hash without `#`
 * @returns {State}
 */
function decode(facts, hash) {
  const words = new URLSearchParams(hash);
  const state = atFirst(facts);
  const actor = (/** @type {string | null} */ id) => {
    const at = id === null ? -1 : facts.actors.findIndex((actor) => actor.id === id);
    return at < 0 ? null : at;
  };
  /** @type {(ids: string[], known: string[]) => number[]} */
  const numbers = (ids, known) => {
    const at = ids.length ? new Map(known.map((id, n) => [id, n])) : new Map();
    return [...new Set(ids.flatMap((id) => at.get(id) ?? []))];
  };
  const view = words.get("view") ?? "";
  if (VIEWS.includes(view)) state.view = view;
  state.actor = actor(words.get("select"));
  state.edges = numbers(words.getAll("edge"), facts.edges.map((edge) => edgeId(facts, edge)));
  const [source, target] = [actor(words.get("source")), actor(words.get("target"))];
  if (source !== null || target !== null) state.edges = between(facts, source, target);
  state.statements = numbers(words.getAll("statement"), facts.statements.map(({ id }) => id));
  state.focus = actor(words.get("focus"));
  state.steps = words.get("steps") === "2" ? 2 : 1;
  for (const facet of FACETS) {
    const all = allOf(facts, facet);
    const chosen = numbers(words.getAll(facet), all.map((value) => idOf(facts, facet, value)));
    state.filters[facet] = chosen.map((n) => /** @type {number} */ (all[n]));
  }
  const day = (/** @type {string | null} */ word) => (word && /^\d{4}-\d{2}-\d{2}$/.test(word) ? word : null);
  state.filters.since = day(words.get("since"));
  state.filters.until = day(words.get("until"));
  state.filters.undated = { yes: true, no: false }[words.get("undated") ?? ""] ?? null;
  const theme = words.get("theme") ?? "";
  if (THEMES.includes(theme)) state.theme = theme;
  state.embed = words.has("embed");
  return state;
}

/**
 * What is selected, in words; nothing, where nothing is.
 *
 * @param {Facts} facts
 * @param {State} state
 * @returns {string}
 */
function selected(facts, state) {
  const name = (/** @type {number | null} */ n) => (n === null ? "anybody" : facts.actors[n]?.name ?? "");
  if (state.actor !== null) return name(state.actor);
  const ends = endsOf(facts, state.edges);
  if (ends) return `${name(ends.source)} towards ${name(ends.target)}`;
  const sentences = state.edges.map((n) => sentence(facts, /** @type {Edge} */ (facts.edges[n])));
  if (sentences.length > 3) return `${sentences.slice(0, 2).join("; ")} and ${sentences.length - 2} more`;
  return sentences.join("; ") || (state.statements.length ? many(state.statements.length, "statement") : "");
}

/**
 * What the filters keep, in words, a line for each.
 *
 * @param {Facts} facts
 * @param {State} state
 * @returns {string[]}
 */
function inWords(facts, state) {
  const { filters, focus, steps } = state;
  const lines = FACETS.filter((facet) => filters[facet].length).map((facet) => {
    const names = filters[facet].map((value) => labelOf(facts, facet, value));
    return `${facet}: ${names.join(" or ")}`;
  });
  if (filters.since) lines.push(`since ${filters.since}`);
  if (filters.until) lines.push(`until ${filters.until}`);
  if (filters.undated !== null) lines.push(filters.undated ? "with undated" : "without undated");
  if (focus !== null) lines.push(`within ${many(steps, "step")} of ${facts.actors[focus]?.name}`);
  return lines;
}

/**
 * What a person reads for a value of a facet.
 *
 * @param {Facts} facts
 * @param {Facet} facet
 * @param {number} value
 * @returns {string}
 */
function labelOf(facts, facet, value) {
  switch (facet) {
    case "actor": return facts.actors[value]?.name ?? "";
    case "sign": {
      const sign = SIGN[SIGNS[value] ?? ""];
      return sign ? `${sign.glyph} ${sign.name}` : "";
    }
    case "document": return facts.documents[value]?.title ?? "no document";
    case "publisher": return facts.publishers[value] ?? "no publisher";
    case "certainty": return CERTAINTIES[value] || "not said";
    default: return idOf(facts, facet, value);
  }
}
