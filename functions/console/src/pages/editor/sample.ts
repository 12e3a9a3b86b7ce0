/** What a new flow begins with: valid, and every line says what it is for. */
export const sample = `# A flow: steps that run one after the other, and stop where a person should decide.
flow: new-flow # its id: small letters, digits and hyphens
title: A new flow
params: # what a run is started with, as a JSON Schema; it becomes the form of "Run…"
  type: object
  required: [name]
  properties:
    name: { type: string, minLength: 1 }
steps:
  # {{ }} holds an expression: a parameter, or what an earlier step came to.
  - id: greet
    title: Write a greeting
    transform: { text: "Hello, {{ params.name }}!" }

  # The run waits here until somebody decides, and costs nothing meanwhile.
  - id: agree
    title: Agree to the greeting
    approve:
      to: [you@example.com]
      message: "Send \\"{{ steps.greet.output.text }}\\"?"
      expires: 2d

  - id: done
    title: Say that it is done
    transform: { sent: "{{ steps.greet.output.text }}" }
`;
