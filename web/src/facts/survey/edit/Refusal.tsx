import { Button } from '@mantine/core';
import { Notice } from '@/components/Notice';
import { Problem } from '@/lib/api';
import { sentence } from '@/lib/words';
import { type Instrument, languagesOf, titleOf } from '../instrument';

interface RefusalProps {
  instrument: Instrument;
  error: Error;
  onReload: () => Promise<void>;
}

/** Where the server found the fault, by the names on the page: "instrument.questions[3].low.de". */
function placeOf(instrument: Instrument, field: string | undefined): string {
  const found = /questions\[(\d+)\]\.?(\w+)?/.exec(field ?? '');
  const at = Number(found?.[1] ?? -1);
  const question = instrument.questions[at];
  if (!question) return '';
  const part = found?.[2] ? `, ${found[2]}` : '';
  return `Question ${at + 1} (${titleOf(question, languagesOf(instrument)[0] ?? 'en')}${part}): `;
}

/** Why the draft was not saved, and where in it. */
export function Refusal({ instrument, error, onReload }: RefusalProps) {
  const isOverwritten = error instanceof Problem && error.status === 409;
  const place = placeOf(instrument, error instanceof Problem ? error.field : undefined);
  return (
    <Notice tone="bad" title={isOverwritten ? 'Somebody else changed this draft' : 'Not saved'}>
      {place}
      {place ? error.message : sentence(error.message)}
      {isOverwritten && (
        <div>
          <Button size="compact-xs" variant="default" mt={6} onClick={() => void onReload()}>
            Show what they saved (your changes are lost; export them first if you need them)
          </Button>
        </div>
      )}
    </Notice>
  );
}
