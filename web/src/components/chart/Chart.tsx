import { ActionIcon, Skeleton, Table, Tooltip } from '@mantine/core';
import { IconChartLine, IconTable } from '@tabler/icons-react';
import type { ECharts, EChartsCoreOption } from 'echarts/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import classes from './Chart.module.css';

/** The same figures as a table, for those who do not see the picture or want to copy. */
export interface ChartTable {
  headers: string[];
  rows: ReactNode[][];
}

interface ChartProps {
  label: string;
  option: EChartsCoreOption;
  height?: number;
  table: ChartTable;
  /** A click on a point: what `data` of its series holds, or its index. */
  onPick?: (picked: { seriesName?: string; dataIndex: number; data: unknown }) => void;
}

/** A chart with a switch to its table. Give it an `option` that changes only when the data does. */
export function Chart({ label, option, height = 260, table, onPick }: ChartProps) {
  const [isTable, setIsTable] = useState(false);
  return (
    <figure className={classes.figure} aria-label={label}>
      <Tooltip label={isTable ? 'Show as a chart' : 'Show as a table'}>
        <ActionIcon
          className={classes.toggle}
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={`${label}: show as ${isTable ? 'a chart' : 'a table'}`}
          onClick={() => setIsTable(!isTable)}
        >
          {isTable ? <IconChartLine size={15} stroke={1.6} /> : <IconTable size={15} stroke={1.6} />}
        </ActionIcon>
      </Tooltip>
      {isTable ? (
        <FigureTable label={label} height={height} {...table} />
      ) : (
        <Canvas label={label} option={option} height={height} onPick={onPick} />
      )}
    </figure>
  );
}

function Canvas({ label, option, height = 260, onPick }: Omit<ChartProps, 'table'>) {
  const holder = useRef<HTMLDivElement>(null);
  const pick = useRef(onPick);
  const [chart, setChart] = useState<ECharts | null>(null);
  pick.current = onPick;

  useEffect(() => {
    let made: ECharts | undefined;
    let isGone = false;
    const observer = new ResizeObserver(() => made?.resize());
    void import('./echarts').then(({ init }) => {
      if (isGone || !holder.current) return;
      made = init(holder.current);
      made.on('click', (event) =>
        pick.current?.(event as unknown as Parameters<NonNullable<typeof onPick>>[0]),
      );
      observer.observe(holder.current);
      setChart(made);
    });
    return () => {
      isGone = true;
      observer.disconnect();
      made?.dispose();
      setChart(null);
    };
  }, []);

  useEffect(() => {
    chart?.setOption(
      {
        // Nothing grows into place: a picture is whole as soon as it is there. Its letters are the page's.
        animation: false,
        textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
        aria: { enabled: true, label: { description: label } },
        ...option,
      },
      { notMerge: true },
    );
  }, [chart, option, label]);

  return (
    <div style={{ position: 'relative', height }}>
      {!chart && <Skeleton height={height} aria-hidden />}
      <div ref={holder} role="img" aria-label={label} style={{ position: 'absolute', inset: 0 }} />
    </div>
  );
}

function FigureTable({ label, height, headers, rows }: ChartTable & { label: string; height: number }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={classes.table} style={{ height }} tabIndex={0} aria-label={`${label}, as a table`}>
      <Table stickyHeader verticalSpacing={4} fz="xs">
        <Table.Thead>
          <Table.Tr>
            {headers.map((header) => (
              <Table.Th key={header}>{header}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((cells, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a picture have no other identity
            <Table.Tr key={row}>
              {cells.map((cell, index) => (
                <Table.Td key={headers[index]}>{cell}</Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
