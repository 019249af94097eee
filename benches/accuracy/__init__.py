"""How much of what is there an engine finds, and how much of what it finds is there: ours beside the rivals."""
