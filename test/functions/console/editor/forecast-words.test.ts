import { expect, it } from 'vitest';
import { forecastWords } from '../../../../functions/console/src/pages/editor/forecast-words.ts';

const range = (least: number, most = least) => ({ least, most });

it('says what a run costs, with two digits that matter', () => {
  const rest = { invocations: range(1), writes: range(1) };
  expect(forecastWords({ priceUsd: range(0.000113, 0.000228), transitions: range(3, 7), ...rest })).toBe(
    'A run costs 0.00011 to 0.00023 US dollars · 3 to 7 transitions',
  );
  expect(forecastWords({ priceUsd: range(0.0001), transitions: range(1), ...rest })).toBe(
    'A run costs 0.0001 US dollars · 1 transition',
  );
});
