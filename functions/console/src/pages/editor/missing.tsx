import { Button } from '../../ui/button.tsx';

/** In the place of a part of the page that could not be loaded. */
export const Missing = ({ what, again }: { what: string; again: () => void }) => (
  <div role="alert" className="flex flex-wrap items-center gap-3 p-4 text-ink-2">
    <span>{what} could not be loaded. Your text is kept.</span>
    <Button onClick={again}>Try again</Button>
  </div>
);
