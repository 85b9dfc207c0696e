"""`shiptui completion`: the script that teaches a shell to complete our words."""

from __future__ import annotations

import click
from click.shell_completion import ShellComplete, get_completion_class

from shiptui.cli import out
from shiptui.cli.options import Command

SHELLS = ("bash", "zsh", "fish")


@click.command(cls=Command, examples=("shiptui completion bash",))
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> None:
    """Print the completion script of a shell.

    For bash: shiptui completion bash > ~/.local/share/bash-completion/completions/shiptui. For
    zsh: put it as _shiptui into a folder of fpath. For fish: shiptui completion fish >
    ~/.config/fish/completions/shiptui.fish.
    """
    out.emit(script(shell))


def script(shell: str) -> str:
    """The script; click knows how each shell wants it."""
    made = get_completion_class(shell)
    if made is None:
        raise KeyError(shell)
    maker = made(click.Command("shiptui"), {}, "shiptui", "_SHIPTUI_COMPLETE")
    # Not the method of the class: that of bash looks for a bash to ask for its version.
    return ShellComplete.source(maker).lstrip()
