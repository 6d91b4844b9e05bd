-- One row: how many notes there are of a service line at a place since a day, whether they have been read or not.
SELECT count(*) AS notes
FROM records.shortfall_noted
WHERE service_id = $service_id AND locality = $locality AND noted_at >= $since
ORDER BY notes
