import { Select } from '@mantine/core';

const terms = [
  { value: '1', label: 'Contracts of any length' },
  { value: '2', label: 'Longer than a month' },
  { value: '6', label: 'Half a year or longer' },
  { value: '12', label: 'A year or longer' },
  { value: '24', label: 'Two years or longer' },
] as const;
const ANY = '1';

/** The least months of a contract by what an address says; undefined: any. */
export function readMinTerm(text: string | undefined): number | undefined {
  const term = terms.find(({ value }) => value === text && value !== ANY);
  return term && Number(term.value);
}

interface TermSelectProps {
  months: number | undefined;
  onChange: (months: string | undefined) => void;
}

/** Which contracts count: those from month to month come due every month. */
export function TermSelect({ months, onChange }: TermSelectProps) {
  return (
    <Select
      size="xs"
      w={190}
      aria-label="Length of contracts"
      data={[...terms]}
      value={months === undefined ? ANY : String(months)}
      allowDeselect={false}
      onChange={(term) => onChange(term === ANY ? undefined : (term ?? undefined))}
    />
  );
}
