"""The language of pages and commands, known before there are settings."""

from typing import Final

PRODUCT_LANGUAGE: Final = "zh-hans"
