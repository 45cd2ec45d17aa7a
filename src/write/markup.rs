//! Text inside SVG and HTML.

use std::fmt::{self, Display, Formatter};

/// Text that shows just itself, in an element or a quoted attribute of XML and HTML. What XML 1.0 has
/// no character for becomes U+FFFD.
pub(super) struct Escaped<'a>(pub &'a str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut plain = 0;
        for (at, c) in self.0.char_indices() {
            let instead = match c {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\'' => "&#39;",
                '\t' | '\n' => continue,
                '\u{fffe}' | '\u{ffff}' => "\u{fffd}",
                c if c.is_control() => "\u{fffd}",
                _ => continue,
            };
            f.write_str(&self.0[plain..at])?;
            f.write_str(instead)?;
            plain = at + c.len_utf8();
        }
        f.write_str(&self.0[plain..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_becomes_text() {
        let nasty = "</script><img onerror=\"a('b')\">&amp;\u{0}\u{85}\u{ffff}\n";
        let escaped = Escaped(nasty).to_string();
        assert_eq!(
            escaped,
            "&lt;/script&gt;&lt;img onerror=&quot;a(&#39;b&#39;)&quot;&gt;&amp;amp;\u{fffd}\u{fffd}\u{fffd}\n"
        );
    }
}
