//! Which tool wrote a file, to judge by its beginning.

use super::Tool;

/// The tool whose annotations begin so; the beginning may be cut off anywhere.
pub(super) fn tool(beginning: &[u8]) -> Option<Tool> {
    let text = beginning.strip_prefix("\u{feff}".as_bytes()).unwrap_or(beginning).trim_ascii_start();
    match text.first()? {
        b'{' | b'[' => of_keys(text),
        _ => is_brat(text).then_some(Tool::Brat),
    }
}

fn of_keys(text: &[u8]) -> Option<Tool> {
    let entries = entries(text);
    let value = |key: &[u8]| entries.iter().find(|(name, _)| *name == key).map(|(_, value)| *value);
    let has = |key: &str| value(key.as_bytes()).is_some();
    let holds = |word: &[u8]| memchr::memmem::find(text, word).is_some();
    if has("statements") {
        return None;
    }
    if ["%TYPES", "%FEATURE_STRUCTURES", "%VIEWS"].into_iter().any(has) {
        return Some(Tool::Cas);
    }
    let sort = value(b"type").unwrap_or_default();
    let is_sort = |name: &[u8]| memchr::memmem::find(&sort[..sort.len().min(80)], name).is_some();
    let context = value(b"@context").is_some_and(|value| memchr::memmem::find(value, b"/ns/anno").is_some());
    let sorts: [&[u8]; 3] = [b"\"Annotation\"", b"\"AnnotationPage\"", b"\"AnnotationCollection\""];
    if context || sorts.into_iter().any(is_sort) || has("motivation") && has("target") {
        return Some(Tool::Web);
    }
    if (has("annotations") || has("completions")) && (has("data") || holds(b"\"result\"")) {
        return Some(Tool::LabelStudio);
    }
    if has("entities") && (has("text") || has("data") || has("relations")) {
        return Some(Tool::Doccano);
    }
    if has("_task_hash") || has("_input_hash") || has("text") && (has("spans") || has("tokens")) {
        return Some(Tool::Prodigy);
    }
    None
}

/// The keys of the first object and what stands from their values on, as far as the text goes.
fn entries(text: &[u8]) -> Vec<(&[u8], &[u8])> {
    let mut found = Vec::new();
    let Some(open) = text.iter().position(|&byte| byte == b'{') else { return found };
    // Before it stands nothing, or the bracket of a list.
    if text[..open].iter().any(|&byte| !byte.is_ascii_whitespace() && byte != b'[') {
        return found;
    }
    let mut depth = 0_usize;
    let mut at = open;
    while let Some(&byte) = text.get(at) {
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    break;
                }
            }
            b'"' => {
                let start = at + 1;
                at = start;
                while text.get(at).is_some_and(|&byte| byte != b'"') {
                    at += if text[at] == b'\\' { 2 } else { 1 };
                }
                let Some(string) = text.get(start..at) else { break };
                let rest = text.get(at + 1..).unwrap_or_default().trim_ascii_start();
                if let (1, Some(value)) = (depth, rest.strip_prefix(b":")) {
                    found.push((string, value.trim_ascii_start()));
                }
            }
            _ => {}
        }
        at += 1;
    }
    found
}

/// Whether the first line is one of brat's: `T1⇥Person 0 5⇥words`, or a relation, an event, a note.
fn is_brat(text: &[u8]) -> bool {
    let line = memchr::memchr(b'\n', text).map_or(text, |end| &text[..end]);
    let Ok(line) = std::str::from_utf8(line) else { return false };
    let Some((id, rest)) = line.split_once('\t') else { return false };
    let Some(digits) = id.strip_prefix(['T', 'R', 'E']) else { return id == "*" && rest.contains(" T") };
    let mut words = rest.split(['\t', ' ']);
    let number = |word: Option<&str>| word.is_some_and(|word| word.parse::<u64>().is_ok());
    let pair = |word: Option<&str>| word.is_some_and(|word| word.contains(':'));
    let named = words.next().is_some_and(|word| !word.is_empty());
    let rest = if id.starts_with('T') { number(words.next()) && words.next().is_some() } else { pair(words.next()) };
    named && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) && (rest || id.starts_with('E'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tools_are_told_by_their_keys() {
        let of = |text: &str| tool(text.as_bytes());
        assert_eq!(of(r#"[{"id": 7, "annotations": [{"result": [{"va"#), Some(Tool::LabelStudio));
        assert_eq!(of(r#"{"id": 7, "text": "a \" {[", "entities": []}"#), Some(Tool::Doccano));
        assert_eq!(of(r#"{"text": "a", "_input_hash": 3}"#), Some(Tool::Prodigy));
        assert_eq!(of(r#"{"%TYPES": {}}"#), Some(Tool::Cas));
        assert_eq!(of(r#"{"@context": ["x", "http://www.w3.org/ns/anno.jsonld"]"#), Some(Tool::Web));
        assert_eq!(of("T1\tPerson 0 5\tAbbot"), Some(Tool::Brat));
        assert_eq!(of("R1\tAccuses Arg1:T3 Arg2:T4\n"), Some(Tool::Brat));
    }

    #[test]
    fn our_own_files_are_of_no_tool() {
        let of = |text: &str| tool(text.as_bytes());
        for text in [
            r#"{"source": "Oldbridge", "relation": "aids", "target": "Abbey", "document": "entities"}"#,
            r#"{"relations": [], "documents": [{"text": "a.txt", "entities": 1}], "statements": []}"#,
            r#"[{"source": "a", "x": {"annotations": 1, "data": 2}}]"#,
            "[[{\"text\"",
            "{",
            "[",
            "{\"a\\",
            "source\trelation\ttarget\n",
            "T1,2,3\n",
            "",
        ] {
            assert_eq!(of(text), None, "{text}");
        }
    }
}
