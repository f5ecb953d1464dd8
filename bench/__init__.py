"""Benchmarks: ratios of one run, and CPU microseconds; the disk and the clock of a virtual machine say little."""
