import { Table } from '@mantine/core';
import { ListTable } from '@/components/ListTable';
import type { Schema } from '@/lib/api';
import { formatDay } from '@/lib/day';
import { formatCount } from '@/lib/format';

/** The blocks of months that were held back. */
export function Trials({ blocks }: { blocks: Schema<'Block'>[] }) {
  return (
    <ListTable
      label="Months held back"
      headers={['Told the months', 'Learned from', 'Left', 'Told', 'Of them left']}
      minWidth={440}
    >
      {blocks.map((block) => (
        <Table.Tr key={block.from}>
          <Table.Td>
            {formatDay(block.from)} – {formatDay(block.to)}
          </Table.Td>
          <Table.Td>{formatCount(block.learned_rows)}</Table.Td>
          <Table.Td>{formatCount(block.learned_left)}</Table.Td>
          <Table.Td>{formatCount(block.told_rows)}</Table.Td>
          <Table.Td>{formatCount(block.told_left)}</Table.Td>
        </Table.Tr>
      ))}
    </ListTable>
  );
}
