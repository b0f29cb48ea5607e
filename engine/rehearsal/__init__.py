"""What would happen: thousands of runs of one exercise at once, from its start or from where runs stand.

Every slot of the state is a column with a place for each run, and a rule is worked out for all runs in a few
operations on whole columns. Trees of expressions, effects, tables and dice are those of `engine.rules` and
`engine.play`: the same seed gives, run for run, what the ordinary engine gives.

`columns` is how many runs are held; `trees` works out expressions; `combination`, `rulings` and `steps`
adjudicate; `budget`, `policies` and `phases` take runs through a turn; `start` puts them where runs stand;
`ensemble` plays them out and says what came of it. NumPy is imported only from here.
"""
