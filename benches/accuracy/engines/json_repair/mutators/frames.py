"""What stands around JSON: fences, prose, tags, calls, other values."""

from __future__ import annotations

from benches.accuracy.engines.json_repair.documents import Draw
from benches.accuracy.engines.json_repair.mutators.base import Broken, Document, Mutator, written

_BEFORE = (
    "Here is the result:",
    "Sure! The tool returned the following JSON:",
    "I looked it up for you (it took a while). The answer:",
    "Result of step 2, as requested:",
    "Done. Output:",
    "Here's what I've found:",
    "The query matched 3 of 10 documents; these are they:",
    "**Response** (200 OK):",
    "> As discussed: the list [sorted] follows.",
)
_AFTER = (
    "Let me know if you need anything else!",
    "That's all.",
    "Note: values are rounded (2 digits).",
    "Hope this helps :)",
    "As you can see, it is fine.",
    "(End of output.)",
    "Source: https://example.com/a, retrieved today.",
    "Questions? Just ask: I'm here.",
)
_THOUGHTS = (
    "The user wants the data as JSON.",
    "First look, then answer: the list has to be complete.",
    'Maybe {"draft": true}? No, better the whole.',
    "Step 1: read. Step 2: answer with [] or {}.",
    'I\'d better not say "done" too early.',
)
_LANGUAGES = ("json", "JSON", "", "json5", "javascript", "python")


def with_fence_and_prose(random: Draw, text: str) -> str:
    """A text in a code fence between two sentences."""
    return f"{random.phrase(_BEFORE)}\n\n{_fenced(random, text)}\n\n{random.phrase(_AFTER)}"


def behind_prose(random: Draw, text: str) -> str:
    """A text behind a sentence."""
    return f"{random.phrase(_BEFORE)}{random.choice((' ', chr(10)))}{text}"


def fence(random: Draw, document: Document) -> Broken | None:
    """A code fence."""
    return Broken(_fenced(random, document.text), (document.text,))


def open_fence(random: Draw, document: Document) -> Broken | None:
    """A code fence that is not closed, or not opened."""
    text = f"```json\n{document.text}\n" if random.random() < 0.5 else f"{document.text}\n```"
    return Broken(text, (document.text,))


def fence_and_prose(random: Draw, document: Document) -> Broken | None:
    """A code fence with prose around it."""
    return Broken(with_fence_and_prose(random, document.text), (document.text,))


def prose_before(random: Draw, document: Document) -> Broken | None:
    """A sentence, then the text."""
    return Broken(behind_prose(random, document.text), (document.text,))


def prose_after(random: Draw, document: Document) -> Broken | None:
    """The text, then a sentence."""
    return Broken(
        f"{document.text}{random.choice((' ', chr(10), chr(10) * 2))}{random.phrase(_AFTER)}", (document.text,)
    )


def prose_around(random: Draw, document: Document) -> Broken | None:
    """Sentences on both sides, no fence."""
    return Broken(f"{random.phrase(_BEFORE)}\n{document.text}\n{random.phrase(_AFTER)}", (document.text,))


def thoughts(random: Draw, document: Document) -> Broken | None:
    """What a model thought, in tags, then the text."""
    tag = random.choice(("think", "thinking", "reasoning"))
    return Broken(f"<{tag}>{random.phrase(_THOUGHTS)}</{tag}>\n{document.text}", (document.text,))


def tags(random: Draw, document: Document) -> Broken | None:
    """The text in tags."""
    tag = random.choice(("json", "result", "output", "tool_response"))
    return Broken(f"<{tag}>\n{document.text}\n</{tag}>", (document.text,))


def call(random: Draw, document: Document) -> Broken | None:
    """The text as the argument of a call."""
    return Broken(
        f"{random.choice(('callback', 'jsonp_1', 'app.load'))}({document.text}){random.choice((';', ''))}",
        (document.text,),
    )


def assignment(random: Draw, document: Document) -> Broken | None:
    """The text as the right side of an assignment."""
    head = random.choice(("const data = ", "var x=", "window.__DATA__ = ", "result = "))
    return Broken(f"{head}{document.text}{random.choice((';', ''))}", (document.text,))


def concatenated(random: Draw, document: Document) -> Broken | None:
    """Several values one after the other, on one line."""
    return _several(random, document, random.choice(("", " ")))


def lines(random: Draw, document: Document) -> Broken | None:
    """A value per line."""
    return _several(random, document, "\n")


def listed(random: Draw, document: Document) -> Broken | None:
    """Values with commas between them and no list around."""
    return _several(random, document, ",\n")


def byte_order_mark(random: Draw, document: Document) -> Broken | None:
    """A byte order mark in front."""
    return Broken(f"\ufeff{document.text}", (document.text,))


def other_blanks(random: Draw, document: Document) -> Broken | None:
    """Blanks outside strings that JSON does not have."""
    blank = random.choice("\u00a0\u2003\u3000\u202f")
    inside, made, escaped = False, [], False
    for char in document.text:
        if char == '"' and not escaped:
            inside = not inside
        escaped = char == "\\" and not escaped
        made.append(blank if char == " " and not inside else char)
    text = "".join(made)
    return Broken(text, (document.text,)) if text != document.text else None


def _fenced(random: Draw, text: str) -> str:
    return f"```{random.choice(_LANGUAGES)}\n{text}\n```"


def _several(random: Draw, document: Document, joint: str) -> Broken:
    # Of one sort, as a log or an export has them.
    values = [_record(document.value), *(_record(random.maker()(random)) for _ in range(2))]
    texts = [written(each, "compact" if random.random() < 0.5 else "default") for each in values]
    return Broken(joint.join(texts) + random.choice(("", "\n")), (f"[{','.join(texts)}]",))


def _record(value: object) -> object:
    return value if isinstance(value, dict) else {"rows": value}


MUTATORS: dict[str, Mutator] = {
    "code fence": fence,
    "half a code fence": open_fence,
    "code fence and prose": fence_and_prose,
    "prose before": prose_before,
    "prose after": prose_after,
    "prose on both sides": prose_around,
    "thoughts before": thoughts,
    "tags around": tags,
    "call around": call,
    "assignment": assignment,
    "concatenated values": concatenated,
    "a value per line": lines,
    "values and commas, no list": listed,
    "byte order mark": byte_order_mark,
    "other blanks": other_blanks,
}
