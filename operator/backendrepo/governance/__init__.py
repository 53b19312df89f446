"""Governed settings: one file each. A file joins by a line in `api/governance.py`, the table of contents.

Each file holds `SETTINGS`, the lenses of one part of `spec.governance`, and where its YAML is more than a
switch, the model of that YAML.
"""
