/** The minute of an instant (ISO 8601 UTC) as people read it: `2026-01-02 10:00 UTC`. */
export const minuteOf = (iso: string): string => `${iso.slice(0, 16).replace('T', ' ')} UTC`;
