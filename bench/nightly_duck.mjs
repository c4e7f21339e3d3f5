/* The DuckDB side of nightly.py: `make` writes the facts into a file of its own, `score` computes columns from
 * them and keeps them in a table, `print` writes those columns to a CSV file. */
import { existsSync, rmSync } from 'node:fs';
import { open } from './duck.mjs';

const [action, file, accounts, day, threads, csv] = process.argv.slice(2);
const D = `DATE '${day}'`;

/* As bench_nightly.c makes them. */
const MAKE = [
  `CREATE TABLE account AS SELECT a::INTEGER AS id, printf('A-%06d', a) AS key, ${D} - 400 AS start FROM range(${accounts}) t(a)`,
  `CREATE TABLE subscription AS SELECT a::INTEGER AS account, 1000 * (1 + a % 50) AS amount_cents, 1 AS months,
     (5 + a % 20)::INTEGER AS seats, ${D} - 400 AS start, NULL::DATE AS ended FROM range(${accounts}) t(a)`,
  `CREATE TABLE ticket AS SELECT a::INTEGER AS account, ${D} - ((a * 7 + t * 29) % 120)::INTEGER AS opened,
     CASE WHEN (a + t) % 7 <> 0 THEN ${D} - ((a * 7 + t * 29) % 120)::INTEGER END AS solved
     FROM range(${accounts}) x(a), range(4) y(t)`,
  `CREATE TABLE usage AS SELECT a::INTEGER AS account, (j // 50)::TINYINT AS event,
     ((a + j // 50 + j % 50) % (1 + a % 6))::TINYINT AS usr,
     (1 + (a * 31 + (j // 50) * 17 + (j % 50) * 13) % 9)::SMALLINT AS count,
     ${D} - (4 * (j % 50) + (7 * a + 3 * (j // 50)) % 4 + CASE WHEN a % 5 = 0 THEN a % 60 ELSE 0 END)::INTEGER AS day
     FROM range(${accounts}) x(a), range(500) y(j)`,
];

/* Eleven of the columns that Ripen computes, from the same facts. Days of a user are counted once. */
const SCORE = `CREATE OR REPLACE TABLE scored AS
  WITH win AS (SELECT account,
      sum(count) FILTER (day > ${D} - 28) AS events, sum(count) FILTER (day <= ${D} - 28) AS before,
      count(DISTINCT day) FILTER (day > ${D} - 28) AS active_days,
      count(DISTINCT event) FILTER (day > ${D} - 28) AS features
      FROM usage WHERE day > ${D} - 56 AND day <= ${D} GROUP BY account),
    person_day AS (SELECT DISTINCT account, usr, day FROM usage WHERE day > ${D} - 28 AND day <= ${D}),
    person AS (SELECT account, count(DISTINCT usr) AS users, count(*) AS days FROM person_day GROUP BY account),
    last AS (SELECT account, max(day) AS day FROM usage WHERE day <= ${D} GROUP BY account),
    care AS (SELECT account, count(*) FILTER (solved IS NULL OR solved > ${D}) AS open FROM ticket
      WHERE opened <= ${D} GROUP BY account),
    money AS (SELECT account, sum(12.0 * amount_cents / months / 100) AS arr, sum(seats) AS seats FROM subscription
      WHERE start <= ${D} AND (ended IS NULL OR ended > ${D}) GROUP BY account),
    tracked AS (SELECT count(DISTINCT event) AS n FROM usage)
  SELECT key, coalesce(users, 0)::DOUBLE AS active_users_28d, 100.0 * days / 28 / users AS stickiness_pct,
    events / 4.0 / users AS depth_per_week, 100.0 * coalesce(features, 0) / tracked.n AS breadth_pct,
    CASE WHEN before > 0 THEN 100.0 * (coalesce(events, 0) / before - 1) END AS usage_trend_pct,
    (${D} - last.day)::DOUBLE AS days_since_use, coalesce(events, 0)::DOUBLE AS usage_events_28d,
    coalesce(active_days, 0)::DOUBLE AS active_days_28d, coalesce(open, 0)::DOUBLE AS open_tickets, arr,
    100.0 * coalesce(users, 0) / seats AS seat_utilisation_pct
  FROM account LEFT JOIN win ON win.account = id LEFT JOIN person ON person.account = id
    LEFT JOIN last ON last.account = id LEFT JOIN care ON care.account = id LEFT JOIN money ON money.account = id, tracked`;

if (action === 'make') {
  if (existsSync(file)) rmSync(file);
  const connection = await open(file, 2);
  for (const sql of MAKE) await connection.run(sql);
  await connection.run('CHECKPOINT');
  connection.closeSync();
} else {
  const connection = await open(file, threads);
  const began = performance.now();
  if (action === 'score') {
    await connection.run(SCORE);
    console.log((performance.now() - began) / 1000);
  } else await connection.run(`COPY (SELECT * FROM scored ORDER BY key) TO '${csv}' (HEADER)`);
  connection.closeSync();
}
