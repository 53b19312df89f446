"""`backendrepo check` and `backendrepo controls`: what a developer meets on a laptop, a hook or a pipeline.

options       what the commands take; it loads nothing
run           what `check` does, from the arguments to the exit code
listing       what `controls` and `check --explain` print
standard      the parameters that a BackendStandard file sets
waivers       the waivers that a file lists
reading       such files, read so that everything wrong is told at once, by line
repositories  folders into reports
advisories    whom to ask about dependencies
branch        the default branch of a checkout
files         artifacts onto the disk, whole or not at all
progress      a sign of life on long work
output        what is written to the two streams
"""
