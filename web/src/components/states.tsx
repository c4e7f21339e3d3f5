/** What a page shows when it has nothing to show: loading, empty, refused. Each says what to do next. */
import { Button, Center, Loader, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconSeeding } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Problem } from '@/lib/api';
import { sentence } from '@/lib/words';

export function Loading({ label = 'Loading' }: { label?: string }) {
  return (
    <Center mih={240} role="status" aria-label={label}>
      <Loader type="dots" color="gray" />
    </Center>
  );
}

interface EmptyStateProps {
  title: string;
  children: ReactNode;
  /** The next step: a button or a link. */
  action?: ReactNode;
  icon?: ReactNode;
}

export function EmptyState({ title, children, action, icon }: EmptyStateProps) {
  return (
    <Center mih={280} p="xl">
      <Stack align="center" gap="xs" maw={440} ta="center">
        {icon ?? <IconSeeding size={32} stroke={1.3} color="var(--ink-soft)" aria-hidden />}
        <Title order={2}>{title}</Title>
        <Text size="sm" c="dimmed" component="div">
          {children}
        </Text>
        {action && <div style={{ marginTop: '0.75rem' }}>{action}</div>}
      </Stack>
    </Center>
  );
}

/** A refusal in the server's words. What is not there will not come by asking again: then a way out instead. */
export function ErrorState({ error, onRetry }: { error: Error; onRetry?: () => void }) {
  const isMissing = error instanceof Problem && error.status === 404;
  return (
    <div role="alert">
      <EmptyState
        title={isMissing ? 'Not found' : 'This could not be shown'}
        icon={<IconAlertTriangle size={32} stroke={1.3} color="var(--low)" aria-hidden />}
        action={
          isMissing ? (
            <Button component={Link} to="/portfolio" variant="default">
              Go to the portfolio
            </Button>
          ) : (
            onRetry && (
              <Button variant="default" onClick={onRetry}>
                Try again
              </Button>
            )
          )
        }
      >
        {sentence(error.message)}
      </EmptyState>
    </div>
  );
}
