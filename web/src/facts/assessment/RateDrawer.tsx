import { Drawer } from '@mantine/core';
import { ErrorState, Loading } from '@/components/states';
import { $api } from '@/lib/api';
import { useCard } from '@/scoring/standing/useStanding';
import { RateForm } from './RateForm';
import { useAssessments } from './useAssessments';

interface RateDrawerProps {
  account: { key: string; name: string };
  /** The account's health today, for saying into which cell the ratings put it. */
  health: number | null;
  isOpen: boolean;
  onClose: () => void;
  onSaved: () => void;
}

/** The form for the twelve maturity ratings, beside the account it is about. */
export function RateDrawer({ account, health, isOpen, onClose, onSaved }: RateDrawerProps) {
  return (
    <Drawer
      opened={isOpen}
      onClose={onClose}
      position="right"
      size="42rem"
      title={`Rate the maturity of ${account.name}`}
      padding="lg"
      transitionProps={{ duration: 120 }}
      closeButtonProps={{ 'aria-label': 'Close without saving' }}
    >
      <Body account={account.key} health={health} onSaved={onSaved} />
    </Drawer>
  );
}

function Body({ account, health, onSaved }: { account: string; health: number | null; onSaved: () => void }) {
  const ratings = $api.useQuery('get', '/api/v1/ratings', {}, { staleTime: Number.POSITIVE_INFINITY });
  const card = useCard('maturity');
  const assessments = useAssessments(account, undefined);
  const error = ratings.error ?? card.error ?? assessments.error;

  if (error) {
    return (
      <ErrorState
        error={error}
        onRetry={() => {
          void Promise.all([ratings.refetch(), card.refetch()]);
          assessments.retry();
        }}
      />
    );
  }
  if (!ratings.data || !card.data || !assessments.items) return <Loading label="Loading the questions" />;
  return (
    <RateForm
      account={account}
      health={health}
      groups={ratings.data.groups}
      card={card.data}
      assessments={assessments.items}
      onSaved={onSaved}
    />
  );
}
