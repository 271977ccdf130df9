"""Every format that a table comes in, without the framework: a process of its own reads them.

``python -m sites.importing.files.formats`` is that process; `sites.importing.files.process` starts
it. What is said to people is said as message ids, which whoever asked translates.
"""

__all__ = [
    "kinds",
    "pdf",
    "read_file",
    "refusal",
]
