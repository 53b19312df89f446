"""Starting scans and collecting their results: as Jobs of the cluster, or as processes of this machine.

order      what is to be scanned, by which rules; its name
failures   why a scan gave no result
runner     what both runners promise
line       which scan may start: a bound for the fleet, and a fair order
"""
