"""Invented people on the real wards, so that every screen has something true to show. Nothing but the cli imports it."""
