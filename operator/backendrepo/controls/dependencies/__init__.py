"""The family `dependencies`."""
