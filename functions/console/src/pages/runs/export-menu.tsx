import { useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { toast } from 'sonner';
import { ApiError, search } from '../../api/client.ts';
import type { RunsAsked } from '../../api/queries.ts';
import type { Page, RunRow } from '../../api/types.ts';
import { accessToken } from '../../app/session.ts';
import { menuItemLook, menuLook } from '../../ui/menu.ts';

const formats = { csv: { word: 'CSV', type: 'text/csv' }, json: { word: 'JSON', type: 'application/json' } } as const;
type Format = keyof typeof formats;

function save(text: string, format: Format): void {
  const url = URL.createObjectURL(new Blob([text], { type: formats[format].type }));
  Object.assign(document.createElement('a'), { href: url, download: `runs.${format}` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1_000);
}

/** All pages of an export: each names the next one in its header `link` (RFC 8288). CSV goes together as it is. */
async function readExport(asked: RunsAsked, format: Format): Promise<string> {
  const texts: string[] = [];
  let path: string | undefined = `/v1/runs/export${search({ ...asked, format })}`;
  while (path !== undefined) {
    const response: Response = await fetch(path, { headers: { authorization: `Bearer ${await accessToken()}` } });
    if (!response.ok) throw new ApiError(response.status, await response.json());
    texts.push(await response.text());
    path = /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1];
  }
  if (format === 'csv') return texts.join('');
  const items = texts.flatMap((text) => (JSON.parse(text) as Page<RunRow>).items);
  return JSON.stringify(items, null, 2);
}

/** Downloads everything that the filters name, not only what is on the screen. */
export function ExportMenu({ asked }: { asked: () => RunsAsked }) {
  const download = useMutation({
    mutationFn: async (format: Format) => save(await readExport(asked(), format), format),
    onError: (error) => toast.error(`The export failed. ${error.message}`),
  });
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        aria-disabled={download.isPending}
        className="inline-flex h-9 items-center gap-2 rounded-control border border-line px-3 text-ink-2 hover:border-ink"
      >
        <Download aria-hidden size={16} /> {download.isPending ? 'Exporting…' : 'Export'}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content align="end" sideOffset={4} className={menuLook}>
          {(Object.keys(formats) as Format[]).map((format) => (
            <DropdownMenu.Item key={format} className={menuItemLook} onSelect={() => download.mutate(format)}>
              {formats[format].word}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
