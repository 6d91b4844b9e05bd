-- One row per bank holiday.
SELECT holiday_on
FROM warehouse.bank_holiday
ORDER BY holiday_on
