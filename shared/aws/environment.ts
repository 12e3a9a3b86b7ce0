import { z } from 'zod';

const variables = {
  SLUICE_TABLE: z.string().min(1),
  SLUICE_BUCKET: z.string().min(1),
  SLUICE_PUBLIC_URL: z.url(),
  SLUICE_MAIL_FROM: z.string().min(1),
  SLUICE_LINK_SECRET: z.string().min(1),
  SLUICE_PUBLISH_FLOW: z.string().min(1),
  SLUICE_RECEIVE_WEBHOOK: z.string().min(1),
  SLUICE_SCHEDULE_GROUP: z.string().min(1),
  SLUICE_SCHEDULE_ROLE: z.string().min(1),
  SLUICE_EVENT_BUS: z.string().min(1),
  SLUICE_START_RUN: z.string().min(1),
  SLUICE_DEAD_LETTERS: z.string().min(1),
  SLUICE_RUN_STEP: z.string().min(1),
  SLUICE_OPEN_CHECKPOINT: z.string().min(1),
  SLUICE_MACHINE_ROLE: z.string().min(1),
  SLUICE_MACHINE_PREFIX: z.string().min(1),
  SLUICE_HTTP_ALLOW: z.string(),
  SLUICE_SOCKETS: z.url(),
  SLUICE_ISSUER: z.url(),
  SLUICE_CLIENTS: z.string().min(1),
};

/** Reads variables of the function's environment; the CDK app sets them. Throws with the names that are missing. */
export function environment<K extends keyof typeof variables>(...names: K[]): Record<K, string> {
  const wrong = names.filter((name) => !variables[name].safeParse(process.env[name]).success);
  if (wrong.length > 0) throw new Error(`The function's environment lacks ${wrong.join(', ')}.`);
  return Object.fromEntries(names.map((name) => [name, process.env[name] ?? ''])) as Record<K, string>;
}

/** `host:port` pairs that http steps may reach although they are private. */
export function allowedHosts(): ReadonlySet<string> {
  const { SLUICE_HTTP_ALLOW } = environment('SLUICE_HTTP_ALLOW');
  return new Set(
    SLUICE_HTTP_ALLOW.split(',')
      .map((host) => host.trim())
      .filter((host) => host !== ''),
  );
}
