import { Paper, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Logo } from '@/components/Logo';
import classes from './EntryCard.module.css';

/** The frame of the pages before the shell: log-in and password. */
export function EntryCard({ title, hint, children }: { title: string; hint: string; children: ReactNode }) {
  return (
    <main className={classes.page}>
      <Paper className={classes.card} withBorder radius="lg" p="xl">
        <Stack gap="lg">
          <Logo size={36} />
          <div>
            <Title order={1}>{title}</Title>
            <Text c="dimmed" size="sm" mt={4}>
              {hint}
            </Text>
          </div>
          {children}
        </Stack>
      </Paper>
    </main>
  );
}
