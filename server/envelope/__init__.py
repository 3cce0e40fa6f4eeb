"""The KEP1 bytes: parse, verify, seal, open and wrap records. Pure: no I/O, no clock. See docs/envelope.md."""
