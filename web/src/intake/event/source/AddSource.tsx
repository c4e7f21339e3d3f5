import { Button, Radio, Stack } from '@mantine/core';
import { useState } from 'react';
import { Notice } from '@/components/Notice';
import { $api } from '@/lib/api';
import { refresh } from '@/lib/queries';
import { refusals } from '../refusals';
import type { Source } from '../useSources';
import { readSource, SourceFields } from './SourceFields';

/** A name and who sends are enough; the server makes the key. */
export function AddSource({ onAdded }: { onAdded: (source: Source) => void }) {
  const [kind, setKind] = useState<Source['kind']>('browser');
  const make = $api.useMutation('post', '/api/v1/sources', {
    onSuccess(source) {
      void refresh('/api/v1/sources');
      onAdded(source);
    },
  });
  const { errorOf, rest } = refusals(make.error, ['name', 'kind', 'unknown_accounts', 'origins']);

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate({ body: { ...readSource(new FormData(event.currentTarget)), kind } });
      }}
    >
      <Stack>
        {rest && <Notice tone="bad">{rest}</Notice>}
        <Radio.Group
          label="Who sends"
          value={kind}
          onChange={(next) => setKind(next as Source['kind'])}
          error={errorOf('kind')}
        >
          <Stack gap={6} pt={4}>
            <Radio value="browser" label="A browser: the key can be read by anybody on the page" />
            <Radio value="server" label="A server, a phone or a pipeline: larger batches are taken" />
          </Stack>
        </Radio.Group>
        <SourceFields isBrowser={kind === 'browser'} errorOf={errorOf} />
        <Button type="submit" loading={make.isPending}>
          Add the source
        </Button>
      </Stack>
    </form>
  );
}
