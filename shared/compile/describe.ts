import type { Flow, Step } from '../flow/flow.ts';
import type { Unit } from './plan.ts';

const brief = (text: string, most = 80) => (text.length <= most ? text : `${text.slice(0, most - 1)}…`);

/** What a step does, in a few words, for the Comment of its state. */
export function describeStep(step: Step): string {
  switch (step.kind) {
    case 'http':
      return `${step.id}: ${step.http.method} ${step.http.connection === undefined ? '' : `${step.http.connection} `}${brief(step.http.url)}`;
    case 'approve':
      return `${step.id}: asks ${brief([step.approve.to].flat().join(', '))}`;
    case 'wait':
      return `${step.id}: waits ${'forMs' in step.wait ? `${step.wait.forMs} ms` : 'for' in step.wait ? step.wait.for : `until ${step.wait.until}`}`;
    case 'transform':
      return `${step.id}: transform`;
  }
}

/** What a unit does, for the Comment of its state. */
export function describeUnit(unit: Unit, flow: Flow): string {
  const find = (id: string) => flow.steps.find((step) => step.id === id) as Step;
  switch (unit.kind) {
    case 'work':
      return unit.steps.map((id) => describeStep(find(id))).join('; ');
    case 'gate':
      return unit.before ? `asks before ${unit.step}` : describeStep(find(unit.step));
    case 'wait':
      return describeStep(find(unit.step));
    case 'close':
      return 'closes the run';
  }
}
