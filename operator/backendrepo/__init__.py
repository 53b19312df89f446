"""The BackendRepo operator: backend repositories kept on one written standard."""
