"""The speed of crisiscoord, measured against a naive server in the same minutes: `python -m bench`.

What is measured and what the figures mean: docs/performance.md.
"""
