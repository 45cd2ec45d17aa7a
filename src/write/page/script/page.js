// @ts-check
// The page: one state, which is also its address, and everything brought up to date from it.

const facts = readFacts(JSON.parse(byId("facts").textContent ?? ""));
/** @type {State} */
let state = atFirst(facts);
/** @type {Seen} */
let seen = see(facts, state.filters, null);
/** @type {Set<number> | null} */
let among = null;
/** @type {View[]} */
const views = [];

/** @param {Partial<State>} change @param {boolean} [moving] whether it is only on the way to somewhere */
function go(change, moving = false) {
  state = { ...state, ...change };
  const hash = encode(facts, state);
  if (hash !== location.hash.slice(1)) {
    const address = hash ? `#${hash}` : location.pathname + location.search;
    if (moving) history.replaceState(null, "", address);
    else history.pushState(null, "", address);
  }
  show();
}

/** From the address, as it is now. */
function come() {
  state = decode(facts, location.hash.slice(1));
  show();
}

const tip = byId("tip");

const updateFilters = filters(
  facts,
  (facet, values) => go({ filters: { ...state.filters, [facet]: values } }),
  () => go({ filters: noFilters() }),
);
const updateDates = dates(facts, (change, moving) => go({ filters: { ...state.filters, ...change } }, moving));
const updatePanel = panel(facts, (change) => go(change));

/** Clears the least that there is. */
function clearLeast() {
  if (state.actor !== null || state.edges.length || state.statements.length) go({ actor: null, edges: [], statements: [] });
  else if (state.focus !== null) go({ focus: null, steps: 1 });
}

/** @param {Group} group */
function choose(group) {
  if (group.actor !== null) {
    go({ actor: group.actor, edges: [], statements: [] });
  } else {
    const statements = group.statements && group.statements.size < (facts.edges[group.edges[0] ?? 0]?.ties.length ?? 0) ? [...group.statements] : [];
    go({ actor: null, edges: group.edges, statements });
  }
}

/** @param {Group | null} group @param {PointerEvent} [event] */
function point(group, event) {
  tip.hidden = !group || event?.pointerType === "touch";
  if (!group || !event) return;
  const view = views.find(({ name }) => name === state.view);
  tip.textContent = view?.label(group) ?? "";
  const { width, height } = tip.getBoundingClientRect();
  const x = Math.min(event.clientX + 14, innerWidth - width - 8);
  const y = event.clientY + 18 + height > innerHeight ? event.clientY - height - 12 : event.clientY + 18;
  tip.style.transform = `translate(${Math.max(x, 8)}px, ${y}px)`;
}

/** How much is seen. */
function seenInWords() {
  const all = facts.statements.length;
  return seen.total < all ? `${seen.total} of ${many(all, "statement")}` : many(all, "statement");
}

async function show() {
  among = state.focus === null ? null : around(facts, state.focus, state.steps);
  seen = see(facts, state.filters, among);
  const root = document.documentElement;
  root.classList.toggle("embed", state.embed);
  if (state.theme === "system") delete root.dataset.theme;
  else root.dataset.theme = state.theme;
  byId("theme").textContent = `Colours: ${state.theme}`;
  for (const { section, name } of views) {
    const on = name === state.view;
    section.hidden = !on;
    const tab = byId(`tab-${name}`);
    tab.setAttribute("aria-selected", String(on));
    tab.tabIndex = on ? 0 : -1;
  }
  tip.hidden = true;
  updateFilters(seen, state);
  updateDates(seen, state);
  updatePanel(seen, state);
  const live = [seenInWords(), byId("panel").dataset.says].filter(Boolean).join("; ");
  if (byId("live").textContent !== live) byId("live").textContent = live;
  const table = /** @type {HTMLDetailsElement} */ (byId("all"));
  if (table.open) rows();
  const view = views.find(({ name }) => name === state.view);
  await view?.ready;
  // Another state may have come while the view was unpacked; it then shows that.
  if (view && view.name === state.view) view.update(seen, state, among);
}

/** Shows the rows of the table that are seen. */
function rows() {
  const body = /** @type {HTMLTableElement} */ (byId("statements")).tBodies[0];
  [...(body?.rows ?? [])].forEach((row, n) => (row.hidden = !seen.statements[n]));
}

function begin() {
  for (const section of all("section.view", document, HTMLElement)) {
    views.push(new View(section, facts, { choose, point }));
    section.setAttribute("role", "tabpanel");
    section.setAttribute("aria-labelledby", `tab-${section.id}`);
    byId(`tab-${section.id}`).addEventListener("click", () => go({ view: section.id }));
  }
  const tabs = all("[role=tab]", document, HTMLElement);
  tabs.forEach((tab, n) => tab.addEventListener("keydown", (event) => {
    const to = { ArrowRight: n + 1, ArrowLeft: n - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = tabs[(to + tabs.length) % tabs.length];
    next?.click();
    next?.focus();
  }));
  search(facts, (actor) => go({ actor, edges: [], statements: [], ...(state.view === "network" && seen.edges > MANY ? { focus: actor, steps: 1 } : {}) }));
  const table = /** @type {HTMLDetailsElement} */ (byId("all"));
  table.open = false;
  table.addEventListener("toggle", () => table.open && rows());
  for (const button of all("[data-zoom]", document, HTMLElement)) {
    button.addEventListener("click", () => {
      const view = views.find(({ name }) => name === state.view);
      if (button.dataset.zoom === "fit") view?.fit();
      else view?.zoom(button.dataset.zoom === "in" ? 1.25 : 0.8);
    });
  }
  const save = /** @type {HTMLDetailsElement} */ (byId("save"));
  closing(save);
  for (const button of all("[data-save]", save, HTMLElement)) button.addEventListener("click", () => {
    save.open = false;
    void keep(button.dataset.save ?? "");
  });
  const unfold = byId("unfold");
  unfold.addEventListener("click", () => unfold.setAttribute("aria-expanded", String(unfold.getAttribute("aria-expanded") !== "true")));
  byId("theme").addEventListener("click", () => {
    go({ theme: THEMES[(THEMES.indexOf(state.theme) + 1) % THEMES.length] ?? "system" }, true);
  });
  document.querySelector(".skip")?.addEventListener("click", (event) => {
    event.preventDefault();
    const view = views.find(({ name }) => name === state.view);
    if (view?.current) view.focus(view.current);
    else byId("picture").focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") clearLeast();
  });
  document.documentElement.classList.add("ready");
  addEventListener("hashchange", come);
  addEventListener("popstate", come);
  addEventListener("resize", () => views.find(({ name }) => name === state.view)?.fit(LEGIBLE));
  come();
}

/** @param {string} format */
async function keep(format) {
  const name = fileName(facts.title);
  if (format === "csv") return download(new Blob([statementsAsCsv(facts, seen)], { type: "text/csv" }), `${name}.csv`);
  const view = views.find(({ name }) => name === state.view);
  if (!view) return;
  const summary = `${many(seen.edges, "edge")}, ${seenInWords()}`;
  try {
    const picture = standalone(view, inWords(facts, state), summary);
    if (format === "svg") download(new Blob([picture.markup], { type: "image/svg+xml" }), `${name}-${view.name}.svg`);
    else download(await png(picture), `${name}-${view.name}.png`);
  } catch (error) {
    byId("live").textContent = `The picture cannot be saved: ${error instanceof Error ? error.message : error}`;
  }
}

begin();
