import type { ChartTable } from '@/components/chart/Chart';
import { tooltipStyle } from '@/components/chart/frame';
import type { Palette } from '@/components/chart/palette';
import type { Schema } from '@/lib/api';
import { formatDay } from '@/lib/day';
import { formatCount, formatMoney } from '@/lib/format';

export type Flow = Schema<'MatrixFlow'>;
export type Link = Schema<'FlowLink'>;
type Cell = Schema<'MatrixCell'>;

/** Ids of the two sides may be the same, so the picture's nodes carry their side. */
const nodeOf = (side: 'was' | 'is', id: string) => `${side} ${id}`;
export const idOf = (node: string) => node.slice(node.indexOf(' ') + 1);

function colourOf(id: string, cells: Cell[], palette: Palette): string {
  const band = cells.find((cell) => cell.id === id)?.y;
  if (band === 'high') return palette['high-fill'];
  if (band === 'medium') return palette['medium-fill'];
  if (band === 'low') return palette['low-fill'];
  return id === 'new' ? palette.accent : palette['unknown-fill'];
}

/** Places of the first day at the left, of the last at the right; a band's width is its accounts. */
export function flowOption(flow: Flow, cells: Cell[], palette: Palette, isNarrow: boolean) {
  const place = (side: 'was' | 'is') => (at: Flow['before'][number]) => ({
    name: nodeOf(side, at.id),
    depth: side === 'was' ? 0 : 1,
    itemStyle: { color: colourOf(at.id, cells, palette), borderWidth: 0 },
    label: {
      position: side === 'was' ? 'right' : 'left',
      formatter: `${at.label}  ${formatCount(at.count)}`,
    },
  });
  const used = ({ count }: { count: number }) => count > 0;
  return {
    tooltip: { trigger: 'item', ...tooltipStyle(palette), formatter: tooltipOf(flow) },
    series: [
      {
        type: 'sankey',
        left: 4,
        right: 4,
        top: 30,
        bottom: 8,
        nodeWidth: 10,
        nodeGap: 13,
        draggable: false,
        layoutIterations: 0,
        emphasis: { focus: 'adjacency' },
        label: {
          color: palette.ink,
          fontSize: isNarrow ? 10 : 12,
          textBorderColor: palette.surface,
          textBorderWidth: 3,
        },
        lineStyle: { color: 'source', opacity: 0.32, curveness: 0.5 },
        data: [...flow.before.filter(used).map(place('was')), ...flow.after.filter(used).map(place('is'))],
        links: flow.links.map(({ from, to, count }) => ({
          source: nodeOf('was', from),
          target: nodeOf('is', to),
          value: count,
        })),
      },
    ],
  };
}

type Picked = {
  dataType?: string;
  data?: { source?: string; target?: string; name?: string; value?: number };
};

const tooltipOf =
  (flow: Flow) =>
  ({ dataType, data }: Picked) => {
    if (dataType === 'edge' && data?.source && data.target) {
      const from = labelOf(flow.before, idOf(data.source));
      const to = labelOf(flow.after, idOf(data.target));
      return `${asText(from)} → ${asText(to)}: <b>${formatCount(data.value)}</b>`;
    }
    const id = idOf(data?.name ?? '');
    const isBefore = data?.name?.startsWith('was') ?? true;
    return `${asText(labelOf(isBefore ? flow.before : flow.after, id))}, ${formatDay(isBefore ? flow.from : flow.to)}`;
  };

/** Names are people's own words: nothing in them may become markup in a tooltip. */
const asText = (text: string) => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);

export const labelOf = (places: Flow['before'], id: string) =>
  places.find((place) => place.id === id)?.label ?? id;

export const flowTable = (flow: Flow, currency: string): ChartTable => ({
  headers: ['From', 'To', 'Accounts', 'ARR then', 'ARR now'],
  rows: flow.links.map((link) => [
    labelOf(flow.before, link.from),
    labelOf(flow.after, link.to),
    formatCount(link.count),
    formatMoney(link.arr_from_cents, currency),
    formatMoney(link.arr_to_cents, currency),
  ]),
});
