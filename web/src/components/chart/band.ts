/** Where an interval lies along a line. */
export interface BandPoint {
  x: number;
  low: number;
  high: number;
}

interface Band {
  /** That of its line, so that the legend hides both. */
  name: string;
  points: BandPoint[];
  color: string;
  opacity?: number;
  /** Level from each point to the next, instead of straight. */
  isStepped?: boolean;
}

type At = { coord: (point: [number, number]) => [number, number] };

/** An interval as a filled band behind its line. The axes must have ends of their own. */
export function bandOf({ name, points, color, opacity = 0.14, isStepped = false }: Band) {
  const upper = outline(points, 'high', isStepped);
  const lower = outline(points, 'low', isStepped).reverse();
  return {
    type: 'custom',
    name,
    silent: true,
    clip: true,
    z: 1,
    color,
    tooltip: { show: false },
    // One shape, wherever its only value stands.
    data: points.length > 1 ? [upper[0]] : [],
    renderItem: (_: unknown, at: At) => ({
      type: 'polygon',
      shape: { points: [...upper, ...lower].map((point) => at.coord(point)) },
      style: { fill: color, opacity },
    }),
  };
}

function outline(points: BandPoint[], limit: 'low' | 'high', isStepped: boolean): [number, number][] {
  return points.flatMap((point, index): [number, number][] => {
    const before = points[index - 1];
    const corner: [number, number][] = isStepped && before ? [[point.x, before[limit]]] : [];
    return [...corner, [point.x, point[limit]]];
  });
}
