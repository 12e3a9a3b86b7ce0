/** The end of an id tells runs apart; its beginning is the time. */
export const shortId = (id: string): string => id.slice(-6);
