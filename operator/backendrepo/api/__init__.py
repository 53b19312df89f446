"""The three kinds of `backendrepo.dev/v1alpha1` as pydantic models: fields, defaults, docs and validation.

`crds/` is generated from here and never edited.
"""
