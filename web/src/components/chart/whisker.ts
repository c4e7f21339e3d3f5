/** Intervals of bars or dots as whiskers: a line with a short stroke at each end, drawn over the bars. */

/** Both ends of each bar's interval, in the order of the bars; null where there is none. */
export type Ends = ([low: number, high: number] | null)[];

interface WhiskerApi {
  value: (dimension: number) => number;
  coord: (point: [number, number]) => [number, number];
}

interface Whiskers {
  name: string;
  ends: Ends;
  /** Where each stands, on an axis of numbers; by default on one of labels, in order. */
  at?: number[];
  color: string;
  /** Bars lie across: amounts along the bottom. */
  isAcross?: boolean;
}

const HALF_PX = 4;

export const whiskerSeries = ({ name, ends, at: places, color, isAcross = false }: Whiskers) => ({
  type: 'custom',
  name,
  silent: true,
  z: 5,
  itemStyle: { color },
  tooltip: { show: false },
  encode: isAcross ? { x: [1, 2], y: 0 } : { x: 0, y: [1, 2] },
  data: ends.flatMap((range, index) => (range ? [[places?.[index] ?? index, ...range]] : [])),
  renderItem: (_: unknown, api: WhiskerApi) => {
    const at = (amount: number): [number, number] =>
      api.coord(isAcross ? [amount, api.value(0)] : [api.value(0), amount]);
    return { type: 'group', children: strokes(at(api.value(1)), at(api.value(2)), isAcross, color) };
  },
});

type Point = [number, number];

function strokes(low: Point, high: Point, isAcross: boolean, color: string) {
  const cap = ([x, y]: Point): [Point, Point] =>
    isAcross
      ? [
          [x, y - HALF_PX],
          [x, y + HALF_PX],
        ]
      : [
          [x - HALF_PX, y],
          [x + HALF_PX, y],
        ];
  return [[low, high] as [Point, Point], cap(low), cap(high)].map(([[x1, y1], [x2, y2]]) => ({
    type: 'line',
    shape: { x1, y1, x2, y2 },
    style: { stroke: color, lineWidth: 1.5 },
  }));
}
