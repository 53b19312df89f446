"""The only package that talks to GitHub: one `Hub` for each GitHubConnection.

hubs         the hubs in use, by connection
hub          the story: observe a branch, apply a plan, read back, verify a credential
download     the archive of a commit, from a host that is told no credential
content      the files of a commit, and the content of one
remote       one repository: which requests, and what their answers mean
failures     from a refusal to the error that tells a user what to do
accounts     which credential speaks for a repository: a token, or a GitHub App's installation on the owner
account      one credential's way to GitHub: budget, breaker, PyGithub, answer
credentials  tokens, and how an installation's is renewed
budget       GitHub's limits; a spent one is a time to come back at, never a sleeping thread
limits       what an answer says about them
breaker      a GitHub that does not answer is left alone for a while
transport    below PyGithub: bounded answers, no redirects followed, ETags
etags        remembered answers
answer       what GitHub answered, read without trust
documents    the parts of answers that only this package reads
"""
