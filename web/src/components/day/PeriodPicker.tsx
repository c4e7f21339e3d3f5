import { Group, TextInput } from '@mantine/core';
import type { Day } from '@/lib/day';
import { useOrganisation } from '@/lib/organisation';

interface PeriodPickerProps {
  period: { from: Day; to: Day };
  onChange: (period: { from: Day; to: Day }) => void;
}

/** Two days, the first before the second; a pair that is not is not taken over. */
export function PeriodPicker({ period, onChange }: PeriodPickerProps) {
  const { today } = useOrganisation();
  const take = (next: { from: Day; to: Day }) => {
    if (next.from !== '' && next.to !== '' && next.from < next.to && next.to <= today) onChange(next);
  };
  return (
    <Group gap={6} role="group" aria-label="Period">
      <TextInput
        key={`from ${period.from}`}
        size="xs"
        type="date"
        aria-label="First day"
        defaultValue={period.from}
        max={period.to}
        onChange={(event) => take({ ...period, from: event.currentTarget.value })}
      />
      <span aria-hidden>–</span>
      <TextInput
        key={`to ${period.to}`}
        size="xs"
        type="date"
        aria-label="Last day"
        defaultValue={period.to}
        min={period.from}
        max={today}
        onChange={(event) => take({ ...period, to: event.currentTarget.value })}
      />
    </Group>
  );
}
