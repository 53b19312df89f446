"""The family `testing`."""
