"""Straight lines between points on the earth: what is used where no journey is on file, and never called a journey."""

import numpy as np

EARTH_KM = 6371.0088  # mean radius (IUGG)

Array = np.ndarray


def kilometres(lon_a: Array, lat_a: Array, lon_b: Array, lat_b: Array) -> Array:
    """Great-circle kilometres from each a to each b, as a matrix (haversine). London to Paris: 343.6."""
    a_lon, a_lat, b_lon, b_lat = (np.radians(np.asarray(one, float)) for one in (lon_a, lat_a, lon_b, lat_b))
    north = (b_lat[None, :] - a_lat[:, None]) / 2
    east = (b_lon[None, :] - a_lon[:, None]) / 2
    half = np.sin(north) ** 2 + np.cos(a_lat)[:, None] * np.cos(b_lat)[None, :] * np.sin(east) ** 2
    return 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
