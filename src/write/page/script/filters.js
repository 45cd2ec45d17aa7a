// @ts-check
// The filters: for each facet a menu of what there is, with how many statements each choice would leave.

/**
 * @param {Facts} facts
 * @param {(facet: Facet, values: number[]) => void} choose
 * @param {() => void} clear
 * @returns {(seen: Seen, state: State) => void} brings it up to date
 */
function filters(facts, choose, clear) {
  const bar = byId("filters");
  /** @type {{facet: Facet, menu: HTMLDetailsElement, summary: HTMLElement, sheet: HTMLElement, boxes: Map<number, {row: HTMLElement, box: HTMLInputElement, count: HTMLElement}>}[]} */
  const menus = [];
  /** @type {{seen: Seen, state: State} | null} */
  let last = null;

  const everything = see(facts, noFilters(), null);
  for (const facet of FACETS) {
    const choices = everything.choices[facet];
    if (choices.size === 0 || choices.size === 1 && (choices.has(NONE) || facet === "certainty" && choices.has(0))) continue;
    const summary = make("summary");
    const sheet = make("fieldset", { class: "sheet" }, make("legend", { class: "unseen" }, facet));
    const menu = make("details", { class: "menu", id: `filter-${facet}` }, summary, sheet);
    closing(menu);
    const entry = { facet, menu, summary, sheet, boxes: new Map() };
    menu.addEventListener("toggle", () => {
      if (menu.open && last) fill(entry, last.seen, last.state);
    });
    menus.push(entry);
    bar.append(menu);
  }
  const reset = make("button", { type: "button", class: "reset", click: clear }, "Clear filters");
  bar.append(reset);

  /** @type {(entry: typeof menus[number], seen: Seen, state: State) => void} */
  const fill = ({ facet, sheet, boxes }, seen, state) => {
    if (boxes.size === 0) {
      const values = [...everything.choices[facet].keys()];
      const order = (/** @type {number} */ value) => everything.choices[facet].get(value) ?? 0;
      values.sort((a, b) => order(b) - order(a) || labelOf(facts, facet, a).localeCompare(labelOf(facts, facet, b)));
      for (const value of values) {
        const box = make("input", { type: "checkbox", change: () => {
          const chosen = [...boxes].filter(([, { box }]) => box.checked).map(([value]) => value);
          choose(facet, chosen);
        } });
        const count = make("span", { class: "count" });
        const tone = facet === "sign" ? SIGN[SIGNS[value] ?? ""]?.tone : facet === "relation" ? SIGN[facts.relations[value]?.sign ?? ""]?.tone : "";
        const row = make("label", { class: tone ?? "" }, box, make("bdi", { class: "what" }, labelOf(facts, facet, value)), count);
        boxes.set(value, { row, box, count });
        sheet.append(row);
      }
    }
    for (const [value, { row, box, count }] of boxes) {
      const left = seen.choices[facet].get(value) ?? 0;
      box.checked = state.filters[facet].includes(value);
      count.textContent = String(left);
      row.classList.toggle("nothing", left === 0 && !box.checked);
    }
  };

  return (seen, state) => {
    last = { seen, state };
    for (const entry of menus) {
      const chosen = state.filters[entry.facet];
      const name = entry.facet[0]?.toUpperCase() + entry.facet.slice(1);
      const words = chosen.length === 1 ? `: ${labelOf(facts, entry.facet, /** @type {number} */ (chosen[0]))}` : chosen.length ? `: ${chosen.length} chosen` : "";
      entry.summary.replaceChildren(make("span", {}, name, make("bdi", {}, words)));
      entry.menu.classList.toggle("active", chosen.length > 0);
      if (entry.menu.open) fill(entry, seen, state);
    }
    reset.hidden = !filtered(state.filters);
  };
}
