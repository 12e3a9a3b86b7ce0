import type { Forecast, Range } from '../../api/flow-types.ts';

const dollars = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 });
const count = new Intl.NumberFormat('en');

const between = (range: Range, format: Intl.NumberFormat, times = 1) => {
  const [least, most] = [format.format(range.least * times), format.format(range.most * times)];
  return least === most ? least : `${least} to ${most}`;
};

/** "1 transition", "3 to 7 transitions". */
const counted = (range: Range, word: string) => `${between(range, count)} ${range.most === 1 ? word : `${word}s`}`;

/** What a run costs, and a thousand a day. */
export function Cost({ forecast: { priceUsd, transitions, invocations, writes } }: { forecast: Forecast }) {
  return (
    <div className="flex flex-col gap-2">
      <p>
        A run costs <strong>{between(priceUsd, dollars)} US dollars</strong>; 1,000 runs a day:{' '}
        {between(priceUsd, dollars, 1_000)} a day, {between(priceUsd, dollars, 30_000)} in 30 days.
      </p>
      <p className="text-meta text-ink-3">
        {counted(transitions, 'transition')}, {counted(invocations, 'invocation')} and {counted(writes, 'write')} a run.
        The least is without a retry, the most with every one that the flow allows; prices of us-east-1 without the free
        tier.
      </p>
    </div>
  );
}
