//! Finding all matches of a set of rules in one pass over a text.
//!
//! Most text holds nothing to find, so the pass only stops at bytes that can belong to a match (digits, `@`
//! and `:`). Around a stop, a window of text is turned into one bit per byte and class; shapes, labels and
//! marks are asked of all its places with a few shifts each. Only where the answer is yes does an automaton
//! walk the text, and its walk is bounded by the longest match: the cost is linear.

mod labels;
mod last_words;
mod marks;
mod rule;
mod searched;
mod shapes;
mod traits;
mod values;
mod window;

use super::boundary::Boundary;
use super::bytes::Stops;
use super::labels::LabelSyntax;
use crate::finding::Finding;

use labels::Labels;
pub use marks::Around;
use marks::{Mark, address_colons, at_signs};
pub use rule::{Label, Lead, OnlyEnd, Rule, Trigger};
use searched::Searched;
pub use shapes::Shape;
use traits::Traits;
use values::{Scan, Values};
use window::{Window, each};

/// A compiled set of rules.
#[derive(Debug)]
pub struct Scanner {
    stops: Option<Stops>,
    shaped: Vec<Shaped>,
    labels: Option<Labels>,
    at_signs: Vec<Mark>,
    colons: Vec<Mark>,
    searched: Vec<Searched>,
}

/// Rules that begin where a shape is and a boundary holds.
#[derive(Debug)]
struct Shaped {
    shape: Shape,
    needs: Traits,
    rules: Vec<(Boundary, Vec<Values>)>,
}

/// A match begins at most so far before the first byte that stops the scan: "(+" before a number, hexadecimal
/// letters before the first colon or digit of an address.
const BEFORE_STOP: usize = 32;

impl Scanner {
    /// Prepares `rules`, whose labels are written as `syntax` says.
    ///
    /// # Errors
    /// A message when a trigger cannot be used.
    pub fn new(rules: &[Rule], syntax: &LabelSyntax) -> Result<Self, String> {
        let mut scanner = Self {
            stops: None,
            shaped: Vec::new(),
            labels: None,
            at_signs: Vec::new(),
            colons: Vec::new(),
            searched: Vec::new(),
        };
        let mut labelled = Vec::new();
        for rule in rules {
            match &rule.trigger {
                Trigger::Shape(_) if rule.label.is_some() => labelled.push(rule),
                Trigger::Shape(shape) => {
                    match scanner.shaped.iter_mut().find(|known| known.shape == *shape) {
                        Some(shaped) => shaped.insert(rule),
                        None => scanner.shaped.push(Shaped::of(*shape, rule)),
                    }
                }
                Trigger::Byte(around) => match around.byte {
                    b'@' => scanner.at_signs.push(Mark::new(around, rule)),
                    b':' => scanner.colons.push(Mark::new(around, rule)),
                    other => return Err(format!("no rule can begin around {:?}", char::from(other))),
                },
                Trigger::Label => scanner.searched.push(Searched::label(syntax, rule)?),
                Trigger::Literal(literal) => scanner.searched.push(Searched::literal(literal, rule)),
            }
        }
        scanner.labels = Labels::new(syntax, &labelled);
        let hexadecimal = scanner.shaped.iter().any(|shaped| shaped.shape == Shape::Mac);
        let digits = scanner.labels.is_some() || !scanner.shaped.is_empty();
        let mut bytes = Vec::new();
        bytes.extend((!scanner.at_signs.is_empty()).then_some(b'@'));
        bytes.extend((!scanner.colons.is_empty() || hexadecimal).then_some(b':'));
        scanner.stops = Stops::new(digits, &bytes);
        Ok(scanner)
    }

    /// Compiles every pattern, to see that it can be, and says how many bytes the automata take together.
    /// In use each is compiled when it is needed first.
    ///
    /// # Errors
    /// The message of the first that does not compile.
    pub fn measure(&self) -> Result<usize, String> {
        let shaped = self.shaped.iter().flat_map(|shaped| &shaped.rules).flat_map(|(_, rules)| rules);
        let marks = self.at_signs.iter().chain(&self.colons).map(|mark| &mark.values);
        let searched = self.searched.iter().map(|rule| &rule.values);
        let values = shaped.chain(marks).chain(searched);
        let bytes = values.map(Values::measure).sum::<Result<usize, String>>()?;
        Ok(bytes + self.labels.as_ref().map_or(Ok(0), Labels::measure)?)
    }

