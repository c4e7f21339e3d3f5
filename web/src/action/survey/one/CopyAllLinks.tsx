import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconCopy } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { api, type Schema } from '@/lib/api';
import { formatMany } from '@/lib/format';
import { sentence } from '@/lib/words';
import type { Survey } from '../useSurveys';
import { linesOf } from './linkLines';

type Invitation = Schema<'Invitation'>;

const PAGE = 500;

/** Every page of those asked, not only what the list has shown so far. */
async function everybody(key: string, mail_state: Invitation['mail_state'] | undefined) {
  const items: Invitation[] = [];
  let after: string | undefined;
  do {
    const { data } = await api.GET('/api/v1/surveys/{key}/invitations', {
      params: {
        path: { key },
        query: { limit: PAGE, mail_state: mail_state ?? undefined, ...(after ? { after } : {}) },
      },
    });
    items.push(...(data?.items ?? []));
    after = data?.next ?? undefined;
  } while (after);
  return items;
}

/** A browser lets a page write to the clipboard over https or on its own machine only. */
async function put(text: string) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    throw new Error('the browser does not let Ripen copy here; open Ripen by https and try again');
  }
}

interface CopyAllLinksProps {
  survey: Survey;
  rounds: Schema<'SurveyRound'>[];
  /** Only those whose mail is in this state, like the list. */
  mailState: Invitation['mail_state'] | undefined;
}

/** The links of all who may still answer, to hand out by other ways: name, address, account and link in columns. */
export function CopyAllLinks({ survey, rounds, mailState }: CopyAllLinksProps) {
  const copy = useMutation({
    async mutationFn() {
      const open = new Set(rounds.filter(({ closed }) => !closed).map(({ number }) => number));
      const lines = linesOf(await everybody(survey.key, mailState), open);
      if (lines.length > 0) await put(lines.join('\n'));
      return lines.length;
    },
    onSuccess(count) {
      notifications.show({
        message:
          count === 0
            ? 'There is no link to copy: everybody has answered, or the round is over.'
            : `${formatMany(count, 'link')} copied, each with name, address and account. Who has answered is left out.`,
      });
    },
    onError(error) {
      notifications.show({ color: 'red', message: sentence(error.message) });
    },
  });
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconCopy size={14} aria-hidden />}
      loading={copy.isPending}
      onClick={() => copy.mutate()}
    >
      Copy all links
    </Button>
  );
}
