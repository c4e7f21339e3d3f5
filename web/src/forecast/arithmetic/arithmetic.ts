/** The numbers of the churn arithmetic and their place in the address. Money in whole units, churn in per cent a month. */
export interface Arithmetic {
  start: number;
  added: number;
  churn: number;
  months: number;
}

/** 10,000 at the start, 2,000 more each month, 2.5 % lost: a young company that grows fast, so it thinks. */
export const preset: Arithmetic = { start: 10_000, added: 2_000, churn: 2.5, months: 36 };

/** What may be asked for; sliders end earlier, so that a step of theirs is one that matters. */
export const limits = {
  start: { min: 0, most: 1_000_000_000, step: 1_000 },
  added: { min: 0, most: 1_000_000_000, step: 100 },
  churn: { min: 0, most: 100, step: 0.1 },
  months: { min: 1, most: 600, step: 1 },
} as const satisfies Record<keyof Arithmetic, { min: number; most: number; step: number }>;

const names = Object.keys(preset) as (keyof Arithmetic)[];

/** What an address says, the preset where it says nothing or nonsense. */
export function readArithmetic(search: URLSearchParams): Arithmetic {
  const read = (name: keyof Arithmetic) => {
    const text = search.get(name);
    const value = text === null || text.trim() === '' ? Number.NaN : Number(text);
    const { min, most } = limits[name];
    const isGood = value >= min && value <= most && (name !== 'months' || Number.isInteger(value));
    return isGood ? value : preset[name];
  };
  return { start: read('start'), added: read('added'), churn: read('churn'), months: read('months') };
}

/** Only what differs from the preset, so that the plain address is the preset. */
export const writeArithmetic = (values: Arithmetic) =>
  new URLSearchParams(
    names.filter((name) => values[name] !== preset[name]).map((name) => [name, String(values[name])]),
  );

/** Where a slider ends: a round number well above the value, so that there is room to move both ways. */
export function sliderEnd(value: number, floor: number): number {
  let end = floor;
  while (end < value * 1.25) end *= 2;
  return end;
}
