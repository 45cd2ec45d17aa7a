//! Text in XML 1.0 (W3C Recommendation, fifth edition), where not every character has a place.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt::{self, Display, Formatter};

use super::{Format, Options};

/// Makes text fit for elements and quoted attributes, and counts the characters that it had to replace.
#[derive(Debug, Default)]
pub(super) struct Xml {
    replaced: Cell<usize>,
}

impl Xml {
    /// The text that shows just itself, with its tabs and line breaks: as references, since a reader makes
    /// spaces of them in an attribute.
    pub fn text<'a>(&'a self, text: &'a str) -> Text<'a> {
        Text { text, xml: self }
    }

    /// Says how many characters were replaced, if any were.
    pub fn say(&self, format: Format, options: Options<'_>) {
        let replaced = self.replaced.get();
        if let Some(notes) = options.notes.filter(|_| replaced > 0) {
            notes.borrow_mut().push(format!("{format} cannot hold control characters: {replaced} became U+FFFD"));
        }
    }
}

/// Whether XML 1.0 has that character (its production 2, `Char`).
pub(super) fn holds(c: char) -> bool {
    !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// The text with U+FFFD for what XML does not have.
pub(super) fn held(text: &str) -> Cow<'_, str> {
    match text.chars().all(holds) {
        true => Cow::Borrowed(text),
        false => Cow::Owned(text.chars().map(|c| if holds(c) { c } else { '\u{fffd}' }).collect()),
    }
}

/// Whether it is a name token, which is what ids of schemas often have to be (production 7, `Nmtoken`).
pub(super) fn is_token(text: &str) -> bool {
    let name = |c| {
        matches!(c, ':' | '_' | '-' | '.' | '\u{b7}' | 'A'..='Z' | 'a'..='z' | '0'..='9'
            | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{37d}' | '\u{37f}'..='\u{1fff}'
            | '\u{200c}' | '\u{200d}' | '\u{203f}' | '\u{2040}' | '\u{2070}'..='\u{218f}' | '\u{2c00}'..='\u{2fef}'
            | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}'
            | '\u{10000}'..='\u{effff}')
    };
    !text.is_empty() && text.chars().all(name)
}

/// Text inside XML.
#[derive(Debug)]
pub(super) struct Text<'a> {
    text: &'a str,
    xml: &'a Xml,
}

impl Display for Text<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut plain = 0;
        for (at, c) in self.text.char_indices() {
            let reference;
            let instead = match c {
                '&' => "&amp;",
                '<' => "&lt;",
                // Only `]]>` asks for it, but nobody minds.
                '>' => "&gt;",
                '"' => "&quot;",
                c if !holds(c) => {
                    self.xml.replaced.set(self.xml.replaced.get() + 1);
                    "\u{fffd}"
                }
                // Some readers take U+0085 and U+2028 for line breaks, as XML 1.1 does.
                c if c.is_control() || c == '\u{2028}' => {
                    reference = format!("&#{};", u32::from(c));
                    &reference
                }
                _ => continue,
            };
            f.write_str(&self.text[plain..at])?;
            f.write_str(instead)?;
            plain = at + c.len_utf8();
        }
        f.write_str(&self.text[plain..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_shows_just_itself() {
        let xml = Xml::default();
        let nasty = "<a b=\"c\">&amp;]]>\r\n\t\u{0}\u{1b}[31m\u{85}\u{fffe}é";
        let text = xml.text(nasty).to_string();
        assert_eq!(text, "&lt;a b=&quot;c&quot;&gt;&amp;amp;]]&gt;&#13;&#10;&#9;\u{fffd}\u{fffd}[31m&#133;\u{fffd}é");
        assert_eq!(xml.replaced.get(), 3);
        let document = format!("<a b=\"{text}\">{text}</a>");
        let document = roxmltree::Document::parse(&document).unwrap();
        let read = document.root_element();
        assert_eq!(read.attribute("b"), Some(&*held(nasty)));
        assert_eq!(read.text(), Some(&*held(nasty)));
    }

    #[test]
    fn tokens_have_no_spaces() {
        assert!(["marsh-end", "7", "Łódź", "a:b.c_d"].into_iter().all(is_token));
        assert!(!["", "marsh end", "a&b", "a\u{0}", "×"].into_iter().any(is_token));
    }
}
