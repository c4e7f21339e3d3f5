import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { EmptyState } from '@/components/states';

interface NothingProps {
  /** Rows there are, but the filters let none through. */
  isFiltered: boolean;
  onClear: () => void;
  filtered: { title: string; text: string; clear?: string };
  /** Nothing has come yet: where to go on. */
  empty: { title: string; text: string; to: string; step: string };
}

/** What a table of events shows instead of rows, and the next step. */
export function Nothing({ isFiltered, onClear, filtered, empty }: NothingProps) {
  if (isFiltered)
    return (
      <EmptyState
        title={filtered.title}
        action={
          <Button variant="default" onClick={onClear}>
            {filtered.clear ?? 'Clear the filters'}
          </Button>
        }
      >
        {filtered.text}
      </EmptyState>
    );
  return (
    <EmptyState
      title={empty.title}
      action={
        <Button component={Link} to={empty.to} variant="default">
          {empty.step}
        </Button>
      }
    >
      {empty.text}
    </EmptyState>
  );
}
