import { Button } from '@mantine/core';
import { IconArrowBackUp, IconArrowForwardUp, IconDownload, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { IconTool } from '@/components/IconTool';
import { EditBar } from './EditBar';

export interface DraftHistory {
  canUndo: boolean;
  canRedo: boolean;
  undo: () => void;
  redo: () => void;
}

interface DraftBarProps {
  history: DraftHistory;
  isDirty: boolean;
  isSaving: boolean;
  onExport: () => void;
  onDelete: () => void;
  onSave: () => void;
  /** What else can be done, such as publishing. */
  children: ReactNode;
}

/** The tools of every draft: back and forth, out as a file, away, saved. */
export function DraftBar(props: DraftBarProps) {
  const { history, isDirty, isSaving, onExport, onDelete, onSave, children } = props;
  return (
    <EditBar state={isDirty ? 'Changes are not saved yet' : 'Saved'}>
      <IconTool
        size={30}
        label="Undo"
        keys="Ctrl+Z"
        icon={IconArrowBackUp}
        isDisabled={!history.canUndo}
        onClick={history.undo}
      />
      <IconTool
        size={30}
        label="Redo"
        keys="Ctrl+Shift+Z"
        icon={IconArrowForwardUp}
        isDisabled={!history.canRedo}
        onClick={history.redo}
      />
      <IconTool size={30} label="Export as JSON" icon={IconDownload} onClick={onExport} />
      <IconTool size={30} label="Delete the draft" icon={IconTrash} onClick={onDelete} />
      <Button size="xs" variant="default" loading={isSaving} disabled={!isDirty} onClick={onSave}>
        Save
      </Button>
      {children}
    </EditBar>
  );
}
