"""Texts: one spelling for comparisons, simplified characters, pinyin, what is searched in. Pure."""
