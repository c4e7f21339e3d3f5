import { Button } from '@mantine/core';
import { CsvButton } from '@/components/CsvButton';
import { Count, Money } from '@/components/numbers';
import { Page } from '@/components/Page';
import { EmptyState, ErrorState, Loading } from '@/components/states';
import { formatDay } from '@/lib/day';
import { useOrganisation } from '@/lib/organisation';
import { EntryItem } from './EntryItem';
import classes from './Ledger.module.css';
import { LedgerFilters } from './LedgerFilters';
import { ledgerChoice, useLedgerState } from './ledgerState';
import { type Entry, type Ledger, useLedger } from './useLedger';

const PAGE = 50;

/** Who left a band or a cell in a period, and because of what. */
export function ChangesPage() {
  const { today } = useOrganisation();
  const { state, change } = useLedgerState();
  const choice = ledgerChoice(state, today);
  const ledger = useLedger(undefined, choice, PAGE);
  return (
    <Page
      title="Changes"
      hint="Every account that left its band or its cell, when, and because of what."
      actions={<CsvButton path="/api/v1/ledger.csv" query={choice} />}
    >
      <LedgerFilters state={state} change={change} />
      {ledger.error && <ErrorState error={ledger.error} onRetry={ledger.retry} />}
      {!ledger.entries && !ledger.error && <Loading label="Comparing the days" />}
      {ledger.first && !ledger.error && <Counts ledger={ledger.first} />}
      {ledger.entries && !ledger.error && <Entries entries={ledger.entries} />}
      {ledger.hasMore && (
        <Button
          variant="default"
          size="xs"
          mx="auto"
          loading={ledger.isLoadingMore}
          onClick={ledger.loadMore}
        >
          Show more
        </Button>
      )}
    </Page>
  );
}

function Counts({ ledger }: { ledger: Ledger }) {
  return (
    <dl className={classes.counts}>
      <div>
        <dt>Changes</dt>
        <dd>
          <Count value={ledger.total} />
          <small>
            after {formatDay(ledger.from)} up to {formatDay(ledger.to)}
          </small>
        </dd>
      </div>
      <div>
        <dt>Moved up</dt>
        <dd>
          <Count value={ledger.up} />
          <small>
            <Money cents={ledger.up_arr_cents} isShort /> ARR
          </small>
        </dd>
      </div>
      <div>
        <dt>Moved down</dt>
        <dd>
          <Count value={ledger.down} />
          <small>
            <Money cents={ledger.down_arr_cents} isShort /> ARR
          </small>
        </dd>
      </div>
    </dl>
  );
}

/** By day, as the server orders them: the newest first, and within one the largest. */
function Entries({ entries }: { entries: Entry[] }) {
  if (entries.length === 0) {
    return (
      <EmptyState title="Nobody moved">
        In this period no account left its band or its cell. Choose a longer one, or loosen the filter.
      </EmptyState>
    );
  }
  const days = [...new Set(entries.map(({ day }) => day))];
  return (
    <div>
      {days.map((day) => {
        const ofDay = entries.filter((entry) => entry.day === day);
        return (
          <section key={day} className={classes.group} aria-label={`Changes by ${formatDay(day)}`}>
            <h2>
              {formatDay(day)}
              <small className={classes.after}>after {formatDay(ofDay[0]?.after ?? day)}</small>
            </h2>
            <ol className={classes.list}>
              {ofDay.map((entry) => (
                <EntryItem key={entry.key} entry={entry} isNamed />
              ))}
            </ol>
          </section>
        );
      })}
    </div>
  );
}
