"""Tells whoever waits (the page's live updates, the driver) that something changed for a person or a conversation."""

import asyncio


class Changes:
    """A counter per subject; a subject is a person's id or a conversation's id."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._news = asyncio.Event()

    def note(self, *subjects: str) -> None:
        """Something changed for these."""
        for subject in subjects:
            self._counts[subject] = self._counts.get(subject, 0) + 1
        self._news.set()
        self._news = asyncio.Event()

    def count(self, *subjects: str) -> int:
        """How often these changed together; compare with an earlier count."""
        return sum(self._counts.get(subject, 0) for subject in subjects)

    async def wait(self, seen: int, *subjects: str, seconds: float) -> int:
        """Wait until the count differs from `seen`, at most `seconds`; answers the count then."""
        deadline = asyncio.get_running_loop().time() + seconds
        while self.count(*subjects) == seen:
            left = deadline - asyncio.get_running_loop().time()
            try:
                async with asyncio.timeout(left):
                    await self._news.wait()
            except TimeoutError:
                break
        return self.count(*subjects)
