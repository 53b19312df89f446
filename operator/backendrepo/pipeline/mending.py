"""What would have a gate count again: by what keeps its failure from doing so. Sentences without their full stop."""

from collections.abc import Mapping
from types import MappingProxyType

from backendrepo.shell import Swallowed
from backendrepo.workflows import Kind

OF_WORKFLOWS: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.EVENT: "Have `pull_request` start the workflow",
        Kind.TARGET: "Have `pull_request` start the workflow instead of `pull_request_target`",
        Kind.PATHS: "Take the filter of paths off the trigger",
        Kind.TYPES: "Take `types` off the trigger",
        Kind.CONDITION: "Take the `if:` off",
        Kind.NEEDS: "Take that job out of `needs`",
        Kind.CONTINUE_ON_ERROR: "Take `continue-on-error` off",
    }
)

OF_SCRIPTS: Mapping[Swallowed, str] = MappingProxyType(
    {
        Swallowed.OR: "Take what follows `||` off",
        Swallowed.QUIET: "Put it on a line of its own",
        Swallowed.SEQUENCE: "Have the script end where it fails, with `set -e`",
        Swallowed.LOOP: "Write `|| exit 1` behind it",
        Swallowed.PIPE: "Have the pipe fail with it, with `set -o pipefail`",
        Swallowed.BACKGROUND: "Take the `&` off",
        Swallowed.CONDITION: "Have the way of its failure `exit 1`",
        Swallowed.NEGATED: "Take the `!` off",
        Swallowed.EXIT: "Take the `exit 0` off",
        Swallowed.SUBSTITUTION: "Run it by itself first",
        Swallowed.FIND: "Use `-exec … +`",
        Swallowed.TRAP: "Run it before the exit",
        Swallowed.UNCHECKED: "Have the script that starts it fail with it",
        Swallowed.PREFIX: "Take the `-` off the line",
        Swallowed.IGNORED: "Take `-i` and `.IGNORE` off",
        Swallowed.DRY: "Take `-n`, `-q` and `-t` off, in MAKEFLAGS too",
        Swallowed.NOEXEC: "Take the shell's `-n` off",
        Swallowed.DETACHED: "Take `--detach` off",
    }
)
