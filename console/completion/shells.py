"""What a shell asks when Tab is pressed, and the script that makes it ask."""

import os
from collections.abc import Callable

from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    split_arg_string,
)

PROGRAM = "countersign"
VARIABLE = "_COUNTERSIGN_COMPLETE"
BREAKS = ":="
"""Where bash begins a new word inside of ours."""

BASH = """\
%(complete_func)s() {
    local IFS=$'\\n' response completion
    response=$(env COMP_LINE="${COMP_LINE:0:COMP_POINT}" %(complete_var)s=bash_complete \
"$1" 2>/dev/null)
    COMPREPLY=()
    while read -r completion; do
        case $completion in
            dir,*) compopt -o dirnames ;;
            file,*) compopt -o default ;;
            plain,*) COMPREPLY+=("${completion#plain,}") ;;
        esac
    done <<< "$response"
    [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[:=] ]] && compopt -o nospace
    return 0
}

complete -o nosort -F %(complete_func)s %(prog_name)s
"""

FISH = """\
function %(complete_func)s
    set -lx COMP_WORDS (commandline --cut-at-cursor --current-process | string collect)
    set -lx COMP_CWORD (commandline --cut-at-cursor --current-token)
    set -lx %(complete_var)s fish_complete
    for completion in (%(prog_name)s 2>/dev/null)
        set -l parts (string split --max 1 , -- $completion)
        switch $parts[1]
            case dir
                __fish_complete_directories $COMP_CWORD
            case file
                __fish_complete_path $COMP_CWORD
            case plain
                echo $parts[2]
        end
    end
end

complete --no-files --command %(prog_name)s --arguments "(%(complete_func)s)"
"""


class Bash(BashComplete):
    """Bash breaks words at colons; the line is taken as it was typed instead."""

    source_template = BASH

    @staticmethod
    def _check_version() -> None:
        """Whoever asks for the script may be on another machine than whoever uses it."""

    def get_completion_args(self) -> tuple[list[str], str]:
        line = os.environ.get("COMP_LINE", "")
        words = split_arg_string(line)
        if not words or line[-1:].isspace():
            return words[1:], ""
        return words[1:-1], words[-1]

    def complete(self) -> str:
        args, incomplete = self.get_completion_args()
        quoted = any(mark in os.environ.get("COMP_LINE", "") for mark in "'\"")
        cut = 0 if quoted else max(incomplete.rfind(mark) for mark in BREAKS) + 1
        items = self.get_completions(args, incomplete)
        return "\n".join(
            f"{item.type},{item.value.removeprefix(incomplete[:cut])}" for item in items
        )


class Fish(FishComplete):
    """Fish asks at an empty word, too, and shows commas as they are."""

    source_template = FISH


SHELLS: dict[str, type[ShellComplete]] = {"bash": Bash, "zsh": ZshComplete, "fish": Fish}
INSTALL = {
    "bash": 'Put this into ~/.bashrc: eval "$(countersign completion bash)"',
    "zsh": 'Put this into ~/.zshrc, after compinit: eval "$(countersign completion zsh)"',
    "fish": "Run: countersign completion fish > ~/.config/fish/completions/countersign.fish",
}


def script(shell: str) -> str:
    """What the shell is to be told.

    Raises:
        KeyError: there is no such shell.
    """
    from console.cli.clicked import program

    return SHELLS[shell](program(), {}, PROGRAM, VARIABLE).source()


def answer(instruction: str, write: Callable[[str], object]) -> None:
    """Answer a shell. Whatever goes wrong is no proposal; nobody asked for words."""
    from console.cli.clicked import program

    made = SHELLS.get(instruction.removesuffix("_complete"))
    if made is None:
        return
    try:
        text = made(program(), {}, PROGRAM, VARIABLE).complete()
    except Exception:  # noqa: BLE001  # a shell that waits for Tab has no use for a fault
        return
    write(f"{text}\n")


__all__ = ["INSTALL", "SHELLS", "VARIABLE", "CompletionItem", "answer", "script"]
