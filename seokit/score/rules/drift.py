"""Rules about drift: what the source says against what its built page has."""
