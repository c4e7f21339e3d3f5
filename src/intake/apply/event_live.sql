-- name: live_sources
SELECT id, key FROM source;

-- name: live_source
SELECT id FROM source WHERE key = $key;
