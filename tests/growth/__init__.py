"""Counts what every rule costs on the texts that are worst for it: twice the text may cost twice as much, no more."""
