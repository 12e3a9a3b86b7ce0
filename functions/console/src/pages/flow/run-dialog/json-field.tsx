import { descriptionId, type FieldProps, type RJSFSchema } from '@rjsf/utils';
import { useState } from 'react';
import type { Json } from '../../../api/types.ts';
import type { FormContext, FormValues } from './form-context.ts';
import { FieldLabel } from './form-templates.tsx';
import { control, described } from './form-widgets.tsx';

/** A value of any form, written as JSON. What is no JSON stays as it was typed, and is said. */
export function JsonField(props: FieldProps<FormValues, RJSFSchema, FormContext>) {
  const { formData, fieldPathId, schema, name, required, onChange, onBlur, onFocus, registry } = props;
  const id = fieldPathId.$id;
  const [text, setText] = useState(formData === undefined ? '' : JSON.stringify(formData, null, 2));
  const write = (next: string) => {
    setText(next);
    if (next.trim() === '') {
      registry.formContext.report(fieldPathId.path, undefined);
      onChange(undefined, fieldPathId.path);
      return;
    }
    try {
      const value = JSON.parse(next) as Json;
      registry.formContext.report(fieldPathId.path, undefined);
      onChange(value as FormValues, fieldPathId.path);
    } catch (error) {
      registry.formContext.report(fieldPathId.path, error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <div className="flex flex-col gap-1.5">
      <FieldLabel id={id} label={schema.title ?? name ?? 'Parameters'} required={required} />
      <p id={descriptionId(id)} className="-mt-1 text-meta text-ink-3">
        {schema.description} Written as JSON.
      </p>
      <textarea
        id={id}
        rows={Math.min(12, Math.max(3, text.split('\n').length))}
        value={text}
        spellCheck={false}
        className={`${control} py-2 font-mono text-meta`}
        onChange={({ target }) => write(target.value)}
        onBlur={() => onBlur(id, formData)}
        onFocus={() => onFocus(id, formData)}
        {...described({ id, rawErrors: props.rawErrors, schema: { ...schema, description: 'JSON' } })}
      />
    </div>
  );
}
