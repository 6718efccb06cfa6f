/** A failure that is told in a sentence; of all others the stack is shown too. */
export class DemoFailed extends Error {}
