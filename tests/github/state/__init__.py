"""What GitHub remembers, as plain mutable Python: one file per topic."""
