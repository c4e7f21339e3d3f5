import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { Notice } from '@/components/Notice';
import { Panel } from '@/components/Panel';
import { api, type Schema } from '@/lib/api';
import { formatCount, formatMany } from '@/lib/format';
import { sentence } from '@/lib/words';
import classes from '../Survey.module.css';
import type { Survey } from '../useSurveys';

type View = Schema<'AudienceView'>;

/** Whom the survey would ask now. */
export function useAudience({ audience, roles, channel, quiet_days }: Survey) {
  const body = { audience, roles, channel, quiet_days };
  return useQuery<View, Error>({
    queryKey: ['post', '/api/v1/survey-preview', body],
    async queryFn() {
      const { data } = await api.POST('/api/v1/survey-preview', { body });
      if (!data) throw new Error('The server gave no answer.');
      return data;
    },
    placeholderData: keepPreviousData,
  });
}

const reasons: { name: keyof View; text: (count: number) => string }[] = [
  { name: 'other_role', text: (count) => `${formatCount(count)} have another role` },
  { name: 'asked_lately', text: (count) => `${formatCount(count)} were asked lately` },
  { name: 'opted_out', text: (count) => `${formatCount(count)} want no such mails` },
  { name: 'no_email', text: (count) => `${formatCount(count)} have no e-mail address` },
  { name: 'left', text: (count) => `${formatCount(count)} are no longer there` },
  { name: 'same_person', text: (count) => `${formatCount(count)} share an address with somebody asked` },
];

/** So many names are enough to see whether it is those one means. */
const SHOWN = 8;

/** How many it would be, who they are, and why others are left out. */
export function AudiencePanel({ survey }: { survey: Survey }) {
  const [asked] = useDebouncedValue(survey, 200);
  const { data, error, isPlaceholderData } = useAudience(asked);
  return (
    <Panel title="Who would be asked">
      {error && <Notice tone="bad">{sentence(error.message)}</Notice>}
      {data && !error && (
        <>
          <p className={classes.count} data-stale={isPlaceholderData} aria-live="polite">
            <b>{formatMany(data.asked, 'person', 'people')}</b>
            of {formatMany(data.contacts, 'contact')} in {formatMany(data.accounts, 'account')}
          </p>
          {data.asked < data.contacts && (
            <ul className={classes.leftOut} aria-label="Left out">
              {reasons
                .filter(({ name }) => (data[name] as number) > 0)
                .map(({ name, text }) => (
                  <li key={name}>{text(data[name] as number)}</li>
                ))}
            </ul>
          )}
          {data.examples.length > 0 && (
            <ul className={classes.people} aria-label="The first of them">
              {data.examples.slice(0, SHOWN).map(({ contact, name, email, account, account_name }) => (
                <li key={contact}>
                  <span>
                    {name ?? contact} <small>{email}</small>
                  </span>
                  <Link to={`/accounts/${encodeURIComponent(account)}`}>{account_name ?? account}</Link>
                </li>
              ))}
            </ul>
          )}
          {data.asked > SHOWN && data.examples.length > 0 && (
            <p className={classes.leftOut}>and {formatCount(data.asked - SHOWN)} more</p>
          )}
        </>
      )}
    </Panel>
  );
}
