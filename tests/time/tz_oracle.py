#!/usr/bin/env python3
"""What two other implementations say about local time, for test_tz_oracle.c.

Usage: tz_oracle.py FOLDER SEED, where FOLDER holds compiled zone files. Every
zone that tools/tz/tzdata.zi names is asked, at random instants of the years 1900
to 2999 and on both sides of changes found by halving.

Python's zoneinfo answers for offsets, names, and local times with their folds;
the C library's localtime() for the daylight saving flag, and again for offset
and name. Where the two differ the flag is printed as -1, which fails the test.
Prints one fact per line:

    I ZONE INSTANT OFFSET ISDST ABBREV
    C ZONE LOCAL_SECONDS INSTANT HOW        HOW: 0 plain, 1 gap, 2 overlap
    D ZONE DAYS BEGIN END                   a civil day
"""
import os
import random
import sys
import time
from datetime import datetime, timedelta, timezone

folder = os.path.abspath(sys.argv[1])
rand = random.Random(int(sys.argv[2]))
os.environ["TZDIR"] = folder

import zoneinfo  # noqa: E402

zoneinfo.reset_tzpath([folder])

EPOCH = datetime(1970, 1, 1)
UTC_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
FIRST, LAST = -2208900000, 32503500000  # two days inside 1900 to 2999


def offset_at(zone, at):
    local = (UTC_EPOCH + timedelta(seconds=at)).astimezone(zone)
    return round(local.utcoffset().total_seconds()), local.tzname()


def resolve(zone, local_s):
    """RFC 5545 3.3.5, in terms of PEP 495's fold."""
    local = (EPOCH + timedelta(seconds=local_s)).replace(tzinfo=zone)
    before = round(local.utcoffset().total_seconds())
    after = round(local.replace(fold=1).utcoffset().total_seconds())
    how = 0 if before == after else 1 if before < after else 2
    return local_s - before, how, before, after


def day_begin(zone, days):
    at, how, before, after = resolve(zone, days * 86400)
    if how != 1:
        return at
    low, high = days * 86400 - after, days * 86400 - before
    while low < high:  # the one change between them
        middle = (low + high) // 2
        if offset_at(zone, middle)[0] == before:
            low = middle + 1
        else:
            high = middle
    return low


def change_near(zone, at):
    """An instant within 200 days at which the offset changes, or None."""
    low, high = at, min(at + 200 * 86400, LAST)
    was = offset_at(zone, low)
    if offset_at(zone, high) == was:
        return None
    while low < high:
        middle = (low + high) // 2
        if offset_at(zone, middle) == was:
            low = middle + 1
        else:
            high = middle
    return low


def names():
    """Zones and links."""
    with open("tools/tz/tzdata.zi", encoding="ascii") as f:
        lines = [line.split() for line in f]
    found = [w[1] if w[0] == "Z" else w[2] for w in lines if w[0] in "ZL"]
    return sorted(found)


out = []
for name in names():
    zone = zoneinfo.ZoneInfo(name)
    os.environ["TZ"] = name
    time.tzset()
    instants = [rand.randint(FIRST, LAST) for _ in range(8)]
    instants += [rand.randint(FIRST, 4102444800) for _ in range(24)]
    changes = []
    for at in list(instants):
        change = change_near(zone, at)
        if change is not None:
            changes.append(change)
            instants += [change - 1, change, change + 1]
    for at in instants:
        offset, abbrev = offset_at(zone, at)
        flag = time.localtime(at)
        if flag.tm_gmtoff != offset or flag.tm_zone != abbrev:
            print(f"oracles disagree: {name} {at}", file=sys.stderr)
            flag = None
        out.append(f"I {name} {at} {offset} "
                   f"{-1 if flag is None else flag.tm_isdst} {abbrev}")
        local = at + offset + rand.choice((0, 0, 1800, -1800, 3600, -3600))
        to, how, _, _ = resolve(zone, local)
        out.append(f"C {name} {local} {to} {how}")
    for at in changes[:6] + instants[:4]:
        days = (at + offset_at(zone, at)[0]) // 86400
        out.append(f"D {name} {days} {day_begin(zone, days)} "
                   f"{day_begin(zone, days + 1)}")
sys.stdout.write("\n".join(out) + "\n")
