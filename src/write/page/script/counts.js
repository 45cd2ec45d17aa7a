// @ts-check
// What filters change in a picture that is drawn already: the numbers, and what is as large as they are.

/**
 * Brings numbers, widths, tints and bars up to date.
 *
 * @param {View} view
 * @param {Group} group
 * @param {Seen} seen
 */
function recount(view, group, seen) {
  const { element, count } = group;
  if (count === 0 || group.actor !== null) return;
  /** @type {Record<string, number>} how many statements of each sign there are */
  const signs = {};
  for (const n of group.ties) {
    if (!seen.ties[n]) continue;
    const edge = /** @type {Edge} */ (view.facts.edges[/** @type {Tie} */ (view.facts.ties[n]).edge]);
    const sign = view.facts.relations[edge.relation]?.sign ?? "0";
    signs[sign] = (signs[sign] ?? 0) + 1;
  }
  const state = JSON.stringify(signs);
  if ((element.dataset.signs ?? "") === state || !element.dataset.signs && count === group.all) return;
  element.dataset.signs = state;
  const some = SIGNS.filter((sign) => signs[sign]);
  // What is neutral does not take from what is not.
  const tone = signs["-"] && signs["+"] ? { tone: "mixed" } : SIGN[some.find((sign) => sign !== "0") ?? "0"];

  const body = element.querySelector(".body");
  const tint = /\bf-(negative|positive|neutral|mixed)-[1-5]\b/;
  const style = body?.getAttribute("class") ?? "";
  if (tint.test(style)) body?.setAttribute("class", style.replace(tint, `f-${tone?.tone}-${tintOf(count, view.most)}`));

  const line = element.querySelector(".line");
  if (line && !body) {
    const full = line.getAttribute("data-width") ?? line.getAttribute("stroke-width") ?? "1";
    line.setAttribute("data-width", full);
    line.setAttribute("stroke-width", String(Math.max(0.75, Number(full) * Math.sqrt(count / group.all))));
  }
  const glyphs = signs["-"] && signs["+"] ? "±" : some.map((sign) => SIGN[sign]?.glyph).join("");
  for (const text of all(".count", group.label ?? element, SVGElement)) {
    text.textContent = (text.textContent ?? "").replace(/\d[\d.,]*[kM]?/, String(count)).replace(/[−+○±]+/, glyphs);
  }
  if (view.name !== "matrix") return;
  const parts = element.querySelector("text:not(.count)");
  if (parts) parts.textContent = some.length > 1 ? some.map((sign) => `${SIGN[sign]?.glyph}${signs[sign]}`).join(" ") : "";
  bars(group, signs);
}

/**
 * Bars of one part for each sign: as long as they are many, or where they fill the side of a cell as
 * long as it is.
 *
 * @param {Group} group
 * @param {Record<string, number>} signs
 */
function bars(group, signs) {
  const { element } = group;
  group.segments ??= SIGNS.flatMap((sign) => all(`:scope > path.f-${SIGN[sign]?.tone}:not(.line, .head, .body)`, element, SVGElement).map((element) => {
    // They are rectangles from their upper left corner; to ask the browser would have it lay out all anew.
    const [x = 0, y = 0, width = 0, , , height = 0] = (element.getAttribute("d") ?? "").match(/-?[\d.]+/g)?.map(Number) ?? [];
    return { element, sign, box: { x, y, width, height } };
  }));
  const [first] = group.segments;
  if (!first) return;
  const cell = element.querySelector(".body") !== null;
  const across = cell || element.querySelector(".count")?.getAttribute("text-anchor") === "end";
  const length = (/** @type {Box} */ box) => (across ? box.width : box.height);
  const whole = group.segments.reduce((sum, { box }) => sum + length(box), 0);
  let at = Math.min(...group.segments.map(({ box }) => (across ? box.x : box.y)));
  for (const { element, sign, box } of group.segments) {
    const long = whole * (signs[sign] ?? 0) / (cell ? group.count : group.all);
    element.setAttribute("d", across ? `M${at} ${box.y}h${long}v${box.height}h${-long}Z` : `M${box.x} ${at}h${box.width}v${long}h${-box.width}Z`);
    at += long;
  }
}

/**
 * The tint of so many, of the most that there are: src/draw/matrix/scale.rs has the same.
 *
 * @param {number} count
 * @param {number} most
 */
function tintOf(count, most) {
  let base = 2;
  while (base ** 5 <= most) base++;
  return 1 + [1, 2, 3, 4].filter((power) => base ** power <= count).length;
}
