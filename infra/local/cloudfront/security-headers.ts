/** The security headers of a policy for responses (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html). */
interface SecurityHeaders {
  ContentSecurityPolicy?: { ContentSecurityPolicy: string };
  ContentTypeOptions?: object;
  FrameOptions?: { FrameOption: string };
  ReferrerPolicy?: { ReferrerPolicy: string };
  StrictTransportSecurity?: { AccessControlMaxAgeSec: number; IncludeSubdomains?: boolean; Preload?: boolean };
}

/** The headers that a policy of the template adds to a response; none without a policy. */
export function securityHeaders(properties?: Record<string, unknown>): Record<string, string> {
  const { SecurityHeadersConfig: config = {} } = (properties?.ResponseHeadersPolicyConfig ?? {}) as {
    SecurityHeadersConfig?: SecurityHeaders;
  };
  const transport = config.StrictTransportSecurity;
  const headers = {
    'content-security-policy': config.ContentSecurityPolicy?.ContentSecurityPolicy,
    'x-content-type-options': config.ContentTypeOptions === undefined ? undefined : 'nosniff',
    'x-frame-options': config.FrameOptions?.FrameOption,
    'referrer-policy': config.ReferrerPolicy?.ReferrerPolicy,
    'strict-transport-security':
      transport === undefined
        ? undefined
        : `max-age=${transport.AccessControlMaxAgeSec}${transport.IncludeSubdomains === true ? '; includeSubDomains' : ''}${transport.Preload === true ? '; preload' : ''}`,
  };
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
