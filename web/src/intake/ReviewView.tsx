import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import { useCan } from '@/access/session';
import { Confirm } from '@/components/Confirm';
import { Notice } from '@/components/Notice';
import { $api, type Schema } from '@/lib/api';
import { formatMany } from '@/lib/format';
import { refresh } from '@/lib/queries';
import classes from './Import.module.css';
import { type Edits, editedMapping, noEdit, wholeMapping } from './mapping/mapping';
import { SaveMapping } from './mapping/SaveMapping';
import { useBases } from './mapping/useBases';
import { ReportFile } from './report/ReportFile';
import { Totals } from './report/Totals';

type Import = Schema<'Import'>;

/** The report before anything is written: change what was guessed wrongly, then import or leave it. */
export function ReviewView({ item, onLeave }: { item: Import; onLeave: () => void }) {
  const mayImport = useCan('manager');
  const [edits, setEdits] = useState<Edits>({});
  const [isSaving, saving] = useDisclosure(false);
  const kinds = $api.useQuery('get', '/api/v1/import-fields', {}, { staleTime: Number.POSITIVE_INFINITY });
  const baseOf = useBases(item);
  const source = { name: item.mapping_name ?? 'changed by hand', files: item.files, edits, baseOf };

  return (
    <>
      <Totals item={item} />
      {item.files.map((file) => (
        <ReportFile
          // A new check is a new report: what was open or chosen starts over.
          key={`${file.name} ${item.job_id}`}
          file={file}
          kinds={kinds.data?.kinds ?? []}
          base={baseOf(file)}
          edit={edits[file.name] ?? noEdit}
          onEdit={mayImport ? (edit) => setEdits({ ...edits, [file.name]: edit }) : undefined}
        />
      ))}
      {mayImport && (
        <Actions
          item={item}
          isEdited={Object.keys(edits).length > 0}
          mappingOf={() => editedMapping(source)}
          onReset={() => setEdits({})}
          onSave={saving.open}
          onLeave={onLeave}
        />
      )}
      <SaveMapping
        isOpen={isSaving}
        name={item.mapping_name}
        mappingOf={(name) => wholeMapping({ ...source, name })}
        onClose={saving.close}
      />
    </>
  );
}

interface ActionsProps {
  item: Import;
  isEdited: boolean;
  mappingOf: () => ReturnType<typeof editedMapping>;
  onReset: () => void;
  onSave: () => void;
  onLeave: () => void;
}

function Actions({ item, isEdited, mappingOf, onReset, onSave, onLeave }: ActionsProps) {
  const [isDiscarding, discarding] = useDisclosure(false);
  const path = { params: { path: { id: item.id } } };
  const again = () => refresh('/api/v1/imports');
  const commit = $api.useMutation('post', '/api/v1/imports/{id}/commit', { onSuccess: again });
  const check = $api.useMutation('post', '/api/v1/imports/{id}/mapping', {
    onSuccess() {
      onReset();
      return again();
    },
  });
  const remove = $api.useMutation('delete', '/api/v1/imports/{id}', {
    onSuccess() {
      void again();
      onLeave();
    },
  });
  const rows = item.rows_new + item.rows_changed;
  const refused = item.files.filter(({ is_refused }) => is_refused).map(({ name }) => name);
  const error = commit.error ?? check.error;

  return (
    <div className={classes.bar}>
      {error && <Notice tone="bad">{error.message}</Notice>}
      <div>
        <Button variant="subtle" color="gray" onClick={discarding.open}>
          Discard
        </Button>
        <Button variant="subtle" color="gray" onClick={onSave}>
          Save as a mapping
        </Button>
      </div>
      {isEdited ? (
        <div>
          <Button variant="default" onClick={onReset}>
            Undo changes
          </Button>
          <Button
            loading={check.isPending}
            onClick={() => check.mutate({ ...path, body: { mapping: { ...mappingOf() } } })}
          >
            Check again
          </Button>
        </div>
      ) : (
        <div className={classes.go}>
          {rows > 0 && refused.length > 0 && <span>Without {refused.join(', ')}</span>}
          <Button loading={commit.isPending} disabled={rows === 0} onClick={() => commit.mutate(path)}>
            {rows === 0 ? 'Nothing to import' : `Import ${formatMany(rows, 'row')}`}
          </Button>
        </div>
      )}
      <Confirm
        title="Discard this import?"
        text="The uploaded files and this report go. Nothing of them has been written."
        verb="Discard"
        isOpen={isDiscarding}
        isPending={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate(path)}
        onClose={discarding.close}
      />
    </div>
  );
}
