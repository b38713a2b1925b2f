#!/usr/bin/env python3
"""tests/peers/node.py: what truce serve answers to programs, read by others.

Asks every path that /openapi.json describes and holds each answer against the
description (jsonschema), reads the calendar with python3-icalendar and with a
strict reader of RFC 5545 lines, the tables with python's csv, and looks at each
GeoJSON as RFC 7946 wants it. With a folder of npm's packages as argument, all is
asked once more through Prism, a proxy that holds questions and answers against
the description. truce must be in PATH. Ends with "N passed, N failed".
"""
import csv
import io
import json
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

import icalendar
import jsonschema

PRISM = sys.argv[1] if len(sys.argv) > 1 else None
passed = failed = 0
# Nothing here goes through a proxy.
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def check(name, ok, why=""):
    global passed, failed
    if ok:
        passed += 1
    else:
        failed += 1
        print(f"FAIL {name}: {why}")


def get(base, path):
    try:
        with opener.open(base + path) as r:
            return r.status, r.headers.get_content_type(), r.read()
    except urllib.error.HTTPError as e:
        return e.code, e.headers.get_content_type(), e.read()


# What stands in the place of names, for each path that needs some.
EXAMPLES = {
    "/clause/{part}": ["/clause/1.1", "/clause/9.9"],
    "/report": ["/report?id=u1", "/report?id=nobody", "/report"],
    "/reports": ["/reports", "/reports?q=shots&source=un", "/reports?page=7"],
    "/aid": ["/aid", "/aid?item=truck.food&place=mill&source=post", "/aid?item=x"],
    "/tile/{part}/{next}/{last}": ["/tile/0/0/0", "/tile/x/0/0"],
    "/map": ["/map", "/map?zone=mill&coarse=1000", "/map?coarse=x"],
}


def hold(spec, path, target, answer):
    status, kind, body = answer
    responses = spec["paths"][path]["get"]["responses"]
    check(f"{target}: status", str(status) in responses, f"{status} is not described")
    if str(status) not in responses:
        return
    if "content" not in responses[str(status)]:
        check(f"{target}: no body", body == b"")
        return
    content = responses[str(status)]["content"]
    check(f"{target}: type", kind in content, f"{kind}, described {list(content)}")
    schema = next(iter(content.values()))["schema"]
    if kind.endswith("json") and status == 200:
        try:
            jsonschema.Draft202012Validator(schema).validate(json.loads(body))
            check(f"{target}: body", True)
        except (jsonschema.ValidationError, json.JSONDecodeError) as e:
            check(f"{target}: body", False, str(e)[:300])


TAG = re.compile(r"^\s*(#[A-Za-z][A-Za-z0-9_]*)((\s*\+[A-Za-z][A-Za-z0-9_]*)*)\s*$")


def look_at_table(base, path):
    text = get(base, path)[2].decode("utf-8")
    # As truce status --csv prints it, in lines of Unix.
    if path != "/status.csv":
        check(f"{path}: CRLF", "\n" not in text.replace("\r\n", ""))
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    check(f"{path}: rows of one width", len({len(r) for r in rows}) <= 1)
    check(f"{path}: names", rows and len(set(rows[0])) == len(rows[0]))
    tagged = get(base, path + "?hxl=1")[2].decode("utf-8")
    tags = list(csv.reader(io.StringIO(tagged, newline="")))[1:2]
    if tags and tags[0] and tags[0][0].startswith("#"):
        bad = [t for t in tags[0] if t and not TAG.match(t)]
        check(f"{path}: HXL tags", not bad, " ".join(bad))


def area(ring):
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:]))


def look_at_map(base, path):
    data = json.loads(get(base, path)[2])
    check(f"{path}: a collection", data["type"] == "FeatureCollection" and "crs" not in data)
    ids = [f["id"] for f in data["features"]]
    check(f"{path}: ids", len(set(ids)) == len(ids))
    for f in data["features"]:
        g = f["geometry"]
        if g is None or g["type"] != "MultiPolygon":
            continue
        for polygon in g["coordinates"]:
            for i, ring in enumerate(polygon):
                check(f"{path}: {f['id']} is closed", ring[0] == ring[-1] and len(ring) >= 4)
                check(f"{path}: {f['id']} winds right", (area(ring) > 0) == (i == 0))


def look_at_calendar(base, path):
    body = get(base, path)[2]
    lines = body.split(b"\r\n")
    check(f"{path}: ends in CRLF", lines[-1] == b"")
    check(f"{path}: no line over 75 bytes", all(len(x) <= 75 for x in lines))
    check(f"{path}: no bare line end", b"\n" not in b"".join(lines) and b"\r" not in b"".join(lines))
    for x in lines:
        x.decode("utf-8")  # folded between characters
    unfolded = body.replace(b"\r\n ", b"").decode("utf-8").split("\r\n")[:-1]
    name = re.compile(r"^[A-Z-]+(;[A-Z-]+=[^:;,\"]+)*:")
    check(f"{path}: each line has a name", all(name.match(x) for x in unfolded))
    stack = []
    for x in unfolded:
        if x.startswith("BEGIN:"):
            stack.append(x[6:])
        elif x.startswith("END:"):
            check(f"{path}: {x}", stack.pop() == x[4:])
    check(f"{path}: all is ended", not stack)
    calendar = icalendar.Calendar.from_ical(body)
    events = list(calendar.walk("VEVENT"))
    check(f"{path}: icalendar finds no error", not calendar.errors and not any(e.errors for e in events))
    uids = [str(e["UID"]) for e in events]
    check(f"{path}: uids", len(set(uids)) == len(uids) and len(uids) > 0)
    for e in events:
        check(f"{path}: what an event needs", all(k in e for k in ("UID", "DTSTAMP", "DTSTART", "SUMMARY")))
    return {str(e["UID"]): (str(e["SUMMARY"]), int(e["SEQUENCE"])) for e in events}


