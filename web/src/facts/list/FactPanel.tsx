import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useCan } from '@/access/session';
import { Panel } from '@/components/Panel';
import { EmptyState } from '@/components/states';
import type { FactKind } from '@/facts/factKind';
import { article, FactEditor, useEditor } from '@/facts/form/FactEditor';
import { useOwnMoney } from '@/facts/revenue/money';
import type { Day } from '@/lib/day';
import { useOrganisation } from '@/lib/organisation';
import { FactTable } from './FactTable';
import { useFacts } from './useFacts';

interface FactPanelProps<Fact extends { key: string }> {
  kind: FactKind<Fact>;
  account: string;
  /** On a past day the facts are shown as they were known, and not changed. */
  day: Day | undefined;
}

/** The facts of a kind that an account has; whoever may, adds, changes and deletes them. */
export function FactPanel<Fact extends { key: string }>({ kind, account, day }: FactPanelProps<Fact>) {
  const { today } = useOrganisation();
  const money = useOwnMoney();
  const list = useFacts(kind, { account, day });
  const editor = useEditor<Fact>();
  const isManager = useCan('manager');
  const mayWrite = isManager && !day;
  const add = mayWrite && (
    <Button size="xs" variant="default" leftSection={<IconPlus size={14} aria-hidden />} onClick={editor.add}>
      Add {article(kind.one)}
    </Button>
  );
  return (
    <Panel title={kind.title} hint={kind.hint} actions={add}>
      <FactTable
        kind={kind}
        list={list}
        seen={{ day, today, money }}
        onEdit={mayWrite ? editor.edit : undefined}
        empty={<EmptyState title={kind.empty.title}>{kind.empty.text}</EmptyState>}
      />
      <FactEditor kind={kind} account={account} editor={editor} />
    </Panel>
  );
}
