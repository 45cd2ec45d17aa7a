// @ts-check
// Names as they are compared: without case, diacritics or punctuation, as src/names.rs does it.

/** Letters that are not taken apart by Unicode's decompositions. */
const LETTERS = /** @type {Record<string, string>} */ ({
  "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
});

/** Marks that make another letter in their script: nukta, virama, the voicing of kana. */
const MAKING = /[\u093c\u09bc\u0a3c\u0abc\u0b3c\u0cbc\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca\u0e3a\u1039\u103a\u17d2\u3099\u309a]/u;

/** Marks that are dropped: accents, and the vowel points of Hebrew, Arabic and Syriac. */
const DROPPED = /(?=\p{Mn})(?:\P{Alphabetic}|[\p{scx=Arab}\p{scx=Hebr}\p{scx=Syrc}])/u;

/**
 * @param {string} name
 * @returns {string}
 */
function fold(name) {
  let folded = "";
  for (const c of name.toLowerCase().normalize("NFKD").toLowerCase()) {
    if (LETTERS[c]) folded += LETTERS[c];
    else if (MAKING.test(c) || /[\p{Alphabetic}\p{N}]/u.test(c) && !DROPPED.test(c)) folded += c;
    else if (/['’ʼ`]/u.test(c) || DROPPED.test(c)) continue;
    else if (folded && !folded.endsWith(" ")) folded += " ";
  }
  return folded.trimEnd() || name.trim().toLowerCase();
}
