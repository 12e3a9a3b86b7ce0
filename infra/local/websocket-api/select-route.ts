/** The route key that a message names, by an API's expression (https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-routes.html); undefined when it names none. */
export function selectRoute(expression: string, body: string): string | undefined {
  const path = /^\$request\.body\.([\w.]+)$/.exec(expression)?.[1];
  if (path === undefined)
    throw new Error(`The embedded cloud does not know the route selection expression ${expression}.`);
  try {
    let value = JSON.parse(body) as unknown;
    for (const name of path.split('.'))
      value =
        value !== null && typeof value === 'object' && Object.hasOwn(value, name)
          ? Reflect.get(value, name)
          : undefined;
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
