import { Button } from '@mantine/core';
import { Notice } from '@/components/Notice';
import { Problem, type Schema } from '@/lib/api';
import { placeOf } from './place';

interface RefusalProps {
  card: Schema<'Card'>;
  error: Error;
  /** Somebody else saved meanwhile: show theirs. */
  onReload: (() => Promise<void>) | undefined;
}

/** Why the card was not saved, and where in it. */
export function Refusal({ card, error, onReload }: RefusalProps) {
  const field = error instanceof Problem ? error.field : undefined;
  return (
    <Notice tone="bad" title={onReload ? 'Somebody else changed this draft' : 'Not saved'}>
      {placeOf(card, field)}
      {error.message}
      {onReload && (
        <div>
          <Button size="compact-xs" variant="default" mt={6} onClick={() => void onReload()}>
            Show what they saved (your changes are lost; export them first if you need them)
          </Button>
        </div>
      )}
    </Notice>
  );
}
