import { ListTable } from '@/components/ListTable';
import { Panel } from '@/components/Panel';
import type { Schema } from '@/lib/api';
import { formatCount, formatDecimal, formatMany } from '@/lib/format';

type Anonymous = Schema<'ResultsAnonymous'>;

/** Why answers that came are not all among the numbers. */
function hint({ answered, shown, shown_from, open_rounds }: Anonymous): string {
  const hidden = answered - shown;
  const rule = `A round shows its answers when it is closed and has ${shown_from} of them.`;
  if (hidden === 0) return `${formatMany(answered, 'answer')}. ${rule}`;
  const open = open_rounds > 0 ? `; ${formatMany(open_rounds, 'round is', 'rounds are')} open` : '';
  return `${formatMany(answered, 'answer')}, ${formatCount(hidden)} not shown${open}. ${rule}`;
}

const valuesOf = (values: unknown) =>
  Object.values(values as Record<string, string>)
    .map(String)
    .join(', ');

/** What came anonymously, and by the attributes that enough of them share. */
export function Anonymous({ anonymous }: { anonymous: Anonymous }) {
  const { groups } = anonymous;
  return (
    <Panel title="Anonymous answers" hint={hint(anonymous)}>
      {groups.length > 0 && (
        <ListTable
          label="Anonymous answers by attributes"
          headers={['From', 'Score', 'Answers']}
          minWidth={320}
        >
          {groups.map(({ values, answered, value }) => (
            <tr key={valuesOf(values)}>
              <td>{valuesOf(values)}</td>
              <td>{formatDecimal(value)}</td>
              <td>{formatCount(answered)}</td>
            </tr>
          ))}
        </ListTable>
      )}
    </Panel>
  );
}
