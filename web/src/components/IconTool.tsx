import { ActionIcon, type ActionIconProps, Tooltip } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';

interface IconToolProps {
  label: string;
  icon: Icon;
  onClick: (() => void) | undefined;
  /** What the tooltip says besides: "Ctrl+Z". */
  keys?: string;
  isDisabled?: boolean;
  size?: ActionIconProps['size'];
}

/** A button that is only a picture, and says in a tooltip what it does. */
export function IconTool({ label, icon: Picture, onClick, keys, isDisabled = false, size }: IconToolProps) {
  return (
    <Tooltip label={keys ? `${label} (${keys})` : label}>
      <ActionIcon variant="default" size={size} aria-label={label} disabled={isDisabled} onClick={onClick}>
        <Picture size={16} stroke={1.6} />
      </ActionIcon>
    </Tooltip>
  );
}
