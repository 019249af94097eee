//! What a text engine reports, and how overlapping reports are resolved.

/// One match in one text. Offsets are bytes and lie on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finding {
    /// First byte of the match.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Index of the rule inside its engine; smaller wins ties.
    pub rule: u16,
    /// How sure the rule is, in percent.
    pub confidence: u8,
}

impl Finding {
    /// The position that decides between overlapping findings: leftmost first, then the longest, then
    /// the most confident, then the first rule.
    fn rank(&self) -> (usize, std::cmp::Reverse<usize>, std::cmp::Reverse<u8>, u16) {
        (self.start, std::cmp::Reverse(self.end), std::cmp::Reverse(self.confidence), self.rule)
    }
}

/// The order in which overlaps are resolved: of two findings that overlap the first one stays.
pub(crate) fn by_rank(left: &Finding, right: &Finding) -> std::cmp::Ordering {
    left.rank().cmp(&right.rank())
}

/// Sorts `found` and keeps, from left to right, what does not overlap an earlier finding.
pub fn resolve_overlaps(found: &mut Vec<Finding>) {
    if found.len() < 2 {
        return;
    }
    sort_nearly_sorted(found);
    let mut reached = 0;
    found.retain(|finding| {
        let free = finding.start >= reached;
        if free {
            reached = finding.end;
        }
        free
    });
}

/// Engines read from left to right, so a finding is seldom far from its place: inserting it there is quicker
/// than sorting, as long as it stays seldom.
fn sort_nearly_sorted(found: &mut [Finding]) {
    let mut steps = STEPS * found.len();
    for at in 1..found.len() {
        let mut place = at;
        while let Some([left, right]) = place.checked_sub(1).and_then(|left| found.get(left..=place))
            && by_rank(right, left).is_lt()
        {
            if steps == 0 {
                return found.sort_unstable_by(by_rank);
            }
            steps -= 1;
            found.swap(place - 1, place);
            place -= 1;
        }
    }
}

/// How many places a finding may be from its own, on average.
const STEPS: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(start: usize, end: usize, rule: u16, confidence: u8) -> Finding {
        Finding { start, end, rule, confidence }
    }

    #[test]
    fn the_longest_of_two_at_one_place_wins() {
        let mut found = vec![finding(0, 4, 0, 90), finding(0, 9, 1, 10)];
        resolve_overlaps(&mut found);
        assert_eq!(found, [finding(0, 9, 1, 10)]);
    }

    #[test]
    fn confidence_decides_between_equal_extents_and_order_after_that() {
        let mut found = vec![finding(2, 4, 0, 50), finding(2, 4, 1, 60), finding(2, 4, 2, 60)];
        resolve_overlaps(&mut found);
        assert_eq!(found, [finding(2, 4, 1, 60)]);
    }

    #[test]
    fn findings_in_any_order_are_sorted() {
        for count in [2, 3, 10, 200] {
            // Multiplying by 77 visits every place once, near and far from each other.
            for step in [1, 77, count - 1] {
                let mut found: Vec<_> = (0..count).map(|at| finding(at * step % count, 300, 0, 50)).collect();
                sort_nearly_sorted(&mut found);
                assert!(found.is_sorted_by_key(|finding| finding.start), "{count} {step}");
            }
        }
    }

    #[test]
    fn neighbours_both_stay() {
        let mut found = vec![finding(4, 8, 0, 50), finding(0, 4, 0, 50)];
        resolve_overlaps(&mut found);
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn a_finding_stays_small() {
        // Dense payloads hold a million of them; box a field rather than raise this.
        assert!(size_of::<Finding>() <= 24);
    }
}
