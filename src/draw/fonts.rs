//! The fonts that ship: words are measured with them in every build, and PNG and PDF are drawn with
//! them. `fonts/README.md` says where they come from and how they were made.

/// In the order in which they are looked through for a character.
pub(crate) static REGULAR: [&[u8]; 7] = [
    include_bytes!("fonts/NotoSans-Regular.ttf"),
    include_bytes!("fonts/NotoSansArmenian-Regular.ttf"),
    include_bytes!("fonts/NotoSansGeorgian-Regular.ttf"),
    include_bytes!("fonts/NotoSansHebrew-Regular.ttf"),
    include_bytes!("fonts/NotoSansArabic-Regular.ttf"),
    include_bytes!("fonts/NotoSansMath-Regular.ttf"),
    include_bytes!("fonts/NotoSansSymbols2-Regular.ttf"),
];

/// The same in bold, where there is a bold cut: the symbols have none.
pub(crate) static BOLD: [&[u8]; 7] = [
    include_bytes!("fonts/NotoSans-Bold.ttf"),
    include_bytes!("fonts/NotoSansArmenian-Bold.ttf"),
    include_bytes!("fonts/NotoSansGeorgian-Bold.ttf"),
    include_bytes!("fonts/NotoSansHebrew-Bold.ttf"),
    include_bytes!("fonts/NotoSansArabic-Bold.ttf"),
    REGULAR[5],
    REGULAR[6],
];
