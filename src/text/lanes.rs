//! Sixty-four bytes at a time: one bit per byte for each question asked about it.
//!
//! Questions about neighbours then are shifts, and "three digits, a hyphen, two digits" is asked of all
//! places at once. The idea is that of G. Langdale and D. Lemire, *Parsing gigabytes of JSON per second*,
//! VLDB Journal 28 (2019).

use wide::u8x16;

/// Bytes in a block.
pub(crate) const BLOCK: usize = 64;

/// A block of text; zero bytes stand for what is beyond either end of the text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Block([u8x16; 4]);

impl Block {
    /// The bytes `text[from..from + 64]`; `from` may lie before or beyond the text.
    #[inline]
    pub(crate) fn at(text: &[u8], from: isize) -> Self {
        if let Ok(from) = usize::try_from(from)
            && let Some(bytes) = text.get(from..).and_then(<[u8]>::first_chunk)
        {
            return Self::load(bytes);
        }
        Self::load(&Self::padded(text, from))
    }

    #[inline]
    fn load(bytes: &[u8; BLOCK]) -> Self {
        let (chunks, _) = bytes.as_chunks::<16>();
        let mut vectors = [u8x16::splat(0); 4];
        for (vector, chunk) in vectors.iter_mut().zip(chunks) {
            *vector = u8x16::new(*chunk);
        }
        Self(vectors)
    }

    fn padded(text: &[u8], from: isize) -> [u8; BLOCK] {
        let mut bytes = [0; BLOCK];
        let before = usize::try_from(from.saturating_neg()).unwrap_or(0).min(BLOCK);
        let from = usize::try_from(from).unwrap_or(0);
        if let (Some(rest), Some(room)) = (text.get(from..), bytes.get_mut(before..)) {
            let length = rest.len().min(room.len());
            if let (Some(rest), Some(room)) = (rest.get(..length), room.get_mut(..length)) {
                room.copy_from_slice(rest);
            }
        }
        bytes
    }

    #[inline]
    fn mask(&self, test: impl Fn(u8x16) -> u8x16) -> u64 {
        self.0
            .iter()
            .rev()
            .fold(0, |bits, &part| bits << 16 | u64::from(test(part).move_mask().cast_unsigned()))
    }

    /// Whether a byte from `low` to `low + span` stands anywhere, or one of `others`.
    #[inline]
    pub(crate) fn has(&self, low: u8, span: u8, others: [u8; 2]) -> bool {
        let [one, two] = others.map(u8x16::splat);
        let (low, span) = (u8x16::splat(low), u8x16::splat(span));
        let found = self.0.iter().fold(u8x16::splat(0), |found, &part| {
            let distance = part - low;
            found | distance.min(span).cmp_eq(distance) | part.cmp_eq(one) | part.cmp_eq(two)
        });
        found.move_mask() != 0
    }

    /// Where `byte` stands.
    #[inline]
    pub(crate) fn eq(&self, byte: u8) -> u64 {
        let wanted = u8x16::splat(byte);
        self.mask(|part| part.cmp_eq(wanted))
    }

    /// Where one of `bytes` stands, or one of `folded`, with or without bit 5: one word for many bytes.
    #[inline]
    pub(crate) fn eq_any<const N: usize, const M: usize>(&self, bytes: [u8; N], folded: [u8; M]) -> u64 {
        let (bytes, folded, fold) = (bytes.map(u8x16::splat), folded.map(u8x16::splat), u8x16::splat(0x20));
        self.mask(|part| {
            let found = bytes.iter().fold(u8x16::splat(0), |found, &byte| found | part.cmp_eq(byte));
            let part = part | fold;
            folded.iter().fold(found, |found, &byte| found | part.cmp_eq(byte))
        })
    }

    /// Where a byte from `low` to `high` stands.
    #[inline]
    pub(crate) fn within(&self, low: u8, high: u8) -> u64 {
        let (low, span) = (u8x16::splat(low), u8x16::splat(high - low));
        self.mask(|part| {
            let distance = part - low;
            distance.min(span).cmp_eq(distance)
        })
    }

    /// Where a letter from `low` to `high`, which are small, stands in either case.
    #[inline]
    pub(crate) fn within_folded(&self, low: u8, high: u8) -> u64 {
        let (low, span, small) = (u8x16::splat(low), u8x16::splat(high - low), u8x16::splat(0x20));
        self.mask(|part| {
            let distance = (part | small) - low;
            distance.min(span).cmp_eq(distance)
        })
    }

    /// Each bit of all bytes as a word of its own, the lowest first (R. D. Cameron and D. Lin, *Architectural
    /// support for SWAR text processing with parallel bit streams*, ASPLOS 2009). For many questions about the
    /// same bytes this is quicker than comparing for each of them.
    #[inline]
    pub(crate) fn planes(&self) -> [u64; 8] {
        let mut planes = [0; 8];
        let mut block = *self;
        for plane in planes.iter_mut().rev() {
            *plane = block.mask(|part| part);
            // Doubling brings the next bit to the top.
            block.0 = block.0.map(|part| part + part);
        }
        planes
    }

    /// Where bytes of characters outside ASCII stand.
    #[inline]
    pub(crate) fn non_ascii(&self) -> u64 {
        self.mask(|part| part)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_judged_alike_at_every_place() {
        for byte in 0..=u8::MAX {
            for place in [0, 1, 7, 8, 15, 16, 33, 63] {
                let mut text = [b'~'; BLOCK];
                text[place] = byte;
                let block = Block::at(&text, 0);
                let bit = |set: bool| u64::from(set) << place;
                assert_eq!(block.eq(byte) >> place & 1, 1);
                assert_eq!(block.within(b'0', b'9'), bit(byte.is_ascii_digit()), "{byte}");
                assert_eq!(block.within_folded(b'a', b'z'), bit(byte.is_ascii_alphabetic()), "{byte}");
                assert_eq!(block.non_ascii(), bit(!byte.is_ascii()), "{byte}");
                assert_eq!(block.eq(b'-'), bit(byte == b'-'), "{byte}");
                let either = matches!(byte, b'{' | b'[' | b'\n' | b':');
                assert_eq!(block.eq_any(*b"\n:", *b"{"), bit(either), "{byte}");
                let has = byte.is_ascii_digit() || byte == b'@' || byte == b':';
                assert_eq!(block.has(b'0', 9, *b"@:"), has, "{byte}");
            }
        }
    }

    #[test]
    fn planes_hold_the_bits_of_bytes() {
        let text: [u8; BLOCK] = std::array::from_fn(|at| u8::try_from(at * 37 % 256).unwrap());
        for (bit, plane) in Block::at(&text, 0).planes().into_iter().enumerate() {
            for (at, byte) in text.iter().enumerate() {
                assert_eq!(plane >> at & 1, u64::from(byte >> bit & 1), "{bit} {at}");
            }
        }
    }

    #[test]
    fn blocks_reach_beyond_both_ends() {
        let text = b"ab";
        assert_eq!(Block::at(text, -2).within_folded(b'a', b'b'), 0b1100);
        assert_eq!(Block::at(text, 1).eq(b'b'), 1);
        assert_eq!(Block::at(text, 2).eq(0), u64::MAX);
        assert_eq!(Block::at(text, -70).eq(0), u64::MAX);
    }
}
