import { ActionIcon, Progress } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconFile, IconX } from '@tabler/icons-react';
import { formatBytes, formatMany } from '@/lib/format';
import classes from './Upload.module.css';
import type { Sending } from './useUploads';

/** The chosen files and how far each has come. */
export function UploadList({ list, onRemove }: { list: Sending[]; onRemove: (item: Sending) => void }) {
  return (
    <ul className={classes.list} aria-label="Chosen files">
      {list.map((item) => (
        <li key={item.id}>
          <StateIcon item={item} />
          <div>
            <span className={classes.name}>{item.file.name}</span>
            <small role={item.error ? 'alert' : undefined} data-bad={item.error !== null}>
              {item.error ?? detail(item)}
            </small>
            {!item.uploaded && !item.error && (
              <Progress size="xs" value={item.share * 100} aria-label={`Sending ${item.file.name}`} />
            )}
          </div>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Take ${item.file.name} off the list`}
            onClick={() => onRemove(item)}
          >
            <IconX size={15} stroke={1.6} />
          </ActionIcon>
        </li>
      ))}
    </ul>
  );
}

function detail({ file, uploaded, share }: Sending) {
  if (!uploaded) return `${formatBytes(file.size * share)} of ${formatBytes(file.size)}`;
  if (uploaded.rows_estimate === null) return formatBytes(file.size);
  return `${formatBytes(file.size)}, about ${formatMany(uploaded.rows_estimate, 'row')}`;
}

function StateIcon({ item }: { item: Sending }) {
  if (item.error) return <IconAlertTriangle size={18} stroke={1.6} color="var(--low)" aria-hidden />;
  if (item.uploaded) return <IconCircleCheck size={18} stroke={1.6} color="var(--high)" aria-hidden />;
  return <IconFile size={18} stroke={1.6} color="var(--ink-soft)" aria-hidden />;
}
