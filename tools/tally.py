#!/usr/bin/env python3
"""Sums JUnit reports: tally.py REPORT.xml… prints "PASSED FAILED SKIPPED"; errors count as failed.

A report that is missing or cannot be read is one failure: its runner died before writing it.
"""
import sys
import xml.etree.ElementTree as xml


def tally(path):
    try:
        suites = list(xml.parse(path).getroot().iter('testsuite'))
    except (OSError, xml.ParseError):
        return 0, 1, 0
    total, failed, skipped = 0, 0, 0
    for suite in suites:
        counts = {key: int(suite.get(key) or 0) for key in ('tests', 'failures', 'errors', 'skipped')}
        # A program that crashes may report an error and no test.
        bad = counts['failures'] + counts['errors']
        total += max(counts['tests'], bad + counts['skipped'])
        failed += bad
        skipped += counts['skipped']
    return total - failed - skipped, failed, skipped


if __name__ == '__main__':
    print(*map(sum, zip(*map(tally, sys.argv[1:]))))
