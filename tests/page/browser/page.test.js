import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { after, test } from "node:test";
import { readFileSync, statSync } from "node:fs";

import { browser, downloaded, open, page as write, screenshot } from "./browser.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const karabakh = write("karabakh", "data");
const ferry = write("ferry", "tests/corpus", "--texts", "tests/corpus/texts");
after(() => browser.close());

const live = (page) => page.textContent("#live");
const hash = (page) => page.evaluate(() => decodeURIComponent(location.hash));
const shown = (page, selector) => page.locator(`.view:not([hidden]) ${selector}:visible`).count();

test("loads without a complaint or a request, and tells how much is seen", async () => {
  for (const view of ["network", "matrix", "timeline"]) {
    const { page, complaints, close } = await open(karabakh, { hash: `view=${view}` });
    assert.match(await live(page), /^123 statements/);
    assert.ok(await shown(page, ".content > .actor") > 20);
    assert.ok(await shown(page, ".content > .edge") > 50);
    assert.deepEqual(complaints, []);
    await close();
  }
});

test("finds an actor by an alias, with the keyboard", async () => {
  const { page, complaints, close } = await open(karabakh, { hash: "view=network" });
  await page.focus("#search");
  await page.keyboard.type("ANKARA");
  assert.match(await page.textContent("#found [aria-selected=true]"), /^Turkey.*Ankara/);
  await page.keyboard.press("Enter");
  assert.equal(await page.textContent("#panel h2"), "Turkey");
  assert.equal(await hash(page), "#view=network&select=turkey");
  assert.equal(await page.locator("#network .actor.on").count(), 1);
  assert.ok(await page.locator("#panel .receipts li").count() > 3);
  await page.focus("#search");
  await page.keyboard.type("nobody at all");
  assert.match(await page.textContent("#found"), /nobody is called that/);
  await page.keyboard.press("Escape");
  assert.equal(await page.isVisible("#found"), false);
  assert.deepEqual(complaints, []);
  await close();
});

test("a click on an edge shows its statements: who for whom, what, the passage, the document", async () => {
  const { page, complaints, close } = await open(ferry, { hash: "view=network" });
  const edge = page.locator("#network .edge[aria-label^='Mayor of Oldbridge accuses Marsh End']");
  await page.click(`#network [data-edges="${await edge.getAttribute("data-edges")}"] .count`);
  assert.equal(await page.textContent("#panel h2"), "Mayor of Oldbridge accuses Marsh End");
  const receipt = page.locator("#panel .receipts li");
  assert.equal(await receipt.count(), 1);
  assert.equal(await receipt.locator(".when").textContent(), "1902-03-03stated");
  assert.equal(await receipt.locator(".says").textContent(), "Oldbridge (Mayor of Oldbridge) − accuses Marsh End");
  assert.equal(await receipt.locator(".gist").textContent(), "doing it twice");
  assert.equal(await receipt.locator("blockquote").textContent(), "\"They did it twice,\" said the Mayor of Oldbridge.");
  assert.equal((await receipt.locator(".source").textContent()).trim(), "Quarrel over the ferry, Valley Post, 1902-03-04");
  assert.match(await live(page), /selected: Mayor of Oldbridge accuses Marsh End, 1 statement/);
  // The same is selected in the other views.
  for (const view of ["matrix", "timeline"]) {
    await page.click(`#tab-${view}`);
    await page.waitForSelector(`#${view} .edge.on`);
    assert.equal(await page.textContent("#panel h2"), "Mayor of Oldbridge accuses Marsh End");
  }
  assert.deepEqual(complaints, []);
  await close();
});

test("an answer leads to what it answers", async () => {
  const { page, close } = await open(ferry, { hash: "edge=marsh-end~denies~oldbridge" });
  await page.click("#panel .answers button");
  assert.equal(await page.textContent("#panel h2"), "Oldbridge accuses Marsh End");
  assert.equal(await page.locator("#panel .receipts li").count(), 1);
  await close();
});

