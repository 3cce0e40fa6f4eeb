"""The keyholder: the one process that may open records; no inbound port, and outward HTTP to the web tier only."""
