// What tests of events need: a source of their own, and what has been counted of it.
import { expect } from '@playwright/test';
import type { Api } from './api.ts';

export interface Source {
  key: string;
  write_key: string;
}

let sources = 0;

/** A source that makes accounts it does not know. */
export async function newSource(api: Api, more: Record<string, unknown> = {}): Promise<Source> {
  const key = `source-${process.pid}-${++sources}`;
  return api.must('POST', '/sources', {
    key,
    name: key,
    kind: 'server',
    unknown_accounts: 'create',
    ...more,
  });
}

/**
 * What the source has counted, once everything that was sent has come to the numbers, which takes seconds. An
 * event that was set aside and counts later, because its user's group call came, stands in both counters.
 */
export async function settled(api: Api, source: Source, events: number): Promise<Record<string, number>> {
  const look = () => api.must('GET', `/sources/${source.key}`);
  const all = (counted: Record<string, number>) => (counted.events ?? 0) + (counted.set_aside ?? 0);
  await expect.poll(async () => all(await look()), { timeout: 20_000 }).toBeGreaterThanOrEqual(events);
  return look();
}

/** How often an account did each thing, over all days. */
export async function usageOf(api: Api, account: string): Promise<Record<string, number>> {
  const usage = await api.must('GET', `/accounts/${account}/usage?from=2025-06-01&to=2026-02-28`);
  const sum = (counts: number[]) => counts.reduce((a, b) => a + b, 0);
  return Object.fromEntries(
    usage.events.map((event: { name: string; counts: number[] }) => [event.name, sum(event.counts)]),
  );
}

export const basic = (key: string) => `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
