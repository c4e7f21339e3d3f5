import { Button, PasswordInput, Stack, Text } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { Notice } from '@/components/Notice';
import { $api, Problem } from '@/lib/api';
import { EntryCard } from './EntryCard';
import { rememberMe, safeNext, useSession } from './session';

const MIN_LENGTH = 12;

/** Change the password: by wish, or because the present one is a one-time password. */
export function PasswordPage() {
  useDocumentTitle('Choose a password · Ripen');
  const { me } = useSession();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const [mismatch, setMismatch] = useState(false);
  const isForced = me?.must_change_password ?? false;
  const change = $api.useMutation('post', '/api/v1/me/password', {
    onSuccess(changed) {
      rememberMe(changed);
      navigate(safeNext(search));
    },
  });
  const field = change.error instanceof Problem ? change.error.field : undefined;
  const errorOf = (name: string) => (field === name ? change.error?.message : undefined);

  function submit(form: FormData) {
    const password = String(form.get('new_password'));
    const isRepeated = password === String(form.get('repeated'));
    setMismatch(!isRepeated);
    if (isRepeated)
      change.mutate({ body: { old_password: String(form.get('old_password')), new_password: password } });
  }

  return (
    <EntryCard
      title={isForced ? 'Choose your own password' : 'Change your password'}
      hint={
        isForced
          ? 'You are logged in with a one-time password. Replace it, then Ripen opens.'
          : 'Other sessions of yours end when it changes.'
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit(new FormData(event.currentTarget));
        }}
      >
        <Stack>
          {change.error && !field && <Notice tone="bad">{change.error.message}</Notice>}
          <PasswordInput
            name="old_password"
            label={isForced ? 'One-time password' : 'Present password'}
            autoComplete="current-password"
            error={errorOf('old_password')}
            required
            withAsterisk={false}
            autoFocus
          />
          <PasswordInput
            name="new_password"
            label="New password"
            description={`At least ${MIN_LENGTH} characters; a few unrelated words are best.`}
            autoComplete="new-password"
            minLength={MIN_LENGTH}
            error={errorOf('new_password')}
            required
            withAsterisk={false}
          />
          <PasswordInput
            name="repeated"
            label="New password again"
            autoComplete="new-password"
            error={mismatch ? 'The two new passwords differ. Type the same one twice.' : undefined}
            required
            withAsterisk={false}
          />
          <Button type="submit" size="md" loading={change.isPending} fullWidth>
            Save password
          </Button>
          {!isForced && (
            <Text size="sm" ta="center">
              <Link to="/">Back without changing it</Link>
            </Text>
          )}
        </Stack>
      </form>
    </EntryCard>
  );
}
