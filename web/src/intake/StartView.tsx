import { Button } from '@mantine/core';
import { useCan } from '@/access/session';
import { Notice } from '@/components/Notice';
import { Page } from '@/components/Page';
import { $api } from '@/lib/api';
import { refresh } from '@/lib/queries';
import classes from './Import.module.css';
import { ImportHistory } from './ImportHistory';
import { KnownFiles } from './KnownFiles';
import { DropZone } from './upload/DropZone';
import uploadClasses from './upload/Upload.module.css';
import { UploadList } from './upload/UploadList';
import { useUploads } from './upload/useUploads';

/** Choose files; below, what Ripen understands and what was imported before. */
export function StartView({ onStarted }: { onStarted: (id: number) => void }) {
  const mayImport = useCan('manager');
  return (
    <Page
      title="Import"
      hint="Customer files become accounts with health, maturity and an action. The same file twice changes nothing."
    >
      {mayImport ? (
        <Choose onStarted={onStarted} />
      ) : (
        <Notice>Importing needs the role of a manager. Ask an administrator, under Settings, People.</Notice>
      )}
      <div className={classes.below}>
        <KnownFiles />
        <ImportHistory />
      </div>
    </Page>
  );
}

function Choose({ onStarted }: { onStarted: (id: number) => void }) {
  const uploads = useUploads();
  const ready = uploads.list.flatMap(({ uploaded }) => (uploaded ? [uploaded.id] : []));
  const isSending = uploads.list.some(({ uploaded, error }) => !uploaded && !error);
  const start = $api.useMutation('post', '/api/v1/imports', {
    onSuccess(started) {
      void refresh('/api/v1/imports');
      onStarted(started.id);
    },
  });

  return (
    <div className={classes.choose}>
      {start.error && <Notice tone="bad">{start.error.message}</Notice>}
      {uploads.list.length > 0 && <UploadList list={uploads.list} onRemove={uploads.remove} />}
      <DropZone onFiles={uploads.add} isCompact={uploads.list.length > 0} />
      {uploads.list.length > 0 && (
        <div className={uploadClasses.buttons}>
          <Button
            disabled={ready.length === 0 || isSending}
            loading={start.isPending}
            onClick={() => start.mutate({ body: { uploads: ready, dry_run: true } })}
          >
            {ready.length === 1 ? 'Check this file' : `Check ${ready.length} files`}
          </Button>
        </div>
      )}
    </div>
  );
}
