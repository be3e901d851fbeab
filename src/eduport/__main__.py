"""`python -m eduport`: the same as the installed command `eduport`."""

from eduport.ops.cli import main

main()
