import { Table } from '@mantine/core';
import { ListTable } from '@/components/ListTable';
import type { Schema } from '@/lib/api';
import { formatCount, formatMoney } from '@/lib/format';
import { useOrganisation } from '@/lib/organisation';

const named = (band: string | null) => (band ? band.charAt(0).toUpperCase() + band.slice(1) : 'No score');

/** From which band to which, leaving out who stays. */
export function Flows({ day }: { day: Schema<'CompareDay'> }) {
  const { currency } = useOrganisation();
  const moves = day.flows.filter(({ from, to }) => from !== to);
  if (moves.length === 0) return <p>No account would change its band.</p>;
  return (
    <ListTable label="Changes of band" headers={['From', 'To', 'Accounts', 'ARR']} minWidth={320}>
      {moves.map(({ from, to, count, arr_cents }) => (
        <Table.Tr key={`${from} ${to}`}>
          <Table.Td>{named(from)}</Table.Td>
          <Table.Td>{named(to)}</Table.Td>
          <Table.Td className="numeric">{formatCount(count)}</Table.Td>
          <Table.Td className="numeric">{formatMoney(arr_cents, currency, true)}</Table.Td>
        </Table.Tr>
      ))}
    </ListTable>
  );
}
