import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useNavigate } from 'react-router';
import { Confirm } from '@/components/Confirm';
import { $api, type Schema } from '@/lib/api';
import { refresh } from '@/lib/queries';

/** Asks first; what a card or a segment names stays, and the refusal says whose it is. */
export function DeleteMetric({ metric: { definition } }: { metric: Schema<'OwnView'> }) {
  const navigate = useNavigate();
  const [isAsking, asking] = useDisclosure(false);
  const remove = $api.useMutation('delete', '/api/v1/own-metrics/{id}', {
    async onSuccess() {
      await navigate('/dictionary');
      // Not what is asked of it by its id: that is gone.
      void refresh('/api/v1/metrics', '/api/v1/portfolio');
    },
  });
  return (
    <>
      <Button variant="subtle" color="red" onClick={asking.open}>
        Delete
      </Button>
      <Confirm
        title={`Delete “${definition.label}”?`}
        text="Lists and saved views lose its column. The audit log keeps the definition."
        verb="Delete"
        isOpen={isAsking}
        isPending={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate({ params: { path: { id: definition.id } } })}
        onClose={asking.close}
      />
    </>
  );
}
