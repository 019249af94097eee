//! Texts for the benches, the same on every run: prose and shapes that detectors stumble over.

use mcpgateway_native::text::checks;

pub(crate) mod filler;

use filler::{Random, SIZE, json, prose, repeated};

const VALUES: [&str; 5] =
    ["372-14-4281", "jane.doe@example.com", "415-313-3321", "4111 1111 1111 1111", "192.168.20.31"];

/// A text and what is known about it.
pub(crate) struct Text {
    /// Name in the report.
    pub(crate) name: &'static str,
    /// What is scanned.
    pub(crate) body: String,
    /// How many values there are to find.
    pub(crate) values: usize,
}

impl Text {
    fn clean(name: &'static str, body: String) -> Self {
        Self { name, body, values: 0 }
    }
}

/// Every text, clean ones first.
pub(crate) fn all() -> Vec<Text> {
    let prose = prose();
    let accent = with_accent(&prose);
    vec![
        Text::clean("prose", prose),
        Text::clean("prose with one é", accent),
        Text::clean("german", "schön Straße über Bücher ruhig Wörter Garten ".repeat(SIZE / 50)),
        Text::clean("chinese", "天空大地，海洋山川。河流城市村庄".repeat(SIZE / 48)),
        Text::clean("emoji", repeated(|random| format!("{} 😀 ", random.word()))),
        Text::clean("cyrillic", "быстро вечер вода город дорога ".repeat(SIZE / 57)),
        Text::clean("json rows", json()),
        Text::clean("numbers", repeated(|random| format!("{}, ", random.below(1_000_000)))),
        Text::clean(
            "dotted numbers",
            repeated(|random| joined(random, 3, ".", |part| part.below(99).to_string())),
        ),
        Text::clean(
            "hex and colons",
            repeated(|random| joined(random, 20, ":", |part| format!("{:02x}", part.below(256)))),
        ),
        Text::clean("one long number", repeated(|random| random.below(1_000_000).to_string())),
        Text::clean("almost phone numbers", repeated(almost_phone)),
        Text::clean("almost account numbers", repeated(almost_iban)),
        Text::clean("a@ repeated", "a@".repeat(SIZE / 2)),
        Text::clean("a. repeated", "a.".repeat(SIZE / 2)),
        planted("one value per 100 bytes", 100),
        planted("dense", 25),
    ]
}

/// `text` with an accented letter in the middle: no longer ASCII, otherwise unchanged.
pub(crate) fn with_accent(text: &str) -> String {
    let (head, tail) = text.split_at(text.len() / 2);
    format!("{head}é{tail}")
}

/// Prose with a value to find in every `every` bytes or so.
pub(crate) fn planted(name: &'static str, every: usize) -> Text {
    let mut values = 0;
    let body = repeated(|random| {
        let mut piece = String::from(VALUES.get(values % VALUES.len()).copied().unwrap_or_default());
        values += 1;
        while piece.len() + 8 < every {
            piece.push(' ');
            piece.push_str(random.word());
        }
        piece.push(' ');
        piece
    });
    Text { name, body, values }
}

/// Parts with `mark` between them.
fn joined(random: &mut Random, count: usize, mark: &str, part: fn(&mut Random) -> String) -> String {
    let parts: Vec<String> = (0..count).map(|_| part(random)).collect();
    parts.join(mark) + " "
}

/// Marked and grouped as a telephone number, with too few digits for one.
fn almost_phone(random: &mut Random) -> String {
    let (first, second, third) = (random.below(8) + 2, random.below(80) + 20, random.below(80) + 20);
    match random.below(3) {
        0 => format!("+{first} {second}-{third}, "),
        1 => format!("({second}) {third}, "),
        _ => format!("{second}-{first}{first}-{third}, "),
    }
}

/// An account number of the right length whose check number is wrong.
fn almost_iban(random: &mut Random) -> String {
    let groups = joined(random, 4, " ", |part| {
        let letter = char::from(b'A' + u8::try_from(part.below(8)).unwrap_or_default());
        format!("{}{letter}{}", part.below(3) + 7, part.below(30) + 70)
    });
    let wrong = ["01", "02"].into_iter().find(|check| !checks::mod97(&format!("DE{check}{groups}78"), 22));
    format!("DE{} {groups}78, ", wrong.unwrap_or_default())
}
