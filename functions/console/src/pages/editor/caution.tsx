import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

/** Something to think about before going on. */
export const Caution = ({ children }: { children: ReactNode }) => (
  <p className="flex items-start gap-2">
    <TriangleAlert aria-hidden size={16} className="mt-0.5 shrink-0 text-refused" />
    <span className="min-w-0">{children}</span>
  </p>
);
