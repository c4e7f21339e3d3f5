import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useCan } from '@/access/session';
import { EditAccount } from './EditAccount';

/** A customer entered by hand; its page opens then. A phone's header has no room for it. */
export function AddAccount({ isInHeader = false }: { isInHeader?: boolean }) {
  const [isOpen, drawer] = useDisclosure(false);
  const mayAdd = useCan('manager');
  if (!mayAdd) return null;
  return (
    <>
      <Button
        size="xs"
        variant="default"
        visibleFrom={isInHeader ? 'sm' : undefined}
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={drawer.open}
      >
        Add an account
      </Button>
      <EditAccount isOpen={isOpen} onClose={drawer.close} />
    </>
  );
}
