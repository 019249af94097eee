"""Days that the calendar has."""

_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def exists(year: int, month: int, day: int) -> bool:
    """Whether there is such a day. A year of two digits stands for every century, so `00` may be a leap year."""
    if not 1 <= month <= 12 or not 1 <= day <= _LONGEST[month - 1]:
        return False
    leap = year % 4 == 0 and (year < 100 or year % 100 != 0 or year % 400 == 0)
    return (month, day) != (2, 29) or leap


def pairs(numbers: list[int]) -> tuple[int, int, int]:
    """Return the first six digits as three numbers of two digits."""
    a, b, c, d, e, f = numbers[:6]
    return 10 * a + b, 10 * c + d, 10 * e + f
