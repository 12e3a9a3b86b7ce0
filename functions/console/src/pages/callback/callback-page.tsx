import { useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { finishSignIn, signIn } from '../../app/session.ts';
import { Button } from '../../ui/button.tsx';
import { Empty, Loading } from '../../ui/states.tsx';

let finishing: Promise<string> | undefined;

/** Where the issuer sends whoever signed in; goes on to where the sign-in began. */
export function CallbackPage() {
  const router = useRouter();
  const [error, setError] = useState<string>();
  useEffect(() => {
    finishing ??= finishSignIn();
    finishing
      .then((path) => router.history.replace(path))
      .catch((reason: unknown) => setError(reason instanceof Error ? reason.message : String(reason)));
  }, [router]);
  if (error === undefined) return <Loading label="Signing in" />;
  return (
    <Empty whole title="The sign-in did not work" action={<Button onClick={() => void signIn()}>Sign in again</Button>}>
      {error}
    </Empty>
  );
}
