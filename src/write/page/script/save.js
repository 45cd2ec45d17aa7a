// @ts-check
// Downloads of what is seen: the picture with its frame, the statements.

/** How many dots of a PNG a pixel becomes. */
const DOTS = 2;

/**
 * The picture as a file that stands alone: colours as attributes, the frame around what is shown, and what
 * was filtered said in it.
 *
 * @param {View} view
 * @param {string[]} filters in words
 * @param {string} summary how much is shown
 * @returns {{markup: string, width: number, height: number}}
 */
function standalone(view, filters, summary) {
  const { svg, content, box } = view;
  if (!svg || !content || !box || !content.isConnected) throw new Error("there is no picture to save");
  const frame = /** @type {SVGGElement} */ (svg.querySelector(".frame"));
  const [, top = 0, , high = 0] = (svg.dataset.box ?? "0 0 1 1").split(" ").map(Number);
  const [canvas = 1, bottom = 1] = (svg.dataset.canvas ?? "1 1").split(" ").map(Number);
  // What stands below the content moves up or down with it.
  const whole = (svg.dataset.box ?? "").split(" ").map(Number);
  const scale = Math.min((whole[2] ?? 1) / box.width, (whole[3] ?? 1) / box.height, 1.5);
  const shift = box.height * scale - high;
  const size = 12;
  const height = Math.ceil(bottom + shift + filters.length * size * 1.4);
  const paper = getComputedStyle(document.documentElement).getPropertyValue("--paper");
  const quiet = getComputedStyle(document.documentElement).getPropertyValue("--quiet");
  const file = draw("svg", { xmlns: "http://www.w3.org/2000/svg", width: canvas, height, viewBox: `0 0 ${canvas} ${height}`, role: "img", "font-family": svg.getAttribute("font-family") ?? "sans-serif" });
  file.append(draw("title", {}, document.title), draw("desc", {}, [summary, ...filters].join("; ")), draw("rect", { width: canvas, height, fill: paper }));
  const left = (canvas - box.width * scale) / 2 - box.x * scale;
  file.append(draw("g", { transform: `translate(${left} ${top - box.y * scale}) scale(${scale})` }, ...resolved(content).childNodes));
  // Hidden things have colours all the same.
  const about = resolved(frame);
  const description = svg.getAttribute("aria-label") ?? "";
  for (const mark of [...about.children]) {
    const words = (mark.textContent ?? "").trim();
    if (words && filters.length && description.endsWith(words)) mark.textContent = summary;
    const y = Number(mark.getAttribute("y") ?? (/^M[-\d.]+ ([-\d.]+)/.exec(mark.getAttribute("d") ?? "") ?? [])[1] ?? 0);
    if (y > top) mark.setAttribute("transform", `translate(0 ${shift})`);
  }
  file.append(...about.childNodes);
  filters.forEach((words, n) => {
    const y = bottom + shift - 12 + n * size * 1.4;
    file.append(draw("text", { x: 32, y, "font-size": size, fill: quiet }, n === 0 ? `Shown: ${words}` : words));
  });
  return { markup: new XMLSerializer().serializeToString(file), width: canvas, height };
}

/**
 * A copy of what is shown, with its colours.
 *
 * @param {SVGElement} from
 * @returns {SVGElement}
 */
function resolved(from) {
  const copy = /** @type {SVGElement} */ (from.cloneNode(false));
  for (const name of ["class", "tabindex", "role", "aria-label", "aria-current"]) copy.removeAttribute(name);
  for (const name of Object.keys(copy.dataset)) delete copy.dataset[name];
  if (!(from instanceof SVGGElement)) {
    const { fill, stroke } = getComputedStyle(from);
    if (from.tagName !== "tspan") copy.setAttribute("fill", fill);
    if (from.tagName !== "tspan" && stroke !== "none") copy.setAttribute("stroke", stroke);
  }
  for (const child of from.childNodes) {
    if (!(child instanceof SVGElement)) copy.append(child.cloneNode());
    else if (!child.classList.contains("gone")) copy.append(resolved(child));
  }
  return copy;
}

/**
 * @param {{markup: string, width: number, height: number}} picture
 * @returns {Promise<Blob>}
 */
async function png({ markup, width, height }) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(markup)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = width * DOTS;
  canvas.height = height * DOTS;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("too large for a PNG"))), "image/png"));
}

/**
 * The statements that are seen, as a table.
 *
 * @param {Facts} facts
 * @param {Seen} seen
 * @returns {string}
 */
function statementsAsCsv(facts, seen) {
  const rows = /** @type {HTMLTableElement} */ (byId("statements")).tBodies[0]?.rows;
  const passages = (rows?.[0]?.cells.length ?? 0) > 7;
  const header = ["statement", "document", "date", "source", "relation", "target", "gist", "certainty", "title", "url"];
  const table = [passages ? [...header, "passage"] : header];
  facts.statements.forEach((statement, n) => {
    if (!seen.statements[n]) return;
    const cells = [...(rows?.[n]?.cells ?? [])];
    const text = (/** @type {number} */ column) => cells[column]?.textContent?.trim() ?? "";
    const documents = statement.documents.map((at) => facts.documents[at]);
    const relation = facts.relations[facts.edges[facts.ties[statement.ties[0] ?? 0]?.edge ?? 0]?.relation ?? 0];
    const urls = all("a", /** @type {HTMLElement} */ (cells[6]), HTMLAnchorElement).map((link) => link.href);
    const row = [
      statement.id, documents.map((one) => one?.id).join("; "), statement.first === null ? "" : text(0), text(1), relation?.id ?? "",
      text(3), text(4), text(5), documents.map((one) => one?.title).join("; "), urls.join(" "),
    ];
    table.push(passages ? [...row, text(7)] : row);
  });
  return csv(table);
}

/**
 * @param {string} title
 * @returns {string} what a file may be called
 */
function fileName(title) {
  return fold(title).replaceAll(" ", "-").slice(0, 60) || "picture";
}

/**
 * @param {Blob} blob
 * @param {string} name
 */
function download(blob, name) {
  const url = URL.createObjectURL(blob);
  make("a", { href: url, download: name }).click();
  // The browser has to have begun before the address goes away.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
