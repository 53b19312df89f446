"""The family `governance`."""
