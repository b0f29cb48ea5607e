"""How fast Whitecell is, each figure a ratio to a baseline measured in the same interleaved run."""
