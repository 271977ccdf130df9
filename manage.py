#!/usr/bin/env python
"""Run a management command of the locator."""

import os
import sys

from locator.running import run

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "locator.settings")
    run(sys.argv)
