import { Select } from '@mantine/core';
import { useState } from 'react';
import { Panel } from '@/components/Panel';
import { SaveCsv } from '@/components/SaveCsv';
import { binColumns, CalibrationChart } from '../../calibration/CalibrationChart';
import classes from '../Lab.module.css';
import type { Lab } from '../lab';

/** Does a share that is told come true: told along the bottom, happened upwards, the diagonal is right. */
export function CalibrationPanel({ lab }: { lab: Lab }) {
  const scores = lab.scores.filter(({ bins }) => bins.length > 0);
  const [chosen, setChosen] = useState<string | null>(null);
  const score = scores.find(({ id }) => id === chosen) ?? scores[0];
  return (
    <Panel
      title="Does it come true"
      hint="What the score alone would have told of customers it had not seen, beside the share that then left. On the dotted line it is right."
      actions={
        score && (
          <>
            <Select
              size="xs"
              aria-label="Score shown"
              w={200}
              data={scores.map(({ id, label }) => ({ value: id, label }))}
              value={score.id}
              allowDeselect={false}
              onChange={setChosen}
            />
            <SaveCsv
              name={`lab-calibration-${score.id.replace('@', '-')}`}
              rows={score.bins}
              columns={binColumns}
            />
          </>
        )
      }
    >
      {score ? (
        <CalibrationChart label={`Told beside happened, ${score.label}`} bins={score.bins} />
      ) : (
        <p className={classes.soft}>No score was told of anybody.</p>
      )}
    </Panel>
  );
}
