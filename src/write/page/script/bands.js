// @ts-check
// The names of rows and columns stay in sight while a matrix or a timeline is scrolled below them.

/** Between the names and what they name. */
const BESIDE = 6;

class Bands {
  /**
   * @param {View} view
   * @param {SVGElement} content
   */
  constructor(view, content) {
    this.view = view;
    const rows = view.groups.filter(({ actor, element }) => actor !== null && element.querySelector("text.name[text-anchor=end]"));
    const columns = view.groups.filter((group) => group.actor !== null && !rows.includes(group));
    const paper = () => [...content.children].filter((mark) => !view.by.has(mark)).map((mark) => mark.cloneNode(true));
    const names = (/** @type {Group[]} */ groups) => groups.map((group) => {
      const copy = /** @type {SVGGElement} */ (group.element.cloneNode(true));
      for (const name of ["tabindex", "role"]) copy.removeAttribute(name);
      group.copies.push(copy);
      return copy;
    });
    this.rows = rows;
    /** @type {Box | null} the corner that belongs to neither */
    this.corner = null;
    // Above, at the side, and where the two meet.
    this.bands = [
      { svg: this.band([...paper(), ...names(columns)]), across: true, down: false },
      { svg: this.band(names(rows)), across: false, down: true },
      { svg: this.band(paper()), across: false, down: false },
    ];
    view.stage?.append(...this.bands.map(({ svg }) => svg));
    view.stage?.addEventListener("scroll", () => this.scroll());
  }

  /** @param {Node[]} marks */
  band(marks) {
    const paper = draw("rect", { class: "f-paper", x: -1e5, y: -1e5, width: 2e5, height: 2e5 });
    const family = this.view.svg?.getAttribute("font-family") ?? "";
    const band = draw("svg", { class: "band", "aria-hidden": "true", "font-family": family }, paper, draw("g", { class: "content" }, ...marks));
    band.addEventListener("click", ({ target }) => {
      const copy = target instanceof Element ? target.closest(".content > g") : null;
      const group = this.view.groups.find(({ copies }) => copies.some((one) => one === copy));
      if (group && !this.view.dragged) this.view.acts.choose(group);
    });
    return band;
  }

  /** After the picture has got another size. */
  resize() {
    const { box, scale, stage, groups } = this.view;
    if (!box || !stage || !groups.length || !this.rows.length) return;
    if (!this.corner) {
      const boxes = this.rows.map((group) => this.view.boxOf(group));
      const right = Math.max(...boxes.map(({ x, width }) => x + width)) + BESIDE;
      const top = Math.min(...boxes.map(({ y }) => y)) - BESIDE / 2;
      this.corner = { x: box.x, y: box.y, width: right - box.x, height: top - box.y };
    }
    for (const { svg, across, down } of this.bands) {
      const width = across ? box.width : this.corner.width;
      const height = down ? box.height : this.corner.height;
      svg.setAttribute("viewBox", [box.x, box.y, width, height].join(" "));
      svg.setAttribute("width", String(width * scale));
      svg.setAttribute("height", String(height * scale));
    }
    // What the keyboard comes to is not to lie under a band.
    stage.style.scrollPadding = `${this.corner.height * scale}px 0 0 ${this.corner.width * scale}px`;
    this.scroll();
  }

  scroll() {
    const { scrollLeft = 0, scrollTop = 0 } = this.view.stage ?? {};
    for (const { svg, across, down } of this.bands) {
      const needed = across ? scrollTop > 0 : down ? scrollLeft > 0 : scrollTop > 0 && scrollLeft > 0;
      svg.classList.toggle("needed", needed);
    }
  }
}
