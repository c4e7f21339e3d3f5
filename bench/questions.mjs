#!/usr/bin/env node
/* What people ask of a large portfolio over HTTP: the first time, and again. The data is that of nightly.py with two
 * years of weeks scored, or a data directory that is named: questions.mjs DIR. It leaves a draft of the health card. */
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { DAY, nightlyData, root, Server } from './server.mjs';

const day = (back) => new Date(Date.parse(DAY) - back * 86400000).toISOString().slice(0, 10);
const YEAR = `from=${day(366)}`; /* a Monday: those are kept; other days are computed */
const QUESTIONS = [
  ['matrix', '/matrix'],
  ['list', '/portfolio'],
  ['facets', '/portfolio/facets'],
  ['flow of a year', `/matrix/flow?${YEAR}`],
  ['fate after a year', `/matrix/fate?${YEAR}`],
  ['segment report', `/segment-report?by=industry&${YEAR}`],
  ['what tells apart who left', `/segment-report/separation?${YEAR}`],
  ['matrix of all days', '/matrix/history'],
  ['ledger of all days', '/ledger'],
];

function weeksScored() {
  const data = nightlyData();
  if (existsSync(`${data}/weeks`)) return data;
  const words = ['score', '--from', day(728), '--to', DAY, '--every', 'week', '--data', data];
  execFileSync(`${root}build/ripen`, words, { env: { ...process.env, RIPEN_NOW: `${DAY}T23:00:00Z` } });
  writeFileSync(`${data}/weeks`, '');
  return data;
}

async function timed(server, work) {
  const [began, cpu] = [performance.now(), server.cpuMs()];
  await work();
  return `${(performance.now() - began).toFixed(0).padStart(7)} ms (${server.cpuMs() - cpu} of processor)`;
}

/* Today and the month-ends of a year under a draft with other weights. */
async function compare(server) {
  const begun = await server.ask('GET', '/cards/health/draft').catch(() => server.ask('POST', '/cards/health/draft', {}));
  const { card, summary } = JSON.parse(begun);
  const shift = card.groups[0].weight_pct > 10 ? 5 : -5;
  card.groups[0].weight_pct -= shift;
  card.groups[1].weight_pct += shift;
  const patch = { revision: summary.revision, card };
  const { summary: saved } = JSON.parse(await server.ask('PATCH', '/cards/health/draft', patch));
  const path = '/cards/health/draft/compare';
  let { job } = JSON.parse(await server.ask('POST', path, { revision: saved.revision }));
  while (job && ['queued', 'running'].includes(job.state)) {
    await new Promise((done) => setTimeout(done, 50));
    job = JSON.parse(await server.ask('GET', `/jobs/${job.id}`));
  }
  if (job && job.state !== 'done') throw new Error(JSON.stringify(job));
}

const given = process.argv[2];
const server = await Server.start(given ?? weeksScored(), given ? undefined : DAY);
try {
  const { totals } = JSON.parse(await server.ask('GET', '/portfolio?limit=1'));
  console.log(`${totals.accounts.toLocaleString('en')} customers; the first time, then again`);
  for (const [name, path] of QUESTIONS) {
    const first = await timed(server, () => server.ask('GET', path));
    const again = await timed(server, () => server.ask('GET', path));
    console.log(`  ${name.padEnd(28)} ${first}  ${again}`);
  }
  console.log(`  ${'draft compared, 13 days'.padEnd(28)} ${await timed(server, () => compare(server))}`);
} finally {
  server.stop();
}
