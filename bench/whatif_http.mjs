#!/usr/bin/env node
/* What if over HTTP: the matrix of 100,000 accounts under a changed card, asked again and again with other weights,
 * as a slider does it. The data is that of nightly.py, or a data directory that is named: whatif_http.mjs DIR.
 * Target: 50 ms at p99. */
import { DAY, nightlyData, Server } from './server.mjs';

const [ASKED, WARM, TARGET_MS] = [300, 10, 50];

/* The same card with the weight of its first two groups moved, always another. */
function moved(card, i) {
  const shift = ((i % 40) - 20) / 10 || 0.1;
  const groups = card.groups.map((group, g) => ({
    ...group,
    weight_pct: group.weight_pct + (g === 0 ? shift : g === 1 ? -shift : 0),
  }));
  return { ...card, groups };
}

const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];

const given = process.argv[2];
const server = await Server.start(given ?? nightlyData(), given ? undefined : DAY);
try {
  const card = JSON.parse(await server.ask('GET', '/cards/health'));
  const times = [];
  let text = '';
  let cpu = 0;
  for (let i = 0; i <= WARM + ASKED; i++) {
    const began = performance.now();
    text = await server.ask('POST', '/what-if', { cards: [moved(card, i)] });
    if (i === WARM) cpu = server.cpuMs();
    if (i > WARM) times.push(performance.now() - began);
  }
  const own = (server.cpuMs() - cpu) / ASKED;
  const accounts = JSON.parse(text).matrix.customers;
  times.sort((a, b) => a - b);
  const [half, p99] = [at(times, 0.5), at(times, 0.99)];
  console.log(`${accounts.toLocaleString('en')} accounts, ${ASKED} questions one after the other, ${(text.length / 1000).toFixed(0)} kB each, ${own.toFixed(1)} ms of the server's processor each
  median ${half.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, longest ${times.at(-1).toFixed(1)} ms; target ${TARGET_MS} ms at p99: ${p99 <= TARGET_MS ? 'met' : 'MISSED'}`);
} finally {
  server.stop();
}
