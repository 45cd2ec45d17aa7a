// @ts-check
// A view: what Rust has drawn, with counts, selection, zoom and keys.

/** Above so many edges a network is not shown as a whole. */
const MANY = 1500;
/** The scale at which all words can still be read. */
const LEGIBLE = 0.85;
/** How far within the edge of what is seen something is brought. */
const SEEN = 40;
/** How near to a line the pointer has to come. */
const REACH = 12;
/** How much room is left around what is fitted. */
const SEAM = 16;

/**
 * @typedef {object} Group marks that stand for an actor or for edges
 * @property {SVGGElement} element
 * @property {SVGGElement | null} label where it stands apart
 * @property {SVGGElement[]} copies of it in bands
 * @property {number | null} actor
 * @property {number[]} edges
 * @property {Set<number> | null} statements of the edge, if not all
 * @property {number[]} ties
 * @property {number} all how many statements it stands for
 * @property {number} count how many of them are seen
 * @property {Box | null} box
 * @property {string} [name]
 * @property {Segment[] | null} segments
 *
 * @typedef {object} Segment the part that a sign has in a bar
 * @property {Element} element
 * @property {string} sign
 * @property {Box} box
 *
 * @typedef {{x: number, y: number, width: number, height: number}} Box
 */

class View {
  /**
   * @param {HTMLElement} section
   * @param {Facts} facts
   * @param {{choose: (group: Group) => void, point: (group: Group | null, event?: PointerEvent) => void}} acts
   */
  constructor(section, facts, acts) {
    this.section = section;
    this.facts = facts;
    this.acts = acts;
    this.name = section.id;
    this.svg = section.querySelector("svg");
    this.stage = /** @type {HTMLElement | null} */ (section.querySelector(".stage"));
    /** @type {Group[]} */
    this.groups = [];
    /** @type {Map<Element, Group>} */
    this.by = new Map();
    this.scale = 1;
    /** @type {Box | null} what is fitted now */
    this.box = null;
    /** @type {Group | null} where the keyboard is */
    this.current = null;
    /** @type {SVGElement | null} */
    this.content = null;
    /** @type {Bands | null} */
    this.bands = null;
    this.most = 1;
    this.fitted = "";
    this.revealed = "";
    /** What is shown in place of too many edges. */
    this.instead = make("p", { class: "instead", hidden: true });
    this.stage?.before(this.instead);
    /** @type {Promise<void> | null} */
    this.begun = null;
  }

  /** Once it is drawn; that begins where it is first asked for. */
  get ready() {
    return (this.begun ??= this.unpack().then(() => this.begin()));
  }

