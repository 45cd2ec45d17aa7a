// @ts-check
// When: a small histogram with a brush, two dates, and what is undated apart.

/** The histogram, in units of its own. */
const BARS = { width: 720, height: 44 };

/** How many bars there is room for. */
const BINS = 120;

/** @typedef {{from: string, to: string, name: string}} Bin the first and the last day on which something begins */

/** The Monday of a day. @param {string} day */
function monday(day) {
  const date = new Date(day);
  date.setUTCDate(date.getUTCDate() - (date.getUTCDay() + 6) % 7);
  return date.toISOString().slice(0, 10);
}

/** Days, weeks, months, years, decades, centuries. @type {((day: string) => string)[]} */
const UNITS = [(day) => day, monday, (day) => day.slice(0, 7), (day) => day.slice(0, 4), (day) => day.slice(0, 3), (day) => day.slice(0, 2)];

/**
 * The days on which something begins, in units so small that there are not too many. Where nothing is there
 * is no bin either: news come in bursts, with years between them.
 *
 * @param {string[]} days ascending
 * @param {number} most
 * @returns {Bin[]}
 */
function binned(days, most) {
  const unit = UNITS.find((unit) => new Set(days.map(unit)).size <= most) ?? ((day) => day.slice(0, 1));
  /** @type {Map<string, Bin>} */
  const bins = new Map();
  const years = new Set(days.map((day) => day.slice(0, 4)));
  for (const day of days) {
    const bin = bins.get(unit(day));
    if (bin) bin.to = day;
    else bins.set(unit(day), { from: day, to: day, name: years.size > 1 ? day.slice(0, 4) : day.slice(0, 7) });
  }
  return [...bins.values()];
}

/**
 * @param {Facts} facts
 * @param {(change: Partial<Filters>, moving?: boolean) => void} choose
 * @returns {(seen: Seen, state: State) => void} brings it up to date
 */
