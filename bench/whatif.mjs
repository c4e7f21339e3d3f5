#!/usr/bin/env node
/* Scoring a portfolio again under another card: 24 measures in six groups, a quarter of the values missing.
 * Beside it, in the same run: what the machine needs merely to read those columns and write two, and DuckDB
 * computing the same scores from the same values in memory. DuckDB only has to count and add up what it
 * computes, while Ripen writes every score and coverage. Targets: 100,000 accounts in 10 ms and 1,000,000 in
 * 120 ms on one core; at least five times as fast as DuckDB. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bestMs, furthest, numbers, open } from './duck.mjs';

const PROGRAM = new URL('../build/bench/bench_whatif', import.meta.url).pathname;
const WEIGHTS = [25, 10, 20, 25, 5, 15];
const TARGETS = new Map([[100_000, 10], [1_000_000, 120]]);
const TARGET_RATIO = 5;
const CLOSE = 1e-9;

/* Two to five points, a third of the scales falling, as cards have them. */
function measure(m) {
  const n = 2 + (m % 4);
  const scale = Array.from({ length: n }, (_, p) => {
    const up = Math.round((1e5 * p) / (n - 1)) / 1000;
    return { value: p * 10 + m, score: m % 3 === 2 ? 100 - up : up };
  });
  return { id: `m${m}`, label: `Measure ${m}`, source: 'metric', ref: 'arr', weight_pct: 25, scale };
}

const card = {
  key: 'health', name: 'Bench', kind: 'health', low: 0, high: 100, decimals: 1, min_coverage_pct: 25,
  bands: [['low', 0, 50], ['medium', 50, 75], ['high', 75, 100]].map(([id, from, to]) => ({ id, label: id, from, to })),
  groups: WEIGHTS.map((weight_pct, g) => ({
    id: `g${g}`, label: `Group ${g}`, weight_pct, measures: [0, 1, 2, 3].map((k) => measure(4 * g + k)),
  })),
};
const measures = card.groups.flatMap((group) => group.measures);

/* As made_up in bench_whatif.c. */
function valueSql({ scale }, m) {
  const low = scale[0].value;
  const high = scale.at(-1).value;
  const dice = `((i * 48271 + ${m + 1} * 69621 * (i % 97 + 1)) % 2147483647)`;
  return `CASE WHEN ${dice} // 1200 % 4 = 0 THEN NULL
    ELSE ${low}::DOUBLE + ${high - low}::DOUBLE * ((${dice} % 1200 - 100)::DOUBLE / 1000.0::DOUBLE) END AS v${m}`;
}

function scaleSql({ scale }, m) {
  const pieces = scale.slice(0, -1).map((point, p) => {
    const slope = (scale[p + 1].score - point.score) / (scale[p + 1].value - point.value);
    return `WHEN v${m} >= ${point.value} THEN ${point.score}::DOUBLE + ${slope}::DOUBLE * (v${m} - ${point.value})`;
  });
  return `CASE WHEN v${m} >= ${scale.at(-1).value} THEN ${scale.at(-1).score}::DOUBLE ${pieces.reverse().join(' ')}
    WHEN v${m} IS NOT NULL THEN ${scale[0].score}::DOUBLE END AS s${m}`;
}

const sum = (terms) => terms.join(' + ');

function scoresSql() {
  const groups = card.groups.map((group, g) => {
    const names = group.measures.map((one) => ({ s: `s${one.id.slice(1)}`, w: one.weight_pct }));
    return `${sum(names.map(({ s, w }) => `CASE WHEN ${s} IS NULL THEN 0.0::DOUBLE ELSE ${w}::DOUBLE END`))} AS w${g},
      ${sum(names.map(({ s, w }) => `coalesce(${w}::DOUBLE * ${s}, 0)`))} AS p${g}`;
  });
  const points = WEIGHTS.map((w, g) => `CASE WHEN w${g} > 0 THEN ${w}::DOUBLE * p${g} / w${g} ELSE 0 END`);
  const weight = WEIGHTS.map((w, g) => `CASE WHEN w${g} > 0 THEN ${w}::DOUBLE ELSE 0 END`);
  const coverage = WEIGHTS.map((w, g) => `${w / 100}::DOUBLE * w${g}`);
  return `WITH scored AS (SELECT i, ${measures.map(scaleSql).join(', ')} FROM facts),
    grouped AS (SELECT i, ${groups.join(', ')} FROM scored),
    whole AS (SELECT i, ${sum(points)} AS points, ${sum(weight)} AS weight, (${sum(coverage)}) / 100 AS coverage FROM grouped)
    SELECT i, coverage,
      CASE WHEN weight > 0 AND coverage >= ${card.min_coverage_pct / 100 - 1e-9} THEN points / weight END AS score FROM whole`;
}

async function duckMs(accounts, threads, scores) {
  const connection = await open(':memory:', threads);
  await connection.run(`CREATE TABLE facts AS SELECT i, ${measures.map(valueSql).join(', ')} FROM range(${accounts}) AS t(i)`);
  const apart = furthest(scores, await numbers(connection, `SELECT score FROM (${scoresSql()}) ORDER BY i`), 'score');
  if (apart > CLOSE) throw new Error(`scores differ by ${apart}`);
  const ms = await bestMs(accounts > 500_000 ? 5 : 15, () =>
    connection.runAndReadAll(`SELECT count(score), sum(score), sum(coverage) FROM (${scoresSql()})`));
  connection.closeSync();
  return { ms, apart };
}

async function compare(accounts, folder) {
  const definition = join(folder, 'card.json');
  const scores = join(folder, 'scores');
  writeFileSync(definition, JSON.stringify(card));
  const ours = JSON.parse(execFileSync(PROGRAM, [definition, accounts, scores], { encoding: 'utf8' }));
  const bytes = readFileSync(scores);
  const written = new Float64Array(bytes.buffer, bytes.byteOffset, accounts);
  const one = await duckMs(accounts, 1, written);
  const all = await duckMs(accounts, 2, written);
  const ms = (value) => value.toFixed(1).padStart(8);
  const target = TARGETS.get(accounts);
  const isMet = ours.score_ms <= target && one.ms / ours.score_ms >= TARGET_RATIO;
  console.log(`${accounts.toLocaleString('en')} accounts × ${measures.length} measures
  Ripen, one core                 ${ms(ours.score_ms)} ms
  reading and writing the same    ${ms(ours.move_ms)} ms   ${(ours.bytes / 1e6).toFixed(1)} MB at ${ours.gb_per_s.toFixed(1)} GB/s: the limit; Ripen takes ${(ours.score_ms / ours.move_ms).toFixed(1)} times as long
  DuckDB, one thread              ${ms(one.ms)} ms   ratio ${(one.ms / ours.score_ms).toFixed(1)}
  DuckDB, two threads             ${ms(all.ms)} ms   ratio ${(all.ms / ours.score_ms).toFixed(1)}
  scores differ by at most ${Math.max(one.apart, all.apart).toExponential(1)}; target ${target} ms and ratio ${TARGET_RATIO} against one thread: ${isMet ? 'met' : 'MISSED'}`);
}

const folder = mkdtempSync(join(tmpdir(), 'ripen-bench-'));
try {
  for (const accounts of TARGETS.keys()) await compare(accounts, folder);
} finally {
  rmSync(folder, { recursive: true });
}
