/* DuckDB, which the benches compare with: opening it, timing it, reading a column out of it. */
import { DuckDBInstance } from '@duckdb/node-api';

export async function open(path, threads) {
  const instance = await DuckDBInstance.create(path, { threads: String(threads) });
  return instance.connect();
}

/* The best of several, in milliseconds: what else the machine does only ever adds. */
export async function bestMs(rounds, work) {
  let best = Infinity;
  for (let round = 0; round < rounds; round++) {
    const began = performance.now();
    await work();
    best = Math.min(best, performance.now() - began);
  }
  return best;
}

/* The first column of a query as numbers, NaN where it is NULL. */
export async function numbers(connection, sql) {
  const result = await connection.run(sql);
  const all = [];
  for (let chunk = await result.fetchChunk(); chunk?.rowCount; chunk = await result.fetchChunk()) {
    for (const value of chunk.getColumnValues(0)) all.push(value === null ? NaN : Number(value));
  }
  return Float64Array.from(all);
}

/* How far two columns are apart where both are known; throws if one knows what the other does not. */
export function furthest(ours, theirs, what) {
  let apart = 0;
  if (ours.length !== theirs.length) throw new Error(`${what}: ${ours.length} rows against ${theirs.length}`);
  for (let i = 0; i < ours.length; i++) {
    if (Number.isNaN(ours[i]) !== Number.isNaN(theirs[i]))
      throw new Error(`${what}: row ${i} is ${ours[i]} here and ${theirs[i]} in DuckDB`);
    if (!Number.isNaN(ours[i])) apart = Math.max(apart, Math.abs(ours[i] - theirs[i]));
  }
  return apart;
}
