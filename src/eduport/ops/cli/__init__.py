"""The command `eduport`: everything an operator does. One file a subject."""

import importlib

import click

# Loaded when they are called: `eduport address` need not wait for Django.
COMMANDS = {
    "address": "eduport.ops.cli.people:address",
    "app": "eduport.ops.cli.app:app",
    "appoint": "eduport.ops.cli.accounts:appoint",
    "audit": "eduport.ops.cli.audit:audit",
    "code": "eduport.ops.cli.accounts:code",
    "config": "eduport.ops.cli.config:config",
    "demo": "eduport.ops.cli.demo:demo",
    "demo-city": "eduport.ops.cli.city:demo_city",
    "health": "eduport.ops.cli.health:health",
    "mail": "eduport.ops.cli.mail:mail",
    "manage": "eduport.ops.cli.database:manage",
    "migrate": "eduport.ops.cli.database:migrate",
    "officer": "eduport.ops.cli.officers:officer",
    "pages": "eduport.ops.cli.pages:pages",
    "privacy": "eduport.ops.cli.privacy:privacy",
    "run": "eduport.ops.cli.run:run",
    "second-factor": "eduport.ops.cli.accounts:second_factor",
    "status": "eduport.ops.cli.status:status",
    "support": "eduport.ops.cli.support:support",
    "sync": "eduport.ops.cli.sync:sync",
    "terms": "eduport.ops.cli.terms:terms",
    "worker": "eduport.ops.cli.run:worker",
}


class LazyGroup(click.Group):
    """A group whose commands are imported when somebody calls them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command = getattr(importlib.import_module(module), name)
        return command if isinstance(command, click.Command) else None


@click.group(cls=LazyGroup)
@click.version_option(package_name="eduport")
def main() -> None:
    """eduPort, the school portal."""
