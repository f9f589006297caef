"""Prints the script by which a shell completes our lines, with live values."""

from console.cli import exits
from console.cli.call import Call, Trouble


def completion(call: Call) -> int:
    """Raises: Trouble: there is none for this shell."""
    from console.completion.shells import INSTALL, SHELLS, script

    shell = call.word("shell").casefold()
    if shell not in SHELLS:
        raise Trouble(f"There is no completion for {shell!r}; there is for {', '.join(SHELLS)}.")
    text = script(shell)
    if call.out.json:
        call.out.answer({"shell": shell, "script": text, "install": INSTALL[shell]}, ())
        return exits.DONE
    call.out.answer([], text.splitlines())
    call.out.say(INSTALL[shell])
    return exits.DONE
