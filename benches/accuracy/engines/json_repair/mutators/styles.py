"""Several defects in one text: styles that change single tokens, and mutators one inside the other."""

from __future__ import annotations

from benches.accuracy.engines.json_repair.documents import Draw
from benches.accuracy.engines.json_repair.mutators import frames, languages, punctuation, strings
from benches.accuracy.engines.json_repair.mutators.base import Broken, Document, Mutator
from benches.accuracy.engines.json_repair.tokens import CLOSE, COMMA, KEY, LITERAL, OPEN, STRING, Token, joined

_NAMES = {"true": "True", "false": "False", "null": "None"}


def two_defects(random: Draw, document: Document) -> Broken | None:
    """Two ways of writing that JSON does not have, all through the text."""
    return Broken(_restyled(random, document, 2), (document.text,))


def four_defects(random: Draw, document: Document) -> Broken | None:
    """Four of them, in a code fence."""
    text = f"```json\n{_restyled(random, document, 4)}\n```"
    return Broken(text, (document.text,))


def cut_in_fence(random: Draw, document: Document) -> Broken | None:
    """A fence with prose before it, and the end of the text missing."""
    broken = punctuation.closers_missing_at_end(random, document)
    return broken and Broken(f"Here you go:\n```json\n{broken.text}", broken.answers)


def broken_lines(random: Draw, document: Document) -> Broken | None:
    """A value per line, each with a comma too many."""
    lines = frames.lines(random, document)
    if lines is None:
        return None
    rows = [row[:-1] + ",}" if row.endswith("}") else row for row in lines.text.splitlines()]
    return Broken("\n".join(rows), lines.answers)


def any_in_fence(random: Draw, document: Document) -> Broken | None:
    """One of the other defects, in a code fence with prose around it."""
    broken = random.choice(_INNER)(random, document)
    return broken and Broken(frames.with_fence_and_prose(random, broken.text), broken.answers)


def any_after_prose(random: Draw, document: Document) -> Broken | None:
    """One of the other defects, behind a sentence."""
    broken = random.choice(_INNER)(random, document)
    return broken and Broken(frames.behind_prose(random, broken.text), broken.answers)


def _not_closed(style: Mutator) -> Mutator:
    """What another language writes, without its last closers."""

    def mutate(random: Draw, document: Document) -> Broken | None:
        broken = style(random, document)
        if broken is None:
            return None
        text = broken.text
        for _ in range(random.randint(1, 3)):
            text = text[:-1].rstrip() if text.endswith(("]", "}", ",")) else text
        return Broken(text, broken.answers)

    return mutate


def _restyled(random: Draw, document: Document, count: int) -> str:
    styles = set(random.sample(("single", "bare keys", "names", "trailing", "comment", "spare comma"), count))

    def change(at: int, token: Token) -> str:
        text = token.text
        if token.kind == KEY and "bare keys" in styles and text[1:-1].isidentifier():
            return text[1:-1]
        if token.kind in (KEY, STRING) and "single" in styles:
            return strings.single_quoted(text)
        if token.kind == LITERAL and "names" in styles:
            return _NAMES.get(text, text)
        if token.kind == COMMA and "comment" in styles and random.random() < 0.2:
            return ", // note\n"
        if token.kind == COMMA and "spare comma" in styles and random.random() < 0.2:
            return ", ,"
        full = at > 0 and document.tokens[at - 1].kind not in (OPEN,)
        if token.kind == CLOSE and "trailing" in styles and full and random.random() < 0.5:
            return "," + text
        return text

    # Marks that no reader could miss, so that every text is broken.
    return joined(document.tokens, change) + "," * ("trailing" in styles)


# Defects that are still the same defect with other text around.
_INNER = (
    *(punctuation.trailing_comma, punctuation.comma_missing, punctuation.inner_closer_missing, strings.single_quotes),
    *(strings.inner_quotes, strings.line_breaks, strings.bare_keys, strings.closing_quote_missing, strings.bare_values),
    *(languages.python_repr, languages.javascript, languages.comments, languages.not_finite, languages.ellipses),
)

MUTATORS: dict[str, Mutator] = {
    "two defects": two_defects,
    "four defects in a fence": four_defects,
    "fence that is cut off": cut_in_fence,
    "broken lines": broken_lines,
    "any defect in a fence": any_in_fence,
    "any defect behind prose": any_after_prose,
    "Python's repr, not closed": _not_closed(languages.python_repr),
    "JavaScript source, not closed": _not_closed(languages.javascript),
}
