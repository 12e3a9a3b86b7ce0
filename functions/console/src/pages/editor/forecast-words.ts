import type { Forecast } from '../../api/flow-types.ts';

const money = new Intl.NumberFormat('en', { maximumSignificantDigits: 2, useGrouping: false });

const between = (least: string, most: string) => (least === most ? least : `${least} to ${most}`);

/** "A run costs 0.0001 to 0.0002 US dollars · 3 to 7 transitions" */
export function forecastWords({ priceUsd, transitions }: Forecast): string {
  const price = between(money.format(priceUsd.least), money.format(priceUsd.most));
  const count = between(String(transitions.least), String(transitions.most));
  return `A run costs ${price} US dollars · ${count} ${count === '1' ? 'transition' : 'transitions'}`;
}
