"""What a key of a typed dictionary means: said beside its type, for readers, the API's schema and tests."""

from msgspec import Meta


def says(text: str, *words: str) -> Meta:
    """What a key says, and where it holds one word of a few, which."""
    return Meta(description=text, extra_json_schema={"enum": list(words)} if words else None)
