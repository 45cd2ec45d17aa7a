// Pages as the command writes them, in a real browser.

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { chromium } from "playwright-core";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "standoff-page-"));
const command = process.env.STANDOFF ?? join(root, "target/release/standoff");
const screenshots = fileURLToPath(new URL("../screenshots/", import.meta.url));
mkdirSync(screenshots, { recursive: true });

/** Has the command write a page of data, which may be given as a string. */
export function page(name, data, ...options) {
  const file = join(folder, `${name}.html`);
  let path = data;
  if (!existsSync(join(root, data))) {
    path = join(folder, `${name}.${data.startsWith("{\"id\"") ? "jsonl" : "json"}`);
    writeFileSync(path, data);
  }
  execFileSync(command, ["export", path, "-o", file, ...options], { cwd: root, stdio: ["ignore", "ignore", "pipe"] });
  return file;
}

export const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

/** Opens a page, and notes whatever it complains about or asks the network for. */
export async function open(file, { hash = "", ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, acceptDownloads: true, ...options });
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => complaints.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    const url = request.url();
    if (url.split("#")[0] !== pathToFileURL(file).href && !/^(data|blob):/.test(url)) complaints.push(`request: ${url}`);
  });
  await page.goto(pathToFileURL(file).href + (hash && `#${hash}`));
  if (options.javaScriptEnabled !== false) await page.waitForSelector(".view:not([hidden]) .content > g[tabindex='0'], .instead:not([hidden])");
  return { page, complaints, close: () => context.close() };
}

export const screenshot = (page, name, options = {}) => page.screenshot({ path: join(screenshots, `${name}.png`), ...options });

/** The text of what a click downloads, and its name. */
export async function downloaded(page, what) {
  await page.click("#save summary");
  const [download] = await Promise.all([page.waitForEvent("download"), page.click(`[data-save=${what}]`)]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}
