"""Workloads, one command each: `make bench NAME=hot_variant`."""
