"""Rules, facts, the engine and the points."""
