-- One row: the latest year on file of people served and of invitations; empty where none are loaded.
SELECT
    (SELECT max(year) FROM warehouse.people_served) AS served,
    (SELECT max(year) FROM warehouse.invitation) AS asked
ORDER BY served
