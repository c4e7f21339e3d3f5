import { Button, NumberInput, Popover, Stack, TextInput } from '@mantine/core';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { Problem } from '@/lib/api';
import { useOrganisation } from '@/lib/organisation';
import type { CurveChoices } from './useCurveChoices';

interface CountingMenuProps {
  choices: CurveChoices;
  error: Error | null;
  /** What the server took where nothing is chosen. */
  taken: { watched_from: string | null; period_months: number } | undefined;
}

const names = ['horizon_months', 'period_months', 'watched_from'] as const;
const HORIZON = 60;

/** How far to project, in which periods, and from when leavers are on record. */
export function CountingMenu({ choices, error, taken }: CountingMenuProps) {
  const { today } = useOrganisation();
  const { choice, choose } = choices;
  const isChosen = names.some((name) => choice(name) !== undefined);
  const refusal = (name: string) =>
    error instanceof Problem && error.field === name ? error.message : undefined;
  const isRefused = names.some((name) => refusal(name));
  const whole = (name: (typeof names)[number], placeholder: number | undefined) => ({
    size: 'xs' as const,
    min: 1,
    allowDecimal: false,
    suffix: ' months',
    placeholder: placeholder === undefined ? undefined : `${placeholder} months`,
    value: choice(name) ?? '',
    error: refusal(name),
    onChange: (value: string | number) => choose({ [name]: value === '' ? undefined : String(value) }),
  });
  return (
    <Popover position="bottom-start" width={290} trapFocus>
      <Popover.Target>
        <Button
          size="xs"
          variant={isChosen ? 'light' : 'default'}
          color={isRefused ? 'red' : undefined}
          leftSection={<IconAdjustmentsHorizontal size={15} stroke={1.6} aria-hidden />}
        >
          How it is counted
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm">
          <NumberInput label="Project" {...whole('horizon_months', HORIZON)} max={600} />
          <NumberInput
            label="In periods of"
            description="As contracts run; left empty: the longest that one customer in five has"
            {...whole('period_months', taken?.period_months)}
            max={120}
          />
          <TextInput
            key={choice('watched_from')}
            type="date"
            size="xs"
            label="Leavers are on record from"
            description="Left empty: the month of the first departure that is known"
            max={today}
            defaultValue={choice('watched_from') ?? taken?.watched_from ?? ''}
            error={refusal('watched_from')}
            onBlur={(event) => {
              const next = event.currentTarget.value;
              if (next !== (choice('watched_from') ?? taken?.watched_from ?? ''))
                choose({ watched_from: next });
            }}
          />
          {isChosen && (
            <Button
              size="compact-xs"
              variant="subtle"
              onClick={() => choose(Object.fromEntries(names.map((name) => [name, undefined])))}
            >
              Back to what the data say
            </Button>
          )}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
