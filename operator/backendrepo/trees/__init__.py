"""Where the files of a repository come from: a checkout, or the archive of one commit. Never runs anything from it."""
