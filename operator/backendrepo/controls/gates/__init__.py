"""The family `gates`."""
