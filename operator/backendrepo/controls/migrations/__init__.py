"""Data model and migration contract: who owns which data, and how its form changes."""
