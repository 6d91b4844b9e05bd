-- One row per small pot to be shared, with the service line it is part of.
SELECT pot_id, title, service_id, yearly_amount
FROM warehouse.pot
ORDER BY service_id, pot_id
