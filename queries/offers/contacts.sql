-- One row per offer whose sender said how to be reached: for officers who decide alone.
SELECT offer_id, contact
FROM records.offer
WHERE contact IS NOT NULL
ORDER BY offer_id
