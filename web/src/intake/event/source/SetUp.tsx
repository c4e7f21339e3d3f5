import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { Panel } from '@/components/Panel';
import { $api } from '@/lib/api';
import type { Source } from '../useSources';
import { CopyText } from './CopyText';
import classes from './Source.module.css';
import { examplesFor } from './setUp';

/** What to put where, ready to be copied. */
export function SetUp({ source }: { source: Source }) {
  const accounts = $api.useQuery('get', '/api/v1/accounts', { params: { query: { limit: 1 } } });
  const examples = examplesFor(source.kind, {
    origin: window.location.origin,
    key: source.write_key ?? 'WRITE_KEY',
    account: accounts.data?.items[0]?.key ?? 'A-0001',
  });
  const [chosen, setChosen] = useState(examples[0]?.id);
  const example = examples.find(({ id }) => id === chosen);

  return (
    <Panel
      title="Set it up"
      hint="The group is the account’s key in Ripen; a user needs to be told of it once. All else is as the client’s own manual says."
    >
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label="Client"
        data={examples.map(({ id, label }) => ({ value: id, label }))}
        value={chosen}
        onChange={setChosen}
      />
      {example && (
        <div className={classes.code}>
          <div className={classes.codeRow}>
            <p className={classes.note}>{example.hint}</p>
            <CopyText text={example.code} what="the example" />
          </div>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <pre tabIndex={0} role="group" aria-label={`Example for ${example.label}`}>
            {example.code}
          </pre>
        </div>
      )}
    </Panel>
  );
}
