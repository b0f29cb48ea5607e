"""Every number that keeps one caller from taking the server from the others. SECURITY.md promises them.

They are chosen for a room of thirty people behind one router, so with one address: each with a laptop and a
phone, each of these with six connections, as many as a browser opens, and several pages.
"""

CONNECTIONS, CONNECTIONS_OF_ADDRESS = 720, 400
"""Open at once, in all and of one address: sixty browsers with six each are 360."""
REQUEST_SECONDS = 15
"""In which a request must have arrived whole."""
IDLE_SECONDS = 60
"""After which a connection on which nothing happens is closed."""
AHEAD = 8
"""Requests that a connection may send without waiting for an answer; browsers send one."""
HEAD = 32 * 1024
"""Bytes of a request's first line and headers."""
BODY = 256 * 1024
"""Bytes of a form or of JSON."""
FIELDS = 2000
"""Fields of a form."""
PARTS = 1000
"""Values in the JSON of one request, those within lists and maps among them."""
AT_WORK, WAITING = 4, 120
"""Requests of one address that are worked on at once, and that wait; the others are told to come again."""
STREAMS, STREAMS_OF_BROWSER, STREAMS_OF_SEAT = 256, 6, 24
"""Streams held at once, in all, of one browser and of one seat. A browser needs one for all its pages."""
RESERVE = 192
"""Threads that are left for pages however many streams are held."""
COMMANDS = (120, 240)
"""Of one seat: so many at once, then so many a minute. Control has no such limit."""
WORK = (30, 24)
"""Seconds of the processor that one seat may use for its pages and answers: at once, then in a minute."""
RUNS = (30, 12)
"""That the API makes: at once, then a minute."""
MISTAKES = (10, 20)
"""Codes that one browser may try: at once, then a minute. One that is right does not count."""
TRIES = (60, 60)
"""Different wrong codes of one address before the others are told to wait: at once, then a minute."""
