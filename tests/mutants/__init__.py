"""Seeded faults that the suite must catch: `make mutants` sows each one in a copy of the tree and demands red."""
