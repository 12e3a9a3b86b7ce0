import {
  type BaseInputTemplateProps,
  descriptionId,
  enumOptionsIndexForValue,
  enumOptionsValueForIndex,
  errorId,
  type RegistryWidgetsType,
  type RJSFSchema,
  type WidgetProps,
} from '@rjsf/utils';
import { SelectBox } from '../../../ui/select-box.tsx';
import type { FormContext, FormValues } from './form-context.ts';

type Props = WidgetProps<FormValues, RJSFSchema, FormContext>;

export const control =
  'w-full rounded-control border border-control bg-surface px-3 placeholder:text-ink-3 aria-invalid:border-failed';

/** What a field is described by: what is wrong with it, and what it is. */
export function described({ id, rawErrors = [], schema }: Pick<Props, 'id' | 'rawErrors' | 'schema'>) {
  const ids = [
    rawErrors.length > 0 ? errorId(id) : undefined,
    schema.description === undefined ? undefined : descriptionId(id),
  ].filter((each) => each !== undefined);
  return {
    'aria-invalid': rawErrors.length > 0,
    ...(ids.length === 0 ? {} : { 'aria-describedby': ids.join(' ') }),
  };
}

const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** One line: text, e-mail, URL, date, number. A number is typed as text, so that nothing that was typed is lost. */
export function InputTemplate(props: BaseInputTemplateProps<FormValues, RJSFSchema, FormContext>) {
  const { id, value, type = 'text', schema, options, required, onChange, onChangeOverride, onBlur, onFocus } = props;
  const number = schema.type === 'number' || schema.type === 'integer';
  const text = value === undefined || value === null ? '' : String(value);
  return (
    <>
      <input
        id={id}
        name={id}
        type={number ? 'text' : type}
        inputMode={schema.type === 'integer' ? 'numeric' : number ? 'decimal' : undefined}
        value={text}
        required={required}
        autoComplete="off"
        className={`${control} h-9 ${number ? 'max-w-60' : ''} ${/date|time/.test(type) ? 'max-w-60' : ''}`}
        onChange={
          onChangeOverride ?? (({ target }) => onChange(target.value === '' ? options.emptyValue : target.value))
        }
        onBlur={({ target }) => onBlur(id, target.value)}
        onFocus={({ target }) => onFocus(id, target.value)}
        {...described(props)}
      />
      {type === 'datetime-local' && <span className="text-meta text-ink-3">Time in {zone()}</span>}
    </>
  );
}

function Textarea(props: Props) {
  const { id, value, options, required, onChange, onBlur, onFocus } = props;
  return (
    <textarea
      id={id}
      name={id}
      rows={4}
      value={typeof value === 'string' ? value : ''}
      required={required}
      className={`${control} py-2`}
      onChange={({ target }) => onChange(target.value === '' ? options.emptyValue : target.value)}
      onBlur={({ target }) => onBlur(id, target.value)}
      onFocus={({ target }) => onFocus(id, target.value)}
      {...described(props)}
    />
  );
}

function Select(props: Props) {
  const { id, value, options, required, schema, onChange, onBlur, onFocus } = props;
  const index = enumOptionsIndexForValue(value, options.enumOptions);
  const choose = (chosen: string) => enumOptionsValueForIndex(chosen, options.enumOptions, options.emptyValue);
  return (
    <SelectBox
      id={id}
      name={id}
      value={typeof index === 'string' ? index : ''}
      required={required}
      onChange={({ target }) => onChange(choose(target.value))}
      onBlur={({ target }) => onBlur(id, choose(target.value))}
      onFocus={({ target }) => onFocus(id, choose(target.value))}
      {...described(props)}
    >
      {(schema.default === undefined || !required || index === undefined) && (
        <option value="">{required ? 'Choose…' : 'None'}</option>
      )}
      {options.enumOptions?.map((option, n) => (
        <option key={option.label} value={String(n)}>
          {option.label}
        </option>
      ))}
    </SelectBox>
  );
}

const row = 'flex min-h-6 items-center gap-3';

function Checkbox(props: Props) {
  const { id, value, label, schema, onChange, onBlur, onFocus } = props;
  return (
    <>
      <label htmlFor={id} className={row}>
        <input
          id={id}
          name={id}
          type="checkbox"
          checked={value === true}
          className="size-4 shrink-0 accent-ink"
          onChange={({ target }) => onChange(target.checked)}
          onBlur={({ target }) => onBlur(id, target.checked)}
          onFocus={({ target }) => onFocus(id, target.checked)}
          {...described(props)}
        />
        <span className="font-semibold">{label}</span>
      </label>
      {schema.description !== undefined && (
        <p id={descriptionId(id)} className="pl-7 text-meta text-ink-3">
          {schema.description}
        </p>
      )}
    </>
  );
}

/** Several of a few values. */
function Checkboxes(props: Props) {
  const { id, value, label, options, onChange, onBlur } = props;
  const chosen: unknown[] = Array.isArray(value) ? value : [];
  return (
    <fieldset id={id} className="flex flex-col gap-1" {...described(props)}>
      <legend className="sr-only">{label}</legend>
      {options.enumOptions?.map((option) => (
        <label key={option.label} className={row}>
          <input
            type="checkbox"
            checked={chosen.includes(option.value)}
            className="size-4 shrink-0 accent-ink"
            onChange={({ target }) =>
              onChange(target.checked ? [...chosen, option.value] : chosen.filter((each) => each !== option.value))
            }
            onBlur={() => onBlur(id, value)}
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}

export const widgets: RegistryWidgetsType<FormValues, RJSFSchema, FormContext> = {
  TextareaWidget: Textarea,
  SelectWidget: Select,
  CheckboxWidget: Checkbox,
  CheckboxesWidget: Checkboxes,
};