def targets(spec):
    for path in spec["paths"]:
        if "{" not in path or path in EXAMPLES:
            for target in EXAMPLES.get(path, [path]):
                yield path, target


class Proxy:
    """Prism between us and a node: it answers 500 itself where what was asked
    or answered is not as `spec` says."""

    def __init__(self, spec, base):
        self.file = tempfile.NamedTemporaryFile("w", suffix=".json")
        json.dump(spec, self.file)
        self.file.flush()
        with socket.create_server(("127.0.0.1", 0)) as s:
            port = s.getsockname()[1]
        self.base = f"http://127.0.0.1:{port}"
        self.child = subprocess.Popen(
            ["node", f"{PRISM}/node_modules/@stoplight/prism-cli/dist/index.js", "proxy", self.file.name, base,
             "--host", "127.0.0.1", "--port", str(port), "--errors"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                return
            except OSError:
                time.sleep(0.1)
        sys.exit("the proxy does not listen")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.child.terminate()
        self.child.wait(20)
        self.file.close()


def through_proxy(spec, base):
    with Proxy(spec, base) as proxy:
        for _, target in targets(spec):
            status, _, body = get(proxy.base, target)
            check(f"{target}: through a proxy", status == get(base, target)[0], body[:300])
    # It would say so: an answer that has not all that it must.
    spec = json.loads(json.dumps(spec))
    answer = spec["paths"]["/status.json"]["get"]["responses"]["200"]
    answer["content"]["application/json"]["schema"]["required"].append("weather")
    with Proxy(spec, base) as proxy:
        check("the proxy sees what lacks", get(proxy.base, "/status.json")[0] == 500)


def walk(files, known):
    child = subprocess.Popen(
        ["truce", "serve", *files, "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE, text=True)
    try:
        base = re.search(r"http://\S+", child.stdout.readline()).group(0).rstrip("/")
        spec = json.loads(get(base, "/openapi.json")[2])
        check("openapi", spec["openapi"].startswith("3.1"))
        check("every page is described", {"/", "/aid", "/map.geojson", "/status.json"} <= set(spec["paths"]))
        for path, target in targets(spec):
            hold(spec, path, target, get(base, target))
        if PRISM:
            through_proxy(spec, base)
        for path in spec["paths"]:
            if path.endswith(".csv") and get(base, path)[0] == 200:
                look_at_table(base, path)
            if path.endswith(".geojson") and get(base, path)[0] == 200:
                look_at_map(base, path)
        late = look_at_calendar(base, "/calendar.ics")
        look_at_calendar(base, "/calendar.ics?daily=1")
        early = look_at_calendar(base, "/calendar.ics?known=" + known)
        both = set(late) & set(early)
        check("an event keeps its uid", len(both) > 0 and all(late[u][0] == early[u][0] for u in both))
        check("and its sequence rises", all(late[u][1] >= early[u][1] for u in both))
        check("with what became known", any(late[u][1] > early[u][1] for u in both))
    finally:
        child.terminate()
        child.wait(10)


def walk_tiles(folder, name):
    """The pictures of the map's page, from a file that tests/web/make-tiles
    wrote: each is there, and is that of its number."""
    child = subprocess.Popen(
        ["truce", "serve", "tests/web/pages.truce", "tests/web/pages.jsonl", "--context", "tests/web/ged.csv", "--listen",
         "127.0.0.1:0", "--base-map", f"{folder}/{name}"], stdout=subprocess.PIPE, text=True)
    try:
        base = re.search(r"http://\S+", child.stdout.readline()).group(0).rstrip("/")
        page = get(base, "/map")[2].decode("utf-8")
        found = re.findall(r'<image href="(/tile/[0-9/]+)"', page)
        check(f"{name}: pictures", len(found) > 10)
        check(f"{name}: whose", "\N{COPYRIGHT SIGN} Example surveys" in page)
        answers = [get(base, path) for path in found]
        check(f"{name}: all there", all(a[:2] == (200, "image/png") for a in answers))
        hold(json.loads(get(base, "/openapi.json")[2]), "/tile/{part}/{next}/{last}", found[0], (200, "image/*", b""))
        look_at_table(base, "/context.csv")
        look_at_map(base, "/context.geojson")
        spec = json.loads(get(base, "/openapi.json")[2])
        hold(spec, "/context.json", "/context.json", get(base, "/context.json"))
        check(f"{name}: hidden", "<image" not in get(base, "/map?under=nothing")[2].decode("utf-8"))
        return dict(zip(found, (a[2] for a in answers)))
    finally:
        child.terminate()
        child.wait(10)


with tempfile.TemporaryDirectory() as folder:
    subprocess.run(["tests/web/make-tiles", folder, "-30.05", "40.0"], check=True)
    check("both files show the same", walk_tiles(folder, "map.mbtiles") == walk_tiles(folder, "map.pmtiles"))

for known, *files in (
    ("2025-03-10", "tests/web/pages.truce", "tests/web/pages.jsonl"),
    ("2025-03-20", "examples/harbour/agreement.truce", "examples/harbour/reports.jsonl"),
    ("2025-03-10", "tests/web/hostile.truce", "tests/web/hostile.jsonl"),
):
    walk(files, known)
print(f"{passed} passed, {failed} failed")
sys.exit(failed != 0)
