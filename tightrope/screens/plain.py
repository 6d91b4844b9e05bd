"""Words that people typed, where Streamlit would read Markdown: escaped, so that they stand as they were typed."""

import re

MARKS = re.compile(r"[!-/:-@\[-`{-~]")  # all of them may be escaped (CommonMark 0.31, 2.4)


def plain(words: str) -> str:
    r"""Words of a title or a heading as text.

    >>> plain("Half & *half*\n# now")
    'Half \\& \\*half\\* \\# now'
    """
    return MARKS.sub(r"\\\g<0>", " ".join(words.split()))
