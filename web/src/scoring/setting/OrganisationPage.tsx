import { Button, Group, NumberInput, Select, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useCan } from '@/access/session';
import { Notice } from '@/components/Notice';
import { Section } from '@/components/Section';
import { ErrorState, Loading } from '@/components/states';
import { $api, Problem, type Schema } from '@/lib/api';
import { refresh } from '@/lib/queries';

type Settings = Schema<'Settings'>;

/** What the organisation decides once for everything. */
export function OrganisationPage() {
  const { data, error, refetch } = $api.useQuery('get', '/api/v1/settings');
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading label="Loading the settings" />;
  // The key starts the form anew when the saved settings come back.
  return <SettingsForm key={JSON.stringify(data)} saved={data} />;
}

const currencies = Intl.supportedValuesOf('currency');
const timeZones = ['UTC', ...Intl.supportedValuesOf('timeZone')];
const CENTS = 100;

function SettingsForm({ saved }: { saved: Settings }) {
  const isAdmin = useCan('admin');
  const { data: matrices } = $api.useQuery('get', '/api/v1/matrices');
  const [draft, setDraft] = useState(saved);
  const save = $api.useMutation('patch', '/api/v1/settings', {
    onSuccess() {
      notifications.show({ message: 'The settings are saved.' });
      // Currency, thresholds and margins are in every number.
      void refresh('/api/v1/');
    },
  });
  const changes = Object.fromEntries(
    Object.entries(draft).filter(([name, value]) => value !== saved[name as keyof Settings]),
  );
  const refused = save.error instanceof Problem ? save.error.field : undefined;
  const bind = <Name extends keyof Settings>(name: Name) => ({
    name,
    disabled: !isAdmin,
    value: draft[name],
    onChange: (value: Settings[Name]) => setDraft({ ...draft, [name]: value }),
    error: refused === name ? save.error?.message : undefined,
  });
  const percent = (name: 'gross_margin_threshold_pct' | 'default_gross_margin_pct' | 'discount_pct') => ({
    ...bind(name),
    min: 0,
    max: 100,
    suffix: ' %',
    onChange: (value: string | number) => typeof value === 'number' && setDraft({ ...draft, [name]: value }),
  });

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ body: changes });
      }}
    >
      <Stack gap="xl" maw={720}>
        {!isAdmin && <Notice>Only an admin can change these.</Notice>}
        {save.error && !refused && <Notice tone="bad">{save.error.message}</Notice>}
        <Section title="Organisation">
          <SimpleGrid cols={{ base: 1, sm: 3 }}>
            <TextInput
              label="Name"
              {...bind('organisation')}
              onChange={(event) => setDraft({ ...draft, organisation: event.currentTarget.value })}
              required
              withAsterisk={false}
            />
            <Select
              label="Currency"
              description="Amounts in others are not added up"
              data={currencies}
              searchable
              allowDeselect={false}
              {...bind('currency')}
              onChange={(value) => value && setDraft({ ...draft, currency: value })}
            />
            <Select
              label="Time zone"
              description="In which days begin; from the next start"
              data={timeZones}
              searchable
              allowDeselect={false}
              {...bind('time_zone')}
              onChange={(value) => value && setDraft({ ...draft, time_zone: value })}
            />
          </SimpleGrid>
        </Section>
        <Section
          title="Value of a customer"
          hint="In the two cells of the matrix that depend on value, Ripen advises to invest when lifetime value and gross margin both reach their thresholds."
        >
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <NumberInput
              label="Lifetime value from"
              description="Left empty: the median of the portfolio"
              thousandSeparator=","
              min={0}
              suffix={` ${draft.currency}`}
              {...bind('ltv_threshold_cents')}
              value={draft.ltv_threshold_cents === null ? '' : draft.ltv_threshold_cents / CENTS}
              onChange={(value) =>
                setDraft({
                  ...draft,
                  ltv_threshold_cents: typeof value === 'number' ? Math.round(value * CENTS) : null,
                })
              }
            />
            <NumberInput
              label="Gross margin from"
              description="Per cent of the account's revenue"
              {...percent('gross_margin_threshold_pct')}
            />
            <NumberInput
              label="Gross margin where none is known"
              description="For accounts that have none of their own"
              {...percent('default_gross_margin_pct')}
            />
            <NumberInput
              label="Discount per year"
              description="By which a year makes money worth less"
              {...percent('discount_pct')}
            />
          </SimpleGrid>
        </Section>
        <Section title="Matrix" hint="The one that pages and lists show unless another is chosen.">
          <Select
            aria-label="Matrix"
            maw={340}
            allowDeselect={false}
            data={matrices?.items.map(({ key: value, name: label }) => ({ value, label })) ?? []}
            {...bind('matrix')}
            onChange={(value) => value && setDraft({ ...draft, matrix: value })}
          />
        </Section>
        <Section
          title="Maturity"
          hint="What an interview or observation found outranks what the customer's people say of themselves later, for so long."
        >
          <NumberInput
            aria-label="For how long an interview outranks the customer's own rating"
            maw={340}
            min={0}
            max={3650}
            suffix=" days"
            allowDecimal={false}
            {...bind('rating_outranks_days')}
            onChange={(value) =>
              typeof value === 'number' && setDraft({ ...draft, rating_outranks_days: value })
            }
          />
        </Section>
        <Section
          title="Parents and children"
          hint="Where an account belongs to another one. Money is never rolled up: everybody is counted once, with its own."
        >
          <Select
            aria-label="Parents and children"
            maw={440}
            allowDeselect={false}
            data={[
              { value: 'alone', label: 'Every account stands alone' },
              { value: 'arr', label: 'Parents have their family’s scores, weighed by ARR' },
              { value: 'count', label: 'Parents have their family’s scores, each counting once' },
            ]}
            {...bind('hierarchy')}
            onChange={(value) => value && setDraft({ ...draft, hierarchy: value as Settings['hierarchy'] })}
          />
        </Section>
        {isAdmin && (
          <Group>
            <Button type="submit" loading={save.isPending} disabled={Object.keys(changes).length === 0}>
              Save
            </Button>
            {Object.keys(changes).length > 0 && (
              <Button variant="subtle" color="gray" onClick={() => setDraft(saved)}>
                Discard changes
              </Button>
            )}
          </Group>
        )}
      </Stack>
    </form>
  );
}
