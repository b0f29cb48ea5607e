"""The checks of an exercise's meaning, one module for each thing that can be wrong."""
