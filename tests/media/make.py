#!/usr/bin/env python3
"""tests/media/make.py PLAIN.jpg OUT.jpg: puts into a JPEG file what cameras put
into theirs: time, place, orientation, a comment, and bytes after the end.

The pictures beside this file are small grey gradients, made once by
    convert -size 16x8 gradient:gray30-gray80 -strip -colorspace Gray plain.jpg
and this script; the place is off the coast of Ghana, where no land is."""
import struct
import sys


def rational(*values):
    return b"".join(struct.pack(">II", n, d) for n, d in values)


def directory(at, rows):
    """rows: (tag, type, count, bytes); longer values follow the directory."""
    head, tail = struct.pack(">H", len(rows)), b""
    after = at + 2 + 12 * len(rows) + 4
    for tag, kind, count, value in rows:
        if len(value) > 4:
            field = struct.pack(">I", after + len(tail))
            tail += value
        else:
            field = value.ljust(4, b"\0")
        head += struct.pack(">HHI", tag, kind, count) + field
    return head + b"\0\0\0\0" + tail


def exif():
    taken = b"2025:01-19 12:00:00\0".replace(b"-", b":")
    sub = [(0x9003, 2, 20, taken), (0x9011, 2, 7, b"+02:00\0")]
    gps = [(1, 2, 2, b"N\0"), (2, 5, 3, rational((1, 1), (30, 1), (1800, 100))),
           (3, 2, 2, b"W\0"), (4, 5, 3, rational((2, 1), (15, 1), (0, 1)))]
    size = 2 + 12 * 3 + 4
    sub_at = 8 + size
    sub_bytes = directory(sub_at, sub)
    gps_at = sub_at + len(sub_bytes)
    main = directory(8, [(0x0112, 3, 1, struct.pack(">H", 6)),
                         (0x8769, 4, 1, struct.pack(">I", sub_at)),
                         (0x8825, 4, 1, struct.pack(">I", gps_at))])
    body = b"Exif\0\0MM\0*\0\0\0\x08" + main + sub_bytes + directory(gps_at, gps)
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


with open(sys.argv[1], "rb") as f:
    plain = f.read()
comment = b"\xff\xfe\x00\x12a name in it.\0\0\0"
with open(sys.argv[2], "wb") as f:
    f.write(plain[:2] + exif() + comment + plain[2:] + b"after the end")
