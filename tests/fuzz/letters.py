"""The characters that patterns and texts are made of: few at a time, so that they meet, and troublesome ones."""

from tests.fuzz.choices import Choices, once_in, pick

PLAIN = "abAB01_ -.xyZ9,:/@#&~|\n\t\r"

# Where the tables of regex engines part, by kind. Most are one code point of a large family.
TROUBLE = (
    *"iIİıjJ̇",  # the i's with and without a dot, which no two engines fold alike
    *"sSſßẞkKKåÅÅµμΜσςΣ",  # letters with several cases of one kind
    *"ﬅﬆβϐθϑϴӓᲀвДд",  # equal only by full or odd folding
    *"ǅǄǆÿŸĿŀꭰᎠᏰᏸაᲐ",  # title case, cases far apart
    *"²½①Ⅷªº",  # numbers that are no digits, letters that are no letters
    *"٣०१𝟙१０",  # digits elsewhere
    "\u0301", "\u20dd", "\u0345", "\u0903", "\u200d", "\u203f", "\u2040", "\ufe0f",  # marks, joiners, ties
    "\x00", "\x1b", "\x1c", "\x1d", "\x1e", "\x1f", "\x0b", "\x0c", "\x7f", "\x80", "\x85", "\xa0",  # blanks and not
    "\u1680", "\u180e", "\u2003", "\u2028", "\u2029", "\u200b", "\u3000", "\ufeff",
    "\ud800", "\udfff", "\udc80", "\ud83d",  # halves that UTF-8 cannot hold
    "\ud7ff", "\ue000", "\uffff", "\U0010ffff",
    *"éàüñ中日한",
    *"😀👍𝒜𐐀𐐨𞤀𞤢",  # beyond 16 bits, with cases there too
    # Assigned in Unicode 14, 15, 15.1, 16 and 17: known to some interpreters only.
    "\u2c2f", "\u2c5f", "\ua7c0", "\ua7c1", "\U0001df25", "\U00011f50", "\U0001e4f0", "\U0002ebf0",
    "\u1c89", "\u1c8a", "\ua7cb", "\ua7da", "\ua7db", "\U00010d40", "\U00010d50", "\U00010d70", "\U00011de0",
)  # fmt: skip


def alphabet(choices: Choices) -> tuple[str, ...]:
    """Two to six characters with their other cases: what one case is made of."""
    letters = [_letter(choices) for _ in range(2 + choices.below(5))]
    others = [other for letter in letters for other in (letter.swapcase(), letter.upper(), letter.lower())]
    return tuple(dict.fromkeys([*letters, *(other for other in others if len(other) == 1)]))


def _letter(choices: Choices) -> str:
    return pick(choices, TROUBLE) if once_in(choices, 3) else pick(choices, PLAIN)
