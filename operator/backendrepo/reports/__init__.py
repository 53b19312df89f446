"""Reports in the cluster: a ConfigMap for each BackendRepo, a rollup for each namespace and one for the fleet.

reports    the ConfigMap of a BackendRepo: kept, and what its scan learnt read back
configmap  its content
recent     what scans learnt, as much of it as memory is meant for
shelf      ConfigMaps of the operator, written only where they are not as they should be
patched    such as are large and written often
rollups    many BackendRepos in one document, or in several
rows       one BackendRepo as a rollup tells of it
documents  rows as the standard's four artifacts
pace       when a rollup is written
sharded    one rollup in the cluster
shards     which ConfigMap of a rollup a row stands in
index      what a rollup comes to, and where its rows are
options    what `backendrepo report` takes; it loads nothing
run        what it does
reading    a report back from its ConfigMap
joined     whole reports of many repositories onto the disk, one at a time in memory
"""
