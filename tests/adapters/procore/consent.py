"""A person at the sign-in page of Procore: reads what is asked, and presses a button."""

import re
from html import unescape
from urllib.parse import urljoin

import httpx2


def answered(address: str, decision: str = "allow") -> str:
    """What they have to paste then: the code that is shown, or the address they are sent to."""
    page = httpx2.get(address, trust_env=False).text
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)">', page))
    said = {name: unescape(value) for name, value in fields.items()}
    to = urljoin(address, re.findall(r'action="([^"]+)"', page)[0])
    reply = httpx2.post(to, data={**said, "decision": decision}, trust_env=False)
    sent = reply.headers.get("location")
    return sent or unescape(re.findall(r"<code>([^<]+)</code>", reply.text)[0])
