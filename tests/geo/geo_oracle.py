#!/usr/bin/env python3
"""Distances by another method, for test_geo_oracle.c.

Usage: geo_oracle.py COUNT SEED. Prints COUNT lines

    DISTANCE_CM POINT_LON POINT_LAT N LON LAT LON LAT ...

a point, a line of N positions (straight in longitude and latitude), and the
length of the shortest geodesic between them on the WGS 84 ellipsoid: Vincenty's
inverse formula, minimised along each edge by sampling and golden section.
Coordinates are whole numbers of 1e-7 degrees.
"""
import math
import random
import sys

A = 6378137.0
F = 1 / 298.257223563
B = A * (1 - F)


def geodesic_m(lon1, lat1, lon2, lat2):
    if lon1 == lon2 and lat1 == lat2:
        return 0.0
    big_l = math.radians(lon2 - lon1)
    u1 = math.atan((1 - F) * math.tan(math.radians(lat1)))
    u2 = math.atan((1 - F) * math.tan(math.radians(lat2)))
    s1, c1, s2, c2 = math.sin(u1), math.cos(u1), math.sin(u2), math.cos(u2)
    lam = big_l
    for _ in range(50):
        sl, cl = math.sin(lam), math.cos(lam)
        sin_s = math.hypot(c2 * sl, c1 * s2 - s1 * c2 * cl)
        if sin_s == 0:
            return 0.0
        cos_s = s1 * s2 + c1 * c2 * cl
        sigma = math.atan2(sin_s, cos_s)
        sin_a = c1 * c2 * sl / sin_s
        cos2_a = 1 - sin_a * sin_a
        cos_2sm = cos_s - 2 * s1 * s2 / cos2_a if cos2_a > 1e-15 else 0.0
        c = F / 16 * cos2_a * (4 + F * (4 - 3 * cos2_a))
        before = lam
        lam = big_l + (1 - c) * F * sin_a * (
            sigma + c * sin_s * (cos_2sm + c * cos_s * (2 * cos_2sm**2 - 1)))
        if abs(lam - before) < 1e-13:
            break
    u_sq = cos2_a * (A * A - B * B) / (B * B)
    k1 = 1 + u_sq / 16384 * (4096 + u_sq * (-768 + u_sq * (320 - 175 * u_sq)))
    k2 = u_sq / 1024 * (256 + u_sq * (-128 + u_sq * (74 - 47 * u_sq)))
    delta = k2 * sin_s * (cos_2sm + k2 / 4 * (
        cos_s * (2 * cos_2sm**2 - 1)
        - k2 / 6 * cos_2sm * (4 * sin_s**2 - 3) * (4 * cos_2sm**2 - 3)))
    return B * k1 * (sigma - delta)


def edge_m(p, a, b):
    def at(t):
        return geodesic_m(p[0], p[1], a[0] + (b[0] - a[0]) * t,
                          a[1] + (b[1] - a[1]) * t)

    n = 12
    best = min(range(n + 1), key=lambda i: at(i / n))
    low, high = max(0, best - 1) / n, min(n, best + 1) / n
    g = (math.sqrt(5) - 1) / 2
    x, y = high - g * (high - low), low + g * (high - low)
    fx, fy = at(x), at(y)
    for _ in range(36):
        if fx < fy:
            high, y, fy = y, x, fx
            x = high - g * (high - low)
            fx = at(x)
        else:
            low, x, fx = x, y, fy
            y = low + g * (high - low)
            fy = at(y)
    return min(fx, fy, at(0), at(1))


rand = random.Random(int(sys.argv[2]))
for _ in range(int(sys.argv[1])):
    size = 10 ** rand.uniform(-3, 0.7)  # degrees: 100 m to 500 km
    lat0 = rand.uniform(-65, 65)
    lon0 = rand.uniform(-160, 160)
    point = (round(lon0, 7), round(lat0, 7))
    n = rand.randint(2, 4)
    away = rand.choice((0, 1, 2)) * size  # in a third of the cases, far
    lon1 = lon0 + rand.choice((-away, away))
    lat1 = lat0 + rand.choice((-away, 0, away))
    line = [(round(lon1 + rand.uniform(-size, size), 7),
             round(lat1 + rand.uniform(-size, size), 7)) for _ in range(n)]
    d = min(edge_m(point, a, b) for a, b in zip(line, line[1:]))
    flat = [round(v * 1e7) for position in [point] + line for v in position]
    print(round(d * 100), flat[0], flat[1], n, *flat[2:])
