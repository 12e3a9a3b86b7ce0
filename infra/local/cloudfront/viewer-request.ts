import type { IncomingMessage } from 'node:http';
import { createContext, runInContext } from 'node:vm';

/** A request as a CloudFront Function sees it (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-event-structure.html). */
interface ViewerRequest {
  method: string;
  uri: string;
  querystring: Record<string, { value: string }>;
  headers: Record<string, { value: string }>;
  cookies: Record<string, { value: string }>;
}

/** The code of a CloudFront Function for viewer requests as something that answers the path to ask the origin for. */
export function viewerRequest(code: string): (request: IncomingMessage, url: URL) => string {
  const context = createContext({});
  runInContext(code, context);
  const handler = context.handler as (event: unknown) => Partial<ViewerRequest> & { statusCode?: number };
  return (request, url) => {
    const asked: ViewerRequest = {
      method: request.method ?? 'GET',
      uri: url.pathname,
      querystring: Object.fromEntries([...url.searchParams].map(([name, value]) => [name, { value }])),
      headers: Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, { value: [value].flat().join(',') }]),
      ),
      cookies: {},
    };
    const { uri, statusCode } = handler({
      version: '1.0',
      context: { eventType: 'viewer-request' },
      viewer: { ip: request.socket.remoteAddress ?? '' },
      request: asked,
    });
    if (uri === undefined)
      throw new Error(`The embedded cloud knows CloudFront Functions that answer requests, not ${statusCode}.`);
    return uri;
  };
}
