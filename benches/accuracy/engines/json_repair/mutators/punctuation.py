"""Commas, colons and brackets: dropped, doubled, exchanged."""

from __future__ import annotations

from benches.accuracy.engines.json_repair.documents import Draw
from benches.accuracy.engines.json_repair.mutators.base import Broken, Document, Mutator, some
from benches.accuracy.engines.json_repair.tokens import (
    BLANK,
    CLOSE,
    COLON,
    COMMA,
    KEY,
    OPEN,
    Token,
    joined,
    places,
    spliced,
)

_WIDE = {",": "，", ":": "：", "{": "｛", "}": "｝", "[": "［", "]": "］"}


def _exchanged(kind: str, new: str, most: int = 3) -> Mutator:
    """Puts `new` in the place of some tokens of a kind."""

    def mutate(random: Draw, document: Document) -> Broken | None:
        found = places(document.tokens, kind)
        if not found:
            return None
        chosen = some(random, found, most)
        text = joined(document.tokens, lambda at, token: new if at in chosen else token.text)
        return Broken(text, (document.text,))

    return mutate


def trailing_comma(random: Draw, document: Document) -> Broken | None:
    """A comma before some closers of containers that hold something."""
    parts = document.tokens
    full = [at for at in places(parts, CLOSE) if _before(parts, at).kind != OPEN]
    if not full:
        return None
    # Behind the last value, where people write it, not in front of the bracket.
    spots = {_before_index(parts, at) for at in some(random, full)}
    return Broken(joined(parts, lambda at, each: each.text + "," * (at in spots)), (document.text,))


def leading_comma(random: Draw, document: Document) -> Broken | None:
    """A comma behind some openers of containers that hold something."""
    parts = document.tokens
    full = [at for at in places(parts, OPEN) if _after(parts, at).kind != CLOSE]
    if not full:
        return None
    chosen = some(random, full)
    return Broken(joined(parts, lambda at, each: each.text + "," * (at in chosen)), (document.text,))


def comma_missing(random: Draw, document: Document) -> Broken | None:
    """Some commas dropped; a blank stays, or two numbers would become one."""
    parts = document.tokens
    found = places(parts, COMMA)
    if not found:
        return None
    chosen = some(random, found)
    return Broken(joined(parts, lambda at, each: " " if at in chosen else each.text), (document.text,))


def extra_closer(random: Draw, document: Document) -> Broken | None:
    """One or two closers too many at the end."""
    return Broken(document.text + random.choice(("}", "]", "}}", "\n}")), (document.text,))


def closers_missing_at_end(random: Draw, document: Document) -> Broken | None:
    """The last closers dropped."""
    text, count = document.text, random.randint(1, 3)
    for _ in range(count):
        if not text.endswith(("]", "}")):
            break
        text = text[:-1].rstrip()
    return Broken(text, (document.text,))


def inner_closer_missing(random: Draw, document: Document) -> Broken | None:
    """A closer dropped inside, where what follows tells that it was there."""
    parts = document.tokens
    found = []
    for at in places(parts, CLOSE):
        behind, far = _after(parts, at), _after(parts, at, 2)
        element_follows = parts[at].text == "}" and behind.text == "," and far.kind != KEY
        member_follows = parts[at].text == "]" and behind.text == "," and far.kind == KEY
        other_closer = behind.kind == CLOSE and behind.text != parts[at].text
        if element_follows or member_follows or other_closer:
            found.append(at)
    return _without_one(random, document, found)


def inner_closer_missing_by_indent(random: Draw, document: Document) -> Broken | None:
    """A `}` dropped before a key of the outer object, in an indented text: only the indentation tells."""
    parts = document.tokens
    if document.layout != "indented":
        return None
    found = [
        at
        for at in places(parts, CLOSE)
        if parts[at].text == "}" and _after(parts, at).text == "," and _after(parts, at, 2).kind == KEY
    ]
    return _without_one(random, document, [at for at in found if parts[at - 1].kind == BLANK])


def wrong_closer(random: Draw, document: Document) -> Broken | None:
    """A closer of the other sort."""
    chosen = random.choice(places(document.tokens, CLOSE) or [-1])
    if chosen < 0:
        return None
    other = "]" if document.tokens[chosen].text == "}" else "}"
    return Broken(joined(document.tokens, lambda at, each: other if at == chosen else each.text), (document.text,))


def early_closer(random: Draw, document: Document) -> Broken | None:
    """The outermost object closed too early, before a further key."""
    parts = document.tokens
    found = [at for at in places(parts, COMMA) if parts[at].depth == 1 and _after(parts, at).kind == KEY]
    if not found:
        return None
    at = random.choice(found)
    return Broken(spliced(document.text, parts[at].start, parts[at].start, "}"), (document.text,))


def full_width(random: Draw, document: Document) -> Broken | None:
    """Punctuation of East Asian keyboards; brackets in half of the texts."""
    kinds = {COMMA, COLON} | ({OPEN, CLOSE} if random.random() < 0.3 else set())
    text = joined(document.tokens, lambda _, each: _WIDE[each.text] if each.kind in kinds else each.text)
    return Broken(text, (document.text,))


def outer_braces_missing(random: Draw, document: Document) -> Broken | None:
    """The members of an object, bare."""
    if not isinstance(document.value, dict):
        return None
    return Broken(document.text[1:-1].strip(), (document.text,))


def opener_missing(random: Draw, document: Document) -> Broken | None:
    """The outermost opener dropped."""
    return Broken(document.text[1:].lstrip(), (document.text,)) if isinstance(document.value, dict) else None


def _without_one(random: Draw, document: Document, found: list[int]) -> Broken | None:
    if not found:
        return None
    chosen = document.tokens[random.choice(found)]
    return Broken(spliced(document.text, chosen.start, chosen.end, ""), (document.text,))


def _before_index(parts: list[Token], at: int) -> int:
    return at - 2 if parts[at - 1].kind == BLANK else at - 1


def _before(parts: list[Token], at: int) -> Token:
    return parts[_before_index(parts, at)]


def _after(parts: list[Token], at: int, count: int = 1) -> Token:
    """The next token but blanks, or the one after; at the end an empty one."""
    solid = [each for each in parts[at + 1 : at + 2 * count + 1] if each.kind != BLANK]
    return solid[count - 1] if len(solid) >= count else Token("end", "", 0, 0)


MUTATORS: dict[str, Mutator] = {
    "trailing comma": trailing_comma,
    "leading comma": leading_comma,
    "double comma": _exchanged(COMMA, ",,"),
    "comma missing": comma_missing,
    "colon missing": _exchanged(COLON, " "),
    "equals sign for a colon": _exchanged(COLON, " = ", most=9),
    "arrow for a colon": _exchanged(COLON, " => ", most=9),
    "semicolon for a comma": _exchanged(COMMA, "; "),
    "extra closer at the end": extra_closer,
    "closers missing at the end": closers_missing_at_end,
    "inner closer missing": inner_closer_missing,
    "inner closer missing, indented": inner_closer_missing_by_indent,
    "wrong closer": wrong_closer,
    "closer too early": early_closer,
    "full-width punctuation": full_width,
    "outer braces missing": outer_braces_missing,
    "opener missing": opener_missing,
}
