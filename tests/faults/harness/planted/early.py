"""A planted fault: the answer is given before the enterprise is saved."""

import io
import threading
import time
import urllib.parse

from anfu.site.wsgi import application as honest


def application(environ, start_response):
    """Says "saved" at once, and saves half a second later."""
    if environ["REQUEST_METHOD"] != "POST" or environ["PATH_INFO"] != "/enterprises/new/":
        return honest(environ, start_response)
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    code = urllib.parse.parse_qs(body.decode())["uscc"][0]
    later = {**environ, "wsgi.input": io.BytesIO(body)}

    def save() -> None:
        time.sleep(0.5)
        b"".join(honest(later, lambda *_: None))

    threading.Thread(target=save, daemon=True).start()
    start_response("302 Found", [("Location", f"/enterprises/{code}/")])
    return [b""]