test("filters say what they would leave, and change counts in every view", async () => {
  const { page, complaints, close } = await open(karabakh, { hash: "view=matrix" });
  const inAll = page.locator("#matrix .stage > svg:not(.band) text", { hasText: "in all" });
  const total = await inAll.textContent();
  await page.click("#filter-relation summary");
  const accuses = page.locator("#filter-relation label", { hasText: "accuses" });
  const promised = Number(await accuses.locator(".count").textContent());
  await accuses.click();
  assert.match(await live(page), new RegExp(`^${promised} of 123 statements`));
  assert.equal(await hash(page), "#relation=accuses");
  assert.notEqual(await inAll.textContent(), total);
  // Another facet counts what is left.
  await page.keyboard.press("Escape");
  await page.click("#filter-certainty summary");
  const stated = page.locator("#filter-certainty label", { hasText: "stated" });
  const left = Number(await stated.locator(".count").textContent());
  assert.ok(left < promised);
  await stated.click();
  assert.match(await live(page), new RegExp(`^${left} of 123 statements`));
  const counts = await page.locator("#matrix .content > .edge:visible .body").count();
  assert.ok(counts > 0 && counts <= left * 3);
  // All are accusations now, also where there were other things beside them.
  assert.equal(await page.locator("#matrix .content > .edge:visible .body[class*='f-negative-']").count(), counts);
  await page.click("text=Clear filters");
  assert.match(await live(page), /^123 statements/);
  assert.equal(await inAll.textContent(), total);
  assert.deepEqual(complaints, []);
  await close();
});

test("dates keep a range, and the undated apart", async () => {
  const { page, close } = await open(karabakh, { hash: "view=timeline" });
  await page.fill("#since", "2023-01-01");
  await page.press("#since", "Tab");
  const dated = Number(/^\d+/.exec(await live(page))[0]);
  assert.ok(dated > 0 && dated < 123);
  assert.equal(await page.isChecked("#undated"), false);
  await page.check("#undated");
  assert.equal(Number(/^\d+/.exec(await live(page))[0]), dated + 28);
  // The brush works with the keyboard.
  await page.click("text=Clear filters");
  const from = page.getByRole("slider", { name: "First day shown" });
  await from.focus();
  const before = await from.getAttribute("aria-valuetext");
  await page.keyboard.press("ArrowRight");
  assert.ok(await from.getAttribute("aria-valuetext") > before);
  assert.match(await hash(page), /since=/);
  // And with the pointer.
  const box = await page.locator(".brush").boundingBox();
  await page.mouse.move(box.x + box.width * 0.55, box.y + 10);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.95, box.y + 10, { steps: 4 });
  await page.mouse.up();
  assert.match(await hash(page), /since=20\d\d-.*until=2023/);
  await close();
});

test("a neighbourhood is all that is left, and larger", async () => {
  const { page, close } = await open(karabakh, { hash: "view=network&select=france" });
  const width = () => page.evaluate(() => document.querySelector("#network svg").viewBox.baseVal.width);
  const [all, whole] = [await shown(page, ".actor"), await width()];
  await page.click("text=1 step around");
  const one = await shown(page, ".actor");
  assert.ok(one < all && await width() < whole);
  await page.click("text=2 steps around");
  const two = await shown(page, ".actor");
  assert.ok(one < two);
  assert.equal(await hash(page), "#view=network&select=france&focus=france&steps=2");
  await page.click("text=Everybody");
  assert.equal(await shown(page, ".actor"), all);
  assert.equal(await width(), whole);
  await close();
});

test("an address brings everything back, and the back button works", async () => {
  const address = "view=network&edge=armenia~accuses~azerbaijan&focus=armenia&relation=accuses&relation=denies&since=2020-01-01&undated=yes&theme=dark";
  const { page, close } = await open(karabakh, { hash: address });
  assert.equal(await page.textContent("#panel h2"), "Armenia accuses Azerbaijan");
  assert.equal(await page.inputValue("#since"), "2020-01-01");
  assert.equal(await page.isChecked("#undated"), true);
  assert.equal(await page.textContent("#filter-relation summary"), "Relation: 2 chosen");
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
  assert.equal(await hash(page), `#${address}`);
  const [before, seen] = [await live(page), await shown(page, ".edge")];
  await page.click("#tab-matrix");
  await page.click("text=Clear filters");
  assert.equal(await page.textContent("#tab-matrix[aria-selected=true]"), "Matrix");
  await page.goBack();
  await page.goBack();
  assert.equal(await live(page), before);
  assert.equal(await shown(page, ".edge"), seen);
  // One that somebody types.
  await page.evaluate(() => (location.hash = "view=timeline&select=france"));
  await page.waitForSelector("#timeline:not([hidden]) .on");
  assert.equal(await page.textContent("#panel h2"), "France");
  await close();
});

