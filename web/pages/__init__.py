"""The pages, each a blueprint that reads views and renders a template."""
