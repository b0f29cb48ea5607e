"""The pages: facilitator, seats, screen, print and the JSON API, over the same engine as the console."""
