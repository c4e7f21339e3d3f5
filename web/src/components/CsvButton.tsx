import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';

interface CsvButtonProps {
  /** The endpoint, and what it is asked for; what is undefined or empty is left out. */
  path: string;
  query: object;
  /** What is downloaded, where a page has more than one. */
  label?: string;
  visibleFrom?: string;
}

/** Downloads the same figures that the page shows. */
export function CsvButton({ path, query, label = 'CSV', visibleFrom }: CsvButtonProps) {
  const search = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) =>
      value === undefined || value === null || value === '' ? [] : [[name, String(value)]],
    ),
  );
  return (
    <Button
      component="a"
      href={`${path}?${search}`}
      download
      variant="default"
      size="xs"
      leftSection={<IconDownload size={15} stroke={1.6} aria-hidden />}
      {...(visibleFrom ? { visibleFrom } : {})}
    >
      {label}
    </Button>
  );
}
