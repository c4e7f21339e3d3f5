import { SegmentedControl } from '@mantine/core';
import { useMemo, useState } from 'react';
import { Panel } from '@/components/Panel';
import { MaturityRadar } from '@/scoring/standing/MaturityRadar';
import type { Standing } from '@/scoring/standing/useStanding';
import classes from './Compare.module.css';

/** Both webs of ratings over each other. */
export function MaturityParts({ a, b }: { a: Standing; b: Standing }) {
  const [detail, setDetail] = useState('groups');
  const names = useMemo(() => [b.account.name, a.account.name] as const, [a, b]);
  return (
    <Panel
      title="How mature they are"
      hint="The ratings of both over each other."
      actions={
        <SegmentedControl
          size="xs"
          aria-label="Detail of the radar"
          data={[
            { value: 'groups', label: '4 groups' },
            { value: 'ratings', label: '12 ratings' },
          ]}
          value={detail}
          onChange={setDetail}
        />
      }
    >
      {b.maturity?.score == null || a.maturity?.score == null ? (
        <p className={classes.soft}>The maturity of one of the two is not known.</p>
      ) : (
        <MaturityRadar now={b.maturity} before={a.maturity} isDetailed={detail === 'ratings'} names={names} />
      )}
    </Panel>
  );
}
