"""Random patterns, templates and texts: the regex filter against `re.sub`, by the million."""
