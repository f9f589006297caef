"""The same table as a click program: help, and what is wrong with a line that cannot be read."""

import sys
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from itertools import chain
from typing import TYPE_CHECKING

import click

from console.cli import exits
from console.cli.command import Argument, Command, Option
from console.cli.reader import Reading, Value
from console.cli.table import BY_NAME, COMMANDS, GLOBAL, GROUPS, OPENING
from console.version import VERSION

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Proposing = Callable[[click.Context, click.Parameter, str], "list[CompletionItem]"]
SAID = "said_"
"""Before the name of an option or argument, so that it is nobody else's."""


class Guessing(click.Group):
    """A group that says which command was probably meant."""

    alone: click.Command | None = None
    """The command of the group's own name; it is meant by whatever names no other."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if self.alone is not None and args[0] not in self.commands:
            return self.alone.name, self.alone, args
        if ctx.resilient_parsing:
            return super().resolve_command(ctx, args)
        near = [] if args[0] in self.commands else get_close_matches(args[0], self.commands, 1)
        if near:
            ctx.fail(f"There is no command {args[0]!r}. Did you mean {near[0]!r}?")
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem]":
        """Its commands; and what the command of its own name takes."""
        found = super().shell_complete(ctx, incomplete)
        if self.alone is not None:
            places = [p for p in self.alone.params if isinstance(p, click.Argument)]
            found += [item for p in places[:1] for item in p.shell_complete(ctx, incomplete)]
        return found

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click asks so
        """In the order of the table."""
        return list(self.commands)


def read(words: Sequence[str]) -> Reading | int:
    """The command and its words, or the exit code once help or what is wrong has been shown."""
    try:
        answer: Reading | int | None = program().main(
            list(words), "countersign", standalone_mode=False
        )
    except click.ClickException as why:
        if "--json" in words:
            from console.cli.output import Output

            Output(json=True).trouble(exits.USAGE, why.format_message())
        else:
            why.show(sys.stderr)
        return exits.USAGE
    except click.Abort:
        return exits.INTERRUPTED
    return exits.DONE if answer is None else answer


def program() -> click.Group:
    """The whole tree."""
    root = _group(
        "countersign", "An approval console for the terminal. Alone it opens the console."
    )
    root.invoke_without_command = True
    root.no_args_is_help = False
    root.callback = _opening
    root.params += [_option(o, "") for o in OPENING]
    root.epilog = f"Exit codes: {exits.HELP}"
    click.version_option(VERSION, prog_name="countersign", message="%(prog)s %(version)s")(root)
    groups = {"": root}
    for command in COMMANDS:
        if command.name in GROUPS:
            _grouped(command.name, groups)
            continue
        above, _, last = command.name.rpartition(" ")
        _grouped(above, groups).add_command(_command(last, command))
    return root


def _grouped(name: str, groups: dict[str, Guessing]) -> Guessing:
    """The group of this name, made where its first command needs it."""
    if name not in groups:
        above, _, last = name.rpartition(" ")
        groups[name] = _group(last, GROUPS[name], BY_NAME.get(name))
        _grouped(above, groups).add_command(groups[name])
    return groups[name]


def _group(name: str, help: str, alone: Command | None = None) -> Guessing:
    """A group; where its name is a command besides, that one is meant when nothing follows."""
    options = (*(alone.options if alone else ()), *GLOBAL)

    def callback(**values: object) -> Reading | None:
        _hear(values, options)
        follows = click.get_current_context().invoked_subcommand is not None
        return None if follows or alone is None else Reading(alone, heard())

    params: list[click.Parameter] = [_option(o, name) for o in options]
    text = f"{help} Alone: {alone.help}" if alone else help
    made = Guessing(name, help=text, params=params, callback=callback)
    made.invoke_without_command = alone is not None
    made.no_args_is_help = alone is None
    if alone is not None and alone.arguments:
        made.alone = _command(name, alone)
        places = " ".join(map(_metavar, alone.arguments))
        made.subcommand_metavar = f"{places} | COMMAND [ARGS]..."
    return made


def _command(name: str, command: Command) -> click.Command:
    def callback(**values: object) -> Reading:
        _hear(values, command.arguments, command.options, GLOBAL)
        return Reading(command, heard())

    params: list[click.Parameter] = [
        click.Argument(
            [_named(a.name)],
            required=a.required,
            nargs=-1 if a.many else 1,
            metavar=_metavar(a),
            shell_complete=_proposing(command.name, a.name),
        )
        for a in command.arguments
    ]
    params += [_option(o, command.name) for o in (*command.options, *GLOBAL)]
    return click.Command(name, help=command.help, params=params, callback=callback)


def _metavar(argument: Argument) -> str:
    name = argument.name.upper()
    if argument.many:
        return f"[{name}]..."
    return name if argument.required else f"[{name}]"


def _proposing(command: str, name: str) -> Proposing:
    """What a shell is told may stand there; nothing is loaded before it asks."""

    def propose(ctx: click.Context, _: click.Parameter, begun: str) -> "list[CompletionItem]":
        from click.shell_completion import CompletionItem

        from console.completion.values import Asked, proposals

        said = {n.removeprefix(SAID): v for c in _down_to(ctx) for n, v in c.params.items() if v}
        found = proposals(name, Asked(command, said, begun))
        return [CompletionItem(p.word, p.kind, p.help or None) for p in found]

    return propose


def _down_to(ctx: click.Context) -> list[click.Context]:
    """From the root."""
    return [*(_down_to(ctx.parent) if ctx.parent else ()), ctx]


def _option(option: Option, command: str) -> click.Option:
    return click.Option(
        [f"--{option.name}", _named(option.name)],
        help=option.help,
        metavar=option.metavar or None,
        is_flag=True if not option.metavar else None,
        multiple=option.many,
        shell_complete=_proposing(command, option.name) if option.metavar else None,
    )


def _named(name: str) -> str:
    return SAID + name.replace("-", "_")


def heard() -> dict[str, Value]:
    """What was said so far, by any command on the way down."""
    said: dict[str, Value] = click.get_current_context().find_root().ensure_object(dict)
    return said


def _hear(values: Mapping[str, object], *known: Sequence[Option | Argument]) -> None:
    for one in chain(*known):
        value = values.get(_named(one.name))
        if value is True or (isinstance(value, (str, tuple)) and value != ()):
            heard()[one.name] = value


def _opening(**values: object) -> Reading | None:
    _hear(values, GLOBAL, OPENING)
    alone = click.get_current_context().invoked_subcommand is None
    return Reading(None, heard()) if alone else None
