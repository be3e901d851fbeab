"""The figures of docs/performance.md: each a ratio or a limit, measured in one run."""
