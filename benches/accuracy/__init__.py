"""How often an engine is right, on sets with known answers: ours beside the rivals."""
