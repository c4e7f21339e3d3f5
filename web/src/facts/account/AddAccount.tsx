import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useCan } from '@/access/session';
import { EditAccount } from './EditAccount';

/** A customer entered by hand; its page opens then. */
export function AddAccount() {
  const [isOpen, drawer] = useDisclosure(false);
  const mayAdd = useCan('manager');
  if (!mayAdd) return null;
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={drawer.open}
      >
        Add an account
      </Button>
      <EditAccount isOpen={isOpen} onClose={drawer.close} />
    </>
  );
}
