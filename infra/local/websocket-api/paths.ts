/** Where WebSocket APIs are served: `<path>/<stage>` on the HTTP port, and their management below `<path>/<api>/<stage>` on the AWS endpoint. */
export const socketPath = '/_ws';
export const managementPath = '/_execute-api';
