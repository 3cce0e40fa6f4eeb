"""The field itself, pure: records, fold, rules, code lists; no I/O but reading its own catalogue."""
