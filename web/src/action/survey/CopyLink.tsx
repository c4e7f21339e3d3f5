import { Button, CopyButton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';

/** Copies a link that is one person's alone. */
export function CopyLink({ link, of }: { link: string; of: string }) {
  return (
    <CopyButton value={link}>
      {({ copied, copy }) => (
        <Button
          size="compact-xs"
          variant="default"
          onClick={copy}
          leftSection={copied ? <IconCheck size={13} aria-hidden /> : <IconCopy size={13} aria-hidden />}
        >
          {copied ? 'Copied' : 'Copy the link'}
          <span className="visually-hidden"> of {of}</span>
        </Button>
      )}
    </CopyButton>
  );
}
