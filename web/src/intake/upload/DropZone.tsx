import { IconFileUpload } from '@tabler/icons-react';
import { type DragEvent, useState } from 'react';
import classes from './Upload.module.css';

const ACCEPT = '.csv,.tsv,.txt,.zip,text/csv,text/tab-separated-values,application/zip';

/** Where files are dropped or chosen; a real file input, so it works by keyboard too. */
export function DropZone({ onFiles, isCompact }: { onFiles: (files: File[]) => void; isCompact: boolean }) {
  const [isOver, setIsOver] = useState(false);

  function drop(event: DragEvent) {
    event.preventDefault();
    setIsOver(false);
    onFiles([...event.dataTransfer.files]);
  }

  return (
    <label
      className={classes.zone}
      data-over={isOver}
      data-compact={isCompact}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
    >
      <input
        type="file"
        multiple
        accept={ACCEPT}
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = '';
        }}
      />
      <IconFileUpload size={isCompact ? 20 : 30} stroke={1.4} aria-hidden />
      <span>
        <b>{isCompact ? 'Add more files' : 'Drop CSV files here, or choose them'}</b>
        <small>
          {isCompact
            ? 'Files that belong together are best checked together.'
            : 'Several at once is best: accounts, subscriptions, usage, tickets … also as a ZIP. Nothing is written before you have seen the report.'}
        </small>
      </span>
    </label>
  );
}
