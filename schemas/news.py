"""The wire between the service and its subscribers: who signs what, and how.

Both directions carry the same three headers. The signature is HMAC-SHA256 over
`timestamp + "\\n" + person + "\\n" + method + "\\n" + path + "\\n" + sha256(body)`, hex, with a key made at each start.
Older than 60 seconds of real time is refused.
"""

import hashlib
import hmac

PERSON = "mend-person"
"""Header: the person for whom is asked; empty for what the chat app does on its own behalf."""
TIMESTAMP = "mend-timestamp"
"""Header: seconds since 1970, real time."""
SIGNATURE = "mend-signature"
ONCE = "mend-once"
"""Header: the key of the inbound request, unique for ever; a second one with the same key is no second act."""
UNTIL = "mend-until"
"""Header: seconds since 1970, real time. What is not committed by then never is: whoever asked has stopped waiting."""
MAX_AGE = 60
LONGEST_TIMESTAMP = 12
NEWS_PATH = "/news"
"""Where a subscriber takes a `NewsReading` and answers with a `Receipt`."""


def sign(key: bytes, timestamp: str, person: str, method: str, path: str, body: bytes) -> str:
    """The signature of one request. All texts are used as they stand in the headers and the request line."""
    parts = (timestamp, person, method.upper(), path, hashlib.sha256(body).hexdigest())
    return hmac.new(key, "\n".join(parts).encode(), hashlib.sha256).hexdigest()


def is_signed(
    key: bytes, given: str, now: float, timestamp: str, person: str, method: str, path: str, body: bytes
) -> bool:
    """True when the signature is right and the timestamp (real time) is at most `MAX_AGE` seconds away from `now`."""
    plain = timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= LONGEST_TIMESTAMP
    fresh = plain and abs(now - int(timestamp)) <= MAX_AGE
    return fresh and hmac.compare_digest(given.encode(), sign(key, timestamp, person, method, path, body).encode())
