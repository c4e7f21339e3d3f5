import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useNavigate } from 'react-router';
import { Notice } from '@/components/Notice';
import { $api } from '@/lib/api';
import { formatTime } from '@/lib/day';
import { formatMany } from '@/lib/format';
import { sentence } from '@/lib/words';
import { refreshSurveys, rhythmOf, type Survey, surveyPath } from '../useSurveys';
import { useAudience } from './AudiencePanel';

interface OpenDialogProps {
  survey: Survey;
  isOpen: boolean;
  onClose: () => void;
}

/** Says once more whom it asks and how: mails that are out do not come back. */
export function OpenDialog({ survey, isOpen, onClose }: OpenDialogProps) {
  const navigate = useNavigate();
  const { data } = useAudience(survey);
  const isMail = survey.channel === 'mail';
  const people = formatMany(data?.asked ?? 0, 'person', 'people');
  const open = $api.useMutation('post', '/api/v1/surveys/{key}/open', {
    onSuccess() {
      notifications.show({
        message: isMail
          ? 'The survey is open; its mails are on their way.'
          : 'The survey is open; its links are ready.',
      });
      void refreshSurveys();
      void navigate(surveyPath(survey.key));
    },
  });
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={isMail ? `Send “${survey.name}”?` : `Open “${survey.name}”?`}
      size="md"
    >
      <Stack>
        <Text size="sm">
          {isMail ? `${people} get a mail` : `${people} get a link of their own, which you hand out`}
          {survey.starts ? ` on ${formatTime(survey.starts)}` : ' now'}
          {survey.repeat_every ? `, and whoever matches then is asked ${rhythmOf(survey)}` : ''}.{' '}
          {survey.reminder_days !== null && isMail
            ? `Whoever has not answered after ${survey.reminder_days} days is reminded once. `
            : ''}
          The questionnaire, and whether answers are anonymous, cannot be changed after that.
        </Text>
        {data?.asked === 0 && (
          <Notice tone="warning">
            Nobody matches now. The round would be empty; look at who is left out, and why.
          </Notice>
        )}
        {open.error && <Notice tone="bad">{sentence(open.error.message)}</Notice>}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Not yet
          </Button>
          <Button
            loading={open.isPending}
            onClick={() => open.mutate({ params: { path: { key: survey.key } } })}
          >
            {isMail ? `Send to ${people}` : 'Open'}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