test("everything is reached and done with the keyboard", async () => {
  const { page, close } = await open(karabakh, { hash: "view=network" });
  const at = () => page.evaluate(() => {
    const { id, className, tagName, parentElement } = document.activeElement;
    const name = typeof className === "string" ? className : className.baseVal;
    return id || `${tagName.toLowerCase()}.${name.split(" ")[0]}` + (tagName === "SUMMARY" ? `#${parentElement.id}` : "");
  });
  const stops = [];
  for (let n = 0; n < 60 && stops.at(-1) !== "body."; n++) {
    await page.keyboard.press("Tab");
    stops.push(await at());
    const visible = await page.evaluate(() => {
      const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
      const reach = document.activeElement.querySelector(":scope > .reach");
      if (reach) return getComputedStyle(reach).stroke !== "rgba(0, 0, 0, 0)";
      return document.activeElement === document.body || outlineStyle !== "none" && outlineWidth !== "0px";
    });
    assert.ok(visible, `the focus on ${stops.at(-1)} can be seen`);
  }
  for (const stop of ["a.skip", "tab-network", "search", "summary.#save", "theme", "summary.#filter-relation", "summary.#filter-actor", "since", "until", "undated", "span.handle", "summary.#all"]) {
    assert.ok(stops.includes(stop), `${stop} is reached: ${stops.join(" ")}`);
  }
  assert.equal(stops.filter((stop) => /^g\./.test(stop)).length, 1, "one stop within the picture");

  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const label = () => page.evaluate(() => document.activeElement.getAttribute("aria-label"));
  const reached = new Set([await label()]);
  for (const key of ["ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "End", "PageUp", "Home", "PageDown"]) {
    await page.keyboard.press(key);
    reached.add(await label());
  }
  assert.ok(reached.size >= 5, [...reached].join("; "));
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  assert.ok((await label()).startsWith(await page.textContent("#panel h2")));
  await page.keyboard.press("Escape");
  assert.equal(await page.textContent("#panel h2"), "Who said so?");
  const size = () => page.evaluate(() => document.querySelector("#network svg").getBoundingClientRect().width);
  const before = await size();
  await page.keyboard.press("+");
  assert.ok(await size() > before);
  await page.keyboard.press("0");
  assert.ok(await size() <= before);
  // Every mark can be stepped to.
  await page.keyboard.press("Home");
  const count = await page.locator("#network .content > [role=button]").count();
  assert.equal(count, 53 + 129);
  const stepped = new Set([await label()]);
  for (let n = 1; n < count; n++) {
    await page.keyboard.press("PageDown");
    stepped.add(await label());
  }
  assert.equal(stepped.size, count);

  await page.focus("#tab-network");
  await page.keyboard.press("ArrowRight");
  await page.waitForSelector("#matrix:not([hidden])");
  assert.equal(await at(), "tab-matrix");
  await close();
});

test("downloads what is seen", async () => {
  const { page, complaints, close } = await open(karabakh, { hash: "view=network&focus=france&relation=accuses" });
  const svg = await downloaded(page, "svg");
  assert.equal(svg.name, "nagorno-karabakh-in-five-news-articles-2020-and-2023-network.svg");
  const text = svg.bytes.toString();
  const check = await page.evaluate((text) => {
    const file = new DOMParser().parseFromString(text, "image/svg+xml");
    const all = [...file.querySelectorAll("*")];
    return {
      error: file.querySelector("parsererror")?.textContent ?? null,
      foreign: all.filter((element) => /^(script|style|foreignObject|image|use)$/.test(element.tagName)).length,
      attributes: all.flatMap((element) => [...element.attributes].map(({ name }) => name)).filter((name) => /^(class|style|tabindex|data-.*|aria-.*|on.*)$/.test(name)),
      uncoloured: all.filter((element) => /^(path|text)$/.test(element.tagName) && !element.getAttribute("fill")).length,
      words: [...file.querySelectorAll("text")].map((element) => element.textContent.trim()),
      title: file.querySelector("title").textContent,
    };
  }, text);
  assert.equal(check.error, null);
  assert.equal(check.foreign, 0);
  assert.deepEqual(check.attributes, []);
  assert.equal(check.uncoloured, 0);
  for (const words of ["France", "Turkey", "Nagorno-Karabakh in five news articles, 2020 and 2023", "Shown: relation: accuses", "within 1 step of France"]) {
    assert.ok(check.words.includes(words), `${words}: ${check.words.join(" | ")}`);
  }
  assert.ok(check.words.some((words) => /^\d+ edges, \d+ of 123 statements$/.test(words)));
  assert.equal(check.words.includes("Charles Michel"), false, "what is hidden is not in it");

  const csv = (await downloaded(page, "csv")).bytes.toString().split("\n");
  const seen = Number(/^\d+/.exec(await live(page))[0]);
  assert.equal(csv[0], "statement,document,date,source,relation,target,gist,certainty,title,url");
  assert.equal(csv.length, seen + 2);
  assert.ok(csv.slice(1, -1).every((line) => line.includes(",accuses,")));

  const png = (await downloaded(page, "png")).bytes;
  assert.equal(png.subarray(1, 4).toString(), "PNG");
  const size = await page.evaluate(async (base64) => {
    const image = new Image();
    image.src = `data:image/png;base64,${base64}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    let dark = 0;
    for (let n = 0; n < data.length; n += 4) if (data[n] + data[n + 1] + data[n + 2] < 200) dark++;
    return { width: image.width, dark };
  }, png.toString("base64"));
  assert.ok(size.width > 1000 && size.dark > 1000, JSON.stringify(size));
  assert.deepEqual(complaints, []);
  await close();
});

test("a passage is quoted in the table that is saved, and nothing in it is a formula", async () => {
  const hostile = write("formula", JSON.stringify({ statements: [{ id: "s1", source: "=1+1", relation: "aids", target: "B", gist: "@x, \"y\"" }] }));
  const { page, close } = await open(hostile);
  const csv = (await downloaded(page, "csv")).bytes.toString().split("\n");
  assert.equal(csv[1], "s1,,,'=1+1,aids,B,\"'@x, \"\"y\"\"\",,,");
  await close();
});

test("no violation of accessibility, light and dark, large and small", async () => {
  const told = [];
  for (const [file, address] of [[karabakh, "view=network"], [karabakh, "view=matrix&select=france&relation=accuses"], [ferry, "view=timeline&edge=marsh-end~denies~oldbridge"]]) {
    for (const colorScheme of ["light", "dark"]) {
      for (const width of [1280, 360]) {
        const { page, close } = await open(file, { hash: address, colorScheme, viewport: { width, height: 800 } });
        if (width === 1280) await page.click("#filter-relation summary");
        await page.evaluate(() => (document.querySelector("#all").open = true));
        await page.waitForTimeout(200);
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => globalThis.axe.run());
        const tell = ({ html, failureSummary }) => `${html.slice(0, 200)} ${failureSummary}`;
        told.push(...violations.map(({ id, nodes }) => `${address} ${colorScheme} ${width}: ${id}: ${nodes.slice(0, 3).map(tell).join("; ")}`));
        await close();
      }
    }
  }
  assert.deepEqual(told, []);
});

test("a small screen is not wider than itself", async () => {
  for (const hash of ["view=network", "view=matrix", "view=timeline&select=france", "view=network&edge=armenia~accuses~azerbaijan"]) {
    const { page, close } = await open(karabakh, { hash, viewport: { width: 360, height: 740 } });
    const { width, over } = await page.evaluate(() => ({ width: innerWidth, over: document.documentElement.scrollWidth }));
    assert.equal(over, width, hash);
    if (hash === "view=network") {
      await page.click("#unfold");
      await page.click("#filter-actor summary");
      const sheet = await page.locator("#filter-actor .sheet").boundingBox();
      assert.ok(sheet.x >= 0 && sheet.x + sheet.width <= 360);
    }
    await close();
  }
});

test("embedded, there is the view and what is behind it", async () => {
  const { page, close } = await open(karabakh, { hash: "embed&view=network&select=france", viewport: { width: 720, height: 600 } });
  for (const hidden of ["header", "#search", "#filters", "#dates", "#all"]) assert.equal(await page.isVisible(hidden), false, hidden);
  assert.ok(await page.isVisible("#network .stage"));
  assert.equal(await page.textContent("#panel h2"), "France");
  await close();
});

test("without a script all views and statements are there", async () => {
  const { page, complaints, close } = await open(ferry, { javaScriptEnabled: false });
  for (const view of ["network", "matrix", "timeline"]) assert.ok(await page.isVisible(`#${view} .content`), view);
  assert.equal(await page.locator("#statements tbody tr:visible").count(), 9);
  assert.equal(await page.isVisible("#search"), false);
  assert.match(await page.textContent("#statements"), /Oldbridge \(Mayor of Oldbridge\)/);
  assert.deepEqual(complaints, []);
  await screenshot(page, "no-script", { fullPage: true });
  await close();
});

test("a large graph stays small, opens on its matrix, and asks for a focus", async () => {
  // The same every time (Park and Miller's generator).
  let state = 1;
  const below = (n) => (state = state * 48271 % 2147483647) % n;
  const relations = ["accuses", "condemns", "denies", "demands", "supports", "aids", "meets", "states"];
  const lines = Array.from({ length: 5000 }, (_, n) => {
    const source = Math.min(below(300), below(300));
    const target = (source + 1 + Math.min(below(299), below(299))) % 300;
    const date = `20${10 + below(10)}-0${1 + below(9)}-1${below(10)}`;
    return JSON.stringify({ id: `s${n}`, document: `d${below(1250)}`, date, source: `Town ${source}`, relation: relations[below(8)], target: `Town ${target}`, gist: "holding back the harvest that was promised to the upper valley", certainty: "reported" });
  });
  const file = write("large", lines.join("\n"));
  assert.ok(statSync(file).size < 3_000_000, `${statSync(file).size} bytes`);
  const { page, complaints, close } = await open(file);
  assert.equal(await page.textContent("[role=tab][aria-selected=true]"), "Matrix");
  assert.ok(await shown(page, ".edge .body") > 1500);
  await page.click("#tab-network");
  assert.match(await page.textContent("#network .instead:not([hidden])"), /^\d+ edges are too many/);
  assert.equal(await page.locator("#network .content > g").count(), 0);
  await page.fill("#search", "town 250");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#network .actor.on");
  assert.match(await hash(page), /focus=Town\+?.?250/);
  const left = await shown(page, ".actor");
  assert.ok(left > 1 && left < 300);
  await page.click("text=Everybody");
  await page.waitForSelector("#network .instead:not([hidden])");
  await page.click("#tab-timeline");
  await page.waitForSelector("#timeline .content > g[tabindex='0']");
  assert.deepEqual(complaints, []);
  await close();
});

test("where the script cannot run, everything is there as without one", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(() => (JSON.parse = undefined));
  await page.goto(`file://${ferry}`);
  for (const shown of ["#network .content", "#timeline .content", "#statements tbody"]) assert.ok(await page.isVisible(shown), shown);
  assert.equal(await page.isVisible("#search"), false);
  await context.close();
});

test("names that are markup are words", async () => {
  const nasty = `</script><img src=x onerror="alert(1)">`;
  const more = ["\"><svg onload=alert(2)>", "{{script}} ${alert(3)} <!--", "' onmouseover='alert(4)", "\u202eevil", "]]> &lt;b&gt; &amp;"];
  const names = [nasty, ...more];
  const data = {
    title: nasty, description: nasty, license: nasty,
    documents: [{ id: nasty, title: nasty, publisher: nasty, url: "javascript:alert(5)" }, { id: "safe", title: "safe", url: "https://example.org/?a=1&b=\"><img src=x>" }],
    actors: names.map((name, n) => ({ id: `a${n}${name}`, name, aliases: [`alias ${name}`], role: name })),
    relations: [{ id: "is<b>", sign: "-", verbs: ["is <b>"] }],
    statements: names.map((name, n) => ({ id: `s${n}${name}`, document: n % 2 ? "safe" : nasty, source: `a${n}${name}`, relation: n === 1 ? "is<b>" : "accuses", target: `a${(n + 1) % names.length}${names[(n + 1) % names.length]}`, gist: name, quote: name })),
  };
  const file = write("hostile", JSON.stringify(data));
  for (const options of [{}, { javaScriptEnabled: false }]) {
    const { page, complaints, close } = await open(file, options);
    if (options.javaScriptEnabled !== false) {
      await page.fill("#search", "alias");
      await page.keyboard.press("Enter");
      for (const view of ["network", "matrix", "timeline"]) {
        await page.click(`#tab-${view}`);
        const edge = page.locator(`#${view} .edge:visible`).first();
        await edge.dispatchEvent("click");
        await edge.hover({ force: true });
      }
      for (const menu of await page.locator(".filters summary").all()) {
        await menu.click();
        await menu.locator("xpath=..").locator("input").first().check();
        await page.keyboard.press("Escape");
      }
      const again = await hash(page);
      await page.reload();
      await page.waitForSelector(".content > g[tabindex='0'], .instead:not([hidden])");
      assert.equal(await hash(page), again);
      await page.goto("about:blank");
      await page.goBack();
      const svg = (await downloaded(page, "svg")).bytes.toString();
      assert.equal(await page.evaluate((text) => new DOMParser().parseFromString(text, "image/svg+xml").querySelectorAll("parsererror, script, img, image").length, svg), 0);
    }
    assert.equal(await page.locator("img, svg[onload], [onmouseover], b, a[href^='javascript']").count(), 0);
    assert.equal(await page.locator("a[href^='https://example.org/']").count() > 0, true);
    assert.deepEqual(complaints, []);
    await close();
  }
});

test("a page that was tampered with does not run", async () => {
  const { page, close } = await open(ferry);
  const blocked = await page.evaluate(() => new Promise((resolve) => {
    document.addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective));
    const script = document.createElement("script");
    script.textContent = "globalThis.ran = true";
    document.body.append(script);
  }));
  assert.match(blocked, /^script-src/);
  assert.equal(await page.evaluate(() => globalThis.ran), undefined);
  await close();
});

