import { Switch } from '@mantine/core';
import { useCan } from '@/access/session';
import { type CatalogueEvent, useChangeEvent } from './useCatalogue';

interface FlagSwitchProps {
  event: CatalogueEvent;
  flag: 'is_tracked' | 'is_advanced';
  /** "is tracked", for those who do not see the column. */
  says: string;
}

/** A flag of an event, switched where it stands. */
export function FlagSwitch({ event: { key, label, ...flags }, flag, says }: FlagSwitchProps) {
  const mayChange = useCan('manager');
  const change = useChangeEvent();
  // What was asked for is shown until the list says so too.
  const isOn = change.isPending ? (change.variables.body?.[flag] ?? flags[flag]) : flags[flag];
  return (
    <Switch
      size="xs"
      checked={isOn}
      disabled={!mayChange}
      aria-label={`${label || key} ${says}`}
      title={change.error?.message}
      onChange={({ currentTarget: { checked } }) =>
        change.mutate({ params: { path: { key } }, body: { [flag]: checked } })
      }
    />
  );
}