  /** Brings in what was packed. */
  async unpack() {
    const packed = this.section.querySelector(".packed");
    if (!packed || !this.svg) return;
    const bytes = Uint8Array.from(atob(packed.textContent ?? ""), (c) => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    const marks = await new Response(stream).text();
    const svg = `<svg xmlns="http://www.w3.org/2000/svg">${marks}</svg>`;
    const drawn = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
    this.svg.append(...drawn.childNodes);
    packed.remove();
  }

  begin() {
    if (!this.svg || !this.stage) return;
    const { facts } = this;
    this.content = this.svg.querySelector(".content");
    const actors = new Map(facts.actors.map((actor, n) => [actor.ix, n]));
    const statements = new Map(facts.statements.map((statement, n) => [statement.ix, n]));
    const numbers = (/** @type {string | undefined} */ list) => (list ?? "").split(" ").filter(Boolean).map(Number);
    /** @type {Map<string, Group>} */
    const lines = new Map();
    for (const element of all(".content > g", this.svg, SVGGElement)) {
      const { actor, edges, statements: some } = element.dataset;
      const line = element.querySelector(".line");
      const labelled = edges === undefined || line ? undefined : lines.get(edges);
      if (labelled) {
        labelled.label = element;
        this.by.set(element, labelled);
        continue;
      }
      const its = some === undefined ? null : new Set(numbers(some).flatMap((ix) => statements.get(ix) ?? []));
      /** @type {Group} */
      const group = { element, label: null, copies: [], actor: null, edges: numbers(edges), statements: its, ties: [], all: 0, count: 0, box: null, segments: null };
      if (actor !== undefined) group.actor = actors.get(Number(actor)) ?? null;
      group.ties = group.edges.flatMap((n) => facts.edges[n]?.ties ?? []);
      if (its) group.ties = group.ties.filter((n) => its.has(/** @type {Tie} */ (facts.ties[n]).statement));
      if (group.actor !== null) group.ties = facts.actors[group.actor]?.ties ?? [];
      group.all = group.count = new Set(group.ties.map((n) => facts.ties[n]?.statement)).size;
      this.groups.push(group);
      if (this.name === "network" && edges !== undefined) lines.set(edges, group);
      this.by.set(element, group);
      element.setAttribute("role", "button");
      element.setAttribute("tabindex", "-1");
      if (line && !element.querySelector(".body")) {
        element.classList.add("lined");
        element.prepend(draw("path", { d: line.getAttribute("d") ?? "", class: "reach f-none", "stroke-width": REACH }));
      }
    }
    this.bands = this.name === "network" || !this.content ? null : new Bands(this, this.content);
    this.most = Math.max(1, ...this.groups.filter(({ actor }) => actor === null).map(({ all }) => all));
    this.svg.setAttribute("role", "group");
    this.listen(this.svg, this.stage);
  }

  /** @param {Element | EventTarget | null} target */
  groupOf(target) {
    const element = target instanceof Element ? target.closest(".content > g") : null;
    return (element && this.by.get(element)) ?? null;
  }

  /**
   * @param {SVGSVGElement} svg
   * @param {HTMLElement} stage
   */
  listen(svg, stage) {
    svg.addEventListener("click", (event) => {
      const group = this.groupOf(event.target);
      if (group && !this.dragged) this.choose(group);
    });
    const point = (/** @type {Group | null} */ group, /** @type {PointerEvent} */ event) => {
      this.point(group);
      this.acts.point(group, event);
    };
    svg.addEventListener("pointerover", (event) => point(this.groupOf(event.target), event));
    svg.addEventListener("pointerleave", (event) => point(null, event));
    svg.addEventListener("focusin", (event) => {
      const group = this.groupOf(event.target);
      if (group) this.move(group);
    });
    svg.addEventListener("keydown", (event) => this.key(event));

    /** @type {{x: number, y: number} | null} where a drag has come to */
    let from = null;
    this.dragged = false;
    stage.addEventListener("pointerdown", (event) => {
      this.dragged = false;
      if (event.pointerType === "mouse" && event.button === 0) from = { x: event.clientX, y: event.clientY };
    });
    stage.addEventListener("pointermove", (event) => {
      if (!from || !this.dragged && Math.hypot(event.clientX - from.x, event.clientY - from.y) < 4) return;
      if (!this.dragged) stage.setPointerCapture(event.pointerId);
      this.dragged = true;
      stage.scrollBy(from.x - event.clientX, from.y - event.clientY);
      from = { x: event.clientX, y: event.clientY };
    });
    for (const end of ["pointerup", "pointercancel"]) stage.addEventListener(end, () => (from = null));
    stage.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      this.zoom(event.deltaY < 0 ? 1.15 : 1 / 1.15, event);
    }, { passive: false });
  }

  /** @param {Group} group */
  choose(group) {
    this.move(group);
    this.acts.choose(group);
  }

  /** The one group that the tabulator reaches. @param {Group | null} group */
  move(group) {
    if (group === this.current) return;
    this.current?.element.setAttribute("tabindex", "-1");
    group?.element.setAttribute("tabindex", "0");
    this.current = group;
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const group = this.groupOf(event.target);
    if (!group || event.ctrlKey || event.metaKey || event.altKey) return;
    const shown = this.groups.filter(({ element }) => !element.classList.contains("gone"));
    const at = shown.indexOf(group);
    /** @type {Record<string, () => Group | undefined>} */
    const steps = {
      ArrowRight: () => this.beside(shown, group, 1, 0),
      ArrowLeft: () => this.beside(shown, group, -1, 0),
      ArrowDown: () => this.beside(shown, group, 0, 1),
      ArrowUp: () => this.beside(shown, group, 0, -1),
      PageDown: () => shown[at + 1],
      PageUp: () => shown[at - 1],
      Home: () => shown[0],
      End: () => shown.at(-1),
    };
    const step = steps[event.key];
    if (step) {
      const next = step();
      if (next) this.focus(next);
    } else if (event.key === "Enter" || event.key === " ") {
      this.choose(group);
    } else if (event.key === "+" || event.key === "=") {
      this.zoom(1.25);
    } else if (event.key === "-") {
      this.zoom(0.8);
    } else if (event.key === "0") {
      this.fit();
    } else {
      return;
    }
    event.preventDefault();
  }

  /** @param {Group} group */
  focus(group) {
    this.move(group);
    group.element.focus();
    group.element.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /**
   * The nearest group in a direction: how far it is counts, and twice how far aside.
   *
   * @param {Group[]} groups
   * @param {Group} from
   * @param {number} dx
   * @param {number} dy
   */
  beside(groups, from, dx, dy) {
    const middle = (/** @type {Group} */ group) => {
      const box = this.boxOf(group);
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    };
    const start = middle(from);
    let best;
    let least = Infinity;
    for (const group of groups) {
      const at = middle(group);
      const ahead = (at.x - start.x) * dx + (at.y - start.y) * dy;
      const aside = Math.abs((at.x - start.x) * dy) + Math.abs((at.y - start.y) * dx);
      if (group === from || ahead <= 0.5 || aside > 2 * ahead) continue;
      if (ahead + 2 * aside < least) [best, least] = [group, ahead + 2 * aside];
    }
    return best;
  }

  /**
   * @param {Group} group
   * @returns {Box}
   */
  boxOf(group) {
    if (!group.box) {
      const { x, y, width, height } = group.element.getBBox();
      group.box = { x, y, width, height };
    }
    return group.box;
  }

  /**
   * Shows what is seen and selected. The view has to be on the screen.
   *
   * @param {Seen} seen
   * @param {State} state
   * @param {Set<number> | null} among
   */
  update(seen, state, among) {
    if (!this.svg || !this.content) return;
    const tooMany = this.name === "network" && seen.edges > MANY;
    this.instead.hidden = !tooMany;
    this.instead.textContent = `${seen.edges} edges are too many to be read in one picture. Find an actor to look around it, or filter until there are ${MANY} at most.`;
    if (this.stage) this.stage.hidden = tooMany;
    if (tooMany) this.content.remove();
    else if (!this.content.isConnected) this.svg.prepend(this.content);

    const chosen = state.actor !== null || state.edges.length > 0;
    this.svg.classList.toggle("chosen", chosen);
    const near = this.near(state);
    for (const group of this.groups) {
      const { element, actor } = group;
      group.count = seenIn(this.facts, seen, group.ties).length;
      const kept = actor !== null && (actor === state.actor || actor === state.focus) && (!among || among.has(actor));
      const on = actor !== null ? actor === state.actor : isOn(this.facts, group, state);
      for (const part of [element, group.label, ...group.copies]) {
        part?.classList.toggle("gone", group.count === 0 && !kept);
        part?.classList.toggle("on", on);
        part?.classList.toggle("near", on || actor !== null && near.has(actor));
      }
      if (on) element.setAttribute("aria-current", "true");
      else element.removeAttribute("aria-current");
      element.setAttribute("aria-label", this.label(group));
      recount(this, group, seen);
    }
    const words = [...this.content.children].find((text) => /^\d+ in all$/.test(text.textContent ?? ""));
    if (words) words.textContent = `${seen.ties.filter(Boolean).length} in all`;
    if (!this.current || this.current.element.classList.contains("gone")) {
      this.move(this.groups.find(({ element }) => !element.classList.contains("gone")) ?? null);
    }
    // What is left is looked at closer, unless nothing is gone that was there before.
    const fitted = `${state.focus}/${state.steps}/${tooMany}`;
    if (!tooMany && fitted !== this.fitted) {
      this.fitted = fitted;
      this.fit(LEGIBLE);
    }
    const selection = JSON.stringify([fitted, state.actor, state.edges, state.statements]);
    if (selection !== this.revealed && !tooMany) this.reveal();
    this.revealed = selection;
  }

  /** Who is at an end of what is selected. @param {State} state */
  near(state) {
    const ends = new Set();
    for (const n of state.edges) ends.add(this.facts.edges[n]?.source).add(this.facts.edges[n]?.target);
    if (state.actor !== null) {
      for (const tie of this.facts.ties) {
        const edge = this.facts.edges[tie.edge];
        if (tie.actors.includes(state.actor)) ends.add(edge?.source).add(edge?.target);
      }
    }
    return ends;
  }

  /** Marks the names of those whose edge is pointed at. @param {Group | null} group */
  point(group) {
    const ends = new Set(group?.actor !== null ? [group?.actor] : group.edges.flatMap((n) => [this.facts.edges[n]?.source, this.facts.edges[n]?.target]));
    for (const { element, copies, actor } of this.groups) {
      if (actor !== null) for (const name of [element, ...copies]) name.classList.toggle("pointed", ends.has(actor));
    }
  }

  /** What is read aloud. @param {Group} group */
  label(group) {
    const { facts } = this;
    const how = many(group.count, "statement");
    if (group.actor !== null) return `${facts.actors[group.actor]?.name}, ${how}`;
    group.name ??= selected(facts, { ...atFirst(facts), edges: group.edges });
    const label = `${group.name}: ${how}`;
    // What can be read on it has to be part of its name (WCAG 2.2, 2.5.3).
    const words = ((group.label ?? group.element).textContent ?? "").replace(/[−+○±]/g, "").trim();
    return label.includes(words) ? label : `${label}, ${words}`;
  }

  /** Brings what is selected into sight. */
  reveal() {
    const { stage, box } = this;
    const on = this.groups.filter(({ element }) => element.matches(".on:not(.gone)"));
    const named = on.filter(({ actor }) => actor !== null);
    const some = named.length ? named : on;
    if (!stage || !box || !some.length) return;
    const boxes = some.map((group) => this.boxOf(group));
    const left = (Math.min(...boxes.map(({ x }) => x)) - box.x) * this.scale;
    const right = (Math.max(...boxes.map(({ x, width }) => x + width)) - box.x) * this.scale;
    const top = (Math.min(...boxes.map(({ y }) => y)) - box.y) * this.scale;
    const bottom = (Math.max(...boxes.map(({ y, height }) => y + height)) - box.y) * this.scale;
    const { scrollLeft, scrollTop, clientWidth, clientHeight } = stage;
    // Only as far as it takes, unless it is larger than what is seen.
    const near = (/** @type {number} */ from, /** @type {number} */ to, /** @type {number} */ at, /** @type {number} */ room) => {
      if (to - from + 2 * SEEN > room) return (from + to - room) / 2;
      return Math.min(Math.max(at, to + SEEN - room), from - SEEN);
    };
    stage.scrollTo(near(left, right, scrollLeft, clientWidth), near(top, bottom, scrollTop, clientHeight));
  }

  /**
   * The whole of what is shown, as large as there is room.
   *
   * @param {number} [least] the scale below which words are too small, so that it is scrolled instead
   */
  fit(least = 0) {
    if (!this.svg || !this.stage || !this.groups.length) return;
    const shown = this.groups.filter(({ element }) => !element.classList.contains("gone"));
    const whole = shown.length === this.groups.length || this.name !== "network";
    const canvas = this.svg.dataset.box ?? (this.svg.dataset.box = this.svg.getAttribute("viewBox") ?? "0 0 1 1");
    const [x = 0, y = 0, width = 1, height = 1] = canvas.split(" ").map(Number);
    let box = { x, y, width, height };
    if (!whole && shown.length) {
      const boxes = shown.map((group) => this.boxOf(group));
      const left = Math.min(...boxes.map((box) => box.x)) - SEAM;
      const top = Math.min(...boxes.map((box) => box.y)) - SEAM;
      const right = Math.max(...boxes.map((box) => box.x + box.width)) + SEAM;
      const bottom = Math.max(...boxes.map((box) => box.y + box.height)) + SEAM;
      box = { x: left, y: top, width: right - left, height: bottom - top };
    }
    this.box = box;
    this.svg.setAttribute("viewBox", [box.x, box.y, box.width, box.height].join(" "));
    const wide = this.stage.clientWidth / box.width;
    const high = this.stage.clientHeight / box.height;
    const network = this.name === "network";
    this.scale = Math.min(Math.max(network ? Math.min(wide, high) : wide, least), network ? 1.4 : 1);
    this.resize();
    if (this.name === "matrix") return this.stage.scrollTo(0, 0);
    // To where most is.
    const starts = shown.flatMap(({ element }) => /^M[-\d.]+ [-\d.]+/.exec(element.querySelector(".line")?.getAttribute("d") ?? "") ?? []);
    const places = starts.map((start) => start.slice(1).split(" ").map(Number));
    const middle = (/** @type {0 | 1} */ which) => places.map((place) => place[which] ?? 0).sort((a, b) => a - b)[places.length >> 1] ?? 0;
    const at = { x: middle(0), y: middle(1) };
    this.stage.scrollTo((at.x - box.x) * this.scale - this.stage.clientWidth / 2, (at.y - box.y) * this.scale - this.stage.clientHeight / 2);
  }

  /**
   * @param {number} by
   * @param {{clientX: number, clientY: number}} [at] what stays where it is; the middle
   */
  zoom(by, at) {
    if (!this.stage || !this.box) return;
    const { left, top, width, height } = this.stage.getBoundingClientRect();
    const x = at ? at.clientX - left : width / 2;
    const y = at ? at.clientY - top : height / 2;
    const before = this.scale;
    this.scale = Math.min(Math.max(this.scale * by, 0.1), 6);
    const grown = this.scale / before;
    const [toLeft, toTop] = [(this.stage.scrollLeft + x) * grown - x, (this.stage.scrollTop + y) * grown - y];
    this.resize();
    this.stage.scrollTo(toLeft, toTop);
  }

  resize() {
    this.svg?.setAttribute("width", String(Math.round((this.box?.width ?? 1) * this.scale)));
    this.svg?.setAttribute("height", String(Math.round((this.box?.height ?? 1) * this.scale)));
    this.bands?.resize();
  }
}

/**
 * Whether a group is of what is selected.
 *
 * @param {Facts} facts
 * @param {Group} group
 * @param {State} state
 */
function isOn(facts, group, state) {
  const { actor } = state;
  if (actor !== null) return group.ties.some((n) => facts.ties[n]?.actors.includes(actor));
  if (!group.edges.some((n) => state.edges.includes(n))) return false;
  return !group.statements || !state.statements.length || state.statements.some((n) => group.statements?.has(n));
}
