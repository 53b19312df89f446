"""`backendrepo scan`: one commit from GitHub, judged, and the result on standard output in one frame.

run      what the command does; the only file here that is shell
options  what the command takes; it loads nothing
tree     which files of an archive are kept for the controls, and where a repository has some left out of it
blobs    what an archive lacks, fetched file by file
result   what was learnt, or the reason why there is nothing, as bytes and back
bounds   how much of it a result has room for
frame    bytes as lines that survive a pod's log, and back
"""
