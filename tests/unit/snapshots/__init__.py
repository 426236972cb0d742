"""Each rule table as text, so that a change of rule is one visible line. MEND_WRITE_SNAPSHOTS=1 writes them anew."""

import os
from pathlib import Path

HERE = Path(__file__).parent


def same_as_kept(name: str, lines: list[str]) -> None:
    """Compares with the file of that name, line by line."""
    kept, text = HERE / f"{name}.txt", "\n".join(lines) + "\n"
    if os.environ.get("MEND_WRITE_SNAPSHOTS") == "1":
        kept.write_text(text, encoding="utf-8")
    assert text.splitlines() == kept.read_text(encoding="utf-8").splitlines()
