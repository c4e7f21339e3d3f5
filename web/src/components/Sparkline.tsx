interface SparklineProps {
  values: (number | null)[];
  /** What it shows, for those who do not see it. */
  label: string;
  low?: number;
  high?: number;
  width?: number;
  height?: number;
}

/** A line without axes; unknown values leave a gap. */
export function Sparkline({ values, label, low, high, width = 96, height = 24 }: SparklineProps) {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return null;
  const bottom = low ?? Math.min(...known);
  const span = (high ?? Math.max(...known)) - bottom || 1;
  let path = '';
  let isDown = false;
  values.forEach((value, index) => {
    if (value !== null) {
      const x = (index / (values.length - 1)) * (width - 2) + 1;
      const y = height - 2 - ((value - bottom) / span) * (height - 4);
      path += `${isDown ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`;
    }
    isDown = value !== null;
  });
  return (
    <svg width={width} height={height} role="img" aria-label={label}>
      <path
        d={path}
        fill="none"
        stroke="var(--accent)"
        strokeWidth="1.5"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  );
}