    /// Whether labels that are written as `syntax` says are all found.
    #[cfg(test)]
    pub(crate) fn reads(syntax: &LabelSyntax) -> bool {
        last_words::LastWords::know(syntax)
    }

    /// Appends every match of every rule. They may overlap and are in no particular order.
    pub fn find(&self, text: &str, found: &mut Vec<Finding>) {
        let mut scan = Scan::of(text, found);
        if let Some(stops) = &self.stops {
            self.find_around_stops(stops, &mut scan);
        }
        for rule in &self.searched {
            rule.find(&mut scan);
        }
    }

    fn find_around_stops(&self, stops: &Stops, scan: &mut Scan<'_>) {
        let bytes = scan.text.as_bytes();
        let mut done = 0;
        let mut next = stops.next(bytes, 0);
        while let Some(stop) = next {
            let mut window = Window::at(bytes, done.max(stop.saturating_sub(BEFORE_STOP)));
            // The first window holds the stop; the scan goes on in windows while they hold any.
            while window.has_stop() {
                self.find_in_window(&window, scan);
                done = window.end();
                window.advance(bytes);
            }
            next = stops.next(bytes, done);
        }
    }

    fn find_in_window(&self, window: &Window, scan: &mut Scan<'_>) {
        if window.digit != 0 {
            for shaped in &self.shaped {
                shaped.find(window, scan);
            }
            if let Some(labels) = &self.labels {
                each(Labels::places(window), |bit| labels.find(window, bit, scan));
            }
        }
        if !self.at_signs.is_empty() {
            each(at_signs(window), |bit| mark_at(&self.at_signs, window, bit, scan));
        }
        if !self.colons.is_empty() {
            address_colons(window, |bit| mark_at(&self.colons, window, bit, scan));
        }
    }
}

fn mark_at(marks: &[Mark], window: &Window, bit: u32, scan: &mut Scan<'_>) {
    let at = window.position(bit);
    for mark in marks {
        mark.find(scan, at);
    }
}

impl Shaped {
    fn of(shape: Shape, rule: &Rule) -> Self {
        Self { shape, needs: shape.needs(), rules: vec![(rule.left, vec![Values::of(rule)])] }
    }

    fn insert(&mut self, rule: &Rule) {
        match self.rules.iter_mut().find(|(left, _)| *left == rule.left) {
            Some((_, rules)) => {
                if !rules.iter_mut().any(|values| values.join(rule)) {
                    rules.push(Values::of(rule));
                }
            }
            None => self.rules.push((rule.left, vec![Values::of(rule)])),
        }
    }

