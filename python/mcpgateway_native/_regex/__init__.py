"""Python's regular expressions for engines in other languages: parsed by `re` itself, handed over as plain data."""
