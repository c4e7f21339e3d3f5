import { Button, Checkbox, Group, Modal, NumberInput, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { Notice } from '@/components/Notice';
import { $api, Problem, type Schema } from '@/lib/api';
import { refresh } from '@/lib/queries';

export type TrainStart = Pick<Schema<'ModelCard'>, 'horizon_days' | 'is_renewal' | 'is_recorded'>;
type Kind = 'usual' | 'renewal' | 'other';

const USUAL_DAYS = 90;
const RENEWAL_DAYS = 365;
/** As the server takes them. */
const limits = { min: 30, max: 400 };

const kindOf = ({ is_renewal, horizon_days }: TrainStart): Kind =>
  is_renewal ? 'renewal' : horizon_days === USUAL_DAYS ? 'usual' : 'other';

interface TrainFormProps {
  start: TrainStart | undefined;
  isOpen: boolean;
  onClose: () => void;
  onStarted: (job: number) => void;
}

/** What is to be foretold; training itself is a job. */
export function TrainForm({ start, isOpen, onClose, onStarted }: TrainFormProps) {
  const [kind, setKind] = useState<Kind>(start ? kindOf(start) : 'usual');
  const [days, setDays] = useState<number | string>(start?.horizon_days ?? USUAL_DAYS);
  const [isRecorded, setIsRecorded] = useState(start?.is_recorded ?? false);
  const train = $api.useMutation('post', '/api/v1/forecast/train', {
    onSuccess: (job) => {
      void refresh('/api/v1/jobs');
      onStarted(job.id);
    },
  });
  const choose = (next: Kind) => {
    setKind(next);
    setDays(next === 'renewal' ? RENEWAL_DAYS : USUAL_DAYS);
  };
  const refused = train.error instanceof Problem && train.error.field === 'horizon_days' ? train.error : null;
  return (
    <Modal opened={isOpen} onClose={onClose} title="Train a model of who will leave" size="md">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          train.mutate({
            body: { horizon_days: Number(days), is_renewal: kind === 'renewal', is_recorded: isRecorded },
          });
        }}
      >
        <Stack>
          <Radio.Group label="Foretell who leaves" value={kind} onChange={(next) => choose(next as Kind)}>
            <Stack gap="xs" mt="xs">
              <Radio value="usual" label={`within ${USUAL_DAYS} days`} data-autofocus />
              <Radio value="renewal" label="by the next renewal" />
              <Radio value="other" label="within another number of days" />
            </Stack>
          </Radio.Group>
          {kind !== 'usual' && (
            <NumberInput
              label="Days"
              description={
                kind === 'renewal'
                  ? 'Only of customers whose term ends within so many days'
                  : `From ${limits.min} to ${limits.max}`
              }
              {...limits}
              clampBehavior="none"
              value={days}
              onChange={setDays}
              error={refused?.message}
            />
          )}
          <Checkbox
            label="Churn records count, too"
            description="A recorded churn is leaving, although the customer goes on paying"
            checked={isRecorded}
            onChange={(event) => setIsRecorded(event.currentTarget.checked)}
          />
          <Text size="xs" c="dimmed">
            It learns from all months on record and is tried on the later ones, in the background. By itself a
            new model is trained each month, of the same kind, and everybody is told anew each night.
          </Text>
          {train.error && !refused && <Notice tone="bad">{train.error.message}</Notice>}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={train.isPending}>
              Train
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