    #[inline]
    fn find(&self, window: &Window, scan: &mut Scan<'_>) {
        if !self.needs.meets(window.traits) {
            return;
        }
        let places = self.shape.places(window);
        if places == 0 {
            return;
        }
        for (left, rules) in &self.rules {
            each(places & window.may_begin(*left), |bit| {
                let start = window.position(bit);
                if left.holds_farther(scan.text.as_bytes(), start) {
                    for rule in rules {
                        rule.find(scan, start, start);
                    }
                }
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::CharSet;
    use crate::text::labels::Gap;
    use crate::text::pattern::Pattern;

    fn rule(trigger: Trigger, pattern: &str) -> Rule {
        Rule {
            id: 0,
            trigger,
            pattern: Pattern::forward(pattern),
            max_length: None,
            label: None,
            lead: None,
            left: Boundary::Word,
            right: Boundary::Word,
            check: None,
            only_end: None,
            confidence: 50,
        }
    }

    fn label(phrase: &str, gap: Gap) -> Label {
        Label { phrases: vec![phrase.to_owned()].into(), gap }
    }

    fn spans(rule: Rule, text: &str) -> Vec<(usize, usize)> {
        let syntax = LabelSyntax::new("[ _]{0,2}", "[: ]{0,2}", "[: ]{1,2}", &[]);
        let mut found = Vec::new();
        Scanner::new(&[rule], &syntax).unwrap().find(text, &mut found);
        found.iter().map(|finding| (finding.start, finding.end)).collect()
    }

    const TOKEN: Trigger = Trigger::Shape(Shape::Token);

    #[test]
    fn tokens_begin_at_word_boundaries() {
        assert_eq!(spans(rule(TOKEN, "[0-9]{2}"), "12 a34 56_ é78é 90"), [(0, 2), (13, 15), (18, 20)]);
    }

    #[test]
    fn tokens_are_found_wherever_they_stand() {
        for gap in 0..200 {
            let text = format!("{}ab12{}", " ".repeat(gap), " ".repeat(200 - gap));
            assert_eq!(spans(rule(TOKEN, "[a-z]{2}12"), &text), [(gap, gap + 4)], "{gap}");
        }
    }

    #[test]
    fn values_of_a_shape_that_is_their_pattern_are_whole() {
        for gap in 0..130 {
            let mut rule = rule(Trigger::Shape(Shape::ThreeHyphenTwo), "[0-9]{3}-[0-9]{2}-[0-9]{4}");
            rule.right = Boundary::None;
            let text = format!("{}123-45-678 12-45-6789 123-456-789 123-45-67890", ".".repeat(gap));
            assert_eq!(spans(rule, &text), [(gap + 34, gap + 45)], "{gap}");
        }
    }

    #[test]
    fn brackets_and_plus_in_front_of_a_token_can_begin_a_match() {
        let mut rule = rule(TOKEN, "[+][(][0-9]");
        rule.left = Boundary::None;
        assert_eq!(spans(rule, "a +(1 (+1"), [(2, 5)]);
    }

    #[test]
    fn the_longest_accepted_end_wins() {
        let mut rule = rule(TOKEN, "[0-9](?: ?[0-9]){1,5}");
        rule.check = Some(|value| value.ends_with('3'));
        assert_eq!(spans(rule, "1 2 3 4 5"), [(0, 5), (2, 5)]);
    }

    #[test]
    fn lengths_are_counted_in_characters() {
        let mut rule = rule(TOKEN, "[0-9](?:é)+");
        rule.max_length = Some(4);
        rule.right = Boundary::None;
        assert_eq!(spans(rule, "1ééééé"), [(0, 7)]);
    }

    #[test]
    fn labels_may_touch_their_value() {
        let mut rule = rule(TOKEN, "[0-9]{3}");
        rule.label = Some(label("id", Gap::Any));
        assert_eq!(spans(rule, "id123 xid: 456 Id: 789 012 éid:345"), [(2, 5), (19, 22), (32, 35)]);
    }

    #[test]
    fn values_may_begin_with_a_word() {
        let mut rule = rule(TOKEN, "[0-9]{1,2}");
        rule.label = Some(label("born", Gap::Some));
        let words = ["may".to_owned()];
        let pattern = Pattern::backward(&crate::text::lead_pattern(&words));
        rule.lead = Some(Lead { words: words.to_vec().into(), pattern });
        assert_eq!(spans(rule, "born May 12, born 12, in May 12"), [(5, 11)]);
    }

    #[test]
    fn marks_extend_to_both_sides() {
        let trigger = Trigger::Byte(Around {
            byte: b'@',
            before: CharSet::parse("[a-z.]").unwrap(),
            before_max: 3,
            trim: CharSet::of("."),
            required: true,
        });
        let mut rule = rule(trigger, "@[a-z]{1,9}[.][a-z]");
        rule.left = Boundary::None;
        assert_eq!(spans(rule, ".a.b@cd.x @x.x é..@y.y abcdef@z.z"), [(1, 9), (27, 34)]);
    }

    #[test]
    fn labels_and_literals_can_be_searched_for() {
        let mut labelled = rule(Trigger::Label, "[a-z]{2}");
        labelled.label = Some(label("key", Gap::Some));
        assert_eq!(spans(labelled, "key:ab xkey:cd Key:ef"), [(4, 6), (19, 21)]);
        assert_eq!(spans(rule(Trigger::Literal("AK".into()), "AK[0-9]"), "AK1 xAK2 AK34"), [(0, 3)]);
    }
}
