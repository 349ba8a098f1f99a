"""Figures beside their floor and beside peers: ``./run bench [NAME …] [--quick] [--json FILE]``.

The machines that this runs on are noisy. Whatever is compared is measured in one run, alternately
in small batches; medians and ratios are to be trusted, single milliseconds are not.
"""
