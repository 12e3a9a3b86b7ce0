// The package's index brings a registry for its tests, which imports a validator that is not there.
import Form from '@rjsf/core/lib/components/Form.js';
import type { RegistryFieldsType, RJSFSchema } from '@rjsf/utils';
import { useMemo, useRef } from 'react';
import type { JsonObject } from '../../../api/flow-types.ts';
import type { FormContext, FormValues } from './form-context.ts';
import { defaultBehaviour, formOf, idPrefix } from './form-schema.ts';
import { templates } from './form-templates.tsx';
import { widgets } from './form-widgets.tsx';
import { JsonField } from './json-field.tsx';
import type { ParamProblem } from './problems.ts';
import { errorSchemaOf, schemaValidator } from './schema-validator.ts';

const fields: RegistryFieldsType<FormValues, RJSFSchema, FormContext> = { json: JsonField };

/** The parameters as a form of their JSON Schema, with what is wrong at the fields. */
export function ParamsForm({
  schema,
  values,
  problems,
  report,
  onChange,
  onTouch,
}: {
  schema: JsonObject;
  values: JsonObject;
  problems: ParamProblem[];
  report: FormContext['report'];
  onChange: (values: JsonObject) => void;
  onTouch: (id: string) => void;
}) {
  // Whether a text has a field of one line or of several is decided once, not while somebody types.
  const opening = useRef(values);
  const form = useMemo(() => formOf(schema, opening.current), [schema]);
  const context = useMemo(() => ({ report }), [report]);
  const errors = useMemo(() => errorSchemaOf(problems), [problems]);
  return (
    <Form<FormValues, RJSFSchema, FormContext>
      tagName="div"
      schema={form.schema as RJSFSchema}
      uiSchema={form.ui}
      formData={values}
      validator={schemaValidator}
      fields={fields}
      widgets={widgets}
      templates={templates}
      formContext={context}
      extraErrors={errors}
      experimental_defaultFormStateBehavior={defaultBehaviour}
      idPrefix={idPrefix}
      noValidate
      showErrorList={false}
      onChange={({ formData }) => onChange((formData ?? {}) as JsonObject)}
      onBlur={onTouch}
    >
      <span hidden />
    </Form>
  );
}
