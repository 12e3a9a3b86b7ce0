import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { z } from 'zod';
import { bodyText } from '../../shared/api/body-text.ts';
import { missingScope } from '../../shared/api/problem.ts';
import { readJson } from '../../shared/api/read-json.ts';
import { type ApiScope, scopesIn } from '../../shared/api/scopes.ts';
import type { Ports } from '../../shared/commands/ports.ts';
import type { Actor, Json } from '../../shared/run/events.ts';

/** A request as the routes see it: its parts read when they are asked for, so that a route says what it needs. */
export class ApiRequest {
  readonly event: APIGatewayProxyEventV2;
  readonly path: Record<string, string>;
  readonly ports: Ports;
  readonly scopes: ReadonlySet<string>;
  readonly actor: Actor;

  constructor(event: APIGatewayProxyEventV2, path: Record<string, string>, ports: Ports) {
    this.event = event;
    this.path = path;
    this.ports = ports;
    const claims = claimsOf(event);
    this.scopes = scopesIn(claims.scope);
    const id = String(claims.sub ?? claims.client_id ?? 'unknown');
    this.actor = {
      type: claims.sub === claims.client_id ? 'machine' : 'user',
      id,
      ...(typeof claims.name === 'string' ? { name: claims.name } : {}),
      ...(typeof claims.email === 'string' ? { email: claims.email } : {}),
    };
  }

  /** Throws `missing-scope` (403) unless the token allows it. */
  need(scope: ApiScope): void {
    if (!this.scopes.has(scope)) throw missingScope(scope);
  }

  param(name: string): string {
    return this.path[name] ?? '';
  }

  header(name: string): string | undefined {
    return this.event.headers[name];
  }

  get query(): Record<string, string | undefined> {
    return this.event.queryStringParameters ?? {};
  }

  /** By which the caller's inbox is found: the e-mail address, or the id of one who has none. */
  get person(): string {
    return this.actor.email ?? this.actor.id;
  }

  get now(): string {
    return new Date(this.ports.clock.now()).toISOString();
  }

  /** The body's text. Throws `too-large` (413). */
  text(): string {
    return bodyText(this.event);
  }

  /** The body as JSON that fits a schema; an absent one is `{}`. */
  json<S extends z.ZodType>(schema: S): z.output<S> {
    const text = this.text();
    const value: Json = text === '' ? {} : readJson(text);
    return schema.parse(value);
  }
}

/** Claims of the token, as the JWT authorizer checked them. */
function claimsOf(event: APIGatewayProxyEventV2): Record<string, unknown> {
  const { authorizer } = event.requestContext as { authorizer?: { jwt?: { claims?: Record<string, unknown> } } };
  return authorizer?.jwt?.claims ?? {};
}

/** What a route answers: a status, and a body that becomes JSON, or text of the type that its headers say. */
export type Answer = { status: number; headers?: Record<string, string> } & ({ body: unknown } | { text: string });

/** One route of the API. */
export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Segments in braces are parameters. */
  path: string;
  /** For the OpenAPI document. */
  summary: string;
  body?: z.ZodType;
  query?: z.ZodType;
  handle(request: ApiRequest): Promise<Answer>;
}
