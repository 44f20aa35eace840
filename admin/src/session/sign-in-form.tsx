import { Alert, Button, Stack, TextField } from '@mui/material';
import { type FormEvent, useState } from 'react';
import { ApiProblem } from '../api/problem.js';
import { useText } from '../i18n/use-text.js';

/** Address and password. `signIn` throws what the service refuses with. */
export function SignInForm({
  email: known = '',
  signIn,
}: {
  readonly email?: string;
  readonly signIn: (email: string, password: string) => Promise<void>;
}) {
  const t = useText();
  const [email, setEmail] = useState(known);
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      await signIn(email, password);
    } catch (error) {
      setProblem(error instanceof ApiProblem ? error : new ApiProblem(0, 'no_answer', String(error)));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Stack component="form" spacing={2} onSubmit={(event) => void submit(event)}>
      {problem === null ? null : (
        <Alert severity="error" icon={false} role="alert">
          {problem.status === 401
            ? t('session.wrong')
            : problem.status === 429
              ? t('session.tooMany')
              : problem.status === 0
                ? t('state.away')
                : problem.message}
        </Alert>
      )}
      <TextField
        label={t('session.email')}
        type="email"
        name="email"
        autoComplete="username"
        value={email}
        onChange={({ target }) => setEmail(target.value)}
        required
        autoFocus={known === ''}
      />
      <TextField
        label={t('session.password')}
        type="password"
        name="password"
        autoComplete="current-password"
        value={password}
        onChange={({ target }) => setPassword(target.value)}
        required
        autoFocus={known !== ''}
      />
      <Button type="submit" variant="contained" disabled={isBusy}>
        {t('session.signIn')}
      </Button>
    </Stack>
  );
}
