use super::*;

fn read(text: &str) -> String {
    View::of(text).map_or_else(|| text.to_owned(), |view| view.text)
}

#[test]
fn other_alphabets_read_as_ascii() {
    for (text, expected) in [
        ("１２３－４５－６７８９", "123-45-6789"),
        ("१२३-४५-६७८९", "123-45-6789"),
        ("𝟙𝟚𝟛②③⁴₅⑴", "12323451"),
        ("ａｎｎ＠ｅｘａｍｐｌｅ．ｃｏｍ", "ann@example.com"),
        ("𝐚𝓃𝖓@𝕖xample。com", "ann@example.com"),
        ("415–555—2671", "415-555-2671"),
        ("a\u{A0}b\u{3000}c", "a b c"),
    ] {
        assert_eq!(read(text), expected);
    }
}

#[test]
fn what_takes_no_room_is_dropped_next_to_ascii() {
    assert_eq!(read("a\u{200B}n\u{AD}n@\u{2060}x"), "ann@x");
    assert_eq!(read("4\u{FE0F}\u{20E3}1\u{301}x\u{336}"), "41x");
    for text in ["résumé", "❤\u{FE0F} 👨\u{200D}👩", "क\u{94D}\u{200D}ष"] {
        assert_eq!(read(text), text);
    }
    let run = "\u{200B}".repeat(16);
    assert_eq!(read(&format!("a{run}b")), "ab");
    let text = format!("a{run}\u{200B}b");
    assert_eq!(read(&text), text);
}

#[test]
fn look_alikes_are_unmasked_in_mixed_words_only() {
    assert_eq!(read("аnn@ехаmрlе.соm"), "ann@example.com");
    assert_eq!(read("оо@x"), "oo@x");
    assert_eq!(read("ѕо\u{301}.x"), "so.x");
    let text = "Русская проза, а в ней слова. Ещё слово-другое.";
    assert_eq!(read(text), text);
    let long = format!("a{}", "о".repeat(65));
    assert_eq!(read(&long), long);
}

#[test]
fn escapes_are_read_twice() {
    for (text, expected) in [
        ("ann%40example%2Ecom", "ann@example.com"),
        ("ann%2540example.com", "ann@example.com"),
        ("ann&#64;x&#x40;x&commat;x&#0000064x", "ann@x@x@x@x"),
        ("a&amp;#64;b", "a@b"),
        ("a&amp;amp;amp;b", "a&amp;b"),
        ("%25252540", "%2540"),
        ("%EF%BC%A0x", "@x"),
        ("a&shy;b%E2%80%8Bc", "abc"),
    ] {
        assert_eq!(read(text), expected);
    }
    for text in ["100%", "%zz%4", "AT&T; &unknown; &#; &#x; &#xD800; &#0;", "%FF%C3x%00", "&#123456789;"] {
        assert_eq!(read(text), text);
    }
}

#[test]
fn spoken_marks_need_letters_on_both_sides_and_a_host() {
    for (text, expected) in [
        ("ann at example dot com", "ann@example.com"),
        ("ann (at) example [dot] com", "ann@example.com"),
        ("ann{at}example{dot}com", "ann@example.com"),
        ("ann ( AT ) example ( Dot ) com", "ann@example.com"),
        ("ann dot lee at mail.example.com", "ann.lee@mail.example.com"),
        ("192 dot 168 dot 0 dot 1", "192.168.0.1"),
        ("j.more at example.com", "j.more@example.com"),
    ] {
        assert_eq!(read(text), expected);
    }
    for text in [
        "meet at noon dot",
        "look at example.com",
        "at at at dot dot dot",
        "a dot dot b",
        "ann at home. Then",
        "ann    at x.y",
        "x (at] y.z",
        "that dotted",
    ] {
        assert_eq!(read(text), text);
    }
}

