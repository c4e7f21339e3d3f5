// Events on their way in: JSON as it is shown, the live list, what a rule would do, set-up examples.
import { expect, test } from '@playwright/test';
import {
  fits,
  likelyPath,
  nameFits,
  pathsOf,
  previewOf,
  valueAt,
} from '../../web/src/intake/event/aside/rulePreview.ts';
import { joinLive } from '../../web/src/intake/event/live/joinLive.ts';
import { examplesFor } from '../../web/src/intake/event/source/setUp.ts';
import { indentJson } from '../../web/src/lib/jsonText.ts';

test('JSON is indented and otherwise left as it came', () => {
  expect(indentJson('{"a":[1,{"b":"x\\"{,"}],"c":{},"d":[]}')).toBe(
    '{\n  "a": [\n    1,\n    {\n      "b": "x\\"{,"\n    }\n  ],\n  "c": {},\n  "d": []\n}',
  );
  // More digits than a double holds, and a text that was cut off.
  expect(indentJson('{"id":12345678901234567890}')).toBe('{\n  "id": 12345678901234567890\n}');
  expect(indentJson('{"a":"<b>cut')).toBe('{\n  "a": "<b>cut');
  expect(indentJson('{"a":"\\')).toBe('{\n  "a": "\\');
  expect(indentJson('')).toBe('');
});

const event = (seq: number) => ({
  seq,
  received: '2026-01-01T00:00:00Z',
  source: 'web',
  type: 'track',
  name: 'Login',
  user: 'u',
  account: 'A-1',
  day: '2026-01-01',
  outcome: 'counted' as const,
  reason: null,
  json: '{}',
});

test('the live list grows at its top, and starts anew with the server', () => {
  const first = joinLive(undefined, { last: 2, events: [event(1), event(2)] });
  expect(first.events.map(({ seq }) => seq)).toEqual([2, 1]);
  const more = joinLive(first, { last: 9, events: [event(8), event(9)] });
  expect(more.events.map(({ seq }) => seq)).toEqual([9, 8, 2, 1]);
  expect(more.missed).toBe(5);
  expect(joinLive(more, { last: 9, events: [] })).toEqual(more);
  const anew = joinLive(more, { last: 1, events: [event(1)] });
  expect(anew).toEqual({ events: [event(1)], last: 1, missed: 0 });
});

test('a rule fits by source, type, name and reason; what is left out fits all', () => {
  const item = { source: 'web', type: 'track', name: 'Report 17', reason: 'no_account', event: '{}' };
  expect(fits({ action: 'drop' }, item)).toBe(true);
  expect(fits({ action: 'drop', source: 'web', type: 'track', reason: 'no_account' }, item)).toBe(true);
  expect(fits({ action: 'drop', source: 'ios' }, item)).toBe(false);
  expect(fits({ action: 'drop', reason: 'future' }, item)).toBe(false);
  expect(nameFits('Report *', 'Report 17')).toBe(true);
  expect(nameFits('Report', 'Report 17')).toBe(false);
  expect(nameFits('*', null)).toBe(false);
});

test('an account is looked for where texts and whole numbers stand', () => {
  const text = '{"properties":{"pages":4,"org":{"id":"A-7"},"share":0.5,"ok":true,"no":""},"traits":[]}';
  expect(pathsOf(text)).toEqual(['properties.pages', 'properties.org.id']);
  expect(likelyPath('{"properties":{"pages":4,"company_id":7}}')).toBe('properties.company_id');
  expect(valueAt(text, 'properties.org.id')).toBe('A-7');
  expect(valueAt(text, 'properties.pages')).toBe('4');
  for (const path of ['properties.share', 'properties.ok', 'properties.no', 'properties.org', 'a.b', ''])
    expect(valueAt(text, path)).toBeUndefined();
  expect(valueAt('{"properties":{"company_id":"cut', 'properties.company_id')).toBeUndefined();
  expect(valueAt('{}', 'constructor.name')).toBeUndefined();
});

test('a preview counts what stands at the path, the most frequent first', () => {
  const aside = (company: unknown, reason = 'no_account') => ({
    source: 'web',
    type: 'track',
    name: 'Login',
    reason,
    event: JSON.stringify({ properties: { company } }),
  });
  const items = [aside('b'), aside('a'), aside('b'), aside(null), aside('b', 'future')];
  const rule = { action: 'account_from', value: 'properties.company', reason: 'no_account' } as const;
  expect(previewOf(rule, items)).toEqual({
    fit: 4,
    helped: 3,
    values: [
      { value: 'b', count: 2 },
      { value: 'a', count: 1 },
    ],
  });
  expect(previewOf({ action: 'drop' }, items)).toEqual({ fit: 5, helped: 5, values: [] });
});

test('examples have the key, the address and a real account in them, and quotes do no harm', () => {
  const place = { origin: 'https://ripen.example.com', key: 'rpw_1', account: 'O\'Hara & "Co"' };
  for (const kind of ['browser', 'server'] as const)
    for (const { id, code } of examplesFor(kind, place)) {
      expect(code, id).toContain('rpw_1');
      expect(code, id).toContain('https://ripen.example.com');
      if (id !== 'curl') expect(code, id).toContain("O\\'Hara");
    }
  const curl = examplesFor('server', place).at(-1)?.code ?? '';
  expect(curl).toContain("O'\\''Hara");
});
