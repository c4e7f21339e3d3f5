import { Button } from '@mantine/core';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import type { Trying } from './useTrial';

/** Opens and leaves what-if mode. */
export function WhatifButton({ trying }: { trying: Trying }) {
  return (
    <Button
      variant={trying.isOn ? 'light' : 'default'}
      size="xs"
      aria-pressed={trying.isOn}
      leftSection={<IconAdjustmentsHorizontal size={15} stroke={1.6} aria-hidden />}
      onClick={trying.isOn ? trying.close : trying.open}
    >
      What if
    </Button>
  );
}
