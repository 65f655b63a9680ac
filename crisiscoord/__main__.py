"""`python -m crisiscoord` is the command `crisiscoord`."""

from crisiscoord.cli import main

main()
