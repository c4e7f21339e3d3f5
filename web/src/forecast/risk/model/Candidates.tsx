import { Badge, Table } from '@mantine/core';
import { ListTable } from '@/components/ListTable';
import { Missing } from '@/components/numbers';
import type { Schema } from '@/lib/api';
import { formatDelta } from '@/lib/format';
import { AucBar } from './AucBar';

type Candidate = Schema<'Candidate'>;

const plain = ['base', 'band', 'curve'];
const headers = ['Tried', 'Ranks the right one first, of 100', 'Log loss', 'Log loss saved', 'Brier'];

/** All that were tried on the same months, the plain ones that must be beaten first. */
export function Candidates({ card: { candidates } }: { card: Schema<'ModelCard'> }) {
  return (
    <ListTable label="What was tried" headers={headers} minWidth={680}>
      {candidates.map(
        ({ label, kind, auc, auc_low, auc_high, log_loss, log_loss_saved_pct, brier, is_kept }) => (
          <Table.Tr key={label}>
            <Table.Td>
              {label}{' '}
              {is_kept && (
                <Badge size="xs" variant="light">
                  in use
                </Badge>
              )}
            </Table.Td>
            <Table.Td miw={220}>
              <AucBar auc={auc} auc_low={auc_low} auc_high={auc_high} isFaint={plain.includes(kind)} />
            </Table.Td>
            <Table.Td>{log_loss === null ? <Missing /> : log_loss.toFixed(4)}</Table.Td>
            <Table.Td>
              {log_loss_saved_pct === null ? <Missing /> : `${formatDelta(log_loss_saved_pct, 1)}%`}
            </Table.Td>
            <Table.Td>{brier === null ? <Missing /> : brier.toFixed(4)}</Table.Td>
          </Table.Tr>
        ),
      )}
    </ListTable>
  );
}

/** The same as a file. */
export const candidateColumns = {
  kind: (row: Candidate) => row.kind,
  label: (row: Candidate) => row.label,
  auc: (row: Candidate) => row.auc,
  auc_low: (row: Candidate) => row.auc_low,
  auc_high: (row: Candidate) => row.auc_high,
  log_loss: (row: Candidate) => row.log_loss,
  log_loss_saved_pct: (row: Candidate) => row.log_loss_saved_pct,
  brier: (row: Candidate) => row.brier,
};
