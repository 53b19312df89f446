"""The only package that talks to GitHub: one `Hub` for each GitHubConnection.

A hub has an account for each owner that a GitHub App is installed on (a token has one account for all), an account
has a budget, remembered answers, and a PyGithub requester for each worker thread.
"""
