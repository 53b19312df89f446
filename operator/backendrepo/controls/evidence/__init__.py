"""The family `evidence`."""
