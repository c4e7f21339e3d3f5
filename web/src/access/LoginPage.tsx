import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { Navigate, useSearchParams } from 'react-router';
import { Notice } from '@/components/Notice';
import { $api } from '@/lib/api';
import { EntryCard } from './EntryCard';
import { rememberMe, safeNext, useSession } from './session';

export function LoginPage() {
  useDocumentTitle('Log in · Ripen');
  const { me } = useSession();
  const [search] = useSearchParams();
  const login = $api.useMutation('post', '/api/v1/login', { onSuccess: rememberMe });

  if (me) return <Navigate to={safeNext(search)} replace />;

  function submit(form: FormData) {
    login.mutate({
      body: { email: String(form.get('email')).trim(), password: String(form.get('password')) },
    });
  }

  return (
    <EntryCard
      title="Log in to Ripen"
      hint="The first start prints an administrator's e-mail and one-time password on the terminal."
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit(new FormData(event.currentTarget));
        }}
      >
        <Stack>
          {login.error && <Notice tone="bad">{login.error.message}</Notice>}
          <TextInput
            name="email"
            type="email"
            label="E-mail"
            autoComplete="username"
            required
            withAsterisk={false}
            autoFocus
          />
          <PasswordInput
            name="password"
            label="Password"
            autoComplete="current-password"
            required
            withAsterisk={false}
          />
          <Button type="submit" size="md" loading={login.isPending} fullWidth>
            Log in
          </Button>
        </Stack>
      </form>
    </EntryCard>
  );
}
