"""Who plays the parts of a question when one process is not enough: processes of this machine, or a cluster.

Parts and seeds are those of the question, so that what comes of them is the same whoever plays them.
"""
