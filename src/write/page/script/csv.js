// @ts-check
// Comma-separated values (RFC 4180), as src/write/csv.rs writes them.

/**
 * A cell that a spreadsheet takes for text: what it would take for a formula gets an apostrophe in front.
 *
 * @param {string} words
 * @returns {string}
 */
function csvCell(words) {
  const plain = words.replaceAll("\0", "\ufffd");
  const text = /^[=+\-@\t\r]/.test(plain) ? `'${plain}` : plain;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * @param {string[][]} rows
 * @returns {string}
 */
function csv(rows) {
  return rows.map((row) => `${row.map(csvCell).join(",")}\n`).join("");
}
