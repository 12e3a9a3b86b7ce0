// Between instants and what a clock on a wall shows, in any zone of the IANA database.

const partsOf = (instant: number, timeZone: string | undefined) =>
  new Intl.DateTimeFormat('en-CA', {
    ...(timeZone === undefined ? {} : { timeZone }),
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
    .formatToParts(instant)
    .reduce<Record<string, string>>((parts, { type, value }) => Object.assign(parts, { [type]: value }), {});

/** `2026-11-21T14:05`, as `<input type="datetime-local">` takes it. */
export function wallTime(instant: number, zone: string | undefined): string {
  const { year, month, day, hour, minute } = partsOf(instant, zone);
  return `${year}-${month}-${day}T${hour}:${minute}`;
}

const offset = (instant: number, zone: string | undefined) => {
  const { year, month, day, hour, minute, second } = partsOf(instant, zone);
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) - Math.floor(instant / 1_000) * 1_000;
};

/** The instant at which the clock of a zone shows this; of an hour that exists twice, one of both. */
export function instantOf(wall: string, zone: string | undefined): number {
  const utc = Date.parse(`${wall}Z`);
  const guess = utc - offset(utc, zone);
  return utc - offset(guess, zone);
}

/** When the day of an instant began there. */
export const startOfDay = (instant: number, zone: string | undefined): number =>
  instantOf(`${wallTime(instant, zone).slice(0, 10)}T00:00`, zone);
