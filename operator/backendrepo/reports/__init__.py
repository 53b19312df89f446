"""Reports in the cluster: a ConfigMap for each BackendRepo, a rollup for each namespace and one for the fleet."""
