// @ts-check
// The statements of what is selected, newest first, in the words of the table.

/** How many statements are listed before one asks for more. */
const AT_ONCE = 50;

/**
 * @param {Facts} facts
 * @param {(change: Partial<State>) => void} go
 * @returns {(seen: Seen, state: State) => void} brings it up to date
 */
function panel(facts, go) {
  const place = byId("panel");
  const rows = /** @type {HTMLTableElement} */ (byId("statements")).tBodies[0]?.rows;
  let shown = AT_ONCE;
  let before = "";

  /** The words of a cell, with their links. @param {number} statement @param {number} column */
  const words = (statement, column) => [...(rows?.[statement]?.cells[column]?.cloneNode(true).childNodes ?? [])];
  /** @type {(statement: number) => HTMLElement} */
  const item = (n) => {
    const statement = /** @type {Statement} */ (facts.statements[n]);
    const relation = facts.relations[facts.edges[facts.ties[statement.ties[0] ?? 0]?.edge ?? 0]?.relation ?? 0];
    const text = (/** @type {number} */ column) => rows?.[n]?.cells[column]?.textContent ?? "";
    const list = make("li", { class: SIGN[relation?.sign ?? ""]?.tone ?? "" });
    list.append(
      make("p", { class: "when" }, make("span", {}, text(0)), text(5) ? make("span", { class: "certainty" }, text(5)) : ""),
      make("p", { class: "says" }, make("bdi", { class: "who" }, text(1)), " ", make("span", { class: "does" }, text(2)), " ", make("bdi", { class: "who" }, text(3))),
    );
    if (text(4)) list.append(make("p", { class: "gist", dir: "auto" }, text(4)));
    if (text(7)) list.append(make("blockquote", { dir: "auto" }, ...words(n, 7)));
    if (text(6)) list.append(make("p", { class: "source" }, ...words(n, 6)));
    const { answers } = statement;
    if (answers !== null && facts.statements[answers]) {
      const answered = facts.statements[answers];
      const edges = answered.ties.map((tie) => /** @type {Tie} */ (facts.ties[tie]).edge);
      const gist = rows?.[answers]?.cells[4]?.textContent || answered.id;
      list.append(make("p", { class: "answers" }, "answers ", make("button", { type: "button", class: "link", click: () => go({ actor: null, edges, statements: [answers] }) }, make("bdi", {}, gist))));
    }
    return list;
  };

  /** An actor as a button that selects it. @param {number} n @param {string} [more] */
  const actorButton = (n, more = "") => make("button", { type: "button", class: "link", click: () => go({ actor: n, edges: [], statements: [] }) }, make("bdi", {}, facts.actors[n]?.name ?? ""), more);

  /** @param {Seen} seen @param {State} state */
  const aboutActor = (seen, state) => {
    const n = /** @type {number} */ (state.actor);
    const actor = /** @type {Actor} */ (facts.actors[n]);
    const parts = [];
    const kind = [actor.role, actor.kind === "unspecified" ? null : actor.kind].filter(Boolean).join(", ");
    const also = actor.aliases.length ? `also ${actor.aliases.slice(0, 6).join(", ")}` : "";
    const line = [kind, also].filter(Boolean).join("; ");
    if (line) parts.push(make("p", { class: "about", dir: "auto" }, line));
    const principals = [...new Set(actor.actsFor.map((entry) => entry.actor))];
    const people = facts.actors.flatMap((other, m) => (other.actsFor.some((entry) => entry.actor === n) ? [m] : []));
    for (const [what, whom] of /** @type {[string, number[]][]} */ ([["Acts for ", principals], ["For it act ", people]])) {
      if (!whom.length) continue;
      const buttons = whom.flatMap((m, at) => [at ? ", " : "", actorButton(m)]);
      parts.push(make("p", { class: "about" }, what, ...buttons));
    }
    const focus = (/** @type {number | null} */ whom, /** @type {number} */ steps, /** @type {string} */ name) => {
      const on = state.focus === whom && (whom === null || state.steps === steps);
      return make("button", { type: "button", "aria-pressed": String(on), click: () => go({ focus: whom, steps }) }, name);
    };
    parts.push(make("p", { class: "focus", role: "group", "aria-label": "Show" }, focus(null, 1, "Everybody"), focus(n, 1, "1 step around"), focus(n, 2, "2 steps around")));
    return parts;
  };

  /** What one may begin with: the edges with the most statements. @param {Seen} seen */
  const beginning = (seen) => {
    const counts = facts.edges.map((edge, n) => ({ n, edge, count: edge.ties.filter((tie) => seen.ties[tie]).length }));
    const most = counts.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count).slice(0, 8);
    return make("ol", { class: "most" }, ...most.map(({ n, edge, count }) => {
      const relation = facts.relations[edge.relation];
      const sign = SIGN[relation?.sign ?? "0"];
      return make("li", { class: sign?.tone ?? "" }, make("button", { type: "button", click: () => go({ actor: null, edges: [n], statements: [] }) },
        make("span", { class: "says" }, make("bdi", { class: "who" }, facts.actors[edge.source]?.name ?? ""), " ", make("span", { class: "does" }, `${sign?.glyph} ${relation?.id}`), " ", make("bdi", { class: "who" }, facts.actors[edge.target]?.name ?? "")),
        make("span", { class: "count" }, String(count))));
    }));
  };

  return (seen, state) => {
    const { actor, edges } = state;
    const key = JSON.stringify([actor, edges, state.statements]);
    if (key !== before) {
      shown = AT_ONCE;
      place.scrollTop = 0;
    }
    before = key;
    const chosen = actor !== null || edges.length > 0 || state.statements.length > 0;
    place.classList.toggle("chosen", chosen);
    if (!chosen) {
      place.dataset.says = "";
      place.replaceChildren(
        make("h2", {}, "Who said so?"),
        make("p", { class: "about" }, "Click a line, a cell or a name, or press Enter on it, to read the statements behind it. Most statements:"),
        beginning(seen),
      );
      return;
    }
    let ties = actor !== null
      ? [...facts.ties.keys()].filter((n) => facts.ties[n]?.actors.includes(actor))
      : edges.flatMap((n) => facts.edges[n]?.ties ?? []);
    if (state.statements.length) {
      const wanted = new Set(state.statements);
      const from = ties.length || actor !== null ? ties : [...facts.ties.keys()];
      ties = from.filter((n) => wanted.has(facts.ties[n]?.statement ?? -1));
    }
    const found = seenIn(facts, seen, ties);
    const all = new Set(ties.map((n) => facts.ties[n]?.statement)).size;
    const name = selected(facts, state);
    const hidden = all - found.length;
    place.dataset.says = `selected: ${name}, ${many(found.length, "statement")}`;
    const more = make("button", { type: "button", class: "more", click: () => {
      shown += AT_ONCE;
      list.append(...found.slice(list.children.length, shown).map(item));
      more.hidden = shown >= found.length;
    } }, "More");
    more.hidden = shown >= found.length;
    const list = make("ol", { class: "receipts" }, ...found.slice(0, shown).map(item));
    place.replaceChildren(
      make("div", { class: "head" },
        make("h2", { dir: "auto" }, name),
        make("button", { type: "button", class: "close", title: "Clear (Escape)", click: () => go({ actor: null, edges: [], statements: [] }) }, "×", make("span", { class: "unseen" }, " clear the selection"))),
      ...(actor !== null ? aboutActor(seen, state) : []),
      make("p", { class: "summary" }, many(found.length, "statement"), hidden > 0 ? `; ${hidden} more hidden by filters` : ""),
      list,
      more,
    );
  };
}