#[test]
fn findings_are_mapped_to_what_was_written() {
    // Finds every "b@c" in what it is given.
    let mut scan = |text: &str, found: &mut Vec<Finding>| {
        found.extend(text.match_indices("b@c").map(|(start, value)| Finding {
            start,
            end: start + value.len(),
            rule: 3,
            confidence: 50,
        }));
    };
    for (text, expected) in [
        ("a\u{200B}b%40c\u{301}d", "b%40c\u{301}"),
        ("é ｂ (at) c\u{200B}", "ｂ (at) c\u{200B}"),
        ("x: YiZhbXA7Y29tbWF0O2I7Yic= YUBiIGIlMjU0MGMgZA==.", "YUBiIGIlMjU0MGMgZA=="),
        ("WVVCaUlHSWxNalUwTUdNZ1pBPT0=", "WVVCaUlHSWxNalUwTUdNZ1pBPT0="),
        ("/some/path/YUBiIGIlMjU0MGMgZA", "YUBiIGIlMjU0MGMgZA"),
    ] {
        let mut found = Vec::new();
        find(text, &mut scan, &mut found);
        let values: Vec<_> = found.iter().map(|found| &text[found.start..found.end]).collect();
        assert_eq!(values, [expected]);
        assert_eq!((found[0].rule, found[0].confidence), (3, 50));
    }
    let mut found = Vec::new();
    find("WVVCaUlHSXVOalUwTUdNZ1pBPT0= d41d8cd98f00b204e9800998ecf8427e b@c", &mut scan, &mut found);
    assert!(found.is_empty());
}

#[test]
fn only_the_surroundings_of_changes_are_read_again() {
    let far = "ordinary words ".repeat(1000);
    let text = format!("{far}１{far}é{far}%41");
    let mut lengths = Vec::new();
    find(&text, &mut |view: &str, _: &mut Vec<Finding>| lengths.push(view.len()), &mut Vec::new());
    assert_eq!(lengths, [2 * MARGIN + 1, MARGIN + 1]);
    assert!(windows(&far).is_empty());
}

mod properties {
    use super::*;
    use proptest::prelude::*;

    const FRAGMENTS: [&str; 40] = [
        "a",
        "Z",
        "7",
        "é",
        "о",
        "ж",
        "１",
        "@",
        ".",
        "-",
        " ",
        " at ",
        " (at) ",
        " dot ",
        "[dot]",
        "{",
        "%40",
        "%25",
        "%E2%80%8B",
        "&amp;",
        "&#64;",
        "&#x",
        ";",
        "&shy;",
        "\u{200B}",
        "\u{AD}",
        "\u{301}",
        "\u{FE0F}",
        "😀",
        "𝟙",
        "。",
        "－",
        "example",
        "at",
        "dot",
        "%",
        "\n",
        "中",
        "YW5uQGV4YW1wbGUuY29t",
        "=",
    ];

    fn stitched() -> impl Strategy<Value = String> {
        prop::collection::vec(prop::sample::select(&FRAGMENTS[..]), 0..40).prop_map(|pieces| pieces.concat())
    }

    fn check(text: &str) {
        let Some(view) = View::of(text) else { return };
        assert_ne!(view.text, text);
        let mut before = (0, 0);
        for (at, character) in view.text.char_indices() {
            let (start, end) = view.original(at, at + character.len_utf8());
            assert!(start < end && text.is_char_boundary(start) && text.is_char_boundary(end), "{text:?}");
            assert!(before.0 <= start && before.1 <= end && before.1 <= start, "{text:?} {at}");
            before = (start, end);
        }
        assert!(before.1 <= text.len());
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, cases: 1000, ..ProptestConfig::default() })]

        #[test]
        fn any_text_maps_back_in_order_on_character_boundaries(text in any::<String>()) {
            check(&text);
        }

        #[test]
        fn evasions_map_back_in_order_on_character_boundaries(text in stitched()) {
            check(&text);
        }

        #[test]
        fn plain_text_reads_as_itself(text in "[A-Za-z0-9.,:@é \n]{0,60}") {
            let spoken = ["at ", "dot "].iter().any(|word| text.to_lowercase().contains(word));
            prop_assert!(spoken || View::of(&text).is_none());
        }

        #[test]
        fn far_text_changes_nothing(text in stitched(), before in stitched()) {
            // A change is decided by its neighbourhood: far away text moves it and nothing else.
            let gap = " word".repeat(40);
            let (alone, behind) = (read(&format!("{gap}{text}")), read(&format!("{before}{gap}{text}")));
            // The beginning of the gap may be taken for a part of what stands there.
            prop_assert!(behind.ends_with(alone.get(gap.len() / 2..).unwrap_or_default()));
        }
    }
}
