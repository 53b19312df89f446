"""The product in front of an audience: `python -m tests.demo`.

`organisation.yaml` is what it starts from, `story.py` what happens, `stage.py` what it happens on.
"""
