import { Table } from '@mantine/core';
import { bandOf, HealthShape } from '@/components/HealthBadge';
import { IntervalBar } from '@/components/interval/IntervalBar';
import { ListTable } from '@/components/ListTable';
import { MaturityBand } from '@/components/MaturityBadge';
import { Missing } from '@/components/numbers';
import { Panel } from '@/components/Panel';
import { SaveCsv } from '@/components/SaveCsv';
import { formatCount, formatPercent } from '@/lib/format';
import classes from '../Lab.module.css';
import type { Lab, LabScore } from '../lab';

type Band = LabScore['bands'][number];

/** What each band of a card was worth: how many of it left, and how many of those who left it held. */
export function BandsPanel({ lab }: { lab: Lab }) {
  const cards = lab.scores.filter(({ bands, rows }) => bands.length > 0 && rows > 0);
  const rows = cards.flatMap((score) => score.bands.map((band) => ({ score, band })));
  const top = Math.max(1, ...rows.map(({ band }) => (band.rows > 0 ? (band.high_pct ?? 0) : 0)));
  return (
    <Panel
      title="What each band was worth"
      hint={`The mark in each line is the share of all that left, ${formatPercent(lab.base_pct)}: a band that foretells lies clear of it.`}
      actions={<SaveCsv name="lab-bands" rows={rows} columns={bandColumns} />}
    >
      {cards.map((score) => (
        <div key={score.id} className={classes.bands}>
          <h3 className={classes.subtitle}>{score.label}</h3>
          <ListTable
            label={`Bands of ${score.label}`}
            headers={[
              'Band',
              'Rows',
              'Customers',
              'Share that left',
              'Found of all that left',
              'ARR caught',
              'Lift',
            ]}
            minWidth={760}
          >
            {score.bands.map((band) => (
              <BandRow key={band.band} band={band} kind={score.kind} base={lab.base_pct} top={top} />
            ))}
          </ListTable>
        </div>
      ))}
    </Panel>
  );
}

const whole = (value: number | null) => formatPercent(value === null ? null : Math.round(value));

interface BandRowProps {
  band: Band;
  kind: LabScore['kind'];
  base: number | null;
  top: number;
}

function BandRow({ band, kind, base, top }: BandRowProps) {
  const isEmpty = band.rows === 0;
  return (
    <Table.Tr>
      <Table.Td>
        {kind === 'maturity' ? (
          <MaturityBand band={band.band} label={band.label} />
        ) : (
          <span className={classes.band}>
            {kind === 'health' && <HealthShape band={bandOf(band.band)} />}
            {band.label}
          </span>
        )}
      </Table.Td>
      <Table.Td>{formatCount(band.rows)}</Table.Td>
      <Table.Td>{formatCount(band.accounts)}</Table.Td>
      <Table.Td miw={200}>
        {isEmpty ? (
          <Missing reason="nobody was in this band" />
        ) : (
          <IntervalBar
            value={band.left_pct}
            low={band.low_pct}
            high={band.high_pct}
            from={0}
            to={top}
            format={formatPercent}
            mark={base}
          />
        )}
      </Table.Td>
      <Table.Td>{whole(band.recall_pct)}</Table.Td>
      <Table.Td>{whole(band.arr_recall_pct)}</Table.Td>
      <Table.Td>{band.lift === null ? <Missing /> : `${band.lift.toFixed(1)} ×`}</Table.Td>
    </Table.Tr>
  );
}

type BandOf = { score: LabScore; band: Band };

const bandColumns = {
  score: ({ score }: BandOf) => score.id,
  label: ({ score }: BandOf) => score.label,
  band: ({ band }: BandOf) => band.label,
  rows: ({ band }: BandOf) => band.rows,
  accounts: ({ band }: BandOf) => band.accounts,
  left: ({ band }: BandOf) => band.left,
  left_pct: ({ band }: BandOf) => band.left_pct,
  low_pct: ({ band }: BandOf) => band.low_pct,
  high_pct: ({ band }: BandOf) => band.high_pct,
  recall_pct: ({ band }: BandOf) => band.recall_pct,
  lift: ({ band }: BandOf) => band.lift,
  arr_cents: ({ band }: BandOf) => band.arr_cents,
  left_arr_cents: ({ band }: BandOf) => band.left_arr_cents,
  arr_recall_pct: ({ band }: BandOf) => band.arr_recall_pct,
};
