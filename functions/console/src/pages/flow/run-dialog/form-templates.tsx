import {
  type ArrayFieldItemTemplateProps,
  type ArrayFieldTemplateProps,
  descriptionId,
  errorId,
  type FieldErrorProps,
  type FieldTemplateProps,
  type MultiSchemaFieldTemplateProps,
  type ObjectFieldTemplateProps,
  type RJSFSchema,
  type TemplatesType,
  type UnsupportedFieldProps,
} from '@rjsf/utils';
import { Plus, X } from 'lucide-react';
import { Button } from '../../../ui/button.tsx';
import type { FormContext, FormValues } from './form-context.ts';
import { InputTemplate } from './form-widgets.tsx';

type In<Props> = Props & { children?: React.ReactNode };

/** The name of a field; whether a run can do without it is said, not starred. */
export function FieldLabel({ id, label, required }: { id: string; label: string; required: boolean | undefined }) {
  return (
    <label htmlFor={id} className="font-semibold">
      {label} {required !== true && <span className="font-normal text-ink-3">optional</span>}
    </label>
  );
}

function Field({
  id,
  label,
  required,
  rawDescription,
  displayLabel,
  hidden,
  errors,
  children,
}: FieldTemplateProps<FormValues, RJSFSchema, FormContext>) {
  if (hidden === true) return <div className="hidden">{children}</div>;
  return (
    <div className="flex flex-col gap-1.5">
      {displayLabel === true && <FieldLabel id={id} label={label} required={required} />}
      {displayLabel === true && rawDescription !== undefined && rawDescription !== '' && (
        <p id={descriptionId(id)} className="-mt-1 text-meta text-ink-3">
          {rawDescription}
        </p>
      )}
      {children}
      {errors}
    </div>
  );
}

function Errors({ errors = [], fieldPathId }: FieldErrorProps<FormValues, RJSFSchema, FormContext>) {
  if (errors.length === 0) return null;
  return (
    <div id={errorId(fieldPathId)} className="text-meta text-failed">
      {errors.map((error) => (
        <p key={String(error)}>{error}</p>
      ))}
    </div>
  );
}

function Group({
  title,
  description,
  fieldPathId,
  properties,
  required,
}: ObjectFieldTemplateProps<FormValues, RJSFSchema, FormContext>) {
  const fields = properties.map(({ name, content }) => <div key={name}>{content}</div>);
  if (fieldPathId.path.length === 0) return <div className="flex flex-col gap-5">{fields}</div>;
  return (
    <fieldset id={fieldPathId.$id} className="flex flex-col gap-4 rounded-card border border-line p-4">
      <legend className="-ml-1 px-1 font-semibold">
        {title} {required !== true && <span className="font-normal text-ink-3">optional</span>}
      </legend>
      {description !== undefined && description !== '' && <p className="text-meta text-ink-3">{description}</p>}
      {fields}
    </fieldset>
  );
}

function List({
  title,
  schema,
  required,
  fieldPathId,
  items,
  canAdd,
  onAddClick,
}: ArrayFieldTemplateProps<FormValues, RJSFSchema, FormContext>) {
  return (
    <fieldset id={fieldPathId.$id} className="flex flex-col gap-2">
      <legend className="pb-1.5 font-semibold">
        {title} {required !== true && <span className="font-normal text-ink-3">optional</span>}
      </legend>
      {schema.description !== undefined && <p className="-mt-1 text-meta text-ink-3">{schema.description}</p>}
      {items}
      {canAdd === true && (
        <Button className="self-start" onClick={(event) => onAddClick(event)}>
          <Plus aria-hidden size={16} /> Add<span className="sr-only"> to {title}</span>
        </Button>
      )}
    </fieldset>
  );
}

function Item({ children, index, buttonsProps }: In<ArrayFieldItemTemplateProps<FormValues, RJSFSchema, FormContext>>) {
  return (
    <div className="flex items-start gap-2">
      <div className="min-w-0 grow">{children}</div>
      {buttonsProps.hasRemove && (
        <button
          type="button"
          aria-label={`Take away number ${index + 1}`}
          className="grid size-9 shrink-0 place-items-center rounded-control text-ink-2 hover:bg-line/60 hover:text-ink"
          onClick={(event) => buttonsProps.onRemoveItem(event)}
        >
          <X aria-hidden size={16} />
        </button>
      )}
    </div>
  );
}

const Alternatives = ({
  selector,
  optionSchemaField,
}: MultiSchemaFieldTemplateProps<FormValues, RJSFSchema, FormContext>) => (
  <div className="flex flex-col gap-3 border-l-2 border-line pl-3">
    {selector}
    {optionSchemaField}
  </div>
);

const Unsupported = ({ reason }: UnsupportedFieldProps<FormValues, RJSFSchema, FormContext>) => (
  <p className="text-meta text-failed">This part of the parameters cannot be filled in here: {reason}.</p>
);

export const templates: Partial<TemplatesType<FormValues, RJSFSchema, FormContext>> = {
  BaseInputTemplate: InputTemplate,
  FieldTemplate: Field,
  FieldErrorTemplate: Errors,
  ObjectFieldTemplate: Group,
  ArrayFieldTemplate: List,
  ArrayFieldItemTemplate: Item,
  MultiSchemaFieldTemplate: Alternatives,
  UnsupportedFieldTemplate: Unsupported,
};
