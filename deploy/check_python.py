"""Says in one sentence what this machine's Python lacks for `make setup`, or nothing when all is well.

It runs before anything is installed and on whatever `python3` happens to be, so it uses only what every Python 3 has.
"""

import importlib.util
import sys

OLDEST = (3, 11)


def missing() -> str:
    """The sentence, without its full stop (make adds it), or an empty string."""
    here = ".".join(str(part) for part in sys.version_info[:2])
    if sys.version_info[:2] < OLDEST:
        return (
            "Mend needs Python 3.11 or newer and this python3 is " + here + ": install the packages python3.11 and "
            "python3.11-venv (or newer ones), then name it, as in 'make setup PYTHON=python3.11'"
        )
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        return "This python3 cannot make virtual environments: install the package python3-venv and type the same again"
    return ""


if __name__ == "__main__":
    sentence = missing()
    if sentence:
        print(sentence)
    sys.exit(1 if sentence else 0)
