import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import { Confirm } from '@/components/Confirm';
import { useDeleteFact, useWriteFact } from '@/facts/factCalls';
import type { WrittenKind } from '@/facts/factKind';
import { useClock, useOrganisation } from '@/lib/organisation';
import { FactDrawer } from './FactDrawer';
import { FactForm } from './FactForm';

interface FactEditorProps<Fact extends { key: string }> {
  kind: WrittenKind<Fact>;
  account: string;
  editor: Editor<Fact>;
}

export interface Editor<Fact> {
  isOpen: boolean;
  /** The fact to be changed; undefined: a new one. */
  fact: Fact | undefined;
  add: () => void;
  edit: (fact: Fact) => void;
  close: () => void;
}

/** Which fact is being written, if any. */
export function useEditor<Fact>(): Editor<Fact> {
  const [isOpen, drawer] = useDisclosure(false);
  const [fact, setFact] = useState<Fact>();
  const open = (subject: Fact | undefined) => {
    setFact(subject);
    drawer.open();
  };
  return { isOpen, fact, add: () => open(undefined), edit: open, close: drawer.close };
}

/** Adds, changes and deletes the facts of a kind. */
export function FactEditor<Fact extends { key: string }>(props: FactEditorProps<Fact>) {
  const { kind, editor } = props;
  const { fact } = editor;
  return (
    <FactDrawer
      title={fact ? `Edit ${kind.nameOf(fact)}` : `Add ${article(kind.one)}`}
      isOpen={editor.isOpen}
      onClose={editor.close}
    >
      <EditorForm {...props} />
    </FactDrawer>
  );
}

export const article = (word: string) => `${/^[aeiou]/.test(word) ? 'an' : 'a'} ${word}`;

function EditorForm<Fact extends { key: string }>({ kind, account, editor }: FactEditorProps<Fact>) {
  const { fact, close } = editor;
  const { today, currency } = useOrganisation();
  const clock = useClock();
  const write = useWriteFact(kind.path, close);
  return (
    <FactForm
      schema={kind.schema}
      groups={kind.form}
      fact={fact}
      start={kind.start?.({ today, now: clock().toISOString(), currency })}
      account={account}
      verb={fact ? 'Save' : 'Add'}
      isPending={write.isPending}
      error={write.error}
      onCancel={close}
      onSubmit={(values) => {
        if (!fact) write.mutate({ values: { ...values, ...kind.fixed, account } });
        else if (Object.keys(values).length === 0) close();
        else write.mutate({ key: fact.key, values });
      }}
      aside={fact && <DeleteFact kind={kind} fact={fact} onDeleted={close} />}
    />
  );
}

interface DeleteFactProps<Fact extends { key: string }> {
  kind: Pick<WrittenKind<Fact>, 'path' | 'one' | 'nameOf'>;
  fact: Fact;
  onDeleted: () => void | Promise<void>;
  /** What goes besides the fact. */
  text?: string;
}

/** Asks first: a deleted fact leaves every score of every day. */
export function DeleteFact<Fact extends { key: string }>({
  kind,
  fact,
  onDeleted,
  text,
}: DeleteFactProps<Fact>) {
  const [isAsking, asking] = useDisclosure(false);
  const remove = useDeleteFact(kind.path, () => {
    asking.close();
    return onDeleted();
  });
  return (
    <>
      <Button variant="subtle" color="red" onClick={asking.open}>
        Delete
      </Button>
      <Confirm
        title={`Delete ${kind.nameOf(fact)}?`}
        text={
          text ??
          `The ${kind.one} goes out of all scores, those of past days too. The audit log keeps what it said.`
        }
        verb="Delete"
        isOpen={isAsking}
        isPending={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate(fact.key)}
        onClose={asking.close}
      />
    </>
  );
}
