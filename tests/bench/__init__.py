"""Requests, reaction and memory against their targets: `python -m tests.bench`.

Each group of measurements is a file (`github_requests`, `kubernetes_requests`, `fleet`, `scans`, `throughput`) and
runs on a rig of its own (`rig.py`): a real API server, a stand-in for GitHub, the operator as a process. `naive.py` is
what it is compared to.
"""
