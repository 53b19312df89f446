"""The family `commands`."""
