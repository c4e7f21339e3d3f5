import { Button, Group } from '@mantine/core';
import { Notice } from '@/components/Notice';
import type { Schema } from '@/lib/api';
import type { Fault } from './faults';
import { placeOf } from './place';

interface RefusalProps {
  card: Schema<'Card'>;
  error: Error;
  /** Where in the card, if it is about a place in it. */
  fault: Fault | null;
  /** Somebody else saved meanwhile: show theirs. */
  onReload: (() => Promise<void>) | undefined;
}

/** Brings what is marked into sight and puts the cursor into it. */
function goThere() {
  const text = document.querySelector('[data-fault]');
  text?.scrollIntoView({ block: 'center' });
  document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus({ preventScroll: true });
}

/** Why the card was not saved, and where in it. */
export function Refusal({ card, error, fault, onReload }: RefusalProps) {
  const place = fault && placeOf(card, fault.path);
  return (
    <Notice tone="bad" title={onReload ? 'Somebody else changed this draft' : 'Not saved'}>
      {place && `${place}: `}
      {error.message}
      <Group gap="xs" mt={6}>
        {place && (
          <Button size="compact-xs" variant="default" onClick={goThere}>
            Go there
          </Button>
        )}
        {onReload && (
          <Button size="compact-xs" variant="default" onClick={() => void onReload()}>
            Show what they saved (your changes are lost; export them first if you need them)
          </Button>
        )}
      </Group>
    </Notice>
  );
}
