import { ActionIcon, Button, Group, SegmentedControl } from '@mantine/core';
import { IconArrowBackUp, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useCan } from '@/access/session';
import { IconTool } from '@/components/IconTool';
import { ErrorState, Loading } from '@/components/states';
import { SaveDraft } from '../card/SaveDraft';
import { Sliders } from './Sliders';
import { Effects, Headline } from './Summary';
import type { Trying } from './useTrial';
import type { Card, Whatif } from './useWhatif';
import classes from './Whatif.module.css';

interface WhatifPanelProps {
  trying: Trying;
  /** In force; undefined while they load. */
  cards: Card[] | undefined;
  tried: Card[];
  whatif: Whatif | undefined;
  error: Error | null;
  day: string;
  /** What would change stands below the sliders; otherwise the page shows it where it has room. */
  hasEffects?: boolean;
}

/** What if: sliders for what could be otherwise, and what it would change. Nothing is saved. */
export function WhatifPanel({ trying, cards, tried, whatif, error, day, hasEffects }: WhatifPanelProps) {
  const [chosen, setChosen] = useState<string>();
  const at = Math.max(0, cards?.findIndex(({ key }) => key === chosen) ?? 0);
  const [card, own] = [cards?.[at], tried[at]];
  const mayDraft = useCan('manager');
  const changed = tried.filter((one, i) => one !== cards?.[i]);
  return (
    <aside className={classes.panel} aria-label="What if">
      <header>
        <h2>What if</h2>
        <Group gap="xs">
          <IconTool
            label="One step back"
            icon={IconArrowBackUp}
            isDisabled={!trying.undo}
            onClick={trying.undo}
          />
          <Button variant="default" size="compact-sm" disabled={trying.isEmpty} onClick={trying.reset}>
            Reset
          </Button>
          <ActionIcon variant="subtle" color="gray" aria-label="Leave what if" onClick={trying.close}>
            <IconX size={16} />
          </ActionIcon>
        </Group>
      </header>
      <p className={classes.quiet}>
        Move a slider: every account is scored again, and nothing is saved. A link to this page shows the
        same.
      </p>
      {error && <ErrorState error={error} />}
      <Headline whatif={trying.isEmpty ? undefined : whatif} />
      {!cards && !error && <Loading label="Loading the scorecards" />}
      {cards && cards.length > 1 && (
        <SegmentedControl
          size="xs"
          aria-label="Scorecard"
          data={cards.map(({ key, name }) => ({ value: key, label: name }))}
          value={card?.key ?? ''}
          onChange={setChosen}
        />
      )}
      {card && own && <Sliders key={card.key} card={card} tried={own} change={trying.change} />}
      {mayDraft && <SaveDraft changed={changed} what="what you try here" onLeave={trying.settle} />}
      {hasEffects && whatif && !trying.isEmpty && <Effects whatif={whatif} day={day} />}
    </aside>
  );
}
