"""Starting scans and collecting their results: as Jobs of the cluster, or as processes of this machine.

order      what is to be scanned, by which rules; its name
failures   why a scan gave no result
runner     what both runners promise
jobs       scans as Jobs: manifest (Job and Secret), following and news (what changes), pods (what a pod says)
processes  scans as processes: process (one of them), folder (where they work)
collect    from what a scan printed to what it learnt
line       which scan may start: a bound for the fleet, and a fair order
"""
