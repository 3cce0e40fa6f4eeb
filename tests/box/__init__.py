"""The single box: its own PostgreSQL, its supervisor, its terminal."""
