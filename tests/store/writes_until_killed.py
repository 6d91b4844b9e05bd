"""Writes audit events one after another and prints each id once it is acknowledged, until somebody kills it."""

import sys

from tightrope import clock, paths
from tightrope.database import Stores
from tightrope.records import schema

stores = Stores(paths.records_file(), paths.warehouses(), schema.statements())
print("open", flush=True)
for number in range(int(sys.argv[1])):
    row = [f"{sys.argv[2]}-{number}", clock.now(), None, "noted", None, None]
    insert = "INSERT INTO records.audit_event VALUES (?, ?, ?, ?, ?, ?)"
    stores.write(lambda cursor, row=row, insert=insert: cursor.execute(insert, row))
    print(row[0], flush=True)