test("prints what is looked at, on white", async () => {
  const { page, close } = await open(karabakh, { hash: "view=network&edge=armenia~accuses~azerbaijan", colorScheme: "dark" });
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor), "rgb(255, 255, 255)");
  assert.equal(await page.isVisible("#search"), false);
  assert.ok(await page.isVisible("#panel .receipts"));
  const { width, right } = await page.evaluate(() => ({ width: innerWidth, right: document.querySelector("#network svg").getBoundingClientRect().right }));
  assert.ok(right <= width);
  const pdf = await page.pdf({ format: "A4" });
  assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");
  await screenshot(page, "print", { fullPage: true });
  await close();
});

test("pictures of the page, for whoever looks at them", async () => {
  const addresses = { network: "view=network", matrix: "view=matrix", timeline: "view=timeline", edge: "view=network&edge=armenia~accuses~azerbaijan", focus: "view=network&select=france&focus=france", embed: "embed&view=network&select=france" };
  for (const [name, hash] of Object.entries(addresses)) {
    for (const [how, options] of Object.entries({ light: {}, dark: { colorScheme: "dark" }, phone: { viewport: { width: 360, height: 740 } } })) {
      const { page, close } = await open(karabakh, { hash, ...options });
      await page.waitForTimeout(250);
      await screenshot(page, `${name}-${how}`, { fullPage: how === "phone" });
      await close();
    }
  }
});
