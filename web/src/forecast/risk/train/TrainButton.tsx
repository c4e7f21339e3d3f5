import { Button } from '@mantine/core';
import { useState } from 'react';
import { useCan } from '@/access/session';
import { TrainForm, type TrainStart } from './TrainForm';

/** Opens the form; whoever may only look has no button. */
export function TrainButton({ label = 'Train now', start, onStarted }: TrainButtonProps) {
  const mayTrain = useCan('manager');
  const [isOpen, setIsOpen] = useState(false);
  // A form opened anew starts with what is in force.
  const [round, setRound] = useState(0);
  if (!mayTrain) return null;
  return (
    <>
      <Button
        size="xs"
        onClick={() => {
          setRound(round + 1);
          setIsOpen(true);
        }}
      >
        {label}
      </Button>
      <TrainForm
        key={round}
        start={start}
        isOpen={isOpen}
        onClose={() => setIsOpen(false)}
        onStarted={(job) => {
          setIsOpen(false);
          onStarted(job);
        }}
      />
    </>
  );
}

interface TrainButtonProps {
  label?: string;
  /** What the model in force foretells. */
  start: TrainStart | undefined;
  onStarted: (job: number) => void;
}
