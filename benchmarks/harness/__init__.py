"""Side-by-side broker benchmarks: WarrenMQ and its peers in turn, under one load generator.

Python's standard library only. Entry point: ``benchmarks/run.sh``, which runs ``python3 -m harness``.
"""
