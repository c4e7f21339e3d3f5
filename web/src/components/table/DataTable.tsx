import { useElementSize, useLocalStorage, useMergedRef } from '@mantine/hooks';
import { columnResizingFeature, columnSizingFeature, tableFeatures, useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, memo, type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react';
import classes from './DataTable.module.css';
import { type HeaderCell, HeaderRow } from './HeaderRow';

export interface Column<Row> {
  id: string;
  header: string;
  /** A sentence on what the column says, for its tooltip. */
  help?: string;
  /** Where the column is explained: an entry of the metric dictionary. */
  helpTo?: string;
  width: number;
  isNumeric?: boolean;
  isSortable?: boolean;
  cell: (row: Row) => ReactNode;
}

export interface Sort {
  id: string;
  isDescending: boolean;
}

export interface DataTableProps<Row> {
  label: string;
  /** Keep the array stable between renders: rows are drawn again when it changes. */
  columns: Column<Row>[];
  count: number;
  /** undefined: not loaded yet; a placeholder is drawn and `onRange` asked for it. */
  rowAt: (index: number) => Row | undefined;
  /** The rows in sight changed. */
  onRange?: (first: number, last: number) => void;
  sort?: Sort;
  onSort?: (sort: Sort) => void;
  onOpen?: (row: Row) => void;
  /** On narrow screens a row is drawn by this instead of by columns. */
  compact?: (row: Row) => ReactNode;
  /** Shown in place of rows when there are none. */
  empty: ReactNode;
  /** The rows belong to the choice before; the new ones are on their way. */
  isStale?: boolean;
  /** Names the widths remembered in this browser. */
  storageKey: string;
}

const ROW_PX = 40;
const COMPACT_ROW_PX = 68;
const COMPACT_BELOW_PX = 620;
const OVERSCAN = 8;

const features = tableFeatures({ columnSizingFeature, columnResizingFeature });
const noRows: never[] = [];

/**
 * A table of any length: only the rows in sight exist in the page. The columns and their widths are
 * TanStack Table's, the rows in sight TanStack Virtual's. Rows are reached by arrow keys from the one
 * tab stop of the table, and opened by Enter or a click.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, count, rowAt, onRange, sort, onSort, onOpen, compact, empty, isStale, storageKey } =
    props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const { ref: sizeRef, width } = useElementSize();
  const scrollerRef = useMergedRef(scroller, sizeRef);
  const isCompact = compact !== undefined && width > 0 && width < COMPACT_BELOW_PX;
  const [active, setActive] = useState(-1);
  const { headers, template, totalWidth } = useColumns(columns, storageKey);

  const rows = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => (isCompact ? COMPACT_ROW_PX : ROW_PX),
    overscan: OVERSCAN,
    scrollPaddingStart: isCompact ? 0 : ROW_PX,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: other heights, so measure again
  useEffect(() => rows.measure(), [isCompact]);

  const items = rows.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => onRange?.(first, last), [first, last, onRange]);

  function move(index: number) {
    const next = Math.max(0, Math.min(count - 1, index));
    setActive(next);
    rows.scrollToIndex(next);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.target !== event.currentTarget || count === 0) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? ROW_PX) / ROW_PX) - 2);
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page };
    const step = steps[event.key];
    const row = active >= 0 ? rowAt(active) : undefined;
    if (step !== undefined) move(active + step);
    else if (event.key === 'Home') move(0);
    else if (event.key === 'End') move(count - 1);
    else if (event.key === 'Enter' && row) onOpen?.(row);
    else return;
    event.preventDefault();
  }

  return (
    <div
      ref={scrollerRef}
      className={classes.scroller}
      data-compact={isCompact}
      role="grid"
      aria-label={label}
      aria-rowcount={count + 1}
      aria-colcount={isCompact ? 1 : columns.length}
      aria-busy={isStale}
      aria-activedescendant={items.some(({ index }) => index === active) ? `${id}-${active}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      style={{
        '--columns': isCompact ? '1fr' : template,
        '--row': `${isCompact ? COMPACT_ROW_PX : ROW_PX}px`,
      }}
    >
      <HeaderRow headers={headers} sort={sort} onSort={onSort} isHidden={isCompact} minWidth={totalWidth} />
      {count === 0 ? (
        <div role="row" className={classes.empty}>
          <div role="gridcell">{empty}</div>
        </div>
      ) : (
        <div
          role="rowgroup"
          className={classes.body}
          data-stale={isStale}
          style={{ height: rows.getTotalSize(), minWidth: isCompact ? undefined : totalWidth }}
        >
          {items.map(({ index, start }) => (
            <DataRow
              key={index}
              id={`${id}-${index}`}
              index={index}
              start={start}
              row={rowAt(index)}
              columns={columns}
              compact={isCompact ? compact : undefined}
              isActive={index === active}
              onOpen={onOpen}
              onActivate={setActive}
            />
          ))}
        </div>
      )}
    </div>
  );
}

/** Widths: as wide as asked, sharing what room is left in proportion; what the user drags is kept. */
function useColumns<Row>(columns: Column<Row>[], storageKey: string) {
  const [widths, setWidths] = useLocalStorage<Record<string, number>>({
    key: `ripen-widths-${storageKey}`,
    defaultValue: {},
    getInitialValueInEffect: false,
  });
  const definitions = useMemo(
    () =>
      columns.map((column) => ({
        id: column.id,
        size: column.width,
        minSize: 56,
        maxSize: 600,
        meta: { column },
      })),
    [columns],
  );
  const table = useTable({
    features,
    columns: definitions,
    data: noRows,
    columnResizeMode: 'onChange',
    state: { columnSizing: widths },
    onColumnSizingChange: (change) =>
      setWidths((old) => (typeof change === 'function' ? change(old) : change)),
  });
  const headers = (table.getHeaderGroups()[0]?.headers ?? []).map((header): HeaderCell => {
    const column = columns.find(({ id }) => id === header.column.id) as Column<Row>;
    return { ...column, onResize: header.getResizeHandler(), isResizing: header.column.getIsResizing() };
  });
  const sizes = table.getAllLeafColumns().map((column) => column.getSize());
  return {
    headers,
    template: sizes.map((size) => `minmax(${size}px, ${size}fr)`).join(' '),
    totalWidth: table.getTotalSize(),
  };
}

interface DataRowProps<Row> {
  id: string;
  index: number;
  start: number;
  row: Row | undefined;
  columns: Column<Row>[];
  compact: ((row: Row) => ReactNode) | undefined;
  isActive: boolean;
  onOpen: ((row: Row) => void) | undefined;
  onActivate: (index: number) => void;
}

const isOnControl = (target: EventTarget) => (target as Element).closest('a, button, input') !== null;

function PlainDataRow<Row>(props: DataRowProps<Row>) {
  const { id, index, start, row, columns, compact, isActive, onOpen, onActivate } = props;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the grid around it
    <div
      id={id}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isActive}
      tabIndex={-1}
      className={classes.row}
      data-openable={onOpen !== undefined}
      style={{ transform: `translateY(${start}px)` }}
      onClick={(event) => {
        onActivate(index);
        if (row && !isOnControl(event.target)) onOpen?.(row);
      }}
    >
      {compact ? (
        <div role="gridcell" className={classes.cell}>
          {row ? compact(row) : <span className={classes.placeholder} />}
        </div>
      ) : (
        columns.map((column) => (
          <div key={column.id} role="gridcell" className={classes.cell} data-numeric={column.isNumeric}>
            {row ? column.cell(row) : <span className={classes.placeholder} />}
          </div>
        ))
      )}
    </div>
  );
}

const DataRow = memo(PlainDataRow) as typeof PlainDataRow;
