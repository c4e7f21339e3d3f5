// Events on their way in: JSON as it is shown, the live list, where an account may stand, set-up examples.
import { expect, test } from '@playwright/test';
import { likelyPath, pathsOf } from '../../web/src/intake/event/aside/rulePaths.ts';
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

test('an account is looked for where texts and whole numbers stand', () => {
  const text = '{"properties":{"pages":4,"org":{"id":"A-7"},"share":0.5,"ok":true,"no":""},"traits":[]}';
  expect(pathsOf(text)).toEqual(['properties.pages', 'properties.org.id']);
  expect(likelyPath('{"properties":{"pages":4,"company_id":7}}')).toBe('properties.company_id');
  expect(pathsOf('{"properties":{"company_id":"cut')).toEqual([]);
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
