"""Telephone numbers: all US spellings, and numbering plans of three dozen other countries."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from benches.accuracy.names import listed
from benches.accuracy.values import filled

# Area codes in use, of large cities and of some smaller places.
US_AREAS = listed(
    "201 202 203 206 212 213 214 215 216 301 303 305 310 312 313 314 315 402 404 405 408 410 412 415 417 501 502 503 "
    "504 505 508 510 512 513 515 516 517 518 602 603 607 608 609 612 614 615 616 617 619 701 702 703 704 713 714 716 "
    "717 718 720 801 802 803 804 805 808 813 816 818 901 904 907 913 914 916 919"
)


@dataclass(frozen=True)
class Plan:
    """A country: its code, its trunk prefix, and numbers without the prefix in the groups people write."""

    code: str
    trunk: str
    forms: tuple[str, ...]


PLANS = {
    "GB": Plan("44", "0", ("20 7### ####", "161 4## ####", "7400 1#####", "7911 1#####", "1223 4#####")),
    "DE": Plan("49", "0", ("30 2#######", "89 3######", "151 2#######", "172 3######", "40 4######", "6221 5####")),
    "FR": Plan("33", "0", ("1 42 ## ## ##", "6 12 ## ## ##", "7 81 ## ## ##", "4 78 ## ## ##")),
    "ES": Plan("34", "", ("91 5## ## ##", "612 ### ###", "93 4## ## ##", "654 ## ## ##")),
    "IT": Plan("39", "", ("06 6######", "02 7######", "347 ### ####", "339 #######")),
    "NL": Plan("31", "0", ("6 1#######", "20 6## ####", "10 4## ## ##", "6 24 ## ## ##")),
    "BE": Plan("32", "0", ("2 5## ## ##", "470 ## ## ##", "486 ## ## ##")),
    "PT": Plan("351", "", ("21 3## ####", "912 ### ###", "963 ### ###")),
    "CH": Plan("41", "0", ("44 2## ## ##", "79 3## ## ##", "31 3## ## ##")),
    "AT": Plan("43", "0", ("1 5######", "664 3######", "662 84####")),
    "SE": Plan("46", "0", ("8 5## ### ##", "70 ### ## ##", "31 7## ## ##")),
    "NO": Plan("47", "", ("22 4# ## ##", "912 ## ###", "480 ## ###")),
    "DK": Plan("45", "", ("33 1# ## ##", "20 4# ## ##", "26 1# ## ##")),
    "FI": Plan("358", "0", ("9 2######", "40 #######", "50 ### ####")),
    "IE": Plan("353", "0", ("1 6## ####", "87 ### ####", "85 #######")),
    "PL": Plan("48", "", ("22 6## ## ##", "601 ### ###", "512 ### ###")),
    "CZ": Plan("420", "", ("224 ### ###", "602 ### ###", "777 ### ###")),
    "HU": Plan("36", "06", ("1 3## ####", "30 2## ####", "20 9## ####")),
    "GR": Plan("30", "", ("21 0### ####", "697 ### ####", "210 3######")),
    "RO": Plan("40", "0", ("21 3## ####", "722 ### ###")),
    "TR": Plan("90", "0", ("212 2## ## ##", "532 ### ## ##", "312 4## ## ##")),
    "RU": Plan("7", "8", ("495 1## ## ##", "916 ### ## ##")),
    "UA": Plan("380", "0", ("44 2## ## ##", "67 ### ## ##")),
    "IN": Plan("91", "0", ("98### #####", "22 2### ####", "99## ######", "80 4### ####")),
    "JP": Plan("81", "0", ("3-3###-####", "90-1###-####", "6-6###-####")),
    "CN": Plan("86", "", ("138 #### ####", "10 6### ####", "159 #### ####")),
    "KR": Plan("82", "0", ("2-7##-####", "10-2###-####")),
    "HK": Plan("852", "", ("2### ####", "9### ####")),
    "SG": Plan("65", "", ("6### ####", "9### ####", "81## ####")),
    "AU": Plan("61", "0", ("2 9### ####", "4## ### ###", "3 9### ####")),
    "NZ": Plan("64", "0", ("9 3## ####", "21 ### ###", "27 ### ####")),
    "BR": Plan("55", "0", ("11 3###-####", "21 9####-####", "11 9####-####")),
    "MX": Plan("52", "", ("55 5### ####", "33 3### ####")),
    "AR": Plan("54", "0", ("11 4###-####",)),
    "ZA": Plan("27", "0", ("11 4## ####", "82 ### ####", "21 4## ####")),
    "IL": Plan("972", "0", ("3-6##-####", "54-4##-####", "52 ### ####")),
    "AE": Plan("971", "0", ("4 3## ####", "50 ### ####")),
}


def us(random: Random) -> str:
    """Spellings that stand out by themselves."""
    return random.choices(
        [
            "({a}) {b}-{c}", "({a}){b}-{c}", "{a}-{b}-{c}", "{a}.{b}.{c}", "1-{a}-{b}-{c}", "+1 {a} {b} {c}",
            "+1{a}{b}{c}", "+1 ({a}) {b}-{c}", "+1-{a}-{b}-{c}", "+1.{a}.{b}.{c}", "1 ({a}) {b}-{c}", "+1({a}){b}-{c}",
            "001-{a}-{b}-{c}", "({a}) {b} {c}", "({a}) {b}.{c}", "{a}-{b}-{c} ext. {x}", "({a}) {b}-{c} x{x}",
            "+1-{a}-{b}-{c}x{x}", "+1 {a}-{b}-{c}",
        ],
        [16, 5, 18, 6, 5, 6, 9, 7, 4, 2, 2, 1, 2, 2, 1, 2, 2, 2, 5],
    )[0].format(**_us_parts(random))  # fmt: skip


def us_context(random: Random) -> str:
    """Spellings that need a word beside them: other numbers look the same."""
    if random.random() < 0.7:
        return us(random)
    return random.choice(("{a}{b}{c}", "{a} {b} {c}", "{a}/{b}-{c}", "{a}-{b}{c}", "1{a}{b}{c}")).format(
        **_us_parts(random)
    )


def international(random: Random) -> str:
    """A plus sign (or 00) and a country code, with all kinds of marks between the groups."""
    plan = PLANS[random.choice(list(PLANS))]
    groups = _groups(random, plan)
    first, rest = groups[0], groups[1:]
    kind = random.choices(
        ["spaces", "compact", "dashes", "dots", "brackets", "zero", "head", "double", "code"],
        [32, 26, 9, 4, 6, 8, 4, 6, 5],
    )[0]
    if kind == "compact":
        return f"+{plan.code}{''.join(groups)}"
    if kind == "dashes":
        return "-".join(["+" + plan.code, *groups])
    if kind == "dots":
        return ".".join(["+" + plan.code, *groups])
    if kind == "brackets":
        return " ".join([f"+{plan.code} ({first})", *rest])
    if kind == "zero" and plan.trunk == "0":
        return " ".join([f"+{plan.code} (0){first}", *rest])
    if kind == "head":
        return f"+{plan.code} {''.join(groups)}"
    if kind == "double":
        return random.choice((f"00{plan.code} {' '.join(groups)}", f"00{plan.code}{''.join(groups)}"))
    if kind == "code":
        return " ".join([f"(+{plan.code})", *groups])
    return " ".join(["+" + plan.code, *groups])


def national(random: Random, country: str = "", *, compact: bool = True) -> str:
    """As dialled at home: with the trunk prefix where there is one."""
    names = [country] if country else list(PLANS)
    plan = PLANS[random.choice(names)]
    groups = _groups(random, plan)
    groups[0] = plan.trunk + groups[0]
    kinds = ["spaces", "dashes", "slash", "brackets", "dots", "compact"]
    kind = random.choices(kinds, [44, 16, 8, 8, 6, 18 if compact else 0])[0]
    if kind == "slash":
        return f"{groups[0]}/{' '.join(groups[1:])}"
    if kind == "brackets":
        return " ".join([f"({groups[0]})", *groups[1:]])
    return {"spaces": " ", "dashes": "-", "dots": ".", "compact": ""}.get(kind, " ").join(groups)


def _groups(random: Random, plan: Plan) -> list[str]:
    return filled(random, random.choice(plan.forms)).replace("-", " ").split()


def _us_parts(random: Random) -> dict[str, str]:
    return {
        "a": random.choice(US_AREAS),
        "b": filled(random, "N##") if random.random() < 0.8 else "555",
        "c": filled(random, "####"),
        "x": filled(random, "###"),
    }
