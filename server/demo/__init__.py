"""Invented people on the real wards, so that every screen has something true to show; only the cli imports it."""
