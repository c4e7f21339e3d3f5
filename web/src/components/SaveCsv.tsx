import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { type CsvColumns, csvText } from '@/lib/csv';
import { download } from '@/lib/download';

interface SaveCsvProps<Row> {
  /** Of the file, without its end; it also tells apart the buttons of a page. */
  name: string;
  rows: Row[];
  columns: CsvColumns<Row>;
}

/** Saves figures that the page has and no endpoint gives again at once, such as the result of a job. */
export function SaveCsv<Row>({ name, rows, columns }: SaveCsvProps<Row>) {
  return (
    <Button
      variant="default"
      size="xs"
      leftSection={<IconDownload size={15} stroke={1.6} aria-hidden />}
      aria-label={`CSV of ${name}`}
      disabled={rows.length === 0}
      onClick={() => download(`${name}.csv`, 'text/csv;charset=utf-8', csvText(rows, columns))}
    >
      CSV
    </Button>
  );
}