function dates(facts, choose) {
  const place = byId("dates");
  const dated = facts.statements.filter(({ first }) => first !== null);
  const undatedCount = facts.statements.length - dated.length;
  const firsts = dated.map(({ first }) => first ?? "").sort();
  const lasts = dated.map(({ last }) => last ?? "").sort();
  const [earliest, latest] = [firsts[0], lasts.at(-1)];
  if (earliest === undefined || latest === undefined) {
    place.hidden = true;
    return () => {};
  }
  const bins = binned(firsts, BINS);
  const wide = BARS.width / bins.length;
  const bar = draw("path", { class: "bars all" });
  const seenBar = draw("path", { class: "bars seen" });
  const shade = draw("rect", { class: "range", y: 0, height: BARS.height });
  const svg = draw("svg", { viewBox: `0 0 ${BARS.width} ${BARS.height}`, preserveAspectRatio: "none", "aria-hidden": "true" }, shade, bar, seenBar);
  const slider = (/** @type {string} */ name) => make("span", { role: "slider", tabindex: 0, class: "handle", "aria-label": name, "aria-valuemin": 0, "aria-valuemax": bins.length - 1 });
  const handles = [slider("First day shown"), slider("Last day shown")];
  const axis = bins.flatMap(({ name }, n) => {
    if (name === bins[n - 1]?.name) return [];
    const label = make("span", { class: "year", "aria-hidden": "true" }, name);
    label.style.left = `${n / bins.length * 100}%`;
    return [label];
  });
  const brush = make("div", { class: "brush" }, svg, ...axis, ...handles);
  const inputs = ["since", "until"].map((key) => make("input", { type: "date", id: key, min: earliest, max: latest, change: (/** @type {Event} */ event) => {
    choose({ [key]: /** @type {HTMLInputElement} */ (event.target).value || null });
  } }));
  const undated = make("input", { type: "checkbox", id: "undated", change: () => choose({ undated: undated.checked === !range() ? null : undated.checked }) });
  const undatedLabel = make("label", { for: "undated" }, undated, ` undated (${undatedCount})`);
  undatedLabel.hidden = undatedCount === 0;
  place.append(
    make("label", { for: "since" }, make("span", {}, "From "), /** @type {HTMLInputElement} */ (inputs[0])),
    brush,
    make("label", { for: "until" }, make("span", {}, "to "), /** @type {HTMLInputElement} */ (inputs[1])),
    undatedLabel,
  );

  /** @type {State | null} */
  let state = null;
  const range = () => !!(state?.filters.since || state?.filters.until);
  /** The first and the last bin of the range. */
  const ends = () => {
    const { since, until } = state?.filters ?? {};
    const from = since ? bins.findIndex(({ to }) => to >= since) : 0;
    const to = until ? bins.findLastIndex(({ from }) => from <= until) : bins.length - 1;
    return [from < 0 ? bins.length - 1 : from, Math.max(to, 0)];
  };
  /** @type {(from: number, to: number, moving?: boolean) => void} */
  const set = (from, to, moving) => {
    const [a, b] = [Math.max(Math.min(from, to), 0), Math.min(Math.max(from, to), bins.length - 1)];
    const whole = a === 0 && b === bins.length - 1;
    choose({ since: whole ? null : bins[a]?.from ?? null, until: whole ? null : bins[b]?.to ?? null }, moving);
  };

  handles.forEach((handle, which) => handle.addEventListener("keydown", (event) => {
    const [from = 0, to = 0] = ends();
    const at = which === 0 ? from : to;
    const page = Math.max(1, Math.round(bins.length / 10));
    /** @type {Record<string, number>} */
    const steps = { ArrowLeft: at - 1, ArrowDown: at - 1, ArrowRight: at + 1, ArrowUp: at + 1, PageDown: at - page, PageUp: at + page, Home: 0, End: bins.length - 1 };
    const next = steps[event.key];
    if (next === undefined) return;
    event.preventDefault();
    if (which === 0) set(Math.min(next, to), to, true);
    else set(from, Math.max(next, from), true);
  }));

  /** @type {number | null} the bin where a drag began, or the end that stays */
  let anchor = null;
  const at = (/** @type {PointerEvent} */ event) => {
    const { left, width } = brush.getBoundingClientRect();
    return Math.min(Math.max(Math.floor((event.clientX - left) / width * bins.length), 0), bins.length - 1);
  };
  brush.addEventListener("pointerdown", (event) => {
    const [from = 0, to = 0] = ends();
    anchor = event.target === handles[0] ? to : event.target === handles[1] ? from : at(event);
    brush.setPointerCapture(event.pointerId);
    if (event.target instanceof HTMLElement && event.target.role === "slider") return;
    event.preventDefault();
  });
  brush.addEventListener("pointermove", (event) => {
    if (anchor !== null) set(anchor, at(event), true);
  });
  brush.addEventListener("pointerup", () => (anchor = null));
  brush.addEventListener("dblclick", () => choose({ since: null, until: null }));

  const binOf = facts.statements.map(({ first }) => (first === null ? -1 : bins.findIndex(({ from, to }) => from <= first && first <= to)));
  /** @param {(statement: number) => boolean} counts */
  const heights = (counts) => {
    const found = new Array(bins.length).fill(0);
    // What lies somewhere in a long stretch is counted where that begins.
    binOf.forEach((bin, n) => {
      if (bin >= 0 && counts(n)) found[bin]++;
    });
    return found;
  };
  const highest = Math.max(...heights(() => true));
  const path = (/** @type {number[]} */ counts) => counts.map((count, n) => {
    const high = count && Math.max(2, Math.sqrt(count / highest) * (BARS.height - 4));
    return count ? `M${n * wide} ${BARS.height}v${-high}h${Math.max(wide * 0.85, 0.5)}v${high}z` : "";
  }).join("");

  return (seen, now) => {
    state = now;
    bar.setAttribute("d", path(heights((n) => seen.otherwise[n] ?? false)));
    seenBar.setAttribute("d", path(heights((n) => seen.statements[n] ?? false)));
    const [from = 0, to = 0] = ends();
    shade.setAttribute("x", String(from * wide));
    shade.setAttribute("width", String((to - from + 1) * wide));
    handles.forEach((handle, which) => {
      const bin = which === 0 ? from : to;
      handle.style.left = `${(bin + which) / bins.length * 100}%`;
      handle.setAttribute("aria-valuenow", String(bin));
      handle.setAttribute("aria-valuetext", (which === 0 ? bins[bin]?.from : bins[bin]?.to) ?? "");
    });
    place.classList.toggle("active", range());
    const days = [now.filters.since ?? earliest, now.filters.until ?? latest];
    inputs.forEach((input, n) => (input.value = days[n] ?? ""));
    undated.checked = now.filters.undated ?? !range();
  };
}
