import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';

interface FactDrawerProps {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
}

/** A form beside what it is about, so that one can read on while typing. */
export function FactDrawer({ title, isOpen, onClose, children }: FactDrawerProps) {
  return (
    <Drawer
      opened={isOpen}
      onClose={onClose}
      position="right"
      size="34rem"
      title={title}
      padding="lg"
      transitionProps={{ duration: 120 }}
      closeButtonProps={{ 'aria-label': 'Close without saving' }}
    >
      {children}
    </Drawer>
  );
}
