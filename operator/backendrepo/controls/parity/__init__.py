"""The family `parity`."""
