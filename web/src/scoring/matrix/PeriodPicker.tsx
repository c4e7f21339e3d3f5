import { Button, Group, TextInput } from '@mantine/core';
import { addDays, type Day, isDay } from '@/lib/day';

interface PeriodPickerProps {
  from: Day;
  to: Day;
  today: Day;
  onChange: (from: Day, to: Day) => void;
}

const spans = [
  { label: '4 weeks', days: 28 },
  { label: '3 months', days: 91 },
  { label: '1 year', days: 365 },
];

/** Two days, the first before the second; any day will do, the server computes what is not kept. */
export function PeriodPicker({ from, to, today, onChange }: PeriodPickerProps) {
  return (
    <Group gap="sm" align="end" role="group" aria-label="Days compared">
      <TextInput
        type="date"
        size="xs"
        label="From"
        key={`from ${from}`}
        defaultValue={from}
        max={addDays(to, -1)}
        onChange={({ currentTarget: { value } }) => isDay(value) && value < to && onChange(value, to)}
      />
      <TextInput
        type="date"
        size="xs"
        label="To"
        key={`to ${to}`}
        defaultValue={to}
        min={addDays(from, 1)}
        max={today}
        onChange={({ currentTarget: { value } }) =>
          isDay(value) && value > from && value <= today && onChange(from, value)
        }
      />
      <Group gap={6}>
        {spans.map(({ label, days }) => (
          <Button
            key={label}
            size="xs"
            variant={to === today && from === addDays(today, -days) ? 'light' : 'default'}
            onClick={() => onChange(addDays(today, -days), today)}
          >
            {label}
          </Button>
        ))}
      </Group>
    </Group>
  );
}
