// @ts-check
// Finding an actor by id, name or alias: a combobox with a list (WAI-ARIA 1.2).

/**
 * @typedef {object} Found
 * @property {number} actor
 * @property {string} by the name that was found, where it is not the usual one
 */

/** How many are listed. */
const LISTED = 12;

/**
 * The actors that are called so: first whose name begins with it, then in whose names a word does, then
 * in whose names it stands; those with more statements first.
 *
 * @param {Facts} facts
 * @param {string} words
 * @returns {Found[]}
 */
function find(facts, words) {
  const wanted = fold(words);
  if (!words.trim()) return [];
  /** @type {{found: Found, rank: number}[]} */
  const all = [];
  facts.actors.forEach((actor, n) => {
    const names = [actor.name, actor.id, ...actor.aliases];
    let best = { rank: 3, name: "" };
    for (const name of names) {
      const folded = fold(name);
      const rank = folded.startsWith(wanted) ? 0 : folded.includes(` ${wanted}`) ? 1 : folded.includes(wanted) ? 2 : 3;
      if (rank < best.rank) best = { rank, name };
    }
    const by = best.name === actor.name || best.name === actor.id ? "" : best.name;
    if (best.rank < 3) all.push({ found: { actor: n, by }, rank: best.rank });
  });
  const ties = (/** @type {{found: Found}} */ { found }) => facts.actors[found.actor]?.ties.length ?? 0;
  return all.sort((a, b) => a.rank - b.rank || ties(b) - ties(a)).map(({ found }) => found);
}

/**
 * @param {Facts} facts
 * @param {(actor: number) => void} choose
 */
function search(facts, choose) {
  const input = /** @type {HTMLInputElement} */ (byId("search"));
  const list = byId("found");
  /** @type {Found[]} */
  let found = [];
  let at = 0;

  const show = () => {
    list.replaceChildren(...found.map(({ actor, by }, n) => {
      const name = make("bdi", {}, facts.actors[actor]?.name ?? "");
      const more = by ? [make("span", { class: "by" }, make("bdi", {}, by))] : [];
      const on = n === at;
      const pick = () => take(n);
      return make("li", { id: `found-${n}`, role: "option", "aria-selected": String(on), pointerdown: (/** @type {Event} */ event) => event.preventDefault(), click: pick }, name, ...more);
    }));
    const none = found.length === 0 && input.value.trim() !== "";
    if (none) list.append(make("li", { class: "none", role: "option", "aria-disabled": "true", "aria-selected": "false" }, "nobody is called that"));
    const open = found.length > 0 || none;
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    if (found.length) {
      input.setAttribute("aria-activedescendant", `found-${at}`);
      list.children[at]?.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  };
  const close = () => {
    found = [];
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const take = (/** @type {number} */ n) => {
    const one = found[n];
    if (!one) return;
    input.value = "";
    close();
    choose(one.actor);
  };
  input.addEventListener("input", () => {
    found = find(facts, input.value).slice(0, LISTED);
    at = 0;
    show();
  });
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length) {
      at = (at + step + found.length) % found.length;
      show();
    } else if (event.key === "Enter") {
      take(at);
    } else if (event.key === "Escape" && (found.length || input.value)) {
      input.value = "";
      close();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  });
  input.addEventListener("blur", close);
}
