import { ActionIcon, Button, Group, Popover, Stack } from '@mantine/core';
import { DatePicker } from '@mantine/dates';
import { useDisclosure } from '@mantine/hooks';
import { IconCalendar, IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { addDays, type Day, formatDay } from '@/lib/day';
import { useOrganisation } from '@/lib/organisation';

interface DayPickerProps {
  /** The chosen day; undefined is the present. */
  day: Day | undefined;
  onChange: (day: Day | undefined) => void;
  /** The days that can be chosen, ascending: those with stored scores. */
  days: Day[];
}

const jumps = [
  { label: '4 weeks ago', days: 28 },
  { label: '3 months ago', days: 91 },
  { label: '1 year ago', days: 365 },
];

/** The last of `days` that is not after `day`: what was known then. */
const atOrBefore = (days: Day[], day: Day) => days.findLast((candidate) => candidate <= day);

/** Which day a page shows. Arrows step through the days that have scores. */
export function DayPicker({ day, onChange, days }: DayPickerProps) {
  const { today } = useOrganisation();
  const [isOpen, popover] = useDisclosure(false);
  const last = days.at(-1) ?? today;
  const shown = day ?? last;
  const before = days.findLast((candidate) => candidate < shown);
  const after = days.find((candidate) => candidate > shown);
  const known = new Set(days);

  function choose(next: Day | undefined) {
    onChange(next === last ? undefined : next);
    popover.close();
  }

  return (
    <Group gap={2} wrap="nowrap" role="group" aria-label="Day shown">
      <ActionIcon
        variant="subtle"
        color="gray"
        disabled={!before}
        onClick={() => choose(before)}
        aria-label="The day before that has scores"
      >
        <IconChevronLeft size={16} stroke={1.6} />
      </ActionIcon>
      <Popover opened={isOpen} onChange={popover.toggle} position="bottom-end" trapFocus>
        <Popover.Target>
          <Button
            variant={day ? 'light' : 'default'}
            size="xs"
            onClick={popover.toggle}
            leftSection={<IconCalendar size={15} stroke={1.6} aria-hidden />}
          >
            {day ? formatDay(day) : 'Today'}
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <Stack gap="sm">
            <DatePicker
              value={shown}
              defaultDate={shown}
              minDate={days[0]}
              maxDate={last}
              excludeDate={(date) => !known.has(date)}
              onChange={(date) => date && choose(date)}
              size="xs"
              mx="auto"
            />
            <Group gap={6}>
              <Button size="compact-xs" variant="default" onClick={() => choose(undefined)}>
                Today
              </Button>
              {jumps.map((jump) => {
                const target = atOrBefore(days, addDays(today, -jump.days));
                return (
                  <Button
                    key={jump.label}
                    size="compact-xs"
                    variant="default"
                    disabled={!target}
                    onClick={() => choose(target)}
                  >
                    {jump.label}
                  </Button>
                );
              })}
            </Group>
          </Stack>
        </Popover.Dropdown>
      </Popover>
      <ActionIcon
        variant="subtle"
        color="gray"
        disabled={!after}
        onClick={() => choose(after)}
        aria-label="The next day that has scores"
      >
        <IconChevronRight size={16} stroke={1.6} />
      </ActionIcon>
    </Group>
  );
}
