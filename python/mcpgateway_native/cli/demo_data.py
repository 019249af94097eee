"""What ``demo``, ``doctor`` and ``bench`` show each engine: one entry per engine, nothing else to add for a new one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Exhibit:
    """A tool result that an engine has work with, and what must be true of the answer."""

    story: str
    """One sentence that says what the reader is going to see."""

    call: str
    """The tool call that the result answers."""

    result: Mapping[str, Any]
    """An MCP tool result as the gateway hands it to a plugin: content list, structuredContent, isError."""

    gone: tuple[str, ...]
    """Canaries: parts of the result that must not be in the answer any more."""

    kept: tuple[str, ...]
    """Parts of the answer that must be there."""

    prose: str
    """A paragraph of ordinary text of the engine's world, for the bench; ``{n}`` becomes a running number."""

    row: Mapping[str, Any]
    """A row of a structured result, for the bench."""

    config: Mapping[str, Any] = field(default_factory=dict)
    """The configuration of the exhibit; the default configuration where it is empty."""


_ROW = {"id": 1042, "customer": "Zoë Meyer", "email": "zoe.meyer@example.com", "city": "Linz", "paid": True}

EXHIBITS: dict[str, Exhibit] = {
    "json_repair": Exhibit(
        story="A model was asked for JSON and wrote Python, forgot a bracket and put quotes into a text. Each text "
        "item becomes JSON; numbers and spaces stay as they came, and what is no JSON is left alone.",
        call='summarise(ticket=1042, format="json")',
        result={
            "content": [
                {"type": "text", "text": "{'id': 1042, 'open': True, 'owner': None,}"},
                {"type": "text", "text": '{"total": 119.50, "note": "24" wide", n: [1, 2}'},
                {"type": "text", "text": "The customer called twice (see {notes})."},
            ],
            "isError": False,
        },
        gone=("True", "None", "'owner'"),
        kept=("119.50", "(see {notes})"),
        prose="The order {n} was packed in the morning and left the warehouse before noon; the customer was told. ",
        row={"id": 1042, "answer": "{'paid': True, 'items': [1, 2,],}", "city": "Linz"},
    ),
    "pii_filter": Exhibit(
        story="A support tool answers with a customer's record. Personal data is found in the text "
        "and in the structured part; names, ids and amounts stay.",
        call='find_customer(name="Zoë Meyer")',
        result={
            "content": [
                {"type": "text", "text": "Zoë Meyer <zoe.meyer@example.com>, +43 660 555 0147"},
                {"type": "text", "text": "Card 4111 1111 1111 1111, SSN: 536-22-8145"},
                {"type": "text", "text": "Born on 3 March 1984, call +31 6 1234 5678"},
                {"type": "text", "text": "Router 3c:22:fb:1a:90:7e is offline"},
            ],
            "structuredContent": {
                "id": 1042,
                "customer": "Zoë Meyer",
                "contact": {"email": "zoe.meyer@example.com", "last_ip": "198.51.100.23"},
                "account": "DE89 3704 0044 0532 0130 00",
                "balance": 119.5,
            },
            "isError": False,
        },
        gone=(
            "zoe.meyer@example.com",
            "660 555 0147",
            "3 March 1984",
            "4111 1111 1111 1111",
            "536-22-8145",
            "3c:22:fb:1a:90:7e",
            "+31 6 1234 5678",
            "198.51.100.23",
            "DE89 3704 0044 0532 0130 00",
        ),
        kept=("Zoë Meyer", "Born on ", "SSN: ", "1042", "119.5", "Card "),
        prose="The order {n} was packed in the morning and left the warehouse before noon; the customer was told and "
        "asked for nothing else. Please answer within two days, the account is in good standing. ",
        row=_ROW,
    ),
    "regex_filter": Exhibit(
        story="A build server answers with a log. Rules shorten paths, put links where tickets are named, and take out "
        "the code name of a project, in this order.",
        call="last_build()",
        result={
            "content": [
                {"type": "text", "text": "/home/ci/build-41/main.rs: TICKET-812, ticket-9"},
                {"type": "text", "text": "Project Bluebird ships on Friday; bluebirds do not."},
            ],
            "structuredContent": {"log": ["/home/ci/build-41/out.log"], "tickets": ["TICKET-812"], "seconds": 41},
            "isError": False,
        },
        gone=("/home/ci/build-41", "TICKET-812", "ticket-9", "Project Bluebird"),
        kept=("main.rs: ", "https://t.example.com/812", "https://t.example.com/9", "bluebirds", "41"),
        prose="Step {n} compiled without warnings and all of its tests passed; nothing was retried. ",
        row={"step": 7, "name": "compile", "path": "src/lib.rs", "ok": True},
        config={
            "words": [
                {"search": r"/home/\w+/build-\d+/", "replace": "", "name": "paths"},
                {
                    "search": r"\bTICKET-(\d+)",
                    "replace": r"https://t.example.com/\1",
                    "flags": "i",
                    "name": "tickets",
                },
                {
                    "words": ["project bluebird", "bluebird"],
                    "replace": "the project",
                    "whole_word": True,
                    "case_sensitive": False,
                    "name": "code_names",
                },
            ]
        },
    ),
}
