-- One row per file that the build read.
SELECT
    table_name,
    file,
    records,
    loaded,
    set_aside,
    is_generated,
    publisher,
    licence,
    published_on,
    data_from,
    data_to,
    note,
    sha256
FROM warehouse.source_file
ORDER BY table_name, file
