"""One function an act: look at the review, decide by the rules, write, answer."""
