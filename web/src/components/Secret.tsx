import { Button, CopyButton, Group } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { Notice } from './Notice';
import classes from './Secret.module.css';

/** A password or key that is shown this once. */
export function Secret({ title, text, children }: { title: string; text: string; children: string }) {
  return (
    <Notice tone="warning" title={title}>
      <p className={classes.text}>{children}</p>
      <Group gap="xs" wrap="nowrap">
        <code className={classes.secret}>{text}</code>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button
              size="compact-xs"
              variant="default"
              onClick={copy}
              leftSection={copied ? <IconCheck size={13} aria-hidden /> : <IconCopy size={13} aria-hidden />}
            >
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
      </Group>
    </Notice>
  );
}
