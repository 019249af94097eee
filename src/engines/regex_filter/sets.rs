//! Sets of code points.

use super::lowered::Ranges;

/// The code points that are no characters.
pub(super) const SURROGATES: (u32, u32) = (0xD800, 0xDFFF);
const LAST: u32 = 0x10_FFFF;

/// Code points as ranges, in order and apart from each other. What of them is ASCII is kept as bits as well.
#[derive(Debug, Clone, Default)]
pub(super) struct CharSet {
    ranges: Ranges,
    ascii: u128,
}

impl CharSet {
    pub(super) fn new(ranges: Ranges) -> Self {
        let mut ascii = 0;
        for (low, high) in &ranges {
            for code in *low..=(*high).min(0x7F) {
                ascii |= 1 << code;
            }
        }
        Self { ranges, ascii }
    }

    pub(super) fn of(character: char) -> Self {
        Self::new(vec![(u32::from(character), u32::from(character))])
    }

    pub(super) fn ranges(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        self.ranges.iter().copied()
    }

    pub(super) fn contains(&self, code: u32) -> bool {
        if code < 0x80 {
            return self.ascii >> code & 1 == 1;
        }
        let index = self.ranges.partition_point(|(_, high)| *high < code);
        self.ranges.get(index).is_some_and(|(low, _)| *low <= code)
    }

    /// What is in both sets.
    pub(super) fn and(&self, other: &Self) -> Self {
        let mut both = Vec::new();
        let mut theirs = other.ranges.iter().copied().peekable();
        for &(low, high) in &self.ranges {
            while let Some(&(start, end)) = theirs.peek() {
                if start > high {
                    break;
                }
                if end >= low {
                    both.push((low.max(start), high.min(end)));
                }
                // A range that reaches further meets the next one of ours too.
                if end > high {
                    break;
                }
                theirs.next();
            }
        }
        Self::new(both)
    }

    /// What is in this set and not in `other`.
    pub(super) fn minus(&self, other: &Self) -> Self {
        let mut gaps = Vec::new();
        let mut next = 0;
        for &(low, high) in &other.ranges {
            if low > next {
                gaps.push((next, low - 1));
            }
            next = high + 1;
        }
        if next <= LAST {
            gaps.push((next, LAST));
        }
        self.and(&Self::new(gaps))
    }

    pub(super) fn without_ascii(&self) -> Self {
        self.and(&Self::new(vec![(0x80, LAST)]))
    }

    pub(super) fn without_surrogates(&self) -> Self {
        self.minus(&Self::new(vec![SURROGATES]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_are_cut_by_each_other() {
        let set = CharSet::new(vec![(0x30, 0x39), (0x61, 0x7A), (0x100, 0xE000)]);
        let other = CharSet::new(vec![(0x35, 0x65), (0x79, 0x200)]);
        assert_eq!(set.and(&other).ranges, [(0x35, 0x39), (0x61, 0x65), (0x79, 0x7A), (0x100, 0x200)]);
        assert_eq!(set.minus(&other).ranges, [(0x30, 0x34), (0x66, 0x78), (0x201, 0xE000)]);
        assert_eq!(set.without_ascii().without_surrogates().ranges, [(0x100, 0xD7FF), (0xE000, 0xE000)]);
    }

    #[test]
    fn membership_is_that_of_the_ranges() {
        let set = CharSet::new(vec![(0x7E, 0x81), (0x100, 0x100)]);
        let codes = [0x7D, 0x7E, 0x7F, 0x80, 0x81, 0x82, 0xFF, 0x100, 0x101];
        let inside = [false, true, true, true, true, false, false, true, false];
        assert_eq!(codes.map(|code| set.contains(code)), inside);
    }
}
